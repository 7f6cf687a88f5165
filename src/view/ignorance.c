#include "view/ignorance_internal.h"

#include "index/lookup.h"
#include "index/read.h"
#include "query/query.h"
#include "view/table.h"

#include <stdlib.h>

/* The zone under the cursor; REF_NONE where there is none. */
static struct ref zone_here(const struct ignorance *state)
{
	return state->n_rows ? state->map.zones[state->rows[state->scroll.cursor]] : REF_NONE;
}

/* The indicator under the cursor; REF_NONE where there is none. */
static struct ref indicator_here(const struct ignorance *state)
{
	return state->column && state->map.n_indicators ? state->map.indicators[state->column - 1] : REF_NONE;
}

/* -- rows ------------------------------------------------------------------------------ */

static bool has_conflict(const struct coverage_map *map, size_t zone)
{
	for (size_t i = 0; zone < map->n_known && i < map->n_indicators; i++)
		if (coverage_map_cell(map, zone, i).coverage == COVERAGE_CONFLICT)
			return true;
	return false;
}

/* What rows are ordered by: an indicator by its code, or "missing"; down: '-' before it. */
struct order {
	const struct coverage_map *map;
	size_t indicator; /* SIZE_MAX: how many figures are known */
	bool down;
};

static bool order_of(const struct ignorance *state, struct order *out)
{
	struct str sort = strbuf_str(&state->sort);
	*out = (struct order){.map = &state->map, .indicator = SIZE_MAX, .down = sort.n && sort.p[0] == '-'};
	sort = str_sub(sort, out->down, sort.n);
	for (size_t i = 0; i < state->map.n_indicators && out->indicator == SIZE_MAX; i++)
		if (str_eq(sort, read_slug(state->index, state->map.indicators[i])))
			out->indicator = i;
	return out->indicator != SIZE_MAX || str_eq_c(sort, "missing");
}

/* Zones known by name only come last in any order: they lack everything. */
static int compare_rows(const void *a, const void *b, void *context)
{
	const struct order *order = context;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	bool known_x = x < order->map->n_known, known_y = y < order->map->n_known;
	if (known_x != known_y)
		return known_x ? -1 : 1;
	size_t i = 0, j = 0;
	if (known_x && order->indicator == SIZE_MAX) {
		i = coverage_map_filled(order->map, x);
		j = coverage_map_filled(order->map, y);
	} else if (known_x) {
		i = coverage_map_cell(order->map, x, order->indicator).coverage;
		j = coverage_map_cell(order->map, y, order->indicator).coverage;
	}
	if (i != j)
		return (i < j) == order->down ? 1 : -1;
	return x < y ? -1 : 1;
}

/* Ask again; false: the filter cannot be read, and nothing has changed. */
static bool make_rows(struct ignorance *state, struct err *err)
{
	struct query *query = query_parse(strbuf_str(&state->query), KIND_ZONE, state->index, err);
	struct ref wanted = zone_here(state);
	struct order order;
	if (!query)
		return false;
	state->n_rows = 0;
	for (size_t z = 0; z < state->map.n_zones; z++)
		if (query_answer(query, state->map.zones[z]) != ANSWER_NO
			&& (!state->only_conflicts || has_conflict(&state->map, z)))
			state->rows[state->n_rows++] = z;
	query_free(query);
	if (state->n_rows && order_of(state, &order))
		qsort_r(state->rows, state->n_rows, sizeof *state->rows, compare_rows, &order);
	scroll_resize(&state->scroll, state->n_rows);
	for (size_t i = 0; i < state->n_rows && !ref_none(wanted); i++)
		if (ref_eq(state->map.zones[state->rows[i]], wanted))
			scroll_to(&state->scroll, i);
	return true;
}

/* -- the state ---------------------------------------------------------------------------- */

static void restore_cursor(struct ignorance *state, const struct place *place)
{
	struct ref wanted = place->selected ? index_find_id(state->index, str_from(place->selected)) : REF_NONE;
	scroll_to(&state->scroll, place->row);
	for (size_t i = 0; i < state->n_rows && !ref_none(wanted); i++)
		if (ref_eq(state->map.zones[state->rows[i]], wanted))
			scroll_to(&state->scroll, i);
	state->scroll.top = place->top < state->n_rows ? place->top : 0;
	state->column = place->cell <= state->map.n_indicators ? place->cell : 0;
}

