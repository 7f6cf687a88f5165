/*
 * The catalogue file: opening, reading, copying. Together with writer.h and check.h
 * the only door to SQLite.
 *
 * A struct store is one connection, used by one thread at a time; several threads
 * read in parallel on connections of their own, each held to the same generation
 * (store_hold). The file is in rollback-journal mode, so that it can be read in a
 * folder that one may not write.
 *
 * Errors of every function here: ERR_BUSY when another process has the file for
 * longer than two seconds; ERR_DATA when the file is damaged; ERR_WRITE when it
 * cannot be written; ERR_INTERNAL for what should not happen. Their place is the file.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/strbuf.h"
#include "model/ledger.h"

struct store;

enum store_mode {
	STORE_READ,
	STORE_WRITE,
	STORE_CREATE, /* like WRITE; a file that is missing or empty becomes an empty catalogue */
};

/*
 * Open the catalogue at path (":memory:" with STORE_CREATE: one in memory).
 * A catalogue of an older version is brought up to date first, also for reading.
 * Errors: ERR_NO_INPUT (missing or unreadable), ERR_CREATE (STORE_CREATE: cannot be
 *         made), ERR_WRITE (STORE_WRITE: may not be written), ERR_DATA (no catalogue,
 *         damaged, or of a newer version)
 */
struct store *store_open(const char *path, enum store_mode mode, struct err *err);
void store_close(struct store *store); /* NULL is fine; an unfinished writer is rolled back */

/*
 * Have what this connection counts or looks up now, and what it begins until that has ended, fail; from any thread.
 * store_read may go on to its end: its sink is the place to stop it.
 */
void store_interrupt(struct store *store);

const char *store_path(const struct store *store); /* lives as long as the store */

/* Changes with every transaction that changes anything; equal numbers mean equal contents. */
bool store_generation(struct store *store, uint64_t *generation, struct err *err);

/*
 * Keep what is read from here on at one generation, until store_let_go. Writers of
 * other processes wait meanwhile and give up after two seconds: hold for reading
 * only, not while a person looks. Not together with a writer on the same store.
 */
bool store_hold(struct store *store, uint64_t *generation, struct err *err);
void store_let_go(struct store *store);

/* Signature of the seeds that were loaded last; empty where none were. Appended to out. */
bool store_seeds(struct store *store, struct strbuf *out, struct err *err);

bool store_count(struct store *store, enum kind kind, size_t *n, struct err *err);

enum { STORE_BATCH_ROWS = 8192 };

/* The least and the greatest key of a kind; both 0 where there is no row. For dividing the work of reading. */
bool store_key_range(struct store *store, enum kind kind, int64_t *first, int64_t *last, struct err *err);

/*
 * Hand the rows of a kind with first_key <= key <= last_key to sink, ordered by key,
 * in batches of at most STORE_BATCH_ROWS; a batch is borrowed for the call. Texts are
 * checked for UTF-8, references for their kind, codes for being known.
 */
bool store_read(struct store *store, enum kind kind, int64_t first_key, int64_t last_key, struct batch_sink sink,
	struct err *err);

/* One page of the rows of a kind in the order of their keys, as one batch; no call where there is none. limit <=
 * STORE_BATCH_ROWS */
bool store_page(struct store *store, enum kind kind, size_t offset, size_t limit, struct batch_sink sink, struct err *err);

/*
 * Claims and milestones of ledgers (model/ledger.h) count among the rows of their kind in all
 * of these functions; their keys are those from LEDGER_KEY_FIRST on. Who wants them packed reads
 * the others up to LEDGER_KEY_FIRST - 1, and these by ranges of their owners' keys, in batches of
 * at most STORE_BATCH_ROWS. A number of a column that is not among the columns is damage.
 */
bool store_ledger_columns(struct store *store, struct arena *arena, struct ledger_columns *out, struct err *err);
bool store_record_range(struct store *store, enum kind kind, int64_t *first, int64_t *last, struct err *err); /* as store_key_range, without them */
bool store_ledger_range(struct store *store, int64_t *first_owner, int64_t *last_owner, struct err *err);     /* both 0: there are none */
bool store_read_ledger(struct store *store, int64_t first_owner, int64_t last_owner, struct ledger_sink sink, struct err *err);

/* The key of a record; 0 where there is none of that id. */
bool store_key(struct store *store, struct str id, int64_t *key, struct err *err);

/*
 * What to call a record, appended: its id, and its name (its id where the kind has no
 * name of its own). id and name may be NULL. Errors also: ERR_NO_MATCH.
 */
bool store_label(struct store *store, int64_t key, struct strbuf *id, struct strbuf *name, struct err *err);

/*
 * Copy the whole catalogue to another file, in one piece or not at all.
 * Errors also: ERR_CREATE (exists and not replace, or the folder may not be written).
 */
bool store_copy(struct store *store, const char *path, bool replace, struct err *err);

#endif
