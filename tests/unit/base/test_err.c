#include "support/test.h"

static void assert_printed(const struct err *err, const char *expected)
{
	struct strbuf out = {0};
	err_format(err, &out);
	assert_str(strbuf_str(&out), expected);
	strbuf_release(&out);
}

static void test_places(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_false(err_at(&err, ERR_DATA, "zones.csv", 3, 7, "found %s, expected %s", "a", "b"));
	assert_printed(&err, "zones.csv:3:7: found a, expected b");
	err_clear(&err);
	err_at(&err, ERR_DATA, "zones.csv", 3, 0, "x");
	assert_printed(&err, "zones.csv:3:1: x");
	err_clear(&err);
	err_at(&err, ERR_DATA, "zones.csv", 0, 7, "x");
	assert_printed(&err, "zones.csv: x");
	err_clear(&err);
	err_set(&err, ERR_USAGE, "x");
	assert_printed(&err, "x");
	assert_false(err_place(&err, "query", 1, 2));
	assert_printed(&err, "query:1:2: x");
	err_place(&err, "elsewhere", 9, 9);
	assert_printed(&err, "query:1:2: x");
}

static void test_first_stays(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	err_set(&err, ERR_BUSY, "the cause");
	err_set(&err, ERR_WRITE, "what followed");
	err_at(&err, ERR_WRITE, "file", 1, 1, "what followed");
	assert_int_equal(err.code, ERR_BUSY);
	assert_printed(&err, "the cause");
}

/* A message too long for the value ends at a whole character, wherever the limit falls. */
static void test_cut(void **state)
{
	(void)state;
	for (int before = 0; before < 5; before++) {
		struct err err = ERR_INIT;
		char text[1024] = "";
		memset(text, 'a', (size_t)before);
		for (size_t n = (size_t)before; n + 5 < sizeof text; n += 4)
			memcpy(text + n, before % 2 ? "\xF0\xA0\x80\x80" : "长子", before % 2 ? 5 : 4);
		for (size_t n = (size_t)before; n + 4 < sizeof text && before % 2 == 0; n += 3)
			memcpy(text + n, "长", 4);
		err_at(&err, ERR_DATA, text, 1, 1, "%s", text);
		size_t size = before % 2 ? 4 : 3, message = strlen(err.message), where = strlen(err.where);
		assert_int_equal((message - (size_t)before) % size, 0);
		assert_int_equal((where - (size_t)before) % size, 0);
		assert_true(message > sizeof err.message - 1 - size && where > sizeof err.where - 1 - size);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places), cmocka_unit_test(test_first_stays), cmocka_unit_test(test_cut),
	};
	return cmocka_run_group_tests_name("base/err", tests, NULL, NULL);
}
