/* A list of figures: what each says is to be seen, whole, on any window. */
#include "support/stage.h"

/* Widths come from the first rows; a number behind these that needs more gets it when it comes into sight. */
static void a_column_takes_what_a_number_needs(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (int i = 0; i < 600; i++)
		stage_claim(&s, "project:baijiu", "indicator:invest", i < 599 ? "5" : "123456789.1234567", "万元", "2025", "source:000-1");
	stage_begin(&s, "claims", &settings);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "G");
	stage_expect_not(&s, "####");
	stage_keys(&s, "/");
	stage_type(&s, "value:123456789.1234567");
	stage_keys(&s, "Enter");
	stage_expect(&s, " 123456789.1234567万元");
	stage_expect_not(&s, "####");
	stage_close(&s);
}

/* Nor does another order cut what none of the first rows says. */
static void a_column_takes_what_another_order_shows(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (int i = 0; i < 600; i++)
		stage_claim(&s, "project:baijiu", "indicator:invest", "5", "万元", "2025", "source:000-1");
	catalogue_add(&s.catalogue, "indicator:jobs", "name", "就业岗位", NULL);
	for (int i = 0; i < 20; i++)
		stage_claim(&s, "zone:zhangzi", "indicator:jobs", "3", "个", "2025", "source:000-1");
	stage_begin(&s, "claims", &settings);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "G");
	stage_draw(&s, 80, 24);
	stage_expect(&s, "就业岗位");
	stage_close(&s);
}

/* On a small window each figure says what it is: indicator and value beside whom it is about. */
static void figures_on_a_small_window(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "claims");
	stage_draw(&s, 40, 12);
	struct str line = stage_cursor_line(&s);
	assert_true(str_find(line, STR("总投资"), 0) >= 0 && str_find(line, STR("亿元"), 0) >= 0);
	stage_close(&s);
}

/* The sign for nothing stands back behind the figures of other rows. */
static void nothing_known_is_dim(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	int row = stage_line_of(&s, "白酒"), n_dim = 0;
	for (int column = 0; column < s.grid.columns; column++) {
		const struct cell *cell = grid_at(&s.grid, row, column);
		if (cell->n != 1 || cell->bytes[0] != '-')
			continue;
		assert_int_equal(cell->role, ROLE_DIM);
		n_dim++;
	}
	assert_true(n_dim > 1);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_takes_what_a_number_needs),
		cmocka_unit_test(a_column_takes_what_another_order_shows),
		cmocka_unit_test(figures_on_a_small_window),
		cmocka_unit_test(nothing_known_is_dim),
	};
	return cmocka_run_group_tests_name("view/list_figures", tests, NULL, NULL);
}
