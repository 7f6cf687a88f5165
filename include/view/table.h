/*
 * The one list widget: a header and the rows that fit, in columns that line up.
 *
 *	gutter  frozen column   scrolling columns …
 *	>*?     兴县经开区      经济技术   275亿元 !
 *
 * The gutter shows the cursor ('>'), the mark and a third sign; the row under the cursor
 * is not painted over, so that moving costs a few bytes. The table asks for the text of
 * the cells it shows and for no other.
 */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include "view/paint.h"
#include "view/screen.h"
#include "view/scroll.h"

enum { TABLE_COLUMNS = 32, TABLE_GUTTER = 3, TABLE_GAP = 2, TABLE_WIDTH_MAX = 200 };

struct table_column {
	struct str title; /* raw; borrowed for the call that uses it */
	int width;        /* cells of content, the place for a sign included */
	int full;         /* cells that would show everything; spare room goes up to here */
	bool right;       /* numbers: flush right, shown whole or not at all */
	bool sign;        /* the last cell of the column is kept for a sign */
	enum cut cut;
	char order;       /* '^' or 'v' behind the title of a sorted column; 0 */
	int least;        /* cells that the title takes: a text is cut at the right edge down to these, and to no fewer */
};

struct table {
	struct table_column v[TABLE_COLUMNS];
	size_t n;
	bool frozen;  /* the first column stays while the others scroll */
	size_t cell;  /* the column under the cursor; < n, 0 where n is 0 */
	size_t first; /* the first of the scrolling columns that is shown */
};

/* Where a column stands on the screen: cells from the left edge of the area. */
struct table_slot {
	size_t column;
	int at, columns;
};

/* The columns that fit, from the left. */
struct table_layout {
	struct table_slot v[TABLE_COLUMNS];
	size_t n;
	bool more; /* others are left out at the right */
};

struct table_cell {
	struct strbuf text; /* raw; the table clears it before each call */
	enum role role;
	char sign;          /* 0: none */
};

struct table_rows {
	const void *self;
	/* Fill the cell of a row; columns is the room there is for the text. */
	void (*cell)(const void *self, size_t row, size_t column, int columns, struct table_cell *out);
	/* The signs of the gutter behind the cursor's: mark and third; blanks where nothing is. NULL: no row has one. */
	void (*signs)(const void *self, size_t row, char *mark, char *third);
	/* Draw the heading that stands in a line of its own above a row; false: there is none. NULL: no row has one. */
	bool (*heading)(const void *self, size_t row, struct span line);
};

struct table_layout table_lay_out(const struct table *table, int columns);

/* Scroll sideways until the column under the cursor is shown. */
void table_settle(struct table *table, int columns);

/* CMD_LEFT, CMD_RIGHT. False: not one of these. */
bool table_command(struct table *table, enum command_id id);

/*
 * Draw header and rows; the hardware cursor is parked on the cell under the cursor. The area's first row is the header.
 * lines    rows that are drawn already: row i holds the cells of row scroll->top + i, and only the gutters are drawn anew; or NULL
 */
void table_draw(const struct table *table, const struct scroll *scroll, const struct table_rows *rows, const struct grid *lines,
	struct grid *grid, struct area area);

/* The cells of one row, without its gutter. False: a number has no room there. */
bool table_draw_line(const struct table *table, const struct table_layout *layout, const struct table_rows *rows, size_t row, struct span line);

/* Whether a text has digits, so that it must not be cut; others are, even among numbers. */
bool table_has_number(struct str text);

/* A cell alone, the place for its sign included. False: it is a number that has no room there. */
bool table_draw_cell(const struct table_column *column, const struct table_cell *cell, struct span span);

/* Only the gutter of a row, for lists without columns. Returns the cells it takes: TABLE_GUTTER, or 0 where there is no room for one. */
int table_gutter(const struct table_rows *rows, const struct scroll *scroll, size_t row, struct span line);

/* The same key on the same column: first in its direction, then the other way round, then off. `sort`: "NAME", "-NAME". */
void table_turn_sort(struct strbuf *sort, struct str name, bool down);

#endif
