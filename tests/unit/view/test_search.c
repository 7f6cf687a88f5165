#include "support/stage.h"

#include "index/lookup.h"
#include "view/edit.h"

static void letters_find_while_typing(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_expect(&s, "首字母");
	stage_type(&s, "zz");
	stage_expect_not(&s, "金通");
	assert_true(str_find(stage_line(&s, 3), STR("长子"), 0) >= 0);
	stage_expect(&s, "ZhangZi");
	stage_expect(&s, "首字母");
	/* The caret stands in the line that is typed. */
	assert_true(s.grid.cursor_shown);
	assert_int_equal(s.grid.cursor_row, 1);
	stage_close(&s);
}

/* One character behind the other is there already: what they find is asked behind the last. */
static void a_pasted_text_is_asked_once(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	for (size_t i = 0; i < 2; i++) {
		app_handle(s.app, (struct event){.type = EVENT_KEY, .key = 'z', .more = true});
		stage_draw(&s, 80, 24);
		stage_expect_not(&s, "长子");
	}
	stage_paste(&s, "jkq");
	stage_expect(&s, "搜> zzjkq");
	assert_true(str_find(stage_line(&s, 3), STR("长子"), 0) >= 0);
	/* Where the line takes no more in, too. */
	stage_keys(&s, "^U");
	char text[EDIT_BYTES_MAX + 8] = {0};
	memset(text, ' ', EDIT_BYTES_MAX + 4);
	memcpy(text, "zz", 2);
	stage_paste(&s, text);
	assert_true(str_find(stage_line(&s, 3), STR("长子"), 0) >= 0);
	stage_close(&s);
}

static void keys_choose_and_open(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "xm");
	assert_true(str_starts(stage_line(&s, 3), STR(">")));
	stage_keys(&s, "Down");
	assert_true(str_starts(stage_line(&s, 4), STR(">")));
	stage_keys(&s, "^P ^N Up Enter");
	stage_expect_not(&s, "搜> ");
	/* Back: the search as it was, then where one came from. */
	stage_keys(&s, "q");
	stage_expect(&s, "搜> xm");
	stage_keys(&s, "Esc");
	stage_expect_cursor(&s, "星萌");
	stage_close(&s);
}

/* The words of a search that one comes back to are there to be changed, and the first letter begins another search. */
static void what_is_typed_on_coming_back_begins_anew(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "xm");
	stage_expect_not(&s, "输入即重搜");
	stage_keys(&s, "Enter Esc");
	stage_expect(&s, "输入即重搜");
	stage_keys(&s, "Down Tab");
	stage_expect(&s, "输入即重搜");
	stage_type(&s, "zz");
	assert_true(str_eq_c(str_trim(stage_line(&s, 1)), "搜> zz"));
	stage_expect_not(&s, "输入即重搜");
	stage_keys(&s, "Enter Esc");
	stage_type(&s, " jkq");
	stage_expect(&s, "搜> zz jkq");
	stage_keys(&s, "Enter Esc Left");
	stage_type(&s, "q");
	stage_expect(&s, "搜> zz jkqq");
	stage_close(&s);
}

/* A new index comes at any moment: what is typed goes on, and what was offered stays so. */
static void a_new_index_leaves_the_line_as_it_is(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "x");
	app_set_index(s.app, s.index);
	stage_type(&s, "m");
	stage_expect(&s, "搜> xm");
	stage_keys(&s, "Enter Esc");
	app_set_index(s.app, s.index);
	stage_type(&s, "zz");
	assert_true(str_eq_c(str_trim(stage_line(&s, 1)), "搜> zz"));
	stage_close(&s);
}

static void kinds_are_tabs_with_counts(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "兴县");
	stage_expect(&s, "[全部 ");
	stage_expect(&s, " 开发区 1 ");
	/* Tab walks over the kinds that hold something and comes round. */
	int steps = 0;
	do {
		stage_keys(&s, "Tab");
		steps++;
	} while (!stage_shows(&s, "[全部 ") && steps < 30);
	assert_in_range(steps, 2, 20);
	stage_keys(&s, "S-Tab");
	assert_false(stage_shows(&s, "[全部 "));
	while (!stage_shows(&s, "[开发区 1]") && steps-- > 0)
		stage_keys(&s, "S-Tab");
	stage_expect(&s, "[开发区 1]");
	stage_expect(&s, "山西兴县经济技术开发区");
	stage_close(&s);
}

