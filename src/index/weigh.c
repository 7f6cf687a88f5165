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
	return by_names ? word_check_names(index, row, word, hit) : word_check(index, row, word, hit);
}

/* What a lender's name is worth: 1 + points, 1 too where it lends nothing. */
static unsigned worth_of(const struct terms *terms, struct term *t, uint32_t lender)
{
	if (!t->worth)
		t->worth = xcalloc(WORTHS, sizeof *t->worth);
	struct worth *worth = &t->worth[lender % WORTHS];
	if (worth->lender != lender + 1) {
		struct word_hit hit;
		bool lends = check_row(terms->index, t, lender, &hit);
		worth->points = (uint8_t)(1 + (lends ? word_points((enum lookup_place)hit.place, (enum pinyin_how)hit.how) : 0));
		worth->lender = lender + 1;
	}
	return worth->points;
}

static bool match_lent(const struct terms *terms, struct term *t, struct ref ref, struct matched *out)
{
	struct ref context[CONTEXT_MAX];
	size_t n_direct, n = index_context_of(terms->index, ref, context, &n_direct), best = n;
	unsigned most = 1;
	for (size_t i = 0; i < n; i++) {
		uint32_t lender = search_row(terms->index, context[i]);
		if (lenders_has(&t->lenders, lender) && worth_of(terms, t, lender) > most) {
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

static bool term_match(const struct terms *terms, struct term *t, struct ref ref, struct matched *out)
{
	uint32_t row = search_row(terms->index, ref);
	if (!term_owns(t, row))
		return match_lent(terms, t, ref, out);
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

bool weigh(struct terms *terms, struct ref ref, struct found *found)
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
		if (!term_match(terms, &terms->v[i], ref, &matched[i]))
			return false;
		exact &= !matched[i].near;
		composed &= !matched[i].lent || matched[i].direct;
	}
	for (size_t i = 0; i < terms->n; i++)
		if (!terms->v[i].excludes)
			points += matched[i].lent && !composed ? matched[i].points / 4 : matched[i].points;
	/* who looks for a stage means one that is somewhere, however much refers to the reference */
	uint32_t base = kind_points[ref_kind(ref)];
	base = is_reference(index, ref) ? base - 1 : base + index_renown(index, index_global(index, ref));
	uint32_t score = (exact ? SCORE_EXACT : 0) + base * STEP + points * STEP / (uint32_t)terms->n_wanted;
	*found = (struct found){ref, score, rank_length(index, row), matched[first]};
	return true;
}

/* -- the best of all ------------------------------------------------------------------------- */

/* Weigh rows of a kind, of word w of a set, those that could still be among the best if each had `most` and its renown. */
static void weigh_rows(struct ranking *r, enum kind kind, size_t w, uint64_t bits, uint32_t most)
{
	const struct index *index = r->terms->index;
	r->rest[w] &= ~bits;
	for (; bits; bits &= bits - 1) {
		uint32_t row = (uint32_t)(w * 64 + bits_lowest(bits));
		struct ref ref = row < index->n_rows ? ref_make(kind, row - index->plan.bases[kind]) : search_ref(index, row);
		uint32_t renown = index_renown(index, index_global(index, ref));
		struct found found = {.ref = ref, .score = most + renown * STEP, .length = rank_length(index, row)};
		if (best_takes(r->best, &found) && weigh(r->terms, ref, &found))
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

/* A class of this many rows of a kind is looked for among the foremost first. */
enum { MANY_ROWS = 1 << 11 };

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

/* Where the rows of a class that are left may stand: words, as bits. */
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
		struct found found = {.ref = ref, .score = most + index_renown(index, index_global(index, ref)) * STEP,
			.length = rank_length(index, (uint32_t)start + row)};
		if (!best_takes(r->best, &found)) {
			leave_class(r, class, start, end);
			return true;
		}
		r->rest[w] &= ~bit;
		if (weigh(r->terms, ref, &found))
			best_offer(r->best, found);
	}
	return false;
}

/* Weigh those of a class and kind that could be among the best; leave out the others. */
static void weigh_class(struct ranking *r, const struct class *class, int kind)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n, some[WORDS_AT_ONCE];
	uint32_t most = (class->near ? 0 : SCORE_EXACT) + (kind_points[kind] + class->points) * STEP;
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

/* The best way in which one of some rows of word w can match, by sets of which each is part of those behind it. */
static enum pinyin_how how_at_most(const uint64_t *literals, const uint64_t *fulls, const uint64_t *plains, size_t w, uint64_t some)
{
	return literals && literals[w] & some ? PINYIN_LITERAL : fulls[w] & some ? PINYIN_FULL : plains[w] & some ? PINYIN_INITIALS : PINYIN_RARE;
}

unsigned own_at_most(const struct index *index, const struct term *t, size_t w, uint64_t some)
{
	const struct word_rows *rows = &t->rows;
	if (some & ~bits_range(w, 0, index->plan.n_named) || rows->others.n || (rows->codes && rows->codes[w] & some)
		|| (t->near.rows && t->near.rows[w] & some))
		return WORD_POINTS_MAX;
	unsigned most = rows->fields && rows->fields[w] & some ? word_points(LOOKUP_FIELD, PINYIN_LITERAL) : 0;
	if (rows->names[w] & some) {
		unsigned inside = word_points(LOOKUP_INSIDE, how_at_most(rows->literals, rows->fulls, rows->plains, w, some));
		most = inside > most ? inside : most;
	}
	if (rows->heads[w] & some) {
		bool whole = word_wholes(index, rows, w) & rows->heads[w] & some;
		unsigned head = word_points(whole ? LOOKUP_WHOLE : LOOKUP_PREFIX,
			how_at_most(rows->literals, rows->full_heads, rows->plain_heads, w, rows->heads[w] & some));
		most = head > most ? head : most;
	}
	return most;
}

/* At most so many points of some records of word w in one word; of those that it does not match itself so many. */
static unsigned points_at_most(const struct index *index, const struct term *t, size_t w, uint64_t some, unsigned lent)
{
	uint64_t own = t->own[w] & some;
	unsigned most = own ? own_at_most(index, t, w, own) : 0;
	return some & ~own && lent > most ? lent : most;
}

/* At most so much are some records of a kind, of word w, worth without their renown. */
static uint32_t worth_at_most(const struct terms *terms, enum kind kind, size_t w, uint64_t some)
{
	bool quarter = terms->index->plan.named >> kind & 1 || terms->n_wanted == 1;
	uint32_t points = 0;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		points += t->excludes ? 0 : points_at_most(terms->index, t, w, some, quarter ? t->lent_at_most / 4 : t->lent_at_most);
	}
	return SCORE_EXACT + (uint32_t)kind_points[kind] * STEP + points * STEP / (uint32_t)terms->n_wanted;
}

/* Whether a row could still be among the best; *most is what it is worth at most without its renown. */
static bool has_chance(const struct ranking *r, enum kind kind, uint32_t row, uint32_t *most)
{
	const struct index *index = r->terms->index;
	uint32_t in_kind = row - index->plan.bases[kind];
	*most = worth_at_most(r->terms, kind, row / 64, bits_at(row));
	return best_has_room(r->best, *most + index_renown(index, index->tables[kind].base + in_kind) * STEP);
}

/* The foremost of many that match first: the better the best are by then, the fewer of all the others need a closer look. */
static void weigh_some_foremost(struct ranking *r, enum kind kind)
{
	enum { TRIED = 4 }; /* for each of the best */
	const struct index *index = r->terms->index;
	uint32_t row, most;
	for (size_t i = 0, n = 0; n < TRIED * r->best->limit && foremost_row(index, kind, i, &row); i++) {
		row += index->plan.bases[kind];
		if (!bits_has(r->rest, row))
			continue;
		n++;
		if (has_chance(r, kind, row, &most))
			weigh_rows(r, kind, row / 64, bits_at(row), most);
	}
}

/* What the names of lenders can be worth at most. */
static void bound_lenders(struct terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		struct term *t = &terms->v[i];
		for (size_t w = 0; t->lenders.bits && w < t->lenders.n_words && t->lent_at_most < WORD_POINTS_MAX; w++) {
			unsigned most = t->lenders.bits[w] ? own_at_most(terms->index, t, w, t->lenders.bits[w]) : 0;
			t->lent_at_most = most > t->lent_at_most ? most : t->lent_at_most;
		}
	}
}

