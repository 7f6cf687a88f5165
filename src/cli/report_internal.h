/*
 * Tables whose rows are no records but what the program finds (gaps, sites): which of their columns a format gets.
 */
#ifndef CLI_REPORT_INTERNAL_H
#define CLI_REPORT_INTERNAL_H

#include "exchange/writer.h"

struct report_column {
	const char *name, *zh, *en;
	bool people, data;  /* who gets it: a table for people, a file; a workbook has all of them */
	const char *label;  /* the column of labels beside it in csv and tsv; NULL: none */
	bool right;
};

enum { REPORT_COLUMNS_MAX = 16 };

struct report {
	const struct report_column *columns;
	size_t n; /* <= REPORT_COLUMNS_MAX */
	enum format format;
	bool chinese;
	struct writer *writer;
};

/* Begin the table. Errors of both: as writer_table */
bool report_begin(const struct report *report, struct str name, struct err *err);

/* A row, from a cell for each of the columns. */
bool report_row(const struct report *report, const struct field_cell *cells, struct err *err);

#endif
