/* The part of a picture that a window shows: what is beyond its edges, and panning. */
#include "view/map_draw_internal.h"

#include <stdio.h>

enum { SHIFT_COLUMNS = 8, SHIFT_ROWS = 4 }; /* how far a window goes out of its way to cut no box */

bool map_shows(const struct layout_box *at, int columns, int rows, struct layout_point pan)
{
	int column = at->column - pan.column, row = at->row - pan.row;
	bool across = at->columns > columns ? column < columns && column + at->columns > 0 : column >= 0 && column + at->columns <= columns;
	bool upright = at->rows > rows ? row < rows && row + at->rows > 0 : row >= 0 && row + at->rows <= rows;
	return across && upright;
}

struct beyond {
	size_t left, right, up, down; /* boxes */
};

static struct beyond count_beyond(const struct layout *layout, int columns, int rows, struct layout_point pan)
{
	struct beyond beyond = {0};
	for (size_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *at = &layout->boxes[i];
		if (map_shows(at, columns, rows, pan))
			continue;
		if (at->column < pan.column)
			beyond.left++;
		else if (at->column + at->columns > pan.column + columns)
			beyond.right++;
		else if (at->row < pan.row)
			beyond.up++;
		else
			beyond.down++;
	}
	return beyond;
}

/* Whether nothing but lines stands in some cells, one more on either side included. */
static bool is_free(const struct grid *grid, struct area area, int row, int column, int columns)
{
	if (row < area.row || row >= area.row + area.rows)
		return false;
	for (int i = column - 1; i <= column + columns; i++) {
		if (i < area.column || i >= area.column + area.columns)
			continue;
		const struct cell *cell = grid_at(grid, row, i);
		bool blank = cell->n == 1 && cell->bytes[0] == ' ' && cell->role != ROLE_CURSOR;
		bool line = cell->arms || (cell->width == 1 && cell->n > 1);
		if (!blank && !line)
			return false;
	}
	return true;
}

/* In the middle of an edge, or as near to it as there is room. */
static void edge_sign(struct grid *grid, struct area area, bool upright, bool far, const char *format, size_t n)
{
	char text[24];
	int columns = snprintf(text, sizeof text, format, n), room = upright ? area.rows : area.columns - columns + 1;
	int row = area.row + (far ? area.rows - 1 : 0), column = area.column + (far ? area.columns - columns : 0);
	if (columns > area.columns || room < 1)
		return;
	for (int i = 0; i < room; i++) {
		int at = room / 2 + (i % 2 ? (i + 1) / 2 : -(i / 2));
		*(upright ? &row : &column) = (upright ? area.row : area.column) + at;
		if (is_free(grid, area, row, column, columns))
			break;
		if (i + 1 == room)
			*(upright ? &row : &column) = (upright ? area.row : area.column) + room / 2;
	}
	grid_put((struct span){grid, row, column, columns}, str_from(text), ROLE_KEY);
}

void map_draw_edges(struct grid *grid, struct area area, const struct layout *layout, struct layout_point pan)
{
	struct beyond beyond = count_beyond(layout, area.columns, area.rows, pan);
	if (area.rows < 1 || area.columns < 1)
		return;
	if (beyond.left)
		edge_sign(grid, area, true, false, "< %zu", beyond.left);
	if (beyond.right)
		edge_sign(grid, area, true, true, "%zu >", beyond.right);
	if (beyond.up)
		edge_sign(grid, area, false, false, "^ %zu", beyond.up);
	if (beyond.down)
		edge_sign(grid, area, false, true, "v %zu", beyond.down);
}

/* The offset nearest to `at` that shows [from, to) in a window of `room` on something of length `all`. */
static int pan_along(int at, int from, int to, int room, int all)
{
	if (at + room < to)
		at = to - room;
	if (at > from)
		at = from;
	return most_of(0, least(at, all - room));
}

/* How many boxes stand whole in a window. */
static size_t count_shown(const struct layout *layout, int columns, int rows, struct layout_point pan)
{
	size_t n = 0;
	for (size_t i = 0; i < layout->n_boxes; i++)
		n += map_shows(&layout->boxes[i], columns, rows, pan);
	return n;
}

