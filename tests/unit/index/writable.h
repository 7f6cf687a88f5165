/*
 * An index whose image can be written: to have it say what is wrong, as a hostile snapshot does.
 */
#ifndef TESTS_UNIT_INDEX_WRITABLE_H
#define TESTS_UNIT_INDEX_WRITABLE_H

#include "support/catalogue.h"
#include "support/image_copy.h"

#include "index/index_internal.h"

/* The same index in memory that can be written. */
static inline struct index *writable(const struct index *index)
{
	struct err err = ERR_INIT;
	struct index *out = index_from_image(image_copy(index_image(index)), image_release, &err);
	assert_ok(out, err);
	return out;
}

static inline void *elements(const struct section *s)
{
	return (void *)(uintptr_t)s->v;
}

#endif
