#include "support/test.h"
#include "text/clean.h"
#include "text/utf8.h"
#include "text/width.h"

struct clean_row {
	const char *name;
	struct str raw;
	const char *cleaned;
};

static const struct clean_row rows[] = {
	{"plain", STR_INIT("长子经开区（二期）“铝” 5G"), "长子经开区（二期）“铝” 5G"},
	{"escape sequence", STR_INIT("a\x1B[31mb"), "a^[[31mb"},
	{"NUL, bell, delete", STR_INIT("\0\a\x7F"), "^@^G^?"},
	{"tab and line breaks", STR_INIT("a\tb\nc\r\nd\re"), "a b c d e"},
	{"next line, line and paragraph separator", STR_INIT("a\xC2\x85" "b\xE2\x80\xA8" "c\xE2\x80\xA9" "d"), "a b c d"},
	{"C1 as UTF-8", STR_INIT("a\xC2\x9B" "31mb"), "a31mb"},
	{"invalid bytes one by one", STR_INIT("a\xFF\xE5\x8Ez\xED\xA0\x80"), "a???z???"},
	{"right-to-left override", STR_INIT("1\xE2\x80\xAE" "23\xE2\x80\xAC"), "123"},
	{"isolates", STR_INIT("\xE2\x81\xA6" "x\xE2\x81\xA9"), "x"},
	{"zero-width space, joiners, BOM", STR_INIT("\xEF\xBB\xBF" "a\xE2\x80\x8B" "b\xE2\x80\x8D" "c\xE2\x81\xA0" "d"), "abcd"},
	{"soft hyphen", STR_INIT("ab\xC2\xAD" "cd"), "abcd"},
	{"hangul fillers", STR_INIT("a\xE1\x85\x9F\xE1\x85\xA0\xE3\x85\xA4\xEF\xBE\xA0z"), "az"},
	{"tags", STR_INIT("a\xF3\xA0\x81\xA1\xF3\xA0\x81\xBF"), "a"},
	{"composes", STR_INIT("e\xCC\x81"), "é"},
	{"composes over a dropped joiner", STR_INIT("e\xE2\x80\x8B\xCC\x81"), "é"},
	{"kana mark composes", STR_INIT("か\xE3\x82\x99"), "が"},
	{"lone marks go", STR_INIT("\xCC\x81 \xCC\x81" "兴\xE3\x82\x99"), " 兴"},
	{"one mark stays", STR_INIT("x\xCC\x81\xCC\x82\xCC\x83"), "x\xCC\x81"},
	{"hangul composes", STR_INIT("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"), "한"},
	{"a lone vowel", STR_INIT("\xE1\x85\xA1"), "?"},
	{"compatibility ideograph", STR_INIT("\xEF\xA4\x80"), "豈"},
	{"heart with selector", STR_INIT("❤\xEF\xB8\x8F"), "❤"},
	{"keycap", STR_INIT("1\xEF\xB8\x8F\xE2\x83\xA3"), "1"},
	{"flag", STR_INIT("🇨🇳"), "CN"},
	{"family", STR_INIT("a👨\xE2\x80\x8D👩\xE2\x80\x8D👧z"), "a?z"},
	{"tone", STR_INIT("a👍🏽z"), "a?z"},
	{"tone behind a tab", STR_INIT("👍\t🏽z"), "? ?z"},
	{"tone alone", STR_INIT("a🏽z"), "a?z"},
	{"burning heart keeps its base", STR_INIT("❤\xEF\xB8\x8F\xE2\x80\x8D🔥"), "❤"},
	{"a joiner hides no letter", STR_INIT("❤\xE2\x80\x8D" "5"), "❤5"},
	{"one that stands beside a family", STR_INIT("a👨\xE2\x80\x8D👩👧z"), "a??z"},
	{"a joiner joins neighbours only", STR_INIT("❤\xE2\x80\x8D" "5❤👩"), "❤5❤?"},
	{"emoji that some draw in one cell", STR_INIT("✅"), "?"},
	{"enclosed number, hexagram", STR_INIT("㉈䷀"), "??"},
	{"newer than Unicode 13", STR_INIT("\xF0\xB1\x8D\x90\xE9\xBF\xBD"), "??"},
	{"private, unassigned, no character", STR_INIT("\xEE\x80\x80\xCD\xB8\xEF\xBF\xBF"), "???"},
	{"replacement character", STR_INIT("\xEF\xBF\xBD"), "?"},
};

static struct str cleaned(struct str raw, struct strbuf *out)
{
	strbuf_clear(out);
	text_clean(raw, out);
	return strbuf_str(out);
}

static void test_rows(void **state)
{
	(void)state;
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str found = cleaned(rows[i].raw, &out);
		if (!str_eq_c(found, rows[i].cleaned))
			fail_msg("row \"%s\": found \"%.*s\", expected \"%s\"", rows[i].name, STR_ARG(found), rows[i].cleaned);
	}
	strbuf_release(&out);
}

