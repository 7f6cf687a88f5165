#include "browse_internal.h"

#include "base/alloc.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* So long the first screen may wait for numbers: a catalogue of an ordinary size is counted by then. */
enum { PATIENCE_MS = 4 };

/* Keys of one kind are so far apart (model/value.h: key_kind). */
enum { KEY_STEP = 32 };

/* What is known of the rows of a kind. */
struct extent {
	int64_t first_key; /* before n is set */
	bool dense;        /* no key between the first and the last is missing: row r has the key first_key + 32 r */
	atomic_size_t n;
};

struct store_rows {
	struct row_source source; /* first: what the screens hold */
	struct store *store;      /* for pages, by the thread of the screens */
	struct store *counting;   /* by the thread that counts */
	struct extent extents[KIND_COUNT];
	atomic_bool stop, news;
	pthread_t thread;
	bool has_thread;
	int pipe[2];
	pthread_mutex_t lock;
	pthread_cond_t counted;
	bool done, announces; /* under the lock */
};

/* -- counting ------------------------------------------------------------------------------ */

static void announce(struct store_rows *rows, bool done)
{
	pthread_mutex_lock(&rows->lock);
	rows->done = done;
	if (rows->announces) {
		rows->news = true;
		ssize_t written = write(rows->pipe[1], "", 1);
		(void)written;
	}
	pthread_cond_signal(&rows->counted);
	pthread_mutex_unlock(&rows->lock);
}

/* What cannot be read now is not shown; the worker, which reads the same file, says why. */
static void count_kind(struct store_rows *rows, enum kind kind)
{
	struct extent *extent = &rows->extents[kind];
	struct err err = ERR_INIT;
	int64_t last = 0;
	size_t n = 0;
	if (rows->stop || !store_count(rows->counting, kind, &n, &err)
		|| !store_key_range(rows->counting, kind, &extent->first_key, &last, &err))
		return;
	extent->dense = n && last < LEDGER_KEY_FIRST && (uint64_t)(last - extent->first_key) / KEY_STEP + 1 == n;
	extent->n = n;
}

/* What people ask for first comes first; what stands in ledgers takes longest and comes last. */
static void *count_all(void *self)
{
	static const uint32_t turns[] = {
		1u << KIND_ZONE | 1u << KIND_CHAIN | 1u << KIND_ENTERPRISE | 1u << KIND_PROJECT,
		~(1u << KIND_CLAIM | 1u << KIND_MILESTONE),
		UINT32_MAX,
	};
	enum { TURNS = sizeof turns / sizeof *turns };
	struct store_rows *rows = self;
	uint32_t before = 0;
	for (size_t i = 0; i < TURNS; i++) {
		for (int k = 0; k < KIND_COUNT; k++)
			if ((turns[i] & ~before) >> k & 1)
				count_kind(rows, (enum kind)k);
		before |= turns[i];
		announce(rows, i + 1 == TURNS);
	}
	return NULL;
}

static size_t count_rows(void *self, enum kind kind)
{
	struct store_rows *rows = self;
	return rows->extents[kind].n;
}

/* Signals are for the thread that has the terminal. */
static void begin_counting(struct store_rows *rows, bool patient)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rows->has_thread = !patient && pthread_create(&rows->thread, NULL, count_all, rows) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!rows->has_thread) {
		count_all(rows);
		return;
	}
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += PATIENCE_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&rows->lock);
	while (!rows->done && pthread_cond_timedwait(&rows->counted, &rows->lock, &until) != ETIMEDOUT)
		;
	rows->announces = !rows->done;
	pthread_mutex_unlock(&rows->lock);
}

/* -- pages ----------------------------------------------------------------------------------- */

struct page {
	struct store *store;
	struct str *out;
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
		page->out[page->n++] = arena_str(page->arena, name);
		strbuf_release(&label);
	}
	return true;
}

static size_t read_names(void *self, enum kind kind, size_t first, size_t n, struct str *out, struct arena *arena)
{
	struct store_rows *rows = self;
	struct err err = ERR_INIT;
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

static void init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

struct row_source *row_source_new(const char *path, bool patient)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_READ, &err), *counting = store ? store_open(path, STORE_READ, &err) : NULL;
	struct store_rows *rows = xcalloc(1, sizeof *rows);
	rows->source = (struct row_source){rows, count_rows, read_names};
	rows->store = store;
	rows->counting = counting;
	pthread_mutex_init(&rows->lock, NULL);
	init_condition(&rows->counted);
	if (pipe2(rows->pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		rows->pipe[0] = rows->pipe[1] = -1;
	if (counting && rows->pipe[0] >= 0) {
		begin_counting(rows, patient);
		return &rows->source;
	}
	row_source_free(&rows->source);
	return NULL;
}

void row_source_free(struct row_source *source)
{
	if (!source)
		return;
	struct store_rows *rows = source->self;
	rows->stop = true;
	if (rows->has_thread) {
		store_interrupt(rows->counting);
		pthread_join(rows->thread, NULL);
	}
	store_close(rows->store);
	store_close(rows->counting);
	for (int i = 0; i < 2; i++)
		if (rows->pipe[i] >= 0)
			close(rows->pipe[i]);
	pthread_mutex_destroy(&rows->lock);
	pthread_cond_destroy(&rows->counted);
	free(rows);
}

int row_source_fd(const struct row_source *source)
{
	const struct store_rows *rows = source->self;
	return rows->pipe[0];
}

bool row_source_news(struct row_source *source)
{
	return source && atomic_exchange(&((struct store_rows *)source->self)->news, false);
}
