#include "view/map_screen.h"

#include "view/map_internal.h"

#include "index/lookup.h"
#include "index/read.h"
#include "text/utf8.h"

#include <stdlib.h>

const struct map_view_info map_views[MAP_VIEWS] = {
	[MAP_CHAIN] = {"", MSG_MAP_VIEW_CHAIN},
	[MAP_EVERYWHERE] = {"everywhere", MSG_MAP_VIEW_EVERYWHERE},
	[MAP_FLOWS] = {"flows", MSG_MAP_VIEW_FLOWS},
	[MAP_TABLE] = {"table", MSG_MAP_VIEW_TABLE},
	[MAP_BALANCE] = {"balance", MSG_MAP_VIEW_BALANCE},
};

/* Beside the view's word in a place. */
static const char *const words_of_inputs[] = {[INPUTS_WHERE_ROOM] = "", [INPUTS_SHOWN] = "inputs", [INPUTS_HIDDEN] = "no-inputs"};

/* -- making ------------------------------------------------------------------------------ */

static void make(struct map_state *state, struct app *app)
{
	map_graph_release(&state->graph);
	page_release(&state->page);
	page_init(&state->page, app_settings(app), state->index);
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
	if (map_selected(state) == LAYOUT_NONE)
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

static bool says(const struct place *place, const char *word)
{
	struct str rest = str_from(place->query), one;
	while (str_split(&rest, ' ', &one))
		if (str_eq_c(one, word))
			return true;
	return false;
}

static bool is_known(struct str word)
{
	bool known = !word.n;
	for (int v = 0; v < MAP_VIEWS; v++)
		known = known || str_eq_c(word, map_views[v].word);
	for (size_t i = 0; i < sizeof words_of_inputs / sizeof *words_of_inputs; i++)
		known = known || str_eq_c(word, words_of_inputs[i]);
	return known;
}

bool map_query_check(struct str query, struct err *err)
{
	struct str rest = query, one;
	while (str_split(&rest, ' ', &one))
		if (!is_known(one))
			return err_at(err, ERR_USAGE, "query", 1, utf8_length(str_sub(query, 0, (size_t)(one.p - query.p))) + 1,
				"found \"%.*s\", expected everywhere, flows, table, balance, inputs or no-inputs", STR_ARG(one));
	return true;
}

static enum map_view view_of(const struct place *place, struct ref subject)
{
	for (int v = 1; v < MAP_VIEWS; v++)
		if (says(place, map_views[v].word))
			return (enum map_view)v;
	return !ref_none(subject) && ref_kind(subject) == KIND_ENTERPRISE ? MAP_FLOWS : MAP_CHAIN;
}

static void *map_open(struct app *app, const struct place *place)
{
	struct map_state *state = xcalloc(1, sizeof *state);
	state->index = app_index(app);
	state->subject = state->selected = state->centre = REF_NONE;
	page_init(&state->page, app_settings(app), state->index);
	place_set(&state->id, str_from(place->ids[0]));
	if (!state->index)
		return state;
	struct ref ref = index_find_id(state->index, str_from(state->id));
	state->subject = ref_none(ref) ? REF_NONE : subject_of(state->index, ref);
	state->selected = place->selected ? index_find_id(state->index, str_from(place->selected))
		: ref_none(ref)           ? REF_NONE
					  : stage_of(state->index, ref);
	state->centre = place->ids[1] ? index_find_id(state->index, str_from(place->ids[1])) : REF_NONE;
	state->view = view_of(place, state->subject);
	state->degrees = ref_none(state->centre) ? 0 : place->cell;
	state->inputs = says(place, words_of_inputs[INPUTS_SHOWN])    ? INPUTS_SHOWN
		: says(place, words_of_inputs[INPUTS_HIDDEN]) ? INPUTS_HIDDEN
							      : INPUTS_WHERE_ROOM;
	make(state, app);
	if (map_is_page(state))
		page_restore(&state->page, place);
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
	arena_release(&state->gaps_arena);
	strbuf_release(&state->find);
	free(state->id);
	free(state);
}

static void map_save(const void *data, struct place *place)
{
	const struct map_state *state = data;
	if (ref_none(state->subject))
		return;
	struct strbuf query = {0};
	const char *view = map_views[state->view].word, *inputs = words_of_inputs[state->inputs];
	strbuf_printf(&query, "%s%s%s", view, *view && *inputs ? " " : "", inputs);
	place_set(&place->query, strbuf_str(&query));
	strbuf_release(&query);
	if (map_is_page(state)) {
		page_save(&state->page, place);
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
		place_set(&place.query, str_from(map_views[MAP_BALANCE].word));
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
	if (ref_none(state->subject) || map_is_page(state))
		return;
	enum kind kind = state->view == MAP_FLOWS ? KIND_ENTERPRISE : KIND_STAGE;
	size_t n_inputs = map_graph_count_inputs(&state->graph);
	strbuf_printf(out, "%s %zu", app_chinese(app) ? kinds[kind].zh : kinds[kind].en, state->graph.n_boxes - n_inputs);
	if (n_inputs)
		strbuf_printf(out, "  %.*s %zu", STR_ARG(app_message(app, MSG_MAP_INPUTS)), n_inputs);
	if (state->degrees)
		strbuf_printf(out, "  %.*s %zu/%zu", STR_ARG(app_message(app, MSG_MAP_DEGREES)), state->degrees, state->farthest);
}

static struct evidence map_evidence_here(const void *data)
{
	const struct map_state *state = data;
	uint32_t box = map_selected(state);
	if (map_is_page(state))
		return page_evidence(&state->page);
	return box == LAYOUT_NONE ? EVIDENCE_NONE : map_evidence(&state->graph, &state->graph.boxes.v[box]);
}

static struct ref map_record(const void *data)
{
	const struct map_state *state = data;
	uint32_t box = map_selected(state);
	if (map_is_page(state))
		return page_record_here(&state->page);
	return box != LAYOUT_NONE && state->graph.boxes.v[box].input ? state->graph.boxes.v[box].input->record : state->selected;
}

static void map_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct map_state *state = data;
	uint32_t box = map_selected(state);
	if (map_is_page(state)) {
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

static void move_line(struct map_state *state, int step)
{
	size_t n = state->outline.n_lines, at = map_outline_line(state, map_selected(state));
	for (size_t i = at + (size_t)step; i < n; i += (size_t)step)
		if (!state->outline.lines[i].reference) {
			select_box(state, state->outline.lines[i].box);
			return;
		}
}

static void move(struct map_state *state, enum layout_direction direction)
{
	uint32_t box = map_selected(state);
	if (!state->layout || box == LAYOUT_NONE)
		return;
	if (state->as_outline && (direction == LAYOUT_UP || direction == LAYOUT_DOWN))
		move_line(state, direction == LAYOUT_DOWN ? 1 : -1);
	else
		select_box(state, map_neighbour(state->layout, state->n_chain, box, direction));
}

/* By boxes; an outline by rows. In a window that never had room for a picture there is nothing to pan. */
static void pan(struct map_state *state, enum layout_direction direction, int rows)
{
	bool on = direction == LAYOUT_DOWN || direction == LAYOUT_RIGHT;
	if (!state->layout)
		return;
	state->panned = true;
	if (state->as_outline) {
		state->top += on ? rows : -rows;
		return;
	}
	int from = state->pan.row;
	do {
		struct layout_point to = map_pan_by(state->layout, state->columns, state->rows, state->pan, direction);
		if (to.row == state->pan.row)
			rows = 0;
		state->pan = to;
	} while (rows && abs(state->pan.row - from) < rows);
}

static void toggle_inputs(struct map_state *state, struct app *app)
{
	size_t n = map_graph_count_inputs(&state->graph);
	if (!n) {
		app_tell(app, app_message(app, MSG_MAP_NO_INPUTS), false);
		return;
	}
	state->inputs = state->graph.boxes.n == state->graph.n_boxes ? INPUTS_HIDDEN : INPUTS_SHOWN;
	map_graph_inputs(&state->graph, state->inputs == INPUTS_SHOWN);
	state->layout = NULL;
	state->panned = false;
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
	if (!all || (step > 0 ? !state->degrees : degrees == 1)) {
		app_tell(app, app_message(app, step > 0 || !all ? MSG_MAP_WHOLE : MSG_MAP_NEAREST), false);
		return;
	}
	degrees = step > 0 ? degrees + 1 : degrees - 1;
	state->degrees = degrees < all ? degrees : 0;
	make(state, app);
}

/* The next box whose name or products match, round the end. */
static void find(struct map_state *state, struct app *app, int step, bool here)
{
	size_t n = state->graph.boxes.n, at = map_selected(state);
	struct str text = strbuf_str(&state->find);
	if (map_is_page(state)) {
		page_find_or_tell(&state->page, app, text, step, here);
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
		strbuf_set(&state->find, argument);
	}
	if (id == CMD_FIND || id == CMD_FIND_NEXT || id == CMD_FIND_PREVIOUS)
		find(state, app, id == CMD_FIND_PREVIOUS ? -1 : 1, id == CMD_FIND);
	return id == CMD_FIND || id == CMD_FIND_NEXT || id == CMD_FIND_PREVIOUS;
}

/* F8: a picture is taken along as the table of its links. */
static bool export_command(const struct map_state *state, struct app *app, enum command_id id, struct str argument)
{
	if (map_is_page(state) || id != CMD_EXPORT)
		return page_export_command(&state->page, app, id, argument);
	struct page page;
	page_init(&page, app_settings(app), state->index);
	map_page_table(&state->graph, app, &page);
	bool done = page_export_command(&page, app, id, argument);
	page_release(&page);
	return done;
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
	case CMD_UNFOLD:
	case CMD_FOLD:
		if (map_is_page(state))
			return false;
		unfold(state, app, id == CMD_UNFOLD ? 1 : -1);
		return true;
	default: return false;
	}
}

static bool map_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct map_state *state = data;
	if (ref_none(state->subject))
		return false;
	if (view_command(state, app, id) || find_command(state, app, id, argument) || export_command(state, app, id, argument))
		return true;
	if (map_is_page(state))
		return page_command(&state->page, app, id);
	switch (id) {
	case CMD_LEFT: move(state, LAYOUT_LEFT); return true;
	case CMD_RIGHT: move(state, LAYOUT_RIGHT); return true;
	case CMD_UP: move(state, LAYOUT_UP); return true;
	case CMD_DOWN: move(state, LAYOUT_DOWN); return true;
	case CMD_TOP: select_box(state, 0); return true;
	case CMD_BOTTOM: select_box(state, (uint32_t)state->graph.boxes.n - 1); return true;
	case CMD_PAGE_DOWN: pan(state, LAYOUT_DOWN, state->rows); return true;
	case CMD_PAGE_UP: pan(state, LAYOUT_UP, state->rows); return true;
	case CMD_HALF_DOWN: pan(state, LAYOUT_DOWN, state->rows / 2); return true;
	case CMD_HALF_UP: pan(state, LAYOUT_UP, state->rows / 2); return true;
	case CMD_SECTION_NEXT: pan(state, LAYOUT_RIGHT, 0); return true;
	case CMD_SECTION_PREVIOUS: pan(state, LAYOUT_LEFT, 0); return true;
	case CMD_INPUTS: toggle_inputs(state, app); return true;
	default: return false;
	}
}

static void map_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct map_state *state = data;
	if (!done || cancelled)
		return;
	strbuf_set(&state->find, text);
	find(state, app, 1, true);
}

static const enum command_id map_hints[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_FIND, CMD_EVIDENCE, CMD_GAPS, CMD_EXPORT,
	CMD_COMPARE_ADD, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_map = {
	.where = IN_PAGE | IN_TABLE,
	.hints = map_hints,
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
