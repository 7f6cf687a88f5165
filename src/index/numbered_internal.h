/*
 * A column of texts that mostly differ by a number in them: ids such as project:p123, places
 * such as ledger:123:name. The column then has numbers, too. Its texts are patterns, as many as
 * bytes.base says, each the text before and the one behind the number; then odd ones, which
 * fit no pattern. A row's code is its pattern, or behind them its odd text. An odd row has the
 * number of the row before it, so that numbers that never go back stay so.
 */
#ifndef INDEX_NUMBERED_INTERNAL_H
#define INDEX_NUMBERED_INTERNAL_H

#include "index_internal.h"

static inline bool numbered_is(const struct index_column *column)
{
	return column->numbers.n > 0;
}

void numbered_text(const struct index_column *column, uint32_t row, struct strbuf *out);

/* The first row from one on whose text has no number of its own; the number of rows where there is none. */
uint32_t numbered_next_odd(const struct index_column *column, uint32_t row);

/* The row of a column with one pattern and numbers that never go back whose text it is and has a number; false: none. */
bool numbered_find(const struct index_column *column, struct str text, uint32_t *row);

#endif
