#include "support/grid.h"

/* The dump without the last line's end; shared storage, good until the next call. */
static const char *dump(const struct grid *grid, struct strbuf *sb)
{
	assert_grid(grid);
	strbuf_clear(sb);
	grid_dump(grid, sb);
	strbuf_truncate(sb, sb->n - 1);
	return sb->p;
}

static void put_rows(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
		int column, columns, used;
		enum ambi ambi;
		bool ascii;
		const char *row;
	} rows[] = {
		{"latin", "abc", 1, 10, 3, AMBI_NARROW, false, " abc"},
		{"wide", "兴县", 0, 10, 4, AMBI_NARROW, false, "兴县"},
		{"limit", "abcdef", 2, 3, 3, AMBI_NARROW, false, "  abc"},
		{"wide does not half fit the limit", "a兴县", 0, 4, 3, AMBI_NARROW, false, "a兴"},
		{"wide in the last column is a blank", "兴县", 7, 10, 1, AMBI_NARROW, false, ""},
		{"right edge", "abcdef", 5, 99, 3, AMBI_NARROW, false, "     abc"},
		{"left edge", "abcdef", -2, 99, 6, AMBI_NARROW, false, "cdef"},
		{"left edge through a wide one", "兴县区", -1, 99, 6, AMBI_NARROW, false, " 县区"},
		{"all to the left", "abc", -5, 99, 3, AMBI_NARROW, false, ""},
		{"ambiguous narrow", "“a”", 0, 10, 3, AMBI_NARROW, false, "“a”"},
		{"ambiguous wide", "“a”", 0, 10, 5, AMBI_WIDE, false, "“a”"},
		{"ASCII only", "a兴—b", 0, 10, 4, AMBI_NARROW, true, "a??b"},
		{"control characters cannot pass", "a\033[2Jb", 0, 10, 6, AMBI_NARROW, false, "a?[2Jb"},
		{"C1 cannot pass", "a\xC2\x9B" "b", 0, 10, 3, AMBI_NARROW, false, "a?b"},
		{"base and mark", "q\xCC\x81r", 0, 10, 2, AMBI_NARROW, false, "q\xCC\x81r"},
		{"more marks than a cell holds", "q\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87r", 0, 10, 2, AMBI_NARROW,
			false, "q\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85r"},
	};
	struct strbuf sb = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid grid;
		grid_init(&grid, 8, 1, rows[i].ambi, rows[i].ascii);
		int used = grid_put((struct span){&grid, 0, rows[i].column, rows[i].columns}, str_from(rows[i].text), ROLE_TEXT);
		if (used != rows[i].used || strcmp(dump(&grid, &sb), rows[i].row) != 0)
			fail_msg("row \"%s\": found %d \"%s\", expected %d \"%s\"", rows[i].name, used, sb.p, rows[i].used, rows[i].row);
		grid_release(&grid);
	}
	strbuf_release(&sb);
}

static void overwriting_a_half_blanks_the_other(void **state)
{
	(void)state;
	struct strbuf sb = {0};
	struct grid grid;
	grid_init(&grid, 8, 1, AMBI_NARROW, false);
	grid_put((struct span){&grid, 0, 0, 8}, STR("兴县区"), ROLE_TEXT);
	grid_put((struct span){&grid, 0, 1, 1}, STR("x"), ROLE_TEXT);
	assert_string_equal(dump(&grid, &sb), " x县区");
	grid_put((struct span){&grid, 0, 4, 1}, STR("y"), ROLE_TEXT);
	assert_string_equal(dump(&grid, &sb), " x县y");
	grid_put((struct span){&grid, 0, 1, 2}, STR("中"), ROLE_TEXT);
	assert_string_equal(dump(&grid, &sb), " 中 y");
	grid_put((struct span){&grid, 0, 0, 8}, STR("兴县区"), ROLE_TEXT);
	grid_blank((struct span){&grid, 0, 1, 4}, ROLE_DIM);
	assert_string_equal(dump(&grid, &sb), "");
	grid_release(&grid);
	strbuf_release(&sb);
}

