/*
 * Tab stops at the columns where much begins: the columns of a table. A tab is one byte where any other move along a row
 * takes four or five. The terminal is given them when a drawing shows that they pay, and the usual ones, every eight
 * columns, when the screen is left: nobody can ask a terminal for those it had.
 */
#ifndef TUI_STOPS_H
#define TUI_STOPS_H

#include "base/strbuf.h"

#include <stdbool.h>

enum {
	STOPS_MOST = 12,
	STOPS_COLUMNS = 160, /* further to the right not every terminal keeps any */
};

struct stops {
	int at[STOPS_MOST]; /* ascending; none where it is not known what the terminal has */
	int n;
	bool given; /* the terminal has others than the usual ones, maybe */
};

/*
 * Append what gives the terminal stops at the columns to which a drawing moves often. moves: how often, for each of
 * so many columns. Returns the column in which the cursor is then, -1: nothing was appended.
 */
int stops_give(struct stops *stops, const int *moves, int columns, struct strbuf *out);

/* Append what sets a stop every eight columns; the cursor moves along its row. */
void stops_add_usual(int columns, struct strbuf *out);

#endif
