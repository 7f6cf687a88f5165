/*
 * Which records of many are the best where several words say what is meant, or where these have no names: bounds that hold
 * for many rows at once spare most of them a closer look.
 */
#include "weigh_internal.h"

#include "foremost_internal.h"
#include "index_internal.h"

#include <stdlib.h>
#include <string.h>

/* -- bounds -------------------------------------------------------------------------------------- */

/* Whether some of the rows are in a set, and in another; NULL: the empty one. */
static inline bool meet(struct some_rows some, const uint64_t *a, const uint64_t *b)
{
	if (!a || !b)
		return false;
	return some.n == 1 ? *some.bits & a[some.first] & b[some.first] : bits_meet(some.bits, a + some.first, b + some.first, some.n);
}

/* The best way in which one of some rows of a set can match, by sets of which each is part of those behind it. */
static enum pinyin_how how_at_most(struct some_rows some, const uint64_t *set, const uint64_t *literals, const uint64_t *fulls, const uint64_t *plains)
{
	return meet(some, set, literals) ? PINYIN_LITERAL : meet(some, set, fulls) ? PINYIN_FULL : meet(some, set, plains) ? PINYIN_INITIALS : PINYIN_RARE;
}

/* Whether some rows are such as a word matches as a code, an id, or nearly. */
static bool have_other(const struct term *t, struct some_rows some)
{
	const struct word_rows *rows = &t->rows;
	for (size_t i = 0; i < rows->others.n; i++) {
		size_t w = rows->others.v[i] / 64 - some.first;
		if (w < some.n && some.bits[w] >> rows->others.v[i] % 64 & 1)
			return true;
	}
	return meet(some, rows->codes, rows->codes) || meet(some, t->near.rows, t->near.rows);
}

/* What a word matches in names and fields. */
static unsigned text_at_most(const struct index *index, const struct word_rows *rows, struct some_rows some)
{
	unsigned most = meet(some, rows->fields, rows->fields) ? word_points(LOOKUP_FIELD, PINYIN_LITERAL) : 0;
	if (meet(some, rows->names, rows->names)) {
		unsigned inside = word_points(LOOKUP_INSIDE, how_at_most(some, rows->names, rows->literals, rows->fulls, rows->plains));
		most = inside > most ? inside : most;
	}
	if (meet(some, rows->heads, rows->heads)) {
		bool whole = meet(some, rows->heads, SECTION_V(uint64_t, index->search.brief)) || meet(some, rows->heads, rows->completes);
		unsigned head = word_points(whole ? LOOKUP_WHOLE : LOOKUP_PREFIX,
			how_at_most(some, rows->heads, rows->literals, rows->full_heads, rows->plain_heads));
		most = head > most ? head : most;
	}
	return most;
}

/* Whether a word matches some of the rows themselves that have no name. */
static bool have_unnamed(const struct index *index, const struct term *t, struct some_rows some)
{
	size_t unnamed = index->plan.n_named / 64, first = some.first > unnamed ? some.first : unnamed;
	for (size_t w = first; w < some.first + some.n; w++)
		if (some.bits[w - some.first] & t->own[w] & ~bits_range(w, 0, index->plan.n_named))
			return true;
	return false;
}

unsigned own_at_most(const struct index *index, const struct term *t, struct some_rows some)
{
	if (have_unnamed(index, t, some))
		return WORD_POINTS_MAX;
	if (some.first >= t->rows.n_words)
		return 0;
	some.n = some.first + some.n < t->rows.n_words ? some.n : t->rows.n_words - some.first;
	return have_other(t, some) ? WORD_POINTS_MAX : text_at_most(index, &t->rows, some);
}

void bound_lenders(const struct index *index, struct term *t)
{
	if (t->lenders.bits)
		t->lent_at_most = own_at_most(index, t, (struct some_rows){t->lenders.bits, 0, t->lenders.n_words});
}

unsigned lends_at_most(const struct index *index, const struct term *t, struct some_rows some)
{
	if (!t->lenders.bits)
		return 0;
	if (some.n > 1) {
		unsigned own = own_at_most(index, t, some);
		return own < t->lent_at_most ? own : t->lent_at_most;
	}
	uint64_t lends = some.first < t->lenders.n_words ? t->lenders.bits[some.first] & *some.bits : 0;
	return lends ? own_at_most(index, t, (struct some_rows){&lends, some.first, 1}) : 0;
}

