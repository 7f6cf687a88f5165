/* A page in cells: the window on its lines, the bar of its sections. */
#include "view/page_internal.h"

#include "view/paint.h"

/* -- the window --------------------------------------------------------------------- */

/* The row under the cursor stands in the window, with the title of its section where it is the first one. */
static int top_for_cursor(const struct page *page)
{
	const struct page_row *row = &page->rows.v[page->row];
	const struct page_section *section = &page->sections.v[row->section];
	int end = row->line + row->n_lines - page->height;
	int lead = page->row == section->first ? section->line : row->line;
	if (lead <= row->line - page->height)
		lead = row->line;
	if (row->n_lines > page->height)
		return page_clamp(page->top, lead, end);
	if (lead < end)
		lead = row->line;
	return page_clamp(page->top, end, lead);
}

void page_settle(struct page *page, int columns, int rows)
{
	if (columns != page->columns || rows != page->height || page->n_shown != page->cells.n) {
		page->columns = columns;
		page->height = rows;
		page_lay_out(page);
	}
	if (!page->rows.n)
		return;
	page->top = page_clamp(page->top, 0, page->n_lines - page->height);
	page->top = page_clamp(top_for_cursor(page), 0, page->n_lines - page->height);
}

/* -- drawing ------------------------------------------------------------------------ */

struct drawing {
	const struct page *page;
	struct grid *grid;
	struct area area;
	size_t row;
	bool cursor; /* this row is under the cursor */
};

/* Where a line of the page stands; without columns: outside the window. */
static struct span row_of_line(const struct drawing *d, int line)
{
	int row = line - d->page->top;
	return row >= 0 && row < d->area.rows ? area_row(d->grid, d->area, row) : (struct span){.grid = d->grid};
}

static void draw_marks(const struct drawing *d, const struct piece *piece, struct span span)
{
	const struct page_cell *cell = piece->cell;
	size_t start = (size_t)(piece->text.p - cell->shown.p), end = start + piece->text.n;
	for (size_t i = 0; i < cell->n_marks; i++) {
		size_t from = cell->marks[i].start > start ? cell->marks[i].start : start;
		size_t to = cell->marks[i].end < end ? cell->marks[i].end : end;
		if (from >= to)
			continue;
		struct span left = span_from(span, (int)width_str(str_sub(cell->shown, start, from - start), d->page->ambi));
		grid_role(span_take(&left, (int)width_str(str_sub(cell->shown, from, to - from), d->page->ambi)), cell->marks[i].role);
	}
}

static void draw_piece(void *context, const struct piece *piece)
{
	struct drawing *d = context;
	const struct page *page = d->page;
	struct span left = span_from(row_of_line(d, page->rows.v[d->row].line + piece->line), piece->column);
	const struct page_cell *here = d->cursor ? page_cell_here(page) : NULL;
	bool under_cursor = piece->cell && piece->cell == here;
	if (left.columns <= 0)
		return;
	/* The first cell needs no colour: '>' points at it, and moving down costs fewer bytes. */
	struct span span = left;
	grid_put(span_take(&span, piece->width), piece->text, under_cursor && piece->number ? ROLE_CURSOR : piece->role);
	if (piece->cell && piece->cell->n_marks)
		draw_marks(d, piece, left);
	if (under_cursor && d->grid->cursor_column < 0) {
		d->grid->cursor_row = left.row;
		d->grid->cursor_column = left.column;
	}
}

/* "项目 12": with its count. Raw. */
static void add_title(const struct page_section *section, struct strbuf *out)
{
	strbuf_add(out, section->title);
	if (section->count != SIZE_MAX)
		strbuf_printf(out, " %zu", section->count);
}

static void draw_section_title(const struct drawing *d, const struct page_section *section)
{
	struct span left = row_of_line(d, section->line);
	if (left.columns <= 0 || d->page->bare || !section->title.n)
		return;
	struct strbuf title = {0};
	add_title(section, &title);
	paint_on(&left, strbuf_str(&title), ROLE_HEADING);
	strbuf_release(&title);
	grid_horizontal(span_from(left, 1));
}

