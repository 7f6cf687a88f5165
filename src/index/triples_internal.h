/*
 * Which three characters follow each other in some name, blanks left out, GRAM_END behind the last: bits by a hash, so that
 * some seem to which do not. What no name has need not be looked for: pairs of neighbours alone tell nearly always which
 * rows have three.
 */
#ifndef INDEX_TRIPLES_INTERNAL_H
#define INDEX_TRIPLES_INTERNAL_H

#include "section_internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many words of bits there are for so many rows with names. */
size_t triples_words(uint32_t n_named);

static inline uint64_t triples_place(uint64_t n_words, uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t hash = ((uint64_t)a << 42 ^ (uint64_t)b << 21 ^ c) * UINT64_C(0x9E3779B97F4A7C15);
	hash = (hash ^ hash >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
	return (hash >> 32) * (n_words * 64) >> 32;
}

/* Whether some name may have three characters in a row; without any bits each may. */
static inline bool triples_has(const struct section *triples, uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t place = triples_place(triples->n, a, b, c);
	return !triples->n || SECTION_V(uint64_t, *triples)[place / 64] >> place % 64 & 1;
}

/* Add those of a folded name; several threads may at once. */
void triples_add(uint64_t *bits, size_t n_words, const uint32_t *characters, size_t n);

#endif
