#include "worker_internal.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/thread.h"
#include "meter_internal.h"
#include "snapshot_internal.h"
#include "store/stamp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A snapshot of what has grown by changes is written, and ready answers are made, when so long nothing has changed any
 * more. Each change undoes the answers, which take more work: where there was one, more are likely.
 */
enum { QUIET_SECONDS = 3, QUIET_SECONDS_AFTER_CHANGES = 20 };

struct worker {
	const struct catalogue *catalogue;
	struct trace *trace;
	pthread_t thread;
	int pipe[2], progress_pipe[2];

	pthread_mutex_t lock;
	pthread_cond_t asked;
	bool wanted, withdrawn, stop; /* from here to the meter: under the lock */
	bool damaged;                 /* to be said before the result */
	struct index *index;          /* that nobody has taken yet */
	enum worker_result result;    /* to be said behind it */
	struct err err;
	struct meter meter; /* of the build that runs */

	atomic_bool cancel; /* the build that runs */
	atomic_bool ending; /* everything */
	/* by the thread alone: */
	bool prepared;         /* the catalogue was, at the start. Later a file that is away or empty is one that is being replaced */
	bool built, distrusts; /* distrusts: a snapshot was damaged, and perhaps cannot be removed */
	struct index_stamp stamp;     /* of what was built last */
	const struct index *last; /* handed over last, and verified; NULL: none. Nobody frees it before there is another */
	bool merges;              /* it is worth a snapshot as soon as it is quiet */
	bool lacks_answers;       /* and, when that is there, ready answers */
	struct answers_rule answers;
	int answers_after, answers_after_changes; /* seconds */
	bool changed;             /* the catalogue has, since this worker began */
};

static void wake(int fd)
{
	ssize_t written = write(fd, "", 1);
	(void)written; /* full: there is enough to wake whoever waits */
}

/* -- building -------------------------------------------------------------------------------- */

static void progress(void *self, unsigned percent)
{
	struct worker *w = self;
	pthread_mutex_lock(&w->lock);
	bool speak = meter_further(&w->meter, percent, clock_ms());
	pthread_mutex_unlock(&w->lock);
	if (speak)
		wake(w->progress_pipe[1]);
}

static void set_building(struct worker *w, bool building)
{
	pthread_mutex_lock(&w->lock);
	w->meter = building ? meter_begun(clock_ms()) : (struct meter){0};
	pthread_mutex_unlock(&w->lock);
}

/* Another program changes the counter alone. */
static bool read_stamp(struct store *store, struct index_stamp *out, struct err *err)
{
	bool ok = store_hold(store, &out->generation, err) && store_change_counter(store, &out->changes, err);
	store_let_go(store);
	return ok;
}

static bool same_stamp(struct index_stamp a, struct index_stamp b)
{
	return a.generation == b.generation && a.changes == b.changes;
}

static enum worker_result build(struct worker *w, struct index **index, struct index_request *request, struct err *err)
{
	const struct build_watch watch = {&w->cancel, progress, w};
	struct index_stamp stamp;
	if (!w->prepared && !catalogue_prepare(w->catalogue, w->trace, err))
		return WORKER_FAILED;
	w->prepared = true;
	/* Opened anew each time: the file may have been replaced by another one. */
	struct store *store = store_open(w->catalogue->path.p, STORE_READ, err);
	enum worker_result result = WORKER_FAILED;
	if (store && read_stamp(store, &stamp, err)) {
		result = WORKER_UNCHANGED;
		if (!w->built || !same_stamp(stamp, w->stamp)) {
			int64_t start = clock_ms();
			*request = (struct index_request){.base = w->last, .may_map = !w->distrusts};
			set_building(w, true);
			*index = catalogue_index(store, request, &watch, err);
			set_building(w, false);
			if (*index)
				catalogue_trace_index(w->trace, request, (double)(clock_ms() - start));
			result = *index ? WORKER_INDEX : err->code ? WORKER_FAILED : WORKER_CANCELLED;
		}
		w->built = w->built || result == WORKER_INDEX;
		if (result == WORKER_INDEX)
			w->stamp = index_stamp_of(*index);
	}
	store_close(store);
	return result;
}

/*
 * Hand over what was made. An index that nobody has taken yet is outdated by a newer one, not by finding it unchanged; that
 * the catalogue cannot be read any more is said behind it.
 */
