/* What a person does to a list: filter, find, columns. list_mark.c has the marks, list_sort.c the order. */
#include "list_internal.h"

#include "query/complete.h"
#include "text/utf8.h"

#include <stdlib.h>

/* -- filter --------------------------------------------------------------------------- */

/* Ask with another filter. A bad one leaves the last good rows; it stays in `query` only where it is good. */
static bool ask_with(struct list *list, struct app *app, struct str text, struct err *err)
{
	struct strbuf old = list->query;
	list->query = (struct strbuf){0};
	strbuf_add(&list->query, str_trim(text));
	if (list_ask(list, app, err)) {
		strbuf_release(&old);
		return true;
	}
	strbuf_release(&list->query);
	list->query = old;
	return false;
}

/* A filter that is not typed letter by letter. One that cannot be read leaves nothing to undo. */
static void refilter(struct list *list, struct app *app, struct str text)
{
	struct err err = {.chinese = app_chinese(app)};
	struct query *query = query_parse(str_trim(text), list->kind, list->index, &err);
	if (query) {
		query_free(query);
		app_undo_point(app);
		if (ask_with(list, app, text, &err))
			return;
	}
	app_tell_error(app, &err);
}

static struct str filter_label(struct list *list, struct app *app)
{
	list->prompt = LIST_PROMPT_FILTER;
	return arena_printf(app_scratch(app), "%.*s> ", STR_ARG(app_message(app, MSG_LIST_FILTER)));
}

static void open_filter(struct list *list, struct app *app)
{
	list->before_row = list_row(list, list->scroll.cursor);
	strbuf_set(&list->before, strbuf_str(&list->query));
	app_prompt_on(app, filter_label(list, app), strbuf_str(&list->query));
}

/* Back to the rows as they were when the prompt was opened. */
static void restore_filter(struct list *list, struct app *app)
{
	struct err err = {.chinese = app_chinese(app)};
	list->wanted = list->before_row;
	ask_with(list, app, strbuf_str(&list->before), &err);
}

/*
 * `same:` of no record, or of a dot, is about the row under the cursor when the line was opened: by then the letters
 * before have left other rows. Its id takes that place, for the filter is kept when the cursor goes on.
 */
static struct str name_rows(struct list *list, struct app *app, struct str text)
{
	size_t start, end;
	while (!ref_none(list->before_row) && query_same_unnamed(text, false, &start, &end))
		text = list_put(app, text, start, end, index_id(list->index, list->before_row));
	return text;
}

static bool name_row_typed(struct list *list, struct app *app, struct str text)
{
	size_t start, end;
	if (!list->index || ref_none(list->before_row) || !query_same_unnamed(text, true, &start, &end))
		return false;
	/* the cursor stays behind what was typed behind it */
	size_t caret = app_prompt_caret(app), behind = caret > end ? caret : end;
	struct str id = index_id(list->index, list->before_row);
	app_prompt_replace(app, start, behind, list_put(app, str_sub(text, start, behind), 0, end - start, id));
	return true;
}

/* What a term may stand behind: a blank, a parenthesis, an alternative; wide ones too. */
static bool begins_term(uint32_t c)
{
	return c == ' ' || c == 0x3000 || c == '(' || c == 0xFF08 || c == '|' || c == 0xFF5C;
}

/*
 * status: is read as a bare word up to its colon, and the answer of that word, mostly none, was never asked for. What stands
 * until there is a value is the answer of what goes before it: here from the colon on, where the word has rows of its own
 * (投资 in a name), below while it has none.
 */
static void drop_field_begun(struct list *list, struct app *app, struct str text)
{
	struct str good = strbuf_str(&list->query);
	struct err err = ERR_INIT;
	size_t start = 0;
	for (size_t at = 0; at < good.n;)
		start = begins_term(utf8_next(good, &at)) ? at : start;
	struct str word = str_sub(good, start, good.n);
	text = str_trim(text);
	if (word.n && str_starts(text, good) && !query_has_operator(word) && query_has_operator(str_sub(text, start, text.n)))
		ask_with(list, app, arena_str(app_scratch(app), str_sub(good, 0, start)), &err);
}

static void keep_before_field(struct list *list, struct app *app, struct str text)
{
	struct err err = ERR_INIT;
	size_t start;
	if (!list->n && list_field_begun(list, text, &start))
		ask_with(list, app, arena_str(app_scratch(app), str_sub(text, 0, start)), &err);
}

