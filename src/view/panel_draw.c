/* What the facet panel looks like on windows of any size. */
#include "view/paint.h"
#include "view/panel_internal.h"

enum {
	NAMES_COLUMNS = 14, /* of the facets' names at the left, where the window has room for them */
	NAMES_LEAST = 70,
	LABEL_LEAST = 18 /* the title and how many values there are */, LABEL_MOST = 36, GAP = 2, BAR_LEAST = 6, BAR_MOST = 60,
	SHARE = 6,          /* "100.0%" */
	GLANCE_ROWS = 7,    /* a title, values, and a blank */
	GLANCE_LEAST = 40, GLANCE_COLUMNS = 30, /* rows of the area from which on there are any; columns of one, at least */
};

struct layout {
	struct area list, names, head, rows, glances; /* list, names: no columns where there are none; glances: no rows */
	int label, number, share, bar; /* columns of each, 0: none */
};

static void lay_out_columns(const struct panel *panel, const struct app *app, const struct grid *grid, struct layout *l)
{
	int title = paint_width(grid, app_message(app, MSG_COUNTS_ROWS)), left = l->rows.columns - TABLE_GUTTER;
	l->number = panel_here(panel)->digits > title ? panel_here(panel)->digits : title;
	l->label = left - l->number - GAP;
	int wanted = panel_here(panel)->label > LABEL_LEAST ? panel_here(panel)->label : LABEL_LEAST;
	wanted = wanted > LABEL_MOST ? LABEL_MOST : wanted;
	l->label = l->label > wanted ? wanted : l->label < 1 ? 1 : l->label;
	left -= l->label + GAP + l->number;
	l->share = left >= GAP + SHARE ? SHARE : 0;
	left -= l->share ? GAP + SHARE : 0;
	l->bar = left >= GAP + BAR_LEAST ? left - GAP : 0;
	l->bar = l->bar > BAR_MOST ? BAR_MOST : l->bar;
}

/* The list takes a little more than half of a wide window. */
static struct layout lay_out(const struct app *app, struct area area)
{
	struct layout l = {.rows = area};
	l.list = (struct area){area.row, area.column, area.rows, 0};
	l.names = (struct area){area.row, area.column, area.rows, 0};
	if (app_tier(app) == TIER_WIDE && area.columns >= 160) {
		l.list.columns = area.columns * 11 / 20;
		l.rows.column += l.list.columns + GAP;
		l.rows.columns -= l.list.columns + GAP;
	}
	if (l.rows.columns >= NAMES_LEAST) {
		l.names = (struct area){area.row, l.rows.column, area.rows, NAMES_COLUMNS};
		l.rows.column += NAMES_COLUMNS + 2;
		l.rows.columns -= NAMES_COLUMNS + 2;
	}
	l.head = (struct area){l.rows.row, l.rows.column, area.rows > 1, l.rows.columns};
	l.rows.row += l.head.rows;
	l.rows.rows -= l.head.rows;
	/* Values, a line, and what other facets say. */
	if (l.list.columns && area.rows >= GLANCE_LEAST) {
		int rows = area.rows / 2 / GLANCE_ROWS * GLANCE_ROWS;
		l.rows.rows -= rows + 1;
		l.glances = (struct area){l.rows.row + l.rows.rows + 1, l.rows.column, rows, l.rows.columns};
	}
	return l;
}

static size_t glances_across(const struct layout *l)
{
	return l->glances.columns >= GLANCE_COLUMNS ? (size_t)(l->glances.columns / GLANCE_COLUMNS) : 1;
}

void panel_settle(void *state, const struct app *app, struct area area)
{
	struct panel *panel = state;
	struct layout l = lay_out(app, area);
	scroll_settle(&panel->scroll, l.rows.rows);
	if (!l.list.columns || !panel->counts.index)
		return;
	if (!panel->list)
		panel_list_open(panel, app);
	list_settle(panel->list, app, l.list);
	panel_glance(panel, app, (size_t)(l.glances.rows / GLANCE_ROWS) * glances_across(&l));
}

