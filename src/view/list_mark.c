/* Marked rows: setting marks, and the total of what is marked. */
#include "base/halt.h"
#include "query/total.h"
#include "list_internal.h"

#include <stdlib.h>

/* -- the total of marked rows ----------------------------------------------------- */

static void add_bound(const struct total *total, bool high, struct str unit, struct strbuf *out)
{
	amount_format(high ? total->high : total->low, unit, out);
}

/* " 计划17.28亿元" or "12亿元..20亿元"; what was left out is said behind it. */
static void add_total(const struct total *total, enum modality modality, struct str unit, const struct app *app,
	struct strbuf *out)
{
	const struct enum_code *code = &enums[ENUM_MODALITY].v[modality];
	strbuf_printf(out, " %s", app_chinese(app) ? code->zh : code->en);
	if (!app_chinese(app))
		strbuf_add_byte(out, ' ');
	if (total->overflow) {
		strbuf_add(out, app_message(app, MSG_LIST_OVERFLOW));
		return;
	}
	if (total->open_high)
		strbuf_add_c(out, ">=");
	else if (total->about)
		strbuf_add(out, app_message(app, MSG_LIST_ABOUT));
	add_bound(total, false, unit, out);
	if (!total->open_high && decimal_cmp(total->low, total->high) != 0) {
		strbuf_add_c(out, "..");
		add_bound(total, true, unit, out);
	}
	if (total->n_conflicts)
		strbuf_printf(out, "!%zu", total->n_conflicts);
	if (total->n_doubles) {
		strbuf_add(out, app_message(app, MSG_LIST_DOUBLES));
		strbuf_printf(out, "%zu", total->n_doubles);
	}
}

void list_total(struct list *list, const struct app *app)
{
	if (!list->index)
		return;
	size_t n = app_marks(app, list->kind, NULL, 0);
	if (!list->total_stale && n == list->n_marked)
		return;
	list->total_stale = false;
	list->n_marked = n;
	strbuf_clear(&list->total);
	if (!n)
		return;
	strbuf_printf(&list->total, "  %.*s%zu", STR_ARG(app_message(app, MSG_LIST_MARKED)), n);
	const char *code = kind_figures[list->kind][0];
	struct ref indicator = code ? index_indicator(list->index, str_from(code)) : REF_NONE;
	if (ref_none(indicator))
		return;
	struct ref *marked = xmalloc(n * sizeof *marked);
	app_marks(app, list->kind, marked, n);
	struct totals totals = total_figures(list->index, (struct refs){marked, n}, indicator);
	for (int modality = 0; modality < MODALITY_COUNT; modality++)
		if (totals.of[modality].n_rows)
			add_total(&totals.of[modality], (enum modality)modality, totals.unit, app, &list->total);
	if (totals.n_other_unit) {
		strbuf_add_byte(&list->total, ' ');
		strbuf_add(&list->total, app_message(app, MSG_LIST_OTHER_UNIT));
		strbuf_printf(&list->total, "%zu", totals.n_other_unit);
	}
	free(marked);
}

/* -- marks ------------------------------------------------------------------------------- */

static void mark_here(struct list *list, struct app *app)
{
	if (list->ranging) {
		size_t from = list->anchor < list->scroll.cursor ? list->anchor : list->scroll.cursor;
		size_t to = list->anchor < list->scroll.cursor ? list->scroll.cursor : list->anchor;
		struct ref rows[LIST_AT_ONCE];
		for (size_t n; from <= to && (n = list_read(list, from, rows)) > 0; from += n)
			for (size_t i = 0; i < n && from + i <= to; i++)
				app_mark(app, rows[i], true);
		list->ranging = false;
	} else if (list->n) {
		struct ref ref = list_row(list, list->scroll.cursor);
		app_mark(app, ref, !app_marked(app, ref));
		scroll_command(&list->scroll, CMD_DOWN);
		list_want_cursor(list);
	}
	list->total_stale = true;
}

