/* The ways from any page or list to the map and to the gaps. */
#include "view/app_internal.h"
#include "view/map_screen.h"

#include "index/index.h"

/* The record that the place is about, and the one under the cursor. */
static struct ref subject(const struct app *app)
{
	const struct place *place = &app->history.v[app->here].place;
	bool one = place->screen != SCREEN_COMPARE && place->ids[0];
	return app->index && one ? index_find_id(app->index, str_from(place->ids[0])) : REF_NONE;
}

static struct ref under_cursor(const struct app *app)
{
	return app->screen->record ? app->screen->record(app->state) : REF_NONE;
}

bool app_page_of_chains(const struct app *app)
{
	if (app->history.v[app->here].place.screen != SCREEN_RECORD)
		return false;
	struct ref ref = subject(app);
	if (ref_none(ref) || ref_kind(ref) != KIND_ZONE)
		return !ref_none(ref) && ref_kind(ref) == KIND_CHAIN;
	return index_back_n(app->index, ref, KIND_CHAIN, field_get(KIND_CHAIN, "zone")) > 0;
}

void app_map_command(struct app *app, enum command_id id)
{
	bool arithmetic = id == CMD_FORMULA;
	/* On a page its own map, wherever the cursor stands; where it has none, that of the row. */
	if (id == CMD_GAPS ? gap_go(app, subject(app)) || gap_go(app, under_cursor(app))
		: map_go(app, subject(app), arithmetic) || map_go(app, under_cursor(app), arithmetic))
		return;
	app_tell(app, app_message(app, id == CMD_GAPS ? MSG_GAP_NOT_HERE : MSG_MAP_NOT_HERE), true);
}
