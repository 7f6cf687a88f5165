/*
 * Growable arrays: any struct with the members  T *v; size_t n, cap;
 *
 *	ARRAY(struct ref) refs = {0};
 *	array_push(&refs, r);
 *	for (size_t i = 0; i < refs.n; i++) use(refs.v[i]);
 *	array_release(&refs);
 *
 * The elements move when the array grows: keep indices, not pointers.
 */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#define ARRAY(T)               \
	struct {               \
		T *v;          \
		size_t n, cap; \
	}

size_t array_room(size_t cap, size_t needed); /* the capacity to grow to */

#define array_reserve(a, needed)                                               \
	do {                                                                   \
		size_t array_needed_ = (needed);                               \
		if (array_needed_ > (a)->cap) {                                \
			(a)->cap = array_room((a)->cap, array_needed_);        \
			(a)->v = xreallocarray((a)->v, (a)->cap, sizeof *(a)->v); \
		}                                                              \
	} while (0)

/* The value may refer to the array itself, which has its old length while the value is computed. */
#define array_push(a, ...)                       \
	do {                                     \
		array_reserve((a), (a)->n + 1);  \
		(a)->v[(a)->n] = (__VA_ARGS__);  \
		(a)->n++;                        \
	} while (0)

#define array_clear(a) ((void)((a)->n = 0))

#define array_release(a)       \
	do {                   \
		free((a)->v);  \
		(a)->v = NULL; \
		(a)->n = (a)->cap = 0; \
	} while (0)

#endif
