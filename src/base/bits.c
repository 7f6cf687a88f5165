#include "base/bits.h"

#include "base/alloc.h"
#include "base/parallel.h"

#include <string.h>

uint64_t *bits_new(size_t n)
{
	return bits_new_words(bits_room(n));
}

uint64_t *bits_new_words(size_t n_words)
{
	return xcalloc(n_words, sizeof(uint64_t));
}

void bits_set_all(uint64_t *bits, size_t n)
{
	memset(bits, 0xFF, n / 64 * sizeof *bits);
	bits[n / 64] = bits_below(n % 64);
}

/* Three words of bits added up, bit by bit: into a word of ones and one of twos. */
static inline uint64_t add(uint64_t *twos, uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t odd = a ^ b;
	*twos = (a & b) | (odd & c);
	return odd ^ c;
}

/* Harley and Seal: eight words are added up bit by bit, so that one word in eight has to be counted. */
size_t bits_total(const uint64_t *bits, size_t n_words)
{
	uint64_t ones = 0, twos = 0, fours = 0, two[4], four[2], eight;
	size_t n = 0, i = 0;
	for (; i + 8 <= n_words; i += 8) {
		const uint64_t *w = bits + i;
		ones = add(&two[0], ones, w[0], w[1]);
		ones = add(&two[1], ones, w[2], w[3]);
		twos = add(&four[0], twos, two[0], two[1]);
		ones = add(&two[2], ones, w[4], w[5]);
		ones = add(&two[3], ones, w[6], w[7]);
		twos = add(&four[1], twos, two[2], two[3]);
		fours = add(&eight, fours, four[0], four[1]);
		n += 8 * bits_count(eight);
	}
	n += 4 * bits_count(fours) + 2 * bits_count(twos) + bits_count(ones);
	for (; i < n_words; i++)
		n += bits_count(bits[i]);
	return n;
}

size_t bits_total_range(const uint64_t *bits, uint64_t start, uint64_t end)
{
	size_t first = (size_t)(start / 64), last = (size_t)(end / 64);
	if (start >= end)
		return 0;
	if (first == last)
		return bits_count(bits[first] & bits_range(first, start, end));
	size_t n = bits_count(bits[first] & bits_range(first, start, end)) + bits_total(bits + first + 1, last - first - 1);
	return end % 64 ? n + bits_count(bits[last] & bits_range(last, start, end)) : n;
}

bool bits_meet(const uint64_t *a, const uint64_t *b, const uint64_t *c, size_t n_words)
{
	size_t i = 0;
	for (; i + 8 <= n_words; i += 8) {
		uint64_t any = 0;
		for (size_t k = i; k < i + 8; k++)
			any |= a[k] & b[k] & c[k];
		if (any)
			return true;
	}
	for (; i < n_words; i++)
		if (a[i] & b[i] & c[i])
			return true;
	return false;
}

bool bits_any_range(const uint64_t *bits, uint64_t start, uint64_t end)
{
	size_t first = (size_t)(start / 64), last = (size_t)(end / 64);
	if (start >= end)
		return false;
	if (bits[first] & bits_range(first, start, end) || (first < last && bits_any(bits + first + 1, last - first - 1)))
		return true;
	return first < last && end % 64 && bits[last] & bits_range(last, start, end);
}

void bits_add_range(uint64_t *to, const uint64_t *from, uint64_t start, uint64_t end)
{
	size_t first = (size_t)(start / 64), last = (size_t)(end / 64);
	if (start >= end)
		return;
	to[first] |= from[first] & bits_range(first, start, end);
	if (first < last)
		bits_add(to + first + 1, from + first + 1, last - first - 1);
	if (first < last && end % 64)
		to[last] |= from[last] & bits_range(last, start, end);
}

void bits_keep_range(uint64_t *bits, size_t n_words, uint64_t start, uint64_t end)
{
	size_t first = (size_t)(start / 64), behind = (size_t)((end + 63) / 64);
	first = first < n_words ? first : n_words;
	behind = behind > first ? behind < n_words ? behind : n_words : first;
	memset(bits, 0, first * sizeof *bits);
	memset(bits + behind, 0, (n_words - behind) * sizeof *bits);
	for (size_t i = first; i < behind; i += i + 1 < behind ? behind - 1 - i : 1)
		bits[i] &= bits_range(i, start, end);
}

size_t bits_copy_range(const uint64_t *bits, size_t n_words, uint64_t start, uint64_t n, uint64_t *out, uint64_t to)
{
	size_t n_before = 0;
	if (n && to % 64) { /* up to the end of a word */
		uint64_t first = 64 - to % 64 < n ? 64 - to % 64 : n, some = bits_from(bits, n_words, start) & UINT64_MAX >> (64 - first);
		out[to / 64] |= some << to % 64;
		n_before = bits_count(some);
		start += first;
		to += first;
		n -= first;
	}
	size_t first = (size_t)(start / 64), last = (size_t)((n + 63) / 64), i = 0;
	unsigned shift = start % 64;
	out += to / 64;
	if (!last)
		return n_before;
	for (; i + 1 < last && first + i + 1 < n_words; i++)
		out[i] = shift ? bits[first + i] >> shift | bits[first + i + 1] << (64 - shift) : bits[first + i];
	for (; i + 1 < last; i++)
		out[i] = bits_from(bits, n_words, start + i * 64);
	uint64_t rest = bits_from(bits, n_words, start + i * 64) & bits_below(n - i * 64);
	out[i] |= rest;
	return n_before + bits_total(out, i) + bits_count(rest);
}

void bits_words(const uint64_t *bits, size_t n_words, uint64_t *out)
{
	for (size_t i = 0; i < n_words; i += 64) {
		uint8_t any[64] = {0};
		if (n_words - i >= 64) /* a fixed number of steps, which compilers vectorise */
			for (size_t k = 0; k < 64; k++)
				any[k] = bits[i + k] != 0;
		else
			for (size_t k = 0; k < n_words - i; k++)
				any[k] = bits[i + k] != 0;
		out[i / 64] = bits_pack(any);
	}
}

/* -- passes ---------------------------------------------------------------------------------- */

/* With fewer words, of all sets together, one thread is as quick as several. */
enum { MANY_WORDS = 1 << 18, WORDS_AT_ONCE = 1 << 11 };

struct passing {
	size_t n_words;
	void (*pass)(void *context, size_t first, size_t end);
	void *context;
};

static void pass_part(void *context, size_t part)
{
	const struct passing *p = context;
	size_t first = part * WORDS_AT_ONCE, end = first + WORDS_AT_ONCE;
	p->pass(p->context, first, end < p->n_words ? end : p->n_words);
}

void bits_pass(size_t n_words, size_t n_sets, void (*pass)(void *context, size_t first, size_t end), void *context)
{
	struct passing p = {n_words, pass, context};
	if (n_words * n_sets < MANY_WORDS)
		pass(context, 0, n_words);
	else
		parallel_for((n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, parallel_threads(), pass_part, &p);
}
