#include "map_world.h"

/* What a zone or region has for its chains, on the map: resources, workshops, power; and the figures of it. */

/* Resources, a workshop, power; a target for the cluster and another one. */
static void endowment(struct catalogue *c)
{
	static const char *const claims[][7] = {{"claim:r1", "zone:jia", "indicator:reserves", "铝土矿", "2.33", "亿吨", "resource"},
		{"claim:r2", "zone:jia", "indicator:reserves", "铝土矿", "1.86", "亿吨", "resource"},
		{"claim:r3", "zone:jia", "indicator:reserves", "煤炭", "461.54", "亿吨", "resource"},
		{"claim:r4", "project:lvdian", "indicator:electricity", "绿电", "9.38", "亿千瓦时", "planned"},
		{"claim:r5", "facility:cf", "indicator:area", "", "10", "万平方米", "actual"},
		{"claim:t1", "zone:jia", "indicator:output-value", "铝镁集群", "1000", "亿元", "target"},
		{"claim:t2", "zone:jia", "indicator:output-value", "招商", "5", "亿元", "target"}};
	catalogue_add(c, "indicator:reserves", "name", "储量", NULL);
	catalogue_add(c, "indicator:electricity", "name", "电量", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", NULL);
	catalogue_add(c, "indicator:output-value", "name", "产值", NULL);
	catalogue_add(c, "facility:cf", "name", "标准厂房", "zone", "zone:jia", "status", "主体封顶", NULL);
	catalogue_add(c, "project:lvdian", "name", "绿电园区", "zone", "zone:jia", NULL);
	catalogue_add(c, "stage:t-power", "name", "电力", "chain", "chain:t", "position", "2", NULL);
	catalogue_add(c, "link:t", "from", "stage:t-power", "to", "stage:t-dian", "product", "电", "role", "input", NULL);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
		catalogue_add(c, claims[i][0], "subject", claims[i][1], "indicator", claims[i][2], "item", claims[i][3], "value", claims[i][4], "unit", claims[i][5], "modality", claims[i][6],
			"source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	catalogue_add(c, "target:jiqun", "name", "千亿级铝镁集群", "claim", "claim:t1", "due", "2026", NULL);
	catalogue_add(c, "target:zhaoshang", "name", "招商目标", "claim", "claim:t2", NULL);
}

static void open_endowed(struct stage *s, const char *id, const char *query)
{
	open_with(s, "map", id, query, LANGUAGE_ZH, false, endowment);
}

static void regional_chain(struct catalogue *c)
{
	catalogue_add(c, "region:luliang", "name", "吕梁", NULL);
	catalogue_add(c, "chain:luliang", "name", "吕梁铝链", "region", "region:luliang", NULL);
	catalogue_add(c, "stage:luliang", "name", "氧化铝", "chain", "chain:luliang", NULL);
	catalogue_add(c, "indicator:reserves", "name", "储量", NULL);
	catalogue_add(c, "claim:luliang", "subject", "region:luliang", "indicator", "indicator:reserves", "item", "石灰岩", "value", "7", "unit", "亿吨", "modality", "resource",
		"source", "source:000-1", "locator", "000-1:1:0-5", NULL);
}

/* A chain of a region rather than a zone has what the region has. */
static void test_inputs_of_a_region(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "map", "chain:luliang", "inputs", LANGUAGE_ZH, false, regional_chain);
	stage_expect(&s, "石灰岩");
	stage_expect(&s, "7亿吨");
	stage_close(&s);
}

/* What the zone has: on and off, as boxes of their own or as what a stage is; never a sum of what differs. */
static void test_inputs(void **state)
{
	(void)state;
	struct stage s;
	open_endowed(&s, "chain:lv", "");
	stage_draw(&s, 80, 24);
	stage_expect(&s, "环节 5  区内要素 3");
	stage_expect_not(&s, "461.54亿吨");
	stage_expect(&s, "藏  !2.33亿吨 000-1; !1.86亿吨 000-1");
	stage_keys(&s, "E");
	stage_expect(&s, "储量 铝土矿");
	stage_keys(&s, "E r");
	static const char *const said[] = {"藏!2.33亿吨", "藏!1.86亿吨", "绿电园区", "9.38亿千瓦时", "主体封顶"};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		stage_expect(&s, said[i]);
	stage_expect_not(&s, "4.19");
	stage_keys(&s, "G");
	stage_expect(&s, "要素  标准厂房  厂房");
	stage_expect(&s, "10万平方米");
	stage_keys(&s, "Left");
	stage_expect(&s, "要素  煤炭  资源  甲区");
	stage_keys(&s, "e");
	stage_expect(&s, "甲报");
	stage_keys(&s, "e Right Enter");
	stage_expect(&s, "概况");
	stage_expect(&s, "标准厂房");
	stage_keys(&s, "q");
	stage_expect(&s, "要素  标准厂房  厂房");
	stage_keys(&s, "r");
	stage_expect_not(&s, "藏!2.33亿吨");
	expect_selected(&s, "铝土矿");
	stage_close(&s);
	open_map(&s, "chain:lv");
	stage_keys(&s, "r");
	stage_expect(&s, "没有记载本区的资源");
	stage_close(&s);
}

/* A figure that stands alone, one of two, one of the zone's ground and one that is planned. */
static void doubts(struct catalogue *c)
{
	static const char *const about[][2] = {{"claim:1", "order_of_magnitude"}, {"claim:2", "missing_unit"}, {"claim:4", "typo"}, {"claim:r3", "missing_unit"},
		{"claim:t1", "typo"}};
	endowment(c);
	claim(c, "claim:5", "氧化铝", "210", "年产");
	for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
		char id[24];
		snprintf(id, sizeof id, "doubt:d%zu", i);
		catalogue_add(c, id, "name", "存疑", "about", about[i][0], "rule", about[i][1], NULL);
	}
}

