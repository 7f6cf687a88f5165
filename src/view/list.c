/* The list of records of any kind: its state, and what the app asks of a screen. */
#include "list_internal.h"

#include <stdio.h>
#include <stdlib.h>

static void restore_cursor(struct list *list, const struct place *place)
{
	list->table.cell = place->cell < list->table.n ? place->cell : 0;
	if (list->index && place->selected)
		list->wanted = index_find_id(list->index, str_from(place->selected));
	if (list->index && !ref_none(list->wanted)) {
		size_t at = list_place_of(list, list->wanted);
		scroll_to(&list->scroll, at < list->n ? at : place->row);
	} else {
		scroll_to(&list->scroll, place->row);
	}
	list->scroll.top = place->top < list->scroll.n ? place->top : 0;
	list->opened_at = list->scroll.cursor;
	list_want_cursor(list);
}

/* What was being looked for, and a range that was begun: they outlive a new index. */
static void restore_search(struct list *list, const struct place *place)
{
	struct err err = ERR_INIT;
	if (!list->index)
		return;
	strbuf_add_c(&list->find, place->find);
	list_find(list, strbuf_str(&list->find), &err);
	size_t at = place->anchor ? list_place_of(list, index_find_id(list->index, str_from(place->anchor))) : list->n;
	list->ranging = at < list->n;
	list->anchor = list->ranging ? at : 0;
}

/* Before the index: names only, in the order of the store. */
static void open_without_index(struct list *list, const struct app *app)
{
	const struct row_source *rows = app_settings(app)->rows;
	list->fields[0] = (struct list_field){.name = STR("name"), .title = app_message(app, MSG_LIST_NAME), .width = 30,
		.full = TABLE_WIDTH_MAX};
	list->n_fields = 1;
	scroll_resize(&list->scroll, rows ? rows->count(rows->self, list->kind) : 0);
	list_columns_show(list);
}

static void *open_list(struct app *app, const struct place *place)
{
	struct list *list = xcalloc(1, sizeof *list);
	struct err err = ERR_INIT;
	list->kind = place->kind;
	list->index = app_index(app);
	list->wanted = list->before_row = REF_NONE;
	list->only_marked = place->only_marked;
	list->only_conflicts = place->only_conflicts;
	list->total_stale = true;
	list->sort_command = CMD_NONE;
	strbuf_add_c(&list->query, place->query);
	strbuf_add_c(&list->sort, place->sort);
	strbuf_add_c(&list->layout, place->hidden);
	scroll_init(&list->scroll, 0);
	if (!list->index) {
		open_without_index(list, app);
	} else {
		if (!list_ask(list, app, &err))
			app_tell(app, str_from(err.message), true); /* what was asked stays in the status line */
		list_columns_open(list, app);
		list_columns_measure(list, app);
		list_columns_show(list);
	}
	restore_cursor(list, place);
	restore_search(list, place);
	list_total(list, app);
	return list;
}

static void close_list(void *state)
{
	struct list *list = state;
	strbuf_release(&list->query);
	strbuf_release(&list->sort);
	strbuf_release(&list->layout);
	completer_end(&list->completer);
	strbuf_release(&list->before);
	strbuf_release(&list->fault);
	strbuf_release(&list->meant);
	strbuf_release(&list->slip);
	strbuf_release(&list->find);
	strbuf_release(&list->total);
	list_lines_release(list);
	array_release(&list->heads);
	arena_release(&list->names_memory);
	sort_view_free(list->view);
	sort_order_release(&list->order);
	free(list->perhaps);
	free(list->found);
	free(list->matching);
	free(list);
}

/* Before the index: the row to which the cursor was moved stands elsewhere when all are there. */
static struct str moved_to(const struct list *list)
{
	size_t row = list->scroll.cursor;
	bool read = row >= list->names_first && row - list->names_first < list->n_names;
	return !list->index && row != list->opened_at && read ? list->names[row - list->names_first].id : STR("");
}

static void save_list(const void *state, struct place *place)
{
	const struct list *list = state;
	struct ref here = list_row(list, list->scroll.cursor);
	place_set(&place->query, strbuf_str(&list->query));
	place_set(&place->sort, strbuf_str(&list->sort));
	place_set(&place->hidden, strbuf_str(&list->layout));
	if (!ref_none(here))
		place_set(&place->selected, index_id(list->index, here));
	else if (moved_to(list).n)
		place_set(&place->selected, moved_to(list));
	if (list->index) {
		place_set(&place->find, strbuf_str(&list->find));
		free(place->anchor);
		place->anchor = NULL;
	}
	if (list->ranging && !ref_none(list_row(list, list->anchor)))
		place_set(&place->anchor, index_id(list->index, list_row(list, list->anchor)));
	place->row = list->scroll.cursor;
	place->cell = list->table.cell;
	place->top = list->scroll.top;
	place->only_marked = list->only_marked;
	place->only_conflicts = list->only_conflicts;
}

static void title(const void *state, const struct app *app, struct strbuf *out)
{
	const struct list *list = state;
	strbuf_add_c(out, app_chinese(app) ? kinds[list->kind].zh : kinds[list->kind].en);
}

