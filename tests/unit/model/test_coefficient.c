#include "support/test.h"

#include "model/coefficient.h"

struct reading {
	const char *name;
	const char *parts[COEFFICIENT_PARTS];
	bool sourced;
	const char *low, *high; /* NULL: no such bound; both of a refused row */
	const char *message;    /* NULL: taken */
	enum coefficient_part fault;
};

static const struct reading readings[] = {
	{"none", {"", "", "", ""}, false, NULL, NULL, NULL, 0},
	{"printed with both bounds", {"1.5", "1", "1.5", "1.5"}, true, "1.5", "1.5", NULL, 0},
	{"quotient alone", {"320", "100", "", ""}, true, "3.2", "3.2", NULL, 0},
	{"at least", {"320", "100", "3.2", ""}, true, "3.2", NULL, NULL, 0},
	{"at most", {"", "", "", "2"}, true, NULL, "2", NULL, 0},
	{"range", {"", "", "1.93", "1.95"}, true, "1.93", "1.95", NULL, 0},
	{"no exact quotient lies between its ninth digits", {"2", "3", "", ""}, true, "0.666666666", "0.666666667", NULL, 0},
	{"inexact quotient agrees with its bound", {"2", "3", "0.6666666669", "0.7"}, true, NULL, NULL, "number above 0", COEFFICIENT_LOW},
	{"no source", {"1.5", "1", "", ""}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_NUMERATOR},
	{"bound without source", {"", "", "1.5", ""}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_LOW},
	{"upper bound without source", {"", "", "", "1.5"}, false, NULL, NULL, "found a coefficient without a source", COEFFICIENT_HIGH},
	{"nought", {"0", "1", "", ""}, true, NULL, NULL, "found \"0\", expected a number above 0", COEFFICIENT_NUMERATOR},
	{"per nought", {"1", "0", "", ""}, true, NULL, NULL, "found \"0\", expected a number above 0", COEFFICIENT_DENOMINATOR},
	{"below nought", {"", "", "-1", ""}, true, NULL, NULL, "expected a number above 0", COEFFICIENT_LOW},
	{"numerator alone", {"1", "", "", ""}, true, NULL, NULL, "found a numerator alone", COEFFICIENT_NUMERATOR},
	{"denominator alone", {"", "1", "", ""}, true, NULL, NULL, "found a denominator alone", COEFFICIENT_DENOMINATOR},
	{"bounds swapped", {"", "", "2", "1"}, true, NULL, NULL, "expected no less than the lower bound 2", COEFFICIENT_HIGH},
	{"quotient outside of its bounds", {"3", "1", "1", "2"}, true, NULL, NULL, "found 3 per 1 outside of 1..2", COEFFICIENT_NUMERATOR},
	{"quotient below its bound", {"1", "2", "1", ""}, true, NULL, NULL, "found 1 per 2 outside of 1..", COEFFICIENT_NUMERATOR},
	{"quotient too large", {"999999999999999999", "0.000000001", "", ""}, true, NULL, NULL, "expected a quotient below 10^9", COEFFICIENT_NUMERATOR},
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
