#include "support/test.h"

#include "exchange/writer.h"

#include <signal.h>
#include <unistd.h>

static const struct writer_column columns[] = {
	{.name = STR_INIT("id")},
	{.name = STR_INIT("name"), .title = STR_INIT("名称")},
	{.name = STR_INIT("zone")},
	{.name = STR_INIT("classes")},
	{.name = STR_INIT("n"), .right = true},
	{.name = STR_INIT("inferred")},
	{.name = STR_INIT("coefficient_low"), .group = STR_INIT("coefficient"), .right = true},
	{.name = STR_INIT("coefficient_high"), .group = STR_INIT("coefficient"), .right = true},
};

enum { N = sizeof columns / sizeof *columns };

static const struct field_cell first[N] = {
	{.type = CELL_TEXT, .text = STR_INIT("park:a")},
	{.type = CELL_TEXT, .text = STR_INIT("甲,\"园\"|\t\x1b[31m")},
	{.type = CELL_REF, .text = STR_INIT("zone:x"), .label = STR_INIT("兴县")},
	{.type = CELL_LIST, .text = STR_INIT("srdi;top500")},
	{.type = CELL_NUMBER, .text = STR_INIT("-12.50")},
	{.type = CELL_BOOL, .text = STR_INIT("true")},
	{.type = CELL_NUMBER, .text = STR_INIT("1.5")},
	{.type = CELL_EMPTY},
};

static const struct field_cell second[N] = {
	{.type = CELL_TEXT, .text = STR_INIT("park:b")},
	{.type = CELL_TEXT, .text = STR_INIT("=1+1")},
	{.type = CELL_REF},
	{.type = CELL_LIST},
	{.type = CELL_NUMBER},
	{.type = CELL_BOOL},
};

struct format_row {
	const char *name;
	enum format format;
	struct writer_options options;
	const char *text;
};

static const struct format_row rows[] = {
	{"csv", FORMAT_CSV, {0},
		"id,name,zone,classes,n,inferred,coefficient_low,coefficient_high\n"
		"park:a,\"甲,\"\"园\"\"|\t\x1b[31m\",zone:x,srdi;top500,-12.50,true,1.5,\n"
		"park:b,=1+1,,,,,,\n"},
	{"csv for a spreadsheet", FORMAT_CSV, {.excel = true},
		"\xEF\xBB\xBFid,name,zone,classes,n,inferred,coefficient_low,coefficient_high\r\n"
		"park:a,\"甲,\"\"园\"\"|\t\x1b[31m\",zone:x,srdi;top500,-12.50,true,1.5,\r\n"
		"park:b,\"'=1+1\",,,,,,\r\n"},
	{"tsv", FORMAT_TSV, {0},
		"id\tname\tzone\tclasses\tn\tinferred\tcoefficient_low\tcoefficient_high\n"
		"park:a\t甲,\"园\"|\\t\x1b[31m\tzone:x\tsrdi;top500\t-12.50\ttrue\t1.5\t\n"
		"park:b\t=1+1\t\t\t\t\t\t\n"},
	{"tsv without a header", FORMAT_TSV, {.no_header = true},
		"park:a\t甲,\"园\"|\\t\x1b[31m\tzone:x\tsrdi;top500\t-12.50\ttrue\t1.5\t\n"
		"park:b\t=1+1\t\t\t\t\t\t\n"},
	{"json", FORMAT_JSON, {0},
		"[\n{\"id\":\"park:a\",\"name\":\"甲,\\\"园\\\"|\\t\\u001b[31m\",\"zone\":\"zone:x\",\"zone_name\":\"兴县\",\"classes\":[\"srdi\",\"top500\"],"
		"\"n\":-12.50,\"inferred\":true,\"coefficient\":{\"low\":1.5}},\n"
		"{\"id\":\"park:b\",\"name\":\"=1+1\",\"inferred\":false}\n]\n"},
	{"json in groups", FORMAT_JSON, {.grouped = true},
		"{\n\"parks\": [\n{\"id\":\"park:a\",\"name\":\"甲,\\\"园\\\"|\\t\\u001b[31m\",\"zone\":\"zone:x\",\"zone_name\":\"兴县\",\"classes\":[\"srdi\",\"top500\"],"
		"\"n\":-12.50,\"inferred\":true,\"coefficient\":{\"low\":1.5}},\n"
		"{\"id\":\"park:b\",\"name\":\"=1+1\",\"inferred\":false}\n]\n}\n"},
	{"jsonl", FORMAT_JSONL, {0},
		"{\"id\":\"park:a\",\"name\":\"甲,\\\"园\\\"|\\t\\u001b[31m\",\"zone\":\"zone:x\",\"zone_name\":\"兴县\",\"classes\":[\"srdi\",\"top500\"],"
		"\"n\":-12.50,\"inferred\":true,\"coefficient\":{\"low\":1.5}}\n"
		"{\"id\":\"park:b\",\"name\":\"=1+1\",\"inferred\":false}\n"},
	{"md", FORMAT_MD, {0},
		"| id | 名称 | zone | classes | n | inferred | coefficient_low | coefficient_high |\n"
		"|---|---|---|---|---:|---|---:|---:|\n"
		"| park:a | 甲,\"园\"\\| ^\\[\\[31m | 兴县 | srdi;top500 | -12.50 | true | 1.5 |  |\n"
		"| park:b | =1+1 |  |  |  |  |  |  |\n"},
	{"table", FORMAT_TABLE, {0},
		"id      名称             zone  classes           n  inferred  coefficient_low  coefficient_high\n"
		"park:a  甲,\"园\"| ^[[31m  兴县  srdi;top500  -12.50  true                  1.5\n"
		"park:b  =1+1\n"},
};

