/*
 * Names of kinds without one, and what both making names and ordering them use.
 */
#ifndef INDEX_NAME_INTERNAL_H
#define INDEX_NAME_INTERNAL_H

#include "index_internal.h"

/* How such a name is made: the first two parts with `middle` between them, the tail where there is one. */
struct composition {
	enum kind kind;
	const char *middle;
	const char *parts[3];
};

const struct composition *composition_of(enum kind kind); /* NULL: the kind has names */
size_t composition_fields(const struct composition *composition, size_t fields[3]);

/* What one field adds to the name. */
void composition_add_part(const struct index *index, struct ref ref, size_t field, struct strbuf *out);

/* What several threads make of the rows of a table, so many at once. */
enum { ROWS_AT_ONCE = 1 << 14 };

static inline uint32_t rows_of_piece(uint32_t n_rows, size_t piece)
{
	size_t rest = n_rows - piece * ROWS_AT_ONCE;
	return rest < ROWS_AT_ONCE ? (uint32_t)rest : ROWS_AT_ONCE;
}

#endif
