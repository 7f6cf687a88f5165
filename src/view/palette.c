/*
 * All commands by name, help line and keys, found while typing; digits are a row of the
 * list below, and every kind of record is a place to go.
 */
#include "text/fold.h"
#include "text/nearest.h"
#include "text/pinyin.h"
#include "text/utf8.h"
#include "view/edit.h"
#include "view/paint.h"
#include "view/screen.h"
#include "view/scroll.h"

#include <stdlib.h>

enum { ENTRIES_MAX = (int)CMD_COUNT + (int)KIND_COUNT + 1, NAME_COLUMNS = 20, KEYS_COLUMNS = 20, NARROW = 60, ROOMY = 100, BELOW_LEAST = 6 };

enum rank { RANK_NONE, RANK_HELP, RANK_INSIDE, RANK_KEYS, RANK_PREFIX, RANK_WHOLE };

struct palette_entry {
	enum command_id id;
	struct str name, help; /* help: raw, in the language */
	struct str argument;   /* borrowed from the line, or a kind's name */
	bool row;              /* the digits that were typed */
};

struct palette {
	struct edit edit;
	struct palette_entry v[ENTRIES_MAX];
	size_t n;
	bool guessed; /* the only one is no more than near to what was typed */
	bool sought;  /* nothing is called so: the only one looks for it among the records */
	struct scroll scroll;
};

/* -- matching ---------------------------------------------------------------------- */

/* Whether a folded word stands in a text, by characters or pinyin. */
static bool text_matches(struct str text, struct str word)
{
	struct strbuf folded = {0};
	struct pinyin_hit hit;
	text_fold(text, &folded);
	syllable *readings = xcalloc(utf8_length(strbuf_str(&folded)) + 1, sizeof *readings);
	pinyin_text(strbuf_str(&folded), readings);
	bool found = str_find(strbuf_str(&folded), word, 0) >= 0 || pinyin_match(strbuf_str(&folded), readings, word, &hit);
	free(readings);
	strbuf_release(&folded);
	return found;
}

static enum rank rank_word(const struct palette_entry *entry, struct str word)
{
	ptrdiff_t at = str_find(entry->name, word, 0);
	if (at == 0)
		return entry->name.n == word.n ? RANK_WHOLE : RANK_PREFIX;
	return at > 0 ? RANK_INSIDE : text_matches(entry->help, word) ? RANK_HELP : RANK_NONE;
}

/* Keys as they are written, blanks left out; J is not j. */
static bool is_key_of(enum command_id id, struct str text)
{
	struct strbuf keys = {0};
	struct str rest, one;
	bool found = false;
	command_keys(&commands[id], &keys);
	rest = strbuf_str(&keys);
	while (keys.n && !found && str_split(&rest, ',', &one))
		found = str_eq(str_trim(one), text);
	strbuf_release(&keys);
	return found;
}

/* Every word must match; the weakest match counts. */
static enum rank rank_entry(const struct palette_entry *entry, struct str text, bool keys)
{
	enum rank rank = RANK_WHOLE;
	struct strbuf folded = {0};
	struct str rest, word;
	text_fold(text, &folded);
	rest = strbuf_str(&folded);
	while (folded.n && rank && str_split(&rest, ' ', &word)) {
		enum rank r = word.n ? rank_word(entry, word) : RANK_WHOLE;
		rank = r < rank ? r : rank;
	}
	/* J is the beginning of no name: what only a key is written like means the key before any name. */
	bool only_key = !str_eq(strbuf_str(&folded), text);
	strbuf_release(&folded);
	if (keys && (only_key || rank < RANK_KEYS) && is_key_of(entry->id, text))
		return only_key ? RANK_WHOLE : RANK_KEYS;
	return rank;
}

/* -- entries --------------------------------------------------------------------------- */

static struct palette_entry command_entry(const struct app *app, enum command_id id)
{
	return (struct palette_entry){.id = id, .name = str_from(commands[id].name),
		.help = str_from(app_chinese(app) ? commands[id].zh : commands[id].en)};
}

/* "export a.csv", "bookmark a", "projects 储能": a command that takes a text or a key, or a kind whose list takes a filter, and that. */
static bool add_with_argument(struct palette *palette, const struct app *app, struct str text)
{
	ptrdiff_t blank = str_find_byte(text, ' ', 0);
	if (blank <= 0)
		return false;
	struct str name = str_sub(text, 0, (size_t)blank), rest = str_trim(str_sub(text, (size_t)blank + 1, text.n));
	enum command_id id = command_by_name(name);
	enum kind kind;
	bool takes = id != CMD_NONE && (commands[id].argument != ARGUMENT_NONE || id == CMD_SEARCH);
	if (!takes && kind_parse(name, &kind)) {
		id = CMD_LIST;
		rest = text;
		takes = true;
	}
	if (!takes)
		return false;
	struct palette_entry *entry = &palette->v[palette->n++];
	*entry = command_entry(app, id);
	entry->argument = rest;
	return true;
}

