/*
 * Pieces of postings on their way: made of rows one after another (gram_fill.c), then joined (gram_build.c).
 */
#ifndef INDEX_GRAM_PIECE_INTERNAL_H
#define INDEX_GRAM_PIECE_INTERNAL_H

#include "gram_internal.h"

#include <assert.h>

enum { GRAM_KEY_BITS = 43 };

/* Greater than the key of any gram. */
static const uint64_t gram_no_key = (UINT64_C(1) << GRAM_KEY_BITS) - 1;

/* The rows of one gram in a piece: the first, then the others as differences in the bytes of the piece from `start` to that of the next run. */
struct gram_run {
	uint64_t key : GRAM_KEY_BITS;
	uint64_t n_behind : 16; /* rows but the first */
	uint32_t start;
	uint16_t first, last;
};

static_assert(GRAM_PIECE_ROWS - 1 <= UINT16_MAX && sizeof(struct gram_run) == 16, "there are many runs");

struct gram_piece {
	struct gram_run *runs; /* by key; one more at the end */
	size_t n_runs;
	uint8_t *bytes;
};

static inline uint8_t *gram_put_number(uint8_t *at, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (uint8_t)(number | 0x80);
	*at++ = (uint8_t)number;
	return at;
}

#endif
