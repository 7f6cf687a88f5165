#include "view/app_internal.h"

#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- life -------------------------------------------------------------------- */

struct app *app_new(const struct settings *settings)
{
	struct app *app = xcalloc(1, sizeof *app);
	app->settings = *settings;
	app->preview = true;
	edit_init(&app->edit);
	return app;
}

static void release_places(place_list *places)
{
	for (size_t i = 0; i < places->n; i++)
		place_release(&places->v[i]);
	array_release(places);
}

static void release_entry(struct entry *entry)
{
	place_release(&entry->place);
	free(entry->title);
	release_places(&entry->undo);
	release_places(&entry->redo);
}

void app_close_screen(struct app *app)
{
	if (app->state)
		app->screen->close(app->state);
	app->state = NULL;
}

void app_free(struct app *app)
{
	if (!app)
		return;
	app_close_screen(app);
	for (size_t i = 0; i < app->history.n; i++)
		release_entry(&app->history.v[i]);
	array_release(&app->history);
	app_bookmarks_release(app);
	app_marks_release(app);
	array_release(&app->siblings);
	app_effects_clear(app);
	array_release(&app->effects);
	edit_release(&app->edit);
	strbuf_release(&app->prompt_label);
	strbuf_release(&app->failed_path);
	strbuf_release(&app->told);
	strbuf_release(&app->work);
	arena_release(&app->scratch);
	free(app);
}

/* -- history ------------------------------------------------------------------ */

void app_keep_title(struct app *app)
{
	struct entry *entry = &app->history.v[app->here];
	struct strbuf title = {0};
	app->screen->title(app->state, app, &title);
	free(entry->title);
	entry->title = strbuf_detach(&title);
}

static void save_here(struct app *app)
{
	if (!app->state)
		return;
	app->screen->save(app->state, &app->history.v[app->here].place);
	app_keep_title(app);
}

void app_reopen(struct app *app)
{
	const struct place *place = &app->history.v[app->here].place;
	app_close_screen(app);
	app->screen = screen_classes[place->screen];
	app->state = app->screen->open(app, place);
}

static void open_here(struct app *app)
{
	app->prompting = false;
	app->n_typed = 0;
	app_reopen(app);
}

/* A command may come without a drawing before it, by keys typed ahead or from the palette: a page must have its height all the same. */
static void settle_here(struct app *app)
{
	if (app->state && app->area.rows > 0)
		app->screen->settle(app->state, app, app->area);
}

const struct place *app_here(struct app *app, struct strbuf *title)
{
	save_here(app);
	strbuf_add_c(title, app->history.v[app->here].title);
	return &app->history.v[app->here].place;
}

static void move_in_history(struct app *app, size_t to)
{
	save_here(app);
	app->before = app->here;
	app->here = to;
	app->history.v[to].place.typed_before = true;
	open_here(app);
}

static void push_entry(struct app *app, struct entry entry)
{
	while (app->history.n > app->here + 1)
		release_entry(&app->history.v[--app->history.n]);
	array_push(&app->history, entry);
}

/* The palette is no place to come back to: it stands in the midst of the history while it is open and leaves no trace there. */
static void insert_palette(struct app *app, struct entry entry)
{
	array_push(&app->history, entry);
	struct entry *at = &app->history.v[app->here + 1];
	memmove(at + 1, at, (app->history.n - app->here - 2) * sizeof *at);
	*at = entry;
	app->before_palette = app->before;
}

/* On a small window the evidence covers the page: it does not stay over another one. */
static bool uncover(struct app *app)
{
	bool covered = app->evidence_shown && app_tier(app) == TIER_CARD;
	app->evidence_shown &= !covered;
	return covered;
}

/* What the number keys lead to: the first screen and whole lists. */
static bool is_first_level(const struct place *place)
{
	bool whole = place->screen == SCREEN_LIST && !*place->query && !place->only_marked && !place->only_conflicts;
	return whole || place->screen == SCREEN_HOME;
}

