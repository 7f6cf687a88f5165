#include "base/radix.h"

#include "base/alloc.h"
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

/* With digits of eleven bits the counts of a pass fit into the first cache. Of few items digits are shorter: to clear and add up so many counts would take longer than to move the items. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, SHORT_BITS = 8, FEWER = 1 << 10, FEW = 64 };

/* The quickest for few items; stable, too. */
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

static void pass(const struct radix_item *from, struct radix_item *to, size_t n, unsigned shift, size_t digits)
{
	uint32_t starts[DIGITS], sum = 0;
	memset(starts, 0, digits * sizeof *starts);
	for (size_t i = 0; i < n; i++)
		starts[from[i].sort_key >> shift & (digits - 1)]++;
	for (size_t digit = 0; digit < digits; digit++) {
		uint32_t count = starts[digit];
		starts[digit] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[from[i].sort_key >> shift & (digits - 1)]++] = from[i];
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
	unsigned bits = n < FEWER ? SHORT_BITS : DIGIT_BITS;
	for (unsigned shift = 0; shift < 64 && differ >> shift; shift += bits) {
		shift += bits_lowest(differ >> shift); /* a digit begins at a bit in which some keys differ */
		pass(from, to, n, shift, (size_t)1 << bits);
		struct radix_item *swap = from;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, n * sizeof *items);
	free(other);
}
