/*
 * Allocation that does not fail: out of memory ends the program (exit 70) after the
 * hook below has put the terminal back.
 */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t n_bytes);                        /* never NULL, also for 0 */
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n_bytes);
void *xreallocarray(void *p, size_t n, size_t size);  /* overflow counts as out of memory */

/* What stands there is not read any more before it is freed: whole pages of it go back to the system. */
void pages_drop(void *p, size_t n_bytes);

/* What is filled next, all of it: many pages got from the system at once take less than one by one as they are touched. */
void pages_ready(void *p, size_t n_bytes);

/* What to do before the message: restore the terminal. Async-signal-safe functions only. */
void alloc_on_failure(void (*hook)(void));

/*
 * From then on, keep some memory that was freed for what is asked for next: a few pieces of so many bytes, at least 1 MiB
 * each. A look-up takes and frees pieces of a bit for each row at every key; fetched from the system each time, that costs
 * more than what is done in them.
 */
void alloc_keep(size_t n_bytes);

/* Before work that takes and frees much in large pieces: each goes back to the system at once, and so does what was kept. */
void alloc_keep_little(void);

/* Bytes that were freed and not handed out again; some may have been given back. */
size_t alloc_kept(void);

/* After work that took much and does not come again soon: give back to the system what was freed. */
void alloc_give_back(void);

/* Report "out of memory" and exit 70. */
_Noreturn void alloc_failed(void);

#endif
