/*
 * Reading files with foreign columns: a map file says which file holds which kind, and
 * which column which field or figure. The format stands in yuanlian-data(5).
 */
#ifndef EXCHANGE_MAPPING_H
#define EXCHANGE_MAPPING_H

#include "exchange/reading.h"

struct mapping;

/*
 * Parse a map file.
 * text     valid UTF-8 without a byte order mark; borrowed until mapping_free
 * where    its name for messages and for the rows of sources; borrowed likewise
 * Errors   ERR_DATA with line and column; NULL then
 */
struct mapping *mapping_parse(struct str text, const char *where, struct err *err);
void mapping_free(struct mapping *mapping); /* NULL is fine */

/*
 * Read path, and hand its rows to sink: for a folder the files of all sections, in their
 * order; for a file the sections of that name. A row for the file itself, a source, comes
 * before its own. `reading` as in reading.h; its kind is not looked at.
 * Errors   ERR_NO_INPUT (a file that a section names is missing), ERR_USAGE (a file that
 *          no section names), ERR_DATA with file, line and column, and what sink says
 */
bool mapping_read(const struct mapping *mapping, const char *path, struct reading reading, struct row_sink sink, struct err *err);

/* The same for a file's text in memory: valid UTF-8 without a byte order mark; no rows where no section has the path's name. */
bool mapping_text(const struct mapping *mapping, struct str text, const char *path, struct row_sink sink, struct err *err);

#endif
