#include "support/test.h"

#include "model/value.h"

struct check_row {
	const char *name;
	enum kind kind;
	const char *field, *cell;
	const char *canonical; /* NULL: refused */
	const char *message;   /* part of it */
};

static const struct check_row rows[] = {
	{"text stays as it is", KIND_ZONE, "name", " 兴县 \n开发区", " 兴县 \n开发区", NULL},
	{"required name", KIND_ZONE, "name", "", NULL, "found nothing, expected a value for name"},
	{"id", KIND_ZONE, "id", "zone:xingxian-gaoxin", "zone:xingxian-gaoxin", NULL},
	{"id without a kind", KIND_ZONE, "id", "xingxian", NULL, "expected an id"},
	{"id in capitals", KIND_ZONE, "id", "zone:Xing", NULL, "expected an id"},
	{"list", KIND_ZONE, "short_names", "兴县经开区;兴县", "兴县经开区;兴县", NULL},
	{"empty items go", KIND_ZONE, "short_names", ";a;;b;", "a;b", NULL},
	{"full-width semicolon is text", KIND_ZONE, "short_names", "a；b", "a；b", NULL},
	{"reference", KIND_ZONE, "region", "region:141123", "region:141123", NULL},
	{"reference to a wrong kind", KIND_ZONE, "region", "zone:xingxian", NULL, "found \"zone:xingxian\", expected the id of a region"},
	{"reference to any kind", KIND_CLAIM, "subject", "measure:x", "measure:x", NULL},
	{"references", KIND_EVENT, "projects", "project:a;project:b", "project:a;project:b", NULL},
	{"one bad of several", KIND_EVENT, "projects", "project:a;zone:b", NULL, "zone:b"},
	{"code", KIND_PROJECT, "status", "producing", "producing", NULL},
	{"label becomes code", KIND_PROJECT, "status", "投产", "producing", NULL},
	{"unknown code", KIND_PROJECT, "status", "sleeping", NULL, "expected one of planned negotiating"},
	{"codes", KIND_ENTERPRISE, "classes", "链主;srdi", "chain_lead;srdi", NULL},
	{"period", KIND_CLAIM, "period", "2025-01/2025-09", "2025-01/2025-09", NULL},
	{"no period", KIND_CLAIM, "period", "last year", NULL, "expected a period"},
	{"whole number", KIND_STAGE, "position", "007", "7", NULL},
	{"negative", KIND_STAGE, "position", "-3", "-3", NULL},
	{"minus nothing", KIND_STAGE, "position", "-0", "0", NULL},
	{"largest", KIND_STAGE, "position", "9223372036854775807", "9223372036854775807", NULL},
	{"too large", KIND_STAGE, "position", "9223372036854775808", NULL, "a whole number"},
	{"not whole", KIND_STAGE, "position", "1.5", NULL, "a whole number"},
	{"lone minus", KIND_STAGE, "position", "-", NULL, "a whole number"},
	{"decimal", KIND_CLAIM, "value_base", "46154000000", "46154000000", NULL},
	{"decimal loses zeros", KIND_CLAIM, "value_base", "1.50", "1.5", NULL},
	{"measured without a unit", KIND_LINK, "coefficient_low", "1.50", "1.5", NULL},
	{"measured with its unit", KIND_LINK, "coefficient_numerator", "430.0立方米", "430.0立方米", NULL},
	{"measured by a word", KIND_LINK, "coefficient_numerator", "许多", NULL, "a decimal, or one with its unit"},
	{"measured in signs", KIND_LINK, "coefficient_numerator", "5<>", NULL, "a decimal, or one with its unit"},
	{"a plain decimal takes no unit", KIND_CLAIM, "value_base", "430立方米", NULL, "a decimal"},
	{"decimal with a comma", KIND_CLAIM, "value_base", "1,500", NULL, "a decimal"},
	{"true", KIND_CLAIM, "inferred", "true", "true", NULL},
	{"yes", KIND_CLAIM, "inferred", "是", "true", NULL},
	{"false is nothing", KIND_CLAIM, "inferred", "false", "", NULL},
	{"maybe", KIND_CLAIM, "inferred", "maybe", NULL, "true or false"},
	{"locator", KIND_CLAIM, "locator", "000-1:16:1203-1211", "000-1:16:1203-1211", NULL},
	{"two locators", KIND_CLAIM, "locator", "000-1:3:5-7;000-1:9:50-52", "000-1:3:5-7;000-1:9:50-52", NULL},
	{"locator in a table", KIND_CLAIM, "locator", "ledger:12:2025年投资", "ledger:12:2025年投资", NULL},
	{"locator backwards", KIND_CLAIM, "locator", "000-1:3:7-5", NULL, "ARTICLE:PARAGRAPH"},
	{"locator of nothing", KIND_CLAIM, "locator", "000-1:3:5-5", NULL, "ARTICLE:PARAGRAPH"},
	{"locator without end", KIND_CLAIM, "locator", "000-1:3:7-", NULL, "ARTICLE:PARAGRAPH"},
	{"locator from paragraph 0", KIND_CLAIM, "locator", "000-1:0:5-7", NULL, "ARTICLE:PARAGRAPH"},
	{"locator required", KIND_CLAIM, "locator", "", NULL, "expected a value for locator"},
	{"only separators where one is required", KIND_CLAIM, "locator", ";;", NULL, "expected a value for locator"},
};

