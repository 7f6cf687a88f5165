#include "support/records.h"
#include "support/test.h"

#include "exchange/csv.h"

/* Rows seen, one text line each: LINE|name@line:column|short_names|… with absent cells as '-'. */
struct seen {
	struct strbuf text;
	size_t n;
};

static bool see(void *self, const struct row *row, struct err *err)
{
	struct seen *seen = self;
	(void)err;
	seen->n++;
	strbuf_printf(&seen->text, "%zu", row->line);
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		if (row->cells[f].p)
			strbuf_printf(&seen->text, "|%.*s@%zu:%u", STR_ARG(row->cells[f]), row_line(row, f), row->columns[f]);
	strbuf_add_byte(&seen->text, '\n');
	return true;
}

struct csv_row {
	const char *name, *text;
	const char *seen; /* NULL: refused */
	size_t line, column;
	const char *message;
};

static const struct csv_row rows[] = {
	{"plain", "id,name\npark:a,甲园\n", "2|park:a@2:1|甲园@2:8\n", 0, 0, NULL},
	{"CRLF", "id,name\r\npark:a,甲\r\npark:b,乙\r\n", "2|park:a@2:1|甲@2:8\n3|park:b@3:1|乙@3:8\n", 0, 0, NULL},
	{"no line end at the end", "id,name\npark:a,甲", "2|park:a@2:1|甲@2:8\n", 0, 0, NULL},
	{"last cell empty, no line end", "id,name\npark:a,", "2|park:a@2:1|@2:8\n", 0, 0, NULL},
	{"columns in another order, in Chinese", "名称,编号\n甲园,park:a\n", "2|park:a@2:4|甲园@2:1\n", 0, 0, NULL},
	{"nothing is trimmed", "id,name\npark:a,  甲 \n", "2|park:a@2:1|  甲 @2:8\n", 0, 0, NULL},
	{"quotes, commas, line breaks", "id,name,focus\npark:a,\"a,\"\"b\"\"\nc\",d\npark:b,e,f\n",
		"2|park:a@2:1|a,\"b\"\nc@2:8|d@3:4\n4|park:b@4:1|e@4:8|f@4:10\n", 0, 0, NULL},
	{"a carriage return in quotes", "id,name\npark:a,\"a\rb\"\n", "2|park:a@2:1|a\rb@2:8\n", 0, 0, NULL},
	{"empty lines between", "id,name\n\npark:a,甲\n\n\npark:b,乙\n", "3|park:a@3:1|甲@3:8\n6|park:b@6:1|乙@6:8\n", 0, 0, NULL},
	{"lines of nothing but commas and blanks", ",,\nid,name,focus\n,,\npark:a,甲,b\n , ,\t\n  \n,\npark:b,乙,c\n,,\n", "4|park:a@4:1|甲@4:8|b@4:10\n8|park:b@8:1|乙@8:8|c@8:10\n", 0, 0, NULL},
	{"only a header", "id,name\n", "", 0, 0, NULL},
	{"columns for people", "id,kind,zone,zone_name,name\npark:a,park,zone:x,兴县,甲\n", "2|park:a@2:1|甲@2:23|zone:x@2:13\n", 0, 0, NULL},
	{"an unknown column and no row", "id,nmae\n", NULL, 1, 4, "found the column \"nmae\""},
	{"an empty quoted cell alone on its line", "name\n\"\"\n", "2|@2:1\n", 0, 0, NULL},
	{"unknown column", "id,nmae\npark:a,x\n", NULL, 1, 4, "found the column \"nmae\", expected one of id name short_names"},
	{"column twice", "id,name,名称\npark:a,x,y\n", NULL, 1, 9, "again"},
	{"too many cells", "id,name\npark:a,x\npark:b,y,z\n", NULL, 3, 10, "found 3 cells, expected 2"},
	{"too few cells", "id,name,focus\npark:a,x\n", NULL, 2, 8, "found 2 cells, expected 3"},
	{"a quote inside a bare cell", "id,name\npark:a,甲\"园\n", NULL, 2, 9, "quote"},
	{"text behind a quote", "id,name\npark:a,\"甲\"园\n", NULL, 2, 11, "quote"},
	{"a quote without an end", "id,name\npark:a,\"甲\n\n", NULL, 2, 8, "end of the file"},
	{"nothing", "", NULL, 1, 1, "an empty file"},
	{"two byte order marks", "\xEF\xBB\xBFid,name\npark:a,甲\n", NULL, 1, 1, "found a byte order mark inside the file"},
	{"files one behind the other", "id,name\npark:a,甲\n\xEF\xBB\xBFid,name\npark:b,乙\n", NULL, 3, 1, "found a byte order mark inside the file"},
	{"a mark inside a text", "id,name\npark:a,\xEF\xBB\xBF甲\n", "2|park:a@2:1|\xEF\xBB\xBF甲@2:8\n", 0, 0, NULL},
	{"a mark at the beginning of a text", "name,id\n\"\xEF\xBB\xBF甲\",park:a\n", "2|park:a@2:6|\xEF\xBB\xBF甲@2:1\n", 0, 0, NULL},
	{"tabs for commas", "id\tname\npark:a\t甲\n", NULL, 1, 1, "found columns parted by tabs, expected by commas"},
	{"semicolons for commas", "名称;编号\n", NULL, 1, 1, "found columns parted by \";\""},
};

