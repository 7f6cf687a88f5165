/* Whether the arrays of an index fit each other in number and width: what every access counts on. */
#include "index_internal.h"

#define REQUIRE(condition, text)       \
	do {                           \
		if (!(condition)) {    \
			*reason = text; \
			return false;  \
		}                      \
	} while (0)

static bool packed(const struct section *s, uint64_t n)
{
	return s->n == n && s->width <= 8;
}

static bool plain(const struct section *s, uint64_t n, size_t width)
{
	return s->n == n && (s->width == width || !n);
}

static bool text_shape(const struct index_column *c, uint32_t n, bool period)
{
	bool coded = c->codes.n;
	if (c->numbers.n)
		return !period && coded && packed(&c->codes, n) && packed(&c->numbers, n) && c->ends.width <= 8 && plain(&c->bytes, c->bytes.n, 1)
			&& c->bytes.base >= 0 && (uint64_t)c->bytes.base <= c->ends.n / 2;
	/* no more different texts than rows: tables beside them are as large */
	return (coded ? packed(&c->codes, n) && c->ends.n <= n : packed(&c->ends, n)) && plain(&c->bytes, c->bytes.n, 1)
		&& (!period || plain(&c->periods, c->ends.n, sizeof(struct period)));
}

static bool column_shape_fits(const struct index_column *c, enum field_type type, uint32_t n)
{
	if (type == FIELD_REFS)
		return packed(&c->ends, n) && plain(&c->refs, c->refs.n, sizeof(struct ref));
	if (column_shape(type) == COLUMN_NUMBERS)
		return packed(&c->numbers, n);
	return text_shape(c, n, type == FIELD_PERIOD);
}

static bool table_shape(const struct index *index, int kind, const char **reason)
{
	const struct index_table *t = &index->tables[kind];
	REQUIRE(t->n < (UINT32_C(1) << REF_ROW_BITS) - 1, "too many rows");
	REQUIRE(packed(&t->keys, t->n), "another number of keys than rows");
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		const struct index_back *b = &index->back[kind][f];
		REQUIRE(column_shape_fits(&t->columns[f], fields_of[kind].v[f].type, t->n), "a column of another number of rows");
		REQUIRE(plain(&b->starts, b->starts.n, sizeof(uint32_t)) && plain(&b->refs, b->refs.n, sizeof(struct ref)),
			"back references of another width");
	}
	REQUIRE(text_shape(&t->composed, kind_has_name((enum kind)kind) ? 0 : t->n, false), "another number of names than rows");
	REQUIRE(!t->short_choice.n || (packed(&t->short_choice, t->n) && field_find((enum kind)kind, STR("short_names")) >= 0),
		"another number of short names than rows");
	REQUIRE(plain(&t->name_ranks, t->n, sizeof(uint32_t)) && plain(&t->by_name, t->n, sizeof(struct ref)),
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
	REQUIRE(index->id_starts.n > 1 && !(n_buckets & (n_buckets - 1)) && plain(&index->id_starts, n_buckets + 1, sizeof(uint32_t))
			&& plain(&index->id_refs, index->id_refs.n, sizeof(struct ref)),
		"ids of another number of rows");
	REQUIRE(plain(&index->renown, n_rows + 1, 1), "renown of another number of rows");
	REQUIRE(plain(&index->claims, index->back[KIND_CLAIM][index->claim.subject].refs.n, sizeof(struct ref)),
		"another number of claims than of their subjects");
	return ledger_shape_fits(index, reason) && index_order_shape(index, reason) && index_since_shape(index, reason) && search_shape(index, reason);
}
