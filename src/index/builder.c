#include "builder_internal.h"

#include "base/parallel.h"
#include "base/radix.h"
#include "front_internal.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What a sink takes: batches of one kind (KIND_COUNT: of any). */
struct intake {
	struct index_builder *builder;
	enum kind kind;
};

struct index_builder {
	pthread_mutex_t lock;
	ARRAY(struct part *) parts;     /* under the lock */
	ARRAY(struct intake *) intakes; /* under the lock */
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
	alloc_keep_little();
	return builder;
}

static void part_column_free(struct part_column *column)
{
	section_free(&column->lengths);
	section_free(&column->numbers);
	free(column->bytes);
	*column = (struct part_column){0};
}

static void part_free(struct part *part)
{
	section_free(&part->keys);
	for (size_t f = 0; f < FIELDS_MAX; f++)
		part_column_free(&part->columns[f]);
	free(part);
}

void part_free_column(struct part *part, size_t f)
{
	part_column_free(&part->columns[f]);
}

void parts_free_column(const struct parts *parts, size_t f)
{
	for (size_t i = 0; i < parts->n; i++)
		part_free_column(parts->v[i], f);
}

static void drop_parts(struct index_builder *builder)
{
	for (size_t i = 0; i < builder->parts.n; i++)
		part_free(builder->parts.v[i]);
	array_release(&builder->parts);
}

void index_builder_free(struct index_builder *builder)
{
	if (!builder)
		return;
	drop_parts(builder);
	for (size_t i = 0; i < builder->intakes.n; i++)
		free(builder->intakes.v[i]);
	array_release(&builder->intakes);
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

static struct section pack_lengths(const size_t *ends, size_t n_rows, int64_t *buffer)
{
	for (size_t i = 0; i < n_rows; i++)
		buffer[i] = (int64_t)(ends[i] - (i ? ends[i - 1] : 0));
	return section_pack(buffer, n_rows);
}

static void take_column(struct part_column *to, const struct column *from, enum kind kind, size_t f, size_t n_rows, int64_t *buffer)
{
	const struct field *field = &fields_of[kind].v[f];
	size_t n = n_rows && from->ends ? from->ends[n_rows - 1] : 0;
	switch (column_shape(field->type)) {
	case COLUMN_TEXTS:
		if ((f == 0 || field->type == FIELD_LOCATORS) && part_number(to, from, n_rows, f == 0, buffer))
			break;
		to->lengths = pack_lengths(from->ends, n_rows, buffer);
		to->bytes = xmalloc(n + 1); /* also of no texts: places in it are asked for */
		to->n_bytes = n;
		if (n)
			memcpy(to->bytes, from->bytes, n);
		break;
	case COLUMN_NUMBERS:
		to->numbers = section_pack(from->numbers, n_rows);
		break;
	case COLUMN_SPANS:
		to->lengths = pack_lengths(from->ends, n_rows, buffer);
		to->numbers = section_pack(from->numbers, n);
		break;
	}
}

static bool refuse_key(const struct batch *batch, int64_t key, int64_t last, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "found key %lld behind %lld among %s, expected ascending keys of that kind",
		(long long)key, (long long)last, kinds[batch->kind].plural);
}

static bool take(void *self, const struct batch *batch, struct err *err)
{
	const struct intake *intake = self;
	int64_t last = 0;
	for (size_t i = 0; i < batch->n_rows; i++) {
		bool of_kind = intake->kind == KIND_COUNT || batch->kind == intake->kind;
		if (!of_kind || batch->keys[i] <= last || key_kind(batch->keys[i]) != batch->kind)
			return refuse_key(batch, batch->keys[i], last, err);
		last = batch->keys[i];
	}
	if (!batch->n_rows)
		return true;
	struct part *part = xcalloc(1, sizeof *part);
	int64_t *buffer = xmalloc(batch->n_rows * sizeof *buffer);
	part->kind = batch->kind;
	part->keys = section_pack(batch->keys, batch->n_rows);
	for (size_t f = 0; f < fields_of[batch->kind].n; f++)
		take_column(&part->columns[f], &batch->columns[f], batch->kind, f, batch->n_rows, buffer);
	free(buffer);
	pthread_mutex_lock(&intake->builder->lock);
	array_push(&intake->builder->parts, part);
	pthread_mutex_unlock(&intake->builder->lock);
	return true;
}

