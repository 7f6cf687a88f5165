/*
 * Which contents a catalogue file has, for whoever keeps something made from them.
 */
#ifndef STORE_STAMP_H
#define STORE_STAMP_H

#include "store/store.h"

/*
 * SQLite's change counter: other than store_generation it also moves when a file is
 * replaced by an older copy and written again, or by a program that is not this one. Errors: as in store.h
 */
bool store_change_counter(struct store *store, uint64_t *changes, struct err *err);

#endif
