#include "view/map_screen.h"

#include "view/map_internal.h"

#include "index/lookup.h"
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
	{DETAIL_SHORT, true, 12, 24},
	{DETAIL_SHORT, true, 0, 20},
	{DETAIL_SHORT, false, 0, 22},
};
enum { STYLES = sizeof styles / sizeof *styles, STYLE_WIDE = 1, STYLE_SMALL = 3, MANY_BOXES = 60, WIDE_COLUMNS = 120 };

static const struct {
	const char *word; /* what a place says */
	enum message name;
} views[MAP_VIEWS] = {
	[MAP_CHAIN] = {"", MSG_MAP_VIEW_CHAIN},
	[MAP_EVERYWHERE] = {"everywhere", MSG_MAP_VIEW_EVERYWHERE},
	[MAP_FLOWS] = {"flows", MSG_MAP_VIEW_FLOWS},
	[MAP_TABLE] = {"table", MSG_MAP_VIEW_TABLE},
	[MAP_BALANCE] = {"balance", MSG_MAP_VIEW_BALANCE},
};

struct map_state {
	const struct index *index; /* NULL: none yet */
	char *id;
	struct ref subject;        /* REF_NONE: no such record */
	enum map_view view, before; /* before: where = came from */
	struct map_graph graph;
	size_t degrees, farthest;  /* 0 degrees: everything */
	struct ref centre, selected;
	struct page page;          /* of the views that are tables */
	struct strbuf find;

	struct arena arena;        /* of the layout */
	struct layout *layout;     /* NULL: to be made */
	struct layout_outline outline;
	struct map_texts texts;
	bool as_outline, panned;   /* panned: away from the selected box, until it moves */
	struct layout_point pan;
	int top;                   /* first row of the outline shown */
	int columns, rows;         /* what it was laid out for */
};

static bool is_page(const struct map_state *state)
{
	return state->view == MAP_TABLE || state->view == MAP_BALANCE;
}

static uint32_t selected_box(const struct map_state *state)
{
	return map_graph_find(&state->graph, state->selected);
}

/* -- making ------------------------------------------------------------------------------ */

static void make(struct map_state *state, struct app *app)
{
	map_graph_release(&state->graph);
	page_release(&state->page);
	page_init(&state->page, app_settings(app));
	state->layout = NULL;
	if (ref_none(state->subject))
		return;
	map_graph_make(&state->graph, state->index, state->subject, state->view);
	if (state->view == MAP_TABLE)
		map_page_table(&state->graph, app, &state->page);
	if (state->view == MAP_BALANCE)
		map_page_balance(&state->graph, app, &state->page);
	if (state->degrees)
		state->farthest = map_graph_narrow(&state->graph, state->centre, state->degrees);
	if (selected_box(state) == LAYOUT_NONE)
		state->selected = state->graph.boxes.n ? state->graph.boxes.v[0].ref : REF_NONE;
}

/* The record on whose map another one stands. */
static struct ref subject_of(const struct index *index, struct ref ref)
{
	switch (ref_kind(ref)) {
	case KIND_CHAIN:
	case KIND_ZONE:
	case KIND_ENTERPRISE: return ref;
	case KIND_STAGE: return read_ref(index, ref, "chain");
	case KIND_LINK: return subject_of(index, read_ref(index, ref, "from"));
	case KIND_PLACEMENT: return subject_of(index, read_ref(index, ref, "stage"));
	case KIND_FLOW: return read_ref(index, ref, "from");
	case KIND_PROJECT: {
		struct ref stage = read_ref(index, ref, "stage");
		return ref_none(stage) ? REF_NONE : subject_of(index, stage);
	}
	default: return REF_NONE;
	}
}

static struct ref stage_of(const struct index *index, struct ref ref)
{
	switch (ref_kind(ref)) {
	case KIND_STAGE: return ref;
	case KIND_LINK: return read_ref(index, ref, "from");
	case KIND_PLACEMENT:
	case KIND_PROJECT: return read_ref(index, ref, "stage");
	default: return REF_NONE;
	}
}

static enum map_view view_of(const struct place *place, struct ref subject)
{
	for (int v = 1; v < MAP_VIEWS; v++)
		if (str_eq_c(str_from(place->query), views[v].word))
			return (enum map_view)v;
	return !ref_none(subject) && ref_kind(subject) == KIND_ENTERPRISE ? MAP_FLOWS : MAP_CHAIN;
}

