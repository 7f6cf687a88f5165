/* How well records match the words of a look-up, and which of many are the best. */
#include "weigh_internal.h"

#include "foremost_internal.h"
#include "index_internal.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>

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

/*
 * Points more for a record that the one word names as a whole. Who types the short name of a region (深圳, guangdong) may mean
 * that, however many zones begin with it: it comes before those of which little is known.
 */
static uint32_t whole_points(enum kind kind, enum lookup_place place)
{
	return kind == KIND_REGION && place == LOOKUP_WHOLE_SHORT ? 12 : 0;
}

/* -- how well a record matches -------------------------------------------------------------- */

static bool is_other(const struct word_rows *rows, uint32_t row)
{
	bool is = false;
	for (size_t i = 0; i < rows->others.n && !is; i++)
		is = rows->others.v[i] == row;
	return is;
}

/* word_check; what the sets of rows say is not there need not be read. */
static bool check_row(const struct index *index, const struct term *t, uint32_t row, struct word_hit *hit)
{
	const struct word_rows *rows = &t->rows;
	struct str word = strbuf_str(&t->folded);
	bool by_names = row < index->plan.n_named && !(rows->codes && bits_has(rows->codes, row)) &&
		!(rows->fields && bits_has(rows->fields, row)) && !is_other(rows, row);
	return by_names ? word_check_names(index, row, word, PINYIN_NONE, hit) : word_check(index, row, word, hit);
}

bool weigh_known(const struct term *t, uint32_t lender, unsigned *points)
{
	const struct worth *worth = t->worth ? &t->worth[lender % WORTHS] : NULL;
	if (!worth || worth->lender != lender + 1)
		return false;
	*points = worth->points;
	return true;
}

/* What a lender's name is worth: 0 too where it lends nothing. */
static unsigned worth_of(const struct terms *terms, struct term *t, uint32_t lender)
{
	struct word_hit hit;
	unsigned points;
	if (weigh_known(t, lender, &points))
		return points;
	if (!t->worth)
		t->worth = xcalloc(WORTHS, sizeof *t->worth);
	bool lends = check_row(terms->index, t, lender, &hit);
	points = lends ? word_points((enum lookup_place)hit.place, (enum pinyin_how)hit.how) : 0;
	t->worth[lender % WORTHS] = (struct worth){lender + 1, (uint8_t)points};
	return points;
}

/* The best of the lenders, of equals the first. Only the texts of one that could be better are read. */
static bool match_lent(const struct terms *terms, struct term *t, const struct lending_to *lenders, struct matched *out)
{
	size_t best = lenders->n;
	unsigned most = 0;
	for (size_t i = 0; i < lenders->n; i++) {
		uint32_t lender = search_row(terms->index, lenders->v[i]);
		uint64_t bit = bits_at(lender);
		if (!lenders_has(&t->lenders, lender) || lends_at_most(terms->index, t, (struct some_rows){&bit, lender / 64, 1}) <= most)
			continue;
		unsigned points = worth_of(terms, t, lender);
		if (points > most) {
			most = points;
			best = i;
		}
	}
	if (best == lenders->n)
		return false;
	*out = (struct matched){.points = most, .lent = true, .direct = best < lenders->n_direct};
	out->hit.row = search_row(terms->index, lenders->v[best]);
	return true;
}

void weigh_find_lenders(const struct index *index, struct ref ref, struct lending_to *lenders)
{
	if (!lenders->known)
		lenders->n = index_context_of(index, ref, lenders->v, &lenders->n_direct);
	lenders->known = true;
}

static bool term_match(const struct terms *terms, struct term *t, struct ref ref, struct lending_to *lenders, struct matched *out)
{
	uint32_t row = search_row(terms->index, ref);
	if (!term_owns(t, row)) {
		weigh_find_lenders(terms->index, ref, lenders);
		return match_lent(terms, t, lenders, out);
	}
	*out = (struct matched){.near = bits_has(t->near.rows, row)};
	if (!(out->near ? near_check(terms->index, row, &t->near, &out->hit) : check_row(terms->index, t, row, &out->hit)))
		return false;
	out->points = word_points((enum lookup_place)out->hit.place, (enum pinyin_how)out->hit.how);
	return true;
}

/* Whether a record is a chain that nobody has, or a stage of one: a reference for the chains of others. */
static bool is_reference(const struct index *index, struct ref ref)
{
	struct ref chain = ref_kind(ref) == KIND_STAGE ? index_ref(index, ref, index->chain.of_stage) : ref;
	bool owned = ref_none(chain) || ref_kind(chain) != KIND_CHAIN;
	for (size_t i = 0; !owned && i < sizeof index->chain.owners / sizeof *index->chain.owners; i++)
		owned = !ref_none(index_ref(index, chain, index->chain.owners[i]));
	return !owned;
}