static void hand_over(struct worker *w, enum worker_result result, struct index *index, const struct err *err)
{
	pthread_mutex_lock(&w->lock);
	if (result == WORKER_INDEX) {
		index_free(w->index);
		w->index = index;
	}
	if (result == WORKER_INDEX || result == WORKER_FAILED || !w->index) {
		w->result = result == WORKER_INDEX ? WORKER_NOTHING : result;
		w->err = *err;
	}
	pthread_mutex_unlock(&w->lock);
	wake(w->pipe[1]);
}

/* Nobody may go on looking at an index that came from a damaged snapshot. */
static void tell_damage(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	if (w->index) { /* nobody has seen it */
		index_free(w->index);
		w->index = NULL;
		w->result = WORKER_NOTHING;
	}
	w->damaged = true;
	pthread_mutex_unlock(&w->lock);
	wake(w->pipe[1]);
}

/* What was handed over last. Answers are made over an image, so a delta is merged first. */
static void set_last(struct worker *w, const struct index *index)
{
	w->last = index;
	w->lacks_answers = index && index_image(index).n && index_wants_answers(index, &w->answers);
}

/*
 * What can be done when somebody already works with the index: nobody frees it before a
 * newer one or word of its damage comes from here, or this thread has ended.
 */
static void look_after(struct worker *w, const struct index *index, enum index_origin origin)
{
	const char *path = w->catalogue->path.p;
	set_last(w, index);
	w->changed |= origin == INDEX_CHANGED;
	w->merges = origin == INDEX_CHANGED && catalogue_worth_keeping(index);
	if (origin == INDEX_BUILT) {
		catalogue_keep_index(path, index);
	} else if (origin == INDEX_CHANGED) {
		return;
	} else if (!catalogue_verify_index(path, index, &w->ending)) {
		trace_line(w->trace, "index", "the snapshot was damaged");
		w->distrusts = true;
		w->built = false;
		set_last(w, NULL);
		tell_damage(w);
		worker_ask(w);
	} else {
		snapshot_tidy();
	}
}

/*
 * Write what was handed over last as a snapshot, and hand that over in its place: what it held of its own, maybe most of
 * an index, is then a file that all sessions share. One of them writes it; the others wait, and find it there.
 */
static void merge(struct worker *w)
{
	const char *path = w->catalogue->path.p;
	const struct index_stamp stamp = index_stamp_of(w->last);
	const struct err none = ERR_INIT;
	struct index *merged = snapshot_open(path, stamp);
	if (!merged) {
		enum snapshot_result result = catalogue_keep_index(path, w->last);
		w->merges = result == SNAPSHOT_ELSEWHERE;
		if (result != SNAPSHOT_WRITTEN)
			return;
		trace_line(w->trace, "index", "changed rows merged into the snapshot");
		merged = snapshot_open(path, stamp);
	}
	if (merged && index_image_verify(merged, &w->ending)) {
		hand_over(w, WORKER_INDEX, merged, &none);
		set_last(w, merged);
	} else {
		index_free(merged);
	}
}

/* What a thread of low priority is doing. */
struct making {
	struct worker *worker;
	struct index_stamp stamp;
	atomic_bool cancel;
	bool done; /* under the worker's lock, as what follows */
	enum answers_result result;
	struct index *index;
};