static void typed_characters_open_it(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_type(&s, "长子");
	stage_expect(&s, "搜> 长子");
	assert_true(str_find(stage_line(&s, 3), STR("长子"), 0) >= 0);
	stage_close(&s);
}

static void every_letter_is_input(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "qjkuGH?/:1");
	stage_expect(&s, "搜> qjkuGH?/:1");
	stage_expect(&s, "没有字段");
	stage_keys(&s, "^U");
	stage_type(&s, "jin");
	stage_keys(&s, "Left Left");
	stage_type(&s, "l");
	stage_expect(&s, "搜> jlin");
	stage_close(&s);
}

static void every_size_holds(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "x");
	stage_every_size(&s);
	stage_close(&s);
}

static void without_an_index(void **state)
{
	struct settings settings = {.ambi = AMBI_NARROW};
	struct stage s = {0};
	struct place place;
	(void)state;
	s.app = app_new(&settings);
	grid_init(&s.grid, 80, 24, AMBI_NARROW, false);
	assert_true(place_parse(STR("search"), &place));
	app_go(s.app, &place);
	place_release(&place);
	stage_draw(&s, 80, 24);
	stage_type(&s, "zhangzi");
	stage_expect(&s, "搜> zhangzi");
	stage_expect(&s, "读取中");
	stage_keys(&s, "Tab Down Enter");
	/* What was typed ahead is answered when the index comes. */
	stage_rows(&s);
	s.index = catalogue_index(&s.catalogue);
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "长子");
	stage_close(&s);
}

static void a_wrong_letter_says_how_far_it_was_good(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "f");
	stage_type(&s, "长子qqqq");
	stage_expect(&s, "没有找到");
	stage_expect(&s, "\"长子\" 能找到 ");
	stage_keys(&s, "Backspace Backspace Backspace Backspace");
	stage_expect_not(&s, "能找到");
	/* Nothing in it is good: nothing more is said. */
	stage_keys(&s, "^U");
	stage_type(&s, "~~~");
	stage_expect(&s, "没有找到");
	stage_expect_not(&s, "能找到");
	/* However much follows, and however it came. */
	char text[200] = "长子";
	for (size_t n = 30; n <= 120; n += 90) {
		memset(text + strlen("长子"), 'q', n);
		stage_keys(&s, "^U");
		stage_paste(&s, text);
		stage_expect(&s, "\"长子\" 能找到 ");
		stage_keys(&s, "^U");
		stage_type(&s, text);
		stage_expect(&s, "\"长子\" 能找到 ");
	}
	stage_close(&s);
}

/* What has an operator is a query: every kind that it can be asked of, with its number of records; Enter lists them. */
static void a_query_is_asked_of_every_kind(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	stage_keys(&s, "f");
	stage_type(&s, "zone:兴县");
	stage_expect(&s, "按条件");
	stage_expect_cursor(&s, "项目                  3");
	stage_type(&s, " 状态:q");
	stage_expect(&s, "Tab 签约 2");
	stage_keys(&s, "Tab");
	stage_expect(&s, "zone:兴县 状态:签约");
	stage_expect_cursor(&s, "项目                  2");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 zone:兴县");
	stage_expect(&s, "稳卓");
	stage_expect_not(&s, "金通");
	/* Back at the words as they were; a full-width sign and a mistake are understood. */
	stage_keys(&s, "q");
	stage_expect(&s, "搜> zone:兴县 状态:签约");
	stage_keys(&s, "^U");
	stage_type(&s, "总投资＞＝5亿");
	stage_expect_cursor(&s, "项目                  2");
	stage_keys(&s, "^U");
	stage_type(&s, "invst>=5亿");
	stage_expect_not(&s, "没有找到"); /* nothing was looked for */
	stage_expect(&s, "invest");
	stage_keys(&s, "Enter");
	stage_expect(&s, "搜> invst>=5亿");
	/* Words without an operator are looked up as ever. */
	stage_keys(&s, "^U");
	stage_type(&s, "兴县");
	stage_expect_not(&s, "按条件");
	stage_expect(&s, "[全部");
	stage_close(&s);
}

