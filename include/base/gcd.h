/* The greatest common divisor. */
#ifndef BASE_GCD_H
#define BASE_GCD_H

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
