#include "held_internal.h"

#include "base/alloc.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

struct held {
	atomic_uint users;
	const void *bytes;
	size_t n;
	void (*release)(const unsigned char *bytes, size_t n);
};

struct held *held_new(const void *bytes, size_t n, void (*release)(const unsigned char *bytes, size_t n))
{
	struct held *held = xmalloc(sizeof *held);
	atomic_init(&held->users, 1);
	held->bytes = bytes;
	held->n = n;
	held->release = release;
	return held;
}

static void free_elements(const unsigned char *bytes, size_t n)
{
	(void)n;
	free((void *)(uintptr_t)bytes);
}

struct held *held_elements(const void *bytes, size_t n)
{
	return held_new(bytes, n, free_elements);
}

struct held *held_share(struct held *held)
{
	if (held)
		atomic_fetch_add_explicit(&held->users, 1, memory_order_relaxed);
	return held;
}

void held_drop(struct held *held)
{
	/* What others did with the memory is done before it is freed. */
	if (!held || atomic_fetch_sub_explicit(&held->users, 1, memory_order_acq_rel) != 1)
		return;
	if (held->release)
		held->release(held->bytes, held->n);
	free(held);
}
