#include "support/test.h"

#include "model/coefficient.h"

struct reading {
	const char *name;
	const char *parts[COEFFICIENT_PARTS];
	bool sourced;
	const char *low, *high; /* NULL: no such bound; both of a refused row */
	const char *message;    /* NULL: taken */
	enum coefficient_part fault;
	const char *over, *under; /* NULL: none */
};

static const struct reading readings[] = {
	{"none", {"", "", "", ""}, false, NULL, NULL, NULL, 0, NULL, NULL},
	{"printed with both bounds", {"1.5", "1", "1.5", "1.5"}, true, "1.5", "1.5", NULL, 0, NULL, NULL},
	{"quotient alone", {"320", "100", "", ""}, true, "3.2", "3.2", NULL, 0, NULL, NULL},
	{"at least", {"320", "100", "3.2", ""}, true, "3.2", NULL, NULL, 0, NULL, NULL},
	{"at most", {"", "", "", "2"}, true, NULL, "2", NULL, 0, NULL, NULL},
	{"range", {"", "", "1.93", "1.95"}, true, "1.93", "1.95", NULL, 0, NULL, NULL},
	{"no exact quotient lies between its ninth digits", {"2", "3", "", ""}, true, "0.666666666", "0.666666667", NULL, 0, NULL, NULL},
	{"inexact quotient agrees with its bound", {"2", "3", "0.6666666669", "0.7"}, true, NULL, NULL, "number above 0", COEFFICIENT_LOW, NULL, NULL},
	{"no source", {"1.5", "1", "", ""}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"bound without source", {"", "", "1.5", ""}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_LOW, NULL, NULL},
	{"upper bound without source", {"", "", "", "1.5"}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_HIGH, NULL, NULL},
	{"nought", {"0", "1", "", ""}, true, NULL, NULL, "found \"0\", expected a number above 0", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"per nought", {"1", "0", "", ""}, true, NULL, NULL, "found \"0\", expected a number above 0", COEFFICIENT_DENOMINATOR, NULL, NULL},
	{"below nought", {"", "", "-1", ""}, true, NULL, NULL, "expected a number above 0", COEFFICIENT_LOW, NULL, NULL},
	{"numerator alone", {"1", "", "", ""}, true, NULL, NULL, "found a numerator alone", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"denominator alone", {"", "1", "", ""}, true, NULL, NULL, "found a denominator alone", COEFFICIENT_DENOMINATOR, NULL, NULL},
	{"bounds swapped", {"", "", "2", "1"}, true, NULL, NULL, "expected no less than the lower bound 2", COEFFICIENT_HIGH, NULL, NULL},
	{"quotient outside of its bounds", {"3", "1", "1", "2"}, true, NULL, NULL, "found 3 per 1 outside of 1..2", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"quotient below its bound", {"1", "2", "1", ""}, true, NULL, NULL, "found 1 per 2 outside of 1..", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"quotient too large", {"999999999999999999", "0.000000001", "", ""}, true, NULL, NULL, "expected a quotient below 10^9", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"gas per product", {"430立方米", "1吨", "", ""}, true, "430", "430", NULL, 0, "立方米", "吨"},
	{"other multiples of the units", {"0.86万方", "20t", "", ""}, true, "430", "430", NULL, 0, "立方米", "吨"},
	{"bounds with their rate", {"", "", "13500千瓦时/吨", "1.4万千瓦时/吨"}, true, "13500", "14000", NULL, 0, "千瓦时", "吨"},
	{"all four", {"430m³", "1吨", "400立方米/吨", "0.05万立方米/吨"}, true, "400", "500", NULL, 0, "立方米", "吨"},
	{"the same unit on both sides", {"1.5吨", "1吨", "", ""}, true, "1.5", "1.5", NULL, 0, "吨", "吨"},
	{"a count word", {"3片", "1件", "", ""}, true, "3", "3", NULL, 0, "片", "件"},
	{"a unit on one side only", {"430立方米", "1", "", ""}, true, NULL, NULL, "found \"1\", expected a unit behind it", COEFFICIENT_DENOMINATOR, NULL, NULL},
	{"bounds without the unit", {"430立方米", "1吨", "400", ""}, true, NULL, NULL, "found \"400\", expected a unit", COEFFICIENT_LOW, NULL, NULL},
	{"bounds of another unit", {"430立方米", "1吨", "0.4吨/吨", ""}, true, NULL, NULL, "expected 立方米/吨 as in the other cells", COEFFICIENT_LOW, NULL, NULL},
	{"two bounds of two units", {"", "", "400立方米/吨", "1吨/吨"}, true, NULL, NULL, "expected 立方米/吨", COEFFICIENT_HIGH, NULL, NULL},
	{"a bound in a plain unit", {"", "", "400立方米", ""}, true, NULL, NULL, "found the unit \"立方米\", expected one of a quotient", COEFFICIENT_LOW, NULL, NULL},
	{"a rate above", {"430立方米/天", "1吨", "", ""}, true, NULL, NULL, "expected no rate", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"outside of its bounds in their units", {"430立方米", "1吨", "440立方米/吨", ""}, true, NULL, NULL, "found 430立方米 per 1吨 outside", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"words", {"many", "1吨", "", ""}, true, NULL, NULL, "found \"many\", expected a number above 0", COEFFICIENT_NUMERATOR, NULL, NULL},
	{"no units of a bare multiplier", {"5亿", "1", "", ""}, true, NULL, NULL, "expected a number above 0", COEFFICIENT_NUMERATOR, NULL, NULL},
};

static void check_bound(const char *name, bool has, struct decimal bound, const char *expected)
{
	struct strbuf text = {0};
	if (has)
		decimal_format(bound, &text);
	assert_row(has == (expected != NULL) && (!has || str_eq_c(strbuf_str(&text), expected)), name);
	strbuf_release(&text);
}

static void test_readings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		const struct reading *r = &readings[i];
		struct str parts[COEFFICIENT_PARTS];
		struct coefficient read = {0};
		struct err err = ERR_INIT;
		enum coefficient_part fault = COEFFICIENT_PARTS;
		for (int p = 0; p < COEFFICIENT_PARTS; p++)
			parts[p] = str_from(r->parts[p]);
		bool ok = coefficient_read(parts, r->sourced, &read, &fault, &err);
		assert_row(ok == !r->message, r->name);
		if (ok) {
			check_bound(r->name, read.has_low, read.low, r->low);
			check_bound(r->name, read.has_high, read.high, r->high);
			assert_row(str_eq_c(read.over, r->over ? r->over : "") && str_eq_c(read.under, r->under ? r->under : ""), r->name);
		} else {
			assert_row(strstr(err.message, r->message), r->name);
			assert_row(fault == r->fault, r->name);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_readings)};
	return cmocka_run_group_tests_name("model/coefficient", tests, NULL, NULL);
}
