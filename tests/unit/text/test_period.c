#include "support/test.h"
#include "text/period.h"

struct period_row {
	const char *text;
	const char *first, *last; /* NULL: open; both "": no period */
};

static const struct period_row rows[] = {
	{"2025", "2025-01-01", "2025-12-31"},
	{"2025-Q1", "2025-01-01", "2025-03-31"},
	{"2025-Q3", "2025-07-01", "2025-09-30"},
	{"2025-Q4", "2025-10-01", "2025-12-31"},
	{"2025-H1", "2025-01-01", "2025-06-30"},
	{"2025-H2", "2025-07-01", "2025-12-31"},
	{"2025-06", "2025-06-01", "2025-06-30"},
	{"2024-02", "2024-02-01", "2024-02-29"},
	{"2100-02", "2100-02-01", "2100-02-28"},
	{"2000-02-29", "2000-02-29", "2000-02-29"},
	{"2025-01/2025-09", "2025-01-01", "2025-09-30"},
	{"2022/2025-Q2", "2022-01-01", "2025-06-30"},
	{"2025-06-30/2025-06-30", "2025-06-30", "2025-06-30"},
	{"../2025-12-04", NULL, "2025-12-04"},
	{"2022/..", "2022-01-01", NULL},
	{"", "", ""},
	{"25", "", ""},
	{"0000", "", ""},
	{"20255", "", ""},
	{"2025-", "", ""},
	{"2025-Q5", "", ""},
	{"2025-Q0", "", ""},
	{"2025-q3", "", ""},
	{"2025-H3", "", ""},
	{"2025-13", "", ""},
	{"2025-00", "", ""},
	{"2025-6", "", ""},
	{"2025-02-29", "", ""},
	{"2025-06-31", "", ""},
	{"2025-06-3", "", ""},
	{"2025-06-30x", "", ""},
	{"2025/2024", "", ""},
	{"../..", "", ""},
	{"/2025", "", ""},
	{"2025/", "", ""},
	{"2025/2026/2027", "", ""},
	{" 2025", "", ""},
	{"2025年", "", ""},
};

static void assert_day(int32_t day, const char *expected, const char *name)
{
	struct strbuf out = {0};
	if (expected) {
		day_format(day, &out);
		if (!str_eq_c(strbuf_str(&out), expected))
			fail_msg("row \"%s\": found %.*s, expected %s", name, STR_ARG(strbuf_str(&out)), expected);
	} else {
		assert_row(day == INT32_MIN || day == INT32_MAX, name);
	}
	strbuf_release(&out);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct period_row *row = &rows[i];
		struct period period = {7, 8};
		bool valid = !row->first || row->first[0] != '\0';
		assert_row(period_parse(str_from(row->text), &period) == valid, row->text);
		if (!valid) {
			assert_row(period.first == 7 && period.last == 8, row->text);
			continue;
		}
		assert_day(period.first, row->first, row->text);
		assert_day(period.last, row->last, row->text);
		assert_row(row->first || period.first == INT32_MIN, row->text);
		assert_row(row->last || period.last == INT32_MAX, row->text);
	}
}

/* Day after day by the calendar's own rules. */
static void test_calendar(void **state)
{
	(void)state;
	int32_t day = day_number(1583, 1, 1);
	for (int year = 1583; year < 2500; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
			int days = month == 2 ? 28 + leap : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
			for (int date = 1; date <= days; date++, day++) {
				int y, m, d;
				assert_int_equal(day_number(year, month, date), day);
				day_date(day, &y, &m, &d);
				assert_true(y == year && m == month && d == date);
			}
		}
	assert_int_equal(day_number(1970, 1, 1), 0);
	assert_int_equal(day_number(2025, 12, 4), 20426);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_calendar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
