#include "view/paint.h"
#include "view/panel_internal.h"

#include "index/codes.h"

#include <stdlib.h>

/* -- counting ---------------------------------------------------------------------------- */

/* Widths and lengths hold for all values, also those that are not seen: nothing moves while one scrolls. */
static void measure(struct panel_facet *f, const struct app *app)
{
	enum { LABELS = 256 /* so many tell how wide labels are */ };
	/* Only what a terminal's cells are like is read from this grid. */
	struct grid grid = {.columns = TABLE_WIDTH_MAX, .rows = 1, .ambi = app_settings(app)->ambi, .ascii = app_settings(app)->ascii};
	struct strbuf text = {0};
	f->most = 0;
	f->digits = f->label = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct tally *tally = &f->tallies[f->order[i]];
		int digits = counts_digits(tally);
		f->digits = digits > f->digits ? digits : f->digits;
		f->most = tally->n > f->most ? tally->n : f->most;
		if (i >= LABELS)
			continue;
		strbuf_clear(&text);
		counts_label(app, f->values, f->order[i], &text);
		int label = paint_width(&grid, strbuf_str(&text));
		f->label = label > f->label ? label : f->label;
	}
	strbuf_release(&text);
}

/* The cursor of a facet that is counted again stays on its value where that still occurs. */
static void count(struct panel *panel, const struct app *app, struct panel_facet *f)
{
	struct row_set rows = pick_set(&panel->counts.picked);
	if (!f->values)
		f->values = facet_values_new(panel->counts.index, &f->facet);
	f->tallies = xcalloc(facet_values_n(f->values) + 1, sizeof *f->tallies);
	facet_count(f->values, &rows, f->tallies);
	uint32_t wanted = f->order && f->n ? f->order[f->cursor < f->n ? f->cursor : 0] : UINT32_MAX;
	free(f->order);
	f->n = counts_order(f->values, f->tallies, false, SIZE_MAX, &f->order);
	measure(f, app);
	for (size_t i = 0; i < f->n; i++)
		if (f->order[i] == wanted)
			f->cursor = i;
}

/* Look at a facet, or count it again under another filter. */
static void look(struct panel *panel, const struct app *app)
{
	struct panel_facet *f = &panel->facets[panel->facet];
	if (!panel->counts.index || !panel->n_facets || f->tallies)
		return;
	f->cursor = panel->scroll.cursor;
	count(panel, app, f);
	scroll_resize(&panel->scroll, f->n);
	scroll_to(&panel->scroll, f->cursor);
}

/* Whether counting it takes a millisecond or two and no more: few rows, or few values that have codes. The sources of
 * a row are gathered from its figures, too, and have none. */
static bool is_quick(const struct panel *panel, const struct facet *facet)
{
	enum { ROWS = 20000, CODES = 4096 };
	const struct field *field = &fields_of[facet->kind].v[facet->field];
	uint32_t codes = index_codes_n(panel->counts.index, facet->kind, facet->field);
	bool coded = field->type == FIELD_ENUM || (field->type == FIELD_REF && field->kinds != UINT32_C(1) << KIND_SOURCE);
	return index_count(panel->counts.index, facet->kind) <= ROWS || (coded && codes && codes <= CODES);
}

void panel_glance(struct panel *panel, const struct app *app, size_t most)
{
	panel->n_glances = 0;
	for (size_t i = 0; i < panel->n_facets && panel->n_glances < most; i++) {
		struct panel_facet *f = &panel->facets[i];
		if (i == panel->facet || (!f->tallies && !is_quick(panel, &f->facet)))
			continue;
		if (!f->tallies)
			count(panel, app, f);
		if (f->n)
			panel->glances[panel->n_glances++] = i;
	}
}

/* Another filter: what was counted holds no longer. */
static void recount(void *state, struct app *app)
{
	struct panel *panel = state;
	for (size_t i = 0; i < panel->n_facets; i++) {
		free(panel->facets[i].tallies);
		panel->facets[i].tallies = NULL;
	}
	if (panel->list)
		screen_list.close(panel->list);
	panel->list = NULL;
	look(panel, app);
}

static void show_facet(struct panel *panel, const struct app *app, size_t facet)
{
	struct panel_facet *f = &panel->facets[panel->facet];
	f->cursor = panel->scroll.cursor;
	f->top = panel->scroll.top;
	panel->facet = facet;
	f = &panel->facets[facet];
	scroll_init(&panel->scroll, f->n);
	look(panel, app);
	scroll_to(&panel->scroll, f->cursor);
	panel->scroll.top = f->top < panel->scroll.n ? f->top : 0;
}

