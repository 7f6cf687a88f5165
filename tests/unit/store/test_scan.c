/* Rows straight from the pages of a file are those that SQLite reads. */
#include "catalogue.h"

#include "store/scan_internal.h"

#include <unistd.h>

static const char by_rowid[] = "SELECT key, a, b FROM t WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
static const char by_keys[] = "SELECT owner, a, b FROM w WHERE owner BETWEEN ?1 AND ?2 ORDER BY owner, source";
static const char *const columns[][3] = {{"key", "a", "b"}, {"owner", "a", "b"}};

static void run(const char *path, const char *sql)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* Mostly short, some longer than several pages. */
static size_t text_length(struct test_random *r)
{
	uint32_t which = test_random_below(r, 100);
	return which < 90 ? test_random_below(r, 40) : which < 97 ? test_random_below(r, 1200) : test_random_below(r, 20000);
}

static void bind_row(struct test_random *r, sqlite3_stmt *s, int first)
{
	static char text[20000];
	static const int64_t numbers[] = {0, 1, -1, 127, -128, 300, -30000, 70000, -9000000, 1 << 30, INT64_C(1) << 40, INT64_MIN, INT64_MAX};
	size_t n = text_length(r);
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('a' + test_random_below(r, 26));
	if (test_random_below(r, 8))
		sqlite3_bind_text(s, first, text, (int)n, SQLITE_TRANSIENT);
	if (test_random_below(r, 8))
		sqlite3_bind_int64(s, first + 1, numbers[test_random_below(r, sizeof numbers / sizeof *numbers)]);
}

/* Tables with and without rowids, of pages of some size; a column of t is younger than half of its rows. */
static void make(struct test_random *r, const char *path, int page_size, int n_rows)
{
	struct err err = ERR_INIT;
	char text[128];
	sqlite3 *db;
	sqlite3_stmt *t, *w;
	store_close(store_open(path, STORE_CREATE, &err));
	snprintf(text, sizeof text, "PRAGMA page_size = %d; VACUUM", page_size);
	run(path, text);
	run(path, "CREATE TABLE t (key INTEGER PRIMARY KEY, a TEXT, c TEXT) STRICT; ALTER TABLE t ADD COLUMN b INTEGER;"
		  "CREATE TABLE w (owner INTEGER, source INTEGER, a TEXT, b INTEGER, PRIMARY KEY (owner, source)) STRICT, WITHOUT ROWID");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO t (a, b, key) VALUES (?1, ?2, ?3)", -1, &t, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO w (a, b, owner, source) VALUES (?1, ?2, ?3, ?4)", -1, &w, NULL), SQLITE_OK);
	for (int i = 0; i < n_rows; i++) {
		bind_row(r, t, 1);
		sqlite3_bind_int64(t, 3, test_random_below(r, (uint32_t)n_rows * 3) + 1);
		bind_row(r, w, 1);
		sqlite3_bind_int64(w, 3, test_random_below(r, (uint32_t)n_rows) + 1);
		sqlite3_bind_int64(w, 4, test_random_below(r, 50));
		sqlite3_step(t);
		sqlite3_step(w);
		sqlite3_reset(t);
		sqlite3_reset(w);
		sqlite3_clear_bindings(t);
		sqlite3_clear_bindings(w);
	}
	sqlite3_finalize(t);
	sqlite3_finalize(w);
	assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Leave room at the end of each page, as extensions of SQLite that keep check sums there do. */
static void reserve(const char *path, int n_bytes)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &n_bytes), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "VACUUM", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static struct store *open_held(const char *path)
{
	struct err err = ERR_INIT;
	uint64_t generation;
	struct store *store = store_open(path, STORE_READ, &err);
	assert_ok(store && store_hold(store, &generation, &err), err);
	return store;
}

struct following {
	sqlite3_stmt *truth; /* NULL: only that keys ascend */
	int64_t last;
	size_t n;
};

static void compare(sqlite3_stmt *s, int column, const struct scan_value *value)
{
	static const int types[] = {[SCAN_NULL] = SQLITE_NULL, [SCAN_INTEGER] = SQLITE_INTEGER, [SCAN_TEXT] = SQLITE_TEXT};
	assert_int_equal(types[value->type], sqlite3_column_type(s, column));
	if (value->type == SCAN_INTEGER)
		assert_true(value->number == sqlite3_column_int64(s, column));
	if (value->type == SCAN_TEXT)
		assert_true(str_eq(value->text, sql_text(s, column)));
}

