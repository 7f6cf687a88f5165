/* Figures as they stand in cells, in columns that say what they are counted in. */
#include "support/test.h"

#include "exchange/printed_internal.h"

static void test_cells(void **state)
{
	static const struct {
		const char *text, *column;              /* column: what it is counted in */
		const char *value, *unit, *qualifier;   /* value NULL: refused */
	} rows[] = {
		{"约5", "亿元", "5", "亿元", "约"},
		{"不超过约5亿元", "", "5", "亿元", "不超过;约"},
		{"大约超5亿元以上", "", "5", "亿元", "大约;超;以上"},
		{"1.05亿元", "", "1.05", "亿元", ""},
		{"1.05", "亿元", "1.05", "亿元", ""},
		{"1,005", "万元", "1,005", "万元", ""},
		{"0.05", "亿元", "0.05", "亿元", ""},
		{"级", "", NULL, NULL, NULL},
		{"以上", "亿元", NULL, NULL, NULL},
		{"余5", "亩", NULL, NULL, NULL},
		/* without a word for the column any measure or count may stand behind the number */
		{"5㎡", "", "5", "㎡", ""},
		{"12.5%", "", "12.5", "%", ""},
		{"9.5", "亿元", "9.5", "亿元", ""},
		{"-9%", "", "-9", "%", ""},
		{"12.5％", "", "12.5", "%", ""},
		{"5台", "", "5", "台", ""},
		{"5一期", "", NULL, NULL, NULL},
		{"5(台)", "", NULL, NULL, NULL},
		/* a cell that says its unit again, or another one of the same measure */
		{"5亿元", "万元", "5", "亿元", ""},
		{"5公里", "亩", NULL, NULL, NULL},
		{"5万亩", "亩", "5", "万亩", ""},
		{"5万公顷", "公顷", "5", "万公顷", ""},
		{"5万", "公顷", "5", "万公顷", ""},
		{"50万吨", "万吨/年", "50", "万吨/年", ""},
		{"50万吨/年", "吨/年", "50", "万吨/年", ""},
		{"5公里", "万吨/年", NULL, NULL, NULL},
		/* of two multipliers 亿 stands for the other, 万 and 千 may mean either */
		{"5亿", "万元", "5", "亿元", ""},
		{"5亿", "亿元", "5", "亿元", ""},
		{"2亿—3亿", "万元", "2亿—3亿", "元", ""},
		{"5万", "万元", NULL, NULL, NULL},
		{"1亿2000万", "万元", "1亿2000万", "元", ""},
		{"约1亿2千万", "亿元", "1亿2千万", "元", "约"},
		{"1亿200万以上", "万元", "1亿200万", "元", "以上"},
		{"1亿2千", "万元", NULL, NULL, NULL},
		{"1亿2", "万元", NULL, NULL, NULL},
		{"1亿2000万万元", "万元", NULL, NULL, NULL},
		{"1万—2亿", "万元", NULL, NULL, NULL},
		{"2亿—2亿5000万", "万元", NULL, NULL, NULL},
		{"1亿2000万", "元", "1亿2000万", "元", ""},
		{"3千", "万元", NULL, NULL, NULL},
		{"三千", "万元", "三千", "万元", ""},
		{"3千", "元", "3", "千元", ""},
		/* two that stand together are a slip, but for 万亿 */
		{"5亿万元", "万元", NULL, NULL, NULL},
		{"5亿万元", "元", NULL, NULL, NULL},
		{"5亿余万元", "万元", NULL, NULL, NULL},
		{"5亿万", "元", NULL, NULL, NULL},
		{"5亿亿元", "亿元", NULL, NULL, NULL},
		{"5万万元", "", NULL, NULL, NULL},
		{"5万亿元", "元", "5", "万亿元", ""},
		{"5亿千瓦时", "千瓦时", "5", "亿千瓦时", ""},
		/* parts of something, dates, numbers of telephones */
		{"一半", "元", NULL, NULL, NULL},
		{"2年半", "年", NULL, NULL, NULL},
		{"1/2", "亩", NULL, NULL, NULL},
		{"0351", "元", NULL, NULL, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct printed found = {.value = STR("untouched")};
		bool ok = printed_read(str_from(rows[i].text), str_from(rows[i].column), &found, &arena);
		if (ok != (rows[i].value != NULL))
			fail_msg("\"%s\" in %s: %s \"%.*s\" \"%.*s\"", rows[i].text, rows[i].column, ok ? "taken as" : "refused", STR_ARG(found.value), STR_ARG(found.unit));
		if (ok && (!str_eq_c(found.value, rows[i].value) || !str_eq_c(found.unit, rows[i].unit) || !str_eq_c(found.qualifier, rows[i].qualifier)))
			fail_msg("\"%s\" in %s: found \"%.*s\" \"%.*s\" \"%.*s\"", rows[i].text, rows[i].column, STR_ARG(found.value), STR_ARG(found.unit),
				STR_ARG(found.qualifier));
		assert_row(ok || str_eq_c(found.value, "untouched"), rows[i].text);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
	};
	return cmocka_run_group_tests_name("exchange/printed", tests, NULL, NULL);
}
