#include "support/stage.h"

static void filter_while_typing(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "&");
	stage_type(&s, "status:投产");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	/* Esc: everything as it was, the cursor too. */
	stage_keys(&s, "Esc");
	stage_expect(&s, "赤泥");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "&");
	stage_type(&s, "invest>=4亿");
	stage_keys(&s, "Enter");
	stage_expect_not(&s, "金通");
	stage_expect_cursor(&s, "稳卓");
	stage_expect(&s, "2(5)");
	/* u takes the filter away, U brings it back. */
	stage_keys(&s, "u");
	stage_expect(&s, "金通");
	stage_keys(&s, "U");
	stage_expect_not(&s, "金通");
	stage_close(&s);
}

static void a_pasted_filter_is_asked_once(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	app_handle(s.app, (struct event){.type = EVENT_KEY, .key = 0x91D1, .more = true}); /* 金 */
	stage_draw(&s, 80, 24);
	stage_expect(&s, "稳卓");
	stage_paste(&s, "通 status:投产");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	stage_keys(&s, "Esc");
	stage_expect(&s, "稳卓");
	stage_keys(&s, ":");
	stage_paste(&s, "crosstab");
	stage_keys(&s, "Enter");
	stage_expect_not(&s, "稳卓");
	stage_close(&s);
}

static void a_bad_filter_says_so_and_keeps_the_rows(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:投产");
	stage_expect(&s, "金通");
	stage_type(&s, " (");
	stage_expect(&s, "应有词、字段或");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	stage_keys(&s, "Esc");
	stage_expect(&s, "稳卓");
	stage_expect_not(&s, "应有词、字段或");
	stage_close(&s);
}

/* "status" is no name of a project, but the beginning of a field: what stands is what is asked before it. */
static void a_field_being_typed_does_not_empty_the_list(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status");
	stage_expect(&s, "1/5");
	stage_type(&s, ":");
	stage_expect(&s, "1/5");
	stage_type(&s, "投产");
	stage_expect(&s, "1/1(5)");
	/* beside other terms; what is half typed as a value leaves the last rows */
	stage_keys(&s, "^U");
	stage_type(&s, "zone:兴县 (status");
	stage_keys(&s, "Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
	stage_type(&s, "invest>=");
	stage_expect(&s, "1/3(5)");
	stage_expect(&s, "到末尾了");
	stage_type(&s, "4亿");
	stage_expect(&s, "1/1(5)");
	stage_type(&s, "x");
	stage_expect(&s, "1/1(5)");
	/* the words that are answered are not the words that are kept */
	stage_keys(&s, "^U");
	stage_type(&s, "zone:兴县 area>=");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛> zone:兴县 area>=");
	stage_keys(&s, "Esc");
	stage_expect(&s, "1/5");
	stage_close(&s);
}

/* A name has the word in it, too: as a field, with its value to come, it leaves all that the terms before it do. */
static void a_word_that_becomes_a_field(void **state)
{
	static const struct {
		const char *before, *word, *rows;
	} words[] = {{"", "投资", "1/6"}, {"长子 ", "投资", "1/2(6)"}, {"长子　", "投资", "1/2(6)"}};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "project:touzi", "name", "投资公司项目", "zone", "zone:zhangzi", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		stage_keys(&s, "&");
		stage_type(&s, words[i].before);
		stage_type(&s, words[i].word);
		stage_expect(&s, "1/1(6)");
		stage_type(&s, ":");
		stage_expect(&s, words[i].rows);
		stage_keys(&s, "Esc");
	}
	stage_close(&s);
}

/* A word that begins a field's name and stands in names, too, finds these: the rows stay only where it finds none. */
static void a_word_that_also_names_a_field_finds_names(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_keys(&s, "&");
	stage_type(&s, "xing");
	stage_expect(&s, "Tab 行政区:");
	stage_expect(&s, "1/1(4)");
	stage_type(&s, "z");
	stage_expect(&s, "1/4");
	/* beside another term; what begins no field is a word, and what is entered is answered as it stands */
	stage_keys(&s, "^U");
	stage_type(&s, "高新 xingz");
	stage_expect(&s, "1/2(4)");
	stage_type(&s, "x");
	stage_expect(&s, "没有符合的记录");
	stage_keys(&s, "Backspace");
	stage_expect(&s, "1/2(4)");
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有符合的记录");
	stage_keys(&s, "u");
	stage_expect(&s, "1/4");
	stage_close(&s);
}

