#include "support/catalogue.h"

#include "query/balance.h"

/* A zone's chain: bauxite -> alumina -> aluminium -> products, with red mud beside alumina. Numbers by hand below. */
static void add_chain(struct catalogue *c)
{
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "source:t", "name", "乙报", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:output", "name", "产量", NULL);
	catalogue_add(c, "indicator:consumption", "name", "消耗量", NULL);
	catalogue_add(c, "zone:z", "name", "甲区", NULL);
	catalogue_add(c, "park:p", "name", "甲园", "zone", "zone:z", NULL);
	catalogue_add(c, "chain:c", "name", "铝链", "zone", "zone:z", "lead", "enterprise:l", NULL);
	catalogue_add(c, "stage:kuang", "name", "铝土矿", "chain", "chain:c", "position", "1", NULL);
	catalogue_add(c, "stage:yang", "name", "氧化铝", "chain", "chain:c", "position", "2", NULL);
	catalogue_add(c, "stage:dian", "name", "电解铝", "chain", "chain:c", "position", "3", "products", "铝水", NULL);
	catalogue_add(c, "stage:jia", "name", "铝加工", "chain", "chain:c", "position", "4", "products", "铝杆;铝线", NULL);
	catalogue_add(c, "stage:tie", "name", "赤泥选铁", "chain", "chain:c", "position", "5", NULL);
	catalogue_add(c, "enterprise:l", "name", "链主厂", "zone", "zone:z", NULL);
	catalogue_add(c, "enterprise:a", "name", "甲厂", "zone", "zone:z", NULL);
	catalogue_add(c, "enterprise:b", "name", "乙厂", "zone", "zone:z", NULL);
	catalogue_add(c, "placement:l", "enterprise", "enterprise:l", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:a", "enterprise", "enterprise:a", "stage", "stage:jia", NULL);
	catalogue_add(c, "placement:b", "enterprise", "enterprise:b", "stage", "stage:tie", NULL);
	catalogue_add(c, "link:1", "from", "stage:kuang", "to", "stage:yang", "product", "铝土矿", "role", "input", "coefficient_low", "2.2", "coefficient_high", "2.5",
		"coefficient_source", "source:s", NULL);
	catalogue_add(c, "link:2", "from", "stage:yang", "to", "stage:dian", "product", "氧化铝", "role", "input", "coefficient_low", "1.93", "coefficient_high", "1.95",
		"coefficient_source", "source:s", NULL);
	catalogue_add(c, "link:3", "from", "stage:dian", "to", "stage:jia", "product", "铝液", "role", "input", NULL);
	catalogue_add(c, "link:4", "from", "stage:yang", "to", "stage:tie", "product", "赤泥", "role", "byproduct", "coefficient_numerator", "1.5", "coefficient_denominator", "1",
		"coefficient_source", "source:s", NULL);
}

static void add_claim(struct catalogue *c, const char *id, const char *subject, const char *item, const char *value, const char *unit, const char *qualifier, const char *scope)
{
	catalogue_add(c, id, "subject", subject, "indicator", "indicator:capacity", "item", item, "value", value, "unit", unit, "qualifier", qualifier,
		"modality", "capacity", "scope", scope, "source", "source:s", "locator", "s:1:0-5", NULL);
}

struct fixture {
	struct catalogue catalogue;
	struct index *index;
	struct arena arena;
	struct strbuf text;
};

static const struct balance *balance_of(struct fixture *f)
{
	f->index = catalogue_index(&f->catalogue);
	return balance_make(f->index, index_find_id(f->index, STR("chain:c")), &f->arena);
}

static void release(struct fixture *f)
{
	index_free(f->index);
	catalogue_release(&f->catalogue);
	arena_release(&f->arena);
	strbuf_release(&f->text);
}

static struct str value(struct fixture *f, const struct formula *formula)
{
	strbuf_clear(&f->text);
	if (!formula)
		return STR("none");
	if (formula->type == FORMULA_DIFFERENCE)
		formula_rest(formula, true, &f->text);
	else
		formula_value(formula, true, &f->text);
	return strbuf_str(&f->text);
}

static const struct balance_flow *flow(const struct fixture *f, const struct balance *b, const char *link)
{
	for (size_t i = 0; i < b->n_flows; i++)
		if (str_eq_c(index_id(f->index, b->flows[i].link), link))
			return &b->flows[i];
	fail_msg("no flow along %s", link);
	return NULL;
}

static const struct balance_stage *stage(const struct fixture *f, const struct balance *b, const char *id)
{
	const struct balance_stage *s = balance_stage(b, index_find_id(f->index, str_from(id)));
	assert_non_null(s);
	return s;
}

static void test_by_hand(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:1", "zone:z", "铝土矿", "66", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "200", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "50", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:4", "enterprise:a", "铝加工", "38", "万吨", "", "");
	add_claim(&f.catalogue, "claim:5", "zone:z", "电解铝", "50", "万吨", "", "消纳");
	const struct balance *b = balance_of(&f);
	assert_int_equal(b->n_stages, 5);
	assert_int_equal(b->n_flows, 4);
	/* 200 x 2.2..2.5 = 440..500; 66 less that: -434..-374 */
	assert_str(value(&f, flow(&f, b, "link:1")->need), "440万吨..500万吨");
	assert_str(value(&f, flow(&f, b, "link:1")->rest), "缺434万吨..缺374万吨");
	/* 50 x 1.93..1.95 = 96.5..97.5; 200 less that: 102.5..103.5 */
	assert_str(value(&f, flow(&f, b, "link:2")->need), "96.5万吨..97.5万吨");
	assert_str(value(&f, stage(&f, b, "stage:yang")->rest), "余102.5万吨..余103.5万吨");
	assert_int_equal(flow(&f, b, "link:3")->fault, BALANCE_NO_COEFFICIENT);
	assert_null(stage(&f, b, "stage:dian")->rest);
	assert_int_equal(stage(&f, b, "stage:dian")->n_unknown, 1);
	/* 200 x 1.5 = 300, and nobody is said to take it in. */
	assert_str(value(&f, flow(&f, b, "link:4")->have), "300万吨");
	assert_int_equal(flow(&f, b, "link:4")->fault, BALANCE_NO_DEMAND);
	assert_true(stage(&f, b, "stage:kuang")->bottleneck);
	assert_false(stage(&f, b, "stage:yang")->bottleneck);
	/* The claim of 50 against 38 printed elsewhere. It is no capacity of making aluminium. */
	assert_str(value(&f, stage(&f, b, "stage:dian")->capacity), "50万吨");
	assert_int_equal(b->n_claims, 1);
	assert_str(value(&f, b->claims[0].claimed), "50万吨");
	assert_str(value(&f, b->claims[0].printed), "38万吨");
	assert_str(value(&f, b->claims[0].rest), "缺12万吨");
	assert_int_equal(formula_sign(b->claims[0].rest), SIGN_SHORT);
	release(&f);
}

