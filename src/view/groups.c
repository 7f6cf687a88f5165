/*
 * The rows of a list put together by one facet: a row for each value with how many rows have it, and what a figure of
 * theirs adds up to, each modality for itself.
 */
#include "view/cross_internal.h"
#include "view/paint.h"
#include "view/table.h"

#include <stdlib.h>

/* What a column shows; the sum and the median of each modality that some row has follow the first three. */
enum { COLUMN_LABEL, COLUMN_ROWS, COLUMN_SHARE, COLUMN_SUMS };
enum { LABEL_WIDTH = 16, LABEL_MOST = 40, NUMBER_WIDTH = 7, SUM_WIDTH = 9, SUM_MOST = 36, SMALL_COLUMNS = 80 };

struct groups_state {
	struct cross cross;
	struct table table;
	struct scroll scroll;
	size_t n;                       /* rows, the total among them: it stands first */
	uint32_t *order;                /* places in the order in force */
	struct strbuf sort;             /* "label", "-rows", "-planned" …; empty: the facet's own order */
	struct strbuf titles[TABLE_COLUMNS];
	int modality[TABLE_COLUMNS];    /* of a sum's or median's column */
	bool median[TABLE_COLUMNS];
};

/* -- order ------------------------------------------------------------------------------------ */

struct ordering {
	const struct groups_state *state;
	size_t column;
	bool down;
};

/* The sum or median that a column shows of a place; false: none. */
static bool amount_of(const struct groups_state *state, size_t place, size_t column, struct decimal *out)
{
	const struct totals *sums = cross_sums_made(&state->cross, place, 0);
	int m = state->modality[column];
	if (!sums || !sums->of[m].n_rows || sums->of[m].overflow || (state->median[column] && !sums->of[m].has_median))
		return false;
	*out = state->median[column] ? sums->of[m].median : sums->of[m].low;
	return true;
}

static int compare_places(const void *a, const void *b, void *context)
{
	const struct ordering *o = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct cross_axis *axis = &o->state->cross.axes[0];
	struct decimal i, j;
	int order = 0;
	if (o->column >= COLUMN_SUMS) {
		bool has_i = amount_of(o->state, x, o->column, &i), has_j = amount_of(o->state, y, o->column, &j);
		if (!has_i || !has_j) {
			order = (int)has_j - (int)has_i;
			return order ? order : x < y ? -1 : x > y;
		}
		order = decimal_cmp(i, j);
	} else if (o->column == COLUMN_LABEL && x <= axis->n && y <= axis->n) {
		order = facet_compare(axis->values, axis->shown[x - 1], axis->shown[y - 1]);
	} else if (o->column != COLUMN_LABEL) {
		uint32_t n = cross_cell(&o->state->cross, x, 0).n, k = cross_cell(&o->state->cross, y, 0).n;
		order = n < k ? -1 : n > k;
	}
	order = o->down ? -order : order;
	return order ? order : x < y ? -1 : x > y;
}

static struct str column_name(const struct groups_state *state, size_t column, struct strbuf *out)
{
	strbuf_clear(out);
	if (column < COLUMN_SUMS)
		strbuf_add_c(out, column == COLUMN_LABEL ? "label" : "rows");
	else
		strbuf_printf(out, "%s%s", enums[ENUM_MODALITY].v[state->modality[column]].code,
			state->median[column] ? "-median" : "");
	return strbuf_str(out);
}

/* The total stays first, whatever the order. */
static void make_order(struct groups_state *state)
{
	struct str sort = strbuf_str(&state->sort);
	struct ordering o = {.state = state, .column = SIZE_MAX, .down = sort.n && sort.p[0] == '-'};
	struct strbuf name = {0};
	sort = str_sub(sort, o.down, sort.n);
	for (size_t i = 0; i < state->table.n; i++) {
		bool here = sort.n && i != COLUMN_SHARE && str_eq(sort, column_name(state, i, &name));
		state->table.v[i].order = here ? (o.down ? 'v' : '^') : 0;
		o.column = here ? i : o.column;
	}
	strbuf_release(&name);
	free(state->order);
	state->order = xmalloc((state->n + 1) * sizeof *state->order);
	for (size_t i = 0; i < state->n; i++)
		state->order[i] = (uint32_t)i;
	if (o.column != SIZE_MAX && state->n > 2)
		qsort_r(state->order + 1, state->n - 1, sizeof *state->order, compare_places, &o);
}

