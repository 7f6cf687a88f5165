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
	struct index *index = catalogue_index(&c);
	struct ref a = index_find_id(index, STR("claim:a")), b = index_find_id(index, STR("claim:b")), other = index_find_id(index, STR("claim:c"));
	assert_int_equal(verdict_of(index, a, b), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of_claim(index, a), VERDICT_AGAINST_FIGURES);
	assert_int_equal(verdict_of_claim(index, other), VERDICT_SINGLE);
	assert_int_equal(verdict_of(index, a, other), VERDICT_SINGLE);
	assert_int_equal(verdict_among(index, index_claims(index, index_find_id(index, STR("zone:z")))), VERDICT_AGAINST_FIGURES);
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
		cmocka_unit_test(test_weights),
	};
	return cmocka_run_group_tests_name("index/verdict", tests, NULL, NULL);
}
