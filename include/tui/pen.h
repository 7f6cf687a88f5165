/*
 * Writes cells of a grid to a terminal and gets from one to the next in as few bytes as
 * the terminal's sequences allow: moves along the row or the column, or cells between
 * written once more where they are shorter than any move.
 *
 * It never relies on how wide a terminal takes a character whose width is disputed
 * (ambiguous ones, marks): behind one the column of the cursor counts as unknown (near the
 * edge the row, too), and the next move is an absolute one. The same holds behind the last
 * column where terminals differ in wrapping.
 *
 * Tabs, short as they are, are no way: the stops are the user's ("tabs -4" in a profile),
 * nobody can ask where they are, and several terminals keep a tab over blanks as a cell of
 * its own, which is copied, and erased, as one. Debian's ncurses does not use them either.
 */
#ifndef TUI_PEN_H
#define TUI_PEN_H

#include "base/strbuf.h"
#include "tui/codes.h"
#include "view/grid.h"

struct pen {
	const struct codes *codes;
	const struct grid *grid; /* what is to be seen; NULL: nothing of that is there yet that could be written once more */
	struct strbuf *out;
	bool utf8;               /* the terminal's character set; else that of the C library's locale */
	int rows, columns;       /* that are drawn: of the terminal, of the grid, whichever is less */
	int row, column;         /* where the cursor certainly is; -1: unknown; column `columns`: about to wrap */
	int top, bottom;         /* the rows that scroll */
	int style;               /* that is on */
};

static inline bool pen_is_blank(const struct cell *cell)
{
	return cell->n == 1 && cell->bytes[0] == ' ';
}

/* The style of a cell; 0 for blanks on which it could not be seen. */
static inline int pen_style_of(const struct pen *pen, const struct cell *cell)
{
	int style = pen->codes->style_of[cell->role];
	return pen_is_blank(cell) && !pen->codes->styles[style].on_blanks ? 0 : style;
}

/* Whether terminals differ about the width of what stands in a cell. */
static inline bool pen_doubts(const struct cell *cell);

bool pen_doubts_rare(const struct cell *cell); /* the same, called for what is rare */

static inline bool pen_doubts(const struct cell *cell)
{
	unsigned char lead = (unsigned char)cell->bytes[0];
	/* ASCII; and U+4000–9FFF, of which nothing is ambiguous. */
	return cell->n > 1 && !(cell->n == 3 && lead >= 0xE4 && lead <= 0xE9) && pen_doubts_rare(cell);
}

/* Bring the cursor to a cell, from wherever it is, in the fewest bytes; nothing where it is there. */
void pen_move(struct pen *pen, int row, int column);

/* Have what follows written in a style (struct codes). */
void pen_style(struct pen *pen, int style);

/* How many columns of a row may be written: all, but for the last cell of the last row. */
int pen_limit(const struct pen *pen, int row);

/* Write the cells of the grid from one column to another, in the style that is on. */
void pen_write(struct pen *pen, int row, int from, int to);

/* Plain blanks, by the shortest sequence, in a style that cannot be seen on them; the cursor may stay. to = columns: the rest of the row. */
void pen_erase(struct pen *pen, int row, int from, int to);

/* Write blanks before the last column, whatever the grid says, in no style. */
void pen_blank(struct pen *pen, int row, int from, int to);

/* Let rows top to bottom move up by so many (down: by < 0); those that come in are blank. Needs codes->region. */
void pen_scroll(struct pen *pen, int top, int bottom, int by);

/* All rows scroll again, and the cursor's place is unknown. */
void pen_end_region(struct pen *pen);

#endif
