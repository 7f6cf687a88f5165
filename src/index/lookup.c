#include "index/lookup.h"

#include "answers_internal.h"
#include "index_internal.h"
#include "lookup_internal.h"
#include "terms_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

/* -- hits as they are handed out ----------------------------------------------------------------- */

/* Folding drops and replaces characters: where the folded range stands in the raw text, character by character. */
static void raw_range(struct str raw, struct str folded, struct lookup_hit *hit, const struct word_hit *from)
{
	size_t i = 0, j = 0, start = SIZE_MAX, end = 0, index = 0;
	while (i < raw.n && j < folded.n && end == 0) {
		size_t next = j;
		uint32_t want = utf8_next(folded, &next), c = fold_char(utf8_next(raw, &i));
		if (c == want || want == ' ') {
			if (index == from->start)
				start = hit->start;
			if (++index == from->end)
				end = (size_t)hit->start + 1;
			j = next;
		}
		hit->start++;
	}
	hit->end = (uint16_t)(end ? end : hit->start);
	hit->start = start == SIZE_MAX ? hit->end : (uint16_t)start;
}

/* Where a hit stands in the raw text: most texts fold to themselves. */
static void mark(const struct index *index, const struct word_hit *from, struct lookup_hit *hit)
{
	struct strbuf folded = {0};
	bool changed = from->type < TEXT_ID && search_is_changed(index, from->row);
	if (changed)
		text_fold(hit->text, &folded);
	if (changed && !str_eq(hit->text, strbuf_str(&folded))) {
		raw_range(hit->text, strbuf_str(&folded), hit, from);
	} else {
		hit->start = from->start;
		hit->end = from->end;
	}
	strbuf_release(&folded);
}

static struct lookup_hit hand_out(const struct index *index, const struct found *found)
{
	struct matched matched = found->matched;
	if (matched.hit.type == TEXT_CODE) {
		struct ref owner = search_ref(index, matched.hit.row);
		matched.hit.text = index_text(index, owner, field_get(ref_kind(owner), "code"));
	}
	if (matched.hit.type == TEXT_VALUE) {
		matched.hit.text = index_text(index, search_ref(index, matched.hit.row), index->claim.value);
		matched.hit.end = (uint16_t)utf8_length(matched.hit.text);
	}
	struct lookup_hit hit = {
		.ref = found->ref, .score = found->score, .how = (enum pinyin_how)matched.hit.how,
		.place = matched.lent ? LOOKUP_FIELD : (enum lookup_place)matched.hit.place, .text = matched.hit.text,
	};
	mark(index, &matched.hit, &hit);
	return hit;
}

/* -- looking up ------------------------------------------------------------------------------- */

uint32_t lookup_kinds(const struct index *index, uint32_t mask)
{
	uint32_t there = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		there |= (uint32_t)(mask >> k & 1 && index_count(index, (enum kind)k)) << k;
	return there;
}

/* How many rows of each kind are in a set of n_words words. */
static void count_kinds(const struct index *index, const uint64_t *bits, size_t n_words, uint32_t mask, size_t counts[KIND_COUNT])
{
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(index, k, part, &start, &end);
		end = end < n_words * 64 ? end : n_words * 64;
		if (mask >> k & 1 && start < end)
			counts[k] += bits_total_range(bits, start, end);
	}
}

/* Of names that others lend it is not known yet where the first word stands in them. */
static void check_lent(const struct best *best, struct str first)
{
	for (size_t i = 0; i < best->n; i++) {
		struct matched *matched = &best->v[i].matched;
		if (matched->lent)
			word_check(best->index, matched->hit.row, first, &matched->hit);
	}
}

void lookup_find_best(const struct index *index, struct str text, uint32_t mask, struct best *best, size_t counts[KIND_COUNT],
	struct strbuf *first)
{
	struct terms terms = {.index = index};
	size_t at = 0;
	terms_find(&terms, text);
	if (terms.n_wanted) {
		uint64_t *matching = terms_match(&terms, mask);
		count_kinds(index, matching, terms.n_words, mask, counts);
		counts[KIND_CLAIM] += terms.n_packed[LEDGER_CLAIM];
		counts[KIND_MILESTONE] += terms.n_packed[LEDGER_MILESTONE];
		weigh_all(&terms, mask, matching, best);
		free(matching);
		while (terms.v[at].excludes)
			at++;
		strbuf_add(first, strbuf_str(&terms.v[at].folded));
		best_sort(best);
		check_lent(best, strbuf_str(first));
	}
	terms_release(&terms);
}

/* An answer that stands ready is one of all kinds. */
static bool find_ready(const struct index *index, struct str text, uint32_t there, struct best *best, size_t counts[KIND_COUNT],
	struct strbuf *first)
{
	text = str_trim(text);
	if (!index_answers_n(index) || !answers_is_word(text) || there != lookup_kinds(index, UINT32_MAX >> (32 - KIND_COUNT)))
		return false;
	text_fold(text, first);
	bool ready = answers_find(index, strbuf_str(first), best, counts);
	strbuf_clear(first);
	return ready;
}

void lookup_run(const struct index *index, struct str text, uint32_t mask, size_t limit, struct lookup_hits *out)
{
	struct best best = {.index = index, .limit = limit};
	struct strbuf first = {0};
	uint32_t there = lookup_kinds(index, mask);
	*out = (struct lookup_hits){0};
	if (!find_ready(index, text, there, &best, out->counts, &first))
		lookup_find_best(index, text, there, &best, out->counts, &first);
	array_reserve(out, best.n);
	for (size_t i = 0; i < best.n; i++)
		array_push(out, hand_out(index, &best.v[i]));
	strbuf_release(&first);
	array_release(&best);
}

