/* What is often done, what one can do, from the table of commands, and what one can ask, in a few lines. */
#include "base/array.h"
#include "text/fold.h"
#include "text/wrap.h"
#include "view/page.h"
#include "view/paint.h"
#include "view/screen.h"
#include "view/scroll.h"

#include <stdlib.h>

enum { NARROW = 32 /* below, what a key does stands under it, in as many lines as it takes */ };

/* A line of the page: a heading, or keys and what they do, or more of either. */
struct help_line {
	struct str left, right; /* raw; owned by the memory of the screen, or for ever */
	bool heading;
};

struct help {
	struct arena memory;
	ARRAY(struct help_line) lines;
	int columns; /* that the lines were made for */
	int left;    /* cells of the left side; 0: both sides stand in one column */
	enum ambi ambi;
	struct scroll scroll;
	struct strbuf find;
	size_t before; /* the line under the cursor when the prompt was opened */
};

static void add_heading(struct help *help, struct str text)
{
	if (help->lines.n)
		array_push(&help->lines, (struct help_line){0});
	array_push(&help->lines, (struct help_line){.left = text, .heading = true});
}

static void add_wrapped(void *context, struct str line)
{
	struct help *help = context;
	struct help_line *last = help->lines.n ? &help->lines.v[help->lines.n - 1] : NULL;
	struct str copy = arena_str(&help->memory, line);
	if (last && help->left && last->left.n && !last->right.n && width_str(last->left, help->ambi) <= (size_t)help->left)
		last->right = copy;
	else
		array_push(&help->lines, (struct help_line){.right = copy});
}

static void add_left(void *context, struct str line)
{
	struct help *help = context;
	array_push(&help->lines, (struct help_line){.left = arena_str(&help->memory, line)});
}

static void add_line(struct help *help, struct str left, struct str right)
{
	int room = help->columns - (help->left ? help->left + 4 : 4);
	text_wrap(left, help->columns > 6 ? (size_t)help->columns - 2 : 4, help->ambi, add_left, help);
	text_wrap(right, room > 4 ? (size_t)room : 4, help->ambi, add_wrapped, help);
}

static void add_commands(struct help *help, const struct app *app, enum command_group group)
{
	struct strbuf keys = {0};
	add_heading(help, command_group_title(group, app_settings(app)->language));
	for (int c = 0; c < CMD_COUNT; c++) {
		if (commands[c].group != group)
			continue;
		strbuf_clear(&keys);
		command_ways(&commands[c], &keys);
		add_line(help, strbuf_str(&keys), str_from(app_chinese(app) ? commands[c].zh : commands[c].en));
	}
	strbuf_release(&keys);
}

/* Messages of the form "keys, a tab, what they do". */
static void add_rows(struct help *help, const struct app *app, enum message title, const enum message *rows, size_t n)
{
	add_heading(help, app_message(app, title));
	for (size_t i = 0; i < n; i++) {
		struct str rest = app_message(app, rows[i]), left = {0};
		str_split(&rest, '\t', &left);
		add_line(help, left, rest);
	}
}

static void add_tasks(struct help *help, const struct app *app)
{
	static const enum message rows[] = {MSG_HELP_TASK_FIND, MSG_HELP_TASK_LIST, MSG_HELP_TASK_ZONES, MSG_HELP_TASK_STALLED,
		MSG_HELP_TASK_CROSS, MSG_HELP_TASK_COMPARE, MSG_HELP_TASK_TAKE, MSG_HELP_TASK_DOUBT, MSG_HELP_TASK_KEEP, MSG_HELP_TASK_MORE};
	add_rows(help, app, MSG_HELP_TASKS, rows, sizeof rows / sizeof *rows);
}

static void add_language(struct help *help, const struct app *app)
{
	static const enum message rows[] = {MSG_HELP_WORDS, MSG_HELP_FIELDS, MSG_HELP_COMPARE, MSG_HELP_RANGE, MSG_HELP_BELONGS,
		MSG_HELP_LOGIC, MSG_HELP_SPECIAL, MSG_HELP_ORDER, MSG_HELP_PERHAPS, MSG_HELP_IME};
	add_rows(help, app, MSG_HELP_LANGUAGE, rows, sizeof rows / sizeof *rows);
}

