/* What is known of a term before any row is asked. */
#include "query_internal.h"

#include "index/codes.h"
#include "index/order.h"

#include <stdlib.h>

/* -- by code ------------------------------------------------------------------------------ */

static uint8_t bits_of(enum answer answer)
{
	return answer == ANSWER_YES ? YES_BIT : answer == ANSWER_PERHAPS ? PERHAPS_BIT : 0;
}

static uint8_t yes_if(bool yes)
{
	return yes ? YES_BIT : 0;
}

static uint8_t text_answer(const struct query *query, const struct term *term, struct str text)
{
	const struct field *field = &fields_of[query->kind].v[term->field];
	struct decimal number;
	struct str unit = {0};
	switch (term->type) {
	case TERM_TEXT: return yes_if(term_text_matches(term, field, text));
	case TERM_CODES: return yes_if(term_codes_match(term, field, text));
	case TERM_PRESENT: return yes_if(text.n > 0);
	case TERM_NUMBER:
		if (field->flags & FIELD_QUANTITY ? !quantity_read(text, &number, &unit) : !decimal_parse(text,
			&number))
			return 0;
		return bits_of(term_number_answer(term, number, unit));
	default: return 0;
	}
}

/* The answer for a code of the term's field; n_codes: rows without a value. */
static uint8_t code_answer(const struct query *query, const struct term *term, uint32_t code, uint32_t n_codes)
{
	const struct field *field = &fields_of[query->kind].v[term->field];
	struct period period;
	if (term->type == TERM_PERIOD)
		return code < n_codes && index_code_period(query->index, query->kind, term->field, code, &period)
			? bits_of(term_period_answer(term, period)) : 0;
	switch (field->type) {
	case FIELD_BOOL:
		if (code == n_codes)
			code = 0;
		return yes_if(term->type == TERM_PRESENT ? code > 0 : term->codes >> code & 1);
	case FIELD_ENUM:
		return yes_if(code < n_codes && (term->type == TERM_PRESENT || (term->codes >> code & 1)));
	case FIELD_REF:
		return yes_if(code < n_codes); /* TERM_PRESENT; others: know_targets */
	default: return code < n_codes ? text_answer(query, term, index_code_text(query->index, query->kind,
		term->field, code)) : 0;
	}
}

/* What a row says may follow from more than its field: a promise that is kept, the unit of a figure. */
static bool only_field(const struct query *query, const struct term *term)
{
	enum field_type type = fields_of[query->kind].v[term->field].type;
	if (query->kind == KIND_TARGET && (type == FIELD_ENUM || type == FIELD_REF))
		return false;
	return !(query->kind == KIND_CLAIM && type == FIELD_DECIMAL);
}

/* Of records that the term names, most are none. */
static void know_targets(struct known *known, const struct query *query, const struct term *term, uint32_t n)
{
	const struct lookup_rows *rows = &term->rows[__builtin_ctz(fields_of[query->kind].v[term->field].kinds)];
	for (size_t code = 0; rows->bits && (code = bits_next(rows->bits, code, n)) < n; code++)
		known->by_code[code] = YES_BIT;
}

static bool know_codes(struct known *known, const struct query *query, const struct term *term)
{
	uint32_t n = only_field(query, term) ? index_codes_n(query->index, query->kind, term->field) : 0;
	if (!n)
		return false;
	known->by_code = xcalloc((size_t)n + 1, 1);
	if (term->type == TERM_TARGET && fields_of[query->kind].v[term->field].type == FIELD_REF)
		know_targets(known, query, term, n);
	else
		for (uint32_t code = 0; code <= n; code++)
			known->by_code[code] = code_answer(query, term, code, n);
	known->bits = index_code_bits_make(query->index, query->kind, term->field, known->by_code);
	return true;
}

/* -- by a ready order ------------------------------------------------------------------------- */

/* Places of an order, from one to before another. */
struct places {
	size_t from, to;
};

/* How rows stand to a limit, where they stand in order. */
struct limiting {
	const struct query *query;
	const struct term *term;
	struct index_order order;
};

/* The least bound of the figures of the row at a place; false: they have none. */
static bool figure_at(const struct limiting *l, size_t place, struct decimal *number, struct str *unit)
{
	if (l->order.rows[place] >= l->order.n)
		return false;
	struct ref ref = ref_make(l->query->kind, l->order.rows[place]);
	struct ref few[INDEX_FEW];
	struct index_bounds b = index_bounds_of(l->query->index, index_figures_of(l->query->index, ref, l->term->indicator, few, INDEX_FEW));
	*number = b.least;
	*unit = b.unit;
	return b.has_least;
}

/*
 * The first place of a group whose figure is not below the limit (behind: is above it). A limit without a unit is taken to be in
 * the unit of the group; rows with another one are odd, and asked one by one. False: the group is in a unit that does not convert.
 */
