#include "base/radix.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Digits of eleven bits: the counts of one pass stay in the nearest memory. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW = 64 };

/* What few items cost least. Stable, too. */
static void insertion_sort(struct radix_item *items, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct radix_item item = items[i];
		size_t at = i;
		for (; at && items[at - 1].sort_key > item.sort_key; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

static void pass(const struct radix_item *from, struct radix_item *to, size_t n, unsigned shift)
{
	size_t starts[DIGITS] = {0}, sum = 0;
	for (size_t i = 0; i < n; i++)
		starts[from[i].sort_key >> shift & (DIGITS - 1)]++;
	for (size_t digit = 0; digit < DIGITS; digit++) {
		size_t count = starts[digit];
		starts[digit] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[from[i].sort_key >> shift & (DIGITS - 1)]++] = from[i];
}

void radix_sort(struct radix_item *items, size_t n)
{
	uint64_t differ = 0;
	if (n <= FEW) {
		insertion_sort(items, n);
		return;
	}
	for (size_t i = 1; i < n; i++)
		differ |= items[i].sort_key ^ items[0].sort_key;
	if (!differ)
		return;
	struct radix_item *other = xmalloc(n * sizeof *other), *from = items, *to = other;
	for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS) {
		if (!(differ >> shift & (DIGITS - 1)))
			continue;
		pass(from, to, n, shift);
		struct radix_item *swap = from;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, n * sizeof *items);
	free(other);
}
