/*
 * The way to the map (screen_map in view/screen.h).
 */
#ifndef VIEW_MAP_SCREEN_H
#define VIEW_MAP_SCREEN_H

#include "view/app.h"

/*
 * Go to the map of a chain, of the chain of a stage, link or project, of a zone's chains, or of an enterprise's flows.
 * arithmetic   show the balance and its formulas instead of the picture
 * False: nothing of this record is on any map.
 */
bool map_go(struct app *app, struct ref ref, bool arithmetic);

#endif
