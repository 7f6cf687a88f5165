/* Which rows changed since a state of the catalogue. */
#include "catalogue.h"

#include "store/sql_internal.h"
#include "store/stamp.h"

struct fixture {
	struct test_folder *folder;
	char path[600];
	struct store *store;
};

static int setup(void **state)
{
	void *folder = NULL;
	struct err err = ERR_INIT;
	struct fixture *f = calloc(1, sizeof *f);
	int status = test_folder_make(&folder);
	f->folder = folder;
	in_folder(f->folder, "c.db", f->path);
	f->store = store_open(f->path, STORE_CREATE, &err);
	assert_ok(f->store, err);
	*state = f;
	return status;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	void *folder = f->folder;
	store_close(f->store);
	free(f);
	return test_folder_remove(&folder);
}

struct state {
	uint64_t generation, changes;
};

static struct state now(struct fixture *f)
{
	struct err err = ERR_INIT;
	struct state s;
	assert_ok(store_hold(f->store, &s.generation, &err), err);
	assert_ok(store_change_counter(f->store, &s.changes, &err), err);
	store_let_go(f->store);
	return s;
}

/* The ids of what changed since, joined by blanks; "?" where it is not known. */
static struct str since(struct fixture *f, struct state s, struct strbuf *out)
{
	struct err err = ERR_INIT;
	struct store_keys keys = {0};
	bool known;
	strbuf_clear(out);
	assert_ok(store_changes_since(f->store, s.generation, s.changes, &keys, &known, &err), err);
	assert_true(known || !keys.n);
	if (!known)
		strbuf_add_c(out, "?");
	for (size_t i = 0; i < keys.n; i++) {
		strbuf_add_c(out, i ? " " : "");
		assert_ok(store_label(f->store, keys.v[i], out, NULL, &err), err);
	}
	free(keys.v);
	return strbuf_str(out);
}

static void sql(struct fixture *f, const char *text)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void test_rows(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	struct state empty = now(f);
	assert_str(since(f, empty, &ids), "");
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:a|name=甲"}, {KIND_ZONE, "id=zone:b|name=乙"}), err);
	struct state two = now(f);
	assert_str(since(f, empty, &ids), "zone:a zone:b");
	assert_str(since(f, two, &ids), "");
	/* a row that says the same is no change, nor is one that is only referred to */
	assert_ok(PUT(f->store, ORIGIN_EDIT, NULL, &err, {KIND_ZONE, "id=zone:a|name=甲"}, {KIND_ZONE, "id=zone:b|name=丙"},
		{KIND_PROJECT, "id=project:p|name=p|zone=zone:a"}), err);
	struct state three = now(f);
	assert_ok(PUT(f->store, ORIGIN_EDIT, NULL, &err, {KIND_ZONE, "id=zone:b|name=丁"}), err);
	assert_str(since(f, two, &ids), "project:p zone:b");
	assert_str(since(f, three, &ids), "zone:b");
	assert_str(since(f, empty, &ids), "zone:a project:p zone:b");
	/* states that never were */
	assert_str(since(f, (struct state){two.generation + 1, two.changes}, &ids), "?");
	assert_str(since(f, (struct state){two.generation, two.changes + 1}, &ids), "?");
	strbuf_release(&ids);
}

/* Between two of our own commits, or behind the last: it is noticed, and what follows counts from there. */
static void test_another_program(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:a|name=甲"}), err);
	struct state before = now(f);
	sql(f, "UPDATE zones SET name = '外'");
	assert_str(since(f, before, &ids), "?");
	struct state between = now(f);
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:b|name=乙"}), err);
	assert_str(since(f, before, &ids), "?");
	assert_str(since(f, between, &ids), "zone:b");
	struct state after = now(f);
	sql(f, "UPDATE meta SET generation = generation + 1");
	assert_str(since(f, after, &ids), "?");
	strbuf_release(&ids);
}

/* Keys of no row are of no use to anybody, even where the commits agree. */
static void test_foreign_keys(void **state)
{
	static const char *const keys[] = {"-5", "0", "-9223372036854775808", "9223372036854775807", "63"};
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char text[200];
		struct state before = now(f);
		snprintf(text, sizeof text, "id=zone:a|name=第%zu", i);
		assert_ok(PUT(f->store, ORIGIN_EDIT, NULL, &err, {KIND_ZONE, text}), err);
		assert_str(since(f, before, &ids), "zone:a");
		snprintf(text, sizeof text, "BEGIN; UPDATE commits SET counter = counter + 1 WHERE number = (SELECT max(number) FROM commits);"
			"INSERT INTO changes SELECT %s, max(number) FROM commits; COMMIT", keys[i]);
		sql(f, text);
		assert_str(since(f, before, &ids), "?");
		snprintf(text, sizeof text, "DELETE FROM changes WHERE key = %s", keys[i]);
		sql(f, text);
	}
	strbuf_release(&ids);
}

