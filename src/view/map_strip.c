/*
 * The strip below the picture: boxes of what the zone has and of which nothing says where it goes. Rows of them, each as
 * near to the left as it can be, so that they widen no layer of the chain.
 */
#include "view/map_internal.h"

#include <stdlib.h>
#include <string.h>

enum { BETWEEN = 2 };

struct layout *map_strip_add(struct arena *arena, const struct layout *chain, const struct layout_size *sizes, size_t n_boxes, int columns)
{
	struct layout *all = arena_alloc(arena, sizeof *all);
	struct layout_box *boxes = arena_alloc(arena, (n_boxes + 1) * sizeof *boxes);
	int column = 0, row = chain->rows ? chain->rows + 2 : 1, end = row;
	*all = *chain;
	if (chain->n_boxes)
		memcpy(boxes, chain->boxes, chain->n_boxes * sizeof *boxes);
	for (size_t i = chain->n_boxes; i < n_boxes; i++) {
		if (column && column + sizes[i].columns > columns) {
			column = 0;
			row = end;
		}
		boxes[i] = (struct layout_box){.column = column, .row = row, .columns = sizes[i].columns, .rows = sizes[i].rows};
		column += sizes[i].columns + BETWEEN;
		end = row + sizes[i].rows > end ? row + sizes[i].rows : end;
		all->columns = column - BETWEEN > all->columns ? column - BETWEEN : all->columns;
	}
	all->boxes = boxes;
	all->n_boxes = n_boxes;
	all->rows = end;
	return all;
}

/* -- moving ---------------------------------------------------------------------------------- */

static int middle(const struct layout_box *box)
{
	return box->column + box->columns / 2;
}

/* Among boxes first … end - 1 that stand wholly above, or below, the nearest row and in it the nearest column. */
static uint32_t nearest(const struct layout *layout, uint32_t box, size_t first, size_t end, bool above)
{
	const struct layout_box *at = &layout->boxes[box];
	uint32_t best = box;
	long least = 0;
	for (size_t i = first; i < end; i++) {
		const struct layout_box *other = &layout->boxes[i];
		int rows = above ? at->row - other->row - other->rows : other->row - at->row - at->rows;
		long far = 1000L * rows + labs((long)middle(other) - middle(at));
		if (i == box || rows < 0 || (best != box && far >= least))
			continue;
		best = (uint32_t)i;
		least = far;
	}
	return best;
}

uint32_t map_neighbour(const struct layout *layout, size_t n_chain, uint32_t box, enum layout_direction direction)
{
	struct layout chain = *layout;
	chain.n_boxes = n_chain;
	if (box < n_chain) {
		uint32_t to = layout_neighbour(&chain, box, direction);
		return to == box && direction == LAYOUT_DOWN ? nearest(layout, box, n_chain, layout->n_boxes, false) : to;
	}
	if (direction == LAYOUT_LEFT)
		return box > n_chain ? box - 1 : box;
	if (direction == LAYOUT_RIGHT)
		return box + 1 < layout->n_boxes ? box + 1 : box;
	uint32_t to = nearest(layout, box, n_chain, layout->n_boxes, direction == LAYOUT_UP);
	return to == box && direction == LAYOUT_UP ? nearest(layout, box, 0, n_chain, true) : to;
}