/* What nothing has goes by its sound, under a line that says so; counts, tabs and keys are those of what is shown. */
static void what_sounds_alike_is_found_and_said(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	stage_keys(&s, "f");
	stage_type(&s, "形现经开区");
	stage_expect(&s, "没有这些字;读音相同的: ~形现经开区");
	stage_expect(&s, "[全部 5]");
	assert_true(str_starts(stage_line(&s, 4), STR(">")));
	assert_true(str_find(stage_line(&s, 4), STR("山西兴县经济技术开发区"), 0) >= 0);
	stage_expect(&s, "XingXianJingKaiQu");
	stage_expect(&s, "同音");
	stage_keys(&s, "Tab");
	stage_expect(&s, "[开发区 1]");
	stage_expect(&s, "读音相同的");
	stage_keys(&s, "Enter");
	stage_expect_not(&s, "搜> ");
	stage_keys(&s, "q");
	stage_expect(&s, "读音相同的: ~形现经开区");
	stage_every_size(&s);
	/* What is found as it stands is not mixed with what sounds alike. */
	stage_keys(&s, "^U");
	stage_type(&s, "兴县经开区");
	stage_expect_not(&s, "读音相同");
	/* Who asks for the sound is told nothing. */
	stage_keys(&s, "^U");
	stage_type(&s, "~形现经开区");
	stage_expect_not(&s, "没有这些字");
	stage_expect(&s, "山西兴县经济技术开发区");
	stage_close(&s);
}

/* A status is a word of no text: the lists that have it are offered, Enter opens one. */
static void words_that_are_values_open_as_a_list(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	stage_keys(&s, "f");
	stage_type(&s, "兴县 签约");
	stage_expect(&s, "按条件: Enter 列出");
	stage_expect_cursor(&s, "项目                  2  兴县 status:签约");
	stage_keys(&s, "Tab Down Enter");
	stage_expect(&s, "筛 兴县 status:签约");
	stage_expect(&s, "稳卓");
	stage_keys(&s, "q");
	stage_expect(&s, "搜> 兴县 签约");
	stage_type(&s, "天外");
	stage_expect_not(&s, "按条件");
	stage_expect(&s, "没有找到");
	stage_close(&s);
}

/* Seventy facilities, and three hundred persons, found by one character each. */
static void open_many(struct stage *s)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	*s = (struct stage){0};
	for (int i = 0; i < 370; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "%s:many%03d", i < 70 ? "facility" : "person", i);
		snprintf(name, sizeof name, "%s%03d", i < 70 ? "楼" : "人", i);
		catalogue_add(&s->catalogue, id, "name", name, NULL);
	}
	stage_begin(s, "zones", &settings);
	stage_draw(s, 80, 24);
	stage_keys(s, "f");
}

static void go_down(struct stage *s, int rows)
{
	for (int i = 0; i < rows; i++)
		stage_keys(s, "Down");
}

/* Those behind the first fifty are ranked when somebody goes there, in the order of all of them. */
static void hits_behind_the_first_are_reached(void **state)
{
	struct lookup_hits hits;
	struct strbuf name = {0};
	struct stage s;
	(void)state;
	open_many(&s);
	stage_type(&s, "楼");
	stage_expect(&s, "1/70");
	go_down(&s, 59);
	stage_expect(&s, "60/70");
	lookup_run(s.index, STR("楼"), UINT32_MAX, SIZE_MAX, &hits);
	assert_int_equal(hits.n, 70);
	strbuf_add(&name, index_name(s.index, hits.v[59].ref));
	stage_expect_cursor(&s, name.p);
	strbuf_release(&name);
	lookup_release(&hits);
	go_down(&s, 30);
	stage_expect(&s, "70/70");
	/* Nobody reads further than two hundred. */
	stage_keys(&s, "^U");
	stage_type(&s, "人");
	stage_expect(&s, "1/300");
	stage_expect(&s, "200)");
	go_down(&s, 220);
	stage_expect(&s, "200/300");
	stage_keys(&s, "Enter q");
	stage_expect(&s, "200/300");
	stage_close(&s);
}

/* How many rows show a word. */
static int lines_with(const struct stage *s, const char *word)
{
	int n = 0;
	for (int row = 0; row < s->grid.rows; row++)
		n += str_find(stage_line(s, row), str_from(word), 0) >= 0;
	return n;
}

/* The cells of a row that stand out as found, as text. */
static void expect_found(const struct stage *s, int row, const char *expected)
{
	struct strbuf found = {0};
	for (int column = 0; column < s->grid.columns; column++) {
		const struct cell *cell = grid_at(&s->grid, row, column);
		if (cell->role == ROLE_MATCH)
			strbuf_add(&found, (struct str){cell->bytes, cell->n});
	}
	assert_str(strbuf_str(&found), expected);
	strbuf_release(&found);
}

