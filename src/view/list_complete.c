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

void list_complete_update(struct list *list, const struct app *app, struct str text)
{
	if (list->taking && list->cycling)
		return;
	list_complete_end(list);
	if (list->index)
		query_complete(text, app_prompt_caret(app), list->kind, list->index, app_chinese(app), OFFERED,
			&list->completions, NULL);
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
