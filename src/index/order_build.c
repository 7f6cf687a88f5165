/*
 * Making the ready orders (index/order.h): one after another, each by all threads, so that what is needed on the way is
 * needed once.
 */
#include "index/order.h"

#include "base/array.h"
#include "index_internal.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

enum { UNITS_MAX = 256, ROWS_AT_ONCE = 1 << 14 };

struct unit {
	struct str text, group;
	uint32_t rank;     /* of the group among all */
	uint8_t scale_max; /* of the numbers in it */
};

struct units {
	struct unit v[UNITS_MAX];
	size_t n;
	bool too_many;
};

struct value {
	int64_t digits; /* of a decimal; where every row has one unit: as many as the longest has places */
	uint8_t scale, unit;
	bool present, odd;
};

/* So many rows at once; then so many places in the order of names. */
struct order_piece {
	uint8_t unit_of[UNITS_MAX]; /* by unit of these rows: of all */
	struct units *units;        /* of these rows */
	uint32_t n_present, present, absent; /* places: how many have a number, where these begin, where the others do */
	bool any;
};

struct ordering {
	const struct index *index;
	enum kind kind;
	struct ref indicator;
	uint32_t n;
	struct value *values; /* by row */
	struct units units;
	struct order_piece *pieces;
	size_t n_pieces;
	struct radix_item *items;
	uint32_t *rows, n_present;
};

static uint32_t end_of(const struct ordering *o, size_t piece)
{
	size_t end = (piece + 1) * ROWS_AT_ONCE;
	return end < o->n ? (uint32_t)end : o->n;
}

/* -- values ------------------------------------------------------------------------------------ */

/* The number of a unit; that of the row before is looked at first. */
static uint8_t unit_number(struct units *units, struct str text, uint8_t last)
{
	if (last < units->n && str_eq(text, units->v[last].text))
		return last;
	size_t i = 0;
	while (i < units->n && !str_eq(units->v[i].text, text))
		i++;
	if (i == UNITS_MAX) {
		units->too_many = true;
		i = 0;
	} else if (i == units->n) {
		units->v[units->n++] = (struct unit){.text = text};
	}
	return (uint8_t)i;
}

/* Whether a figure names one number and no bound. */
static bool is_point(const struct figure *f)
{
	return f->has_base && !f->has_low && !f->has_high;
}

/* *odd: whether there is more to say than the least bound. False: no claim. */
static bool read_bounds(const struct ordering *o, struct ref row, struct index_place *place, struct index_bounds *out, bool *odd)
{
	struct figure f;
	int64_t modality;
	*out = (struct index_bounds){0};
	if (index_sole_figure(o->index, row, o->indicator, &f, &modality, place)) {
		*odd = !is_point(&f);
		if (!*odd)
			*out = (struct index_bounds){.has_least = true, .least = f.base, .unit = f.base_unit};
		return true;
	}
	struct refs claims = index_figures(o->index, row, o->indicator);
	if (!claims.n)
		return false;
	*out = index_bounds_of(o->index, claims);
	f = index_figure(o->index, claims.v[0]);
	*odd = claims.n > 1 || !is_point(&f);
	return true;
}

static void read_values(void *context, size_t i)
{
	struct ordering *o = context;
	struct order_piece *piece = &o->pieces[i];
	struct index_place place = {0};
	uint8_t unit = 0;
	for (uint32_t row = (uint32_t)(i * ROWS_AT_ONCE); row < end_of(o, i) && !index_stopped(o->index); row++) {
		struct index_bounds b;
		struct value *v = &o->values[row];
		if (!read_bounds(o, ref_make(o->kind, row), &place, &b, &v->odd))
			continue;
		piece->any = true;
		if (!b.has_least)
			continue;
		if (!piece->units)
			piece->units = xcalloc(1, sizeof *piece->units);
		unit = unit_number(piece->units, b.unit, unit);
		if (b.least.scale > piece->units->v[unit].scale_max)
			piece->units->v[unit].scale_max = b.least.scale;
		*v = (struct value){b.least.digits, b.least.scale, unit, true, v->odd};
	}
}

static bool earlier_group(const struct units *units, size_t unit)
{
	for (size_t i = 0; i < unit; i++)
		if (str_eq(units->v[i].group, units->v[unit].group))
			return true;
	return false;
}