/* -- what stands in a cell ------------------------------------------------------------------------- */

static void share_of(const struct groups_state *state, size_t place, struct strbuf *out)
{
	size_t all = state->cross.counts.picked.n;
	strbuf_printf(out, "%.1f%%", 100.0 * cross_cell(&state->cross, place, 0).n / (double)(all ? all : 1));
}

static void sum_cell(const struct groups_state *state, const struct app *app, size_t place, size_t column,
	struct table_cell *out)
{
	const struct totals *sums = cross_sums_made(&state->cross, place, 0);
	if (!sums)
		return;
	const struct total *total = &sums->of[state->modality[column]];
	out->role = ROLE_NUMBER;
	if (!state->median[column]) {
		cross_print_total(&state->cross, total, sums->unit, app, &out->text);
		out->sign = total->n_conflicts ? '!' : total->n_doubles || sums->n_other_unit ? '~' : 0;
		if (out->text.n && out->text.p[out->text.n - 1] == '!')
			strbuf_truncate(&out->text, out->text.n - 1);
	} else if (sums->of[state->modality[column]].has_median) {
		cross_print_amount(&state->cross, sums->of[state->modality[column]].median, sums->unit, &out->text);
	}
	if (!out->text.n && !state->median[column] && sums->n_other_unit)
		strbuf_add(&out->text, app_message(app, MSG_COUNTS_NOT_SUMMED));
	if (!out->text.n) {
		strbuf_add_c(&out->text, "-");
		out->role = ROLE_DIM;
	}
}

struct drawing {
	const struct groups_state *state;
	const struct app *app;
	const size_t *columns; /* those that a small window shows; NULL: all */
};

static void place_cell(const struct drawing *d, size_t place, size_t column, struct table_cell *out)
{
	struct tally tally;
	switch (column) {
	case COLUMN_LABEL:
		cross_label(&d->state->cross, d->app, 0, place, &out->text);
		out->role = place ? ROLE_LINK : ROLE_HEADING;
		break;
	case COLUMN_ROWS:
		tally = cross_cell(&d->state->cross, place, 0);
		counts_number(&tally, &out->text);
		out->role = ROLE_NUMBER;
		break;
	case COLUMN_SHARE:
		share_of(d->state, place, &out->text);
		out->role = ROLE_DIM;
		break;
	default: sum_cell(d->state, d->app, place, column, out);
	}
}

static void cell_of(const void *self, size_t row, size_t column, int columns, struct table_cell *out)
{
	const struct drawing *d = self;
	(void)columns;
	place_cell(d, d->state->order[row], d->columns ? d->columns[column] : column, out);
}

/* -- columns ----------------------------------------------------------------------------------- */

static void add_column(struct groups_state *state, struct str title, int width, int full, bool right)
{
	size_t i = state->table.n++;
	strbuf_set(&state->titles[i], title);
	state->table.v[i] = (struct table_column){.width = width, .full = full, .right = right,
		.sign = i >= COLUMN_SUMS && !state->median[i], .cut = i ? CUT_END : CUT_MIDDLE};
}

static void add_sum(struct groups_state *state, const struct app *app, int modality, bool median)
{
	struct strbuf title = {0};
	const struct enum_code *code = &enums[ENUM_MODALITY].v[modality];
	state->modality[state->table.n] = modality;
	state->median[state->table.n] = median;
	strbuf_add_c(&title, app_chinese(app) ? code->zh : code->en);
	strbuf_add_c(&title, " ");
	strbuf_add(&title, app_message(app, median ? MSG_COUNTS_MEDIAN : MSG_COUNTS_SUM));
	add_column(state, strbuf_str(&title), SUM_WIDTH, SUM_WIDTH, true);
	strbuf_release(&title);
}

