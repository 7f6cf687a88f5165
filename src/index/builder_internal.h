/*
 * From batches to columns. The rows of a kind come in parts, each in ascending order of
 * keys; parts may come from different threads, and stand in the order of their keys in the
 * end.
 */
#ifndef INDEX_BUILDER_INTERNAL_H
#define INDEX_BUILDER_INTERNAL_H

#include "index_internal.h"

struct part_column {
	ARRAY(size_t) ends;
	ARRAY(char) bytes;
	ARRAY(int64_t) numbers;
};

struct part {
	struct index_builder *builder;
	enum kind kind;
	bool any_kind; /* takes batches of every kind: hands each to the builder's own part for it */
	ARRAY(int64_t) keys;
	ARRAY(uint8_t) origins;
	struct part_column columns[FIELDS_MAX];
};

/* The parts of a kind that have rows, by key. */
struct parts {
	struct part **v;
	size_t n;
	size_t n_rows;
};

/* Rows by key: a direct table where keys are dense, else a binary search. */
struct key_rows {
	int64_t *keys;
	uint32_t n;
	uint32_t *direct; /* by key / 32; UINT32_MAX: none */
	size_t n_direct;
};

/* Make column f of a kind from its parts and free what they hold of it. False with *err: a reference to nothing. */
bool column_make(struct index *index, const struct parts *parts, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT],
	struct err *err);

void key_rows_init(struct key_rows *rows, const struct parts *parts);
void key_rows_release(struct key_rows *rows);

#endif
