#include "builder_internal.h"

#include "base/map.h"
#include "parallel_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct index_builder {
	pthread_mutex_t lock;
	ARRAY(struct part *) parts; /* under the lock */
	struct part *own[KIND_COUNT]; /* of index_builder_sink */
	struct part any;
	struct ledger_reading ledger; /* parts under the lock */
	unsigned n_threads;
	struct index_stamp stamp;
	void (*progress)(void *context, unsigned percent);
	void *progress_context;
};

struct index_builder *index_builder_new(void)
{
	struct index_builder *builder = xcalloc(1, sizeof *builder);
	pthread_mutex_init(&builder->lock, NULL);
	builder->n_threads = parallel_threads();
	builder->any = (struct part){.builder = builder, .any_kind = true};
	return builder;
}

static void part_free(struct part *part)
{
	array_release(&part->keys);
	array_release(&part->origins);
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		array_release(&part->columns[f].ends);
		array_release(&part->columns[f].bytes);
		array_release(&part->columns[f].numbers);
	}
	free(part);
}

static void drop_parts(struct index_builder *builder)
{
	for (size_t i = 0; i < builder->parts.n; i++)
		part_free(builder->parts.v[i]);
	array_release(&builder->parts);
	memset(builder->own, 0, sizeof builder->own);
}

void index_builder_free(struct index_builder *builder)
{
	if (!builder)
		return;
	drop_parts(builder);
	ledger_reading_release(&builder->ledger);
	pthread_mutex_destroy(&builder->lock);
	free(builder);
}

void index_builder_threads(struct index_builder *builder, unsigned n)
{
	builder->n_threads = n;
}

void index_builder_stamp(struct index_builder *builder, struct index_stamp stamp)
{
	builder->stamp = stamp;
}

void index_builder_progress(struct index_builder *builder, void (*progress)(void *context, unsigned percent), void *context)
{
	builder->progress = progress;
	builder->progress_context = context;
}

/* -- taking batches ---------------------------------------------------------------------- */

/* Append `from`'s n elements. */
#define APPEND(array, from, count)                                                            \
	do {                                                                                  \
		size_t append_n_ = (count);                                                   \
		array_reserve((array), (array)->n + append_n_);                               \
		if (append_n_)                                                                \
			memcpy((array)->v + (array)->n, (from), append_n_ * sizeof *(array)->v); \
		(array)->n += append_n_;                                                      \
	} while (0)

static void take_ends(struct part_column *to, const size_t *ends, size_t n_rows, size_t before)
{
	array_reserve(&to->ends, to->ends.n + n_rows);
	for (size_t i = 0; i < n_rows; i++)
		to->ends.v[to->ends.n++] = before + ends[i];
}

static void take_column(struct part_column *to, const struct column *from, enum column_shape shape, size_t n_rows)
{
	size_t n = n_rows && from->ends ? from->ends[n_rows - 1] : 0;
	switch (shape) {
	case COLUMN_TEXTS:
		take_ends(to, from->ends, n_rows, to->bytes.n);
		APPEND(&to->bytes, from->bytes, n);
		break;
	case COLUMN_NUMBERS:
		APPEND(&to->numbers, from->numbers, n_rows);
		break;
	case COLUMN_SPANS:
		take_ends(to, from->ends, n_rows, to->numbers.n);
		APPEND(&to->numbers, from->numbers, n);
		break;
	}
}

static bool refuse_key(const struct batch *batch, int64_t key, int64_t last, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "found key %lld behind %lld among %s, expected ascending keys of that kind",
		(long long)key, (long long)last, kinds[batch->kind].plural);
}

static struct part *new_part(struct index_builder *builder, enum kind kind)
{
	struct part *part = xcalloc(1, sizeof *part);
	part->builder = builder;
	part->kind = kind;
	pthread_mutex_lock(&builder->lock);
	array_push(&builder->parts, part);
	pthread_mutex_unlock(&builder->lock);
	return part;
}

static bool take(void *self, const struct batch *batch, struct err *err)
{
	struct part *part = self;
	if (part->any_kind) {
		struct part **own = &part->builder->own[batch->kind];
		if (!*own)
			*own = new_part(part->builder, batch->kind);
		part = *own;
	}
	int64_t last = part->keys.n ? part->keys.v[part->keys.n - 1] : 0;
	for (size_t i = 0; i < batch->n_rows; i++) {
		if (batch->kind != part->kind || batch->keys[i] <= last || key_kind(batch->keys[i]) != batch->kind)
			return refuse_key(batch, batch->keys[i], last, err);
		last = batch->keys[i];
	}
	APPEND(&part->keys, batch->keys, batch->n_rows);
	APPEND(&part->origins, batch->origins, batch->n_rows);
	for (size_t f = 0; f < fields_of[batch->kind].n; f++)
		take_column(&part->columns[f], &batch->columns[f], column_shape(fields_of[batch->kind].v[f].type), batch->n_rows);
	return true;
}

struct batch_sink index_builder_sink(struct index_builder *builder)
{
	return (struct batch_sink){take, &builder->any};
}

struct batch_sink index_builder_range(struct index_builder *builder, enum kind kind)
{
	return (struct batch_sink){take, new_part(builder, kind)};
}

