#include "view/crosstab_internal.h"
#include "view/table.h"

#include <stdlib.h>

/* -- order ------------------------------------------------------------------------------------ */

struct ordering {
	const struct crosstab *state;
	bool down;
	size_t column;
};

static int compare_places(const void *a, const void *b, void *context)
{
	const struct ordering *o = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t n = cross_cell(&o->state->cross, x, o->column).n, k = cross_cell(&o->state->cross, y, o->column).n;
	int order = n < k ? -1 : n > k;
	order = o->down ? -order : order;
	return order ? order : x < y ? -1 : x > y;
}

/* The column that the order names; SIZE_MAX: none. */
static size_t sorted_column(const struct crosstab *state, const struct app *app, struct str name)
{
	struct strbuf label = {0};
	size_t found = str_eq_c(name, "rows") ? 0 : SIZE_MAX;
	for (size_t c = 1; found == SIZE_MAX && c < cross_places(&state->cross, 1); c++) {
		strbuf_clear(&label);
		cross_label(&state->cross, app, 1, c, &label);
		found = str_eq(strbuf_str(&label), name) ? c : found;
	}
	strbuf_release(&label);
	return found;
}

static void make_order(struct crosstab *state, const struct app *app)
{
	struct str sort = strbuf_str(&state->sort);
	struct ordering o = {.state = state, .down = sort.n && sort.p[0] == '-'};
	size_t n = cross_places(&state->cross, 0);
	sort = str_sub(sort, o.down, sort.n);
	o.column = sort.n && state->cross.n_axes ? sorted_column(state, app, sort) : SIZE_MAX;
	free(state->order);
	state->order = xmalloc((n + 1) * sizeof *state->order);
	for (size_t i = 0; i < n; i++)
		state->order[i] = (uint32_t)i;
	if (n > 2 && o.column != SIZE_MAX)
		qsort_r(state->order + 1, n - 1, sizeof *state->order, compare_places, &o);
}

/* -- life -------------------------------------------------------------------------------------- */

static void recounted(void *data, struct app *app)
{
	struct crosstab *state = data;
	scroll_resize(&state->scroll, state->cross.n_axes ? cross_places(&state->cross, 0) : 0);
	if (state->column >= cross_places(&state->cross, 1))
		state->column = 0;
	make_order(state, app);
	if (!state->cross.n_axes)
		return;
	cross_sums(&state->cross, 0, 0);
	crosstab_measure(state, app);
}

static void recount(void *data, struct app *app)
{
	struct crosstab *state = data;
	cross_count(&state->cross);
	recounted(state, app);
}

static void *crosstab_open(struct app *app, const struct place *place)
{
	struct crosstab *state = xcalloc(1, sizeof *state);
	cross_open(&state->cross, app, place, 2);
	scroll_init(&state->scroll, 0);
	strbuf_add_c(&state->sort, place->sort);
	state->column = place->cell;
	/* One sum stands in a cell: where no modality was named, that of the first one there is. */
	if (!ref_none(state->cross.indicator) && state->cross.modality < 0)
		cross_next_figure(&state->cross, app, true);
	recounted(state, app);
	scroll_to(&state->scroll, place->row);
	state->scroll.top = place->top < state->scroll.n ? place->top : 0;
	return state;
}

static void crosstab_close(void *data)
{
	struct crosstab *state = data;
	cross_release(&state->cross);
	strbuf_release(&state->sort);
	free(state->order);
	free(state);
}

static void crosstab_save(const void *data, struct place *place)
{
	const struct crosstab *state = data;
	cross_save(&state->cross, place);
	place_set(&place->sort, strbuf_str(&state->sort));
	place->row = state->scroll.cursor;
	place->top = state->scroll.top;
	place->cell = state->column;
}

/* -- cells ---------------------------------------------------------------------------------------- */

