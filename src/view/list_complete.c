/* Completion of what is typed into the list's lines: the filter, and what is looked for or marked among the rows that it leaves. */
#include "list_internal.h"

#include <stdlib.h>

struct str list_put(const struct app *app, struct str text, size_t start, size_t end, struct str with)
{
	struct str behind = str_sub(text, end, text.n);
	return arena_printf(app_scratch(app), "%.*s%.*s%.*s", (int)start, text.p, STR_ARG(with), STR_ARG(behind));
}

/* `same:` is mostly asked of the row that the cursor was on. */
static void offer_row(struct list *list, const struct app *app, struct str text)
{
	struct completions *c = &list->completer.found;
	size_t start, end, caret = app_prompt_caret(app);
	if (ref_none(list->before_row) || !query_same_unnamed(str_sub(text, 0, caret), false, &start, &end) || end != caret)
		return;
	struct str id = arena_str(&c->arena, index_id(list->index, list->before_row));
	array_push(c, ((struct completion){id, arena_str(&c->arena, index_short_name(list->index, list->before_row)),
		query_count(list_put(app, text, start, end, id), list->kind, list->index), true}));
	c->start = start;
	c->end = end;
}

/* The rows of the list as bits by row number; NULL: all. Owned. */
static uint64_t *listed_rows(const struct list *list)
{
	struct ref some[LIST_AT_ONCE];
	if (!list->filtered)
		return NULL;
	uint64_t *rows = bits_new(index_count(list->index, list->kind));
	for (size_t from = 0, n; (n = list_read(list, from, some)) > 0; from += n)
		for (size_t i = 0; i < n; i++)
			bits_set(rows, ref_row(some[i]));
	return rows;
}

void list_complete_update(struct list *list, const struct app *app, struct str text)
{
	uint64_t *rows = list->prompt == LIST_PROMPT_FILTER ? NULL : listed_rows(list);
	const struct completion_scope scope = {list->index, list->kind, rows, app_chinese(app)};
	if (completer_update(&list->completer, &scope, text, app_prompt_caret(app)) && list->prompt == LIST_PROMPT_FILTER)
		offer_row(list, app, text);
	free(rows);
}

void list_offer_meant(struct list *list, struct str text)
{
	struct completions *c = &list->completer.found;
	if (!list->n_meant || c->n)
		return;
	struct str meant = arena_str(&c->arena, strbuf_str(&list->meant));
	array_push(c, ((struct completion){meant, meant, list->n_meant, true}));
	c->start = 0;
	c->end = text.n;
}

bool list_field_begun(const struct list *list, struct str text, size_t *start)
{
	const struct completions *c = &list->completer.found;
	bool begun = false;
	*start = c->start;
	for (size_t i = 0; i < c->n && !begun; i++)
		begun = str_ends(c->v[i].text, STR(":")); /* a name; a value is offered with its field before it */
	return begun && !c->of_value && c->end == text.n && c->end > c->start;
}

static bool is_query(const struct list *list)
{
	return list->prompt == LIST_PROMPT_FILTER || list->prompt == LIST_PROMPT_FIND || list->prompt == LIST_PROMPT_MARK;
}

void list_complete(void *state, struct app *app, bool back)
{
	struct list *list = state;
	if (is_query(list))
		completer_take_prompt(&list->completer, app, back);
}

bool list_completes(const struct list *list)
{
	return is_query(list) && completer_shows(&list->completer);
}
