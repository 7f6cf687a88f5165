#include "support/test.h"
#include "text/decimal.h"

static struct decimal parsed(const char *text)
{
	struct decimal d = {0};
	if (!decimal_parse(str_from(text), &d))
		fail_msg("\"%s\" is no decimal", text);
	return d;
}

static void assert_decimal(struct decimal d, const char *expected)
{
	struct strbuf out = {0};
	decimal_format(d, &out);
	assert_str(strbuf_str(&out), expected);
	strbuf_release(&out);
}

static void test_parse_and_format(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{"0", "0"}, {"-0", "0"}, {"007", "7"}, {"3.2", "3.2"}, {"3.20", "3.2"}, {"-0.05", "-0.05"}, {"100", "100"},
		{"461.54", "461.54"}, {"0.000000001", "0.000000001"}, {"1.000000000000000000000", "1"},
		{"999999999999999999", "999999999999999999"}, {"-999999999.999999999", "-999999999.999999999"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_decimal(parsed(rows[i][0]), rows[i][1]);
}

static void test_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {"", "-", ".", ".5", "5.", "1.2.3", "1e3", "+1", " 1", "1 ", "1,000", "--1", "0x10", "一",
		"1000000000000000000", "0.0000000001", "9999999999.999999999", "99999999999999999999999999"};
	struct decimal d = {42, 0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_row(!decimal_parse(str_from(rows[i]), &d), rows[i]);
	assert_int_equal(d.digits, 42);
}

static void test_compare(void **state)
{
	(void)state;
	static const char *const rising[] = {"-999999999999999999", "-3", "-2.5", "-2.499999999", "-0.1", "0", "0.000000001", "0.1",
		"0.11", "1", "999999999.999999999", "999999999999999999"};
	for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++)
		for (size_t k = 0; k < sizeof rising / sizeof rising[0]; k++) {
			int order = decimal_cmp(parsed(rising[i]), parsed(rising[k]));
			assert_true(i < k ? order < 0 : i > k ? order > 0 : order == 0);
		}
	assert_int_equal(decimal_cmp((struct decimal){250, 2}, (struct decimal){25, 1}), 0);
}

static void test_arithmetic(void **state)
{
	(void)state;
	struct decimal d;
	assert_true(decimal_add(parsed("0.1"), parsed("0.2"), &d));
	assert_decimal(d, "0.3");
	assert_true(decimal_add(parsed("-1.5"), parsed("1.5"), &d));
	assert_decimal(d, "0");
	assert_true(decimal_mul(parsed("461.54"), parsed("100000000"), &d));
	assert_decimal(d, "46154000000");
	assert_true(decimal_mul(parsed("0.000000002"), parsed("0.5"), &d));
	assert_decimal(d, "0.000000001");
	assert_true(decimal_mul(parsed("0.000000125"), parsed("800000000000000000"), &d));
	assert_decimal(d, "100000000000");
	assert_true(decimal_mul(parsed("800000000000000000"), parsed("0.000000125"), &d));
	assert_decimal(d, "100000000000");
	assert_true(decimal_mul(parsed("0"), parsed("0.000000001"), &d));
	assert_decimal(d, "0");
	d = parsed("7");
	assert_false(decimal_add(parsed("999999999999999999"), parsed("1"), &d));
	assert_false(decimal_mul(parsed("1000000000"), parsed("1000000000"), &d));
	assert_false(decimal_mul(parsed("0.00001"), parsed("0.00001"), &d));
	assert_decimal(d, "7");
	assert_true(decimal_double(parsed("-2.5")) == -2.5);
}

/* Against 64-bit arithmetic on thousandths. */
static void test_random_against_integers(void **state)
{
	(void)state;
	struct test_random r = test_random();
	for (int round = 0; round < 20000; round++) {
		int64_t x = (int64_t)test_random_below(&r, 2000000) - 1000000, y = (int64_t)test_random_below(&r, 2000000) - 1000000;
		struct decimal a = {x, 3}, b = {y, 3}, sum = {0}, product = {0};
		assert_true(decimal_add(a, b, &sum) && decimal_mul(a, b, &product));
		assert_int_equal(decimal_cmp(sum, (struct decimal){x + y, 3}), 0);
		assert_int_equal(decimal_cmp(product, (struct decimal){x * y, 6}), 0);
		assert_int_equal(decimal_cmp(a, b), (x > y) - (x < y));
		struct strbuf out = {0};
		struct decimal back;
		decimal_format(a, &out);
		assert_true(decimal_parse(strbuf_str(&out), &back));
		assert_int_equal(decimal_cmp(a, back), 0);
		strbuf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse_and_format), cmocka_unit_test(test_refused),
		cmocka_unit_test(test_compare),          cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_random_against_integers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
