#include "index/order.h"

#include "base/parallel.h"
#include "base/radix.h"
#include "index_internal.h"

#include <stdlib.h>

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
	bool point = f->has_base && !f->has_low && !f->has_high;
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
		if (!f.has_base && !f.has_low && !f.has_high)
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

/* -- all rows of a kind --------------------------------------------------------------------- */

enum { UNITS_MAX = 256 };

struct unit {
	struct str text, group;
	uint32_t rank;     /* of the group among all */
	uint8_t scale_max; /* of the numbers in it */
};

struct value {
	int64_t digits;
	uint8_t scale, unit;
	bool present, odd;
};

struct ordering {
	const struct index *index;
	enum kind kind;
	struct ref indicator;
	uint32_t n;
	struct value *values; /* by row */
	struct unit units[UNITS_MAX];
	size_t n_units;
	bool any, too_many;
};

/* The number of a unit; that of the row before is looked at first. */
static uint8_t unit_number(struct ordering *o, struct str text, uint8_t last)
{
	if (last < o->n_units && str_eq(text, o->units[last].text))
		return last;
	size_t i = 0;
	while (i < o->n_units && !str_eq(o->units[i].text, text))
		i++;
	if (i == UNITS_MAX) {
		o->too_many = true;
		i = 0;
	} else if (i == o->n_units) {
		o->units[o->n_units++] = (struct unit){.text = text, .group = index_unit_group(text)};
	}
	return (uint8_t)i;
}

/* Whether a figure names one number and no bound. */
static bool is_point(const struct figure *f)
{
	return f->has_base && !f->has_low && !f->has_high;
}

bool order_bounds(const struct index *index, struct ref row, struct ref indicator, struct index_place *place,
	struct index_bounds *out, bool *odd)
{
	struct figure f;
	int64_t modality;
	*out = (struct index_bounds){0};
	if (index_sole_figure(index, row, indicator, &f, &modality, place)) {
		*odd = !is_point(&f);
		if (!*odd)
			*out = (struct index_bounds){.has_least = true, .least = f.base, .unit = f.base_unit};
		return true;
	}
	struct refs claims = index_figures(index, row, indicator);
	if (!claims.n)
		return false;
	*out = index_bounds_of(index, claims);
	f = index_figure(index, claims.v[0]);
	*odd = claims.n > 1 || !is_point(&f);
	return true;
}

static void read_values(struct ordering *o)
{
	uint8_t unit = 0;
	struct index_place place = {0};
	for (uint32_t row = 0; row < o->n && !index_stopped(o->index); row++) {
		struct index_bounds b;
		if (!order_bounds(o->index, ref_make(o->kind, row), o->indicator, &place, &b, &o->values[row].odd))
			continue;
		o->any = true;
		if (!b.has_least)
			continue;
		unit = unit_number(o, b.unit, unit);
		o->values[row] = (struct value){b.least.digits, b.least.scale, unit, true, o->values[row].odd};
	}
}

static bool earlier_group(const struct ordering *o, size_t unit)
{
	for (size_t i = 0; i < unit; i++)
		if (str_eq(o->units[i].group, o->units[unit].group))
			return true;
	return false;
}

/* The rank of a unit's group: how many other groups stand before it. */
static void rank_units(struct ordering *o)
{
	for (size_t i = 0; i < o->n_units; i++)
		for (size_t j = 0; j < o->n_units; j++)
			o->units[i].rank += !earlier_group(o, j) && str_cmp(o->units[j].group, o->units[i].group) < 0;
	for (uint32_t row = 0; row < o->n; row++) {
		const struct value *v = &o->values[row];
		if (v->present && v->scale > o->units[v->unit].scale_max)
			o->units[v->unit].scale_max = v->scale;
	}
}

/* -- sorting ------------------------------------------------------------------------------------ */

static int compare_values(const struct ordering *o, uint32_t x, uint32_t y)
{
	const struct value *a = &o->values[x], *b = &o->values[y];
	const struct unit *p = &o->units[a->unit], *q = &o->units[b->unit];
	int order = 0;
	if (p->rank != q->rank)
		return p->rank < q->rank ? -1 : 1;
	if (a->unit == b->unit)
		return decimal_cmp((struct decimal){a->digits, a->scale}, (struct decimal){b->digits, b->scale});
	amount_compare((struct decimal){a->digits, a->scale}, p->text, (struct decimal){b->digits, b->scale}, q->text,
		&order);
	return order;
}

static int by_value(const void *a, const void *b, void *context)
{
	const struct radix_item *x = a, *y = b;
	int order = compare_values(context, x->row, y->row);
	return order ? order : x->sort_key < y->sort_key ? -1 : x->sort_key > y->sort_key;
}

/* The number with the most places that its group prints, as a number that sorts like it; false: too large for that. */
static bool plain_key(const struct value *v, uint8_t scale, uint64_t *out)
{
	int64_t digits = v->digits;
	for (uint8_t s = v->scale; s < scale; s++)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return false;
	*out = (uint64_t)digits ^ UINT64_C(1) << 63;
	return true;
}

