#include "load_internal.h"

#include "base/parallel.h"
#include "base/thread.h"
#include "index/delta.h"
#include "store/stamp.h"

#include <stdlib.h>

enum { RANGE_ROWS = 1 << 15 };

struct range {
	enum kind kind;      /* KIND_COUNT: rows of ledgers */
	int64_t first, last; /* keys; of the owners of rows of ledgers */
};

struct loading {
	struct index_builder *builder;
	const char *path;
	uint64_t generation;
	const struct build_watch *watch;
	ARRAY(struct range) ranges;
	atomic_size_t next, done;
	atomic_bool failed;
	pthread_mutex_t lock;
	struct err *err; /* under the lock */
};

static void fail(struct loading *l, const struct err *err)
{
	pthread_mutex_lock(&l->lock);
	if (!l->err->code)
		*l->err = *err;
	pthread_mutex_unlock(&l->lock);
	atomic_store(&l->failed, true);
}

static bool cancelled(const struct loading *l)
{
	return atomic_load(&l->failed) || (l->watch->cancel && atomic_load(l->watch->cancel));
}

struct watched {
	struct loading *loading;
	struct batch_sink sink;
	struct ledger_sink ledger_sink;
};

/* Stops a long range where the work was cancelled. */
static bool take(void *self, const struct batch *batch, struct err *err)
{
	struct watched *w = self;
	return !cancelled(w->loading) && w->sink.take(w->sink.self, batch, err);
}

static bool take_ledger(void *self, const struct ledger_batch *batch, struct err *err)
{
	struct watched *w = self;
	return !cancelled(w->loading) && w->ledger_sink.take(w->ledger_sink.self, batch, err);
}

static bool read_kind(struct loading *l, struct store *store, struct range r, struct err *err)
{
	struct watched w = {.loading = l, .sink = index_builder_range(l->builder, r.kind)};
	return store_read(store, r.kind, r.first, r.last, (struct batch_sink){take, &w}, err);
}

static bool read_ledger(struct loading *l, struct store *store, struct range r, struct err *err)
{
	struct watched w = {.loading = l, .ledger_sink = index_builder_ledger_range(l->builder)};
	return store_read_ledger(store, r.first, r.last, (struct ledger_sink){take_ledger, &w}, err);
}

/* Reading is the first part of the work, the builder's the second. */
enum { READING_PERCENT = 30 };

static void range_done(struct loading *l)
{
	size_t done = atomic_fetch_add(&l->done, 1) + 1;
	if (l->watch->progress)
		l->watch->progress(l->watch->context, (unsigned)(done * READING_PERCENT / l->ranges.n));
}

static void builder_progress(void *self, unsigned percent)
{
	struct loading *l = self;
	l->watch->progress(l->watch->context, READING_PERCENT + percent * (100 - READING_PERCENT) / 100);
}

static void read_ranges(struct loading *l, struct store *store)
{
	for (size_t i; !cancelled(l) && (i = atomic_fetch_add(&l->next, 1)) < l->ranges.n;) {
		struct range r = l->ranges.v[i];
		struct err err = ERR_INIT;
		if (!(r.kind == KIND_COUNT ? read_ledger : read_kind)(l, store, r, &err) && err.code)
			fail(l, &err);
		range_done(l);
	}
}

static void *read_beside(void *self)
{
	struct loading *l = self;
	struct err err = ERR_INIT;
	uint64_t generation;
	struct store *store = store_open(l->path, STORE_READ, &err);
	/* Where there is no other connection to the same contents, the others do the work. */
	if (store && store_hold(store, &generation, &err) && generation == l->generation)
		read_ranges(l, store);
	store_close(store);
	return NULL;
}

static void add_ranges(struct loading *l, enum kind kind, int64_t first, int64_t last)
{
	enum { RANGES_MAX = 4096 };
	/* Unsigned: a file of somebody else may have any keys. */
	uint64_t step = (uint64_t)RANGE_ROWS * KEY_STEP, span = (uint64_t)last - (uint64_t)first;
	/* Keys far apart would make ranges without end. */
	if (span / step > RANGES_MAX)
		step = span;
	if (!first)
		return;
	for (; (uint64_t)last - (uint64_t)first > step; first += (int64_t)step + 1)
		array_push(&l->ranges, (struct range){kind, first, first + (int64_t)step});
	array_push(&l->ranges, (struct range){kind, first, last});
}

