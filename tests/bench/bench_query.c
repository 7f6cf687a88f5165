/*
 * Filters, orders and totals over a whole catalogue, beside SQLite over the same rows with the
 * best indexes for each question. In this process, over the index as the program opens it.
 *
 * usage: bench_query PROGRAM SEEDS FOLDER [CATALOGUE]     (PROGRAM is not used; without a catalogue: one of the seeds)
 *
 * Medians of many runs, each beside its number of rows, as a table and as JSON (FOLDER/bench_query.json). Rows that
 * differ from SQLite's end the run where both are asked for the same.
 */
#include "cli/option.h"
#include "cli/session.h"
#include "query/complete.h"
#include "query/sort.h"
#include "query/total.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS_LEAST = 3, RUNS_MOST = 41, FIRST_PAGE = 50 };
static const double ms_a_question = 400;

struct bench {
	const struct index *index;
	sqlite3 *peer;
	FILE *json;
	bool any, wrong;
};

enum what { COUNT, PAGE, ORDER, TOTAL, COMPLETE };

struct question {
	enum kind kind;
	enum what what;
	const char *query, *sort; /* sort: also the figure of a total */
	const char *sql;          /* NULL: no such thing there */
	bool same;                /* the answer of both is the same number of rows */
};

static const struct question questions[] = {
	{KIND_PROJECT, COUNT, "status:投产", "", "SELECT count(*) FROM p WHERE status = 'producing'", true},
	{KIND_PROJECT, COUNT, "invest>=5亿", "", "SELECT count(*) FROM p WHERE invest >= 500000000", true},
	{KIND_PROJECT, COUNT, "status:签约 invest>=1亿", "", "SELECT count(*) FROM p WHERE status = 'signed' AND invest >= 100000000", true},
	{KIND_PROJECT, COUNT, "status:签约 | invest>=1亿", "", "SELECT count(*) FROM p WHERE status = 'signed' OR invest >= 100000000", true},
	{KIND_PROJECT, COUNT, "updated_on>=2025-06", "", "SELECT count(*) FROM p WHERE updated >= '2025-06'", false},
	{KIND_PROJECT, COUNT, "since:2025-06", "", NULL, false},
	{KIND_PROJECT, COUNT, "-has:capacity", "", NULL, false},
	{KIND_PROJECT, COUNT, "capacity>=10万吨", "", NULL, false},
	{KIND_PROJECT, COUNT, "chain:铝", "", NULL, false},
	{KIND_PROJECT, COUNT, "name:电解", "", "SELECT count(*) FROM p WHERE name LIKE '%电解%'", false},
	{KIND_PROJECT, COUNT, "电解 status>=开工", "", NULL, false},
	{KIND_PROJECT, PAGE, "", "-invest", "SELECT key, name, (SELECT count(*) FROM p) FROM p ORDER BY invest DESC LIMIT 50", true},
	{KIND_PROJECT, PAGE, "status:投产", "-invest", "SELECT key, name, (SELECT count(*) FROM p WHERE status = 'producing') FROM p WHERE status = 'producing' ORDER BY invest DESC LIMIT 50", true},
	{KIND_PROJECT, PAGE, "name:项目", "-invest", "SELECT key, name, (SELECT count(*) FROM p WHERE name LIKE '%项目%') FROM p WHERE name LIKE '%项目%' ORDER BY invest DESC LIMIT 50", true},
	{KIND_PROJECT, PAGE, "项目", "-invest", NULL, false},
	{KIND_PROJECT, PAGE, "invest>=5亿", "-updated_on", "SELECT key, name, (SELECT count(*) FROM p WHERE invest >= 500000000) FROM p WHERE invest >= 500000000 ORDER BY updated DESC LIMIT 50", true},
	{KIND_PROJECT, PAGE, "status:投产", "zone", "SELECT key, name, (SELECT count(*) FROM p WHERE status = 'producing') FROM p WHERE status = 'producing' ORDER BY zone LIMIT 50", true},
	{KIND_PROJECT, PAGE, "", "status,-invest", "SELECT key, name, (SELECT count(*) FROM p) FROM p ORDER BY status, invest DESC LIMIT 50", true},
	{KIND_PROJECT, PAGE, "invest>=1亿", "zone,-invest", "SELECT key, name, (SELECT count(*) FROM p WHERE invest >= 100000000) FROM p WHERE invest >= 100000000 ORDER BY zone, invest DESC LIMIT 50", true},
	{KIND_PROJECT, ORDER, "", "-invest", "SELECT key FROM p ORDER BY invest DESC", true},
	{KIND_PROJECT, ORDER, "", "status", "SELECT key FROM p ORDER BY status", true},
	{KIND_PROJECT, ORDER, "", "zone", "SELECT key FROM p ORDER BY zone", true},
	{KIND_PROJECT, ORDER, "", "-updated_on", "SELECT key FROM p ORDER BY updated DESC", true},
	{KIND_PROJECT, ORDER, "", "owner", "SELECT key FROM p ORDER BY owner", true},
	{KIND_PROJECT, ORDER, "", "status,-invest", "SELECT key FROM p ORDER BY status, invest DESC", true},
	{KIND_PROJECT, ORDER, "", "zone,status,-invest", "SELECT key FROM p ORDER BY zone, status, invest DESC", true},
	{KIND_PROJECT, ORDER, "", "code", NULL, false},
	{KIND_PROJECT, TOTAL, "", "invest", "SELECT count(invest), sum(invest) FROM p", false},
	{KIND_PROJECT, TOTAL, "status:投产", "invest", "SELECT count(invest), sum(invest) FROM p WHERE status = 'producing'", false},
	{KIND_PROJECT, TOTAL, "", "capacity", NULL, false},
	{KIND_CLAIM, COUNT, "indicator:invest", "", NULL, false},
	{KIND_CLAIM, COUNT, "since:2025-06", "", NULL, false},
	{KIND_CLAIM, TOTAL, "indicator:invest", "invest", NULL, false},
	{KIND_MILESTONE, COUNT, "since:2025-06", "", NULL, false},
	{KIND_PROJECT, COMPLETE, "status:", "", "SELECT status, count(*) FROM p GROUP BY status", false},
	{KIND_PROJECT, COMPLETE, "invest>=5亿 zone:", "", "SELECT zone, count(*) FROM p WHERE invest >= 500000000 GROUP BY zone", false},
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static _Noreturn void give_up(const char *what, const char *why)
{
	fprintf(stderr, "bench_query: %s: %s\n", what, why);
	exit(70);
}

/* -- ours --------------------------------------------------------------------------------- */

static size_t complete(const struct bench *b, const char *text)
{
	struct completions found;
	if (!query_complete(str_from(text), strlen(text), KIND_PROJECT, b->index, false, 20, &found, NULL))
		give_up(text, "cancelled");
	size_t n = found.n;
	completions_release(&found);
	return n;
}

static size_t ask(const struct bench *b, const struct question *q)
{
	struct err err = ERR_INIT;
	struct query_set set;
	struct sort_key keys[4];
	size_t n = 0, n_keys = 0;
	if (q->what == COMPLETE)
		return complete(b, q->query);
	struct query *query = query_parse(str_from(q->query), q->kind, b->index, &err);
	if (!query || (*q->sort && !(n_keys = sort_parse(str_from(q->sort), q->kind, b->index, keys, 4, &err))))
		give_up(q->query, err.message);
	query_select(query, &set, NULL);
	if (q->what == COUNT) {
		n = set.n;
	} else if (q->what == PAGE) {
		struct ref page[FIRST_PAGE];
		n = sort_set(b->index, q->kind, &set, keys, n_keys, FIRST_PAGE, page);
	} else if (q->what == ORDER) {
		struct ref *refs = xmalloc((set.n + 1) * sizeof *refs);
		n = sort_set(b->index, q->kind, &set, NULL, 0, SIZE_MAX, refs);
		sort_rows(b->index, refs, n, keys, n_keys);
		free(refs);
	} else {
		struct query_rows rows;
		struct total totals[6];
		struct str unit;
		size_t n_other;
		query_run(query, &rows, NULL);
		total_figures(b->index, rows.v, rows.n, keys[0].column.indicator, totals, &unit, &n_other);
		n = rows.n;
		query_rows_release(&rows);
	}
	query_set_release(&set);
	query_free(query);
	return n;
}

/* -- SQLite --------------------------------------------------------------------------------- */

static void execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
}