static bool find_place(const struct limiting *l, struct places group, struct limit limit, bool behind, size_t *out)
{
	struct decimal number;
	struct str unit;
	int cmp;
	if (!figure_at(l, group.from, &number, &unit))
		return false;
	if (!limit.unit.n)
		limit.unit = unit;
	if (!limit_order(number, unit, &limit, &cmp))
		return false;
	while (group.from < group.to) {
		size_t middle = group.from + (group.to - group.from) / 2;
		if (!figure_at(l, middle, &number, &unit) || !limit_order(number, unit, &limit, &cmp))
			return false;
		if (behind ? cmp <= 0 : cmp < 0)
			group.from = middle + 1;
		else
			group.to = middle;
	}
	*out = group.from;
	return true;
}

/* The places of a group that say yes. */
static struct places find_range(const struct limiting *l, struct places group)
{
	const struct limit *least = &l->term->least, *greatest = &l->term->greatest;
	struct places found = group;
	if ((least->set && !find_place(l, group, *least, least->strict, &found.from))
		|| (greatest->set && !find_place(l, group, *greatest, !greatest->strict, &found.to)) || found.from > found.to)
		found.to = found.from = group.from;
	return found;
}

static void turn_bits(const struct index_order *order, size_t from, size_t to, uint64_t *bits)
{
	for (size_t i = from; i < to; i++)
		if (order->rows[i] < order->n)
			bits[order->rows[i] / 64] ^= bits_at(order->rows[i]);
}

/* The rows at some places, n of them ascending; where they are most of all, those that stand elsewhere are taken away. */
static void mark_places(const struct index_order *order, const struct places *v, size_t n, uint64_t *bits)
{
	size_t n_marked = 0, at = 0;
	for (size_t i = 0; i < n; i++)
		n_marked += v[i].to - v[i].from;
	if (n_marked <= order->n / 2) {
		for (size_t i = 0; i < n; i++)
			turn_bits(order, v[i].from, v[i].to, bits);
		return;
	}
	bits_set_all(bits, order->n);
	for (size_t i = 0; i < n; at = v[i++].to)
		turn_bits(order, at, v[i].from, bits);
	turn_bits(order, at, order->n, bits);
}

/* Rows with one plain number are a range of the order; odd ones are asked. */
static bool know_order(struct known *known, const struct query *query, const struct term *term)
{
	struct limiting l = {.query = query, .term = term};
	const struct index_order *order = &l.order;
	if (!index_order(query->index, query->kind, term->indicator, &l.order))
		return false;
	known->own = bits_new(order->n);
	known->ask = bits_new(order->n);
	known->yes = known->own;
	struct places *places = xmalloc((order->n_groups + 1) * sizeof *places);
	size_t n_places = 0;
	for (size_t g = 0; g < order->n_groups && term->type == TERM_FIGURE; g++) {
		struct places group = {order->groups[g], g + 1 < order->n_groups ? order->groups[g + 1] : order->n_present};
		if (group.from < group.to)
			places[n_places++] = find_range(&l, group);
	}
	if (term->type == TERM_FIGURES)
		places[n_places++] = (struct places){0, order->n_present};
	mark_places(order, places, n_places, known->own);
	free(places);
	for (size_t i = 0; i < order->n_odd; i++)
		if (order->odd[i] < order->n) {
			bits_set(known->ask, order->odd[i]);
			bits_clear(known->own, order->odd[i]);
		}
	return true;
}

/* -- any term ------------------------------------------------------------------------------------ */

void known_init(struct known *known, const struct query *query, const struct term *term)
{
	bool done = false;
	*known = (struct known){0};
	switch (term->type) {
	case TERM_ROWS:
		known->yes = term->rows->bits;
		done = true;
		break;
	case TERM_TEXT: case TERM_CODES: case TERM_PERIOD: case TERM_NUMBER: case TERM_PRESENT:
		done = know_codes(known, query, term);
		break;
	case TERM_TARGET:
		done = know_codes(known, query, term);
		if (done && term->with_figures)
			known_sources(known, query, term);
		break;
	case TERM_FIGURE: case TERM_FIGURES:
		done = know_order(known, query, term);
		/* a claim's own figure is not about it */
		if (!done && (done = query->kind != KIND_CLAIM))
			known_figures(known, query, term);
		break;
	case TERM_SINCE:
		known->by_since = done = true;
		break;
	case TERM_DOUBT:
		known_doubt(known, query);
		done = true;
		break;
	case TERM_VERDICT:
		/* a claim's own verdict is about others of its subject */
		if ((done = query->kind != KIND_CLAIM))
			known_verdict(known, query, term);
		break;
	case TERM_REFERENCE: break;
	}
	known->ask_all = !done;
}

void known_release(struct known *known)
{
	free(known->by_code);
	free(known->ask);
	free(known->own);
	*known = (struct known){0};
}
