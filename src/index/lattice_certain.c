/*
 * A row that matches by the first readings of its characters, in whole syllables or from the beginning, does not do so where
 * a phrase in the name gives one of them another reading. Pairs tell which rows may have such a phrase: all others match
 * for certain, and their names need not be read.
 */
#include "lattice_internal.h"

#include "base/bits.h"
#include "gram_rows_internal.h"

#include <stdlib.h>

struct odd_pairs {
	const struct lattice *l;
	ARRAY(uint32_t) grams;
};

static bool changes_by_phrase(const struct lattice *l, const struct lattice_move *move)
{
	bool full = false;
	for (uint32_t i = 0; !move->single && i < move->n_jumps; i++)
		full |= l->jumps.v[move->jumps + i].from.by[LATTICE_FULL] != 0;
	return full;
}

/* Whether a phrase that has a character may change how it matches. */
static bool may_change(const struct lattice *l, uint32_t c)
{
	size_t m = lattice_move_of(l, c);
	return m && changes_by_phrase(l, &l->moves.v[m - 1]);
}

/* Whether one that has some character may: not where the query is too short for a syllable. */
static bool some_may_change(const struct lattice *l)
{
	bool some = false;
	for (size_t m = 0; !some && m < l->moves.n; m++)
		some = changes_by_phrase(l, &l->moves.v[m]);
	return some;
}

static void add_odd(void *context, const uint16_t *characters, size_t n)
{
	struct odd_pairs *odd = context;
	bool changes = false;
	for (size_t i = 0; i < n; i++)
		changes |= may_change(odd->l, characters[i]);
	int64_t gram = changes ? gram_least(odd->l->postings, characters, n) : -1;
	if (gram >= 0)
		array_push(&odd->grams, (uint32_t)gram);
}

struct telling {
	const uint64_t *doubtful, *odd;
	bool fulls;
	const struct lattice_rows *rows;
};

static void tell_words(void *context, size_t first, size_t end)
{
	const struct telling *t = context;
	const struct lattice_rows *rows = t->rows;
	for (size_t w = first; w < end; w++)
		rows->certain[w] |= rows->heads[LATTICE_PLAIN][w] & ~t->doubtful[w];
	for (size_t w = first; t->fulls && w < end; w++)
		rows->certain[w] |= rows->all[LATTICE_FULL][w] & ~t->odd[w];
}

void lattice_add_certain(const struct lattice *l, const uint32_t *doubtful, size_t n_doubtful, uint32_t n_rows,
	const struct lattice_rows *rows)
{
	size_t n_words = bits_room(n_rows);
	struct odd_pairs pairs = {.l = l};
	uint64_t *some = bits_new_words(n_words), *odd = bits_new_words(n_words);
	struct telling t = {some, odd, l->ends >> LATTICE_FULL & 1, rows};
	if (t.fulls && some_may_change(l))
		pinyin_each_odd_phrase(add_odd, &pairs);
	const struct gram_union unions[] = {{doubtful, n_doubtful, 0, some}, {pairs.grams.v, pairs.grams.n, 0, odd}};
	gram_rows_unite(l->postings, unions, 2, n_rows);
	bits_pass(n_words, 4, tell_words, &t);
	array_release(&pairs.grams);
	free(some);
	free(odd);
}