/* The rank of a unit's group: how many other groups stand before it. */
static void rank_units(struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		units->v[i].group = index_unit_group(units->v[i].text);
	for (size_t i = 0; i < units->n; i++)
		for (size_t j = 0; j < units->n; j++)
			units->v[i].rank += !earlier_group(units, j) && str_cmp(units->v[j].group, units->v[i].group) < 0;
}

/* False: no row has a figure, or there are too many units. */
static bool join_units(struct ordering *o)
{
	bool any = false;
	for (size_t i = 0; i < o->n_pieces; i++) {
		struct order_piece *piece = &o->pieces[i];
		any |= piece->any;
		for (size_t u = 0; piece->units && u < piece->units->n; u++) {
			const struct unit *unit = &piece->units->v[u];
			uint8_t number = unit_number(&o->units, unit->text, (uint8_t)u);
			piece->unit_of[u] = number;
			if (unit->scale_max > o->units.v[number].scale_max)
				o->units.v[number].scale_max = unit->scale_max;
		}
		o->units.too_many |= piece->units && piece->units->too_many;
		free(piece->units);
		piece->units = NULL;
	}
	rank_units(&o->units);
	return any && !o->units.too_many;
}

static void number_units(void *context, size_t i)
{
	struct ordering *o = context;
	for (uint32_t row = (uint32_t)(i * ROWS_AT_ONCE); row < end_of(o, i); row++)
		if (o->values[row].present)
			o->values[row].unit = o->pieces[i].unit_of[o->values[row].unit];
}

/* -- sorting ------------------------------------------------------------------------------------ */

