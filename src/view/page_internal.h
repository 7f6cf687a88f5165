/*
 * What page.c (content and cursor), page_layout.c (where everything stands) and
 * page_draw.c (cells) share.
 */
#ifndef VIEW_PAGE_INTERNAL_H
#define VIEW_PAGE_INTERNAL_H

#include "view/page.h"

enum { PAGE_GUTTER = 2 }; /* '>' and a blank */

/* A run of text on one line of a row; column counts from the page's left edge. */
struct piece {
	const struct page_cell *cell; /* NULL: a label or title */
	size_t number;                /* of the cell in its row */
	int line, column, width;
	struct str text;              /* cleaned; inside cell->shown unless it was cut */
	enum role role;
};

typedef void piece_fn(void *context, const struct piece *piece);

/* Where low and high leave no room between them: low. */
static inline int page_clamp(int value, int low, int high)
{
	return value > high ? (high < low ? low : high) : value < low ? low : value;
}

/* Every piece of a row from left to right and top to bottom; returns the number of lines. */
int page_walk_row(const struct page *page, size_t row, piece_fn *fn, void *context);

/* Make shown forms, column widths and line numbers. */
void page_lay_out(struct page *page);

#endif