static void a_bad_filter_stays_in_the_line(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:投产 (");
	stage_keys(&s, "Enter");
	stage_expect(&s, "应有词、字段或");
	stage_expect(&s, "筛> status:投产 (");
	stage_keys(&s, "Backspace Backspace Enter");
	stage_expect_not(&s, "筛>");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	/* Esc out of it leads back to the rows from before. */
	stage_keys(&s, "&");
	stage_type(&s, " (");
	stage_keys(&s, "Enter Esc");
	stage_expect_not(&s, "筛>");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	stage_keys(&s, "u");
	stage_expect(&s, "稳卓");
	stage_close(&s);
}

static void the_filter_says_the_order(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "sort:name top:2");
	stage_keys(&s, "Enter");
	stage_expect(&s, "1/2");
	stage_keys(&s, "&");
	stage_type(&s, " by:status");
	stage_keys(&s, "Enter [");
	/* a key that orders takes its place; the groups stay, and the rows of each are in that order */
	stage_expect(&s, "by:status");
	stage_expect_not(&s, "sort:name");
	stage_expect(&s, "top:2");
	stage_close(&s);
}

/* The order stands beside all terms, also where they are alternatives that one more term narrows down. */
static void a_value_beside_alternatives_and_an_order(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "sort:name 赤泥|稳卓 top:9");
	stage_keys(&s, "Enter l ,");
	stage_expect(&s, "筛 (赤泥|稳卓) status:签约 sort:name top:9");
	stage_expect(&s, "1/2(5)");
	stage_keys(&s, ";");
	stage_expect(&s, "0/0(5)");
	stage_close(&s);
}

/* What counts over a list counts all rows that match, and opens as many. */
static void the_first_of_an_order_are_not_counted_alone(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "sort:name top:1");
	stage_keys(&s, "Enter F");
	stage_expect(&s, "签约                   2");
	stage_keys(&s, "Enter");
	stage_expect(&s, "1/2(5)");
	stage_expect(&s, "筛 status:签约 sort:name");
	stage_close(&s);
}

static void tab_completes_the_filter(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	/* an empty line says what may stand in it */
	stage_expect(&s, "词或首字母  字段:值");
	stage_type(&s, "stat");
	stage_expect_not(&s, "词或首字母  字段:值");
	stage_expect(&s, "Tab status:");
	stage_keys(&s, "Tab");
	/* the field is there; its values stand above with the rows that each has */
	stage_expect(&s, "筛> status:");
	stage_expect(&s, "签约 ");
	stage_type(&s, "tou");
	stage_expect(&s, "Tab 投产 ");
	stage_keys(&s, "Tab");
	stage_expect(&s, "筛> status:投产");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	/* what is typed after it is a word again */
	stage_type(&s, " zz");
	stage_expect_not(&s, "投产 1");
	/* words of the language stand there before a letter of them is typed, names do not */
	stage_keys(&s, "^U");
	stage_expect_not(&s, "Tab ");
	stage_type(&s, "has:");
	stage_expect(&s, "Tab 矛盾");
	stage_keys(&s, "^U");
	stage_type(&s, "verdict:");
	stage_expect(&s, "Tab 单源");
	stage_keys(&s, "^U");
	stage_type(&s, "invest:1..5");
	stage_expect(&s, "Tab 5亿 ");
	stage_keys(&s, "Esc");
	stage_expect_not(&s, "Tab ");
	stage_close(&s);
}

