#include "base/parallel.h"

#include "base/alloc.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { THREADS_MAX = 16 };

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
	unsigned wanted;  /* threads that are still to come; with `behind` under the pool's lock */
	struct job *behind;
};

/*
 * Threads that wait a while for the next call: a look-up makes a dozen of them, and to start threads anew for each takes
 * longer than the work. No state that anything depends on: nobody but this file knows whether any is there.
 */
static struct pool {
	pthread_mutex_t lock;
	pthread_cond_t called;
	struct job *first;
	unsigned idle;
	atomic_uint processors; /* that may be used; 0: not asked yet. A look-up asks several times, and the system takes its time */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .called = PTHREAD_COND_INITIALIZER};

enum { WAIT_MS = 300 };

static void let_go(struct job *job, unsigned n)
{
	if (!n || atomic_fetch_sub(&job->holders, n) != n)
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

/* The next job that wants a thread, taken out where it wants no other; NULL: none came for a while. Locked. */
static struct job *wait_for_job(void)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += WAIT_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pool.idle++;
	for (int e = 0; !pool.first && e != ETIMEDOUT;)
		e = pthread_cond_timedwait(&pool.called, &pool.lock, &until);
	pool.idle--;
	struct job *job = pool.first;
	if (job && --job->wanted == 0)
		pool.first = job->behind;
	return job;
}

static void *run(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&pool.lock);
	for (struct job *job; (job = wait_for_job()) != NULL;) {
		pthread_mutex_unlock(&pool.lock);
		take_pieces(job);
		let_go(job, 1);
		pthread_mutex_lock(&pool.lock);
	}
	pthread_mutex_unlock(&pool.lock);
	return NULL;
}

/* A process that was forked has none of the threads, and may be given other processors. */
static void forget_all(void)
{
	pool = (struct pool){.lock = PTHREAD_MUTEX_INITIALIZER, .called = PTHREAD_COND_INITIALIZER};
}

static void at_start(void)
{
	pthread_atfork(NULL, NULL, forget_all);
}

static void prepare(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, at_start);
}

unsigned parallel_threads(void)
{
	unsigned n = atomic_load_explicit(&pool.processors, memory_order_relaxed);
	cpu_set_t set;
	if (n)
		return n;
	prepare();
	int allowed = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	n = allowed < 1 ? 1 : allowed > THREADS_MAX ? THREADS_MAX : (unsigned)allowed;
	atomic_store_explicit(&pool.processors, n, memory_order_relaxed);
	return n;
}

/* Signals are for the threads of those who know of them. */
static void start_threads(unsigned n)
{
	sigset_t all, before;
	pthread_attr_t attributes;
	pthread_t thread;
	if (!n)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	for (unsigned i = 0; i < n; i++)
		if (pthread_create(&thread, &attributes, run, NULL) != 0)
			break;
	pthread_attr_destroy(&attributes);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Call n threads to a job; where they do not wait they are started. Where none can be had the caller does all of it. */
static void call(struct job *job, unsigned n)
{
	prepare();
	job->wanted = n;
	atomic_fetch_add(&job->holders, n);
	pthread_mutex_lock(&pool.lock);
	struct job **last = &pool.first;
	unsigned queued = 0;
	for (; *last; last = &(*last)->behind)
		queued += (*last)->wanted;
	*last = job;
	unsigned waiting = pool.idle > queued ? pool.idle - queued : 0, missing = n > waiting ? n - waiting : 0;
	for (unsigned i = 0; i < n - missing; i++)
		pthread_cond_signal(&pool.called);
	pthread_mutex_unlock(&pool.lock);
	start_threads(missing);
}

/* Threads that did not come yet need not any more. */
static void call_off(struct job *job)
{
	pthread_mutex_lock(&pool.lock);
	unsigned n = job->wanted;
	for (struct job **at = &pool.first; n && *at; at = &(*at)->behind)
		if (*at == job) {
			*at = job->behind;
			break;
		}
	job->wanted = 0;
	pthread_mutex_unlock(&pool.lock);
	let_go(job, n);
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
	call(job, wanted - 1);
	take_pieces(job);
	call_off(job);
	pthread_mutex_lock(&job->lock);
	while (job->n_done < n)
		pthread_cond_wait(&job->all_done, &job->lock);
	pthread_mutex_unlock(&job->lock);
	let_go(job, 1);
}