static int compare_values(const struct ordering *o, uint32_t x, uint32_t y)
{
	const struct value *a = &o->values[x], *b = &o->values[y];
	const struct unit *p = &o->units.v[a->unit], *q = &o->units.v[b->unit];
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

/* The number with the most places that its unit prints, as a number that sorts like it; false: too large for that. */
static bool plain_key(const struct value *v, uint8_t scale, uint64_t *out)
{
	int64_t digits = v->digits;
	for (uint8_t s = v->scale; s < scale; s++)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return false;
	*out = (uint64_t)digits ^ UINT64_C(1) << 63;
	return true;
}

static void start_at(uint64_t *starts, size_t i)
{
	starts[i / 64] |= UINT64_C(1) << (i % 64);
}

/* Items stand by name. One unit a group, as nearly always: by numbers alone; else by comparing exactly what is printed. */
static void sort_group(struct ordering *o, size_t first, size_t end, uint64_t *starts)
{
	struct radix_item *items = o->items + first;
	size_t n = end - first;
	bool plain = true;
	for (size_t i = 0; i < n && plain; i++) {
		const struct value *v = &o->values[items[i].row];
		plain = v->unit == o->values[items[0].row].unit
			&& plain_key(v, o->units.v[v->unit].scale_max, &items[i].sort_key);
	}
	if (plain) {
		parallel_sort(items, n, o->index->n_threads, (struct sort_keys){0});
	} else {
		for (size_t i = 0; i < n; i++)
			items[i].sort_key = i;
		qsort_r(items, n, sizeof *items, by_value, o);
	}
	start_at(starts, first);
	for (size_t i = 1; i < n; i++)
		if (plain ? items[i].sort_key != items[i - 1].sort_key : compare_values(o, items[i - 1].row, items[i].row) != 0)
			start_at(starts, first + i);
	/* Rows in another unit than their group's first one: what the order says of them is only where they stand. */
	for (size_t i = 0; !plain && i < n; i++)
		o->values[items[i].row].odd |= o->values[items[i].row].unit != o->values[items[0].row].unit;
}

static const struct ref *names_from(const struct ordering *o, size_t piece)
{
	return SECTION_V(struct ref, o->index->tables[o->kind].by_name) + piece * ROWS_AT_ONCE;
}

static void count_present(void *context, size_t i)
{
	struct ordering *o = context;
	const struct ref *by_name = names_from(o, i);
	for (uint32_t k = 0; k < end_of(o, i) - i * ROWS_AT_ONCE; k++)
		o->pieces[i].n_present += o->values[ref_row(by_name[k])].present;
}

/* Items of the rows with a number, by the rank of their unit; the rows without one behind them all. */
static void list_rows(void *context, size_t i)
{
	struct ordering *o = context;
	const struct order_piece *piece = &o->pieces[i];
	const struct ref *by_name = names_from(o, i);
	struct radix_item *item = o->items + piece->present;
	uint32_t *absent = o->rows + o->n_present + piece->absent;
	for (uint32_t k = 0; k < end_of(o, i) - i * ROWS_AT_ONCE; k++) {
		uint32_t row = ref_row(by_name[k]);
		if (o->values[row].present)
			*item++ = (struct radix_item){o->units.v[o->values[row].unit].rank, row};
		else
			*absent++ = row;
	}
}

static void list_items(struct ordering *o)
{
	parallel_for(o->n_pieces, o->index->n_threads, count_present, o);
	for (size_t i = 0; i < o->n_pieces; i++) {
		o->pieces[i].present = o->n_present;
		o->pieces[i].absent = (uint32_t)(i * ROWS_AT_ONCE) - o->n_present;
		o->n_present += o->pieces[i].n_present;
	}
	o->items = xmalloc(o->n_present * sizeof *o->items);
	parallel_for(o->n_pieces, o->index->n_threads, list_rows, o);
}

static void copy_rows(void *context, size_t i)
{
	struct ordering *o = context;
	for (size_t k = i * ROWS_AT_ONCE; k < (i + 1) * ROWS_AT_ONCE && k < o->n_present; k++)
		o->rows[k] = o->items[k].row;
}

static void sort_rows(struct ordering *o, struct order_sections *out)
{
	uint64_t *starts = xcalloc(o->n / 64 + 1, sizeof *starts);
	ARRAY(uint32_t) groups = {0};
	o->rows = xmalloc(o->n * sizeof *o->rows);
	list_items(o);
	if (o->units.n > 1)
		radix_sort(o->items, o->n_present);
	for (size_t start = 0, end; start < o->n_present; start = end) {
		uint64_t rank = o->items[start].sort_key;
		for (end = o->units.n > 1 ? start + 1 : o->n_present; end < o->n_present && o->items[end].sort_key == rank;)
			end++;
		array_push(&groups, (uint32_t)start);
		sort_group(o, start, end, starts);
	}
	array_push(&groups, o->n_present);
	parallel_for(o->n_pieces, o->index->n_threads, copy_rows, o);
	free(o->items);
	out->rows = section_plain(o->rows, o->n, sizeof *o->rows);
	out->starts = section_plain(starts, o->n / 64 + 1, sizeof *starts);
	out->groups = section_plain(groups.v, groups.n, sizeof *groups.v);
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

/* -- all orders ------------------------------------------------------------------------------------ */

static struct ref indicator_of(const struct index *index, const char *code)
{
	struct strbuf id = {0};
	strbuf_printf(&id, "indicator:%s", code);
	struct ref ref = index_find_id(index, strbuf_str(&id));
	strbuf_release(&id);
	return ref;
}

void order_make(struct index *index, size_t i)
{
	enum kind kind = (enum kind)(i / INDEX_ORDERS);
	size_t slot = i % INDEX_ORDERS;
	for (size_t j = 0; j <= slot; j++)
		if (!index_order_figures[kind][j])
			return;
	struct ordering *o = xcalloc(1, sizeof *o);
	*o = (struct ordering){.index = index, .kind = kind, .indicator = indicator_of(index, index_order_figures[kind][slot]),
		.n = index->tables[kind].n, .n_pieces = (index->tables[kind].n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE};
	if (!ref_none(o->indicator) && o->n) {
		o->values = xcalloc(o->n, sizeof *o->values);
		o->pieces = xcalloc(o->n_pieces, sizeof *o->pieces);
		parallel_for(o->n_pieces, index->n_threads, read_values, o);
		if (join_units(o)) {
			if (o->units.n > 1)
				parallel_for(o->n_pieces, index->n_threads, number_units, o);
			sort_rows(o, &index->orders[kind][slot]);
			list_odd(o, &index->orders[kind][slot]);
		}
		free(o->pieces);
		free(o->values);
	}
	free(o);
}

void index_make_orders(struct index *index)
{
	for (size_t i = 0; i < (size_t)KIND_COUNT * INDEX_ORDERS; i++)
		order_make(index, i);
}