/* Numbers are shown whole: their columns are as wide as the widest of them. */
static void measure(struct groups_state *state, const struct app *app)
{
	/* Only what a terminal's cells are like is read from this grid. */
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	struct drawing drawing = {state, app, NULL};
	struct table_cell cell = {0};
	for (size_t i = COLUMN_ROWS; i < state->table.n; i++) {
		struct table_column *column = &state->table.v[i];
		int widest = paint_width(&grid, column->title);
		for (size_t place = 0; place < state->n; place++) {
			strbuf_clear(&cell.text);
			place_cell(&drawing, place, i, &cell);
			int width = paint_width(&grid, strbuf_str(&cell.text));
			widest = width > widest ? width : widest;
		}
		widest = (widest > SUM_MOST ? SUM_MOST : widest) + column->sign;
		column->width = column->full = widest > column->width ? widest : column->width;
	}
	strbuf_release(&cell.text);
}

/* Which columns there are follows from the figure: modalities that no row has would be empty columns. */
static void make_columns(struct groups_state *state, const struct app *app)
{
	size_t cell = state->table.cell;
	state->table.n = 0;
	state->table.frozen = true;
	add_column(state, facet_title(&state->cross.axes[0].facet, app_chinese(app)), LABEL_WIDTH, LABEL_MOST, false);
	add_column(state, app_message(app, MSG_COUNTS_ROWS), NUMBER_WIDTH, NUMBER_WIDTH + 6, true);
	add_column(state, app_message(app, MSG_COUNTS_SHARE), 6, 6, true);
	cross_sum_all(&state->cross, 1);
	const struct totals *all = cross_sums(&state->cross, 0, 0);
	/* All sums before the medians: they are what was asked for, and a window has an end. */
	for (int median = 0; all && median <= 1; median++)
		for (int m = 0; m < MODALITY_COUNT; m++)
			if (all->of[m].n_rows)
				add_sum(state, app, m, median);
	for (size_t i = 0; i < state->table.n; i++)
		state->table.v[i].title = strbuf_str(&state->titles[i]);
	measure(state, app);
	state->table.cell = cell < state->table.n ? cell : 0;
}

static void recounted(void *data, struct app *app)
{
	struct groups_state *state = data;
	state->n = state->cross.n_axes ? cross_places(&state->cross, 0) : 0;
	scroll_resize(&state->scroll, state->n);
	if (state->n)
		make_columns(state, app);
	make_order(state);
}

static void recount(void *data, struct app *app)
{
	struct groups_state *state = data;
	cross_count(&state->cross);
	recounted(state, app);
}

/* -- life ------------------------------------------------------------------------------------------ */

static void *groups_open(struct app *app, const struct place *place)
{
	struct groups_state *state = xcalloc(1, sizeof *state);
	cross_open(&state->cross, app, place, 1);
	scroll_init(&state->scroll, 0);
	strbuf_add_c(&state->sort, place->sort);
	state->table.cell = place->cell;
	recounted(state, app);
	scroll_to(&state->scroll, place->row);
	state->scroll.top = place->top < state->n ? place->top : 0;
	return state;
}

static void groups_close(void *data)
{
	struct groups_state *state = data;
	cross_release(&state->cross);
	for (size_t i = 0; i < TABLE_COLUMNS; i++)
		strbuf_release(&state->titles[i]);
	strbuf_release(&state->sort);
	free(state->order);
	free(state);
}

static void groups_save(const void *data, struct place *place)
{
	const struct groups_state *state = data;
	cross_save(&state->cross, place);
	place_set(&place->sort, strbuf_str(&state->sort));
	place->row = state->scroll.cursor;
	place->top = state->scroll.top;
	place->cell = state->table.cell;
}

/* -- drawing --------------------------------------------------------------------------------------- */

