/*
 * Counting over a whole catalogue: the facet panel of the projects (status, zone, province, chain) under a search and
 * filters, in turn with SQLite and DuckDB asked for the same four counts; what all zones' investments add up to; every
 * other facet; crosstabs.
 *
 * usage: bench_facet CATALOGUE PEERS OUT.json FOLDER     (PEERS: what fill_peers made; FOLDER/node_modules: DuckDB)
 *
 * A panel with another number of values than SQLite finds ends the run with an error.
 */
#include "beside.h"
#include "query/facet.h"
#include "query/group.h"
#include "query/query.h"
#include "query/total.h"

#include <stdlib.h>

enum { PANEL = 4 };
static const char *const panel[PANEL] = {"status", "zone", "province", "chain"};
static const double ms_a_panel = 400;

struct filter {
	const char *key, *query, *where; /* where: NULL: only we can say that */
};

static const struct filter filters[] = {
	{"all", "", ""},
	{"status", "status:producing", "WHERE status = 'producing'"},
	{"search", "name:电解", "WHERE contains(name, '电解')"},
	{"frequent", "name:智能", "WHERE contains(name, '智能')"},
	{"invest", "invest>=50000000", "WHERE invest >= 50000000"},
	{"pinyin", "name:xm", NULL},
};

struct task {
	struct beside *beside;
	struct facet facets[PANEL];
	struct row_set rows;
	sqlite3_stmt *statements[PANEL];
	struct strbuf sql[PANEL];
	size_t values[PANEL]; /* that occur */
};

/* -- the rows of a filter ------------------------------------------------------------------------ */

static size_t find_rows(struct beside *b, const char *filter, struct query_set *set, struct row_set *rows)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(str_from(filter), KIND_PROJECT, b->index, &err);
	if (!query)
		give_up(filter, err.message);
	query_select(query, set);
	query_free(query);
	for (size_t i = 0; i < (set->n_rows + 63) / 64; i++)
		set->yes[i] |= set->perhaps[i];
	*rows = (struct row_set){.bits = *filter ? set->yes : NULL};
	return set->n;
}

/* -- the panel ------------------------------------------------------------------------------------- */

/* Values are looked for and counted anew, as on the first screen of a panel. */
static size_t count_values(const struct beside *b, const struct facet *facet, const struct row_set *rows)
{
	struct facet_values *values = facet_values_new(b->index, facet);
	size_t n = facet_values_n(values) + 1, occur = 0;
	struct tally *tallies = xcalloc(n, sizeof *tallies);
	facet_count(values, rows, tallies);
	for (size_t i = 0; i < n; i++)
		occur += tallies[i].n > 0;
	free(tallies);
	facet_values_free(values);
	return occur;
}

static void run_ours(void *context)
{
	struct task *t = context;
	for (size_t i = 0; i < PANEL; i++)
		t->values[i] = count_values(t->beside, &t->facets[i], &t->rows);
}

static void run_sqlite(void *context)
{
	struct task *t = context;
	for (size_t i = 0; i < PANEL; i++)
		t->values[i] = peers_ask(t->statements[i]);
}

static void run_duckdb(void *context)
{
	struct task *t = context;
	for (size_t i = 0; i < PANEL; i++)
		t->values[i] = duckdb_ask(t->beside->duckdb, t->sql[i].p);
}

static void prepare(struct beside *b, const struct filter *filter, struct task *tasks)
{
	/*
	 * SQLite knows no contains(); instr() is its quickest. Where no index has all that is asked for, it would walk one
	 * and fetch each row by itself, which takes it ten times as long as reading all rows.
	 */
	const char *searched = strstr(filter->where, "contains("), *how = *filter->where && !strstr(filter->where, "status") ? "NOT INDEXED" : "";
	for (size_t i = 0; i < PANEL; i++) {
		struct strbuf sql = {0};
		strbuf_printf(&tasks[DUCKDB].sql[i], "SELECT %s, count(*) FROM p %s GROUP BY %s", panel[i], filter->where, panel[i]);
		strbuf_printf(&sql, "SELECT %s, count(*) FROM p %s %s%s GROUP BY %s", panel[i], how, searched ? "WHERE instr(" : filter->where,
			searched ? searched + strlen("contains(") : "", panel[i]);
		tasks[SQLITE].statements[i] = peers_prepare(b->sqlite, sql.p);
		strbuf_release(&sql);
	}
}

