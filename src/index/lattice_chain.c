/*
 * What is read as a query with letters is in most names one of a few chains of characters, as 智能制造项: a name that has
 * one as it stands is looked through for it sooner than folded and read character by character.
 */
#include "lattice_internal.h"

#include "triples_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

enum { TRIED_MOST = 1 << 10 };

struct chain {
	uint32_t characters[LATTICE_LAYERS_MAX + 1];
	uint64_t most; /* rows that it may have */
};

struct chains {
	struct lattice *l;
	const lattice_edges *layers;
	size_t n_layers, n_tried;
	uint64_t least;
	struct chain v[LATTICE_CHAINS_MOST]; /* those that may have the most rows first; as many as l->n_chains */
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

static void keep_chain(struct chains *c, const struct chain *chain)
{
	struct lattice *l = c->l;
	size_t at = l->n_chains;
	while (at && c->v[at - 1].most < chain->most)
		at--;
	struct lattice_chain text = text_of(c, chain);
	/* places of several ways to a character were joined: not all that lead on from it do so behind those before it */
	if (at == LATTICE_CHAINS_MOST || !lattice_check(l, (struct str){text.text, text.n}).all)
		return;
	l->n_chains += l->n_chains < LATTICE_CHAINS_MOST;
	memmove(c->v + at + 1, c->v + at, (l->n_chains - at - 1) * sizeof *c->v);
	memmove(l->chains + at + 1, l->chains + at, (l->n_chains - at - 1) * sizeof *l->chains);
	c->v[at] = *chain;
	l->chains[at] = text;
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

void lattice_find_chains(struct lattice *l, const lattice_edges *layers, size_t n_layers, uint64_t n)
{
	enum { FEW = 1 << 9 }; /* below so many names they are read as soon */
	struct chains c = {.l = l, .layers = layers, .n_layers = n_layers, .least = n / 2};
	if (n >= FEW)
		go_on(&c, (struct chain){.most = UINT64_MAX}, 0, 0);
}
