#include "support/test.h"

#include "exchange/json.h"
#include "exchange/writer.h"

/* KIND|field=value@line:column|… one line a record, empty cells left out. */
static bool see(void *self, const struct row *row, struct err *err)
{
	struct strbuf *out = self;
	(void)err;
	strbuf_printf(out, "%s@%zu", kinds[row->kind].singular, row->line);
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		if (row->cells[f].n)
			strbuf_printf(out, "|%s=%.*s@%zu:%u", fields_of[row->kind].v[f].name, STR_ARG(row->cells[f]), row_line(row, f), row->columns[f]);
	strbuf_add_byte(out, '\n');
	return true;
}

struct json_row {
	const char *name, *text;
	bool lines;
	const char *seen; /* NULL: refused */
	size_t line, column;
	const char *message;
};

static const struct json_row rows[] = {
	{"groups", "{\"parks\": [{\"id\": \"park:a\"}],\n\"zones\": []}", false, "park@1|id=park:a@1:19\n", 0, 0, NULL},
	{"nothing", " { } ", false, "", 0, 0, NULL},
	{"array", "[{\"id\":\"park:a\"},\n {\"kind\":\"zone\",\"name\":\"长\"}]", false, "park@1|id=park:a@1:8\nzone@2|name=长@2:24\n", 0, 0, NULL},
	{"one record", "{\"kind\":\"park\",\"name\":\"x\"}", false, "park@1|name=x@1:23\n", 0, 0, NULL},
	{"one record whose kind comes late", "{\"short_names\":[\"]\",\"}\\\"\"],\"id\":\"park:a\"}", false, "park@1|id=park:a@1:33|short_names=];}\"@1:16\n", 0, 0, NULL},
	{"lines", "{\"id\":\"park:a\"}\n\n{\"id\":\"zone:b\"}\r\n", true, "park@1|id=park:a@1:7\nzone@3|id=zone:b@3:7\n", 0, 0, NULL},
	{"over several lines", "[{\n\"id\": \"park:a\",\n  \"name\": \"x\"}]", false, "park@1|id=park:a@2:7|name=x@3:11\n", 0, 0, NULL},
	{"lists, numbers, yes and no", "[{\"kind\":\"stage\",\"products\":[\"a\",\"b\"],\"position\":12,\"name\":null}]", false, "stage@1|position=12@1:50|products=a;b@1:29\n", 0, 0, NULL},
	{"digits stay", "[{\"kind\":\"claim\",\"value_base\":123456789012345678,\"inferred\":true,\"value_low\":0.30000000000000004}]", false,
		"claim@1|value_base=123456789012345678@1:31|value_low=0.30000000000000004@1:78|inferred=true@1:61\n", 0, 0, NULL},
	{"false and null are nothing", "[{\"kind\":\"claim\",\"inferred\":false,\"unit\":null,\"scope\":[]}]", false, "claim@1\n", 0, 0, NULL},
	{"objects", "[{\"kind\":\"link\",\"coefficient\":{\"low\":1.5,\"source\":\"source:a\",\"source_name\":\"甲\"}}]", false,
		"link@1|coefficient_low=1.5@1:38|coefficient_source=source:a@1:51\n", 0, 0, NULL},
	{"names of references are for people", "[{\"id\":\"park:a\",\"zone\":\"zone:x\",\"zone_name\":\"兴县\"}]", false, "park@1|id=park:a@1:8|zone=zone:x@1:24\n", 0, 0, NULL},
	{"a composed name is for people", "[{\"id\":\"claim:a\",\"kind\":\"claim\",\"name\":\"x\"}]", false, "claim@1|id=claim:a@1:8\n", 0, 0, NULL},
	{"escapes", "[{\"kind\":\"park\",\"name\":\"\\\"\\\\\\/\\n\\t\\u957f\\ud83d\\ude00\"}]", false, "park@1|name=\"\\/\n\t长😀@1:24\n", 0, 0, NULL},
	{"unknown key", "[{\"kind\":\"park\",\n \"colour\":\"red\"}]", false, NULL, 2, 2, "found the key \"colour\", expected one of id name"},
	{"unknown key of a list", "[{\"kind\":\"park\",\"zonk\":[\"red\"]}]", false, NULL, 1, 17, "found the key \"zonk\", expected one of id name"},
	{"unknown key of objects", "[{\"zonk\":[{\"a\":1}],\"kind\":\"park\"}]", false, NULL, 1, 3,
		"found the key \"zonk\", expected one of id name short_names zone focus source locator, or figures with their place"},
	{"unknown key of figures without a place", "[{\"kind\":\"park\",\"zonk\":[{},{\"value\":1}]}]", false, NULL, 1, 17, "found the key \"zonk\", expected one of id"},
	{"unknown part of a figure", "[{\"kind\":\"park\",\"zonk\":[{\"locator\":\"l:1:a\"},{\"vlaue\":1}]}]", false, NULL, 1, 46, "found the key \"vlaue\", expected one of a figure"},
	{"two unknown parts of a figure", "[{\"kind\":\"park\",\"zonk\":[{\"locator\":\"l:1:a\",\"vlaue\":1,\"untt\":2}]}]", false, NULL, 1, 44, "found the key \"vlaue\""},
	{"unknown key of an object", "[{\"kind\":\"park\",\"zonk\":{\"low\":1}}]", false, NULL, 1, 17, "found an object for the key \"zonk\""},
	{"unknown key of an empty object", "[{\"kind\":\"park\",\"zonk\":{}}]", false, NULL, 1, 17, "found an object for the key \"zonk\""},
	{"objects for a field", "[{\"kind\":\"park\",\"name\":[{\"locator\":\"l:1:a\"}]}]", false, NULL, 1, 24, "found objects, expected a value"},
	{"key twice", "[{\"kind\":\"park\",\"name\":\"a\",\"name\":\"b\"}]", false, NULL, 1, 28, "again"},
	{"key twice behind characters of several bytes", "[{\"kind\":\"park\",\"name\":\"长治\",\"name\":\"b\"}]", false, NULL, 1, 29, "again"},
	{"a record with the name of a kind as a key", "{\"id\":\"park:a\",\"zones\":[]}", false, NULL, 1, 16, "found the key \"zones\", expected one of id name"},
	{"no kind", "[{\"name\":\"a\"}]", false, NULL, 1, 2, "expected \"kind\""},
	{"kind against its group", "{\"parks\":[{\"kind\":\"zone\"}]}", false, NULL, 1, 19, "found \"zone\", expected park"},
	{"unknown kind", "{\"parks\":[],\"things\":[]}", false, NULL, 1, 13, "found the key \"things\""},
	{"unknown kind first", "{\"zonk\":[{\"id\":\"zone:a\"}],\"zones\":[]}", false, NULL, 1, 2, "found the key \"zonk\", expected one of the kinds such as zones; a record alone"},
	{"a record alone without kind", "{\"name\":\"a\"}", false, NULL, 1, 2, "a record alone has \"id\" or \"kind\""},
	{"semicolon in an item", "[{\"kind\":\"stage\",\"products\":[\"a;b\"]}]", false, NULL, 1, 30, "found \";\" in an item"},
	{"no comma", "[{\"kind\":\"park\" \"name\":\"a\"}]", false, NULL, 1, 17, "found \"\"\", expected a comma or }"},
	{"the end too soon", "[{\"kind\":\"park\"", false, NULL, 1, 16, "found the end of the text"},
	{"something behind the end", "[] x", false, NULL, 1, 4, "expected the end"},
	{"two records on a line", "{\"id\":\"park:a\"} {\"id\":\"park:b\"}", true, NULL, 1, 17, "expected the end of the line"},
	{"no string end", "[{\"kind\":\"pa", false, NULL, 1, 10, "string without an end"},
	{"a line break in a string", "[{\"kind\":\"pa\nrk\"}]", false, NULL, 1, 13, "control character"},
	{"half a pair", "[{\"kind\":\"park\",\"name\":\"\\ud83d\"}]", false, NULL, 1, 27, "half of a surrogate pair"},
	{"half a pair before another character", "[{\"kind\":\"park\",\"name\":\"\\ud83d\\ue000\"}]", false, NULL, 1, 27, "half of a surrogate pair"},
	{"NUL", "[{\"kind\":\"park\",\"name\":\"\\u0000\"}]", false, NULL, 1, 27, "NUL"},
	{"no number", "[{\"kind\":\"stage\",\"position\":01}]", false, NULL, 1, 29, "found no number of JSON"},
	{"the first of two mistakes in a record alone", "{\"kind\":\"park\",\n\"name\":01,\n\"focus\":\"\\q\"}", false, NULL, 2, 8, "found no number of JSON"},
	{"a number that ends with its point", "[{\"kind\":\"stage\",\"position\":1.}]", false, NULL, 1, 29, "found no number of JSON"},
	{"a number that ends with its exponent's letter", "[{\"kind\":\"stage\",\"position\":1e}]", false, NULL, 1, 29, "found no number of JSON"},
	{"an object in an object", "[{\"kind\":\"link\",\"coefficient\":{\"low\":{}}}]", false, NULL, 1, 38, "object inside an object"},
	{"a mark inside the text", "[{\"kind\":\"park\"},\xEF\xBB\xBF{\"kind\":\"park\"}]", false, NULL, 1, 18, "found the character U+FEFF, expected a record"},
	{"a number", "7", false, NULL, 1, 1, "expected an object or an array"},
	{"nothing", "", false, NULL, 1, 1, "found the end of the text"},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct json_row *r = &rows[i];
		struct strbuf seen = {0};
		struct err err = ERR_INIT;
		struct row_sink sink = {see, &seen};
		bool ok = (r->lines ? json_read_lines : json_read)(str_from(r->text), "x.json", (struct reading){0}, sink, &err);
		if (ok != (r->seen != NULL))
			fail_msg("row \"%s\": %s", r->name, ok ? "accepted" : err.message);
		if (ok && !str_eq_c(strbuf_str(&seen), r->seen))
			fail_msg("row \"%s\": found\n%.*sexpected\n%s", r->name, STR_ARG(strbuf_str(&seen)), r->seen);
		if (!ok && (err.line != r->line || err.column != r->column || !strstr(err.message, r->message)))
			fail_msg("row \"%s\": %zu:%zu: %s", r->name, err.line, err.column, err.message);
		strbuf_release(&seen);
	}
}

