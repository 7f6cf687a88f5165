#include "support/vt.h"

#include "tui/curses.h"
#include "view/paint.h"

#include <locale.h>

struct stage {
	int depth; /* colours */
	struct curses *curses;
	struct grid grid;
	struct vt vt;
	struct strbuf bytes;
};

static int colours_of(const char *term)
{
	return strstr(term, "256") ? 256 : term[0] == 'v' ? 0 : 8;
}

static void open_stage(struct stage *s, const char *term, int columns, int rows, enum ambi ambi, const char *no_color)
{
	struct err err = ERR_INIT;
	struct curses_options options = {.term = term, .columns = columns, .rows = rows, .ambi = ambi, .no_color = no_color};
	*s = (struct stage){.curses = curses_open(&options, &err), .depth = theme_depth(no_color, colours_of(term))};
	if (!s->curses)
		fail_msg("%s", err.message);
	grid_init(&s->grid, columns, rows, ambi, false);
	vt_init(&s->vt, columns, rows, ambi);
}

static void close_stage(struct stage *s)
{
	curses_close(s->curses);
	grid_release(&s->grid);
	strbuf_release(&s->bytes);
}

/* Draw and feed the terminal; the number of bytes sent. */
static size_t draw(struct stage *s)
{
	strbuf_clear(&s->bytes);
	curses_draw(s->curses, &s->grid, &s->bytes);
	vt_feed(&s->vt, strbuf_str(&s->bytes));
	return s->bytes.n;
}

static void assert_seen(const struct stage *s)
{
	vt_expect(&s->vt, &s->grid, s->depth);
}

/* A list whose first row is the first-th; no two rows are the same. */
static void draw_list(struct stage *s, int first, int cursor, const char *text)
{
	grid_clear(&s->grid);
	paint(grid_row(&s->grid, 0), STR("园链 | 开发区"), ROLE_BAR);
	for (int row = 2; row < s->grid.rows - 1; row++) {
		paintf((struct span){&s->grid, row, 3, s->grid.columns - 12}, ROLE_LINK, "%s %d", text, first + row);
		paint_right((struct span){&s->grid, row, s->grid.columns - 9, 8}, STR("275亿"), ROLE_NUMBER);
	}
	grid_put((struct span){&s->grid, cursor, 0, 1}, STR(">"), ROLE_CURSOR);
	s->grid.cursor_row = cursor;
	s->grid.cursor_column = 0;
}

static void a_cursor_move_costs_little(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
		size_t most;
	} rows[] = {{"plain", "兴县经开区 总产值", 40}, {"with ambiguous characters", "“兴县”经开区 — 总产值", 60}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_stage(&s, "xterm-256color", 80, 24, AMBI_NARROW, NULL);
		draw_list(&s, 0, 5, rows[i].text);
		size_t first = draw(&s);
		assert_seen(&s);
		size_t worst = 0;
		for (int cursor = 6; cursor < 22; cursor++) {
			draw_list(&s, 0, cursor, rows[i].text);
			size_t n = draw(&s);
			worst = n > worst ? n : worst;
			assert_seen(&s);
		}
		printf("# %s: first screen %zu bytes, cursor move at most %zu\n", rows[i].name, first, worst);
		if (worst > rows[i].most)
			fail_msg("row \"%s\": found %zu bytes for a cursor move, expected at most %zu", rows[i].name, worst, rows[i].most);
		assert_int_equal(draw(&s), 0);
		close_stage(&s);
	}
}

static void scrolling_by_a_row(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 80, 24, AMBI_NARROW, NULL);
	draw_list(&s, 0, 22, "兴县经开区 总产值");
	draw(&s);
	size_t worst = 0;
	for (int first = 1; first < 9; first++) {
		draw_list(&s, first, 22, "兴县经开区 总产值");
		size_t n = draw(&s);
		worst = n > worst ? n : worst;
		assert_seen(&s);
	}
	printf("# scrolling by a row: at most %zu bytes\n", worst);
	assert_true(worst < 300);
	close_stage(&s);
}

/* A find amid a name is no dearer to write twice than to leap over. */
static void a_find_amid_a_name(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes;
		int from, columns;
	} rows[] = {{"one", "安庆储能项目", 4, 2}, {"two are dearer", "项目", 4, 4}, {"at the end", "安庆储能项", 10, 2}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_stage(&s, "xterm-256color", 80, 24, AMBI_NARROW, NULL);
		draw(&s);
		grid_put((struct span){&s.grid, 5, 3, 40}, STR("安庆储能项目"), ROLE_TEXT);
		grid_role((struct span){&s.grid, 5, 3 + rows[i].from, rows[i].columns}, ROLE_MATCH);
		draw(&s);
		if (str_find(strbuf_str(&s.bytes), str_from(rows[i].bytes), 0) < 0)
			fail_msg("row \"%s\": expected \"%s\" in one go", rows[i].name, rows[i].bytes);
		assert_seen(&s);
		close_stage(&s);
	}
}

