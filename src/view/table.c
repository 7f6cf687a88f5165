#include "view/table.h"

enum {
	CUT_LEAST = 6, /* a text column may be cut down to this at the right edge */
};

/* Whoever goes to the last column reads it: it has room before the others. */
static bool reads_last(const struct table *table)
{
	return table->frozen && table->cell + 1 == table->n;
}

/* Cells that a column would take of those that are left to show more of what it holds. */
static int more_of(const struct table *table, const struct table_slot *slot, int spare)
{
	int more = table->v[slot->column].full - slot->columns;
	return more < 0 ? 0 : more < spare ? more : spare;
}

/* Room that is left goes to the columns that hold more than they show, from the left. */
static void spread(const struct table *table, struct table_layout *layout, int spare)
{
	const struct table_slot *last = &layout->v[layout->n - 1];
	int shift = 0, kept = reads_last(table) && last->column == table->cell ? more_of(table, last, spare) : 0;
	for (struct table_slot *slot = layout->v; slot < layout->v + layout->n; slot++) {
		int more = slot == last ? more_of(table, slot, spare - shift) : more_of(table, slot, spare - kept - shift);
		slot->at += shift;
		slot->columns += more;
		shift += more;
	}
}

/*
 * The cell at the right edge of the header where the sign stands that more columns follow: kept free of titles. The last column
 * is followed by none, and above the rows' own signs there is no title.
 */
static int edge_of(const struct table *table, size_t column)
{
	return column + 1 < table->n && !table->v[column].sign;
}

/* Append a column where it fits; a text column may take what is left, as long as its title stays whole. */
static bool place_slot(const struct table *table, size_t column, int columns, struct table_layout *layout, int *at)
{
	int left = columns - *at - edge_of(table, column), width = table->v[column].width;
	if (width > left) {
		bool only = layout->n == 0 || column == table->cell;
		int least = table->v[column].least > CUT_LEAST ? table->v[column].least : CUT_LEAST;
		if (left < (only ? 1 : least) || (table->v[column].right && !only))
			return false;
		width = left;
	}
	layout->v[layout->n++] = (struct table_slot){column, *at, width};
	*at += width + TABLE_GAP;
	return true;
}

struct table_layout table_lay_out(const struct table *table, int columns)
{
	struct table_layout layout = {0};
	size_t i = table->first;
	int at = columns > 2 * TABLE_GUTTER ? TABLE_GUTTER : 0;
	if (table->frozen && table->n && table->first > 0)
		place_slot(table, 0, columns, &layout, &at);
	while (i < table->n && place_slot(table, i, columns, &layout, &at))
		i++;
	layout.more = i < table->n;
	if (layout.n) {
		const struct table_slot *last = &layout.v[layout.n - 1];
		int spare = columns - last->at - last->columns - (layout.more ? edge_of(table, last->column) : 0);
		if (spare > 0)
			spread(table, &layout, spare);
	}
	return layout;
}

static bool shows_cell(const struct table *table, int columns)
{
	const struct table_column *cell = &table->v[table->cell];
	int width = reads_last(table) ? cell->full : cell->width;
	const struct table_layout layout = table_lay_out(table, columns);
	for (size_t i = 0; i < layout.n; i++)
		if (layout.v[i].column == table->cell)
			return layout.v[i].columns >= width || i == 0
				|| (i == 1 && layout.v[0].column + 1 != layout.v[1].column);
	return false;
}

/* Whether all columns from one on stand in the window, the last of them in its width: a window has become wider. */
static bool fits_from(const struct table *table, size_t first, int columns)
{
	struct table shifted = *table;
	shifted.first = first;
	const struct table_layout layout = table_lay_out(&shifted, columns);
	const struct table_slot *last = layout.n ? &layout.v[layout.n - 1] : NULL;
	return last && !layout.more && last->columns >= table->v[last->column].width;
}

void table_settle(struct table *table, int columns)
{
	if (table->cell >= table->n)
		table->cell = table->n ? table->n - 1 : 0;
	if (table->first >= table->n)
		table->first = 0;
	if (table->cell < table->first)
		table->first = table->frozen && table->cell == 0 ? table->first : table->cell;
	if (table->frozen && table->first == 1)
		table->first = table->cell <= 1 ? 0 : table->first;
	while (table->first > 0 && !table_lay_out(table, columns).more && fits_from(table, table->first - 1, columns))
		table->first--;
	while (table->first < table->cell && !shows_cell(table, columns))
		table->first++;
}

bool table_command(struct table *table, enum command_id id)
{
	if (id == CMD_LEFT && table->cell > 0)
		table->cell--;
	else if (id == CMD_RIGHT && table->cell + 1 < table->n)
		table->cell++;
	return id == CMD_LEFT || id == CMD_RIGHT;
}

static struct span slot_span(struct span line, const struct table_slot *slot)
{
	return (struct span){line.grid, line.row, line.column + slot->at, slot->columns};
}

/*
 * Title and order sign; where both do not fit the title gives way. Above numbers the sign stands where the rows have theirs, so
 * that the title stays above its numbers.
 */
static void draw_title(const struct table_column *column, struct span span, enum role role)
{
	struct span title = span;
	title.columns -= column->order || (column->right && column->sign && span.columns > 1);
	int used = column->right ? paint_right(title, column->title, role) : paint(title, column->title, role);
	if (column->order)
		grid_sign(span, column->right ? title.columns : used, column->order, role);
}

