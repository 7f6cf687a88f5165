/* What a chain or a zone lacks and who could fill it: a list to filter, mark and take along. */
#include "view/gap_internal.h"
#include "view/map_screen.h"

#include "index/read.h"
#include "query/standing.h"
#include "text/width.h"
#include "view/screen.h"

#include <stdlib.h>

enum { ABOUT_ROWS = 14, ABOUT_MOST = 9 }; /* the ground and the reasons stand below where there are so many rows */

/* -- the screen ------------------------------------------------------------------------------- */

static void make_columns(struct gap_state *state, const struct app *app)
{
	static const struct {
		enum message title;
		int most, full_most; /* cells in a narrow window and where there is room */
	} columns[COLUMNS] = {
		[COLUMN_STAGE] = {MSG_MAP_STAGE, 14, 24}, [COLUMN_TYPES] = {MSG_GAP_TYPE, 18, 30}, [COLUMN_WHO] = {MSG_GAP_CANDIDATE, 16, 40},
		[COLUMN_ZONE] = {MSG_GAP_ZONE, 12, 24}, [COLUMN_WHY] = {MSG_GAP_REASONS, 24, TABLE_WIDTH_MAX},
	};
	state->table.n = COLUMNS;
	state->table.frozen = true;
	for (size_t i = 0; i < COLUMNS; i++) {
		struct str title = app_message(app, columns[i].title);
		int widest = gap_list_width(state, app, i, title);
		state->table.v[i] = (struct table_column){.title = title, .least = (int)width_str(title, app_settings(app)->ambi),
			.width = widest < columns[i].most ? widest : columns[i].most,
			.full = widest < columns[i].full_most ? widest : columns[i].full_most,
			.cut = i == COLUMN_WHO ? CUT_MIDDLE : CUT_END};
	}
}

static void *gap_open(struct app *app, const struct place *place)
{
	struct gap_state *state = xcalloc(1, sizeof *state);
	state->index = app_index(app);
	state->subject = REF_NONE;
	place_set(&state->id, str_from(place->ids[0]));
	strbuf_add_c(&state->filter, place->query);
	strbuf_add_c(&state->sort, place->sort);
	state->only_marked = place->only_marked;
	scroll_init(&state->scroll, 0);
	struct ref ref = state->index ? index_find_id(state->index, str_from(state->id)) : REF_NONE;
	if (!ref_none(ref) && (ref_kind(ref) == KIND_CHAIN || ref_kind(ref) == KIND_ZONE)) {
		state->subject = ref;
		state->gaps = gaps_find(state->index, ref, &state->arena);
		make_columns(state, app);
		gap_list_make(state, app);
		scroll_to(&state->scroll, place->row);
		state->scroll.top = place->top < state->rows.n ? place->top : 0;
	}
	state->table.cell = place->cell < COLUMNS ? place->cell : 0;
	return state;
}

static void gap_close(void *data)
{
	struct gap_state *state = data;
	arena_release(&state->arena);
	array_release(&state->rows);
	strbuf_release(&state->filter);
	strbuf_release(&state->sort);
	strbuf_release(&state->before);
	strbuf_release(&state->find);
	free(state->id);
	free(state);
}

static void gap_save(const void *data, struct place *place)
{
	const struct gap_state *state = data;
	place_set(&place->query, strbuf_str(&state->filter));
	place_set(&place->sort, strbuf_str(&state->sort));
	place->only_marked = state->only_marked;
	place->row = state->scroll.cursor;
	place->top = state->scroll.top;
	place->cell = state->table.cell;
}

static void gap_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct gap_state *state = data;
	strbuf_add(out, ref_none(state->subject) ? str_from(state->id) : index_short_name(state->index, state->subject));
	strbuf_printf(out, " %.*s", STR_ARG(app_message(app, MSG_GAPS)));
}

static void gap_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct gap_state *state = data;
	size_t candidates = 0;
	if (!state->gaps)
		return;
	for (size_t i = 0; i < state->rows.n; i++)
		candidates += gap_list_candidate(state, i) != NULL;
	size_t marked = gap_list_marks(state, app, NULL, 0);
	if (state->filter.n)
		strbuf_printf(out, "%.*s %.*s  ", STR_ARG(app_message(app, MSG_LIST_FILTER)), STR_ARG(strbuf_str(&state->filter)));
	strbuf_printf(out, "%.*s %zu  %.*s %zu", STR_ARG(app_message(app, MSG_GAPS)), state->gaps->n,
		STR_ARG(app_message(app, MSG_GAP_CANDIDATE)), candidates);
	if (marked)
		strbuf_printf(out, "  %.*s%zu", STR_ARG(app_message(app, MSG_LIST_MARKED)), marked);
}

