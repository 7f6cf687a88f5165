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

static size_t stride(const struct counting *c)
{
	return (size_t)c->ranks->n_ranks + 1;
}

/* Both passes for ranks of one width: a choice of it inside the loops would cost as much as they do. */
#define PASSES(type, name)                                                                                        \
	static void count_##name(const struct counting *c, size_t start, size_t end, uint32_t *places)            \
	{                                                                                                         \
		const type *ranks = c->ranks->v;                                                                  \
		const uint32_t n_rows = c->ranks->n_rows, none = c->ranks->n_ranks;                               \
		type *keys = c->keys;                                                                             \
		for (size_t i = start; i < end; i++) {                                                            \
			uint32_t row = ref_row(c->from[i]), rank = row < n_rows ? ranks[row] : none;              \
			rank = rank < none ? rank : none;                                                         \
			keys[i] = (type)rank;                                                                     \
			places[rank]++;                                                                           \
		}                                                                                                 \
	}                                                                                                         \
	static void move_##name(const struct counting *c, size_t start, size_t end, uint32_t *places)             \
	{                                                                                                         \
		const type *keys = c->keys;                                                                       \
		struct ref *to = c->to;                                                                           \
		for (size_t i = start; i < end; i++)                                                              \
			to[places[keys[i]]++] = c->from[i];                                                       \
	}

PASSES(uint8_t, bytes)
PASSES(uint16_t, pairs)
PASSES(uint32_t, words)

static void count_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	size_t start = piece_start(c, piece), end = piece_start(c, piece + 1);
	uint32_t *places = c->places + piece * stride(c);
	if (c->ranks->width == 1)
		count_bytes(c, start, end, places);
	else if (c->ranks->width == 2)
		count_pairs(c, start, end, places);
	else
		count_words(c, start, end, places);
}

static void move_piece(void *context, size_t piece)
{
	const struct counting *c = context;
	size_t start = piece_start(c, piece), end = piece_start(c, piece + 1);
	uint32_t *places = c->places + piece * stride(c);
	if (c->ranks->width == 1)
		move_bytes(c, start, end, places);
	else if (c->ranks->width == 2)
		move_pairs(c, start, end, places);
	else
		move_words(c, start, end, places);
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

/* As many pieces as there are threads, but far fewer counters than refs: they are read from all over, too. */
static size_t pieces_for(size_t n, uint32_t n_ranks)
{
	size_t most = n / 8 / ((size_t)n_ranks + 1), threads = parallel_threads(), by_size = n / PIECE_LEAST;
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
