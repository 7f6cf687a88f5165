/*
 * What may follow in a line of the query language while it is typed: a row of offers with their numbers of rows above the
 * line, and Tab to take one. For every screen that asks for a query.
 */
#ifndef VIEW_COMPLETER_INTERNAL_H
#define VIEW_COMPLETER_INTERNAL_H

#include "query/complete.h"
#include "view/app.h"

/* Zeroed: nothing is offered. */
struct completer {
	struct completions found;
	size_t taken; /* the one that Tab put there */
	bool taking;  /* while it does */
	bool cycling; /* the next Tab puts another one in its place */
};

void completer_end(struct completer *completer);

/*
 * The line is now `text`, about records of a kind; `rows` are those that are counted (bits by row number; NULL: all).
 * False: nothing changed, Tab is at work.
 */
bool completer_update(struct completer *completer, const struct app *app, const struct index *index, enum kind kind,
	const uint64_t *rows, struct str text);

/* Tab: the first; again: the next in its place, back round the end. The screen's prompt is called with the new line. */
void completer_take(struct completer *completer, struct app *app, bool back);

/* Whether there is something to show. An empty line does not ask for a list of all names. */
bool completer_shows(const struct completer *completer);

/* In the last row of an area. */
void completer_draw(const struct completer *completer, struct grid *grid, struct area area);

#endif
