#include "triples_internal.h"

#include "gram_internal.h"

#include "base/alloc.h"
#include "base/bits.h"

#include <stdlib.h>

enum { BITS_A_ROW = 6, WORDS_LEAST = 1 << 10 };

struct bits {
	uint64_t *v;
	size_t n_words;
};

size_t triples_words(uint32_t n_named)
{
	size_t n = (size_t)((uint64_t)n_named * BITS_A_ROW / 64);
	return n > WORDS_LEAST ? n : WORDS_LEAST;
}

/* Nearly all are set already, and a word that is only read stays in the caches of all threads. */
static inline void set(struct bits bits, uint32_t hash)
{
	uint64_t place = triples_place(bits.n_words, hash), bit = bits_at(place);
	if (!(__atomic_load_n(&bits.v[place / 64], __ATOMIC_RELAXED) & bit))
		__atomic_fetch_or(&bits.v[place / 64], bit, __ATOMIC_RELAXED);
}

/* To be expanded where it is called, with what it calls. */
static inline void each_triple(const uint32_t *characters, size_t n, void (*take)(void *self, uint32_t hash), void *self)
{
	uint32_t a = 0, b = 0;
	for (size_t i = 0; i < n; i++) {
		if (characters[i] == ' ')
			continue;
		if (a)
			take(self, triples_hash(a, b, characters[i]));
		a = b;
		b = characters[i];
	}
	if (a)
		take(self, triples_hash(a, b, GRAM_END));
}

static inline void set_now(void *self, uint32_t hash)
{
	set(*(const struct bits *)self, hash);
}

void triples_add(uint64_t *bits, size_t n_words, const uint32_t *characters, size_t n)
{
	each_triple(characters, n, set_now, &(struct bits){bits, n_words});
}

/* -- of very many names ------------------------------------------------------------------ */

/*
 * Bits of triples lie anywhere, and those of some hundred thousand names do not fit into a cache: hashes wait by slice of
 * the bits, and a slice does fit while all are set that wait for it.
 */
enum { CACHED_WORDS = 1 << 15, SLICE_BITS = 6, SLICES = 1 << SLICE_BITS };

struct triples_filling {
	struct bits bits;
	size_t n[SLICES], most; /* most: of a slice, as many as it has words: each of its lines is asked for several times */
	uint32_t *hashes;       /* `most` for each slice; NULL: all bits fit into a cache */
};

struct triples_filling *triples_filling_new(uint64_t *bits, size_t n_words)
{
	struct triples_filling *f = xcalloc(1, sizeof *f);
	f->bits = (struct bits){bits, n_words};
	if (n_words <= CACHED_WORDS)
		return f;
	f->most = n_words / SLICES;
	f->hashes = xmalloc(SLICES * f->most * sizeof *f->hashes);
	return f;
}

static void set_slice(struct triples_filling *f, size_t slice)
{
	const uint32_t *hashes = f->hashes + slice * f->most;
	for (size_t i = 0; i < f->n[slice]; i++)
		set(f->bits, hashes[i]);
	f->n[slice] = 0;
}

static inline void set_later(void *self, uint32_t hash)
{
	struct triples_filling *f = self;
	size_t slice = hash >> (32 - SLICE_BITS);
	if (f->n[slice] == f->most)
		set_slice(f, slice);
	f->hashes[slice * f->most + f->n[slice]++] = hash;
}

void triples_filling_add(struct triples_filling *f, const uint32_t *characters, size_t n)
{
	if (f->hashes)
		each_triple(characters, n, set_later, f);
	else
		each_triple(characters, n, set_now, &f->bits);
}

void triples_filling_free(struct triples_filling *f)
{
	for (size_t slice = 0; f->hashes && slice < SLICES; slice++)
		set_slice(f, slice);
	free(f->hashes);
	free(f);
}
