/* The last line: what is told there, and the line of text for commands that need an argument and screens that filter or find while one types. */
#include "view/app_internal.h"
#include "view/record_page.h"

void app_tell(struct app *app, struct str text, bool error)
{
	strbuf_set(&app->told, text);
	app->told_error = error;
}

void app_tell_error(struct app *app, const struct err *err)
{
	struct strbuf text = {0};
	err_format(err, &text);
	app_tell(app, strbuf_str(&text), true);
	strbuf_release(&text);
}

void app_tell_not_here(struct app *app, enum command_id id)
{
	const char *name = commands[id].keys[0], *help = app_chinese(app) ? commands[id].zh : commands[id].en;
	struct strbuf text = {0};
	strbuf_printf(&text, "%.*s %s (%s)", STR_ARG(app_message(app, MSG_NOT_HERE)), name ? name : commands[id].name, help);
	app_tell(app, strbuf_str(&text), true);
	strbuf_release(&text);
}

void app_prompt(struct app *app, struct str label, struct str initial)
{
	strbuf_set(&app->prompt_label, label);
	edit_set(&app->edit, initial);
	app->prompting = true;
	app->prompt_command = CMD_NONE;
}

void app_prompt_on(struct app *app, struct str label, struct str begun)
{
	app_prompt(app, label, begun.n ? arena_printf(&app->scratch, "%.*s ", STR_ARG(begun)) : begun);
}

/* The help of a command as a question. Behind its colon stands an example, as one types it behind ":": "选址 (厂房>=1万m2): ". */
static void add_question(const struct command *command, struct str help, struct strbuf *out)
{
	ptrdiff_t colon = str_find_byte(help, ':', 0);
	strbuf_add(out, str_sub(help, 0, colon < 0 ? help.n : (size_t)colon));
	if (colon >= 0) {
		struct str example = str_trim(str_sub(help, (size_t)colon + 1, help.n)), name = str_from(command->name);
		if (str_starts(example, name))
			example = str_trim(str_sub(example, name.n, example.n));
		strbuf_printf(out, " (%.*s)", STR_ARG(example));
	}
	strbuf_add_c(out, ": ");
}

/* Marks made long ago go before the rows that one sees: that is said. A record takes its figures along, or all that is known of it. */
static void add_export_question(const struct app *app, struct strbuf *out)
{
	const struct place *place = &app->history.v[app->here].place;
	bool record = place->screen == SCREEN_RECORD;
	size_t n = place->screen == SCREEN_LIST ? app->marks[place->kind].n_marked : record ? record_exported(app->index, str_from(place->ids[0])) : 0;
	if (n)
		strbuf_printf(out, app_message(app, record ? MSG_EXPORT_FIGURES : MSG_EXPORT_MARKED).p, n);
	else
		strbuf_add(out, app_message(app, record ? MSG_EXPORT_RECORD : MSG_EXPORT_PROMPT));
	strbuf_add(out, app_message(app, record ? MSG_EXPORT_RECORD_ENDINGS : MSG_EXPORT_ENDINGS));
}

/* What a record is called in locators, else the screen: zones.csv, xingxian.csv. */
static void add_file_name(const struct place *place, struct strbuf *out)
{
	struct str id = str_from(place->screen == SCREEN_RECORD ? place->ids[0] : NULL);
	if (id.n)
		strbuf_add(out, id_slug(id));
	else
		strbuf_add_c(out, place_name(place));
	strbuf_add_c(out, ".csv");
}

void app_prompt_for(struct app *app, enum command_id id)
{
	struct strbuf label = {0}, initial = {0};
	bool mended = false;
	if (id == CMD_EXPORT) {
		add_export_question(app, &label);
		strbuf_add(&initial, strbuf_str(&app->failed_path));
		strbuf_clear(&app->failed_path);
		mended = initial.n > 0;
		if (!mended)
			add_file_name(&app->history.v[app->here].place, &initial);
	} else {
		add_question(&commands[id], str_from(app_chinese(app) ? commands[id].zh : commands[id].en), &label);
	}
	app_prompt(app, strbuf_str(&label), strbuf_str(&initial));
	if (!mended)
		edit_offer(&app->edit);
	app->prompt_command = id;
	strbuf_release(&label);
	strbuf_release(&initial);
}

void app_export_failed(struct app *app, struct str path)
{
	strbuf_set(&app->failed_path, path);
}

size_t app_prompt_caret(const struct app *app)
{
	return app->edit.caret;
}

void app_prompt_replace(struct app *app, size_t from, size_t to, struct str with)
{
	edit_replace(&app->edit, from, to, with);
	if (app->screen->prompt)
		app->screen->prompt(app->state, app, edit_text(&app->edit), false, false);
}

bool app_line_asks(struct app *app, bool changed)
{
	app->line_changed |= changed;
	if (!app->line_changed || app->more_typed)
		return false;
	app->line_changed = false;
	return true;
}

void app_prompt_key(struct app *app, key k)
{
	if ((k == KEY_TAB || k == KEY_BACK_TAB) && app->prompt_command == CMD_NONE && app->screen->complete) {
		app->screen->complete(app->state, app, k == KEY_BACK_TAB);
		return;
	}
	bool done = k == KEY_ENTER, cancelled = k == KEY_ESCAPE;
	enum edit_result result = done || cancelled ? EDIT_CHANGED : edit_key(&app->edit, k);
	if (result == EDIT_IGNORED)
		app_escape_and_key(app, k);
	if (!app_line_asks(app, result == EDIT_CHANGED))
		return;
	if (done)
		edit_remember(&app->edit);
	if (done || cancelled)
		app->prompting = false;
	struct str text = edit_text(&app->edit);
	if (app->prompt_command == CMD_NONE) {
		if (app->screen->prompt)
			app->screen->prompt(app->state, app, text, done, cancelled);
	} else if (done && text.n) {
		struct str kept = arena_str(&app->scratch, text); /* the command may use the line editor itself */
		app_run(app, app->prompt_command, kept);
	}
}

struct suspended_prompt app_prompt_suspend(struct app *app)
{
	struct suspended_prompt s = {.open = app->prompting, .opener = app->last_run};
	if (!s.open)
		return s;
	strbuf_add(&s.text, edit_text(&app->edit));
	s.caret = app->edit.caret;
	s.of_screen = app->prompt_command == CMD_NONE;
	/* The screen is saved as it was before the prompt. */
	if (s.of_screen && app->screen->prompt)
		app->screen->prompt(app->state, app, strbuf_str(&s.text), false, true);
	return s;
}

void app_prompt_resume(struct app *app, struct suspended_prompt *s)
{
	if (s->open && s->of_screen) {
		app->prompting = false;
		app->screen->command(app->state, app, s->opener, STR(""));
		if (app->prompting) {
			edit_set(&app->edit, strbuf_str(&s->text));
			app->edit.caret = s->caret;
			app->screen->prompt(app->state, app, edit_text(&app->edit), false, false);
		}
	}
	strbuf_release(&s->text);
}
