#include "support/stage.h"

static void projects_stand_by_investment(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	int wenzhuo = stage_line_of(&s, "稳卓"), jintong = stage_line_of(&s, "金通");
	int xingmeng = stage_line_of(&s, "星萌"), chini = stage_line_of(&s, "赤泥");
	assert_true(xingmeng > 0 && xingmeng < wenzhuo && wenzhuo < jintong && jintong < chini);
	stage_expect_cursor(&s, "星萌");
	/* Both investments stand there, and that they contradict each other. */
	struct str line = stage_line(&s, wenzhuo);
	assert_true(str_find(line, STR("5亿元; 8亿元!"), 0) >= 0);
	assert_true(str_find(stage_line(&s, chini), STR("-"), 0) >= 0);
	stage_expect(&s, "签约");
	stage_close(&s);
}

static void zones_with_most_figures_first(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_expect_cursor(&s, "兴县");
	/* The others in the order of their pinyin: chang before jin before shanxi zhang. */
	assert_true(stage_line_of(&s, "长治高新") < stage_line_of(&s, "晋中") && stage_line_of(&s, "晋中") < stage_line_of(&s, "长子"));
	stage_close(&s);
}

static void find_jumps(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "/");
	stage_type(&s, "cn"); /* 赤泥 by its initials */
	stage_expect_cursor(&s, "赤泥");
	stage_keys(&s, "Esc");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, "/");
	stage_type(&s, "status:签约");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "稳卓");
	stage_expect(&s, "1/2");
	stage_keys(&s, "n");
	stage_expect_cursor(&s, "赤泥");
	stage_keys(&s, "n");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "N");
	stage_expect_cursor(&s, "赤泥");
	stage_keys(&s, "/");
	stage_type(&s, "zone:兴县");
	stage_keys(&s, "Enter n n N");
	stage_expect_cursor(&s, "稳卓");
	stage_close(&s);
}

static void sort_turns_and_ends(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "["); /* by name upwards */
	assert_true(stage_line_of(&s, "安徽稳卓") < stage_line_of(&s, "白酒") && stage_line_of(&s, "白酒") < stage_line_of(&s, "星萌"));
	stage_expect_cursor(&s, "安徽稳卓"); /* at the top one sees what comes to the top; below it the cursor follows its record */
	stage_expect(&s, "名称^");
	stage_keys(&s, "[");
	assert_true(stage_line_of(&s, "安徽稳卓") > stage_line_of(&s, "白酒"));
	stage_expect(&s, "名称v");
	stage_keys(&s, "[");
	assert_true(stage_line_of(&s, "星萌") < stage_line_of(&s, "安徽稳卓"));
	stage_expect_not(&s, "名称v");
	/* Rows without a figure stay last in both directions. */
	stage_keys(&s, "l l [");
	assert_true(stage_line_of(&s, "金通") < stage_line_of(&s, "稳卓") && stage_line_of(&s, "星萌") < stage_line_of(&s, "赤泥"));
	stage_keys(&s, "u");
	assert_true(stage_line_of(&s, "星萌") < stage_line_of(&s, "金通"));
	stage_keys(&s, "g g j");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "h h ]");
	stage_expect_cursor(&s, "稳卓");
	assert_true(stage_line_of(&s, "星萌") < stage_line_of(&s, "稳卓"));
	stage_keys(&s, "g g [");
	stage_expect_cursor(&s, "安徽稳卓");
	stage_close(&s);
}

/* 长子经开区 stands last, far from 长治高新区, for its name begins with 山西: the head says so. */
static void an_order_by_references_says_by_which_names(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "sort zone");
	stage_keys(&s, "Enter g g");
	stage_expect(&s, "排 开发区^ 按全名");
	stage_expect_cursor(&s, "长治高新区");
	stage_keys(&s, "G");
	stage_expect_cursor(&s, "长子经开区");
	stage_keys(&s, ":");
	stage_type(&s, "sort status");
	stage_keys(&s, "Enter");
	stage_expect(&s, "排 状态^");
	stage_expect_not(&s, "按全名");
	stage_keys(&s, "u u &");
	stage_type(&s, "sort:zone");
	stage_keys(&s, "Enter");
	stage_expect(&s, "按全名");
	stage_close(&s);
}

