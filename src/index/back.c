#include "index_internal.h"

#include "base/array.h"
#include "base/parallel.h"

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

/*
 * Lists of who refers to what by a field stand in the image where they are small, or asked for
 * by nearly everything. Those of a field of very many rows would be as large as the field itself,
 * and finding one in the field takes a fraction of a millisecond: they are made when they are
 * asked for, one by one, and all at once where that goes on.
 */
enum { KEPT_ROWS = 1 << 16, SEARCHES = 16 };

struct lists {
	uint32_t first, n; /* global rows that are pointed at */
	uint32_t *starts;  /* n + 1 */
	struct ref *refs;
};

/* Rows of a column one after another, whose refs are no more than the column has, whatever their ends say. */
struct column_walk {
	const struct index_column *column;
	enum field_type type;
	uint64_t left;
	struct ref one;
};

static struct column_walk column_walk(const struct index *index, enum kind kind, size_t f)
{
	const struct index_column *c = &index->tables[kind].columns[f];
	enum field_type type = fields_of[kind].v[f].type;
	return (struct column_walk){c, type, type == FIELD_REFS ? c->refs.n : index->tables[kind].n, REF_NONE};
}

static struct refs column_walk_row(struct column_walk *w, uint32_t row)
{
	struct refs refs = index_refs_of(w->column, w->type, row, &w->one);
	if (refs.n > w->left)
		return (struct refs){0};
	w->left -= refs.n;
	return refs;
}

static void target_range(const struct index *index, enum kind kind, size_t f, struct lists *out)
{
	const struct index_table *t = &index->tables[kind];
	struct column_walk walk = column_walk(index, kind, f);
	uint32_t least = UINT32_MAX, end = 0;
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = column_walk_row(&walk, i);
		for (size_t j = 0; j < r.n; j++) {
			if (!index_stands(index, r.v[j], ALL_KINDS))
				continue;
			uint32_t global = index_global(index, r.v[j]);
			least = global < least ? global : least;
			end = global >= end ? global + 1 : end;
		}
	}
	out->first = end ? least : 0;
	out->n = end - out->first;
}

static void make_lists(const struct index *index, enum kind kind, size_t f, struct lists *l)
{
	const struct index_table *t = &index->tables[kind];
	struct column_walk walk = column_walk(index, kind, f), again = walk;
	l->starts = xcalloc((size_t)l->n + 1, sizeof *l->starts);
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = column_walk_row(&walk, i);
		for (size_t j = 0; j < r.n; j++)
			if (index_stands(index, r.v[j], ALL_KINDS))
				l->starts[index_global(index, r.v[j]) - l->first + 1]++;
	}
	for (uint32_t i = 0; i < l->n; i++)
		l->starts[i + 1] += l->starts[i];
	l->refs = xmalloc(l->starts[l->n] * sizeof *l->refs);
	uint32_t *at = xmalloc((size_t)l->n * sizeof *at);
	memcpy(at, l->starts, l->n * sizeof *at);
	for (uint32_t i = 0; i < t->n; i++) {
		struct refs r = column_walk_row(&again, i);
		for (size_t j = 0; j < r.n; j++)
			if (index_stands(index, r.v[j], ALL_KINDS))
				l->refs[at[index_global(index, r.v[j]) - l->first]++] = ref_make(kind, i);
	}
	free(at);
}

/* Claims by subject and stages by chain are asked for by nearly everything, and in an order of their own. */
static bool always_kept(const struct index *index, enum kind kind, size_t f)
{
	return (kind == KIND_CLAIM && f == index->claim.subject) || (kind == KIND_STAGE && f == field_get(KIND_STAGE, "chain"));
}

static void make_lists_of(struct index *index, enum kind kind, size_t f)
{
	struct lists l;
	bool always = always_kept(index, kind, f);
	if (index->tables[kind].n > KEPT_ROWS && !always)
		return;
	target_range(index, kind, f, &l);
	/* a few that point far apart */
	if (!l.n || (!always && l.n / 16 > index->tables[kind].n))
		return;
	make_lists(index, kind, f, &l);
	struct index_back *b = &index->back[kind][f];
	b->refs = section_plain(l.refs, l.starts[l.n], sizeof *l.refs);
	b->starts = section_plain(l.starts, (size_t)l.n + 1, sizeof *l.starts);
	b->starts.base = l.first;
}

