/* Bookmarks: places under a letter, which the outside keeps from one session to the next. */
#include "view/app_internal.h"

#include "text/utf8.h"

#include <stdlib.h>

void app_bookmarks_release(struct app *app)
{
	for (size_t i = 0; i < app->bookmarks.n; i++) {
		place_release(&app->bookmarks.v[i].place);
		free(app->bookmarks.v[i].title);
	}
	array_release(&app->bookmarks);
}

static struct bookmark *find(const struct app *app, key letter)
{
	for (size_t i = 0; i < app->bookmarks.n; i++)
		if (app->bookmarks.v[i].letter == letter)
			return &app->bookmarks.v[i];
	return NULL;
}

/* Where it stands, or room for it: in the order of the letters. */
static struct bookmark *find_or_add(struct app *app, key letter)
{
	struct bookmark *b = find(app, letter);
	if (b) {
		place_release(&b->place);
		free(b->title);
		return b;
	}
	size_t at = app->bookmarks.n;
	array_push(&app->bookmarks, (struct bookmark){0});
	for (; at > 0 && app->bookmarks.v[at - 1].letter > letter; at--)
		app->bookmarks.v[at] = app->bookmarks.v[at - 1];
	return &app->bookmarks.v[at];
}

/* "a	projects	query=…	title=项目" */
static void add_line(const struct bookmark *b, struct strbuf *out)
{
	key_format(b->letter, out);
	strbuf_add_byte(out, '\t');
	place_line_add(&b->place, out);
	strbuf_add_c(out, "\ttitle=");
	for (const char *c = b->title; *c; c++)
		strbuf_add_byte(out, (unsigned char)*c < ' ' ? ' ' : *c); /* a name may hold a tab or a line break */
}

static void read_line(struct app *app, struct str line)
{
	struct str part, title = STR(""), rest;
	struct place place;
	key letter;
	if (!str_split(&line, '\t', &part) || !key_parse(part, &letter) || !place_line_read(line, &place))
		return;
	for (rest = line; rest.p && str_split(&rest, '\t', &part);)
		if (str_starts(part, STR("title=")))
			title = str_sub(part, 6, part.n);
	struct bookmark *b = find_or_add(app, letter);
	place.typed_before = true;
	*b = (struct bookmark){.letter = letter, .place = place};
	place_set(&b->title, title);
}

void app_bookmarks_read(struct app *app, struct str text)
{
	struct str line;
	while (text.p && str_split(&text, '\n', &line))
		if (utf8_check(line, NULL))
			read_line(app, line);
}

void app_bookmark_name(const struct app *app, const struct bookmark *b, struct strbuf *out)
{
	struct str title = str_from(b->title), query = str_from(b->place.query);
	bool list = b->place.screen == SCREEN_LIST, counts = place_counts(b->place.screen);
	if (list || counts) /* by what they are of, in the language of today */
		strbuf_add_c(out, app_chinese(app) ? kinds[b->place.kind].zh : kinds[b->place.kind].en);
	if (!list)
		strbuf_printf(out, "%s%s", counts ? " " : "", b->title);
	if (query.n && (list || str_find(title, query, 0) < 0)) /* a search has it in its title */
		strbuf_printf(out, " %s", b->place.query);
}

static void set(struct app *app, key letter)
{
	struct strbuf title = {0}, line = {0};
	struct place here;
	place_copy(&here, app_here(app, &title));
	here.typed_before = true;
	struct bookmark *b = find_or_add(app, letter);
	*b = (struct bookmark){.letter = letter, .place = here, .title = strbuf_detach(&title)};
	add_line(b, &line);
	app_effect_add(app, EFFECT_BOOKMARK, KIND_COUNT, strbuf_str(&line), STR(""));
	strbuf_clear(&line);
	strbuf_printf(&line, "%.*s: %s ", STR_ARG(app_message(app, MSG_BOOKMARK_SET)), commands[CMD_BOOKMARK_OPEN].keys[0]);
	key_format(letter, &line);
	app_tell(app, strbuf_str(&line), false);
	strbuf_release(&line);
}

static void go(struct app *app, key letter)
{
	const struct bookmark *b = find(app, letter);
	struct strbuf title = {0};
	if (!b)
		app_tell(app, app_message(app, MSG_NO_BOOKMARK), true);
	else if (place_same(app_here(app, &title), &b->place))
		app_replace(app, &b->place); /* another row of what is shown */
	else
		app_go(app, &b->place);
	strbuf_release(&title);
}

void app_bookmark_command(struct app *app, enum command_id id, struct str argument)
{
	key letter = app->by_keys.letter;
	if (!letter && !key_parse(argument, &letter))
		app_tell(app, app_message(app, MSG_NO_BOOKMARK), true);
	else if (id == CMD_BOOKMARK)
		set(app, letter);
	else
		go(app, letter);
}
