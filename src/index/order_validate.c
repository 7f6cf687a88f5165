/* Whether ready orders fit their kinds, and whether they are what their rows say. */
#include "index/order.h"

#include "index_internal.h"
#include "require_internal.h"

#include <stdlib.h>

static bool order_fits(const struct order_sections *o, uint64_t n)
{
	if (!o->rows.n)
		return !o->starts.n && !o->groups.n && !o->odd.n;
	return section_is_plain(&o->rows, n, sizeof(uint32_t)) && section_is_plain(&o->starts, bits_room(n), sizeof(uint64_t)) && o->groups.n
		&& section_is_of(&o->groups, sizeof(uint32_t)) && section_is_of(&o->odd, sizeof(uint32_t))
			&& o->odd.n <= n;
}

bool index_order_shape(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < INDEX_ORDERS; i++)
			REQUIRE(order_fits(&index->orders[k][i], index->tables[k].n),
				"a ready order of another number of rows");
	return true;
}

/* Each row once. */
static bool is_permutation(const struct index_order *order)
{
	bool *seen = xcalloc(order->n + 1, sizeof *seen), ok = true;
	for (size_t i = 0; ok && i < order->n; i++) {
		ok = order->rows[i] < order->n && !seen[order->rows[i]];
		if (ok)
			seen[order->rows[i]] = true;
	}
	free(seen);
	return ok;
}

struct checking {
	const struct index *index;
	enum kind kind;
	struct ref indicator;
	const struct index_order *order;
};

static struct refs claims_at(const struct checking *c, size_t place)
{
	return index_figures(c->index, ref_make(c->kind, c->order->rows[place]), c->indicator);
}

static bool names_ascend(const struct checking *c, size_t place)
{
	return index_name_rank(c->index, ref_make(c->kind, c->order->rows[place - 1]))
		< index_name_rank(c->index, ref_make(c->kind, c->order->rows[place]));
}

/* Places within one group: values ascend, starts say where, and equal ones stand by name. */
static bool group_ascends(const struct checking *c, size_t from, size_t to)
{
	struct index_bounds last = {0};
	for (size_t i = from; i < to; i++) {
		struct index_bounds b = index_bounds_of(c->index, claims_at(c, i));
		int order = -1;
		if (!b.has_least || (i > from && amount_group_cmp(amount_group(last.unit), amount_group(b.unit))))
			return false;
		if (i > from && str_eq(last.unit, b.unit))
			order = decimal_cmp(last.least, b.least);
		else if (i > from && !amount_compare(last.least, last.unit, b.least, b.unit, &order))
			return false;
		if (order > 0 || (order < 0) != index_order_starts(c->order, i) || (order == 0 && !names_ascend(c, i)))
			return false;
		last = b;
	}
	return true;
}

static bool rest_is_empty(const struct checking *c)
{
	for (size_t i = c->order->n_present; i < c->order->n; i++)
		if (index_bounds_of(c->index, claims_at(c, i)).has_least || (i > c->order->n_present
			&& !names_ascend(c, i)))
			return false;
	return true;
}

/* A row that is not odd has one claim, which names one number in the unit of its group's first row, or none at all. */
static bool odd_are_told(const struct checking *c)
{
	const struct index_order *o = c->order;
	bool *odd = xcalloc(o->n + 1, sizeof *odd), ok = true;
	for (size_t i = 0; ok && i < o->n_odd; i++) {
		ok = o->odd[i] < o->n && (!i || o->odd[i - 1] < o->odd[i]);
		if (ok)
			odd[o->odd[i]] = true;
	}
	struct str unit = {0};
	for (size_t i = 0, group = 0; ok && i < o->n; i++) {
		struct refs claims = claims_at(c, i);
		if (group < o->n_groups && i == o->groups[group]) {
			unit = index_bounds_of(c->index, claims).unit;
			group++;
		}
		struct figure f = claims.n ? index_figure(c->index, claims.v[0]) : (struct figure){0};
		bool told = claims.n == 1 && figure_is_exact(&f) && str_eq(f.base_unit, unit);
		ok = odd[o->rows[i]] || told || !claims.n;
	}
	free(odd);
	return ok;
}

bool index_order_validate(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; index_order_figures[k][i]; i++) {
			struct index_order order;
			struct checking c = {index, (enum kind)k, index_indicator(index,
				str_from(index_order_figures[k][i])), &order};
			if (!index->orders[k][i].rows.n)
				continue;
			REQUIRE(!ref_none(c.indicator) && index_order(index, (enum kind)k, c.indicator, &order),
				"a ready order whose groups go back or whose figure there is not");
			REQUIRE(is_permutation(&order), "a ready order that is no permutation");
			REQUIRE(order.n_groups == 0 || order.groups[0] == 0,
				"a ready order whose groups leave rows out");
			for (size_t g = 0; g < order.n_groups; g++)
				REQUIRE(group_ascends(&c, order.groups[g], g + 1 < order.n_groups
					? order.groups[g + 1] : order.n_present),
					"a ready order in another order");
			REQUIRE(rest_is_empty(&c), "a row behind its place in a ready order");
			REQUIRE(odd_are_told(&c), "a ready order that says too much of a row");
		}
	return true;
}