/* -- facets ------------------------------------------------------------------------------------- */

/* As many names as there is room for, the present one among them. */
static void draw_names(const struct panel *panel, const struct app *app, struct grid *grid, struct area area)
{
	size_t shown = (size_t)area.rows, top = panel->facet >= shown ? panel->facet - shown + 1 : 0;
	for (size_t i = top; i < panel->n_facets && i - top < shown; i++) {
		bool here = i == panel->facet;
		struct span line = area_row(grid, area, (int)(i - top)), name = span_from(line, 1);
		name.columns--;
		int used = paint(name, facet_title(&panel->facets[i].facet, app_chinese(app)), here ? ROLE_CURSOR : ROLE_LINK);
		if (!here)
			continue;
		grid_sign(line, 0, '[', ROLE_CURSOR);
		grid_sign(line, 1 + used, ']', ROLE_CURSOR);
	}
	grid_vertical(grid, area.row, area.column + area.columns, area.rows);
}

/* The next column of a line, so many cells wide. */
static struct span next(struct span *left, int columns)
{
	struct span taken = span_take(left, columns);
	span_skip(left, GAP);
	return taken;
}

/* "状态 2/13  9种值": which facet, how many values where there is room to say so. */
static void draw_head(const struct panel *panel, const struct app *app, struct grid *grid, const struct layout *l)
{
	const struct panel_facet *f = panel_here(panel);
	struct strbuf text = {0};
	struct span left = span_from(area_row(grid, l->head, 0), TABLE_GUTTER);
	strbuf_add(&text, facet_title(&f->facet, app_chinese(app)));
	if (!l->names.columns)
		strbuf_printf(&text, " %zu/%zu", panel->facet + 1, panel->n_facets);
	size_t title = text.n;
	strbuf_printf(&text, "  %zu%.*s", f->n, STR_ARG(app_message(app, MSG_COUNTS_VALUES)));
	if (paint_width(grid, strbuf_str(&text)) > l->label)
		strbuf_truncate(&text, title);
	paint(next(&left, l->label), strbuf_str(&text), ROLE_HEADING);
	paint_right(next(&left, l->number), app_message(app, MSG_COUNTS_ROWS), ROLE_HEADING);
	if (l->share)
		paint_right(next(&left, l->share), app_message(app, MSG_COUNTS_SHARE), ROLE_HEADING);
	strbuf_release(&text);
}

/* -- values --------------------------------------------------------------------------------------- */

static void add_share(const struct panel *panel, const struct tally *tally, struct strbuf *out)
{
	strbuf_printf(out, "%.1f%%", 100.0 * tally->n / (double)(panel->counts.picked.n ? panel->counts.picked.n : 1));
}

static void draw_row(const struct panel *panel, const struct app *app, const struct layout *l, size_t row, struct span line)
{
	const struct panel_facet *f = panel_here(panel);
	uint32_t value = f->order[row];
	const struct tally *tally = &f->tallies[value];
	bool none = value == facet_values_n(f->values);
	struct strbuf text = {0};
	struct span left = span_from(line, TABLE_GUTTER);
	if (row == panel->scroll.cursor)
		grid_sign(line, 0, '>', ROLE_CURSOR);
	counts_label(app, f->values, value, &text);
	paint_cut(next(&left, l->label), strbuf_str(&text), none ? ROLE_DIM : ROLE_LINK, CUT_MIDDLE);
	strbuf_clear(&text);
	counts_number(tally, &text);
	paint_right(next(&left, l->number), strbuf_str(&text), ROLE_NUMBER);
	if (l->share) {
		strbuf_clear(&text);
		add_share(panel, tally, &text);
		paint_right(next(&left, l->share), strbuf_str(&text), ROLE_DIM);
	}
	if (l->bar) {
		int length = (int)((uint64_t)tally->n * (uint64_t)l->bar / f->most);
		strbuf_clear(&text);
		strbuf_add_repeat(&text, '#', (size_t)(length ? length : 1));
		paint(next(&left, l->bar), strbuf_str(&text), none ? ROLE_DIM : ROLE_NUMBER);
	}
	strbuf_release(&text);
}

