#include "catalogue.h"

#include "store/check.h"
#include "store/sql_internal.h"

static void note(void *self, const struct finding *f)
{
	static const char *const words[] = {"error", "warning", "info"};
	strbuf_printf(self, "%s %s %.*s %.*s\n", words[f->severity], f->rule, STR_ARG(f->ref), STR_ARG(f->message));
}

static struct store *sound(void)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store, err);
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_SOURCE, "id=source:s-1|name=s|start=10|end=100"}, {KIND_INDICATOR, "id=indicator:i|name=i"}, {KIND_ZONE, "id=zone:x|name=x"},
		{KIND_PROJECT, "id=project:a|name=a"}, {KIND_PROJECT, "id=project:b|name=b|parent=project:a"}, {KIND_EVENT, "id=event:e|name=e|projects=project:a"},
		{KIND_CHAIN, "id=chain:h|name=h"}, {KIND_STAGE, "id=stage:m|name=m|chain=chain:h"}, {KIND_STAGE, "id=stage:n|name=n|chain=chain:h"},
		{KIND_LINK, "id=link:l|from=stage:m|to=stage:n|role=input"},
		{KIND_CLAIM, "id=claim:c|subject=zone:x|indicator=indicator:i|value=5|unit=亿元|modality=actual|source=source:s-1|locator=s-1:2:10-100"}), err);
	return store;
}

struct check_row {
	const char *name, *sql, *expected;
};

