/*
 * The first rows of an order, in an index made from an older one: its own with the changed rows in their places, as far as
 * that is known without a look at other rows. What follows the last one that did not change is not known.
 */
#ifndef INDEX_FIRST_ROWS_INTERNAL_H
#define INDEX_FIRST_ROWS_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a row is ordered by: no two have the same name. */
struct row_key {
	uint64_t value;
	uint32_t name, row;
};

struct first_rows {
	const uint32_t *old; /* n of them; all rows that have a place, or the first ones */
	size_t n;
	bool all;
	uint32_t n_rows;         /* that the older index has: others come from an image that is wrong */
	const uint32_t *changed; /* n_changed of them, ascending: all other rows are ordered as they were */
	size_t n_changed;
	bool (*key_of)(const void *context, uint32_t row, struct row_key *out); /* as rows are ordered now; false: the row has no place */
	const void *context;
};

/* Into out, which has room for all old and changed ones, *n of them; false: an old one is no row. */
bool first_rows_patch(const struct first_rows *f, uint32_t *out, size_t *n);

#endif