static void test_formats(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf text = {0};
		struct err err = ERR_INIT;
		struct writer *w = writer_new(rows[i].format, rows[i].options, (struct output){.text = &text});
		assert_ok(writer_table(w, STR("parks"), columns, N, &err) && writer_row(w, first, &err) && writer_row(w, second, &err) && writer_finish(w, &err), err);
		if (!str_eq_c(strbuf_str(&text), rows[i].text))
			fail_msg("row \"%s\": found\n%sexpected\n%s", rows[i].name, text.p, rows[i].text);
		strbuf_release(&text);
	}
}

/* What a reader of CSV parts cells and lines by stands in quotes; with --excel what a spreadsheet would run, too. */
static void test_csv_cells(void **state)
{
	(void)state;
	static const struct {
		const char *text, *plain, *excel;
		enum cell_type type;
	} cells[] = {
		{"a b", "a b", "a b", CELL_TEXT}, {"a,b", "\"a,b\"", "\"a,b\"", CELL_TEXT}, {"a\"b", "\"a\"\"b\"", "\"a\"\"b\"", CELL_TEXT},
		{"a\nb", "\"a\nb\"", "\"a\nb\"", CELL_TEXT}, {"a\rb", "\"a\rb\"", "\"a\rb\"", CELL_TEXT}, {"", "", "", CELL_TEXT},
		{"=1", "=1", "\"'=1\"", CELL_TEXT}, {"+1", "+1", "\"'+1\"", CELL_TEXT}, {"-1", "-1", "\"'-1\"", CELL_TEXT}, {"@a", "@a", "\"'@a\"", CELL_TEXT},
		{"\ta", "\ta", "\"'\ta\"", CELL_TEXT}, {"\ra", "\"\ra\"", "\"'\ra\"", CELL_TEXT}, {"\na", "\"\na\"", "\"'\na\"", CELL_TEXT},
		{"＝1", "＝1", "\"'＝1\"", CELL_TEXT}, {"＋1", "＋1", "\"'＋1\"", CELL_TEXT}, {"－1", "－1", "\"'－1\"", CELL_TEXT}, {"＠a", "＠a", "\"'＠a\"", CELL_TEXT},
		{"\xEF\xBB\xBF" "a", "\"\xEF\xBB\xBF" "a\"", "\"\xEF\xBB\xBF" "a\"", CELL_TEXT}, {"1=1", "1=1", "1=1", CELL_TEXT}, {"-1.5", "-1.5", "-1.5", CELL_NUMBER},
	};
	static const struct writer_column two[] = {{.name = STR_INIT("a")}, {.name = STR_INIT("b")}};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		for (int excel = 0; excel < 2; excel++) {
			struct strbuf text = {0}, expected = {0};
			struct err err = ERR_INIT;
			const struct field_cell row[] = {{.type = cells[i].type, .text = str_from(cells[i].text)}, {.type = CELL_TEXT, .text = STR("x")}};
			struct writer *w = writer_new(FORMAT_CSV, (struct writer_options){.excel = excel, .no_header = true}, (struct output){.text = &text});
			assert_ok(writer_table(w, STR("t"), two, 2, &err) && writer_row(w, row, &err) && writer_finish(w, &err), err);
			strbuf_printf(&expected, "%s%s,x%s", excel ? "\xEF\xBB\xBF" : "", excel ? cells[i].excel : cells[i].plain, excel ? "\r\n" : "\n");
			if (strcmp(text.p, expected.p))
				fail_msg("\"%s\": found %s, expected %s", cells[i].text, text.p, expected.p);
			strbuf_release(&text);
			strbuf_release(&expected);
		}
}

