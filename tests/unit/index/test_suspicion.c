#include "support/catalogue.h"

#include "index/suspicion.h"

/* Each rule stands in a table of small catalogues: what is printed, and the record that is to be flagged, if any. */

enum { ROWS_MOST = 8, CELLS_MOST = 12 };

struct odd {
	const char *name, *rule;
	const char *about, *other;                    /* NULL: nothing looks odd; other NULL: no record */
	const char *rows[ROWS_MOST][2 * CELLS_MOST];  /* id, then pairs of field and text */
};

#define CLAIM(id, locator, ...) {id, "indicator", "indicator:i", "modality", "actual", "source", "source:s", "locator", locator, "subject", "zone:z", __VA_ARGS__}
#define OF(indicator) "indicator", "indicator:" indicator

static const struct odd figures[] = {
	{"592亿 and 22万 a day", "order_of_magnitude", "claim:a", "claim:b", {
		CLAIM("claim:a", "s:1:0-5", OF("capacity"), "item", "氢气", "value", "592", "unit", "亿立方米"),
		CLAIM("claim:b", "s:1:6-9", OF("capacity"), "item", "氢气运输", "value", "22", "unit", "万立方米/天")}},
	{"a year's amount and its daily one", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", "value", "10", "unit", "万吨", "scope", "一年"),
		CLAIM("claim:b", "s:1:6-9", "value", "300", "unit", "吨", "scope", "一天")}},
	{"other things", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", OF("capacity"), "item", "铝土矿", "value", "66", "unit", "万吨"),
		CLAIM("claim:b", "s:1:6-9", OF("capacity"), "item", "铝杆", "value", "2", "unit", "吨")}},
	{"299 times is not yet odd", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", "value", "299", "unit", "吨"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨")}},
	{"300 times is not either", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", "value", "300", "unit", "吨"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨")}},
	{"30 a month and 1 a year", "order_of_magnitude", "claim:a", "claim:b", {
		CLAIM("claim:a", "s:1:0-5", "value", "30", "unit", "吨/月"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨/年")}},
	{"25 a month and 1 a year", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", "value", "25", "unit", "吨/月"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨/年")}},
	{"a part and its whole", "order_of_magnitude", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-5", "value", "900", "unit", "吨"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨", "part_of", "claim:a")}},
	{"301 times is", "order_of_magnitude", "claim:a", "claim:b", {
		CLAIM("claim:a", "s:1:0-5", "value", "301", "unit", "吨"), CLAIM("claim:b", "s:1:6-9", "value", "1", "unit", "吨")}},
	{"a project and its owner", "order_of_magnitude", "claim:a", "claim:b", {
		{"project:p", "name", "某项目", "owner", "enterprise:e"}, {"enterprise:e", "name", "某公司"},
		{"claim:b", OF("i"), "subject", "project:p", "modality", "actual", "value", "1", "unit", "吨", "source", "source:s", "locator", "s:1:0-1"},
		{"claim:a", OF("i"), "subject", "enterprise:e", "modality", "actual", "value", "4000", "unit", "吨", "source", "source:s", "locator", "s:1:2-3"}}},
	{"80 % of 4", "tiny_percent", "claim:b", "claim:a", {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "4", "unit", "个"),
		CLAIM("claim:b", "s:2:20-23", OF("rate"), "item", "承诺率", "value", "80", "unit", "%", "qualifier", "达")}},
	{"75 % of 4", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "4", "unit", "个"),
		CLAIM("claim:b", "s:2:20-23", OF("rate"), "item", "承诺率", "value", "75", "unit", "%")}},
	{"33 % of 3 is a third", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "3", "unit", "个"),
		CLAIM("claim:b", "s:2:20-23", OF("rate"), "item", "承诺率", "value", "33", "unit", "%")}},
	{"33.0 % of 3 is not", "tiny_percent", "claim:b", "claim:a", {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "3", "unit", "个"),
		CLAIM("claim:b", "s:2:20-25", OF("rate"), "item", "承诺率", "value", "33.0", "unit", "%")}},
	{"far from the count", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "4", "unit", "个"),
		CLAIM("claim:b", "s:2:90-93", OF("rate"), "item", "承诺率", "value", "80", "unit", "%")}},
	{"of many", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "21", "unit", "个"),
		CLAIM("claim:b", "s:2:20-23", OF("rate"), "item", "承诺率", "value", "80", "unit", "%")}},
	{"growth is no part", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("projects"), "value", "4", "unit", "个"),
		CLAIM("claim:b", "s:2:20-23", OF("growth"), "item", "增长率", "value", "80", "unit", "%")}},
	{"4 are 57 % of 7", "tiny_percent", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("institutes"), "value", "4", "unit", "家"),
		CLAIM("claim:b", "s:1:6-9", OF("share"), "value", "57", "unit", "%")}},
	{"4 are 90 % of nothing", "tiny_percent", "claim:b", "claim:a", {
		CLAIM("claim:a", "s:1:0-2", OF("institutes"), "value", "4", "unit", "家"),
		CLAIM("claim:b", "s:1:6-9", OF("share"), "value", "90", "unit", "%")}},
	{"66+5+14+8=93", "sum", NULL, NULL, {
		CLAIM("claim:w", "s:1:0-4", OF("zones"), "item", "开发区", "value", "93", "unit", "个"),
		CLAIM("claim:a", "s:1:10-12", OF("zones"), "item", "经济技术开发区", "value", "66", "unit", "个", "part_of", "claim:i"),
		CLAIM("claim:b", "s:1:20-22", OF("zones"), "item", "高新技术类开发区", "value", "5", "unit", "个", "part_of", "claim:i"),
		CLAIM("claim:c", "s:1:30-32", OF("zones"), "item", "现代农业类开发区", "value", "14", "unit", "个", "part_of", "claim:w"),
		CLAIM("claim:d", "s:1:40-42", OF("zones"), "item", "生态文旅类开发区", "value", "8", "unit", "个", "part_of", "claim:w"),
		CLAIM("claim:i", "s:9:990-993", OF("zones"), "item", "工业类开发区", "value", "71", "unit", "个", "part_of", "claim:w")}},
	{"66+5+14+9 is not 93", "sum", "claim:w", "claim:c", {
		CLAIM("claim:w", "s:1:0-4", OF("zones"), "item", "开发区", "value", "93", "unit", "个"),
		CLAIM("claim:a", "s:1:10-12", OF("zones"), "item", "经济技术开发区", "value", "66", "unit", "个", "part_of", "claim:i"),
		CLAIM("claim:b", "s:1:20-22", OF("zones"), "item", "高新技术类开发区", "value", "5", "unit", "个", "part_of", "claim:i"),
		CLAIM("claim:c", "s:1:30-32", OF("zones"), "item", "现代农业类开发区", "value", "14", "unit", "个", "part_of", "claim:w"),
		CLAIM("claim:d", "s:1:40-42", OF("zones"), "item", "生态文旅类开发区", "value", "9", "unit", "个", "part_of", "claim:w"),
		CLAIM("claim:i", "s:9:990-993", OF("zones"), "item", "工业类开发区", "value", "71", "unit", "个", "part_of", "claim:w")}},
	{"4+18+25=47", "sum", NULL, NULL, {
		CLAIM("claim:w", "s:1:0-3", "item", "新型研发机构", "value", "47", "unit", "家"),
		CLAIM("claim:a", "s:1:18-21", "item", "省级高端新型研发机构", "value", "4", "unit", "家", "part_of", "claim:w"),
		CLAIM("claim:b", "s:1:40-43", "item", "省级新型研发机构", "value", "18", "unit", "家", "part_of", "claim:w"),
		CLAIM("claim:c", "s:1:63-66", "item", "市级新型研发机构", "value", "25", "unit", "家", "part_of", "claim:w")}},
	{"some parts of a sum of money", "sum", NULL, NULL, {
		CLAIM("claim:w", "s:1:0-7", "value", "22.22", "unit", "亿元"),
		CLAIM("claim:a", "s:1:20-25", "value", "5.78", "unit", "亿元", "part_of", "claim:w"),
		CLAIM("claim:b", "s:1:42-47", "value", "11.5", "unit", "亿元", "part_of", "claim:w")}},
	{"sorts of enterprises overlap", "sum", NULL, NULL, {
		CLAIM("claim:w", "s:1:0-3", "item", "企业", "value", "122", "unit", "家"),
		CLAIM("claim:a", "s:1:18-21", "item", "“四上”企业", "value", "17", "unit", "家", "part_of", "claim:w"),
		CLAIM("claim:b", "s:1:30-32", "item", "高新技术企业", "value", "6", "unit", "家", "part_of", "claim:w")}},
	{"a part above its whole", "sum", "claim:a", "claim:w", {
		CLAIM("claim:w", "s:1:0-3", "value", "20", "unit", "家"), CLAIM("claim:a", "s:1:18-21", "value", "21", "unit", "家", "part_of", "claim:w")}},
	{"a part of more than twenty", "sum", NULL, NULL, {
		CLAIM("claim:w", "s:1:0-3", "value", "20", "unit", "家", "qualifier", "余"), CLAIM("claim:a", "s:1:18-21", "value", "21", "unit", "家", "part_of", "claim:w")}},
	{"three words, then three", "sum", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-9", OF("industries"), "value", "材料、能源和废弃资源", "qualifier", ""), CLAIM("claim:b", "s:1:9-11", OF("count"), "value", "三", "unit", "大")}},
	{"three words, then four", "sum", "claim:b", "claim:a", {
		CLAIM("claim:a", "s:1:0-9", OF("industries"), "value", "材料、能源、废弃资源"), CLAIM("claim:b", "s:1:9-11", OF("count"), "value", "四", "unit", "大")}},
	{"words that go on", "sum", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-9", OF("industries"), "value", "材料、能源、废弃资源", "qualifier", "等"), CLAIM("claim:b", "s:1:9-11", OF("count"), "value", "四", "unit", "大")}},
	{"a thousand times hundred million of what", "missing_unit", "claim:a", NULL, {
		CLAIM("claim:a", "s:1:0-2", OF("invest"), "value", "千", "unit", "亿", "qualifier", "级")}},
	{"yuan", "missing_unit", NULL, NULL, {CLAIM("claim:a", "s:1:0-2", OF("invest"), "value", "95", "unit", "亿元")}},
	{"a unit without a number", "missing_unit", "claim:a", NULL, {CLAIM("claim:a", "s:1:0-2", OF("invest"), "value", "亿", "unit", "元")}},
	{"actual, but next year", "date_order", "claim:a", "source:s", {
		CLAIM("claim:a", "s:1:0-2", "value", "9", "unit", "家", "period", "2026")}},
	{"as of a day behind the source", "date_order", NULL, NULL, {
		CLAIM("claim:a", "s:1:0-2", "value", "9", "unit", "家", "period", "../2026")}},
};

static const struct odd records[] = {
	{"in production before it was signed", "date_order", "milestone:b", "milestone:a", {
		{"project:p", "name", "某项目"}, {"milestone:a", "project", "project:p", "status", "signed", "date", "2025-06"},
		{"milestone:b", "project", "project:p", "status", "producing", "date", "2025-05"}}},
	{"in one month", "date_order", NULL, NULL, {
		{"project:p", "name", "某项目"}, {"milestone:a", "project", "project:p", "status", "signed", "date", "2025-06"},
		{"milestone:b", "project", "project:p", "status", "producing", "date", "2025-06"}}},
	{"stalled has no place in the order", "date_order", NULL, NULL, {
		{"project:p", "name", "某项目"}, {"milestone:a", "project", "project:p", "status", "signed", "date", "2025-06"},
		{"milestone:b", "project", "project:p", "status", "stalled", "date", "2025-05"}}},
	{"an event behind its source", "date_order", "event:e", "source:s", {
		{"event:e", "name", "签约会", "date", "2026-01", "source", "source:s", "locator", "s:1:0-2"}}},
	{"due before it was promised", "date_order", "target:t", "source:s", {
		{"target:t", "name", "建成", "due", "2025-11", "source", "source:s", "locator", "s:1:0-2"}}},
	{"due in the month of the source", "date_order", NULL, NULL, {
		{"target:t", "name", "建成", "due", "2025-12", "source", "source:s", "locator", "s:1:0-2"}}},
	{"closed before it was opened", "date_order", "request:r", NULL, {
		{"request:r", "name", "用电", "opened", "2025-06", "closed", "2025-05", "source", "source:s", "locator", "s:1:0-2"}}},
	{"Suzhou of Zhejiang", "impossible_place", "project:p", NULL, {{"project:p", "name", "浙江苏州搬迁项目"}}},
	{"Suzhou of Jiangsu", "impossible_place", NULL, NULL, {{"project:p", "name", "江苏苏州搬迁项目"}}},
	{"with the words for province and city", "impossible_place", "event:e", NULL, {{"event:e", "name", "考察", "gist", "赴浙江省苏州市考察", "date", "2025"}}},
	{"a province builds elsewhere", "impossible_place", NULL, NULL, {{"zone:k", "name", "浙江苏州工业园区", "region", "region:suzhou"}}},
	{"a name that two provinces have", "impossible_place", NULL, NULL, {{"project:p", "name", "江苏同名市项目"}}},
	{"no city at all", "impossible_place", NULL, NULL, {{"project:p", "name", "浙江同景项目"}}},
};

static void base(struct catalogue *c)
{
	static const char *const indicators[] = {"i", "capacity", "rate", "share", "growth", "projects", "institutes", "zones", "industries", "count"};
	for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
		char id[40];
		snprintf(id, sizeof id, "indicator:%s", indicators[i]);
		catalogue_add(c, id, "name", indicators[i], NULL);
	}
	catalogue_add(c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(c, "zone:z", "name", "某开发区", NULL);
	catalogue_add(c, "source:s", "name", "某文", "date", "2025-12", NULL);
	catalogue_add(c, "region:zhejiang", "name", "浙江省", "short_names", "浙江", "level", "province", NULL);
	catalogue_add(c, "region:jiangsu", "name", "江苏省", "short_names", "江苏", "level", "province", NULL);
	catalogue_add(c, "region:suzhou", "name", "苏州市", "short_names", "苏州", "level", "prefecture", "parent", "region:jiangsu", NULL);
	catalogue_add(c, "region:t1", "name", "同名市", "level", "prefecture", "parent", "region:zhejiang", NULL);
	catalogue_add(c, "region:t2", "name", "同名市", "level", "prefecture", "parent", "region:jiangsu", NULL);
}

static void add_row(struct catalogue *c, const char *const *row)
{
	struct str cells[FIELDS_MAX] = {{0}};
	enum kind kind;
	assert_true(kind_of_id(str_from(row[0]), &kind));
	cells[0] = str_from(row[0]);
	for (size_t i = 1; row[i]; i += 2)
		cells[field_get(kind, row[i])] = str_from(row[i + 1]);
	catalogue_add_cells(c, cells);
}

/* What is found for one record is what is found for all, as far as it concerns the record. */
static void check_about(const struct odd *row, const struct index *index, const struct suspicions *all)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t r = 0; r < index_count(index, (enum kind)k); r++) {
			struct suspicions own = {0};
			struct ref ref = ref_make((enum kind)k, r);
			size_t expected = 0;
			for (size_t i = 0; i < all->v.n; i++)
				expected += ref_eq(all->v.v[i].about, ref) || (ref_eq(all->v.v[i].other, ref) && ref_kind(ref) != KIND_SOURCE);
			suspicions_about(index, ref, true, &own);
			if (own.v.n != expected)
				fail_msg("row \"%s\": found %zu suspicions about %.*s, expected %zu", row->name, own.v.n, STR_ARG(index_id(index, ref)), expected);
			suspicions_release(&own);
		}
}

