#include "map_world.h"

static void test_boxes(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:lv");
	static const char *const said[] = {"铝土矿", "66万吨", "200万吨", "电解铝 <>", "!至少缺374万吨", "瓶颈", "弱 1企 在建谈1", "弱", "赤泥", "环节 5", "*本链*"};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		stage_expect(&s, said[i]);
	expect_selected(&s, "铝土矿  中: 两家企业,或有现有产能数据");
	stage_close(&s);
}

/* Loops of one stage; products whose names hold one another. */
static void loops(struct catalogue *c)
{
	catalogue_add(c, "chain:h", "name", "焦化链", "zone", "zone:bing", NULL);
	catalogue_add(c, "stage:jiao", "name", "焦化", "chain", "chain:h", "position", "1", NULL);
	catalogue_add(c, "stage:hua", "name", "化工", "chain", "chain:h", "position", "2", NULL);
	catalogue_add(c, "link:h1", "from", "stage:jiao", "to", "stage:hua", "product", "煤焦油", "role", "input", NULL);
	catalogue_add(c, "link:h2", "from", "stage:jiao", "to", "stage:hua", "product", "煤", "role", "input", NULL);
	catalogue_add(c, "link:h3", "from", "stage:jiao", "to", "stage:hua", "product", "煤", "role", "input", NULL);
	catalogue_add(c, "link:h4", "from", "stage:hua", "to", "stage:hua", "product", "水", "role", "byproduct", NULL);
	catalogue_add(c, "flow:3", "from", "enterprise:cai", "to", "enterprise:cai", "product", "铝灰", NULL);
}

static void test_loops_and_products(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "map", "chain:h", "", LANGUAGE_ZH, false, loops);
	stage_expect(&s, "煤焦油、煤─>");
	stage_expect(&s, "<┄水┄┄<┄┘");
	stage_expect(&s, "<── 回流");
	stage_close(&s);
	open_with(&s, "map", "chain:lv", "flows", LANGUAGE_ZH, false, loops);
	stage_expect(&s, "边角料、铝灰");
	stage_close(&s);
}

static void test_moving(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:lv");
	stage_keys(&s, "l l k");
	expect_selected(&s, "电解铝");
	stage_keys(&s, "h");
	expect_selected(&s, "氧化铝");
	stage_keys(&s, "G");
	expect_selected(&s, "赤泥选铁");
	stage_keys(&s, "g g Right Right Up Right");
	expect_selected(&s, "铝材");
	stage_expect(&s, "汽车铝材项目(签约)");
	stage_keys(&s, "Enter");
	stage_expect(&s, "铝材");
	stage_expect(&s, "概况");
	stage_keys(&s, "q");
	expect_selected(&s, "铝材");
	stage_keys(&s, "/");
	stage_type(&s, "yhl");
	stage_keys(&s, "Enter");
	expect_selected(&s, "氧化铝");
	stage_close(&s);
}

static void test_degrees(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:lv");
	stage_keys(&s, "l l k l"); /* 铝材: the others are one, two, three steps away */
	stage_keys(&s, "+");
	stage_expect(&s, "全图都在了");
	stage_keys(&s, "-");
	stage_expect(&s, "度 2/3");
	stage_expect(&s, "氧化铝 +2");
	stage_expect_not(&s, "赤泥选铁");
	stage_keys(&s, "-");
	stage_expect(&s, "度 1/3");
	stage_expect(&s, "环节 2");
	stage_keys(&s, "-");
	stage_expect(&s, "一度最少了");
	stage_keys(&s, "+");
	stage_expect(&s, "度 2/3");
	stage_keys(&s, "Enter q");
	stage_expect(&s, "度 2/3");
	stage_keys(&s, "+");
	stage_expect_not(&s, "/3");
	stage_expect(&s, "赤泥选铁");
	stage_close(&s);
}

static void test_views(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:lv");
	stage_keys(&s, "l l k Tab");
	stage_expect(&s, "*各区*");
	stage_expect(&s, "2区 2企");
	expect_selected(&s, "电解铝");
	stage_expect(&s, "乙电解(乙区)");
	stage_keys(&s, "Tab");
	stage_expect(&s, "*物料流*");
	stage_expect(&s, "自用 边角料");
	stage_expect(&s, "企业 2");
	stage_keys(&s, "Tab");
	stage_expect(&s, "环节之间");
	stage_expect(&s, "系数缺");
	stage_expect(&s, "440万吨以上");
	stage_keys(&s, "Tab");
	stage_expect(&s, "产能平衡");
	stage_expect(&s, "声称消纳");
	stage_keys(&s, "Tab");
	stage_expect(&s, "*本链*");
	stage_keys(&s, "=");
	stage_expect(&s, "所需 氧化铝 = 200万吨 x 2.2以上 = 440万吨以上");
	stage_keys(&s, "G");
	stage_expect(&s, "三家以上企业,或链主在此且有现有产能数据");
	stage_keys(&s, "=");
	stage_expect(&s, "*本链*");
	stage_keys(&s, "S-Tab");
	stage_expect(&s, "*平衡*");
	stage_close(&s);
}

/* The claims behind a derived number are its evidence. */
static void test_evidence(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:lv");
	stage_keys(&s, "l e");
	stage_expect(&s, "氧化铝 200万吨");
	stage_expect(&s, "甲报");
	stage_close(&s);
	open_map(&s, "chain:lv");
	stage_keys(&s, "= l l l e");
	stage_expect(&s, "甲报");
	stage_close(&s);
}

struct way {
	const char *name, *screen, *id, *keys, *expected;
};