static void filter_prompt(struct list *list, struct app *app, struct str text, bool done, bool cancelled)
{
	list->prompt = done || cancelled ? LIST_PROMPT_NONE : LIST_PROMPT_FILTER;
	strbuf_clear(&list->fault);
	if (done || cancelled)
		completer_end(&list->completer);
	if (cancelled) {
		restore_filter(list, app);
		return;
	}
	struct err err = {.chinese = app_chinese(app)};
	if (!done) {
		if (name_row_typed(list, app, text))
			return;
		list_complete_update(list, app, text);
		if (ask_with(list, app, text, &err)) {
			keep_before_field(list, app, text);
			list_offer_meant(list, text);
		} else {
			err_format(&err, &list->fault);
			drop_field_begun(list, app, text);
		}
		return;
	}
	text = list->index ? name_rows(list, app, text) : text;
	/* The last letter has been answered already, but for one that ended in a mistake or came from the history. */
	if (!str_eq(str_trim(text), strbuf_str(&list->query)) && !ask_with(list, app, text, &err)) {
		/* What cannot be read stays in the line, to be mended there. */
		err_format(&err, &list->fault);
		app_prompt(app, filter_label(list, app), arena_str(app_scratch(app), text)); /* it may be the line editor's own */
		return;
	}
	if (!str_eq(strbuf_str(&list->query), strbuf_str(&list->before))) {
		/* What u goes back to is the filter before the prompt. */
		struct strbuf now = list->query;
		list->query = list->before;
		app_undo_point(app);
		list->query = now;
	}
	list_want_cursor(list);
	list_columns_measure(list, app);
	list_columns_show(list);
}

/* `,` and `;` */
static void filter_by_cell(struct list *list, struct app *app, bool exclude)
{
	struct ref ref = list_row(list, list->scroll.cursor);
	struct strbuf term = {0}, text = {0};
	strbuf_add_c(&term, exclude ? "-" : "");
	if (ref_none(ref) || !list_term(list, app, list->shown[list->table.cell], ref, &term)) {
		app_tell(app, app_message(app, MSG_LIST_NO_TERM), false);
	} else {
		pick_add_term(list->index, list->kind, strbuf_str(&list->query), strbuf_str(&term), true, &text);
		refilter(list, app, strbuf_str(&text));
	}
	strbuf_release(&term);
	strbuf_release(&text);
}

/* An empty list: Enter takes away what hides the rows. */
static bool clear_filter(struct list *list, struct app *app)
{
	if (!list->index || list->n || !(list->query.n || list->only_marked || list->only_conflicts))
		return false;
	struct err err = {.chinese = app_chinese(app)};
	app_undo_point(app);
	list->only_marked = list->only_conflicts = false;
	return ask_with(list, app, STR(""), &err);
}

/* -- find -------------------------------------------------------------------------------- */

static void go_found(struct list *list, struct app *app, size_t from, bool down)
{
	size_t row;
	if (!list->find.n) {
		app_tell(app, app_message(app, MSG_LIST_NOTHING_SOUGHT), false);
		return;
	}
	if (!list_find_from(list, from, down, &row)) {
		app_tell(app, app_message(app, MSG_NO_MATCH), false);
		return;
	}
	scroll_to(&list->scroll, row);
	list_want_cursor(list);
	app_tell(app, arena_printf(app_scratch(app), "%.*s  %zu/%zu", STR_ARG(strbuf_str(&list->find)), list_found_before(list, row) + 1, list->n_found), false);
}

static void find_step(struct list *list, struct app *app, bool down)
{
	size_t n = list->n ? list->n : 1;
	go_found(list, app, down ? (list->scroll.cursor + 1) % n : (list->scroll.cursor + n - 1) % n, down);
}

static void find_prompt(struct list *list, struct app *app, struct str text, bool done, bool cancelled)
{
	struct err err = {.chinese = app_chinese(app)};
	size_t from = list_place_of(list, list->before_row), row;
	strbuf_clear(&list->fault);
	if (done || cancelled)
		completer_end(&list->completer);
	else
		list_complete_update(list, app, text);
	strbuf_set(&list->find, cancelled ? STR("") : str_trim(text));
	if (!list_find(list, strbuf_str(&list->find), &err)) {
		if (!done)
			err_format(&err, &list->fault);
		else
			app_tell_error(app, &err);
		strbuf_clear(&list->find);
		return;
	}
	if (done && list->find.n)
		go_found(list, app, from < list->n ? from : 0, true);
	else
		scroll_to(&list->scroll, list_find_from(list, from, true, &row) ? row : from);
	list_want_cursor(list);
}

