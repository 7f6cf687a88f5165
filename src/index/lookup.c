#include "index/lookup.h"

#include "index_internal.h"
#include "rank_internal.h"
#include "word_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 16 };

/* -- weights ------------------------------------------------------------------------- */

/* What people mean more often weighs more; reference tables and kinds without names come last. */
static const uint8_t kind_points[KIND_COUNT] = {
	[KIND_ZONE] = 30,
	[KIND_CHAIN] = 26,
	[KIND_STAGE] = 22,
	[KIND_ENTERPRISE] = 24,
	[KIND_PARK] = 22,
	[KIND_PROJECT] = 22,
	[KIND_SOURCE] = 20,
	[KIND_FACILITY] = 16,
	[KIND_MEASURE] = 16,
	[KIND_PERSON] = 16,
	[KIND_EVENT] = 16,
	[KIND_REQUEST] = 16,
	[KIND_TARGET] = 14,
	[KIND_ASSESSMENT] = 14,
	[KIND_INDICATOR] = 10,
	[KIND_REGION] = 8,
	[KIND_SECTOR] = 4,
	[KIND_DOUBT] = 6,
	[KIND_LINK] = 0,
	[KIND_PLACEMENT] = 0,
	[KIND_FLOW] = 0,
	[KIND_MILESTONE] = 0,
	[KIND_CLAIM] = 0,
	[KIND_IDENTITY] = 0,
};

/* A record counts SCORE_EXACT where no word is nearly matched only; STEP for a point. */
enum { STEP = 16, SCORE_EXACT = 1 << 15 };

/* -- words of a text -------------------------------------------------------------------- */

struct term {
	struct strbuf folded;
	bool excludes;
	struct word_rows rows;
	uint64_t *own;     /* rows that it matches themselves */
	struct near_rows near; /* … only nearly; part of own */
	uint64_t *lenders; /* rows that lend their names; NULL: none */
	uint64_t *lent;    /* rows that belong to lenders; NULL: not asked for */
	uint8_t *worth;    /* of lenders: 1 + points, 0: not known yet; NULL: of none */
};

struct terms {
	const struct index *index;
	struct term v[WORDS_MAX];
	size_t n, n_wanted;
	size_t n_words; /* of sets of the rows that are asked for */
	const volatile bool *cancel;
};

static void terms_release(struct terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		strbuf_release(&t->folded);
		word_release(&t->rows);
		free(t->own);
		near_release(&t->near);
		free(t->lenders);
		free(t->lent);
		free(t->worth);
	}
	terms->n = 0;
}

static uint64_t *own_rows(const struct word_rows *rows)
{
	uint64_t *own = xcalloc(rows->n_all, sizeof *own);
	bits_add(own, rows->names, rows->n_words);
	bits_add(own, rows->fields, rows->n_all);
	bits_add(own, rows->codes, rows->n_all);
	for (size_t i = 0; i < rows->others.n; i++)
		bits_set(own, rows->others.v[i]);
	return own;
}

static bool term_find(struct terms *terms, struct str word)
{
	struct term *t = &terms->v[terms->n];
	*t = (struct term){.excludes = word.n > 1 && word.p[0] == '-'};
	text_fold(str_sub(word, t->excludes, word.n), &t->folded);
	if (!t->folded.n) {
		strbuf_release(&t->folded);
		return true;
	}
	terms->n++;
	terms->n_wanted += !t->excludes;
	if (!word_find(terms->index, strbuf_str(&t->folded), &t->rows, terms->cancel))
		return false;
	t->own = own_rows(&t->rows);
	return true;
}

static bool terms_find(struct terms *terms, struct str text)
{
	struct strbuf parted = {0};
	struct str rest, word;
	bool ok = true;
	strbuf_reserve(&parted, text.n);
	for (size_t i = 0; i < text.n;) {
		/* an ideographic blank parts words as well */
		bool wide = text.n - i >= 3 && !memcmp(text.p + i, "\xE3\x80\x80", 3);
		strbuf_add_byte(&parted, wide || text.p[i] == '\t' ? ' ' : text.p[i]);
		i += wide ? 3 : 1;
	}
	rest = strbuf_str(&parted);
	while (ok && terms->n < WORDS_MAX && str_split(&rest, ' ', &word))
		ok = term_find(terms, word);
	strbuf_release(&parted);
	return ok;
}

