/*
 * Sorting refs by ranks that are too many for sort_count.c: first by their high bits into parts, which stand in the order of
 * the ranks, then each part by itself, in near memory. Equal ones keep their order.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"

#include <stdlib.h>

enum { PARTS_MAX = 1 << 10, PIECE_LEAST = 1 << 14 };

struct ranked {
	uint32_t rank;
	struct ref ref;
};

struct spreading {
	const struct ref *from;
	struct ref *to;      /* until it is filled: the ranks beside from */
	size_t n, n_pieces, n_parts;
	const struct sort_ranks *ranks;
	unsigned shift;      /* a rank's part is what is left of it */
	struct ranked *items;
	uint32_t *places;    /* n_parts a piece; then where each part of each piece goes */
	uint32_t *starts;    /* of the parts; n_parts + 1 */
};

static size_t piece_start(const struct spreading *s, size_t piece)
{
	return s->n * piece / s->n_pieces;
}

static void count_piece(void *context, size_t piece)
{
	const struct spreading *s = context;
	uint32_t *places = s->places + piece * s->n_parts;
	for (size_t i = piece_start(s, piece); i < piece_start(s, piece + 1); i++) {
		s->to[i].bits = sort_rank_of(s->ranks, ref_row(s->from[i]));
		places[s->to[i].bits >> s->shift]++;
	}
}

static void make_places(const struct spreading *s)
{
	uint32_t sum = 0;
	for (size_t part = 0; part < s->n_parts; part++) {
		s->starts[part] = sum;
		for (size_t piece = 0; piece < s->n_pieces; piece++) {
			uint32_t *place = &s->places[piece * s->n_parts + part], count = *place;
			*place = sum;
			sum += count;
		}
	}
	s->starts[s->n_parts] = sum;
}

static void spread_piece(void *context, size_t piece)
{
	const struct spreading *s = context;
	uint32_t *places = s->places + piece * s->n_parts;
	for (size_t i = piece_start(s, piece); i < piece_start(s, piece + 1); i++)
		s->items[places[s->to[i].bits >> s->shift]++] = (struct ranked){s->to[i].bits, s->from[i]};
}

/* By the low bits. */
static void sort_part(void *context, size_t part)
{
	const struct spreading *s = context;
	uint32_t start = s->starts[part], end = s->starts[part + 1], low = (UINT32_C(1) << s->shift) - 1, sum = start;
	if (start == end)
		return;
	uint32_t *places = xcalloc((size_t)low + 1, sizeof *places);
	for (uint32_t i = start; i < end; i++)
		places[s->items[i].rank & low]++;
	for (uint32_t rank = 0; rank <= low; rank++) {
		uint32_t count = places[rank];
		places[rank] = sum;
		sum += count;
	}
	for (uint32_t i = start; i < end; i++)
		s->to[places[s->items[i].rank & low]++] = s->items[i].ref;
	free(places);
}

void sort_spread(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to)
{
	struct spreading s = {.from = from, .to = to, .n = n, .ranks = ranks};
	while (ranks->n_ranks >> s.shift >= PARTS_MAX)
		s.shift++;
	s.n_parts = (size_t)(ranks->n_ranks >> s.shift) + 1;
	s.n_pieces = n / PIECE_LEAST + 1 < parallel_threads() ? n / PIECE_LEAST + 1 : parallel_threads();
	s.items = xmalloc((n + 1) * sizeof *s.items);
	s.places = xcalloc(s.n_pieces * s.n_parts, sizeof *s.places);
	s.starts = xmalloc((s.n_parts + 1) * sizeof *s.starts);
	parallel_for(s.n_pieces, (unsigned)s.n_pieces, count_piece, &s);
	make_places(&s);
	parallel_for(s.n_pieces, (unsigned)s.n_pieces, spread_piece, &s);
	parallel_for(s.n_parts, parallel_threads(), sort_part, &s);
	free(s.items);
	free(s.places);
	free(s.starts);
}