static void open_find(struct list *list, struct app *app)
{
	struct strbuf label = {0};
	list->prompt = LIST_PROMPT_FIND;
	list->before_row = list_row(list, list->scroll.cursor);
	strbuf_add(&label, app_message(app, MSG_LIST_FIND));
	strbuf_add_c(&label, "> ");
	app_prompt(app, strbuf_str(&label), STR(""));
	strbuf_release(&label);
}

/* -- jump ---------------------------------------------------------------------------------- */

static void jump_prompt(struct list *list, struct app *app, struct str text, bool done, bool cancelled)
{
	size_t row = list_place_of(list, list->before_row);
	bool found = !cancelled && list_jump(list, text, &row);
	scroll_to(&list->scroll, row < list->n ? row : 0);
	list_want_cursor(list);
	if (done && !found)
		app_tell(app, app_message(app, MSG_NO_MATCH), false);
}

static void jump(struct list *list, struct app *app, struct str text)
{
	list->before_row = list_row(list, list->scroll.cursor);
	if (text.n) {
		jump_prompt(list, app, text, true, false);
		return;
	}
	list->prompt = LIST_PROMPT_JUMP;
	app_prompt(app, app_message(app, MSG_LIST_JUMP), STR(""));
}

/* Before the index a filter is only kept: the list that comes with the index has it. */
static void prompt_without_index(struct list *list, struct app *app, struct str text, bool done, bool cancelled)
{
	if (done && list->prompt == LIST_PROMPT_FILTER) {
		strbuf_set(&list->query, str_trim(text));
		if (list->query.n)
			app_tell(app, app_message(app, MSG_LIST_FILTER_KEPT), false);
	} else if (done) {
		app_tell(app, app_message(app, MSG_READING), false);
	}
	if (done || cancelled)
		list->prompt = LIST_PROMPT_NONE;
}

void list_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled)
{
	struct list *list = state;
	if (!list->index) {
		prompt_without_index(list, app, text, done, cancelled);
	} else if (list->prompt == LIST_PROMPT_FILTER) {
		filter_prompt(list, app, text, done, cancelled);
	} else if (list->prompt == LIST_PROMPT_FIND) {
		find_prompt(list, app, text, done, cancelled);
		list->prompt = done || cancelled ? LIST_PROMPT_NONE : LIST_PROMPT_FIND;
	} else if (list->prompt == LIST_PROMPT_MARK) {
		list_mark_prompt(list, app, text, done, cancelled);
	} else if (list->prompt == LIST_PROMPT_JUMP) {
		jump_prompt(list, app, text, done, cancelled);
		list->prompt = done || cancelled ? LIST_PROMPT_NONE : LIST_PROMPT_JUMP;
	}
}

/* -- columns ------------------------------------------------------------------------------------- */

static void change_layout(struct list *list, struct app *app, struct str name, struct str item)
{
	app_undo_point(app);
	list_layout_remove(list, name);
	if (item.n)
		list_layout_add(list, item);
	list_columns_show(list);
}

static void set_width(struct list *list, struct app *app, int width)
{
	struct str name = list->fields[list->shown[list->table.cell]].name;
	width = width < 3 ? 3 : width > TABLE_WIDTH_MAX ? TABLE_WIDTH_MAX : width;
	change_layout(list, app, name, arena_printf(app_scratch(app), "%.*s:%d", STR_ARG(name), width));
}

static bool column_command(struct list *list, struct app *app, enum command_id id)
{
	const struct list_field *field = &list->fields[list->shown[list->table.cell]];
	int width = list->table.v[list->table.cell].width;
	switch (id) {
	case CMD_NARROWER: set_width(list, app, width - 2); return true;
	case CMD_WIDER: set_width(list, app, width + 2); return true;
	case CMD_FULL_WIDTH:
		if (width >= field->full)
			change_layout(list, app, field->name, STR(""));
		else
			set_width(list, app, field->full);
		return true;
	case CMD_FREEZE: change_layout(list, app, STR("~"), list->table.frozen ? STR("~") : STR("")); return true;
	case CMD_HIDE_COLUMN:
		if (list->table.cell == 0)
			app_tell(app, app_message(app, MSG_LIST_NAME_STAYS), false);
		else
			change_layout(list, app, field->name, field->name);
		return true;
	case CMD_SHOW_COLUMNS:
		app_undo_point(app);
		strbuf_clear(&list->layout);
		list_columns_show(list);
		return true;
	default: return false;
	}
}