static void test_rows(void **state)
{
	(void)state;
	struct reading parks = {.has_kind = true, .kind = KIND_PARK};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct csv_row *r = &rows[i];
		struct seen seen = {0};
		struct err err = ERR_INIT;
		bool ok = csv_read(str_from(r->text), "parks.csv", parks, (struct row_sink){see, &seen}, &err);
		if (ok != (r->seen != NULL))
			fail_msg("row \"%s\": %s", r->name, ok ? "accepted" : err.message);
		if (ok && !str_eq_c(strbuf_str(&seen.text), r->seen))
			fail_msg("row \"%s\": found\n%sexpected\n%s", r->name, seen.text.p, r->seen);
		if (!ok && (err.line != r->line || err.column != r->column || !strstr(err.message, r->message) || strcmp(err.where, "parks.csv") != 0))
			fail_msg("row \"%s\": %s:%zu:%zu: %s", r->name, err.where, err.line, err.column, err.message);
		strbuf_release(&seen.text);
	}
}

static bool see_kind(void *self, const struct row *row, struct err *err)
{
	(void)err;
	*(enum kind *)self = row->kind;
	return true;
}

static bool stop(void *self, const struct row *row, struct err *err)
{
	++*(int *)self;
	return err_at(err, ERR_DATA, row->where, row->line, row->columns[0], "enough");
}

static void test_kind_from_ids(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	enum kind kind = KIND_COUNT;
	assert_ok(csv_read(STR("name,id\nx,zone:a\n"), "x.csv", (struct reading){0}, (struct row_sink){see_kind, &kind}, &err), err);
	assert_int_equal(kind, KIND_ZONE);
	assert_ok(csv_read(STR("名称,编号\nx,park:a\n"), "x.csv", (struct reading){0}, (struct row_sink){see_kind, &kind}, &err), err);
	assert_int_equal(kind, KIND_PARK);
	assert_false(csv_read(STR("name\nx\n"), "x.csv", (struct reading){0}, (struct row_sink){see_kind, &kind}, &err));
	assert_non_null(strstr(err.message, "expected a file name KIND.csv"));
}

/* Of a line that has no end only as many cells are kept as say where it is too long. */
static void test_lines_without_end(void **state)
{
	(void)state;
	static const struct {
		const char *start, *message;
		size_t line, column;
	} lines[] = {
		{"", "found 100001 columns, expected at most 1024", 1, 1025},
		{"id,name,zone\n", "found 100001 cells, expected 3", 2, 4},
	};
	struct reading parks = {.has_kind = true, .kind = KIND_PARK};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct strbuf text = {0};
		struct err err = ERR_INIT;
		int calls = 0;
		strbuf_add_c(&text, lines[i].start);
		strbuf_add_repeat(&text, ',', 100000);
		assert_false(csv_read(strbuf_str(&text), "p.csv", parks, (struct row_sink){stop, &calls}, &err));
		assert_true(str_starts(str_from(err.message), str_from(lines[i].message)));
		assert_int_equal(err.line, lines[i].line);
		assert_int_equal(err.column, lines[i].column);
		assert_int_equal(calls, 0);
		strbuf_release(&text);
	}
}

