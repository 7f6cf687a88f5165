/*
 * Sorting refs by ranks that are small numbers: each goes to the next place of its rank. Pieces of the refs are counted
 * and moved by a thread each; a piece's places for a rank stand behind those of the pieces before it, so that equal
 * ones keep their order.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"

#include <stdlib.h>

enum { PIECE_LEAST = 1 << 14, PIECES_MAX = 16 };

struct counting {
	const struct ref *from;
	struct ref *to;
	size_t n, n_pieces;
	const struct sort_ranks *ranks;
	void *keys;       /* beside from: the rank, as wide as ranks are */
	uint32_t *places; /* n_ranks + 1 a piece */
};

static size_t piece_start(const struct counting *c, size_t piece)
{
	return c->n * piece / c->n_pieces;
}

static void put_key(const struct counting *c, size_t i, uint32_t key)
{
	if (c->ranks->width == 1)
		((uint8_t *)c->keys)[i] = (uint8_t)key;
	else if (c->ranks->width == 2)
		((uint16_t *)c->keys)[i] = (uint16_t)key;
	else
		((uint32_t *)c->keys)[i] = key;
}

static uint32_t key_at(const struct counting *c, size_t i)
{
	return c->ranks->width == 1 ? ((const uint8_t *)c->keys)[i]
		: c->ranks->width == 2 ? ((const uint16_t *)c->keys)[i] : ((const uint32_t *)c->keys)[i];
}

static size_t stride(const struct counting *c)
{
	return (size_t)c->ranks->n_ranks + 1;
}

static void count_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	uint32_t *places = c->places + piece * stride(c);
	for (size_t i = piece_start(c, piece); i < piece_start(c, piece + 1); i++) {
		uint32_t key = sort_rank_of(c->ranks, ref_row(c->from[i]));
		put_key(c, i, key);
		places[key]++;
	}
}

static void move_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	uint32_t *places = c->places + piece * stride(c);
	for (size_t i = piece_start(c, piece); i < piece_start(c, piece + 1); i++)
		c->to[places[key_at(c, i)]++] = c->from[i];
}

/* From how many there are of each rank in each piece to where the first of them goes. */
static void make_places(const struct counting *c)
{
	uint32_t sum = 0;
	for (size_t rank = 0; rank < stride(c); rank++)
		for (size_t piece = 0; piece < c->n_pieces; piece++) {
			uint32_t *place = &c->places[piece * stride(c) + rank], count = *place;
			*place = sum;
			sum += count;
		}
}

/* As many pieces as there are threads, but no more counters than refs. */
static size_t pieces_for(size_t n, uint32_t n_ranks)
{
	size_t most = n / ((size_t)n_ranks + 1), threads = parallel_threads(), by_size = n / PIECE_LEAST;
	size_t pieces = threads < by_size ? threads : by_size;
	pieces = pieces < most ? pieces : most;
	return pieces < 1 ? 1 : pieces < PIECES_MAX ? pieces : PIECES_MAX;
}

void sort_count(const struct sort_ranks *ranks, const struct ref *from, size_t n, struct ref *to)
{
	struct counting c = {.from = from, .to = to, .n = n, .n_pieces = pieces_for(n, ranks->n_ranks), .ranks = ranks};
	c.keys = xmalloc((n + 1) * ranks->width);
	c.places = xcalloc(c.n_pieces * stride(&c), sizeof *c.places);
	parallel_for(c.n_pieces, (unsigned)c.n_pieces, count_piece, &c);
	make_places(&c);
	parallel_for(c.n_pieces, (unsigned)c.n_pieces, move_piece, &c);
	free(c.keys);
	free(c.places);
}
