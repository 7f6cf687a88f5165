/*
 * CSV in: RFC 4180, strict, over libcsv. Lines end in CRLF or LF; nothing is trimmed;
 * empty lines are skipped. The first line names fields (by their English or Chinese
 * name or English title); a field without a column is absent from every row; columns
 * for people (reading_for_people) are passed over.
 */
#ifndef EXCHANGE_CSV_H
#define EXCHANGE_CSV_H

#include "exchange/reading.h"

/*
 * text       valid UTF-8 without a byte order mark
 * where      file name for messages and rows; lives as long as the call
 * The kind is reading.kind, else that of the first row's id.
 * Errors     ERR_DATA with line and column: bad quotes, an unknown or repeated column,
 *            a row with too many or too few cells, no header
 */
bool csv_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err);

#endif
