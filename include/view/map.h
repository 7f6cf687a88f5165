/*
 * Drawing the map of a chain: boxes and lines of a layout (view/layout.h), or its outline,
 * through a window that may be smaller than the picture.
 *
 * Frames and lines are box characters where the grid allows them, else | - + (and always '>' '<'); an unframed box
 * is "[name]" in every row, one of something that is had, not made, "(name)". The straight runs of by-products' lines are
 * dashed, ┄ ┆ (as wide as the other box characters in every terminal), else . and :. The selected box wears ROLE_CURSOR and a '>' before its name. Nothing is drawn outside the
 * area. Text is raw; it is painted here.
 */
#ifndef VIEW_MAP_H
#define VIEW_MAP_H

#include "view/grid.h"
#include "view/layout.h"

/* One line in a box. */
struct map_line {
	struct str text;
	enum role role;
};

/* What stands in a box: its name first. A box that has more rows is blank below; what does not fit is cut with '~'. */
struct map_text {
	const struct map_line *lines;
	size_t n;
	bool source; /* something that is had: resources, power, land */
};

/* Lines with figures are never cut: their box is as wide as they are. */
static inline bool map_is_figure(const struct map_line *line)
{
	return line->role == ROLE_NUMBER || line->role == ROLE_WARNING;
}

/* Between things said in one line where these hold blanks themselves. */
#define MAP_BETWEEN "  "

/*
 * The same text in a box of at most `most` columns: figures and counts go on at MAP_BETWEEN where they have it, else at
 * blanks, and behind the dots of a range; names wherever a line may break. In the arena.
 */
struct map_text map_wrap(const struct grid *grid, const struct map_text *text, int most, struct arena *arena);

struct map_texts {
	const struct map_text *boxes;
	const struct str *labels; /* by link; may be NULL: none */
	const bool *byproducts;   /* by link, for outlines; may be NULL: none */
};

/* The size of a box for its text, at most `most` columns wide unless a figure needs more. Width and frame depend on what the grid can show. */
struct layout_size map_box_size(const struct grid *grid, const struct map_text *text, bool framed, int most);

/* Cells that a label takes, at most `most`: layout_link.label_columns. */
int map_label_columns(const struct grid *grid, struct str label, int most);

/*
 * Draw the part of the picture that starts at `pan` into an area. Boxes that the area's edge would cut are left out,
 * but for those that are greater than the area.
 *
 * selected  a box, or LAYOUT_NONE. Lines that touch it wear ROLE_HEADING, other by-product lines ROLE_DIM.
 * pan       the picture's cell in the area's first; any value
 */
void map_draw(struct grid *grid, struct area area, const struct layout *layout, const struct map_texts *texts,
	uint32_t selected, struct layout_point pan);

/* Whether a box stands whole in a window, or, where no window would hold it, in part. */
bool map_shows(const struct layout_box *box, int columns, int rows, struct layout_point pan);

/* How many boxes lie beyond each edge: "< 2", "3 >", "^ 1", "v 4" in the middle of it, or where there is room beside boxes. */
void map_draw_edges(struct grid *grid, struct area area, const struct layout *layout, struct layout_point pan);

/*
 * The nearest pan to `pan` that shows the whole box, or as much of it as fits, and nothing beyond the picture's edges;
 * where the window has to move, a little further if that cuts fewer boxes.
 */
struct layout_point map_pan_to(const struct layout *layout, uint32_t box, int columns, int rows, struct layout_point pan);

/* The pan that one begins with: as far left as may be, the box in the middle of its rows. */
struct layout_point map_pan_about(const struct layout *layout, uint32_t box, int columns, int rows);

/* One box further: the next pan that way at which another box comes wholly in sight. */
struct layout_point map_pan_by(const struct layout *layout, int columns, int rows, struct layout_point pan, enum layout_direction direction);

/* The cell of the area where a terminal's cursor should stand for a box: before its name. False where it is not shown. */
bool map_cursor(const struct layout *layout, uint32_t box, struct area area, struct layout_point pan, int *row, int *column);

/*
 * The outline. A line: "-> 氧化铝  200 万吨  强", with the label of its link before the arrow, ".>" for a by-product's;
 * references are "-> 氧化铝 (v)" where the box comes further down, "(^)" where a link leads back up. What does not fit goes on in the
 * next row.
 *
 * rows   where each line starts, n_lines + 1 numbers, the last one the rows of all; may be NULL. Returns that, too
 */
int map_outline_rows(const struct grid *grid, int columns, const struct layout_outline *outline,
	const struct map_texts *texts, int *rows);

/* Draw it from row `top` on. */
void map_outline_draw(struct grid *grid, struct area area, const struct layout_outline *outline,
	const struct map_texts *texts, uint32_t selected, int top);

#endif
