/* The keys of the comparison: what is put aside, and the way to it; on a chain alone to its reference chain. */
#include "view/app_internal.h"

#include "index/read.h"

static void add_to_comparison(struct app *app)
{
	struct ref ref = app->screen->record ? app->screen->record(app->state, app) : REF_NONE;
	struct strbuf text = {0};
	if (ref_none(ref)) {
		strbuf_add(&text, app_message(app, MSG_NOTHING_HERE));
	} else if (app_compare_add(app, ref)) {
		strbuf_add(&text, app_message(app, MSG_COMPARE_ADDED));
		strbuf_printf(&text, " %zu/%d", app->n_compared, PLACE_REFS);
	} else {
		strbuf_add(&text, app_message(app, MSG_COMPARE_FULL));
	}
	app_tell(app, strbuf_str(&text), false);
	strbuf_release(&text);
}

/* The chain at which one stands: the record here, what it stands in, or the page's own. */
static struct ref chain_here(const struct app *app)
{
	static const struct {
		enum kind kind;
		const char *up;
	} ways[] = {{KIND_PLACEMENT, "stage"}, {KIND_LINK, "from"}, {KIND_STAGE, "chain"}};
	const struct place *place = &app->history.v[app->here].place;
	struct ref here = app->screen->record ? app->screen->record(app->state, app) : REF_NONE;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!ref_none(here) && ref_kind(here) == ways[i].kind)
			here = read_ref(app->index, here, ways[i].up);
	if ((ref_none(here) || ref_kind(here) != KIND_CHAIN) && place->ids[0])
		here = index_find_id(app->index, str_from(place->ids[0]));
	return !ref_none(here) && ref_kind(here) == KIND_CHAIN ? here : REF_NONE;
}

/* A chain beside the reference chain that it follows. */
static bool go_reference(struct app *app)
{
	struct ref chain = app->index ? chain_here(app) : REF_NONE, template = ref_none(chain) ? REF_NONE : read_ref(app->index, chain, "template");
	struct place place;
	if (ref_none(template))
		return false;
	place_init(&place, SCREEN_COMPARE, KIND_COUNT);
	place_set(&place.ids[0], index_id(app->index, chain));
	place_set(&place.ids[1], index_id(app->index, template));
	app_go(app, &place);
	place_release(&place);
	return true;
}

static void go_compare(struct app *app)
{
	if (!app->n_compared && go_reference(app))
		return;
	if (app->n_compared < 2) {
		app_tell(app, app_message(app, MSG_COMPARE_FEW), false);
		return;
	}
	struct place place;
	place_init(&place, SCREEN_COMPARE, KIND_COUNT);
	for (size_t i = 0; i < app->n_compared; i++)
		place_set(&place.ids[i], index_id(app->index, app->compared[i]));
	app->n_compared = 0;
	app_go(app, &place);
	place_release(&place);
}

void app_compare_command(struct app *app, enum command_id id)
{
	if (id == CMD_COMPARE_ADD)
		add_to_comparison(app);
	else
		go_compare(app);
}
