#include "support/catalogue.h"

#include "query/column.h"

static struct list_column column(const struct index *index, enum kind kind, const char *name)
{
	struct err err = ERR_INIT;
	struct list_column c;
	assert_ok(column_parse(str_from(name), kind, index, &c, &err), err);
	return c;
}

static void test_names_and_titles(void **state)
{
	static const struct {
		enum kind kind;
		const char *name, *zh, *en;
	} rows[] = {
		{KIND_PROJECT, "status", "状态", "status"}, {KIND_PROJECT, "状态", "状态", "status"}, {KIND_PROJECT, "zhuangtai", "状态", "status"},
		{KIND_PROJECT, "invest", "投资额", "invest"}, {KIND_PROJECT, "总投资", "投资额", "invest"}, {KIND_PROJECT, "tze", "投资额", "invest"},
		{KIND_PROJECT, "match", "匹配", "match"}, {KIND_ZONE, "short names", "简称", "short names"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct list_column c = column(sample_index(state), rows[i].kind, rows[i].name);
		assert_str(column_title(&c, rows[i].kind, sample_index(state), true), rows[i].zh);
		assert_str(column_title(&c, rows[i].kind, sample_index(state), false), rows[i].en);
	}
}

static void test_faults(void **state)
{
	static const struct {
		const char *sort;
		size_t column;
		const char *message;
	} rows[] = {
		{"invest,-nmae", 9, "\"name\"?"}, {"bananas", 1, "expected a field of projects"}, {"", 1, "found nothing"}, {"name,,zone", 6, "found nothing"},
		{"name,zone,owner", 11, "more than 2"}, {"has", 1, "a word of queries"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct sort_key keys[2];
		assert_row(sort_parse(str_from(rows[i].sort), KIND_PROJECT, sample_index(state), keys, 2, &err) == 0, rows[i].sort);
		assert_int_equal(err.code, ERR_USAGE);
		assert_string_equal(err.where, "argument");
		if (err.column != rows[i].column || !strstr(err.message, rows[i].message))
			fail_msg("\"%s\": found %zu: %s, expected %zu: %s", rows[i].sort, err.column, err.message, rows[i].column, rows[i].message);
	}
}

static void test_formats(void **state)
{
	static const struct {
		const char *id, *column, *zh, *en;
	} rows[] = {
		{"project:lvgan", "name", "15万吨高精电工圆铝杆项目", "15万吨高精电工圆铝杆项目"},
		{"project:lvgan", "status", "投产", "producing"},
		{"project:lvgan", "zone", "兴县经开区", "兴县经开区"},
		{"project:chini", "owner", "", ""},
		{"project:tiqing-b", "status", "", ""},
		{"enterprise:zhonglv", "classes", "链主; 四上", "chain lead; four-above"},
		{"event:qianyue", "projects", "星萌冻干食品项目; 星萌冻干食品项目（二期）", NULL},
		{"stage:lv-jiagong", "position", "3", "3"},
		{"milestone:donggan-1a", "inferred", "是", "yes"},
		{"milestone:donggan-1b", "inferred", "", ""},
		{"project:donggan-1", "invest", "3.2亿元; 3.5亿元", NULL},
		{"project:donggan-2", "invest", "超5亿元", NULL},
		{"project:lvgan", "invest", "", ""},
		{"project:lvgan", "match", "", ""},
		{"claim:dg", "invest", "25.6亿元", NULL},
		{"claim:dg", "capacity", "", ""},
		{"claim:dg", "value_base", "2560000000", NULL},
	};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ref ref = index_find_id(index, str_from(rows[i].id));
		struct list_column c = column(index, ref_kind(ref), rows[i].column);
		struct strbuf zh = {0}, en = {0};
		strbuf_add_c(&zh, "; "); /* what stands before is not part of the value */
		column_format(&c, ref, index, true, &zh);
		column_format(&c, ref, index, false, &en);
		assert_str(str_sub(strbuf_str(&zh), 2, zh.n), rows[i].zh);
		assert_str(strbuf_str(&en), rows[i].en ? rows[i].en : rows[i].zh);
		strbuf_release(&zh);
		strbuf_release(&en);
	}
}

static void test_bounds(void **state)
{
	const struct index *index = sample_index(state);
	struct list_column invest = column(index, KIND_PROJECT, "invest");
	struct index_bounds two = column_bounds(&invest, index_find_id(index, STR("project:donggan-1")), index);
	struct index_bounds open = column_bounds(&invest, index_find_id(index, STR("project:donggan-2")), index);
	struct index_bounds none = column_bounds(&invest, index_find_id(index, STR("project:lvgan")), index);
	assert_true(two.has_low && two.has_high && two.low.digits == 320000000 && two.high.digits == 350000000);
	assert_str(two.unit, "元");
	assert_true(open.has_low && !open.has_high && open.least.digits == 500000000);
	assert_false(none.has_low || none.has_high || none.has_least);
}

static void sorted(const struct index *index, enum kind kind, const char *keys_text, struct strbuf *out)
{
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct ref refs[64];
	size_t n = index_count(index, kind), n_keys = sort_parse(str_from(keys_text), kind, index, keys, 4, &err);
	assert_true(n_keys > 0);
	for (uint32_t i = 0; i < n; i++)
		refs[i] = ref_make(kind, i);
	sort_rows(index, refs, n, keys, n_keys);
	for (size_t i = 0; i < n; i++) {
		struct str id = index_id(index, refs[i]);
		strbuf_add_c(out, i ? " " : "");
		strbuf_add(out, str_sub(id, (size_t)str_find_byte(id, ':', 0) + 1, id.n));
		if (i && column_compare(&keys[0].column, refs[i - 1], refs[i], index, keys[0].down) > 0)
			fail_msg("%s: %.*s stands before its time", keys_text, STR_ARG(id));
	}
}

static void test_sorting(void **state)
{
	static const struct {
		enum kind kind;
		const char *keys, *ids;
	} rows[] = {
		{KIND_ZONE, "name", "changzhi-gaoxin changzhi xingxian zhangzi"},
		{KIND_ZONE, "-name", "zhangzi xingxian changzhi changzhi-gaoxin"},
		{KIND_ZONE, "级别,name", "xingxian zhangzi changzhi-gaoxin changzhi"},
		{KIND_ZONE, "－level，name", "changzhi-gaoxin changzhi xingxian zhangzi"},
		/* least bounds; those without a figure last in both directions, in their order */
		{KIND_PROJECT, "invest", "donggan-1 donggan-2 chini tiqing tiqing-b donggan lvgan"},
		{KIND_PROJECT, "-invest", "donggan tiqing tiqing-b chini donggan-2 donggan-1 lvgan"},
		{KIND_PROJECT, "-status", "donggan-2 lvgan donggan-1 donggan chini tiqing tiqing-b"},
		{KIND_PROJECT, "owner,-invest", "lvgan donggan donggan-2 donggan-1 tiqing tiqing-b chini"},
		{KIND_STAGE, "position", "lv-tukuang lv-dianjie lv-jiagong"},
		{KIND_MILESTONE, "-date", "lvgan donggan-1b donggan-1a"},
		{KIND_PROJECT, "id", "chini donggan donggan-1 donggan-2 lvgan tiqing tiqing-b"},
		{KIND_ENTERPRISE, "products", "jintong zhonglv xingmeng"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf ids = {0};
		sorted(sample_index(state), rows[i].kind, rows[i].keys, &ids);
		if (!str_eq_c(strbuf_str(&ids), rows[i].ids))
			fail_msg("%s: found %.*s, expected %s", rows[i].keys, STR_ARG(strbuf_str(&ids)), rows[i].ids);
		strbuf_release(&ids);
	}
}

/* Money by itself; 1000 square metres, 3 mu (2000), 3000 square metres. */
static void check_units_stand_apart(const char *indicator)
{
	static const char *const figures[][2] = {{"3", "亩"}, {"5", "亿元"}, {"1000", "平方米"}, {"1", "万元"}, {"3000", "平方米"}};
	struct catalogue c = {0};
	struct strbuf ids = {0};
	char indicator_id[32];
	snprintf(indicator_id, sizeof indicator_id, "indicator:%s", indicator);
	catalogue_add(&c, indicator_id, "name", "某指标", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	for (unsigned i = 0; i < 5; i++) {
		char id[32], claim[32];
		snprintf(id, sizeof id, "zone:z%u", i);
		snprintf(claim, sizeof claim, "c%u", i);
		catalogue_add(&c, id, "name", "某区", NULL);
		catalogue_claim(&c, claim, id, indicator, figures[i][0], figures[i][1], "", "actual", "", "source:s");
	}
	struct index *index = catalogue_index(&c);
	sorted(index, KIND_ZONE, indicator, &ids);
	assert_str(strbuf_str(&ids), "z3 z1 z2 z0 z4");
	strbuf_release(&ids);
	index_free(index);
	catalogue_release(&c);
}

static void test_units_stand_apart(void **state)
{
	(void)state;
	check_units_stand_apart("x");
	check_units_stand_apart("area"); /* whose order stands ready */
}

/* Two sources that print the same are one figure to read. */
static void test_a_wording_is_told_once(void **state)
{
	static const char *const values[] = {"5", "5", "6", "6"};
	struct catalogue c = {0};
	struct strbuf out = {0};
	(void)state;
	catalogue_add(&c, "indicator:invest", "name", "投资额", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	for (unsigned i = 0; i < 4; i++) {
		char claim[32];
		snprintf(claim, sizeof claim, "c%u", i);
		catalogue_claim(&c, claim, "zone:z", "invest", values[i], "亿元", "", "actual", "", "source:s");
	}
	struct index *index = catalogue_index(&c);
	struct list_column invest = column(index, KIND_ZONE, "invest");
	column_format(&invest, ref_make(KIND_ZONE, 0), index, true, &out);
	assert_str(strbuf_str(&out), "5亿元; 6亿元");
	strbuf_release(&out);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names_and_titles, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_faults, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_formats, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_bounds, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_sorting, sample_setup, sample_teardown),
		cmocka_unit_test(test_units_stand_apart),
		cmocka_unit_test(test_a_wording_is_told_once),
	};
	return cmocka_run_group_tests_name("query/column", tests, NULL, NULL);
}
