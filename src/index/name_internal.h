/*
 * Names of kinds without one, short names, and what both making names and ordering them use.
 */
#ifndef INDEX_NAME_INTERNAL_H
#define INDEX_NAME_INTERNAL_H

#include "base/array.h"
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

/* -- short names ------------------------------------------------------------------------ */

/* Which field of a kind has names that are shorter for its records; false: none, or no row has one. */
bool names_have_short(const struct index_table *t, enum kind kind, size_t *field);

/* The hashes of a row's name, then of its short names; appended. None is 0. Two names with one hash count as the same. */
typedef ARRAY(uint64_t) name_hashes;
void names_hash(const struct index_table *t, size_t short_names, uint32_t row, name_hashes *out);

/*
 * Which of name and short names is the shortest of two characters or more (晋 is no name to read) that no other
 * record has; the earlier one of equals. hashes: of the row, *n gets how many they are. once: whether one occurs once
 * among the names and short names of the table.
 */
typedef bool name_once(const void *context, uint64_t hash);
uint16_t names_choose_short(const struct index_table *t, size_t short_names, uint32_t row, const uint64_t *hashes, size_t *n,
	name_once *once, const void *context);

/* What several threads make of the rows of a table, so many at once. */
enum { ROWS_AT_ONCE = 1 << 14 };

static inline uint32_t rows_of_piece(uint32_t n_rows, size_t piece)
{
	size_t rest = n_rows - piece * ROWS_AT_ONCE;
	return rest < ROWS_AT_ONCE ? (uint32_t)rest : ROWS_AT_ONCE;
}

#endif
