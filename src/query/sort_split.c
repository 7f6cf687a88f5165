/*
 * Of many rows those that come first by the codes of a field: counting tells of which rank the last of them are, a second
 * look which rows are before it and which of it.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "index/codes.h"

#include <stdatomic.h>
#include <stdlib.h>

/* More codes than these are counted by one thread: clearing and adding up its counters is what takes the time. */
enum { CODES_MAX = 1 << 18, BLOCK = 1 << 12, ROWS_AT_ONCE = 1 << 15 };

struct splitting {
	const struct index *index;
	const struct sort_bits *rows;
	size_t field;
	const uint32_t *by_code; /* ranks, n_codes + 1 of them */
	uint32_t n_codes;
	size_t n_workers;
	uint32_t *counts;        /* by code, n_codes + 1 a worker */
	uint32_t last;           /* rank */
	struct ref *before;      /* rows of the ranks before it */
	atomic_size_t n_before, n_kept;
	uint64_t *kept;          /* rows of the last rank */
};

/* The codes of some rows; returns how many there are. */
static size_t read_block(const struct splitting *s, size_t first, uint32_t codes[BLOCK])
{
	size_t n = s->rows->n_rows - first < BLOCK ? s->rows->n_rows - first : BLOCK;
	index_codes(s->index, s->rows->kind, s->field, (uint32_t)first, n, s->n_codes, codes);
	return n;
}

static void count_block(const struct splitting *s, size_t first, uint32_t *counts)
{
	uint32_t codes[BLOCK];
	size_t n = read_block(s, first, codes);
	for (size_t w = 0; w * 64 < n; w++) {
		uint64_t rest = s->rows->v[first / 64 + w];
		if (rest == UINT64_MAX) /* all of them, as nearly always without a filter */
			for (size_t i = w * 64; i < w * 64 + 64; i++)
				counts[codes[i]]++;
		else
			for (; rest; rest &= rest - 1)
				counts[codes[w * 64 + (size_t)__builtin_ctzll(rest)]]++;
	}
}

static void count_worker(void *context, size_t worker)
{
	const struct splitting *s = context;
	for (size_t first = worker * BLOCK; first < s->rows->n_rows; first += s->n_workers * BLOCK)
		count_block(s, first, s->counts + worker * ((size_t)s->n_codes + 1));
}

/* The rank at which there are as many rows as are asked for; rows without a value have the greatest there is. */
static uint32_t find_last(const struct splitting *s, size_t limit)
{
	size_t *by_rank = xcalloc((size_t)s->n_codes + 1, sizeof *by_rank), sum = 0;
	uint32_t rank = 0;
	for (uint32_t code = 0; code <= s->n_codes; code++)
		for (size_t worker = 0; worker < s->n_workers; worker++)
			by_rank[s->by_code[code] < s->n_codes ? s->by_code[code] : s->n_codes]
				+= s->counts[worker * ((size_t)s->n_codes + 1) + code];
	for (; rank < s->n_codes && sum + by_rank[rank] < limit; rank++)
		sum += by_rank[rank];
	free(by_rank);
	return rank < s->n_codes ? rank : UINT32_MAX;
}

static void split_block(struct splitting *s, size_t first)
{
	uint32_t codes[BLOCK];
	size_t n = read_block(s, first, codes), n_kept = 0;
	for (size_t w = 0; w * 64 < n; w++) {
		uint64_t of_last = 0, before = 0, in = s->rows->v[first / 64 + w];
		for (size_t i = 0; i < 64 && w * 64 + i < n; i++) {
			uint32_t rank = s->by_code[codes[w * 64 + i]];
			of_last |= (uint64_t)(rank == s->last) << i;
			before |= (uint64_t)(rank < s->last) << i;
		}
		s->kept[first / 64 + w] = of_last & in;
		n_kept += (size_t)__builtin_popcountll(of_last & in);
		for (before &= in; before; before &= before - 1)
			s->before[atomic_fetch_add_explicit(&s->n_before, 1, memory_order_relaxed)]
				= ref_make(s->rows->kind, (uint32_t)(first + w * 64) + (uint32_t)__builtin_ctzll(before));
	}
	atomic_fetch_add(&s->n_kept, n_kept);
}

static void split_piece(void *context, size_t piece)
{
	struct splitting *s = context;
	for (size_t first = piece * ROWS_AT_ONCE; first < (piece + 1) * ROWS_AT_ONCE && first < s->rows->n_rows; first += BLOCK)
		split_block(s, first);
}

uint64_t *sort_split(const struct index *index, const struct sort_bits *rows, size_t field, const uint32_t *by_code,
	uint32_t n_codes, size_t limit, struct ref *out, size_t *n_out, size_t *n_kept)
{
	struct splitting s = {.index = index, .rows = rows, .field = field, .by_code = by_code, .n_codes = n_codes,
		.before = out, .kept = xcalloc(rows->n_rows / 64 + 1, sizeof *s.kept)};
	size_t n_pieces = (rows->n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	s.n_workers = n_codes > CODES_MAX ? 1 : n_pieces < parallel_threads() ? n_pieces : parallel_threads();
	s.counts = xcalloc(s.n_workers * ((size_t)n_codes + 1), sizeof *s.counts);
	parallel_for(s.n_workers, (unsigned)s.n_workers, count_worker, &s);
	s.last = find_last(&s, limit);
	parallel_for(n_pieces, parallel_threads(), split_piece, &s);
	free(s.counts);
	*n_out = atomic_load(&s.n_before);
	*n_kept = atomic_load(&s.n_kept);
	return s.kept;
}