/* What is made by the hour and used by the day meets in one of them. */
static void test_units_meet(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "200", "t/h", "", "");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "2400", "吨", "", "日产量");
	const struct balance *b = balance_of(&f);
	/* 4800 a day; 2400 x 1.93..1.95 of it, which is 193..195 an hour to the letter */
	assert_str(value(&f, flow(&f, b, "link:2")->rest), "余120吨/天..余168吨/天");
	release(&f);
	f = (struct fixture){0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "10", "亩", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "1000", "平方米", "", "年产");
	b = balance_of(&f);
	/* 10 mu are no decimal of square metres; 1930..1950 of those are 2.895..2.925 mu */
	assert_str(value(&f, flow(&f, b, "link:2")->rest), "余7.075亩..余7.105亩");
	release(&f);
}

/* The scarcest stage is the bottleneck; who is not known to need how much leaves nothing certain over. */
static void test_scarce_and_unknown(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	catalogue_add(&f.catalogue, "link:5", "from", "stage:dian", "to", "stage:tie", "product", "铝水", "role", "input", "coefficient_numerator", "1",
		"coefficient_denominator", "2", "coefficient_source", "source:s", NULL);
	add_claim(&f.catalogue, "claim:1", "zone:z", "铝土矿", "66", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "900000", "吨", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "50", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:4", "zone:z", "赤泥选铁", "60", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:5", "enterprise:b", "氧化铝", "5", "万吨", "", "消纳");
	const struct balance *b = balance_of(&f);
	/* 90 x 2.2..2.5 of 66; 50 x 1.93..1.95 of 90 */
	assert_str(value(&f, stage(&f, b, "stage:kuang")->rest), "缺159万吨..缺132万吨");
	assert_str(value(&f, flow(&f, b, "link:2")->rest), "缺7.5万吨..缺6.5万吨");
	assert_true(stage(&f, b, "stage:kuang")->bottleneck);
	assert_false(stage(&f, b, "stage:yang")->bottleneck);
	/* 60 x 0.5 of 50, and what 铝加工 needs is not known */
	assert_int_equal(stage(&f, b, "stage:dian")->n_unknown, 1);
	assert_str(value(&f, stage(&f, b, "stage:dian")->rest), "至多余20万吨");
	/* who takes in alumina does not take in the red mud that stays of it */
	assert_int_equal(flow(&f, b, "link:4")->fault, BALANCE_NO_DEMAND);
	release(&f);
}