void app_go(struct app *app, const struct place *place)
{
	struct entry entry = {.begins = is_first_level(place)};
	place_copy(&entry.place, place); /* first: `place` may lie in the history */
	save_here(app);
	if (app->history.n && place_same(&app->history.v[app->here].place, place)) {
		release_entry(&entry);
		return;
	}
	bool first = !app->history.n;
	if (place->screen != SCREEN_PALETTE)
		uncover(app);
	if (place->screen == SCREEN_PALETTE && !first)
		insert_palette(app, entry);
	else
		push_entry(app, entry);
	app->before = app->here;
	app->here += !first;
	open_here(app);
}

void app_replace(struct app *app, const struct place *place)
{
	struct place copy, *here = &app->history.v[app->here].place;
	place_copy(&copy, place); /* first: it may be the entry's own */
	save_here(app);
	if (!place_same(here, place))
		app_undo_point(app);
	place_release(here);
	*here = copy;
	open_here(app);
}

const struct place *app_before(const struct app *app)
{
	return app->here > 0 ? &app->history.v[app->here - 1].place : NULL;
}

void app_go_record(struct app *app, struct ref ref)
{
	if (ref_none(ref) || !app->index)
		return;
	struct place place;
	place_init(&place, SCREEN_RECORD, ref_kind(ref));
	place_set(&place.ids[0], index_id(app->index, ref));
	app_go(app, &place);
	place_release(&place);
}

void app_go_list(struct app *app, enum kind kind, struct str query)
{
	struct place place;
	place_init(&place, SCREEN_LIST, kind);
	place_set(&place.query, query);
	app_go(app, &place);
	place_release(&place);
}

static void go_screen(struct app *app, enum screen screen, struct str query)
{
	struct place place;
	place_init(&place, screen, KIND_COUNT);
	place_set(&place.query, query);
	app_go(app, &place);
	place_release(&place);
}

void app_set_index(struct app *app, const struct index *index)
{
	/* What is being typed goes on: the new index may come at any moment, and the next letter is no command. */
	struct suspended_prompt prompt = app_prompt_suspend(app);
	save_here(app);
	app_close_screen(app);
	if (index && !app->index)
		strbuf_clear(&app->told); /* what was told to wait for is there */
	app_marks_rebind(app, app->index, index);
	if (index)
		strbuf_clear(&app->work);
	app->index = index;
	if (app->history.n)
		app_reopen(app);
	app_prompt_resume(app, &prompt);
}

void app_undo_point(struct app *app)
{
	struct entry *entry = &app->history.v[app->here];
	struct place now;
	place_copy(&now, &entry->place);
	app->screen->save(app->state, &now);
	array_push(&entry->undo, now);
	release_places(&entry->redo);
}

static void swap_view(struct app *app, place_list *from, place_list *to)
{
	if (!from->n) {
		app_tell(app, app_message(app, MSG_NOTHING_TO_UNDO), false);
		return;
	}
	struct entry *entry = &app->history.v[app->here];
	save_here(app);
	array_push(to, entry->place);
	entry->place = from->v[--from->n];
	open_here(app);
}

/* -- for screens ---------------------------------------------------------------- */

const struct index *app_index(const struct app *app)
{
	return app->index;
}

const struct settings *app_settings(const struct app *app)
{
	return &app->settings;
}

struct str app_message(const struct app *app, enum message id)
{
	if (id == MSG_READING && app->work.n)
		return strbuf_str(&app->work);
	return message(id, app->settings.language);
}

bool app_chinese(const struct app *app)
{
	return app->settings.language == LANGUAGE_ZH;
}

struct arena *app_scratch(const struct app *app)
{
	/* Scratch memory holds nothing that the state depends on: giving it out from a const app keeps draw pure. */
	return (struct arena *)&app->scratch;
}

