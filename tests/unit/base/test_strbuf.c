#include "support/test.h"

#include <inttypes.h>

static void test_building(void **state)
{
	(void)state;
	struct strbuf sb = {0};
	assert_str(strbuf_str(&sb), "");
	strbuf_add(&sb, (struct str){NULL, 0});
	strbuf_add_c(&sb, "长子");
	strbuf_add_byte(&sb, '-');
	strbuf_add_repeat(&sb, '.', 3);
	strbuf_add_number(&sb, 42);
	strbuf_add_c(&sb, "x");
	assert_str(strbuf_str(&sb), "长子-...42x");
	strbuf_set(&sb, STR("长子经开区"));
	assert_string_equal(sb.p, "长子经开区");
	strbuf_truncate(&sb, strlen("长子"));
	assert_string_equal(sb.p, "长子");
	strbuf_clear(&sb);
	assert_string_equal(sb.p, "");
	strbuf_release(&sb);
	char *p = strbuf_detach(&sb);
	assert_string_equal(p, "");
	free(p);
}

/* Against an array of bytes that is long enough from the start. */
static void test_against_reference(void **state)
{
	(void)state;
	static char reference[1 << 16];
	struct test_random random = test_random();
	struct strbuf sb = {0};
	size_t n = 0;
	for (int round = 0; round < 3000; round++) {
		uint32_t length = test_random_below(&random, 20);
		char text[32];
		snprintf(text, sizeof text, "%0*d", (int)length, round);
		switch (test_random_below(&random, 4)) {
		case 0:
			strbuf_add_c(&sb, text);
			break;
		case 1:
			strbuf_printf(&sb, "%s", text);
			break;
		case 2:
			memset(text, 'r', length);
			text[length] = '\0';
			strbuf_add_repeat(&sb, 'r', length);
			break;
		default:
			n -= n < length ? n : length;
			strbuf_truncate(&sb, n);
			text[0] = '\0';
		}
		memcpy(reference + n, text, strlen(text) + 1);
		n += strlen(text);
		assert_int_equal(sb.n, n);
		assert_true(sb.n < sb.cap || !sb.p);
		assert_string_equal(strbuf_str(&sb).p, reference);
	}
	strbuf_release(&sb);
}

static void test_numbers(void **state)
{
	(void)state;
	static const int64_t numbers[] = {0, 7, -7, 10, 1234567890, INT64_MAX, INT64_MIN};
	struct strbuf sb = {0};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		char expected[32];
		snprintf(expected, sizeof expected, "%" PRId64, numbers[i]);
		strbuf_clear(&sb);
		strbuf_add_number(&sb, numbers[i]);
		assert_string_equal(strbuf_str(&sb).p, expected);
	}
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_building), cmocka_unit_test(test_numbers), cmocka_unit_test(test_against_reference)};
	return cmocka_run_group_tests_name("base/strbuf", tests, NULL, NULL);
}
