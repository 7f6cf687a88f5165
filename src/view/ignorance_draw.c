/* What the map of ignorance looks like on windows of any size. */
#include "view/ignorance_internal.h"

#include "index/read.h"
#include "text/cut.h"
#include "view/paint.h"

enum {
	CELL = 3,              /* columns of a cell: the sign between blanks or brackets */
	GUTTER = 3, COUNT = 4,
	ABOVE = 2,             /* what is under the cursor, in words */
	NAMES_LOW = 9, NAMES_LEAST = 16, NAMES_TALL = 30, NAMES_ROWS = 4, LEGEND_LEAST = 14,
};

struct layout {
	struct area above, names, rows, legend;
	int name;   /* columns of a zone's name */
	int cells;  /* where the cells begin */
	size_t n;   /* cells shown */
};

static struct layout lay_out(struct area area)
{
	struct layout l = {0};
	int above = area.rows > 6 ? ABOVE : area.rows > 3;
	int names = area.rows >= NAMES_TALL ? NAMES_ROWS + 2 : area.rows >= NAMES_LEAST ? NAMES_ROWS : area.rows >= NAMES_LOW ? NAMES_ROWS / 2 : 0;
	int legend = area.rows >= LEGEND_LEAST;
	l.above = (struct area){area.row, area.column, above, area.columns};
	l.names = (struct area){area.row + above, area.column, names, area.columns};
	l.rows = (struct area){area.row + above + names, area.column, area.rows - above - names - legend, area.columns};
	l.legend = (struct area){area.row + area.rows - legend, area.column, legend, area.columns};
	l.name = area.columns >= 160 ? 30 : area.columns >= 80 ? 20 : area.columns / 3;
	l.cells = GUTTER + l.name + 1 + COUNT;
	l.n = area.columns > l.cells ? (size_t)((area.columns - l.cells) / CELL) : 0;
	return l;
}

void ignorance_settle(void *data, const struct app *app, struct area area)
{
	struct ignorance *state = data;
	struct layout l = lay_out(area);
	(void)app;
	scroll_settle(&state->scroll, l.rows.rows);
	if (state->column && state->column - 1 < state->first)
		state->first = state->column - 1;
	if (state->column && l.n && state->column > state->first + l.n)
		state->first = state->column - l.n;
	if (!state->column)
		state->first = 0;
}

/* -- in words ------------------------------------------------------------------------------- */

static struct str indicator_name(const struct ignorance *state, const struct app *app, struct ref indicator)
{
	if (app_chinese(app))
		return index_name(state->index, indicator);
	return read_slug(state->index, indicator);
}

/* "工业总产值  5/14 区有此数": the column; in the first one how complete the whole is. */
static void say_column(const struct ignorance *state, const struct app *app, struct strbuf *out)
{
	if (!state->column) {
		strbuf_printf(out, "%.*s %zu  %.*s %zu", STR_ARG(app_message(app, MSG_PAGE_INDICATOR)),
			state->map.n_indicators, STR_ARG(app_message(app, MSG_IGNORANCE_KNOWN)), state->map.n_known);
		return;
	}
	strbuf_add(out, indicator_name(state, app, state->map.indicators[state->column - 1]));
	strbuf_printf(out, "  %zu/%zu %.*s", state->map.n_zones_with[state->column - 1], state->map.n_known,
		STR_ARG(app_message(app, MSG_IGNORANCE_OF)));
}

/* "兴县经开区  = 多源不矛盾  2 处来源  275亿元; 388.33亿元" */
static void say_cell(const struct ignorance *state, const struct app *app, struct strbuf *out)
{
	size_t zone = state->rows[state->scroll.cursor];
	strbuf_add(out, index_short_name(state->index, state->map.zones[zone]));
	if (!state->column) {
		strbuf_printf(out, "  %zu/%zu", coverage_map_filled(&state->map, zone), state->map.n_indicators);
		return;
	}
	struct coverage_cell cell = coverage_map_cell(&state->map, zone, state->column - 1);
	const struct coverage_info *info = &coverages[cell.coverage];
	strbuf_printf(out, "  %c %s", info->sign, app_chinese(app) ? info->zh : info->en);
	if (cell.n_sources > 1)
		strbuf_printf(out, "  %u %.*s", cell.n_sources, STR_ARG(app_message(app, MSG_IGNORANCE_SOURCES)));
	strbuf_add_c(out, "  ");
	screen_ignorance.cell_text(state, app, out);
}

static void draw_above(const struct ignorance *state, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	if (area.rows > 1) {
		say_column(state, app, &text);
		paint(area_row(grid, area, 0), strbuf_str(&text), ROLE_HEADING);
	}
	strbuf_clear(&text);
	say_cell(state, app, &text);
	if (area.rows > 0)
		paint(area_row(grid, area, area.rows - 1), strbuf_str(&text), ROLE_TEXT);
	strbuf_release(&text);
}

