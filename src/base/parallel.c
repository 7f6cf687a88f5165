#include "base/parallel.h"

#include "base/alloc.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { THREADS_MAX = 16 };

unsigned parallel_threads(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

/*
 * What the threads of one call share. It lives until the last of them let go of it: on a busy machine a thread may come
 * to it only when all work is done, and nobody waits for such a one.
 */
struct job {
	void (*work)(void *context, size_t i);
	void *context;
	size_t n;
	atomic_size_t next;
	atomic_uint holders;
	pthread_mutex_t lock;
	pthread_cond_t all_done;
	size_t n_done; /* under the lock */
};

static void let_go(struct job *job)
{
	if (atomic_fetch_sub(&job->holders, 1) != 1)
		return;
	pthread_mutex_destroy(&job->lock);
	pthread_cond_destroy(&job->all_done);
	free(job);
}

static void take_pieces(struct job *job)
{
	size_t n_done = 0;
	for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n; n_done++)
		job->work(job->context, i);
	if (!n_done)
		return;
	pthread_mutex_lock(&job->lock);
	job->n_done += n_done;
	if (job->n_done == job->n)
		pthread_cond_signal(&job->all_done);
	pthread_mutex_unlock(&job->lock);
}

static void *run(void *self)
{
	take_pieces(self);
	let_go(self);
	return NULL;
}

/* Threads beside this one. Where none can be had this one does all of it. */
static void start(struct job *job, unsigned n)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	for (unsigned i = 0; i < n; i++) {
		atomic_fetch_add(&job->holders, 1);
		if (pthread_create(&thread, &attributes, run, job) == 0)
			continue;
		atomic_fetch_sub(&job->holders, 1);
		break;
	}
	pthread_attr_destroy(&attributes);
}

void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context)
{
	unsigned wanted = n_threads < THREADS_MAX ? n_threads : THREADS_MAX;
	if (wanted > n)
		wanted = (unsigned)n;
	if (wanted <= 1) {
		for (size_t i = 0; i < n; i++)
			work(context, i);
		return;
	}
	struct job *job = xcalloc(1, sizeof *job);
	job->work = work;
	job->context = context;
	job->n = n;
	atomic_init(&job->next, 0);
	atomic_init(&job->holders, 1);
	pthread_mutex_init(&job->lock, NULL);
	pthread_cond_init(&job->all_done, NULL);
	start(job, wanted - 1);
	take_pieces(job);
	pthread_mutex_lock(&job->lock);
	while (job->n_done < n)
		pthread_cond_wait(&job->all_done, &job->lock);
	pthread_mutex_unlock(&job->lock);
	let_go(job);
}
