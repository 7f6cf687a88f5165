/*
 * A terminal of a given kind, seen from the program: grids go in, bytes come out. ncursesw
 * reads the description, enters and leaves the screen; what changes between two grids is
 * written by tui/change.h, in fewer bytes than ncurses takes. Nothing here touches a
 * terminal: ncurses writes into a file in memory, so that drawing never blocks and tests
 * need no terminal.
 *
 * Only cells that changed are sent. Characters about whose width terminals may differ
 * (the ambiguous ones, marks) are followed by an absolute move: a terminal that counts
 * otherwise shows a gap or an overlap of one cell there and nothing else moves. The last
 * cell of the last row is never written.
 */
#ifndef TUI_CURSES_H
#define TUI_CURSES_H

#include "base/err.h"
#include "view/grid.h"

struct curses;

struct curses_options {
	const char *term;     /* checked by terminfo_check */
	int columns, rows;
	enum ambi ambi;
	const char *no_color; /* the value of NO_COLOR */
};

/* Load the terminal's description; nothing is drawn yet. One at a time. Errors: ERR_NO_TERMINAL. */
struct curses *curses_open(const struct curses_options *options, struct err *err);
void curses_close(struct curses *curses);

void curses_resize(struct curses *curses, int columns, int rows); /* 1 to GRID_SIDE_MAX each */
void curses_forget(struct curses *curses); /* the next draw sends everything */

/* Append what brings the terminal from the grid drawn last to this one (enters the screen first, if need be). */
void curses_draw(struct curses *curses, const struct grid *grid, struct strbuf *out);

/* Append what leaves the screen; the next draw enters it again and sends everything. */
void curses_leave(struct curses *curses, struct strbuf *out);

#endif