/* A number too large to read is there, and nothing is reckoned with it. */
static void test_unread(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:1", "zone:z", "铝土矿", "9999999999999999", "亿吨/年", "", "");
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "200", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "9999999999999999", "亿吨/年", "", "");
	const struct balance *b = balance_of(&f);
	assert_null(stage(&f, b, "stage:kuang")->capacity);
	assert_int_equal(stage(&f, b, "stage:kuang")->n_unread, 1);
	assert_int_equal(stage(&f, b, "stage:yang")->n_unread, 0);
	assert_int_equal(flow(&f, b, "link:1")->fault, BALANCE_SUPPLY_UNREAD);
	assert_int_equal(flow(&f, b, "link:2")->fault, BALANCE_DEMAND_UNREAD);
	assert_int_equal(flow(&f, b, "link:4")->fault, BALANCE_NO_DEMAND);
	release(&f);
}

static void test_intake_as_printed(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "50", "万吨", "", "年产");
	catalogue_add(&f.catalogue, "claim:6", "subject", "enterprise:a", "indicator", "indicator:consumption", "item", "铝水", "value", "300", "unit", "吨", "modality", "capacity",
		"scope", "一天", "source", "source:s", "locator", "s:1:0-5", NULL);
	catalogue_add(&f.catalogue, "claim:7", "subject", "enterprise:a", "indicator", "indicator:consumption", "item", "铝水", "value", "10", "unit", "万吨", "qualifier", "多", "modality",
		"capacity", "scope", "一年", "source", "source:s", "locator", "s:1:0-5", NULL);
	const struct balance *b = balance_of(&f);
	/* 300 t a day meets nothing annual; more than 100 000 t a year leaves 400 000 at most. */
	assert_str(value(&f, flow(&f, b, "link:3")->need), "10万吨以上");
	assert_str(value(&f, flow(&f, b, "link:3")->rest), "至多余40万吨");
	assert_int_equal(formula_sign(flow(&f, b, "link:3")->rest), SIGN_OPEN);
	assert_str(value(&f, stage(&f, b, "stage:dian")->rest), "至多余40万吨");
	release(&f);
}

struct capacity_row {
	const char *name;
	struct {
		const char *subject, *item, *value, *unit, *qualifier, *scope, *part_of;
	} claims[4];
	const char *expected;
	size_t other_units;
};

