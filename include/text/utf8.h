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
 * The character at *at; *at moves behind it. *at < s.n. Of bytes that are no UTF-8 some character comes (no surrogate),
 * none behind the end of s is read: an index that is not checked yet may have any.
 */
uint32_t utf8_next(struct str s, size_t *at);

/* Write c as UTF-8; the number of bytes, 1 to 4. */
size_t utf8_put(uint32_t c, char out[4]);

/* White space as Unicode has it (property White_Space): what a blank line of an article may hold. */
bool utf8_is_white(uint32_t c);

size_t utf8_length(struct str s);                        /* characters in valid s */
size_t utf8_offset(struct str s, size_t n_characters);   /* byte offset of a character; s.n where s is shorter */

#endif
