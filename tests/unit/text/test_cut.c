#include "support/test.h"
#include "text/cut.h"
#include "text/utf8.h"

struct cut_row {
	const char *name;
	const char *text;
	size_t columns;
	enum cut cut;
	const char *expected;
	size_t used;
};

static const struct cut_row rows[] = {
	{"fits", "长治潞光", 8, CUT_END, "长治潞光", 8},
	{"end", "长治潞光电厂供热", 11, CUT_END, "长治潞光电~", 11},
	{"half a character is left out", "长治潞光电厂供热", 10, CUT_END, "长治潞光~", 9},
	{"one column", "长治", 1, CUT_END, "~", 1},
	{"no column", "长治", 0, CUT_END, "", 0},
	{"empty", "", 5, CUT_END, "", 0},
	{"ascii", "abcdef", 4, CUT_END, "abc~", 4},
	{"marks stay with their base", "xe\xCC\x81y", 2, CUT_END, "x~", 2},
	{"marks cost nothing", "xe\xCC\x81", 2, CUT_END, "xe\xCC\x81", 2},
	{"phase in brackets", "星萌新材料（二期）", 13, CUT_MIDDLE, "星萌~（二期）", 13},
	{"phase without brackets", "星萌新材料供热改造二期", 14, CUT_MIDDLE, "星萌新材~二期", 13},
	{"bracket too long", "星萌（山西省长治市长子县经济技术开发区）", 10, CUT_MIDDLE, "星萌（~）", 9},
	{"middle in no room", "星萌新材", 3, CUT_MIDDLE, "星~", 3},
	{"middle, one column", "星萌新材", 1, CUT_MIDDLE, "~", 1},
};

static void test_truncate(void **state)
{
	(void)state;
	struct strbuf out = {0};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct cut_row *row = &rows[i];
		strbuf_clear(&out);
		size_t used = text_truncate(str_from(row->text), row->columns, row->cut, AMBI_NARROW, &out);
		struct str found = strbuf_str(&out);
		if (!str_eq_c(found, row->expected))
			fail_msg("row \"%s\": found \"%.*s\", expected \"%s\"", row->name, STR_ARG(found), row->expected);
		assert_row(used == row->used, row->name);
	}
	strbuf_release(&out);
}

static void test_ambiguous(void **state)
{
	(void)state;
	struct strbuf out = {0};
	assert_int_equal(text_truncate(STR("“铝”业"), 6, CUT_END, AMBI_NARROW, &out), 6);
	assert_str(strbuf_str(&out), "“铝”业");
	strbuf_clear(&out);
	assert_int_equal(text_truncate(STR("“铝”业"), 6, CUT_END, AMBI_WIDE, &out), 5);
	assert_str(strbuf_str(&out), "“铝~");
	strbuf_release(&out);
}

static void test_walk(void **state)
{
	(void)state;
	struct text_pos pos = {0};
	struct str cluster, text = STR("ae\xCC\x81兴");
	int width;
	assert_true(text_next(text, AMBI_NARROW, &pos, &cluster, &width));
	assert_str(cluster, "a");
	assert_true(text_next(text, AMBI_NARROW, &pos, &cluster, &width));
	assert_str(cluster, "e\xCC\x81");
	assert_int_equal(width, 1);
	assert_true(text_next(text, AMBI_NARROW, &pos, &cluster, &width));
	assert_int_equal(width, 2);
	assert_false(text_next(text, AMBI_NARROW, &pos, &cluster, &width));
	assert_int_equal(pos.bytes, 7);
	assert_int_equal(pos.clusters, 3);
	assert_int_equal(pos.columns, 4);
}

static void test_lone_mark_takes_a_cell(void **state)
{
	(void)state;
	struct text_pos pos = text_fit(STR("\xCC\x81"), 10, AMBI_NARROW);
	assert_int_equal(pos.columns, 1);
	assert_int_equal(pos.clusters, 1);
}

struct around_row {
	const char *name, *before, *part, *behind;
	size_t columns;
	const char *expected, *seen;
};

