/*
 * Postings: for each pair of characters that stand side by side in some text the rows that have it.
 *
 * The pairs ("grams") are ordered by their first character, then their second one, so that all that
 * follows a character stands together. The second is GRAM_END behind the last character of a text;
 * a pair that a text begins with stands a second time with GRAM_START added to its second character.
 *
 * The postings of a gram that more than one row in 24 has are a bitmap of all rows, the lowest bit of a byte first, which
 * is quicker to add. Those of the others are differences (the first one from -1), seven bits a byte, the lowest first,
 * with the high bit set where more follow.
 */
#ifndef INDEX_GRAM_INTERNAL_H
#define INDEX_GRAM_INTERNAL_H

#include "section_internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GRAM_END = 0, GRAM_START = 1 << 21 };

struct postings {
	struct section firsts;  /* uint32_t: the characters that come first, ascending */
	struct section spans;   /* uint32_t: where the grams of each start; one more */
	struct section seconds; /* uint32_t by gram, ascending within a first character */
	struct section counts;  /* uint32_t by gram: rows */
	struct section starts;  /* uint64_t by gram, in bytes; one more */
	struct section bytes;
};

/* Whether the rows of a gram that count rows have are a bitmap, not differences. */
static inline bool gram_is_dense(uint64_t count, uint32_t n_rows)
{
	return count * 24 > n_rows;
}

/* Grams from `first` to before `end`. */
struct gram_span {
	uint32_t first, end;
};

/* -- reading ------------------------------------------------------------------------- */

static inline uint32_t gram_second(const struct postings *p, uint32_t gram)
{
	return SECTION_V(uint32_t, p->seconds)[gram];
}

static inline uint32_t gram_count(const struct postings *p, uint32_t gram)
{
	return SECTION_V(uint32_t, p->counts)[gram];
}

/* The grams of first character number i; within bounds, whatever a damaged image says. */
struct gram_span gram_span(const struct postings *p, uint32_t i);

/* Which of the characters that come first is c; -1: none. */
int64_t gram_first(const struct postings *p, uint32_t c);

/* The gram of two characters; -1: none. */
int64_t gram_find(const struct postings *p, uint32_t first, uint32_t second);

/* Of the grams of neighbours the one that fewest rows have; -1: some two are no gram. */
int64_t gram_least(const struct postings *p, const uint16_t *characters, size_t n);

/* Of the grams of one first character those with GRAM_START, and those without. */
struct gram_span gram_span_starting(const struct postings *p, struct gram_span span);
struct gram_span gram_span_anywhere(const struct postings *p, struct gram_span span);

/* The next difference; 0 at the end or where what comes is none. */
static inline uint32_t gram_next_difference(const uint8_t **at, const uint8_t *end)
{
	const uint8_t *p = *at;
	if (p == end)
		return 0;
	uint64_t x = *p++;
	if (x & 0x80) {
		x &= 0x7F;
		for (unsigned shift = 7;; shift += 7) {
			if (p == end || shift > 28)
				return 0;
			x |= (uint64_t)(*p & 0x7F) << shift;
			if (!(*p++ & 0x80))
				break;
		}
	}
	*at = p;
	return x <= UINT32_MAX ? (uint32_t)x : 0;
}

/* Set the bits of the rows of a gram. Bits there are for n_rows. */
void gram_add_rows(const struct postings *p, uint32_t gram, uint32_t n_rows, uint64_t *bits);

/* The same of a gram that is dense, in the words of bits from one to before another. */
void gram_add_dense(const struct postings *p, uint32_t gram, uint32_t n_rows, size_t first, size_t end, uint64_t *bits);

/* The same of those of some grams that are no bitmaps; rows from end_row on may be left out. */
void gram_add_lists(const struct postings *p, const uint32_t *grams, size_t n, uint32_t n_rows, uint32_t end_row, uint64_t *bits);

/* Whether the postings fit each other in number and width; and whether all their contents do. */
bool gram_shape(const struct postings *p);
bool gram_validate(const struct postings *p, uint32_t n_rows, const char **reason);

/*
 * A number of which rows have which grams, the sum of those of each row of each gram: by it postings and the texts that
 * they are of are compared. Of postings that gram_validate has passed.
 */
uint64_t gram_digest(const struct postings *p, uint32_t n_rows);

static inline uint64_t gram_row_digest(uint64_t key, uint32_t row)
{
	uint64_t hash = (key + 1) * UINT64_C(0x9E3779B97F4A7C15) ^ (row + UINT64_C(1)) * UINT64_C(0xBF58476D1CE4E5B9);
	hash = (hash ^ hash >> 31) * UINT64_C(0x94D049BB133111EB);
	return hash ^ hash >> 29;
}

/* -- making -------------------------------------------------------------------------- */

/* Pieces of a whole number of bitmap words, each made by one thread. */
enum { GRAM_PIECE_ROWS = 1 << 15 };

struct gram_piece;

/* What a thread reads pieces into, one after another. */
struct gram_filling;

struct gram_filling *gram_filling_new(void);
void gram_filling_free(struct gram_filling *filling);

/* One number for a gram, in the order of grams. */
enum { GRAM_SECOND_BITS = 22 };

static inline uint64_t gram_key(uint32_t first, uint32_t second)
{
	return (uint64_t)first << GRAM_SECOND_BITS | second;
}

/*
 * Grams of a row of the piece (from 0): each of some letters with the one behind it; letters are characters, GRAM_END, and
 * both with GRAM_START. Rows come in ascending order, a gram may come several times in one.
 */
void gram_filling_add(struct gram_filling *filling, const uint32_t *letters, size_t n, uint32_t row);

/* The piece of what was added, ready for joining; the filling is empty then. */
struct gram_piece *gram_filling_finish(struct gram_filling *filling);

/*
 * Postings made from others in which some rows changed. Rows may stand elsewhere than before, in the same order: from
 * moves[i].row on, by moves[i].by; moves[0] is 0, 0. changes are ordered by key and then by row, as rows are numbered
 * now; nothing is added that is there, nor taken away that is not. Postings of a wrong image give some postings.
 */
struct gram_move {
	uint32_t row, by;
};

struct gram_change {
	uint64_t key;
	uint32_t row;
	bool gone;
};

struct gram_changes {
	const struct gram_change *v;
	size_t n;
	const struct gram_move *moves;
	size_t n_moves;
	const uint64_t *moved; /* the grams of all rows that stand elsewhere, ascending; NULL: any may be */
	size_t n_moved;
	uint32_t n_before, n_rows; /* rows before and now */
};

void gram_merge(const struct postings *from, const struct gram_changes *changes, unsigned n_threads, struct postings *out);

/* Join the pieces, piece i of the rows from i * GRAM_PIECE_ROWS on; frees them. */
void gram_join(struct gram_piece **pieces, size_t n, uint32_t n_rows, unsigned n_threads, struct postings *out);

#endif