static int by_position(const void *a, const void *b, void *context)
{
	const struct index_column *positions = context;
	const struct ref *x = a, *y = b;
	int64_t p = section_number(&positions->numbers, ref_row(*x)), q = section_number(&positions->numbers, ref_row(*y));
	if (p != q)
		return p < q ? -1 : 1;
	return ref_cmp(*x, *y);
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

enum { ROWS_AT_ONCE = 1 << 16 };

/* Rows of a field that refers, so many at once. */
struct counted_rows {
	enum kind kind;
	size_t field;
	uint32_t first, end;
};

struct counting {
	struct index *index;
	atomic_uint *degrees; /* by global row */
	uint8_t *renown;
	ARRAY(struct counted_rows) pieces;
};

static void list_counted(struct counting *c)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			for (uint32_t n = c->index->tables[k].n, row = 0; refers(fields_of[k].v[f].type) && row < n; row += ROWS_AT_ONCE)
				array_push(&c->pieces, (struct counted_rows){(enum kind)k, f, row, n - row < ROWS_AT_ONCE ? n : row + ROWS_AT_ONCE});
}

/* Counting stops where more makes no difference; many point at the same few. */
static void count_degrees(void *context, size_t i)
{
	struct counting *c = context;
	const struct counted_rows *piece = &c->pieces.v[i];
	const struct index_column *column = &c->index->tables[piece->kind].columns[piece->field];
	enum field_type type = fields_of[piece->kind].v[piece->field].type;
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct ref one;
		struct refs r = index_refs_of(column, type, row, &one);
		for (size_t j = 0; j < r.n; j++) {
			uint32_t global = index_global(c->index, r.v[j]);
			if (global < c->index->n_rows && atomic_load_explicit(&c->degrees[global], memory_order_relaxed) < 1u << RENOWN_MAX)
				atomic_fetch_add_explicit(&c->degrees[global], 1, memory_order_relaxed);
		}
	}
}

/* The bits of each count. */
static void make_renown(void *context, size_t piece)
{
	struct counting *c = context;
	uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), rest = c->index->n_rows - first;
	for (uint32_t row = first; row < first + (rest < ROWS_AT_ONCE ? rest : ROWS_AT_ONCE); row++) {
		uint32_t n = atomic_load_explicit(&c->degrees[row], memory_order_relaxed);
		int n_bits = n ? 32 - __builtin_clz(n) : 0;
		c->renown[row] = (uint8_t)(n_bits < RENOWN_MAX ? n_bits : RENOWN_MAX);
	}
}

void back_make_renown(struct index *index)
{
	size_t n = (size_t)index->n_rows + 1;
	struct counting c = {.index = index, .degrees = xcalloc(n, sizeof *c.degrees), .renown = xcalloc(n, 1)};
	list_counted(&c);
	parallel_for(c.pieces.n, index->n_threads, count_degrees, &c);
	ledger_count_degrees(index, c.degrees);
	parallel_for(index->n_rows / ROWS_AT_ONCE + 1, index->n_threads, make_renown, &c);
	index->renown = section_plain(c.renown, n, 1);
	array_release(&c.pieces);
	free(c.degrees);
}

static void make_one(void *context, size_t i)
{
	struct index *index = context;
	enum kind kind = (enum kind)(i / FIELDS_MAX);
	size_t f = i % FIELDS_MAX;
	if (f < fields_of[kind].n && refers(fields_of[kind].v[f].type))
		make_lists_of(index, kind, f);
}

void back_make_field(struct index *index, enum kind kind, size_t f)
{
	make_lists_of(index, kind, f);
	if (kind == KIND_STAGE && f == field_get(KIND_STAGE, "chain"))
		order_stages(index);
}

void index_make_back(struct index *index)
{
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, index->n_threads, make_one, index);
	order_stages(index);
	back_make_renown(index);
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

struct refs index_part_of_kind(
	const struct index *index, const struct section *starts, const struct section *refs, uint64_t i, enum kind kind)
{
	struct refs part = index_part(starts, refs, i);
	uint32_t first = ref_make(kind, 0).bits, n = (uint32_t)index_count(index, kind), wrong = 0;
	for (size_t j = 0; j < part.n; j++) /* without a branch: compilers vectorise it */
		wrong |= part.v[j].bits - first >= n;
	return wrong ? (struct refs){0} : part;
}

/* -- on demand ---------------------------------------------------------------------------- */

