/*
 * A column of codes: texts of few letters at each place. All rows take bytes.base bytes, the letters at place after
 * place in as many bits as the place's letters need, the highest bits first. So no ends are kept, and a text is made when it
 * is asked for.
 */
#ifndef INDEX_LETTERED_INTERNAL_H
#define INDEX_LETTERED_INTERNAL_H

#include "index_internal.h"

enum { LETTERED_PLACES = 64, LETTER_BITS = 5 };

/* What may stand at a place: ASCII letters, in their order; 0 where a text may end there, and behind the last one. */
struct place_letters {
	char letters[1 << LETTER_BITS];
	uint64_t n_bits;
};

static inline bool lettered_is(const struct index_column *column)
{
	return column->letters.n > 0;
}

/* Going through the letters of a row; each next one as its number at its place. */
struct lettered_walk {
	const uint8_t *at;
	uint64_t bits, n_bits;
};

static inline struct lettered_walk lettered_start(const struct index_column *column, uint32_t row)
{
	return (struct lettered_walk){.at = SECTION_V(uint8_t, column->bytes) + (uint64_t)row * (uint64_t)column->bytes.base};
}

static inline size_t lettered_next(struct lettered_walk *walk, uint64_t n_bits)
{
	if (walk->n_bits < n_bits) {
		walk->bits = walk->bits << 8 | *walk->at++;
		walk->n_bits += 8;
	}
	walk->n_bits -= n_bits;
	return walk->bits >> walk->n_bits & ((1u << n_bits) - 1);
}

/* A row's text, made in `room`. */
struct str lettered_text(const struct index_column *column, uint32_t row, char room[LETTERED_PLACES]);

/* Whether folding changes the texts of such a column letter by letter, if at all; `folded`: whether it leaves every one as it is. */
bool lettered_is_plain(const struct index_column *column, bool folded);

/* Whether the arrays fit each other and the number of rows; whatever the rows hold is a text then. */
bool lettered_shape(const struct index_column *column, uint64_t n_rows);

#endif