/* Items stand by name. One unit a group, as nearly always: by numbers alone; else by comparing exactly what is printed. */
static void sort_group(struct ordering *o, struct radix_item *items, size_t n)
{
	bool plain = true;
	for (size_t i = 0; i < n && plain; i++) {
		const struct value *v = &o->values[items[i].row];
		plain = v->unit == o->values[items[0].row].unit && plain_key(v, o->units[v->unit].scale_max,
			&items[i].sort_key);
	}
	if (plain) {
		radix_sort(items, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		items[i].sort_key = i;
	qsort_r(items, n, sizeof *items, by_value, o);
}

/* Rows in another unit than their group's first one: what the order says of them is only where they stand. */
static void mark_odd(struct ordering *o, const struct radix_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		o->values[items[i].row].odd |= o->values[items[i].row].unit != o->values[items[0].row].unit;
}

static void fill(struct ordering *o, struct radix_item *items, struct order_sections *out)
{
	uint32_t *rows = xmalloc(o->n * sizeof *rows), groups[UNITS_MAX + 1];
	uint64_t *starts = xcalloc(o->n / 64 + 1, sizeof *starts);
	const struct ref *by_name = SECTION_V(struct ref, o->index->tables[o->kind].by_name);
	size_t n = 0, n_present = 0, n_groups = 0;
	for (uint32_t i = 0; i < o->n; i++)
		if (o->values[ref_row(by_name[i])].present)
			items[n_present++] = (struct radix_item){o->units[o->values[ref_row(by_name[i])].unit].rank,
				ref_row(by_name[i])};
	radix_sort(items, n_present);
	for (size_t start = 0, end; start < n_present; start = end) {
		for (end = start + 1; end < n_present && items[end].sort_key == items[start].sort_key;)
			end++;
		groups[n_groups++] = (uint32_t)start;
		sort_group(o, items + start, end - start);
		mark_odd(o, items + start, end - start);
		starts[start / 64] |= UINT64_C(1) << (start % 64);
		for (size_t i = start + 1; i < end; i++)
			if (compare_values(o, items[i - 1].row, items[i].row))
				starts[i / 64] |= UINT64_C(1) << (i % 64);
	}
	for (; n < n_present; n++)
		rows[n] = items[n].row;
	for (uint32_t i = 0; i < o->n; i++)
		if (!o->values[ref_row(by_name[i])].present)
			rows[n++] = ref_row(by_name[i]);
	groups[n_groups++] = (uint32_t)n_present;
	out->rows = section_plain(rows, n, sizeof *rows);
	out->starts = section_plain(starts, o->n / 64 + 1, sizeof *starts);
	uint32_t *kept = xmalloc(n_groups * sizeof *kept);
	memcpy(kept, groups, n_groups * sizeof *kept);
	out->groups = section_plain(kept, n_groups, sizeof *kept);
}

static void list_odd(const struct ordering *o, struct order_sections *out)
{
	ARRAY(uint32_t) odd = {0};
	for (uint32_t row = 0; row < o->n; row++)
		if (o->values[row].odd)
			array_push(&odd, row);
	if (odd.n)
		out->odd = section_plain(odd.v, odd.n, sizeof *odd.v);
}

struct ref order_indicator(const struct index *index, const char *code)
{
	struct strbuf id = {0};
	strbuf_printf(&id, "indicator:%s", code);
	struct ref ref = index_find_id(index, strbuf_str(&id));
	strbuf_release(&id);
	return ref;
}

/* One order by one thread: there are as many large ones as threads, and most of the work is sorting. */
static void make_order(struct index *index, enum kind kind, const char *code, struct order_sections *out)
{
	struct ordering *o = xcalloc(1, sizeof *o);
	*o = (struct ordering){.index = index, .kind = kind, .indicator = order_indicator(index, code),
		.n = index->tables[kind].n};
	if (!ref_none(o->indicator) && o->n) {
		o->values = xcalloc(o->n, sizeof *o->values);
		read_values(o);
		if (o->any && !o->too_many) {
			struct radix_item *items = xmalloc(o->n * sizeof *items);
			rank_units(o);
			fill(o, items, out);
			list_odd(o, out);
			free(items);
		}
		free(o->values);
	}
	free(o);
}

void order_make(struct index *index, size_t i)
{
	size_t kind = i / INDEX_ORDERS, slot = i % INDEX_ORDERS;
	for (size_t j = 0; j <= slot; j++)
		if (!index_order_figures[kind][j])
			return;
	make_order(index, (enum kind)kind, index_order_figures[kind][slot], &index->orders[kind][slot]);
}

static void make_one(void *context, size_t i)
{
	order_make(context, i);
}

void index_make_orders(struct index *index)
{
	parallel_for((size_t)KIND_COUNT * INDEX_ORDERS, index->n_threads, make_one, index);
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
