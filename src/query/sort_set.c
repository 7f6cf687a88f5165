#include "query/sort.h"

#include "base/parallel.h"
#include "index/codes.h"
#include "sort_internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* -- walking an order -------------------------------------------------------------------- */

struct walk {
	enum kind kind;
	const struct query_set *set; /* NULL: all */
	size_t n_rows;
	size_t limit;
	struct ref *out;
	size_t n;
};

/* False when there is enough. */
static bool take(struct walk *w, uint32_t row)
{
	if (row < w->n_rows && (!w->set || query_set_has(w->set, row)) && w->n < w->limit)
		w->out[w->n++] = ref_make(w->kind, row);
	return w->n < w->limit;
}

static void walk_names(struct walk *w, struct refs names, bool down)
{
	for (size_t i = 0; i < names.n && take(w, ref_row(names.v[down ? names.n - 1 - i : i])); i++)
		;
}

/* Downwards from the last value of a group to the first; equal ones as they stand. */
static bool walk_down(struct walk *w, const struct index_order *order, size_t from, size_t to)
{
	while (to > from) {
		size_t start = to - 1;
		while (start > from && !index_order_starts(order, start))
			start--;
		for (size_t i = start; i < to; i++)
			if (!take(w, order->rows[i]))
				return false;
		to = start;
	}
	return true;
}

static void walk_order(struct walk *w, const struct index_order *order, bool down)
{
	size_t i = 0;
	for (size_t g = 0; down && g < order->n_groups; g++)
		if (!walk_down(w, order, order->groups[g], g + 1 < order->n_groups ? order->groups[g + 1]
			: order->n_present))
			return;
	for (i = down ? order->n_present : 0; i < order->n && take(w, order->rows[i]); i++)
		;
}

/* -- the first few ----------------------------------------------------------------------------- */

/* Rank and name in one number; a heap whose top is the last of those kept. */
struct firsts {
	uint64_t *v; /* rank << 32 | rank of the name */
	uint32_t *rows;
	size_t n;
};

enum { FIRSTS_MAX = 1 << 10, ROWS_AT_ONCE = 1 << 15, CODES_AT_ONCE = 1 << 12 };

struct picking {
	const struct index *index;
	enum kind kind;
	const struct query_set *set;
	size_t field;
	const uint32_t *by_code; /* ranks by code of the field, n_codes + 1 of them */
	uint32_t n_codes;
	size_t limit;
	struct firsts *pieces;
	_Atomic uint64_t bound; /* as many as are asked for are not behind it: what is has been seen to be too late */
};

static void place(struct firsts *f, size_t i, uint64_t value, uint32_t row)
{
	f->v[i] = value;
	f->rows[i] = row;
}

static void sift_up(struct firsts *f, size_t i, uint64_t value, uint32_t row)
{
	for (; i && f->v[(i - 1) / 2] < value; i = (i - 1) / 2)
		place(f, i, f->v[(i - 1) / 2], f->rows[(i - 1) / 2]);
	place(f, i, value, row);
}

static void sift_down(struct firsts *f, uint64_t value, uint32_t row)
{
	size_t i = 0;
	for (size_t child; (child = 2 * i + 1) < f->n; i = child) {
		if (child + 1 < f->n && f->v[child + 1] > f->v[child])
			child++;
		if (f->v[child] <= value)
			break;
		place(f, i, f->v[child], f->rows[child]);
	}
	place(f, i, value, row);
}

static void offer(struct firsts *f, size_t limit, uint64_t value, uint32_t row)
{
	if (f->n < limit)
		sift_up(f, f->n++, value, row);
	else if (value < f->v[0])
		sift_down(f, value, row);
}

static void firsts_init(struct firsts *f, size_t limit)
{
	*f = (struct firsts){xmalloc(limit * sizeof *f->v), xmalloc(limit * sizeof *f->rows), 0};
}

static void firsts_release(struct firsts *f)
{
	free(f->v);
	free(f->rows);
}

static void lower(_Atomic uint64_t *bound, uint64_t to)
{
	uint64_t now = atomic_load_explicit(bound, memory_order_relaxed);
	while (to < now && !atomic_compare_exchange_weak_explicit(bound, &now, to, memory_order_relaxed, memory_order_relaxed))
		;
}

