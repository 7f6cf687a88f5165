#include "browse_internal.h"

#include "base/alloc.h"
#include "base/thread.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is known of the rows of a kind. */
struct extent {
	int64_t first_key; /* before n is set */
	bool dense;        /* no key between the first and the last is missing: row r has the key first_key + KEY_STEP * r */
	atomic_size_t n;
};

struct store_rows {
	struct row_source source; /* first: what the screens hold */
	char *path;
	struct store *store;      /* for pages, by the thread of the screens; NULL until the first of them */
	struct extent extents[KIND_COUNT];
	atomic_bool stop, news;
	pthread_t thread;
	bool has_thread, counted;
	int pipe[2];
	pthread_mutex_t lock;
	struct store *counting;   /* what the other thread reads from, under the lock; NULL: nothing */
};

/* -- counting ------------------------------------------------------------------------------ */

static void announce(struct store_rows *rows)
{
	rows->news = true;
	ssize_t written = write(rows->pipe[1], "", 1);
	(void)written; /* full: there is enough to wake whoever waits */
}

/* What cannot be read now is not shown; the worker, which reads the same file, says why. */
static void count_kind(struct store_rows *rows, struct store *store, enum kind kind)
{
	struct extent *extent = &rows->extents[kind];
	struct err err = ERR_INIT;
	int64_t last = 0;
	size_t n = 0;
	if (rows->stop || !store_count(store, kind, &n, &err)
		|| !store_key_range(store, kind, &extent->first_key, &last, &err))
		return;
	extent->dense = n && last < LEDGER_KEY_FIRST && (uint64_t)(last - extent->first_key) / KEY_STEP + 1 == n;
	extent->n = n;
}

/* What people ask for first comes first; what stands in ledgers takes longest and comes last. */
static void count_all(struct store_rows *rows, struct store *store)
{
	static const uint32_t turns[] = {
		1u << KIND_ZONE | 1u << KIND_CHAIN | 1u << KIND_ENTERPRISE | 1u << KIND_PROJECT,
		~(1u << KIND_CLAIM | 1u << KIND_MILESTONE),
		UINT32_MAX,
	};
	uint32_t before = 0;
	for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
		for (int k = 0; k < KIND_COUNT; k++)
			if ((turns[i] & ~before) >> k & 1)
				count_kind(rows, store, (enum kind)k);
		before |= turns[i];
		announce(rows);
	}
}

static void set_counting(struct store_rows *rows, struct store *store)
{
	pthread_mutex_lock(&rows->lock);
	rows->counting = store;
	pthread_mutex_unlock(&rows->lock);
}

static void *count(void *self)
{
	struct store_rows *rows = self;
	struct err err = ERR_INIT;
	struct store *store = store_open(rows->path, STORE_READ, &err);
	if (!store)
		return NULL;
	set_counting(rows, store);
	count_all(rows, store);
	set_counting(rows, NULL);
	store_close(store);
	alloc_give_back(); /* pages of the file, as many as there are rows to count */
	return NULL;
}

static size_t count_rows(void *self, enum kind kind)
{
	struct store_rows *rows = self;
	return rows->extents[kind].n;
}

void row_source_count(struct row_source *source)
{
	struct store_rows *rows = source->self;
	rows->counted = true;
	count(rows);
}

static void wait_for_count(struct store_rows *rows)
{
	if (rows->has_thread)
		pthread_join(rows->thread, NULL);
	rows->has_thread = false;
}

void row_source_begin(struct row_source *source)
{
	struct store_rows *rows = source->self;
	if (rows->counted && !rows->stop)
		return;
	wait_for_count(rows); /* it was told to stop */
	rows->stop = false;
	rows->counted = rows->has_thread = thread_start(&rows->thread, NULL, count, rows) == 0;
}

/* -- pages ----------------------------------------------------------------------------------- */

struct page {
	struct store *store;
	struct row_name *out;
	size_t n, most;
	struct arena *arena;
};

static bool take_page(void *self, const struct batch *batch, struct err *err)
{
	struct page *page = self;
	bool named = kind_has_name(batch->kind);
	for (size_t row = 0; row < batch->n_rows && page->n < page->most; row++) {
		struct strbuf label = {0};
		struct str name;
		if (named)
			name = column_text(&batch->columns[field_get(batch->kind, "name")], row);
		else if (store_label(page->store, batch->keys[row], NULL, &label, err))
			name = strbuf_str(&label);
		else
			return false;
		page->out[page->n++] = (struct row_name){arena_str(page->arena, column_text(&batch->columns[0], row)), arena_str(page->arena, name)};
		strbuf_release(&label);
	}
	return true;
}

static size_t read_names(void *self, enum kind kind, size_t first, size_t n, struct row_name *out, struct arena *arena)
{
	struct store_rows *rows = self;
	struct err err = ERR_INIT;
	if (!rows->store)
		rows->store = store_open(rows->path, STORE_READ, &err);
	if (!rows->store)
		return 0;
	struct page page = {rows->store, out, 0, n < STORE_BATCH_ROWS ? n : STORE_BATCH_ROWS, arena};
	struct batch_sink sink = {take_page, &page};
	const struct extent *extent = &rows->extents[kind];
	if (extent->n && extent->dense) { /* the end of a million rows is as near as their beginning */
		int64_t from = extent->first_key + (int64_t)first * KEY_STEP;
		store_read(rows->store, kind, from, from + ((int64_t)page.most - 1) * KEY_STEP, sink, &err);
	} else {
		store_page(rows->store, kind, first, page.most, sink, &err);
	}
	return page.n;
}

/* -- life -------------------------------------------------------------------------------------- */

struct row_source *row_source_new(const char *path)
{
	struct store_rows *rows = xcalloc(1, sizeof *rows);
	rows->source = (struct row_source){rows, count_rows, read_names};
	rows->path = xmalloc(strlen(path) + 1);
	strcpy(rows->path, path);
	pthread_mutex_init(&rows->lock, NULL);
	if (pipe2(rows->pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		rows->pipe[0] = rows->pipe[1] = -1;
	return &rows->source;
}

void row_source_stop(struct row_source *source)
{
	struct store_rows *rows = source->self;
	rows->stop = true;
	pthread_mutex_lock(&rows->lock);
	if (rows->counting)
		store_interrupt(rows->counting);
	pthread_mutex_unlock(&rows->lock);
}

void row_source_free(struct row_source *source)
{
	struct store_rows *rows = source->self;
	row_source_stop(source);
	wait_for_count(rows);
	store_close(rows->store);
	for (int i = 0; i < 2; i++)
		if (rows->pipe[i] >= 0)
			close(rows->pipe[i]);
	pthread_mutex_destroy(&rows->lock);
	free(rows->path);
	free(rows);
}

int row_source_fd(const struct row_source *source)
{
	const struct store_rows *rows = source->self;
	return rows->pipe[0];
}

bool row_source_news(struct row_source *source)
{
	struct store_rows *rows = source->self;
	return atomic_exchange(&rows->news, false);
}
