/* What the drawing of maps shares: map_size.c, map_draw.c, map_window.c, map_outline.c. */
#ifndef VIEW_MAP_DRAW_INTERNAL_H
#define VIEW_MAP_DRAW_INTERNAL_H

#include "view/map.h"

#include "view/paint.h"

enum { MAP_MARK = 1 }; /* the column before a name, where the cursor stands */

static inline int least(int a, int b)
{
	return a < b ? a : b;
}

static inline int most_of(int a, int b)
{
	return a > b ? a : b;
}

#endif
