#include "support/test.h"
#include "text/amount.h"

static const char *const parse_rows[][3] = {
	/* text, value, base unit */
	{"5yi", "500000000", ""}, {"3.2wan", "32000", ""}, {"1,000wan", "10000000", ""}, {"5yiyuan", "500000000", "元"}, {"500mu", "500", "亩"}, {"2w", "20000", ""}, {"0.9y", "90000000", ""}, {"7dun", "7", "吨"}, {"4wandun", "40000", "吨"}, {"4yidun", "400000000", "吨"},
	{"8wanyuan", "80000", "元"}, {"6pingfangmi", "6", "平方米"}, {"6wanpingfangmi", "60000", "平方米"}, {"1wanm2", "10000", "平方米"},
	{"5亿", "500000000", ""}, {"5个亿", "500000000", ""}, {"1.5个亿元", "150000000", "元"}, {"5亿元", "500000000", "元"}, {"5 亿元", "500000000", "元"}, {"1000亩", "1000", "亩"},
	{"1万m2", "10000", "平方米"}, {"10万平方米", "100000", "平方米"}, {"50万吨", "500000", "吨"}, {"20GW", "20000000", "千瓦"},
	{"3000万", "30000000", ""}, {"5000万", "50000000", ""}, {"80%", "80", "%"}, {"80％", "80", "%"}, {"3.2", "3.2", ""},
	{"５亿", "500000000", ""}, {"1,000亩", "1000", "亩"}, {"-3%", "-3", "%"}, {"五亿元", "500000000", "元"},
	{"一百二十家", "120", "家"}, {"半年", "0.5", "年"}, {"5千瓦", "5", "千瓦"}, {"五千瓦", "5", "千瓦"}, {"3千米", "3", "公里"},
	{"3公顷", "30000", "平方米"}, {"5km", "5", "公里"}, {"50万吨/年", "500000", "吨/年"}, {"3百分点", "3", "个百分点"},
	{"12炉", "12", "炉"}, {"1亿2000万元", "120000000", "元"}, {"0", "0", ""}, {"100MWh", "100000", "千瓦时"},
};

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof parse_rows / sizeof parse_rows[0]; i++) {
		struct decimal d;
		struct str unit;
		struct err err = ERR_INIT;
		struct strbuf out = {0};
		assert_ok(amount_parse(str_from(parse_rows[i][0]), &d, &unit, &err), err);
		decimal_format(d, &out);
		if (!str_eq_c(strbuf_str(&out), parse_rows[i][1]))
			fail_msg("row \"%s\": found %.*s", parse_rows[i][0], STR_ARG(strbuf_str(&out)));
		assert_str(unit, parse_rows[i][2]);
		strbuf_release(&out);
	}
}

static void test_units(void **state)
{
	(void)state;
	static const char *const units[] = {"亿", "亿元", "万", "元", "亩", "公顷", "万平方米", "m2", "MW", "吨/年", "万吨", "人", "家"};
	static const char *const others[] = {"", "电池", "万科", "亿达", "5亿", "元件", "吨位", "吨/炉", "元/万吨", "元/公斤", "元/公顷"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		assert_row(amount_is_unit(str_from(units[i])), units[i]);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_row(!amount_is_unit(str_from(others[i])), others[i]);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", " ", "元", "abc", "5亿>", "5 6", "1/2", "5,5,5", "--5", "5(元)", "99999999999999999999",
		"9999999999亿亿"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct decimal d;
		struct str unit;
		struct err err = ERR_INIT;
		assert_row(!amount_parse(str_from(bad[i]), &d, &unit, &err), bad[i]);
		assert_row(err.code == ERR_USAGE, bad[i]);
	}
	struct decimal d;
	struct str unit;
	struct err err = ERR_INIT;
	assert_false(amount_parse(STR("abc"), &d, &unit, &err));
	assert_string_equal(err.message, "found \"abc\", expected a number with a unit such as 5亿 or 1000亩");
}

struct compare_row {
	const char *a, *b;
	int order; /* 9: they do not convert */
};

