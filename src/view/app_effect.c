/* What the app asks of the outside, until that has taken it. */
#include "view/app_internal.h"

#include <stdlib.h>

static char *copy_or_null(struct str text)
{
	if (!text.p)
		return NULL;
	struct strbuf copy = {0};
	strbuf_add(&copy, text);
	return strbuf_detach(&copy);
}

void app_effect_add(struct app *app, enum effect_type type, enum kind kind, struct str text, struct str path)
{
	array_push(&app->effects, (struct effect){type, kind, copy_or_null(text), copy_or_null(path)});
}

void app_effect_bare(struct app *app, enum effect_type type)
{
	app_effect_add(app, type, KIND_COUNT, (struct str){NULL, 0}, (struct str){NULL, 0});
}

bool app_effect(struct app *app, struct effect *out)
{
	if (app->effects_taken == app->effects.n)
		return false;
	*out = app->effects.v[app->effects_taken++];
	return true;
}

void app_effects_clear(struct app *app)
{
	for (size_t i = 0; i < app->effects.n; i++) {
		free(app->effects.v[i].text);
		free(app->effects.v[i].path);
	}
	array_clear(&app->effects);
	app->effects_taken = 0;
}