static void test_lines(void **state)
{
	(void)state;
	struct strbuf out = {0};
	text_clean_lines(STR("一\r\n二\n\n三\r四\t\x1B"), &out);
	assert_str(strbuf_str(&out), "一\n二\n\n三\n四 ^[");
	strbuf_clear(&out);
	text_clean_lines(STR("纯\n文"), &out);
	assert_str(strbuf_str(&out), "纯\n文");
	strbuf_clear(&out);
	text_clean(STR("纯\n文"), &out);
	assert_str(strbuf_str(&out), "纯 文");
	strbuf_release(&out);
}

static void test_appends(void **state)
{
	(void)state;
	struct strbuf out = {0};
	strbuf_add_c(&out, "e");
	text_clean(STR("\xCC\x81" "a"), &out);
	assert_str(strbuf_str(&out), "ea");
	text_clean(STR(""), &out);
	assert_str(strbuf_str(&out), "ea");
	strbuf_release(&out);
}

static void test_limit(void **state)
{
	(void)state;
	struct strbuf raw = {0}, out = {0};
	for (size_t i = 0; i < CLEAN_CELLS_MAX; i++)
		strbuf_add_c(&raw, "县");
	assert_int_equal(width_str(cleaned(strbuf_str(&raw), &out), AMBI_WIDE), CLEAN_CELLS_MAX);
	strbuf_clear(&raw);
	strbuf_add_repeat(&raw, 'a', CLEAN_CELLS_MAX);
	assert_int_equal(cleaned(strbuf_str(&raw), &out).n, CLEAN_CELLS_MAX);
	strbuf_add_c(&raw, "b");
	assert_int_equal(cleaned(strbuf_str(&raw), &out).n, CLEAN_CELLS_MAX);
	strbuf_release(&raw);
	strbuf_release(&out);
}

/* What cleaned text may hold, said another way than the cleaner does it. */
static void assert_safe(struct str text)
{
	size_t bad;
	assert_true(utf8_check(text, &bad));
	bool after_base = false;
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		int width = width_char(c, AMBI_NARROW);
		assert_true(width >= 0);
		if (width == 0)
			assert_true(after_base && c >= 0x300 && c <= 0x36F);
		after_base = width > 0;
		assert_false(c >= 0xE000 && c <= 0xF8FF);
		assert_false(c >= 0x1F000 && c <= 0x1FFFF && width == 2);
	}
}

/* Cleaned text contains itself only: properties over random mixtures of the troublesome. */
static void test_cleaned_text_stays(void **state)
{
	(void)state;
	static const uint32_t kinds[][2] = {{0, 0x7F}, {0x80, 0x24F}, {0x300, 0x36F}, {0x900, 0x97F}, {0x1100, 0x11FF},
		{0x2000, 0x206F}, {0x2600, 0x27BF}, {0x3040, 0x30FF}, {0x4E00, 0x4FFF}, {0xF900, 0xFAFF}, {0xFE00, 0xFFFF},
		{0x1F1E6, 0x1F64F}, {0x2F800, 0x2FA1D}, {0, 0x10FFFF}};
	struct test_random r = test_random();
	struct strbuf raw = {0}, once = {0}, twice = {0};
	size_t n_clean = 0;
	for (int round = 0; round < 20000; round++) {
		strbuf_clear(&raw);
		for (uint32_t n = test_random_below(&r, 12); n > 0; n--) {
			const uint32_t *kind = kinds[test_random_below(&r, sizeof kinds / sizeof kinds[0])];
			uint32_t c = kind[0] + test_random_below(&r, kind[1] - kind[0] + 1);
			char bytes[4];
			if (c >= 0xD800 && c <= 0xDFFF)
				strbuf_add_byte(&raw, (char)c);
			else
				strbuf_add(&raw, (struct str){bytes, utf8_put(c, bytes)});
		}
		struct str first = cleaned(strbuf_str(&raw), &once);
		assert_safe(first);
		if (text_is_clean(strbuf_str(&raw))) {
			assert_safe(strbuf_str(&raw));
			assert_true(str_eq(strbuf_str(&raw), first));
			n_clean += raw.n > 0;
		}
		struct str second = cleaned(first, &twice);
		if (!str_eq(first, second))
			fail_msg("cleaning \"%.*s\" again gives \"%.*s\"", STR_ARG(first), STR_ARG(second));
	}
	assert_true(n_clean > 100);
	strbuf_release(&raw);
	strbuf_release(&once);
	strbuf_release(&twice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),   cmocka_unit_test(test_lines),  cmocka_unit_test(test_appends),
		cmocka_unit_test(test_limit),  cmocka_unit_test(test_cleaned_text_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
