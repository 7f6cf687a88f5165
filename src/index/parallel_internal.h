/*
 * Sorting many rows with several threads.
 */
#ifndef INDEX_PARALLEL_INTERNAL_H
#define INDEX_PARALLEL_INTERNAL_H

#include "base/parallel.h"

#include <stdint.h>

/* What a row is sorted by: two numbers first; where both are equal, the comparison of the caller. */
struct sort_item {
	uint64_t a, b;
	uint32_t row;
};

/*
 * Sort; `tie` orders two rows of equal numbers, never as equal. The result does not depend
 * on n_threads.
 */
void parallel_sort(struct sort_item *items, size_t n, unsigned n_threads, int (*tie)(void *context, uint32_t x, uint32_t y),
	void *context);

#endif
