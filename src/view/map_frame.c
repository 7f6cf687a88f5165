/* Laying the map out for a window, and drawing it. */
#include "view/map_internal.h"

#include "index/read.h"
#include "view/paint.h"
#include "view/record_page.h"

#include <stdlib.h>

/* How the picture is drawn; tried from the fullest on. */
struct style {
	enum map_detail detail;
	bool framed;
	int label, box; /* cells at most */
};

static const struct style styles[] = {
	{DETAIL_LONG, true, 14, 28},
	{DETAIL_LONG, true, 10, 20},
	{DETAIL_LONG, true, 0, 18},
	{DETAIL_SHORT, true, 12, 24},
	{DETAIL_SHORT, true, 0, 20},
	{DETAIL_SHORT, false, 0, 22},
	{DETAIL_SHORT, false, 0, 16},
	{DETAIL_SHORT, false, 0, 14},
	{DETAIL_BRIEF, false, 0, 14},
	{DETAIL_NAME, false, 0, 16},
};
enum { STYLES = sizeof styles / sizeof *styles, STYLE_WIDE = 3, STYLE_PLAIN = 4, STYLE_SMALL = 5, MANY_BOXES = 60, WIDE_COLUMNS = 120, HIGH_ROWS = 40 };

/* The line of the outline on which a box has its own place. */
size_t map_outline_line(const struct map_state *state, uint32_t box)
{
	size_t i = 0;
	while (i < state->outline.n_lines && (state->outline.lines[i].box != box || state->outline.lines[i].reference))
		i++;
	return i;
}

/* -- laying out -------------------------------------------------------------------------------- */

enum { PREVIEW_SHARE = 3, LEGEND_ROWS = 8, ABOUT_MOST = 7, ABOUT_ROWS = 16 /* from so many rows on something is said about the box */ };

struct panes {
	struct area bar, map, about, legend, preview;
};

static struct panes panes_of(const struct map_state *state, const struct app *app, struct area area)
{
	struct panes panes = {.map = area};
	enum tier tier = tier_of(area.columns, area.rows + 2);
	if (tier == TIER_WIDE && app_preview(app) && !map_is_page(state)) {
		int right = area.columns / PREVIEW_SHARE - 8;
		panes.preview = (struct area){area.row, area.column + area.columns - right, area.rows, right};
		panes.map.columns -= right + 2;
	}
	if (area.rows >= 8) {
		panes.bar = (struct area){area.row, area.column, 1, panes.map.columns};
		panes.map.row++;
		panes.map.rows--;
	}
	if (!map_is_page(state) && area.rows + 2 >= ABOUT_ROWS) {
		int rows = area.rows / 3 < ABOUT_MOST ? area.rows / 3 : ABOUT_MOST;
		panes.about = (struct area){panes.map.row + panes.map.rows - rows, area.column, rows, panes.map.columns};
		panes.map.rows -= rows;
	} else if (!map_is_page(state) && tier == TIER_CARD && panes.map.rows >= LEGEND_ROWS) {
		panes.legend = (struct area){panes.map.row + panes.map.rows - 1, area.column, 1, area.columns};
		panes.map.rows--;
	}
	return panes;
}

static void make_texts(struct map_state *state, const struct app *app, const struct grid *measure, const struct style *style)
{
	const struct map_graph *graph = &state->graph;
	struct map_text *boxes = arena_alloc(&state->arena, (graph->boxes.n + 1) * sizeof *boxes);
	struct str *labels = arena_alloc(&state->arena, (graph->edges.n + 1) * sizeof *labels);
	for (size_t i = 0; i < graph->boxes.n; i++) {
		boxes[i] = map_box_text(graph, &graph->boxes.v[i], style->detail, app, &state->arena);
		if (measure)
			boxes[i] = map_wrap(measure, &boxes[i], style->box, &state->arena);
	}
	for (size_t i = 0; i < graph->edges.n; i++)
		labels[i] = graph->edges.v[i].label;
	bool *byproducts = arena_alloc(&state->arena, (graph->edges.n + 1) * sizeof *byproducts);
	for (size_t i = 0; i < graph->edges.n; i++)
		byproducts[i] = graph->edges.v[i].byproduct;
	state->texts = (struct map_texts){boxes, labels, byproducts};
}

