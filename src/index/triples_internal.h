/*
 * Which three characters follow each other in some name, blanks left out, GRAM_END behind the last: bits by a hash, so that
 * some seem to which do not. What no name has need not be looked for: pairs of neighbours alone tell nearly always which
 * rows have three.
 */
#ifndef INDEX_TRIPLES_INTERNAL_H
#define INDEX_TRIPLES_INTERNAL_H

#include "base/bits.h"
#include "section_internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How many words of bits there are for so many rows with names. */
size_t triples_words(uint32_t n_named);

static inline uint32_t triples_hash(uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t hash = ((uint64_t)a << 42 ^ (uint64_t)b << 21 ^ c) * UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)((hash ^ hash >> 31) * UINT64_C(0xBF58476D1CE4E5B9) >> 32);
}

/* The bit of a hash. That of a greater one does not stand before it. */
static inline uint64_t triples_place(uint64_t n_words, uint32_t hash)
{
	return hash * (n_words * 64) >> 32;
}

/* Whether some name may have three characters in a row; without any bits each may. */
static inline bool triples_has(const struct section *triples, uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t place = triples_place(triples->n, triples_hash(a, b, c));
	return !triples->n || bits_has(SECTION_V(uint64_t, *triples), place);
}

/* Add those of a folded name; several threads may at once. */
void triples_add(uint64_t *bits, size_t n_words, const uint32_t *characters, size_t n);

/* The same of very many names, a filling for each thread: when it is freed all are there. */
struct triples_filling;

struct triples_filling *triples_filling_new(uint64_t *bits, size_t n_words);
void triples_filling_add(struct triples_filling *filling, const uint32_t *characters, size_t n);
void triples_filling_free(struct triples_filling *filling);

#endif
