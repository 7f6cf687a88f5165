#include "record_world.h"

#include "view/evidence.h"

static void a_zone_follows_from_the_tables(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_draw(&s, 80, 90);
	expect_in(&s, "名称", "兴县经济技术开发区");
	expect_in(&s, "主导产业", "铝镁  能源");
	expect_in(&s, "出处", "第1段 字符0-2; 001-1 第4段 字符7-9");
	stage_expect(&s, "园区 1");
	expect_in(&s, "瓦塘园区", "铝");
	stage_expect(&s, "企业 2");
	stage_expect(&s, "项目 3");
	expect_in(&s, "冻干食品一期", "投产");
	/* What names this zone needs no column that names it again. */
	assert_true(str_find(stage_line_with(&s, "冻干食品一期"), STR("兴县经开区"), 0) < 0);
	expect_in(&s, "总产值过百亿", "2026");
	expect_in(&s, "? 储量相差", "不明");
	stage_expect(&s, "来源 2");
	expect_in(&s, "五年之后", "1");
	stage_close(&s);
}

static void figures_that_differ_stand_together(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	int first = number_of_line(&s, "2.33亿吨"), second = number_of_line(&s, "1.86亿吨");
	assert_true(first - second == 1 || second - first == 1);
	expect_in(&s, "2.33亿吨", verdicts[VERDICT_CONFLICT].zh);
	expect_in(&s, "1.86亿吨", "!");
	expect_in(&s, "2.33亿吨", "?");
	expect_in(&s, "275亿元", "2025-01/2025-09");
	expect_in(&s, "275亿元", verdicts[VERDICT_SINGLE].zh);
	stage_expect(&s, "!2");
	stage_close(&s);
}

/* A card is read at a glance; what the ledger holds to the letter is one key away, and is what a citation says. */
static void money_of_a_ledger_is_read_and_traced(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "project:two", NULL);
	stage_expect(&s, "413亿元");
	stage_expect_not(&s, "41300000000");
	stage_keys(&s, "/");
	stage_type(&s, "413亿");
	stage_keys(&s, "Enter e");
	stage_expect(&s, "41300000000元 (413亿元)");
	struct evidence evidence = evidence_claim(s.index, index_find_id(s.index, STR("claim:f8")));
	struct strbuf cited = {0};
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &cited);
	assert_true(str_find(strbuf_str(&cited), STR(" 41300000000元（"), 0) >= 0);
	strbuf_release(&cited);
	stage_close(&s);
}

static void long_sections_lead_to_the_list(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_draw(&s, 80, 90);
	stage_expect(&s, "机制举措 14");
	stage_expect(&s, "办法11");
	stage_expect_not(&s, "办法12");
	expect_in(&s, "全部 14", "全部 14");
	stage_keys(&s, "/ 全");
	stage_expect_cursor(&s, "全部 14");
	stage_keys(&s, "Enter Enter");
	stage_expect(&s, "办法13");
	stage_close(&s);
}

static void a_long_chain_leads_to_lists(void **state)
{
	static const char *const doors[] = {"/ 全 Enter Enter", "/ 全 Enter n Enter"}, *const last[] = {"焦厂12", "焦炉12"};
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct stage s;
		open_page(&s, "chain:mei", NULL);
		stage_draw(&s, 80, 60);
		stage_expect(&s, "焦厂11");
		stage_expect(&s, "项目 13");
		stage_expect(&s, "焦炉11");
		expect_in(&s, "全部 13", "全部 13");
		stage_expect_not(&s, last[i]);
		stage_keys(&s, doors[i]);
		stage_expect(&s, last[i]);
		stage_close(&s);
	}
}

static void a_name_is_all_that_is_known(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:bare", NULL);
	stage_expect(&s, message(MSG_PAGE_NAME_ONLY, LANGUAGE_ZH).p);
	stage_close(&s);
	open_page(&s, "zone:xingxian", NULL);
	stage_expect_not(&s, message(MSG_PAGE_NAME_ONLY, LANGUAGE_ZH).p);
	stage_close(&s);
}

static void a_chain_shows_who_stands_where(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "chain:lv", NULL);
	expect_in(&s, "[电解铝]", "[铝土矿]  -> [电解铝]");
	/* 铝材 does not follow the stage before it: a line of its own, from what it follows. */
	expect_in(&s, "[铝材]", "[铝土矿]  -> [铝材]");
	/* What hangs on a by-product only stands among the links. */
	assert_true(str_find(strbuf_str(&s.text), STR("[赤泥选铁]"), 0) < 0);
	stage_expect(&s, "中铝华润 <>");
	stage_expect_not(&s, "金通铝业 <>");
	expect_in(&s, "全区", "电解铝 50万吨");
	expect_in(&s, "金通铝业", "铝板带 15万吨");
	expect_in(&s, "副产", "1.5..2");
	stage_close(&s);
}

