/* The greatest number that divides two. */
#ifndef INDEX_GCD_INTERNAL_H
#define INDEX_GCD_INTERNAL_H

#include <stdint.h>

/* Of 0 and another number: that one. */
static inline uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

#endif