/* Whether a word does not match all of some rows itself. */
static bool some_lent(const struct term *t, struct some_rows some)
{
	for (size_t w = 0; w < some.n; w++)
		if (some.bits[w] & ~t->own[some.first + w])
			return true;
	return false;
}

/* At most so much are some rows of a kind worth without their renown. */
static uint32_t worth_at_most(const struct terms *terms, enum kind kind, struct some_rows some)
{
	bool quarter = terms->index->plan.named >> kind & 1 || terms->n_wanted == 1;
	uint32_t points = 0;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (t->excludes)
			continue;
		unsigned own = own_at_most(terms->index, t, some), lent = quarter ? t->lent_at_most / 4 : t->lent_at_most;
		points += lent > own && some_lent(t, some) ? lent : own;
	}
	return weigh_worth(terms, kind, points);
}

/* At most so many points that a row is lent. */
struct lent_points {
	unsigned direct, others; /* by what it names itself; by what that belongs to */
	bool more;               /* the others lend more for sure */
};

static struct lent_points lent_at_most(const struct index *index, const struct term *t, const struct lending_to *lenders)
{
	struct lent_points most = {0, 0, false};
	for (size_t i = 0; i < lenders->n; i++) {
		uint32_t lender = search_row(index, lenders->v[i]);
		uint64_t bit = bits_at(lender);
		unsigned points, *to = i < lenders->n_direct ? &most.direct : &most.others;
		if (lenders_has(&t->lenders, lender) && weigh_known(t, lender, &points))
			most.more |= i >= lenders->n_direct && points > most.direct;
		else
			points = lends_at_most(index, t, (struct some_rows){&bit, lender / 64, 1});
		*to = points > *to ? points : *to;
	}
	return most;
}

/* The same of one row, by those who lend to it: what weigh finds if each is named as well as it may be. */
static uint32_t row_at_most(const struct terms *terms, struct ref ref, uint32_t row, const struct lending_to *lenders)
{
	const struct index *index = terms->index;
	uint64_t bit = bits_at(row);
	bool composed = !(index->plan.named >> ref_kind(ref) & 1) && terms->n_wanted > 1;
	uint32_t points = 0, quarter = 0;
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (t->excludes)
			continue;
		if (term_owns(t, row)) {
			unsigned own = own_at_most(index, t, (struct some_rows){&bit, row / 64, 1});
			points += own;
			quarter += own;
			continue;
		}
		struct lent_points lent = lent_at_most(index, t, lenders);
		composed &= lent.direct && !lent.more;
		points += lent.direct;
		quarter += (lent.direct > lent.others ? lent.direct : lent.others) / 4;
	}
	return weigh_worth(terms, ref_kind(ref), composed && points > quarter ? points : quarter);
}

static bool has_lent(const struct terms *terms, uint32_t row)
{
	bool lent = false;
	for (size_t i = 0; i < terms->n && !lent; i++)
		lent = !terms->v[i].excludes && !term_owns(&terms->v[i], row);
	return lent;
}

/* Whether a row, and so what stands behind it among the foremost, could be among the best if it had `most` and its renown. */
static bool has_place(const struct ranking *r, struct ref ref, uint32_t row, uint32_t most)
{
	const struct index *index = r->terms->index;
	struct found found = {.ref = ref, .score = most + index_renown(index, index_global(index, ref)) * STEP, .length = rank_length(index, row)};
	return best_takes(r->best, &found);
}

/* Weigh a row if it could be among the best. */
static void weigh_row(struct ranking *r, enum kind kind, uint32_t row)
{
	const struct index *index = r->terms->index;
	struct ref ref = ref_make(kind, row - index->plan.bases[kind]);
	uint64_t bit = bits_at(row);
	if (!has_place(r, ref, row, worth_at_most(r->terms, kind, (struct some_rows){&bit, row / 64, 1})))
		return;
	struct found found;
	struct lending_to lenders = {.known = false};
	if (has_lent(r->terms, row)) {
		weigh_find_lenders(index, ref, &lenders);
		if (!has_place(r, ref, row, row_at_most(r->terms, ref, row, &lenders)))
			return;
	}
	if (weigh(r->terms, ref, &lenders, &found))
		best_offer(r->best, found);
}

