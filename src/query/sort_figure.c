/*
 * Sorting many refs by a figure that stands in no ready order. Ledgers tell of whole ranges of rows at once which have no such
 * figure, mostly nearly all; only of the others is the value made, and these alone are compared.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/halt.h"
#include "base/parallel.h"
#include "index/ledgers.h"

#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 13 };

struct figured {
	struct sort_value value;
	uint32_t at; /* among the refs */
};

struct figuring {
	const struct index *index;
	const struct sort_key *key;
	struct index_soles *soles;
	enum kind kind;
	size_t n_rows, n_pieces;
	uint32_t *places; /* by row: 1 + its place among the refs; 0: it is none of them */
	ARRAY(struct figured) *pieces;
};

static void make_values(void *context, size_t piece)
{
	struct figuring *f = context;
	if (halt_now())
		return;
	size_t first = piece * ROWS_AT_ONCE, n = f->n_rows - first < ROWS_AT_ONCE ? f->n_rows - first : ROWS_AT_ONCE;
	uint32_t *columns = xmalloc(n * sizeof *columns);
	int64_t *digits = xmalloc(n * sizeof *digits);
	index_soles_read(f->soles, f->kind, (uint32_t)first, n, columns, digits);
	for (size_t i = 0; i < n; i++) {
		if (!f->places[first + i] || columns[i] == SOLES_NONE)
			continue;
		struct figured v = {sort_figure_value(&f->key->column, ref_make(f->kind, (uint32_t)(first + i)), f->index),
			f->places[first + i] - 1};
		if (v.value.present) {
			f->places[first + i] = 0;
			array_push(&f->pieces[piece], v);
		}
	}
	free(columns);
	free(digits);
}

static int by_value(const void *a, const void *b, void *context)
{
	const struct figured *x = *(const struct figured *const *)a, *y = *(const struct figured *const *)b;
	int order = sort_values_compare(&x->value, &y->value, *(const bool *)context);
	return order ? order : x->at < y->at ? -1 : x->at > y->at;
}

/* Those with a value in order, then those without one as they came: they alone have places still. */
static void put_refs(const struct figuring *f, const struct ref *from, size_t n, struct ref *to)
{
	size_t n_values = 0, at = 0;
	bool down = f->key->down;
	const struct figured **order = xmalloc((n + 1) * sizeof *order);
	for (size_t i = 0; i < f->n_pieces; i++)
		for (size_t j = 0; j < f->pieces[i].n; j++)
			order[n_values++] = &f->pieces[i].v[j];
	qsort_r(order, n_values, sizeof *order, by_value, &down);
	for (; at < n_values; at++)
		to[at] = from[order[at]->at];
	for (size_t i = 0; i < n; i++)
		if (f->places[ref_row(from[i])])
			to[at++] = from[i];
	free(order);
}

bool sort_figures(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to)
{
	/* claims are figures themselves */
	if (key->column.type != COLUMN_FIGURE || ref_kind(from[0]) == KIND_CLAIM)
		return false;
	struct figuring f = {.index = index, .key = key, .kind = ref_kind(from[0]), .n_rows = index_count(index, ref_kind(from[0]))};
	f.n_pieces = (f.n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	f.places = xcalloc(f.n_rows + 1, sizeof *f.places);
	bool once = true;
	for (uint32_t i = 0; i < n && once; i++) {
		once = ref_row(from[i]) < f.n_rows && !f.places[ref_row(from[i])];
		if (once)
			f.places[ref_row(from[i])] = i + 1;
	}
	if (once) {
		f.pieces = xcalloc(f.n_pieces, sizeof *f.pieces);
		f.soles = index_soles_new(index, key->column.indicator);
		parallel_for(f.n_pieces, parallel_threads(), make_values, &f);
		put_refs(&f, from, n, to);
		index_soles_free(f.soles);
		for (size_t i = 0; i < f.n_pieces; i++)
			array_release(&f.pieces[i]);
		free(f.pieces);
	}
	free(f.places);
	return once;
}