/* A little further, where that shows more boxes whole; the selected one stays in sight. */
static struct layout_point pan_kindly(const struct layout *layout, const struct layout_box *box, int columns, int rows, struct layout_point pan)
{
	struct layout_point best = pan;
	size_t most = count_shown(layout, columns, rows, pan);
	int right = most_of(layout->columns - columns, 0), bottom = most_of(layout->rows - rows, 0);
	for (int far = 1; far <= SHIFT_COLUMNS + SHIFT_ROWS; far++)
		for (int down = -least(far, SHIFT_ROWS); down <= least(far, SHIFT_ROWS); down++)
			for (int side = -1; side <= 1; side += 2) {
				struct layout_point to = {pan.column + side * (far - (down < 0 ? -down : down)), pan.row + down};
				if (to.column < 0 || to.column > right || to.row < 0 || to.row > bottom || !map_shows(box, columns, rows, to))
					continue;
				size_t n = count_shown(layout, columns, rows, to);
				if (n > most) {
					most = n;
					best = to;
				}
			}
	return best;
}

struct layout_point map_pan_to(const struct layout *layout, uint32_t box, int columns, int rows, struct layout_point pan)
{
	struct layout_box none = {0};
	const struct layout_box *at = box < layout->n_boxes ? &layout->boxes[box] : &none;
	struct layout_point to = {
		.column = pan_along(pan.column, at->column, at->column + at->columns, columns, layout->columns),
		.row = pan_along(pan.row, at->row, at->row + at->rows, rows, layout->rows),
	};
	bool moved = to.column != pan.column || to.row != pan.row;
	return moved && box < layout->n_boxes && at->columns <= columns && at->rows <= rows ? pan_kindly(layout, at, columns, rows, to) : to;
}

struct layout_point map_pan_about(const struct layout *layout, uint32_t box, int columns, int rows)
{
	if (box >= layout->n_boxes)
		return (struct layout_point){0, 0};
	const struct layout_box *at = &layout->boxes[box];
	int row = at->row + at->rows / 2 - rows / 2;
	struct layout_point pan = {.row = most_of(0, least(row, layout->rows - rows))};
	pan = (struct layout_point){
		.column = pan_along(0, at->column, at->column + at->columns, columns, layout->columns),
		.row = pan_along(pan.row, at->row, at->row + at->rows, rows, layout->rows),
	};
	return at->columns <= columns && at->rows <= rows ? pan_kindly(layout, at, columns, rows, pan) : pan;
}

/* The next edge of a box along one axis that lies beyond the window's end, or before its beginning. */
struct layout_point map_pan_by(const struct layout *layout, int columns, int rows, struct layout_point pan, enum layout_direction direction)
{
	bool across = direction == LAYOUT_LEFT || direction == LAYOUT_RIGHT, on = direction == LAYOUT_RIGHT || direction == LAYOUT_DOWN;
	int at = across ? pan.column : pan.row, room = across ? columns : rows, all = across ? layout->columns : layout->rows;
	int best = on ? all - room : 0;
	for (size_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *box = &layout->boxes[i];
		int from = across ? box->column : box->row, to = from + (across ? box->columns : box->rows);
		int offset = on ? to - room : from;
		if (on ? offset > at && offset < best : offset < at && offset > best)
			best = offset;
	}
	best = most_of(0, least(best, all - room));
	return across ? (struct layout_point){best, pan.row} : (struct layout_point){pan.column, best};
}

bool map_cursor(const struct layout *layout, uint32_t box, struct area area, struct layout_point pan, int *row, int *column)
{
	if (box >= layout->n_boxes)
		return false;
	int r = layout->boxes[box].row + (layout->framed ? 1 : 0) - pan.row, c = layout->boxes[box].column + 1 - pan.column;
	if (r < 0 || r >= area.rows || c < 0 || c >= area.columns)
		return false;
	*row = area.row + r;
	*column = area.column + c;
	return true;
}