static bool plan_ranges(struct loading *l, struct store *store, struct err *err)
{
	struct arena arena = {0};
	struct ledger_columns columns;
	int64_t first, last;
	bool ok = store_ledger_columns(store, &arena, &columns, err);
	if (ok)
		index_builder_ledger_columns(l->builder, &columns);
	arena_release(&arena);
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		ok = store_record_range(store, (enum kind)k, &first, &last, err);
		if (ok)
			add_ranges(l, (enum kind)k, first, last);
	}
	ok = ok && store_ledger_range(store, &first, &last, err);
	if (ok)
		add_ranges(l, KIND_COUNT, first, last);
	return ok;
}

struct index *load_index(struct store *store, struct index_stamp stamp, const struct build_watch *watch, struct err *err)
{
	struct loading l = {.path = store_path(store), .generation = stamp.generation, .watch = watch, .err = err};
	pthread_t threads[PARALLEL_THREADS_MAX];
	unsigned n = 0;
	struct index *index = NULL;
	pthread_mutex_init(&l.lock, NULL);
	l.builder = index_builder_new();
	index_builder_stamp(l.builder, stamp);
	if (watch->progress)
		index_builder_progress(l.builder, builder_progress, &l);
	if (plan_ranges(&l, store, err)) {
		/* A small catalogue is read before another connection to it is open. */
		while (l.ranges.n > KIND_COUNT && n + 1 < parallel_threads() && thread_start(&threads[n], NULL, read_beside, &l) == 0)
			n++;
		read_ranges(&l, store);
	}
	for (unsigned i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	if (!err->code && !cancelled(&l))
		index = index_builder_finish(l.builder, watch->cancel, err);
	if (err->code)
		err_place(err, l.path, 0, 0);
	index_builder_free(l.builder);
	array_release(&l.ranges);
	pthread_mutex_destroy(&l.lock);
	return index;
}

/* -- what has changed -------------------------------------------------------------------- */

/* Keys of one kind that follow each other are read together. */
static bool read_keys(struct store *store, const struct store_keys *keys, struct index_builder *builder, struct err *err)
{
	bool ok = true;
	for (size_t i = 0, end; ok && i < keys->n; i = end) {
		enum kind kind = key_kind(keys->v[i]);
		for (end = i + 1; end < keys->n && keys->v[end] - KEY_STEP == keys->v[end - 1];)
			end++;
		if ((int)kind >= KIND_COUNT)
			return err_set(err, ERR_DATA, "found the key %lld of no kind among the changes", (long long)keys->v[i]);
		ok = store_read(store, kind, keys->v[i], keys->v[end - 1], index_builder_range(builder, kind), err);
	}
	return ok;
}

static int by_kind(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	if (x % KEY_STEP != y % KEY_STEP)
		return x % KEY_STEP < y % KEY_STEP ? -1 : 1;
	return x < y ? -1 : x > y;
}

bool load_knows(struct store *store, const struct index *base, struct err *err)
{
	struct index_stamp of = index_stamp_of(base);
	struct store_keys keys = {0};
	bool known = false;
	store_changes_since(store, of.generation, of.changes, &keys, &known, err);
	array_release(&keys);
	return known;
}

struct index *load_delta(struct store *store, const struct index *base, struct index_stamp stamp, const struct build_watch *watch,
	size_t *n_rows, struct err *err)
{
	struct index_stamp of = index_stamp_of(base);
	struct store_keys keys = {0};
	struct index *index = NULL;
	bool known;
	if (store_changes_since(store, of.generation, of.changes, &keys, &known, err) && known && keys.n <= DELTA_ROWS_MAX) {
		struct index_builder *builder = index_builder_new();
		if (keys.n)
			qsort(keys.v, keys.n, sizeof *keys.v, by_kind);
		index_builder_stamp(builder, stamp);
		if (read_keys(store, &keys, builder, err))
			index = index_builder_delta(builder, base, watch->cancel, err);
		index_builder_free(builder);
	}
	*n_rows = keys.n;
	array_release(&keys);
	return index;
}