static void add_signs(struct help *help, const struct app *app)
{
	static const enum message rows[] = {MSG_HELP_SIGN_ROWS, MSG_HELP_SIGN_CONFLICT, MSG_HELP_SIGN_PERIOD, MSG_HELP_SIGN_BOUND,
		MSG_HELP_SIGN_MORE};
	add_rows(help, app, MSG_HELP_SIGNS, rows, sizeof rows / sizeof *rows);
}

/* Room for the widest keys, within reason. */
static int keys_width(enum ambi ambi, int columns)
{
	size_t most = 0;
	for (int c = 0; c < CMD_COUNT; c++) {
		struct strbuf keys = {0};
		command_ways(&commands[c], &keys);
		size_t width = width_str(strbuf_str(&keys), ambi);
		most = width > most ? width : most;
		strbuf_release(&keys);
	}
	return (int)most > columns * 3 / 10 ? columns * 3 / 10 : (int)most;
}

/* The page for a window so wide; where one was stays as near as it can. */
static void build(struct help *help, const struct app *app, int columns)
{
	size_t before = help->lines.n ? help->lines.n : 1, cursor = help->scroll.cursor;
	help->columns = columns;
	help->left = columns < NARROW ? 0 : keys_width(help->ambi, columns);
	array_clear(&help->lines);
	arena_clear(&help->memory);
	add_tasks(help, app);
	for (int group = 0; group < GROUP_COUNT; group++)
		add_commands(help, app, (enum command_group)group);
	add_language(help, app);
	add_signs(help, app);
	scroll_resize(&help->scroll, help->lines.n);
	scroll_to(&help->scroll, cursor * help->lines.n / before);
}

static void *open_help(struct app *app, const struct place *place)
{
	struct help *help = xcalloc(1, sizeof *help);
	scroll_init(&help->scroll, 0);
	help->ambi = app_settings(app)->ambi;
	build(help, app, 80);
	scroll_to(&help->scroll, place->row);
	help->scroll.top = place->top < help->lines.n ? place->top : 0;
	return help;
}

static void close_help(void *state)
{
	struct help *help = state;
	arena_release(&help->memory);
	array_release(&help->lines);
	strbuf_release(&help->find);
	free(help);
}

static void save(const void *state, struct place *place)
{
	const struct help *help = state;
	place->row = help->scroll.cursor;
	place->top = help->scroll.top;
}

static void title(const void *state, const struct app *app, struct strbuf *out)
{
	(void)state;
	strbuf_add(out, app_message(app, MSG_HELP));
}

/* -- keys ---------------------------------------------------------------------------- */

static bool line_matches(const struct help_line *line, struct str word, bool by_pinyin)
{
	struct strbuf folded = {0};
	text_fold(line->left, &folded);
	strbuf_add_byte(&folded, '\n');
	text_fold(line->right, &folded);
	bool found = by_pinyin ? page_text_matches(line->right, word) || page_text_matches(line->left, word)
		: str_find(strbuf_str(&folded), word, 0) >= 0;
	strbuf_release(&folded);
	return found;
}

/*
 * The next line from `from` on that holds the text, of them all one that sounds so only where none has it as it is typed: letters
 * are names of keys first. *row stays where there is none.
 */
static bool find_from(const struct help *help, size_t from, bool down, size_t *row)
{
	struct strbuf word = {0};
	bool found = false;
	size_t n = help->lines.n;
	text_fold(strbuf_str(&help->find), &word);
	for (size_t i = 0; word.n && i < 2 * n && !found; i++) {
		size_t at = (down ? from + i : from + 2 * n - i) % n;
		if (line_matches(&help->lines.v[at], strbuf_str(&word), i >= n)) {
			*row = at;
			found = true;
		}
	}
	strbuf_release(&word);
	return found;
}

