#include "support/test.h"

#include "exchange/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* A file of the workbook, as unzip gives it. */
static void unzip(const char *book, const char *name, struct strbuf *out)
{
	char command[400], piece[4096];
	snprintf(command, sizeof command, "unzip -p '%s' '%s'", book, name);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	for (size_t n; (n = fread(piece, 1, sizeof piece, pipe)) > 0;)
		strbuf_add(out, (struct str){piece, n});
	assert_int_equal(pclose(pipe), 0);
}

static void book_path(char path[200])
{
	snprintf(path, 200, "%s/test_xlsx.xlsx", getenv("HOME"));
}

struct book {
	struct writer *writer;
	FILE *file;
	struct strbuf notices;
	char path[200];
};

static void book_begin(struct book *book, bool labels)
{
	*book = (struct book){.writer = NULL};
	book_path(book->path);
	book->file = fopen(book->path, "w");
	assert_non_null(book->file);
	struct writer_options options = {.labels = labels, .notices = &book->notices};
	book->writer = writer_new(FORMAT_XLSX, options, (struct output){.file = book->file});
}

static void book_end(struct book *book)
{
	struct err err = ERR_INIT;
	assert_ok(writer_finish(book->writer, &err), err);
	assert_int_equal(fclose(book->file), 0);
}

static bool holds(const struct strbuf *text, const char *part)
{
	return text->n && strstr(text->p, part);
}

/* -- cells -------------------------------------------------------------------------------------- */

#define TEXT(t) "t=\"inlineStr\"><is><t>" t "</t></is></c>"
#define SPACED(t) "t=\"inlineStr\"><is><t xml:space=\"preserve\">" t "</t></is></c>"
#define NUMBER(t) "><v>" t "</v></c>"

static const struct {
	const char *name;
	enum cell_type type;
	const char *text, *label, *cell, *with_labels; /* with_labels NULL: the same */
} cells[] = {
	{"a text", CELL_TEXT, "兴县", "", TEXT("兴县"), NULL},
	{"a formula is a text", CELL_TEXT, "=1+1", "", TEXT("=1+1"), NULL},
	{"a link is a text", CELL_TEXT, "https://example.org/a", "", TEXT("https://example.org/a"), NULL},
	{"digits are a text", CELL_TEXT, "0311", "", TEXT("0311"), NULL},
	{"a date is a text", CELL_TEXT, "2025-06", "", TEXT("2025-06"), NULL},
	{"a figure as printed is a text", CELL_TEXT, "388.33亿元", "", TEXT("388.33亿元"), NULL},
	{"signs of XML", CELL_TEXT, "<a> & \"b\"", "", TEXT("&lt;a&gt; &amp; \"b\""), NULL},
	{"a line break", CELL_TEXT, "a\nb", "", TEXT("a\nb"), NULL},
	{"blanks at the ends", CELL_TEXT, " a ", "", SPACED(" a "), NULL},
	{"control characters", CELL_TEXT, "a\x1b[31m\r", "", TEXT("a_x001B_[31m_x000D_"), NULL},
	{"what only looks escaped", CELL_TEXT, "_x0041_ _x0041a _x41_ _", "", TEXT("_x005F_x0041_ _x0041a _x41_ _"), NULL},
	{"characters that are none", CELL_TEXT, "\xEF\xBF\xBE\xEF\xBF\xBF", "", TEXT("_xFFFE__xFFFF_"), NULL},
	{"outside the first plane", CELL_TEXT, "𠀀", "", TEXT("𠀀"), NULL},
	{"a list", CELL_LIST, "srdi;top500", "专精特新; 五百强", TEXT("srdi;top500"), TEXT("专精特新; 五百强")},
	{"a reference", CELL_REF, "zone:x", "兴县", TEXT("zone:x"), TEXT("兴县")},
	{"yes", CELL_BOOL, "true", "", TEXT("true"), NULL},
	{"an integer", CELL_NUMBER, "46154000000", "", NUMBER("46154000000"), NULL},
	{"a negative number", CELL_NUMBER, "-5.5", "", NUMBER("-5.5"), NULL},
	{"a number with zeros", CELL_NUMBER, "12.50", "", NUMBER("12.5"), NULL},
	{"a tenth", CELL_NUMBER, "0.1", "", NUMBER("0.1"), NULL},
	{"fifteen digits", CELL_NUMBER, "123456789012345", "", NUMBER("123456789012345"), NULL},
	{"fifteen digits behind the point", CELL_NUMBER, "9.87654321098765", "", NUMBER("9.87654321098765"), NULL},
	{"sixteen digits", CELL_NUMBER, "1234567890123456", "", TEXT("1234567890123456"), NULL},
	{"a round number of many digits", CELL_NUMBER, "10000000000000000", "", TEXT("10000000000000000"), NULL},
	{"too small", CELL_NUMBER, "0.0000000000000001", "", TEXT("0.0000000000000001"), NULL},
	{"a number with its unit", CELL_NUMBER, "5 吨", "", TEXT("5 吨"), NULL},
};

