/* A list on the screen: table, cards on a small window, preview on a wide one. */
#include "list_internal.h"
#include "view/record_page.h"

enum {
	CARD_SIDE_COLUMNS = 80, /* from here on list and card stand side by side */
	PREVIEW_LEAST = 60,
	WIDE_COLUMNS = 160,     /* of a list that has the window for itself */
	BESIDE_LEAST = 30,      /* cells of a card's list from which something stands beside the names */
	FIGURE_GAP = 1,
};

/* How the area is shared out. */
struct layout {
	enum tier tier;
	struct area list, card; /* card: also the preview; no rows or columns: there is none */
};

static struct layout lay_out(const struct app *app, struct area area)
{
	struct layout l = {.tier = app_tier(app), .list = area};
	l.card = (struct area){area.row, area.column + area.columns, 0, 0};
	if (l.tier == TIER_WIDE && area.columns >= WIDE_COLUMNS && app_preview(app)) {
		int columns = area.columns * 2 / 5;
		l.card = (struct area){area.row, area.column + area.columns - columns, area.rows, columns};
		l.list.columns -= columns + 2;
	} else if (l.tier == TIER_CARD && area.columns >= CARD_SIDE_COLUMNS) {
		l.list.columns = area.columns / 2 - 1;
		l.card = (struct area){area.row, area.column + area.columns / 2 + 1, area.rows,
			area.columns - area.columns / 2 - 1};
	} else if (l.tier == TIER_CARD && area.rows >= 4) {
		l.list.rows = area.rows / 2;
		l.card = (struct area){area.row + l.list.rows + 1, area.column, area.rows - l.list.rows - 1, area.columns};
	}
	return l;
}

/* -- before the index ------------------------------------------------------------------ */

static void read_names(struct list *list, const struct app *app)
{
	const struct row_source *rows = app_settings(app)->rows;
	arena_clear(&list->names_memory);
	list->n_names = 0;
	if (!rows)
		return;
	list->names_first = list->scroll.top;
	list->names = arena_calloc(&list->names_memory, list->scroll.shown, sizeof *list->names);
	list->n_names = rows->names(rows->self, list->kind, list->names_first, list->scroll.shown, list->names,
		&list->names_memory);
}

void list_settle(void *state, const struct app *app, struct area area)
{
	struct list *list = state;
	struct layout l = lay_out(app, area);
	int lines = l.tier == TIER_CARD ? l.list.rows : l.list.rows - 1;
	if (list_grouped(list))
		list_groups_settle(list, lines);
	else
		scroll_settle(&list->scroll, lines);
	table_settle(&list->table, l.list.columns);
	list_read_window(list);
	if (!list->index)
		read_names(list, app);
	else if (l.tier != TIER_CARD)
		list_lines_fill(list, app, l.list.columns, l.list.rows - 1);
	list_total(list, app);
}

/* -- rows ---------------------------------------------------------------------------------- */

static void cell_of(const void *self, size_t row, size_t column, int columns, struct table_cell *out)
{
	const struct list_drawing *d = self;
	const struct list *list = d->list;
	if (list->index) {
		list_cell(d, list->shown[column], list_row(list, row), columns, out);
		return;
	}
	bool read = row >= list->names_first && row - list->names_first < list->n_names;
	strbuf_add(&out->text, read ? list->names[row - list->names_first].name : STR("-"));
}

static void signs_of(const void *self, size_t row, char *mark, char *third)
{
	const struct list_drawing *d = self;
	const struct list *list = d->list;
	struct ref ref = list_row(list, row);
	if (ref_none(ref))
		return;
	size_t cursor = list->scroll.cursor;
	bool in_range = list->ranging && (list->anchor < cursor ? row >= list->anchor && row <= cursor : row >= cursor &&
		row <= list->anchor);
	*mark = app_marked(d->app, ref) ? '*' : in_range ? '+' : ' ';
	*third = bits_has(list->perhaps, ref_row(ref)) ? '?' : ' ';
}

