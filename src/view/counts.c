#include "view/counts_internal.h"

#include <stdlib.h>

/* -- which rows ------------------------------------------------------------------------- */

static struct picking picking_of(const struct counts *counts, struct str query)
{
	return (struct picking){counts->kind, query, counts->only_marked, counts->only_conflicts};
}

void counts_open(struct counts *counts, struct app *app, const struct place *place)
{
	struct err err = ERR_INIT;
	*counts = (struct counts){.index = app_index(app), .kind = place->kind < KIND_COUNT ? place->kind : KIND_PROJECT,
		.only_marked = place->only_marked, .only_conflicts = place->only_conflicts};
	strbuf_add(&counts->query, str_trim(str_from(place->query)));
	if (place->screen == SCREEN_FACETS) { /* the others have an order of their own */
		strbuf_add_c(&counts->sort, place->sort);
		strbuf_add_c(&counts->hidden, place->hidden);
	}
	if (!counts->index)
		return;
	struct picking picking = picking_of(counts, strbuf_str(&counts->query));
	if (pick_rows(&counts->picked, app, &picking, &err))
		return;
	app_tell_error(app, &err);
	counts->picked.rows = bits_new(index_count(counts->index, counts->kind));
}

void counts_release(struct counts *counts)
{
	strbuf_release(&counts->query);
	strbuf_release(&counts->sort);
	strbuf_release(&counts->hidden);
	strbuf_release(&counts->find);
	completer_end(&counts->completer);
	pick_release(&counts->picked);
}

void counts_save(const struct counts *counts, struct place *place)
{
	place->kind = counts->kind;
	place_set(&place->query, strbuf_str(&counts->query));
	place->only_marked = counts->only_marked;
	place->only_conflicts = counts->only_conflicts;
}

/* The rows under another filter; false: it cannot be read (told), all is as it was. */
static bool ask(struct counts *counts, struct app *app, struct str query)
{
	struct err err = ERR_INIT;
	struct picked picked;
	struct strbuf kept = {0};
	strbuf_add(&kept, str_trim(query)); /* it may be the one that is replaced */
	struct picking picking = picking_of(counts, strbuf_str(&kept));
	if (!pick_rows(&picked, app, &picking, &err)) {
		app_tell_error(app, &err);
		strbuf_release(&kept);
		return false;
	}
	pick_release(&counts->picked);
	strbuf_release(&counts->query);
	counts->picked = picked;
	counts->query = kept;
	return true;
}

bool counts_narrow(struct counts *counts, struct app *app, struct str term, bool exclude)
{
	struct strbuf narrower = {0}, query = {0};
	strbuf_printf(&narrower, "%s%.*s", exclude ? "-" : "", STR_ARG(term));
	pick_add_term(counts->index, counts->kind, strbuf_str(&counts->query), strbuf_str(&narrower), false, &query);
	bool ok = ask(counts, app, strbuf_str(&query));
	strbuf_release(&narrower);
	strbuf_release(&query);
	return ok;
}

void counts_place(const struct counts *counts, enum screen screen, const struct str *query, struct place *out)
{
	place_init(out, screen, counts->kind);
	place_set(&out->query, query ? *query : strbuf_str(&counts->query));
	if (screen == SCREEN_LIST || screen == SCREEN_FACETS) {
		place_set(&out->sort, strbuf_str(&counts->sort));
		place_set(&out->hidden, strbuf_str(&counts->hidden));
	}
	out->only_marked = counts->only_marked;
	out->only_conflicts = counts->only_conflicts;
}

void counts_go_list(const struct counts *counts, struct app *app, struct str term, bool replace)
{
	struct place place;
	struct strbuf query = {0};
	if (counts->index)
		pick_add_term(counts->index, counts->kind, strbuf_str(&counts->query), term, false, &query);
	else /* there is no value whose term could be added */
		strbuf_add(&query, strbuf_str(&counts->query));
	struct str text = strbuf_str(&query);
	counts_place(counts, SCREEN_LIST, &text, &place);
	if (replace)
		app_replace(app, &place);
	else
		app_go(app, &place);
	place_release(&place);
	strbuf_release(&query);
}

/* -- words ---------------------------------------------------------------------------------- */

