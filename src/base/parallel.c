#include "base/parallel.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/halt.h"
#include "base/thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/*
 * What the threads of one call share, freed by the last of them: on a busy machine a thread may come to a job only when
 * all of its work is done, and the caller does not wait for that thread.
 */
struct job {
	void (*work)(void *context, size_t i);
	void *context;
	struct halt *halt; /* the caller's */
	size_t n;
	atomic_size_t next, n_done;
	atomic_uint holders;
	pthread_mutex_t lock;
	pthread_cond_t all_done;
	atomic_uint wanted; /* threads that are still to come; changed, as `behind`, under the pool's lock */
	struct job *behind;
};

/*
 * Threads that stay for a while after a call: a look-up makes a dozen calls, and to start threads for each would take
 * longer than the work. To wake a thread takes long as well where the work is short, so each spins for a moment before it
 * sleeps. Nothing depends on this state: work is done the same whether threads are there or not.
 */
static struct pool {
	pthread_mutex_t lock;
	pthread_cond_t called; /* prepare makes it, as no constant says by which clock it is waited for */
	_Atomic(struct job *) first;
	unsigned awake, asleep; /* threads that wait */
	atomic_uint processors; /* that may be used; 0: not asked yet. A look-up asks several times, and the system takes its time */
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

enum { WAIT_MS = 300, AWAKE_US = 100 };

/* -- spinning ---------------------------------------------------------------------------- */

static int64_t now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Leave the core to its other hardware thread for a moment. */
static inline void pause_briefly(void)
{
#if defined __x86_64__ || defined __i386__
	__builtin_ia32_pause();
#elif defined __aarch64__
	__asm__ volatile("yield");
#endif
}

/* Spin until a condition holds or a moment has passed, yielding to others that want the processor. */
static void look_out(bool (*is_so)(const void *of), const void *of)
{
	enum { LOOKS = 32 };
	for (int64_t end = now_us() + AWAKE_US; now_us() < end; sched_yield())
		for (int i = 0; i < LOOKS; i++) {
			if (is_so(of))
				return;
			pause_briefly();
		}
}

static bool is_called(const void *unused)
{
	(void)unused;
	return atomic_load_explicit(&pool.first, memory_order_relaxed) != NULL;
}

static bool is_done(const void *of)
{
	const struct job *job = of;
	return atomic_load(&job->n_done) == job->n;
}

/* -- work -------------------------------------------------------------------------------- */

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
	struct halt *own = halt_by(job->halt);
	for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n; n_done++)
		job->work(job->context, i);
	halt_by(own);
	if (!n_done || atomic_fetch_add(&job->n_done, n_done) + n_done != job->n)
		return;
	pthread_mutex_lock(&job->lock);
	pthread_cond_signal(&job->all_done);
	pthread_mutex_unlock(&job->lock);
}

/* Some may still be at pieces that nobody else can take. */
static void wait_for_pieces(struct job *job)
{
	look_out(is_done, job);
	if (is_done(job))
		return;
	pthread_mutex_lock(&job->lock);
	while (!is_done(job))
		pthread_cond_wait(&job->all_done, &job->lock);
	pthread_mutex_unlock(&job->lock);
}

static void sleep_until_called(void)
{
	struct timespec until = clock_after(WAIT_MS);
	pool.asleep++;
	for (int e = 0; !pool.first && e != ETIMEDOUT;)
		e = pthread_cond_timedwait(&pool.called, &pool.lock, &until);
	pool.asleep--;
}

/* The next job that wants a thread, taken out where it wants no other; NULL: none came for a while. Locked. */
static struct job *wait_for_job(void)
{
	if (!pool.first) {
		pool.awake++;
		pthread_mutex_unlock(&pool.lock);
		look_out(is_called, NULL);
		pthread_mutex_lock(&pool.lock);
		pool.awake--;
	}
	if (!pool.first)
		sleep_until_called();
	struct job *job = pool.first;
	if (job && atomic_fetch_sub(&job->wanted, 1) == 1)
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
	pool = (struct pool){.lock = PTHREAD_MUTEX_INITIALIZER};
	clock_condition_init(&pool.called);
}