static void marks_are_counted_and_summed(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "Space"); /* 星萌 25.6 */
	stage_expect_cursor(&s, "稳卓");
	stage_expect(&s, "标1");
	stage_expect(&s, "25.6亿元");
	stage_keys(&s, "j Insert"); /* 金通 3.2 */
	stage_expect(&s, "标2 计划28.8亿元");
	/* Two sources disagree: from the least to the greatest, and said. */
	stage_keys(&s, "k k Space");
	stage_expect(&s, "标3 计划33.8亿元..36.8亿元!1");
	stage_keys(&s, "\"");
	stage_expect_not(&s, "赤泥");
	stage_keys(&s, "\"");
	stage_expect(&s, "赤泥");
	stage_keys(&s, "*");
	stage_expect(&s, "标2");
	stage_expect_not(&s, "亿元..");
	stage_close(&s);
}

static void ranges_and_conditions_mark(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "v j j");
	assert_true(str_starts(stage_line(&s, stage_line_of(&s, "星萌")), STR(" +")));
	stage_keys(&s, "v");
	stage_expect(&s, "标3");
	stage_keys(&s, "v j Esc"); /* Esc ends the range and not the screen */
	stage_expect(&s, "标3");
	stage_keys(&s, "\\");
	stage_type(&s, "status:投产");
	stage_keys(&s, "Enter");
	stage_expect(&s, "标2");
	stage_keys(&s, "|");
	stage_type(&s, "zone:zz");
	stage_expect(&s, "Tab 长子经开区 1");
	stage_keys(&s, "Tab Enter");
	assert_true(str_starts(stage_line(&s, stage_line_of(&s, "星萌")), STR(" *")));
	stage_keys(&s, "G v k v"); /* a range upwards */
	stage_expect(&s, "标4");
	stage_close(&s);
}

/* What perhaps matches is marked and said; a figure that is at least so much makes the sum one. */
static void marks_of_bounds(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:over", "subject", "project:baijiu", "indicator", "indicator:invest", "value", "4", "unit", "亿元", "qualifier", "超",
		"modality", "planned", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	catalogue_add(&s.catalogue, "claim:about", "subject", "project:chini", "indicator", "indicator:invest", "value", "2", "unit", "亿元", "qualifier", "约",
		"modality", "planned", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 24);
	stage_keys(&s, "|");
	stage_type(&s, "invest>=6亿");
	stage_keys(&s, "Enter");
	/* 25.6 for certain; 5 and 8, over 4 perhaps */
	stage_expect(&s, "已标记 3  ?或许 2");
	stage_expect(&s, "标3 计划>=34.6亿元!1");
	stage_keys(&s, "*");
	stage_expect(&s, "标2 计划约5.2亿元");
	stage_close(&s);
}

/* An order of the filter that is turned round by one letter; what one comes back to stands as it was. */
static void orders_and_heights_are_kept(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "sort:invest");
	assert_true(stage_line_of(&s, "金通") < stage_line_of(&s, "星萌"));
	stage_keys(&s, "Left Left Left Left Left Left");
	stage_type(&s, "-");
	assert_true(stage_line_of(&s, "星萌") < stage_line_of(&s, "金通"));
	stage_keys(&s, "Esc");
	stage_draw(&s, 80, 6);
	stage_keys(&s, "G k");
	int line = stage_line_of(&s, "白酒");
	stage_expect_not(&s, "星萌");
	stage_keys(&s, "Enter q");
	assert_int_equal(stage_line_of(&s, "白酒"), line);
	/* On a small window the marked come first in the line that is cut. */
	stage_draw(&s, 40, 12);
	stage_keys(&s, "g g Space");
	stage_expect(&s, "标1 计划25.6亿元");
	stage_close(&s);
}