static const struct check_row rows[] = {
	{"sound", "", ""},
	{"subject of a kind that is none", "UPDATE claims SET subject = 32 * 9 + 4", "error reference claim:c subject: found the key 292 of no record\n"},
	{"reference without a record", "PRAGMA foreign_keys = OFF; UPDATE projects SET zone = 32 * 77 + 4 WHERE id = 'project:a'", "error reference project:a zone: found the key 2468 of no record\n"},
	{"reference of a wrong kind", "PRAGMA foreign_keys = OFF; UPDATE projects SET zone = parent WHERE id = 'project:b'", "error reference project:b zone: found the key 44, expected one of an allowed kind\n"},
	{"value that is none", "UPDATE events SET date = 'soon'", "error value event:e date: found \"soon\", expected a period such as 2025, 2025-Q3, 2025-06, 2025-01/2025-09 or ../2025-12-04\n"},
	{"value in another form", "UPDATE claims SET value_base = '500000000.0'", "error value claim:c value_base: found \"500000000.0\", expected \"500000000\"\n"},
	{"bytes", "UPDATE zones SET name = CAST(x'61FF' AS TEXT)", "error value zone:x name: found bytes that are no UTF-8, expected text\n"},
	{"coefficient without source", "UPDATE links SET coefficient_high = '2'", "error coefficient link:l coefficient_high: found a coefficient without a source, expected one in coefficient_source\n"},
	{"circle", "UPDATE projects SET parent = (SELECT key FROM projects WHERE id = 'project:b') WHERE id = 'project:a'", "error cycle project:a found a circle of 2 records by parent, expected none\n"},
	{"circle of input links", "INSERT INTO links (key, id, origin, \"from\", \"to\", role) SELECT key + 320, 'link:k', origin, \"to\", \"from\", 'input' FROM links",
		"error cycle link:l found a circle of 2 records by input links, expected none\n"},
	{"the same over two chains", "INSERT INTO chains (key, id, origin, name) SELECT key + 320, 'chain:o', origin, 'o' FROM chains; UPDATE stages SET chain = chain + 320 WHERE id = 'stage:n';"
		" INSERT INTO links (key, id, origin, \"from\", \"to\", role) SELECT key + 320, 'link:k', origin, \"to\", \"from\", 'input' FROM links",
		"error cycle link:l found a circle of 2 records by input links, expected none\n"},
	{"by-products may lead back", "INSERT INTO links (key, id, origin, \"from\", \"to\", role) SELECT key + 320, 'link:k', origin, \"to\", \"from\", 'byproduct' FROM links", ""},
	{"outside the article", "UPDATE claims SET locator = 's-1:2:9-12'", "error locator claim:c found s-1:2:9-12, expected a range inside the article, which begins at 10\n"},
	{"no range in an article", "UPDATE claims SET locator = 's-1:2:10–12'", "error locator claim:c found s-1:2:10–12, expected PARAGRAPH:START-END in the article\n"},
	{"behind the article", "UPDATE claims SET locator = 's-1:2:10-12;s-1:2:98-101'", "error locator claim:c found s-1:2:98-101, expected a range inside the article, which ends at 100\n"},
	{"a column of a table", "UPDATE sources SET start = NULL, \"end\" = NULL; UPDATE claims SET locator = 's-1:2:总投资'", ""},
	{"article that is no source", "UPDATE claims SET locator = 's-1:2:10-12;t:1:2-3'", "error locator claim:c found the article t, expected a source of that name\n"},
	{"figure", "UPDATE claims SET value_base = '5'", "warning figure claim:c found 5 元 (..), which the words \"5亿元\" do not say\n"},
	{"an amount beyond all numbers", "UPDATE claims SET value = '922337203686', value_base = NULL",
		"warning figure claim:c found \"922337203686亿元\", which no number holds: no comparison and no sum has it\n"},
	{"another unit", "UPDATE claims SET value_base = NULL, base_unit = '吨'", "warning figure claim:c found  吨 (..), which the words \"5亿元\" do not say\n"},
	{"kept", "INSERT INTO kept SELECT key, 'changed' FROM zones", "info kept zone:x changed here, the seeds say something else\n"},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct store *store = sound();
		struct strbuf found = {0};
		struct err err = ERR_INIT;
		if (sqlite3_exec(store->db, rows[i].sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("row \"%s\": %s", rows[i].name, sqlite3_errmsg(store->db));
		assert_ok(store_check(store, (struct finding_sink){note, &found}, &err), err);
		if (!str_eq_c(strbuf_str(&found), rows[i].expected))
			fail_msg("row \"%s\": found\n%.*sexpected\n%s", rows[i].name, STR_ARG(strbuf_str(&found)), rows[i].expected);
		strbuf_release(&found);
		store_close(store);
	}
}

static void note_place(void *self, const struct finding *f)
{
	strbuf_printf(self, "%.*s at %.*s\n", STR_ARG(f->source), STR_ARG(f->locator));
}

static void test_source_and_locator(void **state)
{
	(void)state;
	struct store *store = sound();
	struct err err = ERR_INIT;
	struct strbuf found = {0};
	assert_ok(sql_run(store, "UPDATE claims SET value_base = '5'", &err), err);
	assert_ok(store_check(store, (struct finding_sink){note_place, &found}, &err), err);
	assert_string_equal(found.p, "source:s-1 at s-1:2:10-100\n");
	/* Of several places the one at fault. */
	strbuf_clear(&found);
	assert_ok(sql_run(store, "UPDATE claims SET value_base = '500000000', locator = 's-1:2:10-12;s-1:9:9-10;s-1:2:20-30'", &err), err);
	assert_ok(store_check(store, (struct finding_sink){note_place, &found}, &err), err);
	assert_string_equal(found.p, "source:s-1 at s-1:9:9-10\n");
	strbuf_release(&found);
	store_close(store);
}

/* Random bytes over a page: the check reports or gives up with an error, and does not crash. */
static void test_damaged_pages(void **state)
{
	char path[600];
	struct test_random random = test_random();
	size_t faults = 0;
	for (int round = 0; round < 60; round++) {
		struct err err = ERR_INIT;
		struct strbuf found = {0};
		remove(in_folder(*state, "c.db", path));
		struct store *store = store_open(path, STORE_CREATE, &err);
		assert_ok(store, err);
		assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=x"}, {KIND_PROJECT, "id=project:a|name=a|zone=zone:x"}), err);
		store_close(store);
		FILE *file = fopen(path, "r+b");
		fseek(file, 0, SEEK_END);
		long size = ftell(file);
		for (int i = 0; i < 200; i++) {
			fseek(file, 100 + (long)test_random_below(&random, (uint32_t)size - 100), SEEK_SET);
			fputc((int)test_random_below(&random, 256), file);
		}
		fclose(file);
		store = store_open(path, STORE_READ, &err);
		bool ok = store && store_check(store, (struct finding_sink){note, &found}, &err);
		faults += !ok || found.n > 0;
		assert_true(ok || err.code == ERR_DATA || err.code == ERR_WRITE);
		store_close(store);
		strbuf_release(&found);
	}
	assert_true(faults > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_source_and_locator),
		cmocka_unit_test_setup_teardown(test_damaged_pages, test_folder_make, test_folder_remove),
	};
	return cmocka_run_group_tests_name("store/check", tests, NULL, NULL);
}
