#include "view/record_page.h"

#include "view/record_internal.h"

#include "index/read.h"
#include "index/verdict.h"
#include "view/paint.h"

struct record_state {
	struct page page;
	struct ref ref;            /* REF_NONE: no such record */
	char *id;
	size_t n_conflicts;        /* its figures that others contradict */
};

/* -- making ------------------------------------------------------------------------- */

static void make_sections(struct dossier *dossier)
{
	enum kind kind = ref_kind(dossier->ref);
	record_overview(dossier);
	if (kind == KIND_PROJECT)
		record_timeline(dossier);
	if (kind == KIND_CHAIN)
		record_chain(dossier);
	if (kind == KIND_STAGE)
		record_stage_capacities(dossier);
	if (kind == KIND_ENTERPRISE)
		record_pull(dossier);
	if (kind == KIND_REGION)
		record_zone_classes(dossier);
	record_figures(dossier);
	if (kind == KIND_CLAIM)
		record_others(dossier);
	if (kind == KIND_PROJECT)
		record_phases(dossier);
	if (kind == KIND_INDICATOR)
		record_indicator_figures(dossier);
	record_identities(dossier);
	record_referring(dossier);
	record_promises(dossier);
	if (kind == KIND_SOURCE) {
		record_source_contents(dossier);
		record_reader(dossier);
	}
	record_doubts(dossier);
	record_sources(dossier);
}

/* Where the figure that one came for is shown, the page begins there. */
static bool begins_at_focus(const struct dossier *dossier, const struct place *place)
{
	return !ref_none(dossier->focus) && !place->selected && !place->row;
}

static size_t count_conflicts(const struct index *index, struct ref ref)
{
	struct refs claims = index_claims(index, ref);
	size_t n = 0;
	for (size_t i = 0; i < claims.n; i++)
		n += verdict_contradicts(verdict_of_claim(index, claims.v[i]));
	return n;
}

static void *record_open(struct app *app, const struct place *place)
{
	struct record_state *state = xcalloc(1, sizeof *state);
	state->ref = REF_NONE;
	place_set(&state->id, str_from(place->ids[0]));
	page_init(&state->page, app_settings(app), app_index(app));
	if (!state->page.index)
		return state;
	state->ref = index_find_id(state->page.index, str_from(state->id));
	if (ref_none(state->ref))
		return state;
	state->n_conflicts = count_conflicts(state->page.index, state->ref);
	struct dossier dossier;
	dossier_init(&dossier, app, &state->page, state->ref);
	if (place->ids[1])
		dossier.focus = index_find_id(state->page.index, str_from(place->ids[1]));
	make_sections(&dossier);
	if (!begins_at_focus(&dossier, place))
		page_restore(&state->page, place);
	dossier_release(&dossier);
	return state;
}

static void record_close(void *data)
{
	struct record_state *state = data;
	page_release(&state->page);
	free(state->id);
	free(state);
}

/* -- what the frame asks for -------------------------------------------------------------- */

static void record_title(const void *data, const struct app *app, struct strbuf *out)
{
	const struct record_state *state = data;
	(void)app;
	strbuf_add(out, ref_none(state->ref) ? str_from(state->id) : index_short_name(state->page.index, state->ref));
}

static void record_status(const void *data, const struct app *app, struct strbuf *out)
{
	const struct record_state *state = data;
	if (ref_none(state->ref))
		return;
	struct refs claims = index_claims(state->page.index, state->ref);
	enum kind kind = ref_kind(state->ref);
	/* The weightiest first: a narrow first line keeps its beginning. */
	if (state->n_conflicts)
		strbuf_printf(out, "!%zu  ", state->n_conflicts);
	if (claims.n)
		strbuf_printf(out, "%.*s %zu  ", STR_ARG(app_message(app, MSG_PAGE_FIGURES)), claims.n);
	strbuf_add_c(out, app_chinese(app) ? kinds[kind].zh : kinds[kind].singular);
}

/* Of a row that is no thing of its own (a figure, a placement) the record of the page. */
static struct ref record_of_row(const void *data)
{
	const struct record_state *state = data;
	struct ref ref = page_record_here(&state->page);
	return ref_none(ref) || !kind_has_name(ref_kind(ref)) ? state->ref : ref;
}

/* -- commands ------------------------------------------------------------------------------ */

/* What F8 takes along: the figures of the record, of an indicator or a source those that are of it. */
static struct refs exported_figures(const struct index *index, struct ref ref)
{
	switch (ref_kind(ref)) {
	case KIND_INDICATOR: return read_back(index, ref, KIND_CLAIM, "indicator");
	case KIND_SOURCE: return read_back(index, ref, KIND_CLAIM, "source");
	default: return index_claims(index, ref);
	}
}

size_t record_exported(const struct index *index, struct str id)
{
	struct ref ref = index ? index_find_id(index, id) : REF_NONE;
	return ref_none(ref) ? 0 : exported_figures(index, ref).n;
}

