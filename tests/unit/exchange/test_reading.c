#include "support/file.h"
#include "support/folder.h"

#include "base/file.h"
#include "exchange/reading.h"

#include <unistd.h>

static void put(const struct test_folder *folder, const char *name, const char *text)
{
	char path[600];
	write_file(in_folder(folder, name, path), str_from(text));
}

static bool see(void *self, const struct row *row, struct err *err)
{
	(void)err;
	strbuf_printf(self, "%s %.*s %.*s\n", kinds[row->kind].singular, STR_ARG(row->cells[0]), STR_ARG(row->cells[1]));
	return true;
}

static void converted(void *self, const char *path, const char *encoding)
{
	strbuf_printf(self, "%s in %s\n", strrchr(path, '/') + 1, encoding);
}

static void test_folder(void **state)
{
	const struct test_folder *folder = *state;
	struct strbuf seen = {0};
	struct err err = ERR_INIT;
	struct reading reading = {.converted = converted, .self = &seen};
	put(folder, "README.md", "not data");
	put(folder, ".hidden.csv", "not data");
	put(folder, "parks.csv", "id,name\npark:a,甲\n");
	put(folder, "zones.csv", "id,name\nzone:x,\xB3\xA4\xD7\xD3\n");
	assert_ok(reading_folder(folder->path, reading, (struct row_sink){see, &seen}, &err), err);
	/* In the order of kinds, not of names. */
	assert_string_equal(seen.p, "zones.csv in GB18030\nzone zone:x 长子\npark park:a 甲\n");
	strbuf_release(&seen);
}

static void test_strangers(void **state)
{
	const struct test_folder *folder = *state;
	const char *names[] = {"things.csv", "zone.csv"};
	for (size_t i = 0; i < 2; i++) {
		struct strbuf seen = {0};
		struct err err = ERR_INIT;
		char path[600];
		put(folder, names[i], "id\n");
		assert_false(reading_folder(folder->path, (struct reading){0}, (struct row_sink){see, &seen}, &err));
		assert_int_equal(err.code, ERR_DATA);
		assert_non_null(strstr(err.where, names[i]));
		in_folder(folder, names[i], path);
		unlink(path);
		strbuf_release(&seen);
	}
}

static void test_missing(void **state)
{
	const struct test_folder *folder = *state;
	struct strbuf seen = {0};
	struct row_sink sink = {see, &seen};
	struct err empty = ERR_INIT, missing = ERR_INIT, format = ERR_INIT, file = ERR_INIT;
	char path[600];
	assert_false(reading_folder(folder->path, (struct reading){0}, sink, &empty));
	assert_int_equal(empty.code, ERR_NO_INPUT);
	in_folder(folder, "none", path);
	assert_false(reading_folder(path, (struct reading){0}, sink, &missing));
	assert_int_equal(missing.code, ERR_NO_INPUT);
	assert_false(reading_file(path, (struct reading){0}, sink, &file));
	assert_int_equal(file.code, ERR_NO_INPUT);
	assert_ok(file_write(path, STR("x"), true, &format), format);
	assert_false(reading_file(path, (struct reading){0}, sink, &format));
	assert_int_equal(format.code, ERR_USAGE);
	unlink(path);
	err_clear(&file);
	in_folder(folder, "none.csv", path);
	assert_false(reading_file(path, (struct reading){0}, sink, &file));
	assert_int_equal(file.code, ERR_NO_INPUT);
}

static void test_place_of_bad_bytes(void **state)
{
	const struct test_folder *folder = *state;
	struct strbuf seen = {0};
	struct err err = ERR_INIT;
	char path[600];
	put(folder, "zones.csv", "id,name\nzone:x,长子经开区\xFF\n");
	in_folder(folder, "zones.csv", path);
	assert_false(reading_file(path, (struct reading){0}, (struct row_sink){see, &seen}, &err));
	assert_string_equal(err.where, path);
	assert_int_equal(err.line, 2);
	assert_int_equal(err.column, 13);
}

static void test_json_lines_file(void **state)
{
	const struct test_folder *folder = *state;
	struct strbuf seen = {0};
	struct err err = ERR_INIT;
	char path[600];
	put(folder, "ledger.jsonl", "{\"kind\":\"zone\",\"name\":\"a\"}\n{\"kind\":\"park\",\"name\":\"b\"}\n");
	in_folder(folder, "ledger.jsonl", path);
	assert_ok(reading_file(path, (struct reading){0}, (struct row_sink){see, &seen}, &err), err);
	assert_string_equal(seen.p, "zone  a\npark  b\n");
	strbuf_release(&seen);
}

static void signature(const struct test_folder *folder, char out[20])
{
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	assert_ok(reading_signature(folder->path, &text, &err), err);
	assert_int_equal(text.n, 16);
	memcpy(out, text.p, 17);
	strbuf_release(&text);
}

static void test_signature(void **state)
{
	const struct test_folder *folder = *state;
	char a[20], b[20];
	put(folder, "zones.csv", "id,name\n");
	signature(folder, a);
	put(folder, "README.md", "does not count");
	signature(folder, b);
	assert_string_equal(a, b);
	put(folder, "zones.csv", "id,name\n\n");
	signature(folder, b);
	assert_string_not_equal(a, b);
	put(folder, "zones.csv", "id,name\n");
	put(folder, "parks.csv", "");
	signature(folder, b);
	assert_string_not_equal(a, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_folder, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_strangers, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_missing, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_place_of_bad_bytes, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_json_lines_file, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_signature, test_folder_make, test_folder_remove),
	};
	return cmocka_run_group_tests_name("exchange/reading", tests, NULL, NULL);
}