/* -- which records ------------------------------------------------------------------------ */

/* Kinds of a mask that have rows. */
static uint32_t kinds_there(const struct index *index, uint32_t mask)
{
	uint32_t there = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		there |= (uint32_t)(mask >> k & 1 && index_count(index, (enum kind)k)) << k;
	return there;
}

/* What the words say of records of these kinds through what these belong to. */
static void terms_lend(struct terms *terms, uint32_t mask)
{
	for (size_t i = 0; mask && i < terms->n; i++) {
		struct term *t = &terms->v[i];
		t->lenders = word_lenders(terms->index, strbuf_str(&t->folded), &t->rows, mask);
		if (!t->lenders)
			continue;
		t->lent = xcalloc(terms->n_words, sizeof *t->lent);
		lend_find(terms->index, t->lenders, mask, t->lent);
	}
}

/* Records that match all words: a word at least themselves, or, without names, by what they refer to. */
static uint64_t *matching(const struct terms *terms, uint32_t mask)
{
	const struct index *index = terms->index;
	size_t n_words = terms->n_words;
	uint64_t *all = xmalloc(n_words * sizeof *all), *own = xcalloc(n_words, sizeof *own);
	memset(all, 0xFF, n_words * sizeof *all);
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		for (size_t w = 0; w < n_words; w++) {
			uint64_t has = t->own[w] | (t->lent ? t->lent[w] : 0);
			all[w] &= t->excludes ? ~has : has;
			own[w] |= t->excludes ? 0 : t->own[w];
		}
	}
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(index, k, part, &start, &end);
		if (mask >> k & 1 && !(index->plan.named >> k & 1))
			continue;
		for (size_t w = start / 64; start < end && w < n_words && w <= (end - 1) / 64; w++) {
			uint64_t range = bits_range(w, start, end);
			all[w] &= mask >> k & 1 ? own[w] | ~range : ~range;
		}
	}
	all[n_words - 1] &= bits_range(n_words - 1, 0, index->n_all);
	free(own);
	return all;
}

static void count_kinds(const struct index *index, const uint64_t *bits, uint32_t mask, size_t counts[KIND_COUNT])
{
	for (int k = 0, part = 0; k < KIND_COUNT; k += part, part = !part) {
		uint64_t start, end;
		search_range(index, k, part, &start, &end);
		for (size_t w = start / 64; mask >> k & 1 && start < end && w <= (end - 1) / 64; w++)
			counts[k] += bits_count(bits[w] & bits_range(w, start, end));
	}
}

/* -- how well a record matches -------------------------------------------------------------- */

/* How a word matches a record. */
struct matched {
	unsigned points;
	bool lent, direct; /* by the name of what it belongs to; that it names itself */
	bool near;
	struct word_hit hit;
};

/* What a lender's name is worth: 1 + points, 1 too where it lends nothing. */
static unsigned worth_of(const struct terms *terms, struct term *t, uint32_t lender)
{
	if (!t->worth)
		t->worth = xcalloc((size_t)terms->index->n_all + 1, sizeof *t->worth);
	if (!t->worth[lender]) {
		struct word_hit hit;
		struct str word = strbuf_str(&t->folded);
		bool lends = bits_has(t->lenders, lender) && word_check(terms->index, lender, word, &hit);
		t->worth[lender] = (uint8_t)(1 + (lends ? word_points((enum lookup_place)hit.place, (enum pinyin_how)hit.how) : 0));
	}
	return t->worth[lender];
}

