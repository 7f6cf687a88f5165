#include "support/test.h"
#include "base/strbuf.h"
#include "text/cut.h"
#include "text/wrap.h"

static void join_line(void *context, struct str line)
{
	struct strbuf *out = context;
	strbuf_add(out, line);
	strbuf_add_c(out, "|");
}

struct wrap_row {
	const char *name;
	const char *text;
	size_t columns;
	const char *lines;
};

static const struct wrap_row rows[] = {
	{"empty", "", 10, "|"},
	{"fits", "兴县经开区", 10, "兴县经开区|"},
	{"between characters", "兴县经济技术开发区", 10, "兴县经济技|术开发区|"},
	{"odd columns", "兴县经济", 5, "兴县|经济|"},
	{"forced breaks", "一\n\n二\n", 10, "一||二||"},
	{"no comma at the start", "兴县经开，区", 8, "兴县经|开，区|"},
	{"no quote left at the end", "兴县经“开区”", 7, "兴县经|“开区”|"},
	{"no bracket left at the end", "兴县经（开区）", 8, "兴县经|（开区）|"},
	{"dash not torn", "兴县经——开", 7, "兴县经|——开|"},
	{"words whole", "the quick brown fox", 10, "the quick|brown fox|"},
	{"word among characters", "年产ABCDEF铝", 8, "年产|ABCDEF铝|"},
	{"word longer than the line", "abcdefghij", 4, "abcd|efgh|ij|"},
	{"number with its unit", "完成产值275亿元", 12, "完成产值|275亿元|"},
	{"inner 余 and measure", "面积共1000余万平方米的", 14, "面积共|1000余万平方米|的|"},
	{"number without a unit", "产值共275，增长", 11, "产值共275，|增长|"},
	{"a range of years whole", "时间2021—2025，增长", 12, "时间|2021—2025，|增长|"},
	{"a range of months whole", "自 2025-06—2026-03 止", 15, "自|2025-06—2026-03|止|"},
	{"a range with its unit", "投资共47～52亿元", 12, "投资共|47～52亿元|"},
	{"a range of numbers with units", "期限2025年—2026年止", 14, "期限|2025年—2026年|止|"},
	{"a range longer than the line ends it with its dash", "2025-06—2026-03", 10, "2025-06—|2026-03|"},
	{"a dash between words may be torn from them", "阳泉—孝义2026", 6, "阳泉—|孝义|2026|"},
	{"a sign stays with its word", "产业链 !缺环节", 8, "产业链|!缺环节|"},
	{"an exclamation may end a line", "好极了!缺环节", 8, "好极了!|缺环节|"},
	{"blanks vanish at a break", "abc   def", 4, "abc|def|"},
	{"blanks at the end", "abc      ", 4, "abc |"},
	{"one column counts as two", "兴a", 1, "兴|a|"},
};

static void test_rows(void **state)
{
	(void)state;
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		strbuf_clear(&out);
		size_t n = text_wrap(str_from(rows[i].text), rows[i].columns, AMBI_NARROW, join_line, &out);
		struct str found = strbuf_str(&out);
		if (!str_eq_c(found, rows[i].lines))
			fail_msg("row \"%s\": found \"%.*s\", expected \"%s\"", rows[i].name, STR_ARG(found), rows[i].lines);
		size_t bars = 0;
		for (size_t k = 0; k < found.n; k++)
			bars += found.p[k] == '|';
		assert_row(bars == n, rows[i].name);
	}
	strbuf_release(&out);
}

struct seen {
	size_t columns, too_long;
	enum ambi ambi;
	struct strbuf letters;
};

static void add_letters(struct str s, struct strbuf *out)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\n')
			strbuf_add_byte(out, s.p[i]);
}

static void see_line(void *context, struct str line)
{
	struct seen *seen = context;
	if (text_fit(line, SIZE_MAX, seen->ambi).columns > seen->columns)
		seen->too_long++;
	add_letters(line, &seen->letters);
}

static void test_nothing_lost_nothing_too_long(void **state)
{
	(void)state;
	static const char *const pieces[] = {"兴", "县", "a", "b", "e\xCC\x81", "“", "”", "（", "）", "，", "5", "7", "万", "吨",
		" ", " ", "—", "…", "\n", "-", "/", "。"};
	struct test_random r = test_random();
	struct strbuf text = {0}, letters = {0};
	struct seen seen = {0};
	for (int round = 0; round < 20000; round++) {
		strbuf_clear(&text);
		strbuf_clear(&letters);
		strbuf_clear(&seen.letters);
		for (uint32_t n = test_random_below(&r, 30); n > 0; n--)
			strbuf_add_c(&text, pieces[test_random_below(&r, sizeof pieces / sizeof pieces[0])]);
		seen.columns = 2 + test_random_below(&r, 16);
		seen.ambi = test_random_below(&r, 2) ? AMBI_WIDE : AMBI_NARROW;
		text_wrap(strbuf_str(&text), seen.columns, seen.ambi, see_line, &seen);
		add_letters(strbuf_str(&text), &letters);
		assert_int_equal(seen.too_long, 0);
		assert_true(str_eq(strbuf_str(&letters), strbuf_str(&seen.letters)));
	}
	strbuf_release(&text);
	strbuf_release(&letters);
	strbuf_release(&seen.letters);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_nothing_lost_nothing_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