static bool heading_of(const void *self, size_t row, struct span line)
{
	const struct list_drawing *d = self;
	return list_group_draw(d->list, d->app, row, line);
}

struct table_rows list_table_rows(const struct list_drawing *drawing)
{
	return (struct table_rows){drawing, cell_of, signs_of, heading_of};
}

/* -- empty ---------------------------------------------------------------------------------- */

/* A key and what it does, whole in one line: in this one where there is room, else in the next. */
static void draw_way(const struct app *app, struct area *left, struct span *line, enum command_id id, enum message does)
{
	enum { GAP = 3 };
	struct str text = arena_printf(app_scratch(app), "%s %s", commands[id].keys[0], app_message(app, does).p);
	if (line->column > left->column && paint_width(line->grid, text) > line->columns) {
		*left = area_from(*left, 1, 0);
		*line = area_row(line->grid, *left, 0);
	}
	if (left->rows <= 0)
		return;
	paint_on(line, text, ROLE_DIM);
	span_skip(line, GAP);
}

/* What one can do about an empty list; while a line is open the keys are letters of it. */
static void draw_ways(const struct list *list, const struct app *app, struct grid *grid, struct area left)
{
	bool asked = list->query.n || list->only_marked || list->only_conflicts;
	struct span line = area_row(grid, left, 0);
	if (list->prompt != LIST_PROMPT_NONE || left.rows <= 0)
		return;
	if (!list->index) {
		draw_way(app, &left, &line, CMD_FILTER, MSG_LIST_FILTER_AHEAD);
	} else if (asked) {
		if (list->n_meant)
			draw_way(app, &left, &line, CMD_PANE_NEXT, MSG_LIST_TAKE_MEANT);
		draw_way(app, &left, &line, CMD_OPEN, MSG_LIST_CLEAR);
		draw_way(app, &left, &line, CMD_FILTER, MSG_LIST_CHANGE);
		draw_way(app, &left, &line, CMD_UNDO, MSG_LIST_UNDO);
	} else {
		paint_wrapped(grid, left, app_message(app, MSG_LIST_IMPORT), ROLE_DIM);
	}
}

/* Nothing to show: what was asked, and the ways out. */
static void draw_empty(const struct list *list, const struct app *app, struct grid *grid, struct area area)
{
	bool asked = list->query.n || list->only_marked || list->only_conflicts;
	struct strbuf text = {0};
	int apart = area.rows > 6; /* a row between what belongs together */
	struct area left = area_from(area, apart, 0);
	enum message reason = !list->index ? MSG_READING : asked ? MSG_NO_MATCH : MSG_LIST_NONE;
	paint_down(grid, &left, app_message(app, reason), ROLE_HEADING);
	if (list->index && asked) {
		strbuf_add(&text, strbuf_str(&list->query));
		if (list->only_marked)
			strbuf_add(&text, app_message(app, MSG_LIST_ONLY_MARKED));
		if (list->only_conflicts)
			strbuf_add(&text, app_message(app, MSG_LIST_ONLY_CONFLICTS));
		paint_down(grid, &left, str_trim(strbuf_str(&text)), ROLE_TEXT);
		if (list->slip.n)
			paint_down(grid, &left, strbuf_str(&list->slip), ROLE_ERROR);
		if (list->n_meant)
			paint_down(grid, &left, arena_printf(app_scratch(app), app_message(app, MSG_LIST_MEANT).p, strbuf_str(&list->meant).p, list->n_meant), ROLE_HEADING);
	}
	draw_ways(list, app, grid, area_from(left, apart, 0));
	strbuf_release(&text);
	grid_park(area_row(grid, area, apart));
}

/* -- cards ---------------------------------------------------------------------------------- */

/* Who reads figures wants what each says: its indicator and value stand beside whom it is about, unless another is looked at. */
static bool shows_figures(const struct list *list, int columns)
{
	if (list->kind != KIND_CLAIM || !list->index || columns < BESIDE_LEAST)
		return false;
	struct str name = list->fields[list->shown[list->table.cell]].name;
	return list->table.cell == 0 || str_eq_c(name, "indicator") || str_eq_c(name, "value");
}

