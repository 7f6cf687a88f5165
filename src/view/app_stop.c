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
	app->was_here = app->here;
	app->n_undo = app->history.n ? app->history.v[app->here].undo.n : 0;
}

/* A state whose answer was given up tells nothing; a change of the view has told before what it was. */
static void take_back(struct entry *entry, size_t n_undo)
{
	if (entry->undo.n <= n_undo)
		return;
	place_release(&entry->place);
	entry->place = entry->undo.v[--entry->undo.n];
}

void app_stop(struct app *app)
{
	if (!app->state)
		return;
	app_keep_title(app);
	if (app->here == app->was_here)
		take_back(&app->history.v[app->here], app->n_undo);
	app_close_screen(app);
	app_effects_clear(app);
	strbuf_clear(&app->told);
	app->prompting = false;
	app->n_typed = 0;
	app->screen = &screen_stopped;
	app->state = app;
}
