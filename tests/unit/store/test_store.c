#include "catalogue.h"
#include "support/file.h"

#include "base/file.h"
#include "store/sql_internal.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct store *make(const struct test_folder *folder, const char *name)
{
	char path[600];
	struct err err = ERR_INIT;
	struct store *store = store_open(in_folder(folder, name, path), STORE_CREATE, &err);
	assert_ok(store, err);
	return store;
}

static void put_file(const struct test_folder *folder, const char *name, struct str content)
{
	char path[600];
	write_file(in_folder(folder, name, path), content);
}

static void assert_refused(const struct test_folder *folder, const char *name, enum store_mode mode, enum err_code code, const char *message)
{
	char path[600];
	struct err err = ERR_INIT;
	assert_null(store_open(in_folder(folder, name, path), mode, &err));
	if (err.code != code || !strstr(err.message, message))
		fail_msg("%s: status %d, %s", name, err.code, err.message);
	assert_string_equal(err.where, path);
}

static void test_opening(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	assert_refused(folder, "none.db", STORE_READ, ERR_NO_INPUT, "No such file");
	assert_refused(folder, "none.db", STORE_WRITE, ERR_NO_INPUT, "No such file");
	assert_refused(folder, "nowhere/none.db", STORE_CREATE, ERR_NO_INPUT, "found no folder");
	assert_refused(folder, ".", STORE_READ, ERR_NO_INPUT, "found a folder");
	put_file(folder, "text.db", STR("this is a text and no database, and it is longer than a header of one hundred bytes, which SQLite reads first"));
	assert_refused(folder, "text.db", STORE_READ, ERR_DATA, "found no SQLite file");
	assert_refused(folder, "text.db", STORE_CREATE, ERR_DATA, "found no SQLite file");
	put_file(folder, "empty.db", STR(""));
	assert_refused(folder, "empty.db", STORE_READ, ERR_DATA, "found an empty file");
	assert_refused(folder, "empty.db", STORE_WRITE, ERR_DATA, "found an empty file");
	store_close(make(folder, "empty.db"));

	sqlite3 *db;
	assert_int_equal(sqlite3_open(in_folder(folder, "other.db", path), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_refused(folder, "other.db", STORE_READ, ERR_DATA, "another program");

	struct store *store = make(folder, "new.db");
	assert_ok(sql_run(store, "PRAGMA user_version = 99", &err), err);
	store_close(store);
	assert_refused(folder, "new.db", STORE_READ, ERR_DATA, "found a catalogue of version 99");
	assert_refused(folder, "new.db", STORE_CREATE, ERR_DATA, "found a catalogue of version 99");
}

/* A catalogue whose tables somebody dropped is refused when it is read, not crashed on. */
static void test_damage(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	sqlite3 *db;
	size_t n;
	store_close(make(folder, "c.db"));
	assert_int_equal(sqlite3_open(in_folder(folder, "c.db", path), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DROP TABLE zones; CREATE TABLE zones (key INTEGER PRIMARY KEY, name)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	struct store *store = store_open(path, STORE_READ, &err);
	assert_ok(store, err);
	assert_ok(store_count(store, KIND_ZONE, &n, &err), err);
	assert_false(store_rows(store, KIND_ZONE, (struct row_sink){dump_row, NULL}, &err));
	assert_int_equal(err.code, ERR_DATA);
	store_close(store);
}

/* Batches: sums over all rows, and the shape of each. */
struct seen {
	size_t n_rows, n_batches;
	int64_t last_key, sum;
	size_t n_names, n_spans;
};

static bool look(void *self, const struct batch *batch, struct err *err)
{
	struct seen *seen = self;
	(void)err;
	size_t name = field_get(KIND_EVENT, "name"), zone = field_get(KIND_EVENT, "zone"), projects = field_get(KIND_EVENT, "projects"),
		inferred = field_get(KIND_EVENT, "inferred");
	assert_int_equal(batch->kind, KIND_EVENT);
	assert_in_range(batch->n_rows, 1, STORE_BATCH_ROWS);
	for (size_t i = 0; i < batch->n_rows; i++) {
		assert_true(batch->keys[i] > seen->last_key);
		seen->last_key = batch->keys[i];
		long number = strtol(column_text(&batch->columns[name], i).p + strlen("事"), NULL, 10);
		seen->sum += number;
		seen->n_names++;
		assert_int_equal(batch->columns[inferred].numbers[i], number % 2 ? 1 : NUMBER_NONE);
		assert_true((batch->columns[zone].numbers[i] == NUMBER_NONE) == (number % 5 != 0));
		const struct column *spans = &batch->columns[projects];
		size_t start = i ? spans->ends[i - 1] : 0;
		assert_int_equal(spans->ends[i] - start, (size_t)number % 3);
		for (size_t j = start; j < spans->ends[i]; j++)
			assert_int_equal(key_kind(spans->numbers[j]), KIND_PROJECT);
		seen->n_spans += spans->ends[i] - start;
	}
	seen->n_rows += batch->n_rows;
	seen->n_batches++;
	return true;
}

enum { EVENTS = 20000 };

static void fill(struct store *store)
{
	struct err err = ERR_INIT;
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	assert_ok(w, err);
	const struct test_row fixed[] = {{KIND_ZONE, "id=zone:z|name=z"}, {KIND_PROJECT, "id=project:a|name=a"}, {KIND_PROJECT, "id=project:b|name=b"}};
	for (size_t i = 0; i < 3; i++) {
		struct row row = row_of(fixed[i].kind, fixed[i].text, 1);
		assert_ok(store_put(w, &row, &err), err);
	}
	for (int i = 0; i < EVENTS; i++) {
		char text[128];
		snprintf(text, sizeof text, "id=event:e%d|name=事%d|zone=%s|inferred=%s|projects=%s", i, i, i % 5 ? "~" : "zone:z", i % 2 ? "true" : "~",
			i % 3 == 0 ? "~" : i % 3 == 1 ? "project:b" : "project:b;project:a");
		struct row row = row_of(KIND_EVENT, text, 1);
		assert_ok(store_put(w, &row, &err), err);
	}
	assert_ok(store_commit(w, NULL, &err), err);
}

static void test_batches(void **state)
{
	struct store *store = make(*state, "c.db");
	struct err err = ERR_INIT;
	struct seen all = {0}, parts = {0}, page = {0};
	fill(store);
	int64_t first, last;
	assert_ok(store_key_range(store, KIND_EVENT, &first, &last, &err), err);
	assert_ok(store_read(store, KIND_EVENT, first, last, (struct batch_sink){look, &all}, &err), err);
	assert_int_equal(all.n_rows, EVENTS);
	assert_int_equal(all.n_batches, (EVENTS + STORE_BATCH_ROWS - 1) / STORE_BATCH_ROWS);
	assert_int_equal(all.sum, (int64_t)EVENTS * (EVENTS - 1) / 2);
	int64_t middle = first + (last - first) / 3;
	assert_ok(store_read(store, KIND_EVENT, first, middle, (struct batch_sink){look, &parts}, &err), err);
	assert_in_range(parts.n_rows, EVENTS / 4, EVENTS / 2);
	assert_ok(store_read(store, KIND_EVENT, middle + 1, last, (struct batch_sink){look, &parts}, &err), err);
	assert_int_equal(parts.sum, all.sum);
	assert_int_equal(parts.n_spans, all.n_spans);
	assert_ok(store_page(store, KIND_EVENT, 10000, 7, (struct batch_sink){look, &page}, &err), err);
	assert_int_equal(page.n_rows, 7);
	assert_int_equal(page.sum, 10000 * 7 + 21);
	assert_ok(store_page(store, KIND_EVENT, EVENTS, 7, (struct batch_sink){look, &page}, &err), err);
	assert_ok(store_page(store, KIND_EVENT, 0, 0, (struct batch_sink){look, &page}, &err), err);
	assert_int_equal(page.n_batches, 1);
	assert_ok(store_key_range(store, KIND_FLOW, &first, &last, &err), err);
	assert_int_equal(first, 0);
	assert_int_equal(last, 0);
	store_close(store);
}

struct reader {
	const char *path;
	int64_t first, last;
	struct seen seen;
	struct err err;
	bool ok;
};

static void *read_part(void *self)
{
	struct reader *r = self;
	uint64_t generation;
	struct store *store = store_open(r->path, STORE_READ, &r->err);
	r->ok = store && store_hold(store, &generation, &r->err)
		&& store_read(store, KIND_EVENT, r->first, r->last, (struct batch_sink){look, &r->seen}, &r->err);
	store_close(store);
	return NULL;
}

static void test_parallel_readers(void **state)
{
	struct store *store = make(*state, "c.db");
	struct err err = ERR_INIT;
	enum { N = 4 };
	struct reader readers[N] = {{0}};
	pthread_t threads[N];
	int64_t first, last, sum = 0;
	fill(store);
	assert_ok(store_key_range(store, KIND_EVENT, &first, &last, &err), err);
	for (int i = 0; i < N; i++) {
		readers[i] = (struct reader){.path = store_path(store), .first = first + (last - first) / N * i + (i ? 1 : 0),
			.last = i == N - 1 ? last : first + (last - first) / N * (i + 1)};
		assert_int_equal(pthread_create(&threads[i], NULL, read_part, &readers[i]), 0);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(threads[i], NULL);
		assert_ok(readers[i].ok, readers[i].err);
		sum += readers[i].seen.sum;
	}
	assert_int_equal(sum, (int64_t)EVENTS * (EVENTS - 1) / 2);
	store_close(store);
}

static void test_labels(void **state)
{
	struct store *store = make(*state, "c.db");
	struct err err = ERR_INIT;
	int64_t key, none;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=兴县"}, {KIND_IDENTITY, "id=identity:i|a=zone:x|b=zone:y|certainty=maybe"}, {KIND_ZONE, "id=zone:y|name=y"}), err);
	struct strbuf id = {0}, name = {0};
	assert_ok(store_key(store, STR("zone:x"), &key, &err) && store_label(store, key, &id, &name, &err), err);
	assert_string_equal(id.p, "zone:x");
	assert_string_equal(name.p, "兴县");
	strbuf_clear(&name);
	assert_ok(store_key(store, STR("identity:i"), &key, &err) && store_label(store, key, NULL, &name, &err), err);
	assert_string_equal(name.p, "identity:i");
	assert_ok(store_key(store, STR("zone:none"), &none, &err) && store_key(store, STR("nonsense"), &none, &err), err);
	assert_int_equal(none, 0);
	const int64_t wrong[] = {0, -5, 31, key + 3200};
	for (size_t i = 0; i < 4; i++) {
		struct err no = ERR_INIT;
		assert_false(store_label(store, wrong[i], &id, &name, &no));
		assert_int_equal(no.code, ERR_NO_MATCH);
	}
	strbuf_release(&id);
	strbuf_release(&name);
	store_close(store);
}

static void test_changes_are_noticed(void **state)
{
	const struct test_folder *folder = *state;
	struct store *writer = make(folder, "c.db");
	struct err err = ERR_INIT;
	struct store *reader = store_open(store_path(writer), STORE_READ, &err);
	uint64_t before, after, same;
	assert_ok(reader, err);
	assert_ok(store_generation(reader, &before, &err), err);
	assert_ok(PUT(writer, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	assert_ok(store_generation(reader, &after, &err), err);
	assert_int_not_equal(before, after);
	assert_ok(PUT(writer, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	assert_ok(store_generation(reader, &same, &err), err);
	assert_int_equal(same, after);
	/* What is held stays as it was; the writer waits and gives up. */
	assert_ok(store_hold(reader, &after, &err), err);
	assert_false(PUT(writer, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=b"}));
	assert_int_equal(err.code, ERR_BUSY);
	err_clear(&err);
	assert_dump(reader, KIND_ZONE, "zone|id=zone:x|name=a\n");
	store_let_go(reader);
	assert_ok(PUT(writer, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=b"}), err);
	store_close(reader);
	store_close(writer);
}

static void test_one_writer(void **state)
{
	const struct test_folder *folder = *state;
	struct store *one = make(folder, "c.db");
	struct err err = ERR_INIT;
	struct store *two = store_open(store_path(one), STORE_WRITE, &err);
	assert_ok(two, err);
	struct store_writer *w = store_begin(one, ORIGIN_IMPORT, &err);
	assert_ok(w, err);
	assert_null(store_begin(two, ORIGIN_IMPORT, &err));
	assert_int_equal(err.code, ERR_BUSY);
	store_rollback(w);
	err_clear(&err);
	assert_ok(PUT(two, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	store_close(one);
	store_close(two);
}

static void test_reader_cannot_write(void **state)
{
	const struct test_folder *folder = *state;
	struct store *store = make(folder, "c.db");
	struct err err = ERR_INIT;
	struct store *reader = store_open(store_path(store), STORE_READ, &err);
	assert_ok(reader, err);
	assert_false(PUT(reader, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}));
	assert_int_equal(err.code, ERR_WRITE);
	store_close(reader);
	store_close(store);
}

static void test_folder_one_may_not_write(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	struct store *store = make(folder, "c.db");
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	store_close(store);
	chmod(in_folder(folder, "c.db", path), 0444);
	chmod(folder->path, 0555);
	store = store_open(path, STORE_READ, &err);
	assert_ok(store, err);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=a\n");
	store_close(store);
	if (geteuid() != 0) {
		assert_refused(folder, "c.db", STORE_WRITE, ERR_WRITE, "denied");
		assert_refused(folder, "d.db", STORE_CREATE, ERR_CREATE, "denied");
	}
}

static void test_copy(void **state)
{
	const struct test_folder *folder = *state;
	struct store *store = make(folder, "c.db");
	char path[600];
	struct err err = ERR_INIT;
	uint64_t a = 0, b = 0;
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	assert_ok(store_copy(store, in_folder(folder, "copy.db", path), false, &err), err);
	struct store *copy = store_open(path, STORE_READ, &err);
	assert_ok(copy, err);
	assert_dump(copy, KIND_ZONE, "zone|id=zone:x|name=a\n");
	assert_ok(store_generation(store, &a, &err) && store_generation(copy, &b, &err), err);
	assert_int_equal(a, b);
	store_close(copy);
	assert_false(store_copy(store, path, false, &err));
	assert_int_equal(err.code, ERR_CREATE);
	err_clear(&err);
	assert_ok(store_copy(store, path, true, &err), err);
	assert_false(store_copy(store, in_folder(folder, "none/copy.db", path), false, &err));
	assert_int_equal(err.code, ERR_CREATE);
	store_close(store);
	/* Nothing is left lying about. */
	assert_int_equal(test_files_in(folder->path), 2);
}

/* A crash in the middle of a commit leaves a journal: the next reader rolls it back. */
static void test_hot_journal(void **state)
{
	const struct test_folder *folder = *state;
	char path[600], command[2600];
	struct err err = ERR_INIT;
	struct store *store = make(folder, "c.db");
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	assert_ok(sql_run(store, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; UPDATE zones SET name = 'torn';"
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
		"INSERT INTO regions (key, origin, id, name) SELECT 32 * i, 'edit', 'region:x' || i, hex(randomblob(200)) FROM n", &err), err);
	snprintf(command, sizeof command, "cp '%s' '%s/torn.db' && cp '%s-journal' '%s/torn.db-journal'", store_path(store), folder->path, store_path(store), folder->path);
	assert_int_equal(system(command), 0);
	store_close(store);
	store = store_open(in_folder(folder, "torn.db", path), STORE_READ, &err);
	assert_ok(store, err);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=a\n");
	assert_dump(store, KIND_REGION, "");
	store_close(store);
}

/* Ended while it is written: nothing is there, nor beside it. */
static void test_copy_ended(void **state)
{
	const struct test_folder *folder = *state;
	struct store *store = make(folder, "c.db");
	char path[600];
	struct err err = ERR_INIT;
	int status = 0;
	in_folder(folder, "copy.db", path);
	pid_t child = fork();
	if (child == 0) {
		signal(SIGXFSZ, SIG_DFL);
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){8192, 8192});
		_exit(store_copy(store, path, false, &err));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	store_close(store);
	assert_int_equal(test_files_in(folder->path), 1);
}

/* A journal that is left beside the target is of another file. */
static void test_copy_beside_a_journal(void **state)
{
	const struct test_folder *folder = *state;
	static const char *const journals[] = {"copy.db-journal", "copy.db-wal"};
	struct store *store = make(folder, "c.db");
	char path[600], journal[600];
	struct err err = ERR_INIT;
	in_folder(folder, "copy.db", path);
	for (size_t i = 0; i < 2; i++) {
		assert_ok(file_write(in_folder(folder, journals[i], journal), STR("x"), false, &err), err);
		assert_false(store_copy(store, path, true, &err));
		assert_int_equal(err.code, ERR_CREATE);
		assert_string_equal(err.where, journal);
		err_clear(&err);
		assert_int_equal(unlink(journal), 0);
	}
	assert_ok(store_copy(store, path, true, &err), err);
	store_close(store);
}

static void test_path_is_no_uri(void **state)
{
	const struct test_folder *folder = *state;
	char before[600];
	struct err err = ERR_INIT;
	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(folder->path), 0);
	struct store *store = store_open("file:x?mode=memory", STORE_CREATE, &err);
	assert_ok(store, err);
	assert_ok(store_copy(store, "file:y?mode=memory", false, &err), err);
	store_close(store);
	assert_true(file_exists("file:x?mode=memory") && file_exists("file:y?mode=memory"));
	assert_int_equal(chdir(before), 0);
}

/* A catalogue may come from anybody: what its schema would have done is not done, and a view is no table. */
static void test_nothing_in_a_schema_runs(void **state)
{
	char path[600];
	struct err err = ERR_INIT;
	sqlite3 *db;
	size_t n = 0;
	struct store *store = store_open(in_folder(*state, "hostile.db", path), STORE_CREATE, &err);
	assert_ok(store && PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_REGION, "id=region:r|name=吕梁"}), err);
	store_close(store);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE TRIGGER away AFTER INSERT ON zones BEGIN DELETE FROM regions; END; ALTER TABLE persons RENAME TO others; CREATE VIEW persons AS SELECT * FROM others", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	store = store_open(path, STORE_WRITE, &err);
	assert_ok(store && PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=兴县"}), err);
	assert_dump(store, KIND_REGION, "region|id=region:r|name=吕梁\n");
	assert_false(store_count(store, KIND_PERSON, &n, &err));
	assert_int_equal(err.code, ERR_DATA);
	store_close(store);
}

static int make_with_seeds(const char *path)
{
	struct err err = ERR_INIT;
	bool needed = true;
	struct store *store = store_open(path, STORE_CREATE, &err);
	struct store_writer *w = store ? store_begin_seeds(store, STR("one"), &needed, &err) : NULL;
	struct row row = row_of(KIND_ZONE, "id=zone:x|name=a", 2);
	if (w && store_put(w, &row, &err))
		store_commit(w, NULL, &err);
	store_close(store);
	if (err.code)
		fprintf(stderr, "%s\n", err.message);
	return (int)err.code;
}

/* What each of several processes does that start at once where there is no catalogue yet. A disk may keep them waiting. */
static int make_in_the_end(const char *path)
{
	enum { TRIES = 30 };
	int code = ERR_BUSY;
	for (int i = 0; i < TRIES && code == ERR_BUSY; i++)
		code = make_with_seeds(path);
	return code;
}

static void test_rivals_make_one_catalogue(void **state)
{
	const struct test_folder *folder = *state;
	enum { ROUNDS = 25, RIVALS = 6 };
	char path[600], name[32];
	for (int round = 0; round < ROUNDS; round++) {
		int gate[2];
		struct err err = ERR_INIT;
		snprintf(name, sizeof name, "%d.db", round);
		in_folder(folder, name, path);
		assert_int_equal(pipe(gate), 0);
		pid_t children[RIVALS];
		for (int i = 0; i < RIVALS; i++)
			if ((children[i] = fork()) == 0) {
				char byte;
				close(gate[1]);
				_exit(read(gate[0], &byte, 1) ? 1 : make_in_the_end(path));
			}
		close(gate[0]);
		close(gate[1]);
		for (int i = 0; i < RIVALS; i++) {
			int status;
			assert_int_equal(waitpid(children[i], &status, 0), children[i]);
			assert_true(WIFEXITED(status));
			assert_int_equal(WEXITSTATUS(status), 0);
		}
		struct store *store = store_open(path, STORE_READ, &err);
		assert_ok(store, err);
		assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=a\n");
		store_close(store);
	}
}

/* No room on the disk: the rows are not there, and the catalogue is what it was. */
static void test_full_disk(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	struct store *store = make(folder, "c.db");
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	assert_ok(sql_run(store, "PRAGMA max_page_count = 1", &err), err);
	struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
	bool ok = w != NULL;
	for (int i = 0; ok && i < 5000; i++) {
		char text[64];
		snprintf(text, sizeof text, "id=zone:n%d|name=n", i);
		struct row row = row_of(KIND_ZONE, text, 2);
		ok = store_put(w, &row, &err);
	}
	assert_false(ok);
	assert_int_equal(err.code, ERR_WRITE);
	store_close(store);
	err_clear(&err);
	store = store_open(in_folder(folder, "c.db", path), STORE_READ, &err);
	assert_ok(store, err);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=a\n");
	store_close(store);
}

/* A key that leaves no room for the next one: somebody else wrote it. */
static void test_keys_run_out(void **state)
{
	const struct test_folder *folder = *state;
	struct err err = ERR_INIT;
	struct store *store = make(folder, "c.db");
	assert_ok(sql_run(store, "INSERT INTO zones (key, origin, id, name) VALUES (9223372036854775780, 'edit', 'zone:last', 'x')", &err), err);
	assert_false(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}));
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.message, "expected a smaller one"));
	store_close(store);
}

static void test_linked_catalogue(void **state)
{
	const struct test_folder *folder = *state;
	char path[600], link[600];
	struct err err = ERR_INIT;
	struct stat st;
	store_close(make(folder, "c.db"));
	assert_int_equal(symlink("c.db", in_folder(folder, "link.db", link)), 0);
	struct store *store = store_open(link, STORE_WRITE, &err);
	assert_ok(store, err);
	assert_ok(PUT(store, ORIGIN_IMPORT, NULL, &err, {KIND_ZONE, "id=zone:x|name=a"}), err);
	/* A copy over a link is a copy over what it leads to, unless that is the catalogue. */
	assert_false(store_copy(store, in_folder(folder, "c.db", path), true, &err));
	assert_int_equal(err.code, ERR_CREATE);
	err_clear(&err);
	store_close(store);
	store = store_open(path, STORE_READ, &err);
	assert_ok(store, err);
	store_close(make(folder, "d.db"));
	assert_int_equal(unlink(link), 0);
	assert_int_equal(symlink("d.db", link), 0);
	assert_ok(store_copy(store, link, true, &err), err);
	store_close(store);
	assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
	store = store_open(in_folder(folder, "d.db", path), STORE_READ, &err);
	assert_ok(store, err);
	assert_dump(store, KIND_ZONE, "zone|id=zone:x|name=a\n");
	store_close(store);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, test_folder_make, test_folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_FOLDER(test_opening), WITH_FOLDER(test_damage), WITH_FOLDER(test_batches), WITH_FOLDER(test_parallel_readers),
		WITH_FOLDER(test_labels), WITH_FOLDER(test_changes_are_noticed), WITH_FOLDER(test_one_writer), WITH_FOLDER(test_reader_cannot_write),
		WITH_FOLDER(test_folder_one_may_not_write), WITH_FOLDER(test_copy), WITH_FOLDER(test_copy_ended), WITH_FOLDER(test_copy_beside_a_journal), WITH_FOLDER(test_hot_journal), WITH_FOLDER(test_path_is_no_uri), WITH_FOLDER(test_nothing_in_a_schema_runs),
		WITH_FOLDER(test_rivals_make_one_catalogue), WITH_FOLDER(test_full_disk), WITH_FOLDER(test_keys_run_out), WITH_FOLDER(test_linked_catalogue),
	};
	return cmocka_run_group_tests_name("store/store", tests, NULL, NULL);
}
