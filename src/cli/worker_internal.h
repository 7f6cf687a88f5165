/*
 * A thread that reads the catalogue and builds the index while somebody already looks at
 * the first screen.
 */
#ifndef CLI_WORKER_INTERNAL_H
#define CLI_WORKER_INTERNAL_H

#include "cli/catalogue.h"

struct worker;

/* Errors: ERR_INTERNAL. catalogue and trace are borrowed until worker_free. */
struct worker *worker_new(const struct catalogue *catalogue, struct trace *trace, struct err *err);
void worker_free(struct worker *worker); /* waits for the thread, which stops at the next occasion; NULL is fine */

/* Before anything is asked: which words have ready answers, made after so many seconds in which nothing was; else as usual. */
void worker_set_answers(struct worker *worker, const struct answers_rule *rule, int seconds);

/* Readable when something has ended; whoever waits for it reads it. */
int worker_fd(const struct worker *worker);

/* Readable when a long build has come further: worker_percent. */
int worker_progress_fd(const struct worker *worker);

/* How far the build that runs is; false: none runs that takes long enough to speak of. */
bool worker_percent(struct worker *worker, unsigned *percent);

/* Look at the catalogue, and build an index of it where it has changed since the last one. */
void worker_ask(struct worker *worker);

/* Stop the build that runs or was asked for: WORKER_CANCELLED follows where there was one. */
void worker_cancel(struct worker *worker);

enum worker_result {
	WORKER_NOTHING,   /* nothing more has ended since the last call */
	WORKER_UNCHANGED,
	WORKER_INDEX,     /* *index is the caller's */
	WORKER_DAMAGED,   /* the last index came from a damaged snapshot: away with it. Another follows */
	WORKER_CANCELLED,
	WORKER_FAILED,    /* *err */
};

/* What has ended, one after another: call it until it says WORKER_NOTHING. */
enum worker_result worker_take(struct worker *worker, struct index **index, struct err *err);

#endif
