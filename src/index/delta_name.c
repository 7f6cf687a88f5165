/*
 * Short names of a delta. Which one is shown of a row depends on who else has it: of the rows that did not change only
 * those with a short name that a changed row has, or had, may show another one.
 */
#include "delta_internal.h"

#include "base/parallel.h"
#include "name_internal.h"

#include <stdatomic.h>
#include <stdlib.h>

struct slot {
	uint64_t hash; /* 0: none stands here */
	atomic_uint n; /* how often it occurs now */
};

struct seeking {
	const struct index_table *t;
	size_t short_names;
	struct slot *v; /* by hash, then on */
	size_t size;      /* a power of two */
	place_array *found; /* by piece: rows with one of them for a short name */
};

/* -- names that are sought ------------------------------------------------------------------ */

static struct slot *slot_of(const struct seeking *s, uint64_t hash)
{
	size_t i = (size_t)(hash >> 20) & (s->size - 1);
	while (s->v[i].hash && s->v[i].hash != hash)
		i = (i + 1) & (s->size - 1);
	return &s->v[i];
}

static void seek_piece(void *context, size_t piece)
{
	const struct seeking *s = context;
	uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), end = first + rows_of_piece(s->t->n, piece);
	name_hashes hashes = {0};
	for (uint32_t row = first; row < end; row++) {
		bool is_short = false;
		array_clear(&hashes);
		names_hash(s->t, s->short_names, row, &hashes);
		for (size_t i = 0; i < hashes.n; i++) {
			struct slot *slot = slot_of(s, hashes.v[i]);
			if (!slot->hash)
				continue;
			atomic_fetch_add_explicit(&slot->n, 1, memory_order_relaxed);
			is_short |= i > 0;
		}
		if (is_short)
			array_push(&s->found[piece], row);
	}
	array_release(&hashes);
}

/* Count how often each of some names occurs; the rows that have one for a short name are added. */
static void seek(struct seeking *s, const name_hashes *hashes, unsigned n_threads, place_array *rows)
{
	size_t n_pieces = (s->t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	free(s->v);
	for (s->size = 16; s->size < hashes->n * 2;)
		s->size *= 2;
	s->v = xcalloc(s->size, sizeof *s->v);
	s->found = xcalloc(n_pieces + 1, sizeof *s->found);
	for (size_t i = 0; i < hashes->n; i++)
		slot_of(s, hashes->v[i])->hash = hashes->v[i];
	parallel_for(n_pieces, n_threads, seek_piece, s);
	for (size_t i = 0; i < n_pieces; i++) {
		for (size_t k = 0; k < s->found[i].n; k++)
			array_push(rows, s->found[i].v[k]);
		array_release(&s->found[i]);
	}
	free(s->found);
}

static bool occurs_once(const void *context, uint64_t hash)
{
	return slot_of(context, hash)->n == 1;
}

/* -- which rows ------------------------------------------------------------------------------- */

/* What each of some rows shows now, as seeking says. */
static void patch(struct seeking *s, struct delta *d, enum kind kind, const place_array *rows)
{
	struct delta_kind *k = &d->kinds[kind];
	const struct section *from = &d->base->tables[kind].short_choice;
	int64_t *choices = xmalloc((rows->n + 1) * sizeof *choices);
	name_hashes hashes = {0};
	size_t n;
	for (size_t i = 0; i < rows->n; i++) {
		array_clear(&hashes);
		names_hash(s->t, s->short_names, rows->v[i], &hashes);
		choices[i] = names_choose_short(s->t, s->short_names, rows->v[i], hashes.v, &n, occurs_once, s);
		k->renamed |= rows->v[i] < k->n_old && choices[i] != section_number(from, rows->v[i]);
	}
	delta_patch(d, from, &(struct section_changes){rows->v, choices, rows->n, k->n}, &d->index->tables[kind].short_choice);
	array_release(&hashes);
	free(choices);
}

bool delta_short_names(struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	const struct index_table *before = &d->base->tables[kind];
	struct seeking s = {.t = &d->index->tables[kind]};
	name_hashes hashes = {0};
	place_array rows = {0};
	if (!before->short_choice.n || !names_have_short(s.t, kind, &s.short_names))
		return false;
	for (uint32_t i = 0; i < k->n_changed; i++) {
		if (k->rows[i] < k->n_old)
			names_hash(before, s.short_names, k->rows[i], &hashes);
		names_hash(s.t, s.short_names, k->rows[i], &hashes);
		array_push(&rows, k->rows[i]);
	}
	seek(&s, &hashes, d->index->n_threads, &rows);
	place_array_sort(&rows);
	if (rows.n > k->n_changed) { /* which of their other names occur once is not known yet */
		place_array again = {0};
		for (size_t i = 0; i < rows.n; i++)
			names_hash(s.t, s.short_names, rows.v[i], &hashes);
		seek(&s, &hashes, d->index->n_threads, &again);
		array_release(&again);
	}
	patch(&s, d, kind, &rows);
	free(s.v);
	array_release(&hashes);
	array_release(&rows);
	return true;
}
