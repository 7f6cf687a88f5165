/*
 * Answers of all rows at once. Rows are taken by blocks: a node gets the rows of a block that are still open as
 * bits and gives back those that say yes and perhaps. What a step before has decided no step behind looks at, and
 * whole columns are read as codes in place of values.
 */
#include "query_internal.h"

#include "base/halt.h"
#include "base/parallel.h"
#include "index/codes.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_WORDS = 64,
	BLOCK_ROWS = BLOCK_WORDS * 64,
	BLOCKS_AT_ONCE = 4,          /* a piece of work for a thread */
	THREADS_FROM = 1 << 15,      /* rows: fewer are done sooner than a thread is there */
};

/* Rows of a block that say yes and perhaps; never both. */
struct answers {
	uint64_t yes[BLOCK_WORDS], perhaps[BLOCK_WORDS];
};

struct block {
	const struct query *query;
	const struct known *known; /* by number of the term */
	uint32_t first;            /* row */
	size_t n;                  /* rows */
	size_t n_words;
};

static bool is_empty(const uint64_t *bits, size_t n_words)
{
	for (size_t w = 0; w < n_words; w++)
		if (bits[w])
			return false;
	return true;
}

/* -- terms ------------------------------------------------------------------------------------ */

static void answer_by_code(const struct block *b, const struct known *known, const uint64_t *open, struct answers *out)
{
	index_code_bits(&known->bits, b->first, b->n, out->yes, out->perhaps);
	for (size_t w = 0; w < b->n_words; w++) {
		out->yes[w] &= open[w];
		out->perhaps[w] &= open[w];
	}
}

static void ask_rows(const struct block *b, const struct term *term, size_t word, uint64_t rows, struct answers *out)
{
	for (; rows; rows &= rows - 1) {
		unsigned bit = bits_lowest(rows);
		struct ref ref = ref_make(b->query->kind, b->first + (uint32_t)(word * 64) + bit);
		enum answer answer = term_answer(b->query, term, ref);
		if (answer == ANSWER_YES)
			out->yes[word] |= bits_at(bit);
		else if (answer == ANSWER_PERHAPS)
			out->perhaps[word] |= bits_at(bit);
	}
}

/* Texts that have no codes, one by one: millions of them are made in one place. */
static void ask_texts(const struct block *b, const struct term *term, const uint64_t *open, struct answers *out)
{
	const struct field *field = &fields_of[b->query->kind].v[term->field];
	struct strbuf buffer = {0};
	for (size_t w = 0; w < b->n_words; w++)
		for (uint64_t rest = open[w]; rest; rest &= rest - 1) {
			struct ref ref = ref_make(b->query->kind, b->first + (uint32_t)(w * 64) + bits_lowest(rest));
			if (term_text_matches(term, field, index_read_text(b->query->index, ref, term->field, &buffer)))
				out->yes[w] |= rest & -rest;
		}
	strbuf_release(&buffer);
}

static void answer_term(const struct block *b, const struct term *term, const uint64_t *open, struct answers *out)
{
	const struct known *known = &b->known[term->number];
	size_t at = b->first / 64;
	memset(out, 0, sizeof *out);
	if (known->by_code)
		answer_by_code(b, known, open, out);
	if (known->by_since)
		index_since_rows(b->query->index, b->query->kind, b->first, b->n, term->least.day, open, out->yes);
	for (size_t w = 0; known->yes && w < b->n_words; w++)
		out->yes[w] |= known->yes[at + w] & open[w];
	if (known->ask_all && term->type == TERM_TEXT) {
		ask_texts(b, term, open, out);
		return;
	}
	for (size_t w = 0; (known->ask || known->ask_all) && w < b->n_words; w++)
		ask_rows(b, term, w, (known->ask_all ? open[w]
			: known->ask[at + w] & open[w]) & ~(out->yes[w] | out->perhaps[w]), out);
}

/* -- nodes -------------------------------------------------------------------------------------- */

static void answer_node(const struct block *b, const struct node *node, const uint64_t *open, struct answers *out);

static void answer_and(const struct block *b, const struct node *node, const uint64_t *open, struct answers *out)
{
	uint64_t left[BLOCK_WORDS];
	struct answers own;
	memcpy(out->yes, open, b->n_words * sizeof *open);
	memset(out->perhaps, 0, sizeof out->perhaps);
	memcpy(left, open, b->n_words * sizeof *open);
	for (const struct node *child = node->first; child && !is_empty(left, b->n_words); child = child->next) {
		answer_node(b, child, left, &own);
		for (size_t w = 0; w < b->n_words; w++) {
			left[w] &= own.yes[w] | own.perhaps[w];
			out->yes[w] &= own.yes[w];
			out->perhaps[w] = left[w] & ~out->yes[w];
		}
	}
}