/* Of the marked rows alone, too, it is told how many are perhaps none. */
static void perhaps_among_the_marked(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "invest>=6亿");
	stage_keys(&s, "Enter");
	stage_expect(&s, "?或许1");
	stage_keys(&s, "Space \"");
	stage_expect_cursor(&s, "星萌");
	stage_expect_not(&s, "?或许");
	stage_keys(&s, "\" g g j Space \"");
	stage_expect(&s, "?或许1");
	stage_expect(&s, "仅标记");
	/* All rows are left, one of them perhaps not. */
	stage_keys(&s, "\" & ^U");
	stage_type(&s, "星萌|金通|白酒|赤泥|invest>=6亿");
	stage_expect(&s, "/5 ?或许1");
	assert_true(str_find_byte(stage_line_with(&s, "稳卓汽车"), '?', 0) >= 0);
	stage_close(&s);
}

/* As many marks as before, on other rows. */
static void marks_turned_round(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "星萌 | 金通");
	stage_keys(&s, "Enter Space");
	stage_expect(&s, "标1 计划25.6亿元");
	stage_keys(&s, "*");
	stage_expect(&s, "标1 计划3.2亿元");
	stage_close(&s);
}

/* What is left out of the sum of the marked is told behind it. */
static void marks_left_out(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "project:first", "name", "星萌冻干食品项目（一期）", "parent", "project:xingmeng", NULL);
	stage_claim(&s, "project:first", "indicator:invest", "10", "亿元", "2025", "source:000-1");
	stage_claim(&s, "project:chini", "indicator:invest", "2", "亿美元", "2025", "source:000-1");
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 24);
	stage_keys(&s, "|");
	stage_type(&s, "星萌");
	stage_keys(&s, "Enter");
	stage_expect(&s, "标2 计划25.6亿元 重复不计1");
	stage_expect_not(&s, "异单位");
	stage_keys(&s, "|");
	stage_type(&s, "赤泥");
	stage_keys(&s, "Enter");
	stage_expect(&s, "标3 计划25.6亿元 重复不计1 异单位1");
	stage_close(&s);
}

static void only_conflicts(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "!");
	stage_expect(&s, "稳卓");
	stage_expect_not(&s, "金通");
	stage_expect(&s, "仅矛盾");
	stage_keys(&s, "!");
	stage_expect(&s, "金通");
	stage_close(&s);
}

static void columns_are_changed_and_come_back(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "l z -");
	stage_expect_not(&s, "状态");
	stage_keys(&s, "u");
	stage_expect(&s, "状态");
	stage_keys(&s, "z - z =");
	stage_expect(&s, "状态");
	stage_keys(&s, "h h z -");
	stage_expect(&s, "首列不能隐藏");
	int before = s.grid.cursor_column;
	stage_keys(&s, "l");
	int narrow = s.grid.cursor_column;
	stage_keys(&s, "h > > l");
	assert_int_equal(s.grid.cursor_column, narrow + 4);
	stage_keys(&s, "h < < < l");
	assert_int_equal(s.grid.cursor_column, narrow - 2);
	assert_true(before < narrow);
	stage_close(&s);
}

static void the_cursor_comes_back_with_the_place(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j j l l");
	int column = s.grid.cursor_column;
	stage_keys(&s, "Enter q");
	stage_expect_cursor(&s, "金通");
	assert_int_equal(s.grid.cursor_column, column);
	/* The same rows in a new index: same cursor, same filter. */
	stage_keys(&s, "&");
	stage_type(&s, "zone:兴县");
	stage_keys(&s, "Enter");
	struct index *fresh = catalogue_index(&s.catalogue);
	app_set_index(s.app, fresh);
	index_free(s.index);
	s.index = fresh;
	stage_draw(&s, 80, 24);
	stage_expect_cursor(&s, "金通");
	stage_expect_not(&s, "星萌");
	stage_close(&s);
}

static void a_row_by_its_number(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "3");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "金通");
	stage_keys(&s, ":");
	stage_type(&s, "100%");
	stage_keys(&s, "Enter");
	stage_expect(&s, "5/5");
	stage_close(&s);
}