static void draw_column_titles(const struct drawing *d, const struct page_section *section)
{
	if (section->shape != PAGE_TABLE || section->as_card || !section->n_rows)
		return;
	int line = d->page->rows.v[section->first].line - 1;
	if (line < section->line + (d->page->bare || !section->title.n ? 0 : 1))
		return;
	for (size_t c = 0; c < section->n_columns; c++) {
		const struct page_column *column = &section->columns[c];
		struct span left = span_from(row_of_line(d, line), column->at), title = span_take(&left, column->width);
		if (column->flags & COLUMN_RIGHT)
			paint_right(title, column->title, ROLE_DIM);
		else
			paint(title, column->title, ROLE_DIM);
	}
}

static void draw_row(struct drawing *d)
{
	const struct page_row *row = &d->page->rows.v[d->row];
	if (row->line + row->n_lines <= d->page->top || row->line >= d->page->top + d->area.rows)
		return;
	struct span first = row_of_line(d, row->line > d->page->top ? row->line : d->page->top);
	if (d->cursor) {
		d->grid->cursor_column = -1;
		grid_sign(first, 0, '>', ROLE_CURSOR);
	}
	page_walk_row(d->page, d->row, draw_piece, d);
	if (d->cursor && d->grid->cursor_column < 0) {
		d->grid->cursor_row = first.row;
		d->grid->cursor_column = first.column;
	}
}

void page_draw(const struct page *page, struct grid *grid, struct area area, bool cursor)
{
	struct drawing d = {.page = page, .grid = grid, .area = area};
	for (size_t s = 0; s < page->sections.n; s++) {
		draw_section_title(&d, &page->sections.v[s]);
		draw_column_titles(&d, &page->sections.v[s]);
	}
	for (d.row = 0; d.row < page->rows.n; d.row++) {
		d.cursor = cursor && d.row == page->row;
		draw_row(&d);
	}
}

/* -- the sections at a glance --------------------------------------------------------- */

static int bar_width(const struct page *page, const struct grid *grid, size_t section, struct strbuf *text)
{
	strbuf_clear(text);
	add_title(&page->sections.v[section], text);
	return paint_width(grid, strbuf_str(text)) + 2;
}

void page_draw_bar(const struct page *page, struct span left)
{
	size_t here = page_section_here(page), first = here;
	struct strbuf text = {0};
	if (!page->sections.n)
		return;
	int used = bar_width(page, left.grid, here, &text) + 4;
	/* As many sections before the present one as leave room for the next. */
	while (first > 0) {
		int more = bar_width(page, left.grid, first - 1, &text) + 1;
		if (used + more > left.columns * 2 / 3)
			break;
		used += more;
		first--;
	}
	if (first)
		paint_on(&left, STR("< "), ROLE_DIM);
	for (size_t s = first; s < page->sections.n; s++) {
		struct span bar = left;
		bar.columns = bar_width(page, left.grid, s, &text);
		if (bar.columns > left.columns - 2) {
			grid_sign(left, 0, '>', ROLE_DIM);
			break;
		}
		paint(span_from(bar, 1), strbuf_str(&text), s == here ? ROLE_HEADING : ROLE_DIM);
		grid_sign(bar, 0, s == here ? '*' : ' ', ROLE_HEADING);
		grid_sign(bar, bar.columns - 1, s == here ? '*' : ' ', ROLE_HEADING);
		span_skip(&left, bar.columns);
	}
	strbuf_release(&text);
}

void page_draw_tree(const struct page *page, struct grid *grid, struct area area)
{
	size_t here = page_section_here(page);
	/* The present section stays in sight where there are more than rows. */
	size_t rows = area.rows > 0 ? (size_t)area.rows : 0, first = here >= rows ? here - rows + 1 : 0;
	for (size_t s = first; s < page->sections.n && s - first < rows; s++) {
		struct strbuf text = {0};
		struct span row = area_row(grid, area, (int)(s - first));
		add_title(&page->sections.v[s], &text);
		grid_sign(row, 0, s == here ? '*' : ' ', ROLE_HEADING);
		paint(span_from(row, 1), strbuf_str(&text), s == here ? ROLE_HEADING : ROLE_DIM);
		strbuf_release(&text);
	}
}
