/*
 * What else finds lines: fzf, fzy and VisiData under a pseudo-terminal on the same names, and how long DuckDB takes to
 * be ready, each where it is installed; else a word says that it was skipped. What DuckDB answers stands in bench_query
 * and bench_facet beside ours.
 *
 * usage: bench_peers PEERS OUT.json FOLDER     (PEERS: what fill_peers made; FOLDER/node_modules: DuckDB)
 */
#include "duckdb.h"
#include "figures.h"
#include "measure.h"
#include "peers.h"
#include "terminal.h"

#include <stdlib.h>

enum { PEER_QUIET_MS = 150, KEYS_MOST = 100, VISIDATA_LINES_MOST = 2000000 /* of which it needs 2 KB each */ };

static struct figures figures;

/* A program and what its answers look like. */
struct finder {
	const char *name;
	const char *arguments, *filter; /* to be used; to print the hits of 电解 */
	const char *ready;              /* seen when all lines are read; NULL: their number, as n/n */
};

static const struct finder finders[] = {
	{"fzf", "-e", "-e --filter=电解", NULL},
	{"fzy", "", "-e 电解", "> "},
};

static void say(const char *name, const char *key, const char *what, double value, const char *unit)
{
	char own_key[64], label[128];
	snprintf(own_key, sizeof own_key, "%s_%s", name, key);
	snprintf(label, sizeof label, "%s: %s", name, what);
	figure(&figures, own_key, label, value, unit, HITS_NONE);
}

/* Start to all lines read, each key of the words of Chinese characters to the last byte of its answer. */
static void bench_keys(const struct finder *f, const char *names, size_t n_lines)
{
	char command[4400], loaded[64];
	char *const argv[] = {"/bin/sh", "-c", command, NULL};
	double ms[KEYS_MOST], bytes[KEYS_MOST], t = now_ms();
	size_t n = 0;
	snprintf(command, sizeof command, "exec %s %s < '%s'", f->name, f->arguments, names);
	snprintf(loaded, sizeof loaded, "%zu/%zu", n_lines, n_lines);
	struct run r = run_start(argv);
	r.quiet_ms = PEER_QUIET_MS;
	struct reply ready = run_read(r, f->ready ? f->ready : loaded, t);
	for (size_t w = 0; w < bench_n_characters; w++) {
		for (const char *at = bench_characters[w].text; *at && n < KEYS_MOST; at += 3) {
			char one[8] = {0};
			memcpy(one, at, 3); /* a Chinese character */
			struct reply a = run_press(r, one);
			ms[n] = a.settled_ms;
			bytes[n] = (double)a.n_bytes;
			n += a.n_bytes > 0;
		}
		run_press(r, "\x15");
	}
	run_stop(r);
	say(f->name, "ready_ms", "start to all lines read", ready.settled_ms, "ms");
	say(f->name, "key_p50_ms", "key to last byte, p50", quantile(ms, n, 0.5), "ms");
	say(f->name, "key_p95_ms", "key to last byte, p95", quantile(ms, n, 0.95), "ms");
	say(f->name, "key_bytes", "bytes of an answer, p50", quantile(bytes, n, 0.5), "bytes");
}

/* How many lines its filter prints: not judged, as it is not ours. */
static void count_hits(const struct finder *f, const char *names, size_t right)
{
	char command[4400], what[96];
	size_t n = 0;
	snprintf(command, sizeof command, "%s %s < '%s'", f->name, f->filter, names);
	FILE *out = popen(command, "re");
	for (int c; out && (c = getc(out)) != EOF;)
		n += c == '\n';
	if (out)
		pclose(out);
	snprintf(what, sizeof what, "hits of 电解, of which there are %zu%s", right, n == right ? "" : ": other rows");
	say(f->name, "hits", what, (double)n, "");
}

static void bench_visidata(const char *names, size_t n_lines)
{
	char command[4400];
	if (n_lines > VISIDATA_LINES_MOST) {
		printf("  skipped vd: it keeps 2 KB a line\n");
		return;
	}
	double t = now_ms();
	snprintf(command, sizeof command, "vd --batch -f txt '%s' -o /dev/null > /dev/null 2>&1", names);
	if (system(command) == 0)
		figure(&figures, "visidata_ready_ms", "VisiData: start to all lines read", now_ms() - t, "ms", HITS_NONE);
}

static size_t ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *s = peers_prepare(db, sql);
	size_t n = peers_ask(s);
	sqlite3_finalize(s);
	return n;
}

static void bench_duckdb(const char *folder, const char *file, size_t n_lines)
{
	double t = now_ms();
	struct duckdb *d = duckdb_load(folder);
	if (!d)
		return;
	duckdb_fill(d, file);
	figure(&figures, "duckdb_ready_ms", "DuckDB: all rows read", now_ms() - t, "ms", (long long)n_lines);
	figures_judge(&figures, "DuckDB", duckdb_ask(d, "SELECT count(*) FROM p"), n_lines);
	duckdb_free(d);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: %s PEERS OUT.json FOLDER\n", argv[0]);
		return 2;
	}
	char names[4096];
	sqlite3 *db = peers_open(argv[1]);
	figures_open(&figures, argv[2]);
	snprintf(names, sizeof names, "%s.names", argv[1]);
	size_t n = ask(db, "SELECT count(*) FROM p"), right = ask(db, "SELECT count(*) FROM p WHERE instr(name, '电解')");
	for (size_t i = 0; i < sizeof finders / sizeof *finders; i++)
		if (run_installed(finders[i].name)) {
			bench_keys(&finders[i], names, n);
			count_hits(&finders[i], names, right);
		}
	if (run_installed("vd"))
		bench_visidata(names, n);
	bench_duckdb(argv[3], argv[1], n);
	sqlite3_close(db);
	return figures_close(&figures);
}
