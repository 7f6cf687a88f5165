/*
 * Sorting many items by a number, faster than by comparing them.
 */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix_item {
	uint64_t sort_key;
	uint32_t row; /* what is sorted; not looked at */
};

/* Ascending by key; equal keys keep their order. Time grows with the bits in which the keys differ. */
void radix_sort(struct radix_item *items, size_t n);

#endif