static void mark_range(struct list *list, struct app *app)
{
	if (list->ranging) {
		mark_here(list, app);
		return;
	}
	list->ranging = list->n > 0;
	list->anchor = list->scroll.cursor;
	app_tell(app, app_message(app, MSG_LIST_RANGE), false);
}

static void mark_matching(struct list *list, struct app *app, struct str text, bool on)
{
	struct err err = {.chinese = app_chinese(app)};
	struct query *query = query_parse(text, list->kind, list->index, &err);
	if (!query) {
		app_tell_error(app, &err);
		return;
	}
	size_t n = 0, n_perhaps = 0;
	struct query_set set;
	query_select(query, &set);
	struct ref rows[LIST_AT_ONCE];
	bool given_up = halt_now(); /* marks outlive the answer: all or none */
	for (size_t from = 0, n_read; !given_up && (n_read = list_read(list, from, rows)) > 0; from += n_read)
		for (size_t i = 0; i < n_read; i++) {
			bool perhaps = bits_has(set.perhaps, ref_row(rows[i]));
			if (!perhaps && !bits_has(set.yes, ref_row(rows[i])))
				continue;
			bool changes = app_marked(app, rows[i]) != on;
			app_mark(app, rows[i], on);
			n += changes;
			n_perhaps += changes && perhaps;
		}
	query_set_release(&set);
	query_free(query);
	list->total_stale = true;
	struct strbuf told = {0};
	strbuf_printf(&told, "%.*s %zu", STR_ARG(app_message(app, on ? MSG_LIST_MARKED_SOME : MSG_LIST_UNMARKED_SOME)), n);
	if (n_perhaps)
		strbuf_printf(&told, "  ?%.*s %zu", STR_ARG(app_message(app, MSG_LIST_PERHAPS)), n_perhaps);
	app_tell(app, strbuf_str(&told), false);
	strbuf_release(&told);
}

static void mark_invert(struct list *list, struct app *app)
{
	struct ref rows[LIST_AT_ONCE];
	for (size_t from = 0, n; (n = list_read(list, from, rows)) > 0; from += n)
		for (size_t i = 0; i < n; i++)
			app_mark(app, rows[i], !app_marked(app, rows[i]));
	list->total_stale = true;
}

static void toggle(struct list *list, struct app *app, bool *what)
{
	struct err err = {.chinese = app_chinese(app)};
	app_undo_point(app);
	*what = !*what;
	if (!list_ask(list, app, &err)) {
		*what = !*what;
		app_tell_error(app, &err);
	}
}

/* The rows to be marked are asked for in a line of the list's own, which is completed as its filter is. */
static void open_mark(struct list *list, struct app *app, enum command_id id)
{
	list->prompt = LIST_PROMPT_MARK;
	list->mark_command = id;
	app_prompt(app, arena_printf(app_scratch(app), "%s: ", app_chinese(app) ? commands[id].zh : commands[id].en), STR(""));
}

void list_mark_prompt(struct list *list, struct app *app, struct str text, bool done, bool cancelled)
{
	if (!done && !cancelled) {
		list_complete_update(list, app, text);
		return;
	}
	list->prompt = LIST_PROMPT_NONE;
	completer_end(&list->completer);
	if (!done || !list->index || !str_trim(text).n)
		return;
	mark_matching(list, app, str_trim(text), list->mark_command == CMD_MARK_MATCHING);
	list_total(list, app); /* the first line is drawn before the list settles */
}

bool list_mark_command(struct list *list, struct app *app, enum command_id id, struct str argument)
{
	switch (id) {
	case CMD_MARK: mark_here(list, app); return true;
	case CMD_MARK_RANGE: mark_range(list, app); return true;
	case CMD_MARK_INVERT: mark_invert(list, app); return true;
	case CMD_ONLY_MARKED: toggle(list, app, &list->only_marked); return true;
	case CMD_ONLY_CONFLICTS: toggle(list, app, &list->only_conflicts); return true;
	case CMD_MARK_MATCHING:
	case CMD_UNMARK_MATCHING:
		if (argument.n)
			mark_matching(list, app, argument, id == CMD_MARK_MATCHING);
		else
			open_mark(list, app, id);
		return true;
	default: return false;
	}
}
