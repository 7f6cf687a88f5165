/*
 * Sorting many rows with several threads.
 */
#ifndef BASE_PARALLEL_SORT_H
#define BASE_PARALLEL_SORT_H

#include "base/radix.h"

/*
 * What rows are sorted by: each has a list of numbers, none of them 0; the first stands in its item. heads(context, items,
 * n, i) puts number i of the lists of n items into their sort_key, 0 behind the end of a list; it is called for rows whose
 * numbers before that are equal, which are few. NULL: the lists have one number.
 */
struct sort_keys {
	void (*heads)(const void *context, struct radix_item *items, size_t n, size_t i);
	const void *context;
};

/*
 * Sort; rows with equal lists keep their order, items their number. The result does not depend on n_threads.
 * spare: room for n items, or NULL
 */
void parallel_sort(struct radix_item *items, struct radix_item *spare, size_t n, unsigned n_threads, struct sort_keys keys);

#endif