/* What JSON would not read as a number is a text of the same signs. */
static void test_json_numbers(void **state)
{
	(void)state;
	static const char *const numbers[][2] = {
		{"0", "0"}, {"-1.50", "-1.50"}, {"0.5", "0.5"}, {"100", "100"}, {"46154000000", "46154000000"}, {"06", "\"06\""}, {"-06", "\"-06\""},
		{"00.5", "\"00.5\""}, {"-", "\"-\""}, {"1.", "\"1.\""}, {"1.2.3", "\"1.2.3\""}, {"430立方米", "\"430立方米\""},
	};
	const struct writer_column column = {.name = STR_INIT("a")};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct strbuf text = {0}, expected = {0};
		struct err err = ERR_INIT;
		const struct field_cell cell = {.type = CELL_NUMBER, .text = str_from(numbers[i][0])};
		struct writer *w = writer_new(FORMAT_JSONL, (struct writer_options){0}, (struct output){.text = &text});
		assert_ok(writer_table(w, STR("t"), &column, 1, &err) && writer_row(w, &cell, &err) && writer_finish(w, &err), err);
		strbuf_printf(&expected, "{\"a\":%s}\n", numbers[i][1]);
		assert_string_equal(text.p, expected.p);
		strbuf_release(&text);
		strbuf_release(&expected);
	}
}

/* What a parser takes and a terminal, or a line of JSON, does not; a cell without a value in a column that is never left out. */
static void test_json_texts(void **state)
{
	(void)state;
	const struct writer_column two[] = {{.name = STR_INIT("a")}, {.name = STR_INIT("b"), .always = true}};
	const struct field_cell cells[] = {{.type = CELL_TEXT, .text = STR_INIT("\x7f \xC2\x80 \xE2\x80\xA8 \xE2\x80\xA9")}, {.type = CELL_NUMBER}};
	const struct field_cell texts[] = {{.type = CELL_TEXT}, {.type = CELL_TEXT}};
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct writer *w = writer_new(FORMAT_JSONL, (struct writer_options){0}, (struct output){.text = &text});
	assert_ok(writer_table(w, STR("t"), two, 2, &err) && writer_row(w, cells, &err) && writer_row(w, texts, &err) && writer_finish(w, &err), err);
	assert_string_equal(text.p, "{\"a\":\"\\u007f \\u0080 \\u2028 \\u2029\",\"b\":null}\n{\"b\":\"\"}\n");
	strbuf_release(&text);
}

/* Lines and cells of TSV end where they seem to: a sign that would part them stands as a letter behind a backslash. */
static void test_tsv_signs(void **state)
{
	(void)state;
	const struct writer_column column = {.name = STR_INIT("a")};
	const struct field_cell cell = {.type = CELL_TEXT, .text = STR_INIT("a\\t\tb\nc\rd")};
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct writer *w = writer_new(FORMAT_TSV, (struct writer_options){0}, (struct output){.text = &text});
	assert_ok(writer_table(w, STR("t"), &column, 1, &err) && writer_row(w, &cell, &err) && writer_finish(w, &err), err);
	assert_string_equal(text.p, "a\na\\\\t\\tb\\nc\\rd\n");
	strbuf_release(&text);
}

