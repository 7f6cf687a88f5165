/*
 * Sorting many rows with several threads.
 */
#ifndef BASE_PARALLEL_SORT_H
#define BASE_PARALLEL_SORT_H

#include "base/radix.h"

/*
 * What rows are sorted by: lists of numbers, of which 0 is none. `heads` puts number i of each row's list into its item; 0
 * behind the end. Few are ever asked for but the first, which stands there. Without `heads` there is no other.
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
