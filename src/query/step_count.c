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
};

static bool is_counted(const struct counting *c, uint32_t row)
{
	return !c->rows || bits_has(c->rows, row);
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

/* What a field of a million rows refers to, a block of rows at a time: codes are read many times faster than references. */
enum { BLOCK = 4096 };

struct block {
	uint32_t first, n;
	struct ref refs[BLOCK]; /* of row first + i */
};

static void read_block(const struct counting *c, enum kind kind, size_t f, uint32_t first, struct block *out)
{
	uint32_t n = (uint32_t)index_count(c->index, kind), codes[BLOCK];
	enum kind to = index_only_kind(&fields_of[kind].v[f]);
	*out = (struct block){.first = first, .n = n - first < BLOCK ? n - first : BLOCK};
	if (to == KIND_COUNT || !index_codes_n(c->index, kind, f)) {
		for (uint32_t i = 0; i < out->n; i++)
			out->refs[i] = index_ref(c->index, ref_make(kind, first + i), f);
		return;
	}
	size_t records = index_count(c->index, to);
	index_codes(c->index, kind, f, first, out->n, UINT32_MAX, codes);
	for (uint32_t i = 0; i < out->n; i++)
		out->refs[i] = codes[i] < records ? ref_make(to, codes[i]) : REF_NONE;
}

/* Where each record of a kind leads to; NULL: it is `to` itself. */
static struct ref *leads(const struct counting *c, enum kind kind)
{
	size_t n = index_count(c->index, kind);
	struct ref *out = kind == c->to ? NULL : xmalloc((n + 1) * sizeof *out);
	for (uint32_t row = 0; out && row < n; row++)
		out[row] = reached(c, ref_make(kind, row));
	return out;
}

/* Several references a row: none of the large kinds has them. */
static void count_lists(struct counting *c, size_t f)
{
	for (uint32_t row = 0; row < index_count(c->index, c->from); row++) {
		struct refs targets = index_refs(c->index, ref_make(c->from, row), f);
		for (size_t i = 0; is_counted(c, row) && i < targets.n; i++)
			meet(c, row, reached(c, targets.v[i]));
	}
}

static void count_forth(struct counting *c, size_t f)
{
	const struct field *field = &fields_of[c->from].v[f];
	struct ref *lead[KIND_COUNT] = {NULL};
	struct block block;
	if (field->type == FIELD_REFS) {
		count_lists(c, f);
		return;
	}
	for (int k = 0; k < KIND_COUNT; k++)
		if (field->kinds >> k & 1)
			lead[k] = leads(c, (enum kind)k);
	for (uint32_t first = 0; first < index_count(c->index, c->from); first += BLOCK) {
		read_block(c, c->from, f, first, &block);
		for (uint32_t i = 0; i < block.n; i++) {
			struct ref one = block.refs[i];
			if (!ref_none(one) && is_counted(c, first + i))
				meet(c, first + i, lead[ref_kind(one)] ? lead[ref_kind(one)][ref_row(one)] : one);
		}
	}
	for (int k = 0; k < KIND_COUNT; k++)
		free(lead[k]);
}

/* The records that one of `by` is about besides the row it refers to. */
static void meet_others(struct counting *c, uint32_t row, struct ref one, uint32_t fields)
{
	for (size_t f = 0; f < fields_of[ref_kind(one)].n; f++)
		if (fields >> f & 1 && index_only_kind(&fields_of[ref_kind(one)].v[f]) < KIND_COUNT)
			meet(c, row, reached(c, index_ref(c->index, one, f)));
}

static void count_back(struct counting *c, enum kind by)
{
	size_t back = (size_t)step_field(by, c->from);
	uint32_t fields = by == c->to ? 0 : step_fields_between(by, c->from, c->to);
	struct block block;
	for (uint32_t first = 0; first < index_count(c->index, by); first += BLOCK) {
		read_block(c, by, back, first, &block);
		for (uint32_t i = 0; i < block.n; i++) {
			struct ref row = block.refs[i], one = ref_make(by, first + i);
			if (ref_none(row) || ref_kind(row) != c->from || !is_counted(c, ref_row(row)))
				continue;
			if (by == c->to)
				meet(c, ref_row(row), one);
			else
				meet_others(c, ref_row(row), one, fields);
		}
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

void step_count(const struct index *index, enum kind from, enum kind to, const uint64_t *rows, uint32_t *out)
{
	struct counting c = {.index = index, .from = from, .to = to, .rows = rows, .counts = out};
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
}
