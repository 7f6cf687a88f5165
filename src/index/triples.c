#include "triples_internal.h"

#include "gram_internal.h"

enum { BITS_A_ROW = 6, WORDS_LEAST = 1 << 10 };

size_t triples_words(uint32_t n_named)
{
	size_t n = (size_t)((uint64_t)n_named * BITS_A_ROW / 64);
	return n > WORDS_LEAST ? n : WORDS_LEAST;
}

/* Nearly all are there already, and a word that is only read stays near all threads. */
static void add(uint64_t *bits, size_t n_words, uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t place = triples_place(n_words, a, b, c), bit = UINT64_C(1) << place % 64;
	if (!(__atomic_load_n(&bits[place / 64], __ATOMIC_RELAXED) & bit))
		__atomic_fetch_or(&bits[place / 64], bit, __ATOMIC_RELAXED);
}

void triples_add(uint64_t *bits, size_t n_words, const uint32_t *characters, size_t n)
{
	uint32_t a = 0, b = 0;
	for (size_t i = 0; i < n; i++) {
		if (characters[i] == ' ')
			continue;
		if (a)
			add(bits, n_words, a, b, characters[i]);
		a = b;
		b = characters[i];
	}
	if (a)
		add(bits, n_words, a, b, GRAM_END);
}