enum { CELLS = sizeof cells / sizeof *cells };

static void test_cells(void **state)
{
	(void)state;
	for (int labels = 0; labels < 2; labels++) {
		struct err err = ERR_INIT;
		struct book book;
		struct strbuf sheet = {0};
		struct writer_column column = {.name = STR_INIT("a"), .title = STR_INIT("甲")};
		book_begin(&book, labels);
		assert_ok(writer_table(book.writer, STR("zones"), &column, 1, &err), err);
		for (size_t i = 0; i < CELLS; i++) {
			struct field_cell cell = {cells[i].type, str_from(cells[i].text), str_from(cells[i].label), NULL, NULL, 0, 0};
			assert_ok(writer_row(book.writer, &cell, &err), err);
		}
		book_end(&book);
		unzip(book.path, "xl/worksheets/sheet1.xml", &sheet);
		assert_true(holds(&sheet, labels ? TEXT("甲") : TEXT("a")));
		for (size_t i = 0; i < CELLS; i++) {
			char start[24];
			const char *expected = labels && cells[i].with_labels ? cells[i].with_labels : cells[i].cell;
			snprintf(start, sizeof start, "<c r=\"A%zu\"", i + 2);
			const char *found = strstr(sheet.p, start), *end = found ? strstr(found, "</c>") : NULL;
			if (!end || (size_t)(end + 4 - found) < strlen(expected) || strncmp(end + 4 - strlen(expected), expected, strlen(expected)) != 0)
				fail_msg("row \"%s\": found %.*s, expected %s", cells[i].name, (int)(end ? end - found : 0), found ? found : "", expected);
		}
		assert_int_equal(book.notices.n, 0);
		strbuf_release(&sheet);
	}
}

static size_t count(struct strbuf *text, const char *part)
{
	size_t n = 0;
	for (const char *at = text->p; (at = strstr(at, part)); at++)
		n++;
	return n;
}

/* Numbers are shown with the digits that they have; beside wrapped texts they stand at the top, as those do. */
static void test_number_formats(void **state)
{
	static const char *const digits[] = {"46154000000", "12.50", "0.125"};
	(void)state;
	for (int labels = 0; labels < 2; labels++) {
		struct err err = ERR_INIT;
		struct book book;
		struct strbuf styles = {0}, sheet = {0};
		struct writer_column column = {.name = STR_INIT("a")};
		book_begin(&book, labels);
		assert_ok(writer_table(book.writer, STR("zones"), &column, 1, &err), err);
		for (size_t i = 0; i < 3; i++) {
			struct field_cell cell = {.type = CELL_NUMBER, .text = str_from(digits[i])};
			assert_ok(writer_row(book.writer, &cell, &err), err);
		}
		book_end(&book);
		unzip(book.path, "xl/styles.xml", &styles);
		unzip(book.path, "xl/worksheets/sheet1.xml", &sheet);
		assert_true(holds(&styles, "formatCode=\"0\"") && holds(&styles, "formatCode=\"0.00\"") && holds(&styles, "formatCode=\"0.000\""));
		assert_int_equal(count(&styles, "vertical=\"top\""), labels ? 3 : 0);
		for (int i = 0; i < 3; i++) {
			char cell[24];
			snprintf(cell, sizeof cell, "<c r=\"A%d\" s=\"%d\">", i + 2, i + 2);
			assert_true(holds(&sheet, cell));
		}
		strbuf_release(&styles);
		strbuf_release(&sheet);
	}
}

/* -- sheets -------------------------------------------------------------------------------------- */

