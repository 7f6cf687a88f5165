#include "terms_internal.h"

#include "base/parallel.h"
#include "index_internal.h"
#include "ledger_lend_internal.h"
#include "text/figure.h"
#include "text/fold.h"
#include "weigh_internal.h"

#include <stdlib.h>
#include <string.h>

/* -- words of a text -------------------------------------------------------------------- */

void terms_release(struct terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		strbuf_release(&t->folded);
		word_release(&t->rows);
		free(t->own);
		near_release(&t->near);
		lenders_release(&t->lenders);
		free(t->lent);
		free(t->worth);
	}
	terms->n = 0;
}

struct owning {
	const struct word_rows *rows;
	uint64_t *own;
};

static void add_own(void *context, size_t first, size_t end)
{
	const struct owning *o = context;
	const struct word_rows *rows = o->rows;
	size_t n = end - first, named = first >= rows->n_words ? 0 : end < rows->n_words ? n : rows->n_words - first;
	bits_add(o->own + first, named ? rows->names + first : NULL, named);
	bits_add(o->own + first, rows->fields ? rows->fields + first : NULL, n);
	bits_add(o->own + first, rows->codes ? rows->codes + first : NULL, n);
}

static uint64_t *own_rows(const struct word_rows *rows)
{
	uint64_t *own = xcalloc(rows->n_all, sizeof *own);
	bits_pass(rows->n_all, 4, add_own, &(struct owning){rows, own});
	for (size_t i = 0; i < rows->others.n; i++)
		bits_set(own, rows->others.v[i]);
	return own;
}

static void term_find(struct terms *terms, struct str word)
{
	struct term *t = &terms->v[terms->n];
	*t = (struct term){.excludes = word.n > 1 && word.p[0] == '-'};
	text_fold(str_sub(word, t->excludes, word.n), &t->folded);
	if (!t->folded.n) {
		strbuf_release(&t->folded);
		return;
	}
	terms->n++;
	terms->n_wanted += !t->excludes;
}

/* -- each word by itself, by several threads -------------------------------------------------- */

static void find_word(void *context, size_t i)
{
	struct terms *terms = context;
	word_find(terms->index, strbuf_str(&terms->v[i].folded), &terms->v[i].rows);
}

/* Packed rows are among those that a word matches only where they are needed. */
static void find_own(void *context, size_t i)
{
	struct terms *terms = context;
	struct term *t = &terms->v[i];
	if (!terms->by_owner)
		word_reach_packed(terms->index, &t->rows);
	t->own = own_rows(&t->rows);
}

static void find_lenders(void *context, size_t i)
{
	struct terms *terms = context;
	struct term *t = &terms->v[i];
	t->lenders = word_lenders(terms->index, strbuf_str(&t->folded), &t->rows, terms->mask);
	t->n_lenders = t->excludes ? SIZE_MAX : t->lenders.bits && terms->n > 1 ? bits_total(t->lenders.bits, t->rows.n_all) : 0;
	bound_lenders(terms->index, t);
}

static void find_words(struct terms *terms)
{
	parallel_for(terms->n, parallel_threads(), find_word, terms);
	terms->by_owner = true;
	for (size_t i = 0; i < terms->n; i++)
		terms->by_owner &= !word_has_packed(terms->index, &terms->v[i].rows);
	parallel_for(terms->n, parallel_threads(), find_own, terms);
}

/* -- the text ------------------------------------------------------------------------------------ */

void terms_find(struct terms *terms, struct str text)
{
	struct strbuf parted = {0}, joined = {0};
	struct str rest, word, next;
	strbuf_reserve(&parted, text.n);
	for (size_t i = 0; i < text.n;) {
		/* an ideographic blank parts words as well */
		bool wide = text.n - i >= 3 && !memcmp(text.p + i, "\xE3\x80\x80", 3);
		strbuf_add_byte(&parted, wide || text.p[i] == '\t' ? ' ' : text.p[i]);
		i += wide ? 3 : 1;
	}
	rest = strbuf_str(&parted);
	while (terms->n < WORDS_MAX && str_split(&rest, ' ', &word)) {
		struct str behind = rest;
		if (str_split(&behind, ' ', &next) && sought_has_unit(word, next)) {
			strbuf_clear(&joined);
			strbuf_printf(&joined, "%.*s%.*s", STR_ARG(word), STR_ARG(next));
			word = strbuf_str(&joined);
			rest = behind;
		}
		term_find(terms, word);
	}
	strbuf_release(&joined);
	strbuf_release(&parted);
	find_words(terms);
}

/* Few hits of a word of letters: what it nearly matches is meant perhaps. */
static void terms_find_near(struct terms *terms)
{
	enum { FEW_HITS = 3 };
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		size_t n = 0;
		if (t->excludes || !near_possible(strbuf_str(&t->folded)))
			continue;
		for (size_t w = 0; n <= FEW_HITS && w < t->rows.n_all; w++)
			n += bits_count(t->own[w]);
		if (n > FEW_HITS)
			continue;
		near_find(terms->index, strbuf_str(&t->folded), &t->near);
		for (size_t w = 0; t->near.rows && w < t->rows.n_words; w++) {
			t->near.rows[w] &= ~t->own[w];
			t->own[w] |= t->near.rows[w];
		}
	}
}

/* -- which records ------------------------------------------------------------------------ */

/* Rows of some kinds that can still match all words: of those with names (the first n_named words) and without. */
struct reach {
	uint64_t *rows;
	size_t n_named, n_words;
};

/*
 * The rows that a word lends itself to. Those that it matches itself need not be lent anything. Where few packed ones are
 * left each looks for its lenders, else the lenders look for them.
 */
