/* The records that a value names. */
#include "query_internal.h"

void rows_init(const struct index *index, enum kind kind, struct lookup_rows *rows)
{
	size_t n = index_count(index, kind);
	*rows = (struct lookup_rows){bits_new(n), n, 0};
}

void rows_add(struct lookup_rows *rows, uint32_t row)
{
	if (row >= rows->n_rows)
		return;
	rows->n += !bits_has(rows->bits, row);
	bits_set(rows->bits, row);
}

/* Also what is part of a record in the set: regions of a region, phases of a project. */
static void add_parts(const struct index *index, enum kind kind, struct lookup_rows *rows)
{
	enum { LEVELS_MAX = 8 };
	int parent = field_find(kind, STR("parent"));
	for (uint32_t row = 0; parent >= 0 && row < rows->n_rows; row++) {
		struct ref up = ref_make(kind, row);
		for (int level = 0; level < LEVELS_MAX && !ref_none(up) && !lookup_rows_has(rows, up); level++)
			up = index_ref(index, up, (size_t)parent);
		if (!ref_none(up) && lookup_rows_has(rows, up))
			rows_add(rows, row);
	}
}

void only_record(const struct index *index, struct ref ref, struct lookup_rows *rows)
{
	rows_init(index, ref_kind(ref), rows);
	rows_add(rows, ref_row(ref));
}

static void add_rows(struct lookup_rows *to, struct lookup_rows *from)
{
	if (!to->bits) {
		*to = *from;
		return;
	}
	bits_add(to->bits, from->bits, bits_room(to->n_rows));
	to->n = bits_total(to->bits, bits_room(to->n_rows));
	lookup_rows_release(from);
}

static void add_exact(const struct index *index, struct str text, uint32_t mask, struct lookup_rows rows[KIND_COUNT])
{
	struct lookup_hits found;
	lookup_reference(index, text, mask, &found);
	for (size_t i = 0; i < found.n; i++) {
		struct lookup_rows one;
		only_record(index, found.v[i].ref, &one);
		add_rows(&rows[ref_kind(found.v[i].ref)], &one);
	}
	lookup_release(&found);
}

/* What one word names: a record by its id, else those whose names have it, and what is part of them. */
static void add_named(const struct index *index, struct str text, uint32_t mask, struct lookup_rows rows[KIND_COUNT])
{
	struct ref exact = index_find_id(index, text);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct lookup_rows found;
		if (!(mask >> k & 1) || (!ref_none(exact) && ref_kind(exact) != (enum kind)k))
			continue;
		if (!ref_none(exact))
			only_record(index, exact, &found);
		else
			lookup_find_rows(index, text, (enum kind)k, LOOKUP_IN_NAMES | LOOKUP_IN_CODES | LOOKUP_SURE, &found);
		add_parts(index, (enum kind)k, &found);
		add_rows(&rows[k], &found);
	}
}

/* Add what one name of the value names; the first that names nothing is kept for query_slip. */
static void add_part(struct query *query, struct str part, enum op op, uint32_t mask, struct lookup_rows rows[KIND_COUNT])
{
	struct lookup_rows named[KIND_COUNT] = {{0}};
	size_t n = 0;
	if (op == OP_EQUAL)
		add_exact(query->index, part, mask, named);
	else
		add_named(query->index, part, mask, named);
	for (int k = 0; k < KIND_COUNT; k++) {
		n += named[k].n;
		if (named[k].bits)
			add_rows(&rows[k], &named[k]);
	}
	if (!n && !query->unnamed.n) {
		query->unnamed = part;
		query->unnamed_kinds = mask;
	}
}

void term_targets(struct query *query, const struct value_place *place, enum op op, uint32_t mask,
	struct lookup_rows rows[KIND_COUNT])
{
	struct str rest = place->raw, part;
	while (value_part(place, &rest, false, &part)) {
		part = str_trim(part);
		if (part.n)
			add_part(query, part, op, mask, rows);
	}
}