static void pick_rows(struct picking *p, struct firsts *f, size_t first, size_t n)
{
	uint32_t codes[CODES_AT_ONCE];
	uint64_t bound = atomic_load_explicit(&p->bound, memory_order_relaxed);
	index_codes(p->index, p->kind, p->field, (uint32_t)first, n, p->n_codes, codes);
	for (size_t w = 0; w < (n + 63) / 64; w++)
		for (uint64_t rest = p->set->yes[first / 64 + w] | p->set->perhaps[first / 64 + w]; rest; rest &= rest - 1) {
			size_t i = w * 64 + (size_t)__builtin_ctzll(rest);
			uint64_t rank = (uint64_t)p->by_code[codes[i]] << 32;
			/* the name is looked up only where the rank alone may be among the first */
			if (rank > bound)
				continue;
			offer(f, p->limit, rank | index_name_rank(p->index, ref_make(p->kind, (uint32_t)(first + i))),
				(uint32_t)(first + i));
			if (f->n == p->limit && f->v[0] < bound)
				bound = f->v[0];
		}
	lower(&p->bound, bound);
}

static void pick_piece(void *context, size_t piece)
{
	struct picking *p = context;
	size_t end = (piece + 1) * ROWS_AT_ONCE < p->set->n_rows ? (piece + 1) * ROWS_AT_ONCE : p->set->n_rows;
	firsts_init(&p->pieces[piece], p->limit);
	for (size_t first = piece * ROWS_AT_ONCE; first < end; first += CODES_AT_ONCE)
		pick_rows(p, &p->pieces[piece], first, end - first < CODES_AT_ONCE ? end - first : CODES_AT_ONCE);
}

static size_t pick_firsts(struct picking *p, struct ref *out)
{
	size_t n_pieces = (p->set->n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	struct firsts all;
	p->pieces = xcalloc(n_pieces + 1, sizeof *p->pieces);
	parallel_for(n_pieces, parallel_threads(), pick_piece, p);
	firsts_init(&all, p->limit);
	for (size_t i = 0; i < n_pieces; i++) {
		for (size_t j = 0; j < p->pieces[i].n; j++)
			offer(&all, p->limit, p->pieces[i].v[j], p->pieces[i].rows[j]);
		firsts_release(&p->pieces[i]);
	}
	size_t n = all.n;
	while (all.n) {
		out[all.n - 1] = ref_make(p->kind, all.rows[0]);
		all.n--;
		sift_down(&all, all.v[all.n], all.rows[all.n]);
	}
	firsts_release(&all);
	free(p->pieces);
	return n;
}

/* -- all --------------------------------------------------------------------------------------------- */

static bool is_name(enum kind kind, const struct sort_key *key)
{
	return key->column.type == COLUMN_FIELD && str_eq_c(str_from(fields_of[kind].v[key->column.field].name),
		"name");
}

bool sort_whole(const struct index *index, enum kind kind, const struct sort_key *key, struct ref *out)
{
	struct walk walk = {.kind = kind, .n_rows = index_count(index, kind), .limit = index_count(index, kind),
		.out = out};
	struct index_order order;
	if (key->column.type != COLUMN_FIGURE || !index_order(index, kind, key->column.indicator, &order))
		return false;
	walk_order(&walk, &order, key->down);
	return walk.n == walk.n_rows;
}

size_t sort_set(const struct index *index, enum kind kind, const struct query_set *set, const struct sort_key *keys,
	size_t n_keys, size_t limit, struct ref *out)
{
	struct walk walk = {.kind = kind, .set = set, .n_rows = set->n_rows, .limit = limit < set->n ? limit : set->n,
		.out = out};
	struct refs names = index_by_name(index, kind);
	struct index_order order;
	if (!walk.limit)
		return 0;
	if (!n_keys || is_name(kind, &keys[0])) {
		walk_names(&walk, names, n_keys && keys[0].down);
		return walk.n;
	}
	if (n_keys == 1 && keys[0].column.type == COLUMN_FIGURE && index_order(index, kind, keys[0].column.indicator,
		&order)) {
		walk_order(&walk, &order, keys[0].down);
		return walk.n;
	}
	uint32_t n_codes = 0;
	bool few = n_keys == 1 && walk.limit <= FIRSTS_MAX && set->n >= SORT_RANKS_FROM;
	uint32_t *by_code = few ? sort_code_ranks(index, kind, &keys[0], &n_codes) : NULL;
	if (by_code) {
		struct picking picking = {index, kind, set, keys[0].column.field, by_code, n_codes, walk.limit, NULL, UINT64_MAX};
		size_t n = pick_firsts(&picking, out);
		free(by_code);
		return n;
	}
	size_t n = walk.limit;
	struct ref *all = xmalloc(set->n * sizeof *all);
	walk.limit = set->n;
	walk.out = all;
	walk_names(&walk, names, false);
	sort_rows(index, all, walk.n, keys, n_keys);
	memcpy(out, all, n * sizeof *out);
	free(all);
	return n;
}
