/* floors: store model text base */
/* options: -len_control=0 -max_len=260 */
/*
 * A hostile catalogue file, read straight from its pages and by SQLite: neither goes outside of it or on without an
 * end, and where both have something to say it is the same.
 *
 * The target makes the file of two small tables itself. The input tells how it is changed:
 *
 *	0          what follows replaces the whole file
 *	else       steps of 5 bytes: an operation (low two bits of byte 0), a place (bytes 1 and 2), a value (bytes 3 and 4)
 */
#include "base/alloc.h"
#include "store/scan_internal.h"
#include "store/schema_internal.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEP_BYTES = 5, PAGE_BYTES = 512, FILE_MOST = 1 << 17 };

static char path[PATH_MAX];
static unsigned char sound[FILE_MOST];
static size_t sound_n;

/* Rows from before a column was added, all widths of integers, records of one page and of several. */
static const char tables[] =
	"PRAGMA page_size = 512; PRAGMA journal_mode = MEMORY; BEGIN;"
	"CREATE TABLE meta (only INTEGER PRIMARY KEY, generation INTEGER) STRICT; INSERT INTO meta VALUES (1, 7);"
	"CREATE TABLE t (key INTEGER PRIMARY KEY, a TEXT, c TEXT) STRICT;"
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
	"INSERT INTO t SELECT i * i * i, substr(hex(zeroblob(700)), 1, CASE WHEN i % 9 THEN i * 3 ELSE i * 37 END), i FROM n;"
	"ALTER TABLE t ADD COLUMN b INTEGER;"
	"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 30)"
	"INSERT INTO t SELECT 100000 + i, 'x', NULL, (1 << (i * 2)) - i % 3 FROM n;"
	"CREATE TABLE w (owner INTEGER, source INTEGER, a TEXT, b INTEGER, PRIMARY KEY (owner, source)) STRICT, WITHOUT ROWID;"
	"INSERT INTO w SELECT key / 50, key, a, b FROM t;"
	"COMMIT";

static void fail_if(bool wrong, const char *what)
{
	if (!wrong)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void make_sound(void)
{
	sqlite3 *db;
	char marks[96];
	snprintf(marks, sizeof marks, "PRAGMA application_id = %d; PRAGMA user_version = %zu", SCHEMA_APPLICATION_ID, schema_migrations.n);
	remove(path);
	fail_if(sqlite3_open(path, &db) != SQLITE_OK || sqlite3_exec(db, tables, NULL, NULL, NULL) != SQLITE_OK
			|| sqlite3_exec(db, marks, NULL, NULL, NULL) != SQLITE_OK, sqlite3_errmsg(db));
	sqlite3_close(db);
	FILE *in = fopen(path, "rb");
	fail_if(!in, "no file");
	sound_n = fread(sound, 1, sizeof sound, in);
	fclose(in);
	fail_if(!sound_n || sound_n == sizeof sound, "a file of another size");
}

static void write_file(const unsigned char *bytes, size_t n)
{
	FILE *out = fopen(path, "wb");
	fail_if(!out || fwrite(bytes, 1, n, out) != n || fclose(out) != 0, "the file cannot be written");
}

/* A byte or a word anywhere, a word at the start of a page, or an end of the file. */
static size_t change(unsigned char *bytes, size_t n, const uint8_t *step)
{
	size_t place = (size_t)step[1] | (size_t)step[2] << 8, page = step[1] % (n / PAGE_BYTES + 1) * PAGE_BYTES;
	switch (step[0] & 3) {
	case 0:
		bytes[place % n] = step[3];
		break;
	case 1:
		memcpy(bytes + place % (n - 1), step + 3, 2);
		break;
	case 2:
		if (page + step[2] % 64 + 2 <= n)
			memcpy(bytes + page + step[2] % 64, step + 3, 2);
		break;
	case 3:
		return step[3] == 0xFF && place > 2 * PAGE_BYTES && place < n ? place : n;
	}
	return n;
}

/* -- reading --------------------------------------------------------------------------- */

/* Rows as text: what is compared. */
static void add_value(struct strbuf *out, enum scan_type type, int64_t number, struct str text)
{
	if (type == SCAN_INTEGER)
		strbuf_printf(out, "i%lld", (long long)number);
	else if (type == SCAN_TEXT)
		strbuf_printf(out, "t%zu:", text.n);
	strbuf_add(out, type == SCAN_TEXT ? text : STR(""));
	strbuf_add_c(out, "|");
}

static bool take(void *self, const struct scan_value *values, struct err *err)
{
	(void)err;
	for (int i = 0; i < 3; i++)
		add_value(self, values[i].type, values[i].number, values[i].text);
	return true;
}

static bool read_by_sql(struct store *store, const char *text, struct strbuf *out)
{
	struct err err = ERR_INIT;
	sqlite3_stmt *s = sql_prepare(store, text, &err);
	bool row = true, ok = s != NULL;
	while (ok && (ok = sql_step(store, s, &row, &err)) && row)
		for (int i = 0; i < 3; i++) {
			int type = sqlite3_column_type(s, i);
			add_value(out, type == SQLITE_NULL ? SCAN_NULL : type == SQLITE_INTEGER ? SCAN_INTEGER : SCAN_TEXT,
				sqlite3_column_int64(s, i), sql_text(s, i));
		}
	sqlite3_finalize(s);
	return ok;
}

static void read_both(struct store *store, const char *table, const char *const *columns, const char *text)
{
	struct err err = ERR_INIT;
	struct scan scan;
	struct strbuf by_scan = {0}, by_sql = {0};
	if (!scan_open(&scan, store, table, columns, 3))
		return;
	bool read = scan_range(&scan, INT64_MIN, INT64_MAX, (struct scan_sink){take, &by_scan}, &err);
	fail_if(!read && err.code != ERR_DATA, "an error of another kind");
	if (read && read_by_sql(store, text, &by_sql))
		fail_if(!str_eq(strbuf_str(&by_scan), strbuf_str(&by_sql)), "other rows than those of SQLite");
	for (int64_t from = -5; read && from < 110000; from += 9973)
		scan_range(&scan, from, from + 12000, (struct scan_sink){take, &by_scan}, &err);
	scan_close(&scan);
	strbuf_release(&by_scan);
	strbuf_release(&by_sql);
}

static void open_and_read(void)
{
	static const char *const of_t[] = {"key", "a", "b"}, *const of_w[] = {"owner", "a", "b"};
	struct err err = ERR_INIT;
	uint64_t generation;
	struct store *store = store_open(path, STORE_READ, &err);
	if (store && store_hold(store, &generation, &err)) {
		read_both(store, "t", of_t, "SELECT key, a, b FROM t NOT INDEXED ORDER BY key");
		read_both(store, "w", of_w, "SELECT owner, a, b FROM w ORDER BY owner, source");
	}
	store_close(store);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Beside the program, each process for itself. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char program[PATH_MAX - 64];
	(void)argc;
	snprintf(program, sizeof program, "%s", (*argv)[0]);
	snprintf(path, sizeof path, "%s/pages-%ld.db", dirname(program), (long)getpid());
	make_sound();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (!n)
		return 0;
	if (!data[0]) {
		write_file(data + 1, n - 1);
	} else {
		unsigned char *bytes = xmalloc(sound_n);
		size_t bytes_n = sound_n;
		memcpy(bytes, sound, sound_n);
		for (size_t at = 1; at + STEP_BYTES <= n; at += STEP_BYTES)
			bytes_n = change(bytes, bytes_n, data + at);
		write_file(bytes, bytes_n);
		free(bytes);
	}
	open_and_read();
	return 0;
}
