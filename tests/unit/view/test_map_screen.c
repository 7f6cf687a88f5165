#include "support/stage.h"

/* Two zones, two chains of aluminium, a reference chain, flows. */
static void chains(struct catalogue *c)
{
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:consumption", "name", "消耗量", NULL);
	catalogue_add(c, "source:000-1", "name", "甲报", "date", "2025-12", NULL);
	catalogue_add(c, "zone:jia", "name", "甲开发区", "short_names", "甲区", NULL);
	catalogue_add(c, "zone:yi", "name", "乙开发区", "short_names", "乙区", NULL);
	catalogue_add(c, "zone:bing", "name", "丙开发区", NULL);
	catalogue_add(c, "chain:t", "name", "铝模板", NULL);
	catalogue_add(c, "stage:t-dian", "name", "电解", "chain", "chain:t", "position", "1", NULL);
	catalogue_add(c, "chain:lv", "name", "甲区铝链", "zone", "zone:jia", "lead", "enterprise:zhu", NULL);
	catalogue_add(c, "stage:kuang", "name", "铝土矿", "chain", "chain:lv", "position", "1", NULL);
	catalogue_add(c, "stage:yang", "name", "氧化铝", "chain", "chain:lv", "position", "2", NULL);
	catalogue_add(c, "stage:dian", "name", "电解铝", "chain", "chain:lv", "position", "3", "products", "铝水", "template", "stage:t-dian", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:lv", "position", "4", NULL);
	catalogue_add(c, "stage:tie", "name", "赤泥选铁", "chain", "chain:lv", "position", "5", NULL);
	catalogue_add(c, "link:1", "from", "stage:kuang", "to", "stage:yang", "product", "铝土矿", "role", "input", "coefficient_low", "2.2", "coefficient_source", "source:000-1", NULL);
	catalogue_add(c, "link:2", "from", "stage:yang", "to", "stage:dian", "product", "氧化铝", "role", "input", NULL);
	catalogue_add(c, "link:3", "from", "stage:dian", "to", "stage:cai", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "link:4", "from", "stage:yang", "to", "stage:tie", "product", "赤泥", "role", "byproduct", NULL);
	catalogue_add(c, "link:5", "from", "stage:tie", "to", "stage:kuang", "product", "回水", "role", "byproduct", NULL);
	catalogue_add(c, "chain:yi", "name", "乙区铝链", "zone", "zone:yi", NULL);
	catalogue_add(c, "stage:yi-dian", "name", "铝电解", "chain", "chain:yi", "position", "1", "template", "stage:t-dian", NULL);
	catalogue_add(c, "enterprise:zhu", "name", "甲区链主铝业公司", "short_names", "链主铝业", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:cai", "name", "甲区铝材公司", "short_names", "铝材公司", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:yi", "name", "乙区电解公司", "short_names", "乙电解", "zone", "zone:yi", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:zhu", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:cai", "stage", "stage:cai", NULL);
	catalogue_add(c, "placement:3", "enterprise", "enterprise:yi", "stage", "stage:yi-dian", NULL);
	catalogue_add(c, "project:p", "name", "汽车铝材项目", "stage", "stage:cai", "zone", "zone:jia", "status", "signed", NULL);
	catalogue_add(c, "flow:1", "from", "enterprise:zhu", "to", "enterprise:cai", "product", "铝水", NULL);
	catalogue_add(c, "flow:2", "from", "enterprise:cai", "to", "enterprise:cai", "product", "边角料", NULL);
}

static void claim(struct catalogue *c, const char *id, const char *item, const char *value, const char *scope)
{
	catalogue_add(c, id, "subject", "zone:jia", "indicator", "indicator:capacity", "item", item, "value", value, "unit", "万吨", "modality", "capacity", "scope", scope, "source",
		"source:000-1", "locator", "000-1:1:0-5", NULL);
}

static void nothing_more(struct catalogue *c)
{
	(void)c;
}

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

/* An app at a place, not drawn yet. */
static void begin_with(struct stage *s, const char *screen, const char *id, const char *query, enum language language, bool ascii, void (*more)(struct catalogue *))
{
	struct settings settings = {.language = language, .ambi = AMBI_NARROW, .ascii = ascii, .today = 20800};
	struct place place;
	*s = (struct stage){0};
	chains(&s->catalogue);
	claim(&s->catalogue, "claim:1", "铝土矿", "66", "年产");
	claim(&s->catalogue, "claim:2", "氧化铝", "200", "年产");
	claim(&s->catalogue, "claim:3", "电解铝", "50", "年产");
	claim(&s->catalogue, "claim:4", "电解铝", "50", "消纳");
	more(&s->catalogue);
	s->index = catalogue_index(&s->catalogue);
	s->app = app_new(&settings);
	app_set_index(s->app, s->index);
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.ids[0], str_from(id));
	place_set(&place.query, str_from(query));
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 100, 30, settings.ambi, settings.ascii);
}

static void open_with(struct stage *s, const char *screen, const char *id, const char *query, enum language language, bool ascii, void (*more)(struct catalogue *))
{
	begin_with(s, screen, id, query, language, ascii, more);
	stage_draw(s, 100, 30);
}

static void open_as(struct stage *s, const char *screen, const char *id, enum language language, bool ascii)
{
	open_with(s, screen, id, "", language, ascii, nothing_more);
}

static void open_endowed(struct stage *s, const char *id, const char *query)
{
	open_with(s, "map", id, query, LANGUAGE_ZH, false, endowment);
}

static void open_map(struct stage *s, const char *id)
{
	open_as(s, "map", id, LANGUAGE_ZH, false);
}

/* What is said below the map about the selected box. */
static void expect_selected(const struct stage *s, const char *name)
{
	struct strbuf text = {0};
	strbuf_printf(&text, "环节  %s", name);
	stage_expect(s, text.p);
	strbuf_release(&text);
}

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
	stage_keys(&s, "-");
	stage_expect(&s, "度 2/3");
	stage_expect(&s, "氧化铝 +2");
	stage_expect_not(&s, "赤泥选铁");
	stage_keys(&s, "-");
	stage_expect(&s, "度 1/3");
	stage_expect(&s, "环节 2");
	stage_keys(&s, "- +");
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
		cmocka_unit_test(test_boxes), cmocka_unit_test(test_loops_and_products), cmocka_unit_test(test_moving), cmocka_unit_test(test_degrees), cmocka_unit_test(test_views), cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_ways), cmocka_unit_test(test_unknown), cmocka_unit_test(test_outline), cmocka_unit_test(test_deliveries),
		cmocka_unit_test(test_inputs), cmocka_unit_test(test_inputs_of_a_region), cmocka_unit_test(test_signs_of_figures), cmocka_unit_test(test_unread), cmocka_unit_test(test_moving_to_inputs), cmocka_unit_test(test_words), cmocka_unit_test(test_below_and_beside), cmocka_unit_test(test_edges), cmocka_unit_test(test_sizes), cmocka_unit_test(test_no_room_from_the_start),
	};
	return cmocka_run_group_tests_name("view/map_screen", tests, NULL, NULL);
}
