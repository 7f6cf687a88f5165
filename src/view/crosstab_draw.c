/* What the crosstab looks like on windows of any size. */
#include "view/crosstab_internal.h"
#include "view/paint.h"
#include "view/table.h"

enum {
	LABEL_LEAST = 6, LABEL_MOST = 24, TITLE_MOST = 12, NUMBER_LEAST = 5, NARROW = 60, NARROW_TITLE = 8, SUM_WIDTH = 12, SUM_MOST = 24,
	ABOVE_LEAST = 5,  /* rows of the area from which on the cell under the cursor is said in words */
	GAP = 1,
};

struct layout {
	struct area above;  /* in words */
	struct area rows;   /* the totals' row first; the titles stand in the row above */
	int label, total, cell; /* columns of each */
	int cells;          /* where the first of the scrolling columns stands */
	size_t n;           /* so many are shown */
};

/* "状态 \ 开发区": what stands in the rows, what in the columns. */
static void add_titles(const struct crosstab *state, const struct app *app, struct strbuf *out)
{
	for (size_t i = 0; i < 2; i++)
		strbuf_printf(out, "%s%.*s", i ? " \\ " : "",
			STR_ARG(facet_title(&state->cross.axes[i].facet, app_chinese(app))));
}

void crosstab_measure(struct crosstab *state, const struct app *app)
{
	/* Only what a terminal's cells are like is read from this grid. */
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	bool counted = ref_none(state->cross.indicator);
	int widest[2] = {0};
	struct strbuf text = {0};
	add_titles(state, app, &text);
	widest[0] = paint_width(&grid, strbuf_str(&text));
	for (size_t axis = 0; axis < 2; axis++)
		for (size_t i = 0; i < cross_places(&state->cross, axis); i++) {
			strbuf_clear(&text);
			cross_label(&state->cross, app, axis, i, &text);
			int columns = paint_width(&grid, strbuf_str(&text));
			widest[axis] = columns > widest[axis] ? columns : widest[axis];
		}
	struct tally all = cross_cell(&state->cross, 0, 0);
	int digits = counts_digits(&all); /* no cell has more rows than all */
	int title = widest[1] > TITLE_MOST ? TITLE_MOST : widest[1] < NUMBER_LEAST ? NUMBER_LEAST : widest[1];
	int total = paint_width(&grid, app_message(app, MSG_COUNTS_TOTAL));
	state->label = widest[0];
	state->cell = digits > title ? digits : title;
	state->least = digits > NARROW_TITLE ? digits : NARROW_TITLE;
	state->total = digits > total ? digits : total;
	if (!counted) {
		/*
		 * The whole is mostly the longest, but for the word of a sum that is about so much below one that is at least so
		 * much; what is longer is said in the line above where the cursor stands on it.
		 */
		char sign;
		strbuf_clear(&text);
		crosstab_cell(state, app, 0, 0, &text, &sign);
		int sum = paint_width(&grid, strbuf_str(&text)) + 1;
		if (str_starts(strbuf_str(&text), STR(">=")))
			sum += paint_width(&grid, app_message(app, MSG_LIST_ABOUT)) - 2;
		state->cell = sum < SUM_WIDTH ? SUM_WIDTH : sum > SUM_MOST ? SUM_MOST : sum;
		state->total = state->least = state->cell;
	}
	strbuf_release(&text);
}

static void place_columns(struct layout *l, int columns)
{
	l->cells = TABLE_GUTTER + l->label + GAP + (l->total ? l->total + GAP : 0);
	l->n = columns > l->cells ? (size_t)((columns - l->cells + GAP) / (l->cell + GAP)) : 0;
}

static struct layout lay_out(const struct crosstab *state, struct area area)
{
	int above = area.rows >= ABOVE_LEAST, most = area.columns / 3 > LABEL_MOST ? LABEL_MOST : area.columns / 3;
	struct layout l = {.label = state->label > most ? most : state->label, .total = state->total, .cell = state->cell};
	if (area.columns < NARROW && state->least < l.cell)
		l.cell = state->least; /* titles are cut, numbers are not: the line above says both in full */
	l.above = (struct area){area.row, area.column, above, area.columns};
	l.rows = area_from(area, above + 1, 0);
	place_columns(&l, area.columns);
	/* A narrow window shows the totals or one of the columns. */
	if (!l.n && state->column) {
		l.total = 0;
		place_columns(&l, area.columns);
	}
	if (!l.n && state->column) {
		l.label = area.columns - TABLE_GUTTER - GAP - l.cell > LABEL_LEAST ? area.columns - TABLE_GUTTER - GAP - l.cell : LABEL_LEAST;
		place_columns(&l, area.columns);
		l.n = l.n ? l.n : 1;
	}
	return l;
}

