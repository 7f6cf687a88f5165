/* A map as indented lines. */
#include "view/map_draw_internal.h"

enum { GUTTER = 2, INDENT = 2, BETWEEN = 2 };

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
		paint((struct span){f->window, f->row, f->column, width}, text, role);
		f->column += width;
		return;
	}
	int room = most_of(f->columns - f->column, 1);
	struct grid measure = {.columns = room, .rows = 1, .ambi = f->window->ambi, .ascii = f->window->ascii};
	int rows = paint_rows(&measure, room, text);
	struct grid block;
	grid_init(&block, room, rows, f->window->ambi, f->window->ascii);
	paint_wrapped(&block, (struct area){0, 0, rows, room}, text, role);
	grid_copy(f->window, f->row, f->column, &block);
	grid_release(&block);
	f->row += rows - 1;
	f->column = f->columns;
}

static void flow_line(struct flow *f, const struct layout_line *line, const struct map_texts *texts)
{
	bool byproduct = line->link != LAYOUT_NONE && texts->byproducts && texts->byproducts[line->link];
	const struct map_text *text = &texts->boxes[line->box];
	/* Deep lines keep most of the row for their text. */
	f->indent = least(GUTTER + INDENT * line->depth, f->columns / 3);
	f->column = f->indent;
	struct strbuf name = {0};
	if (line->link != LAYOUT_NONE) {
		if (texts->labels)
			flow_text(f, texts->labels[line->link], 1, ROLE_DIM);
		strbuf_add_c(&name, byproduct ? ".> " : "-> ");
	}
	if (text->n)
		strbuf_printf(&name, text->source ? "(%.*s)" : "%.*s", STR_ARG(text->lines[0].text));
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
			grid_role(grid_row(&window, row), ROLE_CURSOR);
		grid_sign(grid_row(&window, first), 0, '>', ROLE_CURSOR);
		if (first >= 0 && first < area.rows) {
			grid->cursor_row = area.row + first;
			grid->cursor_column = area.column;
		}
	}
	grid_copy(grid, area.row, area.column, &window);
	grid_release(&window);
}
