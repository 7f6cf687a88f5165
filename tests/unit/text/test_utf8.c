#include "support/test.h"
#include "text/utf8.h"

struct check_row {
	const char *name;
	struct str bytes;
	bool valid;
	size_t bad;
};

static const struct check_row check_rows[] = {
	{"empty", STR_INIT(""), true, 0},
	{"ascii with NUL", STR_INIT("a\0b"), true, 0},
	{"han", STR_INIT("兴县"), true, 0},
	{"four bytes", STR_INIT("\xF0\xA0\x80\x80"), true, 0},
	{"last character", STR_INIT("\xF4\x8F\xBF\xBF"), true, 0},
	{"beyond the last", STR_INIT("ab\xF4\x90\x80\x80"), false, 2},
	{"surrogate", STR_INIT("x\xED\xA0\x80"), false, 1},
	{"before surrogates", STR_INIT("\xED\x9F\xBF"), true, 0},
	{"overlong two", STR_INIT("\xC1\xBF"), false, 0},
	{"overlong three", STR_INIT("\xE0\x9F\xBF"), false, 0},
	{"overlong four", STR_INIT("\xF0\x8F\xBF\xBF"), false, 0},
	{"lone tail", STR_INIT("abc\x80"), false, 3},
	{"cut short", STR_INIT("兴\xE5\x8E"), false, 3},
	{"cut by ascii", STR_INIT("\xE5\x8E" "a"), false, 0},
	{"five bytes", STR_INIT("\xF8\x88\x80\x80\x80"), false, 0},
	{"gbk", STR_INIT("\xD0\xCB\xCF\xD8"), false, 0},
};

static void test_check(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof check_rows / sizeof check_rows[0]; i++) {
		const struct check_row *row = &check_rows[i];
		size_t bad = 0;
		assert_row(utf8_check(row->bytes, &bad) == row->valid, row->name);
		assert_row(bad == row->bad, row->name);
	}
}

/* Characters side by side are checked together: the bad one among them is found wherever it stands. */
static void test_bad_among_good(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		bool valid;
	} rows[] = {{STR_INIT("兴"), true}, {STR_INIT("\xE1\x80\x80"), true}, {STR_INIT("\xEC\xBF\xBF"), true}, {STR_INIT("\xED\x9F\xBF"), true},
		{STR_INIT("\xEE\x80\x80"), true}, {STR_INIT("\xEF\xBF\xBF"), true}, {STR_INIT("\xE0\xA0\x80"), true}, {STR_INIT("a"), true},
		{STR_INIT("𠀀"), true}, {STR_INIT("é"), true}, {STR_INIT("\xE0\x9F\xBF"), false}, {STR_INIT("\xED\xA0\x80"), false},
		{STR_INIT("\xE4\xB8\xC0"), false}, {STR_INIT("\xE4\x38\x80"), false}, {STR_INIT("\xFF\xB8\x80"), false}, {STR_INIT("\xE4\xB8"), false}};
	enum { ROWS = sizeof rows / sizeof rows[0] };
	for (size_t i = 0; i < ROWS * ROWS * ROWS * ROWS; i++) {
		struct strbuf text = {0};
		size_t bad = SIZE_MAX, expected = SIZE_MAX;
		for (size_t k = 0, rest = i; k < 4; k++, rest /= ROWS) {
			if (expected == SIZE_MAX && !rows[rest % ROWS].valid)
				expected = text.n;
			strbuf_add(&text, rows[rest % ROWS].bytes);
		}
		assert_int_equal(utf8_check(strbuf_str(&text), &bad), expected == SIZE_MAX);
		assert_int_equal(bad, expected);
		strbuf_release(&text);
	}
}

static void test_every_character_returns(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		if (c == 0xD800)
			c = 0xE000;
		char bytes[4];
		struct str s = {bytes, utf8_put(c, bytes)};
		size_t at = 0;
		assert_true(utf8_check(s, NULL));
		assert_int_equal(utf8_next(s, &at), c);
		assert_int_equal(at, s.n);
		assert_int_equal(utf8_length(s), 1);
	}
}

static void test_offsets(void **state)
{
	(void)state;
	struct str s = STR("aé兴𠀀z");
	assert_int_equal(utf8_length(s), 5);
	const size_t offsets[] = {0, 1, 3, 6, 10, 11, 11};
	for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++)
		assert_int_equal(utf8_offset(s, i), offsets[i]);
}

static void test_start(void **state)
{
	(void)state;
	struct str s = STR("a开😀b");
	static const size_t kept[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9};
	for (size_t n = 0; n < sizeof kept / sizeof *kept; n++)
		assert_int_equal(utf8_start(s, n).n, kept[n]);
	assert_int_equal(utf8_start(STR(""), 3).n, 0);
}

static void test_white(void **state)
{
	(void)state;
	struct str white = STR(" \t\r\n\v\f\302\205\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000");
	struct str ink = STR("a0.\u00ad\u180e\u200b\u2060\ufeff兴");
	for (size_t at = 0; at < white.n;)
		assert_true(utf8_is_white(utf8_next(white, &at)));
	for (size_t at = 0; at < ink.n;)
		assert_false(utf8_is_white(utf8_next(ink, &at)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_bad_among_good),
		cmocka_unit_test(test_every_character_returns),
		cmocka_unit_test(test_offsets),
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_white),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