static const struct compare_row compare_rows[] = {
	{"3亩", "2000平方米", 0}, {"3亩", "2001平方米", -1}, {"2000平方米", "3亩", 0}, {"1公顷", "15亩", 0}, {"1亩", "666.67平方米", -1},
	{"1亩", "666.666666平方米", 1}, {"-3亩", "-2000平方米", 0}, {"-3亩", "-2001平方米", 1}, {"-1亩", "1平方米", -1},
	{"1MPa", "10bar", 0}, {"2天", "47小时", 1}, {"1年", "12月", 0}, {"1年", "13月", -1}, {"1米", "1000毫米", 0},
	{"24吨/天", "1吨/小时", 0}, {"25吨/天", "1吨/小时", 1}, {"5亿元", "5亿元", 0}, {"5炉", "4炉", 1},
	{"1年", "365天", 9}, {"1吨", "1元", 9}, {"1亩", "1", 9}, {"5炉", "5家", 9}, {"1吨/年", "1吨", 9}, {"5%", "5个百分点", 9},
	{"999999999999999999亩", "999999999999999999平方米", 1}, {"24只/天", "1只/小时", 0}, {"1GJ/年", "1GJ/天", 9}, {"1只/天", "1头/天", 9},
};

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void test_compare(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof compare_rows / sizeof compare_rows[0]; i++) {
		const struct compare_row *row = &compare_rows[i];
		struct decimal a, b;
		struct str unit_a, unit_b;
		struct err err = ERR_INIT;
		int order = 9;
		assert_ok(amount_parse(str_from(row->a), &a, &unit_a, &err), err);
		assert_ok(amount_parse(str_from(row->b), &b, &unit_b, &err), err);
		bool converts = amount_compare(a, unit_a, b, unit_b, &order);
		assert_row(converts == (row->order != 9), row->a);
		assert_row(!converts || sign(order) == row->order, row->a);
	}
}

static void test_ratio(void **state)
{
	(void)state;
	static const struct {
		const char *unit, *other;
		int64_t over, under; /* 0: they do not convert */
	} rows[] = {{"亩", "平方米", 2000, 3}, {"平方米", "亩", 3, 2000}, {"片", "片", 1, 1}, {"亩", "吨", 0, 0}, {"片", "只", 0, 0}, {"微米/天", "公里/秒", 0, 0},
		{"公里/秒", "微米/天", 0, 0}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t over, under;
		bool converts = amount_ratio(str_from(rows[i].unit), str_from(rows[i].other), &over, &under);
		assert_row(converts == (rows[i].over > 0), rows[i].unit);
		assert_row(!converts || (over == rows[i].over && under == rows[i].under), rows[i].unit);
	}
}

/* What stands in a row converts, and nothing else does: of the last one and 公里/秒 no ratio up to 10^9 can tell. */
static void test_groups(void **state)
{
	(void)state;
	static const char *const groups[] = {
		"元", "亩 平方米", "公里 厘米 毫米 微米", "秒 分钟 小时 天 周", "月 季度 年", "bar 兆帕", "个", "家", "个百分点", "%", "美元",
		"吨", "吨/年 吨/月", "吨/天 吨/小时", "只/天 只/小时", "只/年 只/月", "GJ/年 GJ/月", "GJ", "元/亩 元/平方米", "元/吨", "元/只", "元/粒",
		"公里/小时 公里/天 公里/秒", "亩/年 平方米/月", "微米/周",
	};
	enum { N = sizeof groups / sizeof *groups };
	for (size_t a = 0; a < N; a++)
		for (size_t b = 0; b < N; b++) {
			struct str left = str_from(groups[a]), x, y;
			while (str_split(&left, ' ', &x))
				for (struct str right = str_from(groups[b]); str_split(&right, ' ', &y);) {
					int64_t over, under;
					bool same = !amount_group_cmp(amount_group(x), amount_group(y));
					if ((a == b) != same)
						fail_msg("%.*s and %.*s", STR_ARG(x), STR_ARG(y));
					assert_true(!same || amount_ratio(x, y, &over, &under));
				}
		}
}

