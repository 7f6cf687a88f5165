/* What one does with rows put together: drill, narrow, choose a figure, take along. */
#include "view/cross_internal.h"

/* -- going ------------------------------------------------------------------------------- */

/* How many values share the place under the cursor, if it is that of all others. */
static size_t others_here(const struct cross_view *view)
{
	size_t places[] = {view->row, view->column}, n = 0;
	for (size_t i = 0; i < view->cross->n_axes; i++)
		if (places[i] > view->cross->axes[i].n)
			n += view->cross->axes[i].others;
	return n;
}

/* The term of the cell under the cursor; false: it cannot be said (told). */
static bool term_here(const struct cross_view *view, struct app *app, struct strbuf *out)
{
	if (view->cross->n_axes && cross_term(view->cross, app, view->row, view->column, out))
		return true;
	size_t n = view->cross->n_axes ? others_here(view) : 0;
	struct str others = arena_printf(app_scratch(app), "%zu%.*s", n, STR_ARG(app_message(app, MSG_COUNTS_OTHERS_HERE)));
	app_tell(app, n ? others : app_message(app, MSG_COUNTS_NO_TERM), false);
	return false;
}

static void drill(const struct cross_view *view, struct app *app)
{
	struct strbuf term = {0};
	if (term_here(view, app, &term))
		counts_go_list(&view->cross->counts, app, strbuf_str(&term), false);
	strbuf_release(&term);
}

static void narrow(const struct cross_view *view, struct app *app, bool exclude)
{
	struct strbuf term = {0};
	bool can_be_said = term_here(view, app, &term);
	if (can_be_said && !term.n) {
		app_tell(app, app_message(app, MSG_CROSS_TOTAL), false);
	} else if (can_be_said) {
		struct strbuf whole = {0};
		bool several = view->row && view->column;
		strbuf_printf(&whole, several && exclude ? "(%.*s)" : "%.*s", STR_ARG(strbuf_str(&term)));
		app_undo_point(app);
		if (counts_narrow(&view->cross->counts, app, strbuf_str(&whole), exclude)) {
			cross_count(view->cross);
			view->recounted(view->state, app);
		}
		strbuf_release(&whole);
	}
	strbuf_release(&term);
}

static void add_facet(const struct cross *cross, size_t axis, struct strbuf *out)
{
	struct str name = facet_name(&cross->axes[axis].facet);
	strbuf_printf(out, "%s%.*s", out->n ? "," : "", STR_ARG(name));
}

/* The same rows in another of the three screens. Rows and columns change places where this is a crosstab already. */
static void go_counting(const struct cross_view *view, struct app *app, enum screen screen, struct str by)
{
	const struct cross *cross = view->cross;
	struct place place;
	struct strbuf names = {0};
	counts_place(&cross->counts, screen, NULL, &place);
	if (by.n) {
		strbuf_add(&names, by);
	} else if (screen == SCREEN_CROSSTAB && cross->n_axes == 2) {
		add_facet(cross, 1, &names);
		add_facet(cross, 0, &names);
	} else if (cross->n_axes) {
		add_facet(cross, 0, &names);
	}
	place_set(&place.by, strbuf_str(&names));
	if (screen != SCREEN_FACETS && !(screen == SCREEN_CROSSTAB && cross->modality < 0))
		place_set(&place.figure, strbuf_str(&cross->figure));
	if (cross->n_axes == 2 && screen == SCREEN_CROSSTAB)
		app_replace(app, &place);
	else
		app_go(app, &place);
	place_release(&place);
	strbuf_release(&names);
}

static void choose_figure(const struct cross_view *view, struct app *app, struct str figure)
{
	app_undo_point(app);
	if (figure.n)
		cross_choose(view->cross, app, figure);
	else
		cross_next_figure(view->cross, app, view->by_modality);
	view->recounted(view->state, app);
}

/* -- taking along --------------------------------------------------------------------------------- */

/* Titles and rows, the total last: as a table with a total is read elsewhere. */
static void add_table(const struct cross_view *view, const struct app *app, struct strbuf *out)
{
	size_t n = cross_places(view->cross, 0);
	view->row_text(view->state, app, SIZE_MAX, out);
	strbuf_add_byte(out, '\n');
	for (size_t i = 1; i <= n; i++) {
		view->row_text(view->state, app, view->order ? view->order[i % n] : i % n, out);
		strbuf_add_byte(out, '\n');
	}
}

static bool take_along(const struct cross_view *view, struct app *app, enum command_id id, struct str argument)
{
	struct strbuf text = {0};
	if (id == CMD_EXPORT && !argument.n)
		return false; /* the app asks for a file */
	if (id == CMD_COPY_ROW)
		view->row_text(view->state, app, view->row, &text);
	else
		add_table(view, app, &text);
	if (id == CMD_EXPORT)
		app_effect_add(app, EFFECT_EXPORT_TABLE, view->cross->counts.kind, strbuf_str(&text), str_trim(argument));
	else
		app_copy(app, strbuf_str(&text), strbuf_str(&text));
	strbuf_release(&text);
	return true;
}

/* -- commands ---------------------------------------------------------------------------------------- */

bool cross_command(const struct cross_view *view, struct app *app, enum command_id id, struct str argument)
{
	if (!view->cross->n_axes)
		return false;
	switch (id) {
	case CMD_OPEN: drill(view, app); return true;
	case CMD_SAME_VALUE:
	case CMD_EXCLUDE_VALUE: narrow(view, app, id == CMD_EXCLUDE_VALUE); return true;
	case CMD_FACETS: go_counting(view, app, SCREEN_FACETS, STR("")); return true;
	case CMD_CROSSTAB: go_counting(view, app, SCREEN_CROSSTAB, argument); return true;
	case CMD_FIGURE: choose_figure(view, app, argument); return true;
	case CMD_EXPORT:
	case CMD_COPY_ROW:
	case CMD_COPY_MARKED: return take_along(view, app, id, argument);
	default: return false;
	}
}

void cross_status(const struct cross *cross, const struct app *app, struct strbuf *out)
{
	struct strbuf figure = {0};
	cross_figure_title(cross, app, &figure);
	if (figure.n)
		strbuf_printf(out, "%.*s %.*s  ", STR_ARG(app_message(app, MSG_COUNTS_SUM)), STR_ARG(strbuf_str(&figure)));
	strbuf_release(&figure);
	counts_status(&cross->counts, app, out);
}
