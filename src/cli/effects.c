#include "browse_internal.h"

#include "bookmarks_internal.h"
#include "export_internal.h"
#include "gaps_internal.h"
#include "ledgers_internal.h"
#include "sheet_internal.h"
#include "base/array.h"
#include "base/clock.h"
#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void tell(struct browser *browser, bool error, const char *text)
{
	app_tell(browser->app, str_from(text), error);
}

static void copy(struct browser *browser, struct str text)
{
	if (!browser->terminal->ops->copy(browser->terminal, text))
		tell(browser, true,
			session_say(browser->session, MSG_SAY_CLIPBOARD_FULL));
}

/* ~/ is what people type where a shell would read it. */
static void expand(struct str path, struct strbuf *out)
{
	const char *home = getenv("HOME");
	if (home && str_starts(path, STR("~/"))) {
		strbuf_add_c(out, home);
		path = str_sub(path, 1, path.n);
	}
	strbuf_add(out, path);
}

static void add_notices(const struct strbuf *notices, struct strbuf *answer)
{
	struct str lines = strbuf_str(notices), line;
	while (lines.n && str_split(&lines, '\n', &line))
		if (line.n)
			strbuf_printf(answer, "; %.*s", STR_ARG(line));
}

/* -- exporting: each writes what an effect asks for and says in *n how much of it was written --------- */

/* The catalogue is read anew: which figures stand in rows is not in the index. */
static bool write_records(
	struct browser *browser, struct export_choice *choice, enum kind kind, const struct ref *refs, size_t n, struct err *err)
{
	struct store *store = store_open(browser->session->catalogue.path.p, STORE_READ, err);
	struct ledgers ledgers = {.index = browser->index};
	bool ok = store && ledgers_open(&ledgers, store, browser->index, err);
	choice->ledgers = &ledgers;
	ok = ok && export_records(browser->index, choice, kind, refs, n, err);
	ledgers_release(&ledgers);
	store_close(store);
	return ok;
}

static bool write_rows(struct browser *browser, const struct effect *effect, struct export_choice *choice, size_t *n, struct err *err)
{
	ARRAY(struct ref) refs = {0};
	struct str ids = str_from(effect->text), id;
	while (browser->index && str_split(&ids, '\n', &id)) {
		struct ref ref = id.n ? index_find_id(browser->index, id) : REF_NONE;
		if (!ref_none(ref))
			array_push(&refs, ref);
	}
	bool ok = browser->index && export_decide(choice, err);
	ok = ok && (choice->target != EXPORT_SQLITE || export_decide_file(choice, err));
	ok = ok && write_records(browser, choice, effect->kind, refs.v, refs.n, err);
	*n = refs.n;
	array_release(&refs);
	return ok;
}

/* A table that a screen shows. */
struct shown_table {
	struct str text; /* the titles and the rows, one a line, cells parted by tabs */
	size_t n;        /* rows written */
};

static bool has_title(const struct writer_column *columns, size_t n, struct str title)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(columns[i].name, title))
			return true;
	return false;
}

/* Two zones may be called the same: of an object's keys one would hide the other. */
static struct str title_of(struct str text, const struct writer_column *columns, size_t n, struct arena *arena)
{
	struct str title = text;
	for (size_t times = 2; has_title(columns, n, title); times++)
		title = arena_printf(arena, "%.*s (%zu)", STR_ARG(text), times);
	return title;
}

static bool write_shown(void *self, enum format format, struct writer *writer, struct err *err)
{
	struct shown_table *table = self;
	struct arena arena = {0};
	ARRAY(struct writer_column) columns = {0};
	ARRAY(struct field_cell) cells = {0};
	struct str rest = table->text, line = STR(""), text;
	(void)format;
	str_split(&rest, '\n', &line);
	while (line.p && str_split(&line, '\t', &text))
		array_push(&columns, (struct writer_column){.name = title_of(text, columns.v, columns.n, &arena)});
	bool ok = writer_table(writer, STR("table"), columns.v, columns.n, err);
	for (table->n = 0; ok && rest.n && str_split(&rest, '\n', &line); table->n++) {
		array_clear(&cells);
		while (line.p && cells.n < columns.n && str_split(&line, '\t', &text)) {
			struct decimal number;
			bool numeric = cells.n && decimal_parse(text, &number);
			array_push(&cells, (struct field_cell){!text.n ? CELL_EMPTY : numeric ? CELL_NUMBER : CELL_TEXT, .text = text});
		}
		while (cells.n < columns.n)
			array_push(&cells, (struct field_cell){.type = CELL_EMPTY});
		ok = writer_row(writer, cells.v, err);
	}
	array_release(&columns);
	array_release(&cells);
	arena_release(&arena);
	return ok;
}

