#include "support/test.h"

#include "model/claim.h"

struct claim_row {
	const char *name;
	const char *value, *unit, *qualifiers, *scopes;
	struct {
		const char *base, *unit, *low, *high;
	} given, filled;
	enum claim_reading reading;
};

static const struct claim_row rows[] = {
	{"plain", "275", "亿元", "", "", {"", "", "", ""}, {"27500000000", "元", "", ""}, CLAIM_AGREES},
	{"multiplier", "461.54", "亿吨", "", "", {"", "", "", ""}, {"46154000000", "吨", "", ""}, CLAIM_AGREES},
	{"at least", "1000", "条", "余", "", {"", "", "", ""}, {"1000", "条", "1000", ""}, CLAIM_AGREES},
	{"range", "47—52", "%", "", "", {"", "", "", ""}, {"", "%", "47", "52"}, CLAIM_AGREES},
	{"produced in a year", "8", "万吨", "", "年产", {"", "", "", ""}, {"80000", "吨/年", "", ""}, CLAIM_AGREES},
	{"produced in a day among other scopes", "300", "吨", "", "一期;日产量", {"", "", "", ""}, {"300", "吨/天", "", ""}, CLAIM_AGREES},
	{"treated in a day", "6000", "立方米", "", "日处理", {"", "", "", ""}, {"6000", "立方米/天", "", ""}, CLAIM_AGREES},
	{"processed in a year", "100", "万吨", "达", "年加工;三期完成后", {"", "", "", ""}, {"1000000", "吨/年", "", ""}, CLAIM_AGREES},
	{"throughput of a year", "1800", "万吨", "达", "年吞吐", {"", "", "", ""}, {"18000000", "吨/年", "", ""}, CLAIM_AGREES},
	{"each year", "320", "万吨", "多", "每年", {"", "", "", ""}, {"3200000", "吨/年", "3200000", ""}, CLAIM_AGREES},
	{"a year's", "9.38", "亿kWh", "", "年;规划", {"", "", "", ""}, {"938000000", "千瓦时/年", "", ""}, CLAIM_AGREES},
	{"each day on average", "4", "万千瓦时", "", "日均;输出", {"", "", "", ""}, {"40000", "千瓦时/天", "", ""}, CLAIM_AGREES},
	{"each day", "1.9", "万辆", "超过", "每天", {"", "", "", ""}, {"19000", "辆/天", "19000", ""}, CLAIM_AGREES},
	{"each hour", "一", "辆", "", "平均;每小时", {"", "", "", ""}, {"1", "辆/小时", "", ""}, CLAIM_AGREES},
	{"each month", "4", "次", "不少于", "每月", {"", "", "", ""}, {"4", "次/月", "4", ""}, CLAIM_AGREES},
	{"a period is no rate", "388", "万吨", "", "全年", {"", "", "", ""}, {"3880000", "吨", "", ""}, CLAIM_AGREES},
	{"a year's name is no rate", "17", "家", "", "2025年度;认定", {"", "", "", ""}, {"17", "家", "", ""}, CLAIM_AGREES},
	{"hours of each day are hours", "24", "小时", "", "每天", {"", "", "", ""}, {"24", "小时", "", ""}, CLAIM_AGREES},
	{"a rate printed stays", "6000", "t/d", "", "年处理", {"", "", "", ""}, {"6000", "吨/天", "", ""}, CLAIM_AGREES},
	{"money of each day is money", "3", "万元", "", "日均", {"", "", "", ""}, {"30000", "元", "", ""}, CLAIM_AGREES},
	{"among the first", "五", "", "前", "", {"", "位", "", "5"}, {"5", "位", "", "5"}, CLAIM_AGREES},
	{"money of a year is money", "6.33", "亿元", "", "年产值", {"", "", "", ""}, {"633000000", "元", "", ""}, CLAIM_AGREES},
	{"yearly growth is a percentage", "30", "%", "", "年均", {"", "", "", ""}, {"30", "%", "", ""}, CLAIM_AGREES},
	{"yearly growth is points", "2", "个百分点", "", "年均", {"", "", "", ""}, {"2", "个百分点", "", ""}, CLAIM_AGREES},
	{"each year on average", "5", "万吨", "", "年均", {"", "", "", ""}, {"50000", "吨/年", "", ""}, CLAIM_AGREES},
	{"given and the same", "275", "亿元", "", "", {"27500000000", "元", "", ""}, {"27500000000", "元", "", ""}, CLAIM_AGREES},
	{"given in part", "1000", "条", "余", "", {"1000", "", "", ""}, {"1000", "条", "1000", ""}, CLAIM_AGREES},
	{"given otherwise: nothing is filled", "275", "亿元", "", "", {"275", "", "", ""}, {"275", "", "", ""}, CLAIM_DISAGREES},
	{"given in another unit", "275", "亿元", "", "", {"", "吨", "", ""}, {"", "吨", "", ""}, CLAIM_DISAGREES},
	{"given a bound that the words lack", "275", "亿元", "", "", {"", "", "1", ""}, {"", "", "1", ""}, CLAIM_DISAGREES},
	{"a number given of a range", "47—52", "%", "", "", {"0", "", "", ""}, {"0", "", "", ""}, CLAIM_DISAGREES},
	{"no unit printed, one given", "95亿", "", "", "", {"9500000000", "元", "", ""}, {"9500000000", "元", "", ""}, CLAIM_AGREES},
	{"words", "最大", "", "", "", {"1", "位", "", ""}, {"1", "位", "", ""}, CLAIM_WORDS},
	{"words and nothing else", "新材料、新能源", "", "", "", {"", "", "", ""}, {"", "", "", ""}, CLAIM_WORDS},
};

static struct claim_figure figure_of(const char *base, const char *unit, const char *low, const char *high)
{
	return (struct claim_figure){str_from(base), str_from(unit), str_from(low), str_from(high)};
}

static void assert_figure(const struct claim_row *r, struct claim_figure f)
{
	struct str wanted[] = {str_from(r->filled.base), str_from(r->filled.unit), str_from(r->filled.low), str_from(r->filled.high)};
	struct str found[] = {f.value_base, f.base_unit, f.value_low, f.value_high};
	for (size_t i = 0; i < 4; i++)
		if (!str_eq(wanted[i], found[i]))
			fail_msg("row \"%s\", part %zu: found \"%.*s\", expected \"%.*s\"", r->name, i, STR_ARG(found[i]), STR_ARG(wanted[i]));
}

static void test_rows(void **state)
{
	(void)state;
	struct arena arena = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct claim_row *r = &rows[i];
		struct claim_figure f = figure_of(r->given.base, r->given.unit, r->given.low, r->given.high);
		for (int pass = 0; pass < 2; pass++) {
			enum claim_reading reading = claim_read(str_from(r->value), str_from(r->unit), str_from(r->qualifiers), str_from(r->scopes), &f, &arena);
			assert_row(reading == r->reading, r->name);
			assert_figure(r, f);
		}
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
	return cmocka_run_group_tests_name("model/claim", tests, NULL, NULL);
}
