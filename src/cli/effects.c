#include "browse_internal.h"

#include "export_internal.h"
#include "gaps_internal.h"
#include "base/array.h"
#include "base/file.h"
#include "exchange/writer.h"

#include <stdio.h>
#include <stdlib.h>

static void tell(struct browser *browser, bool error, const char *text)
{
	app_tell(browser->app, str_from(text), error);
}

static void copy(struct browser *browser, struct str text)
{
	if (!browser->terminal->ops->copy(browser->terminal, text))
		tell(browser, true,
			session_say(browser->session, "太长,剪贴板装不下;Y 可直接印出",
				"too long for a clipboard; Y prints it plainly"));
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

static void export_rows(struct browser *browser, const struct effect *effect)
{
	struct session *session = browser->session;
	struct err err = ERR_INIT;
	struct strbuf path = {0}, answer = {0};
	ARRAY(struct ref) refs = {0};
	struct str ids = str_from(effect->text), id;
	expand(str_from(effect->path), &path);
	while (browser->index && str_split(&ids, '\n', &id)) {
		struct ref ref = id.n ? index_find_id(browser->index, id) : REF_NONE;
		if (!ref_none(ref))
			array_push(&refs, ref);
	}
	struct export_choice choice = {.path = path.p, .has_kind = true, .chinese = session->chinese};
	bool ok = browser->index && export_decide(&choice, &err);
	if (ok && choice.target == EXPORT_SQLITE)
		ok = err_set(&err, ERR_USAGE, "found %s, expected a file that ends in .csv, .tsv, .json, .jsonl or .md",
			path.p);
	ok = ok && export_records(browser->index, &choice, effect->kind, refs.v, refs.n, &err);
	if (ok)
		strbuf_printf(&answer, session_say(session, "已导出 %zu 条到 %s", "%zu records exported to %s"), refs.n,
			path.p);
	else
		err_format(&err, &answer);
	app_tell(browser->app, strbuf_str(&answer), !ok);
	array_release(&refs);
	strbuf_release(&path);
	strbuf_release(&answer);
}

/* One line of a table as texts parted by tabs. Returns how many there are. */
static size_t split_cells(struct str line, struct field_cell *cells, size_t max)
{
	size_t n = 0;
	struct str text;
	while (n < max && str_split(&line, '\t', &text))
		cells[n++] = (struct field_cell){.type = text.n ? CELL_TEXT : CELL_EMPTY, .text = text};
	return n;
}

static bool write_table(const struct export_choice *choice, struct str table, size_t *n, struct err *err)
{
	enum { CELLS_MAX = 256 };
	struct writer_column columns[CELLS_MAX];
	struct field_cell cells[CELLS_MAX];
	struct strbuf text = {0};
	struct str rest = table, line = STR("");
	enum format format;
	str_split(&rest, '\n', &line);
	size_t n_columns = split_cells(line, cells, CELLS_MAX);
	for (size_t i = 0; i < n_columns; i++)
		columns[i] = (struct writer_column){.name = cells[i].text};
	bool ok = format_parse(str_from(choice->word), &format);
	struct writer *writer = writer_new(format, (struct writer_options){0}, (struct output){.text = &text});
	ok = ok && writer_table(writer, STR("table"), columns, n_columns, err);
	for (*n = 0; ok && rest.n && str_split(&rest, '\n', &line); (*n)++) {
		for (size_t i = split_cells(line, cells, n_columns); i < n_columns; i++)
			cells[i] = (struct field_cell){.type = CELL_EMPTY};
		ok = writer_row(writer, cells, err);
	}
	ok = writer_finish(writer, err) && ok && file_write(choice->path, strbuf_str(&text), false, err);
	strbuf_release(&text);
	return ok;
}

static void export_table(struct browser *browser, const struct effect *effect)
{
	struct err err = ERR_INIT;
	struct strbuf path = {0}, answer = {0};
	size_t n = 0;
	expand(str_from(effect->path), &path);
	struct export_choice choice = {.path = path.p, .has_kind = true, .chinese = browser->session->chinese};
	bool ok = export_decide(&choice, &err);
	if (ok && choice.target != EXPORT_FILE)
		ok = err_set(&err, ERR_USAGE, "found %s, expected a file that ends in .csv, .tsv, .json, .jsonl or .md", path.p);
	ok = ok && write_table(&choice, str_from(effect->text), &n, &err);
	if (ok)
		strbuf_printf(&answer, session_say(browser->session, "已导出 %zu 行到 %s", "%zu rows exported to %s"), n, path.p);
	else
		err_format(&err, &answer);
	app_tell(browser->app, strbuf_str(&answer), !ok);
	strbuf_release(&path);
	strbuf_release(&answer);
}

/* The candidates named, of the gaps of what is named first. */
static bool write_gaps(
	struct browser *browser, const struct effect *effect, const struct export_choice *choice, size_t *n, struct err *err)
{
	struct arena arena = {0};
	struct strbuf text = {0};
	ARRAY(struct ref) chosen = {0};
	struct str ids = str_from(effect->text), id = STR("");
	str_split(&ids, '\n', &id);
	struct ref subject = index_find_id(browser->index, id);
	while (ids.p && str_split(&ids, '\n', &id))
		if (!ref_none(index_find_id(browser->index, id)))
			array_push(&chosen, index_find_id(browser->index, id));
	bool ok = !ref_none(subject) || err_set(err, ERR_NO_MATCH, "found \"%.*s\", expected the id of a record", STR_ARG(id));
	ok = ok
		&& gaps_text(browser->index, gaps_find(browser->index, subject, &arena), choice->word, choice->chinese,
			chosen.v, chosen.n, &text, err)
		&& file_write(choice->path, strbuf_str(&text), false, err);
	*n = chosen.n;
	array_release(&chosen);
	arena_release(&arena);
	strbuf_release(&text);
	return ok;
}

static void export_gaps(struct browser *browser, const struct effect *effect)
{
	struct err err = ERR_INIT;
	struct strbuf path = {0}, answer = {0};
	size_t n = 0;
	expand(str_from(effect->path), &path);
	struct export_choice choice = {.path = path.p, .has_kind = true, .chinese = browser->session->chinese};
	bool ok = browser->index && export_decide(&choice, &err);
	if (ok && choice.target != EXPORT_FILE)
		ok = err_set(&err, ERR_USAGE, "found %s, expected a file that ends in .csv, .tsv, .json, .jsonl or .md", path.p);
	ok = ok && write_gaps(browser, effect, &choice, &n, &err);
	if (ok)
		strbuf_printf(&answer, session_say(browser->session, "已导出 %zu 个候选到 %s", "%zu candidates exported to %s"), n, path.p);
	else
		err_format(&err, &answer);
	app_tell(browser->app, strbuf_str(&answer), !ok);
	strbuf_release(&path);
	strbuf_release(&answer);
}

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
		case EFFECT_EXPORT: export_rows(browser, &effect); break;
		case EFFECT_EXPORT_TABLE: export_table(browser, &effect); break;
		case EFFECT_EXPORT_GAPS: export_gaps(browser, &effect); break;
		case EFFECT_REDRAW: browser->terminal->ops->redraw(browser->terminal); break;
		case EFFECT_RELOAD: reload(browser); break;
		case EFFECT_CANCEL: worker_cancel(browser->worker); break;
		}
	}
}
