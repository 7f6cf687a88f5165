/*
 * Memory that arrays of several indexes stand in: an image, or one array that a delta made. The last index that
 * lets go of it frees it; indexes may do so from different threads.
 */
#ifndef INDEX_HELD_INTERNAL_H
#define INDEX_HELD_INTERNAL_H

#include <stddef.h>

struct held;

/* release (may be NULL) gets the bytes back in the end. */
struct held *held_new(const void *bytes, size_t n, void (*release)(const unsigned char *bytes, size_t n));

/* The same of memory that free gets back. */
struct held *held_elements(const void *bytes, size_t n);

struct held *held_share(struct held *held); /* NULL gives NULL */
void held_drop(struct held *held);          /* NULL is fine */

#endif