static void lines_join_where_they_meet(void **state)
{
	(void)state;
	static const struct {
		enum ambi ambi;
		bool ascii;
		const char *frame;
	} rows[] = {
		{AMBI_NARROW, false, "┌───┬──┐\n│   │  │\n├───┼──┤\n└───┴──┘"},
		{AMBI_WIDE, false, "+---+--+\n|   |  |\n+---+--+\n+---+--+"},
		{AMBI_NARROW, true, "+---+--+\n|   |  |\n+---+--+\n+---+--+"},
	};
	struct strbuf sb = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid grid;
		grid_init(&grid, 8, 4, rows[i].ambi, rows[i].ascii);
		grid_horizontal((struct span){&grid, 0, 0, 8});
		grid_horizontal((struct span){&grid, 3, 0, 8});
		grid_vertical(&grid, 0, 0, 4);
		grid_vertical(&grid, 0, 7, 4);
		grid_vertical(&grid, 0, 4, 4);
		grid_horizontal((struct span){&grid, 2, 0, 8});
		assert_string_equal(dump(&grid, &sb), rows[i].frame);
		grid_release(&grid);
	}
	strbuf_release(&sb);
}

static void text_on_a_line_ends_its_joining(void **state)
{
	(void)state;
	struct strbuf sb = {0};
	struct grid grid;
	grid_init(&grid, 5, 1, AMBI_NARROW, false);
	grid_horizontal((struct span){&grid, 0, -1, 9});
	grid_put((struct span){&grid, 0, 2, 1}, STR("x"), ROLE_TEXT);
	grid_vertical(&grid, 0, 2, 1);
	assert_string_equal(dump(&grid, &sb), "──│──");
	grid_release(&grid);
	strbuf_release(&sb);
}

static void roles(void **state)
{
	(void)state;
	struct strbuf sb = {0};
	struct grid grid;
	grid_init(&grid, 8, 2, AMBI_NARROW, false);
	grid_put((struct span){&grid, 0, 0, 8}, STR("兴县a"), ROLE_LINK);
	grid_role((struct span){&grid, 0, 1, 2}, ROLE_MATCH);
	grid_role((struct span){&grid, 0, 7, 99}, ROLE_WARNING);
	grid_role((struct span){&grid, 1, -3, 5}, ROLE_CURSOR);
	grid_role((struct span){&grid, 2, 0, 5}, ROLE_CURSOR);
	assert_grid(&grid);
	grid_dump_roles(&grid, &sb);
	assert_string_equal(sb.p, "|mmmml..w|\n|>>......|\n");
	grid_release(&grid);
	strbuf_release(&sb);
}

static void copy_clips(void **state)
{
	(void)state;
	struct strbuf sb = {0};
	struct grid to, from;
	grid_init(&from, 6, 2, AMBI_NARROW, false);
	grid_put((struct span){&from, 0, 0, 6}, STR("兴县区"), ROLE_TEXT);
	grid_put((struct span){&from, 1, 0, 6}, STR("abcdef"), ROLE_TEXT);
	static const struct {
		int row, column;
		const char *expected;
	} rows[] = {
		{0, 0, "兴县区#\nabcdef#\n#######"},
		{1, 1, "#######\n#兴县区\n#abcdef"},
		{2, 4, "#######\n#######\n####兴"},
		{-1, -1, "bcdef##\n#######\n#######"},
		{0, -1, " 县区##\nbcdef##\n#######"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		grid_init(&to, 7, 3, AMBI_NARROW, false);
		for (int row = 0; row < 3; row++)
			grid_put((struct span){&to, row, 0, 7}, STR("#######"), ROLE_TEXT);
		grid_copy(&to, rows[i].row, rows[i].column, &from);
		assert_string_equal(dump(&to, &sb), rows[i].expected);
		grid_release(&to);
	}
	grid_release(&from);
	strbuf_release(&sb);
}

static void sizes_are_bounded(void **state)
{
	(void)state;
	struct grid grid;
	grid_init(&grid, -5, 0, AMBI_NARROW, false);
	assert_int_equal(grid.columns, 1);
	assert_int_equal(grid.rows, 1);
	grid_put((struct span){&grid, 0, 0, 9}, STR("兴"), ROLE_TEXT);
	assert_grid(&grid);
	grid_resize(&grid, 65535, 2);
	assert_int_equal(grid.columns, GRID_SIDE_MAX);
	assert_grid(&grid);
	grid_release(&grid);
}

static void validate_finds_what_is_broken(void **state)
{
	(void)state;
	static const struct {
		const char *reason;
		int column;
		struct cell cell;
	} rows[] = {
		{"a role that is none", 2, {.bytes = {" "}, .n = 1, .width = 1, .role = ROLE_COUNT}},
		{"unused bytes that are not zero", 2, {.bytes = {"  z"}, .n = 1, .width = 1}},
		{"a continuation cell with content", 1, {.bytes = {"x"}, .n = 1}},
		{"a continuation cell without its wide cluster", 0, {.bytes = {0}}},
		{"a continuation cell without its wide cluster", 3, {.bytes = {0}}},
		{"two roles on one wide cluster", 1, {.bytes = {0}, .role = ROLE_DIM}},
		{"a cell that holds no character", 3, {.bytes = {"\033"}, .n = 1, .width = 1}},
		{"a cell that holds no character", 3, {.bytes = {0}, .width = 1}},
		{"a cell that is not one cluster of its width", 2, {.bytes = {"ab"}, .n = 2, .width = 1}},
		{"a wide cluster without its continuation cell", 1, {.bytes = {"x"}, .n = 1, .width = 1}},
		{"a wide cluster without its continuation cell", 3, {.bytes = {"县"}, .n = 3, .width = 2}},
	};
	const char *reason;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid grid;
		grid_init(&grid, 4, 1, AMBI_NARROW, false);
		grid_put((struct span){&grid, 0, 0, 4}, STR("兴"), ROLE_TEXT);
		assert_grid(&grid);
		grid.cells[rows[i].column] = rows[i].cell;
		if (grid_validate(&grid, &reason) || strcmp(reason, rows[i].reason) != 0)
			fail_msg("row %zu: found \"%s\", expected \"%s\"", i, reason ? reason : "nothing", rows[i].reason);
		grid_release(&grid);
	}
	struct grid grid;
	grid_init(&grid, 4, 1, AMBI_NARROW, false);
	grid.cursor_column = 4;
	assert_false(grid_validate(&grid, &reason));
	assert_string_equal(reason, "the cursor outside the grid");
	grid_release(&grid);
}

