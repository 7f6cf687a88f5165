/*
 * The snapshot: the image of an index in a file, so that the next start maps it instead of
 * building it. Deleting it loses nothing.
 *
 *	CATALOGUE-index                        beside a catalogue that one owns, in a folder that one may write
 *	~/.cache/yuanlian/HASH-index           for others ($XDG_CACHE_HOME); HASH-catalogue beside it is a link to
 *	                                       the catalogue, for snapshot_tidy
 */
#ifndef CLI_SNAPSHOT_INTERNAL_H
#define CLI_SNAPSHOT_INTERNAL_H

#include "cli/snapshot_result.h"
#include "index/index.h"

/*
 * The index of a catalogue file from whichever snapshot has this stamp; NULL where none has,
 * or none can be trusted: it must be a regular file of root, oneself or the catalogue's owner
 * that nobody else may write. What stands in its arrays is not verified.
 */
struct index *snapshot_open(const char *catalogue, struct index_stamp stamp);

/* The same of one of an earlier state, whichever there is. */
struct index *snapshot_open_older(const char *catalogue);

/*
 * Write one in place of the last; who reads sees the old one or the new one. SNAPSHOT_NONE also where *cancel (may be
 * NULL) became true: nothing is lost by that.
 */
enum snapshot_result snapshot_write(const char *catalogue, const struct index *index, const atomic_bool *cancel);

/*
 * The index of the snapshot that snapshot_write would replace, where that has this stamp; and with it, until *lock is
 * closed, the right to replace it by one that holds more: no other session of the host gets it meanwhile. NULL and -1
 * where there is no such one; *taken: another session has the right.
 */
struct index *snapshot_claim(const char *catalogue, struct index_stamp stamp, int *lock, bool *taken);

/* Remove those that snapshot_open would read, of whatever state, and that this user may remove. */
void snapshot_remove(const char *catalogue);

/*
 * Remove from the cache what is of no use any more: snapshots of catalogues that are gone, and those that nobody has
 * opened for CACHE_DAYS days.
 */
enum { CACHE_DAYS = 90 };
void snapshot_tidy(void);

#endif