static void test_check(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct check_row *r = &rows[i];
		const struct field *field = &fields_of[r->kind].v[field_get(r->kind, r->field)];
		struct strbuf out = {0};
		struct err err = ERR_INIT;
		strbuf_add_c(&out, "before ");
		bool ok = field_check(field, str_from(r->cell), &out, &err);
		if (ok != (r->canonical != NULL))
			fail_msg("row \"%s\": %s", r->name, ok ? "accepted" : err.message);
		assert_row(str_starts(strbuf_str(&out), STR("before ")), r->name);
		struct str rest = str_sub(strbuf_str(&out), 7, out.n);
		if (ok) {
			assert_str(rest, r->canonical);
			struct strbuf again = {0};
			struct err none = ERR_INIT;
			if (r->canonical[0])
				assert_ok(field_check(field, rest, &again, &none), none);
			assert_row(str_eq(strbuf_str(&again), rest), r->name);
			strbuf_release(&again);
		} else {
			assert_row(rest.n == 0 && err.code == ERR_DATA, r->name);
			if (!strstr(err.message, r->message))
				fail_msg("row \"%s\": message %s", r->name, err.message);
		}
		strbuf_release(&out);
	}
}

static void test_long_cell(void **state)
{
	(void)state;
	struct strbuf cell = {0}, out = {0};
	struct err err = ERR_INIT;
	const struct field *name = &fields_of[KIND_ZONE].v[1];
	strbuf_add_repeat(&cell, 'x', FIELD_BYTES_MAX);
	assert_ok(field_check(name, strbuf_str(&cell), &out, &err), err);
	strbuf_clear(&out);
	strbuf_add_byte(&cell, 'x');
	assert_false(field_check(name, strbuf_str(&cell), &out, &err));
	assert_string_equal(err.message, "found 1048577 bytes, expected at most 1048576");
	strbuf_release(&cell);
	strbuf_release(&out);
}

static void test_locator(void **state)
{
	(void)state;
	struct locator l;
	assert_true(locator_parse(STR("000-1:16:1203-1211"), &l));
	assert_str(l.article, "000-1");
	assert_true(l.in_text);
	assert_int_equal(l.line, 16);
	assert_int_equal(l.start, 1203);
	assert_int_equal(l.end, 1211);
	assert_true(locator_parse(STR("ledger:2:投资"), &l));
	assert_false(l.in_text);
	assert_str(l.column, "投资");
	assert_false(locator_parse(STR(""), &l));
	assert_false(locator_parse(STR(":1:2-3"), &l));
	assert_false(locator_parse(STR("a:1:"), &l));
	assert_false(locator_parse(STR("a:1"), &l));
	assert_false(locator_parse(STR("A:1:2-3"), &l));
	assert_false(locator_parse(STR("a:1:12345678901-12345678902"), &l));
	assert_true(locator_parse(STR("ledger:2:2023"), &l));
	assert_false(l.in_text);
	assert_str(l.column, "2023");
	assert_false(locator_parse(STR("ledger:2:-3"), &l));
	assert_false(locator_parse(STR("ledger:2:-"), &l));
	assert_true(locator_column(STR("47-52%")));
	assert_false(locator_column(STR("47-52")));
	assert_false(locator_column(STR("甲;乙")));
	assert_false(locator_column(STR("")));
}

static void test_columns(void **state)
{
	(void)state;
	char bytes[] = "abcde";
	size_t ends[] = {2, 2, 5};
	struct column texts = {.ends = ends, .bytes = bytes};
	assert_str(column_text(&texts, 0), "ab");
	assert_str(column_text(&texts, 1), "");
	assert_str(column_text(&texts, 2), "cde");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_long_cell),
		cmocka_unit_test(test_locator),
		cmocka_unit_test(test_columns),
	};
	return cmocka_run_group_tests_name("model/value", tests, NULL, NULL);
}
