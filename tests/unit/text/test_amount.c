#include "support/test.h"
#include "text/amount.h"

static const char *const parse_rows[][3] = {
	/* text, value, base unit */
	{"5yi", "500000000", ""}, {"3.2wan", "32000", ""}, {"5yiyuan", "500000000", "元"}, {"500mu", "500", "亩"}, {"2w", "20000", ""},
	{"5亿", "500000000", ""}, {"5亿元", "500000000", "元"}, {"5 亿元", "500000000", "元"}, {"1000亩", "1000", "亩"},
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

struct convert_row {
	const char *from, *unit, *to; /* to NULL: does not convert */
};

/* By hand: 3 亩 are 2000 平方米; 12 months, 4 quarters a year; 24 hours a day. */
static const struct convert_row convert_rows[] = {
	{"5万吨/月", "吨/年", "600000"}, {"7吨/季度", "吨/年", "28"}, {"2.5吨/小时", "吨/天", "60"}, {"48吨/天", "吨/小时", "2"},
	{"1吨/天", "吨/小时", NULL}, /* a 24th is no decimal */
	{"300吨/天", "吨/年", NULL}, {"3亩", "平方米", "2000"}, {"1亩", "平方米", NULL}, {"10000平方米", "亩", "15"}, {"-4500平方米", "亩", "-6.75"},
	{"50万吨", "吨", "500000"}, {"1吨", "立方米", NULL}, {"3炉/天", "炉/天", "3"}, {"2只/小时", "只/天", "48"}, {"1000GJ/月", "GJ/年", "12000"}, {"0吨/月", "吨/年", "0"},
	{"999999999999999999吨/月", "吨/年", NULL}, {"0.000000001吨/月", "吨/年", "0.000000012"},
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
		cmocka_unit_test(test_parse),  cmocka_unit_test(test_refused), cmocka_unit_test(test_compare), cmocka_unit_test(test_convert),
		cmocka_unit_test(test_format), cmocka_unit_test(test_shown_amounts_return),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
