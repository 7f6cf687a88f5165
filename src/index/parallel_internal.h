/*
 * Doing many small pieces of work with several threads. Which thread does a piece is left
 * to chance; the pieces must not touch each other.
 */
#ifndef INDEX_PARALLEL_INTERNAL_H
#define INDEX_PARALLEL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The processors that this process may use, at most 16. */
unsigned parallel_threads(void);

/* Call work(context, i) for every i below n, from at most n_threads threads at once, this one among them. */
void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context);

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
