/* The first rows of a kind by a field (index/codes.h), made for all fields whose values have codes that stand in an order. */
#ifndef INDEX_FRONT_INTERNAL_H
#define INDEX_FRONT_INTERNAL_H

#include "model/kind.h"

#include <stdbool.h>
#include <stddef.h>

struct index;

/* Whether a field has first rows; none may be there. */
bool front_is(const struct index *index, enum kind kind, size_t field);

/*
 * So many rows of each end are found among all. Where rows have changed fewer may be known, but not fewer than the least:
 * a front of fewer has every row with a value.
 */
size_t front_most(const struct index *index, enum kind kind);
size_t front_least(const struct index *index, enum kind kind);

/* Behind the orders of names. */
void index_make_fronts(struct index *index);

/* Of one field, into an array that is empty. */
void front_make(struct index *index, enum kind kind, size_t field);

bool front_shape(const struct index *index, const char **reason);
bool front_validate(const struct index *index, const char **reason);

#endif
