#include "support/test.h"

#include "tui/shift.h"
#include "view/paint.h"

#include <string.h>

enum { COLUMNS = 30, ROWS = 12 };

static void fill(struct grid *grid, int first)
{
	for (int row = 0; row < grid->rows; row++)
		paintf((struct span){grid, row, 0, COLUMNS}, ROLE_TEXT, "兴县经开区 第%d行", first + row);
}

static void same_rows(const struct grid *a, int row_a, const struct grid *b, int row_b)
{
	assert_memory_equal(grid_at(a, row_a, 0), grid_at(b, row_b, 0), COLUMNS * sizeof(struct cell));
}

/* Lists between a header and a last line; the cursor's row is marked, so that it is never quite the same. */
static void lists_that_scroll(void **state)
{
	(void)state;
	for (int by = -7; by <= 7; by++) {
		struct grid shown, wanted;
		struct shift shift = {0};
		grid_init(&shown, COLUMNS, ROWS, AMBI_NARROW, false);
		grid_init(&wanted, COLUMNS, ROWS, AMBI_NARROW, false);
		fill(&shown, 100);
		fill(&wanted, 100 + by);
		paint((struct span){&shown, 10, 28, 1}, STR(">"), ROLE_CURSOR);
		paint((struct span){&wanted, 1, 28, 1}, STR(">"), ROLE_CURSOR);
		static const int still[] = {0, ROWS - 1};
		for (int i = 0; i < 2; i++) {
			paint((struct span){&shown, still[i], 0, COLUMNS}, STR("园链 > 项目                   "), ROLE_BAR);
			paint((struct span){&wanted, still[i], 0, COLUMNS}, STR("园链 > 项目                   "), ROLE_BAR);
		}
		assert_int_equal(shift_find(&shown, &wanted, &shift), by != 0);
		if (by) {
			assert_int_equal(shift.by, by);
			assert_int_equal(shift.top, 1);
			assert_int_equal(shift.bottom, ROWS - 2);
		}
		grid_release(&shown);
		grid_release(&wanted);
	}
}

static void nothing_has_moved(void **state)
{
	(void)state;
	struct grid shown, wanted;
	struct shift shift;
	grid_init(&shown, COLUMNS, ROWS, AMBI_NARROW, false);
	grid_init(&wanted, COLUMNS, ROWS, AMBI_NARROW, false);
	assert_false(shift_find(&shown, &wanted, &shift)); /* blank rows are everywhere */
	fill(&wanted, 0);
	assert_false(shift_find(&shown, &wanted, &shift));
	fill(&shown, 50);
	assert_false(shift_find(&shown, &wanted, &shift));
	grid_release(&shown);
	grid_release(&wanted);
}

/* What the header says of what it does, whatever the grids. */
static void any_shift(void **state)
{
	(void)state;
	struct test_random r = test_random();
	int n_found = 0;
	for (int round = 0; round < 300; round++) {
		struct grid shown, wanted, after;
		struct shift s;
		int rows = 1 + (int)test_random_below(&r, ROWS);
		struct grid *const grids[] = {&shown, &wanted, &after};
		for (int i = 0; i < 3; i++)
			grid_init(grids[i], COLUMNS, rows, AMBI_NARROW, false);
		for (int row = 0; row < rows; row++) {
			paintf((struct span){&shown, row, 0, COLUMNS}, ROLE_TEXT, "%u 行", test_random_below(&r, 6));
			paintf((struct span){&wanted, row, 0, COLUMNS}, ROLE_TEXT, "%u 行", test_random_below(&r, 6));
		}
		memcpy(after.cells, shown.cells, (size_t)rows * COLUMNS * sizeof *shown.cells);
		if (shift_find(&shown, &wanted, &s)) {
			n_found++;
			assert_true(s.by != 0 && s.top >= 0 && s.top < s.bottom && s.bottom < rows - 1);
			shift_apply(&after, &s);
			for (int row = 0; row < rows; row++) {
				bool moved = row >= s.top && row <= s.bottom, came = row + s.by >= s.top && row + s.by <= s.bottom;
				if (!moved || came)
					same_rows(&after, row, &shown, moved ? row + s.by : row);
				else
					assert_string_equal(grid_at(&after, row, 0)->bytes, " ");
			}
		}
		for (int i = 0; i < 3; i++)
			grid_release(grids[i]);
	}
	assert_true(n_found > 50);
}

/* A list of long rows gives way to one of short rows, below rows that stay. */
static void rows_that_are_wiped(void **state)
{
	(void)state;
	struct grid shown, wanted;
	struct shift shift = {0};
	grid_init(&shown, COLUMNS, ROWS, AMBI_NARROW, false);
	grid_init(&wanted, COLUMNS, ROWS, AMBI_NARROW, false);
	fill(&shown, 10);
	fill(&wanted, 10);
	assert_false(shift_find_wipe(&shown, &wanted, &shift));
	for (int row = 3; row < ROWS; row++) {
		grid_blank((struct span){&wanted, row, 0, COLUMNS}, ROLE_TEXT);
		paint((struct span){&wanted, row, 3, COLUMNS}, STR("新"), ROLE_TEXT);
		if (row == 5)
			assert_false(shift_find_wipe(&shown, &wanted, &shift)); /* sequences set the rows that scroll */
	}
	assert_true(shift_find_wipe(&shown, &wanted, &shift));
	assert_int_equal(shift.top, 3);
	assert_int_equal(shift.bottom, ROWS - 2);
	assert_int_equal(shift.by, ROWS - 4);
	shift_apply(&shown, &shift);
	grid_blank((struct span){&wanted, 3, 0, COLUMNS}, ROLE_TEXT);
	for (int row = 3; row < ROWS - 1; row++)
		same_rows(&shown, row, &wanted, 3);
	grid_release(&shown);
	grid_release(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_that_scroll),
		cmocka_unit_test(nothing_has_moved),
		cmocka_unit_test(any_shift),
		cmocka_unit_test(rows_that_are_wiped),
	};
	return cmocka_run_group_tests_name("tui/shift", tests, NULL, NULL);
}