static bool match_lent(const struct terms *terms, struct term *t, struct ref ref, struct matched *out)
{
	struct ref context[CONTEXT_MAX];
	size_t n_direct, n = index_context_of(terms->index, ref, context, &n_direct), best = n;
	unsigned most = 1;
	for (size_t i = 0; i < n; i++) {
		uint32_t lender = search_row(terms->index, context[i]);
		if (bits_has(t->lenders, lender) && worth_of(terms, t, lender) > most) {
			most = worth_of(terms, t, lender);
			best = i;
		}
	}
	if (best == n)
		return false;
	*out = (struct matched){.points = most - 1, .lent = true, .direct = best < n_direct};
	out->hit.row = search_row(terms->index, context[best]);
	return true;
}

static bool match_term(const struct terms *terms, struct term *t, struct ref ref, struct matched *out)
{
	uint32_t row = search_row(terms->index, ref);
	struct str word = strbuf_str(&t->folded);
	if (!bits_has(t->own, row))
		return match_lent(terms, t, ref, out);
	*out = (struct matched){.near = bits_has(t->near.rows, row)};
	if (!(out->near ? near_check(terms->index, row, &t->near, &out->hit) : word_check(terms->index, row, word, &out->hit)))
		return false;
	out->points = word_points((enum lookup_place)out->hit.place, (enum pinyin_how)out->hit.how);
	return true;
}

/*
 * What a record is worth; false where it does not match. A record without a name that names by itself all that two
 * or more words say is what these ask for; else the name of another one is worth a quarter.
 */
static bool weigh(struct terms *terms, struct ref ref, struct found *found)
{
	const struct index *index = terms->index;
	struct matched matched[WORDS_MAX];
	uint32_t row = search_row(index, ref), points = 0;
	bool exact = true, composed = !(index->plan.named >> ref_kind(ref) & 1) && terms->n_wanted > 1;
	for (size_t i = 0; i < terms->n; i++) {
		if (terms->v[i].excludes)
			continue;
		if (!match_term(terms, &terms->v[i], ref, &matched[i]))
			return false;
		exact &= !matched[i].near;
		composed &= !matched[i].lent || matched[i].direct;
	}
	for (size_t i = 0; i < terms->n; i++)
		if (!terms->v[i].excludes)
			points += matched[i].lent && !composed ? matched[i].points / 4 : matched[i].points;
	uint32_t base = kind_points[ref_kind(ref)] + index_renown(index, index_global(index, ref));
	*found = (struct found){ref, (exact ? SCORE_EXACT : 0) + base * STEP + points * STEP / (uint32_t)terms->n_wanted,
		rank_length(index, row)};
	return true;
}

/* -- the best of all ------------------------------------------------------------------------- */

struct ranking {
	struct terms *terms;
	uint64_t *rest; /* records that match and are not weighed yet */
	uint32_t mask;
	struct best best;
};

/* Weigh rows of word w of a set, those that could still be among the best if each had `most` and its renown. */
static bool weigh_rows(struct ranking *r, size_t w, uint64_t bits, uint32_t most)
{
	const struct index *index = r->terms->index;
	r->rest[w] &= ~bits;
	for (; bits; bits &= bits - 1) {
		struct ref ref = search_ref(index, (uint32_t)(w * 64 + (size_t)__builtin_ctzll(bits)));
		uint32_t renown = index_renown(index, index_global(index, ref));
		struct found found = {ref, most + renown * STEP, rank_length(index, search_row(index, ref))};
		if (best_takes(&r->best, &found) && weigh(r->terms, ref, &found))
			best_offer(&r->best, found);
	}
	return !(w % 1024 == 1023 && index_cancelled(r->terms->cancel));
}

/* A class of records: none of them is worth more than so many points. */
struct class {
	const uint64_t *a, *b; /* those that are in both; a NULL: none, b NULL: all of a */
	unsigned points;
	bool whole;            /* only those with a name or short name that the word can be as a whole */
	bool near;
};

