/*
 * Filters, orders and totals over a whole catalogue, in turn with SQLite over the same rows with the best indexes for
 * each question, and with DuckDB where it is installed. In this process, over the index as the program opens it.
 *
 * usage: bench_query CATALOGUE PEERS OUT.json FOLDER     (PEERS: what fill_peers made; FOLDER/node_modules: DuckDB)
 *
 * Every time stands beside its number of hits; a number that differs from SQLite's where both are asked for the same,
 * or from a look at every row, ends the run with an error.
 */
#include "beside.h"
#include "query/complete.h"
#include "query/sort.h"
#include "query/total.h"

#include <stdlib.h>

enum { FIRST_PAGE = 50 };
static const double ms_a_question = 300;

/* The times of questions of one sort, for their medians. */
enum { FILTERS, PAGES, ORDERS, GROUPS, QUESTIONS_MOST = 16 };

struct group {
	double ms[QUESTIONS_MOST], times_as_long[TIMED][QUESTIONS_MOST];
	size_t n;
	long long hits;
};

struct bench {
	struct beside beside;
	struct group groups[GROUPS];
};

enum what { COUNT, PAGE, ORDER, TOTAL, COMPLETE };

struct question {
	const char *key; /* of its figures */
	enum what what;
	const char *query, *sort; /* sort: also the figure of a total */
	const char *sql;          /* of SQLite and DuckDB; an order of all rows: what stands behind ORDER BY; NULL: no such thing there */
	bool same;                /* the hits of all are the same number */
};

/* The third column of a page is the number of all hits. */
#define PAGE_SQL(where, order) "SELECT key, name, (SELECT count(*) FROM p " where ") FROM p " where " ORDER BY " order " LIMIT 50"

static const struct question questions[] = {
	{"count_status", COUNT, "status:投产", "", "SELECT count(*) FROM p WHERE status = 'producing'", true},
	{"count_invest", COUNT, "invest>=5亿", "", "SELECT count(*) FROM p WHERE invest >= 500000000", true},
	{"count_both", COUNT, "status:签约 invest>=1亿", "", "SELECT count(*) FROM p WHERE status = 'signed' AND invest >= 100000000", true},
	{"count_either", COUNT, "status:签约 | invest>=1亿", "", "SELECT count(*) FROM p WHERE status = 'signed' OR invest >= 100000000", true},
	{"count_updated", COUNT, "updated_on>=2025-06", "", "SELECT count(*) FROM p WHERE updated >= '2025-06'", true},
	{"count_since", COUNT, "since:2025-06", "", NULL, false},
	{"count_lacking", COUNT, "-has:capacity", "", NULL, false},
	{"count_capacity", COUNT, "capacity>=10万吨", "", NULL, false},
	{"count_chain", COUNT, "chain:铝", "", NULL, false},
	{"count_name", COUNT, "name:电解", "", "SELECT count(*) FROM p WHERE name LIKE '%电解%'", true},
	{"count_word", COUNT, "电解 status>=开工", "", NULL, false},
	{"page_invest", PAGE, "", "-invest", PAGE_SQL("", "invest DESC"), true},
	{"page_updated", PAGE, "", "-updated_on", PAGE_SQL("", "updated DESC"), true},
	{"page_zone", PAGE, "", "zone", PAGE_SQL("", "zone"), true},
	{"page_owner", PAGE, "", "owner", PAGE_SQL("", "owner"), true},
	{"page_status_invest", PAGE, "", "status,-invest", PAGE_SQL("", "status, invest DESC"), true},
	{"filter_status", PAGE, "status:投产", "-invest", PAGE_SQL("WHERE status = 'producing'", "invest DESC"), true},
	{"filter_name", PAGE, "name:项目", "-invest", PAGE_SQL("WHERE name LIKE '%项目%'", "invest DESC"), true},
	{"filter_invest", PAGE, "invest>=5亿", "-updated_on", PAGE_SQL("WHERE invest >= 500000000", "updated DESC"), true},
	{"filter_zone", PAGE, "status:投产", "zone", PAGE_SQL("WHERE status = 'producing'", "zone"), true},
	{"filter_zone_invest", PAGE, "invest>=1亿", "zone,-invest", PAGE_SQL("WHERE invest >= 100000000", "zone, invest DESC"), true},
	{"order_invest", ORDER, "", "-invest", "invest DESC", true},
	{"order_status", ORDER, "", "status", "status", true},
	{"order_zone", ORDER, "", "zone", "zone", true},
	{"order_updated", ORDER, "", "-updated_on", "updated DESC", true},
	{"order_owner", ORDER, "", "owner", "owner", true},
	{"order_status_invest", ORDER, "", "status,-invest", "status, invest DESC", true},
	{"order_zone_status_invest", ORDER, "", "zone,status,-invest", "zone, status, invest DESC", true},
	{"total_all", TOTAL, "", "invest", "SELECT count(invest), sum(invest) FROM p", false},
	{"total_status", TOTAL, "status:投产", "invest", "SELECT count(invest), sum(invest) FROM p WHERE status = 'producing'", false},
	{"complete_status", COMPLETE, "status:", "", "SELECT status, count(*) FROM p GROUP BY status", false},
	{"complete_zone", COMPLETE, "invest>=5亿 zone:", "", "SELECT zone, count(*) FROM p WHERE invest >= 500000000 GROUP BY zone", false},
};

