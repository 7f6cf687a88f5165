#include "index_internal.h"

#include "base/map.h"

#include <assert.h>
#include <string.h>

size_t index_count(const struct index *index, enum kind kind)
{
	return index->tables[kind].n;
}

struct ref index_ref_of_global(const struct index *index, uint32_t global)
{
	int low = 0, high = KIND_COUNT - 1; /* the last kind whose base is not behind */
	while (low < high) {
		int middle = (low + high + 1) / 2;
		if (index->tables[middle].base <= global)
			low = middle;
		else
			high = middle - 1;
	}
	return ref_make((enum kind)low, global - index->tables[low].base);
}

/* -- ids ------------------------------------------------------------------------- */

static uint32_t id_slot(const struct index *index, struct str id)
{
	uint32_t mask = index->n_id_slots - 1;
	uint32_t at = (uint32_t)hash_bytes(id.p, id.n, 0) & mask;
	while (!ref_none(index->id_slots[at]) && !str_eq(index_id(index, index->id_slots[at]), id))
		at = (at + 1) & mask;
	return at;
}

void index_make_ids(struct index *index)
{
	index->n_id_slots = 16;
	while (index->n_id_slots < index->n_rows * 2)
		index->n_id_slots *= 2;
	index->id_slots = xmalloc(index->n_id_slots * sizeof *index->id_slots);
	memset(index->id_slots, 0xFF, index->n_id_slots * sizeof *index->id_slots);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t i = 0; i < index->tables[k].n; i++) {
			struct ref ref = ref_make((enum kind)k, i);
			index->id_slots[id_slot(index, index_id(index, ref))] = ref;
		}
}

struct ref index_find_id(const struct index *index, struct str id)
{
	return id.n ? index->id_slots[id_slot(index, id)] : REF_NONE;
}

struct str index_id(const struct index *index, struct ref ref)
{
	return index_column_text(&index->tables[ref_kind(ref)].columns[0], ref_row(ref));
}

enum origin index_origin(const struct index *index, struct ref ref)
{
	return (enum origin)index->tables[ref_kind(ref)].origins[ref_row(ref)];
}

/* -- values ------------------------------------------------------------------------ */

static const struct index_column *column_of(const struct index *index, struct ref ref, size_t field)
{
	assert(field < fields_of[ref_kind(ref)].n && ref_row(ref) < index->tables[ref_kind(ref)].n);
	return &index->tables[ref_kind(ref)].columns[field];
}

struct str index_text(const struct index *index, struct ref ref, size_t field)
{
	assert(column_shape(fields_of[ref_kind(ref)].v[field].type) == COLUMN_TEXTS);
	return index_column_text(column_of(index, ref, field), ref_row(ref));
}

int64_t index_number(const struct index *index, struct ref ref, size_t field)
{
	const struct index_column *c = column_of(index, ref, field);
	assert(c->numbers);
	return c->numbers[ref_row(ref)];
}

struct ref index_ref(const struct index *index, struct ref ref, size_t field)
{
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_REF);
	return column_of(index, ref, field)->refs[ref_row(ref)];
}

struct refs index_refs(const struct index *index, struct ref ref, size_t field)
{
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_REFS);
	const struct index_column *c = column_of(index, ref, field);
	uint32_t row = ref_row(ref), start = row ? c->ends[row - 1] : 0;
	return (struct refs){c->refs + start, c->ends[row] - start};
}

bool index_period(const struct index *index, struct ref ref, size_t field, struct period *out)
{
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_PERIOD);
	struct period period = column_of(index, ref, field)->periods[ref_row(ref)];
	if (period.first > period.last)
		return false;
	*out = period;
	return true;
}

/* -- names ------------------------------------------------------------------------- */

bool index_list_next(struct str *rest, struct str *element)
{
	while (str_split(rest, ';', element)) {
		*element = str_trim(*element);
		if (element->n)
			return true;
	}
	return false;
}

struct str index_name(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	uint32_t row = ref_row(ref);
	struct str name;
	if (!t->composed_ends) {
		name = index_column_text(&t->columns[1], row);
	} else {
		uint32_t start = row ? t->composed_ends[row - 1] : 0;
		name = (struct str){t->composed + start, t->composed_ends[row] - start};
	}
	return str_trim(name).n ? name : index_id(index, ref);
}

struct str index_short_name(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	uint16_t choice = t->short_choice ? t->short_choice[ref_row(ref)] : 0;
	if (!choice)
		return index_name(index, ref);
	struct str rest = index_column_text(&t->columns[field_get(ref_kind(ref), "short_names")], ref_row(ref)),
		   element = {0};
	while (choice-- && index_list_next(&rest, &element))
		;
	return element;
}

uint32_t index_name_rank(const struct index *index, struct ref ref)
{
	return index->tables[ref_kind(ref)].name_ranks[ref_row(ref)];
}

struct refs index_by_name(const struct index *index, enum kind kind)
{
	return (struct refs){index->tables[kind].by_name, index->tables[kind].n};
}