static void check(const struct odd *row)
{
	struct catalogue c = {0};
	struct suspicions found = {0};
	base(&c);
	for (size_t i = 0; i < ROWS_MOST && row->rows[i][0]; i++)
		add_row(&c, row->rows[i]);
	struct index *index = catalogue_index(&c);
	suspicions_find(index, false, &found);
	if (found.v.n != (row->about ? 1 : 0))
		fail_msg("row \"%s\": found %zu suspicions (%.*s), expected %d", row->name, found.v.n, STR_ARG(found.v.n ? found.v.v[0].message : STR("")), !!row->about);
	if (row->about) {
		const struct suspicion *s = &found.v.v[0];
		assert_string_equal(enums[ENUM_RULE].v[s->rule].code, row->rule);
		assert_str(index_id(index, s->about), row->about);
		assert_str(ref_none(s->other) ? STR("") : index_id(index, s->other), row->other ? row->other : "");
		assert_true(s->message.n > 0);
	}
	check_about(row, index, &found);
	suspicions_release(&found);
	index_free(index);
	catalogue_release(&c);
}

static void test_figures(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		check(&figures[i]);
}

static void test_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		check(&records[i]);
}

/* n projects of a zone with one amount; the first `same` of them known to be one thing. */
static size_t suspicions_of_amount(const char *value, int n, int same, const char *certainty)
{
	struct catalogue c = {0};
	struct suspicions found = {0};
	base(&c);
	for (int i = 0; i < n; i++) {
		char project[20], claim[20], locator[20], identity[20];
		snprintf(project, sizeof project, "project:p%d", i);
		snprintf(claim, sizeof claim, "claim:p%d", i);
		snprintf(locator, sizeof locator, "s:1:%d-%d", 10 * i, 10 * i + 5);
		snprintf(identity, sizeof identity, "identity:p%d", i);
		catalogue_add(&c, project, "name", project + 8, "zone", "zone:z", NULL);
		catalogue_add(&c, claim, "subject", project, "indicator", "indicator:invest", "value", value, "unit", "亿元", "modality", "planned",
			"source", "source:s", "locator", locator, NULL);
		if (i && i < same)
			catalogue_add(&c, identity, "a", "project:p0", "b", project, "certainty", certainty, "reason", "同额", NULL);
	}
	struct index *index = catalogue_index(&c);
	suspicions_find(index, true, &found);
	size_t flagged = found.v.n;
	for (size_t i = 0; i < flagged; i++)
		assert_int_equal(found.v.v[i].rule, enum_parse(ENUM_RULE, STR("same_amount")));
	suspicions_release(&found);
	index_free(index);
	catalogue_release(&c);
	return flagged;
}