/* Whether a small window has no room for the sums beside the groups. */
static bool is_small(const struct groups_state *state, struct area area)
{
	return area.columns < SMALL_COLUMNS && state->table.n > COLUMN_SUMS
		&& (state->table.first || table_lay_out(&state->table, area.columns).more);
}

/* How many sums of one group stand below the table then; 0: there is no room for them. */
static int sums_below(const struct groups_state *state, struct area area)
{
	enum { TABLE_LEAST = 4 };
	int n = 0;
	for (size_t i = COLUMN_SUMS; is_small(state, area) && i < state->table.n && !state->median[i]; i++)
		n++;
	return area.rows - n - 2 >= TABLE_LEAST ? n : 0;
}

/* The table, what stands below it, and its notes in the last line, as far as there is room. */
static struct area table_area(const struct groups_state *state, struct area area)
{
	int below = sums_below(state, area);
	area.rows -= (below ? below + 1 : 0) + (area.rows > 3);
	return area;
}

static void groups_settle(void *data, const struct app *app, struct area area)
{
	struct groups_state *state = data;
	(void)app;
	scroll_settle(&state->scroll, table_area(state, area).rows - 1);
	table_settle(&state->table, area.columns);
}

/* What the figures under the cursor leave out, or that rows stand in several groups: in the last line. */
static void draw_notes(const struct groups_state *state, const struct app *app, struct span line)
{
	size_t place = state->order[state->scroll.cursor];
	const struct totals *sums = cross_sums_made(&state->cross, place, 0);
	struct strbuf text = {0};
	if (facet_values_several(state->cross.axes[0].values))
		strbuf_add(&text, app_message(app, MSG_COUNTS_SEVERAL));
	for (int m = 0; sums && m < MODALITY_COUNT; m++) {
		struct strbuf notes = {0};
		cross_print_notes(&sums->of[m], 0, app, &notes);
		if (notes.n)
			strbuf_printf(&text, "  %s%.*s", app_chinese(app) ? enums[ENUM_MODALITY].v[m].zh : enums[ENUM_MODALITY].v[m].en,
				STR_ARG(strbuf_str(&notes)));
		strbuf_release(&notes);
	}
	if (sums && sums->n_other_unit)
		strbuf_printf(&text, "  %.*s %zu", STR_ARG(app_message(app, MSG_COUNTS_OTHER_UNIT)), sums->n_other_unit);
	span_skip(&line, TABLE_GUTTER);
	paint(line, paint_parts(line.grid, str_trim(strbuf_str(&text)), line.columns), ROLE_DIM);
	strbuf_release(&text);
}

/* The sum that most rows have a part in. */
static size_t widest_sum(const struct groups_state *state)
{
	const struct totals *all = cross_sums_made(&state->cross, 0, 0);
	size_t best = COLUMN_SUMS;
	for (size_t i = best; all && i < state->table.n && !state->median[i]; i++)
		best = all->of[state->modality[i]].n_rows > all->of[state->modality[best]].n_rows ? i : best;
	return best;
}

/* Names, and how many rows where there is room, beside the sum or share that the cursor is at; without one the widest sum. */
static void draw_small(const struct groups_state *state, const struct app *app, struct grid *grid, struct area area)
{
	enum { LABEL_LEAST = 8 };
	const struct table *all = &state->table;
	size_t columns[] = {COLUMN_LABEL, all->cell > COLUMN_ROWS ? all->cell : widest_sum(state), COLUMN_ROWS};
	struct table table = {.n = sizeof columns / sizeof *columns, .frozen = true, .cell = TABLE_COLUMNS};
	struct drawing drawing = {state, app, columns};
	struct table_rows rows = {.self = &drawing, .cell = cell_of};
	int left = area.columns - TABLE_GUTTER;
	for (size_t i = 0; i < table.n; i++) {
		table.v[i] = all->v[columns[i]];
		table.cell = columns[i] == all->cell ? i : table.cell;
		left -= i ? table.v[i].width + TABLE_GAP : 0;
	}
	if (left < LABEL_LEAST)
		left += table.v[--table.n].width + TABLE_GAP;
	table.v[0].width = left < LABEL_LEAST ? LABEL_LEAST : left;
	table_draw(&table, &state->scroll, &rows, NULL, grid, area);
}

