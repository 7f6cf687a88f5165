#include "support/test.h"

#include "exchange/csv.h"
#include "exchange/figures.h"
#include "exchange/json.h"

static void test_join(void **state)
{
	static const struct {
		const char *name, *value, *unit, *text;
	} rows[] = {
		{"money", "12500", "万元", "12500万元"},
		{"a decimal", "-3.5", "GWh", "-3.5GWh"},
		{"no unit", "7", "", "7"},
		{"a unit that begins like a number", "5", "10^4m3/日", "5 10^4m3/日"},
		{"a unit that begins with a blank", "5", " 个", "5  个"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf text = {0};
		struct figure_text split;
		struct arena arena = {0};
		figure_join(str_from(rows[i].value), str_from(rows[i].unit), &text);
		assert_row(str_eq_c(strbuf_str(&text), rows[i].text), rows[i].name);
		figure_split(strbuf_str(&text), &split, &arena);
		assert_row(str_eq_c(split.value, rows[i].value) && str_eq_c(split.unit, rows[i].unit) && !split.qualifier.n, rows[i].name);
		arena_release(&arena);
		strbuf_release(&text);
	}
}

static void test_split(void **state)
{
	static const struct {
		const char *text, *value, *unit, *qualifier;
	} rows[] = {
		{"约5亿元", "5", "亿元", "约"},
		{"10亿元以上", "10", "亿元", "以上"},
		{"5—6亿元", "5—6", "亿元", ""},
		{"5-6亿元", "5-6", "亿元", ""},
		{"2亿—3亿元", "2亿—3亿", "元", ""},
		{"20多个亿元", "20", "个亿元", "多"},
		{"3万余亩", "3万", "亩", "余"},
		{"30多万吨", "30", "万吨", "多"},
		{"近5—6台左右", "5—6", "台", "近;左右"},
		{"十余亿元", "十", "亿元", "余"},
		{"300家", "300", "家", ""},
		{"5多晶硅", "5", "晶硅", "多"}, /* which is why cli/ledgers.c looks whether a unit reads back */
		{"0351-4044000", NULL, NULL, NULL},
		{"若干", NULL, NULL, NULL},
		{"", NULL, NULL, NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct figure_text split = {.unread = rows[i].value};
		struct arena arena = {0};
		figure_split(str_from(rows[i].text), &split, &arena);
		assert_row(split.unread == !rows[i].value, rows[i].text);
		assert_row(split.unread || (str_eq_c(split.value, rows[i].value) && str_eq_c(split.unit, rows[i].unit) && str_eq_c(split.qualifier, rows[i].qualifier)),
			rows[i].text);
		arena_release(&arena);
	}
}

/* ID {SOURCE LINE: COLUMN=value unit|… number@line:column …} … one line a row. */
static bool see(void *self, const struct row *row, struct err *err)
{
	struct strbuf *out = self;
	(void)err;
	strbuf_add(out, row->cells[0]);
	for (const struct row_ledger *l = row->ledger; l; l = l->next) {
		strbuf_printf(out, " {%.*s %u:", STR_ARG(l->source), l->line);
		for (size_t i = 0; i < l->n; i++) {
			const struct row_cell *c = &l->cells[i];
			const struct str parts[] = {c->unit, c->qualifier, c->indicator, c->status, c->modality, c->scope, c->period};
			strbuf_printf(out, " %.*s=%.*s", STR_ARG(c->column), STR_ARG(c->value));
			for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
				if (parts[p].n)
					strbuf_printf(out, "|%.*s", STR_ARG(parts[p]));
			strbuf_printf(out, "|%u@%u:%u", c->number, c->line, c->at);
		}
		strbuf_add_c(out, "}");
	}
	strbuf_add_byte(out, '\n');
	return true;
}

struct figure_row {
	const char *name, *text;
	const char *seen; /* NULL: refused */
	size_t line, column;
	const char *message;
};

#define HEAD "id,invest,invest_modality,invest_locator,invest_id\n"

static const struct figure_row csv_rows[] = {
	{"a figure", HEAD "project:a,12500万元,planned,l-1:2:总投资,claim:project.a.3\n",
		"project:a {source:l-1 2: 总投资=12500|万元|indicator:invest|planned|3@2:11}\n", 0, 0, NULL},
	{"none", HEAD "project:a,,,,\n", "project:a\n", 0, 0, NULL},
	{"without an id", "id,invest,invest_modality,invest_locator\nproject:a,1元,planned,l:2:x\n",
		"project:a {source:l 2: x=1|元|indicator:invest|planned|0@2:11}\n", 0, 0, NULL},
	{"a row without an id", HEAD ",1元,planned,l:2:x,claim:project.a.3\n", " {source:l 2: x=1|元|indicator:invest|planned|0@2:2}\n", 0, 0, NULL},
	{"scope and period", "id,invest_period,invest,invest_modality,invest_locator,invest_scope\nproject:a,2025,1元,planned,l:2:x,全部\n",
		"project:a {source:l 2: x=1|元|indicator:invest|planned|全部|2025|0@2:16}\n", 0, 0, NULL},
	{"two", HEAD "project:a,1元;20亿元,planned;actual,l:2:x;l:2:y,claim:project.a.3;claim:project.a.4\n",
		"project:a {source:l 2: x=1|元|indicator:invest|planned|3@2:11 y=20|亿元|indicator:invest|actual|4@2:11}\n", 0, 0, NULL},
	{"of two ledgers", HEAD "project:a,1元;2元,planned;planned,l:2:x;m:9:x,;\n",
		"project:a {source:l 2: x=1|元|indicator:invest|planned|0@2:11} {source:m 9: x=2|元|indicator:invest|planned|0@2:11}\n", 0, 0, NULL},
	{"a part that none has", HEAD "project:a,1元;2元,planned;planned,l:2:x;l:2:y,\n",
		"project:a {source:l 2: x=1|元|indicator:invest|planned|0@2:11 y=2|元|indicator:invest|planned|0@2:11}\n", 0, 0, NULL},
	{"a date", "id,milestone_signed,milestone_signed_locator,milestone_signed_id\nproject:a,2025-06,l:2:签约,milestone:project.a.9\n",
		"project:a {source:l 2: 签约=2025-06|signed|9@2:11}\n", 0, 0, NULL},
	{"no place", "id,invest\nproject:a,1元\n", NULL, 1, 4, "found the column \"invest\", expected one of id"},
	{"a place in an article", HEAD "project:a,1元,planned,000-1:3:5-9,\n", NULL, 2, 11, "found \"000-1:3:5-9\" for invest, expected its place in a ledger"},
	{"no place in the cell", HEAD "project:a,1元,planned,,\n", NULL, 2, 11, "found \"\" for invest"},
	{"another line", HEAD "project:a,1元;2元,planned;planned,l:2:x;l:3:y,;\n", NULL, 2, 11, "found \"l:3:y\" for invest, expected the line"},
	{"another record's id", HEAD "project:a,1元,planned,l:2:x,claim:project.b.3\n", NULL, 2, 11,
		"found \"claim:project.b.3\" for invest, expected an id such as claim:project.a.1"},
	{"too many", HEAD "project:a,1元,planned;planned,l:2:x,\n", NULL, 2, 14, "found \"planned;planned\", expected as many in it as in invest"},
	{"too few", HEAD "project:a,1元;2元,planned;planned,l:2:x,;\n", NULL, 2, 33, "found \"l:2:x\", expected as many"},
	{"no status", "id,milestone_soon,milestone_soon_locator\nproject:a,2025,l:2:x\n", NULL, 2, 11, "found \"soon\" for milestone_soon"},
	{"a column twice", "id,invest,invest,invest_locator\nproject:a,1元,2元,l:2:x\n", NULL, 1, 11, "again"},
	{"a field is no figure", "id,code,code_locator\nproject:a,1,l:2:x\n", NULL, 1, 9, "found the column \"code_locator\""},
};

static const struct figure_row json_rows[] = {
	{"a figure", "[{\"id\":\"project:a\",\"invest\":[{\"id\":\"claim:project.a.3\",\"kind\":\"claim\",\"name\":\"甲 投资\",\"subject\":\"project:a\",\"value\":\"12500\",\"unit\":\"万元\","
		      "\"modality\":\"planned\",\"value_base\":125000000,\"inferred\":false,\"source\":\"source:l-1\",\"locator\":\"l-1:2:总投资\"}]}]",
		"project:a {source:l-1 2: 总投资=12500|万元|indicator:invest|planned|3@1:30}\n", 0, 0, NULL},
	{"a figure in words", "[{\"id\":\"project:a\",\"invest\":[{\"value\":\"5—6\",\"unit\":\"亿元\",\"qualifier\":\"约\",\"modality\":\"planned\",\"locator\":\"l:2:x\"}]}]",
		"project:a {source:l 2: x=5—6|亿元|约|indicator:invest|planned|0@1:30}\n", 0, 0, NULL},
	{"a date, and two", "{\"milestone_signed\":[{\"date\":\"2025-06\",\"locator\":\"l:2:签约\"}],\n\"id\":\"project:a\",\n"
			    "\"invest\":[{\"value\":\"1\",\"modality\":\"planned\",\"locator\":\"l:2:x\"},\n{\"value\":\"2\",\"modality\":\"planned\",\"locator\":\"l:2:y\"}]}",
		"project:a {source:l 2: 签约=2025-06|signed|0@1:22 x=1|indicator:invest|planned|0@3:11 y=2|indicator:invest|planned|0@4:1}\n", 0, 0, NULL},
	{"an unknown key", "[{\"id\":\"project:a\",\"invest\":[{\"locator\":\"1\",\"colour\":\"red\"}]}]", NULL, 1, 45, "found the key \"colour\", expected one of a figure"},
	{"objects inside", "[{\"id\":\"project:a\",\"invest\":[{\"value\":{\"a\":1}}]}]", NULL, 1, 39, "found an object inside an object"},
	{"figures inside", "[{\"id\":\"project:a\",\"invest\":[{\"value\":[{\"a\":1}]}]}]", NULL, 1, 40, "found \"{\", expected a value"},
	{"a field that holds objects", "[{\"id\":\"project:a\",\"code\":[{\"value\":\"1\"}]}]", NULL, 1, 27, "found objects, expected a value or a list"},
	{"texts and objects", "[{\"id\":\"project:a\",\"invest\":[{\"value\":\"1\"},\"x\"]}]", NULL, 1, 44, "expected a figure in braces"},
	{"no place", "[{\"id\":\"project:a\",\n\"invest\":[{\"value\":\"1\"}]}]", NULL, 2, 1, "found the key \"invest\", expected one of id name"},
	{"a place in a text", "[{\"id\":\"project:a\",\n\"invest\":[{\"value\":\"1\",\"locator\":\"l:2:3-4\"}]}]", NULL, 2, 11, "found \"l:2:3-4\" for invest, expected its place in a ledger"},
};

static void check(const struct figure_row *row, bool json)
{
	struct strbuf seen = {0};
	struct err err = ERR_INIT;
	struct reading projects = {.has_kind = true, .kind = KIND_PROJECT};
	struct row_sink sink = {see, &seen};
	bool ok = json ? json_read(str_from(row->text), "t", projects, sink, &err) : csv_read(str_from(row->text), "t", projects, sink, &err);
	if (row->seen && (!ok || !str_eq_c(strbuf_str(&seen), row->seen)))
		fail_msg("row \"%s\": found %s%s, expected %s", row->name, seen.n ? seen.p : "", err.message, row->seen);
	if (!row->seen && (ok || err.line != row->line || err.column != row->column || !strstr(err.message, row->message) || strcmp(err.where, "t") != 0))
		fail_msg("row \"%s\": found %s:%zu:%zu: %s, expected %zu:%zu: %s", row->name, err.where, err.line, err.column, err.message, row->line,
			row->column, row->message);
	strbuf_release(&seen);
}

static void test_csv(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof csv_rows / sizeof *csv_rows; i++)
		check(&csv_rows[i], false);
}

static void test_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof json_rows / sizeof *json_rows; i++)
		check(&json_rows[i], true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_json),
	};
	return cmocka_run_group_tests_name("exchange/figures", tests, NULL, NULL);
}
