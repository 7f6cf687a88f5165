/* What a person does to the order of a list: by the column under the cursor, or by fields that are named. */
#include "list_internal.h"

/* A key that orders takes the place of what the filter says of the order; its groups stay. */
static void drop_asked_order(struct list *list)
{
	struct err err = ERR_INIT;
	struct strbuf rest = {0};
	struct query *query = list->n_asked > list->n_by ? query_parse(strbuf_str(&list->query), list->kind, list->index, &err) : NULL;
	if (!query)
		return;
	query_without_order(query, &rest);
	for (size_t i = 0; i < list->n_by; i++)
		strbuf_printf(&rest, "%s%.*s", i ? "," : rest.n ? " by:" : "by:", STR_ARG(list_column_name(list, &list->asked[i].column)));
	strbuf_set(&list->query, strbuf_str(&rest));
	strbuf_release(&rest);
	query_free(query);
}

/* An order in place of the one that the user asked for; empty: the kind's own. One that cannot be leaves all as it was. */
static void order_by(struct list *list, struct app *app, struct str order)
{
	struct err err = {.chinese = app_chinese(app)};
	struct strbuf old = list->sort;
	app_undo_point(app);
	list->sort = (struct strbuf){0};
	strbuf_add(&list->sort, order);
	drop_asked_order(list);
	list_order_changed(list);
	if (list->scroll.cursor == 0) /* who stands at the top wants to see what comes to the top */
		list->wanted = REF_NONE;
	if (!list_ask(list, app, &err)) {
		strbuf_set(&list->sort, strbuf_str(&old));
		app_tell_error(app, &err);
	}
	strbuf_release(&old);
	list_columns_show(list);
}

/* The same key on the same column: first in its direction, then the other way round, then off. */
static void sort_by_cell(struct list *list, struct app *app, enum command_id id)
{
	size_t field = list->shown[list->table.cell];
	bool same = list->sort_command == id && list->sort_field == field && list->sort_presses < 3;
	list->sort_presses = same ? list->sort_presses + 1 : 1;
	list->sort_command = id;
	list->sort_field = field;
	bool down = (id == CMD_SORT_DOWN) == (list->sort_presses == 1);
	order_by(list, app, list->sort_presses < 3
		? arena_printf(app_scratch(app), "%s%.*s", down ? "-" : "", STR_ARG(list->fields[field].name)) : STR(""));
}

/* How many figures there are is a column of the list alone: the query language has no word for it. */
static const struct list_field *figures_field(const struct list *list, struct str name)
{
	for (size_t i = 0; i < list->n_fields; i++)
		if (list->fields[i].facts && (str_eq(name, list->fields[i].name) || str_eq(name, list->fields[i].title)))
			return &list->fields[i];
	return NULL;
}

/* :sort -投资,名称: fields as sort: of the query names them, kept by the names that the columns have. */
static void sort_by_names(struct list *list, struct app *app, struct str text)
{
	struct err err = {.chinese = app_chinese(app)};
	struct sort_key keys[LIST_SORT_KEYS];
	struct strbuf order = {0};
	bool down = str_starts(text, STR("-"));
	const struct list_field *figures = figures_field(list, str_sub(text, down, text.n));
	size_t n = figures ? 0 : sort_parse(text, list->kind, list->index, keys, LIST_SORT_KEYS, &err);
	if (figures)
		strbuf_printf(&order, "%s%.*s", down ? "-" : "", STR_ARG(figures->name));
	for (size_t i = 0; i < n; i++)
		strbuf_printf(&order, "%s%s%.*s", i ? "," : "", keys[i].down ? "-" : "", STR_ARG(list_column_name(list, &keys[i].column)));
	list->sort_command = CMD_NONE;
	if (order.n)
		order_by(list, app, strbuf_str(&order));
	else
		app_tell_error(app, &err);
	strbuf_release(&order);
}

bool list_sort_command(struct list *list, struct app *app, enum command_id id, struct str argument)
{
	switch (id) {
	case CMD_SORT_UP:
	case CMD_SORT_DOWN: sort_by_cell(list, app, id); return true;
	case CMD_SORT:
		if (argument.n)
			sort_by_names(list, app, str_trim(argument));
		return argument.n > 0;
	default: return false;
	}
}