static struct grid measure_of(const struct app *app, int columns)
{
	return (struct grid){.columns = columns, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
}

static struct layout_input input_of(struct map_state *state, const struct app *app, const struct style *style, int columns)
{
	const struct map_graph *graph = &state->graph;
	const struct grid measure = measure_of(app, GRID_SIDE_MAX);
	struct layout_size *sizes = arena_alloc(&state->arena, (graph->boxes.n + 1) * sizeof *sizes);
	struct layout_link *links = arena_alloc(&state->arena, (graph->edges.n + 1) * sizeof *links);
	make_texts(state, app, columns ? &measure : NULL, style);
	for (size_t i = 0; i < graph->boxes.n; i++) {
		struct ref ref = graph->boxes.v[i].ref;
		sizes[i] = map_box_size(&measure, &state->texts.boxes[i], style->framed, style->box);
		sizes[i].layer = ref_kind(ref) == KIND_STAGE ? (int)read_number(graph->index, ref, "position") : 0;
	}
	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct map_edge *e = &graph->edges.v[i];
		int most = state->view == MAP_FLOWS && style->label ? 2 * style->label : style->label;
		int label = most ? map_label_columns(&measure, e->label, most) : 0;
		links[i] = (struct layout_link){e->from, e->to, e->byproduct ? LAYOUT_BYPRODUCT : e->supply ? LAYOUT_SUPPLY : LAYOUT_INPUT, label};
	}
	return (struct layout_input){.sizes = sizes,
		.n_boxes = graph->boxes.n - graph->n_strip,
		.links = links,
		.n_links = graph->edges.n,
		.framed = style->framed,
		.row_gap = style->framed ? 0 : 1};
}

static bool try_style(struct map_state *state, const struct app *app, size_t style, int columns, int rows)
{
	arena_clear(&state->arena);
	struct layout_input input = input_of(state, app, &styles[style], columns);
	state->layout = layout_run(&state->arena, &input);
	state->n_chain = input.n_boxes;
	state->strip = -1;
	if (state->graph.n_strip) {
		state->strip = state->layout->rows ? state->layout->rows + 1 : 0;
		state->layout = map_strip_add(&state->arena, state->layout, input.sizes, state->graph.boxes.n, columns);
	}
	return state->layout->columns <= columns && state->layout->rows <= rows;
}

/* The fullest style up to `last` that fits. */
static bool try_styles(struct map_state *state, const struct app *app, size_t last, int columns, int rows)
{
	for (size_t style = columns >= WIDE_COLUMNS ? 0 : STYLE_WIDE; style <= last && state->graph.boxes.n <= MANY_BOXES; style++)
		if (try_style(state, app, style, columns, rows))
			return true;
	return false;
}

/*
 * The fullest style that fits. Where none does the window pans: up and down alone if it can, over a picture that is no
 * higher than need be, else over one of middling size. What the zone has is shown beside what is made of it where both
 * have room.
 */
static void lay_out_picture(struct map_state *state, const struct app *app, int columns, int rows)
{
	bool wide = columns >= WIDE_COLUMNS && rows >= HIGH_ROWS, many = state->graph.boxes.n > MANY_BOXES;
	size_t middling = many ? (wide ? STYLE_SMALL : STYLES - 1) : wide ? STYLE_WIDE : STYLE_SMALL;
	map_graph_inputs(&state->graph, state->inputs != INPUTS_HIDDEN);
	if (state->inputs == INPUTS_WHERE_ROOM && map_graph_count_inputs(&state->graph)) {
		if (try_styles(state, app, STYLE_PLAIN, columns, rows))
			return;
		map_graph_inputs(&state->graph, false);
	}
	/* Whoever wants to see what the zone has wants its figures. */
	size_t last = state->graph.endowed && map_graph_count_inputs(&state->graph) ? STYLES - 2 : STYLES - 1;
	if (try_styles(state, app, last, columns, rows))
		return;
	for (size_t style = middling; style <= last && state->graph.boxes.n <= MANY_BOXES; style++)
		if (!try_style(state, app, style, columns, rows) && state->layout->columns <= columns)
			return;
	try_style(state, app, middling, columns, rows);
}

