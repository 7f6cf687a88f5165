/*
 * Gaps and candidates as rows: for `gaps` and for the browser's export key.
 */
#ifndef CLI_GAPS_INTERNAL_H
#define CLI_GAPS_INTERNAL_H

#include "export_internal.h"
#include "query/gap.h"

/* Rows that somebody chose: a candidate for a stage; who is REF_NONE where a gap has none. */
struct gaps_row {
	struct ref stage, who;
};

struct gaps_choice {
	const struct gaps_row *v;
	size_t n;
};

struct gaps_table {
	const struct index *index;
	const struct gaps *gaps;
	bool chinese;
	const struct gaps_choice *chosen; /* these rows only; NULL: all */
};

/*
 * A row for each candidate, and one for a gap without any. Words are Chinese but where people read them (table, md, xlsx), there
 * as `chinese` says.
 */
bool gaps_write(const struct gaps_table *table, enum format format, struct writer *writer, struct err *err);

/*
 * The same to a file, whose ending or choice->format says the format.
 * Errors: as export_write; ERR_USAGE for another ending, a folder and a catalogue
 */
bool gaps_export(const struct gaps_table *table, struct export_choice *choice, struct err *err);

#endif
