/*
 * A column of texts that are short, rows each with its own: in place of where each ends it has how long each is, a byte, and
 * where every block of them starts. So a place takes little more than a byte, and a text is found by one sum.
 */
#ifndef INDEX_MEASURED_INTERNAL_H
#define INDEX_MEASURED_INTERNAL_H

#include "builder_internal.h"

/* Make a column of texts that end at ends[i] in `bytes`, which it takes over; false where one is too long. */
bool measured_make(struct index_column *column, const int64_t *ends, size_t n, struct section bytes);

/* Put other texts into some rows, as numbered_patch; false where one of them is too long. */
bool measured_patch(const struct index_column *column, const struct changed_texts *texts, uint32_t n_rows, unsigned n_threads,
	struct index_column *out);

/* Whether the arrays fit each other and the number of rows; and whether texts are in their order and all bytes of one. */
bool measured_shape(const struct index_column *column, uint64_t n_rows);
bool measured_fits(const struct index_column *column);

#endif
