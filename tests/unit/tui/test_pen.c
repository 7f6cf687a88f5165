#include "support/test.h"

#include "tui/curses.h"
#include "tui/pen.h"

#include <locale.h>

enum { COLUMNS = 120, ROWS = 40 };

struct desk {
	struct curses *curses; /* keeps the description loaded */
	struct codes codes;
	struct grid grid;
	struct strbuf out;
	struct pen pen;
};

static void open_desk(struct desk *d, const char *term)
{
	struct err err = ERR_INIT;
	struct curses *c = curses_open(&(struct curses_options){.term = term, .columns = COLUMNS, .rows = ROWS, .ambi = AMBI_NARROW}, &err);
	if (!c)
		fail_msg("%s", err.message);
	*d = (struct desk){.curses = c};
	codes_load(&d->codes, NULL);
	grid_init(&d->grid, COLUMNS, ROWS, AMBI_NARROW, false);
	grid_put((struct span){&d->grid, 12, 0, 80}, STR("兴县ab“c”"), ROLE_TEXT);
	grid_put((struct span){&d->grid, 13, 0, 80}, STR("ab"), ROLE_HEADING);
	d->pen = (struct pen){.codes = &d->codes, .grid = &d->grid, .out = &d->out, .utf8 = true, .rows = ROWS, .columns = COLUMNS,
		.bottom = ROWS - 1};
}

static void close_desk(struct desk *d)
{
	curses_close(d->curses);
	grid_release(&d->grid);
	strbuf_release(&d->out);
}

static void place(struct desk *d, int row, int column)
{
	d->pen.row = row;
	d->pen.column = column;
	strbuf_clear(&d->out);
}

static void expect(const struct desk *d, const char *name, const char *bytes)
{
	if (!str_eq_c(strbuf_str(&d->out), bytes)) {
		struct strbuf found = {0};
		for (size_t i = 0; i < d->out.n; i++)
			if (d->out.p[i] < ' ' && d->out.p[i] >= 0)
				strbuf_printf(&found, "\\%03o", (unsigned)d->out.p[i]);
			else
				strbuf_add_byte(&found, d->out.p[i]);
		fail_msg("row \"%s\": found \"%.*s\"", name, STR_ARG(strbuf_str(&found)));
	}
}

