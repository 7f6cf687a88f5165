/*
 * How far something long is: a line on the terminal that standard error is, written over and taken away at the end.
 */
#ifndef CLI_PROGRESS_INTERNAL_H
#define CLI_PROGRESS_INTERNAL_H

#include "base/strbuf.h"
#include "text/width.h"

/* A zeroed one with `ambi` set: nothing stands there. */
struct progress_line {
	enum ambi ambi;
	struct strbuf text; /* what stands there */
};

void progress_write(struct progress_line *line, struct str text);
void progress_end(struct progress_line *line);

#endif