static const struct around_row around_rows[] = {
	{"fits", "安庆", "电解铝", "项目", 14, "安庆电解铝项目", "电解铝"},
	{"in the beginning that is left", "", "安庆", "高强绿色低碳电解铝项目", 16, "安庆高强绿~项目", "安庆"},
	{"in the end that is left", "安庆高强绿色低碳电解铝项目", "二期", "", 16, "安庆高强绿~二期", "二期"},
	{"in what would be left out", "安庆高强绿色低碳", "电解铝", "建设项目二期", 18, "安庆~电解铝建~二期", "电解铝"},
	{"with little behind it", "安庆高强绿色低碳", "电解铝项目", "", 20, "安庆高强~电解铝项目", "电解铝项目"},
	{"too long itself", "安庆高强绿色低碳", "电解铝建设项目二期工程", "", 16, "安庆~电解铝建~程", "电解铝建"},
	{"begins among what is left", "", "安庆高强绿色低碳电解铝建设项目", "二期", 16, "安庆高强绿~二期", "安庆高强绿"},
	{"nothing found", "安庆高强绿色低碳电解铝项目", "", "", 11, "安庆高强~目", ""},
	{"no room", "安庆", "电解铝", "项目", 0, "", ""},
	{"room for a mark", "安庆", "电解铝", "项目", 1, "~", ""},
};

static void test_around(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof around_rows / sizeof around_rows[0]; i++) {
		const struct around_row *row = &around_rows[i];
		struct strbuf text = {0}, out = {0};
		struct text_part part = {strlen(row->before), strlen(row->before) + strlen(row->part)}, seen;
		strbuf_printf(&text, "%s%s%s", row->before, row->part, row->behind);
		size_t used = text_truncate_around(strbuf_str(&text), part, row->columns, AMBI_NARROW, &out, &seen);
		assert_str(strbuf_str(&out), row->expected);
		assert_true(used <= row->columns);
		size_t start = text_fit(strbuf_str(&out), seen.start, AMBI_NARROW).bytes, end = text_fit(strbuf_str(&out), seen.end, AMBI_NARROW).bytes;
		assert_str(str_sub(strbuf_str(&out), start, end - start), row->seen);
		strbuf_release(&text);
		strbuf_release(&out);
	}
}

static void test_never_too_long(void **state)
{
	(void)state;
	static const char *const pieces[] = {"兴", "县", "a", "e\xCC\x81", "“", "（", "）", "5", " ", "—", "\xCC\x82"};
	struct test_random r = test_random();
	struct strbuf text = {0}, out = {0};
	for (int round = 0; round < 20000; round++) {
		strbuf_clear(&text);
		for (uint32_t n = test_random_below(&r, 20); n > 0; n--)
			strbuf_add_c(&text, pieces[test_random_below(&r, sizeof pieces / sizeof pieces[0])]);
		size_t columns = test_random_below(&r, 24);
		enum ambi ambi = test_random_below(&r, 2) ? AMBI_WIDE : AMBI_NARROW;
		enum cut cut = test_random_below(&r, 2) ? CUT_MIDDLE : CUT_END;
		strbuf_clear(&out);
		size_t used = text_truncate(strbuf_str(&text), columns, cut, ambi, &out);
		assert_true(used <= columns);
		assert_int_equal(text_fit(strbuf_str(&out), SIZE_MAX, ambi).columns, used);
		size_t whole = text_fit(strbuf_str(&text), SIZE_MAX, ambi).columns;
		assert_true(str_eq(strbuf_str(&out), strbuf_str(&text)) == (whole <= columns));
		size_t start = test_random_below(&r, 20);
		struct text_part seen, part = {utf8_offset(strbuf_str(&text), start), utf8_offset(strbuf_str(&text), start + test_random_below(&r, 20))};
		strbuf_clear(&out);
		used = text_truncate_around(strbuf_str(&text), part, columns, ambi, &out, &seen);
		assert_true(used <= columns && seen.start <= seen.end && seen.end <= used);
		assert_int_equal(text_fit(strbuf_str(&out), SIZE_MAX, ambi).columns, used);
	}
	strbuf_release(&text);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truncate), cmocka_unit_test(test_ambiguous), cmocka_unit_test(test_walk),
		cmocka_unit_test(test_around),
		cmocka_unit_test(test_lone_mark_takes_a_cell), cmocka_unit_test(test_never_too_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
