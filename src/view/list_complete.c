/* Completion of the filter while it is typed: a row of what may follow above the line, and Tab to take it. */
#include "list_internal.h"

#include <stdio.h>
#include <string.h>

enum { OFFERED = 24 };

void list_complete_end(struct list *list)
{
	completions_release(&list->completions);
	list->cycling = false;
}

struct str list_put(const struct app *app, struct str text, size_t start, size_t end, struct str with)
{
	struct str behind = str_sub(text, end, text.n);
	return arena_printf(app_scratch(app), "%.*s%.*s%.*s", (int)start, text.p, STR_ARG(with), STR_ARG(behind));
}

static size_t count_rows(const struct list *list, struct str text)
{
	struct err err = ERR_INIT;
	struct query_set set = {0};
	size_t n = 0;
	struct query *query = query_parse(text, list->kind, list->index, &err);
	if (query && query_select(query, &set, NULL))
		n = set.n;
	query_set_release(&set);
	if (query)
		query_free(query);
	return n;
}

/* `same:` is mostly asked of the row that the cursor was on. */
static void offer_row(struct list *list, const struct app *app, struct str text)
{
	struct completions *c = &list->completions;
	size_t start, end, caret = app_prompt_caret(app);
	if (ref_none(list->before_row) || !query_same_unnamed(str_sub(text, 0, caret), false, &start, &end) || end != caret)
		return;
	struct str id = arena_str(&c->arena, index_id(list->index, list->before_row));
	array_push(c, ((struct completion){id, arena_str(&c->arena, index_short_name(list->index, list->before_row)),
		count_rows(list, list_put(app, text, start, end, id)), true}));
	c->start = start;
	c->end = end;
}

void list_complete_update(struct list *list, const struct app *app, struct str text)
{
	if (list->taking && list->cycling)
		return;
	list_complete_end(list);
	if (list->index && query_complete(text, app_prompt_caret(app), list->kind, list->index, app_chinese(app), OFFERED,
		&list->completions, NULL))
		offer_row(list, app, text);
}

/* Where the next completion goes once one was taken: a name is done with its value still to come. */
static bool goes_on(struct str taken)
{
	return str_ends(taken, STR(":"));
}

/* Tab: the first; again: the next in its place, back round the end. */
void list_complete(void *state, struct app *app, bool back)
{
	struct list *list = state;
	const struct completions *c = &list->completions;
	if (list->prompt != LIST_PROMPT_FILTER || !c->n)
		return;
	size_t n = c->n, end = c->end;
	if (list->cycling) {
		end = c->start + c->v[list->taken].text.n;
		list->taken = (list->taken + (back ? n - 1 : 1)) % n;
	} else {
		list->taken = back ? n - 1 : 0;
	}
	struct str text = arena_str(app_scratch(app), c->v[list->taken].text);
	list->cycling = !goes_on(text);
	list->taking = true;
	app_prompt_replace(app, c->start, end, text);
	list->taking = false;
}

/* A blank field of names says nothing that a person asked for. */
static bool is_asked_for(const struct list *list)
{
	const struct completions *c = &list->completions;
	return c->n && (list->cycling || c->end > c->start || c->v[0].counted);
}

bool list_completes(const struct list *list)
{
	return list->prompt == LIST_PROMPT_FILTER && is_asked_for(list);
}

/* The one that was taken stands first in sight, the others behind it. */
void list_complete_draw(const struct list *list, struct grid *grid, struct area area)
{
	const struct completions *c = &list->completions;
	int row = area.row + area.rows - 1, at = area.column, end = area.column + area.columns;
	grid_blank(grid, row, area.column, area.columns, ROLE_TEXT);
	at += paint(grid, row, at, end - at, STR("Tab "), ROLE_KEY);
	for (size_t i = 0; i < c->n && at < end; i++) {
		const struct completion *one = &c->v[(i + (list->cycling ? list->taken : 0)) % c->n];
		char count[24] = "";
		if (one->counted)
			snprintf(count, sizeof count, " %zu", one->n);
		struct str shown = one->counted ? one->label : one->text;
		int width = paint_width(grid, shown) + (int)strlen(count);
		if (at + width > end)
			break;
		at += paint(grid, row, at, end - at, shown, list->cycling && i == 0 ? ROLE_HEADING : ROLE_TEXT);
		at += paint(grid, row, at, end - at, str_from(count), ROLE_DIM) + 2;
	}
}
