/*
 * A changed row updates the index in place of a rebuild. A delta is an index of its own over another one, its base:
 * arrays that the changed rows do not touch are shared with the base (image.h, index.h promise the same of both), the
 * others are the base's with these rows put in. Nothing but the changed rows is read from the catalogue, and every
 * record keeps its ref: new ones stand behind the others of their kind.
 *
 *	struct index_builder *builder = index_builder_new();
 *	… the changed and new rows of all kinds into its sinks, as they are now, and the new stamp …
 *	struct index *delta = index_builder_delta(builder, base, cancel, &err);
 *
 * A delta may be the base of the next one; index_image_write merges it into one image.
 *
 * Built anew in place of a delta are catalogues
 *	with rows gone, or new ones before the last of their kind (loading of seeds)
 *	with other rows of ledgers
 *	with more changed rows than DELTA_ROWS_MAX
 */
#ifndef INDEX_DELTA_H
#define INDEX_DELTA_H

#include "index/index.h"

enum { DELTA_ROWS_MAX = 10000 };

/*
 * The index of the base's catalogue with the builder's rows in it; leaves the builder empty. The base may be freed
 * before it. A base that was mapped must have been verified (index_image_verify).
 * NULL without an error: cancelled, or these changes cannot be told as a delta: build anew.
 */
struct index *index_builder_delta(struct index_builder *builder, const struct index *base, const atomic_bool *cancel, struct err *err);

/* Bytes of a delta: in arrays that it does not share with the image below it, and of that image. Of an image: 0 and its own. */
struct index_delta_size {
	uint64_t own, below;
};
struct index_delta_size index_delta_size(const struct index *index);

#endif