/* Which of 64 rows are looked at first: those that all words begin, then those that some do, then the others. */
enum { ALL_BEGIN, SOME_BEGIN, ALL };

static uint64_t in_turn(const struct terms *terms, size_t w, int turn)
{
	uint64_t all = UINT64_MAX, some = 0;
	for (size_t i = 0; i < terms->n; i++) {
		const struct word_rows *rows = &terms->v[i].rows;
		uint64_t heads = w < rows->n_words && !terms->v[i].excludes ? rows->heads[w] : 0;
		all &= terms->v[i].excludes ? UINT64_MAX : heads;
		some |= heads;
	}
	return turn == ALL_BEGIN ? all : turn == SOME_BEGIN ? some : UINT64_MAX;
}

static void weigh_turn(struct ranking *r, enum kind kind, int turn)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	bool quarter = r->terms->n_wanted == 1; /* with a name some word matches them themselves */
	uint32_t lent = SCORE_EXACT + (uint32_t)(kind_points[kind] + RENOWN_MAX + (quarter ? WORD_POINTS_MAX / 4 : WORD_POINTS_MAX)) * STEP, most;
	bool lent_have_room = best_has_room(r->best, lent);
	for (size_t w = start / 64; w <= (end - 1) / 64; w++) {
		uint64_t bits = r->rest[w] & bits_range(w, start, end);
		bits &= bits ? in_turn(r->terms, w, turn) & (lent_have_room ? UINT64_MAX : terms_owned(r->terms, w)) : 0;
		if (bits)
			bits &= best_filter(r->best, kind, (uint32_t)(w * 64), worth_at_most(r->terms, kind, w, bits), STEP);
		for (; bits; bits &= bits - 1) {
			uint32_t row = (uint32_t)(w * 64 + bits_lowest(bits));
			if (has_chance(r, kind, row, &most))
				weigh_rows(r, kind, w, bits & -bits, most);
		}
	}
}

/*
 * Several words, or records without names: one after another, those left out that have no chance. Of 64 a look at the
 * best that one of them could be tells first.
 */
static void weigh_each(struct ranking *r, enum kind kind)
{
	if (!r->terms->index->tables[kind].n)
		return;
	if (!r->lenders_bound)
		bound_lenders(r->terms);
	r->lenders_bound = true;
	weigh_some_foremost(r, kind);
	for (int turn = r->terms->index->plan.named >> kind & 1 ? ALL_BEGIN : ALL; turn <= ALL; turn++)
		weigh_turn(r, kind, turn);
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

