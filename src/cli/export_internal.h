/*
 * Records to files: for `export` and for the browser's export key.
 */
#ifndef CLI_EXPORT_INTERNAL_H
#define CLI_EXPORT_INTERNAL_H

#include "exchange/writer.h"
#include "index/index.h"

enum export_target { EXPORT_FILE, EXPORT_FOLDER, EXPORT_SQLITE };

struct ledgers; /* ledgers_internal.h */

/*
 * Who waits for a long export: told now and then how many rows of how many are written, of none where only the end of
 * the file is left; false gives it up.
 */
struct export_watch {
	bool (*go_on)(void *self, size_t done, size_t n);
	void *self;
};

struct export_choice {
	const char *path;
	const char *format; /* a word of --format; NULL: the path's ending decides */
	bool has_kind;
	bool force, excel;
	const char *catalogue; /* its file, which is never written over; may be NULL without force */
	bool chinese; /* md: titles and labels */
	struct strbuf *notices; /* writer.h; NULL: not wanted */
	const struct ledgers *ledgers; /* their figures go into the rows; NULL: none do */
	const struct export_watch *watch; /* NULL: nobody waits */
	size_t n_before, n_all; /* rows of the kinds before, and of all; 0: of one kind */

	enum export_target target; /* both set by export_decide */
	const char *word;          /* "csv", "json" … */
};

/*
 * Decide format and target by the path: a folder, a path that ends in '/' or has no
 * ending gets KIND.csv files.
 * Errors: ERR_USAGE: an ending or a format that is none; one csv, tsv or md file without a kind
 */
bool export_decide(struct export_choice *choice, struct err *err);

/* The same for what goes into one file of rows: another ending, a folder and a catalogue are refused. */
bool export_decide_file(struct export_choice *choice, struct err *err);

/* How far an export is, in words, appended; as struct export_watch is told it. */
void export_progress(bool chinese, size_t done, size_t n, struct strbuf *out);

/* The notices, a line each on standard error. */
void export_tell(const struct export_choice *choice);

/* Order records by their ids, so that two catalogues with the same rows give the same files. */
void export_order(const struct index *index, struct ref *refs, size_t n);

/* All records of a kind in that order; the caller frees. */
struct ref *export_all(const struct index *index, enum kind kind, size_t *n);

/* What a file is to hold, told to a writer of its format. */
struct export_content {
	bool (*write)(void *self, enum format format, struct writer *writer, struct err *err);
	void *self;
};

/*
 * Write choice->path whole or not at all, in the format of choice->word; choice and the environment
 * give `excel`, `created` and `notices` of the options.
 * Errors: ERR_CREATE (exists and not force, folder missing), ERR_WRITE
 */
bool export_write(const struct export_choice *choice, struct writer_options options, struct export_content content, struct err *err);

/*
 * Write records of one kind, or of all (refs NULL, kind KIND_COUNT), to choice->path. With all kinds, what
 * stands in the row of its record is not written as a record, too.
 * A file is written whole or not at all, and all files of a folder or none.
 * Errors: ERR_CREATE (exists and not force, folder missing), ERR_WRITE (also when it was given up)
 */
bool export_records(const struct index *index, const struct export_choice *choice, enum kind kind, const struct ref *refs,
	size_t n, struct err *err);

#endif
