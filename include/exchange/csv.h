/*
 * CSV in: RFC 4180, strict, over libcsv. Lines end in CRLF or LF; nothing is trimmed;
 * lines without anything in a cell are skipped. The first line names fields (by their English or Chinese
 * name or English title); a field without a column is absent from every row; columns
 * for people (reading_for_people) are passed over.
 */
#ifndef EXCHANGE_CSV_H
#define EXCHANGE_CSV_H

#include "exchange/reading.h"

/* One line: as many cells as the first, which is handed over like the others. Borrowed for the call. */
struct csv_line {
	size_t number;           /* of the line where it begins, from 1 */
	const struct str *cells;
	const uint32_t *lines, *columns; /* where each cell begins; columns in characters from 1 */
	size_t n;
};

struct csv_sink {
	bool (*take)(void *self, const struct csv_line *line, struct err *err);
	void *self;
};

enum { CSV_COLUMNS_MAX = 1024 };

/*
 * Hand over every line, the one with the names of the columns first.
 * text       valid UTF-8 without a byte order mark
 * where      file name for messages
 * Errors     ERR_DATA with line and column: bad quotes, a line with too many or too few
 *            cells, a very long cell, a byte order mark before a line, no line at all;
 *            and what sink says
 */
bool csv_lines(struct str text, const char *where, struct csv_sink sink, struct err *err);

/* Where the names of the columns stand in one cell, parted by something else than commas: say so. False: they do not. */
bool csv_refuse_separator(const struct csv_line *header, const char *where, struct err *err);

/*
 * Hand over rows of a kind.
 * where      lives as long as the call
 * The kind is reading.kind, else that of the first row's id.
 * Errors     as above; an unknown or repeated column
 */
bool csv_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err);

#endif
