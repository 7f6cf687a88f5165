/*
 * Changing the catalogue: one transaction, all or nothing.
 *
 *	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
 *	... store_put(w, &row, &err) for each row, in any order ...
 *	store_commit(w, &changes, &err) or store_rollback(w)
 *
 * Rows may refer to rows that come later: an id that is not there yet gets its key
 * at once, and store_commit fails where it never comes.
 *
 * A row with a known id replaces that row; absent cells (struct row) keep what is
 * there. A row that changes nothing leaves the row alone, origin included, so that
 * importing again changes nothing, not even the generation. So do rows of several
 * files that change a row and leave it as it was.
 *
 * A row without an id is the one in the catalogue that agrees in the kind's identity
 * (store_identity), else it is new and gets an id made from the pinyin of its name,
 * or from what it refers to, with -2, -3 … where that is taken.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/store.h"

struct store_writer;

struct store_changes {
	size_t added, replaced, unchanged;
	size_t removed, kept; /* seeds only: rows gone; rows left alone because they were changed here or are referred to */
};

/*
 * Begin a transaction on a store opened for writing, at most one at a time. origin is
 * that of the rows put: ORIGIN_IMPORT or ORIGIN_EDIT.
 */
struct store_writer *store_begin(struct store *store, enum origin origin, struct err *err);

/*
 * Begin loading the seeds, all of them: on commit, seed rows that were not put are
 * removed where they are untouched and nothing refers to them, and the signature is
 * remembered. Rows that an import or an edit has changed stay as they are. Absent
 * cells are empty. Every row needs an id, each id comes once.
 *
 * *needed is false, and the result NULL without an error, where another process has
 * loaded the same seeds meanwhile.
 */
struct store_writer *store_begin_seeds(struct store *store, struct str signature, bool *needed, struct err *err);

/*
 * Put one row. The row is borrowed for the call. After an error nothing is written any more: others may be put to learn
 * of their faults (ERR_DATA), then only store_rollback is left.
 * Errors: ERR_DATA with file, line and column: a cell that field_check refuses, an id
 *         of another kind, the same id or identity twice in one file (row->repeats: with another value)
 */
bool store_put(struct store_writer *writer, const struct row *row, struct err *err);

/*
 * Finish, and free the writer whether it succeeds or not: on failure nothing has changed.
 * changes may be NULL.
 * Errors: ERR_DATA with the place of the row at fault: a reference to a record that is
 *         nowhere; a row that is its own parent, directly or through others (parent,
 *         part_of); input links of a chain that go in a circle
 */
bool store_commit(struct store_writer *writer, struct store_changes *changes, struct err *err);
void store_rollback(struct store_writer *writer); /* NULL is fine */

/* What would store_commit say: the same checks, then everything is rolled back. For --dry-run. */
bool store_rehearse(struct store_writer *writer, struct store_changes *changes, struct err *err);

/* The fields in which a row without an id must agree with a row to be the same: a bit per index in fields_of[kind]. */
uint32_t store_identity(enum kind kind);

#endif
