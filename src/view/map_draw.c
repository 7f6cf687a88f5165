#include "view/map.h"

#include "view/paint.h"

enum { MARK = 1, GUTTER = 2, INDENT = 2, BETWEEN = 2 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int most_of(int a, int b)
{
	return a > b ? a : b;
}

/* -- sizes ----------------------------------------------------------------------------- */

struct layout_size map_box_size(const struct grid *grid, const struct map_text *text, bool framed, int most)
{
	int columns = 0;
	for (size_t i = 0; i < text->n; i++)
		columns = most_of(columns, paint_width(grid, text->lines[i].text));
	int rows = most_of((int)text->n, 1) + (framed ? 2 : 0);
	return (struct layout_size){.columns = most_of(least(columns + MARK + 2, most), MARK + 3), .rows = rows};
}

int map_label_columns(const struct grid *grid, struct str label, int most)
{
	return least(paint_width(grid, label), most);
}

/* -- the map --------------------------------------------------------------------------- */

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
		grid_horizontal(&d->window, row, column, columns);
	else
		grid_vertical(&d->window, row, column, rows);
}

static void role_stretch(struct drawing *d, struct layout_point a, struct layout_point b, enum role role)
{
	int column = least(a.column, b.column) - d->pan.column, row = least(a.row, b.row) - d->pan.row;
	if (a.row == b.row) {
		grid_role(&d->window, row, column, most_of(a.column, b.column) - d->pan.column - column + 1, role);
		return;
	}
	int end = least(most_of(a.row, b.row) - d->pan.row + 1, d->window.rows);
	for (row = most_of(row, 0); row < end; row++)
		grid_role(&d->window, row, column, 1, role);
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

/* One sign on a line. */
static void put_sign(struct drawing *d, struct layout_point at, struct str sign)
{
	int column = at.column - d->pan.column, row = at.row - d->pan.row;
	if (is_seen(d, column, row, 1, 1))
		grid_put(&d->window, row, column, 1, sign, (enum role)grid_at(&d->window, row, column)->role);
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
		column += grid_put(&d->window, row, column, GRID_SIDE_MAX, word, ROLE_DIM) + 1;
}

static void draw_paths(struct drawing *d)
{
	const struct layout *layout = d->layout;
	struct strbuf text = {0}, cut = {0};
	for (size_t i = 0; i < layout->n_links; i++)
		for (size_t k = 0; layout->paths[i].same_as == i && k + 1 < layout->paths[i].n_points; k++)
			draw_stretch(d, layout->paths[i].points[k], layout->paths[i].points[k + 1]);
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

static void draw_frame(struct grid *box)
{
	grid_horizontal(box, 0, 0, box->columns);
	grid_horizontal(box, box->rows - 1, 0, box->columns);
	grid_vertical(box, 0, 0, box->rows);
	grid_vertical(box, 0, box->columns - 1, box->rows);
}

/* A box is drawn whole and then copied, so that the window's edge cuts it like a picture. */
static void draw_box(struct drawing *d, uint32_t id)
{
	const struct layout_box *at = &d->layout->boxes[id];
	const struct map_text *text = &d->texts->boxes[id];
	int column = at->column - d->pan.column, row = at->row - d->pan.row, frame = d->layout->framed ? 1 : 0;
	if (!is_seen(d, column, row, at->columns, at->rows))
		return;
	struct grid box;
	grid_init(&box, at->columns, at->rows, d->window.ambi, d->window.ascii);
	if (frame)
		draw_frame(&box);
	for (int i = 0; i < box.rows && !frame; i++) {
		grid_put(&box, i, 0, 1, STR("["), ROLE_FRAME);
		grid_put(&box, i, box.columns - 1, 1, STR("]"), ROLE_FRAME);
	}
	for (int i = 0; i < box.rows - 2 * frame && (size_t)i < text->n; i++)
		paint_cut(&box, i + frame, 1 + MARK, box.columns - 2 - MARK, text->lines[i].text, text->lines[i].role,
			CUT_MIDDLE);
	if (id == d->selected) {
		for (int i = 0; i < box.rows; i++)
			grid_role(&box, i, 0, box.columns, ROLE_CURSOR);
		grid_put(&box, frame, 1, 1, STR(">"), ROLE_CURSOR);
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

/* -- the window --------------------------------------------------------------------------- */

/* The offset nearest to `at` that shows [from, to) in a window of `room` on something of length `all`. */
static int pan_along(int at, int from, int to, int room, int all)
{
	if (at + room < to)
		at = to - room;
	if (at > from)
		at = from;
	return most_of(0, least(at, all - room));
}

struct layout_point map_pan_to(const struct layout *layout, uint32_t box, int columns, int rows, struct layout_point pan)
{
	struct layout_box none = {0};
	const struct layout_box *at = box < layout->n_boxes ? &layout->boxes[box] : &none;
	return (struct layout_point){
		.column = pan_along(pan.column, at->column, at->column + at->columns, columns, layout->columns),
		.row = pan_along(pan.row, at->row, at->row + at->rows, rows, layout->rows),
	};
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

/* -- the outline ---------------------------------------------------------------------------- */

/* Where the next text of an outline goes; rows outside the window are only counted. */
struct flow {
	struct grid *window;      /* of the area's size */
	int columns, indent;
	int row, column;
};

/* Put a text behind the last one where it fits, else into the next row; more than a row goes on below. */
static void flow_text(struct flow *f, struct str text, int before, enum role role)
{
	int width = paint_width(f->window, text), hanging = least(f->indent + INDENT, f->columns / 2);
	if (!width)
		return;
	if (f->column > f->indent && f->column + before + width > f->columns) {
		f->row++;
		f->column = hanging;
	} else if (f->column > f->indent) {
		f->column += before;
	}
	if (f->column + width <= f->columns) {
		paint(f->window, f->row, f->column, width, text, role);
		f->column += width;
		return;
	}
	int room = most_of(f->columns - f->column, 1);
	struct grid measure = {.columns = room, .rows = 1, .ambi = f->window->ambi, .ascii = f->window->ascii};
	int rows = paint_wrapped(&measure, 0, 0, room, -1, text, role);
	struct grid block;
	grid_init(&block, room, rows, f->window->ambi, f->window->ascii);
	paint_wrapped(&block, 0, 0, room, rows, text, role);
	grid_copy(f->window, f->row, f->column, &block);
	grid_release(&block);
	f->row += rows - 1;
	f->column = f->columns;
}

static void flow_line(struct flow *f, const struct layout_line *line, const struct map_texts *texts)
{
	const struct map_text *text = &texts->boxes[line->box];
	/* Deep lines keep most of the row for their text. */
	f->indent = least(GUTTER + INDENT * line->depth, f->columns / 3);
	f->column = f->indent;
	struct strbuf name = {0};
	if (line->link != LAYOUT_NONE) {
		if (texts->labels)
			flow_text(f, texts->labels[line->link], 1, ROLE_DIM);
		strbuf_add_c(&name, "-> ");
	}
	if (text->n)
		strbuf_add(&name, text->lines[0].text);
	if (line->reference)
		strbuf_add_c(&name, line->back ? " (^)" : " (v)");
	flow_text(f, strbuf_str(&name), 1, line->reference ? ROLE_DIM : text->n ? text->lines[0].role : ROLE_TEXT);
	strbuf_release(&name);
	for (size_t i = 1; i < text->n && !line->reference; i++)
		flow_text(f, text->lines[i].text, BETWEEN, text->lines[i].role);
	f->row++;
}

int map_outline_rows(const struct grid *grid, int columns, const struct layout_outline *outline,
	const struct map_texts *texts, int *rows)
{
	struct grid nothing;
	grid_init(&nothing, columns, 1, grid->ambi, grid->ascii);
	struct flow f = {.window = &nothing, .columns = columns};
	for (size_t i = 0; i < outline->n_lines; i++) {
		if (rows)
			rows[i] = f.row;
		flow_line(&f, &outline->lines[i], texts);
	}
	if (rows)
		rows[outline->n_lines] = f.row;
	grid_release(&nothing);
	return f.row;
}

void map_outline_draw(struct grid *grid, struct area area, const struct layout_outline *outline,
	const struct map_texts *texts, uint32_t selected, int top)
{
	if (area.rows < 1 || area.columns < 1)
		return;
	struct grid window;
	grid_init(&window, area.columns, area.rows, grid->ambi, grid->ascii);
	struct flow f = {.window = &window, .columns = area.columns, .row = -top};
	for (size_t i = 0; i < outline->n_lines; i++) {
		int first = f.row;
		flow_line(&f, &outline->lines[i], texts);
		if (outline->lines[i].box != selected || outline->lines[i].reference)
			continue;
		for (int row = first; row < f.row; row++)
			grid_role(&window, row, 0, area.columns, ROLE_CURSOR);
		grid_put(&window, first, 0, 1, STR(">"), ROLE_CURSOR);
	}
	grid_copy(grid, area.row, area.column, &window);
	grid_release(&window);
}