static void *ignorance_open(struct app *app, const struct place *place)
{
	struct ignorance *state = xcalloc(1, sizeof *state);
	struct err err = {.chinese = app_chinese(app)};
	state->index = app_index(app);
	scroll_init(&state->scroll, 0);
	strbuf_add_c(&state->query, place->query);
	strbuf_add_c(&state->sort, place->sort);
	state->only_conflicts = place->only_conflicts;
	if (!state->index)
		return state;
	coverage_map_make(&state->map, state->index);
	state->rows = xmalloc((state->map.n_zones + 1) * sizeof *state->rows);
	if (!make_rows(state, &err)) {
		app_tell_error(app, &err);
		strbuf_clear(&state->query);
		make_rows(state, &err);
	}
	restore_cursor(state, place);
	return state;
}

static void ignorance_close(void *data)
{
	struct ignorance *state = data;
	coverage_map_release(&state->map);
	strbuf_release(&state->query);
	strbuf_release(&state->sort);
	strbuf_release(&state->find);
	free(state->rows);
	free(state);
}

static void ignorance_save(const void *data, struct place *place)
{
	const struct ignorance *state = data;
	place_set(&place->query, strbuf_str(&state->query));
	place_set(&place->sort, strbuf_str(&state->sort));
	place->only_conflicts = state->only_conflicts;
	place->row = state->scroll.cursor;
	place->top = state->scroll.top;
	place->cell = state->column;
	if (state->n_rows)
		place_set(&place->selected, index_id(state->index, zone_here(state)));
}

/* -- commands -------------------------------------------------------------------------------- */

static bool move_sideways(struct ignorance *state, enum command_id id)
{
	if (id == CMD_LEFT && state->column)
		state->column--;
	else if (id == CMD_RIGHT && state->column < state->map.n_indicators)
		state->column++;
	return id == CMD_LEFT || id == CMD_RIGHT;
}

static void sort_by_column(struct ignorance *state, bool down)
{
	struct err err = ERR_INIT;
	struct str column = state->column ? read_slug(state->index, indicator_here(state)) : STR("missing");
	table_turn_sort(&state->sort, column, down);
	make_rows(state, &err);
}

static void filter(struct ignorance *state, struct app *app, struct str text)
{
	struct strbuf before = state->query;
	struct err err = {.chinese = app_chinese(app)};
	state->query = (struct strbuf){0};
	strbuf_add(&state->query, str_trim(text));
	if (make_rows(state, &err)) {
		strbuf_release(&before);
		return;
	}
	strbuf_release(&state->query);
	state->query = before;
	app_tell_error(app, &err);
}

/* The next row from `from` on whose zone has the word in its name, round the end. */
static bool find(struct ignorance *state, size_t from, int step)
{
	struct str text = strbuf_str(&state->find);
	for (size_t n = 0; text.n && n < state->n_rows; n++) {
		size_t row = (from + (step > 0 ? n : state->n_rows - n)) % state->n_rows;
		if (lookup_matches(state->index, state->map.zones[state->rows[row]], text)) {
			scroll_to(&state->scroll, row);
			return true;
		}
	}
	return false;
}

static void find_step(struct ignorance *state, struct app *app, int step)
{
	size_t from = state->n_rows ? (state->scroll.cursor + (step > 0 ? 1 : state->n_rows - 1)) % state->n_rows : 0;
	if (!find(state, from, step))
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

static void find_word(struct ignorance *state, struct app *app, struct str word)
{
	strbuf_set(&state->find, word);
	find_step(state, app, 1);
}

static void ask(struct ignorance *state, struct app *app, bool filtering)
{
	state->filtering = filtering;
	state->find_from = state->scroll.cursor;
	struct str label = arena_printf(app_scratch(app), filtering ? "%.*s> " : "%.*s/ ", STR_ARG(app_message(app, filtering ? MSG_LIST_FILTER : MSG_LIST_FIND)));
	app_prompt_on(app, label, filtering ? strbuf_str(&state->query) : STR(""));
}

static void ignorance_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct ignorance *state = data;
	if (state->filtering) {
		if (done)
			filter(state, app, text);
		return;
	}
	scroll_to(&state->scroll, state->find_from);
	if (cancelled)
		return;
	strbuf_set(&state->find, str_trim(text));
	if (!find(state, state->find_from, 1) && done)
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

/* Enter: the figures of a cell, else the page of the zone. */
static void open_cell(struct ignorance *state, struct app *app)
{
	struct ref zone = zone_here(state), indicator = indicator_here(state);
	if (ref_none(zone))
		return;
	if (ref_none(indicator) || !index_figures(state->index, zone, indicator).n) {
		struct ref *zones = xmalloc(state->n_rows * sizeof *zones);
		for (size_t i = 0; i < state->n_rows; i++)
			zones[i] = state->map.zones[state->rows[i]];
		app_set_siblings(app, zones, state->n_rows);
		free(zones);
		app_go_record(app, zone);
		return;
	}
	app_go_list(app, KIND_CLAIM, arena_printf(app_scratch(app), "subject:%.*s indicator:%.*s", STR_ARG(index_id(state->index, zone)),
		STR_ARG(index_id(state->index, indicator))));
}

static void show_conflicts(struct ignorance *state)
{
	struct err err = ERR_INIT;
	state->only_conflicts = !state->only_conflicts;
	make_rows(state, &err);
}

static bool ignorance_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct ignorance *state = data;
	struct ref zone = zone_here(state);
	size_t row;
	if (scroll_command(&state->scroll, id) || move_sideways(state, id))
		return true;
	if (!state->index)
		return false;
	switch (id) {
	case CMD_OPEN: open_cell(state, app); return true;
	case CMD_SORT_UP:
	case CMD_SORT_DOWN: sort_by_column(state, id == CMD_SORT_DOWN); return true;
	case CMD_ONLY_CONFLICTS: show_conflicts(state); return true;
	case CMD_FILTER:
	case CMD_FIND:
		if (!argument.n)
			ask(state, app, id == CMD_FILTER);
		else if (id == CMD_FILTER)
			filter(state, app, argument);
		else
			find_word(state, app, argument);
		return true;
	case CMD_FIND_NEXT:
	case CMD_FIND_PREVIOUS: find_step(state, app, id == CMD_FIND_NEXT ? 1 : -1); return true;
	case CMD_ROW:
		if (argument.n && scroll_parse(&state->scroll, argument, &row))
			scroll_to(&state->scroll, row);
		return argument.n > 0;
	case CMD_MARK:
		if (!ref_none(zone))
			app_mark(app, zone, !app_marked(app, zone));
		return scroll_command(&state->scroll, CMD_DOWN);
	default:
		if (commands[id].where & IN_PAGE || id == CMD_COPY_MARKED)
			return false;
		app_tell_not_here(app, id);
		return true;
	}
}