/* Its main line is the map in small: Enter leads to the stage's place on the map; its page is behind that, and in the table. */
static void a_chains_main_line_leads_to_the_map(void **state)
{
	static const struct {
		const char *keys, *shown;
	} rows[] = {
		{"Tab Enter", "环节  铝土矿"}, {"Tab l Enter", "环节  电解铝"}, {"Tab j l Enter", "环节  铝材"},
		{"Tab j j Enter", "产业链图  "}, {"Tab l O", "产业链图"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_page(&s, "chain:lv", NULL);
		stage_expect(&s, "产业链图 (O, 环节上 Enter)");
		stage_keys(&s, rows[i].keys);
		if (!stage_shows(&s, "*本链*") || !stage_shows(&s, rows[i].shown))
			fail_msg("row \"%s\": \"%s\" is not on the map:\n%s", rows[i].keys, rows[i].shown, s.text.p);
		stage_keys(&s, "Enter");
		stage_expect_not(&s, "*本链*");
		stage_keys(&s, "q q");
		stage_expect(&s, "[铝土矿]  -> [电解铝]");
		stage_keys(&s, "Tab Tab Enter");
		stage_expect_not(&s, "*本链*");
		stage_close(&s);
	}
}

static void a_project_shows_its_milestones(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "project:one", NULL);
	int signed_line = number_of_line(&s, "2022-04-11");
	assert_int_equal(number_of_line(&s, "2022-05-11"), signed_line + 1);
	assert_int_equal(number_of_line(&s, "../2023-03"), signed_line + 2);
	expect_in(&s, "2022-05-11", "推断");
	expect_in(&s, "2022-05-11", "30天");
	/* An open date has no days to count from. */
	assert_true(str_find(stage_line_with(&s, "2023-05"), STR("天"), 0) < 0);
	expect_in(&s, "冻干食品一期", "冻干食品一期");
	expect_in(&s, "冻干食品二期", "二期");
	expect_in(&s, "冻干食品项目", "母项目");
	stage_expect(&s, "可能同一");
	stage_close(&s);
}

static void days_between_months_are_a_range(void **state)
{
	struct stage s;
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW};
	(void)state;
	s = (struct stage){0};
	catalogue_add(&s.catalogue, "project:p", "name", "甲项目", NULL);
	catalogue_add(&s.catalogue, "milestone:a", "project", "project:p", "status", "signed", "date", "2022-04", NULL);
	catalogue_add(&s.catalogue, "milestone:b", "project", "project:p", "status", "started", "date", "2022-05", NULL);
	stage_begin(&s, "home", &settings);
	app_go_record(s.app, index_find_id(s.index, STR("project:p")));
	stage_draw(&s, 80, 24);
	expect_in(&s, "2022-05", " 1-60天");
	stage_close(&s);
}

static void an_enterprise_meets_its_partners(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "enterprise:huarun", NULL);
	stage_expect(&s, "为链主的产业链 1");
	expect_in(&s, "电解铝 (兴县铝产业链)", "电解铝");
	stage_expect(&s, "供出物料 1");
	expect_in(&s, "铝液", "金通铝业");
	stage_close(&s);
}

static void a_prefecture_has_what_lies_in_its_counties(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "region:141100", NULL);
	stage_expect(&s, "下辖 1");
	stage_expect(&s, "开发区 2");
	stage_expect(&s, "某某经济开发区");
	stage_close(&s);
}

static void an_indicator_lists_its_figures(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "indicator:capacity", NULL);
	stage_expect(&s, "数据 2");
	expect_in(&s, "50万吨", "兴县经开区");
	expect_in(&s, "15万吨", "金通铝业");
	stage_close(&s);
}

/* The number of a promise says whose and of what it is, and leads there. Space reads on. */
static void a_promise_says_whose_it_is(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "target:t", NULL);
	expect_in(&s, "承诺数", "兴县经开区  工业总产值  275亿元");
	stage_keys(&s, "j Enter");
	expect_in(&s, "名称", "兴县经济技术开发区");
	stage_draw(&s, 80, 10);
	stage_keys(&s, "Space Space");
	stage_expect_not(&s, "兴县经济技术开发区");
	stage_close(&s);
}

