/*
 * Items are shared out to buckets, between bounds that a sample gives: each bucket is sorted by one thread, in memory
 * that is near it. What is equal then is sorted by the next number, and so on.
 */
#include "parallel_internal.h"

#include "base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 1 << 14, BUCKET_BITS = 8, BUCKETS = 1 << BUCKET_BITS, SAMPLE = BUCKETS * 16 };

struct sorting {
	struct radix_item *from, *to;
	size_t n;
	struct sort_keys keys;
	uint64_t bounds[BUCKETS];     /* bucket b has what is not less than bounds[b] and less than those behind it */
	uint32_t (*places)[BUCKETS];  /* by piece: how many of each bucket; then where they go */
	uint32_t starts[BUCKETS + 1]; /* of the buckets */
};

static bool all_equal(const struct radix_item *items, size_t n)
{
	return n && items[0].sort_key == items[n - 1].sort_key; /* they are sorted */
}

static void next_heads(const struct sort_keys *keys, struct radix_item *items, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = keys->head(keys->context, items[k].row, i);
}

static void set_heads(struct radix_item *items, size_t n, uint64_t head)
{
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = head;
}

/*
 * By number i, which stands in the items and does so in the end, and those behind it. Runs that remain become smaller
 * with each call: lists may be long, the stack is not.
 */
static void sort_run(const struct sort_keys *keys, struct radix_item *items, size_t n, size_t i)
{
	radix_sort(items, n);
	if (!keys->head || n < 2)
		return;
	bool one = all_equal(items, n);
	uint64_t head = items[0].sort_key;
	for (; all_equal(items, n) && items[0].sort_key; radix_sort(items, n))
		next_heads(keys, items, n, ++i);
	for (size_t start = 0, end; start < n; start = end) {
		uint64_t equal = items[start].sort_key;
		for (end = start + 1; end < n && items[end].sort_key == equal;)
			end++;
		if (end - start < 2 || !equal)
			continue;
		next_heads(keys, items + start, end - start, i + 1);
		sort_run(keys, items + start, end - start, i + 1);
		set_heads(items + start, end - start, equal);
	}
	if (one)
		set_heads(items, n, head);
}

/* The bucket of a number: the last one whose bound is not greater. Without a branch that depends on the number. */
static size_t bucket_of(const struct sorting *s, uint64_t number)
{
	size_t b = 0;
	for (size_t step = BUCKETS / 2; step; step /= 2)
		b += s->bounds[b + step] <= number ? step : 0;
	return b;
}

static void choose_bounds(struct sorting *s)
{
	struct radix_item sample[SAMPLE];
	for (size_t i = 0; i < SAMPLE; i++)
		sample[i].sort_key = s->from[i * s->n / SAMPLE].sort_key;
	radix_sort(sample, SAMPLE);
	for (size_t b = 1; b < BUCKETS; b++)
		s->bounds[b] = sample[b * (SAMPLE / BUCKETS)].sort_key;
}

static size_t end_of_piece(const struct sorting *s, size_t piece)
{
	size_t end = (piece + 1) * AT_ONCE;
	return end < s->n ? end : s->n;
}

static void count_piece(void *context, size_t piece)
{
	struct sorting *s = context;
	for (size_t i = piece * AT_ONCE; i < end_of_piece(s, piece); i++)
		s->places[piece][bucket_of(s, s->from[i].sort_key)]++;
}

static void move_piece(void *context, size_t piece)
{
	struct sorting *s = context;
	for (size_t i = piece * AT_ONCE; i < end_of_piece(s, piece); i++)
		s->to[s->places[piece][bucket_of(s, s->from[i].sort_key)]++] = s->from[i];
}

static void sort_bucket(void *context, size_t b)
{
	struct sorting *s = context;
	size_t n = s->starts[b + 1] - s->starts[b];
	if (n)
		memcpy(s->from + s->starts[b], s->to + s->starts[b], n * sizeof *s->from);
	sort_run(&s->keys, s->from + s->starts[b], n, 0);
}

void parallel_sort(struct radix_item *items, struct radix_item *spare, size_t n, unsigned n_threads, struct sort_keys keys)
{
	struct sorting s = {.from = items, .n = n, .keys = keys};
	size_t n_pieces = (n + AT_ONCE - 1) / AT_ONCE;
	if (n < SAMPLE * 2) {
		sort_run(&keys, items, n, 0);
		return;
	}
	s.places = xcalloc(n_pieces, sizeof *s.places);
	s.to = spare ? spare : xmalloc(n * sizeof *s.to);
	choose_bounds(&s);
	parallel_for(n_pieces, n_threads, count_piece, &s);
	uint32_t sum = 0;
	for (size_t b = 0; b < BUCKETS; b++) {
		s.starts[b] = sum;
		for (size_t piece = 0; piece < n_pieces; piece++) {
			uint32_t count = s.places[piece][b];
			s.places[piece][b] = sum;
			sum += count;
		}
	}
	s.starts[BUCKETS] = sum;
	parallel_for(n_pieces, n_threads, move_piece, &s);
	free(s.places);
	parallel_for(BUCKETS, n_threads, sort_bucket, &s);
	if (!spare)
		free(s.to);
}