/* What is looked for is a query, too; its values are counted among the rows that the filter leaves. */
static void tab_completes_what_is_looked_for(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "/");
	stage_type(&s, "status:");
	stage_expect(&s, "Tab 签约 2");
	stage_keys(&s, "Esc &");
	stage_type(&s, "-稳卓");
	stage_keys(&s, "Enter /");
	stage_type(&s, "status:qy");
	stage_expect(&s, "Tab 签约 1");
	stage_keys(&s, "Tab");
	stage_expect(&s, "status:签约");
	stage_expect_cursor(&s, "赤泥");
	stage_keys(&s, "Enter");
	stage_expect_not(&s, "Tab ");
	stage_expect(&s, "1/1");
	stage_close(&s);
}

/* The row under the cursor when the line was opened, whatever rows the letters of "same" leave. */
static void same_is_about_the_row(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "&");
	stage_type(&s, "same:");
	stage_expect(&s, "Tab 安徽稳卓");
	stage_keys(&s, "Tab");
	stage_expect(&s, "筛> same:project:wenzhuo");
	stage_keys(&s, "Esc &");
	stage_type(&s, "同：.");
	stage_expect(&s, "筛> 同：project:wenzhuo");
	stage_keys(&s, "Esc &");
	stage_type(&s, "same: ");
	stage_expect(&s, "筛> same:project:wenzhuo");
	stage_type(&s, "-status:投产");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 same:安徽稳卓汽车零部件项目 -status:投产");
	stage_close(&s);
	/* by Enter, too; and another row does not change what was asked for */
	stage_open(&s, "projects");
	stage_keys(&s, "j &");
	stage_type(&s, "same:");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 same:安徽稳卓汽车零部件项目");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "j &");
	stage_expect(&s, "筛> same:project:wenzhuo");
	stage_close(&s);
	/* a record that is named is left alone */
	stage_open(&s, "projects");
	stage_keys(&s, "j &");
	stage_type(&s, "same:project:jintong");
	stage_expect(&s, "筛> same:project:jintong");
	stage_close(&s);
}

static void tab_goes_round(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:");
	stage_keys(&s, "Tab");
	struct str line = stage_line(&s, 23);
	assert_true(str_find(line, STR("status:"), 0) >= 0 && line.n > 15);
	char first[64];
	snprintf(first, sizeof first, "%.*s", STR_ARG(line));
	stage_keys(&s, "Tab");
	assert_false(str_eq_c(stage_line(&s, 23), first));
	stage_keys(&s, "S-Tab");
	assert_str(stage_line(&s, 23), first);
	/* backwards it begins with the last */
	stage_keys(&s, "^U");
	stage_type(&s, "status:");
	stage_keys(&s, "S-Tab");
	assert_false(str_eq_c(stage_line(&s, 23), first));
	stage_keys(&s, "Tab");
	assert_str(stage_line(&s, 23), first);
	stage_close(&s);
}

static void perhaps_is_shown(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "invest>=6亿");
	stage_keys(&s, "Enter");
	struct str line = stage_line(&s, stage_line_of(&s, "稳卓"));
	assert_true(str_find(str_sub(line, 0, 3), STR("?"), 0) == 2);
	stage_expect(&s, "?或许1");
	stage_close(&s);
}

static void an_empty_list_says_the_way_out(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:终止");
	stage_expect(&s, "没有符合的记录");
	stage_expect_not(&s, "去掉筛选"); /* Enter ends the line first */
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有符合的记录");
	stage_expect(&s, "status:终止");
	stage_expect(&s, "Enter 去掉筛选");
	stage_keys(&s, "Enter");
	stage_expect(&s, "金通");
	stage_expect(&s, "5");
	stage_close(&s);
}

/* A slip in a name is said while the line is open, behind it, and where the list is made anew. */
static void an_empty_list_says_which_name_is_none(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "zone:天外");
	stage_expect(&s, "没有叫“天外”的");
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有叫“天外”的");
	stage_expect(&s, "Enter 去掉筛选");
	stage_keys(&s, "5 q");
	stage_keys(&s, "1 `");
	stage_expect(&s, "没有叫“天外”的");
	stage_keys(&s, "Enter");
	stage_expect_not(&s, "没有叫");
	stage_expect(&s, "1/5");
	stage_close(&s);
}

