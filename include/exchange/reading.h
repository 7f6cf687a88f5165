/*
 * What all readers share: which kind a file holds, and who is told about it.
 */
#ifndef EXCHANGE_READING_H
#define EXCHANGE_READING_H

#include "base/err.h"
#include "model/value.h"

struct reading {
	bool has_kind; /* kind is what the file's name says; else the rows must say it */
	enum kind kind;
	/* Told once per file that was not UTF-8: path, and the encoding it was read in. NULL: not wanted. */
	void (*converted)(void *self, const char *path, const char *encoding);
	/*
	 * Told for a section of a map in which cells such as "—" or 无 were read as empty: "COLUMN N, COLUMN N", N such cells
	 * in a column. NULL: not wanted.
	 */
	void (*silent)(void *self, const char *path, enum kind kind, const char *columns);
	/* Told once per file of a map that has columns which no section takes: "COLUMN, COLUMN". NULL: not wanted. */
	void (*left)(void *self, const char *path, const char *columns);
	void *self;
};

/*
 * Whether a key or column holds nothing of its own: `kind`, the x_name beside a reference x,
 * and the composed name of a kind that has none. Readers pass over it.
 */
bool reading_for_people(enum kind kind, struct str name);

/*
 * The whole of a file in an empty buffer: valid UTF-8 without a byte order mark. reading.converted is told
 * where it was another encoding.
 * Errors: ERR_NO_INPUT, ERR_DATA with file, line and column
 */
bool reading_text(const char *path, struct reading reading, struct strbuf *text, struct err *err);

/*
 * Read a file by its ending (.csv .json .jsonl) and hand its rows to sink in order.
 * Where the file's name says a kind, that counts, whatever `reading` says.
 * Errors: ERR_NO_INPUT (missing, unreadable), ERR_USAGE (another ending),
 *         ERR_DATA with line and column, and what sink says
 */
bool reading_file(const char *path, struct reading reading, struct row_sink sink, struct err *err);

/*
 * Read KIND.csv for every kind that a folder has, in the order of enum kind. Other
 * files than *.csv are left alone (README.md).
 * Errors: as above; ERR_DATA for a *.csv that is named after no kind;
 *         ERR_NO_INPUT where there is no KIND.csv at all
 */
bool reading_folder(const char *folder, struct reading reading, struct row_sink sink, struct err *err);

/*
 * A signature of what reading_folder would read: changes when any KIND.csv does, and
 * when claims come to be read otherwise (CLAIM_READING_EDITION).
 * 16 hex digits, appended. Errors: ERR_NO_INPUT
 */
bool reading_signature(const char *folder, struct strbuf *out, struct err *err);

#endif
