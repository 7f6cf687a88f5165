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

/* Give the whole pages within these bytes back to the system now. Their contents are lost; the memory is still to be freed. */
void pages_drop(void *p, size_t n_bytes);

/* Have the system provide the whole pages within these bytes at once, before they are filled: quicker than a page fault for each. */
void pages_ready(void *p, size_t n_bytes);

/* What to do before the message: restore the terminal. Async-signal-safe functions only. */
void alloc_on_failure(void (*hook)(void));

/*
 * From now on have malloc keep what was freed: some pieces of so many bytes, of 1 MiB at least. A look-up takes and frees
 * pieces of a bit for each row at every key; to get them from the system each time would cost more than the work that is
 * done in them.
 */
void alloc_keep(size_t n_bytes);

/*
 * Before work that takes and frees large pieces: from now on each of them goes back to the system as soon as it is freed,
 * and what was kept goes back at once.
 */
void alloc_keep_little(void);

/* Bytes that were freed and not handed out again; some may have been given back. */
size_t alloc_kept(void);

/* After work that took much memory and does not come again soon: give what was freed back to the system. */
void alloc_give_back(void);

/* Report "out of memory" and exit 70. */
_Noreturn void alloc_failed(void);

#endif