/* The sums of the group under the cursor, a line each, with the median behind it where that has room. */
static void draw_sums(const struct groups_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct drawing drawing = {state, app, NULL};
	struct table_cell cell = {0};
	size_t place = state->order[state->scroll.cursor], n = (size_t)area.rows;
	for (size_t i = 0; i < n; i++) {
		struct span line = area_row(grid, area, (int)i);
		for (size_t column = COLUMN_SUMS + i; column < state->table.n; column += n) {
			const struct str title = state->table.v[column].title;
			strbuf_clear(&cell.text);
			cell.sign = 0;
			place_cell(&drawing, place, column, &cell);
			if (cell.sign)
				strbuf_add_byte(&cell.text, cell.sign);
			if (paint_width(grid, title) + 1 + paint_width(grid, strbuf_str(&cell.text)) > line.columns)
				break;
			paint_on(&line, title, column == state->table.cell ? ROLE_CURSOR : ROLE_HEADING);
			span_skip(&line, 1);
			paint_on(&line, strbuf_str(&cell.text), cell.role);
			span_skip(&line, 2);
		}
	}
	strbuf_release(&cell.text);
}

static void groups_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct groups_state *state = data;
	struct drawing drawing = {state, app, NULL};
	struct table_rows rows = {.self = &drawing, .cell = cell_of};
	if (!state->n) {
		enum message reason = state->cross.counts.index ? MSG_COUNTS_NOTHING : MSG_READING;
		paint_wrapped(grid, area, app_message(app, reason), ROLE_HEADING);
		return;
	}
	struct area table = table_area(state, area);
	struct area sums = area_from(area, table.rows + 1, 0);
	sums.rows = sums_below(state, area);
	if (is_small(state, area))
		draw_small(state, app, grid, table);
	else
		table_draw(&state->table, &state->scroll, &rows, NULL, grid, table);
	if (sums.rows) {
		grid_horizontal(area_row(grid, area, table.rows));
		draw_sums(state, app, grid, sums);
	}
	if (table.rows < area.rows)
		draw_notes(state, app, area_row(grid, area, area.rows - 1));
	counts_draw_completions(&state->cross.counts, grid, area);
}

/* -- commands ------------------------------------------------------------------------------------------ */

/* As `count --by --sum` has it: least, greatest, median, in the unit that stands last. */
static void sums_text(const struct groups_state *state, size_t place, struct strbuf *out)
{
	const struct totals *sums = cross_sums_made(&state->cross, place, 0);
	for (size_t i = COLUMN_SUMS; sums && i < state->table.n && !state->median[i]; i++) {
		const struct total *total = &sums->of[state->modality[i]];
		bool known = total->n_rows && !total->overflow;
		strbuf_add_byte(out, '\t');
		if (known)
			decimal_format(total->low, out);
		strbuf_add_byte(out, '\t');
		if (known && !total->open_high)
			decimal_format(total->high, out);
		strbuf_add_byte(out, '\t');
		if (total->has_median)
			decimal_format(total->median, out);
	}
	if (sums && state->table.n > COLUMN_SUMS)
		strbuf_printf(out, "\t%.*s", STR_ARG(sums->unit));
}

static void titles_text(const struct groups_state *state, struct strbuf *out)
{
	strbuf_printf(out, "%.*s\tcount\tperhaps", STR_ARG(facet_name(&state->cross.axes[0].facet)));
	for (size_t i = COLUMN_SUMS; i < state->table.n && !state->median[i]; i++) {
		const char *code = enums[ENUM_MODALITY].v[state->modality[i]].code;
		strbuf_printf(out, "\t%s_low\t%s_high\t%s_median", code, code, code);
	}
	strbuf_add_c(out, state->table.n > COLUMN_SUMS ? "\tunit" : "");
}