/* In lines what the zone has stands at the end: as a feeder it would pull what it feeds down to itself. */
static void lay_out_lines(struct map_state *state, const struct app *app)
{
	arena_clear(&state->arena);
	map_graph_inputs(&state->graph, state->inputs != INPUTS_HIDDEN);
	struct layout_input input = input_of(state, app, &styles[STYLE_SMALL], 0);
	input.n_boxes = state->n_chain = state->graph.boxes.n;
	state->strip = -1;
	state->layout = layout_run(&state->arena, &input);
	while (input.n_links && state->graph.boxes.v[input.links[input.n_links - 1].from].input)
		input.n_links--;
	state->outline = layout_outline(&state->arena, &input);
}

static void settle_outline(struct map_state *state, const struct app *app, struct area area)
{
	const struct grid measure = measure_of(app, area.columns);
	int *rows = xmalloc((state->outline.n_lines + 1) * sizeof *rows);
	int all = map_outline_rows(&measure, area.columns, &state->outline, &state->texts, rows);
	size_t line = map_outline_line(state, map_selected(state));
	if (line < state->outline.n_lines && !state->panned) {
		if (state->top + area.rows < rows[line + 1])
			state->top = rows[line + 1] - area.rows;
		if (state->top > rows[line])
			state->top = rows[line];
	}
	if (state->top > all - area.rows)
		state->top = all - area.rows;
	if (state->top < 0)
		state->top = 0;
	free(rows);
}

static void clamp_pan(struct map_state *state, int columns, int rows)
{
	int right = state->layout->columns - columns, bottom = state->layout->rows - rows;
	state->pan.column = state->pan.column > right ? right : state->pan.column;
	state->pan.row = state->pan.row > bottom ? bottom : state->pan.row;
	state->pan.column = state->pan.column < 0 ? 0 : state->pan.column;
	state->pan.row = state->pan.row < 0 ? 0 : state->pan.row;
}

void map_settle(void *data, const struct app *app, struct area area)
{
	struct map_state *state = data;
	struct panes panes = panes_of(state, app, area);
	if (ref_none(state->subject))
		return;
	if (map_is_page(state)) {
		page_settle(&state->page, panes.map.columns, panes.map.rows);
		return;
	}
	bool fresh = !state->layout;
	if (fresh || state->columns != panes.map.columns || state->rows != panes.map.rows) {
		state->as_outline = tier_of(area.columns, area.rows + 2) == TIER_CARD;
		if (state->as_outline)
			lay_out_lines(state, app);
		else
			lay_out_picture(state, app, panes.map.columns, panes.map.rows);
		state->columns = panes.map.columns;
		state->rows = panes.map.rows;
	}
	if (panes.preview.columns > 0 && map_has_gaps(state) && !state->gaps)
		state->gaps = gaps_find(state->index, state->subject, &state->gaps_arena);
	if (map_selected(state) == LAYOUT_NONE && state->graph.boxes.n)
		state->selected = state->graph.boxes.v[0].ref;
	if (state->as_outline)
		settle_outline(state, app, panes.map);
	else if (state->panned)
		clamp_pan(state, panes.map.columns, panes.map.rows);
	else if (fresh && !state->pan.row && !state->pan.column)
		state->pan = map_pan_about(state->layout, map_selected(state), panes.map.columns, panes.map.rows);
	else
		state->pan = map_pan_to(state->layout, map_selected(state), panes.map.columns, panes.map.rows, state->pan);
}

/* -- drawing ------------------------------------------------------------------------------------ */

