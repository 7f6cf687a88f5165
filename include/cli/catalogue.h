/*
 * Which catalogue file and which seeds this run uses, and bringing them together:
 * contract.md, "Catalogue" and "Seeds".
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include "base/trace.h"
#include "cli/option.h"
#include "index/index.h"
#include "store/store.h"

#include <stdatomic.h>

enum seeds_choice {
	SEEDS_FOUND,  /* in `seeds`, the folder that belongs to this program */
	SEEDS_GIVEN,  /* in `seeds`, the folder of --seeds */
	SEEDS_EMPTY,  /* --seeds none */
	SEEDS_ABSENT, /* this program has none */
};

struct catalogue {
	struct strbuf path;
	bool given; /* by --db or YUANLIAN_DB: its folder is not made */
	struct strbuf seeds;
	enum seeds_choice seeds_choice;
};

/*
 * Decide path and seeds from the options and the environment; nothing is opened.
 * Errors: ERR_NO_INPUT: a --seeds folder that is not there
 */
bool catalogue_choose(const struct invocation *invocation, struct catalogue *out, struct err *err);
void catalogue_release(struct catalogue *catalogue);

/*
 * Make the file from the seeds where it is missing or empty, and load the seeds where
 * they have changed since and the file may be written.
 *
 * A catalogue that was made with --seeds none stays without seeds until --seeds DIR is given.
 * Errors: ERR_NO_INPUT (the folder of a given path is missing; no seeds to make it from),
 *         ERR_CREATE, ERR_DATA (bad seeds, with file, line and column; a file that was new is
 *         gone again), and those of store_open
 */
bool catalogue_prepare(const struct catalogue *catalogue, struct trace *trace, struct err *err);

/* Whether the catalogue lacks the seeds as they are now: those who may not write it are told by `check`. */
bool catalogue_outdated(const struct catalogue *catalogue, struct store *store, bool *outdated, struct err *err);

/* Whether this user may change the file. */
bool catalogue_writable(const struct catalogue *catalogue);

/* Whoever has an index built beside other work: may stop it, and hears how far it is, from any thread, now and then. */
struct build_watch {
	const atomic_bool *cancel; /* NULL: never */
	void (*progress)(void *context, unsigned percent); /* NULL: nobody listens */
	void *context;
};

/*
 * The index of what the catalogue shows: from a snapshot where may_map and one has it (*mapped: its arrays are yet
 * to be verified), else built. NULL with *err, or without when it was cancelled. watch may be NULL.
 */
struct index *catalogue_index(
	struct store *store, bool may_map, bool *mapped, const struct build_watch *watch, struct err *err);

/* Leave a snapshot for the next start where that is worth it. Whether there is one now. */
bool catalogue_keep_index(const char *path, const struct index *index);

/* Whether an index that was mapped is what was written; its snapshot is removed where it is not. True, too, where *cancel became true. */
bool catalogue_verify_index(const char *path, const struct index *index, const atomic_bool *cancel);

#endif
