/*
 * What the commands that print rows share: the query of the command line and the writer
 * on standard output.
 */
#ifndef CLI_ROWS_INTERNAL_H
#define CLI_ROWS_INTERNAL_H

#include "cli/listing.h"
#include "query/sort.h"
#include "verb_internal.h"

/* The format of --format, else a table. */
enum format rows_format(const struct session *session);

/* A writer on standard output in that format. */
struct writer *rows_writer(const struct session *session);

/*
 * Run a query, all rows as they come; *form says how it wants the answer to stand. --explain tells its plan on
 * standard error.
 * Errors: ERR_USAGE, place "query"
 */
bool rows_query(struct session *session, enum kind kind, struct str text, struct query_rows *rows, struct query_form *form,
	struct err *err);

/* The rows of a list in order, at most as many as --limit and `top:` say. */
struct rows_listed {
	struct ref *refs; /* owned */
	uint8_t *answers; /* yes or perhaps */
	size_t n;
	size_t n_all, n_perhaps; /* that match, listed or not */
};

/*
 * Run a query: by --sort, else by its `by:` and `sort:`, else by name, kinds without names as they come.
 * Errors: ERR_USAGE, place "query" or that of --sort
 */
bool rows_list(struct session *session, enum kind kind, struct str text, struct rows_listed *out, struct err *err);
void rows_listed_release(struct rows_listed *rows);

#endif
