/*
 * An answer that was given up. In place of its screen stands a word about it and a way to open the place again; the state of
 * that screen is the app itself.
 */
#include "view/app_internal.h"
#include "view/paint.h"

/* -- the screen ------------------------------------------------------------------------------- */

static void stopped_close(void *state)
{
	(void)state;
}

static void stopped_save(const void *state, struct place *place)
{
	(void)state;
	(void)place;
}

static void stopped_title(const void *state, const struct app *app, struct strbuf *out)
{
	(void)state;
	strbuf_add_c(out, app->history.v[app->here].title);
}

static bool stopped_command(void *state, struct app *app, enum command_id id, struct str argument)
{
	bool of_list = !(commands[id].where & IN_PAGE) && id != CMD_UNDO && id != CMD_REDO;
	(void)state;
	(void)argument;
	if (id == CMD_OPEN)
		app_reopen(app);
	else if (of_list)
		app_tell_not_here(app, id);
	return id == CMD_OPEN || of_list;
}

static void stopped_settle(void *state, const struct app *app, struct area area)
{
	(void)state;
	(void)app;
	(void)area;
}

static void stopped_draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	(void)state;
	paint_wrapped(grid, area, app_message(app, MSG_STOPPED), ROLE_HEADING);
	grid_park(area_row(grid, area, 0));
}

static const enum command_id stopped_hints[] = {CMD_OPEN, CMD_BACK, CMD_SEARCH, CMD_PALETTE, CMD_QUIT, CMD_NONE};

static const struct screen_class screen_stopped = {
	.where = IN_ANY,
	.hints = stopped_hints,
	.close = stopped_close,
	.save = stopped_save,
	.title = stopped_title,
	.command = stopped_command,
	.settle = stopped_settle,
	.draw = stopped_draw,
};

/* -- stopping ------------------------------------------------------------------------------------ */

void app_remember_place(struct app *app)
{
	if (!app->state)
		return;
	place_release(&app->was);
	place_copy(&app->was, &app->history.v[app->here].place);
	app->screen->save(app->state, &app->was);
	app->was_here = app->here;
}

void app_stop(struct app *app)
{
	if (!app->state)
		return;
	struct place *place = &app->history.v[app->here].place;
	app_keep_title(app);
	if (app->was.query && app->here == app->was_here && place->screen == app->was.screen) {
		place_release(place);
		place_copy(place, &app->was);
	}
	app_close_screen(app);
	app_effects_clear(app);
	strbuf_clear(&app->told);
	app->prompting = false;
	app->n_typed = 0;
	app->screen = &screen_stopped;
	app->state = app;
}