void lookup_release(struct lookup_hits *hits)
{
	free(hits->v);
	*hits = (struct lookup_hits){0};
}

size_t lookup_count(const struct lookup_hits *hits)
{
	size_t n = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n += hits->counts[k];
	return n;
}

/* -- one word, one record ------------------------------------------------------------------------ */

bool lookup_matches(const struct index *index, struct ref ref, struct str word)
{
	struct strbuf folded = {0};
	struct ref context[CONTEXT_MAX];
	struct word_hit hit;
	size_t n_direct;
	text_fold(word, &folded);
	bool matches = word_check(index, search_row(index, ref), strbuf_str(&folded), &hit);
	size_t n = matches ? 0 : index_context_of(index, ref, context, &n_direct);
	for (size_t i = 0; i < n && !matches; i++)
		matches = word_lends(index, search_row(index, context[i]), strbuf_str(&folded));
	strbuf_release(&folded);
	return matches;
}

/* -- one word, the rows of a kind -------------------------------------------------------------------- */

/* Leave of names those that the word surely means. */
static void keep_sure(const struct index *index, struct str folded, const struct word_rows *rows, enum kind kind,
	enum naming naming, uint64_t *bits)
{
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	for (size_t w = start / 64; start < end && w < rows->n_words && w <= (end - 1) / 64; w++)
		bits[w] = (rows->heads[w] | rows->fulls[w]) & bits_range(w, start, end);
	word_keep_named(index, folded, naming, rows, bits);
}

/* Whether all rows of a kind are in a set. */
static bool has_all(const struct index *index, enum kind kind, const uint64_t *bits)
{
	bool all = true;
	for (int part = 0; all && part < 2; part++) {
		uint64_t start, end;
		search_range(index, (int)kind, part, &start, &end);
		for (size_t w = start / 64; all && start < end && w <= (end - 1) / 64; w++)
			all = !(bits_range(w, start, end) & ~bits[w]);
	}
	return all;
}

/* Add the rows that the word matches in the places where it is looked for, as bits by search row. */
static void find_where(const struct index *index, struct str folded, const struct word_rows *rows, enum kind kind,
	unsigned where, uint64_t *bits)
{
	if (where & LOOKUP_IN_FIELDS)
		bits_add(bits, rows->fields, rows->n_all);
	if (where & LOOKUP_IN_CODES)
		bits_add(bits, rows->codes, rows->n_all);
	for (size_t i = 0; where & LOOKUP_IN_CODES && i < rows->others.n; i++)
		bits_set(bits, rows->others.v[i]);
	if (where & LOOKUP_IN_NAMES && !(where & LOOKUP_SURE))
		bits_add(bits, rows->names, rows->n_words);
	if (where & LOOKUP_IN_NAMES && where & LOOKUP_SURE) {
		uint64_t *sure = bits_new_words(rows->n_words);
		keep_sure(index, folded, rows, kind, NAMING_SURE, sure);
		if (!bits_any(sure, rows->n_words) && !bits_any(bits, rows->n_all))
			keep_sure(index, folded, rows, kind, NAMING_RARE, sure);
		bits_add(bits, sure, rows->n_words);
		free(sure);
	}
	if (where & LOOKUP_IN_OTHERS && !has_all(index, kind, bits)) {
		struct lenders lenders = word_lenders(index, folded, rows, UINT32_C(1) << kind);
		lend_find(index, &lenders, UINT32_C(1) << kind, bits);
		lenders_release(&lenders);
	}
}

/* The rows of one part of a kind, from their places in a set of n_words words of the search's rows to their own. */
static void copy_rows(const struct index *index, enum kind kind, int part, const uint64_t *bits, size_t n_words, struct lookup_rows *out)
{
	uint64_t start, end, to = part ? index->tables[kind].n : 0;
	search_range(index, (int)kind, part, &start, &end);
	if (start < end)
		out->n += bits_copy_range(bits, n_words, start, end - start, out->bits, to);
}

/* What has to be known of a word to tell where it matches rows of a kind. */
static void find_asked(const struct index *index, struct str folded, enum kind kind, unsigned where, struct word_rows *rows)
{
	uint64_t start, end;
	if (where & ~(unsigned)(LOOKUP_IN_NAMES | LOOKUP_IN_CODES)) {
		word_find(index, folded, rows);
		return;
	}
	search_range(index, (int)kind, 0, &start, &end);
	word_find_named(index, folded, start, where & LOOKUP_IN_NAMES ? end : start, rows);
	if (folded.n && where & LOOKUP_IN_CODES)
		word_find_codes(index, folded, rows);
}

void lookup_find_rows(const struct index *index, struct str word, enum kind kind, unsigned where,
	struct lookup_rows *out)
{
	struct strbuf folded = {0};
	struct word_rows rows;
	text_fold(word, &folded);
	*out = (struct lookup_rows){.n_rows = index_count(index, kind)};
	find_asked(index, strbuf_str(&folded), kind, where, &rows);
	if (where == LOOKUP_IN_NAMES) {
		out->bits = bits_new(out->n_rows);
		copy_rows(index, kind, 0, rows.names, rows.n_words, out);
	} else {
		if (index->tables[kind].packed || word_has_packed(index, &rows))
			word_reach_packed(index, &rows);
		uint64_t *bits = bits_new_words(rows.n_all);
		find_where(index, strbuf_str(&folded), &rows, kind, where, bits);
		out->bits = bits_new(out->n_rows);
		copy_rows(index, kind, 0, bits, rows.n_all, out);
		copy_rows(index, kind, 1, bits, rows.n_all, out);
		free(bits);
	}
	word_release(&rows);
	strbuf_release(&folded);
}

void lookup_rows_release(struct lookup_rows *rows)
{
	free(rows->bits);
	*rows = (struct lookup_rows){0};
}
