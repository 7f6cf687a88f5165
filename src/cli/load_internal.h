/*
 * The rows of a catalogue into an index: ranges of keys, each thread with a connection of its own.
 */
#ifndef CLI_LOAD_INTERNAL_H
#define CLI_LOAD_INTERNAL_H

#include "index/index.h"
#include "cli/build_watch.h"
#include "store/store.h"

/*
 * Build an index of what `store`, which holds (store_hold) this generation, shows. NULL with
 * *err, or without when watch->cancel became true.
 */
struct index *load_index(struct store *store, struct index_stamp stamp, const struct build_watch *watch, struct err *err);

/* Whether the catalogue says what has changed since the state that an index shows. */
bool load_knows(struct store *store, const struct index *base, struct err *err);

/*
 * The same from an index of an earlier state and the rows that have changed since (index/delta.h); *n_rows says how
 * many. NULL without an error where that cannot be done: build it.
 */
struct index *load_delta(struct store *store, const struct index *base, struct index_stamp stamp, const struct build_watch *watch,
	size_t *n_rows, struct err *err);

#endif