static const struct way ways[] = {
	{"from a chain's page", "chain", "chain:lv", "O", "*本链*"},
	{"by its door", "chain", "chain:lv", "/ 产 业 链 图 Enter Enter", "*本链*"},
	{"from a stage's page to that stage", "record", "stage:dian", "O", "环节  电解铝"},
	{"from a zone's page all its chains", "zone", "zone:jia", "O", "甲区 产业链图"},
	{"from an enterprise's page its flows", "enterprise", "enterprise:cai", "O", "*物料流*"},
	{"from a project's page its stage", "project", "project:p", "O", "环节  铝材"},
	{"from a link", "record", "link:4", "O", "环节  氧化铝"},
	{"from a source: none", "source", "source:000-1", "O", "不在任何产业链图上"},
	{"the arithmetic of a chain", "chain", "chain:lv", "=", "产能平衡"},
	{"a zone without chains", "zone", "zone:bing", "O", "没有环节可画"},
	{"a chain of no flows", "chain", "chain:yi", "O Tab Tab", "没有记载企业之间的物料流"},
	{"a reference chain shows who follows it", "chain", "chain:t", "O", "2区 2企"},
	{"a reference chain has no balance", "chain", "chain:t", "=", "参照链没有数字"},
};

static void test_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct stage s;
		open_as(&s, ways[i].screen, ways[i].id, LANGUAGE_ZH, false);
		stage_keys(&s, ways[i].keys);
		if (!stage_shows(&s, ways[i].expected))
			fail_msg("row \"%s\": \"%s\" is not on the screen:\n%s", ways[i].name, ways[i].expected, s.text.p);
		stage_close(&s);
	}
}

static void test_unknown(void **state)
{
	(void)state;
	struct stage s;
	open_map(&s, "chain:none");
	stage_expect(&s, "不在任何产业链图上");
	stage_keys(&s, "l = Tab + - Enter e");
	stage_close(&s);
}

/* A narrow screen shows the same content as an outline. */
static void test_outline(void **state)
{
	(void)state;
	struct stage s;
	static const char *const said[] = {"铝土矿", "66万吨", "-> 氧化铝", "电解铝 <>", "赤泥 .> 赤泥选铁", "(^)", ".> 副产品", "铝材", "弱 1企 在建谈1"};
	open_map(&s, "chain:lv");
	stage_draw(&s, 50, 30);
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		stage_expect(&s, said[i]);
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "氧化铝");
	stage_keys(&s, "k k");
	stage_expect_cursor(&s, "铝土矿");
	stage_draw(&s, 40, 12);
	stage_keys(&s, "G");
	stage_expect_cursor(&s, "赤泥选铁");
	/* A page on, the selected box may be out of sight. */
	stage_keys(&s, "g g");
	stage_draw(&s, 40, 8);
	stage_expect(&s, "> 铝土矿");
	stage_keys(&s, "PgDn PgDn");
	stage_expect_not(&s, "> 铝土矿  66万吨");
	stage_expect(&s, "赤泥 .> 赤泥选铁");
	stage_close(&s);
}

static void deliveries(struct catalogue *c)
{
	catalogue_add(c, "claim:f", "subject", "flow:1", "indicator", "indicator:capacity", "value", "300", "unit", "吨/日", "modality", "actual", "source", "source:000-1",
		"locator", "000-1:1:0-5", NULL);
}

/* Beside an enterprise: what it delivers, and how much of it was printed. */
static void test_deliveries(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "map", "chain:lv", "flows", LANGUAGE_ZH, false, deliveries);
	stage_draw(&s, 120, 60);
	stage_expect(&s, "供出  铝水 -> 铝材公司 (产能 300吨/日)");
	stage_close(&s);
}

/* Every size, both languages, ASCII, every view: a sound grid, and the selected box is seen where there is room. */
static void test_sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{1, 1}, {4, 3}, {20, 5}, {40, 12}, {79, 24}, {80, 15}, {80, 24}, {120, 40}, {159, 50}, {160, 50}, {200, 60}};
	for (int language = 0; language < 2; language++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			struct stage s;
			open_as(&s, "map", "chain:lv", (enum language)language, language == LANGUAGE_EN);
			for (int view = 0; view < 5; view++) {
				stage_draw(&s, sizes[i][0], sizes[i][1]);
				stage_keys(&s, "l j PgDn { } e e Tab");
			}
			stage_draw(&s, sizes[i][0], sizes[i][1]);
			stage_keys(&s, "G");
			if (sizes[i][0] >= 40)
				stage_expect(&s, language == LANGUAGE_EN ? "Chi Ni Xuan Tie" : "赤泥选铁");
			stage_close(&s);
		}
}

/* A window that has no row for the map from the start: what moves it has nothing to move. */
static void test_no_room_from_the_start(void **state)
{
	(void)state;
	struct stage s;
	begin_with(&s, "map", "chain:lv", "", LANGUAGE_ZH, false, nothing_more);
	stage_draw(&s, 100, 2);
	stage_keys(&s, "PgDn ^D PgUp ^U } { j l + - PgDn");
	stage_draw(&s, 100, 30);
	stage_expect(&s, "铝土矿");
	stage_close(&s);
}
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_boxes),
		cmocka_unit_test(test_loops_and_products),
		cmocka_unit_test(test_moving),
		cmocka_unit_test(test_degrees),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_outline),
		cmocka_unit_test(test_deliveries),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_no_room_from_the_start),
	};
	return cmocka_run_group_tests_name("view/map_screen", tests, NULL, NULL);
}
