#include "support/test.h"
#include "text/nearest.h"

#define SIXTY_TWO "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char *const names[] = {"status", "stage", "zone", "invest", "top", "投产", "签约", "zone:xingxian", "zone:xinxiang",
	"-" SIXTY_TWO "-", NULL};

static const struct {
	const char *name, *word, *nearest;
	size_t edits;
} rows[] = {
	{"the word itself", "zone", "zone", 0},
	{"two letters wrong", "zame", "zone", 2},
	{"… of three: that is another word", "txy", "", 0},
	{"one too few", "invst", "invest", 1},
	{"one too many", "statuss", "status", 1},
	{"two swapped are one edit", "zone:xingxain", "zone:xingxian", 1},
	{"the first of equally near ones", "zone:xinxian", "zone:xingxian", 1},
	{"Chinese", "投厂", "投产", 1},
	{"nothing of it is left", "开工", "", 0},
	{"far", "xinvested", "", 0},
	{"nothing", "", "", 0},
	{"the longest that are compared, wrong at both ends", "+" SIXTY_TWO "+", "-" SIXTY_TWO "-", 2},
	{"longer than anything", "statusstatusstatusstatusstatusstatusstatusstatusstatusstatusstatusstatus", "", 0},
};

static void test_nearest(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct text_nearest nearest;
		text_nearest_init(&nearest, str_from(rows[i].word));
		for (const char *const *name = names; *name; name++)
			text_nearest_try(&nearest, str_from(*name));
		if (!str_eq_c(nearest.name, rows[i].nearest) || (nearest.name.n && nearest.edits != rows[i].edits))
			fail_msg("%s: \"%.*s\" after %zu edits, expected \"%s\" after %zu", rows[i].name, STR_ARG(nearest.name), nearest.edits,
				rows[i].nearest, rows[i].edits);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_nearest)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