/* Spellings and multiples, by the tables of physics: what stands in a row is one amount. */
static const char *const same_rows[] = {
	"1元 1圆 1块钱 1元人民币 1RMB 1CNY",
	"1美元 1USD",
	"1平方米 1平米 1平方 1㎡ 1m² 1m2 1M2 1M² 10000平方厘米 1000000平方毫米",
	"1公顷 1ha 1hm² 1hm2 10000平方米 15亩 15畝",
	"1平方公里 1平方千米 1km² 1km2 1㎢ 100公顷",
	"1立方米 1方 1立方 1m³ 1m3 1㎥ 1M3 1Nm³ 1Nm3 1标方 1标准立方米 1标立方米 1000升 1000L 1000l 1000000毫升",
	"1吨 1t 1T 1公吨 1000公斤 1000千克 1000kg 1000KG 1000Kg 2000斤 1000000克 1000000g 0.001kt 0.000001Mt",
	"1吨标准煤 1吨标煤 1tce 1000千克标准煤 1000公斤标准煤 1000千克标煤 1000000克标准煤",
	"1千瓦 1kW 1KW 1kw 1Kw 1kWp 1000瓦 1000W",
	"1兆瓦 1MW 1mw 1Mw 1MWp 1兆瓦级 1000千瓦",
	"1吉瓦 1GW 1gw 1Gw 1GWp 1000兆瓦",
	"1千瓦时 1度 1度电 1kWh 1KWh 1kwh 1KWH 1Kwh 1kW·h 1千瓦小时 1000瓦时 1000Wh",
	"1兆瓦时 1MWh 1mwh 1MWH 1000千瓦时",
	"1吉瓦时 1GWh 1gwh 1GWH 1000兆瓦时",
	"1公里 1千米 1km 1KM 1Km 1㎞ 1000米 1000m 1000延米 1000延长米",
	"1米 100厘米 100cm 1000毫米 1000mm 1000㎜ 1000000微米 1000000μm 1000000µm 1000000um 1000000000纳米 1000000000nm",
	"1小时 1h 1H 1hr 1时 1个小时 60分钟 60min 3600秒 3600s 3600秒钟",
	"1天 1日 1d 24小时",
	"1周 1个周 1星期 7天",
	"1年 1a 1周年 12月 12个月 4季度 4个季度",
	"1兆帕 1MPa 1Mpa 1mpa 1MPA 1000千帕 1000kPa 1000000帕 1000000Pa 0.001GPa 10bar 10Bar 10巴",
	"1% 1％ 10‰",
	"1个百分点 1百分点 1pct",
	"1℃ 1摄氏度 1°C 1ºC",
	"1千伏 1kV 1KV 1kv 1000伏 1000V",
	"1兆伏安 1MVA 1000千伏安 1000kVA 1000KVA 100万伏安",
	"1人 1名",
	"1倍 1倍数",
	"1标准箱 1TEU 1标箱",
};

static void test_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof same_rows / sizeof *same_rows; i++) {
		struct str rest = str_from(same_rows[i]), one;
		struct decimal first = {0, 0}, d;
		struct str first_unit = {0}, unit;
		while (rest.n && str_split(&rest, ' ', &one)) {
			struct err err = ERR_INIT;
			int order = 9;
			assert_ok(amount_parse(one, &d, &unit, &err), err);
			if (!first_unit.n) {
				first = d;
				first_unit = unit;
			}
			if (!amount_compare(first, first_unit, d, unit, &order) || order)
				fail_msg("row \"%s\": \"%.*s\" is another amount", same_rows[i], STR_ARG(one));
		}
	}
}

struct convert_row {
	const char *from, *unit, *to; /* to NULL: does not convert */
};