/* -- commands ------------------------------------------------------------------------------------ */

static void set_mark(const struct gap_state *state, struct app *app, size_t row, bool on)
{
	const struct candidate *candidate = gap_list_candidate(state, row);
	app_pair_mark(app, gap_list_gap(state, row)->stage, candidate ? candidate->who : REF_NONE, on);
}

static void mark(struct gap_state *state, struct app *app)
{
	size_t row = state->scroll.cursor;
	if (row >= state->rows.n)
		return;
	set_mark(state, app, row, !gap_list_marked(state, app, state->rows.v[row]));
	scroll_command(&state->scroll, CMD_DOWN);
}

static void mark_all(struct gap_state *state, struct app *app, enum command_id id, struct str words)
{
	for (size_t i = 0; i < state->rows.n; i++)
		if (id == CMD_MARK_INVERT)
			set_mark(state, app, i, !gap_list_marked(state, app, state->rows.v[i]));
		else if (gap_list_matches(state, app, i, words))
			set_mark(state, app, i, id == CMD_MARK_MATCHING);
}

/* The marked rows, or all that are shown where none is marked: the subject, then stage and candidate of each, for whoever
 * writes the file. */
static void export(struct gap_state *state, struct app *app, struct str path)
{
	struct strbuf text = {0};
	size_t some = gap_list_marks(state, app, NULL, 0), n = some ? some : state->rows.n;
	struct gap_row *marked = xmalloc((some + 1) * sizeof *marked);
	gap_list_marks(state, app, marked, some);
	const struct gap_row *rows = some ? marked : state->rows.v;
	strbuf_add_c(&text, state->id);
	for (size_t i = 0; i < n; i++) {
		const struct gap *gap = &state->gaps->v[rows[i].gap];
		strbuf_printf(&text, "\n%.*s", STR_ARG(index_id(state->index, gap->stage)));
		if (rows[i].candidate != SIZE_MAX)
			strbuf_printf(&text, " %.*s", STR_ARG(index_id(state->index, gap->candidates[rows[i].candidate].who)));
	}
	app_effect_add(app, EFFECT_EXPORT_GAPS, KIND_COUNT, strbuf_str(&text), path);
	strbuf_release(&text);
	free(marked);
}

static void copy(struct gap_state *state, struct app *app, bool marked)
{
	struct strbuf text = {0};
	size_t n = marked ? gap_list_marks(state, app, NULL, 0) : state->scroll.cursor < state->rows.n;
	struct gap_row *rows = xmalloc((n + 1) * sizeof *rows);
	if (marked)
		gap_list_marks(state, app, rows, n);
	else if (n)
		rows[0] = state->rows.v[state->scroll.cursor];
	for (size_t i = 0; i < n; i++) {
		strbuf_add_c(&text, i ? "\n" : "");
		gap_list_row(state, app, rows[i], &text);
	}
	if (text.n)
		app_effect_add(app, EFFECT_COPY, KIND_COUNT, strbuf_str(&text), (struct str){NULL, 0});
	app_tell(app, app_message(app, text.n ? MSG_COPIED : MSG_NOTHING_MARKED), false);
	strbuf_release(&text);
	free(rows);
}