/* Of 64 rows those with a name or short name of at most n characters. */
static uint64_t short_rows(const struct index *index, uint32_t row, size_t n)
{
	const uint8_t *lengths = SECTION_V(uint8_t, index->search.lengths) + row,
		      *short_lengths = SECTION_V(uint8_t, index->search.short_lengths) + row;
	size_t n_rows = index->n_rows - row < 64 ? index->n_rows - row : 64;
	uint8_t most = n < LENGTH_MAX - 1 ? (uint8_t)n : LENGTH_MAX;
	uint64_t bits = 0;
	if (n_rows == 64) {
		uint8_t is_short[64];
		for (unsigned i = 0; i < 64; i++)
			is_short[i] = (uint8_t)((lengths[i] <= most) | (short_lengths[i] <= most));
		return bits_pack(is_short);
	}
	for (size_t i = 0; i < n_rows; i++)
		bits |= (uint64_t)((lengths[i] <= most) | (short_lengths[i] <= most)) << i;
	return bits;
}

/* Below so many rows of 64 one is asked about after another. */
enum { FEW_BITS = 6 };

/* Weigh those of a class and kind that could be among the best; leave out the others. */
static bool weigh_class(struct ranking *r, const struct class *class, int kind)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	uint32_t most = (class->near ? 0 : SCORE_EXACT) + (kind_points[kind] + class->points) * STEP;
	if (!class->a || start == end || !best_has_room(&r->best, most + RENOWN_MAX * STEP))
		return true;
	for (size_t w = start / 64; w <= (end - 1) / 64; w++) {
		uint64_t bits = r->rest[w] & class->a[w] & (class->b ? class->b[w] : UINT64_MAX);
		if (!bits || !(bits &= bits_range(w, start, end)))
			continue;
		uint32_t row = (uint32_t)(w * 64);
		if (class->whole && !(bits &= short_rows(index, row, r->terms->v[0].rows.n_characters)))
			continue;
		uint64_t good = bits_count(bits) < FEW_BITS ? bits : bits & best_filter(&r->best, (enum kind)kind, row, most, STEP);
		r->rest[w] &= ~bits;
		if (!weigh_rows(r, w, good, most))
			return false;
	}
	return true;
}

/* One word, records with names: class after class, the better ones first, so that of most only the bits are looked at. */
static bool weigh_one(struct ranking *r)
{
	const struct term *t = &r->terms->v[0];
	const struct word_rows *rows = &t->rows;
	const unsigned literal = word_points(LOOKUP_FIELD, PINYIN_LITERAL), full = word_points(LOOKUP_FIELD, PINYIN_FULL),
		       initials = word_points(LOOKUP_FIELD, PINYIN_INITIALS);
	const struct class classes[] = {
		{rows->literals, rows->heads, word_points(LOOKUP_WHOLE, PINYIN_NONE) + literal, true, false},
		{rows->heads, rows->fulls, word_points(LOOKUP_WHOLE, PINYIN_NONE) + full, true, false},
		{rows->literals, rows->heads, word_points(LOOKUP_PREFIX, PINYIN_NONE) + literal, false, false},
		{rows->heads, rows->fulls, word_points(LOOKUP_PREFIX, PINYIN_NONE) + full, false, false},
		{rows->heads, NULL, word_points(LOOKUP_WHOLE, PINYIN_NONE) + initials, true, false},
		{rows->codes, NULL, word_points(LOOKUP_SHORT, PINYIN_NONE) + literal, false, false},
		{rows->heads, NULL, word_points(LOOKUP_PREFIX, PINYIN_NONE) + initials, false, false},
		{rows->literals, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + literal, false, false},
		{rows->fulls, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + full, false, false},
		{rows->fields, NULL, literal, false, false},
		{rows->names, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + initials, false, false},
		{t->near.rows, t->near.heads, word_points(LOOKUP_WHOLE, PINYIN_NEAR), true, true},
		{t->near.rows, t->near.heads, word_points(LOOKUP_PREFIX, PINYIN_NEAR), false, true},
		{t->near.rows, NULL, word_points(LOOKUP_INSIDE, PINYIN_NEAR), false, true},
	};
	for (size_t i = 0; i < rows->others.n; i++) {
		uint32_t row = rows->others.v[i];
		uint64_t bit = UINT64_C(1) << (row % 64);
		if (r->rest[row / 64] & bit)
			weigh_rows(r, row / 64, bit, UINT32_MAX / 2);
	}
	for (size_t c = 0; c < sizeof classes / sizeof *classes; c++)
		for (int k = 0; k < KIND_COUNT; k++)
			if (r->mask & r->terms->index->plan.named & 1u << k && !weigh_class(r, &classes[c], k))
				return false;
	return true;
}