static bool follow(void *self, const struct scan_value *values, struct err *err)
{
	struct following *f = self;
	(void)err;
	assert_int_equal(values[0].type, SCAN_INTEGER);
	assert_true(values[0].number >= f->last);
	f->last = values[0].number;
	f->n++;
	if (!f->truth)
		return true;
	assert_int_equal(sqlite3_step(f->truth), SQLITE_ROW);
	for (int i = 0; i < 3; i++)
		compare(f->truth, i, &values[i]);
	return true;
}

static void check_range(struct store *store, bool rowid, int64_t first, int64_t last)
{
	struct err err = ERR_INIT;
	struct following f = {.truth = sql_prepare(store, rowid ? by_rowid : by_keys, &err), .last = INT64_MIN};
	struct scan scan;
	assert_ok(f.truth, err);
	sqlite3_bind_int64(f.truth, 1, first);
	sqlite3_bind_int64(f.truth, 2, last);
	assert_true(scan_open(&scan, store, rowid ? "t" : "w", columns[!rowid], 3));
	assert_ok(scan_range(&scan, first, last, (struct scan_sink){follow, &f}, &err), err);
	assert_int_equal(sqlite3_step(f.truth), SQLITE_DONE);
	/* of what lies before and behind nothing is read but the way down */
	if (first == last)
		assert_in_range(scan.n_visited, 1, 10);
	scan_close(&scan);
	sqlite3_finalize(f.truth);
}

static void test_same_rows(void **state)
{
	static const int page_sizes[] = {512, 1024, 4096, 65536};
	struct test_random r = test_random();
	for (size_t p = 0; p < sizeof page_sizes / sizeof *page_sizes; p++) {
		char path[600], name[32];
		int n = p ? 6000 : 1500;
		snprintf(name, sizeof name, "p%zu.db", p);
		make(&r, in_folder(*state, name, path), page_sizes[p], n);
		if (p == 1)
			reserve(path, 32);
		struct store *store = open_held(path);
		for (int rowid = 0; rowid < 2; rowid++) {
			check_range(store, rowid, INT64_MIN, INT64_MAX);
			check_range(store, rowid, 5, 4);
			for (int i = 0; i < 30; i++) {
				int64_t first = test_random_below(&r, (uint32_t)n * 3);
				check_range(store, rowid, first, first + test_random_below(&r, i % 2 ? 3 : (uint32_t)n));
				check_range(store, rowid, first / 3, first / 3);
			}
		}
		store_close(store);
	}
}

/* The ends of what a key can be. */
static void test_first_and_last_key(void **state)
{
	struct test_random r = test_random();
	char path[600];
	make(&r, in_folder(*state, "c.db", path), 4096, 50);
	run(path, "INSERT INTO t (key, a, b) VALUES (-9223372036854775808, 'first', 1), (9223372036854775807, 'last', 2);"
		  "INSERT INTO w VALUES (-9223372036854775808, 1, 'first', 1), (9223372036854775807, 1, 'last', 2)");
	struct store *store = open_held(path);
	for (int rowid = 0; rowid < 2; rowid++) {
		check_range(store, rowid, INT64_MIN, INT64_MAX);
		check_range(store, rowid, INT64_MIN, INT64_MIN);
		check_range(store, rowid, INT64_MAX, INT64_MAX);
	}
	store_close(store);
}

static bool opens(struct store *store, const char *table, const char *const *names, size_t n)
{
	struct scan scan;
	bool opened = scan_open(&scan, store, table, names, n);
	if (opened)
		scan_close(&scan);
	return opened;
}

/* Where the file alone does not say everything, SQLite has to be asked. */
static void test_left_to_sqlite(void **state)
{
	struct test_random r = test_random();
	struct err err = ERR_INIT;
	char path[600];
	static const char *const missing[] = {"key", "none"}, *const views[] = {"key"};
	make(&r, in_folder(*state, "c.db", path), 4096, 100);
	run(path, "CREATE TABLE d (key INTEGER PRIMARY KEY, a TEXT DEFAULT 'x', b INTEGER); CREATE TABLE n (key INT PRIMARY KEY, a TEXT, b TEXT);"
		  "CREATE TABLE g (key INTEGER PRIMARY KEY, a TEXT, b INTEGER AS (key + 1)); CREATE VIEW v AS SELECT key FROM t;"
		  "CREATE TABLE o (a TEXT, owner INTEGER, source INTEGER, b INTEGER, PRIMARY KEY (owner, source)) WITHOUT ROWID;"
		  "CREATE TABLE down (key INTEGER PRIMARY KEY DESC, a TEXT, b INTEGER); INSERT INTO down VALUES (7, 'x', 1);"
		  "CREATE TABLE w_down (owner INTEGER, source INTEGER, a TEXT, b INTEGER, PRIMARY KEY (owner DESC, source)) WITHOUT ROWID");
	struct store *store = open_held(path);
	assert_true(opens(store, "t", columns[0], 3));
	assert_true(opens(store, "w", columns[1], 3));
	assert_false(opens(store, "d", columns[0], 3));
	assert_false(opens(store, "g", columns[0], 3));
	assert_false(opens(store, "n", columns[0], 3));
	assert_false(opens(store, "o", columns[1], 3));
	assert_false(opens(store, "down", columns[0], 3));
	assert_false(opens(store, "w_down", columns[1], 3));
	assert_false(opens(store, "v", views, 1));
	assert_false(opens(store, "t", missing, 2));
	assert_false(opens(store, "nothing", columns[0], 3));
	store_let_go(store);
	assert_false(opens(store, "t", columns[0], 3));
	store_close(store);
	store = store_open(path, STORE_WRITE, &err);
	assert_ok(store && sql_run(store, "BEGIN IMMEDIATE; INSERT INTO t VALUES (1000000, 'a', 'c', 1)", &err), err);
	store->held = true;
	assert_false(opens(store, "t", columns[0], 3));
	store_close(store);
	run(path, "PRAGMA journal_mode = WAL; DELETE FROM t");
	store = open_held(path);
	assert_false(opens(store, "t", columns[0], 3));
	store_close(store);
}

