/*
 * Rows that match by the first readings of characters, in whole syllables or from the beginning, do so but where a phrase
 * says another reading. Pairs tell which rows may have such a phrase: nearly all match for certain, and their names need
 * not be read.
 */
#include "lattice_internal.h"

#include "base/alloc.h"
#include "gram_rows_internal.h"

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

/* Add those of a set that are not in another one, which is cleared. */
static void add_but(uint64_t *to, const uint64_t *from, uint64_t *but, size_t n_words)
{
	for (size_t w = 0; w < n_words; w++) {
		to[w] |= from[w] & ~but[w];
		but[w] = 0;
	}
}

void lattice_add_certain(const struct lattice *l, const uint32_t *doubtful, size_t n_doubtful, uint32_t n_rows,
	const struct lattice_rows *rows)
{
	size_t n_words = (size_t)n_rows / 64 + 1;
	struct odd_rows odd = {l, n_rows, xcalloc(n_words, sizeof *odd.bits)};
	gram_rows_add(l->postings, doubtful, n_doubtful, n_rows, odd.bits);
	add_but(rows->certain, rows->heads[LATTICE_PLAIN], odd.bits, n_words);
	if (l->ends >> LATTICE_FULL & 1) {
		pinyin_each_odd_phrase(add_odd, &odd);
		add_but(rows->certain, rows->all[LATTICE_FULL], odd.bits, n_words);
	}
	free(odd.bits);
}