/* -- the matrix -------------------------------------------------------------------------------- */

/* A name from above to below, two cells a row; the last rows stay empty where it is short. */
static void draw_name(const struct ignorance *state, const struct app *app, struct grid *grid, struct area area, size_t indicator)
{
	struct strbuf shown = {0};
	struct text_pos pos = {0};
	struct str cluster;
	int width, row = 0, used = 0;
	enum role role = indicator + 1 == state->column ? ROLE_CURSOR : ROLE_HEADING;
	paint_text(grid, indicator_name(state, app, state->map.indicators[indicator]), &shown);
	while (row < area.rows && text_next(strbuf_str(&shown), grid->ambi, &pos, &cluster, &width)) {
		if (used + width > 2) {
			row++;
			used = 0;
		}
		if (row < area.rows)
			grid_put(span_from(area_row(grid, area, row), used), cluster, role);
		used += width;
	}
	strbuf_release(&shown);
}

static enum role role_of(enum coverage coverage)
{
	return coverage == COVERAGE_NONE ? ROLE_DIM : coverage == COVERAGE_CONFLICT ? ROLE_WARNING : ROLE_NUMBER;
}

static void draw_row(const struct ignorance *state, const struct app *app, const struct layout *l, size_t row, struct span line)
{
	size_t zone = state->rows[row];
	struct ref ref = state->map.zones[zone];
	bool here = row == state->scroll.cursor, marked = app_marked(app, ref);
	struct span left = span_from(line, GUTTER);
	if (here)
		grid_sign(line, 0, '>', ROLE_CURSOR);
	if (marked)
		grid_sign(line, 1, '*', ROLE_MARK);
	paint_cut(span_take(&left, l->name), index_short_name(state->index, ref),
		marked ? ROLE_MARK : zone < state->map.n_known ? ROLE_TEXT : ROLE_DIM, CUT_MIDDLE);
	struct strbuf count = {0};
	strbuf_printf(&count, "%zu", coverage_map_filled(&state->map, zone));
	paint_right(span_take(&left, COUNT), strbuf_str(&count), here && !state->column ? ROLE_CURSOR : ROLE_DIM);
	strbuf_release(&count);
	left = span_from(line, l->cells);
	for (size_t i = 0; i < l->n && state->first + i < state->map.n_indicators; i++) {
		enum coverage coverage = coverage_map_cell(&state->map, zone, state->first + i).coverage;
		bool cursor = here && state->first + i + 1 == state->column;
		char text[] = {cursor ? '[' : ' ', coverages[coverage].sign, cursor ? ']' : ' '};
		grid_put(span_take(&left, CELL), (struct str){text, CELL}, cursor ? ROLE_CURSOR : role_of(coverage));
	}
}

static void draw_legend(const struct ignorance *state, const struct app *app, struct span left)
{
	struct strbuf text = {0};
	for (int i = 0; i < COVERAGE_COUNT; i++)
		strbuf_printf(
			&text, "%c %s   ", coverages[i].sign, app_chinese(app) ? coverages[i].zh : coverages[i].en);
	paint_on(&left, strbuf_str(&text), ROLE_DIM);
	strbuf_clear(&text);
	strbuf_printf(&text, "%zu/%zu", state->column, state->map.n_indicators);
	if (left.columns > 2)
		paint_right(left, strbuf_str(&text), ROLE_DIM);
	strbuf_release(&text);
}

static void park_cursor(const struct ignorance *state, struct grid *grid, const struct layout *l)
{
	struct span line = area_row(grid, l->rows, (int)(state->scroll.cursor - state->scroll.top));
	int at = state->column ? l->cells + (int)(state->column - 1 - state->first) * CELL + 1 : GUTTER + l->name;
	struct span cell = span_from(line, at);
	grid->cursor_row = line.row;
	grid->cursor_column = line.column;
	if (cell.columns > 0)
		grid_park(span_take(&cell, state->column ? 1 : COUNT));
}

void ignorance_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct ignorance *state = data;
	struct layout l = lay_out(area);
	if (!state->n_rows) {
		enum message none = state->map.n_known ? MSG_NO_MATCH : MSG_IGNORANCE_NO_FIGURES;
		enum message reason = state->index ? none : MSG_READING;
		paint_wrapped(grid, area, app_message(app, reason), ROLE_HEADING);
		return;
	}
	draw_above(state, app, grid, l.above);
	for (size_t i = 0; i < l.n && l.names.rows && state->first + i < state->map.n_indicators; i++)
		draw_name(state, app, grid, area_from(l.names, 0, l.cells + (int)i * CELL), state->first + i);
	for (int i = 0; i < l.rows.rows && state->scroll.top + (size_t)i < state->n_rows; i++)
		draw_row(state, app, &l, state->scroll.top + (size_t)i, area_row(grid, l.rows, i));
	if (l.legend.rows)
		draw_legend(state, app, area_row(grid, l.legend, 0));
	park_cursor(state, grid, &l);
}