static bool is_row(struct str text)
{
	struct scroll any;
	size_t row;
	scroll_init(&any, 1);
	return scroll_parse(&any, text, &row);
}

static void add_matching(struct palette *palette, const struct app *app, struct str text)
{
	struct palette_entry all[ENTRIES_MAX];
	enum rank ranks[ENTRIES_MAX];
	size_t n = 0;
	for (int c = 0; c < CMD_COUNT; c++) {
		all[n] = command_entry(app, (enum command_id)c);
		ranks[n] = rank_entry(&all[n], text, true);
		n++;
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		if (command_by_name(str_from(kinds[k].plural)) != CMD_NONE)
			continue;
		struct str plural = str_from(kinds[k].plural);
		all[n] = (struct palette_entry){.id = CMD_LIST, .name = plural,
			.help = str_from(app_chinese(app) ? kinds[k].zh : kinds[k].en), .argument = plural};
		ranks[n] = rank_entry(&all[n], text, false);
		n++;
	}
	for (int rank = RANK_WHOLE; rank > RANK_NONE; rank--)
		for (size_t i = 0; i < n; i++)
			if ((int)ranks[i] == rank && palette->n < ENTRIES_MAX)
				palette->v[palette->n++] = all[i];
}

/* Nothing is called so: what somebody may have meant. */
static void add_nearest(struct palette *palette, const struct app *app, struct str text)
{
	struct text_nearest nearest;
	struct str rest = text, word;
	if (!str_split(&rest, ' ', &word))
		return;
	text_nearest_init(&nearest, word);
	for (int c = 0; c < CMD_COUNT; c++)
		text_nearest_try(&nearest, str_from(commands[c].name));
	palette->guessed = nearest.name.n > 0;
	if (!palette->guessed)
		return;
	struct palette_entry *entry = &palette->v[palette->n++];
	*entry = command_entry(app, command_by_name(nearest.name));
	if (commands[entry->id].argument != ARGUMENT_NONE)
		entry->argument = str_trim(rest);
}

/* Whoever types the name of a record as a command means the record. */
static void add_search(struct palette *palette, const struct app *app, struct str text)
{
	struct palette_entry *entry = &palette->v[palette->n++];
	*entry = command_entry(app, CMD_SEARCH);
	entry->argument = text;
	palette->sought = true;
}

static void ask(struct palette *palette, const struct app *app)
{
	struct str text = str_trim(edit_text(&palette->edit));
	palette->n = 0;
	palette->guessed = palette->sought = false;
	if (is_row(text))
		palette->v[palette->n++] = (struct palette_entry){.id = CMD_ROW, .name = text,
			.help = app_message(app, MSG_PALETTE_ROW), .argument = text, .row = true};
	else if (!add_with_argument(palette, app, text))
		add_matching(palette, app, text);
	if (!palette->n)
		add_nearest(palette, app, text);
	if (!palette->n)
		add_search(palette, app, text);
	scroll_resize(&palette->scroll, palette->n);
}

/* -- the screen ---------------------------------------------------------------------------- */

static void *open_palette(struct app *app, const struct place *place)
{
	struct palette *palette = xcalloc(1, sizeof *palette);
	edit_init(&palette->edit);
	edit_set(&palette->edit, str_from(place->query));
	scroll_init(&palette->scroll, 0);
	ask(palette, app);
	scroll_to(&palette->scroll, place->row);
	palette->scroll.top = place->top < palette->n ? place->top : 0;
	return palette;
}

static void close_palette(void *state)
{
	struct palette *palette = state;
	edit_release(&palette->edit);
	free(palette);
}

static void save(const void *state, struct place *place)
{
	const struct palette *palette = state;
	place_set(&place->query, edit_text(&palette->edit));
	place->row = palette->scroll.cursor;
	place->top = palette->scroll.top;
}

static void title(const void *state, const struct app *app, struct strbuf *out)
{
	(void)state;
	strbuf_add(out, app_message(app, MSG_PALETTE));
}

/* Tab writes the command's name into the line, for those that take a text. */
static void complete(struct palette *palette, const struct app *app)
{
	if (!palette->n || palette->v[palette->scroll.cursor].row)
		return;
	const struct palette_entry *entry = &palette->v[palette->scroll.cursor];
	bool kind = str_eq(entry->argument, entry->name);
	bool blank = !kind && (entry->argument.n || commands[entry->id].argument == ARGUMENT_TEXT);
	struct str line = arena_printf(app_scratch(app), "%.*s%s%.*s", STR_ARG(entry->name), blank ? " " : "",
		STR_ARG(kind ? STR("") : entry->argument));
	edit_set(&palette->edit, line);
	ask(palette, app);
	scroll_to(&palette->scroll, 0);
}