bool weigh(struct terms *terms, struct ref ref, struct lending_to *lenders, struct found *found)
{
	const struct index *index = terms->index;
	struct matched matched[WORDS_MAX];
	uint32_t row = search_row(index, ref), points = 0;
	size_t first = 0;
	while (terms->v[first].excludes)
		first++;
	bool exact = true, composed = !(index->plan.named >> ref_kind(ref) & 1) && terms->n_wanted > 1;
	for (size_t i = 0; i < terms->n; i++) {
		if (terms->v[i].excludes)
			continue;
		if (!term_match(terms, &terms->v[i], ref, lenders, &matched[i]))
			return false;
		exact &= !matched[i].near;
		composed &= !matched[i].lent || matched[i].direct;
	}
	for (size_t i = 0; i < terms->n; i++)
		if (!terms->v[i].excludes)
			points += matched[i].lent && !composed ? matched[i].points / 4 : matched[i].points;
	/* who looks for a stage means one that is somewhere, however much refers to the reference */
	uint32_t base = kind_points[ref_kind(ref)];
	if (terms->n == 1 && !matched[0].lent && matched[0].hit.how >= PINYIN_FULL)
		base += whole_points(ref_kind(ref), (enum lookup_place)matched[0].hit.place);
	base = is_reference(index, ref) ? base - 1 : base + index_renown(index, index_global(index, ref));
	uint32_t score = (exact ? SCORE_EXACT : 0) + base * STEP + points * STEP / (uint32_t)terms->n_wanted;
	*found = (struct found){ref, score, rank_length(index, row), matched[first]};
	return true;
}

/* -- the best of all ------------------------------------------------------------------------- */

uint32_t weigh_worth(const struct terms *terms, enum kind kind, uint32_t points)
{
	return SCORE_EXACT + (uint32_t)kind_points[kind] * STEP + points * STEP / (uint32_t)terms->n_wanted;
}

bool weigh_has_place(const struct ranking *r, struct ref ref, uint32_t row, uint32_t most)
{
	const struct index *index = r->terms->index;
	struct found found = {.ref = ref, .score = most + index_renown(index, index_global(index, ref)) * STEP, .length = rank_length(index, row)};
	return best_takes(r->best, &found);
}

/* Weigh rows of a kind, of word w of a set, those that could still be among the best if each had `most` and its renown. */
static void weigh_rows(struct ranking *r, enum kind kind, size_t w, uint64_t bits, uint32_t most)
{
	const struct index *index = r->terms->index;
	r->rest[w] &= ~bits;
	for (; bits; bits &= bits - 1) {
		uint32_t row = (uint32_t)(w * 64 + bits_lowest(bits));
		struct ref ref = row < index->n_rows ? ref_make(kind, row - index->plan.bases[kind]) : search_ref(index, row);
		struct found found;
		if (weigh_has_place(r, ref, row, most) && weigh(r->terms, ref, &(struct lending_to){.known = false}, &found))
			best_offer(r->best, found);
	}
}

/* A class of records: none of them is worth more than so many points. */
struct class {
	const uint64_t *a, *b; /* those that are in both; a NULL: none, b NULL: all of a */
	unsigned points;
	bool whole;            /* only those with a name or short name that the word can be as a whole */
	bool near;
	bool letters;          /* of a word without letters others say the same */
};

/* Below so many rows of 64 one is asked about after another. */
enum { FEW_BITS = 6 };

/* The words of a set that are not empty, as bits; made when they are first asked for. */
static const uint64_t *words_of(struct ranking *r, const uint64_t *set)
{
	size_t i = 0, n_words = r->terms->v[0].rows.n_words;
	while (i < r->n_sets && r->sets[i].set != set)
		i++;
	if (i == r->n_sets) {
		assert(i < SETS_MAX);
		r->sets[r->n_sets++] = (struct words_of_set){set, xmalloc(bits_room(n_words) * sizeof *set)};
		bits_words(set, n_words, r->sets[i].words);
	}
	return r->sets[i].words;
}

/* The words in which rows of a class may be left, as bits. */
static void find_words(struct ranking *r, const struct class *class)
{
	size_t n = r->terms->v[0].rows.n_words / 64 + (r->terms->v[0].rows.n_words % 64 != 0);
	const uint64_t *rest = words_of(r, r->rest), *a = words_of(r, class->a), *b = class->b ? words_of(r, class->b) : a;
	for (size_t i = 0; i < n; i++)
		r->words[i] = rest[i] & a[i] & b[i];
}

/* Words that are looked at at once. */
enum { WORDS_AT_ONCE = 8 };

