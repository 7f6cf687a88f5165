/* The rows of the list of gaps. */
#include "view/gap_internal.h"

#include "index/lookup.h"

#include <stdlib.h>

static const char *const column_names[COLUMNS] = {"stage", "types", "candidate", "zone", "reasons"};

/* -- texts ------------------------------------------------------------------------------- */

static void add_reasons(
	const struct gap_state *state, const struct app *app, const struct candidate *candidate, struct strbuf *out)
{
	for (size_t i = 0; i < candidate->n_reasons; i++) {
		strbuf_add_c(out, i ? "; " : "");
		reason_text(&candidate->reasons[i], state->index, app_chinese(app), out);
	}
}

static void add_cell(const struct gap_state *state, const struct app *app, struct gap_row row, size_t column, struct strbuf *out)
{
	const struct gap *gap = &state->gaps->v[row.gap];
	const struct candidate *candidate = row.candidate == SIZE_MAX ? NULL : &gap->candidates[row.candidate];
	switch (column) {
	case COLUMN_STAGE: strbuf_add(out, index_name(state->index, gap->stage)); break;
	case COLUMN_TYPES: gap_types_text(gap, app_chinese(app), out); break;
	case COLUMN_WHO:
		strbuf_add(out, candidate ? index_short_name(state->index, candidate->who) : app_message(app, MSG_GAP_NOBODY));
		break;
	case COLUMN_ZONE:
		if (candidate && !ref_none(candidate->zone))
			strbuf_add(out, index_short_name(state->index, candidate->zone));
		break;
	default:
		if (candidate)
			add_reasons(state, app, candidate, out);
		else
			gap_ground(gap, state->index, app_chinese(app), out);
	}
}

void gap_list_cell(const struct gap_state *state, const struct app *app, size_t row, size_t column, struct strbuf *out)
{
	add_cell(state, app, state->rows.v[row], column, out);
}

void gap_list_row(const struct gap_state *state, const struct app *app, struct gap_row row, struct strbuf *out)
{
	for (size_t column = 0; column < COLUMNS; column++) {
		strbuf_add_c(out, column ? "\t" : "");
		add_cell(state, app, row, column, out);
	}
}

int gap_list_width(const struct gap_state *state, const struct app *app, size_t column, struct str title)
{
	/* Only what a terminal's cells are like is read from this grid. */
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	int widest = paint_width(&grid, title) + 1;
	struct strbuf text = {0};
	for (size_t g = 0; g < state->gaps->n; g++) {
		const struct gap *gap = &state->gaps->v[g];
		for (size_t c = 0; c < gap->n_candidates || c == 0; c++) {
			strbuf_clear(&text);
			add_cell(state, app, (struct gap_row){g, gap->n_candidates ? c : SIZE_MAX}, column, &text);
			int width = paint_width(&grid, strbuf_str(&text)) + (column == COLUMN_TYPES && gap_list_urgent(gap));
			widest = width > widest ? width : widest;
		}
	}
	strbuf_release(&text);
	return widest;
}

/* -- rows --------------------------------------------------------------------------------- */

bool gap_list_matches(const struct gap_state *state, const struct app *app, size_t row, struct str words)
{
	struct strbuf text = {0};
	struct str word;
	bool all = true;
	gap_list_row(state, app, state->rows.v[row], &text);
	while (all && str_split(&words, ' ', &word))
		all = !word.n || lookup_contains(strbuf_str(&text), word);
	strbuf_release(&text);
	return all;
}

static void add_candidate(struct gap_state *state, const struct app *app, size_t gap, size_t candidate)
{
	array_push(&state->rows, (struct gap_row){gap, candidate});
	size_t row = state->rows.n - 1;
	if (!gap_list_matches(state, app, row, strbuf_str(&state->filter)) || (state->only_marked && !gap_list_marked(state, app, state->rows.v[row])))
		state->rows.n--;
}

size_t gap_list_marks(const struct gap_state *state, const struct app *app, struct gap_row *out, size_t max)
{
	size_t n = 0;
	for (size_t g = 0; state->gaps && g < state->gaps->n; g++)
		for (size_t c = 0, end = state->gaps->v[g].n_candidates; c < end || c == 0; c++) {
			struct gap_row row = {g, end ? c : SIZE_MAX};
			if (!gap_list_marked(state, app, row))
				continue;
			if (n < max)
				out[n] = row;
			n++;
		}
	return n;
}

/* A row on its way to its place. */
struct sorting {
	int64_t key; /* INT64_MAX: nothing to sort by, last either way */
	bool down;
	size_t at;   /* as found */
	struct gap_row row;
};

static int64_t name_key(const struct gap_state *state, struct ref ref)
{
	return ref_none(ref) ? INT64_MAX : (int64_t)ref_kind(ref) << 32 | (int64_t)index_name_rank(state->index, ref);
}

static int64_t sort_key(const struct gap_state *state, size_t row, size_t column)
{
	const struct candidate *candidate = gap_list_candidate(state, row);
	switch (column) {
	case COLUMN_STAGE: return name_key(state, gap_list_gap(state, row)->stage);
	case COLUMN_TYPES: return (int64_t)gap_list_gap(state, row)->types;
	case COLUMN_WHO: return candidate ? name_key(state, candidate->who) : INT64_MAX;
	case COLUMN_ZONE: return candidate ? name_key(state, candidate->zone) : INT64_MAX;
	default: return candidate ? candidate->weight : INT64_MAX;
	}
}

static int compare_rows(const void *x, const void *y)
{
	const struct sorting *a = x, *b = y;
	bool last = a->key == INT64_MAX || b->key == INT64_MAX;
	if (a->key != b->key)
		return (a->key < b->key) != (a->down && !last) ? -1 : 1;
	return a->at < b->at ? -1 : 1;
}

static void sort_rows(struct gap_state *state)
{
	struct str sort = strbuf_str(&state->sort);
	bool down = str_starts(sort, STR("-"));
	size_t column = 0, n = state->rows.n;
	while (column < COLUMNS && !str_eq_c(str_sub(sort, down, sort.n), column_names[column]))
		column++;
	for (size_t i = 0; i < COLUMNS; i++)
		state->table.v[i].order = i != column ? 0 : down ? 'v' : '^';
	if (column == COLUMNS || !n)
		return;
	struct sorting *sorting = xmalloc(n * sizeof *sorting);
	for (size_t i = 0; i < n; i++)
		sorting[i] = (struct sorting){sort_key(state, i, column), down, i, state->rows.v[i]};
	qsort(sorting, n, sizeof *sorting, compare_rows);
	for (size_t i = 0; i < n; i++)
		state->rows.v[i] = sorting[i].row;
	free(sorting);
}

void gap_list_make(struct gap_state *state, const struct app *app)
{
	array_clear(&state->rows);
	for (size_t g = 0; state->gaps && g < state->gaps->n; g++) {
		for (size_t c = 0; c < state->gaps->v[g].n_candidates; c++)
			add_candidate(state, app, g, c);
		if (!state->gaps->v[g].n_candidates)
			add_candidate(state, app, g, SIZE_MAX);
	}
	sort_rows(state);
	scroll_resize(&state->scroll, state->rows.n);
}

/* The same key on the same column: first in its direction, then the other way round, then as found. */
void gap_list_sort(struct gap_state *state, const struct app *app, bool down)
{
	table_turn_sort(&state->sort, str_from(column_names[state->table.cell]), down);
	gap_list_make(state, app);
}