static void release(struct task *t)
{
	for (size_t i = 0; i < PANEL; i++) {
		sqlite3_finalize(t->statements[i]);
		strbuf_release(&t->sql[i]);
	}
}

static void bench_panel(struct beside *b, const struct filter *filter)
{
	struct query_set set;
	struct task tasks[TIMED] = {0};
	struct timing timings[TIMED] = {[OURS] = {.run = run_ours}, [SQLITE] = {.run = filter->where ? run_sqlite : NULL},
		[DUCKDB] = {.run = filter->where && b->duckdb ? run_duckdb : NULL}};
	size_t hits = find_rows(b, filter->query, &set, &tasks[OURS].rows);
	char key[64], what[128];
	for (size_t i = 0; i < TIMED; i++) {
		struct err err = ERR_INIT;
		tasks[i].beside = b;
		timings[i].context = &tasks[i];
		for (size_t f = 0; f < PANEL; f++)
			if (!facet_parse(str_from(panel[f]), KIND_PROJECT, b->index, &tasks[i].facets[f], &err))
				give_up(panel[f], err.message);
	}
	if (filter->where)
		prepare(b, filter, tasks);
	time_in_turn(timings, TIMED, ms_a_panel);
	snprintf(key, sizeof key, "panel_%s", filter->key);
	snprintf(what, sizeof what, "facet panel of %s", *filter->query ? filter->query : "all");
	beside_say(b, key, what, timings, hits);
	bool same = beside_same(b, filter->query, set.n_perhaps);
	for (size_t i = SQLITE; i < TIMED; i++)
		for (size_t f = 0; same && timings[i].run && f < PANEL; f++)
			figures_judge(&b->figures, panel[f], tasks[OURS].values[f], tasks[i].values[f]);
	for (size_t i = 0; i < TIMED; i++)
		release(&tasks[i]);
	query_set_release(&set);
}

/* -- sums of groups ------------------------------------------------------------------------------------- */

struct sums {
	struct beside *beside;
	struct query_rows rows;
	struct facet zone;
	sqlite3_stmt *statement;
	size_t groups;
};

static const char sums_sql[] = "SELECT zone, count(*), sum(invest), median(invest) FROM p GROUP BY zone",
	sums_sqlite[] = "SELECT zone, sum(invest) FROM p GROUP BY zone"; /* it has no median */

static void run_sums(void *context)
{
	struct sums *s = context;
	const struct index *index = s->beside->index;
	struct groups groups = {.index = index, .kind = KIND_PROJECT, .by = {s->zone}, .n_by = 1};
	groups_make(&groups, &s->rows);
	size_t n = groups.groups.n;
	struct refs *parts = xcalloc(n + 1, sizeof *parts);
	struct totals *sums = xcalloc(n + 1, sizeof *sums);
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct refs){groups.groups.v[i].rows.v, groups.groups.v[i].rows.n};
	struct total_whole *whole = total_whole_new(index, (struct refs){s->rows.v, s->rows.n}, index_indicator(index, STR("invest")));
	total_parts(whole, parts, n, sums);
	total_whole_free(whole);
	free(sums);
	free(parts);
	groups_release(&groups);
	s->groups = n;
}

static void run_sums_sqlite(void *context)
{
	struct sums *s = context;
	s->groups = peers_ask(s->statement);
}

static void run_sums_duckdb(void *context)
{
	struct sums *s = context;
	s->groups = duckdb_ask(s->beside->duckdb, sums_sql);
}