static size_t field_named(const struct list *list, struct str name)
{
	size_t i = 0;
	while (i + 1 < list->n_fields && !str_eq(list->fields[i].name, name))
		i++;
	return i;
}

/* Indicator and value; the indicator gives way. */
static void draw_figure(const struct list_drawing *drawing, struct ref ref, struct span span)
{
	const struct list *list = drawing->list;
	struct table_column value = {.right = true, .sign = true}, indicator = {.cut = CUT_END};
	struct table_cell cell = {0};
	list_cell(drawing, field_named(list, STR("value")), ref, span.columns - 1, &cell);
	int needed = paint_width(span.grid, strbuf_str(&cell.text)) + 1;
	struct span left = span_take(&span, needed < span.columns ? span.columns - needed : 0);
	table_draw_cell(&value, &cell, span);
	left.columns -= FIGURE_GAP;
	if (left.columns > 0) {
		strbuf_clear(&cell.text);
		list_cell(drawing, field_named(list, STR("indicator")), ref, left.columns, &cell);
		table_draw_cell(&indicator, &cell, left);
	}
	strbuf_release(&cell.text);
}

/* Names one a line; the value that the card is at stands at the right end. */
static void draw_names(const struct list_drawing *drawing, struct grid *grid, struct area area)
{
	const struct list *list = drawing->list;
	struct table_rows rows = list_table_rows(drawing);
	struct table_cell cell = {0};
	bool figures = shows_figures(list, area.columns);
	int beside = figures ? area.columns / 2 : area.columns >= BESIDE_LEAST && list->table.cell > 0 ? area.columns * 2 / 5 : 0;
	size_t row = list->scroll.top;
	for (int i = 0; i < area.rows && row < list->scroll.n; i++, row++) {
		if (list_group_draw(list, drawing->app, row, area_row(grid, area, i)) && ++i >= area.rows)
			break;
		struct span line = area_row(grid, area, i), value = span_from(line, area.columns - beside);
		struct span name = span_from(line, table_gutter(&rows, &list->scroll, row, line));
		name.columns -= beside ? beside + 1 : 0;
		strbuf_clear(&cell.text);
		cell_of(drawing, row, 0, name.columns, &cell);
		paint_cut(name, strbuf_str(&cell.text), cell.role, CUT_MIDDLE);
		if (figures) {
			draw_figure(drawing, list_row(list, row), value);
		} else if (beside) {
			strbuf_clear(&cell.text);
			cell_of(drawing, row, list->table.cell, beside - 1, &cell);
			table_draw_cell(&list->table.v[list->table.cell], &cell, value);
		}
		if (row == list->scroll.cursor) {
			grid->cursor_row = name.row;
			grid->cursor_column = name.column;
		}
	}
	strbuf_release(&cell.text);
}

/* One field a line, from the first column that lets the one under the cursor be seen; long values go on below. */
static void draw_card(const struct list_drawing *drawing, struct grid *grid, struct area area)
{
	const struct list *list = drawing->list;
	struct ref ref = list_row(list, list->scroll.cursor);
	struct strbuf text = {0};
	int label = 0;
	if (ref_none(ref))
		return;
	for (size_t i = 0; i < list->table.n; i++) {
		int width = paint_width(grid, list->table.v[i].title);
		label = width > label ? width : label;
	}
	label = label > area.columns / 3 ? area.columns / 3 : label;
	size_t first = list->table.cell >= (size_t)area.rows ? list->table.cell - (size_t)area.rows + 1 : 0;
	for (size_t i = first; i < list->table.n && area.rows > 0; i++) {
		struct span line = area_row(grid, area, 0);
		struct area value = area_from(area, 0, label + 1);
		/* Every field gets its line before any gets a second one. */
		int spare = area.rows - (int)(list->table.n - i - 1);
		value.rows = spare > 1 ? spare : 1;
		list_card_value(drawing, list->shown[i], ref, &text);
		paint(span_take(&line, label), list->table.v[i].title, i == list->table.cell ? ROLE_CURSOR : ROLE_HEADING);
		int used = paint_wrapped(grid, value, text.n ? strbuf_str(&text) : STR("-"), text.n ? ROLE_TEXT : ROLE_DIM);
		area = area_from(area, used, 0);
	}
	strbuf_release(&text);
}