/* The keys that mean something here only, flush right, the first of them where there is no room for all. */
static void draw_keys(const struct map_state *state, const struct app *app, struct span left)
{
	static const struct {
		enum command_id command;
		enum message name;
	} keys[] = {{CMD_PANE_NEXT, MSG_MAP_KEY_VIEW}, {CMD_UNFOLD, MSG_MAP_KEY_MORE}, {CMD_FOLD, MSG_MAP_KEY_LESS},
		{CMD_INPUTS, MSG_MAP_KEY_INPUTS}, {CMD_FORMULA, MSG_MAP_KEY_FORMULA}};
	enum { KEYS = sizeof keys / sizeof *keys };
	int widths[KEYS] = {0}, sum = 0;
	for (size_t i = 0; i < KEYS; i++) {
		struct str pressed = str_from(commands[keys[i].command].keys[0]);
		bool picture = keys[i].command == CMD_PANE_NEXT || keys[i].command == CMD_FORMULA;
		int width = paint_width(left.grid, pressed) + paint_width(left.grid, app_message(app, keys[i].name)) + 1;
		if ((map_is_page(state) && !picture) || (keys[i].command == CMD_INPUTS && !map_graph_count_inputs(&state->graph)))
			continue;
		if (left.columns - sum <= width)
			break;
		widths[i] = width;
		sum += width;
	}
	span_skip(&left, left.columns - sum);
	for (size_t i = 0; i < KEYS; i++) {
		struct span hint = span_take(&left, widths[i]);
		paint_on(&hint, str_from(commands[keys[i].command].keys[0]), ROLE_KEY);
		paint(hint, app_message(app, keys[i].name), ROLE_DIM);
	}
}

static void draw_bar(const struct map_state *state, const struct app *app, struct span left)
{
	int between = app_tier(app) != TIER_CARD;
	span_skip(&left, between);
	for (int v = 0; v < MAP_VIEWS; v++) {
		struct str name = app_message(app, map_views[v].name);
		bool here = v == (int)state->view;
		span_skip(&left, paintf(left, here ? ROLE_HEADING : ROLE_DIM, here ? "*%.*s*" : " %.*s ", STR_ARG(name)) + between);
	}
	draw_keys(state, app, left);
}

/* A part of the legend, where it still fits. */
static void add_legend(const struct grid *grid, const char *sign, struct str name, int columns, struct strbuf *out)
{
	size_t before = out->n;
	strbuf_printf(out, " %s %.*s ", sign, STR_ARG(name));
	if (paint_width(grid, strbuf_str(out)) > columns)
		strbuf_truncate(out, before);
}

/* What the lines and frames mean, of those that are there: "──> 投入  ┄┄> 副产品  <── 回流  ( ) 区内要素". */
static void draw_legend(const struct map_state *state, const struct app *app, struct span line)
{
	const struct layout *layout = state->layout;
	const struct grid *grid = line.grid;
	bool outline = state->as_outline, plain = grid->ascii || grid->ambi != AMBI_NARROW, back = false, byproduct = false, source = false;
	struct strbuf text = {0};
	int room = line.columns - 2;
	for (size_t i = 0; i < layout->n_links; i++) {
		back |= layout->paths[i].back;
		byproduct |= layout->links[i].role == LAYOUT_BYPRODUCT;
	}
	for (size_t i = 0; i < layout->n_boxes; i++)
		source |= state->texts.boxes[i].source;
	if (byproduct) {
		add_legend(grid, outline ? "->" : plain ? "-->" : "──>", app_message(app, MSG_MAP_LEGEND_INPUT), room, &text);
		add_legend(grid, outline ? ".>" : plain ? "..>" : "┄┄>", app_message(app, MSG_MAP_LEGEND_BYPRODUCT), room, &text);
	}
	if (back)
		add_legend(grid, outline ? "(^)" : plain ? "<--" : "<──", app_message(app, MSG_MAP_LEGEND_BACK), room, &text);
	if (source)
		add_legend(grid, "( )", app_message(app, MSG_MAP_INPUTS), room, &text);
	paint_right(span_take(&line, room), strbuf_str(&text), ROLE_DIM);
	strbuf_release(&text);
}

