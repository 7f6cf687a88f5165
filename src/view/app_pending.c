/* What may follow the keys typed so far: the pop-up of the go-prefix and its like, over the last lines. */
#include "view/app_internal.h"
#include "view/paint.h"

struct choice {
	struct str key, help; /* raw; key may be empty */
	int most;             /* cells of the help */
};

typedef ARRAY(struct choice) choices;

enum {
	GAP = 1,        /* cells between choices */
	NAME_MOST = 28, /* cells of a bookmark's name */
	HELP_MOST = 60,
};

/* What a command does, in a word or two: its help up to the first aside. */
static struct str short_help(const struct app *app, const struct command *command)
{
	struct str help = str_from(app_chinese(app) ? command->zh : command->en);
	static const struct str asides[] = {STR_INIT(" ("), STR_INIT(":"), STR_INIT(",")};
	for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
		ptrdiff_t at = str_find(help, asides[i], 0);
		help = at < 0 ? help : str_sub(help, 0, (size_t)at);
	}
	return help;
}

/* The letters that are taken: of all bookmarks. */
static void add_bookmarks(const struct app *app, choices *out)
{
	struct strbuf text = {0};
	for (size_t i = 0; i < app->bookmarks.n; i++) {
		const struct bookmark *b = &app->bookmarks.v[i];
		strbuf_clear(&text);
		key_format(b->letter, &text);
		struct str letter = arena_str(app_scratch(app), strbuf_str(&text));
		strbuf_clear(&text);
		app_bookmark_name(app, b, &text);
		array_push(out, (struct choice){letter, arena_str(app_scratch(app), strbuf_str(&text)), NAME_MOST});
	}
	strbuf_release(&text);
}

static void add_command(const struct app *app, const struct command *command, choices *out)
{
	for (size_t k = 0; k < 4 && command->keys[k]; k++) {
		struct str rest = str_from(command->keys[k]), part;
		key first;
		if (!str_split(&rest, ' ', &part) || !key_parse(part, &first) || first != app->typed[0])
			continue;
		if (rest.p) {
			array_push(out, (struct choice){rest, short_help(app, command), HELP_MOST});
		} else if (command->argument == ARGUMENT_KEY) {
			array_push(out, (struct choice){STR(""), str_from(app_chinese(app) ? command->zh : command->en), HELP_MOST});
			add_bookmarks(app, out);
		}
	}
}

static int width_of(const struct grid *grid, const struct choice *c)
{
	int help = paint_width(grid, c->help);
	return (c->key.n ? paint_width(grid, c->key) + 1 : 0) + (help < c->most ? help : c->most);
}

/* Break into lines as wide as the grid: at[i] is the cell that choice i begins at; returns the lines. */
static int break_lines(const struct grid *grid, const choices *list, int indent, int *at)
{
	int lines = 1, column = indent;
	for (size_t i = 0; i < list->n; i++) {
		int width = width_of(grid, &list->v[i]);
		if (column > indent && column + width > grid->columns) {
			lines++;
			column = indent;
		}
		at[i] = column;
		column += width + GAP;
	}
	return lines;
}

static void draw_choices(const choices *list, const int *at, struct grid *grid, int row)
{
	for (size_t i = 0; i < list->n && row < grid->rows; i++) {
		const struct choice *c = &list->v[i];
		struct span left = span_from(grid_row(grid, row), at[i]);
		if (c->key.n) {
			paint_on(&left, c->key, ROLE_KEY);
			span_skip(&left, 1);
		}
		paint(span_take(&left, c->most), c->help, ROLE_DIM);
		row += i + 1 < list->n && at[i + 1] <= at[i];
	}
}

void app_draw_pending(const struct app *app, struct grid *grid)
{
	choices list = {0};
	struct strbuf typed = {0};
	for (size_t i = 0; i < app->n_typed; i++)
		key_format(app->typed[i], &typed);
	strbuf_add_c(&typed, "-");
	int indent = paint_width(grid, strbuf_str(&typed)) + GAP + 1;
	for (int c = 0; c < CMD_COUNT; c++)
		if (commands[c].where & app->screen->where)
			add_command(app, &commands[c], &list);
	int *at = arena_alloc(app_scratch(app), (list.n + 1) * sizeof *at);
	int lines = break_lines(grid, &list, indent, at), most = grid->rows - 2 > 1 ? grid->rows - 2 : 1;
	int row = grid->rows - (lines < most ? lines : most);
	for (int r = row; r < grid->rows; r++)
		grid_blank(grid_row(grid, r), ROLE_TEXT);
	paint(grid_row(grid, row), strbuf_str(&typed), ROLE_KEY);
	draw_choices(&list, at, grid, row);
	array_release(&list);
	strbuf_release(&typed);
}