static void export_hands_out_what_is_seen(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:签约");
	stage_keys(&s, "Enter :");
	stage_type(&s, "export a.csv");
	stage_keys(&s, "Enter");
	assert_true(app_effect(s.app, &effect));
	assert_int_equal(effect.type, EFFECT_EXPORT);
	assert_string_equal(effect.path, "a.csv");
	assert_string_equal(effect.text, "project:wenzhuo\nproject:chini\n");
	/* Marks go before what is listed, which the question says: those listed in the order of the list, then the others. */
	stage_keys(&s, "& ^U");
	stage_type(&s, "zone:兴县");
	stage_keys(&s, "Enter l l ]");
	stage_keys(&s, "| ^U");
	stage_type(&s, "status:投产 | status:签约");
	stage_keys(&s, "Enter & ^U");
	stage_type(&s, "has:invest sort:invest");
	stage_keys(&s, "Enter F8");
	stage_expect(&s, "导出标记的 3 条到 (csv tsv json jsonl md xlsx): projects.csv");
	stage_keys(&s, "Enter");
	assert_true(app_effect(s.app, &effect));
	assert_string_equal(effect.text, "project:jintong\nproject:wenzhuo\nproject:chini\n");
	stage_close(&s);
}

static void cards_on_a_small_window(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_draw(&s, 40, 12);
	stage_expect_cursor(&s, "星萌");
	stage_expect(&s, "状态");
	stage_expect(&s, "在建");
	stage_expect(&s, "25.6亿元");
	stage_keys(&s, "j");
	stage_expect(&s, "签约");
	/* Every field of the card can be reached. */
	stage_draw(&s, 40, 8);
	stage_keys(&s, "l l l l l l");
	stage_expect(&s, "更新");
	stage_close(&s);
}

static void every_size_holds(void **state)
{
	static const char *const screens[] = {"projects", "zones", "claims", "chains"};
	static const int columns[] = {1, 2, 3, 5, 6, 7, 9, 20, 39, 40, 41, 79, 80, 81, 120, 159, 160, 200, 300},
		rows[] = {1, 2, 3, 4, 6, 12, 15, 16, 24, 60};
	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		struct stage s;
		stage_open(&s, screens[i]);
		stage_keys(&s, "v j j v l l l");
		for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
			for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
				stage_draw(&s, columns[c], rows[r]);
		stage_close(&s);
	}
}

/* Money in whole 元 is shown so that it can be read, to the last digit; what was printed in words as printed. */
static void money_is_shown_to_be_read(void **state)
{
	static const struct {
		const char *value, *unit, *cell;
	} rows[] = {
		{"98700000000", "元", " 987亿元"},
		{"65870000", "元", " 6587万元"},
		{"27512345678", "元", " 27512345678元"},
		{"9000", "元", " 9000元"},
		{"12000", "万元", " 12000万元"},
		{"1200000", "平方米", " 1200000平方米"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
		struct stage s = {0};
		stage_rows(&s);
		stage_claim(&s, "project:baijiu", "indicator:invest", rows[i].value, rows[i].unit, "2025", "source:000-1");
		stage_begin(&s, "projects", &settings);
		stage_draw(&s, 100, 24);
		assert_true(str_find(stage_line_with(&s, "白酒项目"), str_from(rows[i].cell), 0) >= 0);
		/* The card of a small window says it alike. */
		stage_keys(&s, "/");
		stage_type(&s, "白酒");
		stage_keys(&s, "Enter");
		stage_draw(&s, 40, 14);
		assert_true(str_find(stage_line_with(&s, "总投资"), str_from(rows[i].cell), 0) >= 0);
		stage_close(&s);
		/* so it is in the list of the figures themselves */
		s = (struct stage){0};
		stage_rows(&s);
		stage_claim(&s, "project:baijiu", "indicator:invest", rows[i].value, rows[i].unit, "2025", "source:000-1");
		stage_begin(&s, "claims", &settings);
		stage_draw(&s, 100, 24);
		assert_true(str_find(stage_line_with(&s, "白酒"), str_from(rows[i].cell), 0) >= 0);
		stage_close(&s);
	}
}

/* Lines that are kept from one drawing to the next show what drawing them anew shows. */
static void kept_lines_are_right(void **state)
{
	static const char *const keys[] = {"j", "j", "k", "^D", "^U", "G", "g g", "Space", "*", "l", "h", "<", ">", "[", "]", ",", "u", "U",
		"z -", "z =", "z f", "\"", "!", "v", "g a"};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct test_random random = test_random();
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (unsigned i = 0; i < 60; i++) {
		char id[32], name[64];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "第%u号%s项目", i, i % 3 ? "圆铝杆" : "a");
		catalogue_add(&s.catalogue, id, "name", name, "status", i % 2 ? "signed" : "building", NULL);
	}
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 20);
	for (int i = 0; i < 600; i++) {
		const char *name = keys[test_random_below(&random, sizeof keys / sizeof *keys)];
		stage_keys(&s, name);
		if (!strcmp(name, "g a")) {
			stage_type(&s, "a");
			stage_keys(&s, "Esc");
		}
		size_t n = 120 * 20 * sizeof *s.grid.cells;
		struct cell *kept = memcpy(malloc(n), s.grid.cells, n);
		stage_draw(&s, 119, 20);
		stage_draw(&s, 120, 20);
		if (memcmp(kept, s.grid.cells, n) != 0)
			fail_msg("key %d, %s: kept lines differ from\n%.*s", i, name, STR_ARG(strbuf_str(&s.text)));
		free(kept);
	}
	stage_close(&s);
}

