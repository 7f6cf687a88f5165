/*
 * UTF-8: checking at the doors, decoding inside.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/str.h"

/*
 * Whether s is valid UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
 * bad    gets the offset of the first bad byte where it is not; may be NULL
 */
bool utf8_check(struct str s, size_t *bad);

/*
 * Decode the character at *at, which must be below s.n, and move *at behind it. Bytes that are no UTF-8, as an index that is
 * not checked yet may have, give some character, but no surrogate, and nothing behind the end of s is read.
 */
static inline uint32_t utf8_next(struct str s, size_t *at);

uint32_t utf8_next_any(struct str s, size_t *at); /* the same, out of line: for characters that are rare */

static inline uint32_t utf8_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[0] < 0x80) {
		++*at;
		return p[0];
	}
	if (p[0] < 0xE1 || p[0] >= 0xED || s.n - *at < 3) /* surrogates, too, are left to it */
		return utf8_next_any(s, at);
	*at += 3;
	return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

/* Write c, a character and no surrogate, as UTF-8; the number of bytes, 1 to 4. */
size_t utf8_put(uint32_t c, char out[4]);

/* White space as Unicode has it (property White_Space): what a blank line of an article may hold. */
bool utf8_is_white(uint32_t c);

size_t utf8_length(struct str s);                        /* characters in valid s */
size_t utf8_offset(struct str s, size_t n_characters);   /* byte offset of a character; s.n where s is shorter */
struct str utf8_start(struct str s, size_t n_bytes);     /* the characters that valid s begins with, at most so many bytes of them */

#endif