/* The first such words from w on, up to the last one, of which one may have rows of a class. */
static size_t next_words(const struct ranking *r, size_t w, size_t last)
{
	size_t next = bits_next(r->words, w, last + 1);
	return next > last ? next : next / WORDS_AT_ONCE * WORDS_AT_ONCE;
}

/* The rows of a class from start to before end in the words from w on, those that are not weighed yet. False: none. */
static bool class_words(const struct ranking *r, const struct class *class, size_t w, uint64_t start, uint64_t end, uint64_t out[WORDS_AT_ONCE])
{
	const uint64_t *rest = r->rest + w, *a = class->a + w, *b = (class->b ? class->b : class->a) + w;
	uint64_t any = 0;
	if (w * 64 < start || (w + WORDS_AT_ONCE) * 64 > end)
		for (size_t i = 0; i < WORDS_AT_ONCE; i++) {
			uint64_t range = bits_range(w + i, start, end);
			out[i] = range ? rest[i] & a[i] & b[i] & range : 0;
		}
	else
		for (size_t i = 0; i < WORDS_AT_ONCE; i++)
			out[i] = rest[i] & a[i] & b[i];
	for (size_t i = 0; i < WORDS_AT_ONCE; i++)
		any |= out[i];
	for (size_t i = 0; any && class->whole && i < WORDS_AT_ONCE; i++)
		out[i] &= out[i] ? word_wholes(r->terms->index, &r->terms->v[0].rows, w + i) : 0;
	return any;
}

/* Leave out what is left of a class and kind. */
static void leave_class(struct ranking *r, const struct class *class, uint64_t start, uint64_t end)
{
	uint64_t some[WORDS_AT_ONCE];
	size_t last = (size_t)((end - 1) / 64);
	for (size_t w = next_words(r, start / 64, last); w <= last; w = next_words(r, w + WORDS_AT_ONCE, last))
		if (class_words(r, class, w, start, end, some))
			for (size_t i = 0; i < WORDS_AT_ONCE && w + i <= last; i++)
				r->rest[w + i] &= ~some[i];
}

/*
 * Weigh rows of a class in the order in which they come where all are worth the same. True once one of them, so all that
 * follow, cannot be among the best: the rest of the class is left out.
 */
static bool weigh_foremost(struct ranking *r, const struct class *class, int kind, uint32_t most)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n, some[WORDS_AT_ONCE];
	const uint64_t *a = class->a, *b = class->b ? class->b : class->a;
	size_t n = 0, last = (size_t)((end - 1) / 64);
	uint32_t row;
	for (size_t w = next_words(r, start / 64, last); n < MANY_ROWS && w <= last; w = next_words(r, w + WORDS_AT_ONCE, last))
		n += class_words(r, class, w, start, end, some) ? bits_total(some, WORDS_AT_ONCE) : 0;
	for (size_t i = 0; n >= MANY_ROWS && foremost_row(index, (enum kind)kind, i, &row); i++) {
		size_t w = (size_t)(start + row) / 64;
		uint64_t bit = bits_at(start + row);
		if (!(r->rest[w] & a[w] & b[w] & bit))
			continue;
		struct ref ref = ref_make((enum kind)kind, row);
		struct found found;
		if (!weigh_has_place(r, ref, (uint32_t)start + row, most)) {
			leave_class(r, class, start, end);
			return true;
		}
		r->rest[w] &= ~bit;
		if (weigh(r->terms, ref, &(struct lending_to){.known = false}, &found))
			best_offer(r->best, found);
	}
	return false;
}

/* Weigh those of a class and kind that could be among the best; leave out the others. */
static void weigh_class(struct ranking *r, const struct class *class, int kind)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n, some[WORDS_AT_ONCE];
	uint32_t points = kind_points[kind] + class->points + (class->whole ? whole_points((enum kind)kind, LOOKUP_WHOLE_SHORT) : 0);
	uint32_t most = (class->near ? 0 : SCORE_EXACT) + points * STEP;
	if (start == end || !best_has_room(r->best, most + RENOWN_MAX * STEP))
		return;
	if (!class->whole && weigh_foremost(r, class, kind, most))
		return;
	size_t last = (size_t)((end - 1) / 64);
	for (size_t w = next_words(r, start / 64, last); w <= last; w = next_words(r, w + WORDS_AT_ONCE, last)) {
		if (!class_words(r, class, w, start, end, some))
			continue;
		for (size_t i = 0; i < WORDS_AT_ONCE; i++) {
			uint64_t bits = some[i];
			if (bits && class->whole && r->one_character)
				bits &= SECTION_V(uint64_t, index->search.single)[w + i];
			if (!bits)
				continue;
			uint64_t good = bits_count(bits) < FEW_BITS ? bits : bits & best_filter(r->best, (enum kind)kind, (uint32_t)((w + i) * 64), most, STEP);
			r->rest[w + i] &= ~bits;
			weigh_rows(r, (enum kind)kind, w + i, good, most);
		}
	}
}

