/* The frame around the screens: the crumb line above, evidence and the last line below. */
#include "view/app_internal.h"
#include "view/paint.h"

bool app_preview(const struct app *app)
{
	return app->preview;
}

enum tier app_tier(const struct app *app)
{
	return tier_of(app->columns, app->rows);
}

/* The name of the program, where it leaves most of the line to what one came for. */
static struct str app_name(const struct app *app, const struct grid *grid)
{
	enum { SHARE = 8 };
	struct str name = app_message(app, MSG_APP);
	return paint_width(grid, name) * SHARE > grid->columns ? STR("") : name;
}

/* The path that led here from a page of the first level, the nearest steps as far as they fit; returns the cells used. */
static int draw_crumbs(const struct app *app, struct grid *grid, int columns)
{
	static const struct str arrow = STR_INIT(" > ");
	enum { TITLE_LEAST = 4 };
	struct strbuf here = {0};
	struct str name = app_name(app, grid);
	app->screen->title(app->state, app, &here);
	if (columns < paint_width(grid, name) + 6 + TITLE_LEAST) { /* no room for a way: where one is */
		struct span title = grid_row(grid, 0);
		title.columns = columns;
		int cells = paint_cut(title, strbuf_str(&here), ROLE_BAR, CUT_MIDDLE);
		strbuf_release(&here);
		return cells;
	}
	int used = paint_width(grid, strbuf_str(&here)) + (int)arrow.n;
	size_t first = app->here, begin = app->here;
	while (begin > 0 && !app->history.v[begin].begins)
		begin--;
	while (first > begin) {
		const char *title = app->history.v[first - 1].title;
		int more = paint_width(grid, str_from(title)) + (int)arrow.n, dots = first > begin + 1 ? 3 : 0;
		if (used + more + dots + paint_width(grid, name) > columns)
			break;
		used += more;
		first--;
	}
	struct span left = grid_row(grid, 0);
	left.columns = columns;
	paint_on(&left, name, ROLE_BAR);
	if (first > begin)
		paint_on(&left, name.n ? STR(" ..") : STR(".."), ROLE_BAR);
	for (size_t i = first; i <= app->here; i++) {
		struct str title = i == app->here ? strbuf_str(&here) : str_from(app->history.v[i].title);
		if (left.column)
			paint_on(&left, arrow, ROLE_BAR);
		span_skip(&left, paint_cut(left, title, ROLE_BAR, CUT_MIDDLE));
	}
	strbuf_release(&here);
	return left.column;
}

/* The parts of a status that fit. A filter is no number: where it alone is too long its beginning is shown. */
static struct str fitting_parts(const struct app *app, const struct grid *grid, struct str status, int columns)
{
	enum { FILTER_LEAST = 12 };
	struct str shown = paint_parts(grid, status, columns);
	bool filter = str_starts(str_trim(str_sub(status, shown.n, status.n)), app_message(app, MSG_LIST_FILTER));
	return filter && columns - paint_width(grid, shown) >= FILTER_LEAST ? status : shown;
}

static void draw_first_line(const struct app *app, struct grid *grid)
{
	struct strbuf status = {0}, here = {0};
	grid_blank(grid_row(grid, 0), ROLE_BAR);
	app->screen->title(app->state, app, &here);
	if (app->index && app->work.n) { /* without an index the screens say it themselves */
		strbuf_add(&status, strbuf_str(&app->work));
		strbuf_add_c(&status, "  ");
	}
	if (app->screen->status)
		app->screen->status(app->state, app, &status);
	/* Where one is comes first, the way there last: the status may take what the last step of the crumbs leaves. */
	int title = paint_width(grid, strbuf_str(&here)) + paint_width(grid, app_name(app, grid)) + 8;
	int most = grid->columns - title > grid->columns / 2 ? grid->columns - title : grid->columns / 2;
	struct str shown = fitting_parts(app, grid, strbuf_str(&status), most - 2);
	int wanted = shown.n ? paint_width(grid, shown) + 2 : 0;
	if (wanted > most && str_find(shown, STR("  "), 0) < 0)
		most = wanted < grid->columns ? wanted : grid->columns;
	int room = wanted > most ? most : wanted;
	int used = draw_crumbs(app, grid, grid->columns - room);
	paint_right(span_from(grid_row(grid, 0), used + 2), shown, ROLE_BAR);
	strbuf_release(&status);
	strbuf_release(&here);
}

/* A key and its word, where there is room for them; what is left is behind them and a gap then. */
static void draw_hint(const struct app *app, struct span *left, enum command_id id)
{
	enum { GAP = 2 };
	struct str word = str_from(app_chinese(app) ? commands[id].hint_zh : commands[id].hint_en);
	struct str name = str_from(commands[id].keys[0]);
	int between = !app_chinese(app) || left->grid->ascii;
	if (paint_width(left->grid, name) + between + paint_width(left->grid, word) > left->columns)
		return;
	paint_on(left, name, ROLE_KEY);
	span_skip(left, between);
	paint_on(left, word, ROLE_DIM);
	span_skip(left, GAP);
}