/* Every prefix of a good text is refused, and none is read beyond its end (sanitizers). */
static void test_prefixes(void **state)
{
	(void)state;
	const char text[] = "{\"links\":[{\"id\":\"link:a\",\"coefficient\":{\"low\":-1.5e3},\"product\":\"\\u957f\"}],\"zones\":[{\"name\":null,\"short_names\":[\"a\",true]}]}";
	for (size_t n = 0; n < sizeof text - 1; n++) {
		struct strbuf seen = {0};
		struct err err = ERR_INIT;
		char *copy = malloc(n ? n : 1);
		memcpy(copy, text, n);
		assert_false(json_read((struct str){copy, n}, "x", (struct reading){0}, (struct row_sink){see, &seen}, &err));
		free(copy);
		strbuf_release(&seen);
	}
}

/* What the writer makes of random texts reads back as it was. */
static bool compare(void *self, const struct row *row, struct err *err)
{
	const struct str *name = self;
	return str_eq(row->cells[1], *name) || err_set(err, ERR_DATA, "found \"%.*s\", expected \"%.*s\"", STR_ARG(row->cells[1]), STR_ARG(*name));
}

static void test_random_round_trip(void **state)
{
	(void)state;
	static const char *const pieces[] = {"\"", "\\", "\n", "\r", "\t", "\x01", "\x7f", "\xc2\x9b", "\xe2\x80\xa8", "长", "😀", "/", "a", "\\u", "\xf4\x8f\xbf\xbf"};
	struct test_random random = test_random();
	for (int round = 0; round < 500; round++) {
		struct strbuf text = {0}, name = {0};
		struct err err = ERR_INIT;
		for (uint32_t n = 1 + test_random_below(&random, 8); n; n--)
			strbuf_add_c(&name, pieces[test_random_below(&random, sizeof pieces / sizeof *pieces)]);
		struct str wanted = strbuf_str(&name);
		struct writer_column columns[] = {{.name = STR_INIT("kind")}, {.name = STR_INIT("name")}};
		struct field_cell cells[] = {{.type = CELL_TEXT, .text = STR_INIT("park")}, {.type = CELL_TEXT, .text = wanted}};
		struct writer *w = writer_new(FORMAT_JSON, (struct writer_options){0}, (struct output){.text = &text});
		assert_ok(writer_table(w, STR("parks"), columns, 2, &err) && writer_row(w, cells, &err) && writer_finish(w, &err), err);
		assert_ok(json_read(strbuf_str(&text), "x", (struct reading){0}, (struct row_sink){compare, &wanted}, &err), err);
		strbuf_release(&text);
		strbuf_release(&name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_prefixes), cmocka_unit_test(test_random_round_trip),
	};
	return cmocka_run_group_tests_name("exchange/json", tests, NULL, NULL);
}
