/* Taking things along: copy, print, export. What leaves is raw text of the catalogue; the terminal door cleans what it must. */
#include "query/column.h"
#include "view/app_internal.h"
#include "view/cells_internal.h"

#include <stdlib.h>

/* What a list of its kind begins with, whatever columns it shows now, separated by tabs. */
static void add_row(const struct app *app, struct ref ref, struct strbuf *out)
{
	struct list_column columns[COLUMNS_MAX];
	size_t n = columns_default(ref_kind(ref), app->index, columns);
	struct strbuf text = {0};
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_byte(out, '\t');
		strbuf_clear(&text);
		column_format(&columns[i], ref, app->index, app_chinese(app), &text);
		cells_add(strbuf_str(&text), out);
	}
	strbuf_release(&text);
}

static void add_titles(const struct app *app, enum kind kind, struct strbuf *out)
{
	struct list_column columns[COLUMNS_MAX];
	size_t n = columns_default(kind, app->index, columns);
	for (size_t i = 0; i < n; i++) {
		if (i)
			strbuf_add_byte(out, '\t');
		strbuf_add(out, column_title(&columns[i], kind, app->index, app_chinese(app)));
	}
	strbuf_add_byte(out, '\n');
}

void app_copy(struct app *app, struct str text, struct str what)
{
	app_effect_add(app, EFFECT_COPY, KIND_COUNT, text, (struct str){NULL, 0});
	app_tell(app, arena_printf(app_scratch(app), "%.*s: %.*s", STR_ARG(app_message(app, MSG_COPIED)), STR_ARG(what)), false);
}

static void copy(struct app *app, struct strbuf *text)
{
	if (text->n) {
		app_copy(app, strbuf_str(text), strbuf_str(text));
	} else {
		app_tell(app, app_message(app, MSG_NOTHING_TO_COPY), false);
	}
	strbuf_release(text);
}

static void copy_row(struct app *app)
{
	struct strbuf text = {0};
	struct ref ref = app->screen->record ? app->screen->record(app->state) : REF_NONE;
	if (!ref_none(ref))
		add_row(app, ref, &text);
	copy(app, &text);
}

static void copy_cell(struct app *app)
{
	struct strbuf text = {0};
	if (app->screen->cell_text)
		app->screen->cell_text(app->state, app, &text);
	copy(app, &text);
}

static void copy_citation(struct app *app)
{
	struct strbuf text = {0};
	struct evidence evidence = app->screen->evidence ? app->screen->evidence(app->state) : EVIDENCE_NONE;
	if (!ref_none(evidence.record))
		evidence_cite(&evidence, app->index, app->settings.language, &text);
	copy(app, &text);
}

/* Of more than any clipboard takes so much is made that whoever should send it says so. */
static void copy_marked(struct app *app)
{
	enum { COPIED_MOST = 1 << 20 /* bytes */ };
	enum kind kind = app->history.v[app->here].place.kind;
	size_t n = kind < KIND_COUNT ? app->marks[kind].n_marked : 0;
	if (!n) {
		app_tell(app, app_message(app, MSG_NOTHING_MARKED), false);
		return;
	}
	struct ref *marked = xcalloc(n, sizeof *marked);
	struct strbuf text = {0};
	app_marks(app, kind, marked, n);
	add_titles(app, kind, &text);
	for (size_t i = 0; i < n && text.n < COPIED_MOST; i++) {
		add_row(app, marked[i], &text);
		strbuf_add_byte(&text, '\n');
	}
	free(marked);
	app_copy(app, strbuf_str(&text), arena_printf(app_scratch(app), "%s %zu", app_chinese(app) ? kinds[kind].zh : kinds[kind].plural, n));
	strbuf_release(&text);
}

/* What the window shows, as plain text, for the terminal's own selection. */
static void print_screen(struct app *app)
{
	struct grid grid;
	struct strbuf text = {0};
	grid_init(&grid, app->columns > 0 ? app->columns : 80, app->rows > 0 ? app->rows : 24, app->settings.ambi, app->settings.ascii);
	app_draw(app, &grid);
	grid_dump(&grid, &text);
	app_effect_add(app, EFFECT_PRINT, KIND_COUNT, strbuf_str(&text), (struct str){NULL, 0});
	strbuf_release(&text);
	grid_release(&grid);
}

bool app_copy_command(struct app *app, enum command_id id, struct str argument)
{
	(void)argument;
	if (!app->index)
		return false;
	switch (id) {
	case CMD_COPY_ROW: copy_row(app); return true;
	case CMD_COPY_CELL: copy_cell(app); return true;
	case CMD_COPY_CITATION: copy_citation(app); return true;
	case CMD_COPY_MARKED: copy_marked(app); return true;
	case CMD_PRINT: print_screen(app); return true;
	default: return false;
	}
}
