/* The first few of many rows by the codes of a field: a heap for each piece of them, in one pass. */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "index/codes.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Rank and name in one number; a heap whose top is the last of those kept. */
struct firsts {
	uint64_t *v; /* rank << 32 | rank of the name */
	uint32_t *rows;
	size_t n;
};

enum { ROWS_AT_ONCE = 1 << 15, CODES_AT_ONCE = 1 << 12 };

struct picking {
	const struct index *index;
	const struct sort_bits *set;
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
	index_codes(p->index, p->set->kind, p->field, (uint32_t)first, n, p->n_codes, codes);
	for (size_t w = 0; w < (n + 63) / 64; w++)
		for (uint64_t rest = p->set->v[first / 64 + w]; rest; rest &= rest - 1) {
			size_t i = w * 64 + (size_t)__builtin_ctzll(rest);
			uint64_t rank = (uint64_t)p->by_code[codes[i]] << 32;
			/* the name is looked up only where the rank alone may be among the first */
			if (rank > bound)
				continue;
			offer(f, p->limit, rank | index_name_rank(p->index, ref_make(p->set->kind, (uint32_t)(first + i))),
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

/* Empty the heap, whose top is the last. */
static void place_firsts(struct firsts *all, enum kind kind, struct ref *out)
{
	while (all->n) {
		out[all->n - 1] = ref_make(kind, all->rows[0]);
		all->n--;
		sift_down(all, all->v[all->n], all->rows[all->n]);
	}
}

size_t sort_pick(const struct index *index, const struct sort_bits *rows, size_t field, const uint32_t *by_code,
	uint32_t n_codes, size_t limit, struct ref *out, uint32_t *last)
{
	struct picking p = {index, rows, field, by_code, n_codes, limit, NULL, UINT64_MAX};
	size_t n_pieces = (rows->n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	struct firsts all;
	p.pieces = xcalloc(n_pieces + 1, sizeof *p.pieces);
	parallel_for(n_pieces, parallel_threads(), pick_piece, &p);
	firsts_init(&all, limit);
	for (size_t i = 0; i < n_pieces; i++) {
		for (size_t j = 0; j < p.pieces[i].n; j++)
			offer(&all, limit, p.pieces[i].v[j], p.pieces[i].rows[j]);
		firsts_release(&p.pieces[i]);
	}
	size_t n = all.n;
	*last = n ? (uint32_t)(all.v[0] >> 32) : 0;
	place_firsts(&all, rows->kind, out);
	firsts_release(&all);
	free(p.pieces);
	return n;
}