/* -- the rest ------------------------------------------------------------------------------------ */

static void add_id(const struct index *index, struct ref ref, struct strbuf *ids)
{
	index_add_id(index, ref, ids);
	strbuf_add_byte(ids, '\n');
}

/* Marked rows that are not listed, in the catalogue's order. */
static void add_unlisted(const struct list *list, const struct app *app, struct strbuf *ids)
{
	size_t n = app_marks(app, list->kind, NULL, 0);
	struct ref *refs = xcalloc(n + 1, sizeof *refs);
	app_marks(app, list->kind, refs, n);
	for (size_t i = 0; i < n; i++)
		if (list_place_of(list, refs[i]) >= list->n)
			add_id(list->index, refs[i], ids);
	free(refs);
}

/* Marked rows, else all that are listed, in the order that one sees. */
static void export_rows(struct list *list, struct app *app, struct str path)
{
	struct strbuf ids = {0};
	struct ref rows[LIST_AT_ONCE];
	bool marked = app_marks(app, list->kind, NULL, 0) > 0;
	for (size_t from = 0, n; (n = list_read(list, from, rows)) > 0; from += n)
		for (size_t i = 0; i < n; i++)
			if (!marked || app_marked(app, rows[i]))
				add_id(list->index, rows[i], &ids);
	if (marked)
		add_unlisted(list, app, &ids);
	if (ids.n)
		app_effect_add(app, EFFECT_EXPORT, list->kind, strbuf_str(&ids), str_trim(path));
	else
		app_tell(app, app_message(app, MSG_NO_MATCH), false);
	strbuf_release(&ids);
}

static void go_row(struct list *list, struct app *app, struct str text)
{
	size_t row;
	if (scroll_parse(&list->scroll, text, &row)) {
		scroll_to(&list->scroll, row);
		list_want_cursor(list);
		return;
	}
	app_tell(app, arena_printf(app_scratch(app), "%.*s %.*s", STR_ARG(app_message(app, MSG_LIST_BAD_ROW)), STR_ARG(text)), true);
}

/* The rows of this list, counted. */
static void counting_place(const struct list *list, enum screen screen, struct place *place)
{
	place_init(place, screen, list->kind);
	place_set(&place->query, strbuf_str(&list->query));
	place->only_marked = list->only_marked;
	place->only_conflicts = list->only_conflicts;
}

/* The facet of the column under the cursor is the first that is seen. */
static void go_counting(struct list *list, struct app *app, enum screen screen, struct str by)
{
	const struct list_field *field = &list->fields[list->shown[list->table.cell]];
	struct place place;
	counting_place(list, screen, &place);
	if (screen == SCREEN_FACETS) {
		place_set(&place.sort, strbuf_str(&list->sort));
		place_set(&place.hidden, strbuf_str(&list->layout));
	}
	if (by.n)
		place_set(&place.by, by);
	else if (screen == SCREEN_FACETS && list->table.cell && !field->facts && field->column.type == COLUMN_FIELD)
		place_set(&place.by, field->name);
	app_go(app, &place);
	place_release(&place);
}

/* The figure that is meant where none is named: of the column, else the first that the kind has. */
static struct str figure_here(const struct list *list)
{
	const struct list_field *field = &list->fields[list->shown[list->table.cell]];
	if (field->column.type == COLUMN_FIGURE && !field->facts)
		return field->name;
	for (const char *const *code = kind_figures[list->kind]; *code; code++)
		if (!ref_none(index_indicator(list->index, str_from(*code))))
			return str_from(*code);
	return STR("");
}

static void go_sums(struct list *list, struct app *app, struct str figure)
{
	struct place place;
	figure = figure.n ? figure : figure_here(list);
	if (!figure.n) {
		app_tell_not_here(app, CMD_FIGURE);
		return;
	}
	counting_place(list, SCREEN_GROUPS, &place);
	place_set(&place.figure, figure);
	app_go(app, &place);
	place_release(&place);
}

