/*
 * Many small pieces of work done by a pool of threads. Any thread may do any piece, several at once: pieces must not
 * write what others read.
 */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stddef.h>

enum { PARALLEL_THREADS_MAX = 16 };

/* How many processors this process may use, at most PARALLEL_THREADS_MAX; found once. */
unsigned parallel_threads(void);

/* Call work(context, i) for every i below n, from at most n_threads threads at once, this one among them. */
void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context);

/*
 * Give this thread the lowest priority, for good; its calls of parallel_for are done by itself alone, as the threads of the
 * pool have the usual priority. For a thread that was started for work in the background.
 */
void parallel_stand_back(void);

/* memcpy, by several threads, into memory that was just allocated and whose pages are provided on the way (pages_ready). */
void parallel_copy(void *to, const void *from, size_t n_bytes, unsigned n_threads);

/* Memory that several threads are going to fill, its pages provided by all of them (pages_ready); the caller frees it. */
void *parallel_room(size_t n_bytes, unsigned n_threads);

#endif
