/*
 * A cursor among n rows of which a window is shown: lists, pages, search results, help.
 *
 * Invariants: cursor < n (0 where n is 0); shown >= 1; after scroll_settle the cursor
 * stands inside top … top + shown and no row is wasted behind the last one.
 */
#ifndef VIEW_SCROLL_H
#define VIEW_SCROLL_H

#include "view/command.h"

struct scroll {
	size_t n;      /* rows there are */
	size_t cursor; /* the row under the cursor */
	size_t top;    /* first row shown */
	size_t shown;  /* rows the screen has, as of the last settle */
	bool centre;   /* zz: the next settle puts the cursor in the middle */
};

void scroll_init(struct scroll *scroll, size_t n);

/* Another number of rows; the cursor stays where it is if it can. */
void scroll_resize(struct scroll *scroll, size_t n);
void scroll_to(struct scroll *scroll, size_t row);

/* CMD_DOWN UP PAGE_DOWN PAGE_UP HALF_DOWN HALF_UP TOP BOTTOM CENTRE. False: not one of these. */
bool scroll_command(struct scroll *scroll, enum command_id id);

/* "42": row 42 counted from 1; "50%": half way; full-width digits, too. Beyond the end is the last row. False: neither. */
bool scroll_parse(const struct scroll *scroll, struct str text, size_t *row);

/* Bring the cursor into a window of so many rows. */
void scroll_settle(struct scroll *scroll, int rows);

#endif