void crosstab_cell(const struct crosstab *state, const struct app *app, size_t row, size_t column, struct strbuf *out, char *sign)
{
	const struct cross *cross = &state->cross;
	struct tally tally = cross_cell(cross, row, column);
	*sign = 0;
	if (!tally.n)
		return;
	if (ref_none(cross->indicator)) {
		counts_number(&tally, out);
		return;
	}
	const struct totals *sums = cross_sums_made(cross, row, column);
	if (!sums || cross->modality < 0)
		return;
	const struct total *total = &sums->of[cross->modality];
	cross_print_total(cross, total, sums->unit, app, out);
	if (!total->n_rows && sums->n_other_unit)
		strbuf_add(out, app_message(app, MSG_COUNTS_NOT_SUMMED));
	if (out->n && out->p[out->n - 1] == '!')
		strbuf_truncate(out, out->n - 1);
	*sign = total->n_conflicts ? '!' : total->n_doubles || sums->n_other_unit ? '~' : 0;
}

/* -- taking along ------------------------------------------------------------------------------------ */

/* What all rows add up to; NULL where rows are counted. */
static const struct totals *whole_sums(const struct crosstab *state)
{
	return ref_none(state->cross.indicator) ? NULL : cross_sums_made(&state->cross, 0, 0);
}

static void titles_text(const struct crosstab *state, const struct app *app, struct strbuf *out)
{
	struct str a = facet_name(&state->cross.axes[0].facet), b = facet_name(&state->cross.axes[1].facet);
	strbuf_printf(out, "%.*s/%.*s", STR_ARG(a), STR_ARG(b));
	if (whole_sums(state))
		strbuf_printf(out, " %.*s", STR_ARG(strbuf_str(&state->cross.figure)));
	for (size_t c = 1; c <= cross_places(&state->cross, 1); c++) {
		strbuf_add_byte(out, '\t');
		cross_label_cell(&state->cross, app, 1, c % cross_places(&state->cross, 1), out);
	}
	strbuf_add_c(out, whole_sums(state) ? "\tunit" : "");
}

/* Numbers plain, in the unit that stands last, another one behind its number; a range as low..high. */
static void cell_text(const struct crosstab *state, size_t row, size_t column, struct strbuf *out)
{
	struct tally tally = cross_cell(&state->cross, row, column);
	if (ref_none(state->cross.indicator)) {
		strbuf_printf(out, "%u", tally.n);
		return;
	}
	const struct totals *sums = cross_sums_made(&state->cross, row, column);
	const struct total *total = sums && state->cross.modality >= 0 ? &sums->of[state->cross.modality] : NULL;
	if (!total || !total->n_rows || total->overflow)
		return;
	decimal_format(total->low, out);
	if (total->open_high || decimal_cmp(total->low, total->high) != 0) {
		strbuf_add_c(out, "..");
		if (!total->open_high)
			decimal_format(total->high, out);
	}
	if (!str_eq(sums->unit, whole_sums(state)->unit))
		strbuf_add(out, sums->unit);
}

static void row_text(const void *data, const struct app *app, size_t row, struct strbuf *out)
{
	const struct crosstab *state = data;
	size_t n = cross_places(&state->cross, 1);
	if (row == SIZE_MAX) {
		titles_text(state, app, out);
		return;
	}
	cross_label_cell(&state->cross, app, 0, row, out);
	for (size_t c = 1; c <= n; c++) {
		strbuf_add_byte(out, '\t');
		cell_text(state, row, c % n, out);
	}
	if (whole_sums(state))
		strbuf_printf(out, "\t%.*s", STR_ARG(whole_sums(state)->unit));
}

/* -- commands ------------------------------------------------------------------------------------------ */

static struct cross_view view_of(struct crosstab *state)
{
	return (struct cross_view){.cross = &state->cross, .state = state,
		.row = state->scroll.n ? state->order[state->scroll.cursor] : 0, .column = state->column, .order = state->order,
		.recounted = recounted, .row_text = row_text, .by_modality = true};
}

static void move_sideways(struct crosstab *state, bool left)
{
	size_t n = cross_places(&state->cross, 1);
	if (left && state->column)
		state->column--;
	else if (!left && state->column + 1 < n)
		state->column++;
}

/* On the totals: by rows. */
static void sort_by_column(struct crosstab *state, struct app *app, bool down)
{
	struct strbuf name = {0};
	if (state->column)
		cross_label(&state->cross, app, 1, state->column, &name);
	else
		strbuf_add_c(&name, "rows");
	table_turn_sort(&state->sort, strbuf_str(&name), down);
	make_order(state, app);
	strbuf_release(&name);
}