static void term_lend(const struct terms *terms, struct term *t, uint32_t mask, const struct reach *reach)
{
	enum { FEW_ROWS = 1 << 13 };
	const struct index *index = terms->index;
	size_t packed = terms->by_owner ? reach->n_words : index->n_rows / 64;
	uint64_t *rows = xmalloc(reach->n_words * sizeof *rows);
	for (size_t w = 0; w < reach->n_words; w++)
		rows[w] = reach->rows[w] & ~t->own[w];
	t->lent = xcalloc(terms->n_words, sizeof *t->lent);
	lend_find_own(index, &t->lenders, mask, rows, t->lent);
	if (packed < reach->n_words && bits_total(rows + packed, reach->n_words - packed) < FEW_ROWS)
		lend_find_among(index, &t->lenders, mask, rows, packed, reach->n_words, t->lent);
	else if (packed < reach->n_words)
		ledger_lend(index, &t->lenders, mask, t->lent);
	free(rows);
}

/* Words that few go by come first. */
static void order_terms(struct terms *terms, struct term *order[WORDS_MAX])
{
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		size_t at = i;
		for (; at > 0 && order[at - 1]->n_lenders > t->n_lenders; at--)
			order[at] = order[at - 1];
		order[at] = t;
	}
}

/* Several words. */
static void lend_to_reach(struct terms *terms, uint32_t mask)
{
	struct term *order[WORDS_MAX];
	struct reach reach = {.n_named = terms->v[0].rows.n_words, .n_words = terms->n_words};
	reach.rows = xcalloc(reach.n_words, sizeof *reach.rows);
	for (size_t i = 0; i < terms->n; i++)
		if (!terms->v[i].excludes) /* with a name: only what some word matches itself */
			bits_add(reach.rows, terms->v[i].own, reach.n_named);
	for (size_t w = reach.n_named - 1; w < reach.n_words; w++) /* without: all at first */
		reach.rows[w] |= ~bits_range(w, 0, terms->index->plan.n_named)
			& bits_range(w, 0, terms->by_owner ? terms->index->n_rows : terms->index->n_all);
	order_terms(terms, order);
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = order[i];
		if (t->lenders.bits)
			term_lend(terms, t, mask, &reach);
		for (size_t w = 0; !t->excludes && w < reach.n_words; w++)
			reach.rows[w] &= t->own[w] | (t->lent ? t->lent[w] : 0);
	}
	free(reach.rows);
}

/* What the words say of records of these kinds through what these belong to. */
static void terms_lend(struct terms *terms, uint32_t mask)
{
	bool any = false;
	terms->mask = mask;
	parallel_for(terms->n, parallel_threads(), find_lenders, terms);
	for (size_t i = 0; i < terms->n; i++)
		any |= terms->v[i].lenders.bits != NULL;
	if (!any)
		return;
	if (terms->n > 1) {
		lend_to_reach(terms, mask);
	} else { /* all its own rows match already: nobody is to be left out */
		struct term *t = &terms->v[0];
		t->lent = xcalloc(terms->n_words, sizeof *t->lent);
		lend_find_own(terms->index, &t->lenders, mask, NULL, t->lent);
		if (!terms->by_owner)
			ledger_lend(terms->index, &t->lenders, mask, t->lent);
	}
	if (terms->by_owner) {
		struct lent_words words = terms_lent(terms);
		ledger_count_lent(terms->index, &words, mask, terms->n_packed);
	}
}

struct lent_words terms_lent(const struct terms *terms)
{
	struct lent_words words = {.n = terms->n};
	for (size_t i = 0; i < terms->n; i++) {
		words.v[i].lenders = &terms->v[i].lenders;
		words.v[i].excludes = terms->v[i].excludes;
	}
	return words;
}

/* Records that match all words: a word at least themselves, or, without names, by what they refer to. */
static uint64_t *matching(const struct terms *terms, uint32_t mask)
{
	const struct index *index = terms->index;
	size_t n_words = terms->n_words;
	uint64_t *all = xcalloc(n_words, sizeof *all), *own = terms->n > 1 ? xcalloc(n_words, sizeof *own) : NULL;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (terms->n == 1 && !t->excludes) {
			bits_add(all, t->own, n_words);
			bits_add(all, t->lent, n_words);
			continue;
		}
		for (size_t w = 0; w < n_words; w++) {
			uint64_t has = t->own[w] | (t->lent ? t->lent[w] : 0);
			has = t->excludes ? ~has : has;
			all[w] = i ? all[w] & has : has;
		}
		if (own && !t->excludes)
			bits_add(own, t->own, n_words);
	}
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(index, k, part, &start, &end);
		bool asked = mask >> k & 1, named = index->plan.named >> k & 1;
		if (asked && (!named || !own)) /* of one word those with names are all its own */
			continue;
		for (size_t w = start / 64; start < end && w < n_words && w <= (end - 1) / 64; w++) {
			uint64_t range = bits_range(w, start, end);
			all[w] &= asked ? own[w] | ~range : ~range;
		}
	}
	all[n_words - 1] &= bits_range(n_words - 1, 0, index->n_all);
	free(own);
	return all;
}

uint64_t *terms_match(struct terms *terms, uint32_t mask)
{
	uint32_t named = terms->index->plan.named;
	terms->n_words = mask & ~named ? terms->v[0].rows.n_all : terms->v[0].rows.n_words;
	terms_find_near(terms);
	if (terms->n > 1 || mask & ~named)
		terms_lend(terms, terms->n > 1 ? mask : mask & ~named);
	return matching(terms, mask);
}
