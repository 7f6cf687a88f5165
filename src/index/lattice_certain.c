/*
 * Rows that match in characters and whole syllables by the first readings of the characters have these readings but where
 * a phrase says another. Pairs tell which rows may have a phrase: nearly all that are left match for certain, and
 * their names need not be read.
 */
#include "lattice_internal.h"

#include "base/alloc.h"
#include "bits_internal.h"

#include <stdlib.h>

struct odd_rows {
	const struct lattice *l;
	uint32_t n_rows;
	uint64_t *bits;
};

/* Whether a phrase that has a character may change how it matches. */
static bool may_change(const struct lattice *l, uint32_t c)
{
	size_t m = lattice_move_of(l, c);
	const struct lattice_move *move = m ? &l->moves.v[m - 1] : NULL;
	bool full = false;
	for (uint32_t i = 0; move && !move->single && i < move->n_jumps; i++)
		full |= l->jumps.v[move->jumps + i].from.by[LATTICE_FULL] != 0;
	return full;
}

static void add_odd(void *context, const uint16_t *characters, size_t n)
{
	const struct odd_rows *odd = context;
	bool changes = false;
	for (size_t i = 0; i < n; i++)
		changes |= may_change(odd->l, characters[i]);
	int64_t gram = changes ? gram_least(odd->l->postings, characters, n) : -1;
	if (gram >= 0)
		gram_add_rows(odd->l->postings, (uint32_t)gram, odd->n_rows, odd->bits);
}

void lattice_add_certain(const struct lattice *l, uint32_t n_rows, const struct lattice_rows *rows)
{
	size_t n_words = (size_t)n_rows / 64 + 1;
	struct odd_rows odd = {l, n_rows, xcalloc(n_words, sizeof *odd.bits)};
	pinyin_each_odd_phrase(add_odd, &odd);
	for (size_t w = 0; w < n_words; w++)
		rows->certain[w] |= rows->all[LATTICE_FULL][w] & ~odd.bits[w];
	free(odd.bits);
}
