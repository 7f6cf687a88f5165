/*
 * What is known of terms about a record's figures before any row is asked: from the shapes of what ledgers brought, of which
 * there are few, and from doubts, of which there are far fewer than figures.
 */
#include "query_internal.h"

#include "index/ledgers.h"

#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 12 };

static uint64_t *new_bits(const struct query *query)
{
	return bits_new(index_count(query->index, query->kind));
}

/* -- doubts ---------------------------------------------------------------------------------- */

/* Rows with a doubt about them or, `claims`, only those with one about a claim about them. */
static void add_doubted(const struct query *query, bool claims, uint64_t *bits)
{
	size_t about = field_get(KIND_DOUBT, "about"), subject = field_get(KIND_CLAIM, "subject");
	size_t n = index_count(query->index, query->kind), n_claims = index_count(query->index, KIND_CLAIM);
	for (uint32_t row = 0; row < index_count(query->index, KIND_DOUBT); row++) {
		struct ref refs[2] = {index_ref(query->index, ref_make(KIND_DOUBT, row), about), REF_NONE};
		if (!ref_none(refs[0]) && ref_kind(refs[0]) == KIND_CLAIM && ref_row(refs[0]) < n_claims)
			refs[1] = index_ref(query->index, refs[0], subject);
		for (size_t i = claims; i < 2; i++)
			if (!ref_none(refs[i]) && ref_kind(refs[i]) == query->kind && ref_row(refs[i]) < n)
				bits_set(bits, ref_row(refs[i]));
	}
}

void known_doubt(struct known *known, const struct query *query)
{
	known->own = new_bits(query);
	known->yes = known->own;
	add_doubted(query, false, known->own);
}

/* -- shapes ------------------------------------------------------------------------------------ */

/* Add the rows whose shapes are marked. */
static void add_shapes(const struct query *query, const uint8_t *marked, uint64_t *bits)
{
	uint32_t shapes[ROWS_AT_ONCE], n_rows = (uint32_t)index_count(query->index, query->kind);
	for (uint32_t first = 0; first < n_rows; first += ROWS_AT_ONCE) {
		uint32_t n = n_rows - first < ROWS_AT_ONCE ? n_rows - first : ROWS_AT_ONCE;
		index_shapes(query->index, query->kind, first, n, shapes);
		for (uint32_t i = 0; i < n; i++)
			bits_set_if(bits, first + i, marked[shapes[i]]);
	}
}

/* Records without two claims of one indicator have nothing to compare but what a doubt says. */
void known_verdict(struct known *known, const struct query *query, const struct term *term)
{
	uint32_t n_shapes = index_shapes_n(query->index);
	size_t n_rows = index_count(query->index, query->kind);
	uint8_t *marked = xcalloc(n_shapes, 1);
	for (uint32_t shape = 0; shape < n_shapes; shape++)
		marked[shape] = index_shape_repeats(query->index, shape);
	known->ask = new_bits(query);
	add_shapes(query, marked, known->ask);
	index_add_own_claims(query->index, query->kind, known->ask);
	add_doubted(query, true, known->ask);
	free(marked);
	if (!(term->codes >> VERDICT_SINGLE & 1))
		return;
	known->own = new_bits(query);
	known->yes = known->own;
	for (size_t w = 0; w < (n_rows + 63) / 64; w++)
		known->own[w] = ~known->ask[w];
}

/* Rows with a figure that no order stands ready for: asked for it, or for what it says. */
void known_figures(struct known *known, const struct query *query, const struct term *term)
{
	uint32_t n_shapes = index_shapes_n(query->index);
	uint8_t *marked = xcalloc(n_shapes, 1);
	for (uint32_t shape = 0; shape < n_shapes; shape++)
		marked[shape] = index_shape_figures(query->index, shape, term->indicator) > 0;
	known->ask = new_bits(query);
	add_shapes(query, marked, known->ask);
	index_add_own_claims(query->index, query->kind, known->ask);
	free(marked);
}

/* Rows with a figure of one of the term's sources. */
void known_sources(struct known *known, const struct query *query, const struct term *term)
{
	uint32_t n_shapes = index_shapes_n(query->index);
	uint8_t *marked = xcalloc(n_shapes, 1);
	for (uint32_t shape = 0; shape < n_shapes; shape++) {
		size_t n = index_shape_sources(query->index, shape, NULL, 0);
		struct ref *sources = xmalloc((n + 1) * sizeof *sources);
		index_shape_sources(query->index, shape, sources, n);
		for (size_t i = 0; i < n; i++)
			marked[shape] |= term_in_targets(term, sources[i]);
		free(sources);
	}
	known->own = new_bits(query);
	known->yes = known->own;
	known->ask = new_bits(query);
	add_shapes(query, marked, known->own);
	index_add_own_claims(query->index, query->kind, known->ask);
	free(marked);
}
