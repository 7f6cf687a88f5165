#include "worker_internal.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct worker {
	const struct catalogue *catalogue;
	struct trace *trace;
	pthread_t thread;
	int pipe[2];

	pthread_mutex_t lock;
	pthread_cond_t asked;
	bool wanted, stop; /* from here to err: under the lock */
	enum worker_result result;
	struct index *index;
	struct err err;

	atomic_bool cancel;
	bool built; /* by the thread alone */
	uint64_t generation;
};

/* *mapped: the index is yet to be verified. */
static enum worker_result build(struct worker *w, bool may_map, struct index **index, bool *mapped, struct err *err)
{
	uint64_t generation;
	if (!catalogue_prepare(w->catalogue, w->trace, err))
		return WORKER_FAILED;
	/* Opened anew each time: the file may have been replaced by another one. */
	struct store *store = store_open(w->catalogue->path.p, STORE_READ, err);
	enum worker_result result = WORKER_FAILED;
	if (store && store_generation(store, &generation, err)) {
		result = WORKER_UNCHANGED;
		if (!may_map || !w->built || generation != w->generation) {
			*index = catalogue_index(store, may_map, mapped, &w->cancel, err);
			result = *index ? WORKER_INDEX : err->code ? WORKER_FAILED : WORKER_NOTHING;
		}
		w->built = w->built || result == WORKER_INDEX;
		if (result == WORKER_INDEX)
			w->generation = generation;
	}
	store_close(store);
	return result;
}

/* Hand over what was made. An index that nobody has taken yet is outdated by a newer one, not by finding it unchanged. */
static void hand_over(struct worker *w, enum worker_result result, struct index *index, const struct err *err)
{
	pthread_mutex_lock(&w->lock);
	if (result == WORKER_INDEX || !w->index) {
		index_free(w->index);
		w->index = index;
		w->result = result;
		w->err = *err;
	}
	pthread_mutex_unlock(&w->lock);
	ssize_t written = write(w->pipe[1], "", 1);
	(void)written; /* full: there is enough to wake whoever waits */
}

/*
 * What can be done when somebody already works with the index: nobody frees it before a
 * newer one comes from here, or this thread has ended.
 */
static void look_after(struct worker *w, const struct index *index, bool mapped)
{
	if (!mapped) {
		catalogue_keep_index(w->catalogue->path.p, index);
		return;
	}
	if (catalogue_verify_index(w->catalogue->path.p, index, &w->cancel))
		return;
	struct index *again = NULL;
	struct err err = ERR_INIT;
	enum worker_result result = build(w, false, &again, &mapped, &err);
	hand_over(w, result, again, &err);
}

static void *work(void *self)
{
	struct worker *w = self;
	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		if (!w->wanted) {
			pthread_cond_wait(&w->asked, &w->lock);
			continue;
		}
		w->wanted = false;
		w->cancel = false;
		pthread_mutex_unlock(&w->lock);

		struct index *index = NULL;
		struct err err = ERR_INIT;
		bool mapped = false;
		enum worker_result result = build(w, true, &index, &mapped, &err);
		hand_over(w, result, index, &err);
		if (result == WORKER_INDEX)
			look_after(w, index, mapped);
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Signals are for the thread that has the terminal. */
static bool start(struct worker *w, int *fault)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	*fault = pthread_create(&w->thread, NULL, work, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return *fault == 0;
}

struct worker *worker_new(const struct catalogue *catalogue, struct trace *trace, struct err *err)
{
	struct worker *w = xcalloc(1, sizeof *w);
	w->catalogue = catalogue;
	w->trace = trace;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->asked, NULL);
	int fault = pipe2(w->pipe, O_CLOEXEC | O_NONBLOCK) == 0 ? 0 : errno;
	if (!fault) {
		if (start(w, &fault))
			return w;
		close(w->pipe[0]);
		close(w->pipe[1]);
	}
	err_set(err, ERR_INTERNAL, "found no way to start a thread: %s", strerror(fault));
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->asked);
	free(w);
	return NULL;
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	w->cancel = true;
	pthread_cond_signal(&w->asked);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	index_free(w->index);
	close(w->pipe[0]);
	close(w->pipe[1]);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->asked);
	free(w);
}

int worker_fd(const struct worker *w)
{
	return w->pipe[0];
}

void worker_ask(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->wanted = true;
	pthread_cond_signal(&w->asked);
	pthread_mutex_unlock(&w->lock);
}

void worker_cancel(struct worker *w)
{
	w->cancel = true;
}

enum worker_result worker_take(struct worker *w, struct index **index, struct err *err)
{
	pthread_mutex_lock(&w->lock);
	enum worker_result result = w->result;
	*index = w->index;
	if (result == WORKER_FAILED)
		*err = w->err;
	w->result = WORKER_NOTHING;
	w->index = NULL;
	w->err = (struct err)ERR_INIT;
	pthread_mutex_unlock(&w->lock);
	return result;
}
