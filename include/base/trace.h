/*
 * Tracing for the people who mend the program: --trace key,query,draw (or
 * YUANLIAN_TRACE) writes lines "topic: text" to a file, control bytes escaped.
 * A struct trace is passed to whoever traces; NULL traces nothing.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include "base/err.h"

#include <stdio.h>

struct trace {
	FILE *file;          /* owned */
	char topics[128];    /* as given, comma separated; "all" means every topic */
};

/*
 * topics is "key,query" or "key,query=FILE"; without a file yuanlian.trace in the current folder is appended to.
 * Errors: ERR_USAGE (more topics than there is room for), ERR_CREATE.
 */
bool trace_open(struct trace *trace, const char *topics, struct err *err);
void trace_close(struct trace *trace); /* a zeroed struct is fine */

/* Whether lines of a topic are written: for what is made for the trace alone. trace may be NULL, as below. */
bool trace_wants(const struct trace *trace, const char *topic);

/* Write a line, at once, if the topic is wanted; any thread may. */
void trace_line(struct trace *trace, const char *topic, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
