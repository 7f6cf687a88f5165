/*
 * From records of the index to rows of a writer: which columns a listing or an export
 * has in which format, and the cells of a record.
 *
 *	people (table, md)     names and labels, figures as printed
 *	flat (csv, tsv, xlsx)  ids and codes; a reference x with x_name, a figure X with X_low and X_high
 *	json, jsonl            the same, and a figure is an array of claims
 */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include "base/array.h"
#include "exchange/writer.h"
#include "query/column.h"
#include "query/query.h"

enum listing_type {
	LISTING_FIELD,
	LISTING_KIND,
	LISTING_NAME,     /* of kinds whose records have no field `name` */
	LISTING_REF_NAME, /* x_name of a reference */
	LISTING_FIGURE,
	LISTING_LOW,
	LISTING_HIGH,
	LISTING_MATCH,
	LISTING_LEDGER,      /* a part of a figure that the row holds; JSON: all of it */
	LISTING_LEDGER_BASE, /* xlsx: that figure in its base unit, a number where it is one */
	LISTING_LEDGER_UNIT, /* xlsx: the base unit */
};

struct listing_column {
	enum listing_type type;
	struct list_column column;
	const struct ledger_figure *figure; /* LISTING_LEDGER…; in the listing's arena */
	int part;                           /* enum figure_part */
};

struct ledgers; /* cli/ledgers_internal.h */

struct listing {
	const struct index *index;
	enum kind kind;
	enum format format;
	bool chinese;
	bool as_entered; /* leave out what is derived: an export is read back */
	const struct ledgers *ledgers; /* as listing_ledgers was told */
	ARRAY(struct listing_column) columns;
	ARRAY(struct writer_column) titles; /* of the columns; texts in arena */
	struct arena arena;
};

void listing_init(struct listing *listing, const struct index *index, enum kind kind, enum format format, bool chinese);
void listing_release(struct listing *listing);

/* The columns of the browser's list: for people. */
void listing_shown(struct listing *listing);

/* Every field; `kind` and a composed `name` as well where it is no CSV that reads back (names). */
void listing_fields(struct listing *listing, bool names);

/* The figures that lists of this kind show. */
void listing_figures(struct listing *listing);

/* Whether each record matches, or perhaps. */
void listing_match(struct listing *listing);

/* What ledgers say of any of n records, in columns of their row; borrowed as long as the listing. */
void listing_ledgers(struct listing *listing, const struct ledgers *ledgers, const struct ref *refs, size_t n);

/* "name,invest": exactly these. Errors: as column_parse, with the column of the bad name */
bool listing_parse(struct listing *listing, struct str names, struct err *err);

/* One column; a field or figure brings its companions (x_name, X_low, X_high) in the flat formats. */
void listing_add(struct listing *listing, struct list_column column, bool names);

/* The cells of a record, one for each column; texts borrowed from the index or in arena. */
void listing_cells(
	const struct listing *listing, struct ref ref, enum answer answer, struct arena *arena, struct field_cell *cells);

/* What a reference to this record is as a cell. */
struct field_cell listing_ref_cell(const struct index *index, struct ref ref);

/* Whole records, as export X.json has them, inside one cell. */
struct field_cell listing_records(const struct index *index, enum kind kind, struct refs records, struct arena *arena);

#endif
