#include "index/order.h"

#include "index_internal.h"

const char *const index_order_figures[KIND_COUNT][INDEX_ORDERS + 1] = {
	[KIND_REGION] = {"total-output", NULL},
	[KIND_ZONE] = {"total-output", "area", NULL},
	[KIND_PARK] = {"area", "capacity", NULL},
	[KIND_ENTERPRISE] = {"employees", "capacity", "output-value", NULL},
	[KIND_PROJECT] = {"invest", "capacity", "output-value", "jobs", NULL},
};

/* -- one row ------------------------------------------------------------------------------ */

/* Widen bounds by a claim. *open_low and *open_high: some claim has no such bound. */
static void widen(struct index_bounds *b, const struct figure *f, bool *open_low, bool *open_high)
{
	bool point = figure_is_exact(f);
	struct decimal low = point ? f->base : f->low, high = point ? f->base : f->high;
	if (!point && !f->has_low)
		*open_low = true;
	else if (!b->has_low || decimal_cmp(low, b->low) < 0)
		b->low = low;
	if (!point && !f->has_high)
		*open_high = true;
	else if (!b->has_high || decimal_cmp(high, b->high) > 0)
		b->high = high;
	b->has_low |= point || f->has_low;
	b->has_high |= point || f->has_high;
}

struct index_bounds index_bounds_of(const struct index *index, struct refs claims)
{
	struct index_bounds b = {0};
	bool open_low = false, open_high = false, any = false;
	for (size_t i = 0; i < claims.n; i++) {
		struct figure f = index_figure(index, claims.v[i]);
		if (!figure_has_number(&f))
			continue;
		if (!any)
			b.unit = f.base_unit;
		any = true;
		if (str_eq(b.unit, f.base_unit))
			widen(&b, &f, &open_low, &open_high);
	}
	b.least = b.has_low ? b.low : b.high;
	b.has_least = b.has_low || b.has_high;
	b.has_low &= !open_low;
	b.has_high &= !open_high;
	return b;
}

bool index_sole_figure(const struct index *index, struct ref subject, struct ref indicator, struct figure *out,
	int64_t *modality, struct index_place *place)
{
	const struct section *starts = &index->back[KIND_CLAIM][index->claim.subject].starts;
	struct ledger_cell cell;
	if (index_part(starts, &index->claims, (uint64_t)index_global(index, subject) - (uint64_t)starts->base).n
		|| !ledger_sole_claim(index, subject, indicator, place, &cell))
		return false;
	*out = ledger_cell_figure(&index->ledger, &cell);
	*modality = cell.head->code;
	return true;
}

/* Base units of contract.md, or the unit itself: a group may not depend on what else is being sorted. */
struct str index_unit_group(struct str unit)
{
	static const char *const groups[] = {"平方米", "立方米", "公里", "吨", "千瓦", "千瓦时", "小时", "天", "年", "兆帕"};
	const struct decimal one = {1, 0};
	int order;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (amount_compare(one, unit, one, str_from(groups[i]), &order))
			return str_from(groups[i]);
	return unit;
}

/* -- asking --------------------------------------------------------------------------------------- */

static bool names_indicator(struct str id, const char *code)
{
	const struct str prefix = STR("indicator:");
	return str_starts(id, prefix) && str_eq_c(str_sub(id, prefix.n, id.n), code);
}

bool index_order(const struct index *index, enum kind kind, struct ref indicator, struct index_order *out)
{
	struct str id = index_id(index, indicator);
	size_t slot = 0;
	while (index_order_figures[kind][slot] && !names_indicator(id, index_order_figures[kind][slot]))
		slot++;
	if (!index_order_figures[kind][slot])
		return false;
	const struct order_sections *s = &index->orders[kind][slot];
	const uint32_t *groups = SECTION_V(uint32_t, s->groups);
	if (!s->rows.n)
		return false;
	for (size_t i = 1; i < s->groups.n; i++)
		if (groups[i - 1] > groups[i] || groups[i] > s->rows.n)
			return false;
	*out = (struct index_order){.rows = SECTION_V(uint32_t, s->rows),
		.n = (size_t)s->rows.n,
		.starts = SECTION_V(uint64_t, s->starts),
		.groups = groups,
		.n_groups = (size_t)s->groups.n - 1,
		.n_present = groups[s->groups.n - 1],
		.odd = SECTION_V(uint32_t, s->odd),
		.n_odd = (size_t)s->odd.n};
	return out->n_present <= out->n;
}