/* The place that stands in a line below the titles: the total, then those from top + 1 on. */
static size_t place_at(const struct crosstab *state, size_t line)
{
	size_t row = line ? state->scroll.top + line : 0;
	return row < state->scroll.n ? state->order[row] : SIZE_MAX;
}

/* The line in which the cursor stands, never the one that the totals hide (crosstab_settle). */
static size_t cursor_line(const struct crosstab *state)
{
	return state->scroll.cursor ? state->scroll.cursor - state->scroll.top : 0;
}

/* Where a column of the table stands: the total, or one of those that are shown. */
static struct table_slot slot_of(const struct crosstab *state, const struct layout *l, size_t column)
{
	if (!column)
		return (struct table_slot){column, TABLE_GUTTER + l->label + GAP, l->total};
	return (struct table_slot){column, l->cells + (int)(column - state->first) * (l->cell + GAP), l->cell};
}

/* The column that is shown as the i-th one, the total first where there is room for it; false: there is none. */
static bool shown_column(const struct crosstab *state, const struct layout *l, size_t i, size_t *column)
{
	size_t n_before = l->total != 0;
	*column = i < n_before ? 0 : state->first + i - n_before;
	return i < n_before + l->n && *column < cross_places(&state->cross, 1);
}

void crosstab_settle(void *data, const struct app *app, struct area area)
{
	struct crosstab *state = data;
	(void)app;
	if (!state->cross.n_axes)
		return;
	struct layout l = lay_out(state, area);
	scroll_settle(&state->scroll, l.rows.rows);
	if (state->scroll.cursor && state->scroll.cursor == state->scroll.top)
		state->scroll.top--; /* the totals stand over the first line */
	if (!state->column)
		state->first = 1;
	if (state->column && state->column < state->first)
		state->first = state->column;
	if (state->column && l.n && state->column >= state->first + l.n)
		state->first = state->column - l.n + 1;
	state->first = state->first ? state->first : 1;
	/* Figures of the cells that are seen, and no others. */
	size_t place, column;
	ARRAY(struct cross_spot) seen = {0};
	for (size_t line = 0; !ref_none(state->cross.indicator) && (int)line < l.rows.rows && (place = place_at(state, line)) != SIZE_MAX; line++)
		for (size_t i = 0; shown_column(state, &l, i, &column); i++)
			array_push(&seen, ((struct cross_spot){place, column}));
	if (seen.n)
		cross_sum(&state->cross, seen.v, seen.n);
	array_release(&seen);
}

/* -- in words --------------------------------------------------------------------------------- */

/* "在建 x 兴县经开区  5亿元..8亿元  条数 12  3.2%  重复或已含未计 2" */
static void draw_above(const struct crosstab *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct cross *cross = &state->cross;
	size_t row = state->order[state->scroll.cursor];
	struct tally tally = cross_cell(cross, row, state->column);
	const struct totals *sums = cross_sums_made(cross, row, state->column);
	struct strbuf text = {0};
	size_t all = cross->counts.picked.n;
	cross_label(cross, app, 0, row, &text);
	strbuf_add_c(&text, " x ");
	cross_label(cross, app, 1, state->column, &text);
	const struct total *total = sums && cross->modality >= 0 ? &sums->of[cross->modality] : NULL;
	if (total) {
		strbuf_add_c(&text, total->n_rows ? "  " : "  -");
		cross_print_total(cross, total, sums->unit, app, &text);
	}
	strbuf_printf(&text, "  %.*s ", STR_ARG(app_message(app, MSG_COUNTS_ROWS)));
	counts_number(&tally, &text);
	strbuf_printf(&text, "  %.1f%%", 100.0 * tally.n / (double)(all ? all : 1));
	if (total)
		cross_print_notes(total, sums->n_other_unit, app, &text);
	if (facet_values_several(cross->axes[0].values) || facet_values_several(cross->axes[1].values))
		strbuf_printf(&text, "  (%.*s)", STR_ARG(app_message(app, MSG_COUNTS_SEVERAL)));
	paint(area_row(grid, area, 0), paint_parts(grid, strbuf_str(&text), area.columns), ROLE_TEXT);
	strbuf_release(&text);
}

/* -- the table ------------------------------------------------------------------------------------- */

static bool more_behind(const struct crosstab *state, const struct layout *l)
{
	return state->first + l->n < cross_places(&state->cross, 1);
}

