#include "support/folder.h"

#include "cli/browse_internal.h"
#include "store/writer.h"

#include <poll.h>
#include <unistd.h>

/* Zones 1 to n without those whose bit is set in `missing`, as the seeds of one file: loading others removes them. */
static void load_zones(const char *db, unsigned n, uint32_t missing, const char *signature)
{
	struct err err = ERR_INIT;
	bool needed;
	struct store *store = store_open(db, STORE_CREATE, &err);
	assert_non_null(store);
	struct store_writer *writer = store_begin_seeds(store, str_from(signature), &needed, &err);
	assert_non_null(writer);
	for (unsigned i = 1; i <= n; i++) {
		char id[40], name[80];
		struct row row = {.kind = KIND_ZONE, .where = "test"};
		if (missing >> i & 1)
			continue;
		snprintf(id, sizeof id, "zone:z%02u", i);
		snprintf(name, sizeof name, "第%02u开发区", i);
		row.cells[0] = str_from(id);
		row.cells[field_get(KIND_ZONE, "name")] = str_from(name);
		row.cells[field_get(KIND_ZONE, "class")] = STR("other");
		assert_ok(store_put(writer, &row, &err), err);
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
}

/* Pages of every place and length are parts of what stands there in the order of keys. */
static void expect_names(struct row_source *rows, const char *const *expected, size_t n)
{
	assert_int_equal(rows->count(rows->self, KIND_ZONE), n);
	for (size_t first = 0; first <= n; first++)
		for (size_t most = 1; most <= 5; most++) {
			struct arena arena = {0};
			struct row_name names[5];
			size_t got = rows->names(rows->self, KIND_ZONE, first, most, names, &arena);
			assert_int_equal(got, n - first < most ? n - first : most);
			for (size_t i = 0; i < got; i++) {
				assert_str(names[i].name, expected[first + i]);
				assert_memory_equal(names[i].id.p + strlen("zone:z"), expected[first + i] + strlen("第"), 2);
			}
			arena_release(&arena);
		}
}

static void pages_with_and_without_gaps(void **state)
{
	static const char *const all[] = {"第01开发区", "第02开发区", "第03开发区", "第04开发区", "第05开发区", "第06开发区", "第07开发区"};
	static const char *const some[] = {"第01开发区", "第03开发区", "第04开发区", "第07开发区"};
	char db[600];
	in_folder(*state, "c.db", db);
	load_zones(db, 7, 0, "all");
	struct row_source *rows = row_source_new(db);
	assert_int_equal(rows->count(rows->self, KIND_ZONE), 0); /* not counted yet */
	row_source_count(rows);
	expect_names(rows, all, 7);
	row_source_free(rows);
	load_zones(db, 7, 1u << 2 | 1u << 5 | 1u << 6, "some");
	rows = row_source_new(db);
	row_source_count(rows);
	expect_names(rows, some, 4);
	assert_int_equal(rows->count(rows->self, KIND_PROJECT), 0);
	row_source_free(rows);
}

static void await_zones(struct row_source *rows, size_t n)
{
	struct pollfd p = {.fd = row_source_fd(rows), .events = POLLIN};
	char bytes[16];
	while (rows->count(rows->self, KIND_ZONE) != n) {
		assert_int_equal(poll(&p, 1, 60000), 1);
		assert_true(read(p.fd, bytes, sizeof bytes) > 0);
		row_source_news(rows);
	}
}

static void counted_beside(void **state)
{
	char db[600];
	in_folder(*state, "c.db", db);
	load_zones(db, 9, 0, "all");
	struct row_source *rows = row_source_new(db);
	assert_false(row_source_news(rows));
	row_source_begin(rows);
	await_zones(rows, 9);
	row_source_free(rows); /* while it still counts, or not */
}

/* What was stopped, at any moment, is counted anew when it is wanted again. */
static void counted_again_when_wanted(void **state)
{
	char db[600];
	in_folder(*state, "again.db", db);
	load_zones(db, 7, 0, "all");
	struct row_source *rows = row_source_new(db);
	row_source_begin(rows);
	await_zones(rows, 7);
	row_source_stop(rows);
	load_zones(db, 9, 0, "more");
	for (int i = 0; i < 3; i++) {
		row_source_begin(rows);
		row_source_stop(rows);
	}
	row_source_begin(rows);
	await_zones(rows, 9);
	row_source_free(rows);
}

static void no_file_no_rows(void **state)
{
	char db[600];
	in_folder(*state, "none.db", db);
	struct row_source *rows = row_source_new(db);
	struct arena arena = {0};
	struct row_name name;
	row_source_count(rows);
	row_source_begin(rows);
	assert_int_equal(rows->count(rows->self, KIND_ZONE), 0);
	assert_int_equal(rows->names(rows->self, KIND_ZONE, 0, 1, &name, &arena), 0);
	row_source_free(rows);
	arena_release(&arena);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, test_folder_make, test_folder_remove)
	const struct CMUnitTest tests[] = {
		TEST(pages_with_and_without_gaps),
		TEST(counted_beside),
		TEST(counted_again_when_wanted),
		TEST(no_file_no_rows),
	};
	return cmocka_run_group_tests_name("cli/row_source", tests, NULL, NULL);
}
