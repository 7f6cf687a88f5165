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

/* A cell has the newest figure first, each wording once, and of what kind one is where that is not plain. */
static void figures_of_a_cell(void **state)
{
	static const struct {
		const char *id, *value, *qualifier, *modality, *period, *source;
	} claims[][3] = {
		{{"cell-a1", "5", "", "planned", "2024", "source:000-1"}, {"cell-a2", "8", "", "planned", "2025", "source:001-1"}, {"cell-a3", "5", "", "planned", "2023", "source:001-1"}},
		{{"cell-b1", "6", "", "planned", "2024", "source:000-1"}, {"cell-b2", "7", "", "actual", "2025", "source:001-1"}},
		{{"cell-c1", "9", "", "target", "2025", "source:000-1"}},
		{{"cell-d1", "4", "预计", "expected", "2025", "source:000-1"}},
	};
	static const char *const cells[] = {" 8亿元; 5亿元~", " 7亿元(实际); 6亿元(计划)~", " 9亿元(目标) ", " 预计4亿元 "};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (size_t i = 0; i < 4; i++) {
		char project[32], name[32];
		snprintf(project, sizeof project, "project:z%zu", i);
		snprintf(name, sizeof name, "某%zu号", i);
		catalogue_add(&s.catalogue, project, "name", name, NULL);
		for (size_t j = 0; j < 3 && claims[i][j].id; j++)
			catalogue_claim(&s.catalogue, claims[i][j].id, project, "invest", claims[i][j].value, "亿元", claims[i][j].qualifier, claims[i][j].modality,
				claims[i][j].period, claims[i][j].source);
	}
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 24);
	for (size_t i = 0; i < 4; i++) {
		char name[32];
		snprintf(name, sizeof name, "某%zu号", i);
		struct str line = stage_line_with(&s, name);
		if (str_find(line, str_from(cells[i]), 0) < 0)
			fail_msg("found \"%.*s\", expected \"%s\" in it", STR_ARG(line), cells[i]);
	}
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
		cmocka_unit_test(figures_of_a_cell),
		cmocka_unit_test(nothing_known_is_dim),
	};
	return cmocka_run_group_tests_name("view/list_figures", tests, NULL, NULL);
}
