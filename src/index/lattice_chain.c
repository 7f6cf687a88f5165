/*
 * What is read as a query with letters is in most names one of a few chains of characters, as 智能制造项: pairs tell of most
 * names that they have one, and a name that has one as it stands is looked through for it sooner than folded and read
 * character by character.
 */
#include "lattice_internal.h"

#include "base/bits.h"
#include "gram_rows_internal.h"
#include "triples_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

enum { TRIED_MOST = 1 << 10, CHAINS_MOST = 4 };

struct chain {
	uint32_t characters[LATTICE_LAYERS_MAX + 1];
	uint64_t most; /* rows that it may have */
	struct lattice_chain text;
};

struct chains {
	struct lattice *l;
	const lattice_edges *layers;
	size_t n_layers, n_tried;
	uint64_t least;
	struct chain v[CHAINS_MOST]; /* those that may have the most rows first */
	size_t n;
};

/* What stands in a name as it does in the folded one; nothing where some character does not. */
static struct lattice_chain text_of(const struct chains *c, const struct chain *chain)
{
	struct lattice_chain text = {.n = 0};
	for (size_t i = 0; i <= c->n_layers; i++) {
		if (fold_char(chain->characters[i]) != chain->characters[i])
			return (struct lattice_chain){.n = 0};
		text.n += utf8_put(chain->characters[i], text.text + text.n);
	}
	return text;
}

static void keep_chain(struct chains *c, struct chain *chain)
{
	size_t at = c->n;
	while (at && c->v[at - 1].most < chain->most)
		at--;
	chain->text = text_of(c, chain);
	/* places of several ways to a character were joined: not all that lead on from it do so behind those before it */
	if (at == CHAINS_MOST || !lattice_check(c->l, (struct str){chain->text.text, chain->text.n}).all)
		return;
	c->n += c->n < CHAINS_MOST;
	memmove(c->v + at + 1, c->v + at, (c->n - at - 1) * sizeof *c->v);
	c->v[at] = *chain;
}

/* The chains that go on behind some characters. */
static void go_on(struct chains *c, struct chain chain, size_t layer, size_t from)
{
	const lattice_edges *edges = &c->layers[layer];
	const uint32_t *before = chain.characters + layer;
	uint64_t most = chain.most;
	for (size_t e = 0; e < edges->n && c->n_tried < TRIED_MOST; e++) {
		const struct lattice_edge *edge = &edges->v[e];
		uint32_t next = c->l->moves.v[edge->to].c, count = gram_count(c->l->postings, edge->gram);
		bool last = layer + 1 == c->n_layers;
		if ((layer && edge->from != from) || (last && !edge->ends) || count < c->least
			|| (layer && !triples_has(c->l->triples, before[-1], before[0], next)))
			continue;
		c->n_tried++;
		if (!layer)
			chain.characters[0] = c->l->moves.v[edge->from].c;
		chain.characters[layer + 1] = next;
		chain.most = count < most ? count : most;
		if (last)
			keep_chain(c, &chain);
		else
			go_on(c, chain, layer + 1, edge->to);
	}
}

uint64_t lattice_find_chained(struct lattice *l, const lattice_edges *layers, size_t n_layers, uint32_t n_rows, uint64_t *perhaps,
	uint64_t *sure)
{
	enum { FEW = 1 << 9, LEAST = 8 }; /* below so many names they are read as soon; a chain of one in so many is worth looking for */
	size_t n_words = bits_room(n_rows);
	uint64_t n = bits_total(perhaps, n_words), n_left[CHAINS_MOST];
	struct chains c = {.l = l, .layers = layers, .n_layers = n_layers, .least = n / LEAST};
	if (n < FEW)
		return n;
	go_on(&c, (struct chain){.most = UINT64_MAX}, 0, 0);
	for (size_t i = 0; i < c.n; i++) {
		uint64_t n_before = n;
		const struct gram_word word = {l->postings, l->triples, c.v[i].characters, n_layers + 1, n_rows};
		if (n_layers > 1)
			gram_rows_chain(&word, c.v[i].most, perhaps, sure);
		n = bits_total(perhaps, n_words);
		n_left[i] = c.v[i].most - (n_before - n);
	}
	for (size_t i = 0; i < c.n && l->n_chains < LATTICE_CHAINS_MOST; i++)
		if (n_left[i] * 2 >= n)
			l->chains[l->n_chains++] = c.v[i].text;
	return n;
}
