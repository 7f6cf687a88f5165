/* What stands on the first screen beside its doors and counts: home_side.c, home_news.c. */
#ifndef VIEW_HOME_INTERNAL_H
#define VIEW_HOME_INTERNAL_H

#include "view/record_internal.h"

struct app;
struct grid;
struct area;

/* What has been reached last: the newest milestones with their projects. */
void home_news(struct dossier *dossier);

/*
 * What wants checking, beside the first screen of a wide terminal: the figures that contradict others with
 * what each of them says and why, then what looks odd, as far as there is room.
 *
 * conflicts  the contradicted figures
 */
void home_side_draw(
	const struct app *app, struct grid *grid, struct area area, const struct index *index, const ref_list *conflicts);

#endif