void app_set_work(struct app *app, enum app_work work, unsigned percent)
{
	strbuf_clear(&app->work);
	if (work == APP_WORKS) {
		strbuf_add(&app->work, message(MSG_INDEXING, app->settings.language));
		strbuf_printf(&app->work, " %u%%%s", percent, app_chinese(app) ? "…" : "...");
	} else if (work == APP_STOPPED) {
		strbuf_add(&app->work, message(MSG_INDEX_STOPPED, app->settings.language));
		strbuf_printf(&app->work, " %s", commands[CMD_RELOAD].keys[0]);
	}
}

/* -- commands ------------------------------------------------------------------- */

static void go_back(struct app *app)
{
	if (uncover(app))
		return;
	if (app->here > 0)
		move_in_history(app, app->here - 1);
	else
		app_tell(app, app_message(app, MSG_HOW_TO_QUIT), false);
}

/* To a place that was seen; where there is none it says so. */
static void revisit(struct app *app, bool there, size_t at)
{
	if (there)
		move_in_history(app, at);
	else
		app_tell(app, app_message(app, MSG_HISTORY_END), false);
}

static void step_record(struct app *app, int step)
{
	struct ref next;
	struct place *place = &app->history.v[app->here].place;
	if (place->screen != SCREEN_RECORD || !app->index || !place->ids[0] ||
	    !app_sibling(app, index_find_id(app->index, str_from(place->ids[0])), step, &next)) {
		if (place->screen == SCREEN_RECORD)
			app_tell(app, app_message(app, MSG_NO_SIBLING), false);
		else
			app_tell_not_here(app, step > 0 ? CMD_NEXT_RECORD : CMD_PREVIOUS_RECORD);
		return;
	}
	/* The next record takes this one's place in the history: q still leads back to the list. */
	save_here(app);
	place_set(&place->ids[0], index_id(app->index, next));
	place->kind = ref_kind(next);
	/* The cursor stays in its row; what it stood on there, and the figure that a reader showed, are of the other record. */
	free(place->selected);
	free(place->ids[1]);
	place->selected = place->ids[1] = NULL;
	open_here(app);
}

/* Whether this is the record's own page, where it cannot be opened once more. */
static bool is_page_of(const struct app *app, struct ref ref)
{
	const struct place *place = &app->history.v[app->here].place;
	return place->screen == SCREEN_RECORD && app->index && place->ids[0] &&
		ref_eq(index_find_id(app->index, str_from(place->ids[0])), ref);
}

static void open_record_under_cursor(struct app *app)
{
	struct ref ref = app->screen->record ? app->screen->record(app->state) : REF_NONE;
	if (ref_none(ref) || is_page_of(app, ref))
		app_tell(app, app_message(app, MSG_NOTHING_HERE), false);
	else
		app_go_record(app, ref);
}

static void toggle_preview(struct app *app)
{
	if (app_tier(app) == TIER_WIDE)
		app->preview = !app->preview;
	else
		app_tell(app, app_message(app, MSG_PREVIEW_WIDE), false);
}