/* What is doubted or contradicted bears its sign wherever the map prints it, and what is neither bears none. */
static void test_signs_of_figures(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "map", "chain:lv", "", LANGUAGE_ZH, false, doubts);
	stage_draw(&s, 160, 40);
	stage_expect(&s, "│ !66万吨?");
	stage_expect(&s, "│ !200万吨..210万吨?");
	stage_expect(&s, "│ 50万吨 ");
	stage_expect(&s, "产能  甲区 铝土矿 !66万吨? 000-1");
	stage_expect(&s, "1000亿元? (期限");
	stage_keys(&s, "l");
	stage_expect(&s, "产能  甲区 氧化铝 !200万吨? 000-1; 甲区 氧化铝 !210万吨 000-1");
	stage_keys(&s, "l");
	stage_expect(&s, "电解铝 50万吨 000-1; 甲区 电解铝 50万吨?(消纳) 000-1");
	stage_draw(&s, 200, 60);
	stage_expect(&s, "461.54亿吨? ");
	stage_close(&s);
}

/* A number that is too large to read: said wherever a number would stand. */
static void unread(struct catalogue *c)
{
	catalogue_add(c, "claim:9", "subject", "enterprise:cai", "indicator", "indicator:capacity", "item", "铝材", "value", "9999999999999999", "unit", "亿吨/年",
		"modality", "capacity", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
}

static void test_unread(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "map", "chain:lv", "", LANGUAGE_ZH, false, unread);
	stage_draw(&s, 160, 40);
	stage_expect(&s, "│ 数字读不出");
	stage_keys(&s, "l l l");
	stage_expect(&s, "产能  铝材公司 铝材 9999999999999999亿吨/年");
	stage_expect(&s, "(数字读不出)");
	stage_keys(&s, "=");
	stage_draw(&s, 160, 60);
	stage_expect(&s, "数字读不出 1");
	stage_expect_not(&s, "下游产能缺");
	stage_keys(&s, "x G");
	stage_expect(&s, "只有一家企业 铝材公司; 产能数字读不出");
	stage_close(&s);
}