/* At most so many points of a record in one word. */
static unsigned points_at_most(const struct term *t, uint32_t row, bool named)
{
	const struct word_rows *rows = &t->rows;
	if (!bits_has(t->own, row))
		return named ? WORD_POINTS_MAX / 4 : WORD_POINTS_MAX;
	if (row / 64 >= rows->n_words || bits_has(rows->heads, row) || bits_has(rows->codes, row) || !bits_has(rows->names, row))
		return WORD_POINTS_MAX;
	return word_points(LOOKUP_INSIDE, bits_has(rows->literals, row) ? PINYIN_LITERAL :
		bits_has(rows->fulls, row) ? PINYIN_FULL : PINYIN_INITIALS);
}

/* Several words, or records without names: one after another, those left out that have no chance. */
static bool weigh_each(struct ranking *r, int kind)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	bool named = index->plan.named >> kind & 1;
	for (size_t w = start / 64; start < end && w <= (end - 1) / 64; w++)
		for (uint64_t bits = r->rest[w] & bits_range(w, start, end); bits; bits &= bits - 1) {
			uint32_t row = (uint32_t)(w * 64 + (size_t)__builtin_ctzll(bits)), points = 0;
			for (size_t i = 0; i < r->terms->n; i++)
				points += r->terms->v[i].excludes ? 0 : points_at_most(&r->terms->v[i], row, named || r->terms->n_wanted == 1);
			uint32_t most = SCORE_EXACT + (uint32_t)kind_points[kind] * STEP + points * STEP / (uint32_t)r->terms->n_wanted;
			if (!weigh_rows(r, w, bits & -bits, most))
				return false;
		}
	return true;
}

/* -- packed rows ------------------------------------------------------------------------------- */

/* What the name of a record can be worth to what belongs to it: nothing where it does not lend. */
static unsigned lends_at_most(const struct term *t, uint32_t row)
{
	const struct word_rows *rows = &t->rows;
	if (!bits_has(t->lenders, row))
		return 0;
	if (row / 64 >= rows->n_words || bits_has(rows->heads, row) || bits_has(rows->codes, row) || !bits_has(rows->names, row))
		return WORD_POINTS_MAX;
	return word_points(LOOKUP_INSIDE, bits_has(rows->literals, row) ? PINYIN_LITERAL : PINYIN_FULL);
}

/* Points of a packed row at most: what weigh would give if its owner and indicator were named as well as they may be. */
static uint32_t packed_at_most(const struct terms *terms, uint32_t row, uint32_t owner, uint32_t indicator)
{
	uint32_t points = 0, quarter = 0;
	bool composed = terms->n_wanted > 1;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (t->excludes)
			continue;
		unsigned own = bits_has(t->own, row) ? WORD_POINTS_MAX : 0, a = lends_at_most(t, owner), b = lends_at_most(t, indicator);
		unsigned direct = a > b ? a : b, most = direct ? direct : WORD_POINTS_MAX;
		composed &= own || direct;
		points += own ? own : most;
		quarter += own ? own : most / 4;
	}
	return composed ? points : quarter;
}

/*
 * One after another as weigh_each, which would look for the owner of each: there may be millions. Of 64 rows that no
 * word names itself a look at the best tells whether to go on.
 */