static void test_sheets(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct book book;
	struct strbuf text = {0};
	struct writer_column columns[] = {{.name = STR_INIT("id")}, {.name = STR_INIT("name")}};
	struct field_cell row[] = {{.type = CELL_TEXT, .text = STR_INIT("zone:abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz")},
		{.type = CELL_TEXT, .text = STR_INIT("兴县经济技术开发区")}};
	book_begin(&book, false);
	assert_ok(writer_table(book.writer, STR("zones"), columns, 2, &err) && writer_row(book.writer, row, &err), err);
	assert_ok(writer_table(book.writer, STR("parks"), columns, 1, &err), err);
	book_end(&book);
	unzip(book.path, "xl/workbook.xml", &text);
	assert_true(holds(&text, "<sheet name=\"zones\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"parks\" sheetId=\"2\" r:id=\"rId2\"/>"));
	strbuf_clear(&text);
	unzip(book.path, "xl/worksheets/sheet1.xml", &text);
	assert_true(holds(&text, "ySplit=\"1\"") && holds(&text, "state=\"frozen\""));
	assert_true(holds(&text, "<autoFilter ref=\"A1:B2\"/>"));
	assert_true(holds(&text, "<col min=\"1\" max=\"1\" width=\"60.7")); /* no wider, so that the columns behind it are seen */
	assert_true(holds(&text, "<col min=\"2\" max=\"2\" width=\"21.7")); /* nine characters of two cells, and the button */
	assert_true(holds(&text, "<c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>id</t></is></c>"));
	strbuf_clear(&text);
	unzip(book.path, "xl/worksheets/sheet2.xml", &text);
	assert_true(holds(&text, "<t>id</t>") && !holds(&text, "<row r=\"2\""));
	strbuf_clear(&text);
	unzip(book.path, "xl/styles.xml", &text);
	assert_true(holds(&text, "<b/>"));
	strbuf_release(&text);
}

/* Ten rows more than a sheet holds. */
static void test_full_sheet(void **state)
{
	enum { ROWS = 1048575 + 10 };
	(void)state;
	struct err err = ERR_INIT;
	struct book book;
	struct strbuf text = {0};
	char digits[12];
	struct writer_column column = {.name = STR_INIT("n")};
	book_begin(&book, false);
	assert_ok(writer_table(book.writer, STR("projects"), &column, 1, &err), err);
	for (int i = 1; i <= ROWS; i++) {
		snprintf(digits, sizeof digits, "%d", i);
		struct field_cell cell = {.type = CELL_NUMBER, .text = str_from(digits)};
		assert_ok(writer_row(book.writer, &cell, &err), err);
	}
	book_end(&book);
	unzip(book.path, "xl/workbook.xml", &text);
	assert_true(holds(&text, "<sheet name=\"projects\"") && holds(&text, "<sheet name=\"projects-2\""));
	strbuf_clear(&text);
	unzip(book.path, "xl/worksheets/sheet1.xml", &text);
	assert_true(holds(&text, "<row r=\"1048576\"><c r=\"A1048576\" s=\"2\"><v>1048575</v></c></row></sheetData>"));
	strbuf_clear(&text);
	unzip(book.path, "xl/worksheets/sheet2.xml", &text);
	assert_true(holds(&text, "<t>n</t></is></c></row><row r=\"2\"><c r=\"A2\" s=\"2\"><v>1048576</v></c></row>"));
	assert_true(holds(&text, "<autoFilter ref=\"A1:A11\"/>"));
	strbuf_release(&text);
}

/* -- long texts ------------------------------------------------------------------------------------ */

static void test_long_texts(void **state)
{
	static const struct {
		const char *name, *unit;
		size_t times, kept; /* kept: how many of them are before the mark; 0: all, and no mark */
	} rows[] = {
		{"fits", "x", 32767, 0},
		{"one too many", "x", 32768, 32767 - 9},
		{"Chinese", "煤", 40000, 32767 - 9},
		{"two units each fit", "𠀀", 16383, 0},
		{"two units each", "𠀀", 16384, (32767 - 9) / 2},
		{"escaped fit", "\x01", 32767 / 7, 0},
		{"escaped", "\x01", 5000, (32767 - 9) / 7},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct book book;
		struct strbuf text = {0}, sheet = {0}, expected = {0};
		struct writer_column columns[] = {{.name = STR_INIT("id")}, {.name = STR_INIT("gist")}};
		for (size_t t = 0; t < rows[i].times; t++)
			strbuf_add_c(&text, rows[i].unit);
		struct field_cell row[] = {{.type = CELL_TEXT, .text = STR_INIT("measure:a")}, {.type = CELL_TEXT, .text = strbuf_str(&text)}};
		book_begin(&book, false);
		assert_ok(writer_table(book.writer, STR("measures"), columns, 2, &err) && writer_row(book.writer, row, &err), err);
		book_end(&book);
		unzip(book.path, "xl/worksheets/sheet1.xml", &sheet);
		strbuf_add_c(&expected, "<c r=\"B2\" t=\"inlineStr\"><is><t>");
		for (size_t t = 0; t < (rows[i].kept ? rows[i].kept : rows[i].times); t++)
			strbuf_add_c(&expected, rows[i].unit[0] == '\x01' ? "_x0001_" : rows[i].unit);
		strbuf_printf(&expected, "%s</t>", rows[i].kept ? "…[截断 cut]" : "");
		assert_row(holds(&sheet, expected.p), rows[i].name);
		char notice[120] = "";
		if (rows[i].kept)
			snprintf(notice, sizeof notice, "found %zu characters in gist of measure:a, expected at most 32767 in a cell: the rest is left out\n",
				rows[i].times);
		assert_row(str_eq_c(strbuf_str(&book.notices), notice), rows[i].name);
		strbuf_release(&text);
		strbuf_release(&sheet);
		strbuf_release(&expected);
		strbuf_release(&book.notices);
	}
}

