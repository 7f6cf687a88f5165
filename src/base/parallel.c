#include "base/parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { THREADS_MAX = 16 };

unsigned parallel_threads(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

struct job {
	void (*work)(void *context, size_t i);
	void *context;
	size_t n;
	atomic_size_t next;
};

static void *run(void *self)
{
	struct job *job = self;
	for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->n;)
		job->work(job->context, i);
	return NULL;
}

void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context)
{
	struct job job = {.work = work, .context = context, .n = n};
	pthread_t threads[THREADS_MAX];
	unsigned started = 0, wanted = n_threads < THREADS_MAX ? n_threads : THREADS_MAX;
	atomic_init(&job.next, 0);
	/* Where no thread can be had this one does all of it. */
	while (started + 1 < wanted && started + 1 < n && pthread_create(&threads[started], NULL, run, &job) == 0)
		started++;
	run(&job);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}