/* Whatever is drawn in whatever order, the grid stays whole. */
static void random_drawing_keeps_the_grid_whole(void **state)
{
	(void)state;
	static const char *const texts[] = {"a", "兴", "兴县经开区", "a兴b县", "“—”", "q\xCC\x81", "", "x\ty", "──"};
	struct test_random r = test_random();
	for (int round = 0; round < 300; round++) {
		struct grid grid, pane;
		int columns = 1 + (int)test_random_below(&r, 12), rows = 1 + (int)test_random_below(&r, 4);
		enum ambi ambi = test_random_below(&r, 2) ? AMBI_WIDE : AMBI_NARROW;
		grid_init(&grid, columns, rows, ambi, test_random_below(&r, 3) == 0);
		grid_init(&pane, 3, 2, grid.ambi, grid.ascii);
		grid_put((struct span){&pane, 0, 0, 3}, STR("兴x"), ROLE_LINK);
		for (int i = 0; i < 40; i++) {
			int row = (int)test_random_below(&r, 7) - 1, column = (int)test_random_below(&r, 18) - 3;
			int n = (int)test_random_below(&r, 10) - 1;
			enum role role = (enum role)test_random_below(&r, ROLE_COUNT);
			switch (test_random_below(&r, 6)) {
			case 0: grid_blank((struct span){&grid, row, column, n}, role); break;
			case 1: grid_role((struct span){&grid, row, column, n}, role); break;
			case 2: grid_horizontal((struct span){&grid, row, column, n}); break;
			case 3: grid_vertical(&grid, row, column, n); break;
			case 4: grid_copy(&grid, row, column, &pane); break;
			default: grid_put((struct span){&grid, row, column, n}, str_from(texts[test_random_below(&r, 9)]), role); break;
			}
			assert_grid(&grid);
		}
		grid_release(&grid);
		grid_release(&pane);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(put_rows),
		cmocka_unit_test(overwriting_a_half_blanks_the_other),
		cmocka_unit_test(lines_join_where_they_meet),
		cmocka_unit_test(text_on_a_line_ends_its_joining),
		cmocka_unit_test(roles),
		cmocka_unit_test(copy_clips),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(validate_finds_what_is_broken),
		cmocka_unit_test(random_drawing_keeps_the_grid_whole),
	};
	return cmocka_run_group_tests_name("view/grid", tests, NULL, NULL);
}