static void step_facet(struct panel *panel, const struct app *app, int step)
{
	size_t n = panel->n_facets;
	if (n > 1)
		show_facet(panel, app, (panel->facet + (step > 0 ? 1 : n - 1)) % n);
}

/* The value under the cursor; false: there is none. */
static bool value_here(const struct panel *panel, uint32_t *value)
{
	const struct panel_facet *f = panel_here(panel);
	if (!panel->n_facets || !f->tallies || panel->scroll.cursor >= f->n)
		return false;
	*value = f->order[panel->scroll.cursor];
	return true;
}

/* -- life ------------------------------------------------------------------------------------ */

static void *panel_open(struct app *app, const struct place *place)
{
	struct panel *panel = xcalloc(1, sizeof *panel);
	struct facet facets[FACETS_MAX];
	struct err err = {.chinese = app_chinese(app)};
	struct facet wanted;
	counts_open(&panel->counts, app, place);
	panel->n_facets = facets_of(panel->counts.kind, facets);
	for (size_t i = 0; i < panel->n_facets; i++)
		panel->facets[i].facet = facets[i];
	scroll_init(&panel->scroll, 0);
	if (!panel->counts.index)
		return panel;
	if (*place->by && facet_parse(str_from(place->by), panel->counts.kind, panel->counts.index, &wanted, &err)) {
		for (size_t i = 0; i < panel->n_facets; i++)
			if (facet_same(&facets[i], &wanted))
				panel->facet = i;
	} else if (*place->by) {
		app_tell(app, str_from(err.message), true);
	}
	look(panel, app);
	scroll_to(&panel->scroll, place->row);
	panel->scroll.top = place->top < panel->scroll.n ? place->top : 0;
	return panel;
}

static void panel_close(void *state)
{
	struct panel *panel = state;
	for (size_t i = 0; i < panel->n_facets; i++) {
		facet_values_free(panel->facets[i].values);
		free(panel->facets[i].tallies);
		free(panel->facets[i].order);
	}
	if (panel->list)
		screen_list.close(panel->list);
	counts_release(&panel->counts);
	free(panel);
}

static void panel_save(const void *state, struct place *place)
{
	const struct panel *panel = state;
	counts_save(&panel->counts, place);
	if (panel->n_facets)
		place_set(&place->by, facet_name(&panel_here(panel)->facet));
	place->row = panel->scroll.cursor;
	place->top = panel->scroll.top;
}

void panel_list_open(struct panel *panel, const struct app *app)
{
	struct place place;
	counts_place(&panel->counts, SCREEN_LIST, NULL, &place);
	/* Opening a list says what is wrong with its filter; this one was read before. */
	panel->list = screen_list.open((struct app *)(uintptr_t)app, &place);
	place_release(&place);
}

/* -- commands ----------------------------------------------------------------------------------- */

/* The filter term of the value under the cursor; false: there is none, or it cannot be said (told). */
static bool term_here(const struct panel *panel, struct app *app, struct strbuf *out)
{
	uint32_t value;
	if (value_here(panel, &value) && facet_term(panel_here(panel)->values, value, app_chinese(app), out))
		return true;
	app_tell(app, app_message(app, MSG_COUNTS_NO_TERM), false);
	return false;
}

static void narrow(struct panel *panel, struct app *app, bool exclude)
{
	struct strbuf term = {0};
	if (term_here(panel, app, &term)) {
		app_undo_point(app);
		if (counts_narrow(&panel->counts, app, strbuf_str(&term), exclude))
			recount(panel, app);
	}
	strbuf_release(&term);
}

static void open_value(struct panel *panel, struct app *app)
{
	struct strbuf term = {0};
	if (term_here(panel, app, &term))
		counts_go_list(&panel->counts, app, strbuf_str(&term), true);
	strbuf_release(&term);
}

