#include "support/test.h"

#include "tui/locale.h"

static void candidates(void **state)
{
	(void)state;
	static const struct {
		const char *name, *lc_all, *lc_ctype, *lang, *first;
		bool utf8; /* UTF-8 locales are tried */
	} rows[] = {
		{"plain SSH", NULL, NULL, NULL, "C.UTF-8", true},
		{"set but empty", "", "", "", "C.UTF-8", true},
		{"LC_ALL wins", "C", "zh_CN.UTF-8", "zh_CN.UTF-8", "C", false},
		{"LC_CTYPE before LANG", NULL, "POSIX", "zh_CN.UTF-8", "POSIX", false},
		{"LANG", NULL, NULL, "zh_CN.UTF-8", "zh_CN.UTF-8", true},
		{"not installed, written otherwise", NULL, NULL, "zh_CN.utf8", "zh_CN.utf8", true},
		{"GBK stays", NULL, NULL, "zh_CN.GBK", "zh_CN.GBK", false},
		{"GB18030 stays", NULL, NULL, "zh_CN.GB18030", "zh_CN.GB18030", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *names[LOCALE_TRIES];
		locale_candidates(rows[i].lc_all, rows[i].lc_ctype, rows[i].lang, names);
		assert_row(strcmp(names[0], rows[i].first) == 0, rows[i].name);
		bool utf8 = false;
		int n = 0;
		for (; names[n]; n++)
			utf8 = utf8 || strcmp(names[n], "C.UTF-8") == 0;
		assert_row(utf8 == rows[i].utf8, rows[i].name);
		assert_row(strcmp(names[n - 1], "C") == 0, rows[i].name);
	}
}

static void what_the_environment_means(void **state)
{
	(void)state;
	static const struct {
		const char *lc_all;
		bool utf8, ascii;
	} rows[] = {{"C.UTF-8", true, false}, {"C", false, true}, {"POSIX", false, true}, {"", true, false}, {"nowhere.UTF-8", true, false}, {"nowhere", false, true}};
	unsetenv("LC_CTYPE");
	unsetenv("LANG");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		setenv("LC_ALL", rows[i].lc_all, 1);
		struct locale locale = tui_locale();
		assert_row(locale.utf8 == rows[i].utf8, rows[i].lc_all);
		assert_row(locale.ascii == rows[i].ascii, rows[i].lc_all);
		assert_row(locale.ambi == AMBI_NARROW, rows[i].lc_all);
		char number[8];
		snprintf(number, sizeof number, "%.1f", 1.5);
		assert_string_equal(number, "1.5");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(candidates),
		cmocka_unit_test(what_the_environment_means),
	};
	return cmocka_run_group_tests_name("tui/locale", tests, NULL, NULL);
}
