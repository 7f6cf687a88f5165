/*
 * Short texts, many of them: counting and finding without a call. (memmem looks for first
 * bytes, and in UTF-8 these are nearly all the same.)
 */
#ifndef INDEX_SCAN_INTERNAL_H
#define INDEX_SCAN_INTERNAL_H

#include "base/bits.h"

#include "base/str.h"
#include "text/utf8.h"

#include <endian.h>
#include <string.h>

/* utf8_length of valid text: bytes that do not continue a character. */
static inline size_t scan_length(struct str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0, i = 0;
	for (; i + 8 <= s.n; i += 8) {
		uint64_t word;
		memcpy(&word, s.p + i, 8);
		uint64_t continues = word >> 7 & ~(word >> 6) & ones; /* 10xxxxxx */
		n += 8 - (size_t)(continues * ones >> 56);
	}
	for (; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

enum { SCAN_AT_ONCE = 16 };

/* Eight bytes, the first one lowest. */
static inline uint64_t scan_eight(const unsigned char *p)
{
	uint64_t eight;
	memcpy(&eight, p, 8);
	return le64toh(eight);
}

/* str_find from the start. */
static inline ptrdiff_t scan_find(struct str s, struct str needle)
{
	if (s.n < needle.n)
		return -1;
	if (needle.n < 3) {
		/* what takes long to begin takes long for so short texts */
		const char *at = needle.n ? memchr(s.p, needle.p[0], s.n - needle.n + 1) : s.p;
		while (at && needle.n == 2 && at[1] != needle.p[1])
			at = memchr(at + 1, needle.p[0], (size_t)(s.p + s.n - 1 - (at + 1)));
		return at ? at - s.p : -1;
	}
	/*
	 * Of what is looked for three bytes tell nearly all: the last of the first character and the last of all, and one
	 * more, as the first of a character of three bytes is nearly always the same.
	 */
	const char *p = s.p, *q = s.p + needle.n - 1;
	const char a = needle.p[1], b = needle.p[2], c = needle.p[needle.n - 1];
	size_t n = s.n - needle.n + 1; /* where it can begin */
	for (size_t i = 0; i < n; i += SCAN_AT_ONCE) {
		if (n - i < SCAN_AT_ONCE && n > SCAN_AT_ONCE)
			i = n - SCAN_AT_ONCE;
		unsigned char is[SCAN_AT_ONCE] = {0};
		if (n - i >= SCAN_AT_ONCE)
			for (size_t k = 0; k < SCAN_AT_ONCE; k++)
				is[k] = (unsigned char)((p[i + k + 1] == a) & (p[i + k + 2] == b) & (q[i + k] == c));
		else
			for (size_t k = 0; k < n - i; k++)
				is[k] = (unsigned char)((p[i + k + 1] == a) & (p[i + k + 2] == b) & (q[i + k] == c));
		for (size_t half = 0; half < SCAN_AT_ONCE; half += 8)
			for (uint64_t some = bits_pack_eight(scan_eight(is + half), 0); some; some &= some - 1) {
				size_t k = i + half + bits_lowest(some);
				if (memcmp(p + k, needle.p, needle.n) == 0)
					return (ptrdiff_t)k;
			}
	}
	return -1;
}

#endif