/* Texts of two bytes a character stand in the file as they are. */
static void test_utf16(void **state)
{
	struct err err = ERR_INIT;
	char path[600];
	run(in_folder(*state, "c.db", path), "PRAGMA encoding = 'UTF-16le'; CREATE TABLE gone (x); DROP TABLE gone");
	struct store *store = store_open(path, STORE_CREATE, &err);
	assert_ok(store && PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_REGION, "id=region:r|name=吕梁"}), err);
	store_close(store);
	run(path, "CREATE TABLE t (key INTEGER PRIMARY KEY, a TEXT, b INTEGER) STRICT");
	store = open_held(path);
	assert_false(opens(store, "t", columns[0], 3));
	assert_dump(store, KIND_REGION, "region|id=region:r|name=吕梁\n");
	store_close(store);
}

/* Only while the lock is there: SQLite may have ended the transaction itself. */
static void test_no_transaction(void **state)
{
	struct test_random r = test_random();
	char path[600];
	make(&r, in_folder(*state, "c.db", path), 4096, 100);
	struct store *store = open_held(path);
	assert_int_equal(sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_false(opens(store, "t", columns[0], 3));
	store_close(store);
}

/* A file that another program cuts off while it is read is a damaged one, not one that could not be written. */
static void test_cut_off(void **state)
{
	struct test_random r = test_random();
	struct err err = ERR_INIT;
	struct following f = {.last = INT64_MIN};
	struct scan scan;
	char path[600];
	make(&r, in_folder(*state, "c.db", path), 1024, 2000);
	struct store *store = open_held(path);
	assert_true(scan_open(&scan, store, "t", columns[0], 3));
	assert_int_equal(truncate(path, (off_t)(scan.root + 2) * 1024), 0);
	assert_false(scan_range(&scan, INT64_MIN, INT64_MAX, (struct scan_sink){follow, &f}, &err));
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.message, "malformed"));
	scan_close(&scan);
	store_close(store);
}

/* From a page on each leads to the next, so many times, and the last one is a leaf without rows. */
static void lead_down(const char *path, uint32_t page, unsigned deep, unsigned times)
{
	enum { SIZE = 512, CELL = 500 };
	FILE *file = fopen(path, "rb+");
	for (unsigned i = 0; i <= deep; i++, page++) {
		uint32_t below = page + 1;
		const uint8_t child[] = {(uint8_t)(below >> 24), (uint8_t)(below >> 16), (uint8_t)(below >> 8), (uint8_t)below};
		uint8_t bytes[SIZE] = {i < deep ? 5 : 13};
		if (i < deep) {
			bytes[4] = (uint8_t)(times - 1);
			memcpy(bytes + 8, child, sizeof child);
			memcpy(bytes + CELL, child, sizeof child);
			for (unsigned k = 0; k + 1 < times; k++)
				memcpy(bytes + 12 + 2 * k, (const uint8_t[]){CELL >> 8, CELL & 0xFF}, 2);
		}
		fseek(file, (long)(page - 1) * SIZE, SEEK_SET);
		assert_int_equal(fwrite(bytes, SIZE, 1, file), 1);
	}
	fclose(file);
}

