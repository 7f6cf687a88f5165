#include "support/catalogue.h"

#include "query/site.h"

static void claim(struct catalogue *c, const char *id, const char *subject, const char *item, const char *value, const char *unit, const char *qualifier)
{
	catalogue_add(c, id, "subject", subject, "indicator", "indicator:area", "item", item, "value", value, "unit", unit, "qualifier", qualifier, "modality", "actual", "source", "source:s",
		"locator", "s:1:0-5", NULL);
}

static void add_all(struct catalogue *c)
{
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", NULL);
	catalogue_add(c, "region:k", "name", "兴县", NULL);
	catalogue_add(c, "zone:big", "name", "大区", "region", "region:k", NULL);
	catalogue_add(c, "zone:mid", "name", "中区", NULL);
	catalogue_add(c, "zone:small", "name", "小区", NULL);
	catalogue_add(c, "zone:plan", "name", "有房区", NULL);
	catalogue_add(c, "zone:none", "name", "无记载区", NULL);
	catalogue_add(c, "facility:big", "name", "标准厂房", "zone", "zone:big", "type", "厂房", NULL);
	catalogue_add(c, "facility:mid", "name", "厂房甲", "zone", "zone:mid", NULL);
	catalogue_add(c, "facility:small", "name", "厂房乙", "zone", "zone:small", NULL);
	catalogue_add(c, "facility:plan", "name", "厂房丙", "zone", "zone:plan", NULL);
	catalogue_add(c, "zone:future", "name", "未来区", NULL);
	catalogue_add(c, "facility:future", "name", "冷库", "zone", "zone:future", "status", "在建", NULL);
	catalogue_add(c, "facility:pipe", "name", "管网", "zone", "zone:big", "type", "供汽", NULL);
	claim(c, "claim:1", "facility:big", "标准厂房", "10", "万平方米", "");
	claim(c, "claim:2", "facility:mid", "", "1", "万平方米", "近");
	claim(c, "claim:3", "facility:small", "", "500", "平方米", "");
	claim(c, "claim:4", "facility:pipe", "工业蒸汽", "100", "t/h", "");
	claim(c, "claim:5", "region:k", "铁路", "四", "条", "");
	claim(c, "claim:f1", "facility:future", "", "2", "万平方米", "");
	catalogue_add(c, "claim:f2", "subject", "zone:future", "indicator", "indicator:area", "item", "滑雪场", "value", "5", "unit", "亩", "modality", "planned", "source", "source:s",
		"locator", "s:1:0-5", NULL);
	claim(c, "claim:6", "facility:plan", "", "三", "座", "");
}

struct site_row {
	const char *needs;
	const char *found; /* zone:answers, in order */
	size_t n_left_out;
};

/* One letter a need: y yes, p perhaps, t there, u unknown. */
static const struct site_row rows_[] = {
	{"厂房", "big:y small:y plan:y mid:y ", 0},
	{"厂房>=1万平方米", "big:y mid:p plan:t ", 1},
	{"厂房>=1万m2", "big:y mid:p plan:t ", 1},
	{"厂房＞＝1万平方米", "big:y mid:p plan:t ", 1},
	{"厂房≥15亩", "big:y mid:p plan:t ", 1}, /* 15 亩 are 10 000 平方米 */
	{"厂房>10万平方米", "plan:t ", 3},
	{"厂房<=600平方米", "small:y mid:p plan:t ", 1},
	{"厂房<500平方米", "mid:p plan:t ", 2},
	{"蒸汽", "big:y ", 0},
	{"zhengqi 铁路", "big:yy ", 0},
	{"厂房>=1万平方米 蒸汽 铁路", "big:yyy mid:puu plan:tuu ", 1},
	{"厂房>=1万平方米&蒸汽", "big:yy mid:pu plan:tu ", 1},
	{"铁路>=5条", "", 1},
	{"铁路>=4", "big:y ", 0},
	{"码头", "", 0},
	/* What is being built or planned meets no need for certain, nor does it say that there is too little. */
	{"冷库", "future:p ", 0},
	{"冷库>=1万平方米", "future:p ", 0},
	{"冷库>=3万平方米", "future:t ", 0},
	{"滑雪场", "future:p ", 0},
	{"滑雪场>=6亩 冷库", "future:tp ", 0},
};