static const struct capacity_row capacities[] = {
	{"none", {{0}}, "none", 0},
	{"the zone's contains the factory's", {{"zone:z", "铝杆", "20", "万吨", "", "年产", NULL}, {"enterprise:a", "铝杆", "8", "万吨", "", "年产", NULL}}, "20万吨", 0},
	{"two sources of the zone disagree", {{"zone:z", "铝加工", "20", "万吨", "", "年产", NULL}, {"zone:z", "铝加工", "25", "万吨", "", "年产", NULL}}, "20万吨..25万吨", 0},
	{"per year or nothing said", {{"zone:z", "铝加工", "20", "万吨", "", "", NULL}, {"zone:z", "铝加工", "20", "万吨/年", "", "", NULL}}, "20万吨", 0},
	{"two projects of one product add up", {{"project:x", "铝杆", "8", "万吨", "", "", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "13万吨", 0},
	{"two products may be one made into the other", {{"project:x", "铝杆", "10", "万吨", "", "", NULL}, {"project:x", "铝线", "5", "万吨", "", "", NULL}}, "10万吨..15万吨", 0},
	{"what the stage does not name counts with what it names", {{"project:x", "铝杆", "10", "万吨", "", "", NULL}, {"project:y", "铜杆", "5", "万吨", "", "", NULL}}, "10万吨..15万吨", 0},
	{"a phase is in the project", {{"project:x", "铝杆", "10", "万吨", "", "", NULL}, {"project:x1", "铝杆", "4", "万吨", "", "", NULL}}, "10万吨", 0},
	{"a part is in its total", {{"project:x", "铝杆", "10", "万吨", "", "", NULL}, {"project:y", "铝杆", "4", "万吨", "", "", "claim:t0"}}, "10万吨", 0},
	{"a project beside its owner's figure", {{"enterprise:a", "铝杆", "9", "万吨", "", "", NULL}, {"project:x", "铝杆", "8", "万吨", "", "", NULL}}, "9万吨", 0},
	{"maybe the same project under two names", {{"project:x", "铝杆", "8", "万吨", "", "", NULL}, {"project:z", "铝杆", "8", "万吨", "", "", NULL}}, "8万吨", 0},
	{"what the stage is called goes before its products", {{"enterprise:a", "铝加工", "30", "万吨", "", "", NULL}, {"enterprise:a", "铝杆", "8", "万吨", "", "", NULL}}, "30万吨", 0},
	{"a day's output is no year's", {{"project:x", "铝杆", "100", "吨", "", "日产", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "5万吨", 1},
	{"twelve months are a year", {{"project:x", "铝杆", "5", "万吨", "", "月产", NULL}, {"project:y", "铝杆", "7", "万吨/季度", "", "", NULL}}, "88万吨", 0},
	{"hours and days meet, and no year", {{"project:x", "铝杆", "2.5", "t/h", "", "", NULL}, {"project:y", "铝杆", "100", "吨", "", "日产量", NULL}}, "160吨/天", 0},
	{"days of a year as printed", {{"project:x", "铝杆", "500", "吨", "", "日产;年330天", NULL}}, "16.5万吨", 0},
	{"hours of a year as printed", {{"project:x", "铝杆", "25", "吨/小时", "", "一年运行8000小时", NULL}}, "20万吨", 0},
	{"a day's and a year's words contradict each other", {{"project:x", "铝杆", "500", "吨", "", "日产;年产", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "5万吨", 1},
	{"half a year is no year", {{"project:x", "铝杆", "500", "吨", "", "1-6月", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "5万吨", 1},
	{"a shift has no length", {{"project:x", "铝杆", "500", "吨", "", "班产", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "5万吨", 1},
	{"words that begin like a time", {{"project:x", "铝杆", "500", "吨", "", "批准;天然气;周边", NULL}}, "500吨", 0},
	{"mu and square metres", {{"project:x", "铝杆", "3", "亩", "", "", NULL}, {"project:y", "铝杆", "1000", "平方米", "", "", NULL}}, "4.5亩", 0},
	{"at least", {{"project:x", "铝杆", "10", "万吨", "余", "", NULL}, {"project:y", "铝杆", "5", "万吨", "", "", NULL}}, "15万吨以上", 0},
	{"near", {{"project:x", "铝杆", "10", "万吨", "近", "", NULL}}, "0吨..10万吨", 0},
	{"haulage and intake are no making", {{"enterprise:a", "铝加工", "30", "万吨", "", "运输", NULL}, {"enterprise:a", "铝加工", "20", "万吨", "", "消纳", NULL}}, "none", 0},
	{"words without a number", {{"enterprise:a", "铝加工", "百", "万吨", "", "", NULL}}, "none", 0},
	{"parks where the zone says nothing", {{"park:p", "铝加工", "38", "万吨", "", "", NULL}, {"enterprise:a", "铝加工", "3", "万吨", "", "", NULL}}, "38万吨", 0},
	{"what names neither", {{"zone:z", "铜杆", "38", "万吨", "", "", NULL}}, "none", 0},
};

static void test_capacities(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof capacities / sizeof *capacities; i++) {
		const struct capacity_row *row = &capacities[i];
		struct fixture f = {0};
		add_chain(&f.catalogue);
		catalogue_add(&f.catalogue, "project:x", "name", "丙项目", "owner", "enterprise:a", "stage", "stage:jia", NULL);
		catalogue_add(&f.catalogue, "project:x1", "name", "丙项目一期", "parent", "project:x", "stage", "stage:jia", NULL);
		catalogue_add(&f.catalogue, "project:y", "name", "丁项目", "stage", "stage:jia", NULL);
		catalogue_add(&f.catalogue, "project:z", "name", "丙项目二", "stage", "stage:jia", NULL);
		catalogue_add(&f.catalogue, "identity:i", "a", "project:x", "b", "project:z", "certainty", "maybe", "reason", "x", NULL);
		for (size_t j = 0; j < 4 && row->claims[j].subject; j++) {
			char id[16];
			snprintf(id, sizeof id, "claim:t%zu", j);
			catalogue_add(&f.catalogue, id, "subject", row->claims[j].subject, "indicator", "indicator:capacity", "item", row->claims[j].item, "value", row->claims[j].value, "unit",
				row->claims[j].unit, "qualifier", row->claims[j].qualifier, "modality", "capacity", "scope", row->claims[j].scope, "source", "source:s", "locator", "s:1:0-5",
				row->claims[j].part_of ? "part_of" : NULL, row->claims[j].part_of, NULL);
		}
		const struct balance *b = balance_of(&f);
		struct str found = value(&f, stage(&f, b, "stage:jia")->capacity);
		if (!str_eq_c(found, row->expected) || stage(&f, b, "stage:jia")->other_units != row->other_units)
			fail_msg("row \"%s\": found %.*s and %zu of other units, expected %s and %zu", row->name, STR_ARG(found), stage(&f, b, "stage:jia")->other_units, row->expected,
				row->other_units);
		release(&f);
	}
}

static void test_units_are_said(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:1", "zone:z", "铝土矿", "66", "万立方米", "", "年产");
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "200", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "500", "吨", "", "日产");
	const struct balance *b = balance_of(&f);
	assert_int_equal(flow(&f, b, "link:1")->fault, BALANCE_OTHER_UNIT);
	assert_int_equal(flow(&f, b, "link:2")->fault, BALANCE_OTHER_UNIT);
	assert_null(flow(&f, b, "link:1")->rest);
	release(&f);
}

static void add_line(void *self, const struct formula_line *line)
{
	struct strbuf *out = self;
	strbuf_add_repeat(out, ' ', 2 * (size_t)line->depth);
	strbuf_add(out, line->text);
	strbuf_add_byte(out, '\n');
}

/* Power, gas and aluminium: 500 000 t x 13 500 .. 14 000 kWh/t = 6.75 .. 7 thousand million kWh; 6 are made. */
static void add_units(struct catalogue *c)
{
	catalogue_add(c, "stage:dianli", "name", "电力", "chain", "chain:c", "position", "6", NULL);
	catalogue_add(c, "stage:qi", "name", "煤气", "chain", "chain:c", "position", "7", "products", "合成气;焦油", NULL);
	catalogue_add(c, "link:5", "from", "stage:dianli", "to", "stage:dian", "product", "电", "role", "input", "coefficient_low", "13500千瓦时/吨", "coefficient_high", "1.4万千瓦时/吨",
		"coefficient_source", "source:s", NULL);
	catalogue_add(c, "link:6", "from", "stage:qi", "to", "stage:yang", "product", "合成气", "role", "input", "coefficient_numerator", "430立方米", "coefficient_denominator", "1吨",
		"coefficient_source", "source:s", NULL);
	add_claim(c, "claim:u1", "zone:z", "电力", "60", "亿千瓦时", "", "年");
	add_claim(c, "claim:u2", "zone:z", "电解铝", "50", "万吨", "", "年产");
	add_claim(c, "claim:u3", "zone:z", "氧化铝", "20", "万吨", "", "月产");
}

static void test_units_of_coefficients(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	add_units(&f.catalogue);
	add_claim(&f.catalogue, "claim:u4", "zone:z", "合成气", "300", "万方", "", "日产");
	add_claim(&f.catalogue, "claim:u5", "zone:z", "焦油", "5", "万吨", "", "年产");
	const struct balance *b = balance_of(&f);
	assert_str(value(&f, flow(&f, b, "link:5")->need), "67.5亿千瓦时..70亿千瓦时");
	assert_str(value(&f, flow(&f, b, "link:5")->rest), "缺10亿千瓦时..缺7.5亿千瓦时");
	assert_true(stage(&f, b, "stage:dianli")->bottleneck);
	/* 200 000 t a month are 2.4 million a year; x 430 = 1.032 thousand million m3. The gas is printed per day: no year. */
	assert_str(value(&f, flow(&f, b, "link:6")->need), "10.32亿立方米");
	assert_str(value(&f, flow(&f, b, "link:6")->have), "300万立方米/天");
	assert_int_equal(flow(&f, b, "link:6")->fault, BALANCE_OTHER_UNIT);
	release(&f);
	/* 340 days of it, said by a claim: 3 million x 340 = 1.02 thousand million, 12 million short. */
	add_chain(&f.catalogue);
	add_units(&f.catalogue);
	add_claim(&f.catalogue, "claim:u4", "zone:z", "合成气", "300", "万方", "", "日产");
	add_claim(&f.catalogue, "claim:u6", "zone:z", "气化炉", "340", "天", "", "年运行");
	b = balance_of(&f);
	assert_str(value(&f, flow(&f, b, "link:6")->have), "10.2亿立方米");
	assert_str(value(&f, flow(&f, b, "link:6")->rest), "缺1200万立方米");
	struct strbuf lines = {0};
	formula_lines(flow(&f, b, "link:6")->rest, f.index, true, add_line, &lines);
	assert_str(strbuf_str(&lines),
		"余缺 煤气 > 氧化铝 合成气 = 10.2亿立方米 - 10.32亿立方米 = 缺1200万立方米\n"
		"  300万立方米/天 x 340天/年 = 10.2亿立方米\n"
		"    甲区 合成气 日产300万方（《甲报》s:1:0-5）\n"
		"    甲区 气化炉 年运行340天（《甲报》s:1:0-5）\n"
		"  所需 氧化铝 = 240万吨 x 430立方米/吨 = 10.32亿立方米\n"
		"    20万吨/月 = 240万吨（单位换算）\n"
		"      甲区 氧化铝 月产20万吨（《甲报》s:1:0-5）\n"
		"    系数 430立方米/吨  煤气 > 氧化铝 合成气（《甲报》）\n");
	strbuf_release(&lines);
	release(&f);
}

/* A stage that makes two things: the coefficient says by its unit which of them it counts. */
static void test_unit_chooses(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	catalogue_add(&f.catalogue, "stage:qi", "name", "煤气", "chain", "chain:c", "position", "7", "products", "合成气;焦油", NULL);
	catalogue_add(&f.catalogue, "link:6", "from", "stage:kuang", "to", "stage:qi", "product", "铝土矿", "role", "input", "coefficient_numerator", "2吨", "coefficient_denominator", "1千立方米",
		"coefficient_source", "source:s", NULL);
	catalogue_add(&f.catalogue, "link:7", "from", "stage:qi", "to", "stage:tie", "product", "合成气", "role", "byproduct", "coefficient_numerator", "1件", "coefficient_denominator", "1台",
		"coefficient_source", "source:s", NULL);
	add_claim(&f.catalogue, "claim:1", "zone:z", "焦油", "5", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:2", "zone:z", "合成气", "10", "亿立方米", "", "年产");
	add_claim(&f.catalogue, "claim:3", "zone:z", "铝土矿", "1", "万kt", "", "年产");
	const struct balance *b = balance_of(&f);
	/* 10^9 m3 x 2 t per 1000 m3 = 2 million t; of 10 million. The 50 000 t of tar are not asked for. */
	assert_str(value(&f, flow(&f, b, "link:6")->need), "200万吨");
	assert_str(value(&f, flow(&f, b, "link:6")->rest), "余800万吨");
	assert_int_equal(flow(&f, b, "link:7")->fault, BALANCE_OTHER_UNIT);
	assert_null(flow(&f, b, "link:7")->have);
	release(&f);
}

static void add_duration(struct catalogue *c, const char *id, const char *item, const char *value, const char *unit)
{
	catalogue_add(c, id, "subject", "enterprise:a", "indicator", "indicator:duration", "item", item, "value", value, "unit", unit, "modality", "actual", "source", "source:s",
		"locator", "s:1:0-5", NULL);
}

/* Hours a year of the owner of a project; two sources that differ: from the least to the greatest. */
static void test_running_of_the_owner(void **state)
{
	(void)state;
	struct fixture f = {0};
	add_chain(&f.catalogue);
	catalogue_add(&f.catalogue, "indicator:duration", "name", "历时", NULL);
	catalogue_add(&f.catalogue, "project:x", "name", "丙项目", "owner", "enterprise:a", "stage", "stage:jia", NULL);
	add_claim(&f.catalogue, "claim:1", "project:x", "铝杆", "25", "吨/小时", "", "");
	add_duration(&f.catalogue, "claim:2", "年运行时间", "8000", "小时");
	add_duration(&f.catalogue, "claim:3", "年运行时间", "7200", "小时");
	add_duration(&f.catalogue, "claim:4", "工期", "300", "天");
	const struct balance *b = balance_of(&f);
	assert_str(value(&f, stage(&f, b, "stage:jia")->capacity), "18万吨..20万吨");
	release(&f);
}

/* Every derived number shows its formula and where its leaves were printed. */
static void test_formula_lines(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct strbuf lines = {0};
	struct ref leaves[8];
	add_chain(&f.catalogue);
	add_claim(&f.catalogue, "claim:2", "zone:z", "氧化铝", "200", "万吨", "", "年产");
	add_claim(&f.catalogue, "claim:2b", "zone:z", "氧化铝", "210", "万吨", "约", "");
	add_claim(&f.catalogue, "claim:3", "zone:z", "电解铝", "50", "万吨", "", "年产");
	catalogue_add(&f.catalogue, "doubt:d", "name", "存疑", "about", "claim:2b", "rule", "order_of_magnitude", NULL);
	const struct balance *b = balance_of(&f);
	formula_lines(stage(&f, b, "stage:yang")->rest, f.index, true, add_line, &lines);
	assert_str(strbuf_str(&lines),
		"余缺 氧化铝 = 200万吨..210万吨 - 96.5万吨..97.5万吨 = 余102.5万吨..余113.5万吨\n"
		"  210万吨 | 200万吨 = 200万吨..210万吨（所印不一,取最小至最大）\n"
		"    甲区 氧化铝 约210万吨 ?存疑:量级 *未印时间,按每年计（《甲报》s:1:0-5）\n"
		"    甲区 氧化铝 年产200万吨（《甲报》s:1:0-5）\n"
		"  所需 电解铝 = 50万吨 x 1.93..1.95 = 96.5万吨..97.5万吨\n"
		"    甲区 电解铝 年产50万吨（《甲报》s:1:0-5）\n"
		"    系数 1.93..1.95  氧化铝 > 电解铝 氧化铝（《甲报》）\n");
	assert_int_equal(formula_claims(stage(&f, b, "stage:yang")->rest, leaves, 8), 3);
	strbuf_release(&lines);
	release(&f);
}

struct strength_row {
	const char *name;
	const char *rows[4][2]; /* kind of row, stage or subject */
	enum strength expected;
};

static const struct strength_row strength_rows[] = {
	{"nothing", {{0}}, STRENGTH_MISSING},
	{"one enterprise", {{"a", "stage:kuang"}}, STRENGTH_WEAK},
	{"one project", {{"project", "planned"}}, STRENGTH_WEAK},
	{"planned capacity", {{"claim", "planned"}}, STRENGTH_WEAK},
	{"two enterprises", {{"a", "stage:kuang"}, {"b", "stage:kuang"}}, STRENGTH_MEDIUM},
	{"a capacity", {{"claim", "capacity"}}, STRENGTH_MEDIUM},
	{"three enterprises", {{"a", "stage:kuang"}, {"b", "stage:kuang"}, {"d", "stage:kuang"}}, STRENGTH_STRONG},
	{"the lead alone", {{"l", "stage:kuang"}}, STRENGTH_WEAK},
	{"the lead with a capacity", {{"l", "stage:kuang"}, {"claim", "capacity"}}, STRENGTH_STRONG},
	{"the owner of a project that produces", {{"project", "producing"}, {"b", "stage:kuang"}}, STRENGTH_MEDIUM},
	{"the same enterprise twice", {{"project", "producing"}, {"a", "stage:kuang"}}, STRENGTH_WEAK},
};

static void test_strengths(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof strength_rows / sizeof *strength_rows; i++) {
		const struct strength_row *row = &strength_rows[i];
		struct fixture f = {0};
		struct standing standing;
		add_chain(&f.catalogue);
		catalogue_add(&f.catalogue, "enterprise:d", "name", "丁厂", NULL);
		for (size_t j = 0; j < 4 && row->rows[j][0]; j++) {
			char placement[24], enterprise[24];
			snprintf(placement, sizeof placement, "placement:k%zu", j);
			snprintf(enterprise, sizeof enterprise, "enterprise:%s", row->rows[j][0]);
			if (strcmp(row->rows[j][0], "claim") == 0)
				catalogue_add(&f.catalogue, "claim:k", "subject", "zone:z", "indicator", "indicator:capacity", "item", "铝土矿", "value", "6", "unit", "万吨", "modality",
					row->rows[j][1], "source", "source:s", "locator", "s:1:0-5", NULL);
			else if (strcmp(row->rows[j][0], "project") == 0)
				catalogue_add(&f.catalogue, "project:k", "name", "矿", "stage", "stage:kuang", "status", row->rows[j][1], "owner", "enterprise:a", NULL);
			else
				catalogue_add(&f.catalogue, placement, "enterprise", enterprise, "stage", row->rows[j][1], NULL);
		}
		f.index = catalogue_index(&f.catalogue);
		standing_make(f.index, index_find_id(f.index, STR("stage:kuang")), &f.arena, &standing);
		assert_row(standing.strength == row->expected, row->name);
		release(&f);
	}
}

/* A reference chain has no figures of its own: what stands there stands at the stages that follow it. */
static void test_references(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct standing standing;
	add_chain(&f.catalogue);
	catalogue_add(&f.catalogue, "chain:t", "name", "模板", NULL);
	catalogue_add(&f.catalogue, "stage:t-dian", "name", "电解", "chain", "chain:t", NULL);
	catalogue_add(&f.catalogue, "stage:t-mei", "name", "镁", "chain", "chain:t", NULL);
	catalogue_add(&f.catalogue, "zone:y", "name", "乙区", NULL);
	catalogue_add(&f.catalogue, "chain:d", "name", "乙区铝链", "zone", "zone:y", NULL);
	catalogue_add(&f.catalogue, "stage:d-dian", "name", "电解", "chain", "chain:d", "template", "stage:t-dian", NULL);
	catalogue_add(&f.catalogue, "stage:d-yang", "name", "氧化铝", "chain", "chain:d", NULL);
	catalogue_add(&f.catalogue, "placement:y", "enterprise", "enterprise:a", "stage", "stage:d-dian", NULL);
	f.index = catalogue_index(&f.catalogue);
	struct ref reference = index_find_id(f.index, STR("chain:t"));
	struct ref t_dian = index_find_id(f.index, STR("stage:t-dian")), d_dian = index_find_id(f.index, STR("stage:d-dian"));
	assert_true(chain_is_reference(f.index, reference));
	assert_false(chain_is_reference(f.index, index_find_id(f.index, STR("chain:d"))));
	assert_int_equal(balance_make(f.index, reference, &f.arena)->n_stages, 0);
	standing_make(f.index, t_dian, &f.arena, &standing);
	assert_int_equal(standing.n_stages, 1);
	assert_int_equal(standing.n_enterprises, 1);
	assert_int_equal(standing.strength, STRENGTH_WEAK);
	standing_make(f.index, index_find_id(f.index, STR("stage:t-mei")), &f.arena, &standing);
	assert_int_equal(standing.strength, STRENGTH_MISSING);
	assert_true(stage_same(f.index, t_dian, d_dian));
	assert_true(stage_same(f.index, index_find_id(f.index, STR("stage:yang")), index_find_id(f.index, STR("stage:d-yang"))));
	assert_false(stage_same(f.index, index_find_id(f.index, STR("stage:dian")), d_dian));
	standing_everywhere(f.index, index_find_id(f.index, STR("stage:yang")), &f.arena, &standing);
	assert_int_equal(standing.n_zones, 2);
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand), cmocka_unit_test(test_scarce_and_unknown), cmocka_unit_test(test_units_meet), cmocka_unit_test(test_unread), cmocka_unit_test(test_intake_as_printed), cmocka_unit_test(test_capacities), cmocka_unit_test(test_units_are_said),
		cmocka_unit_test(test_units_of_coefficients), cmocka_unit_test(test_unit_chooses), cmocka_unit_test(test_running_of_the_owner),
		cmocka_unit_test(test_formula_lines), cmocka_unit_test(test_strengths), cmocka_unit_test(test_references),
	};
	return cmocka_run_group_tests_name("query/balance", tests, NULL, NULL);
}