/* Blanks that are erased go no further than the find behind them, in front of text that is new as well. */
static void blanks_before_a_find(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 80, 24, AMBI_NARROW, NULL);
	grid_put((struct span){&s.grid, 5, 3, 40}, STR("安庆储能项目ready"), ROLE_TEXT);
	draw(&s);
	grid_put((struct span){&s.grid, 5, 3, 40}, STR("            ionic"), ROLE_TEXT);
	grid_role((struct span){&s.grid, 5, 15, 1}, ROLE_MATCH);
	draw(&s);
	assert_seen(&s);
	close_stage(&s);
}

/* Any grid after any other, on any size. */
static void what_is_drawn_is_seen(void **state)
{
	(void)state;
	static const char *const texts[] = {"a", "兴", "兴县经开区", "“a”—①", "----------", "q\xCC\x81", "      ", "275亿"};
	static const char *const terms[] = {"xterm-256color", "xterm-256color", "tmux-256color", "screen", "linux", "vt100", "vt220"};
	struct test_random r = test_random();
	for (int round = 0; round < 70; round++) {
		enum ambi ambi = round % 2 ? AMBI_WIDE : AMBI_NARROW;
		struct stage s;
		open_stage(&s, terms[round % 7], 1 + (int)test_random_below(&r, 30), 1 + (int)test_random_below(&r, 8), ambi,
			round % 3 ? NULL : "1");
		for (int frame = 0; frame < 30; frame++) {
			if (test_random_below(&r, 5) == 0)
				grid_clear(&s.grid);
			for (uint32_t i = test_random_below(&r, 20); i > 0; i--)
				grid_put((struct span){&s.grid, (int)test_random_below(&r, 8), (int)test_random_below(&r, 30) - 2, 9}, str_from(texts[test_random_below(&r, 8)]), (enum role)test_random_below(&r, ROLE_COUNT));
			if (test_random_below(&r, 6) == 0)
				grid_horizontal((struct span){&s.grid, (int)test_random_below(&r, 8), 0, 30});
			s.grid.cursor_row = (int)test_random_below(&r, (uint32_t)s.grid.rows);
			s.grid.cursor_column = (int)test_random_below(&r, (uint32_t)s.grid.columns);
			draw(&s);
			assert_seen(&s);
		}
		close_stage(&s);
	}
}

/* ncurses lets the rows scroll that the description speaks of, 24 of them; line feeds below would scroll them. */
static void more_rows_than_described(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm-256color", "vt220", "vt100", "linux", "screen"};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct stage s;
		open_stage(&s, terms[i], 80, 50, AMBI_NARROW, NULL);
		for (int first = 0; first < 4; first++) {
			draw_list(&s, first * 20, 30, "兴县经开区");
			draw(&s);
			assert_seen(&s);
		}
		close_stage(&s);
	}
}

/* A terminal that counts ambiguous characters as two cells shows everything else where it belongs. */
static void a_disagreement_shifts_nothing(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 40, 6, AMBI_NARROW, NULL);
	vt_init(&s.vt, 40, 6, AMBI_WIDE);
	for (int cursor = 1; cursor < 5; cursor++) {
		grid_clear(&s.grid);
		for (int i = 1; i < 5; i++) {
			paint((struct span){&s.grid, i, 3, 30}, STR("—  ①  “ 兴县 ”  铝"), ROLE_TEXT);
			paint_right((struct span){&s.grid, i, 30, 10}, STR("27.5亿"), ROLE_NUMBER);
		}
		grid_horizontal((struct span){&s.grid, 0, 0, 40});
		grid_put((struct span){&s.grid, cursor, 0, 1}, STR(">"), ROLE_CURSOR);
		s.grid.cursor_row = cursor;
		draw(&s);
		for (int i = 1; i < 5; i++) {
			static const struct {
				int column;
				const char *seen;
			} cells[] = {{11, "兴"}, {13, "县"}, {19, "铝"}, {34, "2"}, {35, "7"}, {38, "亿"}};
			for (size_t j = 0; j < sizeof cells / sizeof *cells; j++)
				assert_string_equal(s.vt.cells[i][cells[j].column].bytes, cells[j].seen);
			assert_string_equal(s.vt.cells[i][0].bytes, i == cursor ? ">" : " ");
		}
		assert_int_equal(s.vt.row, cursor);
		assert_int_equal(s.vt.column, 0);
	}
	close_stage(&s);
}

/* mosh says it is an xterm, but knows no repetitions; the test's terminal fails on them. */
static void repetitions_are_written_out(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 60, 3, AMBI_WIDE, NULL);
	grid_horizontal((struct span){&s.grid, 1, 0, 60});
	draw(&s);
	assert_seen(&s);
	assert_string_equal(s.vt.cells[1][40].bytes, "-");
	close_stage(&s);
}

