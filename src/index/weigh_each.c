/*
 * Which records of many are the best where several words say what is meant, or where these have no names: bounds that hold
 * for many rows at once spare most of them a closer look.
 */
#include "weigh_internal.h"

#include "foremost_internal.h"
#include "index_internal.h"

#include <stdatomic.h>
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

/* The most points that one of some rows can have by its own texts, which a word matches. */
static unsigned own_at_most(const struct index *index, const struct term *t, struct some_rows some)
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

/* Weigh a row if it could be among the best. */
static void weigh_row(struct ranking *r, enum kind kind, uint32_t row)
{
	const struct index *index = r->terms->index;
	struct ref ref = ref_make(kind, row - index->plan.bases[kind]);
	uint64_t bit = bits_at(row);
	if (!weigh_has_place(r, ref, row, worth_at_most(r->terms, kind, (struct some_rows){&bit, row / 64, 1})))
		return;
	struct found found;
	struct lending_to lenders = {.known = false};
	if (has_lent(r->terms, row)) {
		weigh_find_lenders(index, ref, &lenders);
		if (!weigh_has_place(r, ref, row, row_at_most(r->terms, ref, row, &lenders)))
			return;
	}
	if (weigh(r->terms, ref, &lenders, &found))
		best_offer(r->best, found);
}

/* -- turns ----------------------------------------------------------------------------------------- */

/* Which rows are weighed first: those that all words begin, then those that some do, then the others. */
enum { ALL_BEGIN, SOME_BEGIN, ALL };

/* The rows of a kind that are weighed in a turn. */
struct turn {
	struct ranking *ranking;
	enum kind kind;
	int which;
	uint64_t start, end;  /* search rows of the kind */
	struct some_rows some;
	uint64_t *bits;       /* those of `some`, to be changed */
	atomic_size_t n_rows; /* how many they are */
	atomic_uint most;     /* what one of them can be worth without its renown */
	size_t done;          /* words that are weighed: the first ones */
};

/* Rows that all words begin, or that some do, of n words of sets from `first` on. */
static void find_heads(const struct terms *terms, size_t first, size_t n, int which, uint64_t *out)
{
	memset(out, which == ALL_BEGIN ? 0xFF : 0, n * sizeof *out);
	for (size_t i = 0; i < terms->n; i++) {
		const uint64_t *heads = terms->v[i].rows.heads + first;
		if (terms->v[i].excludes)
			continue;
		if (which == SOME_BEGIN)
			bits_add(out, heads, n);
		else
			bits_keep(out, heads, n);
	}
}

static void raise(atomic_uint *to, unsigned most)
{
	unsigned before = atomic_load(to);
	while (before < most && !atomic_compare_exchange_weak(to, &before, most))
		;
}

/* Move some words of the rows of a turn there from those that are left. */
static void take_words(void *context, size_t first, size_t end)
{
	struct turn *t = context;
	size_t at = t->some.first + first, n = end - first, n_rows;
	uint64_t *rest = t->ranking->rest + at, *out = t->bits + first;
	if (t->which == ALL)
		memcpy(out, rest, n * sizeof *out);
	else
		find_heads(t->ranking->terms, at, n, t->which, out);
	bits_keep(out, rest, n);
	out[0] &= bits_range(at, t->start, t->end);
	out[n - 1] &= bits_range(at + n - 1, t->start, t->end);
	n_rows = bits_total(out, n);
	if (!n_rows)
		return;
	bits_drop(rest, out, n);
	atomic_fetch_add(&t->n_rows, n_rows);
	raise(&t->most, worth_at_most(t->ranking->terms, t->kind, (struct some_rows){out, at, n}));
}

/*
 * Weigh rows of a turn in the order in which they come where all are worth `most`. True once one of them, so all that
 * follow, cannot be among the best.
 */
static bool weigh_foremost(struct turn *t)
{
	const struct index *index = t->ranking->terms->index;
	uint32_t base = index->plan.bases[t->kind], in_kind = 0;
	size_t i = 0;
	for (; foremost_row(index, t->kind, i, &in_kind); i++) {
		uint32_t row = base + in_kind;
		uint64_t bit = bits_at(row), *bits = &t->bits[row / 64 - t->some.first];
		if (!(*bits & bit))
			continue;
		if (!weigh_has_place(t->ranking, ref_make(t->kind, in_kind), row, t->most))
			return true;
		*bits &= ~bit;
		weigh_row(t->ranking, t->kind, row);
	}
	return i && !weigh_has_place(t->ranking, ref_make(t->kind, in_kind), base + in_kind, t->most);
}

/* Leave of some words the rows that could be among the best: a look at the best that all of 64 could be tells of most. */
static void filter_words(void *context, size_t first, size_t end)
{
	const struct turn *t = context;
	const struct ranking *r = t->ranking;
	for (size_t i = t->done + first; i < t->done + end; i++) {
		uint32_t row = (uint32_t)((t->some.first + i) * 64);
		uint64_t *bits = &t->bits[i];
		if (*bits)
			*bits &= best_filter(r->best, t->kind, row, t->most, STEP);
		if (*bits)
			*bits &= best_filter(r->best, t->kind, row, worth_at_most(r->terms, t->kind, (struct some_rows){bits, t->some.first + i, 1}), STEP);
	}
}

/* Weigh rows one after another: first so many that the best are found soon, then more and more at once. */
static void weigh_words(struct turn *t)
{
	enum { AT_FIRST = 1 << 4, MOST = 1 << 14, SETS = 16 /* a word takes as long as of so many sets */ };
	for (size_t n = AT_FIRST; t->done < t->some.n; t->done += n, n = n * 2 < MOST ? n * 2 : MOST) {
		n = n < t->some.n - t->done ? n : t->some.n - t->done;
		bits_pass(n, SETS, filter_words, t);
		for (size_t i = t->done; i < t->done + n; i++)
			for (uint64_t bits = t->bits[i]; bits; bits &= bits - 1)
				weigh_row(t->ranking, t->kind, (uint32_t)((t->some.first + i) * 64 + bits_lowest(bits)));
	}
}

void weigh_each(struct ranking *r, enum kind kind)
{
	enum { SETS = 8 };
	const struct index *index = r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->tables[kind].n;
	if (start == end)
		return;
	size_t first = (size_t)(start / 64), n = (size_t)((end + 63) / 64) - first;
	uint64_t *bits = xmalloc(n * sizeof *bits);
	for (int which = index->plan.named >> kind & 1 ? ALL_BEGIN : ALL; which <= ALL; which++) {
		struct turn t = {r, kind, which, start, end, {bits, first, n}, bits, 0, 0, 0};
		bits_pass(n, SETS, take_words, &t);
		if (!t.n_rows || !best_has_room(r->best, t.most + RENOWN_MAX * STEP))
			continue;
		if (t.n_rows < MANY_ROWS || !weigh_foremost(&t))
			weigh_words(&t);
	}
	free(bits);
}
