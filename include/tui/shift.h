/* Rows that stand on a screen already, only higher or lower: the terminal can shift them itself. */
#ifndef TUI_SHIFT_H
#define TUI_SHIFT_H

#include "view/grid.h"

struct shift {
	int top, bottom; /* rows between which the terminal is to shift, both included; never the last one */
	int by;          /* upwards; negative: downwards */
};

/* The shift that spares most. False: none does. The grids are of one size. */
bool shift_find(const struct grid *shown, const struct grid *wanted, struct shift *shift);

/* Rows that are better written on an empty ground: a shift by all of them, which leaves them blank. False: there are none. */
bool shift_find_wipe(const struct grid *shown, const struct grid *wanted, struct shift *shift);

/* What is shown afterwards: rows that came in are blank. */
void shift_apply(struct grid *grid, const struct shift *shift);

#endif