static void bind_text(sqlite3_stmt *s, int i, struct str text)
{
	if (text.n)
		sqlite3_bind_text(s, i, text.p, (int)text.n, SQLITE_STATIC);
	else
		sqlite3_bind_null(s, i);
}

static void fill_peer(struct bench *b, const char *file)
{
	struct ref invest = index_indicator(b->index, STR("invest"));
	size_t zone = field_get(KIND_PROJECT, "zone"), owner = field_get(KIND_PROJECT, "owner"), status = field_get(KIND_PROJECT, "status");
	sqlite3_stmt *row;
	remove(file);
	if (sqlite3_open(file, &b->peer) != SQLITE_OK)
		give_up(file, "cannot be made");
	execute(b->peer, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN;"
			 "CREATE TABLE p (key INTEGER PRIMARY KEY, name TEXT, status TEXT, updated TEXT, zone INTEGER, owner INTEGER, invest INTEGER)");
	sqlite3_prepare_v2(b->peer, "INSERT INTO p VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", -1, &row, NULL);
	for (uint32_t i = 0; i < index_count(b->index, KIND_PROJECT); i++) {
		struct ref ref = ref_make(KIND_PROJECT, i);
		int64_t code = index_number(b->index, ref, status);
		struct index_bounds bounds = ref_none(invest) ? (struct index_bounds){0} : index_bounds_of(b->index, index_figures(b->index, ref, invest));
		sqlite3_bind_int64(row, 1, i);
		bind_text(row, 2, index_name(b->index, ref));
		bind_text(row, 3, code == NUMBER_NONE ? STR("") : str_from(enums[ENUM_STATUS].v[code].code));
		bind_text(row, 4, index_text(b->index, ref, field_get(KIND_PROJECT, "updated_on")));
		sqlite3_bind_int64(row, 5, index_ref(b->index, ref, zone).bits);
		sqlite3_bind_int64(row, 6, index_ref(b->index, ref, owner).bits);
		if (bounds.has_least)
			sqlite3_bind_int64(row, 7, (sqlite3_int64)decimal_double(bounds.least));
		else
			sqlite3_bind_null(row, 7);
		sqlite3_step(row);
		sqlite3_reset(row);
	}
	sqlite3_finalize(row);
	execute(b->peer, "CREATE INDEX p_status ON p (status, invest DESC); CREATE INDEX p_invest ON p (invest DESC); CREATE INDEX p_updated ON p (updated);"
			 "CREATE INDEX p_zone ON p (zone, status); CREATE INDEX p_owner ON p (owner); COMMIT; ANALYZE");
}

