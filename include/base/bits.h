/*
 * Sets of rows as bits, 64 a word: row r is bit r % 64 of word r / 64.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words that a set of n rows takes: there is room for one bit behind the last row, and at least one word. */
static inline size_t bits_room(size_t n)
{
	return n / 64 + 1;
}

/* An empty set with that room, and one of so many words; the caller frees it. */
uint64_t *bits_new(size_t n);
uint64_t *bits_new_words(size_t n_words);

/* The bit of a row in its word. */
static inline uint64_t bits_at(size_t row)
{
	return UINT64_C(1) << row % 64;
}

/* The n lowest bits of a word; from 64 on all. */
static inline uint64_t bits_below(size_t n)
{
	return n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
}

/* The lowest bit that is set in a word that is not 0. */
static inline uint32_t bits_lowest(uint64_t word)
{
	return (uint32_t)__builtin_ctzll(word);
}

/* How many bits are set. (__builtin_popcountll is a call, and slower, where any processor is to run it.) */
static inline size_t bits_count(uint64_t word)
{
	if (!word)
		return 0;
	word -= word >> 1 & UINT64_C(0x5555555555555555);
	word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
	word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (size_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

static inline void bits_set(uint64_t *bits, size_t row)
{
	bits[row / 64] |= bits_at(row);
}

static inline void bits_clear(uint64_t *bits, size_t row)
{
	bits[row / 64] &= ~bits_at(row);
}

static inline void bits_put(uint64_t *bits, size_t row, bool is)
{
	bits[row / 64] = (bits[row / 64] & ~bits_at(row)) | (uint64_t)is << row % 64;
}

/* Set it where `is`; else it stays as it is. */
static inline void bits_set_if(uint64_t *bits, size_t row, bool is)
{
	bits[row / 64] |= (uint64_t)is << row % 64;
}

/* Set the first n rows; the rest of the word behind them is cleared. bits has bits_room(n) words. */
void bits_set_all(uint64_t *bits, size_t n);

/* Add the rows from `row` on that are set in a word and stand in one word of bits; other threads may add rows at once. */
static inline void bits_add_shared(uint64_t *bits, uint32_t row, uint64_t word)
{
	if (word)
		__atomic_fetch_or(&bits[row / 64], word << row % 64, __ATOMIC_RELAXED);
}

/* NULL: the empty set. */
static inline bool bits_has(const uint64_t *bits, size_t row)
{
	return bits && bits[row / 64] >> row % 64 & 1;
}

/* NULL adds nothing. */
static inline void bits_add(uint64_t *to, const uint64_t *from, size_t n_words)
{
	size_t i = 0;
	for (; from && i + 8 <= n_words; i += 8) /* a fixed number of steps, which compilers vectorise */
		for (size_t k = 0; k < 8; k++)
			to[i + k] |= from[i + k];
	for (; from && i < n_words; i++)
		to[i] |= from[i];
}

/* Leave what another set has. */
static inline void bits_keep(uint64_t *restrict to, const uint64_t *restrict from, size_t n_words)
{
	size_t i = 0;
	for (; i + 8 <= n_words; i += 8)
		for (size_t k = 0; k < 8; k++)
			to[i + k] &= from[i + k];
	for (; i < n_words; i++)
		to[i] &= from[i];
}

/* Leave what another set has not. */
static inline void bits_drop(uint64_t *restrict to, const uint64_t *restrict from, size_t n_words)
{
	size_t i = 0;
	for (; i + 8 <= n_words; i += 8)
		for (size_t k = 0; k < 8; k++)
			to[i + k] &= ~from[i + k];
	for (; i < n_words; i++)
		to[i] &= ~from[i];
}

static inline bool bits_any(const uint64_t *bits, size_t n_words)
{
	size_t i = 0;
	for (; i + 8 <= n_words; i += 8) {
		uint64_t any = 0;
		for (size_t k = 0; k < 8; k++)
			any |= bits[i + k];
		if (any)
			return true;
	}
	for (; i < n_words; i++)
		if (bits[i])
			return true;
	return false;
}

/* Whether some row is in all of three sets of n_words words. */
bool bits_meet(const uint64_t *a, const uint64_t *b, const uint64_t *c, size_t n_words);

/* The bits that are set in n_words words; those of rows from start to before end. */
size_t bits_total(const uint64_t *bits, size_t n_words);
size_t bits_total_range(const uint64_t *bits, uint64_t start, uint64_t end);

/* Whether some of the rows from start to before end are set. */
bool bits_any_range(const uint64_t *bits, uint64_t start, uint64_t end);

/* Which of n_words words are not 0: a bit for each. */
void bits_words(const uint64_t *bits, size_t n_words, uint64_t *out);

/* The first bit from one on that is set; `end` where there is none before it. */
static inline size_t bits_next(const uint64_t *bits, size_t from, size_t end)
{
	if (from >= end)
		return end;
	size_t i = from / 64;
	uint64_t word = bits[i] & UINT64_MAX << from % 64;
	while (!word && ++i * 64 < end)
		word = bits[i];
	size_t found = word ? i * 64 + bits_lowest(word) : end;
	return found < end ? found : end;
}

/* Add what is set of the rows from start to before end. */
void bits_add_range(uint64_t *to, const uint64_t *from, uint64_t start, uint64_t end);

/* Leave of n_words words the rows from start to before end. */
void bits_keep_range(uint64_t *bits, size_t n_words, uint64_t start, uint64_t end);

/* Copy n rows of a set of n_words words, from row `start` on, to rows `to` and on of another, which are not set yet. Returns how many are set. */
size_t bits_copy_range(const uint64_t *bits, size_t n_words, uint64_t start, uint64_t n, uint64_t *out, uint64_t to);

/* Call pass for all n_words words, a range of them at a time, by several threads where it is much work. n_sets: how many sets pass goes through. */
void bits_pass(size_t n_words, size_t n_sets, void (*pass)(void *context, size_t first, size_t end), void *context);

/* The 64 rows from `row` on, of a set of n_words words. bits may be NULL, the empty set; rows behind the set are not set. */
static inline uint64_t bits_from(const uint64_t *bits, size_t n_words, uint64_t row)
{
	if (!bits || row / 64 >= n_words)
		return 0;
	uint64_t word = bits[row / 64] >> row % 64;
	return row % 64 && row / 64 + 1 < n_words ? word | bits[row / 64 + 1] << (64 - row % 64) : word;
}

/* Room that bits_rows needs behind its output: it may write numbers that are none there. */
enum { BITS_ROWS_SPARE = 64 };

/* Write the numbers of the n bits that are set in a word, ascending, `first` added to each. With few branches, which would be mispredicted. */
static inline void bits_rows(uint64_t word, size_t n, uint32_t first, uint32_t *rows)
{
	size_t i = 0;
	do {
		for (size_t k = i; k < i + 4; k++) {
			rows[k] = first + bits_lowest(word | UINT64_C(1) << 63);
			word &= word - 1;
		}
		i += 4;
	} while (i < n);
}

/* Bit `bit` of each of the eight bytes of a word, that of the lowest byte lowest. */
static inline uint64_t bits_pack_eight(uint64_t eight, unsigned bit)
{
	return (eight >> bit & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080) >> 56;
}

/* 64 bytes that are 0 or 1, as bits. */
static inline uint64_t bits_pack(const uint8_t bytes[64])
{
	uint64_t bits = 0, eight, swap;
	for (unsigned i = 0; i < 8; i++) {
		const uint8_t *p = bytes + i * 8;
		eight = (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32
			| (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
		bits |= eight << i;
	}
	/* bit i of byte k is that of byte 8 * i + k: the matrix of 8 x 8 bits is transposed */
	swap = (bits ^ bits >> 7) & UINT64_C(0x00AA00AA00AA00AA);
	bits ^= swap ^ swap << 7;
	swap = (bits ^ bits >> 14) & UINT64_C(0x0000CCCC0000CCCC);
	bits ^= swap ^ swap << 14;
	swap = (bits ^ bits >> 28) & UINT64_C(0x00000000F0F0F0F0);
	return bits ^ swap ^ swap << 28;
}

/* The bits of word i that are rows from start to before end. */
static inline uint64_t bits_range(size_t i, uint64_t start, uint64_t end)
{
	uint64_t first = i * 64, bits = UINT64_MAX;
	if (start >= first + 64 || end <= first)
		return 0;
	if (start > first)
		bits &= UINT64_MAX << (start - first);
	if (end < first + 64)
		bits &= UINT64_MAX >> (first + 64 - end);
	return bits;
}

#endif