static void go_found(struct help *help, struct app *app, size_t from, bool down)
{
	size_t row = help->scroll.cursor;
	if (!find_from(help, from, down, &row))
		app_tell(app, app_message(app, help->find.n ? MSG_PAGE_NOT_FOUND : MSG_LIST_NOTHING_SOUGHT), help->find.n);
	scroll_to(&help->scroll, row);
}

/* Headings are what { } and Tab go to. */
static void go_heading(struct help *help, bool down)
{
	size_t at = help->scroll.cursor;
	while (down ? at + 1 < help->lines.n : at > 0) {
		at = down ? at + 1 : at - 1;
		if (help->lines.v[at].heading) {
			scroll_to(&help->scroll, at);
			help->scroll.top = at;
			return;
		}
	}
}

static void find_prompt(void *state, struct app *app, struct str text, bool done, bool cancelled)
{
	struct help *help = state;
	strbuf_clear(&help->find);
	if (!cancelled)
		strbuf_add(&help->find, str_trim(text));
	size_t row = help->before;
	if (!find_from(help, help->before, true, &row) && done && help->find.n)
		app_tell(app, app_message(app, MSG_PAGE_NOT_FOUND), true);
	scroll_to(&help->scroll, row);
}

static bool command(void *state, struct app *app, enum command_id id, struct str argument)
{
	struct help *help = state;
	size_t n = help->lines.n;
	switch (id) {
	case CMD_FIND:
		help->before = help->scroll.cursor;
		if (argument.n)
			find_prompt(help, app, argument, true, false);
		else
			app_prompt(app, STR("/"), STR(""));
		return true;
	case CMD_FIND_NEXT: go_found(help, app, (help->scroll.cursor + 1) % n, true); return true;
	case CMD_FIND_PREVIOUS: go_found(help, app, (help->scroll.cursor + n - 1) % n, false); return true;
	case CMD_SECTION_NEXT:
	case CMD_PANE_NEXT: go_heading(help, true); return true;
	case CMD_SECTION_PREVIOUS:
	case CMD_PANE_PREVIOUS: go_heading(help, false); return true;
	case CMD_HELP: app_run(app, CMD_BACK, STR("")); return true;
	default: return scroll_command(&help->scroll, id);
	}
}

/* -- drawing ------------------------------------------------------------------------------ */

static void settle(void *state, const struct app *app, struct area area)
{
	struct help *help = state;
	if (area.columns != help->columns)
		build(help, app, area.columns);
	scroll_settle(&help->scroll, area.rows);
}

static void draw(const void *state, const struct app *app, struct grid *grid, struct area area)
{
	const struct help *help = state;
	int right = help->left ? help->left + 4 : 4;
	(void)app;
	for (int i = 0; i < area.rows && help->scroll.top + (size_t)i < help->lines.n; i++) {
		size_t at = help->scroll.top + (size_t)i;
		const struct help_line *line = &help->lines.v[at];
		struct span row = area_row(grid, area, i);
		if (at == help->scroll.cursor) {
			grid_sign(row, 0, '>', ROLE_CURSOR);
			grid_park(row);
		}
		paint(span_from(row, 2), line->left, line->heading ? ROLE_HEADING : ROLE_KEY);
		if (line->right.n)
			paint(span_from(row, right), line->right, ROLE_TEXT);
	}
}

static void cell_text(const void *state, const struct app *app, struct strbuf *out)
{
	const struct help *help = state;
	const struct help_line *line = &help->lines.v[help->scroll.cursor];
	(void)app;
	strbuf_add(out, line->left);
	strbuf_add_c(out, line->right.n ? "  " : "");
	strbuf_add(out, line->right);
}

static const enum command_id help_hints[] = {CMD_BACK, CMD_FIND, CMD_SEARCH, CMD_PALETTE, CMD_NONE};

const struct screen_class screen_help = {
	.where = IN_PAGE,
	.hints = help_hints,
	.open = open_help,
	.close = close_help,
	.save = save,
	.title = title,
	.command = command,
	.prompt = find_prompt,
	.settle = settle,
	.draw = draw,
	.cell_text = cell_text,
};
