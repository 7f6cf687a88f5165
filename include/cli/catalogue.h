/*
 * Which catalogue file and which seeds this run uses, and bringing them together:
 * contract.md, "Catalogue" and "Seeds".
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include "base/trace.h"
#include "cli/build_watch.h"
#include "cli/option.h"
#include "cli/snapshot_result.h"
#include "index/answers.h"
#include "index/index.h"
#include "store/store.h"

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
 *         ERR_CREATE, ERR_DATA (bad seeds, with file, line and column), ERR_BUSY and ERR_WRITE where
 *         no seeds were ever loaded, and those of store_open; a file that was new is gone again
 */
bool catalogue_prepare(const struct catalogue *catalogue, struct trace *trace, struct err *err);

/* Whether the catalogue lacks the seeds as they are now: those who may not write it are told by `check`. */
bool catalogue_outdated(const struct catalogue *catalogue, struct store *store, bool *outdated, struct err *err);

/* Whether this user may change the file. */
bool catalogue_writable(const struct catalogue *catalogue);

/* How an index came about. */
enum index_origin {
	INDEX_MAPPED,  /* from a snapshot: its arrays are yet to be verified */
	INDEX_CHANGED, /* from one of an earlier state and the rows that have changed since: index/delta.h */
	INDEX_BUILT,   /* from all rows */
};

/* What catalogue_index may start from, and what it did. */
struct index_request {
	const struct index *base; /* an index of an earlier state, verified; NULL: none */
	bool may_map;
	enum index_origin origin; /* from here on: the answer */
	size_t n_rows;            /* INDEX_CHANGED: rows that were read */
};

/*
 * The index of what the catalogue shows: from a snapshot that has it; else from the base, or a snapshot of an earlier
 * state, and what has changed since; else built. NULL with *err, or without when it was cancelled. watch may be NULL.
 */
struct index *catalogue_index(struct store *store, struct index_request *request, const struct build_watch *watch, struct err *err);

/* Say in the trace how an index came about. */
void catalogue_trace_index(struct trace *trace, const struct index_request *request, double ms);

/*
 * Leave a snapshot for the next start where that is worth it; a delta becomes an image of its own by that. Of a catalogue
 * that has become too small for one it goes.
 */
enum snapshot_result catalogue_keep_index(const char *path, const struct index *index);

/*
 * Give the snapshot of this state ready answers (index/answers.h), on a thread that was started for it and that stands
 * back for all others (base/parallel.h). *out gets what is in the snapshot then, of which others may have made it.
 */
enum answers_result {
	ANSWERS_READY,     /* *out is the caller's */
	ANSWERS_ELSEWHERE, /* another session is at it: ask again later */
	ANSWERS_NONE,      /* cancelled, not worth it, or there is no snapshot that may be replaced */
};

enum answers_result catalogue_make_answers(const char *path, struct index_stamp stamp, const struct answers_rule *rule,
	const atomic_bool *cancel, struct index **out);

/* Whether so much of an index is no snapshot's that it is worth a new one. */
bool catalogue_worth_keeping(const struct index *index);

/* Whether an index that was mapped is what was written; its snapshot is removed where it is not. True, too, where *cancel became true. */
bool catalogue_verify_index(const char *path, const struct index *index, const atomic_bool *cancel);

#endif