static void row_text(const void *data, const struct app *app, size_t place, struct strbuf *out)
{
	const struct groups_state *state = data;
	if (place == SIZE_MAX) {
		titles_text(state, out);
		return;
	}
	struct tally tally = cross_cell(&state->cross, place, 0);
	cross_label_cell(&state->cross, app, 0, place, out);
	strbuf_printf(out, "\t%u\t%u", tally.n, tally.n_perhaps);
	sums_text(state, place, out);
}

static struct cross_view view_of(struct groups_state *state)
{
	return (struct cross_view){.cross = &state->cross, .state = state,
		.row = state->n ? state->order[state->scroll.cursor] : 0, .order = state->order, .recounted = recounted, .row_text = row_text};
}

static void sort_by_column(struct groups_state *state, bool down)
{
	struct strbuf name = {0};
	table_turn_sort(&state->sort, column_name(state, state->table.cell, &name), down);
	make_order(state);
	strbuf_release(&name);
}

static bool names_row(const void *data, const struct app *app, size_t row)
{
	const struct groups_state *state = data;
	return cross_names(&state->cross, app, 0, state->order[row]);
}

static struct counts_view counting_of(struct groups_state *state)
{
	return (struct counts_view){.counts = &state->cross.counts, .scroll = &state->scroll, .state = state, .recount = recount,
		.names = names_row};
}

static void groups_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct counts_view view = counting_of(data);
	counts_prompted(&view, app, text, done, cancelled);
}

static void groups_complete(void *data, struct app *app, bool back)
{
	struct groups_state *state = data;
	counts_complete(&state->cross.counts, app, back);
}

static bool groups_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct groups_state *state = data;
	struct cross_view view = view_of(state);
	struct counts_view counting = counting_of(state);
	if (scroll_command(&state->scroll, id) || table_command(&state->table, id))
		return true;
	if (cross_command(&view, app, id, argument))
		return true;
	switch (id) {
	case CMD_SORT_UP:
	case CMD_SORT_DOWN: sort_by_column(state, id == CMD_SORT_DOWN); return true;
	case CMD_EXPORT: return false; /* the app asks for a file */
	default: return counts_command(&counting, app, id, argument);
	}
}

/* -- what the frame asks for ----------------------------------------------------------------------------- */

static void groups_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct groups_state *state = data;
	strbuf_add(out, app_message(app, MSG_GROUPS));
	if (state->cross.n_axes)
		strbuf_printf(out, " %.*s", STR_ARG(facet_title(&state->cross.axes[0].facet, app_chinese(app))));
}

static void groups_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct groups_state *state = data;
	cross_status(&state->cross, app, out);
}

static struct ref groups_record(const void *data)
{
	const struct groups_state *state = data;
	const struct cross_axis *axis = &state->cross.axes[0];
	size_t place = state->n ? state->order[state->scroll.cursor] : 0;
	return place && place <= axis->n ? facet_record(axis->values, axis->shown[place - 1]) : REF_NONE;
}

static void groups_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct groups_state *state = data;
	struct drawing drawing = {state, app, NULL};
	struct table_cell cell = {0};
	if (state->n)
		cell_of(&drawing, state->scroll.cursor, state->table.cell, 0, &cell);
	strbuf_add(out, strbuf_str(&cell.text));
	strbuf_release(&cell.text);
}

static const enum command_id groups_hints[] = {CMD_OPEN, CMD_BACK, CMD_SAME_VALUE, CMD_EXCLUDE_VALUE, CMD_FIGURE,
	CMD_CROSSTAB, CMD_FACETS, CMD_SORT_DOWN, CMD_FILTER, CMD_EXPORT, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_groups = {
	.where = IN_LIST,
	.hints = groups_hints,
	.open = groups_open,
	.close = groups_close,
	.save = groups_save,
	.title = groups_title,
	.status = groups_status,
	.command = groups_command,
	.prompt = groups_prompt,
	.complete = groups_complete,
	.settle = groups_settle,
	.draw = groups_draw,
	.evidence = counts_evidence,
	.record = groups_record,
	.cell_text = groups_cell_text,
};
