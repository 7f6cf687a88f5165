#include "view/map_draw_internal.h"

struct drawing {
	struct grid window; /* of the area's size; copied into the grid at last */
	const struct layout *layout;
	const struct map_texts *texts;
	uint32_t selected;
	struct layout_point pan;
};

static bool is_seen(const struct drawing *d, int column, int row, int columns, int rows)
{
	return column < d->window.columns && column + columns > 0 && row < d->window.rows && row + rows > 0;
}

static void draw_stretch(struct drawing *d, struct layout_point a, struct layout_point b)
{
	int column = least(a.column, b.column) - d->pan.column, row = least(a.row, b.row) - d->pan.row;
	int columns = most_of(a.column, b.column) - d->pan.column - column + 1, rows = most_of(a.row, b.row) - d->pan.row - row + 1;
	if (!is_seen(d, column, row, columns, rows))
		return;
	if (a.row == b.row)
		grid_horizontal((struct span){&d->window, row, column, columns});
	else
		grid_vertical(&d->window, row, column, rows);
}

static void role_stretch(struct drawing *d, struct layout_point a, struct layout_point b, enum role role)
{
	int column = least(a.column, b.column) - d->pan.column, row = least(a.row, b.row) - d->pan.row;
	int columns = most_of(a.column, b.column) - d->pan.column - column + 1, rows = most_of(a.row, b.row) - d->pan.row - row + 1;
	/* A long way may lie outside the window. */
	for (int i = most_of(-row, 0); i < rows && row + i < d->window.rows; i++)
		grid_role((struct span){&d->window, row + i, column, columns}, role);
}

static void role_paths(struct drawing *d, enum role role, bool of_selected)
{
	const struct layout *layout = d->layout;
	for (size_t i = 0; i < layout->n_links; i++) {
		const struct layout_link *link = &layout->links[i];
		const struct layout_path *path = &layout->paths[i];
		bool touches = link->from == d->selected || link->to == d->selected;
		if (path->same_as != i || (of_selected ? !touches : link->role != LAYOUT_BYPRODUCT))
			continue;
		for (size_t k = 0; k + 1 < path->n_points; k++)
			role_stretch(d, path->points[k], path->points[k + 1], role);
	}
}

/* A cell of a line; corners and crossings stay as they are. */
static void dash(struct drawing *d, int row, int column)
{
	static const struct str glyphs[2][2] = {{STR_INIT("┄"), STR_INIT("┆")}, {STR_INIT("."), STR_INIT(":")}};
	if (!is_seen(d, column, row, 1, 1))
		return;
	const struct cell *cell = grid_at(&d->window, row, column);
	bool across = cell->arms && !(cell->arms & (ARM_UP | ARM_DOWN)), upright = cell->arms && !(cell->arms & (ARM_LEFT | ARM_RIGHT));
	bool plain = d->window.ascii || d->window.ambi != AMBI_NARROW;
	if (across || upright)
		grid_put((struct span){&d->window, row, column, 1}, glyphs[plain][upright], (enum role)cell->role);
}

/* By-products' lines are told apart without colour. */
static void dash_stretch(struct drawing *d, struct layout_point a, struct layout_point b)
{
	int columns = a.column < b.column ? 1 : -1, rows = a.row < b.row ? 1 : -1;
	for (int column = a.column; a.row == b.row && column != b.column + columns; column += columns)
		dash(d, a.row - d->pan.row, column - d->pan.column);
	for (int row = a.row; a.row != b.row && row != b.row + rows; row += rows)
		dash(d, row - d->pan.row, a.column - d->pan.column);
}

static void dash_paths(struct drawing *d)
{
	for (size_t i = 0; i < d->layout->n_links; i++) {
		const struct layout_path *path = &d->layout->paths[i];
		for (size_t k = 0; d->layout->links[i].role == LAYOUT_BYPRODUCT && path->same_as == i && k + 1 < path->n_points; k++)
			dash_stretch(d, path->points[k], path->points[k + 1]);
	}
}

/* One sign on a line. */
static void put_sign(struct drawing *d, struct layout_point at, struct str sign)
{
	int column = at.column - d->pan.column, row = at.row - d->pan.row;
	if (is_seen(d, column, row, 1, 1))
		grid_put((struct span){&d->window, row, column, 1}, sign, (enum role)grid_at(&d->window, row, column)->role);
}

/* Labels of links that share a run share its label. */
static struct str label_of(const struct drawing *d, size_t run, struct strbuf *text)
{
	strbuf_clear(text);
	for (size_t i = run; d->texts->labels && i < d->layout->n_links; i++)
		if (d->layout->paths[i].same_as == run && d->texts->labels[i].n) {
			if (text->n)
				strbuf_add_byte(text, ' ');
			strbuf_add(text, d->texts->labels[i]);
		}
	return strbuf_str(text);
}