/* The rows put together by this facet, or by it and the next one. */
static void go_counting(struct panel *panel, struct app *app, enum screen screen, struct str by)
{
	struct place place;
	struct strbuf names = {0};
	counts_place(&panel->counts, screen, NULL, &place);
	if (by.n) {
		strbuf_add(&names, by);
	} else if (panel->n_facets) {
		strbuf_add(&names, facet_name(&panel_here(panel)->facet));
		size_t other = panel->facet ? 0 : panel->n_facets > 1 ? 1 : 0;
		if (screen == SCREEN_CROSSTAB)
			strbuf_printf(&names, ",%.*s", STR_ARG(facet_name(&panel->facets[other].facet)));
	}
	place_set(&place.by, strbuf_str(&names));
	const char *figure = kind_figures[panel->counts.kind][0];
	if (screen == SCREEN_GROUPS && figure && panel->counts.index && !ref_none(index_indicator(panel->counts.index, str_from(figure))))
		place_set(&place.figure, str_from(figure));
	app_go(app, &place);
	place_release(&place);
	strbuf_release(&names);
}

static bool names_row(const void *state, const struct app *app, size_t row)
{
	const struct panel *panel = state;
	const struct panel_facet *f = panel_here(panel);
	return counts_names(&panel->counts, app, f->values, f->order[row]);
}

static struct counts_view counting_of(struct panel *panel)
{
	return (struct counts_view){.counts = &panel->counts, .scroll = &panel->scroll, .state = panel, .recount = recount, .names = names_row};
}

static void panel_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled)
{
	struct counts_view view = counting_of(state);
	counts_prompted(&view, app, text, done, cancelled);
}

static void panel_complete(void *state, struct app *app, bool back)
{
	struct panel *panel = state;
	counts_complete(&panel->counts, app, back);
}

/* What was narrowed here goes along to the list that this panel was opened from. */
static bool go_back(struct panel *panel, struct app *app)
{
	const struct place *before = app_before(app);
	if (!before || before->screen != SCREEN_LIST || before->kind != panel->counts.kind ||
		str_eq_c(strbuf_str(&panel->counts.query), before->query))
		return false;
	counts_go_list(&panel->counts, app, STR(""), true);
	return true;
}

static bool panel_command(void *state, struct app *app, enum command_id id, struct str argument)
{
	struct panel *panel = state;
	struct counts_view counting = counting_of(panel);
	if (scroll_command(&panel->scroll, id))
		return true;
	switch (id) {
	case CMD_LEFT:
	case CMD_PANE_PREVIOUS: step_facet(panel, app, -1); return true;
	case CMD_RIGHT:
	case CMD_PANE_NEXT: step_facet(panel, app, 1); return true;
	case CMD_OPEN: open_value(panel, app); return true;
	case CMD_BACK: return go_back(panel, app);
	case CMD_SAME_VALUE:
	case CMD_EXCLUDE_VALUE: narrow(panel, app, id == CMD_EXCLUDE_VALUE); return true;
	case CMD_FACETS: go_counting(panel, app, SCREEN_GROUPS, STR("")); return true;
	case CMD_CROSSTAB: go_counting(panel, app, SCREEN_CROSSTAB, argument); return true;
	default: return counts_command(&counting, app, id, argument);
	}
}

/* -- what the frame asks for --------------------------------------------------------------------- */

static void panel_title(const void *state, const struct app *app, struct strbuf *out)
{
	(void)state;
	strbuf_add(out, app_message(app, MSG_FACETS));
}

static void panel_status(const void *state, const struct app *app, struct strbuf *out)
{
	const struct panel *panel = state;
	counts_status(&panel->counts, app, out);
}

static struct ref panel_record(const void *state)
{
	const struct panel *panel = state;
	uint32_t value;
	return value_here(panel, &value) ? facet_record(panel_here(panel)->values, value) : REF_NONE;
}

static void panel_cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	const struct panel *panel = state;
	uint32_t value;
	if (!value_here(panel, &value))
		return;
	counts_label(app, panel_here(panel)->values, value, out);
	strbuf_add_byte(out, ' ');
	counts_number(&panel_here(panel)->tallies[value], out);
}

static const enum command_id facets_hints[] = {CMD_OPEN, CMD_BACK, CMD_SAME_VALUE, CMD_EXCLUDE_VALUE, CMD_CROSSTAB, CMD_FILTER,
	CMD_FIND, CMD_SEARCH, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_facets = {
	.where = IN_LIST,
	.hints = facets_hints,
	.open = panel_open,
	.close = panel_close,
	.save = panel_save,
	.title = panel_title,
	.status = panel_status,
	.command = panel_command,
	.prompt = panel_prompt,
	.complete = panel_complete,
	.settle = panel_settle,
	.draw = panel_draw,
	.evidence = counts_evidence,
	.record = panel_record,
	.cell_text = panel_cell_text,
};
