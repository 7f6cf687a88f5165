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
	void (*size)(struct terminal *terminal, int *columns, int *rows); /* 1 to GRID_SIDE_MAX each */
	/* Wait for the next event. timeout_ms < 0: for ever; 0: take what is there. */
	struct event (*wait)(struct terminal *terminal, int timeout_ms);
	/* Whether another event is there already: then drawing can wait (keys typed ahead coalesce). */
	bool (*pending)(struct terminal *terminal);
	/*
	 * Deliver an event of this type whenever fd becomes readable. The terminal reads what is there and throws it away;
	 * fd should be non-blocking, is not owned, and is let go when it ends. At most WATCH_MAX descriptors.
	 */
	void (*watch)(struct terminal *terminal, int fd, enum event_type type);
	/*
	 * Whether somebody wants an end of what is being made: by Ctrl-C, by Esc alone, by closing the terminal or ending the
	 * program. For whoever looks now and then while nobody waits for events; first: for the first time, and what was typed
	 * until then was typed ahead. Keys stay for later, but for that Esc and those before it. May be NULL.
	 */
	bool (*stops)(struct terminal *terminal, bool first);
	/* Show the grid (copied). Never blocks on a slow terminal: the newest grid is shown when it can take it. */
	void (*show)(struct terminal *terminal, const struct grid *grid);
	void (*redraw)(struct terminal *terminal);                /* forget what is on the screen: ^L */
	void (*suspend)(struct terminal *terminal);               /* Ctrl-Z: leave, stop, enter again; EVENT_RESUMED follows */
	/* OSC 52, only as the direct effect of a copy key. text is raw and is cleaned; false: longer than terminals take. */
	bool (*copy)(struct terminal *terminal, struct str text);
	/* Leave the screen, print text (raw, cleaned) plainly, wait for a key, enter again (Y). */
	void (*print)(struct terminal *terminal, struct str text);
	void (*close)(struct terminal *terminal); /* restore the screen and free */
};

struct terminal {
	const struct terminal_ops *ops;
};

#endif
