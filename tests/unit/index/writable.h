/*
 * An index whose image can be written: to have it say what is wrong, as a hostile snapshot does.
 */
#ifndef TESTS_UNIT_INDEX_WRITABLE_H
#define TESTS_UNIT_INDEX_WRITABLE_H

#include "support/catalogue.h"

#include "index/index_internal.h"

static inline void writable_release(const unsigned char *bytes, size_t n)
{
	(void)n;
	free((void *)(uintptr_t)bytes);
}

/* The same index in memory that can be written. */
static inline struct index *writable(const struct index *index)
{
	struct str image = index_image(index);
	struct err err = ERR_INIT;
	void *copy = aligned_alloc(64, (image.n + 63) / 64 * 64);
	memcpy(copy, image.p, image.n);
	struct index *out = index_from_image((struct str){copy, image.n}, writable_release, &err);
	assert_ok(out, err);
	return out;
}

static inline void *elements(const struct section *s)
{
	return (void *)(uintptr_t)s->v;
}

#endif
