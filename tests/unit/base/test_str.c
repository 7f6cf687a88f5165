#include "support/test.h"

static void test_comparing(void **state)
{
	(void)state;
	struct str none = {NULL, 0};
	assert_true(str_eq(none, STR("")) && str_eq(str_from(NULL), none));
	assert_true(str_eq_c(STR("ab"), "ab") && !str_eq_c(STR("ab"), "abc") && !str_eq_c(STR("ab"), "ac"));
	assert_true(str_cmp(STR("a"), STR("b")) < 0 && str_cmp(STR("ab"), STR("a")) > 0 && str_cmp(none, STR("")) == 0);
	assert_true(str_cmp(STR("\xE9\x95\xBF"), STR("z")) > 0);
	assert_true(str_starts(STR("zone:x"), STR("zone:")) && !str_starts(STR("zo"), STR("zone")) && str_starts(none, none));
	assert_true(str_ends(STR("a.csv"), STR(".csv")) && !str_ends(STR("csv"), STR(".csv")) && str_ends(STR("a"), none));
}

static void test_parts(void **state)
{
	(void)state;
	struct str s = STR("abcdef");
	assert_str(str_sub(s, 2, 3), "cde");
	assert_str(str_sub(s, 4, SIZE_MAX), "ef");
	assert_str(str_sub(s, 9, 1), "");
	assert_str(str_trim(STR(" \t\r\n\v\fa b \n")), "a b");
	assert_str(str_trim(STR(" \n ")), "");
}

static void test_finding(void **state)
{
	(void)state;
	struct str s = STR("abcabc");
	assert_int_equal(str_find(s, STR("ca"), 0), 2);
	assert_int_equal(str_find(s, STR("abc"), 1), 3);
	assert_int_equal(str_find(s, STR("abc"), 4), -1);
	assert_int_equal(str_find(s, STR(""), 6), 6);
	assert_int_equal(str_find(s, STR(""), 7), -1);
	assert_int_equal(str_find(s, STR("abcabcd"), 0), -1);
	assert_int_equal(str_find_byte(s, 'c', 3), 5);
	assert_int_equal(str_find_byte(s, 'c', 6), -1);
	assert_int_equal(str_find_byte((struct str){NULL, 0}, 'c', 0), -1);
	assert_true(str_meet(STR("氢气"), STR("氢气运输")) && str_meet(STR("氢气运输"), STR("氢气")) && str_meet(s, s));
	assert_false(str_meet(STR("氢气"), STR("蒸汽")));
	static const char *const words[] = {"蒸汽", "氢气"};
	assert_true(str_has_any(STR("氢气运输"), words, 2) && str_has_any(STR("蒸汽"), words, 2));
	assert_false(str_has_any(STR("氢气运输"), words, 1) || str_has_any(STR(""), words, 2) || str_has_any(s, words, 0));
	assert_false(str_meet(STR(""), s) || str_meet(s, STR("")) || str_meet(STR(""), STR("")));
}

struct split_row {
	const char *text, *parts; /* parts joined by '|', one behind each */
};

static void test_splitting(void **state)
{
	(void)state;
	static const struct split_row rows[] = {{"a;b", "a|b|"}, {"a", "a|"}, {"", "|"}, {";", "||"}, {"a;", "a||"}, {";;b", "||b|"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf parts = {0};
		struct str rest = str_from(rows[i].text), part;
		while (str_split(&rest, ';', &part)) {
			strbuf_add(&parts, part);
			strbuf_add_byte(&parts, '|');
		}
		assert_row(str_eq_c(strbuf_str(&parts), rows[i].parts), rows[i].text);
		strbuf_release(&parts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comparing), cmocka_unit_test(test_parts), cmocka_unit_test(test_finding), cmocka_unit_test(test_splitting),
	};
	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
