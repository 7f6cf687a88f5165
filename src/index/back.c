#include "index_internal.h"

#include <stdlib.h>

/* The refs of row `row` in a REF or REFS column. */
static struct refs refs_of(const struct index_column *column, enum field_type type, uint32_t row)
{
	if (type == FIELD_REF)
		return (struct refs){column->refs + row, ref_none(column->refs[row]) ? 0 : 1};
	uint32_t start = row ? column->ends[row - 1] : 0;
	return (struct refs){column->refs + start, column->ends[row] - start};
}

/* The range of global rows that a field may point at. */
static void target_range(const struct index *index, uint32_t allowed, uint32_t *first, uint32_t *n)
{
	uint32_t end = 0;
	*first = UINT32_MAX;
	for (int k = 0; k < KIND_COUNT; k++)
		if (allowed >> k & 1) {
			if (*first == UINT32_MAX)
				*first = index->tables[k].base;
			end = index->tables[k].base + index->tables[k].n;
		}
	*n = end - *first;
}

static void make_back(struct index *index, enum kind kind, size_t f)
{
	const struct index_table *t = &index->tables[kind];
	const struct field *field = &fields_of[kind].v[f];
	struct index_back *b = &index->back[kind][f];
	target_range(index, field->kinds, &b->first, &b->n_targets);
	b->starts = xcalloc((size_t)b->n_targets + 1, sizeof *b->starts);
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = refs_of(&t->columns[f], field->type, i);
		for (size_t j = 0; j < r.n; j++)
			b->starts[index_global(index, r.v[j]) - b->first + 1]++;
	}
	for (uint32_t i = 0; i < b->n_targets; i++)
		b->starts[i + 1] += b->starts[i];
	b->refs = xmalloc(b->starts[b->n_targets] * sizeof *b->refs);
	uint32_t *at = xmalloc((size_t)b->n_targets * sizeof *at);
	for (uint32_t i = 0; i < b->n_targets; i++)
		at[i] = b->starts[i];
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = refs_of(&t->columns[f], field->type, i);
		for (size_t j = 0; j < r.n; j++)
			b->refs[at[index_global(index, r.v[j]) - b->first]++] = ref_make(kind, i);
	}
	free(at);
}

static int by_position(const void *a, const void *b, void *context)
{
	const int64_t *positions = context;
	const struct ref *x = a, *y = b;
	int64_t p = positions[ref_row(*x)], q = positions[ref_row(*y)];
	if (p != q)
		return p < q ? -1 : 1;
	return x->bits < y->bits ? -1 : x->bits > y->bits;
}

static void make_renown(struct index *index)
{
	uint32_t *degrees = xcalloc((size_t)index->n_rows + 1, sizeof *degrees);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct index_back *b = &index->back[k][f];
			for (uint32_t i = 0; i < b->n_targets; i++)
				degrees[b->first + i] += b->starts[i + 1] - b->starts[i];
		}
	index->renown = xcalloc((size_t)index->n_rows + 1, 1);
	for (uint32_t i = 0; i < index->n_rows; i++)
		for (uint32_t rest = degrees[i]; rest && index->renown[i] < RENOWN_MAX; rest /= 2)
			index->renown[i]++;
	free(degrees);
}

void index_make_back(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS)
				make_back(index, (enum kind)k, f);
	const struct index_back *stages = &index->back[KIND_STAGE][field_get(KIND_STAGE, "chain")];
	int64_t *positions = index->tables[KIND_STAGE].columns[field_get(KIND_STAGE, "position")].numbers;
	for (uint32_t i = 0; i < stages->n_targets; i++)
		qsort_r(stages->refs + stages->starts[i], stages->starts[i + 1] - stages->starts[i],
			sizeof *stages->refs, by_position, positions);
	make_renown(index);
}

struct refs index_back(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	const struct index_back *b = &index->back[kind][field];
	uint32_t at = index_global(index, target) - b->first; /* wraps where the target stands before the range */
	if (!b->starts || at >= b->n_targets)
		return (struct refs){0};
	return (struct refs){b->refs + b->starts[at], b->starts[at + 1] - b->starts[at]};
}