/* To a .txt all that is known, as it is read; to any other file the figures as rows, of a record without any its own row. */
static void export_record(const struct record_state *state, struct app *app, struct str path)
{
	if (str_ends(path, STR(".txt"))) {
		app_effect_add(app, EFFECT_EXPORT_SHEET, KIND_COUNT, index_id(state->page.index, state->ref), path);
		return;
	}
	struct strbuf ids = {0};
	struct refs figures = exported_figures(state->page.index, state->ref);
	for (size_t i = 0; i < figures.n; i++)
		strbuf_printf(&ids, "%.*s\n", STR_ARG(index_id(state->page.index, figures.v[i])));
	if (!figures.n)
		strbuf_add(&ids, index_id(state->page.index, state->ref));
	app_effect_add(app, EFFECT_EXPORT, figures.n ? KIND_CLAIM : ref_kind(state->ref), strbuf_str(&ids), path);
	strbuf_release(&ids);
}

static bool export_command(const struct record_state *state, struct app *app, enum command_id id, struct str argument)
{
	if (id != CMD_EXPORT)
		return false;
	if (ref_none(state->ref))
		app_tell(app, app_message(app, MSG_NO_MATCH), false);
	else if (argument.n)
		export_record(state, app, str_trim(argument));
	else
		return false; /* the app asks for a file */
	return true;
}

static bool record_command(void *data, struct app *app, enum command_id id, struct str argument)
{
	struct record_state *state = data;
	return export_command(state, app, id, argument) || page_find_command(&state->page, app, id, argument) ||
	       page_command(&state->page, app, id);
}

/* -- drawing -------------------------------------------------------------------------------- */

enum { TREE_COLUMNS = 22, EVIDENCE_SHARE = 3, BAR_ROWS = 12 }; /* a bar of sections where there are so many rows */

struct panes {
	struct area tree, bar, page, evidence;
};

static struct panes panes_of(const struct app *app, struct area area)
{
	struct panes panes = {.page = area};
	enum tier tier = tier_of(area.columns, area.rows + 2);
	if (tier == TIER_WIDE && app_preview(app)) {
		int right = area.columns / EVIDENCE_SHARE - 8;
		panes.tree = (struct area){area.row, area.column, area.rows, TREE_COLUMNS};
		panes.evidence = (struct area){area.row, area.column + area.columns - right, area.rows, right};
		panes.page.column += TREE_COLUMNS + 2;
		panes.page.columns -= TREE_COLUMNS + 2 + right + 2;
	} else if (tier != TIER_CARD && area.rows >= BAR_ROWS) {
		panes.bar = (struct area){area.row, area.column, 1, area.columns};
		panes.page.row++;
		panes.page.rows--;
	}
	return panes;
}

static void record_settle(void *data, const struct app *app, struct area area)
{
	struct record_state *state = data;
	struct panes panes = panes_of(app, area);
	page_settle(&state->page, panes.page.columns, panes.page.rows);
}

static void draw_absent(const struct record_state *state, const struct app *app, struct grid *grid, struct area area)
{
	struct strbuf text = {0};
	strbuf_add(&text, app_message(app, state->page.index ? MSG_PAGE_UNKNOWN : MSG_READING));
	strbuf_printf(&text, " %s", state->id);
	paint_wrapped(grid, area, strbuf_str(&text), state->page.index ? ROLE_ERROR : ROLE_DIM);
	strbuf_release(&text);
}

static void record_draw(const void *data, const struct app *app, struct grid *grid, struct area area)
{
	const struct record_state *state = data;
	if (ref_none(state->ref)) {
		draw_absent(state, app, grid, area);
		return;
	}
	struct panes panes = panes_of(app, area);
	if (panes.bar.rows)
		page_draw_bar(&state->page, area_row(grid, panes.bar, 0));
	if (panes.tree.rows) {
		struct evidence evidence = page_evidence(&state->page);
		page_draw_tree(&state->page, grid, panes.tree);
		grid_vertical(grid, area.row, panes.page.column - 2, area.rows);
		grid_vertical(grid, area.row, panes.evidence.column - 2, area.rows);
		evidence_draw(app, grid, panes.evidence, &evidence, true);
	}
	page_draw(&state->page, grid, panes.page, true);
}

void record_preview(const struct app *app, struct grid *grid, struct area area, struct ref ref)
{
	if (!app_index(app) || ref_none(ref) || area.rows <= 0 || area.columns <= 0)
		return;
	struct page page;
	struct dossier dossier;
	page_init(&page, app_settings(app), app_index(app));
	dossier_init(&dossier, app, &page, ref);
	make_sections(&dossier);
	dossier_release(&dossier);
	page_settle(&page, area.columns, area.rows);
	page_draw(&page, grid, area, false);
	page_release(&page);
}

const struct screen_class screen_record = {
	.evidence_pane = true,
	.where = IN_PAGE | IN_TABLE,
	.open = record_open,
	.close = record_close,
	.save = page_screen_save,
	.title = record_title,
	.status = record_status,
	.command = record_command,
	.prompt = page_screen_prompt,
	.settle = record_settle,
	.draw = record_draw,
	.evidence = page_screen_evidence,
	.record = record_of_row,
	.cell_text = page_screen_cell_text,
};
