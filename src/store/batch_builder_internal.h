/*
 * From rows of a table to batches (model/value.h): what stands in the file becomes typed columns, checked on the way.
 */
#ifndef STORE_BATCH_BUILDER_INTERNAL_H
#define STORE_BATCH_BUILDER_INTERNAL_H

#include "base/array.h"
#include "store/record_internal.h"
#include "store/scan_internal.h"

/* A batch under construction; its memory is used again for the next one. */
struct batch_builder {
	struct store *store;
	enum kind kind;
	enum column_shape shapes[FIELDS_MAX];
	struct batch batch;
	struct strbuf bytes[FIELDS_MAX];
	ARRAY(int64_t) keys[FIELDS_MAX];        /* of spans */
	sqlite3_stmt *spans[FIELDS_MAX];        /* rows (owner, target), ordered as the batch is */
	bool span_row[FIELDS_MAX];              /* whether one is waiting */
	struct arena arena;
};

/* For batches of at most n_rows rows. */
void batch_builder_init(struct batch_builder *builder, struct store *store, enum kind kind, size_t n_rows);
void batch_builder_release(struct batch_builder *builder);

/* Prepare the lists of references (REFS) of rows with first_key <= key <= last_key. */
bool batch_builder_open_spans(struct batch_builder *builder, int64_t first_key, int64_t last_key, struct err *err);

/* Take a row: key, origin (passed over), then the columns of record_columns. Errors: ERR_DATA, what the model does not allow */
bool batch_builder_take(struct batch_builder *builder, const struct scan_value *values, struct err *err);

/* Give what was taken to sink, if anything, and begin anew. Errors: the sink's; ERR_DATA, texts that are no UTF-8 */
bool batch_builder_hand_over(struct batch_builder *builder, struct batch_sink sink, struct err *err);

#endif
