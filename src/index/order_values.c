/* The figures of all rows of a kind under one indicator, as orders need them. */
#include "order_internal.h"

#include "base/alloc.h"
#include "base/gcd.h"
#include "base/parallel.h"

#include <stdlib.h>

enum { SCALE_MAX = 9 }; /* of a decimal */

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

/* -- rows of ledgers ------------------------------------------------------------------------------ */

/* The claim of a shape under the indicator, where it is one. */
struct sole {
	const struct ledger_head *head; /* NULL: none or several */
	uint32_t at;                    /* in the record */
	bool none;
};

struct reading {
	struct ordering *o;
	const struct section *own_starts; /* of the claims that are no cells, by row; NULL: the kind has none */
	struct sole *soles;               /* by shape */
};

static struct sole sole_of(const struct index_ledger *l, const struct ledger_shape *shape, struct ref indicator)
{
	const struct ledger_slot *slots = ledger_slots(l, shape, LEDGER_CLAIM);
	struct sole sole = {.none = true};
	for (uint32_t i = 0; i < shape->n[LEDGER_CLAIM]; i++) {
		const struct ledger_head *head = SECTION_V(struct ledger_head, l->heads) + slots[i].head;
		if (head->indicator != indicator.bits)
			continue;
		sole.head = sole.none ? head : NULL;
		sole.at = slots[i].at;
		sole.none = false;
	}
	return sole;
}

/* A row whose claims are cells alone, of which one at most has the indicator. False: any other. */
static bool read_cell(const struct ordering *o, const struct sole *sole, uint64_t record, struct order_value *out)
{
	const struct ledger_head *head = sole->head;
	const struct ledger_cell cell = {.head = head, .record = record, .at = sole->at};
	int64_t number;
	if (sole->none)
		return true;
	if (!head || head->scale + head->factor_scale > SCALE_MAX || !ledger_number(&o->index->ledger, &cell, &number)
		|| __builtin_mul_overflow(number, head->factor, &out->digits) || out->digits <= -LEDGER_DIGITS_END
		|| out->digits >= LEDGER_DIGITS_END)
		return false;
	out->scale = (uint8_t)(head->scale + head->factor_scale);
	out->present = true;
	return true;
}

/* Where the record of a row stands, from that of the row before. */
struct record_walk {
	struct index_place place;
	uint64_t record, code;
};

static void walk_to(const struct ordering *o, uint32_t row, bool first, struct record_walk *walk)
{
	const struct index_ledger *l = &o->index->ledger;
	const struct ledger_shape *shapes = SECTION_V(struct ledger_shape, l->shapes);
	if (first) {
		ledger_seek(l, ref_make(o->kind, row), &walk->place);
		walk->record = walk->place.at;
	} else {
		walk->record += shapes[walk->code].n_bytes;
	}
	uint64_t code = (uint64_t)section_number(&l->codes[o->kind], row);
	walk->code = code < l->shapes.n ? code : 0; /* under a delta an image that is wrong may have any */
}

static bool has_own(const struct reading *r, uint32_t row)
{
	const struct section *s = r->own_starts;
	/* wraps where the row stands before the range */
	uint64_t i = s ? (uint64_t)r->o->index->tables[r->o->kind].base + row - (uint64_t)s->base : 0;
	return s && s->n > 1 && i < s->n - 1 && SECTION_V(uint32_t, *s)[i] != SECTION_V(uint32_t, *s)[i + 1];
}

/* -- all rows -------------------------------------------------------------------------------------- */

static void read_any(struct ordering *o, struct order_piece *piece, uint32_t row, uint8_t *unit, struct index_place *place)
{
	struct index_bounds b;
	struct order_value *v = &o->values[row];
	bool odd = false;
	*v = (struct order_value){0};
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

static void read_piece(void *context, size_t i)
{
	const struct reading *r = context;
	struct ordering *o = r->o;
	struct order_piece *piece = &o->pieces[i];
	struct index_place place = {0};
	struct record_walk walk = {.record = 0};
	const struct ledger_head *head = NULL;
	uint32_t first = (uint32_t)(i * ORDER_ROWS_AT_ONCE);
	uint8_t unit = 0, unit_of_head = 0;
	piece->units = xcalloc(1, sizeof *piece->units);
	for (uint32_t row = first; row < order_piece_end(o, i) && !index_stopped(o->index); row++) {
		const struct sole *sole = NULL;
		struct order_value *v = &o->values[row];
		*v = (struct order_value){0};
		if (r->soles) {
			walk_to(o, row, row == first, &walk);
			sole = &r->soles[walk.code];
		}
		if (!sole || has_own(r, row) || !read_cell(o, sole, walk.record, v)) {
			read_any(o, piece, row, &unit, &place);
		} else if (v->present) {
			if (sole->head != head)
				unit_of_head = unit_number(piece->units, ledger_head_text(&o->index->ledger, sole->head, LEDGER_BASE_UNIT), 0);
			head = sole->head;
			v->unit = unit_of_head;
		}
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
	const struct index_ledger *l = &o->index->ledger;
	const struct section *starts = &o->index->back[KIND_CLAIM][o->index->claim.subject].starts;
	struct reading r = {.o = o, .own_starts = starts->n ? starts : NULL};
	o->n_pieces = (o->n + ORDER_ROWS_AT_ONCE - 1) / ORDER_ROWS_AT_ONCE;
	o->present = bits_new(o->n);
	o->pieces = xcalloc(o->n_pieces, sizeof *o->pieces);
	if (l->codes[o->kind].n && l->shapes.n) {
		r.soles = xcalloc((size_t)l->shapes.n, sizeof *r.soles);
		for (uint64_t i = 0; i < l->shapes.n; i++)
			r.soles[i] = sole_of(l, SECTION_V(struct ledger_shape, l->shapes) + i, o->indicator);
	}
	parallel_for(o->n_pieces, o->index->n_threads, read_piece, &r);
	free(r.soles);
	if (!join_units(o))
		return false;
	if (o->units.n > 1)
		parallel_for(o->n_pieces, o->index->n_threads, number_units, o);
	return true;
}
