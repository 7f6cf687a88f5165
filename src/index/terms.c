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

static void find_own_words(void *context, size_t first, size_t end)
{
	const struct owning *o = context;
	const struct word_rows *rows = o->rows;
	size_t n = end - first, named = first >= rows->n_words ? 0 : end < rows->n_words ? n : rows->n_words - first;
	memcpy(o->own + first, rows->names + first, named * sizeof *o->own);
	memset(o->own + first + named, 0, (n - named) * sizeof *o->own);
	bits_add(o->own + first, rows->fields ? rows->fields + first : NULL, n);
	bits_add(o->own + first, rows->codes ? rows->codes + first : NULL, n);
}

static uint64_t *own_rows(const struct word_rows *rows)
{
	uint64_t *own = xmalloc(rows->n_all * sizeof *own);
	bits_pass(rows->n_all, 4, find_own_words, &(struct owning){rows, own});
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

/* Leave of n words of rows, those of sets from `first` on, what a word matches, itself or by who lends to it; or does not. */
static void leave_matched(uint64_t *restrict rows, const struct term *t, size_t first, size_t n)
{
	const uint64_t *own = t->own + first, *lent = t->lent ? t->lent + first : own, flip = t->excludes ? UINT64_MAX : 0;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) /* a number of steps that compilers make some at once of */
		for (size_t k = i; k < i + 8; k++)
			rows[k] &= (own[k] | lent[k]) ^ flip;
	for (; i < n; i++)
		rows[i] &= (own[i] | lent[i]) ^ flip;
}

/* Rows that can still match all words. */
struct reach {
	const struct terms *terms;
	const struct term *term; /* that is asked for next */
	uint64_t *rows, *asked;  /* asked: those that it does not match itself */
	size_t n_words;
};

/* To begin with, the rows with a name that some word matches themselves, and all rows without one. */
static void start_reach(void *context, size_t first, size_t end)
{
	const struct reach *reach = context;
	const struct terms *terms = reach->terms;
	uint64_t n_named = terms->index->plan.n_named, behind = terms->by_owner ? terms->index->n_rows : terms->index->n_all;
	size_t named = first > n_named / 64 ? 0 : end <= n_named / 64 ? end - first : n_named / 64 + 1 - first;
	memset(reach->rows + first, 0, (end - first) * sizeof *reach->rows);
	for (size_t i = 0; i < terms->n; i++)
		if (!terms->v[i].excludes)
			bits_add(reach->rows + first, terms->v[i].own + first, named);
	for (size_t w = named ? first + named - 1 : first; w < end; w++)
		reach->rows[w] |= bits_range(w, n_named, behind);
}

static void ask_reach(void *context, size_t first, size_t end)
{
	const struct reach *reach = context;
	memcpy(reach->asked + first, reach->rows + first, (end - first) * sizeof *reach->asked);
	bits_drop(reach->asked + first, reach->term->own + first, end - first);
}

static void leave_reach(void *context, size_t first, size_t end)
{
	const struct reach *reach = context;
	leave_matched(reach->rows + first, reach->term, first, end - first);
}

/*
 * The rows that belong to the lenders of a word. Those that it matches themselves need not be found. Where few packed ones are
 * left each looks for its lenders, else the lenders look for them.
 */
static void term_lend(const struct terms *terms, struct term *t, uint32_t mask, struct reach *reach)
{
	enum { FEW_ROWS = 1 << 13 };
	const struct index *index = terms->index;
	size_t packed = terms->by_owner ? reach->n_words : index->n_rows / 64;
	bits_pass(reach->n_words, 3, ask_reach, reach);
	t->lent = bits_new_words(terms->n_words);
	lend_find_own(index, &t->lenders, mask, reach->asked, t->lent);
	if (packed < reach->n_words && bits_total(reach->asked + packed, reach->n_words - packed) < FEW_ROWS)
		lend_find_among(index, &t->lenders, mask, reach->asked, packed, reach->n_words, t->lent);
	else if (packed < reach->n_words)
		ledger_lend(index, &t->lenders, mask, t->lent);
}

/* Words with few lenders come first, those that exclude last. */
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
	struct reach reach = {.terms = terms, .n_words = terms->n_words};
	reach.rows = xmalloc(reach.n_words * sizeof *reach.rows);
	reach.asked = xmalloc(reach.n_words * sizeof *reach.asked);
	bits_pass(reach.n_words, terms->n + 1, start_reach, &reach);
	order_terms(terms, order);
	for (size_t i = 0; i < terms->n; i++) {
		reach.term = order[i];
		if (order[i]->lenders.bits)
			term_lend(terms, order[i], mask, &reach);
		if (!order[i]->excludes)
			bits_pass(reach.n_words, 3, leave_reach, &reach);
	}
	free(reach.rows);
	free(reach.asked);
}

/* Find the records of these kinds that match a word through the name of what they belong to. */
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
		t->lent = bits_new_words(terms->n_words);
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

struct matching {
	const struct terms *terms;
	uint64_t *rows;
};

/* Rows that match all words, and where there are several at least one of these themselves. */
static void match_words(void *context, size_t first, size_t end)
{
	const struct matching *m = context;
	const struct terms *terms = m->terms;
	uint32_t n_named = terms->index->plan.n_named;
	size_t n = end - first;
	uint64_t *rows = m->rows + first;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (i || t->excludes) {
			if (!i)
				memset(rows, 0xFF, n * sizeof *rows);
			leave_matched(rows, t, first, n);
		} else {
			memcpy(rows, t->own + first, n * sizeof *rows);
			bits_add(rows, t->lent ? t->lent + first : NULL, n);
		}
	}
	for (size_t w = first; terms->n > 1 && w < end && w <= n_named / 64; w++)
		if (m->rows[w])
			m->rows[w] &= terms_owned(terms, w) | (w < n_named / 64 ? 0 : ~bits_range(w, 0, n_named));
}

/* Records of the mask that match all words; those without names may do so only by what they refer to. */
static uint64_t *matching(const struct terms *terms, uint32_t mask)
{
	size_t n_words = terms->n_words;
	uint64_t *all = xmalloc(n_words * sizeof *all);
	bits_pass(n_words, 2 * terms->n, match_words, &(struct matching){terms, all});
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(terms->index, k, part, &start, &end);
		for (size_t w = start / 64; !(mask >> k & 1) && start < end && w < n_words && w <= (end - 1) / 64; w++)
			all[w] &= ~bits_range(w, start, end);
	}
	all[n_words - 1] &= bits_range(n_words - 1, 0, terms->index->n_all);
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