/* -- what the frame asks for ------------------------------------------------------------------- */

static void ignorance_title(const void *data, const struct app *app, struct strbuf *out)
{
	(void)data;
	strbuf_add(out, app_message(app, MSG_IGNORANCE));
}

static void ignorance_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct ignorance *state = data;
	size_t known = 0;
	for (size_t i = 0; i < state->n_rows; i++)
		known += state->rows[i] < state->map.n_known;
	strbuf_printf(out, "%.*s %zu  %.*s %zu", STR_ARG(app_message(app, MSG_IGNORANCE_KNOWN)), known,
		STR_ARG(app_message(app, MSG_IGNORANCE_NAMED)), state->n_rows - known);
	if (state->sort.n)
		strbuf_printf(out, "  %.*s %.*s", STR_ARG(app_message(app, MSG_LIST_ORDER)),
			STR_ARG(strbuf_str(&state->sort)));
	if (state->only_conflicts)
		strbuf_add(out, app_message(app, MSG_LIST_ONLY_CONFLICTS));
	if (state->query.n)
		strbuf_printf(out, "  %.*s %.*s", STR_ARG(app_message(app, MSG_LIST_FILTER)),
			STR_ARG(strbuf_str(&state->query)));
}

static struct evidence ignorance_evidence(const void *data)
{
	const struct ignorance *state = data;
	struct ref zone = zone_here(state);
	return ref_none(zone) ? EVIDENCE_NONE : evidence_figures(state->index, zone, indicator_here(state));
}

static struct ref ignorance_record(const void *data)
{
	return zone_here(data);
}

static void ignorance_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct ignorance *state = data;
	struct ref zone = zone_here(state), indicator = indicator_here(state);
	(void)app;
	if (ref_none(zone))
		return;
	if (ref_none(indicator)) {
		strbuf_printf(out, "%zu", coverage_map_filled(&state->map, state->rows[state->scroll.cursor]));
		return;
	}
	struct refs claims = index_figures(state->index, zone, indicator);
	for (size_t i = 0; i < claims.n; i++) {
		strbuf_add_c(out, i ? "; " : "");
		index_printed(state->index, claims.v[i], out);
	}
}

static const enum command_id ignorance_hints[] = {CMD_OPEN, CMD_BACK, CMD_FILTER, CMD_FIND, CMD_MARK, CMD_SORT_DOWN,
	CMD_EVIDENCE, CMD_ONLY_CONFLICTS, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_ignorance = {
	.where = IN_LIST,
	.hints = ignorance_hints,
	.open = ignorance_open,
	.close = ignorance_close,
	.save = ignorance_save,
	.title = ignorance_title,
	.status = ignorance_status,
	.command = ignorance_command,
	.prompt = ignorance_prompt,
	.settle = ignorance_settle,
	.draw = ignorance_draw,
	.evidence = ignorance_evidence,
	.record = ignorance_record,
	.cell_text = ignorance_cell_text,
};
