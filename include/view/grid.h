/*
 * A grid of cells: what every screen draws into and what the terminal, the text dump
 * and the tests read.
 *
 * A cell holds one cluster of cleaned text, its width and a role: what it means, never
 * a colour. A cluster of width 2 owns the continuation cell behind it (n = 0, width 0).
 * Writing over either half blanks the other half. A wide cluster never stands in the
 * last column: a blank stands in. Unused bytes are zero, so that cells compare with
 * memcmp. grid_validate says all this in code.
 */
#ifndef VIEW_GRID_H
#define VIEW_GRID_H

#include "base/strbuf.h"
#include "text/width.h"

enum role {
	ROLE_TEXT,
	ROLE_DIM,      /* less important: units, hints */
	ROLE_HEADING,
	ROLE_BAR,      /* first line: where one is */
	ROLE_KEY,      /* a key in the last line */
	ROLE_LINK,     /* a name that opens something */
	ROLE_NUMBER,
	ROLE_MATCH,    /* the part that a search found */
	ROLE_WARNING,  /* conflict, doubt, overdue: always together with a sign such as ! ? ~ */
	ROLE_MARK,     /* marked rows: together with '*' */
	ROLE_CURSOR,   /* the value under the cursor: together with '>' in the gutter */
	ROLE_FRAME,
	ROLE_ERROR,
	ROLE_COUNT
};

enum { CELL_BYTES = 12 };    /* a base character and a mark or two */
enum { GRID_SIDE_MAX = 1000 }; /* columns or rows; a larger window is used in part */

/* Which neighbours a frame cell reaches: lines that meet become corners and crossings. */
enum arm { ARM_LEFT = 1, ARM_RIGHT = 2, ARM_UP = 4, ARM_DOWN = 8 };

struct cell {
	char bytes[CELL_BYTES];
	uint8_t n;     /* bytes; 0 in a continuation cell */
	uint8_t width; /* 1, 2; 0: continuation */
	uint8_t role;  /* both halves of a wide cluster wear the same */
	uint8_t arms;  /* 0 unless a line was drawn here */
};

struct grid {
	int columns, rows;
	struct cell *cells; /* rows * columns, row by row; owned */
	int cursor_column, cursor_row; /* where the hardware cursor is parked */
	bool cursor_shown;             /* it is a caret: a line is being edited. Terminals show it in any case: it tells
	                                * screen readers and braille where the selection is */
	enum ambi ambi;
	bool ascii;                    /* only ASCII may be put: frames | - +, names in pinyin */
};

/* A part of a grid. */
struct area {
	int row, column, rows, columns;
};

struct area area_from(struct area area, int row, int column); /* without what stands above and left of these */

/* Cells of one row, from left to right: where something is put. What lies outside the grid is left out (row and column may be negative). */
struct span {
	struct grid *grid;
	int row, column, columns;
};

struct span grid_row(struct grid *grid, int row);                   /* all of it */
struct span area_row(struct grid *grid, struct area area, int row); /* counted from the area's first */

/* Without the first cells. */
struct span span_from(struct span span, int columns);

/* The first cells, as many as there are, which are taken off what is left. */
struct span span_take(struct span *left, int columns);
void span_skip(struct span *left, int columns);

void grid_init(struct grid *grid, int columns, int rows, enum ambi ambi, bool ascii); /* 1 to GRID_SIDE_MAX each */
void grid_release(struct grid *grid);
void grid_resize(struct grid *grid, int columns, int rows); /* content is cleared */
void grid_clear(struct grid *grid);

const struct cell *grid_at(const struct grid *grid, int row, int column);

/*
 * Put cleaned text, cut without a sign. Returns the cells used, those left of the grid included.
 * A control character, and on an ASCII grid anything beyond ASCII, becomes '?': callers paint (view/paint.h).
 */
int grid_put(struct span span, struct str cleaned, enum role role);

/* Put one ASCII character into a cell, counted from the span's first. */
void grid_sign(struct span span, int at, char sign, enum role role);

/* Give cells another role, their text stays. */
void grid_role(struct span span, enum role role);
/*
 * A whole row of another grid, of the same terminal (ambi, ascii), from its first column on. What does not fit is left
 * out; a wide cluster that would be cut becomes a blank.
 */
void grid_copy_row(struct grid *grid, int row, int column, const struct grid *from, int from_row);
/* Park the cursor on the first character in these cells, on the first cell where they are blank: a number that is
 * flush right is where a reader expects the cursor, not the room before it. Outside the grid: left as it is. */
void grid_park(struct span span);
void grid_blank(struct span span, enum role role);

/*
 * Lines: box characters where they are one cell wide, else ASCII. Two lines that share a cell are joined there:
 * a frame is two horizontals and two verticals over the same corners.
 */
void grid_horizontal(struct span span);
void grid_vertical(struct grid *grid, int row, int column, int rows);

/* Every row as text, trailing blanks cut, each ended by '\n'. */
void grid_dump(const struct grid *grid, struct strbuf *out);

/*
 * One letter a cell for its role, rows guarded by '|': for tests. In the order of enum role:
 * . text, d dim, h heading, b bar, k key, l link, n number, m match, w warning, * mark, > cursor, f frame, e error.
 */
void grid_dump_roles(const struct grid *grid, struct strbuf *out);

/* Copy a part of `from` into `to` (a pane drawn on its own). */
void grid_copy(struct grid *to, int row, int column, const struct grid *from);

bool grid_validate(const struct grid *grid, const char **reason);

#endif
