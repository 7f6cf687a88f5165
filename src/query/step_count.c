/*
 * How many rows of a kind each record of another is one step away from: what `chain:` and its like may be followed by.
 * Steps are taken as step.c takes them, but for all records at once.
 */
#include "step_internal.h"

#include "base/array.h"
#include "index/codes.h"

#include <stdlib.h>

/* A record and a row that is one step away, as one number to be sorted. */
typedef ARRAY(uint64_t) pairs;

struct counting {
	const struct index *index;
	enum kind from, to;
	const uint64_t *rows;  /* those that count; NULL: all */
	uint32_t *counts;      /* by row of `to` */
	bool once;             /* there is one way and it meets no pair twice: no need to remember them */
	pairs pairs;
	const volatile bool *cancel;
};

static bool is_counted(const struct counting *c, uint32_t row)
{
	return !c->rows || (c->rows[row / 64] >> (row % 64) & 1);
}

static void meet(struct counting *c, uint32_t row, struct ref target)
{
	if (ref_none(target) || ref_kind(target) != c->to)
		return;
	if (c->once)
		c->counts[ref_row(target)]++;
	else
		array_push(&c->pairs, (uint64_t)ref_row(target) << 32 | row);
}

/* The record of `to` that a reference of field f is to, or leads to by a field of that name. */
static struct ref reached(const struct counting *c, struct ref target)
{
	if (ref_none(target) || ref_kind(target) == c->to)
		return target;
	int f = step_field(ref_kind(target), c->to);
	return f < 0 ? REF_NONE : index_ref(c->index, target, (size_t)f);
}

/* A million rows that refer to records of one kind: their codes are the rows of those. */
static void meet_codes(struct counting *c, size_t f, enum kind kind)
{
	enum { BLOCK = 4096 };
	uint32_t codes[BLOCK], n = (uint32_t)index_count(c->index, c->from), records = (uint32_t)index_count(c->index, kind);
	for (uint32_t first = 0; first < n && !(c->cancel && *c->cancel); first += BLOCK) {
		uint32_t rows = n - first < BLOCK ? n - first : BLOCK;
		index_codes(c->index, c->from, f, first, rows, UINT32_MAX, codes);
		for (uint32_t i = 0; i < rows; i++)
			if (codes[i] < records && is_counted(c, first + i))
				meet(c, first + i, reached(c, ref_make(kind, codes[i])));
	}
}

/* The kind that all references of a field are to; KIND_COUNT: there are several. */
static enum kind only_kind(const struct field *field)
{
	bool one = field->kinds && !(field->kinds & (field->kinds - 1));
	return one ? (enum kind)__builtin_ctz(field->kinds) : KIND_COUNT;
}

static void count_forth(struct counting *c, size_t f)
{
	const struct field *field = &fields_of[c->from].v[f];
	enum kind kind = only_kind(field);
	uint32_t n = (uint32_t)index_count(c->index, c->from), by = step_reached_by(c->from, f, c->to);
	if (field->type == FIELD_REF && kind < KIND_COUNT && index_codes_n(c->index, c->from, f)) {
		meet_codes(c, f, kind);
		return;
	}
	for (uint32_t row = 0; row < n && !(c->cancel && *c->cancel); row++) {
		if (!is_counted(c, row))
			continue;
		struct ref here = ref_make(c->from, row), one = field->type == FIELD_REF ? index_ref(c->index, here, f) : REF_NONE;
		struct refs targets = field->type == FIELD_REFS ? index_refs(c->index, here, f) : (struct refs){&one, !ref_none(one)};
		for (size_t i = 0; i < targets.n; i++)
			if (by >> ref_kind(targets.v[i]) & 1)
				meet(c, row, reached(c, targets.v[i]));
	}
}

static void count_back(struct counting *c, enum kind by)
{
	size_t back = (size_t)step_field(by, c->from);
	uint32_t n = (uint32_t)index_count(c->index, by), fields = by == c->to ? 0 : step_fields_between(by, c->from, c->to);
	for (uint32_t i = 0; i < n && !(c->cancel && *c->cancel); i++) {
		struct ref one = ref_make(by, i), row = index_ref(c->index, one, back);
		if (ref_none(row) || ref_kind(row) != c->from || !is_counted(c, ref_row(row)))
			continue;
		if (by == c->to)
			meet(c, ref_row(row), one);
		for (size_t f = 0; f < fields_of[by].n; f++)
			if (fields >> f & 1 && only_kind(&fields_of[by].v[f]) < KIND_COUNT)
				meet(c, ref_row(row), reached(c, index_ref(c->index, one, f)));
	}
}

static int compare_pairs(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* A row that a record is reached from by two ways counts once. */
static void count_pairs(struct counting *c)
{
	if (c->pairs.n)
		qsort(c->pairs.v, c->pairs.n, sizeof *c->pairs.v, compare_pairs);
	for (size_t i = 0; i < c->pairs.n; i++)
		if (!i || c->pairs.v[i] != c->pairs.v[i - 1])
			c->counts[c->pairs.v[i] >> 32]++;
}

bool step_count(const struct index *index, enum kind from, enum kind to, const uint64_t *rows, uint32_t *out,
	const volatile bool *cancel)
{
	struct counting c = {.index = index, .from = from, .to = to, .rows = rows, .counts = out, .cancel = cancel};
	uint32_t forth = 0, back = 0;
	bool several = false;
	for (size_t f = 0; f < fields_of[from].n; f++)
		if (step_reached_by(from, f, to)) {
			forth |= UINT32_C(1) << f;
			several |= fields_of[from].v[f].type == FIELD_REFS;
		}
	for (int by = 0; by < KIND_COUNT; by++)
		if (step_reaches_back(from, (enum kind)by, to)) {
			back |= UINT32_C(1) << by;
			several |= by != (int)to;
		}
	c.once = !several && __builtin_popcount(forth) + __builtin_popcount(back) == 1;
	for (size_t f = 0; f < fields_of[from].n; f++)
		if (forth >> f & 1)
			count_forth(&c, f);
	for (int by = 0; by < KIND_COUNT; by++)
		if (back >> by & 1)
			count_back(&c, (enum kind)by);
	count_pairs(&c);
	array_release(&c.pairs);
	return !(cancel && *cancel);
}
