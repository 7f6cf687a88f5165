#include "index_internal.h"

#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

static bool refers(enum field_type type)
{
	return type == FIELD_REF || type == FIELD_REFS;
}

struct refs index_refs_of(const struct index_column *column, enum field_type type, uint32_t row, struct ref *one)
{
	if (type == FIELD_REFS)
		return index_column_refs(column, row);
	*one = index_column_ref(column, row);
	return (struct refs){one, !ref_none(*one)};
}

/* The range of global rows that are pointed at. */
static void target_range(const struct index *index, enum kind kind, size_t f, uint32_t *first, uint32_t *n)
{
	const struct index_table *t = &index->tables[kind];
	uint32_t least = UINT32_MAX, end = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		struct ref one;
		struct refs r = index_refs_of(&t->columns[f], fields_of[kind].v[f].type, i, &one);
		for (size_t j = 0; j < r.n; j++) {
			uint32_t global = index_global(index, r.v[j]);
			least = global < least ? global : least;
			end = global >= end ? global + 1 : end;
		}
	}
	*first = end ? least : 0;
	*n = end - *first;
}

static void make_back(struct index *index, enum kind kind, size_t f)
{
	const struct index_table *t = &index->tables[kind];
	enum field_type type = fields_of[kind].v[f].type;
	uint32_t first, n_targets;
	struct ref one;
	target_range(index, kind, f, &first, &n_targets);
	if (!n_targets)
		return;
	uint32_t *starts = xcalloc((size_t)n_targets + 1, sizeof *starts);
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = index_refs_of(&t->columns[f], type, i, &one);
		for (size_t j = 0; j < r.n; j++)
			starts[index_global(index, r.v[j]) - first + 1]++;
	}
	for (uint32_t i = 0; i < n_targets; i++)
		starts[i + 1] += starts[i];
	struct ref *refs = xmalloc(starts[n_targets] * sizeof *refs);
	uint32_t *at = xmalloc((size_t)n_targets * sizeof *at);
	memcpy(at, starts, n_targets * sizeof *at);
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = index_refs_of(&t->columns[f], type, i, &one);
		for (size_t j = 0; j < r.n; j++)
			refs[at[index_global(index, r.v[j]) - first]++] = ref_make(kind, i);
	}
	free(at);
	struct index_back *b = &index->back[kind][f];
	b->refs = section_plain(refs, starts[n_targets], sizeof *refs);
	b->starts = section_plain(starts, (size_t)n_targets + 1, sizeof *starts);
	b->starts.base = first;
}

static int by_position(const void *a, const void *b, void *context)
{
	const struct index_column *positions = context;
	const struct ref *x = a, *y = b;
	int64_t p = section_number(&positions->numbers, ref_row(*x)), q = section_number(&positions->numbers, ref_row(*y));
	if (p != q)
		return p < q ? -1 : 1;
	return x->bits < y->bits ? -1 : x->bits > y->bits;
}

static void order_stages(struct index *index)
{
	struct index_back *b = &index->back[KIND_STAGE][field_get(KIND_STAGE, "chain")];
	struct index_column *positions = &index->tables[KIND_STAGE].columns[field_get(KIND_STAGE, "position")];
	struct ref *refs = (void *)(uintptr_t)b->refs.v;
	const uint32_t *starts = SECTION_V(uint32_t, b->starts);
	for (size_t i = 0; i + 1 < b->starts.n; i++)
		qsort_r(refs + starts[i], starts[i + 1] - starts[i], sizeof *refs, by_position, positions);
}

static void make_renown(struct index *index)
{
	uint32_t *degrees = xcalloc((size_t)index->n_all + 1, sizeof *degrees);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct section *starts = &index->back[k][f].starts;
			const uint32_t *v = SECTION_V(uint32_t, *starts);
			for (size_t i = 0; i + 1 < starts->n; i++)
				degrees[(size_t)starts->base + i] += v[i + 1] - v[i];
		}
	uint8_t *renown = xcalloc((size_t)index->n_rows + 1, 1);
	for (uint32_t i = 0; i < index->n_rows; i++)
		for (uint32_t rest = degrees[i]; rest && renown[i] < RENOWN_MAX; rest /= 2)
			renown[i]++;
	index->renown = section_plain(renown, (size_t)index->n_rows + 1, 1);
	free(degrees);
}

static void make_one(void *context, size_t i)
{
	struct index *index = context;
	enum kind kind = (enum kind)(i / FIELDS_MAX);
	size_t f = i % FIELDS_MAX;
	if (f < fields_of[kind].n && refers(fields_of[kind].v[f].type))
		make_back(index, kind, f);
}

void index_make_back(struct index *index)
{
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, index->n_threads, make_one, index);
	order_stages(index);
	make_renown(index);
}

/* Part i of an array of refs that starts divide; nothing where they say what cannot be. */
struct refs index_part(const struct section *starts, const struct section *refs, uint64_t i)
{
	if (starts->n < 2 || i >= starts->n - 1)
		return (struct refs){0};
	uint32_t start = SECTION_V(uint32_t, *starts)[i], end = SECTION_V(uint32_t, *starts)[i + 1];
	if (start >= end || end > refs->n)
		return (struct refs){0};
	return (struct refs){SECTION_V(struct ref, *refs) + start, end - start};
}

struct refs back_own(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	const struct index_back *b = &index->back[kind][field];
	/* wraps where the target stands before the range */
	return index_part(&b->starts, &b->refs, (uint64_t)index_global(index, target) - (uint64_t)b->starts.base);
}

struct refs index_back(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	enum ledger_sort sort;
	struct refs own = back_own(index, target, kind, field);
	return ledger_sort_of(kind, &sort) && index->ledger.n[sort] ? ledger_back(index, target, sort, field, own) : own;
}

size_t index_back_n(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	enum ledger_sort sort;
	size_t n = back_own(index, target, kind, field).n;
	return ledger_sort_of(kind, &sort) && index->ledger.n[sort] ? n + ledger_back_n(index, target, sort, field) : n;
}