static void *make(void *context)
{
	struct making *m = context;
	struct worker *w = m->worker;
	struct index *index;
	enum answers_result result = catalogue_make_answers(w->catalogue->path.p, m->stamp, &w->answers, &m->cancel, &index);
	pthread_mutex_lock(&w->lock);
	m->result = result;
	m->index = index;
	m->done = true;
	pthread_cond_signal(&w->asked);
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Have ready answers made, under the lock, and hand over the index that has them; whoever asks for something meanwhile stops that. */
static void make_answers(struct worker *w)
{
	struct making m = {.worker = w, .stamp = index_stamp_of(w->last)};
	const struct err none = ERR_INIT;
	pthread_t thread;
	atomic_init(&m.cancel, false);
	if (thread_start(&thread, NULL, make, &m) != 0) {
		w->lacks_answers = false;
		return;
	}
	while (!m.done && !w->wanted && !w->stop)
		pthread_cond_wait(&w->asked, &w->lock);
	bool stopped = !m.done;
	atomic_store(&m.cancel, true);
	pthread_mutex_unlock(&w->lock);
	pthread_join(thread, NULL);
	if (m.result == ANSWERS_READY) {
		trace_line(w->trace, "index", "%zu words have ready answers", index_answers_n(m.index));
		hand_over(w, WORKER_INDEX, m.index, &none);
		set_last(w, m.index);
	} else if (m.result == ANSWERS_NONE && !stopped) {
		w->lacks_answers = false; /* nor will it have them in a while */
	}
	alloc_give_back();
	pthread_mutex_lock(&w->lock);
}

/* Wait for what to do, under the lock; meanwhile, where it stays quiet, merge, and then make ready answers. */
static void wait_for_work(struct worker *w)
{
	if (!w->merges && !w->lacks_answers) {
		pthread_cond_wait(&w->asked, &w->lock);
		return;
	}
	int quiet = w->merges ? QUIET_SECONDS : w->changed ? w->answers_after_changes : w->answers_after;
	struct timespec until = clock_after((int64_t)quiet * 1000);
	if (pthread_cond_timedwait(&w->asked, &w->lock, &until) != ETIMEDOUT)
		return;
	if (!w->merges) {
		make_answers(w);
		return;
	}
	w->merges = false;
	pthread_mutex_unlock(&w->lock);
	merge(w);
	pthread_mutex_lock(&w->lock);
}

static void *work(void *self)
{
	struct worker *w = self;
	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		if (!w->wanted) {
			wait_for_work(w);
			continue;
		}
		w->wanted = false;
		w->cancel = w->withdrawn;
		pthread_mutex_unlock(&w->lock);

		struct index *index = NULL;
		struct err err = ERR_INIT;
		struct index_request request = {0};
		enum worker_result result = build(w, &index, &request, &err);
		hand_over(w, result, index, &err);
		if (result == WORKER_INDEX)
			look_after(w, index, request.origin);
		alloc_give_back();
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* -- life ------------------------------------------------------------------------------------- */

static void release(struct worker *w)
{
	const int fds[] = {w->pipe[0], w->pipe[1], w->progress_pipe[0], w->progress_pipe[1]};
	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->asked);
	free(w);
}

struct worker *worker_new(const struct catalogue *catalogue, struct trace *trace, struct err *err)
{
	struct worker *w = xcalloc(1, sizeof *w);
	int fault = 0;
	*w = (struct worker){.catalogue = catalogue, .trace = trace, .pipe = {-1, -1}, .progress_pipe = {-1, -1},
		.answers = answers_usual, .answers_after = QUIET_SECONDS, .answers_after_changes = QUIET_SECONDS_AFTER_CHANGES};
	pthread_mutex_init(&w->lock, NULL);
	clock_condition_init(&w->asked);
	if (pipe2(w->pipe, O_CLOEXEC | O_NONBLOCK) != 0 || pipe2(w->progress_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		fault = errno;
	else if ((fault = thread_start(&w->thread, NULL, work, w)) == 0)
		return w;
	err_set(err, ERR_INTERNAL, "found no way to start a thread: %s", strerror(fault));
	release(w);
	return NULL;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	w->cancel = true;
	w->ending = true;
	pthread_cond_signal(&w->asked);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	index_free(w->index);
	release(w);
}

void worker_set_answers(struct worker *w, const struct answers_rule *rule, int seconds)
{
	w->answers = *rule;
	w->answers_after = w->answers_after_changes = seconds;
}

int worker_fd(const struct worker *w)
{
	return w->pipe[0];
}

int worker_progress_fd(const struct worker *w)
{
	return w->progress_pipe[0];
}

bool worker_percent(struct worker *w, unsigned *percent)
{
	pthread_mutex_lock(&w->lock);
	bool speaks = meter_speaks(&w->meter, percent);
	pthread_mutex_unlock(&w->lock);
	return speaks;
}

void worker_ask(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->wanted = true;
	w->withdrawn = false;
	pthread_cond_signal(&w->asked);
	pthread_mutex_unlock(&w->lock);
}

void worker_cancel(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->withdrawn = w->wanted;
	w->cancel = true;
	pthread_mutex_unlock(&w->lock);
}

enum worker_result worker_take(struct worker *w, struct index **index, struct err *err)
{
	*index = NULL;
	pthread_mutex_lock(&w->lock);
	enum worker_result result = w->damaged ? WORKER_DAMAGED : w->index ? WORKER_INDEX : w->result;
	if (result == WORKER_DAMAGED) {
		w->damaged = false;
	} else if (result == WORKER_INDEX) {
		*index = w->index;
		w->index = NULL;
	} else {
		if (result == WORKER_FAILED)
			*err = w->err;
		w->result = WORKER_NOTHING;
		w->err = (struct err)ERR_INIT;
	}
	pthread_mutex_unlock(&w->lock);
	return result;
}
