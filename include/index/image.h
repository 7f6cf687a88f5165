/*
 * The index as one block of bytes without addresses: it can be written to a file and
 * mapped read-only by the next start. It may hold ready answers beside what it is built of: index/answers.h.
 */
#ifndef INDEX_IMAGE_H
#define INDEX_IMAGE_H

#include "base/err.h"

#include <stdatomic.h>

struct index;

/* Which contents of the catalogue an index shows: two numbers that the store gives. */
struct index_stamp {
	uint64_t generation; /* random, new with every transaction that changes anything */
	uint64_t changes;    /* SQLite's change counter */
};

/* The bytes of an index; they live as long as it does. Empty for a delta, whose arrays stand in several places. */
struct str index_image(const struct index *index);

/*
 * Hand the bytes of an image over in order: of a delta those of one image into which it is merged, ready answers included
 * where they were made. Returns what write says; false ends it.
 */
bool index_image_write(const struct index *index, bool (*write)(void *context, struct str bytes), void *context);

struct index_stamp index_stamp_of(const struct index *index);

/*
 * The stamp of an image of which at least the first bytes are at hand, and its whole size.
 * False where they are no image of this version, byte order and model.
 */
bool index_image_peek(struct str head, struct index_stamp *stamp, uint64_t *size);

/*
 * An index that stands in `bytes` (8-byte aligned), which release (may be NULL) gets back
 * from index_free, or from here where this fails. Header, contents and the bounds of all
 * arrays are verified, nothing else is read: index_image_verify and index_validate look
 * further.
 * Errors: ERR_DATA: no image, of another version, byte order or model, or damaged
 */
struct index *index_from_image(struct str bytes, void (*release)(const unsigned char *bytes, size_t n), struct err *err);

/* Whether every array has the checksum that it was written with; of a delta those of the image below it. Reads everything; true, too, where *cancel became true (may be NULL). */
bool index_image_verify(const struct index *index, const atomic_bool *cancel);

/* Call `say` for each array of the image, the largest first: what takes how much. */
void index_image_sizes(const struct index *index, void (*say)(void *context, const char *what, uint64_t n_bytes), void *context);

#endif
