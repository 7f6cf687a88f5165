/*
 * A sample sort: the bounds of buckets come from a sample, items are moved to their buckets, and each bucket, which fits
 * into a cache, is sorted by one thread. Items that are equal then are sorted by the next number of their lists, and so on.
 */
#include "base/parallel_sort.h"

#include "base/alloc.h"
#include "base/parallel.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 1 << 14, BUCKETS = 1 << 8, BUCKETS_MAX = 1 << 11, CACHED_ITEMS = 1 << 13, SAMPLE = 16 /* of each bucket */ };

struct sorting {
	struct radix_item *from, *to;
	size_t n;
	struct sort_keys keys;
	size_t n_buckets;                 /* a power of two, so many that the items of each fit into a cache */
	uint64_t bounds[BUCKETS_MAX];     /* bucket b has what is not less than bounds[b] and less than those behind it */
	uint16_t *buckets;                /* by item */
	uint32_t *places;                 /* n_buckets of each piece: how many of each bucket; then where they go */
	uint32_t starts[BUCKETS_MAX + 1]; /* of the buckets */
};

static bool all_equal(const struct radix_item *items, size_t n)
{
	return n && items[0].sort_key == items[n - 1].sort_key; /* they are sorted */
}

static void set_heads(struct radix_item *items, size_t n, uint64_t head)
{
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = head;
}

/*
 * Sort by number i of the lists, which stands in the items before and after, and by those behind it. A run that is sorted by
 * a call of itself is smaller than the one before, however long the lists are: so the stack stays small.
 */
static void sort_run(const struct sort_keys *keys, struct radix_item *items, size_t n, size_t i)
{
	radix_sort(items, n);
	if (!keys->heads || n < 2)
		return;
	bool one = all_equal(items, n);
	uint64_t head = items[0].sort_key;
	for (; all_equal(items, n) && items[0].sort_key; radix_sort(items, n))
		keys->heads(keys->context, items, n, ++i);
	for (size_t start = 0, end; start < n; start = end) {
		uint64_t equal = items[start].sort_key;
		for (end = start + 1; end < n && items[end].sort_key == equal;)
			end++;
		if (end - start < 2 || !equal)
			continue;
		keys->heads(keys->context, items + start, end - start, i + 1);
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
	for (size_t step = s->n_buckets / 2; step; step /= 2)
		b += s->bounds[b + step] <= number ? step : 0;
	return b;
}

static void choose_bounds(struct sorting *s)
{
	size_t n = s->n_buckets * SAMPLE;
	struct radix_item *sample = xcalloc(n, sizeof *sample);
	for (size_t i = 0; i < n; i++)
		sample[i].sort_key = s->from[i * s->n / n].sort_key;
	radix_sort(sample, n);
	for (size_t b = 1; b < s->n_buckets; b++)
		s->bounds[b] = sample[b * SAMPLE].sort_key;
	free(sample);
}

static size_t end_of_piece(const struct sorting *s, size_t piece)
{
	size_t end = (piece + 1) * AT_ONCE;
	return end < s->n ? end : s->n;
}

static void count_piece(void *context, size_t piece)
{
	struct sorting *s = context;
	uint32_t *places = s->places + piece * s->n_buckets;
	for (size_t i = piece * AT_ONCE; i < end_of_piece(s, piece); i++) {
		s->buckets[i] = (uint16_t)bucket_of(s, s->from[i].sort_key);
		places[s->buckets[i]]++;
	}
}

/* From how many of each bucket a piece has to where they go. */
static void place_buckets(struct sorting *s, size_t n_pieces)
{
	uint32_t sum = 0;
	for (size_t b = 0; b < s->n_buckets; b++) {
		s->starts[b] = sum;
		for (size_t piece = 0; piece < n_pieces; piece++) {
			uint32_t *place = &s->places[piece * s->n_buckets + b], count = *place;
			*place = sum;
			sum += count;
		}
	}
	s->starts[s->n_buckets] = sum;
}

static void move_piece(void *context, size_t piece)
{
	struct sorting *s = context;
	uint32_t *places = s->places + piece * s->n_buckets;
	for (size_t i = piece * AT_ONCE; i < end_of_piece(s, piece); i++)
		s->to[places[s->buckets[i]]++] = s->from[i];
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
	struct sorting s = {.from = items, .n = n, .keys = keys, .n_buckets = BUCKETS};
	size_t n_pieces = (n + AT_ONCE - 1) / AT_ONCE;
	if (n < BUCKETS * SAMPLE * 2) {
		sort_run(&keys, items, n, 0);
		return;
	}
	while (s.n_buckets < BUCKETS_MAX && n / s.n_buckets > CACHED_ITEMS)
		s.n_buckets *= 2;
	s.buckets = xmalloc(n * sizeof *s.buckets);
	s.places = xcalloc(n_pieces * s.n_buckets, sizeof *s.places);
	s.to = spare ? spare : parallel_room(n * sizeof *s.to, n_threads);
	choose_bounds(&s);
	parallel_for(n_pieces, n_threads, count_piece, &s);
	place_buckets(&s, n_pieces);
	parallel_for(n_pieces, n_threads, move_piece, &s);
	free(s.places);
	free(s.buckets);
	parallel_for(s.n_buckets, n_threads, sort_bucket, &s);
	if (!spare)
		free(s.to);
}