static void *map_open(struct app *app, const struct place *place)
{
	struct map_state *state = xcalloc(1, sizeof *state);
	state->index = app_index(app);
	state->subject = state->selected = state->centre = REF_NONE;
	page_init(&state->page, app_settings(app));
	place_set(&state->id, str_from(place->ids[0]));
	if (!state->index)
		return state;
	struct ref ref = index_find_id(state->index, str_from(state->id));
	state->subject = ref_none(ref) ? REF_NONE : subject_of(state->index, ref);
	state->selected = place->selected ? index_find_id(state->index, str_from(place->selected)) : ref_none(ref) ? REF_NONE : stage_of(state->index, ref);
	state->centre = place->ids[1] ? index_find_id(state->index, str_from(place->ids[1])) : REF_NONE;
	state->view = view_of(place, state->subject);
	state->degrees = ref_none(state->centre) ? 0 : place->cell;
	make(state, app);
	if (is_page(state))
		page_restore(&state->page, state->index, place);
	else
		state->pan = (struct layout_point){(int)place->top, (int)place->row};
	return state;
}

static void map_close(void *data)
{
	struct map_state *state = data;
	map_graph_release(&state->graph);
	page_release(&state->page);
	arena_release(&state->arena);
	strbuf_release(&state->find);
	free(state->id);
	free(state);
}

static void map_save(const void *data, const struct app *app, struct place *place)
{
	const struct map_state *state = data;
	(void)app;
	if (ref_none(state->subject))
		return;
	place_set(&place->query, str_from(views[state->view].word));
	if (is_page(state)) {
		page_save(&state->page, state->index, place);
		return;
	}
	place->row = (size_t)(state->pan.row > 0 ? state->pan.row : 0);
	place->top = (size_t)(state->pan.column > 0 ? state->pan.column : 0);
	place->cell = state->degrees;
	free(place->ids[1]);
	place->ids[1] = NULL;
	if (state->degrees)
		place_set(&place->ids[1], index_id(state->index, state->centre));
	if (!ref_none(state->selected))
		place_set(&place->selected, index_id(state->index, state->selected));
}

bool map_go(struct app *app, struct ref ref, bool arithmetic)
{
	const struct index *index = app_index(app);
	struct ref subject = index && !ref_none(ref) ? subject_of(index, ref) : REF_NONE;
	if (ref_none(subject))
		return false;
	struct place place;
	struct ref stage = stage_of(index, ref);
	place_init(&place, SCREEN_MAP, KIND_COUNT);
	place_set(&place.ids[0], index_id(index, subject));
	if (!ref_none(stage))
		place_set(&place.selected, index_id(index, stage));
	if (arithmetic)
		place_set(&place.query, str_from(views[MAP_BALANCE].word));
	app_go(app, &place);
	place_release(&place);
	return true;
}

/* -- what the frame asks for ----------------------------------------------------------------- */

static void map_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct map_state *state = data;
	strbuf_add(out, ref_none(state->subject) ? str_from(state->id) : index_short_name(state->index, state->subject));
	strbuf_printf(out, " %.*s", STR_ARG(app_message(app, MSG_MAP)));
}

static void map_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct map_state *state = data;
	if (ref_none(state->subject) || is_page(state))
		return;
	enum kind kind = state->view == MAP_FLOWS ? KIND_ENTERPRISE : KIND_STAGE;
	strbuf_printf(out, "%s %zu", app_chinese(app) ? kinds[kind].zh : kinds[kind].en, state->graph.boxes.n);
	if (state->degrees)
		strbuf_printf(out, " | %.*s %zu/%zu", STR_ARG(app_message(app, MSG_MAP_DEGREES)), state->degrees, state->farthest);
}

static struct evidence map_evidence_here(const void *data, const struct app *app)
{
	const struct map_state *state = data;
	uint32_t box = selected_box(state);
	(void)app;
	if (is_page(state))
		return page_evidence(&state->page, state->index);
	return box == LAYOUT_NONE ? EVIDENCE_NONE : map_evidence(&state->graph, &state->graph.boxes.v[box]);
}

static struct ref map_record(const void *data, const struct app *app)
{
	const struct map_state *state = data;
	(void)app;
	return is_page(state) ? page_record_here(&state->page) : state->selected;
}

