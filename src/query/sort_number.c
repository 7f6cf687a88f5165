/*
 * Sorting many refs by a field of numbers, periods or records, which are a whole number each, or of plain decimals, which
 * are two: the whole part and the billionths behind it.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { REFS_AT_ONCE = 1 << 13, PLACES = 9 /* of a decimal */ };

struct numbers {
	const struct index *index;
	const struct sort_key *key;
	const struct ref *from;
	size_t n;
	struct radix_item *items; /* what is absent has the greatest number */
	uint32_t *parts;          /* beside from: billionths; downwards the other way round, like the first numbers */
	atomic_bool broken;       /* some have such */
};

/* The whole part as it is; of what is behind it a number that sorts like it. */
static uint32_t split(struct decimal d, int64_t *whole)
{
	static const int64_t powers[PLACES + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	*whole = d.digits / powers[d.scale];
	return (uint32_t)(powers[PLACES] + d.digits % powers[d.scale] * powers[PLACES - d.scale]);
}

static void make_numbers(void *context, size_t piece)
{
	struct numbers *s = context;
	size_t start = piece * REFS_AT_ONCE, end = start + REFS_AT_ONCE < s->n ? start + REFS_AT_ONCE : s->n;
	bool broken = false;
	for (size_t i = start; i < end; i++) {
		struct sort_value v = sort_field_value(s->key->column.field, s->from[i], s->index, NULL);
		uint32_t part = v.present && v.is_decimal ? split(v.decimal, &v.number) : 0;
		uint64_t number = (uint64_t)v.number - (uint64_t)INT64_MIN; /* not 0: that is NUMBER_NONE */
		broken |= v.present && v.is_decimal && v.decimal.scale;
		s->items[i] = (struct radix_item){!v.present ? UINT64_MAX : s->key->down ? ~number : number - 1, (uint32_t)i};
		s->parts[i] = s->key->down ? ~part : part;
	}
	if (broken)
		atomic_store(&s->broken, true);
}

/* Nothing stands behind number 1. */
static void part_heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	const struct numbers *s = context;
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = i == 1 ? (uint64_t)s->parts[items[k].row] + 1 : 0;
}

static bool is_number(const struct field *field)
{
	switch (field->type) {
	case FIELD_REF: case FIELD_REFS: case FIELD_ENUM: case FIELD_INTEGER: case FIELD_BOOL: case FIELD_PERIOD: return true;
	case FIELD_DECIMAL: return !(field->flags & FIELD_MEASURED);
	default: return false;
	}
}

bool sort_numbers(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to)
{
	if (key->column.type != COLUMN_FIELD || !n || !is_number(&fields_of[ref_kind(from[0])].v[key->column.field]))
		return false;
	struct numbers s = {.index = index, .key = key, .from = from, .n = n};
	atomic_init(&s.broken, false);
	s.items = parallel_room(n * sizeof *s.items, parallel_threads());
	s.parts = xmalloc(n * sizeof *s.parts);
	parallel_for((n + REFS_AT_ONCE - 1) / REFS_AT_ONCE, parallel_threads(), make_numbers, &s);
	struct sort_keys keys = {atomic_load(&s.broken) ? part_heads : NULL, &s};
	parallel_sort(s.items, NULL, n, parallel_threads(), keys);
	for (size_t i = 0; i < n; i++)
		to[i] = from[s.items[i].row];
	free(s.items);
	free(s.parts);
	return true;
}
