/* Which packed rows, of which there may be millions, are among the best: what their owners could be worth tells most. */
#include "weigh_internal.h"

#include "index_internal.h"
#include "ledger_lend_internal.h"

#include <stdlib.h>

/* -- bounds -------------------------------------------------------------------------------------- */

/* Whether it is one row. */
static bool is_one(struct some_rows some)
{
	return some.n == 1 && !(*some.bits & (*some.bits - 1));
}

/*
 * Points at most of a packed row that no word names itself, or of a row that some do: what weigh would give if its owner,
 * one of some rows, and its indicator, which can lend so much by word, were named as well as they may be.
 */
static uint32_t packed_at_most(const struct terms *terms, const uint32_t *row, struct some_rows some, const unsigned by_indicator[WORDS_MAX])
{
	uint32_t points = 0, quarter = 0;
	bool composed = terms->n_wanted > 1, one = is_one(some);
	for (size_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->v[i];
		if (t->excludes)
			continue;
		unsigned own = row && term_owns(t, *row) ? WORD_POINTS_MAX : 0, a = lends_at_most(terms->index, t, some);
		unsigned direct = a > by_indicator[i] ? a : by_indicator[i], most = direct && one ? direct : t->lent_at_most;
		composed &= own || direct;
		points += own ? own : direct;
		quarter += own ? own : most / 4;
	}
	return composed && points > quarter ? points : quarter;
}

/* What an indicator can lend by word, where that is more. */
static void indicator_lends(const struct terms *terms, struct ref indicator, unsigned most[WORDS_MAX])
{
	uint32_t row = search_row(terms->index, indicator);
	uint64_t bit = bits_at(row);
	for (size_t i = 0; i < terms->n; i++) {
		unsigned lends = lends_at_most(terms->index, &terms->v[i], (struct some_rows){&bit, row / 64, 1});
		most[i] = lends > most[i] ? lends : most[i];
	}
}

/* What a packed row of so many points over all words is worth: its kind counts nothing. */
static uint32_t packed_score(const struct terms *terms, uint32_t points)
{
	return SCORE_EXACT + points * STEP / (uint32_t)terms->n_wanted;
}

/* More than any can be worth of which no word names itself. */
static uint32_t lent_at_most(const struct terms *terms)
{
	uint32_t points = 0;
	for (size_t i = 0; i < terms->n; i++)
		points += terms->v[i].excludes ? 0 : terms->v[i].lent_at_most;
	return packed_score(terms, terms->n_wanted == 1 ? points / 4 : points);
}

/* Weigh a packed row if it could be among the best. */
static void weigh_row(struct ranking *r, struct ref ref, struct ref owner, const struct ledger_head *head)
{
	const struct index *index = r->terms->index;
	uint32_t row = search_row(index, ref), of = search_row(index, owner);
	uint64_t bit = bits_at(of);
	unsigned by_indicator[WORDS_MAX] = {0};
	if (head->sort == LEDGER_CLAIM)
		indicator_lends(r->terms, (struct ref){head->indicator}, by_indicator);
	struct found found = {
		.ref = ref, .score = packed_score(r->terms, packed_at_most(r->terms, &row, (struct some_rows){&bit, of / 64, 1}, by_indicator))};
	if (!best_has_room(r->best, found.score))
		return;
	found.length = ledger_name_length(index, owner, head);
	if (best_takes(r->best, &found) && weigh(r->terms, ref, &(struct lending_to){.known = false}, &found))
		best_offer(r->best, found);
}

/* -- rows that are only counted: by owner ----------------------------------------------------------- */

struct owners {
	struct ranking *r;
	struct ledger_lending by;
	const uint64_t *owners; /* of a class */
	unsigned (*by_indicator)[WORDS_MAX]; /* by class: points at most by word */
};

static bool have_room(const struct owners *o, size_t class, struct some_rows some)
{
	uint32_t points = packed_at_most(o->r->terms, NULL, some, o->by_indicator[class]);
	return best_has_room(o->r->best, packed_score(o->r->terms, points));
}

