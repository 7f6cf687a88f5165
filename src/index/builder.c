#include "index_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct growing_column {
	ARRAY(uint32_t) ends;
	ARRAY(char) bytes;
	ARRAY(int64_t) numbers;
};

struct growing_table {
	ARRAY(int64_t) keys;
	ARRAY(uint8_t) origins;
	struct growing_column columns[FIELDS_MAX];
};

struct index_builder {
	struct growing_table tables[KIND_COUNT];
};

struct index_builder *index_builder_new(void)
{
	return xcalloc(1, sizeof(struct index_builder));
}

static void release_table(struct growing_table *t)
{
	array_release(&t->keys);
	array_release(&t->origins);
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		array_release(&t->columns[f].ends);
		array_release(&t->columns[f].bytes);
		array_release(&t->columns[f].numbers);
	}
}

void index_builder_free(struct index_builder *builder)
{
	if (!builder)
		return;
	for (int k = 0; k < KIND_COUNT; k++)
		release_table(&builder->tables[k]);
	free(builder);
}

/* Append `from`'s n elements. */
#define APPEND(array, from, count)                                                            \
	do {                                                                                  \
		size_t append_n_ = (count);                                                   \
		array_reserve((array), (array)->n + append_n_);                               \
		if (append_n_)                                                                \
			memcpy((array)->v + (array)->n, (from), append_n_ * sizeof *(array)->v); \
		(array)->n += append_n_;                                                      \
	} while (0)

static bool take_ends(struct growing_column *to, const size_t *ends, size_t n_rows, size_t before, struct err *err)
{
	array_reserve(&to->ends, to->ends.n + n_rows);
	for (size_t i = 0; i < n_rows; i++) {
		if (ends[i] > UINT32_MAX - before)
			return err_set(err, ERR_DATA, "found a column of more than %u bytes, expected less", UINT32_MAX);
		to->ends.v[to->ends.n++] = (uint32_t)(before + ends[i]);
	}
	return true;
}

static bool take_column(
	struct growing_column *to, const struct column *from, enum column_shape shape, size_t n_rows, struct err *err)
{
	size_t n = n_rows && from->ends ? from->ends[n_rows - 1] : 0;
	switch (shape) {
	case COLUMN_TEXTS:
		if (!take_ends(to, from->ends, n_rows, to->bytes.n, err))
			return false;
		APPEND(&to->bytes, from->bytes, n);
		break;
	case COLUMN_NUMBERS:
		APPEND(&to->numbers, from->numbers, n_rows);
		break;
	case COLUMN_SPANS:
		if (!take_ends(to, from->ends, n_rows, to->numbers.n, err))
			return false;
		APPEND(&to->numbers, from->numbers, n);
		break;
	}
	return true;
}

static bool take(void *self, const struct batch *batch, struct err *err)
{
	struct index_builder *builder = self;
	struct growing_table *t = &builder->tables[batch->kind];
	int64_t last = t->keys.n ? t->keys.v[t->keys.n - 1] : 0;
	for (size_t i = 0; i < batch->n_rows; i++) {
		if (batch->keys[i] <= last || key_kind(batch->keys[i]) != batch->kind)
			return err_set(err, ERR_INTERNAL,
				"found key %lld behind %lld among %s, expected ascending keys of that kind",
				(long long)batch->keys[i], (long long)last, kinds[batch->kind].plural);
		last = batch->keys[i];
	}
	if (batch->n_rows >= (UINT32_C(1) << REF_ROW_BITS) - 1 - t->keys.n)
		return err_set(err, ERR_DATA, "found more than %u %s, expected less", 1u << REF_ROW_BITS,
			kinds[batch->kind].plural);
	APPEND(&t->keys, batch->keys, batch->n_rows);
	APPEND(&t->origins, batch->origins, batch->n_rows);
	for (size_t f = 0; f < fields_of[batch->kind].n; f++) {
		enum column_shape shape = column_shape(fields_of[batch->kind].v[f].type);
		if (!take_column(&t->columns[f], &batch->columns[f], shape, batch->n_rows, err))
			return false;
	}
	return true;
}

struct batch_sink index_builder_sink(struct index_builder *builder)
{
	return (struct batch_sink){take, builder};
}

/* -- references -------------------------------------------------------------- */

/* Rows by key: a direct table where keys are dense, else a binary search. */
struct key_rows {
	const int64_t *keys;
	uint32_t n;
	uint32_t *direct; /* by key / 32; UINT32_MAX: none */
	size_t n_direct;
};

static void key_rows_init(struct key_rows *k, const struct index_table *t)
{
	*k = (struct key_rows){.keys = t->keys, .n = t->n};
	uint64_t top = t->n ? (uint64_t)t->keys[t->n - 1] / 32 + 1 : 0;
	if (top > (uint64_t)t->n * 8 + 1024)
		return;
	k->n_direct = (size_t)top;
	k->direct = xmalloc(k->n_direct * sizeof *k->direct);
	memset(k->direct, 0xFF, k->n_direct * sizeof *k->direct);
	for (uint32_t i = 0; i < t->n; i++)
		k->direct[t->keys[i] / 32] = i;
}

