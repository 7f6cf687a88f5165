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
	bool taking;  /* until the line is said to have it */
	bool cycling; /* the next Tab puts another one in its place */
};

void completer_end(struct completer *completer);

/* The line is now `text` with the caret at that byte. Without an index nothing is offered. False: nothing changed, Tab is at work. */
bool completer_update(struct completer *completer, const struct completion_scope *scope, struct str text, size_t caret);

/*
 * Tab: the first; again: the next in its place, back round the end. The bytes [*from, *to) of the line become *text, which lives
 * as long as the app's scratch; completer_update is to be called with the new line. False: nothing to take.
 */
bool completer_take(struct completer *completer, const struct app *app, bool back, size_t *from, size_t *to, struct str *text);

/* The same in the app's line: the screen's prompt is called with the new one. */
void completer_take_prompt(struct completer *completer, struct app *app, bool back);

/* Whether there is something to show. A name of which nothing is typed does not ask for a list of all. */
bool completer_shows(const struct completer *completer);

void completer_draw(const struct completer *completer, struct span left);

#endif