/* One number: a count; or rows: how many. */
static size_t ask_peer(sqlite3_stmt *s)
{
	size_t rows = 0;
	sqlite3_int64 first = 0;
	int columns = sqlite3_column_count(s);
	while (sqlite3_step(s) == SQLITE_ROW) {
		first = rows++ ? first : sqlite3_column_int64(s, 0);
		for (int i = 0; i < columns; i++)
			sqlite3_column_text(s, i);
	}
	sqlite3_reset(s);
	return columns == 1 && rows == 1 ? (size_t)first : rows;
}

/* -- all -------------------------------------------------------------------------------------- */

/* Of the times of many runs; *worst gets the last but a hundredth. */
static double median(double *v, size_t n, double *worst)
{
	qsort(v, n, sizeof *v, by_value);
	*worst = v[n - 1 - n / 100];
	return v[n / 2];
}

static void answer(struct bench *b, const struct question *q)
{
	static const char *const whats[] = {"count", "first 50 by", "all rows by", "total of", "complete"};
	double times[RUNS_MOST], worst, peer_worst, begun = now_ms(), ours, theirs = 0;
	size_t n = 0, rows = 0, peer_rows = 0;
	char what[64];
	for (; n < RUNS_MOST && (n < RUNS_LEAST || now_ms() - begun < ms_a_question); n++) {
		double t = now_ms();
		rows = ask(b, q);
		times[n] = now_ms() - t;
	}
	ours = median(times, n, &worst);
	if (q->sql) {
		sqlite3_stmt *s;
		if (sqlite3_prepare_v2(b->peer, q->sql, -1, &s, NULL) != SQLITE_OK)
			give_up(q->sql, sqlite3_errmsg(b->peer));
		begun = now_ms();
		for (n = 0; n < RUNS_MOST && (n < RUNS_LEAST || now_ms() - begun < ms_a_question); n++) {
			double t = now_ms();
			peer_rows = ask_peer(s);
			times[n] = now_ms() - t;
		}
		theirs = median(times, n, &peer_worst);
		sqlite3_finalize(s);
	}
	bool same = !q->same || rows == peer_rows;
	b->wrong |= !same;
	snprintf(what, sizeof what, "%s%s%s %s", q->kind == KIND_PROJECT ? "" : kinds[q->kind].plural, q->kind == KIND_PROJECT ? "" : ": ", whats[q->what], q->sort);
	printf("  %-24s %-26s %9zu %9.3f %9.3f", what, q->query, rows, ours, worst);
	if (q->sql)
		printf(" %9.3f %7.1f x%s", theirs, theirs / ours, same ? "" : "  WRONG");
	printf("\n");
	fprintf(b->json, "%s\n  {\"what\": \"%s\", \"query\": \"%s\", \"rows\": %zu, \"ms\": %.4f, \"p99_ms\": %.4f, \"sqlite_ms\": %.4f, \"sqlite_rows\": %zu}", b->any ? "," : "",
		what, q->query, rows, ours, worst, theirs, peer_rows);
	b->any = true;
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: %s PROGRAM SEEDS FOLDER [CATALOGUE]\n", argv[0]);
		return 2;
	}
	char path[4096], json[4096], peer[4096];
	snprintf(path, sizeof path, "%s/bench.db", argv[3]);
	snprintf(json, sizeof json, "%s/bench_query.json", argv[3]);
	snprintf(peer, sizeof peer, "%s/bench_query.peer.db", argv[3]);
	char *words[] = {"yuanlian", "count", "projects", "--db", argc == 5 ? argv[4] : path, "--seeds", argc == 5 ? "none" : argv[2], NULL};
	struct invocation invocation;
	struct session session;
	struct err err = ERR_INIT;
	if (!invocation_parse(7, words, &invocation, &err) || !session_open(&session, &invocation, &err) || !session_index(&session, &err))
		give_up(words[4], err.message);
	struct bench b = {.index = session.index, .json = fopen(json, "we")};
	if (!b.json)
		give_up(json, "cannot be written");
	fill_peer(&b, peer);
	printf("  %-24s %-26s %9s %9s %9s %9s\n", "over projects", "query", "rows", "ms", "p99", "SQLite");
	fprintf(b.json, "[");
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		answer(&b, &questions[i]);
	fprintf(b.json, "\n]\n");
	fclose(b.json);
	sqlite3_close(b.peer);
	remove(peer);
	session_close(&session);
	invocation_release(&invocation);
	return b.wrong ? 1 : 0;
}
