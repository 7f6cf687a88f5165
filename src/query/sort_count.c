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
	const uint32_t *ranks; /* by row, n_rows of them */
	uint32_t n_rows, n_ranks;
	uint32_t *keys;        /* beside from: the rank; n_ranks for those without one */
	uint32_t *places;      /* n_ranks + 1 a piece */
};

static size_t piece_start(const struct counting *c, size_t piece)
{
	return c->n * piece / c->n_pieces;
}

static void count_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	uint32_t *places = c->places + piece * ((size_t)c->n_ranks + 1);
	for (size_t i = piece_start(c, piece); i < piece_start(c, piece + 1); i++) {
		uint32_t row = ref_row(c->from[i]), rank = row < c->n_rows ? c->ranks[row] : UINT32_MAX;
		c->keys[i] = rank < c->n_ranks ? rank : c->n_ranks;
		places[c->keys[i]]++;
	}
}

static void move_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	uint32_t *places = c->places + piece * ((size_t)c->n_ranks + 1);
	for (size_t i = piece_start(c, piece); i < piece_start(c, piece + 1); i++)
		c->to[places[c->keys[i]]++] = c->from[i];
}

/* From how many there are of each rank in each piece to where the first of them goes. */
static void make_places(const struct counting *c)
{
	size_t stride = (size_t)c->n_ranks + 1;
	uint32_t sum = 0;
	for (size_t rank = 0; rank < stride; rank++)
		for (size_t piece = 0; piece < c->n_pieces; piece++) {
			uint32_t count = c->places[piece * stride + rank];
			c->places[piece * stride + rank] = sum;
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
	struct counting c = {.from = from, .to = to, .n = n, .n_pieces = pieces_for(n, ranks->n_ranks), .ranks = ranks->v,
		.n_rows = ranks->n_rows, .n_ranks = ranks->n_ranks};
	c.keys = xmalloc((n + 1) * sizeof *c.keys);
	c.places = xcalloc(c.n_pieces * ((size_t)c.n_ranks + 1), sizeof *c.places);
	parallel_for(c.n_pieces, (unsigned)c.n_pieces, count_piece, &c);
	make_places(&c);
	parallel_for(c.n_pieces, (unsigned)c.n_pieces, move_piece, &c);
	free(c.keys);
	free(c.places);
}