static void map_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct map_state *state = data;
	uint32_t box = selected_box(state);
	if (is_page(state)) {
		page_cell_text(&state->page, out);
	} else if (box != LAYOUT_NONE) {
		struct map_text text = map_box_text(&state->graph, &state->graph.boxes.v[box], DETAIL_SHORT, app, app_scratch(app));
		for (size_t i = 0; i < text.n; i++)
			strbuf_printf(out, "%s%.*s", i ? " " : "", STR_ARG(text.lines[i].text));
	}
}

/* -- moving ---------------------------------------------------------------------------------- */

static void select_box(struct map_state *state, uint32_t box)
{
	if (box < state->graph.boxes.n)
		state->selected = state->graph.boxes.v[box].ref;
	state->panned = false;
}

/* The line of the outline on which a box has its own place. */
static size_t outline_line(const struct map_state *state, uint32_t box)
{
	size_t i = 0;
	while (i < state->outline.n_lines && (state->outline.lines[i].box != box || state->outline.lines[i].reference))
		i++;
	return i;
}

static void move_line(struct map_state *state, int step)
{
	size_t n = state->outline.n_lines, at = outline_line(state, selected_box(state));
	for (size_t i = at + (size_t)step; i < n; i += (size_t)step)
		if (!state->outline.lines[i].reference) {
			select_box(state, state->outline.lines[i].box);
			return;
		}
}

static void move(struct map_state *state, enum layout_direction direction)
{
	uint32_t box = selected_box(state);
	if (!state->layout || box == LAYOUT_NONE)
		return;
	if (state->as_outline && (direction == LAYOUT_UP || direction == LAYOUT_DOWN))
		move_line(state, direction == LAYOUT_DOWN ? 1 : -1);
	else
		select_box(state, layout_neighbour(state->layout, box, direction));
}

static void pan(struct map_state *state, int columns, int rows)
{
	state->pan.column += columns;
	state->pan.row += rows;
	state->top += rows;
	state->panned = true;
}

static void see(struct map_state *state, struct app *app, enum map_view view)
{
	state->view = view;
	state->degrees = 0;
	make(state, app);
}

static void unfold(struct map_state *state, struct app *app, int step)
{
	if (!state->degrees) {
		state->centre = state->selected;
		state->farthest = map_graph_narrow(&state->graph, state->centre, 0);
	}
	size_t all = state->farthest, degrees = state->degrees ? state->degrees : all;
	if (is_page(state) || !all)
		return;
	degrees = step > 0 ? degrees + 1 : degrees > 1 ? degrees - 1 : 1;
	state->degrees = degrees < all ? degrees : 0;
	make(state, app);
}

