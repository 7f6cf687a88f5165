/*
 * One SQLite connection and the few calls that all of this floor uses.
 */
#ifndef STORE_SQL_INTERNAL_H
#define STORE_SQL_INTERNAL_H

#include "store/store.h"

#include <sqlite3.h>

struct store_writer;
struct store_reading;

enum { TEXT_BYTES_MAX = 32 << 20 }; /* of a text or a row in a catalogue: nothing in it may be huge */

struct store {
	sqlite3 *db;
	char *path; /* owned */
	bool held;
	struct store_writer *writer; /* unfinished; owned */
	sqlite3_stmt *labels[KIND_COUNT]; /* of store_label, made when first needed */
	struct store_reading *reading;    /* what the SQL function of read.c works for */
};

/* Make that function known to a new connection. */
bool read_register(struct store *store, struct err *err);

/* Say what SQLite says, with the file as place. Always false. */
bool sql_fail(struct store *store, int rc, struct err *err);

/* NULL on failure; sqlite3_finalize it. A statement that does not compile means a file that is no catalogue of ours. */
sqlite3_stmt *sql_prepare(struct store *store, const char *text, struct err *err);
sqlite3_stmt *sql_prepare_made(struct store *store, struct strbuf *text, struct err *err); /* text is released */
sqlite3_stmt *sql_prepare_printf(struct store *store, struct err *err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Run statements without results. */
bool sql_run(struct store *store, const char *text, struct err *err);

/* Step: *row says whether there is one; at the end the statement is reset. */
bool sql_step(struct store *store, sqlite3_stmt *statement, bool *row, struct err *err);

/* Step a statement that gives no row, and reset it with its bindings cleared. */
bool sql_do(struct store *store, sqlite3_stmt *statement, struct err *err);

/* The same of a statement with parameters that are numbers, which is finalized. NULL, as preparing it failed: false. */
bool sql_do_once(struct store *store, sqlite3_stmt *statement, const int64_t *numbers, int n, struct err *err);

/* The first column of the first row of a query without parameters; *out stays where there is no row. */
bool sql_number(struct store *store, const char *text, int64_t *out, struct err *err);

/* Whether the file is in WAL mode; false where that cannot be read. */
bool sql_is_wal(struct store *store);

void sql_bind_text(sqlite3_stmt *statement, int parameter, struct str text); /* borrowed until the statement is reset */
struct str sql_text(sqlite3_stmt *statement, int column);                    /* borrowed until the next step */

#endif