/* -- the whole ------------------------------------------------------------------------------------- */

static bool try_some(struct strbuf *out, struct writer_options options, struct err *err)
{
	struct writer_column column = {.name = STR_INIT("a")};
	struct field_cell cell = {.type = CELL_TEXT, .text = STR_INIT("x")};
	struct writer *w = writer_new(FORMAT_XLSX, options, (struct output){.text = out});
	assert_ok(writer_table(w, STR("zones"), &column, 1, err) && writer_row(w, &cell, err), *err);
	assert_int_equal(out->n, 0);
	return writer_finish(w, err);
}

static void write_some(struct strbuf *out, int64_t created)
{
	struct err err = ERR_INIT;
	assert_ok(try_some(out, (struct writer_options){.created = created}, &err), err);
}

static void test_same_bytes(void **state)
{
	(void)state;
	struct strbuf one = {0}, two = {0}, dated = {0};
	write_some(&one, 0);
	write_some(&two, 0);
	write_some(&dated, 1700000000);
	assert_true(one.n > 0 && str_eq(strbuf_str(&one), strbuf_str(&two)));
	assert_false(str_eq(strbuf_str(&one), strbuf_str(&dated)));
	strbuf_release(&one);
	strbuf_release(&two);
	strbuf_release(&dated);
}

struct patience {
	unsigned asked, until;
};

static bool go_on(void *self)
{
	struct patience *patience = self;
	return patience->asked++ < patience->until;
}

/* Whoever waits gets the same bytes; who gives up gets none, and no process is left behind. */
static void test_watched(void **state)
{
	(void)state;
	struct strbuf one = {0}, watched = {0};
	struct patience patience = {0, 100000};
	const struct writer_watch watch = {go_on, &patience};
	struct err err = ERR_INIT;
	write_some(&one, 0);
	assert_ok(try_some(&watched, (struct writer_options){.watch = &watch}, &err), err);
	assert_true(str_eq(strbuf_str(&one), strbuf_str(&watched)));
	strbuf_clear(&watched);
	patience = (struct patience){0, 0};
	bool ended = try_some(&watched, (struct writer_options){.watch = &watch}, &err);
	/* Nobody is asked where it is done before. */
	assert_int_equal(ended, !patience.asked);
	assert_true(ended || (err.code == ERR_WRITE && strcmp(err.message, "given up") == 0 && !watched.n));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	strbuf_release(&one);
	strbuf_release(&watched);
}

/* Given up half-way, and without anywhere to put what is temporary. */
static void test_faults(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct strbuf out = {0};
	struct writer_column column = {.name = STR_INIT("a")};
	struct field_cell cell = {.type = CELL_TEXT, .text = STR_INIT("x")};
	struct writer *w = writer_new(FORMAT_XLSX, (struct writer_options){0}, (struct output){.text = &out});
	assert_ok(writer_table(w, STR("zones"), &column, 1, &err) && writer_row(w, &cell, &err), err);
	writer_free(w);
	assert_int_equal(out.n, 0);
	assert_int_equal(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	w = writer_new(FORMAT_XLSX, (struct writer_options){0}, (struct output){.text = &out});
	assert_false(writer_table(w, STR("zones"), &column, 1, &err));
	assert_int_equal(err.code, ERR_WRITE);
	assert_non_null(strstr(err.message, "expected to make a temporary file"));
	struct err again = ERR_INIT;
	assert_false(writer_row(w, &cell, &again));
	assert_int_equal(again.code, ERR_WRITE);
	assert_false(writer_finish(w, &again));
	assert_int_equal(out.n, 0);
	unsetenv("TMPDIR");
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_number_formats),
		cmocka_unit_test(test_sheets),
		cmocka_unit_test(test_full_sheet),
		cmocka_unit_test(test_long_texts),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_watched),
		cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests_name("exchange/xlsx", tests, NULL, NULL);
}
