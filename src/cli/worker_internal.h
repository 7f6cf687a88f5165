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

/* Readable when something has ended; whoever waits for it reads it. */
int worker_fd(const struct worker *worker);

/* Look at the catalogue, and build an index of it where it has changed since the last one. */
void worker_ask(struct worker *worker);

/* Stop what it does now. */
void worker_cancel(struct worker *worker);

enum worker_result {
	WORKER_NOTHING,   /* nothing has ended since the last call, or it was cancelled */
	WORKER_UNCHANGED,
	WORKER_INDEX,     /* *index is the caller's */
	WORKER_FAILED,    /* *err */
};
enum worker_result worker_take(struct worker *worker, struct index **index, struct err *err);

#endif