static void nothing_is_said_twice(void **state)
{
	static const struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	catalogue_add(&s.catalogue, "region:a", "name", "平川县", "level", "county", NULL);
	catalogue_add(&s.catalogue, "zone:a", "name", "平川经济技术开发区", "class", "economic", "level", "provincial", "region", "region:a", NULL);
	catalogue_add(&s.catalogue, "zone:b", "name", "平川工业园区", "class", "other", "level", "national", "region", "region:a", NULL);
	catalogue_add(&s.catalogue, "enterprise:a", "name", "山西晋华光伏科技有限公司", "short_names", "晋华光伏", "zone", "zone:b", NULL);
	catalogue_add(&s.catalogue, "enterprise:b", "name", "南山光学仪器有限公司", "short_names", "光仪", "zone", "zone:b", NULL);
	catalogue_add(&s.catalogue, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&s.catalogue, "source:a", "name", "甲报", NULL);
	catalogue_add(&s.catalogue, "project:a", "name", "年产50万吨铝材项目", "zone", "zone:b", NULL);
	stage_claim(&s, "project:a", "indicator:capacity", "50", "万吨", "2025", "source:a");
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 40);
	stage_keys(&s, "f");
	stage_type(&s, "pc");
	/* How the readings were meant: where that begins. */
	assert_in_range(lines_with(&s, "PingChuan"), 3, 9);
	assert_int_equal(lines_with(&s, "首字母"), 1);
	assert_true(str_find(stage_line(&s, 3), STR("首字母"), 0) >= 0);
	stage_type(&s, "j");
	assert_int_equal(lines_with(&s, "首字母"), 1);
	/* The class stands in the name; 其他 tells nothing. */
	stage_expect_not(&s, "经济技术  省级");
	assert_true(str_find(stage_line_with(&s, "平川经济技术开发区"), STR("省级  平川县"), 0) >= 0);
	stage_keys(&s, "Backspace");
	assert_true(str_find(stage_line_with(&s, "平川工业园区"), STR("国家级  平川县"), 0) >= 0);
	stage_expect_not(&s, "其他");
	/* A short name is a part of the whole one, or it is told. */
	stage_keys(&s, "^U");
	stage_type(&s, "光伏");
	assert_int_equal(lines_with(&s, "晋华光伏"), 1);
	assert_true(str_ends(str_trim(stage_line(&s, 3)), STR("平川工业园区")));
	expect_found(&s, 3, "光伏");
	stage_keys(&s, "^U");
	stage_type(&s, "光仪");
	assert_true(str_find(stage_line_with(&s, "南山光学仪器有限公司"), STR("  光仪"), 0) >= 0);
	/* A value and its unit are told whatever stands in the name. */
	stage_keys(&s, "^U");
	stage_type(&s, "铝材");
	assert_true(str_find(stage_line_with(&s, "数 年产50万吨铝材项目 产能"), STR("  50万吨"), 0) >= 0);
	/* What a number finds is told once, and where it stands. */
	stage_keys(&s, "^U");
	stage_type(&s, "50 万吨");
	struct str line = str_trim(stage_line_with(&s, "数 年产50万吨铝材项目 产能"));
	assert_true(str_find(line, STR("  50万吨"), 0) >= 0 && str_ends(line, STR("  甲报")));
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_is_asked_of_every_kind),
		cmocka_unit_test(what_sounds_alike_is_found_and_said),
		cmocka_unit_test(words_that_are_values_open_as_a_list),
		cmocka_unit_test(letters_find_while_typing),
		cmocka_unit_test(what_is_typed_on_coming_back_begins_anew),
		cmocka_unit_test(a_new_index_leaves_the_line_as_it_is),
		cmocka_unit_test(nothing_is_said_twice),
		cmocka_unit_test(hits_behind_the_first_are_reached),
		cmocka_unit_test(a_pasted_text_is_asked_once),
		cmocka_unit_test(keys_choose_and_open),
		cmocka_unit_test(kinds_are_tabs_with_counts),
		cmocka_unit_test(typed_characters_open_it),
		cmocka_unit_test(every_letter_is_input),
		cmocka_unit_test(every_size_holds),
		cmocka_unit_test(without_an_index),
		cmocka_unit_test(a_wrong_letter_says_how_far_it_was_good),
	};
	return cmocka_run_group_tests_name("view/search", tests, NULL, NULL);
}
