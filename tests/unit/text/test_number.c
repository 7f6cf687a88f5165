#include "support/test.h"
#include "text/amount.h"

static const char *const rows[][2] = {
	/* text, canonical decimal ("" for no number) */
	{"0", "0"}, {"7", "7"}, {"3.5", "3.5"}, {"1,500", "1500"}, {"12,345,678.9", "12345678.9"}, {"-3", "-3"}, {"＋５", "5"},
	{"１，５００．２５", "1500.25"}, {" 42 ", "42"},
	{"零", "0"}, {"一", "1"}, {"两", "2"}, {"半", "0.5"}, {"十", "10"}, {"十五", "15"}, {"二十", "20"}, {"二十一", "21"},
	{"一百", "100"}, {"百", "100"}, {"一百二十", "120"}, {"一百零二", "102"}, {"一百一十五", "115"}, {"两千", "2000"},
	{"两千零五", "2005"}, {"三千零五十", "3050"}, {"一万", "10000"}, {"万", "10000"}, {"一万二千", "12000"},
	{"一万零二", "10002"}, {"三十万", "300000"}, {"百万", "1000000"}, {"千万", "10000000"}, {"三百五十万", "3500000"},
	{"亿", "100000000"}, {"百亿", "10000000000"}, {"两亿三千万", "230000000"}, {"一万亿", "1000000000000"},
	{"万亿", "1000000000000"}, {"一亿零五", "100000005"}, {"三点五", "3.5"}, {"零点零五", "0.05"}, {"三点五万", "35000"},
	{"壹佰贰拾", "120"}, {"二〇二五", "2025"}, {"一九八四", "1984"},
	{"5亿", "500000000"}, {"1.5万", "15000"}, {"0.5亿", "50000000"}, {"1亿2000万", "120000000"}, {"1万2000", "12000"}, {"一万亿二千万", "1000020000000"},
	{"3百", "300"}, {"3万亿", "3000000000000"},
	{"", ""}, {" ", ""}, {"-", ""}, {"abc", ""}, {"1 500", ""}, {"1,50", ""}, {"1500,000", ""}, {",500", ""}, {"1,500,", ""},
	{"1,500.2,5", ""}, {"1.", ""}, {".5", ""}, {"1.2.3", ""}, {"数十", ""}, {"几", ""}, {"一二", ""}, {"三五", ""},
	{"一百二", ""}, {"一万二", ""}, {"3万5", ""}, {"七八百", ""}, {"百千", ""}, {"百十", ""}, {"十十", ""}, {"三点", ""},
	{"点五", ""}, {"5亿元", ""}, {"2×34", ""}, {"47—52", ""}, {"一半", ""}, {"十亿亿亿", ""}, {"5个", ""}, {"一万万", ""},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct decimal d = {4242, 0};
		struct strbuf out = {0};
		bool read = number_parse(str_from(rows[i][0]), &d);
		if (read)
			decimal_format(d, &out);
		if (!str_eq_c(strbuf_str(&out), rows[i][1]))
			fail_msg("row \"%s\": found \"%.*s\", expected \"%s\"", rows[i][0], STR_ARG(strbuf_str(&out)), rows[i][1]);
		assert_row(read || d.digits == 4242, rows[i][0]);
		strbuf_release(&out);
	}
}

/* Every whole number up to 10^8 that a slow speller writes is read back. */
static void spell(uint32_t n, struct strbuf *out)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	static const struct {
		uint32_t factor;
		const char *word;
	} steps[] = {{10000, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
	bool any = false, gap = false;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		uint32_t part = n / steps[i].factor;
		n %= steps[i].factor;
		if (part == 0) {
			gap = any;
			continue;
		}
		if (gap)
			strbuf_add_c(out, "零");
		if (part >= 10)
			spell(part, out);
		else
			strbuf_add_c(out, digits[part]);
		strbuf_add_c(out, steps[i].word);
		any = true;
		gap = false;
	}
}

static void test_spelt_numbers_return(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct strbuf out = {0};
	for (int round = 0; round < 50000; round++) {
		uint32_t n = round < 20000 ? (uint32_t)round + 1 : 1 + test_random_below(&r, 99999999);
		struct decimal d;
		strbuf_clear(&out);
		spell(n, &out);
		if (!number_parse(strbuf_str(&out), &d) || d.digits != n || d.scale != 0)
			fail_msg("%u spelt \"%.*s\" is read otherwise", n, STR_ARG(strbuf_str(&out)));
	}
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_spelt_numbers_return)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
