/*
 * Sorting many refs by a field of numbers, periods or records, which are a whole number each, or of plain decimals, which
 * are two: the whole part and the billionths behind it.
 */
#include "sort_internal.h"

#include "base/halt.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { REFS_AT_ONCE = 1 << 13, FEW = 4 /* one row in so many */, PLACES = 9 /* of a decimal */ };

/* Numbers are made in the order in which rows stand, unless these are but a few of them: neighbours are found together. */
struct numbers {
	const struct index *index;
	const struct sort_key *key;
	const struct ref *from;
	enum kind kind;
	size_t n, n_slots;        /* slots: all rows of the kind, or beside from */
	bool by_row;
	uint64_t *numbers;        /* by slot; what is absent has the greatest one */
	uint32_t *parts;          /* by slot: billionths; downwards the other way round, like numbers */
	struct radix_item *items; /* beside from */
	atomic_bool broken;       /* some have billionths */
};

/* In an image that is wrong a row is any number. */
static inline size_t slot_of(const struct numbers *s, size_t i)
{
	return !s->by_row ? i : ref_row(s->from[i]) < s->n_slots ? ref_row(s->from[i]) : 0;
}

static size_t piece_end(size_t n, size_t piece)
{
	return (piece + 1) * REFS_AT_ONCE < n ? (piece + 1) * REFS_AT_ONCE : n;
}

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
	bool broken = false, given_up = halt_now();
	for (size_t i = piece * REFS_AT_ONCE; i < piece_end(s->n_slots, piece); i++) {
		struct ref ref = s->by_row ? ref_make(s->kind, (uint32_t)i) : s->from[i];
		struct sort_value v = given_up ? (struct sort_value){0} : sort_field_value(s->key->column.field, ref, s->index, NULL);
		uint32_t part = v.present && v.is_decimal ? split(v.decimal, &v.number) : 0;
		uint64_t number = (uint64_t)v.number - (uint64_t)INT64_MIN; /* not 0: that is NUMBER_NONE */
		broken |= v.present && v.is_decimal && v.decimal.scale;
		s->numbers[i] = !v.present ? UINT64_MAX : s->key->down ? ~number : number - 1;
		s->parts[i] = s->key->down ? ~part : part;
	}
	if (broken)
		atomic_store(&s->broken, true);
}

static void take_numbers(void *context, size_t piece)
{
	const struct numbers *s = context;
	for (size_t i = piece * REFS_AT_ONCE; i < piece_end(s->n, piece); i++)
		s->items[i] = (struct radix_item){s->numbers[slot_of(s, i)], (uint32_t)i};
}

/* Nothing stands behind number 1. */
static void part_heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	const struct numbers *s = context;
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = i == 1 ? (uint64_t)s->parts[slot_of(s, items[k].row)] + 1 : 0;
}

static bool is_number(const struct field *field)
{
	switch (field->type) {
	case FIELD_REF: case FIELD_REFS: case FIELD_ENUM: case FIELD_INTEGER: case FIELD_BOOL: case FIELD_PERIOD: return true;
	case FIELD_DECIMAL: return !(field->flags & FIELD_QUANTITY);
	default: return false;
	}
}

bool sort_numbers(const struct index *index, const struct sort_key *key, const struct ref *from, size_t n, struct ref *to)
{
	if (key->column.type != COLUMN_FIELD || !n || !is_number(&fields_of[ref_kind(from[0])].v[key->column.field]))
		return false;
	enum kind kind = ref_kind(from[0]);
	struct numbers s = {.index = index, .key = key, .from = from, .kind = kind, .n = n, .by_row = n > index_count(index, kind) / FEW};
	unsigned n_threads = parallel_threads();
	atomic_init(&s.broken, false);
	s.n_slots = s.by_row ? index_count(index, kind) : n;
	s.numbers = parallel_room(s.n_slots * sizeof *s.numbers, n_threads);
	s.parts = parallel_room(s.n_slots * sizeof *s.parts, n_threads);
	parallel_for((s.n_slots + REFS_AT_ONCE - 1) / REFS_AT_ONCE, n_threads, make_numbers, &s);
	s.items = parallel_room(n * sizeof *s.items, n_threads);
	parallel_for((n + REFS_AT_ONCE - 1) / REFS_AT_ONCE, n_threads, take_numbers, &s);
	free(s.numbers);
	parallel_sort(s.items, NULL, n, n_threads, (struct sort_keys){atomic_load(&s.broken) ? part_heads : NULL, &s});
	for (size_t i = 0; i < n; i++)
		to[i] = from[s.items[i].row];
	free(s.items);
	free(s.parts);
	return true;
}
