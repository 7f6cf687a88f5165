/* Whether the arrays of an index fit each other in number and width: what every access counts on. */
#include "foremost_internal.h"
#include "front_internal.h"
#include "index_internal.h"
#include "lettered_internal.h"
#include "measured_internal.h"

#include "require_internal.h"

static bool text_shape(const struct index_column *c, uint32_t n, bool period)
{
	bool coded = c->codes.n;
	if (lettered_is(c))
		return !period && lettered_shape(c, n);
	if (c->lengths.n)
		return !period && measured_shape(c, n);
	if (c->numbers.n)
		return !period && coded && section_is_packed(&c->codes, n) && section_is_packed(&c->numbers, n) && c->ends.width <= 8
			&& section_is_of(&c->bytes, 1) && c->bytes.base >= 0 && (uint64_t)c->bytes.base <= c->ends.n / 2;
	/* no more different texts than rows: tables beside them are as large */
	return (coded ? section_is_packed(&c->codes, n) && c->ends.n <= n : section_is_packed(&c->ends, n)) && section_is_of(&c->bytes, 1)
		&& (!period || section_is_plain(&c->periods, c->ends.n, sizeof(struct period)));
}

static bool column_shape_fits(const struct index_column *c, enum field_type type, uint32_t n)
{
	if (type == FIELD_REFS)
		return section_is_packed(&c->ends, n) && section_is_of(&c->refs, sizeof(struct ref));
	if (column_shape(type) == COLUMN_NUMBERS)
		return section_is_packed(&c->numbers, n);
	return text_shape(c, n, type == FIELD_PERIOD);
}

static bool table_shape(const struct index *index, int kind, const char **reason)
{
	const struct index_table *t = &index->tables[kind];
	REQUIRE(t->n < (UINT32_C(1) << REF_ROW_BITS) - 1, "too many rows");
	REQUIRE(section_is_packed(&t->keys, t->n), "another number of keys than rows");
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		const struct index_back *b = &index->back[kind][f];
		REQUIRE(column_shape_fits(&t->columns[f], fields_of[kind].v[f].type, t->n), "a column of another number of rows");
		REQUIRE(section_is_of(&b->starts, sizeof(uint32_t)) && section_is_of(&b->refs, sizeof(struct ref)),
			"back references of another width");
	}
	REQUIRE(!t->short_choice.n || (section_is_packed(&t->short_choice, t->n) && field_find((enum kind)kind, STR("short_names")) >= 0),
		"another number of short names than rows");
	REQUIRE(section_is_packed(&t->name_ranks, t->n) && section_is_plain(&t->by_name, t->n, sizeof(struct ref)),
		"an order of names of another number of rows");
	return true;
}

bool index_shape(const struct index *index, const char **reason)
{
	uint64_t n_rows = 0, n_buckets = index->id_starts.n - 1;
	for (int k = 0; k < KIND_COUNT; k++) {
		n_rows += index->tables[k].n;
		if (!table_shape(index, k, reason))
			return false;
	}
	REQUIRE(n_rows == index->n_rows, "too many rows");
	REQUIRE(index->id_starts.n > 1 && !(n_buckets & (n_buckets - 1)) && section_is_plain(&index->id_starts, n_buckets + 1, sizeof(uint32_t))
			&& section_is_of(&index->id_refs, sizeof(struct ref)),
		"ids of another number of rows");
	REQUIRE(section_is_plain(&index->renown, n_rows + 1, 1), "renown of another number of rows");
	REQUIRE(section_is_plain(&index->claims, index->back[KIND_CLAIM][index->claim.subject].refs.n, sizeof(struct ref)),
		"another number of claims than of their subjects");
	return ledger_shape_fits(index, reason) && index_order_shape(index, reason) && index_since_shape(index, reason) && search_shape(index, reason)
		&& foremost_shape(index, reason) && front_shape(index, reason) && answers_shape(index, reason);
}