static void draw_cards(const struct list_drawing *drawing, const struct layout *l, struct grid *grid)
{
	draw_names(drawing, grid, l->list);
	if (l->card.rows <= 0)
		return;
	if (l->card.column > l->list.column)
		grid_vertical(grid, l->card.row, l->card.column - 1, l->card.rows);
	else
		grid_horizontal(area_row(grid, l->card, -1));
	draw_card(drawing, grid, l->card);
}

static void draw_preview(const struct list_drawing *drawing, const struct layout *l, struct grid *grid)
{
	struct ref ref = list_row(drawing->list, drawing->list->scroll.cursor);
	if (l->card.columns < PREVIEW_LEAST || ref_none(ref))
		return;
	int row = grid->cursor_row, column = grid->cursor_column;
	grid_vertical(grid, l->card.row, l->card.column - 2, l->card.rows);
	record_preview(drawing->app, grid, l->card, ref);
	grid->cursor_row = row;
	grid->cursor_column = column;
}

/* The prompt has the last line; what is to be said of its text stands above it. */
static void draw_above_prompt(struct str text, enum role role, struct grid *grid, struct area area)
{
	int rows = paint_rows(grid, area.columns, text);
	rows = rows > area.rows ? area.rows : rows > 3 ? 3 : rows;
	struct area below = area_from(area, area.rows - rows, 0);
	for (int i = 0; i < rows; i++)
		grid_blank(area_row(grid, below, i), ROLE_TEXT);
	paint_wrapped(grid, below, text, role);
}

void list_draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct list *list = state;
	struct layout l = lay_out(app, area);
	struct list_drawing drawing = {list, app, grid};
	if (!list->scroll.n) {
		draw_empty(list, app, grid, area);
	} else if (l.tier == TIER_CARD) {
		draw_cards(&drawing, &l, grid);
	} else {
		struct table_rows rows = list_table_rows(&drawing);
		const struct grid *lines = &list->lines.grid;
		bool kept = lines->cells && lines->columns == l.list.columns && lines->rows == l.list.rows - 1 &&
			lines->ambi == grid->ambi && lines->ascii == grid->ascii && list->lines.top == list->scroll.top;
		table_draw(&list->table, &list->scroll, &rows, kept ? lines : NULL, grid, l.list);
		if (l.tier == TIER_WIDE)
			draw_preview(&drawing, &l, grid);
	}
	if (list_completes(list))
		completer_draw(&list->completer, area_row(grid, area, area.rows - 1));
	else if (list->prompt != LIST_PROMPT_NONE && list->fault.n)
		draw_above_prompt(strbuf_str(&list->fault), ROLE_ERROR, grid, area);
	else if (!list->index && list->prompt == LIST_PROMPT_FILTER)
		draw_above_prompt(app_message(app, MSG_LIST_FILTER_WAITS), ROLE_HEADING, grid, area);
	else if (list->prompt == LIST_PROMPT_FILTER && !list->query.n)
		draw_above_prompt(app_message(app, MSG_LIST_FILTER_HINT), ROLE_DIM, grid, area);
}

void list_draw_beside(const struct list *list, const struct app *app, struct grid *grid, struct area area)
{
	struct list_drawing drawing = {list, app, grid};
	struct table_rows rows = list_table_rows(&drawing);
	struct scroll scroll = list->scroll;
	struct table table = list->table;
	scroll.cursor = SIZE_MAX; /* the cursor is elsewhere */
	table.cell = TABLE_COLUMNS;
	table_draw(&table, &scroll, &rows, NULL, grid, area);
}
