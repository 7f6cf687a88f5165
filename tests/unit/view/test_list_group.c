/* Lists that the filter puts into groups: a heading is seen, and counts as nothing. */
#include "support/stage.h"

static void filter(struct stage *s, const char *text)
{
	stage_keys(s, "&");
	stage_type(s, text);
	stage_keys(s, "Enter g g");
}

static void a_heading_stands_above_each_group(void **state)
{
	static const char *const expected[] = {"状态 谋划  1", "白酒", "状态 签约  2", "稳卓", "赤泥", "状态 在建  1", "星萌", "状态 投产  1", "金通"};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	filter(&s, "by:status");
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		if (str_find(stage_line(&s, 2 + (int)i), str_from(expected[i]), 0) < 0)
			fail_msg("line %zu is not \"%s\":\n%s", i + 2, expected[i], s.text.p);
	/* The rows of a group keep the order of the list, 稳卓 with its money before 赤泥堆场 without; another order stays inside. */
	stage_keys(&s, "[");
	stage_expect(&s, "名称^");
	stage_expect(&s, "状态 签约  2");
	/* Rows without a value say so, and two keys make one heading. */
	stage_keys(&s, "& ^U");
	stage_type(&s, "by:owner,status");
	stage_keys(&s, "Enter");
	stage_expect(&s, "业主 (无)  状态 签约  2");
	stage_close(&s);
}

/* A list that begins with what most is known of is put into groups, too. */
static void zones_stand_in_groups(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_keys(&s, ":");
	stage_type(&s, "sort figures");
	stage_keys(&s, "Enter");
	filter(&s, "by:level");
	/* 兴县 has a figure and stands before all others, 长子 has none */
	assert_true(stage_line_of(&s, "省级  2") < stage_line_of(&s, "长子") && stage_line_of(&s, "长子") < stage_line_of(&s, "国家级  2"));
	stage_close(&s);
}

/* by: and sort: of the same field are two orders: inside of groups the list keeps its own, by money, else equal rows stand by name. */
static void groups_and_order_are_told_apart(void **state)
{
	static const char *const filters[] = {"by:zone", "sort:zone", "by:zone"};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		bool grouped = filters[i][0] == 'b';
		stage_keys(&s, ":"); /* the whole filter at once: typed letter by letter there are others between */
		stage_type(&s, "filter ");
		stage_type(&s, filters[i]);
		stage_keys(&s, "Enter");
		assert_int_equal(stage_shows(&s, "开发区 兴县经开区  3"), grouped);
		/* By name: 安徽稳卓, 华兴赤泥 without money, 金通. */
		assert_int_equal(stage_line_of(&s, "金通") < stage_line_of(&s, "赤泥"), grouped);
	}
	stage_close(&s);
}

/* Rows are numbered, marked, found and counted as without headings. */
static void a_heading_is_no_row(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	filter(&s, "by:status");
	stage_expect(&s, "1/5");
	stage_expect_cursor(&s, "白酒");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "稳卓");
	stage_expect(&s, "2/5");
	stage_keys(&s, "G");
	stage_expect(&s, "5/5");
	stage_expect_cursor(&s, "金通");
	stage_keys(&s, "*");
	stage_expect(&s, "标5");
	stage_keys(&s, "/");
	stage_type(&s, "签约");
	stage_keys(&s, "Esc");
	stage_keys(&s, "g g }");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "}");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, "{");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "j {");
	stage_expect_cursor(&s, "稳卓"); /* first to the beginning of its own group */
	stage_keys(&s, "{");
	stage_expect_cursor(&s, "白酒");
	stage_keys(&s, "{");
	stage_expect_cursor(&s, "白酒");
	stage_keys(&s, "G }");
	stage_expect_cursor(&s, "金通");
	/* Enter opens the record under the cursor. */
	stage_keys(&s, "Enter");
	stage_expect(&s, "金通电工圆铝杆项目");
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "金通");
	/* Without groups the keys say how to get some. */
	stage_keys(&s, "& ^U Enter }");
	stage_expect(&s, "by:状态");
	/* What is to be found may stand behind the name of the command. */
	stage_keys(&s, ":");
	stage_type(&s, "find 星萌");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "星萌");
	stage_close(&s);
}