static bool write_table(struct browser *browser, const struct effect *effect, struct export_choice *choice, size_t *n, struct err *err)
{
	struct shown_table table = {.text = str_from(effect->text)};
	(void)browser;
	bool ok = export_decide_file(choice, err) &&
		  export_write(choice, (struct writer_options){0}, (struct export_content){write_shown, &table}, err);
	*n = table.n;
	return ok;
}

/* The rows named, of the gaps of what is named first. */
static bool write_gaps(struct browser *browser, const struct effect *effect, struct export_choice *choice, size_t *n, struct err *err)
{
	if (!browser->index)
		return false;
	struct arena arena = {0};
	ARRAY(struct gaps_row) rows = {0};
	struct str lines = str_from(effect->text), id = STR(""), line;
	str_split(&lines, '\n', &id);
	struct ref subject = index_find_id(browser->index, id);
	while (lines.p && str_split(&lines, '\n', &line)) {
		struct str stage = STR("");
		str_split(&line, ' ', &stage);
		array_push(&rows, (struct gaps_row){index_find_id(browser->index, stage), line.n ? index_find_id(browser->index, line) : REF_NONE});
	}
	const struct gaps_choice chosen = {rows.v, rows.n};
	struct gaps_table table = {browser->index, NULL, choice->chinese, &chosen};
	bool ok = !ref_none(subject) || err_set(err, ERR_NO_MATCH, "found \"%.*s\", expected the id of a record", STR_ARG(id));
	if (ok) {
		table.gaps = gaps_find(browser->index, subject, &arena);
		ok = gaps_export(&table, choice, err);
	}
	*n = rows.n;
	array_release(&rows);
	arena_release(&arena);
	return ok;
}

static bool write_sheet(struct browser *browser, const struct effect *effect, struct export_choice *choice, size_t *n, struct err *err)
{
	struct str id = str_from(effect->text);
	struct ref ref = browser->index ? index_find_id(browser->index, id) : REF_NONE;
	struct strbuf text = {0};
	if (ref_none(ref))
		return err_set(err, ERR_NO_MATCH, "found \"%.*s\", expected the id of a record", STR_ARG(id));
	sheet_print(browser->session, browser->index, ref, &text);
	for (size_t i = 0; i < text.n; i++)
		*n += text.p[i] == '\n';
	bool ok = file_write(choice->path, strbuf_str(&text), false, err);
	strbuf_release(&text);
	return ok;
}

/* -- waiting for it ----------------------------------------------------------------------------------- */

enum { SOON_MS = 300, AGAIN_MS = 50 };

struct waiting {
	struct browser *browser;
	int64_t start_ms, next_ms; /* when it began; when to look at the keys again */
	bool given_up;
};

static bool gives_up(struct event event)
{
	return event.type == EVENT_INTERRUPT || event.type == EVENT_QUIT || (event.type == EVENT_KEY && event.key == KEY_ESCAPE);
}

/* What cannot be taken now comes afterwards: keys typed ahead, a new index. */
static void look_for_events(struct waiting *w)
{
	struct browser *browser = w->browser;
	struct event event;
	while (!w->given_up && (event = browser->terminal->ops->wait(browser->terminal, 0)).type != EVENT_NONE) {
		w->given_up = gives_up(event);
		if (event.type == EVENT_QUIT || !w->given_up)
			array_push(&browser->held, event);
	}
}

static void show_progress(struct browser *browser, size_t done, size_t n)
{
	struct strbuf text = {0};
	export_progress(browser->session->chinese, done, n, &text);
	strbuf_add_c(&text, session_say(browser->session, MSG_SAY_ESCAPE_GIVES_UP));
	tell(browser, false, text.p);
	strbuf_release(&text);
	browser_show(browser);
}

static bool go_on(void *self, size_t done, size_t n)
{
	struct waiting *w = self;
	int64_t now = clock_ms();
	if (now < w->next_ms)
		return true;
	w->next_ms = now + AGAIN_MS;
	if (now - w->start_ms >= SOON_MS) /* nobody sees what is gone at once */
		show_progress(w->browser, done, n);
	look_for_events(w);
	return !w->given_up;
}

/* -- all exports -------------------------------------------------------------------------------------- */

static void add_fault(const struct browser *browser, const struct err *err, const char *path, struct strbuf *out)
{
	const struct session *session = browser->session;
	if (err->code == ERR_CREATE && file_exists(path))
		strbuf_printf(out, session_say(session, MSG_SAY_FILE_EXISTS), path);
	else if (err->code == ERR_CREATE)
		strbuf_printf(out, session_say(session, MSG_SAY_EXPORT_NOT_MADE), path);
	else if (err->code == ERR_USAGE)
		strbuf_printf(out, session_say(session, MSG_SAY_EXPORT_ENDING), path);
	else if (err->code == ERR_WRITE)
		strbuf_printf(out, session_say(session, MSG_SAY_EXPORT_NOT_WRITTEN), path);
	else
		err_format(err, out);
}