/* Where SQLite does not count, no state is taken for another one. */
static void test_no_counter(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:a|name=甲"}), err);
	struct state counted = now(f);
	assert_true(store_counts(counted.changes));
	sql(f, "PRAGMA journal_mode = WAL");
	struct state before = now(f);
	assert_false(store_counts(before.changes));
	sql(f, "UPDATE zones SET name = '外'");
	assert_str(since(f, counted, &ids), "?");
	assert_str(since(f, before, &ids), "?");
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:b|name=乙"}), err);
	assert_str(since(f, before, &ids), "?");
	store_close(f->store);
	sql(f, "PRAGMA journal_mode = DELETE");
	assert_ok((f->store = store_open(f->path, STORE_WRITE, &err)), err);
	struct state after = now(f);
	assert_str(since(f, before, &ids), "?");
	assert_str(since(f, counted, &ids), "?");
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:c|name=丙"}), err);
	assert_str(since(f, after, &ids), "zone:c");
	strbuf_release(&ids);
}

/* Rows that go, and what ledgers hold, are more than rows that changed. */
static void test_whole(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	const struct test_row seeds[] = {{KIND_ZONE, "id=zone:a|name=甲"}, {KIND_ZONE, "id=zone:b|name=乙"}};
	bool needed;
	assert_ok(put_rows(store_begin_seeds(f->store, STR("1"), &needed, &err), seeds, 2, NULL, &err), err);
	struct state before = now(f);
	assert_ok(put_rows(store_begin_seeds(f->store, STR("2"), &needed, &err), seeds, 1, NULL, &err), err);
	assert_str(since(f, before, &ids), "?");
	before = now(f);
	assert_ok(PUT(f->store, ORIGIN_EDIT, NULL, &err, {KIND_ZONE, "id=zone:c|name=丙"}), err);
	assert_str(since(f, before, &ids), "zone:c");
	strbuf_release(&ids);
}

static void put_many(struct fixture *f, unsigned from, unsigned n)
{
	struct err err = ERR_INIT;
	struct store_writer *w = store_begin(f->store, ORIGIN_IMPORT, &err);
	for (unsigned i = from; i < from + n; i++) {
		char text[80];
		snprintf(text, sizeof text, "id=zone:z%u|name=第%u", i, i);
		struct row row = row_of(KIND_ZONE, text, i + 2);
		assert_ok(store_put(w, &row, &err), err);
	}
	assert_ok(store_commit(w, NULL, &err), err);
}

static size_t n_since(struct fixture *f, struct state s, bool *known)
{
	struct err err = ERR_INIT;
	struct store_keys keys = {0};
	assert_ok(store_changes_since(f->store, s.generation, s.changes, &keys, known, &err), err);
	free(keys.v);
	return keys.n;
}

/* What grows is cut: the commit before the last is always known, unless the last one alone was too large. */
static void test_cut(void **state)
{
	struct fixture *f = *state;
	bool known;
	struct state first = now(f), last = first;
	for (unsigned i = 0; i < 5; i++) {
		last = now(f);
		put_many(f, i * 4000, 4000);
		assert_int_equal(n_since(f, last, &known), 4000);
		assert_true(known);
	}
	n_since(f, first, &known);
	assert_false(known);
	last = now(f);
	put_many(f, 20000, 9999);
	assert_int_equal(n_since(f, last, &known), 9999);
	assert_true(known);
	last = now(f);
	put_many(f, 40000, 10001);
	n_since(f, last, &known);
	assert_false(known);
	last = now(f);
	put_many(f, 60000, 1);
	assert_int_equal(n_since(f, last, &known), 1);
}

/* A commit that did not happen leaves nothing. */
static void test_rolled_back(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct strbuf ids = {0};
	assert_ok(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:a|name=甲"}), err);
	struct state before = now(f);
	assert_false(PUT(f->store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:a|name=乙"}, {KIND_ZONE, "id=zone:b|name=b|region=region:none"}));
	assert_str(since(f, before, &ids), "");
	strbuf_release(&ids);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_another_program, setup, teardown),
		cmocka_unit_test_setup_teardown(test_foreign_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_counter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rolled_back, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