/* A cell of very many bytes is refused where it begins, bare and quoted, before all of it is looked at. */
static void test_cell_without_end(void **state)
{
	(void)state;
	struct reading parks = {.has_kind = true, .kind = KIND_PARK};
	static const char *const units[] = {"x", "长", "\n", ",,"}; /* the last two in quotes */
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct strbuf text = {0};
		struct err err = ERR_INIT;
		int calls = 0;
		strbuf_add_c(&text, i < 2 ? "id,name\npark:a," : "id,name\npark:a,\"");
		while (text.n < 3 * FIELD_BYTES_MAX)
			strbuf_add_c(&text, units[i]);
		assert_false(csv_read(strbuf_str(&text), "p.csv", parks, (struct row_sink){stop, &calls}, &err));
		assert_non_null(strstr(err.message, "bytes in a cell, expected at most 1048576"));
		assert_int_equal(err.line, 2);
		assert_int_equal(err.column, 8);
		assert_int_equal(calls, 0);
		strbuf_release(&text);
	}
}

static void test_sink_stops(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	int calls = 0;
	struct reading parks = {.has_kind = true, .kind = KIND_PARK};
	assert_false(csv_read(STR("id,name\npark:a,x\npark:b,y\n"), "p.csv", parks, (struct row_sink){stop, &calls}, &err));
	assert_int_equal(calls, 1);
	assert_string_equal(err.message, "enough");
	assert_int_equal(err.line, 2);
}

/* Random cells of awkward characters come back from what the writer makes of them. */
struct expected {
	struct str cells[64][FIELDS_MAX];
	size_t n_columns, at;
};

static bool compare(void *self, const struct row *row, struct err *err)
{
	struct expected *e = self;
	for (size_t f = 0; f < e->n_columns; f++)
		if (!str_eq(row->cells[f], e->cells[e->at][f]))
			return err_set(err, ERR_DATA, "row %zu column %zu: found \"%.*s\", expected \"%.*s\"", e->at, f, STR_ARG(row->cells[f]), STR_ARG(e->cells[e->at][f]));
	e->at++;
	return true;
}

static struct str random_text(struct test_random *random, struct arena *arena)
{
	static const char *const pieces[] = {"a", ",", "\"", "\n", "\r", "\r\n", " ", "\t", ";", "长子", "😀", "=", "'", "\\", "|", "\xEF\xBB\xBF", "-"};
	struct strbuf text = {0};
	for (uint32_t n = test_random_below(random, 7); n; n--)
		strbuf_add_c(&text, pieces[test_random_below(random, sizeof pieces / sizeof *pieces)]);
	struct str kept = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return kept;
}

static void test_random_round_trip(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct reading reading = {.has_kind = true, .kind = KIND_PROJECT};
	for (int round = 0; round < 300; round++) {
		struct arena arena = {0};
		struct strbuf text = {0};
		struct err err = ERR_INIT;
		struct expected *e = arena_calloc(&arena, 1, sizeof *e);
		struct writer_column columns[RECORD_COLUMNS_MAX];
		int fields[RECORD_COLUMNS_MAX];
		record_columns(KIND_PROJECT, false, columns, fields);
		e->n_columns = 1 + test_random_below(&random, (uint32_t)fields_of[KIND_PROJECT].n);
		struct writer *w = writer_new(FORMAT_CSV, (struct writer_options){0}, (struct output){.text = &text});
		assert_ok(writer_table(w, STR("projects"), columns, e->n_columns, &err), err);
		size_t n = test_random_below(&random, 64);
		for (size_t i = 0; i < n; i++) {
			struct field_cell cells[RECORD_COLUMNS_MAX] = {0};
			for (size_t f = 0; f < e->n_columns; f++) {
				/* A line without anything in it is none: there is always an id. */
				e->cells[i][f] = f ? random_text(&random, &arena) : arena_printf(&arena, "a%.*s", STR_ARG(random_text(&random, &arena)));
				cells[f] = (struct field_cell){.type = CELL_TEXT, .text = e->cells[i][f]};
			}
			assert_ok(writer_row(w, cells, &err), err);
		}
		assert_ok(writer_finish(w, &err), err);
		assert_ok(csv_read(strbuf_str(&text), "random", reading, (struct row_sink){compare, e}, &err), err);
		assert_int_equal(e->at, n);
		strbuf_release(&text);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_kind_from_ids), cmocka_unit_test(test_sink_stops), cmocka_unit_test(test_lines_without_end), cmocka_unit_test(test_cell_without_end),
		cmocka_unit_test(test_random_round_trip),
	};
	return cmocka_run_group_tests_name("exchange/csv", tests, NULL, NULL);
}
