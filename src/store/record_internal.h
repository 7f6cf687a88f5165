/*
 * One row of one table as typed values, in and out. The statements come from fields_of.
 *
 * In the file: REF INTEGER BOOL are integers; REFS stand in a table of their own,
 * <plural>_<field>(owner, position, target); everything else is text, an enumeration
 * as its code. NULL: no value.
 */
#ifndef STORE_RECORD_INTERNAL_H
#define STORE_RECORD_INTERNAL_H

#include "store/sql_internal.h"

struct value {
	bool given;
	int64_t number;  /* REF: key; INTEGER; BOOL */
	struct str text; /* other types, canonical; REF: the id where the value came from a row, else empty */
	int64_t *keys;   /* REFS */
	size_t n_keys;
};

struct record {
	enum kind kind;
	int64_t key;
	enum origin origin;
	struct value values[FIELDS_MAX]; /* as fields_of[kind] */
};

/* Prepared statements, made when first needed. */
struct record_table {
	sqlite3_stmt *key_of_id, *by_key, *insert, *replace;
	sqlite3_stmt *span_read[FIELDS_MAX], *span_clear[FIELDS_MAX], *span_add[FIELDS_MAX];
};

struct records {
	struct store *store;
	struct record_table tables[KIND_COUNT];
	sqlite3_stmt *ledger_cells; /* of ledger_find */
};

void records_init(struct records *records, struct store *store);
void records_release(struct records *records);

/* Append the columns of a kind that its table has: "id", "name" … each with prefix; REFS have none. */
void record_columns(enum kind kind, const char *prefix, struct strbuf *out);

/* Whether an integer column holds this field; else text. Not for REFS. */
bool record_is_integer(enum field_type type);

/* Read key, origin and values from a row of "SELECT key, origin, <record_columns>"; texts go to arena. REFS stay empty. */
void record_from_row(enum kind kind, sqlite3_stmt *statement, struct record *out, struct arena *arena);

/* 0: no such record. */
bool record_key(struct records *records, enum kind kind, struct str id, int64_t *key, struct err *err);
bool record_read(struct records *records, int64_t key, struct record *out, struct arena *arena, struct err *err);
bool record_insert(struct records *records, const struct record *record, struct err *err);
bool record_replace(struct records *records, const struct record *record, struct err *err); /* the row with its key */
bool record_same(const struct record *a, const struct record *b);                            /* values only */
bool record_field_same(const struct record *a, const struct record *b, size_t field);

/* Append what tells the values of some fields, a bit per index, from any other values of them. */
void record_signature(const struct record *record, uint32_t fields, struct strbuf *out);

#endif