static void run_own(struct app *app, enum command_id id, struct str argument)
{
	struct entry *entry = &app->history.v[app->here];
	bool here = app->by_keys.of_page;
	switch (id) {
	case CMD_OPEN: open_record_under_cursor(app); break;
	case CMD_BACK: go_back(app); break;
	case CMD_HISTORY_BACK: revisit(app, app->here > 0, app->here - 1); break;
	case CMD_HISTORY_FORWARD: revisit(app, app->here + 1 < app->history.n, app->here + 1); break;
	case CMD_LAST_VIEW: revisit(app, app->before < app->history.n && app->before != app->here, app->before); break;
	case CMD_NEXT_RECORD: step_record(app, 1); break;
	case CMD_PREVIOUS_RECORD: step_record(app, -1); break;
	case CMD_MAP:
	case CMD_FORMULA:
	case CMD_GAPS: app_map_command(app, id); break;
	case CMD_HOME: go_screen(app, SCREEN_HOME, STR("")); break;
	case CMD_ZONES: app_go_kind(app, KIND_ZONE, here); break;
	case CMD_CHAINS: app_go_kind(app, KIND_CHAIN, here); break;
	case CMD_ENTERPRISES: app_go_kind(app, KIND_ENTERPRISE, here); break;
	case CMD_PROJECTS: app_go_kind(app, KIND_PROJECT, here); break;
	case CMD_TARGETS: app_go_kind(app, KIND_TARGET, false); break;
	case CMD_SOURCES: app_go_kind(app, KIND_SOURCE, here); break;
	case CMD_IGNORANCE: go_screen(app, SCREEN_IGNORANCE, STR("")); break;
	case CMD_LIST: app_go_named_list(app, argument); break;
	case CMD_SEARCH: go_screen(app, SCREEN_SEARCH, argument); break;
	case CMD_SITE: go_screen(app, SCREEN_SITE, argument); break;
	case CMD_BOOKMARK:
	case CMD_BOOKMARK_OPEN: app_bookmark_command(app, id, argument); break;
	case CMD_EVIDENCE:
		app->evidence_shown = !app->evidence_shown;
		app->evidence_all = false;
		break;
	case CMD_ALL_SOURCES:
		app->evidence_all = !(app->evidence_shown && app->evidence_all);
		app->evidence_shown = app->evidence_all;
		break;
	case CMD_PREVIEW: toggle_preview(app); break;
	case CMD_ONLY_CONFLICTS: app_go_conflicts(app); break;
	case CMD_COMPARE_ADD:
	case CMD_COMPARE_CLEAR:
	case CMD_COMPARE: app_compare_command(app, id); break;
	case CMD_HELP: go_screen(app, SCREEN_HELP, STR("")); break;
	case CMD_PALETTE: go_screen(app, SCREEN_PALETTE, STR("")); break;
	case CMD_UNDO: swap_view(app, &entry->undo, &entry->redo); break;
	case CMD_REDO: swap_view(app, &entry->redo, &entry->undo); break;
	case CMD_RELOAD: app_effect_bare(app, EFFECT_RELOAD); break;
	case CMD_REDRAW: app_effect_bare(app, EFFECT_REDRAW); break;
	case CMD_QUIT: app_effect_bare(app, EFFECT_QUIT); break;
	default:
		if (app_copy_command(app, id, argument) || commands[id].group == GROUP_MOVE)
			return;
		if (app->index)
			app_tell_not_here(app, id);
		else
			app_tell(app, app_message(app, MSG_READING), true);
	}
}

static void leave_palette(struct app *app)
{
	if (app->here == 0)
		return;
	struct entry *at = &app->history.v[app->here];
	app_close_screen(app);
	release_entry(at);
	app->history.n--;
	memmove(at, at + 1, (app->history.n - app->here) * sizeof *at);
	app->here--;
	app->before = app->before_palette;
	open_here(app);
	settle_here(app);
}

/* A command of the palette that wants one more key: as if its own had been typed. */
static void await_letter(struct app *app, enum command_id id)
{
	key_parse(str_from(commands[id].keys[0]), &app->typed[0]);
	app->n_typed = 1;
}

void app_run(struct app *app, enum command_id id, struct str argument)
{
	if (app->history.v[app->here].place.screen == SCREEN_PALETTE) {
		argument = arena_str(&app->scratch, argument); /* it may lie in the palette's own line */
		leave_palette(app);
		if (id == CMD_BACK || id == CMD_PALETTE)
			return;
	}
	if (!(commands[id].where & app->screen->where)) {
		app_tell_not_here(app, id);
		return;
	}
	if (id == CMD_READ_ON)
		id = CMD_PAGE_DOWN; /* the screens know one way of paging */
	app->last_run = id;
	if (app->screen->command && app->screen->command(app->state, app, id, argument))
		return;
	if (commands[id].argument == ARGUMENT_TEXT && !argument.n)
		app_prompt_for(app, id);
	else if (commands[id].argument == ARGUMENT_KEY && !app->by_keys.letter && !argument.n)
		await_letter(app, id);
	else
		run_own(app, id, argument);
}

