#include "support/test.h"

#include "exchange/encoding.h"

struct encoding_row {
	const char *name;
	struct str bytes;
	const char *text; /* NULL: refused */
	const char *encoding;
	size_t line, column;
};

static const struct encoding_row rows[] = {
	{"ASCII", STR_INIT("abc"), "abc", NULL, 0, 0},
	{"nothing", STR_INIT(""), "", NULL, 0, 0},
	{"UTF-8", STR_INIT("长子,a\n"), "长子,a\n", NULL, 0, 0},
	{"byte order mark", STR_INIT("\xEF\xBB\xBF长"), "长", NULL, 0, 0},
	{"GBK", STR_INIT("id,\xC3\xFB\xB3\xC6\n1,\xB3\xA4\xD7\xD3\n"), "id,名称\n1,长子\n", "GB18030", 0, 0},
	{"GB18030 with four bytes", STR_INIT("\xB3\xA4\x94\x39\xFC\x36"), "长😀", "GB18030", 0, 0},
	{"UTF-8 with damage", STR_INIT("长子\n清徐\xC3,\n"), NULL, NULL, 2, 3},
	{"UTF-8 with damage that would do as GB18030", STR_INIT("长子\n清徐\xB3\xA4\n"), NULL, NULL, 2, 3},
	{"UTF-8 with damage soon, by its mark", STR_INIT("\xEF\xBB\xBF\xB3\xA4"), NULL, NULL, 1, 2},
	{"its mark, then GBK that is no UTF-8", STR_INIT("\xEF\xBB\xBFid,\xC3\xFB\xB3\xC6"), NULL, NULL, 1, 5},
	{"GB18030 with its own mark", STR_INIT("\x84\x31\x95\x33\xB3\xA4\xD7\xD3"), "长子", "GB18030", 0, 0},
	{"lines that end in CR", STR_INIT("a\rb\rc\xFF\xFF"), NULL, NULL, 3, 2},
	{"lines that end in CR LF", STR_INIT("a\r\nb\r\nc\xFF\xFF"), NULL, NULL, 3, 2},
	{"neither", STR_INIT("a\r\nb\xFF\xFF"), NULL, NULL, 2, 2},
	{"NUL", STR_INIT("a\nbc\0d"), NULL, NULL, 2, 3},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct encoding_row *r = &rows[i];
		struct strbuf bytes = {0};
		struct err err = ERR_INIT;
		const char *encoding = "unset";
		strbuf_add(&bytes, r->bytes);
		bool ok = encoding_to_utf8(&bytes, &encoding, &err);
		if (ok != (r->text != NULL))
			fail_msg("row \"%s\": %s", r->name, ok ? bytes.p : err.message);
		if (ok)
			assert_row(str_eq_c(strbuf_str(&bytes), r->text) && (encoding ? r->encoding && !strcmp(encoding, r->encoding) : !r->encoding), r->name);
		else if (err.line != r->line || err.column != r->column)
			fail_msg("row \"%s\": %zu:%zu: %s", r->name, err.line, err.column, err.message);
		strbuf_release(&bytes);
	}
}

static void test_known_by_start(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		const char *says;
	} known[] = {
		{STR_INIT("\xFF\xFEi\0d\0,\0"), "found UTF-16 text"},
		{STR_INIT("\xFF\xFE\x7F\x95\x50\x5B"), "found UTF-16 text"},
		{STR_INIT("\xFE\xFF\0i\0d"), "found UTF-16 text"},
		{STR_INIT("PK\3\4\24\0"), "found a compressed file such as XLSX"},
		{STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1"), "found a file such as XLS"},
		{STR_INIT("PK,\0"), "found a NUL byte"},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct strbuf bytes = {0};
		struct err err = ERR_INIT;
		const char *encoding;
		strbuf_add(&bytes, known[i].bytes);
		assert_false(encoding_to_utf8(&bytes, &encoding, &err));
		if (!str_starts(str_from(err.message), str_from(known[i].says)) || err.code != ERR_DATA || err.line != 1)
			fail_msg("row %zu: %zu:%zu: %s", i, err.line, err.column, err.message);
		strbuf_release(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_known_by_start)};
	return cmocka_run_group_tests_name("exchange/encoding", tests, NULL, NULL);
}
