/*
 * From batches to columns. The rows of a kind come in parts, each in ascending order of
 * keys; parts may come from different threads, and stand in the order of their keys in the
 * end.
 */
#ifndef INDEX_BUILDER_INTERNAL_H
#define INDEX_BUILDER_INTERNAL_H

#include "index_internal.h"

#include "base/strbuf.h"

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

/* The record with a key if its kind is among `kinds_allowed` (bit k: kind k). */
bool key_rows_resolve(const struct key_rows rows[KIND_COUNT], uint32_t kinds_allowed, int64_t key, struct ref *out);

/* Make column f of a kind from its parts and free what they hold of it. False with *err: a reference to nothing. */
bool column_make(struct index *index, const struct parts *parts, enum kind kind, size_t f, const struct key_rows rows[KIND_COUNT],
	struct err *err);

void key_rows_init(struct key_rows *rows, const struct parts *parts);
void key_rows_release(struct key_rows *rows);

/* -- rows of ledgers ------------------------------------------------------------------- */

/* Rows of a range of owners, their cells one after another: a number of digits and scale each (or an odd text). */
struct ledger_part {
	struct ledger_reading *reading;
	ARRAY(int64_t) owners;
	ARRAY(uint32_t) lines;
	ARRAY(size_t) ends;       /* of its cells */
	ARRAY(uint16_t) columns;  /* by cell */
	ARRAY(int64_t) digits;
	ARRAY(uint8_t) scales;
	struct strbuf odd;
};

struct ledger_reading {
	struct arena arena;
	struct ledger_columns columns; /* in the arena */
	ARRAY(struct ledger_part *) parts;
};

void ledger_reading_columns(struct ledger_reading *reading, const struct ledger_columns *columns);
bool ledger_part_take(void *part, const struct ledger_batch *batch, struct err *err);
void ledger_reading_release(struct ledger_reading *reading);

/* Pack what was read into index->ledger, and leave nothing of it. False with *err: what refers to nothing, or stands twice. */
bool ledger_make(struct index *index, struct ledger_reading *reading, const struct key_rows rows[KIND_COUNT], struct err *err);

#endif