static void find(struct gap_state *state, struct app *app, int step, bool here)
{
	size_t n = state->rows.n;
	for (size_t i = here ? 0 : 1; state->find.n && i <= n && n; i++) {
		size_t row = step > 0 ? (state->scroll.cursor + i) % n : (state->scroll.cursor + n - i % n) % n;
		if (gap_list_matches(state, app, row, strbuf_str(&state->find))) {
			scroll_to(&state->scroll, row);
			return;
		}
	}
	app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

static void ask(struct gap_state *state, struct app *app, bool finding)
{
	state->finding = finding;
	strbuf_set(&state->before, strbuf_str(&state->filter));
	app_prompt_on(app, finding ? STR("/") : STR("&"), finding ? STR("") : strbuf_str(&state->filter));
}

static bool text_command(struct gap_state *state, struct app *app, enum command_id id, struct str argument)
{
	switch (id) {
	case CMD_FILTER:
		if (argument.n) {
			strbuf_set(&state->filter, argument);
			gap_list_make(state, app);
		} else {
			ask(state, app, false);
		}
		return true;
	case CMD_FIND:
		if (argument.n) {
			strbuf_set(&state->find, argument);
			find(state, app, 1, true);
		} else {
			ask(state, app, true);
		}
		return true;
	case CMD_FIND_NEXT: find(state, app, 1, false); return true;
	case CMD_FIND_PREVIOUS: find(state, app, -1, false); return true;
	case CMD_EXPORT:
		if (!state->rows.n && !gap_list_marks(state, app, NULL, 0))
			app_tell(app, app_message(app, MSG_NO_MATCH), false);
		else if (argument.n)
			export(state, app, argument);
		else
			return false; /* the app asks for a file */
		return true;
	default: return false;
	}
}

static bool gap_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct gap_state *state = data;
	if (!state->gaps)
		return false;
	if (scroll_command(&state->scroll, id) || table_command(&state->table, id) || text_command(state, app, id, argument))
		return true;
	switch (id) {
	case CMD_OPEN:
		if (!state->rows.n)
			return false;
		app_go_record(app,
			state->table.cell <= COLUMN_TYPES ? gap_list_gap(state, state->scroll.cursor)->stage
							  : gap_list_record(state, state->scroll.cursor));
		return true;
	case CMD_MARK: mark(state, app); return true;
	case CMD_MARK_INVERT: mark_all(state, app, id, STR("")); return true;
	case CMD_MARK_MATCHING:
	case CMD_UNMARK_MATCHING:
		if (argument.n)
			mark_all(state, app, id, argument);
		return argument.n > 0;
	case CMD_SORT_UP:
	case CMD_SORT_DOWN: gap_list_sort(state, app, id == CMD_SORT_DOWN); return true;
	case CMD_ONLY_MARKED:
		state->only_marked = !state->only_marked;
		gap_list_make(state, app);
		return true;
	case CMD_COPY_ROW:
	case CMD_COPY_MARKED: copy(state, app, id == CMD_COPY_MARKED); return true;
	case CMD_MAP: return map_go(app, state->subject, false);
	case CMD_FORMULA: return map_go(app, state->subject, true);
	case CMD_GAPS: return true;
	default: return false;
	}
}

static void gap_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct gap_state *state = data;
	if (state->finding) {
		if (done) {
			strbuf_set(&state->find, text);
			find(state, app, 1, true);
		}
		return;
	}
	strbuf_set(&state->filter, cancelled ? strbuf_str(&state->before) : text);
	gap_list_make(state, app);
}

/* -- drawing ---------------------------------------------------------------------------------------- */

struct source {
	const struct gap_state *state;
	const struct app *app;
};

static void draw_cell(const void *self, size_t row, size_t column, int columns, struct table_cell *out)
{
	const struct source *source = self;
	static const enum role roles[COLUMNS] = {
		[COLUMN_STAGE] = ROLE_LINK, [COLUMN_TYPES] = ROLE_WARNING, [COLUMN_WHO] = ROLE_LINK, [COLUMN_WHY] = ROLE_DIM};
	(void)columns;
	out->role = column == COLUMN_TYPES && !gap_list_urgent(gap_list_gap(source->state, row)) ? ROLE_TEXT : roles[column];
	if (column == COLUMN_TYPES && out->role == ROLE_WARNING)
		strbuf_add_c(&out->text, "!");
	gap_list_cell(source->state, source->app, row, column, &out->text);
}

static void draw_signs(const void *self, size_t row, char *sign, char *third)
{
	const struct source *source = self;
	*third = ' ';
	*sign = gap_list_marked(source->state, source->app, source->state->rows.v[row]) ? '*' : ' ';
}

static struct area split(struct area area, struct area *about)
{
	int rows = area.rows + 2 < ABOUT_ROWS ? 0 : area.rows / 3 < ABOUT_MOST ? area.rows / 3 : ABOUT_MOST;
	*about = (struct area){area.row + area.rows - rows, area.column, rows, area.columns};
	area.rows -= rows;
	return area;
}

static void gap_settle(void *data, const struct app *app, struct area area)
{
	struct gap_state *state = data;
	struct area about;
	(void)app;
	area = split(area, &about);
	table_settle(&state->table, area.columns);
	scroll_settle(&state->scroll, area.rows > 1 ? area.rows - 1 : 1);
}

/* A line of what is said below: wrapped, as far as there are rows. */
static void say(struct grid *grid, struct area *area, struct str label, struct str text, enum role role)
{
	if (!text.n || area->rows <= 0)
		return;
	int at = paint(area_row(grid, *area, 0), label, ROLE_DIM) + 1;
	int used = paint_wrapped(grid, area_from(*area, 0, at), text, role);
	*area = area_from(*area, used > 0 ? used : 1, 0);
}

