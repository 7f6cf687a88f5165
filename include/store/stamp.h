/*
 * Which contents a catalogue file has, for whoever keeps something made from them.
 */
#ifndef STORE_STAMP_H
#define STORE_STAMP_H

#include "store/store.h"

/*
 * SQLite's change counter: other than store_generation it also moves when a file is
 * replaced by an older copy and written again, or by a program that is not this one. Errors: as in store.h
 *
 * In WAL mode, which another program may have set, SQLite does not count: then it is a new number each time, which
 * agrees with none from before or after.
 */
bool store_change_counter(struct store *store, uint64_t *changes, struct err *err);

/* Whether the counter is one that may come again, so that it is worth while to keep something under it. */
static inline bool store_counts(uint64_t changes)
{
	return changes <= UINT32_MAX;
}

/* Keys of rows, ascending; the caller frees v. */
struct store_keys {
	int64_t *v;
	size_t n, cap;
};

/*
 * Which rows have been added or changed since the catalogue had this generation and change counter, appended. *known is
 * false, and nothing appended, where that is not known: it is too long ago, more changed than rows (rows went, ledgers
 * changed, or more than some ten thousand rows), or another program wrote. Ask on a store that is held (store_hold).
 */
bool store_changes_since(struct store *store, uint64_t generation, uint64_t changes, struct store_keys *keys, bool *known,
	struct err *err);

#endif