/* What no text of a row says may be a value: the list offers the filter that has rows, and Tab takes it, in the line and behind it. */
static void an_empty_list_says_what_may_be_meant(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "总投资8亿以上");
	stage_expect(&s, "是不是 总投资:8亿以上 ?有 2 条");
	stage_expect(&s, "Tab 总投资:8亿以上 2");
	stage_keys(&s, "Tab");
	stage_expect(&s, "筛> 总投资:8亿以上");
	stage_expect(&s, "星萌");
	stage_expect_not(&s, "是不是");
	stage_keys(&s, "^U");
	stage_type(&s, "行县 签约");
	stage_keys(&s, "Enter");
	stage_expect(&s, "是不是 ~行县 status:签约 ?有 2 条");
	stage_keys(&s, "Tab");
	stage_expect(&s, "筛 ~行县 status:签约");
	stage_expect(&s, "赤泥");
	stage_keys(&s, "u");
	stage_expect(&s, "是不是");
	stage_expect(&s, "Enter 去掉筛选");
	/* Of marked rows the number would not be true. */
	stage_keys(&s, "Enter Space \" &");
	stage_type(&s, "白酒 谋划");
	stage_expect_not(&s, "是不是");
	stage_close(&s);
}

static void same_value_and_without_it(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j l ,"); /* status of 稳卓: signed */
	stage_expect(&s, "赤泥");
	stage_expect_not(&s, "金通");
	stage_keys(&s, "u ;");
	stage_expect_not(&s, "赤泥");
	stage_expect(&s, "金通");
	stage_close(&s);
	/* A reference by its short name where that is enough; figures by their amount; what is not there by missing. */
	stage_open(&s, "projects");
	stage_keys(&s, "l l ,");
	stage_expect(&s, "invest=25.6亿元");
	stage_keys(&s, "u G ,");
	stage_expect(&s, "missing:invest");
	stage_expect_not(&s, "星萌");
	stage_close(&s);
}

/* 亿元级 is at least so much. */
static void a_bound_becomes_a_range(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:bound", "subject", "project:baijiu", "indicator", "indicator:invest", "unit", "亿元", "qualifier", "级", "modality", "planned",
		"source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "/");
	stage_type(&s, "白酒");
	stage_keys(&s, "Enter l l ,");
	stage_expect(&s, "invest:1亿元..");
	stage_expect(&s, "白酒");
	stage_close(&s);
}

/* Several codes are as many terms, in the words of the language. */
static void codes_become_terms(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	catalogue_add(&s.catalogue, "enterprise:a", "name", "甲公司", "classes", "chain_lead;hightech", NULL);
	catalogue_add(&s.catalogue, "enterprise:b", "name", "乙公司", "classes", "chain_lead", NULL);
	stage_begin(&s, "enterprises", &settings);
	stage_draw(&s, 120, 24);
	stage_keys(&s, "l ,");
	stage_expect(&s, "(classes:链主 classes:高新技术企业)");
	stage_expect_not(&s, "乙公司");
	stage_close(&s);
}

/* "," on one column after the other, until the filter is that term. */
static void expect_term(struct stage *s, const char *term)
{
	for (int column = 0; column < 8; column++) {
		stage_keys(s, "l ,");
		if (stage_shows(s, term))
			return;
		stage_keys(s, "u");
	}
	fail_msg("no column gives %s:\n%s", term, s->text.p);
}