/* -- ours --------------------------------------------------------------------------------- */

struct task {
	struct beside *beside;
	const struct question *question;
	sqlite3_stmt *statement;
	const char *sql; /* DuckDB's */
	size_t hits, perhaps; /* perhaps: of the hits; SQL knows no such thing */
};

static size_t complete(const struct beside *b, const char *text)
{
	struct completions found;
	query_complete(str_from(text), strlen(text), &(struct completion_scope){b->index, KIND_PROJECT, NULL, false}, 20, &found);
	size_t n = found.n;
	completions_release(&found);
	return n;
}

static size_t total(const struct beside *b, const struct query *query, struct ref indicator)
{
	struct query_rows rows;
	query_run(query, &rows);
	total_figures(b->index, (struct refs){rows.v, rows.n}, indicator);
	size_t n = rows.n;
	query_rows_release(&rows);
	return n;
}

/* All rows of a set in an order, as a list that is drawn from anywhere needs them. */
static size_t order_all(const struct beside *b, const struct query_set *set, const struct sort_key *keys, size_t n_keys)
{
	struct ref *refs = xmalloc((set->n + 1) * sizeof *refs);
	size_t n = sort_set(b->index, KIND_PROJECT, set, keys, n_keys, SIZE_MAX, refs);
	free(refs);
	return n;
}

static size_t ask(const struct beside *b, const struct question *q, size_t *perhaps)
{
	struct err err = ERR_INIT;
	struct query_set set;
	struct sort_key keys[4];
	struct ref page[FIRST_PAGE];
	size_t n_keys = 0;
	if (q->what == COMPLETE)
		return complete(b, q->query);
	struct query *query = query_parse(str_from(q->query), KIND_PROJECT, b->index, &err);
	if (!query || (*q->sort && !(n_keys = sort_parse(str_from(q->sort), KIND_PROJECT, b->index, keys, 4, &err))))
		give_up(q->query, err.message);
	query_select(query, &set);
	size_t n = set.n;
	*perhaps = set.n_perhaps;
	if (q->what == PAGE)
		sort_set(b->index, KIND_PROJECT, &set, keys, n_keys, FIRST_PAGE, page);
	else if (q->what == ORDER)
		n = order_all(b, &set, keys, n_keys);
	else if (q->what == TOTAL)
		n = total(b, query, keys[0].column.indicator);
	query_set_release(&set);
	query_free(query);
	return n;
}

static void run_ours(void *context)
{
	struct task *t = context;
	t->hits = ask(t->beside, t->question, &t->perhaps);
}

static void run_sqlite(void *context)
{
	struct task *t = context;
	t->hits = peers_ask(t->statement);
}

static void run_duckdb(void *context)
{
	struct task *t = context;
	t->hits = duckdb_ask(t->beside->duckdb, t->sql);
}

/* The slow reference of filters: every row by itself. */
static size_t scan_rows(const struct beside *b, const char *text)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(str_from(text), KIND_PROJECT, b->index, &err);
	size_t n = 0;
	for (uint32_t row = 0; query && row < index_count(b->index, KIND_PROJECT); row++)
		n += query_answer(query, ref_make(KIND_PROJECT, row)) != ANSWER_NO;
	query_free(query);
	return n;
}

/* -- all -------------------------------------------------------------------------------------- */

static void say(struct beside *b, const struct question *q, const struct timing *timings, size_t hits)
{
	static const char *const whats[] = {"count", "first 50 by", "all rows by", "total of", "complete"};
	char what[128];
	snprintf(what, sizeof what, "%s %s%s%s", whats[q->what], q->sort, *q->sort && *q->query ? " of " : "", q->query);
	beside_say(b, q->key, what, timings, hits);
}