/* -- events -------------------------------------------------------------------- */

static void key_event(struct app *app, key k);

static void unknown_key(struct app *app)
{
	struct strbuf text = {0};
	enum command_id id;
	key last;
	if (command_find(app->typed, app->n_typed, IN_ANY, &id, &last) == KEY_COMMAND) {
		app_tell_not_here(app, id);
		return;
	}
	strbuf_add(&text, app_message(app, MSG_UNKNOWN_KEY));
	for (size_t i = 0; i < app->n_typed; i++) {
		strbuf_add_c(&text, " ");
		key_format(app->typed[i], &text);
	}
	app_tell(app, strbuf_str(&text), false);
	strbuf_release(&text);
}

bool app_escape_and_key(struct app *app, key k)
{
	if (!(k & KEY_ALT) || (k & ~(key)KEY_ALT) >= KEY_NAMED)
		return false;
	key_event(app, KEY_ESCAPE);
	key_event(app, k & ~(key)KEY_ALT);
	return true;
}

static void command_key(struct app *app, key k)
{
	if (app->n_typed && k == KEY_ESCAPE) {
		app->n_typed = 0;
		return;
	}
	if (!app->n_typed && key_is_text(k)) {
		char bytes[4];
		size_t n = utf8_put(k, bytes);
		go_screen(app, SCREEN_SEARCH, (struct str){bytes, n});
		return;
	}
	enum command_id id = CMD_NONE;
	key argument = 0;
	app->typed[app->n_typed++] = key_plain(k);
	switch (command_find(app->typed, app->n_typed, app->screen->where, &id, &argument)) {
	case KEY_PREFIX:
		if (app->n_typed < TYPED_MAX)
			return;
		break;
	case KEY_COMMAND:
		app->by_keys.letter = argument;
		app->by_keys.of_page = app->n_typed == 2 && commands[id].group == GROUP_GO;
		app->n_typed = 0;
		app_run(app, id, STR(""));
		app->by_keys.letter = 0;
		app->by_keys.of_page = false;
		return;
	case KEY_UNKNOWN:
		app->n_typed--;
		if (app_escape_and_key(app, k))
			return;
		app->n_typed++;
		unknown_key(app);
		break;
	}
	app->n_typed = 0;
}

static void key_event(struct app *app, key k)
{
	if (!app->line_changed)
		settle_here(app);
	if (k == KEY_PASTE) { /* letters of a text are no commands */
		app->n_typed = 0;
		if (!app->prompting && !app->screen->key)
			go_screen(app, SCREEN_SEARCH, STR(""));
		return;
	}
	if (app->prompting) {
		app_prompt_key(app, k);
		return;
	}
	strbuf_clear(&app->told);
	if (!app->n_typed && app->screen->key && app->screen->key(app->state, app, k))
		return;
	command_key(app, k);
}

void app_handle(struct app *app, struct event event)
{
	app_effects_clear(app);
	arena_clear(&app->scratch);
	app_remember_place(app);
	app->more_typed = event.more;
	switch (event.type) {
	case EVENT_KEY: key_event(app, event.key); break;
	case EVENT_INTERRUPT:
		app->n_typed = 0;
		if (app->prompting)
			app_prompt_key(app, KEY_ESCAPE);
		app_tell(app, app_message(app, MSG_CANCELLED), false);
		app_effect_bare(app, EFFECT_CANCEL);
		break;
	case EVENT_CHANGED: app_effect_bare(app, EFFECT_RELOAD); break;
	case EVENT_RESUMED: app_effect_bare(app, EFFECT_REDRAW); break;
	case EVENT_QUIT: app_effect_bare(app, EFFECT_QUIT); break;
	case EVENT_NONE:
	case EVENT_RESIZE:
	case EVENT_PROGRESS:
	case EVENT_INDEX: break;
	}
}
