/*
 * The ways to the map and to the gaps (screen_map, screen_gaps in view/screen.h).
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

/*
 * Whether a place's query is one of a map: what is shown (everywhere, flows, table, balance) and whether with what the zone has
 * (inputs, no-inputs), parted by blanks. Errors: ERR_USAGE, at a column of "query".
 */
bool map_query_check(struct str query, struct err *err);

/* Go to the gaps of a chain, of a stage's chain or of a zone. False: it is none of these. */
bool gap_go(struct app *app, struct ref ref);

#endif
