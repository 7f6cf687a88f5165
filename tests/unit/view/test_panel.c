#include "support/stage.h"

/* The row with the cursor's sign stands behind the names of the facets. */
static void on_value(const struct stage *s, const char *text)
{
	struct str rest = strbuf_str(&s->text), line;
	while (str_split(&rest, '\n', &line))
		if (str_find(line, STR("│ > "), 0) >= 0 && str_find(line, str_from(text), 0) >= 0)
			return;
	fail_msg("the cursor is not on \"%s\":\n%.*s", text, STR_ARG(strbuf_str(&s->text)));
}

static void facets_of_a_list(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F");
	stage_expect(&s, "分面");
	stage_expect(&s, "[状态]");
	/* 5 projects in 4 statuses, the most frequent first. */
	stage_expect(&s, "4种值");
	on_value(&s, "签约");
	on_value(&s, "40.0%");
	stage_keys(&s, "l");
	stage_expect(&s, "[开发区]");
	on_value(&s, "兴县经开区");
	stage_keys(&s, "h h");
	stage_expect(&s, "[来源]"); /* round the end */
	stage_close(&s);
}

/* Enter filters the list, and back leads to the list as it was. */
static void a_value_becomes_the_filter(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F Enter");
	stage_expect(&s, "稳卓");
	stage_expect(&s, "赤泥");
	stage_expect(&s, "筛 status:签约");
	stage_expect_not(&s, "金通");
	stage_expect_not(&s, "种值");
	/* u gives the choice of values back */
	stage_keys(&s, "u");
	on_value(&s, "签约");
	stage_keys(&s, "U");
	stage_expect(&s, "筛 status:签约");
	stage_keys(&s, "q");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "筛 status");
	stage_close(&s);
}

/* Rows with a value are in the order of the list that the values were counted in. */
static void the_order_of_the_list_stays(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "l l ] F"); /* by investment */
	stage_draw(&s, 120, 24);
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 status:签约  排 总投资v");
	stage_close(&s);
}

static void same_and_other_values_narrow_the_panel(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F l ,");
	stage_expect(&s, "3(5)  筛 zone=兴县经开区");
	stage_expect(&s, "1种值");
	stage_keys(&s, "h");
	stage_expect(&s, "2种值");
	stage_keys(&s, ";");
	stage_expect(&s, "-status:签约");
	on_value(&s, "投产");
	/* u takes it back, q goes to the list of what is left. */
	stage_keys(&s, "u");
	stage_expect(&s, "2种值");
	stage_keys(&s, "q");
	stage_expect(&s, "3(5)");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "白酒");
	stage_close(&s);
}

/* A large window has room for the other facets, too; they follow the filter and never hide the values of the present one. */
static void other_facets_are_seen_at_a_glance(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F");
	stage_expect_not(&s, "3种值"); /* not in 80 columns */
	stage_draw(&s, 200, 60);
	stage_expect(&s, "[状态]");
	stage_expect(&s, "开发区  3种值");
	stage_expect(&s, "兴县经开区             3   60.0%");
	stage_keys(&s, "l ,");
	stage_expect(&s, "[开发区]");
	stage_expect(&s, "状态  2种值");
	stage_expect_not(&s, "开发区  3种值");
	stage_keys(&s, "h");
	on_value(&s, "签约");
	on_value(&s, "66.7%");
	/* The cursor of a facet that was counted in passing stays on its value. */
	stage_keys(&s, "j");
	on_value(&s, "投产");
	stage_keys(&s, "l & ^U Enter h");
	on_value(&s, "投产");
	stage_close(&s);
}

static void a_value_is_found_by_pinyin(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F l /");
	stage_type(&s, "zhangz");
	on_value(&s, "长子");
	stage_keys(&s, "Esc");
	on_value(&s, "兴县");
	stage_keys(&s, "/");
	stage_type(&s, "cz");
	stage_keys(&s, "Enter");
	on_value(&s, "长治");
	stage_keys(&s, "/");
	stage_type(&s, "xyz");
	stage_keys(&s, "Enter");
	stage_expect(&s, "找不到");
	stage_close(&s);
}

static void perhaps_is_said(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "invest>=6亿");
	stage_keys(&s, "Enter F");
	/* 稳卓 has 5亿 and 8亿. */
	stage_expect(&s, "?或许1");
	stage_expect(&s, "1?1");
	stage_close(&s);
}

static void the_column_under_the_cursor_is_first(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (int i = 0; i < 8 && !stage_shows(&s, "[开发区]"); i++) {
		stage_keys(&s, "l F");
		if (!stage_shows(&s, "[开发区]"))
			stage_keys(&s, "q");
	}
	stage_expect(&s, "[开发区]");
	stage_close(&s);
}

/* Every kind, every size: nothing breaks, nothing is wider than the window. */
static void every_kind_and_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {200, 60}, {120, 40}, {40, 12}, {20, 6}, {1, 1}, {5, 3}};
	static const enum screen screens[] = {SCREEN_FACETS, SCREEN_GROUPS, SCREEN_CROSSTAB};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < 3; i++) {
			struct place place;
			place_init(&place, screens[i], (enum kind)k);
			app_go(s.app, &place);
			place_release(&place);
			for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
				stage_draw(&s, sizes[size][0], sizes[size][1]);
				stage_keys(&s, "G l $ F h W k Home q q");
			}
		}
	stage_close(&s);
}

static void a_panel_without_an_index_says_so(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F");
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "读取中");
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 24);
	on_value(&s, "签约");
	/* A filter that nobody can answer yet is kept for the next index. */
	app_set_index(s.app, NULL);
	stage_keys(&s, "&");
	stage_type(&s, "zone=zone:xingxian");
	stage_keys(&s, "Enter");
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "3(5)");
	/* Nor do the ways from here need one. */
	app_set_index(s.app, NULL);
	stage_keys(&s, "& Backspace Backspace Enter F q W q q");
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "筛 zone=zone:xingxia");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facets_of_a_list),
		cmocka_unit_test(a_value_becomes_the_filter),
		cmocka_unit_test(the_order_of_the_list_stays), cmocka_unit_test(same_and_other_values_narrow_the_panel),
		cmocka_unit_test(other_facets_are_seen_at_a_glance),
		cmocka_unit_test(a_value_is_found_by_pinyin),
		cmocka_unit_test(perhaps_is_said),
		cmocka_unit_test(the_column_under_the_cursor_is_first),
		cmocka_unit_test(every_kind_and_size),
		cmocka_unit_test(a_panel_without_an_index_says_so),
	};
	return cmocka_run_group_tests_name("view/panel", tests, NULL, NULL);
}
