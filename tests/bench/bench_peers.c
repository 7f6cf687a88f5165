/*
 * What else finds lines: fzf, fzy and VisiData under a pseudo-terminal, DuckDB through node, each on the same names and
 * rows, where it is installed; else a word says that it was skipped.
 *
 * usage: bench_peers PEERS.db FOLDER OUT.json     (PEERS.db: what bench_index leaves; FOLDER: for files, and node_modules)
 */
#include "base/strbuf.h"
#include "measure.h"

#include <sqlite3.h>
#include <sys/ioctl.h>

enum { PEER_QUIET_MS = 400, KEYS_MOST = 100 };

static FILE *json;
static bool wrong;

static void say(const char *key, const char *what, double value, const char *unit)
{
	printf("  %-56s %12.3f %s\n", what, value, unit);
	fprintf(json, ",\n\"%s\": %.4f", key, value);
}

static bool installed(const char *name)
{
	struct strbuf command = {0};
	strbuf_printf(&command, "command -v %s > /dev/null 2>&1", name);
	bool found = system(command.p) == 0;
	strbuf_release(&command);
	if (!found)
		printf("  skipped %s: not installed\n", name);
	return found;
}

/* -- the same rows ----------------------------------------------------------------------------- */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
	return s;
}

/* A line a row, columns parted by tabs: no name has one. */
static size_t write_rows(sqlite3 *db, const char *sql, const char *path)
{
	FILE *file = fopen(path, "we");
	sqlite3_stmt *s = prepare(db, sql);
	size_t n = 0;
	for (; file && sqlite3_step(s) == SQLITE_ROW; n++)
		for (int i = 0; i < sqlite3_column_count(s); i++) {
			const char *text = (const char *)sqlite3_column_text(s, i);
			fprintf(file, "%s%c", text ? text : "", i + 1 < sqlite3_column_count(s) ? '\t' : '\n');
		}
	sqlite3_finalize(s);
	if (!file || fclose(file) != 0)
		give_up(path, "cannot be written");
	return n;
}

