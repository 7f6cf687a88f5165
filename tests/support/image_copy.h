/* Images of indexes in memory of their own, of just their size: reading behind one is found. */
#ifndef TESTS_SUPPORT_IMAGE_COPY_H
#define TESTS_SUPPORT_IMAGE_COPY_H

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static inline struct str image_copy(struct str image)
{
	void *p = aligned_alloc(64, (image.n + 63) / 64 * 64);
	memcpy(p, image.p, image.n);
	return (struct str){p, image.n};
}

/* For index_from_image. */
static inline void image_release(const unsigned char *bytes, size_t n)
{
	(void)n;
	free((void *)(uintptr_t)bytes);
}

#endif