/* The first values of another facet, as Tab would show them. */
static void draw_glance(const struct panel *panel, const struct app *app, struct grid *grid, const struct panel_facet *f,
	struct area area)
{
	struct strbuf text = {0};
	area = area_from(area, 0, TABLE_GUTTER);
	strbuf_printf(&text, "%.*s  %zu%.*s", STR_ARG(facet_title(&f->facet, app_chinese(app))), f->n,
		STR_ARG(app_message(app, MSG_COUNTS_VALUES)));
	paint(area_row(grid, area, 0), strbuf_str(&text), ROLE_HEADING);
	for (int i = 0; i < area.rows - 2 && (size_t)i < f->n; i++) {
		const struct tally *tally = &f->tallies[f->order[i]];
		struct span left = area_row(grid, area, 1 + i);
		bool none = f->order[i] == facet_values_n(f->values);
		strbuf_clear(&text);
		counts_label(app, f->values, f->order[i], &text);
		paint_cut(next(&left, area.columns - GAP - f->digits - GAP - SHARE), strbuf_str(&text), none ? ROLE_DIM : ROLE_TEXT, CUT_MIDDLE);
		strbuf_clear(&text);
		counts_number(tally, &text);
		paint_right(next(&left, f->digits), strbuf_str(&text), ROLE_NUMBER);
		strbuf_clear(&text);
		add_share(panel, tally, &text);
		paint_right(left, strbuf_str(&text), ROLE_DIM);
	}
	strbuf_release(&text);
}

static void draw_glances(const struct panel *panel, const struct app *app, struct grid *grid, const struct layout *l)
{
	size_t across = glances_across(l);
	int columns = l->glances.columns / (int)across;
	if (l->glances.rows && panel->n_glances)
		grid_horizontal(area_row(grid, l->glances, -1));
	for (size_t i = 0; i < panel->n_glances; i++) {
		struct area area = {l->glances.row + (int)(i / across) * GLANCE_ROWS, l->glances.column + (int)(i % across) * columns,
			GLANCE_ROWS, columns - 1};
		if (area.row + GLANCE_ROWS <= l->glances.row + l->glances.rows)
			draw_glance(panel, app, grid, &panel->facets[panel->glances[i]], area);
	}
}

void panel_draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct panel *panel = state;
	struct layout l = lay_out(app, area);
	if (!panel->counts.index || !panel->n_facets) {
		enum message reason = panel->counts.index ? MSG_COUNTS_NOTHING : MSG_READING;
		paint_wrapped(grid, area, app_message(app, reason), ROLE_HEADING);
		return;
	}
	if (l.list.columns && panel->list) {
		list_draw_beside(panel->list, app, grid, l.list);
		grid_vertical(grid, area.row, area.column + l.list.columns, area.rows);
	}
	lay_out_columns(panel, app, grid, &l);
	if (l.names.columns)
		draw_names(panel, app, grid, l.names);
	if (l.head.rows)
		draw_head(panel, app, grid, &l);
	if (!panel_here(panel)->n)
		paint(span_from(area_row(grid, l.rows, 0), TABLE_GUTTER), app_message(app, MSG_NO_MATCH), ROLE_HEADING);
	for (int i = 0; i < l.rows.rows && panel->scroll.top + (size_t)i < panel_here(panel)->n; i++)
		draw_row(panel, app, &l, panel->scroll.top + (size_t)i, area_row(grid, l.rows, i));
	draw_glances(panel, app, grid, &l);
	if (facet_values_several(panel_here(panel)->values) && panel_here(panel)->n < (size_t)l.rows.rows)
		paint(span_from(area_row(grid, l.rows, l.rows.rows - 1), TABLE_GUTTER), app_message(app, MSG_COUNTS_SEVERAL), ROLE_DIM);
	counts_draw_completions(&panel->counts, grid, area);
	grid->cursor_row = l.rows.row + (int)(panel->scroll.cursor - panel->scroll.top);
	grid->cursor_column = l.rows.column;
}
