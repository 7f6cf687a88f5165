/*
 * The rows that a query lets through, in order: as many as are asked for, without sorting the rest.
 */
#ifndef QUERY_SORT_H
#define QUERY_SORT_H

#include "query/column.h"
#include "query/query.h"

/*
 * The first rows of a set by the keys, equal ones by name; out has room for the lesser of limit and set->n. Returns
 * how many. By the name alone, or by one figure that stands ready in order (index/order.h), the order is walked;
 * by a field of which the first rows stand ready (index/codes.h) those are, where the set has enough of them; by another key
 * the first few are picked out where they are few, else all are sorted.
 */
size_t sort_set(const struct index *index, enum kind kind, const struct query_set *set, const struct sort_key *keys,
	size_t n_keys, size_t limit, struct ref *out);

/*
 * The rows of an order of n that are among some, n_kept of n_rows as bits; out has room for n_kept. Returns how many: in an
 * image that is wrong it may be fewer.
 */
size_t sort_keep(const struct ref *order, size_t n, const uint64_t *rows, size_t n_rows, size_t n_kept, struct ref *out);

/* All rows of a kind by the keys, equal ones by name; out has room for them. */
void sort_all(const struct index *index, enum kind kind, const struct sort_key *keys, size_t n_keys, struct ref *out);

#endif