/* A number is equal to itself, several references are as many terms: that of 甲 has what 乙 has not. */
static void numbers_and_references_become_terms(void **state)
{
	static const char *const terms[][2] = {{"stages", "position=1"}, {"assessments", "(indicators:投资 indicators:产值)"}};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct stage s = {0};
		catalogue_add(&s.catalogue, "indicator:invest", "name", "投资", NULL);
		catalogue_add(&s.catalogue, "indicator:output", "name", "产值", NULL);
		catalogue_add(&s.catalogue, "chain:lv", "name", "铝链", NULL);
		catalogue_add(&s.catalogue, "stage:a", "name", "甲环节", "chain", "chain:lv", "position", "1", NULL);
		catalogue_add(&s.catalogue, "stage:b", "name", "乙环节", "chain", "chain:lv", "position", "11", NULL);
		catalogue_add(&s.catalogue, "assessment:a", "name", "甲考核", "indicators", "indicator:invest;indicator:output", NULL);
		catalogue_add(&s.catalogue, "assessment:b", "name", "乙考核", "indicators", "indicator:invest", NULL);
		stage_begin(&s, terms[i][0], &settings);
		stage_draw(&s, 120, 24);
		stage_keys(&s, "/");
		stage_type(&s, "甲");
		stage_keys(&s, "Enter");
		expect_term(&s, terms[i][1]);
		stage_expect(&s, "甲");
		stage_expect_not(&s, "乙");
		stage_close(&s);
	}
}

static void every_value_can_become_a_filter(void **state)
{
	static const char *const screens[] = {"projects", "zones", "sources", "claims", "indicators", "regions", "facilities"};
	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		struct stage s;
		stage_open(&s, screens[i]);
		stage_draw(&s, 200, 40);
		for (int row = 0; row < 5; row++) {
			for (int column = 0; column < 12; column++) {
				struct strbuf before = {0};
				strbuf_add(&before, stage_cursor_line(&s));
				stage_keys(&s, ",");
				if (!stage_shows(&s, "此列不能作筛选")) {
					/* The row itself is always among those that have its value. */
					if (stage_shows(&s, "没有符合的记录") || stage_shows(&s, "found"))
						fail_msg("%s, row %d, column %d:\n%.*s", screens[i], row, column,
							STR_ARG(strbuf_str(&s.text)));
					stage_keys(&s, "u");
				}
				strbuf_release(&before);
				stage_keys(&s, "l");
			}
			stage_keys(&s, "h h h h h h h h h h h h j");
		}
		stage_close(&s);
	}
}

/* A value that takes several terms is excluded as a whole. */
static void a_value_in_pieces_is_excluded_whole(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "facilities");
	stage_keys(&s, "/");
	stage_type(&s, "二期");
	stage_keys(&s, "Enter ;");
	stage_expect(&s, "白楼");
	stage_expect(&s, "1/1(2)");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filter_while_typing),
		cmocka_unit_test(a_pasted_filter_is_asked_once),
		cmocka_unit_test(a_bad_filter_says_so_and_keeps_the_rows),
		cmocka_unit_test(a_field_being_typed_does_not_empty_the_list),
		cmocka_unit_test(a_word_that_becomes_a_field),
		cmocka_unit_test(a_word_that_also_names_a_field_finds_names),
		cmocka_unit_test(a_bad_filter_stays_in_the_line),
		cmocka_unit_test(the_filter_says_the_order),
		cmocka_unit_test(a_value_beside_alternatives_and_an_order),
		cmocka_unit_test(the_first_of_an_order_are_not_counted_alone),
		cmocka_unit_test(tab_completes_the_filter),
		cmocka_unit_test(tab_completes_what_is_looked_for),
		cmocka_unit_test(same_is_about_the_row),
		cmocka_unit_test(tab_goes_round),
		cmocka_unit_test(perhaps_is_shown),
		cmocka_unit_test(an_empty_list_says_the_way_out),
		cmocka_unit_test(an_empty_list_says_which_name_is_none),
		cmocka_unit_test(an_empty_list_says_what_may_be_meant),
		cmocka_unit_test(same_value_and_without_it),
		cmocka_unit_test(a_bound_becomes_a_range),
		cmocka_unit_test(codes_become_terms),
		cmocka_unit_test(numbers_and_references_become_terms),
		cmocka_unit_test(every_value_can_become_a_filter),
		cmocka_unit_test(a_value_in_pieces_is_excluded_whole),
	};
	return cmocka_run_group_tests_name("view/list_filter", tests, NULL, NULL);
}
