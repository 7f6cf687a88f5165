/*
 * From raw text to cells: the one place where text from data is cleaned for the
 * screen and, where the terminal shows ASCII only, transliterated to pinyin.
 */
#ifndef VIEW_PAINT_H
#define VIEW_PAINT_H

#include "text/cut.h"
#include "view/grid.h"

/*
 * Put raw text on one line (line breaks become blanks), cut with '~' where it does not fit. Returns the cells used; for
 * paint_right those of the text.
 */
int paint(struct span span, struct str raw, enum role role);
int paint_cut(struct span span, struct str raw, enum role role, enum cut cut);
int paint_right(struct span span, struct str raw, enum role role); /* flush right */
int paintf(struct span span, enum role role, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same, and take the cells that were used off what is left. */
void paint_on(struct span *left, struct str raw, enum role role);

/* Cells that raw text takes on this grid, uncut. */
int paint_width(const struct grid *grid, struct str raw);

/* The parts of a text, two blanks between them, that fit, from the first on: a number cut in two would be a wrong number. The first stays in any case. */
struct str paint_parts(const struct grid *grid, struct str raw, int columns);

/* What paint would show, appended: for measuring and for wrapping. */
void paint_text(const struct grid *grid, struct str raw, struct strbuf *out);

/*
 * Wrap raw text into an area, line breaks of the text kept; returns the rows used. The last row is cut with '~' where more
 * would follow.
 */
int paint_wrapped(struct grid *grid, struct area area, struct str raw, enum role role);

/* The same, and take the rows that were used off what is left. */
void paint_down(struct grid *grid, struct area *left, struct str raw, enum role role);

/* The rows that wrapped text takes where there are enough of them. */
int paint_rows(const struct grid *grid, int columns, struct str raw);

#endif