static void test_amounts(void **state)
{
	(void)state;
	assert_int_equal(suspicions_of_amount("11.5", 3, 0, ""), 2);        /* each but the first */
	assert_int_equal(suspicions_of_amount("11.5", 3, 3, "maybe"), 2);   /* maybe is what the flag says, too */
	assert_int_equal(suspicions_of_amount("11.5", 3, 2, "same"), 0);    /* two things are left */
	assert_int_equal(suspicions_of_amount("11.5", 2, 0, ""), 0);
	assert_int_equal(suspicions_of_amount("12", 3, 0, ""), 0);          /* round amounts meet by chance */
	assert_int_equal(suspicions_of_amount("11.5", 201, 0, ""), 0);      /* and so do amounts of many projects */
}

static void test_gazetteer(void **state)
{
	(void)state;
	struct catalogue c = {0};
	base(&c);
	struct index *index = catalogue_index(&c);
	struct gazetteer *gazetteer = gazetteer_new(index);
	struct str text = STR("从江苏苏州到浙江苏州，再到浙江省苏州市。");
	size_t start, end, from = 0, n = 0;
	static const char *const expected[] = {"浙江苏州", "浙江省苏州市"};
	for (; gazetteer_find(gazetteer, text, from, &start, &end); from = end)
		assert_str(str_sub(text, start, end - start), expected[n++]);
	assert_int_equal(n, 2);
	gazetteer_free(gazetteer);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_amounts),
		cmocka_unit_test(test_gazetteer),
	};
	return cmocka_run_group_tests_name("index/suspicion", tests, NULL, NULL);
}
