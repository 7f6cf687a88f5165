/*
 * From one grid to the next: which cells are to be sent, in which order. Of several ways
 * (rows shifted by the terminal or not; row by row, or all of one style after the other,
 * which spares the changes of style) each is written, and the shortest is sent.
 */
#ifndef TUI_CHANGE_H
#define TUI_CHANGE_H

#include "base/array.h"
#include "tui/pen.h"

/* Changed cells of a row that look alike. */
struct change_part {
	int row, from, to;
	int style;
	bool erased; /* blanks that need not be written one by one; the style cannot be seen on them */
};

/*
 * Cells of the row of the cursor that are written before the terminal shifts rows: in a row that is shifted, blanks over a
 * marker that would stay behind; in one that stays, what is typed there.
 */
struct change_early {
	int row, from, to;
};

struct change {
	ARRAY(struct change_part) parts;
	struct grid shifted; /* what is shown after the terminal has shifted rows */
	struct change_early early;
	struct strbuf tried, best;
	struct pen end;      /* of the best way */
	bool found;          /* there is one */
};

void change_release(struct change *change);

/*
 * Append what makes a terminal that shows `shown`, of the size of pen->grid, show that, and parks the cursor where the
 * grid says. The last cell of the last row is never written. pen: as the terminal stands; afterwards as it stands then.
 */
void change_write(struct change *change, struct pen *pen, const struct grid *shown);

#endif