/*
 * The app closes the palette before it runs the command: nothing of the state may be used afterwards. What was guessed is
 * written into the line and runs when Enter is pressed again.
 */
static void run(struct palette *palette, struct app *app)
{
	if (palette->guessed) {
		complete(palette, app);
	} else if (palette->n) {
		struct palette_entry entry = palette->v[palette->scroll.cursor];
		app_run(app, entry.id, arena_str(app_scratch(app), entry.argument));
	}
}

static bool palette_key(void *state, struct app *app, key k)
{
	struct palette *palette = state;
	/* The line keeps its own history out of here: Up and Down choose. */
	if (k == KEY_UP || k == 'P' - '@')
		return scroll_command(&palette->scroll, CMD_UP);
	if (k == KEY_DOWN || k == 'N' - '@')
		return scroll_command(&palette->scroll, CMD_DOWN);
	if (k == KEY_PAGE_UP || k == KEY_PAGE_DOWN)
		return scroll_command(&palette->scroll, k == KEY_PAGE_UP ? CMD_PAGE_UP : CMD_PAGE_DOWN);
	if (k == KEY_ENTER) {
		run(palette, app);
		return true;
	}
	if (k == KEY_TAB) {
		complete(palette, app);
		return true;
	}
	if (k == KEY_BACKSPACE && !edit_text(&palette->edit).n) {
		app_run(app, CMD_BACK, STR(""));
		return true;
	}
	enum edit_result result = edit_key(&palette->edit, k);
	if (app_line_asks(app, result == EDIT_CHANGED)) {
		ask(palette, app);
		scroll_to(&palette->scroll, 0);
	}
	return result != EDIT_IGNORED || key_is_character(k);
}

static bool command(void *state, struct app *app, enum command_id id, struct str argument)
{
	struct palette *palette = state;
	(void)app;
	(void)argument;
	return scroll_command(&palette->scroll, id);
}

/* Rows below the list for a help that its line cuts. */
static int below_rows(struct area area)
{
	return area.rows < BELOW_LEAST || area.columns >= ROOMY ? 0 : area.columns < NARROW ? 2 : 1;
}

static void settle(void *state, const struct app *app, struct area area)
{
	struct palette *palette = state;
	(void)app;
	scroll_settle(&palette->scroll, area.rows - 1 - below_rows(area));
}

/* False: there was no room for all of its help. */
static bool draw_entry(const struct palette *palette, size_t i, struct span line)
{
	const struct palette_entry *entry = &palette->v[i];
	struct strbuf text = {0};
	bool narrow = line.columns < NARROW;
	struct span left = span_from(line, 2);
	if (i == palette->scroll.cursor)
		grid_sign(line, 0, '>', ROLE_CURSOR);
	strbuf_add(&text, entry->name);
	if (entry->argument.n && !entry->row && !str_eq(entry->argument, entry->name)) {
		strbuf_add_byte(&text, ' ');
		strbuf_add(&text, entry->argument);
	}
	int wide = paint_width(line.grid, strbuf_str(&text));
	paint(span_take(&left, narrow ? line.columns / 2 - 2 : wide > NAME_COLUMNS ? wide : NAME_COLUMNS), strbuf_str(&text), ROLE_TEXT);
	span_skip(&left, 1);
	strbuf_clear(&text);
	if (entry->id != CMD_LIST)
		command_keys(&commands[entry->id], &text);
	if (!narrow) {
		paint(span_take(&left, KEYS_COLUMNS), strbuf_str(&text), ROLE_KEY);
		span_skip(&left, 1);
	}
	paint(left, entry->help, ROLE_DIM);
	strbuf_release(&text);
	return paint_width(left.grid, entry->help) <= left.columns;
}

static void draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct palette *palette = state;
	struct span line = area_row(grid, area, 0);
	bool nothing = palette->guessed || palette->sought;
	int first = 1 + nothing, below = below_rows(area);
	for (int i = first; i < area.rows - below && palette->scroll.top + (size_t)(i - first) < palette->n; i++) {
		size_t entry = palette->scroll.top + (size_t)(i - first);
		if (!draw_entry(palette, entry, area_row(grid, area, i)) && entry == palette->scroll.cursor)
			paint_wrapped(grid, area_from(area, area.rows - below, 2), palette->v[entry].help, ROLE_TEXT);
	}
	if (nothing && area.rows > 1)
		paint(span_from(area_row(grid, area, 1), 2), app_message(app, palette->guessed ? MSG_PALETTE_NEAREST : MSG_PALETTE_NOTHING), ROLE_DIM);
	paint_on(&line, STR(":"), ROLE_KEY);
	edit_draw(&palette->edit, line);
}

const struct screen_class screen_palette = {
	.where = IN_PAGE,
	.open = open_palette,
	.close = close_palette,
	.save = save,
	.title = title,
	.command = command,
	.key = palette_key,
	.settle = settle,
	.draw = draw,
};
