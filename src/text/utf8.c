#include "text/utf8.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

static bool is_tail(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

/* Bytes of the well-formed sequence at p (Unicode table 3-7), 0 where there is none. */
static size_t sequence_length(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xC2 || p[0] > 0xF4 || n < 2 || !is_tail(p[1]))
		return 0;
	if (p[0] < 0xE0)
		return 2;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F))
		return 0;
	if ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F))
		return 0;
	if (n < 3 || !is_tail(p[2]))
		return 0;
	if (p[0] < 0xF0)
		return 3;
	return n >= 4 && is_tail(p[3]) ? 4 : 0;
}

/* Whether bytes, the first one lowest, begin with two such sequences: three bytes, none led by 0xE0 or 0xED. */
static inline bool is_pair(uint64_t eight)
{
	const uint64_t kept = UINT64_C(0x0000C0C0F0C0C0F0), wanted = UINT64_C(0x00008080E08080E0);
	const unsigned leads = 0xFFFF & ~(1u << 0x0 | 1u << 0xD);
	return (eight & kept) == wanted && leads >> (eight & 0xF) & leads >> (eight >> 24 & 0xF) & 1;
}

bool utf8_check(struct str s, size_t *bad)
{
	for (size_t at = 0; at < s.n;) {
		uint64_t eight;
		if (s.n - at >= sizeof eight) {
			memcpy(&eight, s.p + at, sizeof eight);
			if (!(eight & UINT64_C(0x8080808080808080))) {
				at += sizeof eight;
				continue;
			}
			if (is_pair(le64toh(eight))) {
				at += 6;
				continue;
			}
		}
		/* most of what is not ASCII here: three bytes, U+1000 to U+CFFF and from U+E000 on */
		const unsigned char *p = (const unsigned char *)s.p + at;
		if (s.n - at >= 3 && p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && is_tail(p[1]) && is_tail(p[2])) {
			at += 3;
			continue;
		}
		size_t n = sequence_length((const unsigned char *)s.p + at, s.n - at);
		if (n == 0) {
			if (bad)
				*bad = at;
			return false;
		}
		at += n;
	}
	return true;
}

enum { REPLACEMENT = 0xFFFD };

uint32_t utf8_next_any(struct str s, size_t *at)
{
	assert(*at < s.n);
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[0] < 0x80) {
		*at += 1;
		return p[0];
	}
	size_t rest = s.n - *at, n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n > rest) {
		*at = s.n;
		return REPLACEMENT;
	}
	if (p[0] < 0xE0) {
		*at += 2;
		return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	}
	if (p[0] < 0xF0) {
		*at += 3;
		uint32_t three = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		return three - 0xD800 < 0x800 ? REPLACEMENT : three;
	}
	*at += 4;
	uint32_t c = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	return c > 0x10FFFF || c - 0xD800 < 0x800 ? REPLACEMENT : c;
}

size_t utf8_put(uint32_t c, char out[4])
{
	assert(c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF));
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t utf8_length(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += !is_tail((unsigned char)s.p[i]);
	return n;
}

size_t utf8_offset(struct str s, size_t n_characters)
{
	size_t at = 0;
	while (n_characters > 0 && at < s.n) {
		do
			at++;
		while (at < s.n && is_tail((unsigned char)s.p[at]));
		n_characters--;
	}
	return at;
}

struct str utf8_start(struct str s, size_t n_bytes)
{
	struct str start = str_sub(s, 0, n_bytes);
	if (start.n < s.n)
		while (start.n && is_tail((unsigned char)s.p[start.n]))
			start.n--;
	return start;
}

bool utf8_is_white(uint32_t c)
{
	if (c < 0x1680)
		return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0;
	return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F
		|| c == 0x3000;
}