static void bench_sums(struct beside *b)
{
	struct sums tasks[TIMED] = {{.beside = b}, {.beside = b}, {.beside = b}};
	struct timing timings[TIMED] = {[OURS] = {.run = run_sums, .context = &tasks[OURS]},
		[SQLITE] = {.run = run_sums_sqlite, .context = &tasks[SQLITE]},
		[DUCKDB] = {.run = b->duckdb ? run_sums_duckdb : NULL, .context = &tasks[DUCKDB]}};
	struct err err = ERR_INIT;
	struct query *query = query_parse(STR(""), KIND_PROJECT, b->index, &err);
	if (!query || !facet_parse(STR("zone"), KIND_PROJECT, b->index, &tasks[OURS].zone, &err))
		give_up("zone", err.message);
	query_run(query, &tasks[OURS].rows);
	query_free(query);
	tasks[SQLITE].statement = peers_prepare(b->sqlite, sums_sqlite);
	time_in_turn(timings, TIMED, ms_a_panel);
	beside_say(b, "sums_zone", "investment of all by zone: rows, sum, median", timings, tasks[OURS].rows.n);
	for (size_t i = SQLITE; i < TIMED; i++)
		if (timings[i].run)
			figures_judge(&b->figures, "zones with sums", tasks[OURS].groups, tasks[i].groups);
	sqlite3_finalize(tasks[SQLITE].statement);
	query_rows_release(&tasks[OURS].rows);
}

/* -- every facet, and crosstabs ------------------------------------------------------------------------- */

struct single {
	struct beside *beside;
	struct facet facet;
	size_t values;
};

static void run_single(void *context)
{
	struct single *s = context;
	s->values = count_values(s->beside, &s->facet, &(struct row_set){0});
}

static void bench_singles(struct beside *b)
{
	struct facet facets[FACETS_MAX];
	size_t n = facets_of(KIND_PROJECT, facets);
	for (size_t i = 0; i < n; i++) {
		struct single s = {.beside = b, .facet = facets[i]};
		struct timing t = {.run = run_single, .context = &s};
		char key[64], what[96];
		time_in_turn(&t, 1, 100);
		snprintf(key, sizeof key, "facet_%.*s_ms", STR_ARG(facet_name(&facets[i])));
		snprintf(what, sizeof what, "facet %.*s of all, its values looked for", STR_ARG(facet_name(&facets[i])));
		figure(&b->figures, key, what, t.p50_ms, "ms", (long long)s.values);
	}
}

struct crossing {
	struct axis axes[2];
	struct tally *cells;
};

static void run_crossing(void *context)
{
	struct crossing *c = context;
	facet_cross(&c->axes[0], &c->axes[1], &(struct row_set){0}, c->cells);
}

/* All values that occur get a place, as on the screen. */
static struct axis axis_of(const struct facet_values *values)
{
	size_t n = facet_values_n(values) + 1;
	uint32_t *places = xmalloc(n * sizeof *places);
	for (uint32_t i = 0; i < n; i++)
		places[i] = i;
	return (struct axis){values, places, n};
}

static void bench_crossing(struct beside *b, const char *const names[2])
{
	struct facet_values *values[2];
	struct crossing c;
	struct timing t = {.run = run_crossing, .context = &c};
	char key[64], what[96];
	for (int i = 0; i < 2; i++) {
		struct facet facet;
		struct err err = ERR_INIT;
		if (!facet_parse(str_from(names[i]), KIND_PROJECT, b->index, &facet, &err))
			give_up(names[i], err.message);
		values[i] = facet_values_new(b->index, &facet);
		c.axes[i] = axis_of(values[i]);
	}
	c.cells = xcalloc((c.axes[0].n + 1) * (c.axes[1].n + 1), sizeof *c.cells);
	time_in_turn(&t, 1, 200);
	snprintf(key, sizeof key, "cross_%s_%s_ms", names[0], names[1]);
	snprintf(what, sizeof what, "crosstab of all, %s by %s", names[0], names[1]);
	figure(&b->figures, key, what, t.p50_ms, "ms", (long long)index_count(b->index, KIND_PROJECT));
	for (int i = 0; i < 2; i++) {
		free((void *)(uintptr_t)c.axes[i].places);
		facet_values_free(values[i]);
	}
	free(c.cells);
}

int main(int argc, char **argv)
{
	static const char *const crossed[][2] = {{"status", "province"}, {"status", "zone"}, {"chain", "province"}};
	struct beside b;
	beside_open(&b, argc, argv);
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		bench_panel(&b, &filters[i]);
	bench_sums(&b);
	bench_singles(&b);
	for (size_t i = 0; i < sizeof crossed / sizeof *crossed; i++)
		bench_crossing(&b, crossed[i]);
	return beside_close(&b);
}