/* The whole path: who is to fetch the file does not see where the session was begun. */
static void add_done(const struct export_choice *choice, enum kind kind, const char *done, size_t n, struct strbuf *out)
{
	char folder[PATH_MAX];
	struct strbuf path = {0};
	if (choice->path[0] != '/' && getcwd(folder, sizeof folder))
		strbuf_printf(&path, "%s/", strcmp(folder, "/") == 0 ? "" : folder);
	strbuf_add_c(&path, choice->path);
	if (choice->target == EXPORT_FOLDER && kind < KIND_COUNT)
		strbuf_printf(&path, "%s%s.csv", str_ends(strbuf_str(&path), STR("/")) ? "" : "/", kinds[kind].plural);
	strbuf_printf(out, done, n, path.p);
	strbuf_release(&path);
}

typedef bool write_effect(struct browser *browser, const struct effect *effect, struct export_choice *choice, size_t *n, struct err *err);

/* `done` names how much was written and where to: %zu, %s. */
static void export_by(struct browser *browser, const struct effect *effect, write_effect *write, const char *done)
{
	struct err err = ERR_INIT;
	struct strbuf path = {0}, answer = {0}, notices = {0};
	size_t n = 0;
	struct waiting waiting = {.browser = browser, .start_ms = clock_ms()};
	const struct export_watch watch = {go_on, &waiting};
	expand(str_from(effect->path), &path);
	struct export_choice choice = {.path = path.p, .has_kind = true, .chinese = browser->session->chinese, .notices = &notices};
	/* The keys of a script belong to what it does next, however long this takes. */
	choice.watch = browser->script ? NULL : &watch;
	bool ok = write(browser, effect, &choice, &n, &err);
	if (ok)
		add_done(&choice, effect->kind, done, n, &answer);
	else if (waiting.given_up)
		strbuf_add_c(&answer, session_say(browser->session, MSG_SAY_EXPORT_GIVEN_UP));
	else
		add_fault(browser, &err, path.p, &answer);
	add_notices(&notices, &answer);
	if (!ok)
		app_export_failed(browser->app, str_from(effect->path));
	app_tell(browser->app, strbuf_str(&answer), !ok && !waiting.given_up);
	strbuf_release(&path);
	strbuf_release(&answer);
	strbuf_release(&notices);
}

static void export(struct browser *browser, const struct effect *effect)
{
	const struct session *session = browser->session;
	if (effect->type == EFFECT_EXPORT)
		export_by(browser, effect, write_rows, session_say(session, MSG_SAY_EXPORTED_RECORDS));
	else if (effect->type == EFFECT_EXPORT_TABLE)
		export_by(browser, effect, write_table, session_say(session, MSG_SAY_EXPORTED_ROWS));
	else if (effect->type == EFFECT_EXPORT_SHEET)
		export_by(browser, effect, write_sheet, session_say(session, MSG_SAY_EXPORTED_ROWS));
	else
		export_by(browser, effect, write_gaps, session_say(session, MSG_SAY_EXPORTED_CANDIDATES));
}

/* -- bookmarks -------------------------------------------------------------------------------------- */

static void keep_bookmark(struct browser *browser, struct str line)
{
	struct err err = ERR_INIT;
	struct strbuf text = {0};
	if (!bookmarks_keep(line, &err)) {
		strbuf_printf(&text, "%s: ", session_say(browser->session, MSG_SAY_BOOKMARK_NOT_KEPT));
		err_format(&err, &text);
		app_tell(browser->app, strbuf_str(&text), true);
	}
	strbuf_release(&text);
}

/* -- all effects ------------------------------------------------------------------------------------ */

/* Only a key is answered; another process's change is taken in silence. */
static void reload(struct browser *browser)
{
	browser->asked = browser->asked || browser->by_key;
	worker_ask(browser->worker);
}

void browser_effects(struct browser *browser)
{
	struct effect effect;
	while (app_effect(browser->app, &effect)) {
		struct str text = str_from(effect.text);
		switch (effect.type) {
		case EFFECT_NONE: break;
		case EFFECT_QUIT: browser->quit = true; break;
		case EFFECT_COPY: copy(browser, text); break;
		case EFFECT_PRINT: browser->terminal->ops->print(browser->terminal, text); break;
		case EFFECT_EXPORT:
		case EFFECT_EXPORT_TABLE:
		case EFFECT_EXPORT_SHEET:
		case EFFECT_EXPORT_GAPS: export(browser, &effect); break;
		case EFFECT_BOOKMARK: keep_bookmark(browser, text); break;
		case EFFECT_REDRAW: browser->terminal->ops->redraw(browser->terminal); break;
		case EFFECT_RELOAD: reload(browser); break;
		case EFFECT_CANCEL: worker_cancel(browser->worker); break;
		}
	}
}