/* What the last line offers: of a chain, and of a zone that has some, also map and gaps. */
static const enum command_id *hints_of(const struct app *app)
{
	static const enum command_id usual[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_FIND, CMD_FILTER, CMD_EVIDENCE, CMD_EXPORT,
		CMD_SORT_DOWN, CMD_MARK, CMD_PALETTE, CMD_FACETS, CMD_COMPARE_ADD, CMD_NONE};
	static const enum command_id with_map[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_FIND, CMD_EVIDENCE, CMD_MAP, CMD_GAPS,
		CMD_EXPORT, CMD_COMPARE_ADD, CMD_PALETTE, CMD_NONE};
	static const enum command_id of_record[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_FIND, CMD_EVIDENCE, CMD_EXPORT, CMD_COMPARE_ADD,
		CMD_PALETTE, CMD_NONE};
	if (app->screen->hints)
		return app->screen->hints;
	if (app_page_of_chains(app))
		return with_map;
	return app->history.v[app->here].place.screen == SCREEN_RECORD ? of_record : usual;
}

/* What is asked for, and the line; the examples in brackets behind it go where there is no room for them. */
static void draw_prompt(const struct app *app, struct span line)
{
	struct str label = strbuf_str(&app->prompt_label);
	ptrdiff_t aside = str_find(label, STR(" ("), 0);
	struct span most = line;
	most.columns = line.columns * 2 / 3;
	if (aside >= 0 && paint_width(line.grid, label) > most.columns)
		label = arena_printf(app_scratch(app), "%.*s: ", (int)aside, label.p);
	edit_draw(&app->edit, span_from(line, paint(most, label, ROLE_KEY)));
}

/* Help stands at the right end whatever else fits. */
static void draw_hints(const struct app *app, struct span left)
{
	struct str word = str_from(app_chinese(app) ? commands[CMD_HELP].hint_zh : commands[CMD_HELP].hint_en);
	struct span help = span_from(left, left.columns - paint_width(left.grid, word) - 3);
	left.columns = help.column - 1;
	for (const enum command_id *c = hints_of(app); *c != CMD_NONE; c++)
		if (commands[*c].where & app->screen->where)
			draw_hint(app, &left, *c);
	if (help.column > 0)
		draw_hint(app, &help, CMD_HELP);
}

/* What was told, over the last lines where one is too short: half a path or half a reason is none. */
static void draw_told(const struct app *app, struct grid *grid)
{
	enum { ROWS_MOST = 3 };
	struct area all = {0, 0, grid->rows, grid->columns - 1}; /* the last cell of the last row is never written */
	int rows = paint_rows(grid, all.columns, strbuf_str(&app->told)), most = grid->rows - 2 < ROWS_MOST ? grid->rows - 2 : ROWS_MOST;
	struct area area = area_from(all, grid->rows - (rows < most ? rows : most), 0);
	for (int i = 0; i < area.rows; i++)
		grid_blank(grid_row(grid, area.row + i), ROLE_TEXT);
	paint_wrapped(grid, area, strbuf_str(&app->told), app->told_error ? ROLE_ERROR : ROLE_HEADING);
}

static void draw_last_line(const struct app *app, struct grid *grid)
{
	struct span line = grid_row(grid, grid->rows - 1);
	grid_blank(line, ROLE_TEXT);
	if (app->prompting) {
		draw_prompt(app, line);
	} else if (app->n_typed) {
		app_draw_pending(app, grid);
	} else if (app->told.n) {
		draw_told(app, grid);
	} else if (app->screen->key) { /* letters are input here, not commands */
		bool palette = app->history.v[app->here].place.screen == SCREEN_PALETTE;
		paint(line, app_message(app, palette ? MSG_PALETTE_KEYS : MSG_SEARCH_KEYS), ROLE_DIM);
	} else {
		draw_hints(app, line);
	}
}

static struct area draw_evidence(const struct app *app, struct grid *grid, struct area area, enum tier tier)
{
	struct evidence evidence = app->screen->evidence(app->state);
	if (tier == TIER_CARD) {
		evidence_draw(app, grid, area, &evidence, true);
		grid_park(area_row(grid, area, 0)); /* the page below is not seen: one reads the evidence */
		area.rows = 0;
		return area;
	}
	int rows = app->evidence_all ? area.rows / 2 : 6;
	struct area below = area_from(area, area.rows - rows, 0);
	grid_horizontal(area_row(grid, below, 0));
	evidence_draw(app, grid, area_from(below, 1, 0), &evidence, app->evidence_all);
	area.rows -= rows;
	return area;
}

void app_draw(struct app *app, struct grid *grid)
{
	grid_clear(grid);
	grid->cursor_row = grid->cursor_column = 0;
	grid->cursor_shown = false;
	app->columns = grid->columns;
	app->rows = grid->rows;
	if (!app->state)
		return;
	enum tier tier = tier_of(grid->columns, grid->rows);
	struct area area = {1, 0, grid->rows - 2, grid->columns};
	if (area.rows < 1 || area.columns < 4) {
		paint(grid_row(grid, 0), app_message(app, MSG_TOO_SMALL), ROLE_ERROR);
		return;
	}
	draw_first_line(app, grid);
	if (app->evidence_shown && app->screen->evidence && !app->screen->key && !(tier == TIER_WIDE && app->screen->evidence_pane))
		area = draw_evidence(app, grid, area, tier);
	app->area = area;
	if (area.rows > 0) {
		app->screen->settle(app->state, app, area);
		app->screen->draw(app->state, app, grid, area);
	}
	draw_last_line(app, grid);
}