struct batch_sink index_builder_range(struct index_builder *builder, enum kind kind)
{
	struct intake *intake = xmalloc(sizeof *intake);
	*intake = (struct intake){builder, kind};
	pthread_mutex_lock(&builder->lock);
	array_push(&builder->intakes, intake);
	pthread_mutex_unlock(&builder->lock);
	return (struct batch_sink){take, intake};
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
	int64_t p = section_number(&x->keys, 0), q = section_number(&y->keys, 0);
	return p < q ? -1 : p > q;
}

bool builder_parts(struct index_builder *builder, struct parts parts[KIND_COUNT], struct err *err)
{
	if (builder->parts.n)
		qsort(builder->parts.v, builder->parts.n, sizeof *builder->parts.v, by_kind_and_key);
	for (size_t i = 0; i < builder->parts.n; i++) {
		struct part *part = builder->parts.v[i];
		struct parts *to = &parts[part->kind];
		if (!to->n)
			to->v = &builder->parts.v[i];
		const struct part *before = to->n ? to->v[to->n - 1] : NULL;
		int64_t first = section_number(&part->keys, 0);
		if (before && first <= section_number(&before->keys, before->keys.n - 1))
			return err_set(err, ERR_INTERNAL, "found key %lld twice among %s, expected ranges that do not overlap",
				(long long)first, kinds[part->kind].plural);
		to->n++;
		to->n_rows += (size_t)part->keys.n;
		if (to->n_rows >= (UINT32_C(1) << REF_ROW_BITS) - 1)
			return err_set(err, ERR_DATA, "found more than %u %s, expected less", 1u << REF_ROW_BITS, kinds[part->kind].plural);
	}
	return true;
}

bool builder_has_ledger(const struct index_builder *builder)
{
	for (size_t i = 0; i < builder->ledger.parts.n; i++)
		if (builder->ledger.parts.v[i]->owners.n)
			return true;
	return false;
}

struct index_stamp builder_stamp(const struct index_builder *builder)
{
	return builder->stamp;
}

unsigned builder_threads(const struct index_builder *builder)
{
	return builder->n_threads;
}

void builder_empty(struct index_builder *builder)
{
	drop_parts(builder);
	ledger_reading_release(&builder->ledger);
}

struct joining {
	struct index *index;
	struct parts parts[KIND_COUNT];
	struct key_rows rows[KIND_COUNT];
	struct err errors[KIND_COUNT][FIELDS_MAX];
	struct radix_item columns[KIND_COUNT * FIELDS_MAX]; /* in the order in which they are made */
	atomic_size_t next; /* column that no thread has begun */
};

static void prepare_kind(void *context, size_t k)
{
	struct joining *j = context;
	key_rows_init(&j->rows[k], &j->parts[k]);
	if (!parts_on_line(&j->parts[k], offsetof(struct part, keys), &j->index->tables[k].keys))
		j->index->tables[k].keys = section_pack(j->rows[k].keys, j->rows[k].n);
	key_rows_trim(&j->rows[k]);
}

