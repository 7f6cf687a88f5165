/*
 * What the commands that print rows share: the query of the command line and the writer
 * on standard output.
 */
#ifndef CLI_ROWS_INTERNAL_H
#define CLI_ROWS_INTERNAL_H

#include "cli/listing.h"
#include "verb_internal.h"

/* The format of --format, else a table. */
enum format rows_format(const struct session *session);

/* A writer on standard output in that format. */
struct writer *rows_writer(const struct session *session);

/*
 * Run the query that the words from `first` on make up; --explain tells its plan on standard error.
 * Errors: ERR_USAGE, place "query"
 */
bool rows_query(struct session *session, enum kind kind, struct str text, struct query_rows *rows, struct err *err);

/* Order by name, or as they come for kinds without names: what a list shows unless asked otherwise. */
void rows_order(const struct index *index, enum kind kind, struct query_rows *rows);

/* Order by --sort; answers stay with their rows. Errors: ERR_USAGE */
bool rows_sort(struct session *session, enum kind kind, struct query_rows *rows, struct err *err);

#endif