static void draw_about(const struct gap_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	const struct gap *gap = gap_list_gap(state, state->scroll.cursor);
	const struct candidate *candidate = gap_list_candidate(state, state->scroll.cursor);
	grid_horizontal(area_row(grid, area, 0));
	area = area_from(area, 1, 0);
	gap_ground(gap, state->index, app_chinese(app), &text);
	say(grid, &area, app_message(app, MSG_GAP_GROUND), strbuf_str(&text), ROLE_TEXT);
	for (size_t i = 0; candidate && i < candidate->n_reasons; i++) {
		struct ref source = reason_source(&candidate->reasons[i], state->index);
		strbuf_clear(&text);
		reason_text(&candidate->reasons[i], state->index, app_chinese(app), &text);
		if (!ref_none(source))
			strbuf_printf(&text, "  <- %.*s", STR_ARG(index_name(state->index, source)));
		say(grid, &area, app_message(app, MSG_GAP_REASONS), strbuf_str(&text), ROLE_TEXT);
	}
	strbuf_release(&text);
}

/* No gaps are good news only where there is a chain that could have some. */
static enum message why_none(const struct gap_state *state)
{
	if (state->gaps->n)
		return MSG_NO_MATCH;
	if (standing_is_reference(state->index, state->subject))
		return MSG_GAP_REFERENCE;
	bool bare = ref_kind(state->subject) == KIND_ZONE && !read_back(state->index, state->subject, KIND_CHAIN, "zone").n;
	return bare ? MSG_GAP_NO_CHAIN : MSG_GAP_NONE;
}

static void draw_nothing(const struct gap_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	if (!state->index)
		strbuf_add(&text, app_message(app, MSG_READING));
	else if (ref_none(state->subject))
		strbuf_printf(&text, "%.*s %s", STR_ARG(app_message(app, MSG_GAP_NOT_HERE)), state->id);
	else
		strbuf_add(&text, app_message(app, why_none(state)));
	paint_wrapped(grid, area, strbuf_str(&text), state->index && ref_none(state->subject) ? ROLE_ERROR : ROLE_DIM);
	strbuf_release(&text);
}

static void gap_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct gap_state *state = data;
	struct source source = {state, app};
	const struct table_rows rows = {.self = &source, .cell = draw_cell, .signs = draw_signs};
	struct area about;
	if (!state->gaps || !state->rows.n) {
		draw_nothing(state, app, grid, area);
		return;
	}
	area = split(area, &about);
	table_draw(&state->table, &state->scroll, &rows, NULL, grid, area);
	if (about.rows > 1)
		draw_about(state, app, grid, about);
}

/* The figures of the balance, else the weightiest reason's record. */
static struct evidence gap_evidence(const void *data)
{
	const struct gap_state *state = data;
	if (!state->rows.n)
		return EVIDENCE_NONE;
	const struct gap *gap = gap_list_gap(state, state->scroll.cursor);
	const struct candidate *candidate = gap_list_candidate(state, state->scroll.cursor);
	if (gap->rest && state->table.cell <= COLUMN_TYPES) {
		struct evidence evidence = evidence_record(gap->stage);
		evidence.n_claims = formula_claims(gap->rest, evidence.claims, EVIDENCE_CLAIMS);
		return evidence;
	}
	if (!candidate || state->table.cell <= COLUMN_TYPES)
		return evidence_record(gap->stage);
	struct ref record = candidate->n_reasons ? candidate->reasons[0].record : candidate->who;
	return ref_kind(record) == KIND_CLAIM ? evidence_claim(state->index, record) : evidence_record(record);
}

static struct ref gap_record(const void *data)
{
	const struct gap_state *state = data;
	return gap_list_record(state, state->scroll.cursor);
}

static void gap_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct gap_state *state = data;
	if (state->rows.n)
		gap_list_cell(state, app, state->scroll.cursor, state->table.cell, out);
}

bool gap_go(struct app *app, struct ref ref)
{
	const struct index *index = app_index(app);
	struct place place;
	if (!index || ref_none(ref))
		return false;
	if (ref_kind(ref) == KIND_STAGE)
		ref = read_ref(index, ref, "chain");
	if (ref_kind(ref) != KIND_CHAIN && ref_kind(ref) != KIND_ZONE)
		return false;
	place_init(&place, SCREEN_GAPS, KIND_COUNT);
	place_set(&place.ids[0], index_id(index, ref));
	app_go(app, &place);
	place_release(&place);
	return true;
}

static const enum command_id gaps_hints[] = {CMD_OPEN, CMD_BACK, CMD_FILTER, CMD_FIND, CMD_EVIDENCE, CMD_EXPORT,
	CMD_MAP, CMD_MARK, CMD_SORT_DOWN, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_gaps = {
	.where = IN_LIST,
	.hints = gaps_hints,
	.open = gap_open,
	.close = gap_close,
	.save = gap_save,
	.title = gap_title,
	.status = gap_status,
	.command = gap_command,
	.prompt = gap_prompt,
	.settle = gap_settle,
	.draw = gap_draw,
	.evidence = gap_evidence,
	.record = gap_record,
	.cell_text = gap_cell_text,
};