/* -- finding --------------------------------------------------------------------------------------------- */

static bool names_row(const void *data, const struct app *app, size_t row)
{
	const struct crosstab *state = data;
	return cross_names(&state->cross, app, 0, state->order[row]);
}

static bool find_column(void *data, const struct app *app, int step)
{
	struct crosstab *state = data;
	size_t n = cross_places(&state->cross, 1);
	for (size_t i = 1; i <= n; i++) {
		size_t column = (state->column + (step > 0 ? i : n - i)) % n;
		if (cross_names(&state->cross, app, 1, column)) {
			state->column = column;
			return true;
		}
	}
	return false;
}

static struct counts_view counting_of(struct crosstab *state)
{
	return (struct counts_view){.counts = &state->cross.counts, .scroll = &state->scroll, .column = &state->column, .state = state,
		.recount = recount, .names = names_row, .find_column = find_column};
}

static void crosstab_prompt(void *data, struct app *app, struct str text, bool done, bool cancelled)
{
	struct counts_view view = counting_of(data);
	counts_prompted(&view, app, text, done, cancelled);
}

static void crosstab_complete(void *data, struct app *app, bool back)
{
	struct crosstab *state = data;
	counts_complete(&state->cross.counts, app, back);
}

static bool crosstab_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct crosstab *state = data;
	struct cross_view view = view_of(state);
	struct counts_view counting = counting_of(state);
	if (scroll_command(&state->scroll, id))
		return true;
	/* What leaves is whole: cells that nobody has looked at are summed now. */
	if ((id == CMD_EXPORT && argument.n) || id == CMD_COPY_MARKED || id == CMD_COPY_ROW)
		cross_sum_all(&state->cross, cross_places(&state->cross, 1));
	if (cross_command(&view, app, id, argument))
		return true;
	switch (id) {
	case CMD_LEFT:
	case CMD_RIGHT: move_sideways(state, id == CMD_LEFT); return true;
	case CMD_SORT_UP:
	case CMD_SORT_DOWN: sort_by_column(state, app, id == CMD_SORT_DOWN); return true;
	case CMD_EXPORT: return false; /* the app asks for a file */
	default: return counts_command(&counting, app, id, argument);
	}
}

/* -- what the frame asks for ------------------------------------------------------------------------------ */

static void crosstab_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct crosstab *state = data;
	strbuf_add(out, app_message(app, MSG_CROSSTAB));
	for (size_t i = 0; i < state->cross.n_axes; i++)
		strbuf_printf(out, "%s%.*s", i ? " x " : " ", STR_ARG(facet_title(&state->cross.axes[i].facet, app_chinese(app))));
}

static void crosstab_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct crosstab *state = data;
	cross_status(&state->cross, app, out);
}

static struct ref crosstab_record(const void *data)
{
	const struct crosstab *state = data;
	const struct cross_axis *axis = &state->cross.axes[0];
	size_t place = state->scroll.n ? state->order[state->scroll.cursor] : 0;
	return place && place <= axis->n ? facet_record(axis->values, axis->shown[place - 1]) : REF_NONE;
}

static void crosstab_cell_text(const void *data, const struct app *app, struct strbuf *out)
{
	const struct crosstab *state = data;
	char sign;
	if (state->scroll.n)
		crosstab_cell(state, app, state->order[state->scroll.cursor], state->column, out, &sign);
}

static const enum command_id crosstab_hints[] = {CMD_OPEN, CMD_BACK, CMD_SAME_VALUE, CMD_EXCLUDE_VALUE, CMD_FIGURE,
	CMD_FACETS, CMD_SORT_DOWN, CMD_FILTER, CMD_EXPORT, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_crosstab = {
	.where = IN_LIST,
	.hints = crosstab_hints,
	.open = crosstab_open,
	.close = crosstab_close,
	.save = crosstab_save,
	.title = crosstab_title,
	.status = crosstab_status,
	.command = crosstab_command,
	.prompt = crosstab_prompt,
	.complete = crosstab_complete,
	.settle = crosstab_settle,
	.draw = crosstab_draw,
	.evidence = counts_evidence,
	.record = crosstab_record,
	.cell_text = crosstab_cell_text,
};