void counts_status(const struct counts *counts, const struct app *app, struct strbuf *out)
{
	if (!counts->index) {
		strbuf_add(out, app_message(app, MSG_READING));
		return;
	}
	size_t all = index_count(counts->index, counts->kind);
	strbuf_printf(out, "%zu", counts->picked.n);
	if (counts->picked.n != all)
		strbuf_printf(out, "(%zu)", all);
	if (counts->picked.n_perhaps)
		strbuf_printf(out, " ?%.*s%zu", STR_ARG(app_message(app, MSG_LIST_PERHAPS)), counts->picked.n_perhaps);
	if (counts->only_conflicts)
		strbuf_add(out, app_message(app, MSG_LIST_ONLY_CONFLICTS));
	if (counts->only_marked)
		strbuf_add(out, app_message(app, MSG_LIST_ONLY_MARKED));
	if (counts->query.n) {
		strbuf_printf(out, "  %.*s", STR_ARG(app_message(app, MSG_LIST_FILTER)));
		pick_print_filter(counts->index, strbuf_str(&counts->query), out);
	}
}

void counts_number(const struct tally *tally, struct strbuf *out)
{
	strbuf_printf(out, "%u", tally->n);
	if (tally->n_perhaps)
		strbuf_printf(out, "?%u", tally->n_perhaps);
}

static int digits(uint32_t number)
{
	int n = 1;
	for (; number >= 10; number /= 10)
		n++;
	return n;
}

int counts_digits(const struct tally *tally)
{
	return digits(tally->n) + (tally->n_perhaps ? 1 + digits(tally->n_perhaps) : 0);
}

void counts_label(const struct app *app, const struct facet_values *values, size_t value, struct strbuf *out)
{
	if (value >= facet_values_n(values))
		strbuf_add(out, app_message(app, MSG_COUNTS_NONE));
	else
		facet_label(values, value, app_chinese(app), out);
}

/* -- order --------------------------------------------------------------------------------------- */

struct ordering {
	const struct facet_values *values;
	const struct tally *tallies;
	bool natural;
};

static int by_count(const void *a, const void *b, void *context)
{
	const struct ordering *o = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	size_t n = facet_values_n(o->values);
	if ((x == n) != (y == n))
		return x == n ? 1 : -1;
	if (!o->natural && o->tallies[x].n != o->tallies[y].n)
		return o->tallies[x].n > o->tallies[y].n ? -1 : 1;
	int order = facet_compare(o->values, x, y);
	return order ? order : x < y ? -1 : x > y;
}

/* Whether values have an order that people expect whatever is counted. */
static bool has_order(const struct facet *facet)
{
	enum field_type type = fields_of[facet->kind].v[facet->field].type;
	return facet->type == FACET_YEAR || type == FIELD_ENUM || type == FIELD_INTEGER;
}

size_t counts_order(const struct facet_values *values, const struct tally *tallies, bool natural, size_t most, uint32_t **out)
{
	size_t n_values = facet_values_n(values), n = 0, n_kept = 0;
	size_t room = most < n_values / 2 ? 2 * most : n_values + 1;
	struct ordering o = {values, tallies, natural && has_order(facet_values_facet(values))};
	uint32_t *order = xmalloc(room * sizeof *order);
	bool cut = false; /* whatever does not stand before order[most - 1] has no place */
	for (uint32_t i = 0; i <= n_values; i++) {
		n += tallies[i].n > 0;
		if (!tallies[i].n || (cut && by_count(&i, &order[most - 1], &o) > 0))
			continue;
		order[n_kept++] = i;
		if (n_kept == room && n_kept > most) {
			qsort_r(order, n_kept, sizeof *order, by_count, &o);
			n_kept = most;
			cut = true;
		}
	}
	if (n_kept)
		qsort_r(order, n_kept, sizeof *order, by_count, &o);
	*out = order;
	return n;
}

/* -- finding ------------------------------------------------------------------------------------- */

bool counts_names(const struct counts *counts, const struct app *app, const struct facet_values *values, size_t value)
{
	return value < facet_values_n(values) && facet_matches(values, value, app_chinese(app), strbuf_str(&counts->find));
}

