/*
 * The map of ignorance as a screen: ignorance.c has state and commands, ignorance_draw.c
 * what is seen.
 *
 *	                   工 面 就         one character below the other: the columns' names
 *	   名称          数 业 积 业
 *	>* 兴县经开区    22  =  .  1       . nothing known   1 one source   = several   ! contradiction
 */
#ifndef VIEW_IGNORANCE_INTERNAL_H
#define VIEW_IGNORANCE_INTERNAL_H

#include "base/strbuf.h"
#include "query/coverage.h"
#include "view/screen.h"
#include "view/scroll.h"

struct ignorance {
	const struct index *index; /* NULL: none yet */
	struct coverage_map map;
	size_t *rows;              /* zones by their place in the map, as filtered and ordered */
	size_t n_rows;
	struct scroll scroll;
	size_t column;             /* under the cursor: 0 the number of figures, i the indicator i - 1 */
	size_t first;              /* the first indicator shown */
	struct strbuf query, sort, find;
	bool only_conflicts, filtering; /* filtering: the prompt is a filter's, else that of a search */
	size_t find_from;
};

void ignorance_settle(void *state, const struct app *app, struct area area);
void ignorance_draw(const void *state, const struct app *app, struct grid *grid, struct area area);

#endif