/* Whether a row with a name is left to be weighed. */
static bool any_left(struct ranking *r)
{
	size_t n_words = r->terms->v[0].rows.n_words;
	while (r->done < n_words && !r->rest[r->done])
		r->done++;
	return r->done < n_words;
}

/* One word, records with names: class after class, the better ones first; of most only the bits are looked at. */
static void weigh_one(struct ranking *r)
{
	const struct term *t = &r->terms->v[0];
	const struct word_rows *rows = &t->rows;
	const unsigned literal = word_points(LOOKUP_FIELD, PINYIN_LITERAL), full = word_points(LOOKUP_FIELD, PINYIN_FULL),
		       initials = word_points(LOOKUP_FIELD, PINYIN_INITIALS);
	const struct class classes[] = {
		{rows->literals, rows->literal_heads, word_points(LOOKUP_WHOLE, PINYIN_NONE) + literal, true, false, false},
		{rows->full_heads, NULL, word_points(LOOKUP_WHOLE, PINYIN_NONE) + full, true, false, true},
		{rows->literals, rows->literal_heads, word_points(LOOKUP_PREFIX, PINYIN_NONE) + literal, false, false, false},
		{rows->plain_heads, NULL, word_points(LOOKUP_WHOLE, PINYIN_NONE) + initials, true, false, true},
		{rows->codes, NULL, word_points(LOOKUP_SHORT, PINYIN_NONE) + literal, false, false, false},
		{rows->full_heads, NULL, word_points(LOOKUP_PREFIX, PINYIN_NONE) + full, false, false, true},
		{rows->heads, NULL, word_points(LOOKUP_WHOLE, PINYIN_RARE), true, false, true},
		{rows->plain_heads, NULL, word_points(LOOKUP_PREFIX, PINYIN_NONE) + initials, false, false, true},
		{rows->literals, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + literal, false, false, false},
		{rows->heads, NULL, word_points(LOOKUP_PREFIX, PINYIN_RARE), false, false, true},
		{rows->fulls, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + full, false, false, true},
		{rows->fields, NULL, literal, false, false, false},
		{rows->plains, NULL, word_points(LOOKUP_INSIDE, PINYIN_NONE) + initials, false, false, true},
		{rows->names, NULL, word_points(LOOKUP_INSIDE, PINYIN_RARE), false, false, true},
		{t->near.rows, t->near.heads, word_points(LOOKUP_WHOLE, PINYIN_NEAR), true, true, false},
		{t->near.rows, t->near.heads, word_points(LOOKUP_PREFIX, PINYIN_NEAR), false, true, false},
		{t->near.rows, NULL, word_points(LOOKUP_INSIDE, PINYIN_NEAR), false, true, false},
	};
	for (size_t i = 0; i < rows->others.n; i++) {
		uint32_t row = rows->others.v[i];
		uint64_t bit = bits_at(row);
		/* that of a row without a name may stand behind those that are asked for */
		if (row / 64 < r->terms->n_words && r->rest[row / 64] & bit)
			weigh_rows(r, ref_kind(search_ref(r->terms->index, row)), row / 64, bit, UINT32_MAX / 2);
	}
	bool letters = rows->fulls != rows->names;
	r->words = xmalloc(bits_room(rows->n_words) * sizeof *r->words);
	for (size_t c = 0; c < sizeof classes / sizeof *classes && any_left(r); c++) {
		if (!classes[c].a || (classes[c].letters && !letters))
			continue;
		find_words(r, &classes[c]);
		for (int k = 0; k < KIND_COUNT; k++)
			if (r->mask & r->terms->index->plan.named & 1u << k)
				weigh_class(r, &classes[c], k);
	}
	for (size_t i = 0; i < r->n_sets; i++)
		free(r->sets[i].words);
	free(r->words);
}

void weigh_all(struct terms *terms, uint32_t mask, uint64_t *rest, struct best *best)
{
	struct ranking ranking = {.terms = terms, .rest = rest, .mask = mask, .best = best}, *r = &ranking;
	ranking.one_character = utf8_length(strbuf_str(&terms->v[0].folded)) == 1;
	if (r->terms->n == 1)
		weigh_one(r);
	for (int k = 0; k < KIND_COUNT; k++)
		if (r->mask >> k & 1 && (r->terms->n > 1 || !(r->terms->index->plan.named >> k & 1)))
			weigh_each(r, (enum kind)k);
	weigh_packed(r);
}