/* -- everything, at every size --------------------------------------------------------------- */

static void every_record_at_every_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 12}, {20, 6}, {1, 1}, {3, 40}};
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(s.index, (enum kind)k); row++) {
			app_go_record(s.app, ref_make((enum kind)k, row));
			for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
				stage_draw(&s, sizes[i][0], sizes[i][1]);
				stage_keys(&s, "j l e k } G E { e g g");
			}
		}
	stage_close(&s);
}

/* Every name is a door: from any page, Enter on any cell leads to a page that can be drawn, and q back to where one was. */
static void doors_open_and_lead_back(void **state)
{
	struct stage s;
	struct test_random random = test_random();
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	stage_draw(&s, 80, 24);
	for (int i = 0; i < 300; i++) {
		for (uint32_t n = test_random_below(&random, 30); n > 0; n--)
			stage_keys(&s, test_random_below(&random, 4) ? "j" : "l");
		struct strbuf before = {0};
		strbuf_add(&before, strbuf_str(&s.text));
		stage_keys(&s, "Enter");
		bool moved = !str_eq(strbuf_str(&before), strbuf_str(&s.text)) && stage_shows(&s, "概况") && !stage_shows(&s, "没有可打开的");
		if (moved && test_random_below(&random, 3)) {
			stage_keys(&s, "H");
			assert_str(strbuf_str(&s.text), before.p);
		}
		strbuf_release(&before);
		if (!stage_shows(&s, "概况"))
			app_go_record(s.app, index_find_id(s.index, STR("chain:lv")));
	}
	stage_close(&s);
}

static void before_the_index_is_there(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	stage_keys(&s, "} j");
	struct strbuf before = {0};
	strbuf_add(&before, strbuf_str(&s.text));
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 60);
	stage_expect(&s, "zone:xingxian");
	stage_expect(&s, message(MSG_READING, LANGUAGE_ZH).p);
	/* The index came: everything as it was, the cursor too. */
	app_set_index(s.app, s.index);
	stage_draw(&s, 80, 60);
	assert_str(strbuf_str(&s.text), before.p);
	strbuf_release(&before);
	stage_close(&s);
}

static void a_record_that_is_not_there(void **state)
{
	struct stage s;
	struct place place;
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	place_init(&place, SCREEN_RECORD, KIND_ZONE);
	place_set(&place.ids[0], STR("zone:nowhere"));
	app_go(s.app, &place);
	place_release(&place);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "没有这条记录: zone:nowhere");
	stage_keys(&s, "j e Enter } c");
	stage_close(&s);
}

/* A figure's page says what it contradicts; what is about another thing, or of another, is not there. */
static void a_figure_beside_what_else_is_printed(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	app_go_record(s.app, index_find_id(s.index, STR("claim:c1")));
	stage_draw(&s, 80, 24);
	stage_expect(&s, "其他说法 1");
	stage_expect(&s, "8亿元");
	stage_expect(&s, "!矛盾");
	stage_expect_not(&s, "25.6亿元");
	/* The row opens the other one, which says the same of this. */
	stage_keys(&s, "Tab Enter");
	stage_expect(&s, "claim:c2");
	stage_expect(&s, "其他说法 1");
	stage_expect(&s, "5亿元");
	app_go_record(s.app, index_find_id(s.index, STR("claim:c3")));
	stage_draw(&s, 80, 24);
	stage_expect_not(&s, "其他说法");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_beside_what_else_is_printed), cmocka_unit_test(a_long_chain_leads_to_lists),
		cmocka_unit_test(a_zone_follows_from_the_tables), cmocka_unit_test(figures_that_differ_stand_together),
		cmocka_unit_test(money_of_a_ledger_is_read_and_traced),
		cmocka_unit_test(long_sections_lead_to_the_list), cmocka_unit_test(a_name_is_all_that_is_known),
		cmocka_unit_test(a_chain_shows_who_stands_where),
		cmocka_unit_test(a_chains_main_line_leads_to_the_map), cmocka_unit_test(a_project_shows_its_milestones),
		cmocka_unit_test(days_between_months_are_a_range), cmocka_unit_test(an_enterprise_meets_its_partners),
		cmocka_unit_test(a_prefecture_has_what_lies_in_its_counties), cmocka_unit_test(an_indicator_lists_its_figures),
		cmocka_unit_test(a_promise_says_whose_it_is), cmocka_unit_test(every_record_at_every_size), cmocka_unit_test(doors_open_and_lead_back),
		cmocka_unit_test(before_the_index_is_there), cmocka_unit_test(a_record_that_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
