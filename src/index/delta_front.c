/* The first rows by fields, of a delta: those of its base with the changed rows in their places. */
#include "delta_internal.h"

#include "base/parallel.h"
#include "first_rows_internal.h"
#include "front_internal.h"
#include "index/codes.h"
#include "name_internal.h"

#include <stdlib.h>
#include <string.h>

/* One end of an order. */
struct end {
	const struct delta *d;
	enum kind kind;
	size_t field;
	bool down;
};

/* False: a row without a value. */
static bool key_of(const void *context, uint32_t row, struct row_key *out)
{
	const struct end *e = context;
	const struct index *index = e->d->index;
	const struct field *f = &fields_of[e->kind].v[e->field];
	struct period period;
	uint32_t code;
	index_codes(index, e->kind, e->field, row, 1, UINT32_MAX, &code);
	if (code == UINT32_MAX || (f->type == FIELD_PERIOD && !index_code_period(index, e->kind, e->field, code, &period)))
		return false;
	uint64_t value = code;
	if (f->type == FIELD_PERIOD)
		value = index_period_order(period);
	else if (f->type == FIELD_REF)
		value = index_name_rank(index, ref_make((enum kind)__builtin_ctz(f->kinds), code));
	*out = (struct row_key){e->down ? UINT64_MAX - value : value, index_name_rank(index, ref_make(e->kind, row)), row};
	return true;
}

/* *n becomes how many are known; false: rows that cannot be. */
static bool patch_end(const struct end *e, size_t *n, bool all, uint32_t *out)
{
	const struct delta_kind *k = &e->d->kinds[e->kind];
	const uint32_t *old = SECTION_V(uint32_t, e->d->base->fronts[e->kind][e->field]);
	const struct first_rows rows = {e->down && *n ? old + *n : old, *n, all, k->n_old, k->rows, k->n_changed, key_of, e};
	return first_rows_patch(&rows, out, n);
}

/* False: to be found among all rows. */
static bool patch_front(const struct delta *d, enum kind kind, size_t f)
{
	const struct section *from = &d->base->fronts[kind][f];
	const uint32_t *old = SECTION_V(uint32_t, *from);
	size_t n_old = (size_t)from->n / 2, n_room = n_old + d->kinds[kind].n_changed, n[2] = {n_old, n_old};
	size_t n_most = front_most(d->index, kind), n_least = front_least(d->index, kind);
	bool all = n_old < front_least(d->base, kind), ok = true;
	uint32_t *rows = xmalloc(2 * n_room * sizeof *rows);
	for (size_t i = 0; ok && i < 2; i++)
		ok = patch_end(&(struct end){d, kind, f, i == 1}, &n[i], all, rows + i * n_room);
	size_t n_end = n[0] < n[1] ? n[0] : n[1];
	n_end = n_end < n_most ? n_end : n_most;
	ok = ok && (all || n_end >= n_least);
	bool same = ok && n_end == n_old
		&& (!n_end || (!memcmp(rows, old, n_end * sizeof *rows) && !memcmp(rows + n_room, old + n_end, n_end * sizeof *rows)));
	if (ok && !same) {
		memmove(rows + n_end, rows + n_room, n_end * sizeof *rows);
		d->index->fronts[kind][f] = section_plain(rows, 2 * n_end, sizeof *rows);
		return true;
	}
	free(rows);
	if (same)
		delta_share(d, from, &d->index->fronts[kind][f]);
	return ok;
}

/* Whether older records of a kind stand elsewhere among each other in the order of names. */
static bool renamed(const struct delta *d, enum kind kind)
{
	const struct delta_kind *k = &d->kinds[kind];
	return composition_of(kind) ? k->composed || k->n_changed > k->n - k->n_old : k->fields[1];
}

static bool targets_renamed(const struct delta *d, const struct field *field)
{
	bool any = false;
	for (int k = 0; k < KIND_COUNT; k++)
		any |= field->type == FIELD_REF && field->kinds >> k & 1 && renamed(d, (enum kind)k);
	return any;
}

static void make_front(void *context, size_t i)
{
	const struct delta *d = context;
	enum kind kind = (enum kind)(i / FIELDS_MAX);
	size_t f = i % FIELDS_MAX;
	if (f >= fields_of[kind].n)
		return;
	const struct delta_kind *k = &d->kinds[kind];
	bool targets = targets_renamed(d, &fields_of[kind].v[f]), other = k->fields[f] || delta_names_move(d, kind) || targets;
	bool patched = front_is(d->base, kind, f) && front_is(d->index, kind, f) && !k->composed && !targets;
	if (!other)
		delta_share(d, &d->base->fronts[kind][f], &d->index->fronts[kind][f]);
	else if (!patched || !patch_front(d, kind, f))
		front_make(d->index, kind, f);
}

void delta_fronts(struct delta *d)
{
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, d->index->n_threads, make_front, d);
}