/* Questions of one sort: pages of all rows in an order, pages of a filter's rows, whole orders. */
static void remember(struct bench *b, const struct question *q, const struct timing *timings, size_t hits)
{
	if (q->what != PAGE && q->what != ORDER)
		return;
	struct group *group = &b->groups[q->what == ORDER ? ORDERS : *q->query ? FILTERS : PAGES];
	if (group->n == QUESTIONS_MOST)
		give_up(q->key, "found too many questions of a sort");
	group->ms[group->n] = timings[OURS].p50_ms;
	for (size_t i = SQLITE; i < TIMED; i++)
		group->times_as_long[i][group->n] = timings[i].p50_ms / timings[OURS].p50_ms;
	group->hits += (long long)hits;
	group->n++;
}

static void sum_up(struct bench *b)
{
	static const char *const keys[GROUPS] = {"filter", "page", "order"};
	static const char *const whats[GROUPS] = {"filters, first 50", "orders of all rows, first 50", "orders of all rows"};
	static const char *const names[TIMED] = {"", "sqlite", "duckdb"};
	char key[64], what[128];
	for (size_t i = 0; i < GROUPS; i++) {
		struct group *group = &b->groups[i];
		snprintf(key, sizeof key, "%s_ms", keys[i]);
		snprintf(what, sizeof what, "%s: median of %zu", whats[i], group->n);
		figure(&b->beside.figures, key, what, quantile(group->ms, group->n, 0.5), "ms", group->hits);
		for (size_t peer = SQLITE; peer < TIMED; peer++) {
			if (peer == DUCKDB && !b->beside.duckdb)
				continue;
			snprintf(key, sizeof key, "%s_%s_x", keys[i], names[peer]);
			snprintf(what, sizeof what, "  %s takes so many times as long", names[peer]);
			figure(&b->beside.figures, key, what, quantile(group->times_as_long[peer], group->n, 0.5), "x", HITS_NONE);
			snprintf(key, sizeof key, "%s_%s_least_x", keys[i], names[peer]);
			figure(&b->beside.figures, key, "  the least of them", quantile(group->times_as_long[peer], group->n, 0), "x", HITS_NONE);
		}
	}
}

/* An order of all rows is a list of its own there, too: SQLite's statement reads every row of it, DuckDB makes a table. */
static void prepare(struct beside *b, const struct question *q, struct task *tasks, struct strbuf *duckdb_sql)
{
	struct strbuf sql = {0};
	strbuf_printf(&sql, q->what == ORDER ? "SELECT key FROM p ORDER BY %s" : "%s", q->sql);
	strbuf_printf(duckdb_sql, "%s%s", q->what == ORDER ? "CREATE OR REPLACE TEMP TABLE o AS " : "", sql.p);
	tasks[SQLITE].statement = peers_prepare(b->sqlite, sql.p);
	tasks[DUCKDB].sql = duckdb_sql->p;
	strbuf_release(&sql);
}

static void answer(struct bench *bench, const struct question *q)
{
	struct beside *b = &bench->beside;
	struct strbuf sql = {0};
	struct task tasks[TIMED];
	struct timing timings[TIMED] = {[OURS] = {.run = run_ours}, [SQLITE] = {.run = q->sql ? run_sqlite : NULL},
		[DUCKDB] = {.run = q->sql && b->duckdb ? run_duckdb : NULL}};
	for (size_t i = 0; i < TIMED; i++) {
		tasks[i] = (struct task){.beside = b, .question = q};
		timings[i].context = &tasks[i];
	}
	if (q->sql)
		prepare(b, q, tasks, &sql);
	time_in_turn(timings, TIMED, ms_a_question);
	say(b, q, timings, tasks[OURS].hits);
	remember(bench, q, timings, tasks[OURS].hits);
	bool same = q->same && beside_same(b, q->query, tasks[OURS].perhaps);
	for (size_t i = SQLITE; i < TIMED; i++)
		if (same && timings[i].run)
			figures_judge(&b->figures, q->query, tasks[i].hits, tasks[OURS].hits);
	if (q->what == COUNT && !q->same)
		figures_judge(&b->figures, q->query, tasks[OURS].hits, scan_rows(b, q->query));
	sqlite3_finalize(tasks[SQLITE].statement);
	strbuf_release(&sql);
}

int main(int argc, char **argv)
{
	static struct bench b;
	beside_open(&b.beside, argc, argv);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		answer(&b, &questions[i]);
	sum_up(&b);
	return beside_close(&b.beside);
}