/* By hand: 3 亩 are 2000 平方米; 12 months, 4 quarters a year; 24 hours a day. */
static const struct convert_row convert_rows[] = {
	{"5万吨/月", "吨/年", "600000"}, {"7吨/季度", "吨/年", "28"}, {"2.5吨/小时", "吨/天", "60"}, {"48吨/天", "吨/小时", "2"},
	{"1吨/天", "吨/小时", NULL}, /* a 24th is no decimal */
	{"300吨/天", "吨/年", NULL}, {"3亩", "平方米", "2000"}, {"1亩", "平方米", NULL}, {"10000平方米", "亩", "15"}, {"-4500平方米", "亩", "-6.75"},
	{"50万吨", "吨", "500000"}, {"1吨", "立方米", NULL}, {"3炉/天", "炉/天", "3"}, {"2只/小时", "只/天", "48"}, {"1000GJ/月", "GJ/年", "12000"}, {"0吨/月", "吨/年", "0"},
	{"999999999999999999吨/月", "吨/年", NULL}, {"-999999999999999999吨/月", "吨/年", NULL}, {"0.000000001吨/月", "吨/年", "0.000000012"},
};

static void test_convert(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof convert_rows / sizeof convert_rows[0]; i++) {
		const struct convert_row *row = &convert_rows[i];
		struct decimal d, out;
		struct str unit;
		struct err err = ERR_INIT;
		struct strbuf text = {0};
		assert_ok(amount_parse(str_from(row->from), &d, &unit, &err), err);
		bool converts = amount_convert(d, unit, str_from(row->unit), &out);
		assert_row(converts == (row->to != NULL), row->from);
		if (converts)
			decimal_format(out, &text);
		assert_row(!converts || str_eq_c(strbuf_str(&text), row->to), row->from);
		strbuf_release(&text);
	}
}

static void test_format(void **state)
{
	(void)state;
	static const char *const format_rows[][3] = {
		{"27500000000", "元", "275亿元"}, {"46154000000", "吨", "461.54亿吨"}, {"20000000", "元", "2000万元"}, {"500000", "吨", "50万吨"},
		{"1000", "家", "1000家"}, {"10000", "家", "1万家"}, {"12500", "人", "1.25万人"}, {"12345", "元", "12345元"},
		{"27512345678", "元", "27512345678元"}, {"0", "元", "0元"}, {"0.35", "元/千瓦时", "0.35元/千瓦时"}, {"-50000", "元", "-5万元"},
		{"500000", "吨/年", "50万吨/年"}, {"99.9999", "%", "99.9999%"}, {"50000", "℃", "50000℃"}, {"1000000000000", "元", "10000亿元"},
		{"22.16", "亩", "22.16亩"}, {"50000", "", "50000"}, {"-0.5", "%", "-0.5%"},
	};
	for (size_t i = 0; i < sizeof format_rows / sizeof format_rows[0]; i++) {
		struct decimal d;
		struct strbuf out = {0};
		assert_true(decimal_parse(str_from(format_rows[i][0]), &d));
		amount_format(d, str_from(format_rows[i][1]), &out);
		assert_str(strbuf_str(&out), format_rows[i][2]);
		strbuf_release(&out);
	}
}

/* What is shown reads back as the same number. */
static void test_shown_amounts_return(void **state)
{
	(void)state;
	static const char *const units[] = {"元", "吨", "亩", "%", "吨/年", "炉"};
	struct test_random r = test_random();
	for (int round = 0; round < 20000; round++) {
		int64_t digits = (int64_t)test_random_below(&r, 1000000000) * (test_random_below(&r, 2) ? 100000 : 1);
		struct decimal d = {test_random_below(&r, 8) ? digits : -digits, (uint8_t)test_random_below(&r, 5)}, back;
		struct str unit = str_from(units[test_random_below(&r, sizeof units / sizeof units[0])]), unit_back;
		struct strbuf out = {0};
		struct err err = ERR_INIT;
		amount_format(d, unit, &out);
		assert_ok(amount_parse(strbuf_str(&out), &back, &unit_back, &err), err);
		assert_int_equal(decimal_cmp(d, back), 0);
		assert_true(str_eq(unit, unit_back));
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),  cmocka_unit_test(test_units), cmocka_unit_test(test_refused), cmocka_unit_test(test_compare), cmocka_unit_test(test_ratio),
		cmocka_unit_test(test_groups), cmocka_unit_test(test_same), cmocka_unit_test(test_convert),
		cmocka_unit_test(test_format), cmocka_unit_test(test_shown_amounts_return),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
