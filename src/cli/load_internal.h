/*
 * The rows of a catalogue into an index: ranges of keys, each thread with a connection of its own.
 */
#ifndef CLI_LOAD_INTERNAL_H
#define CLI_LOAD_INTERNAL_H

#include "index/index.h"
#include "cli/catalogue.h"
#include "store/store.h"

/*
 * Build an index of what `store`, which holds (store_hold) this generation, shows. NULL with
 * *err, or without when watch->cancel became true.
 */
struct index *load_index(struct store *store, struct index_stamp stamp, const struct build_watch *watch, struct err *err);

#endif
