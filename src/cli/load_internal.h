/*
 * The rows of a catalogue into an index: ranges of keys, each thread with a connection of its own.
 */
#ifndef CLI_LOAD_INTERNAL_H
#define CLI_LOAD_INTERNAL_H

#include "index/index.h"
#include "store/store.h"

/*
 * Build an index of what `store`, which holds (store_hold) this generation, shows. NULL with
 * *err, or without when *cancel became true (may be NULL).
 */
struct index *load_index(struct store *store, struct index_stamp stamp, const atomic_bool *cancel, struct err *err);

#endif
