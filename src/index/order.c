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

/* One end of the bounds so far. */
struct end {
	bool has, open; /* open: some claim has no such bound */
	struct decimal at;
	struct str unit;
};

/* Move an end to a claim's bound where that is further out; sign: 1 of a greatest end, -1 of a least one. */
static void widen(struct end *end, bool has, struct decimal at, struct str unit, int sign)
{
	int order = 0;
	end->open |= !has;
	if (has && (!end->has || (amount_compare(at, unit, end->at, end->unit, &order) && order * sign > 0)))
		*end = (struct end){true, end->open, at, unit};
}

struct index_bounds index_bounds_of(const struct index *index, struct refs claims)
{
	struct end low = {0}, high = {0};
	struct str first = {0};
	bool any = false, several_units = false;
	int64_t over, under;
	for (size_t i = 0; i < claims.n; i++) {
		struct figure f = index_figure(index, claims.v[i]);
		if (!figure_has_number(&f))
			continue;
		if (!any)
			first = f.base_unit;
		any = true;
		several_units |= !str_eq(first, f.base_unit);
		if (!amount_ratio(first, f.base_unit, &over, &under))
			continue;
		bool point = figure_is_exact(&f);
		widen(&low, point || f.has_low, point ? f.base : f.low, f.base_unit, -1);
		widen(&high, point || f.has_high, point ? f.base : f.high, f.base_unit, 1);
	}
	const struct end *least = low.has ? &low : &high;
	return (struct index_bounds){low.has && !low.open && !several_units, high.has && !high.open && !several_units, low.at, high.at,
		least->has, least->at, least->has ? least->unit : first};
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