static void answer_or(const struct block *b, const struct node *node, const uint64_t *open, struct answers *out)
{
	uint64_t left[BLOCK_WORDS];
	struct answers own;
	memset(out, 0, sizeof *out);
	memcpy(left, open, b->n_words * sizeof *open);
	for (const struct node *child = node->first; child && !is_empty(left, b->n_words); child = child->next) {
		answer_node(b, child, left, &own);
		for (size_t w = 0; w < b->n_words; w++) {
			out->yes[w] |= own.yes[w];
			left[w] &= ~own.yes[w];
			out->perhaps[w] = (out->perhaps[w] | own.perhaps[w]) & ~out->yes[w];
		}
	}
}

/* Of the rows in `open`; what stands in *out of others is nothing. */
static void answer_node(const struct block *b, const struct node *node, const uint64_t *open, struct answers *out)
{
	switch (node->type) {
	case NODE_ALL:
		memcpy(out->yes, open, b->n_words * sizeof *open);
		memset(out->perhaps, 0, sizeof out->perhaps);
		return;
	case NODE_TERM: answer_term(b, node->term, open, out); return;
	case NODE_AND: answer_and(b, node, open, out); return;
	case NODE_OR: answer_or(b, node, open, out); return;
	case NODE_NOT:
		answer_node(b, node->first, open, out);
		for (size_t w = 0; w < b->n_words; w++)
			out->yes[w] = open[w] & ~(out->yes[w] | out->perhaps[w]);
		return;
	}
}

/* -- all ------------------------------------------------------------------------------------------ */

struct selecting {
	const struct query *query;
	const struct node *node;
	const struct known *known;
	struct query_set *set;
	atomic_size_t n, n_perhaps;
};

static void select_block(struct selecting *s, size_t block)
{
	struct block b = {.query = s->query, .known = s->known, .first = (uint32_t)(block * BLOCK_ROWS)};
	uint64_t open[BLOCK_WORDS];
	struct answers out;
	size_t n = 0, n_perhaps = 0, left = s->set->n_rows - b.first;
	b.n = left < BLOCK_ROWS ? left : BLOCK_ROWS;
	b.n_words = (b.n + 63) / 64;
	for (size_t w = 0; w < b.n_words; w++)
		open[w] = bits_below(b.n - w * 64);
	answer_node(&b, s->node, open, &out);
	for (size_t w = 0; w < b.n_words; w++) {
		s->set->yes[block * BLOCK_WORDS + w] = out.yes[w];
		n += bits_count(out.yes[w] | out.perhaps[w]);
		if (out.perhaps[w]) { /* of most words it is nothing: pages that nobody writes to take no memory */
			s->set->perhaps[block * BLOCK_WORDS + w] = out.perhaps[w];
			n_perhaps += bits_count(out.perhaps[w]);
		}
	}
	atomic_fetch_add(&s->n, n);
	atomic_fetch_add(&s->n_perhaps, n_perhaps);
}

static void select_some(void *context, size_t piece)
{
	struct selecting *s = context;
	size_t n_blocks = (s->set->n_rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
	for (size_t block = piece * BLOCKS_AT_ONCE; block < (piece + 1) * BLOCKS_AT_ONCE && block < n_blocks && !halt_now(); block++)
		select_block(s, block);
}

/* Terms stand in several nodes of a plan, but a plan of one node needs few of them. */
static void know_terms(const struct query *query, const struct node *node, struct known *known)
{
	if (node->type == NODE_TERM)
		known_init(&known[node->term->number], query, node->term);
	for (const struct node *child = node->first; child; child = child->next)
		know_terms(query, child, known);
}

/* What stands as bits already, and all rows, needs no asking. False: it is another node. */
static bool select_ready(const struct node *node, struct query_set *out)
{
	size_t n = out->n_rows;
	const struct lookup_rows *rows = node->type == NODE_TERM && node->term->type == TERM_ROWS ? node->term->rows : NULL;
	if (node->type != NODE_ALL && !(rows && rows->bits))
		return false;
	out->n = rows ? rows->n : n;
	if (rows)
		memcpy(out->yes, rows->bits, bits_room(n) * sizeof *out->yes);
	else
		bits_set_all(out->yes, n);
	return true;
}

void node_select(const struct query *query, const struct node *node, struct query_set *out)
{
	size_t n = index_count(query->index, query->kind);
	*out = (struct query_set){bits_new(n), bits_new(n), n, 0, 0};
	if (select_ready(node, out))
		return;
	struct known *known = xcalloc(query->terms.n + 1, sizeof *known);
	struct selecting s = {query, node, known, out, 0, 0};
	know_terms(query, node, known);
	parallel_for((n + BLOCK_ROWS * BLOCKS_AT_ONCE - 1) / (BLOCK_ROWS * BLOCKS_AT_ONCE), n < THREADS_FROM ? 1 : parallel_threads(),
		select_some, &s);
	out->n = atomic_load(&s.n);
	out->n_perhaps = atomic_load(&s.n_perhaps);
	for (size_t i = 0; i < query->terms.n; i++)
		known_release(&known[i]);
	free(known);
}

void query_set_release(struct query_set *set)
{
	free(set->yes);
	free(set->perhaps);
	*set = (struct query_set){0};
}