/* A tree goes no deeper than SQLite's, and has each page once, or reading it would end the stack or never end. */
static void test_no_tree(void **state)
{
	static const struct {
		const char *name;
		unsigned deep, times;
		bool reads;
	} rows[] = {{"one below the other", 15, 1, true}, {"too deep", 40, 1, false}, {"the same ones again and again", 15, 200, false}};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct following f = {.last = INT64_MIN};
		struct scan scan;
		char path[600], name[32];
		snprintf(name, sizeof name, "%zu.db", i);
		make(&r, in_folder(*state, name, path), 512, 2000);
		struct store *store = open_held(path);
		assert_true(scan_open(&scan, store, "t", columns[0], 3));
		lead_down(path, scan.root, rows[i].deep, rows[i].times);
		scan_close(&scan); /* it has pages of before */
		assert_true(scan_open(&scan, store, "t", columns[0], 3));
		alarm(20);
		assert_row(scan_range(&scan, INT64_MIN, INT64_MAX, (struct scan_sink){follow, &f}, &err) == rows[i].reads, rows[i].name);
		alarm(0);
		assert_row(err.code == (rows[i].reads ? ERR_NONE : ERR_DATA) && f.n == 0, rows[i].name);
		scan_close(&scan);
		store_close(store);
	}
}

/* A record that says it is longer than any memory. */
static void test_huge_record(void **state)
{
	enum { SIZE = 512, CELL = 300, LENGTH_BYTES = 8, LOCAL = 39, ROOM = SIZE - 4 };
	const uint64_t length = LOCAL + (UINT64_C(1) << 40) * ROOM;
	struct test_random r = test_random();
	struct err err = ERR_INIT;
	struct following f = {.last = INT64_MIN};
	struct scan scan;
	char path[600];
	uint8_t bytes[SIZE] = {13, [4] = 1, [8] = CELL >> 8, CELL & 0xFF, [CELL + LENGTH_BYTES] = 1};
	for (unsigned i = 0; i < LENGTH_BYTES; i++)
		bytes[CELL + i] = (uint8_t)((length >> 7 * (LENGTH_BYTES - 1 - i) & 0x7F) | (i + 1 < LENGTH_BYTES ? 0x80 : 0));
	make(&r, in_folder(*state, "c.db", path), SIZE, 2000);
	struct store *store = open_held(path);
	assert_true(scan_open(&scan, store, "t", columns[0], 3));
	FILE *file = fopen(path, "rb+");
	fseek(file, (long)(scan.root - 1) * SIZE, SEEK_SET);
	assert_int_equal(fwrite(bytes, SIZE, 1, file), 1);
	fclose(file);
	scan_close(&scan);
	assert_true(scan_open(&scan, store, "t", columns[0], 3));
	assert_false(scan_range(&scan, INT64_MIN, INT64_MAX, (struct scan_sink){follow, &f}, &err));
	assert_int_equal(err.code, ERR_DATA);
	scan_close(&scan);
	store_close(store);
}

static void change_bytes(struct test_random *r, const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	static unsigned char bytes[1 << 22];
	size_t n = fread(bytes, 1, sizeof bytes, in);
	for (uint32_t i = test_random_below(r, 40) + 1; i; i--) {
		/* most of what steers a walk stands at the start of a page */
		size_t page = test_random_below(r, (uint32_t)(n / 512)) * 512;
		size_t at = page + (i % 2 ? test_random_below(r, 40) : test_random_below(r, 512));
		if (at >= 4096)
			bytes[at] = (unsigned char)test_random_below(r, 256);
	}
	fwrite(bytes, 1, n, out);
	fclose(in);
	fclose(out);
}

/* Whatever stands in the file, the walk ends, reads nothing outside of it, and hands over ascending keys or an error. */
static void test_any_bytes(void **state)
{
	struct test_random r = test_random();
	char path[600], broken[600];
	size_t refused = 0;
	make(&r, in_folder(*state, "c.db", path), 512, 400);
	in_folder(*state, "broken.db", broken);
	for (int i = 0; i < 300; i++) {
		struct err err = ERR_INIT, ignored = ERR_INIT;
		uint64_t generation;
		change_bytes(&r, path, broken);
		struct store *store = store_open(broken, STORE_READ, &err);
		for (int table = 0; store && table < 2 && store_hold(store, &generation, &ignored); table++) {
			struct following f = {.last = INT64_MIN};
			struct scan scan;
			if (scan_open(&scan, store, table ? "w" : "t", columns[table], 3)) {
				bool ok = scan_range(&scan, INT64_MIN, INT64_MAX, (struct scan_sink){follow, &f}, &err);
				assert_true(ok || err.code);
				refused += !ok;
				scan_close(&scan);
			}
			store_let_go(store);
			err_clear(&err);
		}
		store_close(store);
	}
	assert_true(refused > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_rows, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_first_and_last_key, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_left_to_sqlite, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_utf16, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_no_transaction, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_cut_off, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_no_tree, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_huge_record, test_folder_make, test_folder_remove),
		cmocka_unit_test_setup_teardown(test_any_bytes, test_folder_make, test_folder_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