void index_builder_ledger_columns(struct index_builder *builder, const struct ledger_columns *columns)
{
	ledger_reading_columns(&builder->ledger, columns);
}

struct ledger_sink index_builder_ledger_range(struct index_builder *builder)
{
	struct ledger_part *part = xcalloc(1, sizeof *part);
	part->reading = &builder->ledger;
	pthread_mutex_lock(&builder->lock);
	array_push(&builder->ledger.parts, part);
	pthread_mutex_unlock(&builder->lock);
	return (struct ledger_sink){ledger_part_take, part};
}

/* -- finishing ------------------------------------------------------------------------------ */

static int by_kind_and_key(const void *a, const void *b)
{
	const struct part *x = *(struct part *const *)a, *y = *(struct part *const *)b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int64_t p = x->keys.n ? x->keys.v[0] : 0, q = y->keys.n ? y->keys.v[0] : 0;
	return p < q ? -1 : p > q;
}

static bool join_parts(struct index_builder *builder, struct parts parts[KIND_COUNT], struct err *err)
{
	if (builder->parts.n)
		qsort(builder->parts.v, builder->parts.n, sizeof *builder->parts.v, by_kind_and_key);
	for (size_t i = 0; i < builder->parts.n; i++) {
		struct part *part = builder->parts.v[i];
		struct parts *to = &parts[part->kind];
		if (!to->n)
			to->v = &builder->parts.v[i];
		const struct part *before = to->n ? to->v[to->n - 1] : NULL;
		if (before && before->keys.n && part->keys.n && part->keys.v[0] <= before->keys.v[before->keys.n - 1])
			return err_set(err, ERR_INTERNAL, "found key %lld twice among %s, expected ranges that do not overlap",
				(long long)part->keys.v[0], kinds[part->kind].plural);
		to->n++;
		to->n_rows += part->keys.n;
		if (to->n_rows >= (UINT32_C(1) << REF_ROW_BITS) - 1)
			return err_set(err, ERR_DATA, "found more than %u %s, expected less", 1u << REF_ROW_BITS, kinds[part->kind].plural);
	}
	return true;
}

static void make_origins(struct index_table *t, const struct parts *parts)
{
	int64_t *all = xmalloc(parts->n_rows * sizeof *all);
	size_t n = 0;
	for (size_t i = 0; i < parts->n; i++)
		for (size_t row = 0; row < parts->v[i]->origins.n; row++)
			all[n++] = parts->v[i]->origins.v[row];
	t->origins = section_pack(all, n);
	free(all);
}

struct joining {
	struct index *index;
	struct parts parts[KIND_COUNT];
	struct key_rows rows[KIND_COUNT];
	struct err errors[KIND_COUNT][FIELDS_MAX];
};

static void prepare_kind(void *context, size_t k)
{
	struct joining *j = context;
	key_rows_init(&j->rows[k], &j->parts[k]);
	make_origins(&j->index->tables[k], &j->parts[k]);
}

static void make_column(void *context, size_t i)
{
	struct joining *j = context;
	size_t k = i / FIELDS_MAX, f = i % FIELDS_MAX;
	if (f < fields_of[k].n)
		column_make(j->index, &j->parts[k], (enum kind)k, f, j->rows, &j->errors[k][f]);
}

static bool make_columns(struct index_builder *builder, struct index *index, struct err *err)
{
	struct joining *j = xcalloc(1, sizeof *j);
	j->index = index;
	bool ok = join_parts(builder, j->parts, err);
	if (ok) {
		parallel_for(KIND_COUNT, builder->n_threads, prepare_kind, j);
		index_plan_fields(index);
		ok = ledger_make(index, &builder->ledger, j->rows, err);
	}
	if (ok) {
		index_make_plan(index);
		parallel_for((size_t)KIND_COUNT * FIELDS_MAX, builder->n_threads, make_column, j);
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		key_rows_release(&j->rows[k]);
		for (size_t f = 0; ok && f < fields_of[k].n; f++)
			if (j->errors[k][f].code) {
				*err = j->errors[k][f];
				ok = false;
			}
	}
	free(j);
	drop_parts(builder);
	return ok;
}

static void free_section(void *context, uint32_t id, struct section *section)
{
	(void)context;
	(void)id;
	section_free(section);
}

struct index *index_builder_finish(struct index_builder *builder, const atomic_bool *cancel, struct err *err)
{
	static void (*const steps[])(struct index *) = {
		index_make_ids, index_make_back, index_make_names, index_make_claims, index_make_ranks, index_make_orders,
		index_make_search,
	};
	enum { STEPS = sizeof steps / sizeof *steps };
	struct index *index = xcalloc(1, sizeof *index);
	index->n_threads = builder->n_threads;
	bool ok = make_columns(builder, index, err);
	for (size_t i = 0; ok && i < STEPS; i++) {
		if (builder->progress)
			builder->progress(builder->progress_context, (unsigned)(i * 100 / STEPS));
		steps[i](index);
		ok = !(cancel && atomic_load(cancel));
	}
	if (ok) {
		image_lay_out(index, builder->stamp);
		return index;
	}
	index_free(index);
	return NULL;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	if (index->image.bytes) {
		if (index->image.release)
			index->image.release(index->image.bytes, index->image.n);
	} else {
		image_each_section(index, free_section, NULL);
	}
	made_free(index->made);
	free(index);
}
