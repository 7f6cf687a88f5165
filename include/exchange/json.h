/*
 * JSON in (RFC 8259), read in one pass: one object with a key per KIND, each an array of
 * records ("zones": […]); or an array of records; or, for jsonl, a record per line.
 *
 * A record is an object with the names of fields as keys. `kind` must be there, or an
 * id, where nothing else says the kind. Arrays are joined by ';', an object such as
 * coefficient {low, high} is coefficient_low …, null and absent keys are no value (the
 * record is replaced as a whole, unlike CSV without a column), x_name beside a
 * reference x is for people and ignored, as is the name of a kind that has none.
 *
 * A reader of its own, for what a row needs none of the packaged ones gives together: the
 * digits of exact decimals (jansson makes doubles of them), the line and column of each
 * value, which a refused cell must name, and a word about a key that comes twice (json-c
 * keeps the last one and no places), half of a surrogate pair refused (yajl puts '?').
 */
#ifndef EXCHANGE_JSON_H
#define EXCHANGE_JSON_H

#include "exchange/reading.h"

/* Both: text valid UTF-8; where as for csv_read. Errors: ERR_DATA with line and column. */
bool json_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err);
bool json_read_lines(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err);

#endif
