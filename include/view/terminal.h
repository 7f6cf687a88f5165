/*
 * The interface behind which a terminal stands: curses (tui/curses.h) or a script
 * (view/script.h) that feeds keys and keeps the grid.
 */
#ifndef VIEW_TERMINAL_H
#define VIEW_TERMINAL_H

#include "base/err.h"
#include "view/event.h"
#include "view/grid.h"

struct terminal;

struct terminal_ops {
	void (*size)(struct terminal *terminal, int *columns, int *rows);
	/* Wait for the next event. timeout_ms < 0: for ever; 0: take what is there. */
	struct event (*wait)(struct terminal *terminal, int timeout_ms);
	/* Whether another event is there already: then drawing can wait (keys typed ahead coalesce). */
	bool (*pending)(struct terminal *terminal);
	/* Show the grid. Never blocks for ever on a slow terminal. */
	void (*show)(struct terminal *terminal, const struct grid *grid);
	void (*redraw)(struct terminal *terminal);                /* forget what is on the screen: ^L */
	void (*suspend)(struct terminal *terminal);               /* Ctrl-Z: leave, stop, enter again */
	bool (*copy)(struct terminal *terminal, struct str text); /* OSC 52, only as the direct effect of a copy key */
	/* Leave the screen, print text plainly, wait for a key, enter again (Y). */
	void (*print)(struct terminal *terminal, struct str text);
	void (*close)(struct terminal *terminal); /* restore the screen and free */
};

struct terminal {
	const struct terminal_ops *ops;
};

#endif