static bool weigh_packed(struct ranking *r, enum ledger_sort sort)
{
	struct terms *terms = r->terms;
	const struct index *index = terms->index;
	uint64_t start, end;
	uint32_t base = SCORE_EXACT + (uint32_t)kind_points[ledger_kind(sort)] * STEP, wanted = (uint32_t)terms->n_wanted;
	struct ledger_walk walk = {0};
	search_range(index, (int)ledger_kind(sort), 1, &start, &end);
	for (size_t w = start / 64; start < end && w <= (end - 1) / 64; w++) {
		uint64_t bits = r->rest[w] & bits_range(w, start, end), own = 0;
		for (size_t i = 0; bits && i < terms->n; i++)
			own |= terms->v[i].excludes ? 0 : terms->v[i].own[w];
		if (wanted == 1 && !best_has_room(&r->best, base + WORD_POINTS_MAX / 4 * STEP))
			bits &= own;
		for (; bits; bits &= bits - 1) {
			uint32_t row = (uint32_t)(w * 64 + (size_t)__builtin_ctzll(bits));
			struct ref ref = search_ref(index, row);
			if (!ledger_walk_to(index, sort, row - (uint32_t)start, &walk))
				continue;
			uint32_t owner = search_row(index, walk.owner);
			uint32_t indicator = sort == LEDGER_CLAIM ? search_row(index, (struct ref){walk.head->indicator}) : owner;
			struct found found = {ref, base + packed_at_most(terms, row, owner, indicator) * STEP / wanted, 0};
			if (!best_has_room(&r->best, found.score))
				continue;
			found.length = ledger_name_length(index, walk.owner, walk.head);
			if (best_takes(&r->best, &found) && weigh(terms, ref, &found))
				best_offer(&r->best, found);
		}
		if (w % 1024 == 1023 && index_cancelled(terms->cancel))
			return false;
	}
	return true;
}

static bool weigh_all(struct ranking *r)
{
	bool ok = r->terms->n > 1 || weigh_one(r);
	for (int k = 0; ok && k < KIND_COUNT; k++)
		if (r->mask >> k & 1 && (r->terms->n > 1 || !(r->terms->index->plan.named >> k & 1)))
			ok = weigh_each(r, k);
	enum ledger_sort sorts[] = {LEDGER_MILESTONE, LEDGER_CLAIM};
	for (size_t i = 0; ok && i < 2; i++)
		if (r->mask >> ledger_kind(sorts[i]) & 1)
			ok = weigh_packed(r, sorts[i]);
	return ok;
}

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

static struct lookup_hit hand_out(struct terms *terms, const struct found *found)
{
	const struct index *index = terms->index;
	struct matched matched = {0};
	struct term *first = terms->v;
	struct strbuf folded = {0};
	while (first->excludes)
		first++;
	struct str word = strbuf_str(&first->folded);
	match_term(terms, first, found->ref, &matched);
	if (matched.lent)
		word_check(index, matched.hit.row, word, &matched.hit);
	struct lookup_hit hit = {
		.ref = found->ref, .score = found->score, .how = (enum pinyin_how)matched.hit.how,
		.place = matched.lent ? LOOKUP_FIELD : (enum lookup_place)matched.hit.place, .text = matched.hit.text,
	};
	if (matched.hit.type == TEXT_ID) {
		hit.end = matched.hit.end;
	} else {
		text_fold(hit.text, &folded);
		raw_range(hit.text, strbuf_str(&folded), &hit, &matched.hit);
		strbuf_release(&folded);
	}
	return hit;
}

/* Few hits of a word of letters: what it nearly matches is meant perhaps. */
static void terms_find_near(struct terms *terms)
{
	enum { FEW_HITS = 3 };
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		size_t n = 0;
		for (size_t w = 0; n <= FEW_HITS && w < t->rows.n_all; w++)
			n += bits_count(t->own[w]);
		if (t->excludes || n > FEW_HITS)
			continue;
		near_find(terms->index, strbuf_str(&t->folded), &t->near, terms->cancel);
		for (size_t w = 0; t->near.rows && w < t->rows.n_words; w++) {
			t->near.rows[w] &= ~t->own[w];
			t->own[w] |= t->near.rows[w];
		}
	}
}

