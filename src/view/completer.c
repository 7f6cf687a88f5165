#include "view/completer_internal.h"

#include "view/paint.h"

#include <stdio.h>
#include <string.h>

enum { OFFERED = 24 };

void completer_end(struct completer *completer)
{
	completions_release(&completer->found);
	completer->cycling = false;
}

bool completer_update(struct completer *completer, const struct completion_scope *scope, struct str text, size_t caret)
{
	bool taken = completer->taking && completer->cycling;
	completer->taking = false;
	if (taken)
		return false;
	completer_end(completer);
	if (scope->index)
		query_complete(text, caret, scope, OFFERED, &completer->found);
	return scope->index != NULL;
}

/* Where the next completion goes once one was taken: a name is done with its value still to come. */
static bool goes_on(struct str taken)
{
	return str_ends(taken, STR(":"));
}

bool completer_take(struct completer *completer, const struct app *app, bool back, size_t *from, size_t *to, struct str *text)
{
	const struct completions *c = &completer->found;
	size_t n = c->n;
	if (!n)
		return false;
	*from = c->start;
	*to = c->end;
	if (completer->cycling) {
		*to = c->start + c->v[completer->taken].text.n;
		completer->taken = (completer->taken + (back ? n - 1 : 1)) % n;
	} else {
		completer->taken = back ? n - 1 : 0;
	}
	*text = arena_str(app_scratch(app), c->v[completer->taken].text);
	completer->cycling = !goes_on(*text);
	completer->taking = true;
	return true;
}

void completer_take_prompt(struct completer *completer, struct app *app, bool back)
{
	size_t from, to;
	struct str text;
	if (completer_take(completer, app, back, &from, &to, &text))
		app_prompt_replace(app, from, to, text);
	completer->taking = false; /* a screen may have answered without asking again */
}

bool completer_shows(const struct completer *completer)
{
	const struct completions *c = &completer->found;
	return c->n && (completer->cycling || c->end > c->start || c->of_value);
}

/* The one that was taken stands first in sight, the others behind it. */
void completer_draw(const struct completer *completer, struct span left)
{
	const struct completions *c = &completer->found;
	grid_blank(left, ROLE_TEXT);
	paint_on(&left, STR("Tab "), ROLE_KEY);
	for (size_t i = 0; i < c->n && left.columns > 0; i++) {
		const struct completion *one = &c->v[(i + (completer->cycling ? completer->taken : 0)) % c->n];
		char count[24] = "";
		if (one->counted)
			snprintf(count, sizeof count, " %zu", one->n);
		struct str shown = one->counted ? one->label : one->text;
		if (paint_width(left.grid, shown) + (int)strlen(count) > left.columns)
			break;
		paint_on(&left, shown, completer->cycling && i == 0 ? ROLE_HEADING : ROLE_TEXT);
		paint_on(&left, str_from(count), ROLE_DIM);
		span_skip(&left, 2);
	}
}