static bool find_command(struct list *list, struct app *app, enum command_id id, struct str argument)
{
	switch (id) {
	case CMD_FILTER:
		if (argument.n)
			refilter(list, app, argument);
		else
			open_filter(list, app);
		return true;
	case CMD_FIND:
		if (argument.n) {
			list->before_row = list_row(list, list->scroll.cursor);
			find_prompt(list, app, argument, true, false);
		} else {
			open_find(list, app);
		}
		return true;
	case CMD_JUMP: jump(list, app, argument); return true;
	case CMD_FIND_NEXT:
	case CMD_FIND_PREVIOUS: find_step(list, app, id == CMD_FIND_NEXT); return true;
	case CMD_SAME_VALUE:
	case CMD_EXCLUDE_VALUE: filter_by_cell(list, app, id == CMD_EXCLUDE_VALUE); return true;
	case CMD_FACETS:
	case CMD_CROSSTAB: go_counting(list, app, id == CMD_FACETS ? SCREEN_FACETS : SCREEN_CROSSTAB, argument); return true;
	case CMD_FIGURE: go_sums(list, app, argument); return true;
	case CMD_EXPORT:
		if (argument.n)
			export_rows(list, app, argument);
		return argument.n > 0;
	default: return false;
	}
}

/* The records beside the one that is opened, as many as anybody steps through one by one. */
static void set_siblings(const struct list *list, struct app *app)
{
	enum { AROUND = 8 }; /* times LIST_AT_ONCE, before it and from it on */
	struct ref *rows = xmalloc((size_t)2 * AROUND * LIST_AT_ONCE * sizeof *rows);
	size_t before = (size_t)AROUND * LIST_AT_ONCE, from = list->scroll.cursor > before ? list->scroll.cursor - before : 0, n = 0;
	for (size_t i = 0, some; i < (size_t)2 * AROUND && (some = list_read(list, from + n, rows + n)) > 0; i++)
		n += some;
	if (n)
		app_set_siblings(app, rows, n);
	free(rows);
}

static bool open_command(struct list *list, struct app *app, enum command_id id)
{
	if (id == CMD_BACK && list->ranging) {
		list->ranging = false;
		return true;
	}
	if (id != CMD_OPEN)
		return false;
	if (clear_filter(list, app))
		return true;
	set_siblings(list, app);
	return false; /* the app opens the record */
}

bool list_command(void *state, struct app *app, enum command_id id, struct str argument)
{
	struct list *list = state;
	if ((id == CMD_PANE_NEXT && !list->n_meant) || id == CMD_PANE_PREVIOUS) /* a list is one pane: as in a spreadsheet */
		id = id == CMD_PANE_NEXT ? CMD_RIGHT : CMD_LEFT;
	if (scroll_command(&list->scroll, id) || table_command(&list->table, id)) {
		list_want_cursor(list);
		return true;
	}
	if (id == CMD_ROW) {
		if (argument.n)
			go_row(list, app, argument);
		return argument.n > 0;
	}
	if (!list->index) {
		/* Moving works at once, and what is typed into a line is answered when the index is there; letters that find no line
		 * open would be read as keys. Everything else needs the index. */
		if ((id == CMD_FILTER || id == CMD_FIND) && !argument.n)
			return find_command(list, app, id, argument);
		if (id != CMD_OPEN && commands[id].where & IN_PAGE)
			return false;
		app_tell(app, app_message(app, MSG_READING), false);
		return true;
	}
	if (id == CMD_PANE_NEXT && list->n_meant) {
		refilter(list, app, arena_str(app_scratch(app), strbuf_str(&list->meant)));
		return true;
	}
	if (id == CMD_SECTION_NEXT || id == CMD_SECTION_PREVIOUS) {
		if (!list_group_step(list, id == CMD_SECTION_NEXT))
			app_tell(app, app_message(app, MSG_LIST_NO_GROUPS), false);
		list_want_cursor(list);
		return true;
	}
	if (list_mark_command(list, app, id, argument)) {
		list_total(list, app); /* the first line is drawn before the list settles */
		return true;
	}
	return open_command(list, app, id) || find_command(list, app, id, argument) || list_sort_command(list, app, id, argument)
		|| column_command(list, app, id);
}