static bool key_rows_find(const struct key_rows *k, int64_t key, uint32_t *row)
{
	if (k->direct) {
		uint64_t at = (uint64_t)key / 32;
		*row = at < k->n_direct ? k->direct[at] : UINT32_MAX;
		return *row != UINT32_MAX;
	}
	uint32_t low = 0, high = k->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (k->keys[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	*row = low;
	return low < k->n && k->keys[low] == key;
}

static bool resolve_key(const struct key_rows rows[KIND_COUNT], const struct field *field, int64_t key, struct ref *out)
{
	uint32_t row;
	if (key == NUMBER_NONE) {
		*out = REF_NONE;
		return true;
	}
	if (key <= 0 || (int)key_kind(key) >= KIND_COUNT || !(field->kinds >> key_kind(key) & 1)
		|| !key_rows_find(&rows[key_kind(key)], key, &row))
		return false;
	*out = ref_make(key_kind(key), row);
	return true;
}

static uint32_t row_of_element(const struct index_column *column, enum field_type type, uint32_t element)
{
	if (type != FIELD_REFS)
		return element;
	uint32_t row = 0;
	while (column->ends[row] <= element)
		row++;
	return row;
}

static bool resolve_column(
	struct index *index, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT], struct err *err)
{
	const struct field *field = &fields_of[kind].v[f];
	struct index_table *t = &index->tables[kind];
	struct index_column *c = &t->columns[f];
	if (field->type != FIELD_REF && field->type != FIELD_REFS)
		return true;
	uint32_t n = field->type == FIELD_REF ? t->n : t->n ? c->ends[t->n - 1] : 0;
	c->refs = xmalloc(n * sizeof *c->refs);
	for (uint32_t i = 0; i < n; i++)
		if (!resolve_key(rows, field, c->numbers[i], &c->refs[i])) {
			struct str id = index_column_text(&t->columns[0], row_of_element(c, field->type, i));
			return err_set(err, ERR_DATA,
				"%.*s: found a reference to nothing (key %lld) in \"%s\", expected a record",
				STR_ARG(id), (long long)c->numbers[i], field->name);
		}
	free(c->numbers);
	c->numbers = NULL;
	return true;
}

static bool resolve(struct index *index, struct err *err)
{
	struct key_rows rows[KIND_COUNT];
	bool ok = true;
	for (int k = 0; k < KIND_COUNT; k++)
		key_rows_init(&rows[k], &index->tables[k]);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; ok && f < fields_of[k].n; f++)
			ok = resolve_column(index, (enum kind)k, f, rows, err);
	for (int k = 0; k < KIND_COUNT; k++)
		free(rows[k].direct);
	return ok;
}

static void parse_periods(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			struct index_table *t = &index->tables[k];
			if (fields_of[k].v[f].type != FIELD_PERIOD)
				continue;
			t->columns[f].periods = xmalloc(t->n * sizeof(struct period));
			for (uint32_t i = 0; i < t->n; i++)
				if (!period_parse(index_column_text(&t->columns[f], i), &t->columns[f].periods[i]))
					t->columns[f].periods[i] = (struct period){1, 0};
		}
}

/* -- finishing ------------------------------------------------------------------ */

static void move_tables(struct index_builder *builder, struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct growing_table *from = &builder->tables[k];
		struct index_table *to = &index->tables[k];
		to->n = (uint32_t)from->keys.n;
		to->base = index->n_rows;
		index->n_rows += to->n;
		to->keys = from->keys.v;
		to->origins = from->origins.v;
		for (size_t f = 0; f < FIELDS_MAX; f++) {
			array_reserve(&from->columns[f].bytes, 1); /* a column of empty texts has an address, too */
			to->columns[f].ends = from->columns[f].ends.v;
			to->columns[f].bytes = from->columns[f].bytes.v;
			to->columns[f].numbers = from->columns[f].numbers.v;
		}
	}
	*builder = (struct index_builder){0};
}

static void *make_ranks(void *index)
{
	index_make_ranks(index);
	return NULL;
}

/* The order of names and the texts to search are the two costly steps and do not touch each other. */
static void make_ranks_and_search(struct index *index)
{
	pthread_t thread;
	bool beside = pthread_create(&thread, NULL, make_ranks, index) == 0;
	index_make_search(index);
	if (beside)
		pthread_join(thread, NULL);
	else
		index_make_ranks(index);
}

struct index *index_builder_finish(struct index_builder *builder, const volatile bool *cancel, struct err *err)
{
	static void (*const steps[])(struct index *) = {
		parse_periods,
		index_make_ids,
		index_make_back,
		index_make_names,
		index_make_claims,
		make_ranks_and_search,
	};
	struct index *index = xcalloc(1, sizeof *index);
	move_tables(builder, index);
	bool ok = resolve(index, err);
	for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++) {
		steps[i](index);
		ok = !index_cancelled(cancel);
	}
	if (ok)
		return index;
	index_free(index);
	return NULL;
}

static void free_table(struct index_table *t)
{
	free(t->keys);
	free(t->origins);
	free(t->composed_ends);
	free(t->composed);
	free(t->short_choice);
	free(t->name_ranks);
	free(t->by_name);
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		free(t->columns[f].ends);
		free(t->columns[f].bytes);
		free(t->columns[f].numbers);
		free(t->columns[f].refs);
		free(t->columns[f].periods);
	}
}

void index_free(struct index *index)
{
	if (!index)
		return;
	for (int k = 0; k < KIND_COUNT; k++) {
		free_table(&index->tables[k]);
		for (size_t f = 0; f < FIELDS_MAX; f++) {
			free(index->back[k][f].starts);
			free(index->back[k][f].refs);
		}
	}
	free(index->id_slots);
	free(index->renown);
	free(index->claims);
	search_release(&index->search);
	free(index);
}