/* The next box whose name or products match, round the end. */
static void find(struct map_state *state, struct app *app, int step, bool here)
{
	size_t n = state->graph.boxes.n, at = selected_box(state);
	struct str text = strbuf_str(&state->find);
	if (is_page(state)) {
		if (text.n && !page_find(&state->page, text, step, here))
			app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
		return;
	}
	for (size_t i = here ? 0 : 1; text.n && i <= n && at < n; i++) {
		size_t box = step > 0 ? (at + i) % n : (at + n - i % n) % n;
		if (lookup_matches(state->index, state->graph.boxes.v[box].ref, text)) {
			select_box(state, (uint32_t)box);
			return;
		}
	}
	app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

static bool find_command(struct map_state *state, struct app *app, enum command_id id, struct str argument)
{
	if (id == CMD_FIND && !argument.n) {
		app_prompt(app, STR("/"), STR(""));
		return true;
	}
	if (id == CMD_FIND) {
		strbuf_clear(&state->find);
		strbuf_add(&state->find, argument);
	}
	if (id == CMD_FIND || id == CMD_FIND_NEXT || id == CMD_FIND_PREVIOUS)
		find(state, app, id == CMD_FIND_PREVIOUS ? -1 : 1, id == CMD_FIND);
	return id == CMD_FIND || id == CMD_FIND_NEXT || id == CMD_FIND_PREVIOUS;
}

static bool view_command(struct map_state *state, struct app *app, enum command_id id)
{
	switch (id) {
	case CMD_PANE_NEXT: see(state, app, (state->view + 1) % MAP_VIEWS); return true;
	case CMD_PANE_PREVIOUS: see(state, app, (state->view + MAP_VIEWS - 1) % MAP_VIEWS); return true;
	case CMD_MAP: see(state, app, MAP_CHAIN); return true;
	case CMD_FORMULA:
		if (state->view != MAP_BALANCE)
			state->before = state->view;
		see(state, app, state->view == MAP_BALANCE ? state->before : MAP_BALANCE);
		return true;
	case CMD_UNFOLD: unfold(state, app, 1); return true;
	case CMD_FOLD: unfold(state, app, -1); return true;
	default: return false;
	}
}

static bool map_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct map_state *state = data;
	if (ref_none(state->subject))
		return false;
	if (view_command(state, app, id) || find_command(state, app, id, argument))
		return true;
	if (is_page(state))
		return page_command(&state->page, app, id);
	switch (id) {
	case CMD_LEFT: move(state, LAYOUT_LEFT); return true;
	case CMD_RIGHT: move(state, LAYOUT_RIGHT); return true;
	case CMD_UP: move(state, LAYOUT_UP); return true;
	case CMD_DOWN: move(state, LAYOUT_DOWN); return true;
	case CMD_TOP: select_box(state, 0); return true;
	case CMD_BOTTOM: select_box(state, (uint32_t)state->graph.boxes.n - 1); return true;
	case CMD_PAGE_DOWN: pan(state, 0, state->rows); return true;
	case CMD_PAGE_UP: pan(state, 0, -state->rows); return true;
	case CMD_HALF_DOWN: pan(state, 0, state->rows / 2); return true;
	case CMD_HALF_UP: pan(state, 0, -state->rows / 2); return true;
	case CMD_SECTION_NEXT: pan(state, state->columns / 2, 0); return true;
	case CMD_SECTION_PREVIOUS: pan(state, -state->columns / 2, 0); return true;
	default: return false;
	}
}

static void map_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct map_state *state = data;
	if (!done || cancelled)
		return;
	strbuf_clear(&state->find);
	strbuf_add(&state->find, text);
	find(state, app, 1, true);
}

/* -- laying out -------------------------------------------------------------------------------- */

enum { PREVIEW_SHARE = 3, ABOUT_ROWS = 16 /* from so many rows on something is said about the box */ };

struct panes {
	struct area bar, map, about, preview;
};

static struct panes panes_of(const struct map_state *state, const struct app *app, struct area area)
{
	struct panes panes = {.map = area};
	enum tier tier = tier_of(area.columns, area.rows + 2);
	if (tier == TIER_WIDE && app_preview(app) && !is_page(state)) {
		int right = area.columns / PREVIEW_SHARE - 8;
		panes.preview = (struct area){area.row, area.column + area.columns - right, area.rows, right};
		panes.map.columns -= right + 2;
	}
	if (area.rows >= 8) {
		panes.bar = (struct area){area.row, area.column, 1, panes.map.columns};
		panes.map.row++;
		panes.map.rows--;
	}
	if (!is_page(state) && area.rows + 2 >= ABOUT_ROWS) {
		int rows = area.rows / 3 < MAP_ABOUT + 1 ? area.rows / 3 : MAP_ABOUT + 1;
		panes.about = (struct area){panes.map.row + panes.map.rows - rows, area.column, rows, panes.map.columns};
		panes.map.rows -= rows;
	}
	return panes;
}

static void make_texts(struct map_state *state, const struct app *app, enum map_detail detail)
{
	const struct map_graph *graph = &state->graph;
	struct map_text *boxes = arena_alloc(&state->arena, (graph->boxes.n + 1) * sizeof *boxes);
	struct str *labels = arena_alloc(&state->arena, (graph->edges.n + 1) * sizeof *labels);
	for (size_t i = 0; i < graph->boxes.n; i++)
		boxes[i] = map_box_text(graph, &graph->boxes.v[i], detail, app, &state->arena);
	for (size_t i = 0; i < graph->edges.n; i++)
		labels[i] = graph->edges.v[i].label;
	state->texts = (struct map_texts){boxes, labels};
}