/* Where a column stands in a line of the table. */
static struct span column_span(const struct crosstab *state, const struct layout *l, struct span line, size_t column)
{
	struct table_slot slot = slot_of(state, l, column);
	return (struct span){line.grid, line.row, line.column + slot.at, slot.columns};
}

static void draw_title(const struct crosstab *state, const struct app *app, const struct layout *l, struct span head, size_t column)
{
	struct strbuf text = {0};
	struct span span = column_span(state, l, head, column);
	enum role role = column == state->column ? ROLE_CURSOR : ROLE_HEADING;
	cross_label(&state->cross, app, 1, column, &text);
	span.columns -= !ref_none(state->cross.indicator);
	if (span.column + span.columns == head.column + head.columns && more_behind(state, l))
		span.columns--; /* the sign of that stands there */
	if (paint_width(span.grid, strbuf_str(&text)) > span.columns)
		paint_cut(span, strbuf_str(&text), role, CUT_MIDDLE);
	else
		paint_right(span, strbuf_str(&text), role);
	strbuf_release(&text);
}

static void draw_head(const struct crosstab *state, const struct app *app, const struct layout *l, struct span head)
{
	struct strbuf text = {0};
	struct span titles = span_from(head, TABLE_GUTTER);
	size_t column;
	add_titles(state, app, &text);
	paint(span_take(&titles, l->label), strbuf_str(&text), ROLE_HEADING);
	for (size_t i = 0; shown_column(state, l, i, &column); i++)
		draw_title(state, app, l, head, column);
	/* What stands outside is not hidden silently. */
	if (state->first > 1)
		grid_sign(head, l->cells - GAP, '<', ROLE_DIM);
	if (more_behind(state, l))
		grid_sign(head, head.columns - 1, '>', ROLE_DIM);
	strbuf_release(&text);
}

static void draw_cell(const struct crosstab *state, const struct app *app, size_t line, size_t column, struct span span)
{
	size_t place = place_at(state, line);
	bool here = line == cursor_line(state) && column == state->column;
	struct strbuf text = {0};
	char sign;
	struct table_column shape = {.right = true, .sign = !ref_none(state->cross.indicator)};
	crosstab_cell(state, app, place, column, &text, &sign);
	struct table_cell cell = {.text = text, .role = here ? ROLE_CURSOR : place && column ? ROLE_NUMBER : ROLE_HEADING, .sign = sign};
	if (!text.n) {
		strbuf_add_c(&cell.text, "-");
		cell.role = here ? ROLE_CURSOR : ROLE_DIM;
	}
	table_draw_cell(&shape, &cell, span);
	strbuf_release(&cell.text);
}

static void draw_row(const struct crosstab *state, const struct app *app, struct grid *grid, const struct layout *l, size_t line)
{
	struct strbuf label = {0};
	size_t place = place_at(state, line), column;
	struct span row = area_row(grid, l->rows, (int)line), labels = span_from(row, TABLE_GUTTER);
	if (line == cursor_line(state))
		grid_sign(row, 0, '>', ROLE_CURSOR);
	cross_label(&state->cross, app, 0, place, &label);
	paint_cut(span_take(&labels, l->label), strbuf_str(&label), place ? ROLE_LINK : ROLE_HEADING, CUT_MIDDLE);
	for (size_t i = 0; shown_column(state, l, i, &column); i++)
		draw_cell(state, app, line, column, column_span(state, l, row, column));
	strbuf_release(&label);
}

static void park(const struct crosstab *state, struct grid *grid, const struct layout *l)
{
	struct span row = area_row(grid, l->rows, (int)cursor_line(state)), cell = column_span(state, l, row, state->column);
	grid_park(cell.column < row.column + row.columns ? cell : row);
}

void crosstab_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct crosstab *state = data;
	if (!state->cross.n_axes) {
		enum message reason = state->cross.counts.index ? MSG_COUNTS_NOTHING : MSG_READING;
		paint_wrapped(grid, area, app_message(app, reason), ROLE_HEADING);
		return;
	}
	struct layout l = lay_out(state, area);
	if (l.above.rows)
		draw_above(state, app, grid, l.above);
	draw_head(state, app, &l, area_row(grid, l.rows, -1));
	for (size_t line = 0; (int)line < l.rows.rows && place_at(state, line) != SIZE_MAX; line++)
		draw_row(state, app, grid, &l, line);
	if (l.rows.rows > 0)
		park(state, grid, &l);
	counts_draw_completions(&state->cross.counts, grid, area);
}
