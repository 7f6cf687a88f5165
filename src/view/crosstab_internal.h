/*
 * The crosstab: crosstab.c has state and commands, crosstab_draw.c what is seen.
 *
 *	在建 x 兴县经开区  12 条
 *	   状态 \ 开发区    合计   兴县经开区  清徐经开区 …
 *	   合计               50           14          11
 *	>  在建               12           12           -
 *
 * The column of labels, the totals beside it and below the titles stay while the rest scrolls both ways.
 */
#ifndef VIEW_CROSSTAB_INTERNAL_H
#define VIEW_CROSSTAB_INTERNAL_H

#include "view/cross_internal.h"
#include "view/scroll.h"

struct crosstab {
	struct cross cross;
	struct scroll scroll;  /* over the rows; row 0 is the total */
	uint32_t *order;       /* places of the rows in the order in force */
	struct strbuf sort;    /* "label", "-rows", "-COLUMN" by a column's label; empty: the facet's own order */
	size_t column, first;  /* the column under the cursor: 0 is the total; the first shown of the others */
	/* Cells of the widest label, total and title or number, and of what is left of that in a narrow window: nothing moves while
	 * one scrolls. */
	int label, total, cell, least;
};

/* What a cell shows: rows, or the sum of the figure's modality. Appended; *sign '!' or '~' where something is to be said. */
void crosstab_cell(const struct crosstab *state, const struct app *app, size_t row, size_t column, struct strbuf *out, char *sign);

/* Find out how wide columns must be. */
void crosstab_measure(struct crosstab *state, const struct app *app);

void crosstab_settle(void *state, const struct app *app, struct area area);
void crosstab_draw(const void *state, const struct app *app, struct grid *grid, struct area area);

#endif