/* Signs that Markdown would read, as a reader of the page is to see them. */
static void test_markdown_signs(void **state)
{
	(void)state;
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct writer_column column = {.name = STR_INIT("a")};
	struct field_cell cell = {.type = CELL_TEXT, .text = STR_INIT("A&amp;B ~2~3 <b> a_b `c` *d* [e] C:\\f")};
	struct writer *w = writer_new(FORMAT_MD, (struct writer_options){0}, (struct output){.text = &text});
	assert_ok(writer_table(w, STR("x"), &column, 1, &err) && writer_row(w, &cell, &err) && writer_finish(w, &err), err);
	assert_str(strbuf_str(&text), "| a |\n|---|\n| A\\&amp;B \\~2\\~3 \\<b> a_b \\`c\\` \\*d\\* \\[e] C:\\\\f |\n");
	strbuf_release(&text);
}

static void test_tables_and_emptiness(void **state)
{
	(void)state;
	const struct writer_column one[] = {{.name = STR_INIT("a")}};
	const struct field_cell cell[] = {{.type = CELL_TEXT, .text = STR_INIT("x")}}, empty[] = {{.type = CELL_EMPTY}};
	const struct {
		const char *name;
		enum format format;
		struct writer_options options;
		const char *none, *some; /* no table at all; an empty one, one with a row with and one without text, one with a row */
	} cases[] = {
		{"json", FORMAT_JSON, {0}, "[]\n", "[\n{\"a\":\"x\"},\n{},\n{\"a\":\"x\"}\n]\n"},
		{"grouped", FORMAT_JSON, {.grouped = true}, "{}\n", "{\n\"p\": [],\n\"q\": [\n{\"a\":\"x\"},\n{}\n],\n\"r\": [\n{\"a\":\"x\"}\n]\n}\n"},
		{"jsonl", FORMAT_JSONL, {0}, "", "{\"a\":\"x\"}\n{}\n{\"a\":\"x\"}\n"},
		{"csv", FORMAT_CSV, {0}, "", "a\na\nx\n\"\"\na\nx\n"},
		{"csv for a spreadsheet", FORMAT_CSV, {.excel = true}, "", "\xEF\xBB\xBF" "a\r\na\r\nx\r\n\"\"\r\na\r\nx\r\n"},
		{"md", FORMAT_MD, {0}, "", "| a |\n|---|\n\n## q\n\n| a |\n|---|\n| x |\n|  |\n\n## r\n\n| a |\n|---|\n| x |\n"},
		{"table", FORMAT_TABLE, {0}, "", "a\n\nq\na\nx\n\n\nr\na\nx\n"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf none = {0}, some = {0};
		struct err err = ERR_INIT;
		struct writer *w = writer_new(cases[i].format, cases[i].options, (struct output){.text = &none});
		assert_ok(writer_finish(w, &err), err);
		w = writer_new(cases[i].format, cases[i].options, (struct output){.text = &some});
		assert_ok(writer_table(w, STR("p"), one, 1, &err) && writer_table(w, STR("q"), one, 1, &err) && writer_row(w, cell, &err)
			&& writer_row(w, empty, &err) && writer_table(w, STR("r"), one, 1, &err) && writer_row(w, cell, &err) && writer_finish(w, &err), err);
		if (!str_eq_c(strbuf_str(&none), cases[i].none) || !str_eq_c(strbuf_str(&some), cases[i].some))
			fail_msg("row \"%s\": found\n%.*s%s", cases[i].name, STR_ARG(strbuf_str(&none)), some.p);
		strbuf_release(&none);
		strbuf_release(&some);
	}
}

static void test_records(void **state)
{
	(void)state;
	const struct writer_column inner[] = {{.name = STR_INIT("value")}, {.name = STR_INIT("source")}};
	const struct field_cell claims[] = {
		{.type = CELL_TEXT, .text = STR_INIT("5")}, {.type = CELL_REF, .text = STR_INIT("source:a"), .label = STR_INIT("甲")},
		{.type = CELL_TEXT, .text = STR_INIT("6")}, {.type = CELL_EMPTY},
	};
	const struct writer_column outer[] = {{.name = STR_INIT("invest")}, {.name = STR_INIT("projects")}};
	const struct field_cell cells[] = {
		{.type = CELL_RECORDS, .text = STR_INIT("5;6"), .columns = inner, .cells = claims, .n_columns = 2, .n_records = 2},
		{.type = CELL_REFS, .text = STR_INIT("project:a;project:b"), .label = STR_INIT("甲;乙")},
	};
	struct strbuf json = {0}, csv = {0};
	struct err err = ERR_INIT;
	struct writer *w = writer_new(FORMAT_JSONL, (struct writer_options){0}, (struct output){.text = &json});
	assert_ok(writer_table(w, STR(""), outer, 2, &err) && writer_row(w, cells, &err) && writer_finish(w, &err), err);
	assert_string_equal(json.p, "{\"invest\":[{\"value\":\"5\",\"source\":\"source:a\",\"source_name\":\"甲\"},{\"value\":\"6\"}],"
		"\"projects\":[\"project:a\",\"project:b\"],\"projects_name\":[\"甲\",\"乙\"]}\n");
	w = writer_new(FORMAT_CSV, (struct writer_options){0}, (struct output){.text = &csv});
	assert_ok(writer_table(w, STR(""), outer, 2, &err) && writer_row(w, cells, &err) && writer_finish(w, &err), err);
	assert_string_equal(csv.p, "invest,projects\n5;6,project:a;project:b\n");
	strbuf_release(&json);
	strbuf_release(&csv);
}

/* Rows behind those that were looked at are written as they come, wider or not. */
static void test_long_table(void **state)
{
	(void)state;
	const struct writer_column two[] = {{.name = STR_INIT("a")}, {.name = STR_INIT("b")}};
	const struct field_cell narrow[] = {{.type = CELL_TEXT, .text = STR_INIT("x")}, {.type = CELL_TEXT, .text = STR_INIT("y")}};
	const struct field_cell wide[] = {{.type = CELL_TEXT, .text = STR_INIT("长长长")}, {.type = CELL_TEXT, .text = STR_INIT("y")}};
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct writer *w = writer_new(FORMAT_TABLE, (struct writer_options){.no_header = true}, (struct output){.text = &text});
	assert_ok(writer_table(w, STR(""), two, 2, &err), err);
	for (int i = 0; i < TABLE_ROWS_LOOKED_AT; i++)
		assert_ok(writer_row(w, narrow, &err), err);
	assert_ok(writer_row(w, wide, &err) && writer_row(w, narrow, &err) && writer_finish(w, &err), err);
	assert_int_equal(text.n, (TABLE_ROWS_LOOKED_AT + 1) * strlen("x  y\n") + strlen("长长长  y\n"));
	assert_true(str_ends(strbuf_str(&text), STR("x  y\n长长长  y\nx  y\n")));
	strbuf_release(&text);
}

static void test_write_errors(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	FILE *full = fopen("/dev/full", "w");
	if (full) {
		struct writer *w = writer_new(FORMAT_CSV, (struct writer_options){0}, (struct output){.file = full});
		assert_true(writer_table(w, STR(""), columns, N, &err));
		assert_false(writer_finish(w, &err));
		assert_int_equal(err.code, ERR_WRITE);
		assert_string_equal(err.message, "found \"No space left on device\", expected to write it all");
		assert_false(writer_pipe_closed(&err));
		/* What went wrong before stays what is told. */
		err_clear(&err);
		err_set(&err, ERR_DATA, "found no more rows, expected all");
		w = writer_new(FORMAT_CSV, (struct writer_options){0}, (struct output){.file = full});
		assert_true(writer_table(w, STR(""), columns, N, &(struct err)ERR_INIT));
		assert_false(writer_finish(w, &err));
		assert_int_equal(err.code, ERR_DATA);
		fclose(full);
	}
	int ends[2];
	err_clear(&err);
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	FILE *pipe_end = fdopen(ends[1], "w");
	struct writer *w = writer_new(FORMAT_CSV, (struct writer_options){0}, (struct output){.file = pipe_end});
	assert_true(writer_table(w, STR(""), columns, N, &err));
	assert_false(writer_finish(w, &err));
	assert_true(writer_pipe_closed(&err));
	fclose(pipe_end);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats), cmocka_unit_test(test_csv_cells), cmocka_unit_test(test_json_numbers), cmocka_unit_test(test_tables_and_emptiness), cmocka_unit_test(test_json_texts), cmocka_unit_test(test_tsv_signs), cmocka_unit_test(test_markdown_signs), cmocka_unit_test(test_records),
		cmocka_unit_test(test_long_table), cmocka_unit_test(test_write_errors),
	};
	return cmocka_run_group_tests_name("exchange/writer", tests, NULL, NULL);
}
