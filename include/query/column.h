/*
 * Columns: what lists show, sort by and export.
 */
#ifndef QUERY_COLUMN_H
#define QUERY_COLUMN_H

#include "base/strbuf.h"
#include "index/order.h"

enum column_type { COLUMN_FIELD, COLUMN_FIGURE, COLUMN_MATCH };

struct list_column {
	enum column_type type;
	size_t field;          /* COLUMN_FIELD: number in fields_of[kind] */
	struct ref indicator;  /* COLUMN_FIGURE */
};

enum { COLUMNS_MAX = FIELDS_MAX + 4 };

/*
 * What a list of this kind shows unless asked otherwise: the fields marked FIELD_SHOWN, then
 * those of kind_figures that the catalogue knows. Returns how many.
 */
size_t columns_default(enum kind kind, const struct index *index, struct list_column out[COLUMNS_MAX]);

/* A field or indicator by English or Chinese name or pinyin, or "match". Errors: ERR_USAGE with the nearest name. */
bool column_parse(struct str name, enum kind kind, const struct index *index, struct list_column *out, struct err *err);

/* Title for people. */
struct str column_title(const struct list_column *column, enum kind kind, const struct index *index, bool chinese);

/*
 * The value as people read it: labels of enumerations, short names of references, figures as
 * printed joined by "; " (equal ones once). Raw text, appended; nothing for COLUMN_MATCH.
 */
void column_format(
	const struct list_column *column, struct ref ref, const struct index *index, bool chinese, struct strbuf *out);

/* The bounds of COLUMN_FIGURE: X_low and X_high of contract.md, and what sorting goes by. */
struct index_bounds column_bounds(const struct list_column *column, struct ref ref, const struct index *index);

/* The claims behind a COLUMN_FIGURE: those of a record, or a claim itself. storage: room for one. */
struct refs column_claims(const struct list_column *column, struct ref ref, const struct index *index, struct ref *storage);

/*
 * Compare two rows for sorting; absent values sort last in both directions (the caller passes `down`).
 * Text by pinyin, figures by least bound, references by name, enumerations by code.
 */
int column_compare(const struct list_column *column, struct ref a, struct ref b, const struct index *index, bool down);

struct sort_key {
	struct list_column column;
	bool down;
};

/*
 * "invest,-name". Returns the number of keys, 0 on error (also for an empty text).
 * Errors as column_parse, with the column of the bad name.
 */
size_t sort_parse(
	struct str text, enum kind kind, const struct index *index, struct sort_key *keys, size_t max, struct err *err);

/* Stable sort of refs; many of one kind by ranks, which takes a few passes over them. */
void sort_rows(const struct index *index, struct ref *refs, size_t n, const struct sort_key *keys, size_t n_keys);

#endif
