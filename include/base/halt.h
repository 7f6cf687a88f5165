/*
 * Giving up long work that nobody waits for any more. Loops over very many rows ask now and then; one that gives up leaves
 * an answer whose form holds (sizes, numbers within their bounds) and whose content is nothing. It must not come to
 * anything that outlives the answer: whoever asked for the work throws all of it away. What is shared is never made so.
 */
#ifndef BASE_HALT_H
#define BASE_HALT_H

#include <stdatomic.h>
#include <stdbool.h>

struct halt {
	atomic_bool wanted; /* set by another thread */
	atomic_bool heeded; /* something was given up */
};

/* Work of this thread, and what parallel_for does of it elsewhere, heeds this from now on. NULL: nothing. Returns what was before. */
struct halt *halt_by(struct halt *halt);

/* The halt that this thread heeds; NULL: none. */
struct halt *halt_here(void);

/* Whether to give up. Whoever asks and is told so does. */
bool halt_now(void);

#endif