/* All rows of a class that an owner has. */
static void weigh_owner(const struct owners *o, size_t class, struct ref owner, struct index_place *place)
{
	const struct index *index = o->r->terms->index;
	const struct index_ledger *ledger = &index->ledger;
	const struct ledger_shape *shape = ledger_seek(ledger, owner, place);
	for (int sort = 0; sort < 2; sort++) {
		const struct ledger_slot *slots = ledger_slots(ledger, shape, (enum ledger_sort)sort);
		enum kind kind = ledger_kind((enum ledger_sort)sort);
		/* what an image that is wrong counts beyond the rows there are is left out */
		uint32_t n_rows = index->tables[kind].packed, first = place->first[sort];
		for (uint32_t i = 0; o->by.asked[sort] && i < shape->n[sort] && first < n_rows && i < n_rows - first; i++)
			if (o->by.class_of[slots[i].head] == class)
				weigh_row(o->r, index_packed_ref(index, kind, first + i), owner, ledger_head_at(ledger, slots[i].head));
	}
}

/* A class and the owners of a kind: of all, then of 64, a look at the best that a row of one of them could be tells first. */
static void weigh_class(const struct owners *o, size_t class, enum kind kind)
{
	const struct index *index = o->r->terms->index;
	uint64_t start = index->plan.bases[kind], end = start + index->ledger.codes[kind].n;
	struct index_place place = {0};
	size_t first = (size_t)(start / 64), behind = (size_t)((end + 63) / 64);
	if (start == end || !have_room(o, class, (struct some_rows){o->owners + first, first, behind - first}))
		return;
	for (size_t w = first; w < behind; w++) {
		uint64_t bits = o->owners[w] & bits_range(w, start, end);
		if (!bits || !have_room(o, class, (struct some_rows){&bits, w, 1}))
			continue;
		for (; bits; bits &= bits - 1) {
			uint64_t one = bits & -bits;
			if (have_room(o, class, (struct some_rows){&one, w, 1}))
				weigh_owner(o, class, ref_make(kind, (uint32_t)(w * 64 + bits_lowest(bits) - start)), &place);
		}
	}
}

static void weigh_counted(struct ranking *r)
{
	struct owners o = {.r = r};
	if (!(r->terms->n_packed[0] + r->terms->n_packed[1]) || !best_has_room(r->best, lent_at_most(r->terms)))
		return;
	struct lent_words words = terms_lent(r->terms);
	if (!ledger_lending_init(&o.by, r->terms->index, &words, r->mask))
		return;
	const struct section *heads = &r->terms->index->ledger.heads;
	o.by_indicator = xcalloc(o.by.n_classes, sizeof *o.by_indicator);
	for (uint64_t i = 0; i < heads->n; i++)
		if (o.by.class_of[i])
			indicator_lends(r->terms, (struct ref){SECTION_V(struct ledger_head, *heads)[i].indicator}, o.by_indicator[o.by.class_of[i]]);
	for (size_t class = 0; class < o.by.n_classes; class++) {
		o.owners = ledger_lending_owners(&o.by, class);
		for (int k = 0; k < KIND_COUNT; k++)
			weigh_class(&o, class, (enum kind)k);
	}
	free(o.by_indicator);
	ledger_lending_release(&o.by);
}

/* -- rows of which some are named themselves: one after another ---------------------------------------- */

/* Of 64 that no word names itself a look at the best tells whether to go on. */
static void weigh_sort(struct ranking *r, enum ledger_sort sort)
{
	struct terms *terms = r->terms;
	uint64_t start, end;
	struct ledger_cell cell;
	search_range(terms->index, (int)ledger_kind(sort), 1, &start, &end);
	for (size_t w = start / 64; start < end && w <= (end - 1) / 64; w++) {
		uint64_t bits = r->rest[w] & bits_range(w, start, end);
		if (bits && !best_has_room(r->best, lent_at_most(terms)))
			bits &= terms_owned(terms, w);
		for (; bits; bits &= bits - 1) {
			uint32_t row = (uint32_t)(w * 64 + bits_lowest(bits));
			if (ledger_cell_at(&terms->index->ledger, sort, row - (uint32_t)start, &cell))
				weigh_row(r, search_ref(terms->index, row), cell.owner, cell.head);
		}
	}
}

void weigh_packed(struct ranking *r)
{
	if (r->terms->by_owner) {
		weigh_counted(r);
		return;
	}
	for (int sort = 0; sort < 2; sort++)
		if (r->mask >> ledger_kind((enum ledger_sort)sort) & 1)
			weigh_sort(r, (enum ledger_sort)sort);
}