/* Lists of a whole field as they are kept: first, n, starts, refs, all of 32 bits. */
static const uint32_t *whole_field(const struct index *index, enum kind kind, size_t f, bool make)
{
	uint64_t key = memo_key(ref_make(kind, 0), MEMO_WHOLE + f);
	const void *kept;
	size_t n_bytes;
	if (memo_find(index->memo, key, &kept, &n_bytes) || !make)
		return kept;
	memo_lock(index->memo);
	if (!memo_find(index->memo, key, &kept, &n_bytes)) {
		struct lists l;
		target_range(index, kind, f, &l);
		make_lists(index, kind, f, &l);
		ARRAY(uint32_t) all = {0};
		array_reserve(&all, (size_t)l.n + 3 + l.starts[l.n]);
		array_push(&all, l.first);
		array_push(&all, l.n);
		for (uint32_t i = 0; i <= l.n; i++)
			array_push(&all, l.starts[i]);
		for (uint32_t i = 0; i < l.starts[l.n]; i++)
			array_push(&all, l.refs[i].bits);
		kept = memo_keep(index->memo, key, all.v, all.n * sizeof *all.v, &n_bytes);
		array_release(&all);
		free(l.starts);
		free(l.refs);
	}
	memo_unlock(index->memo);
	return kept;
}

static struct refs part_of_whole(const struct index *index, const uint32_t *whole, struct ref target)
{
	uint64_t i = (uint64_t)index_global(index, target) - whole[0];
	if (i >= whole[1])
		return (struct refs){0};
	const struct ref *refs = (const void *)(whole + 3 + whole[1]);
	return (struct refs){refs + whole[2 + i], whole[3 + i] - whole[2 + i]};
}

typedef ARRAY(struct ref) ref_array;

static void search_field(const struct index *index, struct ref target, enum kind kind, size_t f, ref_array *found)
{
	const struct index_table *t = &index->tables[kind];
	const struct section *numbers = &t->columns[f].numbers;
	if (fields_of[kind].v[f].type == FIELD_REF) {
		for (uint64_t row = 0; (row = section_find(numbers, row, target.bits)) < numbers->n; row++)
			array_push(found, ref_make(kind, (uint32_t)row));
		return;
	}
	struct column_walk walk = column_walk(index, kind, f);
	for (uint32_t row = 0; row < t->n; row++) {
		struct refs r = column_walk_row(&walk, row);
		for (size_t j = 0; j < r.n; j++)
			if (ref_eq(r.v[j], target))
				array_push(found, ref_make(kind, row));
	}
}

static struct refs asked_back(const struct index *index, struct ref target, enum kind kind, size_t f)
{
	const uint32_t *whole = whole_field(index, kind, f, false);
	uint64_t key = memo_key(target, MEMO_BACK + (size_t)kind * FIELDS_MAX + f);
	const void *kept;
	size_t n_bytes;
	if (whole)
		return part_of_whole(index, whole, target);
	if (!memo_find(index->memo, key, &kept, &n_bytes)) {
		if (memo_asked(index->memo, kind, f) >= SEARCHES)
			return part_of_whole(index, whole_field(index, kind, f, true), target);
		ref_array found = {0};
		search_field(index, target, kind, f, &found);
		kept = memo_keep(index->memo, key, found.v, found.n * sizeof *found.v, &n_bytes);
		array_release(&found);
	}
	return (struct refs){kept, n_bytes / sizeof(struct ref)};
}

/* Nothing in a column refers to anything. */
bool back_is_empty(const struct index *index, enum kind kind, size_t f)
{
	const struct index_column *c = &index->tables[kind].columns[f];
	bool none = fields_of[kind].v[f].type == FIELD_REF ? !c->numbers.width && c->numbers.base == NUMBER_NONE : !c->refs.n;
	return !index->tables[kind].n || none;
}

struct refs back_own(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	const struct index_back *b = &index->back[kind][field];
	if (!b->starts.n && (fields_of[kind].v[field].kinds >> ref_kind(target) & 1) && !back_is_empty(index, kind, field))
		return asked_back(index, target, kind, field);
	/* wraps where the target stands before the range */
	uint64_t at = (uint64_t)index_global(index, target) - (uint64_t)b->starts.base;
	return index_part_of_kind(index, &b->starts, &b->refs, at, kind);
}

struct refs index_back(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	enum ledger_sort sort;
	if (ref_none(target))
		return (struct refs){0};
	struct refs own = back_own(index, target, kind, field);
	return ledger_sort_of(kind, &sort) && index->ledger.n[sort] ? ledger_back(index, target, sort, field, own) : own;
}

size_t index_back_n(const struct index *index, struct ref target, enum kind kind, size_t field)
{
	enum ledger_sort sort;
	if (ref_none(target))
		return 0;
	size_t n = back_own(index, target, kind, field).n;
	return ledger_sort_of(kind, &sort) && index->ledger.n[sort] ? n + ledger_back_n(index, target, sort, field) : n;
}
