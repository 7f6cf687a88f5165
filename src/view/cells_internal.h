/* Tables that leave as text: a row a line, its cells parted by tabs. */
#ifndef VIEW_CELLS_INTERNAL_H
#define VIEW_CELLS_INTERNAL_H

#include "base/strbuf.h"

/* The text of a cell, appended: a tab or a line break in it would be another cell or row, and becomes a blank. */
static inline void cells_add(struct str text, struct strbuf *out)
{
	for (size_t i = 0; i < text.n; i++)
		strbuf_add_byte(out, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
}

#endif