static void redraw_leave_and_resize(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 40, 6, AMBI_NARROW, NULL);
	draw_list(&s, 0, 3, "兴县");
	size_t first = draw(&s);
	assert_true(s.vt.alternate);
	vt_init(&s.vt, 40, 6, AMBI_NARROW); /* somebody else has written there */
	curses_forget(s.curses);
	assert_true(draw(&s) > first / 2);
	assert_seen(&s);

	strbuf_clear(&s.bytes);
	curses_leave(s.curses, &s.bytes);
	vt_feed(&s.vt, strbuf_str(&s.bytes));
	assert_false(s.vt.alternate);
	draw(&s);
	assert_true(s.vt.alternate);
	assert_seen(&s);

	static const int sizes[][2] = {{1, 1}, {20, 6}, {7, 2}, {200, 60}, {2, 1}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		curses_resize(s.curses, sizes[i][0], sizes[i][1]);
		vt_init(&s.vt, sizes[i][0], sizes[i][1], AMBI_NARROW);
		draw(&s); /* a grid of the old size */
		grid_resize(&s.grid, sizes[i][0], sizes[i][1]);
		draw_list(&s, 0, sizes[i][1] - 1, "兴县");
		draw(&s);
		assert_seen(&s);
	}
	close_stage(&s);
}

static void meaning_never_by_colour_alone(void **state)
{
	(void)state;
	struct stage s;
	open_stage(&s, "xterm-256color", 40, 6, AMBI_NARROW, "1");
	draw_list(&s, 0, 3, "兴县");
	draw(&s);
	assert_true(s.vt.cells[3][0].style.reverse);
	assert_null(strstr(s.bytes.p, "38;5"));
	close_stage(&s);
	open_stage(&s, "xterm-256color", 40, 6, AMBI_NARROW, "");
	draw_list(&s, 0, 3, "兴县");
	draw(&s);
	assert_non_null(strstr(s.bytes.p, "38;5"));
	close_stage(&s);
}

static void other_terminals(void **state)
{
	(void)state;
	static const char *const terms[] = {"xterm", "vt100", "linux", "screen", "screen-256color", "tmux-256color", "ansi", "vt220"};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct err err = ERR_INIT;
		struct curses *c = curses_open(&(struct curses_options){.term = terms[i], .columns = 40, .rows = 6, .ambi = AMBI_NARROW}, &err);
		if (!c) {
			printf("# %s is not known here\n", terms[i]);
			continue;
		}
		struct grid grid;
		struct strbuf bytes = {0};
		grid_init(&grid, 40, 6, AMBI_NARROW, false);
		paint((struct span){&grid, 2, 0, 40}, STR("“兴县”"), ROLE_WARNING);
		curses_draw(c, &grid, &bytes);
		assert_row(bytes.p && strstr(bytes.p, "“"), terms[i]);
		assert_row(!strstr(bytes.p, "$<"), terms[i]);
		curses_leave(c, &bytes);
		curses_close(c);
		grid_release(&grid);
		strbuf_release(&bytes);
	}
}

static void unusable_terminals(void **state)
{
	(void)state;
	static const struct {
		const char *term, *found;
	} rows[] = {{NULL, "found TERM not set"}, {"", "found TERM not set"}, {"dumb", "found TERM=dumb"}, {"no-such-thing", "found TERM=no-such-thing"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		assert_null(curses_open(&(struct curses_options){.term = rows[i].term, .columns = 80, .rows = 24}, &err));
		assert_int_equal(err.code, ERR_NO_TERMINAL);
		assert_row(strncmp(err.message, rows[i].found, strlen(rows[i].found)) == 0, rows[i].found);
		assert_row(strstr(err.message, "yuanlian list"), rows[i].found);
	}
}

/* The width is ours: the C library's table has not heard of them. */
static void characters_newer_than_the_library(void **state)
{
	(void)state;
	for (enum ambi ambi = AMBI_NARROW; ambi <= AMBI_WIDE; ambi++) {
		struct stage s;
		open_stage(&s, "xterm-256color", 20, 2, ambi, NULL);
		grid_put((struct span){&s.grid, 0, 0, 20}, STR("“𱍐b"), ROLE_TEXT);
		draw(&s);
		assert_seen(&s);
		close_stage(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cursor_move_costs_little),
		cmocka_unit_test(scrolling_by_a_row),
		cmocka_unit_test(a_find_amid_a_name),
		cmocka_unit_test(blanks_before_a_find),
		cmocka_unit_test(what_is_drawn_is_seen),
		cmocka_unit_test(more_rows_than_described),
		cmocka_unit_test(a_disagreement_shifts_nothing),
		cmocka_unit_test(repetitions_are_written_out),
		cmocka_unit_test(redraw_leave_and_resize),
		cmocka_unit_test(meaning_never_by_colour_alone),
		cmocka_unit_test(other_terminals),
		cmocka_unit_test(unusable_terminals),
		cmocka_unit_test(characters_newer_than_the_library),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tui/curses", tests, NULL, NULL);
}