/* A worker brings a new index at any moment: what one was about goes on. */
static void a_new_index_keeps_range_and_search(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "/");
	stage_type(&s, "项目");
	stage_keys(&s, "Enter j v j");
	struct index *again = catalogue_index(&s.catalogue);
	app_set_index(s.app, again);
	index_free(s.index);
	s.index = again;
	stage_draw(&s, 80, 24);
	stage_expect(&s, "+");
	stage_keys(&s, "v");
	assert_int_equal(app_marks(s.app, KIND_PROJECT, NULL, 0), 2);
	stage_keys(&s, "n");
	stage_expect(&s, "项目  ");
	stage_expect(&s, "/5");
	stage_close(&s);
}

static void an_empty_catalogue(void **state)
{
	static const char *const screens[] = {"zones", "projects", "claims", "search"};
	struct settings settings = {.ambi = AMBI_NARROW};
	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		struct stage s = {0};
		stage_begin(&s, screens[i], &settings);
		stage_draw(&s, 80, 24);
		if (i < 3)
			stage_expect(&s, "库中没有这类记录");
		stage_keys(&s, "j G ] , ; Space v v * ! \" z - > n / x Enter & x Enter Enter");
		stage_draw(&s, 40, 12);
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(projects_stand_by_investment),
		cmocka_unit_test(zones_with_most_figures_first),
		cmocka_unit_test(find_jumps),
		cmocka_unit_test(sort_turns_and_ends),
		cmocka_unit_test(an_order_by_references_says_by_which_names),
		cmocka_unit_test(marks_are_counted_and_summed),
		cmocka_unit_test(ranges_and_conditions_mark),
		cmocka_unit_test(marks_of_bounds),
		cmocka_unit_test(orders_and_heights_are_kept),
		cmocka_unit_test(perhaps_among_the_marked),
		cmocka_unit_test(marks_turned_round),
		cmocka_unit_test(marks_left_out),
		cmocka_unit_test(only_conflicts),
		cmocka_unit_test(columns_are_changed_and_come_back),
		cmocka_unit_test(the_cursor_comes_back_with_the_place),
		cmocka_unit_test(a_row_by_its_number),
		cmocka_unit_test(export_hands_out_what_is_seen),
		cmocka_unit_test(cards_on_a_small_window),
		cmocka_unit_test(every_size_holds),
		cmocka_unit_test(money_is_shown_to_be_read),
		cmocka_unit_test(kept_lines_are_right),
		cmocka_unit_test(a_new_index_keeps_range_and_search),
		cmocka_unit_test(an_empty_catalogue),
	};
	return cmocka_run_group_tests_name("view/list", tests, NULL, NULL);
}
