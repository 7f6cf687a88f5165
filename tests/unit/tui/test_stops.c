/* Tab stops: which columns get one, what is sent for them, and that a terminal shows the same with them. */
#include "support/vt.h"

#include "tui/curses.h"
#include "tui/stops.h"
#include "view/paint.h"

#include <locale.h>
#include <stdlib.h>

enum { COLUMNS = 200 };

struct desk {
	struct stops stops;
	int moves[COLUMNS];
	struct strbuf out;
};

static void expect(struct desk *d, const char *name, int column, const char *bytes)
{
	strbuf_clear(&d->out);
	int found = stops_give(&d->stops, d->moves, COLUMNS, &d->out);
	assert_row(found == column, name);
	assert_row(str_eq_c(strbuf_str(&d->out), bytes), name);
	memset(d->moves, 0, sizeof d->moves);
}

static void columns_that_pay(void **state)
{
	(void)state;
	struct desk d = {0};
	d.moves[40] = 9;
	expect(&d, "seldom", -1, "");
	d.moves[0] = d.moves[1] = d.moves[180] = 40;
	expect(&d, "at the edge, or too far", -1, "");
	assert_false(d.stops.given);
	d.moves[74] = 10;
	d.moves[4] = 40;
	expect(&d, "in the order of columns", 74, "\033[3g\033[5G\033H\033[75G\033H");
	assert_true(d.stops.given);
	d.moves[4] = d.moves[74] = 40;
	expect(&d, "they are there", -1, "");
	d.moves[4] = d.moves[74] = d.moves[30] = 40;
	expect(&d, "one more", 30, "\033[31G\033H");
	d.moves[4] = d.moves[50] = 40;
	expect(&d, "two are in the way", 50, "\033[3g\033[5G\033H\033[51G\033H");
	strbuf_release(&d.out);
}

static void never_too_many(void **state)
{
	(void)state;
	struct desk d = {0};
	for (int column = 2; column < 2 + 2 * STOPS_MOST; column++)
		d.moves[column] = 10 + column;
	stops_give(&d.stops, d.moves, COLUMNS, &d.out);
	assert_int_equal(d.stops.n, STOPS_MOST);
	for (int i = 0; i < STOPS_MOST; i++)
		assert_int_equal(d.stops.at[i], 2 + STOPS_MOST + i); /* the best of them */
	strbuf_release(&d.out);
}

static void the_usual_ones(void **state)
{
	(void)state;
	struct vt vt;
	struct strbuf out = {0};
	vt_init(&vt, 100, 3, AMBI_NARROW);
	memset(vt.stops, 0, sizeof vt.stops);
	vt.stops[3] = true;
	stops_add_usual(100, &out);
	vt_feed(&vt, strbuf_str(&out));
	for (int column = 1; column < 100; column++)
		assert_int_equal(vt.stops[column], column % 8 == 0);
	strbuf_release(&out);
}

/* -- any tables ---------------------------------------------------------------------------------- */

struct table {
	int starts[8], n;
	int first, cursor;
};

static struct table some_table(struct test_random *r, int columns)
{
	struct table t = {.n = 1 + (int)test_random_below(r, 8)};
	for (int i = 0; i < t.n; i++)
		t.starts[i] = (int)test_random_below(r, (uint32_t)columns);
	return t;
}

static void draw_table(struct grid *grid, const struct table *t)
{
	static const char *const texts[] = {"兴县", "275亿", "a", "经开区“甲”", "", "12", "签约", "“", "-----", "2025-06-05"};
	static const enum role roles[] = {ROLE_TEXT, ROLE_DIM, ROLE_LINK, ROLE_MATCH, ROLE_BAR};
	grid_clear(grid);
	for (int row = 1; row < grid->rows - 1; row++) {
		for (int i = 0; i < t->n; i++)
			paint(grid, row, t->starts[i], 12, str_from(texts[(unsigned)((t->first + row) * (i + 3) * 7) % 10]), roles[i % 5]);
		if (row == t->cursor)
			paint(grid, row, 0, 1, STR(">"), ROLE_CURSOR);
	}
	grid->cursor_row = t->cursor;
	grid->cursor_column = t->starts[0];
}

/* Scrolled, turned to another page, made anew, cleared; left and entered again. */
static void step(struct test_random *r, struct table *t, int columns, int rows)
{
	switch (test_random_below(r, 6)) {
	case 0: *t = some_table(r, columns); break;
	case 1: t->first += rows; break;
	case 2: t->first -= 1 + (int)test_random_below(r, 3); break;
	default: t->first++; break;
	}
	t->cursor = test_random_below(r, 3) ? rows - 2 : 1 + (int)test_random_below(r, (uint32_t)rows - 2);
	if (t->first < 0)
		t->first = 0;
}

static void check_usual(struct curses *c, struct vt *vt, struct strbuf *bytes)
{
	strbuf_clear(bytes);
	curses_leave(c, bytes);
	vt_feed(vt, strbuf_str(bytes));
	for (int column = 1; column < vt->columns; column++)
		if (vt->stops[column] != (column % 8 == 0))
			fail_msg("column %d: found another tab stop than before", column);
}

static void any_table_is_seen(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-256color", "tmux-256color", "screen", "linux", "vt100", "vt220"};
	struct test_random r = test_random();
	int rounds = getenv("YUANLIAN_LONG") ? 600 : 60, tabs = 0;
	for (int round = 0; round < rounds; round++) {
		const char *term = terms[round % 6];
		int columns = 20 + (int)test_random_below(&r, 180), rows = 14 + (int)test_random_below(&r, 40);
		enum ambi ambi = round % 5 ? AMBI_NARROW : AMBI_WIDE;
		struct curses_options options = {.term = term, .columns = columns, .rows = rows, .ambi = ambi};
		struct err err = ERR_INIT;
		struct curses *c = curses_open(&options, &err);
		struct strbuf bytes = {0};
		struct grid grid;
		struct vt vt;
		assert_non_null(c);
		grid_init(&grid, columns, rows, ambi, false);
		vt_init(&vt, columns, rows, ambi);
		struct table t = some_table(&r, columns);
		for (int frame = 0; frame < 25; frame++) {
			step(&r, &t, columns, rows);
			draw_table(&grid, &t);
			strbuf_clear(&bytes);
			curses_draw(c, &grid, &bytes);
			for (size_t i = 0; i < bytes.n; i++)
				tabs += bytes.p[i] == '\t';
			vt_feed(&vt, strbuf_str(&bytes));
			vt_expect(&vt, &grid, strstr(term, "256") ? 256 : term[0] == 'v' ? 0 : 8);
			if (test_random_below(&r, 20) == 0)
				check_usual(c, &vt, &bytes);
			if (test_random_below(&r, 20) == 0) { /* another terminal, or one whose size has changed: it has its own stops */
				vt_init(&vt, columns, rows, ambi);
				curses_forget(c);
			}
		}
		check_usual(c, &vt, &bytes);
		curses_close(c);
		grid_release(&grid);
		strbuf_release(&bytes);
	}
	printf("# %d tables, %d tabs\n", rounds, tabs);
	assert_true(tabs > rounds * 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_that_pay),
		cmocka_unit_test(never_too_many),
		cmocka_unit_test(the_usual_ones),
		cmocka_unit_test(any_table_is_seen),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tui/stops", tests, NULL, NULL);
}
