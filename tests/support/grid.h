/* A grid that a screen was drawn into is whole. */
#ifndef SUPPORT_GRID_H
#define SUPPORT_GRID_H

#include "support/test.h"

#include "view/grid.h"

static inline void assert_grid(const struct grid *grid)
{
	const char *reason;
	if (!grid_validate(grid, &reason))
		fail_msg("a grid of %d x %d: %s", grid->columns, grid->rows, reason);
}

#endif
