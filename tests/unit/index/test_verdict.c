#include "support/catalogue.h"

#include "index/verdict.h"

/* Two claims about one zone: value, unit, qualifier, modality, period, scope, item. */
struct printed {
	const char *value, *unit, *qualifier, *modality, *period, *scope, *item;
};

struct pair {
	const char *name;
	struct printed a, b;
	enum verdict expected;
};

static const struct pair rows[] = {
	{"same number", {"275", "亿元", "", "actual", "2025", "", ""}, {"275", "亿元", "", "actual", "2025", "", ""}, VERDICT_AGREE},
	{"same number, other unit", {"2.75", "亿元", "", "actual", "2025", "", ""}, {"27500", "万元", "", "actual", "2025", "", ""}, VERDICT_AGREE},
	{"3 mu are 2000 square metres", {"3", "亩", "", "actual", "", "", ""}, {"2000", "平方米", "", "actual", "", "", ""}, VERDICT_AGREE},
	{"numeral and digits", {"五", "条", "", "actual", "", "", ""}, {"5", "条", "", "actual", "", "", ""}, VERDICT_AGREE},
	{"rounded to two decimals", {"7.1381", "平方公里", "", "actual", "", "", ""}, {"7.14", "平方公里", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"rounded half up", {"206.65", "亿元", "", "actual", "", "", ""}, {"206.7", "亿元", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"rounded to whole", {"274.8", "亿元", "", "actual", "", "", ""}, {"275", "亿元", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"one digit is no rounding", {"2.5", "亿元", "", "actual", "", "", ""}, {"3", "亿元", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"off by more than rounding", {"7.13", "平方公里", "", "actual", "", "", ""}, {"7.14", "平方公里", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"plain contradiction", {"9", "家", "", "actual", "2025", "", ""}, {"8", "家", "", "actual", "2025", "", ""}, VERDICT_CONFLICT},
	{"more than a thousand", {"1000", "条", "余", "actual", "", "", ""}, {"1080", "条", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"more than a thousand is not 900", {"1000", "条", "余", "actual", "", "", ""}, {"900", "条", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"about", {"200", "亿元", "约", "actual", "", "", ""}, {"206.65", "亿元", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"about, but far", {"200", "亿元", "约", "actual", "", "", ""}, {"250", "亿元", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"a twentieth above about", {"200", "亿元", "约", "actual", "", "", ""}, {"210", "亿元", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"more than a twentieth above about", {"200", "亿元", "约", "actual", "", "", ""}, {"211", "亿元", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"a twentieth below about", {"200", "亿元", "左右", "actual", "", "", ""}, {"190", "亿元", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"more than a twentieth below about", {"200", "亿元", "左右", "actual", "", "", ""}, {"189", "亿元", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"half a digit below", {"7.135", "平方公里", "", "actual", "", "", ""}, {"7.14", "平方公里", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"more than half a digit below", {"7.134", "平方公里", "", "actual", "", "", ""}, {"7.14", "平方公里", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"ranges that touch", {"47—52", "%", "", "actual", "", "", ""}, {"52—60", "%", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"ranges apart", {"47—52", "%", "", "actual", "", "", ""}, {"53—60", "%", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"at least what is at most", {"1000", "家", "超", "actual", "", "", ""}, {"1000", "家", "以内", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"words of which one has more", {"新材料、新能源", "", "", "actual", "2023", "", ""}, {"新材料", "", "", "actual", "2023", "", ""}, VERDICT_CONFLICT},
	{"near a hundred and above", {"100", "家", "近", "actual", "", "", ""}, {"120", "家", "", "actual", "", "", ""}, VERDICT_CONFLICT},
	{"other year", {"388.33", "亿元", "", "actual", "2023", "", ""}, {"275", "亿元", "", "actual", "2025", "", ""}, VERDICT_OTHER_PERIOD},
	{"part of the year", {"388.33", "亿元", "", "actual", "2025", "", ""}, {"275", "亿元", "", "actual", "2025-01/2025-09", "", ""}, VERDICT_OTHER_PERIOD},
	{"year as months", {"275", "亿元", "", "actual", "2025", "", ""}, {"276", "亿元", "", "actual", "2025-01/2025-12", "", ""}, VERDICT_CONFLICT},
	{"same number, other period", {"9", "家", "", "actual", "2023", "", ""}, {"9", "家", "", "actual", "2025", "", ""}, VERDICT_OTHER_PERIOD},
	{"as of two days, equal", {"9", "家", "", "actual", "../2023-10", "", ""}, {"9", "家", "", "actual", "../2025-12", "", ""}, VERDICT_AGREE},
	{"as of two days, different", {"9", "家", "", "actual", "../2023-10", "", ""}, {"8", "家", "", "actual", "../2025-12", "", ""}, VERDICT_OTHER_PERIOD},
	{"one without period, equal", {"9", "家", "", "actual", "", "", ""}, {"9", "家", "", "actual", "2025", "", ""}, VERDICT_AGREE},
	{"one without period, different", {"9", "家", "", "actual", "", "", ""}, {"8", "家", "", "actual", "2025", "", ""}, VERDICT_OTHER_PERIOD},
	{"scope in one only", {"2.33", "亿吨", "", "resource", "", "", ""}, {"1.86", "亿吨", "", "resource", "", "探明", ""}, VERDICT_OTHER_SCOPE},
	{"scope in one only, equal", {"2.33", "亿吨", "", "resource", "", "", ""}, {"2.33", "亿吨", "", "resource", "", "探明", ""}, VERDICT_AGREE},
	{"two scopes", {"9", "家", "", "actual", "", "四上", ""}, {"9", "家", "", "actual", "", "规上", ""}, VERDICT_OTHER_SCOPE},
	{"scopes in another order", {"9", "家", "", "actual", "", "四上;累计", ""}, {"8", "家", "", "actual", "", "累计;四上", ""}, VERDICT_CONFLICT},
	{"expected and actual", {"5", "亿元", "", "expected", "", "", ""}, {"5", "亿元", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE},
	{"units that do not convert", {"7", "个", "", "actual", "", "", ""}, {"43", "种", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE},
	{"other items", {"66", "万吨", "", "capacity", "", "", "铝土矿"}, {"50", "万吨", "", "capacity", "", "", "电解铝"}, VERDICT_SINGLE},
	{"item in one only, equal", {"122", "家", "", "actual", "", "", "入驻"}, {"122", "家", "", "actual", "", "", ""}, VERDICT_AGREE},
	{"item in one only, different", {"122", "家", "", "actual", "", "", "入驻"}, {"100", "家", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE},
	{"same words", {"新材料、新能源", "", "", "actual", "", "", ""}, {"新能源和新材料", "", "", "actual", "2023", "", ""}, VERDICT_AGREE},
	{"other words, same period", {"新材料、新能源", "", "", "actual", "2023", "", ""}, {"新材料、废资", "", "", "actual", "2023", "", ""}, VERDICT_CONFLICT},
	{"other words, other period", {"新材料、新能源", "", "", "actual", "2023", "", ""}, {"新材料、废资", "", "", "actual", "2025", "", ""}, VERDICT_OTHER_PERIOD},
	{"words and number", {"若干", "家", "", "actual", "", "", ""}, {"9", "家", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE},
	{"same range", {"47—52", "%", "", "actual", "", "", ""}, {"47—52", "%", "", "actual", "", "", ""}, VERDICT_AGREE},
	{"number in range", {"47—52", "%", "", "actual", "", "", ""}, {"50", "%", "", "actual", "", "", ""}, VERDICT_ROUNDED},
	{"number outside range", {"47—52", "%", "", "actual", "", "", ""}, {"60", "%", "", "actual", "", "", ""}, VERDICT_CONFLICT},
};

static void add_printed(struct catalogue *c, const char *id, const char *indicator, const struct printed *p)
{
	catalogue_add(c, id, "subject", "zone:z", "indicator", indicator, "value", p->value, "unit", p->unit, "qualifier", p->qualifier, "modality", p->modality,
		"period", p->period, "scope", p->scope, "item", p->item, "source", "source:s", "locator", "s:1:0-1", NULL);
}

static void base(struct catalogue *c)
{
	catalogue_add(c, "zone:z", "name", "某开发区", NULL);
	catalogue_add(c, "source:s", "name", "某文", NULL);
	catalogue_add(c, "indicator:i", "name", "某指标", NULL);
	catalogue_add(c, "indicator:j", "name", "另一指标", NULL);
	catalogue_add(c, "indicator:k", "name", "第三指标", NULL);
}

static void test_pairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct catalogue c = {0};
		base(&c);
		add_printed(&c, "claim:a", "indicator:i", &rows[i].a);
		add_printed(&c, "claim:b", "indicator:i", &rows[i].b);
		struct index *index = catalogue_index(&c);
		struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b"));
		enum verdict found = verdict_of(index, a, b), turned = verdict_of(index, b, a);
		if (found != rows[i].expected || turned != found)
			fail_msg("row \"%s\": found %s and %s, expected %s", rows[i].name, verdicts[found].code, verdicts[turned].code, verdicts[rows[i].expected].code);
		assert_int_equal(verdict_of_claim(index, a), found);
		assert_int_equal(verdict_of(index, a, a), VERDICT_SINGLE);
		index_free(index);
		catalogue_release(&c);
	}
}

static void test_doubt_stands_against_figures(void **state)
{
	(void)state;
	struct catalogue c = {0};
	base(&c);
	struct printed p = {"592", "亿立方米", "", "capacity", "2025", "", ""}, q = {"22", "万立方米", "", "capacity", "2025", "", ""};
	add_printed(&c, "claim:a", "indicator:i", &p);
	add_printed(&c, "claim:b", "indicator:i", &q);
	add_printed(&c, "claim:c", "indicator:j", &p);
	catalogue_add(&c, "doubt:1", "name", "量级", "about", "claim:a", "rule", "order_of_magnitude", NULL);
	catalogue_add(&c, "doubt:2", "name", "排印", "about", "claim:c", "rule", "typo", NULL);
	add_printed(&c, "claim:d", "indicator:k", &q);
	catalogue_add(&c, "doubt:3", "name", "合计", "about", "claim:d", "rule", "sum", NULL);
	struct index *index = catalogue_index(&c);
	struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b")), other = index_find_id(index, STR("claim:c"));
	assert_int_equal(verdict_of(index, a, b), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of_claim(index, a), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of_claim(index, other), VERDICT_SINGLE);
	assert_int_equal(verdict_of_claim(index, index_find_id(index, STR("claim:d"))), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of(index, a, other), VERDICT_SINGLE);
	assert_int_equal(verdict_among(index, index_claims(index, index_find_id(index, STR("zone:z")))), VERDICT_AGAINST_FIGURES);
	index_free(index);
	catalogue_release(&c);
}

static void test_doubt_is_excused_by_scope(void **state)
{
	(void)state;
	struct catalogue c = {0};
	base(&c);
	struct printed p = {"50", "亿元", "达", "expected", "", "", ""}, q = {"10", "亿元", "突破", "actual", "2024", "", ""};
	add_printed(&c, "claim:a", "indicator:i", &p);
	add_printed(&c, "claim:b", "indicator:i", &q);
	catalogue_add(&c, "doubt:1", "name", "量级", "about", "claim:a", "rule", "order_of_magnitude", NULL);
	struct index *index = catalogue_index(&c);
	struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b"));
	assert_int_equal(verdict_of(index, a, b), VERDICT_OTHER_SCOPE);
	assert_int_equal(verdict_of_claim(index, a), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of_claim(index, b), VERDICT_OTHER_SCOPE);
	index_free(index);
	catalogue_release(&c);
}

/* The reason names what differs, in the words of the data. */
static const struct {
	struct pair pair;
	const char *zh, *en;
} reasons[] = {
	{{"same", {"275", "亿元", "", "actual", "2025", "", ""}, {"2.75", "百亿元", "", "actual", "2025", "", ""}, VERDICT_AGREE}, "相同：275亿元，2.75百亿元", "the same: 275亿元, 2.75百亿元"},
	{{"same, given once", {"122", "家", "", "actual", "", "园区", ""}, {"122", "家", "", "actual", "", "", ""}, VERDICT_AGREE},
		"相同：122家，122家，口径只有一处注明（园区）", "the same: 122家, 122家, scope given once (园区)"},
	{{"rounded", {"7.1381", "平方公里", "", "actual", "", "", ""}, {"7.14", "平方公里", "", "actual", "", "", ""}, VERDICT_ROUNDED},
		"舍入或约数之内相合：7.1381平方公里，7.14平方公里", "agree within rounding or what the words allow: 7.1381平方公里, 7.14平方公里"},
	{{"period", {"9", "家", "", "actual", "2025", "", ""}, {"8", "家", "", "actual", "2023", "", ""}, VERDICT_OTHER_PERIOD}, "时期不同：2025，2023", "periods: 2025, 2023"},
	{{"scope", {"2.33", "亿吨", "", "resource", "", "", ""}, {"1.86", "亿吨", "", "resource", "", "探明", ""}, VERDICT_OTHER_SCOPE}, "口径不同：未注明，探明", "scopes: not given, 探明"},
	{{"scope and period", {"9", "家", "", "actual", "2025", "四上", ""}, {"8", "家", "", "actual", "2023", "规上", ""}, VERDICT_OTHER_SCOPE},
		"口径不同：四上，规上；时期：2025，2023", "scopes: 四上, 规上; periods: 2025, 2023"},
	{{"modality", {"5", "亿元", "", "expected", "", "", ""}, {"5", "亿元", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE}, "性质不同：预计，实际", "modalities: expected, actual"},
	{{"item", {"9", "家", "", "actual", "", "", "入驻"}, {"8", "家", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE}, "品目不同：入驻，未注明", "items: 入驻, not given"},
	{{"unit", {"7", "个", "", "actual", "", "", ""}, {"43", "吨", "", "actual", "", "", ""}, VERDICT_OTHER_SCOPE}, "单位不能换算：个，吨", "units that do not convert: 个, 吨"},
	{{"conflict", {"2.33", "亿吨", "", "resource", "", "", ""}, {"1.86", "亿吨", "", "resource", "", "", ""}, VERDICT_CONFLICT},
		"同期同口径而不同：2.33亿吨，1.86亿吨，相差 25.3%", "same period and scope, but different: 2.33亿吨, 1.86亿吨, 25.3 % apart"},
	{{"other items", {"66", "万吨", "", "capacity", "", "", "铝土矿"}, {"50", "万吨", "", "capacity", "", "", "电解铝"}, VERDICT_SINGLE}, "", ""},
};

static void test_reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		struct catalogue c = {0};
		struct strbuf zh = {0}, en = {0};
		base(&c);
		add_printed(&c, "claim:a", "indicator:i", &reasons[i].pair.a);
		add_printed(&c, "claim:b", "indicator:i", &reasons[i].pair.b);
		struct index *index = catalogue_index(&c);
		struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b"));
		verdict_reason(index, a, b, true, &zh);
		verdict_reason(index, a, b, false, &en);
		if (verdict_of(index, a, b) != reasons[i].pair.expected || !str_eq_c(strbuf_str(&zh), reasons[i].zh) || !str_eq_c(strbuf_str(&en), reasons[i].en))
			fail_msg("row \"%s\": found %s, \"%.*s\", \"%.*s\"", reasons[i].pair.name, verdicts[verdict_of(index, a, b)].code, STR_ARG(strbuf_str(&zh)), STR_ARG(strbuf_str(&en)));
		strbuf_release(&zh);
		strbuf_release(&en);
		index_free(index);
		catalogue_release(&c);
	}
}

static void test_reason_of_a_doubt(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct strbuf text = {0};
	base(&c);
	struct printed p = {"592", "亿立方米", "", "capacity", "2025", "", ""};
	add_printed(&c, "claim:a", "indicator:i", &p);
	catalogue_add(&c, "doubt:1", "name", "产能过大", "about", "claim:a", "rule", "order_of_magnitude", "note", "疑为592万立方米", NULL);
	struct index *index = catalogue_index(&c);
	struct ref a = index_find_id(index, STR("claim:a"));
	verdict_reason(index, a, a, true, &text);
	assert_str(strbuf_str(&text), "量级存疑：疑为592万立方米");
	strbuf_release(&text);
	index_free(index);
	catalogue_release(&c);
}

static void test_weights(void **state)
{
	(void)state;
	static const enum verdict ascending[] = {
		VERDICT_SINGLE, VERDICT_AGREE, VERDICT_ROUNDED, VERDICT_OTHER_PERIOD, VERDICT_OTHER_SCOPE, VERDICT_AGAINST_FIGURES, VERDICT_CONFLICT,
	};
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		for (size_t j = 0; j < VERDICT_COUNT; j++)
			assert_int_equal(verdict_weightier(ascending[i], ascending[j]), ascending[i > j ? i : j]);
	for (size_t v = 0; v < VERDICT_COUNT; v++)
		assert_true(verdicts[v].code && verdicts[v].zh && verdicts[v].en && verdicts[v].sign);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_doubt_stands_against_figures),
		cmocka_unit_test(test_doubt_is_excused_by_scope),
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_reason_of_a_doubt),
		cmocka_unit_test(test_weights),
	};
	return cmocka_run_group_tests_name("index/verdict", tests, NULL, NULL);
}
