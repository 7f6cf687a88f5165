/* Lists that commands open: of a kind, of what a page is about, of figures in conflict. */
#include "view/app_internal.h"

/* The filter of a list of `kind` that leaves what refers to the record of this page; empty where there is none. */
static void add_of_page(const struct app *app, enum kind kind, struct strbuf *query)
{
	const struct place *place = &app->history.v[app->here].place;
	const struct fields *fields = &fields_of[kind];
	enum kind from;
	if (place->screen != SCREEN_RECORD || !place->ids[0] || !kind_of_id(str_from(place->ids[0]), &from))
		return;
	for (size_t f = 0; f < fields->n && !query->n; f++)
		if (fields->v[f].kinds & UINT32_C(1) << from)
			strbuf_printf(query, "%s:%s", fields->v[f].name, place->ids[0]);
}

void app_go_kind(struct app *app, enum kind kind, bool here)
{
	struct strbuf query = {0};
	if (here)
		add_of_page(app, kind, &query);
	app_go_list(app, kind, strbuf_str(&query));
	strbuf_release(&query);
}

void app_go_conflicts(struct app *app)
{
	struct strbuf query = {0};
	add_of_page(app, KIND_CLAIM, &query);
	if (query.n || app->history.v[app->here].place.screen == SCREEN_HOME) {
		strbuf_add_c(&query, query.n ? " has:conflict" : "has:conflict");
		app_go_list(app, KIND_CLAIM, strbuf_str(&query));
	} else {
		app_tell_not_here(app, CMD_ONLY_CONFLICTS);
	}
	strbuf_release(&query);
}

void app_go_named_list(struct app *app, struct str text)
{
	enum kind kind;
	struct str query = str_trim(text), name;
	if (str_split(&query, ' ', &name) && kind_parse(name, &kind)) {
		app_go_list(app, kind, str_trim(query));
		return;
	}
	app_tell(app, arena_printf(app_scratch(app), "%.*s %.*s", STR_ARG(app_message(app, MSG_NO_SUCH_KIND)), STR_ARG(name)), true);
}
