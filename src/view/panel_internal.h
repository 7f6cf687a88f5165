/*
 * The facet panel: panel.c has state and commands, panel_draw.c what is seen.
 *
 *	 状态        状态  9种值               条数   占比
 *	[开发区]    >  兴县经开区                14  28.0%  ##########
 *	 省份          清徐经开区                11  22.0%  ########
 *
 * In the wide tier the list itself stands beside it, and below it the first values of the facets that are counted in no
 * time. Any other facet is counted when it is first looked at.
 */
#ifndef VIEW_PANEL_INTERNAL_H
#define VIEW_PANEL_INTERNAL_H

#include "view/counts_internal.h"
#include "view/list_internal.h"

/* One facet as it is shown. values NULL: not looked at yet; tallies NULL: not counted under this filter. */
struct panel_facet {
	struct facet facet;
	struct facet_values *values;
	struct tally *tallies;
	uint32_t *order; /* values that occur, most rows first */
	size_t n;
	uint32_t most;   /* rows of the most frequent one */
	int digits;      /* cells of the longest number */
	int label;       /* and of the widest of the first labels */
	size_t cursor, top; /* while another facet is looked at */
};

struct panel {
	struct counts counts;
	struct panel_facet facets[FACETS_MAX];
	size_t n_facets, facet;
	struct scroll scroll;  /* over the values of the facet */
	size_t glances[FACETS_MAX], n_glances; /* the facets whose first values are shown below */
	struct list *list;     /* beside it in the wide tier; NULL: not made yet */
};

static inline const struct panel_facet *panel_here(const struct panel *panel)
{
	return &panel->facets[panel->facet];
}

/* Make the list that stands beside the panel. */
void panel_list_open(struct panel *panel, const struct app *app);

/* Count facets to glance at besides the present one: as many as `most` that have values under the filter. */
void panel_glance(struct panel *panel, const struct app *app, size_t most);

void panel_settle(void *state, const struct app *app, struct area area);
void panel_draw(const void *state, const struct app *app, struct grid *grid, struct area area);

#endif