/* A row that the word names, from `from` on round the end; else a column. */
static bool find(const struct counts_view *view, struct app *app, size_t from, int step)
{
	size_t n = view->scroll->n;
	if (!view->counts->find.n)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t row = (from + (step > 0 ? i : n - i)) % n;
		if (view->names(view->state, app, row)) {
			scroll_to(view->scroll, row);
			return true;
		}
	}
	return view->find_column && view->find_column(view->state, app, step);
}

static void find_step(const struct counts_view *view, struct app *app, int step)
{
	size_t n = view->scroll->n ? view->scroll->n : 1;
	if (!find(view, app, (view->scroll->cursor + (step > 0 ? 1 : n - 1)) % n, step))
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

/* -- commands ------------------------------------------------------------------------------------ */

/* Before the index a filter is only kept: the counts that come with the index have it. */
static void filter(const struct counts_view *view, struct app *app, struct str text)
{
	app_undo_point(app);
	if (!view->counts->index) {
		strbuf_set(&view->counts->query, str_trim(text));
		app_tell(app, app_message(app, MSG_LIST_FILTER_KEPT), false);
	} else if (ask(view->counts, app, text)) {
		view->recount(view->state, app);
	}
}

void counts_prompted(const struct counts_view *view, struct app *app, struct str text, bool done, bool cancelled)
{
	struct counts *counts = view->counts;
	if (counts->prompt == COUNTS_PROMPT_FILTER) {
		if (done || cancelled)
			completer_end(&counts->completer);
		else
			completer_update(&counts->completer, &(struct completion_scope){counts->index, counts->kind, NULL, app_chinese(app)}, text,
				app_prompt_caret(app));
		if (done)
			filter(view, app, text);
		return;
	}
	/* Each key looks from where the prompt was opened, else a word would be found further on with each of its letters. */
	scroll_to(view->scroll, counts->find_from);
	if (view->column)
		*view->column = counts->find_from_column;
	if (cancelled)
		return;
	strbuf_set(&counts->find, str_trim(text));
	if (!find(view, app, counts->find_from, 1) && done)
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
}

/* With an argument at once, else by a prompt. */
static void ask_for(const struct counts_view *view, struct app *app, enum counts_prompt prompt, struct str argument)
{
	struct counts *counts = view->counts;
	bool filtering = prompt == COUNTS_PROMPT_FILTER;
	counts->prompt = prompt;
	counts->find_from = view->scroll->cursor;
	counts->find_from_column = view->column ? *view->column : 0;
	if (argument.n) {
		counts_prompted(view, app, argument, true, false);
		return;
	}
	struct str label = arena_printf(app_scratch(app), "%.*s> ", STR_ARG(app_message(app, filtering ? MSG_LIST_FILTER : MSG_LIST_FIND)));
	app_prompt_on(app, label, filtering ? strbuf_str(&counts->query) : STR(""));
}

bool counts_command(const struct counts_view *view, struct app *app, enum command_id id, struct str argument)
{
	size_t row;
	switch (id) {
	case CMD_FILTER: ask_for(view, app, COUNTS_PROMPT_FILTER, argument); return true;
	case CMD_FIND: ask_for(view, app, COUNTS_PROMPT_FIND, argument); return true;
	case CMD_FIND_NEXT:
	case CMD_FIND_PREVIOUS: find_step(view, app, id == CMD_FIND_NEXT ? 1 : -1); return true;
	case CMD_ROW:
		if (argument.n && scroll_parse(view->scroll, argument, &row))
			scroll_to(view->scroll, row);
		return argument.n > 0;
	case CMD_UNDO:
	case CMD_REDO: return false;
	default:
		if (commands[id].where & IN_PAGE)
			return false;
		app_tell_not_here(app, id);
		return true;
	}
}

/* -- completing ---------------------------------------------------------------------------------- */

void counts_complete(struct counts *counts, struct app *app, bool back)
{
	if (counts->prompt == COUNTS_PROMPT_FILTER)
		completer_take_prompt(&counts->completer, app, back);
}

void counts_draw_completions(const struct counts *counts, struct grid *grid, struct area area)
{
	if (completer_shows(&counts->completer))
		completer_draw(&counts->completer, area_row(grid, area, area.rows - 1));
}

struct evidence counts_evidence(const void *state)
{
	(void)state;
	return EVIDENCE_NONE;
}
