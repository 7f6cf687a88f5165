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

/* A row's text, made in `room`. */
struct str lettered_text(const struct index_column *column, uint32_t row, char room[LETTERED_PLACES]);

/* Whether the arrays fit each other and the number of rows; whatever the rows hold is a text then. */
bool lettered_shape(const struct index_column *column, uint64_t n_rows);

#endif