/* Those that take the longest first: what is left for the end is small, and no thread waits for long. */
static void order_columns(struct joining *j)
{
	enum { BYTES_OF_ROW = 16 }; /* a row takes about as long as so many bytes */
	for (size_t i = 0; i < (size_t)KIND_COUNT * FIELDS_MAX; i++) {
		const struct parts *parts = &j->parts[i / FIELDS_MAX];
		uint64_t n_bytes = parts->n_rows * BYTES_OF_ROW;
		for (size_t p = 0; p < parts->n; p++)
			n_bytes += parts->v[p]->columns[i % FIELDS_MAX].n_bytes;
		j->columns[i] = (struct radix_item){UINT64_MAX - n_bytes, (uint32_t)i};
	}
	radix_sort(j->columns, (size_t)KIND_COUNT * FIELDS_MAX);
}

/* One thread: columns as long as there are some. */
static void make_some_columns(void *context, size_t thread)
{
	struct joining *j = context;
	struct column_room room = {0};
	(void)thread;
	for (size_t i; (i = atomic_fetch_add(&j->next, 1)) < (size_t)KIND_COUNT * FIELDS_MAX;) {
		size_t k = j->columns[i].row / FIELDS_MAX, f = j->columns[i].row % FIELDS_MAX;
		if (f < fields_of[k].n && !index_stopped(j->index))
			column_make(j->index, &j->parts[k], (enum kind)k, f, j->rows, &room, &j->errors[k][f]);
	}
	column_room_release(&room);
}

static bool make_columns(struct index_builder *builder, struct index *index, struct err *err)
{
	struct joining *j = xcalloc(1, sizeof *j);
	j->index = index;
	bool ok = builder_parts(builder, j->parts, err);
	if (ok) {
		parallel_for(KIND_COUNT, builder->n_threads, prepare_kind, j);
		index_plan_fields(index);
		ok = ledger_make(index, &builder->ledger, j->rows, err);
	}
	if (ok) {
		alloc_give_back();
		index_make_plan(index);
		order_columns(j);
		parallel_for(builder->n_threads ? builder->n_threads : 1, builder->n_threads, make_some_columns, j);
		ok = !index_stopped(index);
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
	alloc_give_back();
	return ok;
}

static void free_section(void *context, uint32_t id, struct section *section)
{
	(void)context;
	(void)id;
	if (section->held)
		held_drop(section->held);
	else
		section_free(section);
}

/* What follows the columns, in this order, and how much of the time each step takes: measured at a million projects. */
enum { COLUMNS_PERCENT = 17 };

static const struct {
	void (*make)(struct index *index);
	unsigned percent;
} steps[] = {
	{index_make_ids, 1}, {index_make_back, 4}, {index_make_names, 5}, {index_make_claims, 1}, {index_make_ranks, 19},
	{index_make_fronts, 1}, {index_make_orders, 9}, {index_make_since, 3}, {index_make_search, 40},
};

static void say_progress(const struct index_builder *builder, unsigned percent)
{
	if (builder->progress)
		builder->progress(builder->progress_context, percent);
}

struct index *index_builder_finish(struct index_builder *builder, const atomic_bool *cancel, struct err *err)
{
	struct index *index = xcalloc(1, sizeof *index);
	unsigned done = COLUMNS_PERCENT;
	index->n_threads = builder->n_threads;
	index->cancel = cancel;
	say_progress(builder, 0);
	bool ok = make_columns(builder, index, err);
	for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++) {
		ok = !(cancel && atomic_load(cancel));
		if (!ok)
			break;
		say_progress(builder, done);
		if (steps[i].make == index_make_search) /* which needs the most memory on its way */
			alloc_give_back();
		steps[i].make(index);
		done += steps[i].percent;
	}
	ok = ok && !(cancel && atomic_load(cancel));
	index->cancel = NULL;
	alloc_give_back();
	if (ok) {
		image_lay_out(index, builder->stamp);
		alloc_give_back();
		return index;
	}
	index_free(index);
	return NULL;
}

void index_free(struct index *index)
{
	if (!index)
		return;
	if (!index->image.bytes || index->image.delta)
		image_each_section(index, free_section, NULL);
	held_drop(index->image.held);
	memo_free(index->memo);
	free(index);
}