static void draw_about(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct map_about about[MAP_ABOUT];
	uint32_t box = map_selected(state);
	if (box == LAYOUT_NONE || area.rows < 2)
		return;
	size_t n = map_about(&state->graph, &state->graph.boxes.v[box], app, about, app_scratch(app));
	struct str targets = map_targets(&state->graph, app, app_scratch(app));
	grid_horizontal(area_row(grid, area, 0));
	draw_legend(state, app, area_row(grid, area, 0));
	area = area_from(area, 1, 0);
	if (targets.n && area.rows >= 3) {
		struct span left = area_row(grid, area, --area.rows);
		paint_on(&left, app_message(app, MSG_PAGE_TARGETS), ROLE_DIM);
		paint(span_from(left, 2), targets, ROLE_TEXT);
	}
	for (size_t i = 0; i < n && area.rows > 0; i++) {
		int at = paint(area_row(grid, area, 0), about[i].label, ROLE_DIM) + 2, room = area.rows - (int)(n - i - 1);
		struct area text = area_from(area, 0, at);
		text.rows = room > 0 ? room : 1;
		int used = paint_wrapped(grid, text, about[i].text, about[i].role);
		area = area_from(area, used > 0 ? used : 1, 0);
	}
}

static void draw_absent(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	if (!state->index)
		strbuf_add(&text, app_message(app, MSG_READING));
	else if (ref_none(state->subject))
		strbuf_printf(&text, "%.*s %s", STR_ARG(app_message(app, MSG_MAP_NOT_HERE)), state->id);
	else
		strbuf_add(&text, app_message(app, state->view == MAP_FLOWS ? MSG_MAP_NO_FLOWS : MSG_MAP_NONE));
	paint_wrapped(grid, area, strbuf_str(&text), state->index && ref_none(state->subject) ? ROLE_ERROR : ROLE_DIM);
	strbuf_release(&text);
}

static void draw_strip_title(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	int row = state->strip - state->pan.row;
	if (state->strip < 0 || row < 0 || row >= area.rows)
		return;
	struct span left = area_row(grid, area, row);
	paint_on(&left, app_message(app, MSG_MAP_INPUTS), ROLE_DIM);
	grid_horizontal(span_from(left, 1));
}

static void draw_picture(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	uint32_t box = map_selected(state);
	int row, column;
	if (state->as_outline) {
		map_outline_draw(grid, area, &state->outline, &state->texts, box, state->top);
		return;
	}
	map_draw(grid, area, state->layout, &state->texts, box, state->pan);
	draw_strip_title(state, app, grid, area);
	map_draw_edges(grid, area, state->layout, state->pan);
	if (map_cursor(state->layout, box, area, state->pan, &row, &column)) {
		grid->cursor_row = row;
		grid->cursor_column = column;
	}
}

void map_draw_screen(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct map_state *state = data;
	struct panes panes = panes_of(state, app, area);
	if (panes.bar.rows && !ref_none(state->subject))
		draw_bar(state, app, area_row(grid, panes.bar, 0));
	if (ref_none(state->subject) || (!map_is_page(state) && !state->graph.boxes.n)) {
		draw_absent(state, app, grid, panes.map);
		return;
	}
	if (map_is_page(state)) {
		page_draw(&state->page, grid, panes.map, true);
		return;
	}
	draw_picture(state, app, grid, panes.map);
	draw_about(state, app, grid, panes.about);
	if (panes.legend.rows)
		draw_legend(state, app, area_row(grid, panes.legend, 0));
	if (panes.preview.columns > 0) {
		grid_vertical(grid, area.row, panes.preview.column - 2, area.rows);
		if (map_has_gaps(state) && state->gaps && state->gaps->n)
			map_draw_gaps(state->gaps, state->selected, app, grid, panes.preview);
		else
			record_preview(app, grid, panes.preview, state->selected);
	}
}
