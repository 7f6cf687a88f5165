/*
 * From raw text to cells: the one place where text from data is cleaned for the
 * screen and, where the terminal shows ASCII only, transliterated to pinyin.
 */
#ifndef VIEW_PAINT_H
#define VIEW_PAINT_H

#include "text/cut.h"
#include "view/grid.h"

/*
 * Put raw text on one line (line breaks become blanks), cut with '~' where it does not fit into `columns` or before
 * the grid's edge. Returns the cells used; for paint_right those of the text.
 */
int paint(struct grid *grid, int row, int column, int columns, struct str raw, enum role role);
int paint_cut(struct grid *grid, int row, int column, int columns, struct str raw, enum role role, enum cut cut);
int paint_right(struct grid *grid, int row, int column, int columns, struct str raw, enum role role); /* flush right */
int paintf(struct grid *grid, int row, int column, int columns, enum role role, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* Cells that raw text takes on this grid, uncut. */
int paint_width(const struct grid *grid, struct str raw);

/* What paint would show, appended: for measuring and for wrapping. */
void paint_text(const struct grid *grid, struct str raw, struct strbuf *out);

/*
 * Wrap raw text into an area, line breaks of the text kept; returns the rows used (at most `rows`; the last row is cut with '~' where more would
 * follow). rows < 0: only count how many it would take.
 */
int paint_wrapped(struct grid *grid, int row, int column, int columns, int rows, struct str raw, enum role role);

#endif
