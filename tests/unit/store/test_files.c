#include "catalogue.h"

#include "store/sql_internal.h"

/* Rows of several files in one import. */

static void test_two_files(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	assert_ok(w, err);
	struct row a = row_of(KIND_ZONE, "id=zone:x|name=a", 2), b = row_of(KIND_ZONE, "id=zone:x|name=b", 2);
	a.where = "2024.csv";
	b.where = "2025.csv";
	assert_ok(store_put(w, &a, &err) && store_put(w, &b, &err) && store_commit(w, NULL, &err), err);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=b\n");
	store_close(store);
}

/* One import of rows that stand in a file each. */
static struct store_changes put_files(struct store *store, const char *const *rows, size_t n)
{
	static const char *const files[] = {"1.csv", "2.csv", "3.csv", "4.csv", "5.csv", "6.csv"};
	struct err err = ERR_INIT;
	struct store_changes changes = {0};
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	assert_ok(w, err);
	for (size_t i = 0; i < n; i++) {
		struct row row = row_of(KIND_ZONE, rows[i], 2);
		row.where = files[i];
		assert_ok(store_put(w, &row, &err), err);
	}
	assert_ok(store_commit(w, &changes, &err), err);
	return changes;
}

static uint64_t generation_of(struct store *store)
{
	uint64_t generation;
	struct err err = ERR_INIT;
	assert_ok(store_generation(store, &generation, &err), err);
	return generation;
}

static void test_files_that_disagree(void **state)
{
	(void)state;
	struct store *store = fresh();
	struct err err = ERR_INIT;
	int64_t seeds = 0;
	assert_ok(PUT(store, ORIGIN_SEED, NULL, &err, {KIND_ZONE, "id=zone:x|name=b|honours=1;2"}, {KIND_ZONE, "id=zone:y|name=y"}), err);
	uint64_t generation = generation_of(store);
	static const char *const there_and_back[] = {"id=zone:x|name=a", "id=zone:x|name=c", "id=zone:x|name=c", "id=zone:x|name=b"};
	assert_changes(put_files(store, there_and_back, 4), 0, 0, 4);
	assert_int_equal(generation_of(store), generation);
	static const char *const and_on[] = {"id=zone:x|name=a", "id=zone:x|name=b", "id=zone:x|name=c", "id=zone:z|name=z", "id=zone:z|name=y"};
	assert_changes(put_files(store, and_on, 5), 1, 2, 2);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=c|honours=1;2\nzone|id=zone:y|name=y\nzone|id=zone:z|name=y\n");
	/* What is as it was keeps its origin, whatever else changes. */
	static const char *const beside_another[] = {"id=zone:y|name=a", "id=zone:x|name=x", "id=zone:y|name=y"};
	assert_changes(put_files(store, beside_another, 3), 0, 1, 2);
	assert_ok(sql_number(store, "SELECT count(*) FROM zones WHERE origin = 'seed'", &seeds, &err), err);
	assert_int_equal(seeds, 1);
	store_close(store);
}

/* Replaced means that it is not as it was: random files, and the same of them again. */
static void test_random_files(void **state)
{
	(void)state;
	static const char *const rows[] = {"id=zone:x|name=a", "id=zone:x|name=b", "id=zone:x|class=economic", "id=zone:x|class=~", "id=zone:y|name=a",
		"id=zone:y|name=b|parent=zone:x"};
	struct store *store = fresh();
	struct strbuf before = {0}, after = {0};
	uint32_t random = 1;
	put_files(store, (const char *const[]){rows[0], rows[4]}, 2);
	for (int i = 0; i < 300; i++) {
		const char *chosen[6];
		for (size_t k = 0; k < 6; k++)
			chosen[k] = rows[(random = random * 1664525 + 1013904223) >> 16 & 7 ? (random >> 16) % 6 : k];
		for (int again = 0; again < 2; again++) {
			uint64_t generation = generation_of(store);
			strbuf_clear(&before);
			strbuf_clear(&after);
			dump_kind(store, KIND_ZONE, &before);
			struct store_changes changes = put_files(store, chosen, 6);
			dump_kind(store, KIND_ZONE, &after);
			bool same = str_eq(strbuf_str(&before), strbuf_str(&after));
			assert_int_equal(changes.replaced == 0, same);
			assert_int_equal(changes.replaced + changes.unchanged, 6);
			assert_int_equal(generation_of(store) == generation, same);
			assert_true(same || !again);
		}
	}
	strbuf_release(&before);
	strbuf_release(&after);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_files), cmocka_unit_test(test_files_that_disagree), cmocka_unit_test(test_random_files),
	};
	return cmocka_run_group_tests_name("store/files", tests, NULL, NULL);
}