/* -- turns ----------------------------------------------------------------------------------------- */

/* Which rows are weighed first: those that all words begin, then those that some do, then the others. */
enum { ALL_BEGIN, SOME_BEGIN, ALL };

/* Rows that all words begin, or that some do, of n words of sets from `first` on. */
static void find_heads(const struct terms *terms, size_t first, size_t n, int turn, uint64_t *out)
{
	memset(out, turn == ALL_BEGIN ? 0xFF : 0, n * sizeof *out);
	for (size_t i = 0; i < terms->n; i++) {
		const uint64_t *heads = terms->v[i].rows.heads + first;
		if (terms->v[i].excludes)
			continue;
		if (turn == SOME_BEGIN)
			bits_add(out, heads, n);
		for (size_t w = 0; turn == ALL_BEGIN && w < n; w++)
			out[w] &= heads[w];
	}
}

/* Move the rows of a kind that are weighed in a turn from those that are left to `out`; how many they are. */
static size_t take_turn(struct ranking *r, uint64_t start, uint64_t end, int turn, uint64_t *out)
{
	size_t first = (size_t)(start / 64), n = (size_t)((end + 63) / 64) - first;
	uint64_t *rest = r->rest + first;
	if (turn == ALL)
		memcpy(out, rest, n * sizeof *out);
	else
		find_heads(r->terms, first, n, turn, out);
	for (size_t w = 0; w < n; w++)
		out[w] &= rest[w];
	out[0] &= bits_range(first, start, end);
	out[n - 1] &= bits_range(first + n - 1, start, end);
	for (size_t w = 0; w < n; w++)
		rest[w] &= ~out[w];
	return bits_total(out, n);
}

/*
 * Weigh rows of a turn in the order in which they come where all are worth `most`. True once one of them, so all that
 * follow, cannot be among the best.
 */
static bool weigh_foremost(struct ranking *r, enum kind kind, uint64_t *bits, size_t first, uint32_t most)
{
	const struct index *index = r->terms->index;
	uint32_t base = index->plan.bases[kind], in_kind = 0;
	size_t i = 0;
	for (; foremost_row(index, kind, i, &in_kind); i++) {
		uint32_t row = base + in_kind;
		uint64_t bit = bits_at(row);
		if (!(bits[row / 64 - first] & bit))
			continue;
		if (!has_place(r, ref_make(kind, in_kind), row, most))
			return true;
		bits[row / 64 - first] &= ~bit;
		weigh_row(r, kind, row);
	}
	return i && !has_place(r, ref_make(kind, in_kind), base + in_kind, most);
}

/* Weigh rows one after another. Of 64 a look at the best that one of them could be tells first. */
static void weigh_words(struct ranking *r, enum kind kind, struct some_rows some)
{
	for (size_t i = 0; i < some.n; i++) {
		size_t w = some.first + i;
		uint64_t bits = some.bits[i];
		if (bits)
			bits &= best_filter(r->best, kind, (uint32_t)(w * 64), worth_at_most(r->terms, kind, (struct some_rows){&bits, w, 1}), STEP);
		for (; bits; bits &= bits - 1)
			weigh_row(r, kind, (uint32_t)(w * 64 + bits_lowest(bits)));
	}
}

void weigh_each(struct ranking *r, enum kind kind)
{
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	if (start == end)
		return;
	size_t first = (size_t)(start / 64), n = (size_t)((end + 63) / 64) - first;
	uint64_t *bits = xmalloc(n * sizeof *bits);
	struct some_rows some = {bits, first, n};
	for (int turn = index->plan.named >> kind & 1 ? ALL_BEGIN : ALL; turn <= ALL; turn++) {
		size_t n_rows = take_turn(r, start, end, turn, bits);
		uint32_t most = n_rows ? worth_at_most(r->terms, kind, some) : 0;
		if (!n_rows || !best_has_room(r->best, most + RENOWN_MAX * STEP))
			continue;
		if (n_rows < MANY_ROWS || !weigh_foremost(r, kind, bits, first, most))
			weigh_words(r, kind, some);
	}
	free(bits);
}
