/* The figures of all rows of a kind under one indicator, as orders need them. */
#include "order_internal.h"

#include "base/alloc.h"
#include "base/gcd.h"
#include "base/parallel.h"
#include "index/ledgers.h"

#include <stdlib.h>

/* -- one row ---------------------------------------------------------------------------------- */

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

bool order_bounds(const struct index *index, struct ref row, struct ref indicator, struct index_place *place,
	struct index_bounds *out, bool *odd)
{
	struct figure f;
	int64_t modality;
	*out = (struct index_bounds){0};
	if (index_sole_figure(index, row, indicator, &f, &modality, place)) {
		*odd = !figure_is_exact(&f);
		if (!*odd)
			*out = (struct index_bounds){.has_least = true, .least = f.base, .unit = f.base_unit};
		return true;
	}
	struct ref few[INDEX_FEW];
	struct refs claims = index_figures_of(index, row, indicator, few, INDEX_FEW);
	if (!claims.n)
		return false;
	*out = index_bounds_of(index, claims);
	f = index_figure(index, claims.v[0]);
	*odd = claims.n > 1 || !figure_is_exact(&f);
	return true;
}

/* -- all rows -------------------------------------------------------------------------------------- */

static void read_any(struct ordering *o, struct order_piece *piece, uint32_t row, uint8_t *unit, struct index_place *place)
{
	struct index_bounds b;
	struct order_value *v = &o->values[row];
	bool odd = false;
	if (!order_bounds(o->index, ref_make(o->kind, row), o->indicator, place, &b, &odd))
		return;
	piece->any = true;
	piece->odd |= odd;
	v->odd = odd;
	if (!b.has_least)
		return;
	*unit = unit_number(piece->units, b.unit, *unit);
	*v = (struct order_value){b.least.digits, b.least.scale, *unit, true, odd};
}

static void note_value(struct ordering *o, struct order_piece *piece, uint32_t row)
{
	const struct order_value *v = &o->values[row];
	struct unit *unit = &piece->units->v[v->unit];
	if (!v->present)
		return;
	if (v->scale > unit->scale_max)
		unit->scale_max = v->scale;
	bits_set(o->present, row);
	piece->n_present++;
	piece->any = true;
}

/* A ledger's column, as the figures in it are kept. */
struct read_column {
	uint32_t number;
	uint8_t scale, unit;
};

static void read_sole(struct ordering *o, struct order_piece *piece, uint32_t number, struct read_column *column, int64_t digits,
	struct order_value *out)
{
	if (number != column->number) {
		struct index_soles_column c = index_soles_column(o->soles, number);
		*column = (struct read_column){number, c.scale, unit_number(piece->units, c.unit, 0)};
	}
	*out = (struct order_value){digits, column->scale, column->unit, true, false};
}

static void read_piece(void *context, size_t i)
{
	enum { AT_ONCE = 1 << 8 };
	struct ordering *o = context;
	struct order_piece *piece = &o->pieces[i];
	struct index_place place = {0};
	struct read_column column = {.number = SOLES_NONE};
	uint32_t columns[AT_ONCE], first = (uint32_t)(i * ORDER_ROWS_AT_ONCE), end = order_piece_end(o, i);
	int64_t digits[AT_ONCE];
	uint8_t unit = 0;
	piece->units = xcalloc(1, sizeof *piece->units);
	for (uint32_t row = first; row < end && !index_stopped(o->index); row++) {
		uint32_t k = (row - first) % AT_ONCE;
		if (!k)
			index_soles_read(o->soles, o->kind, row, end - row < AT_ONCE ? end - row : AT_ONCE, columns, digits);
		o->values[row] = (struct order_value){0};
		if (columns[k] == SOLES_ASK)
			read_any(o, piece, row, &unit, &place);
		else if (columns[k] != SOLES_NONE)
			read_sole(o, piece, columns[k], &column, digits[k], &o->values[row]);
		note_value(o, piece, row);
	}
}

static bool same_group(const struct units *units, size_t a, size_t b)
{
	return !amount_group_cmp(units->v[a].group, units->v[b].group);
}

static bool earlier_group(const struct units *units, size_t unit)
{
	for (size_t i = 0; i < unit; i++)
		if (same_group(units, i, unit))
			return true;
	return false;
}

/* Of all units of a group the least part that each is a number of: 亩 and 平方米 are 2000 and 3 thirds of one. */
static void find_factors(struct units *units, size_t first)
{
	const int64_t most = 1000000000;
	int64_t over, under, parts = 1; /* of the first unit */
	for (size_t i = first; i < units->n; i++) {
		if (!same_group(units, i, first))
			continue;
		if (!amount_ratio(units->v[i].text, units->v[first].text, &over, &under)
			|| (parts *= under / (int64_t)gcd((uint64_t)parts, (uint64_t)under)) > most)
			return;
	}
	for (size_t i = first; i < units->n; i++)
		if (same_group(units, i, first) && amount_ratio(units->v[i].text, units->v[first].text, &over, &under))
			units->v[i].factor = over * (parts / under);
}

/* The rank of a unit's group: how many other groups stand before it. */
static void rank_units(struct units *units)
{
	for (size_t i = 0; i < units->n; i++)
		units->v[i].group = amount_group(units->v[i].text);
	for (size_t i = 0; i < units->n; i++)
		if (!earlier_group(units, i))
			find_factors(units, i);
	for (size_t i = 0; i < units->n; i++)
		for (size_t j = 0; j < units->n; j++) {
			int order = amount_group_cmp(units->v[j].group, units->v[i].group);
			units->v[i].rank += order < 0 && !earlier_group(units, j);
			if (!order && units->v[j].scale_max > units->v[i].places)
				units->v[i].places = units->v[j].scale_max;
		}
}

/* False: no row has a figure, or there are too many units. */
static bool join_units(struct ordering *o)
{
	bool any = false;
	for (size_t i = 0; i < o->n_pieces; i++) {
		struct order_piece *piece = &o->pieces[i];
		any |= piece->any;
		for (size_t u = 0; u < piece->units->n; u++) {
			const struct unit *unit = &piece->units->v[u];
			uint8_t number = unit_number(&o->units, unit->text, (uint8_t)u);
			piece->unit_of[u] = number;
			if (unit->scale_max > o->units.v[number].scale_max)
				o->units.v[number].scale_max = unit->scale_max;
		}
		o->units.too_many |= piece->units->too_many;
		o->n_present += piece->n_present;
		free(piece->units);
		piece->units = NULL;
	}
	rank_units(&o->units);
	return any && !o->units.too_many;
}

static void number_units(void *context, size_t i)
{
	struct ordering *o = context;
	for (uint32_t row = (uint32_t)(i * ORDER_ROWS_AT_ONCE); row < order_piece_end(o, i); row++)
		if (o->values[row].present)
			o->values[row].unit = o->pieces[i].unit_of[o->values[row].unit];
}

bool order_read_values(struct ordering *o)
{
	o->n_pieces = (o->n + ORDER_ROWS_AT_ONCE - 1) / ORDER_ROWS_AT_ONCE;
	o->present = bits_new(o->n);
	o->pieces = xcalloc(o->n_pieces, sizeof *o->pieces);
	o->soles = index_soles_new(o->index, o->indicator);
	parallel_for(o->n_pieces, o->index->n_threads, read_piece, o);
	index_soles_free(o->soles);
	if (!join_units(o))
		return false;
	if (o->units.n > 1)
		parallel_for(o->n_pieces, o->index->n_threads, number_units, o);
	return true;
}
