/*
 * What one catalogue exports another imports, and exports again byte for byte: the
 * store and the exchange, wired as the program wires them.
 */
#include "support/file.h"
#include "support/records.h"
#include "support/store_rows.h"
#include "support/test.h"

#include "base/file.h"
#include "exchange/reading.h"
#include "store/store.h"
#include "store/writer.h"

#include <sys/stat.h>

struct export {
	struct writer *writer;
};

static bool export_row(void *self, const struct row *row, struct err *err)
{
	struct export *e = self;
	struct field_cell cells[RECORD_COLUMNS_MAX];
	record_cells(row, cells);
	return writer_row(e->writer, cells, err);
}

/* JSON wants `kind` and, beside ids, names; the ids do for names here. */
static bool export_json_row(void *self, const struct row *row, struct err *err)
{
	struct export *e = self;
	struct writer_column columns[RECORD_COLUMNS_MAX];
	int fields[RECORD_COLUMNS_MAX];
	struct field_cell plain[RECORD_COLUMNS_MAX], cells[RECORD_COLUMNS_MAX];
	size_t n = record_columns(row->kind, true, columns, fields);
	record_cells(row, plain);
	for (size_t i = 0; i < n; i++) {
		if (fields[i] >= 0)
			cells[i] = plain[fields[i]];
		else
			cells[i] = (struct field_cell){.type = CELL_TEXT, .text = fields[i] == RECORD_KIND ? str_from(kinds[row->kind].singular) : row->cells[0]};
		cells[i].label = cells[i].text;
	}
	return writer_row(e->writer, cells, err);
}

static void export_kind(struct store *store, enum kind kind, enum format format, struct strbuf *out)
{
	struct err err = ERR_INIT;
	struct writer_column columns[RECORD_COLUMNS_MAX];
	int fields[RECORD_COLUMNS_MAX];
	bool json = format != FORMAT_CSV;
	struct export e = {writer_new(format, (struct writer_options){0}, (struct output){.text = out})};
	size_t n = record_columns(kind, json, columns, fields);
	assert_ok(writer_table(e.writer, str_from(kinds[kind].plural), columns, n, &err), err);
	assert_ok(store_rows(store, kind, (struct row_sink){json ? export_json_row : export_row, &e}, &err), err);
	assert_ok(writer_finish(e.writer, &err), err);
}

static void export_folder(struct store *store, const char *folder)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct strbuf text = {0}, path = {0};
		export_kind(store, (enum kind)k, FORMAT_CSV, &text);
		strbuf_printf(&path, "%s/%s.csv", folder, kinds[k].plural);
		write_file(path.p, strbuf_str(&text));
		strbuf_release(&text);
		strbuf_release(&path);
	}
}

static bool put(void *self, const struct row *row, struct err *err)
{
	return store_put(self, row, err);
}

static struct store *catalogue(void)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store, err);
	return store;
}

static void fail_with(struct err *err)
{
	struct strbuf text = {0};
	err_format(err, &text);
	fail_msg("%s", text.p);
}

static void import_folder(struct store *store, const char *folder)
{
	struct err err = ERR_INIT;
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	if (!w || !reading_folder(folder, (struct reading){0}, (struct row_sink){put, w}, &err) || !store_commit(w, NULL, &err))
		fail_with(&err);
}

static int make_folder(void **state)
{
	char *path = calloc(1, 512);
	const char *home = getenv("HOME");
	snprintf(path, 512, "%s/trip.XXXXXX", home ? home : ".");
	*state = path;
	return mkdtemp(path) ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[600];
	snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
	int rc = system(command);
	free(*state);
	return rc;
}

/* Compare two catalogues by their exact exports. */
static void assert_same(struct store *a, struct store *b)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct strbuf one = {0}, two = {0};
		export_kind(a, (enum kind)k, FORMAT_CSV, &one);
		export_kind(b, (enum kind)k, FORMAT_CSV, &two);
		if (!str_eq(strbuf_str(&one), strbuf_str(&two)))
			fail_msg("%s: found\n%sexpected\n%s", kinds[k].plural, two.p, one.p);
		strbuf_release(&one);
		strbuf_release(&two);
	}
}