static void at_start(void)
{
	clock_condition_init(&pool.called);
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
	n = allowed < 1 ? 1 : allowed > PARALLEL_THREADS_MAX ? PARALLEL_THREADS_MAX : (unsigned)allowed;
	atomic_store_explicit(&pool.processors, n, memory_order_relaxed);
	return n;
}

static void start_threads(unsigned n)
{
	pthread_attr_t attributes;
	pthread_t thread;
	if (!n)
		return;
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	for (unsigned i = 0; i < n; i++)
		if (thread_start(&thread, &attributes, run, NULL) != 0)
			break;
	pthread_attr_destroy(&attributes);
}

/* Queue a job for n threads, those that wait or else new ones. Where none can be started the caller does all of it. */
static void call(struct job *job, unsigned n)
{
	prepare();
	atomic_store(&job->wanted, n);
	atomic_fetch_add(&job->holders, n);
	pthread_mutex_lock(&pool.lock);
	unsigned queued = 0;
	struct job *last = pool.first;
	for (struct job *at = last; at; at = at->behind) {
		queued += atomic_load(&at->wanted);
		last = at;
	}
	if (last)
		last->behind = job;
	else
		pool.first = job;
	unsigned awake = pool.awake > queued ? pool.awake - queued : 0, waiting = pool.awake + pool.asleep;
	waiting = waiting > queued ? waiting - queued : 0;
	unsigned missing = n > waiting ? n - waiting : 0;
	for (unsigned i = awake; i < n - missing; i++)
		pthread_cond_signal(&pool.called);
	pthread_mutex_unlock(&pool.lock);
	start_threads(missing);
}

/* Take back the places of threads that have not come to the job yet. */
static void call_off(struct job *job)
{
	if (!atomic_load(&job->wanted))
		return;
	pthread_mutex_lock(&pool.lock);
	unsigned n = atomic_exchange(&job->wanted, 0);
	struct job *before = NULL;
	for (struct job *at = n ? pool.first : NULL; at && at != job; at = at->behind)
		before = at;
	if (n && before)
		before->behind = job->behind;
	else if (n)
		pool.first = job->behind;
	pthread_mutex_unlock(&pool.lock);
	let_go(job, n);
}

/* Of this thread. It decides who does the work, not what comes of it. */
static _Thread_local bool stands_back;

void parallel_stand_back(void)
{
	enum { LOWEST = 19 };
	stands_back = true;
	setpriority(PRIO_PROCESS, 0, LOWEST); /* on Linux this is the thread */
}

void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context)
{
	unsigned wanted = stands_back ? 1 : n_threads < PARALLEL_THREADS_MAX ? n_threads : PARALLEL_THREADS_MAX;
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
	job->halt = halt_here();
	job->n = n;
	atomic_init(&job->next, 0);
	atomic_init(&job->n_done, 0);
	atomic_init(&job->wanted, 0);
	atomic_init(&job->holders, 1);
	pthread_mutex_init(&job->lock, NULL);
	pthread_cond_init(&job->all_done, NULL);
	call(job, wanted - 1);
	take_pieces(job);
	call_off(job);
	wait_for_pieces(job);
	let_go(job, 1);
}

/* -- room -------------------------------------------------------------------------------- */

enum { READY_AT_ONCE = 1 << 20 };

struct room {
	char *p;
	const char *from; /* what is copied there; NULL: nothing */
	size_t n_bytes;
};

static void make_ready(void *context, size_t i)
{
	const struct room *room = context;
	size_t at = i * READY_AT_ONCE, rest = room->n_bytes - at, n = rest < READY_AT_ONCE ? rest : READY_AT_ONCE;
	pages_ready(room->p + at, n);
	if (room->from)
		memcpy(room->p + at, room->from + at, n);
}

static void make_all_ready(struct room room, unsigned n_threads)
{
	parallel_for((room.n_bytes + READY_AT_ONCE - 1) / READY_AT_ONCE, n_threads, make_ready, &room);
}

void *parallel_room(size_t n_bytes, unsigned n_threads)
{
	void *p = xmalloc(n_bytes);
	make_all_ready((struct room){p, NULL, n_bytes}, n_threads);
	return p;
}

void parallel_copy(void *to, const void *from, size_t n_bytes, unsigned n_threads)
{
	make_all_ready((struct room){to, from, n_bytes}, n_threads);
}