/* From a stage that takes it to what the zone has, and back along the main line. */
static void test_moving_to_inputs(void **state)
{
	(void)state;
	struct stage s;
	open_endowed(&s, "chain:lv", "inputs");
	stage_draw(&s, 120, 45);
	stage_expect(&s, "区内要素 ──");
	stage_expect(&s, "( ) 区内要素");
	stage_keys(&s, "l l");
	expect_selected(&s, "电解铝");
	stage_keys(&s, "h");
	expect_selected(&s, "氧化铝");
	stage_keys(&s, "/");
	stage_type(&s, "lvdian");
	stage_keys(&s, "Enter");
	stage_expect(&s, "要素  绿电园区  电力");
	stage_expect(&s, "用于  电解铝");
	stage_keys(&s, "Right");
	expect_selected(&s, "电解铝");
	stage_keys(&s, "Down Down Down Down Down Down");
	stage_expect(&s, "要素  ");
	stage_keys(&s, "Up Up Up Up Up Up Up Up");
	stage_expect(&s, "环节  ");
	stage_close(&s);
}

/* Words of a place: a view, and what the zone has or not. */
static void test_words(void **state)
{
	(void)state;
	static const struct {
		const char *query, *expected, *absent;
	} rows[] = {{"", "*本链*", NULL}, {"inputs", "煤炭", NULL}, {"no-inputs", "*本链*", "煤炭"}, {"everywhere", "*各区*", "煤炭"}, {"flows inputs", "*物料流*", "煤炭"},
		{"balance", "*平衡*", NULL}, {"nonsense", "*本链*", NULL}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_endowed(&s, "chain:lv", rows[i].query);
		stage_draw(&s, 120, 60);
		stage_expect(&s, rows[i].expected);
		if (rows[i].absent)
			stage_expect_not(&s, rows[i].absent);
		stage_close(&s);
	}
}

static void test_below_and_beside(void **state)
{
	(void)state;
	struct stage s;
	open_endowed(&s, "chain:lv", "");
	stage_expect(&s, "目标承诺  千亿级铝镁集群 1000亿元 (期限 2026, 未见)");
	stage_expect_not(&s, "招商目标");
	stage_expect(&s, "环节  铝土矿  中");
	stage_expect(&s, "┄┄> 副产品");
	stage_expect(&s, "<── 回流");
	stage_draw(&s, 200, 60);
	stage_expect(&s, "缺口 ");
	stage_expect(&s, "赤泥选铁  !缺环");
	stage_keys(&s, "l l");
	stage_expect(&s, "乙电解 (乙区)");
	stage_expect(&s, "同环节: ");
	stage_keys(&s, "i");
	stage_expect_not(&s, "同环节: ");
	stage_keys(&s, "i Tab Tab");
	stage_expect(&s, "*物料流*");
	stage_expect(&s, "供出  铝水 -> 铝材公司");
	stage_keys(&s, "Right");
	stage_expect(&s, "购入  铝水 <- 链主铝业");
	stage_close(&s);
}

/* What has no room is counted at the edge, and comes in sight by boxes. */
static void test_edges(void **state)
{
	(void)state;
	struct stage s;
	open_endowed(&s, "zone:jia", "inputs");
	stage_draw(&s, 80, 16);
	stage_expect(&s, "v 3");
	stage_keys(&s, "PgDn PgDn");
	stage_expect(&s, "( 标准厂房");
	stage_expect(&s, "^ ");
	stage_keys(&s, "l");
	stage_expect(&s, ">氧化铝");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inputs_of_a_region),
		cmocka_unit_test(test_inputs),
		cmocka_unit_test(test_signs_of_figures),
		cmocka_unit_test(test_unread),
		cmocka_unit_test(test_moving_to_inputs),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_below_and_beside),
		cmocka_unit_test(test_edges),
	};
	return cmocka_run_group_tests_name("view/map_inputs", tests, NULL, NULL);
}
