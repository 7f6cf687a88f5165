/*
 * Short texts, many of them: counting and finding without a call. (memmem looks for first
 * bytes, and in UTF-8 these are nearly all the same.)
 */
#ifndef INDEX_SCAN_INTERNAL_H
#define INDEX_SCAN_INTERNAL_H

#include "base/str.h"
#include "text/utf8.h"

#include <string.h>

/* utf8_next; what nearly all is, ASCII and characters of three bytes, without a call. */
static inline uint32_t scan_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[0] < 0x80)
		return s.p[(*at)++] & 0x7F;
	if (p[0] < 0xE1 || p[0] >= 0xED || s.n - *at < 3) /* surrogates, too, are left to it */
		return utf8_next(s, at);
	*at += 3;
	return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

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
	unsigned char head[4] = {0}, mask[4] = {0xFF, 0xFF, 0xFF, 0};
	uint32_t wanted, three, word;
	memcpy(head, needle.p, 3);
	memcpy(&wanted, head, 4);
	memcpy(&three, mask, 4);
	size_t last = s.n - needle.n; /* where it can begin at most */
	for (size_t i = 0; i <= last && i + 4 <= s.n; i++) {
		memcpy(&word, s.p + i, 4);
		if ((word & three) == wanted && memcmp(s.p + i, needle.p, needle.n) == 0)
			return (ptrdiff_t)i;
	}
	return needle.n == 3 && memcmp(s.p + last, needle.p, 3) == 0 ? (ptrdiff_t)last : -1;
}

#endif
