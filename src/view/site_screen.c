/* Zones that offer what is needed: 厂房>=1万m2 蒸汽 铁路. */
#include "view/record_internal.h"

#include "index/read.h"
#include "query/site.h"
#include "view/paint.h"

#include <stdlib.h>

struct site_state {
	struct page page;
	struct strbuf needs, fault;
	size_t n, n_left_out;
};

/* -- making ------------------------------------------------------------------------------- */

static void need_cell(struct dossier *d, const struct site_find *find)
{
	static const char *const signs[] = {
		[SITE_UNKNOWN] = "- ", [SITE_NO] = "!", [SITE_THERE] = "?", [SITE_PERHAPS] = "?", [SITE_YES] = ""};
	struct ref *kept = arena_alloc(&d->page->arena, (find->n_claims + 1) * sizeof *kept);
	for (size_t i = 0; i < find->n_claims; i++)
		kept[i] = find->claims[i];
	bool said = !ref_none(find->record);
	strbuf_add_c(&d->text, signs[find->answer]);
	bool open = find->answer == SITE_PERHAPS || find->answer == SITE_THERE;
	if (open || !said)
		site_answer_text(find, d->language == LANGUAGE_ZH, &d->text);
	strbuf_add_c(&d->text, said && open ? " " : "");
	if (said && ref_kind(find->record) == KIND_FACILITY) {
		struct str status = read_text(d->index, find->record, "status");
		strbuf_add(&d->text, index_name(d->index, find->record));
		if (find->pending && status.n)
			strbuf_printf(&d->text, "(%.*s)", STR_ARG(status));
		strbuf_add_c(&d->text, " ");
	}
	for (size_t i = 0; i < find->n_claims; i++) {
		strbuf_add_c(&d->text, i ? "; " : "");
		figure_heading(d->index, find->claims[i], &d->text);
		strbuf_add_c(&d->text, " ");
		figure_print(d->index, find->claims[i], &d->text);
	}
	struct page_cell *cell = dossier_cell(d,
		find->answer == SITE_YES               ? ROLE_NUMBER
			: find->answer == SITE_UNKNOWN ? ROLE_DIM
						       : ROLE_WARNING);
	cell->claims = kept;
	cell->n_claims = find->n_claims;
	cell->door = door_record(find->record);
}

static void make_rows(struct dossier *d, const struct site_needs *needs, const struct site_zones *zones)
{
	page_section(d->page, dossier_message(d, MSG_SITE), PAGE_TABLE)->count = zones->n;
	page_column(d->page, dossier_kind_label(d, KIND_ZONE), 0, 0);
	for (size_t i = 0; i < needs->n; i++)
		page_column(d->page, needs->v[i].text, 0, 0);
	for (size_t z = 0; z < zones->n; z++) {
		page_row(d->page, STR(""), zones->v[z].zone);
		dossier_ref(d, zones->v[z].zone, false);
		for (size_t i = 0; i < needs->n; i++)
			need_cell(d, &zones->v[z].finds[i]);
	}
	page_drop_empty(d->page);
}

static void make(struct site_state *state, const struct app *app)
{
	struct arena arena = {0};
	struct err err = {.chinese = app_chinese(app)};
	struct site_needs needs;
	struct dossier d;
	if (!site_parse(strbuf_str(&state->needs), &needs, &arena, &err)) {
		err_format(&err, &state->fault);
	} else {
		struct site_zones zones = site_find(state->page.index, &needs, &arena);
		state->n = zones.n;
		state->n_left_out = zones.n_left_out;
		dossier_init(&d, app, &state->page, REF_NONE);
		make_rows(&d, &needs, &zones);
		dossier_release(&d);
	}
	arena_release(&arena);
}

static void *site_open(struct app *app, const struct place *place)
{
	struct site_state *state = xcalloc(1, sizeof *state);
	strbuf_add_c(&state->needs, place->query);
	page_init(&state->page, app_settings(app), app_index(app));
	if (state->page.index) {
		make(state, app);
		page_restore(&state->page, place);
	}
	return state;
}

static void site_close(void *data)
{
	struct site_state *state = data;
	page_release(&state->page);
	strbuf_release(&state->needs);
	strbuf_release(&state->fault);
	free(state);
}

/* -- what the frame asks for ------------------------------------------------------------------ */

static void site_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct site_state *state = data;
	strbuf_printf(out, "%.*s: %.*s", STR_ARG(app_message(app, MSG_SITE)), STR_ARG(strbuf_str(&state->needs)));
}

static void site_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct site_state *state = data;
	if (!state->page.index || state->fault.n)
		return;
	strbuf_printf(out, "%zu%.*s", state->n, STR_ARG(app_message(app, MSG_MAP_ZONES)));
	if (state->n_left_out)
		strbuf_printf(out, "  %.*s %zu", STR_ARG(app_message(app, MSG_SITE_LEFT_OUT)), state->n_left_out);
}

static void site_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct site_state *state = data;
	if (state->page.rows.n) {
		page_draw(&state->page, grid, area, true);
		return;
	}
	struct str said = !state->page.index ? app_message(app, MSG_READING)
		: state->fault.n        ? strbuf_str(&state->fault)
					: app_message(app, MSG_SITE_NOTHING);
	paint_wrapped(grid, area, said, state->fault.n ? ROLE_ERROR : ROLE_DIM);
}

const struct screen_class screen_site = {
	.where = IN_PAGE | IN_TABLE,
	.hints = page_table_hints,
	.open = site_open,
	.close = site_close,
	.save = page_screen_save,
	.title = site_title,
	.status = site_status,
	.command = page_screen_command,
	.prompt = page_screen_prompt,
	.settle = page_screen_settle,
	.draw = site_draw,
	.evidence = page_screen_evidence,
	.record = page_screen_record,
	.cell_text = page_screen_cell_text,
};