/* Whatever the window and wherever the cursor: it is seen, its group's heading too, no line is drawn twice. */
static void the_cursor_is_always_in_sight(void **state)
{
	static const char *const keys[] = {"j", "k", "PgDn", "PgUp", "^D", "^U", "g g", "G", "}", "{", "z z"};
	static const char *const orders[] = {"by:status", "by:zone", "by:name", "by:zone,status sort:-name", "by:updated_on"};
	struct test_random r = test_random();
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	stage_rows(&s);
	for (int i = 0; i < 60; i++) {
		static const char *const statuses[] = {"signed", "building", "producing", ""};
		static const char *const zones[] = {"zone:xingxian", "zone:zhangzi", "zone:changzhi", ""};
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%d", i);
		snprintf(name, sizeof name, "第%d号项目", i);
		catalogue_add(&s.catalogue, id, "name", name, "status", statuses[test_random_below(&r, 4)], "zone", zones[test_random_below(&r, 4)], NULL);
	}
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
		stage_keys(&s, "& ^U");
		stage_type(&s, orders[o]);
		stage_keys(&s, "Enter");
		for (int i = 0; i < 150; i++) {
			stage_draw(&s, (int)(40 + test_random_below(&r, 80)), (int)(6 + test_random_below(&r, 30)));
			stage_keys(&s, keys[test_random_below(&r, sizeof keys / sizeof *keys)]);
			const struct cell *cell = grid_at(&s.grid, s.grid.cursor_row, 0);
			if (cell->bytes[0] != '>')
				fail_msg("%s: the cursor is at %d of\n%s", orders[o], s.grid.cursor_row, s.text.p);
		}
	}
	stage_close(&s);
}

/* The number of a heading is that of the rows which have its value, also where the group begins above the window. */
static void numbers_are_those_of_the_groups(void **state)
{
	struct test_random r = test_random();
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	size_t n[3] = {0};
	(void)state;
	static const char *const codes[] = {"signed", "building", "producing"}, *const names[] = {"签约", "在建", "投产"};
	for (int i = 0; i < 200; i++) {
		char id[32], name[32];
		size_t which = test_random_below(&r, 3);
		snprintf(id, sizeof id, "project:p%d", i);
		snprintf(name, sizeof name, "项目%d", i);
		catalogue_add(&s.catalogue, id, "name", name, "status", codes[which], NULL);
		n[which]++;
	}
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	filter(&s, "by:status");
	size_t first = 0;
	for (size_t i = 0; i < 3; first += n[i++])
		for (size_t at = first; at < first + n[i]; at += 1 + n[i] / 7) {
			char line[64], command[32];
			stage_keys(&s, ":");
			snprintf(command, sizeof command, "%zu", at + 1);
			stage_type(&s, command);
			stage_keys(&s, "Enter z z");
			snprintf(line, sizeof line, "状态 %s  %zu", names[i], n[i]);
			stage_expect(&s, line);
		}
	/* What was put into the middle moves on from there. */
	stage_keys(&s, ":");
	stage_type(&s, "100");
	stage_keys(&s, "Enter z z");
	int row = s.grid.cursor_row;
	stage_keys(&s, "j j");
	assert_true(s.grid.cursor_row >= row + 2);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_heading_stands_above_each_group),
		cmocka_unit_test(zones_stand_in_groups),
		cmocka_unit_test(groups_and_order_are_told_apart),
		cmocka_unit_test(a_heading_is_no_row),
		cmocka_unit_test(the_cursor_is_always_in_sight),
		cmocka_unit_test(numbers_are_those_of_the_groups),
	};
	return cmocka_run_group_tests_name("view/list_group", tests, NULL, NULL);
}