static size_t count_names(sqlite3 *db, const char *word)
{
	sqlite3_stmt *s = prepare(db, "SELECT count(*) FROM p WHERE instr(name, ?1)");
	sqlite3_bind_text(s, 1, word, -1, SQLITE_TRANSIENT);
	size_t n = sqlite3_step(s) == SQLITE_ROW ? (size_t)sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

/* -- finders ------------------------------------------------------------------------------------- */

/* Start to all lines read, each key of the words of Chinese characters to the last byte of its answer. */
static void bench_finder(const char *name, const char *command, const char *loaded, const char *empty_line)
{
	char *const argv[] = {"/bin/sh", "-c", (char *)(uintptr_t)command, NULL};
	double ms[KEYS_MOST], bytes[KEYS_MOST], t = now_ms();
	char key[64], what[96];
	size_t n = 0;
	struct run r = run_start(argv, 120, 40);
	r.quiet_ms = PEER_QUIET_MS;
	struct reply ready = run_read(r, loaded, t);
	for (size_t w = 0; w < BENCH_CHARACTERS; w++) {
		for (const char *at = bench_characters[w].text; *at && n < KEYS_MOST;) {
			char one[8] = {0};
			memcpy(one, at, 3); /* a Chinese character */
			at += 3;
			struct reply a = run_press(r, one);
			ms[n] = a.settled_ms;
			bytes[n++] = (double)a.n_bytes;
		}
		run_press(r, empty_line);
	}
	run_stop(r);
	snprintf(key, sizeof key, "%s_ready_ms", name);
	snprintf(what, sizeof what, "%s, start to all lines read", name);
	say(key, what, ready.settled_ms, "ms");
	snprintf(key, sizeof key, "%s_key_p50_ms", name);
	snprintf(what, sizeof what, "%s, key to last byte, p50", name);
	say(key, what, quantile(ms, n, 0.5), "ms");
	snprintf(key, sizeof key, "%s_key_p95_ms", name);
	snprintf(what, sizeof what, "%s, key to last byte, p95", name);
	say(key, what, quantile(ms, n, 0.95), "ms");
	snprintf(key, sizeof key, "%s_key_bytes", name);
	snprintf(what, sizeof what, "%s, bytes of an answer, p50", name);
	say(key, what, quantile(bytes, n, 0.5), "bytes");
}

/* Lines that a filter prints. */
static size_t count_lines(const char *command)
{
	FILE *out = popen(command, "re");
	size_t n = 0;
	for (int c; out && (c = getc(out)) != EOF;)
		n += c == '\n';
	if (out)
		pclose(out);
	return n;
}

static void check_hits(const char *name, const char *command, size_t expected)
{
	size_t hits = count_lines(command);
	char key[64], what[96];
	snprintf(key, sizeof key, "%s_hits", name);
	snprintf(what, sizeof what, "%s, hits of 电解 (%zu are right)%s", name, expected, hits == expected ? "" : ": WRONG");
	say(key, what, (double)hits, "");
}

static void bench_visidata(const char *names)
{
	char command[4200];
	double t = now_ms();
	snprintf(command, sizeof command, "vd --batch -f txt '%s' -o /dev/null > /dev/null 2>&1", names);
	if (system(command) == 0)
		say("visidata_ready_ms", "visidata, start to all lines read", now_ms() - t, "ms");
}

/* -- DuckDB: lines "what TAB ms TAB hits" from node ------------------------------------------------- */

static void bench_duckdb(sqlite3 *db, const char *folder, const char *rows)
{
	char command[9000], line[300], what[96], key[64];
	snprintf(command, sizeof command, "NODE_PATH='%s/node_modules' node tests/bench/duckdb.cjs '%s' 2>/dev/null", folder, rows);
	FILE *out = popen(command, "re");
	size_t n = 0;
	while (out && fgets(line, sizeof line, out)) {
		double ms;
		size_t hits;
		if (sscanf(line, "%47s\t%lf\t%zu", key, &ms, &hits) != 3)
			continue;
		n++;
		snprintf(what, sizeof what, "DuckDB, %s (%zu)", key, hits);
		if (strcmp(key, "duckdb_count_ms") == 0 && hits != count_names(db, "电解"))
			wrong = true;
		say(key, what, ms, "ms");
	}
	if (out)
		pclose(out);
	if (!n)
		printf("  skipped DuckDB: no @duckdb/node-api for node (make bench-peers)\n");
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: %s PEERS.db FOLDER OUT.json\n", argv[0]);
		return 2;
	}
	sqlite3 *db;
	char names[4096], rows[4096], command[4400], loaded[64];
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		give_up(argv[1], "cannot be read");
	json = fopen(argv[3], "we");
	if (!json)
		give_up(argv[3], "cannot be written");
	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(names, sizeof names, "%s/names.txt", argv[2]);
	snprintf(rows, sizeof rows, "%s/rows.tsv", argv[2]);
	size_t n = write_rows(db, "SELECT name FROM p ORDER BY key", names), right = count_names(db, "电解");
	write_rows(db, "SELECT key, name, status, updated, invest FROM p ORDER BY key", rows);
	fprintf(json, "{\"lines\": %zu", n);
	if (installed("fzf")) {
		snprintf(loaded, sizeof loaded, "%zu/%zu", n, n);
		snprintf(command, sizeof command, "fzf -e < '%s'", names);
		bench_finder("fzf", command, loaded, "\x15");
		snprintf(command, sizeof command, "fzf -e --filter=电解 < '%s'", names);
		check_hits("fzf", command, right);
	}
	if (installed("fzy")) {
		snprintf(command, sizeof command, "fzy < '%s'", names);
		bench_finder("fzy", command, "> ", "\x15");
		snprintf(command, sizeof command, "fzy -e 电解 < '%s'", names);
		check_hits("fzy", command, right);
	}
	if (installed("vd"))
		bench_visidata(names);
	if (installed("node"))
		bench_duckdb(db, argv[2], rows);
	fprintf(json, "}\n");
	sqlite3_close(db);
	remove(names);
	remove(rows);
	if (wrong)
		fprintf(stderr, "bench_peers: the peers were given other rows\n");
	return fclose(json) == 0 && !wrong ? 0 : 1;
}
