/*
 * Gaps and candidates as rows: for `gaps` and for the browser's export key.
 */
#ifndef CLI_GAPS_INTERNAL_H
#define CLI_GAPS_INTERNAL_H

#include "query/gap.h"

struct writer; /* exchange/writer.h */

/*
 * A row for each candidate, and one for a gap without any; where `chosen` is given only those of candidates in it and of
 * stages in it that have no candidate.
 * Words are Chinese but where people read them (table, md), there as `chinese` says.
 * format   a word of --format
 */
bool gaps_write(const struct index *index, const struct gaps *gaps, const char *format, bool chinese, const struct ref *chosen,
	size_t n_chosen, struct writer *writer, struct err *err);

/* The same as the text of a file in that format. Appended. */
bool gaps_text(const struct index *index, const struct gaps *gaps, const char *format, bool chinese, const struct ref *chosen,
	size_t n_chosen, struct strbuf *out, struct err *err);

#endif