static void test_rows(void **state)
{
	(void)state;
	struct catalogue c = {0};
	add_all(&c);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows_ / sizeof *rows_; i++) {
		struct arena arena = {0};
		struct site_needs needs;
		struct err err = ERR_INIT;
		struct strbuf text = {0};
		assert_ok(site_parse(str_from(rows_[i].needs), &needs, &arena, &err), err);
		struct site_zones zones = site_find(index, &needs, &arena);
		for (size_t z = 0; z < zones.n; z++) {
			struct str id = index_id(index, zones.v[z].zone);
			strbuf_printf(&text, "%.*s:", STR_ARG(str_sub(id, strlen("zone:"), id.n)));
			for (size_t n = 0; n < needs.n; n++)
				strbuf_add_byte(&text, "untpy"[zones.v[z].finds[n].answer]);
			strbuf_add_c(&text, " ");
		}
		struct str found = strbuf_str(&text);
		if (!str_eq_c(found, rows_[i].found) || zones.n_left_out != rows_[i].n_left_out)
			fail_msg("row \"%s\": found \"%.*s\", %zu left out", rows_[i].needs, STR_ARG(found), zones.n_left_out);
		strbuf_release(&text);
		arena_release(&arena);
	}
	index_free(index);
	catalogue_release(&c);
}

static void test_claims(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct arena arena = {0};
	struct site_needs needs;
	struct err err = ERR_INIT;
	add_all(&c);
	claim(&c, "claim:7", "zone:big", "厂房", "12", "栋", "");
	claim(&c, "claim:8", "facility:big", "标准厂房", "11", "万平方米", "");
	struct index *index = catalogue_index(&c);
	assert_ok(site_parse(STR("厂房>=1万平方米"), &needs, &arena, &err), err);
	struct site_zones zones = site_find(index, &needs, &arena);
	/* The first of the telling figures stands first. */
	assert_int_equal(zones.v[0].finds[0].n_claims, 3);
	assert_str(index_id(index, zones.v[0].finds[0].claims[0]), "claim:1");
	assert_str(index_id(index, zones.v[0].finds[0].record), "facility:big");
	/* Those that a figure refuses are told as well. */
	assert_int_equal(zones.n_left_out, 1);
	assert_str(index_id(index, zones.left_out[0].zone), "zone:small");
	assert_int_equal(zones.left_out[0].finds[0].answer, SITE_NO);
	index_free(index);
	catalogue_release(&c);
	arena_release(&arena);
}

/* What is said of every zone that has it. */
static void test_other_units(void **state)
{
	(void)state;
	static const struct {
		const char *needs, *text;
		bool chinese;
	} rows[] = {
		{"厂房>=1万吨", "有,多少不知(单位不同)", true},
		{"厂房>=1万吨", "there, how much is unknown (other unit)", false},
		{"厂房>10万平方米", "有,多少不知(单位不同)", true},
		{"冷库>=3万平方米", "有,多少不知", true}, /* in its unit, but only being built */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct catalogue c = {0};
		struct arena arena = {0};
		struct site_needs needs;
		struct err err = ERR_INIT;
		struct strbuf text = {0};
		add_all(&c);
		struct index *index = catalogue_index(&c);
		assert_ok(site_parse(str_from(rows[i].needs), &needs, &arena, &err), err);
		struct site_zones zones = site_find(index, &needs, &arena);
		assert_row(zones.n > 0, rows[i].needs);
		for (size_t z = 0; z < zones.n; z++) {
			strbuf_clear(&text);
			site_answer_text(&zones.v[z].finds[0], rows[i].chinese, &text);
			if (!str_eq_c(strbuf_str(&text), rows[i].text))
				fail_msg("row \"%s\": %s", rows[i].needs, text.p);
		}
		strbuf_release(&text);
		index_free(index);
		catalogue_release(&c);
		arena_release(&arena);
	}
}

struct bad_row {
	const char *needs;
	size_t column;
	const char *message;
};

static const struct bad_row bad[] = {
	{"", 1, "found no need"},
	{"  & ", 1, "found no need"},
	{"厂房>=", 5, "found the end, expected a value"},
	{"蒸汽 厂房>=许多", 8, "expected a number"},
	{">=5亩", 1, "expected what is needed"},
	{"a b c d e f g h i", 17, "no more than 8 needs"},
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct arena arena = {0};
		struct site_needs needs;
		struct err err = ERR_INIT;
		assert_row(!site_parse(str_from(bad[i].needs), &needs, &arena, &err), bad[i].needs);
		if (!strstr(err.message, bad[i].message) || err.column != bad[i].column || err.code != ERR_USAGE)
			fail_msg("row \"%s\": column %zu: %s", bad[i].needs, err.column, err.message);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_claims), cmocka_unit_test(test_other_units), cmocka_unit_test(test_bad)};
	return cmocka_run_group_tests_name("query/site", tests, NULL, NULL);
}