/* A record is shown by its short name and stands where its name does: 山西长子经开区 among the 山西. */
static bool goes_by_full_names(const struct list *list, const struct list_field *field)
{
	if (field->facts || field->column.type != COLUMN_FIELD)
		return false;
	enum field_type type = fields_of[list->kind].v[field->column.field].type;
	return type == FIELD_REF || type == FIELD_REFS;
}

/* A field of the user's order, "-invest", by the title that its column has or would have. */
static void add_order_field(const struct list *list, const struct app *app, struct str name, struct strbuf *out)
{
	bool down = str_starts(name, STR("-"));
	struct err none = ERR_INIT;
	struct sort_key parsed;
	struct str title = str_sub(name, down, name.n);
	size_t i = 0;
	while (i < list->n_fields && !str_eq(list->fields[i].name, title))
		i++;
	if (i < list->n_fields)
		title = list->fields[i].title;
	else if (sort_parse(title, list->kind, list->index, &parsed, 1, &none))
		title = column_title(&parsed.column, list->kind, list->index, app_chinese(app));
	strbuf_add_byte(out, ' ');
	strbuf_add(out, title);
	strbuf_add_byte(out, down ? 'v' : '^');
}

static void add_order(const struct list *list, const struct app *app, struct strbuf *out)
{
	struct str fields = strbuf_str(&list->sort), field;
	if (fields.n) {
		strbuf_add_c(out, "  ");
		strbuf_add(out, app_message(app, MSG_LIST_ORDER));
	}
	while (fields.n && str_split(&fields, ',', &field))
		add_order_field(list, app, field, out);
	for (size_t i = 0; i < list->table.n; i++)
		if (list->table.v[i].order && goes_by_full_names(list, &list->fields[list->shown[i]]))
			strbuf_add(out, app_message(app, MSG_LIST_FULL_NAMES));
}

/* The weightiest first: a narrow first line keeps its beginning. */
static void status(const void *state, const struct app *app, struct strbuf *out)
{
	const struct list *list = state;
	size_t all = list->index ? index_count(list->index, list->kind) : list->scroll.n;
	char number[24];
	int digits = snprintf(number, sizeof number, "%zu", list->scroll.n);
	bool total_first = app_tier(app) == TIER_CARD && list->total.n;
	if (total_first) {
		strbuf_add(out, str_trim(strbuf_str(&list->total)));
		strbuf_add_c(out, "  ");
	}
	/* A number of steady width: moving the cursor must not shift the line. */
	strbuf_printf(out, "%*zu/%zu", digits, list->scroll.n ? list->scroll.cursor + 1 : 0, list->scroll.n);
	if (!list->index) {
		strbuf_add_c(out, "  ");
		strbuf_add(out, app_message(app, MSG_READING));
		if (list->query.n) {
			strbuf_add_c(out, "  ");
			strbuf_add(out, app_message(app, MSG_LIST_FILTER));
			strbuf_add_c(out, " ");
			strbuf_add(out, strbuf_str(&list->query));
		}
		return;
	}
	if (list->n != all)
		strbuf_printf(out, "(%zu)", all);
	if (list->n_perhaps) {
		strbuf_add_c(out, " ?");
		strbuf_add(out, app_message(app, MSG_LIST_PERHAPS));
		strbuf_printf(out, "%zu", list->n_perhaps);
	}
	if (!total_first)
		strbuf_add(out, strbuf_str(&list->total));
	if (list->only_conflicts)
		strbuf_add(out, app_message(app, MSG_LIST_ONLY_CONFLICTS));
	if (list->only_marked)
		strbuf_add(out, app_message(app, MSG_LIST_ONLY_MARKED));
	if (list->query.n) {
		strbuf_add_c(out, "  ");
		strbuf_add(out, app_message(app, MSG_LIST_FILTER));
		pick_print_filter(list->index, strbuf_str(&list->query), out);
	}
	add_order(list, app, out);
}

static struct ref record(const void *state)
{
	const struct list *list = state;
	return list_row(list, list->scroll.cursor);
}

static struct evidence evidence(const void *state)
{
	const struct list *list = state;
	struct ref ref = record(state);
	if (ref_none(ref))
		return EVIDENCE_NONE;
	if (list->kind == KIND_CLAIM)
		return evidence_claim(list->index, ref);
	const struct list_field *field = &list->fields[list->shown[list->table.cell]];
	if (!field->facts && field->column.type == COLUMN_FIGURE && index_figures(list->index, ref,
		field->column.indicator).n)
		return evidence_figures(list->index, ref, field->column.indicator);
	return evidence_record(ref);
}

static void cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	const struct list *list = state;
	struct ref ref = record(state);
	if (!ref_none(ref))
		list_value(list, app, list->shown[list->table.cell], ref, out);
}

const struct screen_class screen_list = {
	.where = IN_LIST,
	.open = open_list,
	.close = close_list,
	.save = save_list,
	.title = title,
	.status = status,
	.command = list_command,
	.prompt = list_prompt,
	.complete = list_complete,
	.settle = list_settle,
	.draw = list_draw,
	.evidence = evidence,
	.record = record,
	.cell_text = cell_text,
};
