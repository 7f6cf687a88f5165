/*
 * An arena: many small allocations that live and die together.
 *
 * Memory from an arena is aligned for any type, is not freed piece by piece, and
 * stays where it is until arena_clear or arena_release.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/strbuf.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	size_t n_bytes;             /* given out so far */
};

void arena_init(struct arena *arena);                  /* a zeroed struct is ready, too */
void arena_release(struct arena *arena);               /* free everything */
void arena_clear(struct arena *arena);                 /* empty; the newest block is kept for use again */
void *arena_alloc(struct arena *arena, size_t n_bytes); /* not zeroed */
void *arena_calloc(struct arena *arena, size_t n, size_t size);
void *arena_copy(struct arena *arena, const void *items, size_t n, size_t size); /* of n items; items may be NULL for none. Never NULL */
void arena_join(struct arena *arena, struct arena *other); /* what other gave out lives with this one from now on; other is empty */
struct str arena_str(struct arena *arena, struct str s); /* a copy; a NUL follows it, so that .p is a C string */
struct str arena_take(struct arena *arena, struct strbuf *text); /* the same of what a buffer holds, which is released */
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