static void draw_header(const struct table *table, const struct table_layout *layout, struct span line)
{
	for (const struct table_slot *slot = layout->v; slot < layout->v + layout->n; slot++)
		draw_title(&table->v[slot->column], slot_span(line, slot), slot->column == table->cell ? ROLE_CURSOR : ROLE_HEADING);
	/* What stands outside is not hidden silently. */
	if (table->first > (table->frozen ? 1u : 0u) && line.columns > 2 * TABLE_GUTTER)
		grid_sign(line, 1, '<', ROLE_DIM);
	if (layout->more)
		grid_sign(line, line.columns - 1, '>', ROLE_DIM);
}

int table_gutter(const struct table_rows *rows, const struct scroll *scroll, size_t row, struct span line)
{
	char mark = ' ', third = ' ';
	if (line.columns <= 2 * TABLE_GUTTER)
		return 0;
	if (rows->signs)
		rows->signs(rows->self, row, &mark, &third);
	if (row == scroll->cursor)
		grid_sign(line, 0, '>', ROLE_CURSOR);
	if (mark != ' ')
		grid_sign(line, 1, mark, ROLE_MARK);
	if (third != ' ')
		grid_sign(line, 2, third, ROLE_WARNING);
	return TABLE_GUTTER;
}

bool table_has_number(struct str text)
{
	bool has = false;
	for (size_t i = 0; !has && i < text.n; i++)
		has = text.p[i] >= '0' && text.p[i] <= '9';
	return has;
}

/* Without the blanks before letters: a unit in pinyin takes fewer cells, 24.01PingFangGongLi, and no two numbers meet. */
static struct str closed_up(struct str shown, struct strbuf *out)
{
	for (size_t i = 0; i < shown.n; i++) {
		char next = i + 1 < shown.n ? shown.p[i + 1] : ' ';
		if (shown.p[i] != ' ' || !((next >= 'A' && next <= 'Z') || (next >= 'a' && next <= 'z')))
			strbuf_add_byte(out, shown.p[i]);
	}
	return strbuf_str(out);
}

/*
 * A number is shown whole or not at all: a cut one reads as another number. False: it is not. A value of words alone is cut
 * as others are.
 */
static bool draw_number(struct span span, const struct table_cell *cell)
{
	struct str text = strbuf_str(&cell->text);
	if (paint_width(span.grid, text) <= span.columns) {
		paint_right(span, text, cell->role);
		return true;
	}
	if (!table_has_number(text)) {
		paint(span, text, cell->role);
		return true;
	}
	struct strbuf shown = {0}, closed = {0};
	paint_text(span.grid, text, &shown);
	struct str brief = closed_up(strbuf_str(&shown), &closed);
	bool fits = paint_width(span.grid, brief) <= span.columns;
	if (fits)
		paint_right(span, brief, cell->role);
	for (int i = 0; !fits && i < span.columns; i++)
		grid_sign(span, i, '#', ROLE_DIM);
	strbuf_release(&shown);
	strbuf_release(&closed);
	return fits;
}

bool table_draw_cell(const struct table_column *column, const struct table_cell *cell, struct span span)
{
	bool signs = column->sign && span.columns > 1, whole = true;
	if (signs && cell->sign)
		grid_sign(span, span.columns - 1, cell->sign, ROLE_WARNING);
	span.columns -= signs;
	if (column->right)
		whole = draw_number(span, cell);
	else
		paint_cut(span, strbuf_str(&cell->text), cell->role, column->cut);
	return whole;
}

bool table_draw_line(const struct table *table, const struct table_layout *layout, const struct table_rows *rows, size_t row, struct span line)
{
	struct table_cell cell = {0};
	bool whole = true;
	for (const struct table_slot *slot = layout->v; slot < layout->v + layout->n; slot++) {
		const struct table_column *column = &table->v[slot->column];
		strbuf_clear(&cell.text);
		cell.role = ROLE_TEXT;
		cell.sign = 0;
		rows->cell(rows->self, row, slot->column, slot->columns - (column->sign && slot->columns > 1), &cell);
		whole &= table_draw_cell(column, &cell, slot_span(line, slot));
	}
	strbuf_release(&cell.text);
	return whole;
}

static void park(const struct table *table, const struct table_layout *layout, struct span line)
{
	line.grid->cursor_row = line.row;
	line.grid->cursor_column = line.column;
	for (const struct table_slot *slot = layout->v; slot < layout->v + layout->n; slot++)
		if (slot->column == table->cell)
			grid_park(slot_span(line, slot));
}

void table_draw(const struct table *table, const struct scroll *scroll, const struct table_rows *rows, const struct grid *lines,
	struct grid *grid, struct area area)
{
	const struct table_layout layout = table_lay_out(table, area.columns);
	draw_header(table, &layout, area_row(grid, area, 0));
	size_t row = scroll->top;
	for (int i = 1; i < area.rows && row < scroll->n; i++, row++) {
		if (rows->heading && rows->heading(rows->self, row, area_row(grid, area, i)) && ++i >= area.rows)
			break;
		struct span line = area_row(grid, area, i);
		if (lines)
			grid_copy_row(grid, line.row, line.column, lines, (int)(row - scroll->top));
		else
			table_draw_line(table, &layout, rows, row, line);
		table_gutter(rows, scroll, row, line);
		if (row == scroll->cursor)
			park(table, &layout, line);
	}
}

void table_turn_sort(struct strbuf *sort, struct str name, bool down)
{
	struct str now = strbuf_str(sort);
	bool is_down = now.n && now.p[0] == '-', same = str_eq(str_sub(now, is_down, now.n), name);
	strbuf_clear(sort);
	if (!same || is_down == down)
		strbuf_printf(sort, "%s%.*s", same != down ? "-" : "", STR_ARG(name));
}