/* A row of every kind, with every field filled and texts as nasty as UTF-8 allows. */
static void fill(struct store *store)
{
	static const char nasty[] = " \"quoted\", ;\xEF\xBB\xBF\r\n=cmd|'x'!A0\t😀 \\n \xC2\x9B\xE2\x80\xAE长子\r";
	struct err err = ERR_INIT;
	struct arena arena = {0};
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	assert_ok(w, err);
	for (int k = 0; k < KIND_COUNT; k++)
		for (int i = 0; i < 3; i++) {
			struct row row = {.kind = (enum kind)k};
			for (size_t f = 0; f < fields_of[k].n; f++) {
				const struct field *field = &fields_of[k].v[f];
				enum kind target = KIND_REGION;
				while (field->kinds && !(field->kinds >> target & 1))
					target++;
				bool self = field->kinds == UINT32_C(1) << k;
				struct str text = STR("");
				if (f == 0)
					text = arena_printf(&arena, "%s:n%d", kinds[k].singular, i);
				else if (field->type == FIELD_REF)
					text = self && i == 0 ? STR("") : arena_printf(&arena, "%s:n%d", kinds[target].singular, self ? i - 1 : i);
				else if (field->type == FIELD_REFS)
					text = arena_printf(&arena, "%s:n2;%s:n0", kinds[target].singular, kinds[target].singular);
				else if (field->type == FIELD_ENUM || field->type == FIELD_ENUMS)
					text = str_from(enums[field->enumeration].v[1].code);
				else if (field->type == FIELD_PERIOD)
					text = STR("2025-01/2025-09");
				else if (field->type == FIELD_INTEGER)
					text = STR("-9223372036854775807");
				else if (field->type == FIELD_DECIMAL)
					text = k == KIND_LINK ? STR("1") : STR("-0.000000001"); /* a coefficient is above 0 */
				else if (field->type == FIELD_BOOL)
					text = i ? STR("true") : STR("");
				else if (field->type == FIELD_LOCATORS)
					text = STR("n0:1:2-3;n1:4:投资");
				else
					text = arena_printf(&arena, "%d%s", i, nasty);
				row.cells[f] = text;
			}
			if (k == KIND_IDENTITY)
				row.cells[field_get(KIND_IDENTITY, "b")] = arena_printf(&arena, "zone:n%d", (i + 1) % 3);
			if (k == KIND_LINK) {
				row.cells[field_get(KIND_LINK, "coefficient_numerator")] = STR("0.000000003");
				row.cells[field_get(KIND_LINK, "coefficient_denominator")] = STR("0.000000002");
				row.cells[field_get(KIND_LINK, "coefficient_low")] = STR("1.5");
				row.cells[field_get(KIND_LINK, "coefficient_high")] = STR("1.500000001");
			}
			if (!store_put(w, &row, &err))
				fail_with(&err);
		}
	if (!store_commit(w, NULL, &err))
		fail_with(&err);
	arena_release(&arena);
}

static void test_csv_folder(void **state)
{
	struct store *first = catalogue(), *second = catalogue();
	fill(first);
	export_folder(first, *state);
	import_folder(second, *state);
	assert_same(first, second);
	store_close(first);
	store_close(second);
}

static void test_json(void **state)
{
	static const struct {
		enum format format;
		const char *ending;
	} formats[] = {{FORMAT_JSON, "json"}, {FORMAT_JSONL, "jsonl"}};
	for (size_t i = 0; i < 2; i++) {
		struct store *first = catalogue(), *second = catalogue();
		struct err err = ERR_INIT;
		fill(first);
		struct store_writer *w = store_begin(second, ORIGIN_IMPORT, &err);
		assert_ok(w, err);
		for (int k = 0; k < KIND_COUNT; k++) {
			struct strbuf text = {0}, path = {0};
			export_kind(first, (enum kind)k, formats[i].format, &text);
			strbuf_printf(&path, "%s/x.%s", (char *)*state, formats[i].ending);
			write_file(path.p, strbuf_str(&text));
			if (!reading_file(path.p, (struct reading){0}, (struct row_sink){put, w}, &err))
				fail_with(&err);
			strbuf_release(&text);
			strbuf_release(&path);
		}
		if (!store_commit(w, NULL, &err))
			fail_with(&err);
		assert_same(first, second);
		store_close(first);
		store_close(second);
	}
}

/* The shipped facts: load, export, import elsewhere; a second import of the export changes nothing. */
static void test_seeds(void **state)
{
	const char *seeds = getenv("YUANLIAN_SEEDS");
	if (!seeds || !file_is_folder(seeds))
		skip();
	struct store *first = catalogue(), *second = catalogue();
	struct err err = ERR_INIT;
	bool needed;
	struct store_writer *w = store_begin_seeds(first, STR("x"), &needed, &err);
	if (!w || !reading_folder(seeds, (struct reading){0}, (struct row_sink){put, w}, &err) || !store_commit(w, NULL, &err))
		fail_with(&err);
	export_folder(first, *state);
	import_folder(second, *state);
	assert_same(first, second);
	uint64_t before, after;
	assert_ok(store_generation(first, &before, &err), err);
	import_folder(first, *state);
	assert_ok(store_generation(first, &after, &err), err);
	assert_int_equal(before, after);
	store_close(first);
	store_close(second);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {WITH_FOLDER(test_csv_folder), WITH_FOLDER(test_json), WITH_FOLDER(test_seeds)};
	return cmocka_run_group_tests_name("cli/round_trip", tests, NULL, NULL);
}