static void the_shortest_way(void **state)
{
	(void)state;
	static const struct {
		const char *name, *term;
		int from_row, from_column, row, column;
		const char *bytes;
	} rows[] = {
		{"no way", "xterm", 10, 3, 10, 3, ""},
		{"down", "xterm", 10, 3, 11, 3, "\n"},
		{"to the next row", "xterm", 10, 30, 11, 0, "\r\n"},
		{"to the left edge", "xterm", 10, 3, 10, 0, "\r"},
		{"a little back", "xterm", 10, 3, 10, 1, "\b\b"},
		{"back", "xterm", 10, 90, 10, 83, "\033[7D"},
		{"blanks are shorter", "xterm", 10, 3, 10, 6, "   "},
		{"than they, a sequence", "xterm", 10, 3, 10, 10, "\033[7C"},
		{"far along the row", "xterm", 10, 3, 10, 60, "\033[61G"},
		{"far, without columns", "vt100", 10, 3, 10, 60, "\033[57C"},
		{"down and along", "xterm", 10, 3, 11, 60, "\n\033[61G"},
		{"up", "xterm", 10, 3, 4, 3, "\033[5d"},
		{"up, without rows", "vt100", 10, 3, 4, 3, "\033[6A"},
		{"far away", "xterm", 39, 100, 2, 50, "\033[3;51H"},
		{"home", "xterm", 39, 100, 0, 0, "\033[H"},
		{"from anywhere", "xterm", -1, 0, 10, 5, "\033[11;6H"},
		{"from anywhere in the row", "xterm", 10, -1, 10, 5, "\033[6G"},
		{"from anywhere in the row, to the left", "xterm", 10, -1, 11, 2, "\r\n  "},
		{"behind the last column", "xterm", 10, COLUMNS, 11, 0, "\r\n"},
		{"behind it, to a column", "xterm", 10, COLUMNS, 11, 8, "\n\033[9G"},
		{"behind it, without columns", "vt100", 10, COLUMNS, 11, 8, "\r\n\033[8C"},
		{"the first row need not be said", "xterm", 39, 100, 0, 50, "\033[;51H"},
		{"a character between", "xterm", 12, 0, 12, 2, "兴"},
		{"not half a character", "xterm", 12, 0, 12, 1, "\033[C"},
		{"not one of disputed width", "xterm", 12, 6, 12, 7, "\033[C"},
		{"not one of another style", "xterm", 13, 0, 13, 1, "\033[C"},
		{"a terminal with ways of its own", "ansi", 10, 3, 11, 0, "\r\033[B"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct desk d;
		open_desk(&d, rows[i].term);
		place(&d, rows[i].from_row, rows[i].from_column);
		pen_move(&d.pen, rows[i].row, rows[i].column);
		expect(&d, rows[i].name, rows[i].bytes);
		close_desk(&d);
	}
}

/* A line feed at the end of the rows that scroll would scroll them; an up or down stops there. */
static void moves_do_not_cross_the_region(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm");
	d.pen.top = 2;
	d.pen.bottom = 38;
	place(&d, 38, 0);
	pen_move(&d.pen, 39, 0);
	expect(&d, "out at the bottom", "\033[40H");
	place(&d, 3, 50);
	pen_move(&d.pen, 1, 50);
	expect(&d, "out at the top", "\033[2d");
	place(&d, 37, 0);
	pen_move(&d.pen, 38, 0);
	expect(&d, "within", "\n");
	close_desk(&d);
}

/* Nothing of the grid is there yet: its cells are not written on the way. */
static void blanks_over_what_was_there(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm");
	place(&d, 12, 0);
	pen_blank(&d.pen, 12, 2, 4);
	expect(&d, "two", "\033[3G  ");
	assert_int_equal(d.pen.column, 4);
	close_desk(&d);
}

static void styles_change_in_one_sequence(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm-256color");
	place(&d, 0, 0);
	pen_style(&d.pen, d.codes.style_of[ROLE_MATCH]);
	pen_style(&d.pen, d.codes.style_of[ROLE_HEADING]);
	pen_style(&d.pen, d.codes.style_of[ROLE_KEY]);
	pen_style(&d.pen, 0);
	expect(&d, "there and back", "\033[1;4;38;5;166m\033[0;1m\033[m");
	close_desk(&d);
	open_desk(&d, "ansi");
	place(&d, 0, 0);
	pen_style(&d.pen, d.codes.style_of[ROLE_HEADING]);
	pen_style(&d.pen, d.codes.style_of[ROLE_BAR]);
	pen_style(&d.pen, 0);
	expect(&d, "its own way back", "\033[1m\033[0;10m\033[7m\033[0;10m");
	close_desk(&d);
}

/* Behind a character of disputed width nothing is certain but the row, near the edge not even that. */
static void doubts(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm");
	place(&d, 12, 6);
	pen_write(&d.pen, 12, 6, 9);
	expect(&d, "in the row", "“\033[8Gc”");
	assert_int_equal(d.pen.row, 12);
	assert_int_equal(d.pen.column, -1);
	grid_put((struct span){&d.grid, 14, COLUMNS - 2, 2}, STR("“"), ROLE_TEXT);
	place(&d, 14, COLUMNS - 2);
	pen_write(&d.pen, 14, COLUMNS - 2, COLUMNS - 1);
	assert_int_equal(d.pen.row, -1);
	close_desk(&d);
}

static void erasing(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm");
	place(&d, 5, 0);
	pen_erase(&d.pen, 5, 0, 9);
	pen_erase(&d.pen, 5, 9, COLUMNS);
	expect(&d, "some and the rest", "\033[9X\033[9C\033[K");
	close_desk(&d);
}

static void scrolling(void **state)
{
	(void)state;
	struct desk d;
	open_desk(&d, "xterm");
	place(&d, 5, 7);
	pen_scroll(&d.pen, 2, 38, 1);
	expect(&d, "the region, the last row, a line feed", "\033[3;39r\033[39H\n");
	strbuf_clear(&d.out);
	pen_scroll(&d.pen, 2, 38, 2);
	expect(&d, "the region stays", "\n\n");
	place(&d, 5, 7);
	pen_scroll(&d.pen, 2, 38, -1);
	expect(&d, "downwards", "\033[3H\033M");
	place(&d, 5, 7);
	pen_scroll(&d.pen, 2, 38, 20);
	expect(&d, "many", "\033[20S");
	strbuf_clear(&d.out);
	pen_end_region(&d.pen);
	expect(&d, "no more", "\033[r");
	assert_int_equal(d.pen.bottom, ROWS - 1);
	assert_int_equal(d.pen.row, -1);
	close_desk(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shortest_way),
		cmocka_unit_test(moves_do_not_cross_the_region),
		cmocka_unit_test(blanks_over_what_was_there),
		cmocka_unit_test(styles_change_in_one_sequence),
		cmocka_unit_test(doubts),
		cmocka_unit_test(erasing),
		cmocka_unit_test(scrolling),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tui/pen", tests, NULL, NULL);
}
