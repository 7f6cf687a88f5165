/*
 * Sorting many rows with several threads.
 */
#ifndef INDEX_PARALLEL_INTERNAL_H
#define INDEX_PARALLEL_INTERNAL_H

#include "base/parallel.h"
#include "base/radix.h"

#include <stdint.h>

/*
 * What rows are sorted by: lists of numbers, of which 0 is none. `head` gives number i of a row's; 0 behind the end. Few
 * are ever asked for but the first, which stands in the item. Without `head` there is no other.
 */
struct sort_keys {
	uint64_t (*head)(const void *context, uint32_t row, size_t i);
	const void *context;
};

/*
 * Sort; rows with equal lists keep their order, items their number. The result does not depend on n_threads.
 * spare: room for n items, or NULL
 */
void parallel_sort(struct radix_item *items, struct radix_item *spare, size_t n, unsigned n_threads, struct sort_keys keys);

#endif
