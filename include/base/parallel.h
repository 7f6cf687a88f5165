/*
 * Doing many small pieces of work with several threads. Which thread does a piece is left
 * to chance; the pieces must not touch each other.
 */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stddef.h>

/* The processors that this process might use when it first asked, at most 16. */
unsigned parallel_threads(void);

/* Call work(context, i) for every i below n, from at most n_threads threads at once, this one among them. */
void parallel_for(size_t n, unsigned n_threads, void (*work)(void *context, size_t i), void *context);

/*
 * From now on this thread leaves the processors to all others, and does alone what it asks parallel_for to do: other
 * threads would do that at their own priority. There is no way back: for a thread that was started for such work.
 */
void parallel_stand_back(void);

/* Copy into memory that was just got, whose pages are made ready (pages_ready) on the way. */
void parallel_copy(void *to, const void *from, size_t n_bytes, unsigned n_threads);

/* Memory that threads fill all over, its pages made ready (pages_ready) by all of them; freed with free. */
void *parallel_room(size_t n_bytes, unsigned n_threads);

#endif