/* Cut by its own room, not by the window's edge. The line shows between words: it must not seem to end there. */
static void draw_label(struct drawing *d, size_t run, struct strbuf *text, struct strbuf *cut)
{
	const struct layout_path *path = &d->layout->paths[run];
	int columns = path->label_columns, column = path->label.column - d->pan.column, row = path->label.row - d->pan.row;
	struct str label = label_of(d, run, text);
	if (columns <= 0 || !label.n || !is_seen(d, column, row, columns, 1))
		return;
	strbuf_clear(cut);
	paint_text(&d->window, label, cut);
	strbuf_clear(text);
	text_truncate(strbuf_str(cut), (size_t)columns, CUT_MIDDLE, d->window.ambi, text);
	struct str rest = strbuf_str(text), word;
	while (str_split(&rest, ' ', &word))
		column += grid_put((struct span){&d->window, row, column, GRID_SIDE_MAX}, word, ROLE_DIM) + 1;
}

static void draw_paths(struct drawing *d)
{
	const struct layout *layout = d->layout;
	struct strbuf text = {0}, cut = {0};
	for (size_t i = 0; i < layout->n_links; i++)
		for (size_t k = 0; layout->paths[i].same_as == i && k + 1 < layout->paths[i].n_points; k++)
			draw_stretch(d, layout->paths[i].points[k], layout->paths[i].points[k + 1]);
	dash_paths(d);
	role_paths(d, ROLE_DIM, false);
	if (d->selected != LAYOUT_NONE)
		role_paths(d, ROLE_HEADING, true);
	for (size_t i = 0; i < layout->n_links; i++) {
		const struct layout_path *path = &layout->paths[i];
		if (path->same_as != i)
			continue;
		put_sign(d, path->points[path->n_points - 1], STR(">"));
		if (path->back) {
			put_sign(d, path->turn, STR("<"));
			put_sign(d, path->home, STR("<"));
		}
		draw_label(d, i, &text, &cut);
	}
	strbuf_release(&text);
	strbuf_release(&cut);
}

/* Where nobody works, but something is had: round sides. */
static void draw_source_frame(struct grid *box, bool framed)
{
	if (framed) {
		grid_horizontal((struct span){box, 0, 1, box->columns - 2});
		grid_horizontal((struct span){box, box->rows - 1, 1, box->columns - 2});
	}
	for (int i = framed; i < box->rows - framed; i++) {
		grid_sign(grid_row(box, i), 0, '(', ROLE_FRAME);
		grid_sign(grid_row(box, i), box->columns - 1, ')', ROLE_FRAME);
	}
}

static void draw_frame(struct grid *box)
{
	grid_horizontal(grid_row(box, 0));
	grid_horizontal(grid_row(box, box->rows - 1));
	grid_vertical(box, 0, 0, box->rows);
	grid_vertical(box, 0, box->columns - 1, box->rows);
}

/* A box is drawn whole and then copied, so that the window's edge cuts a great one like a picture. */
static void draw_box(struct drawing *d, uint32_t id)
{
	const struct layout_box *at = &d->layout->boxes[id];
	const struct map_text *text = &d->texts->boxes[id];
	int column = at->column - d->pan.column, row = at->row - d->pan.row, frame = d->layout->framed ? 1 : 0;
	if (!map_shows(at, d->window.columns, d->window.rows, d->pan))
		return;
	struct grid box;
	grid_init(&box, at->columns, at->rows, d->window.ambi, d->window.ascii);
	if (text->source)
		draw_source_frame(&box, frame);
	else if (frame)
		draw_frame(&box);
	for (int i = 0; i < box.rows && !frame && !text->source; i++) {
		grid_sign(grid_row(&box, i), 0, '[', ROLE_FRAME);
		grid_sign(grid_row(&box, i), box.columns - 1, ']', ROLE_FRAME);
	}
	for (int i = 0; i < box.rows - 2 * frame && (size_t)i < text->n; i++)
		paint_cut((struct span){&box, i + frame, 1 + MAP_MARK, box.columns - 2 - MAP_MARK}, text->lines[i].text, text->lines[i].role, CUT_MIDDLE);
	if (id == d->selected) {
		for (int i = 0; i < box.rows; i++)
			grid_role(grid_row(&box, i), ROLE_CURSOR);
		grid_sign(grid_row(&box, frame), 1, '>', ROLE_CURSOR);
	}
	grid_copy(&d->window, row, column, &box);
	grid_release(&box);
}

void map_draw(struct grid *grid, struct area area, const struct layout *layout, const struct map_texts *texts,
	uint32_t selected, struct layout_point pan)
{
	if (area.rows < 1 || area.columns < 1)
		return;
	struct drawing d = {.layout = layout, .texts = texts, .selected = selected, .pan = pan};
	grid_init(&d.window, area.columns, area.rows, grid->ambi, grid->ascii);
	draw_paths(&d);
	for (uint32_t i = 0; i < layout->n_boxes; i++)
		draw_box(&d, i);
	grid_copy(grid, area.row, area.column, &d.window);
	grid_release(&d.window);
}