bool lookup_run(const struct index *index, struct str text, uint32_t mask, size_t limit, struct lookup_hits *out,
	const volatile bool *cancel)
{
	struct terms terms = {.index = index, .cancel = cancel};
	struct ranking r = {.terms = &terms, .mask = kinds_there(index, mask), .best = {.index = index, .limit = limit}};
	*out = (struct lookup_hits){0};
	bool ok = !index_cancelled(cancel) && terms_find(&terms, text);
	if (ok && terms.n_wanted) {
		terms.n_words = r.mask & ~index->plan.named ? terms.v[0].rows.n_all : terms.v[0].rows.n_words;
		terms_find_near(&terms);
		terms_lend(&terms, terms.n > 1 ? r.mask : r.mask & ~index->plan.named);
		r.rest = matching(&terms, r.mask);
		count_kinds(index, r.rest, r.mask, out->counts);
		ok = weigh_all(&r) && !index_cancelled(cancel);
	}
	if (ok) {
		best_sort(&r.best);
		array_reserve(out, r.best.n);
		for (size_t i = 0; i < r.best.n; i++)
			array_push(out, hand_out(&terms, &r.best.v[i]));
	} else {
		*out = (struct lookup_hits){0};
	}
	free(r.rest);
	array_release(&r.best);
	terms_release(&terms);
	return ok;
}

void lookup_release(struct lookup_hits *hits)
{
	free(hits->v);
	*hits = (struct lookup_hits){0};
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
static void keep_sure(const struct index *index, struct str folded, const struct word_rows *rows, enum kind kind, enum naming naming, uint64_t *bits)
{
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	for (size_t w = start / 64; start < end && w < rows->n_words && w <= (end - 1) / 64; w++)
		bits[w] = rows->names[w] & (rows->heads[w] | rows->fulls[w]) & bits_range(w, start, end);
	word_keep_named(index, folded, naming, rows->sures, rows->begins, rows->n_words, bits);
}

/* Rows that the word matches where it is looked for, by row row. */
static void find_where(const struct index *index, struct str folded, const struct word_rows *rows, enum kind kind, unsigned where, uint64_t *bits)
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
		uint64_t *sure = xcalloc(rows->n_words, sizeof *sure);
		keep_sure(index, folded, rows, kind, NAMING_SURE, sure);
		if (!bits_any(sure, rows->n_words) && !bits_any(bits, rows->n_all))
			keep_sure(index, folded, rows, kind, NAMING_RARE, sure);
		bits_add(bits, sure, rows->n_words);
		free(sure);
	}
	if (where & LOOKUP_IN_OTHERS) {
		uint64_t *lenders = word_lenders(index, folded, rows, UINT32_C(1) << kind);
		lend_find(index, lenders, UINT32_C(1) << kind, bits);
		free(lenders);
	}
}

/* The rows of one part of a kind, from their places in a set of the search's rows to their own. */
static void copy_rows(const struct index *index, enum kind kind, int part, const uint64_t *bits, struct lookup_rows *out)
{
	uint64_t start, end, to = part ? index->tables[kind].n : 0;
	search_range(index, (int)kind, part, &start, &end);
	for (uint64_t at = start; at < end;) {
		/* up to the end of a word on either side */
		uint64_t n = 64 - (at % 64 > to % 64 ? at % 64 : to % 64);
		n = end - at < n ? end - at : n;
		uint64_t some = bits[at / 64] >> at % 64 & (n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1);
		out->bits[to / 64] |= some << to % 64;
		out->n += bits_count(some);
		at += n;
		to += n;
	}
}

bool lookup_find_rows(const struct index *index, struct str word, enum kind kind, unsigned where,
	struct lookup_rows *out, const volatile bool *cancel)
{
	struct strbuf folded = {0};
	struct word_rows rows;
	text_fold(word, &folded);
	*out = (struct lookup_rows){.n_rows = index_count(index, kind)};
	bool ok = word_find(index, strbuf_str(&folded), &rows, cancel);
	if (ok) {
		uint64_t *bits = xcalloc(rows.n_all + 1, sizeof *bits);
		find_where(index, strbuf_str(&folded), &rows, kind, where, bits);
		out->bits = xcalloc(out->n_rows / 64 + 1, sizeof *out->bits);
		copy_rows(index, kind, 0, bits, out);
		copy_rows(index, kind, 1, bits, out);
		free(bits);
	}
	word_release(&rows);
	strbuf_release(&folded);
	return ok;
}

void lookup_rows_release(struct lookup_rows *rows)
{
	free(rows->bits);
	*rows = (struct lookup_rows){0};
}