static struct layout_input input_of(struct map_state *state, const struct app *app, const struct style *style)
{
	const struct map_graph *graph = &state->graph;
	const struct grid measure = {.columns = GRID_SIDE_MAX, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	struct layout_size *sizes = arena_alloc(&state->arena, (graph->boxes.n + 1) * sizeof *sizes);
	struct layout_link *links = arena_alloc(&state->arena, (graph->edges.n + 1) * sizeof *links);
	make_texts(state, app, style->detail);
	for (size_t i = 0; i < graph->boxes.n; i++) {
		struct ref ref = graph->boxes.v[i].ref;
		sizes[i] = map_box_size(&measure, &state->texts.boxes[i], style->framed, style->box);
		sizes[i].layer = ref_kind(ref) == KIND_STAGE ? (int)read_number(graph->index, ref, "position") : 0;
	}
	for (size_t i = 0; i < graph->edges.n; i++) {
		const struct map_edge *e = &graph->edges.v[i];
		int label = style->label ? map_label_columns(&measure, e->label, style->label) : 0;
		links[i] = (struct layout_link){e->from, e->to, e->byproduct ? LAYOUT_BYPRODUCT : LAYOUT_INPUT, label};
	}
	return (struct layout_input){.sizes = sizes, .n_boxes = graph->boxes.n, .links = links, .n_links = graph->edges.n, .framed = style->framed,
		.row_gap = style->framed ? 0 : 1};
}

static bool try_style(struct map_state *state, const struct app *app, size_t style, int columns, int rows)
{
	arena_clear(&state->arena);
	struct layout_input input = input_of(state, app, &styles[style]);
	state->layout = layout_run(&state->arena, &input);
	return state->layout->columns <= columns && state->layout->rows <= rows;
}

/* The fullest style that fits; where none does the window pans over a picture of middling size. */
static void lay_out_picture(struct map_state *state, const struct app *app, int columns, int rows)
{
	size_t first = columns >= WIDE_COLUMNS ? 0 : STYLE_WIDE;
	for (size_t style = first; style < STYLES && state->graph.boxes.n <= MANY_BOXES; style++)
		if (try_style(state, app, style, columns, rows))
			return;
	try_style(state, app, columns >= WIDE_COLUMNS ? STYLE_WIDE : STYLE_SMALL, columns, rows);
}

static void lay_out_lines(struct map_state *state, const struct app *app)
{
	arena_clear(&state->arena);
	struct layout_input input = input_of(state, app, &styles[STYLE_SMALL]);
	state->layout = layout_run(&state->arena, &input);
	state->outline = layout_outline(&state->arena, &input);
}

static void settle_outline(struct map_state *state, const struct app *app, struct area area)
{
	const struct grid measure = {.columns = area.columns, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	int *rows = xmalloc((state->outline.n_lines + 1) * sizeof *rows);
	int all = map_outline_rows(&measure, area.columns, &state->outline, &state->texts, rows);
	size_t line = outline_line(state, selected_box(state));
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

static void map_settle(void *data, const struct app *app, struct area area)
{
	struct map_state *state = data;
	struct panes panes = panes_of(state, app, area);
	if (ref_none(state->subject))
		return;
	if (is_page(state)) {
		page_settle(&state->page, panes.map.columns, panes.map.rows);
		return;
	}
	if (!state->layout || state->columns != panes.map.columns || state->rows != panes.map.rows) {
		state->as_outline = tier_of(area.columns, area.rows + 2) == TIER_CARD;
		if (state->as_outline)
			lay_out_lines(state, app);
		else
			lay_out_picture(state, app, panes.map.columns, panes.map.rows);
		state->columns = panes.map.columns;
		state->rows = panes.map.rows;
	}
	if (state->as_outline)
		settle_outline(state, app, panes.map);
	else if (state->panned)
		clamp_pan(state, panes.map.columns, panes.map.rows);
	else
		state->pan = map_pan_to(state->layout, selected_box(state), panes.map.columns, panes.map.rows, state->pan);
}

/* -- drawing ------------------------------------------------------------------------------------ */

/* The keys that mean something here only, flush right where there is room behind what is said already. */
static void draw_keys(const struct map_state *state, const struct app *app, struct grid *grid, struct area area, int used)
{
	static const struct {
		enum command_id command;
		enum message name;
	} keys[] = {{CMD_PANE_NEXT, MSG_MAP_KEY_VIEW}, {CMD_UNFOLD, MSG_MAP_KEY_MORE}, {CMD_FOLD, MSG_MAP_KEY_LESS}, {CMD_FORMULA, MSG_MAP_KEY_FORMULA}};
	int at = area.columns;
	for (size_t i = sizeof keys / sizeof *keys; i-- > 0;) {
		struct str pressed = str_from(commands[keys[i].command].keys[0]), name = app_message(app, keys[i].name);
		bool picture = keys[i].command != CMD_UNFOLD && keys[i].command != CMD_FOLD;
		int width = paint_width(grid, pressed) + paint_width(grid, name) + 1;
		if ((is_page(state) && !picture) || at - width <= used + 8)
			continue;
		at -= width;
		paint(grid, area.row, area.column + at, width, pressed, ROLE_KEY);
		paint(grid, area.row, area.column + at + paint_width(grid, pressed), width, name, ROLE_DIM);
	}
}

static void draw_bar(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	int at = 1;
	for (int v = 0; v < MAP_VIEWS; v++) {
		struct str name = app_message(app, views[v].name);
		bool here = v == (int)state->view;
		at += paintf(grid, area.row, area.column + at, area.columns - at, here ? ROLE_HEADING : ROLE_DIM, here ? "*%.*s*" : " %.*s ", STR_ARG(name)) + 1;
	}
	if (state->layout && !is_page(state) && !state->as_outline && (state->layout->columns > state->columns || state->layout->rows > state->rows))
		paintf(grid, area.row, area.column + at, area.columns - at, ROLE_DIM, "%s%s%s%s", state->pan.column > 0 ? " <" : "",
			state->pan.column + state->columns < state->layout->columns ? " >" : "", state->pan.row > 0 ? " ^" : "",
			state->pan.row + state->rows < state->layout->rows ? " v" : "");
	draw_keys(state, app, grid, area, at);
}

static void draw_about(const struct map_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct map_about about[MAP_ABOUT];
	uint32_t box = selected_box(state);
	if (box == LAYOUT_NONE || area.rows < 2)
		return;
	size_t n = map_about(&state->graph, &state->graph.boxes.v[box], app, about, app_scratch(app));
	grid_horizontal(grid, area.row, area.column, area.columns);
	int row = area.row + 1, end = area.row + area.rows;
	for (size_t i = 0; i < n && row < end; i++) {
		int room = end - row - (int)(n - i - 1);
		int at = paint(grid, row, area.column, area.columns, about[i].label, ROLE_DIM) + 2;
		int used = paint_wrapped(grid, row, area.column + at, area.columns - at, room > 0 ? room : 1, about[i].text, about[i].role);
		row += used > 0 ? used : 1;
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
	paint_wrapped(grid, area.row, area.column, area.columns, area.rows, strbuf_str(&text), state->index && ref_none(state->subject) ? ROLE_ERROR : ROLE_DIM);
	strbuf_release(&text);
}

static void draw_picture(const struct map_state *state, struct grid *grid, struct area area)
{
	uint32_t box = selected_box(state);
	int row, column;
	if (state->as_outline) {
		map_outline_draw(grid, area, &state->outline, &state->texts, box, state->top);
		return;
	}
	map_draw(grid, area, state->layout, &state->texts, box, state->pan);
	if (map_cursor(state->layout, box, area, state->pan, &row, &column)) {
		grid->cursor_row = row;
		grid->cursor_column = column;
	}
}

static void map_draw_screen(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct map_state *state = data;
	struct panes panes = panes_of(state, app, area);
	if (panes.bar.rows && !ref_none(state->subject))
		draw_bar(state, app, grid, panes.bar);
	if (ref_none(state->subject) || (!is_page(state) && !state->graph.boxes.n)) {
		draw_absent(state, app, grid, panes.map);
		return;
	}
	if (is_page(state)) {
		page_draw(&state->page, grid, panes.map, true);
		return;
	}
	draw_picture(state, grid, panes.map);
	draw_about(state, app, grid, panes.about);
	if (panes.preview.columns > 0) {
		grid_vertical(grid, area.row, panes.preview.column - 2, area.rows);
		record_preview(app, grid, panes.preview, state->selected);
	}
}

const struct screen_class screen_map = {
	.where = IN_PAGE,
	.open = map_open,
	.close = map_close,
	.save = map_save,
	.title = map_title,
	.status = map_status,
	.command = map_command,
	.prompt = map_prompt,
	.settle = map_settle,
	.draw = map_draw_screen,
	.evidence = map_evidence_here,
	.record = map_record,
	.cell_text = map_cell_text,
};
