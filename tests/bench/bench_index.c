/*
 * Look-ups over a catalogue of many projects, beside baselines that always run. Medians of many runs on a warm page
 * cache; every time stands beside its number of hits, and hits that differ from the pass over all names or rows fail
 * the run.
 * Usage: bench_index CATALOGUE OUT.json   (make bench-db makes catalogues)
 *
 * Leaves OUT.json.peers.db: the table that the baselines read, for bench_peers.
 */
#include "base/alloc.h"
#include "cli/catalogue.h"
#include "index/lookup.h"
#include "measure.h"
#include "query/query.h"
#include "store/store.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"
#include "text/width.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { RUNS_LEAST = 3, RUNS_MOST = 51, FIRST_PAGE = 50 };
static const double ms_a_query = 400;

static const char *const filters[] = {"status:投产", "invest>=5亿", "status:签约 invest>=1亿", "电解 status>=开工", "since:2025-06"};

struct bench {
	const char *path;
	struct store *store;
	struct index *index;
	sqlite3 *db;    /* the catalogue by SQLite alone */
	sqlite3 *peers; /* a table with the best indexes, and FTS5 */
	struct strbuf names, initials; /* a line a project */
	struct strbuf folded;          /* the same, folded, with the readings of its characters: what pinyin_match reads */
	ARRAY(syllable) readings;
	size_t n;
	FILE *json;
	bool wrong;
	double medians[BENCH_CHARACTERS + BENCH_LETTERS];
	size_t n_medians;
};

struct task {
	struct bench *bench;
	const char *text;
	size_t hits;
	sqlite3_stmt *statement;
};

/* Milliseconds of one run: the median of as many as fit into the time. */
static double median(void (*run)(struct task *), struct task *task)
{
	double times[RUNS_MOST], begun = now_ms();
	size_t n = 0;
	while (n < RUNS_MOST && (n < RUNS_LEAST || now_ms() - begun < ms_a_query)) {
		double start = now_ms();
		run(task);
		times[n++] = now_ms() - start;
	}
	return quantile(times, n, 0.5);
}

/* -- ours ---------------------------------------------------------------------------------- */

static void build(struct bench *b)
{
	struct err err = ERR_INIT;
	bool mapped;
	b->index = catalogue_index(b->store, false, &mapped, NULL, &err);
	if (!b->index)
		give_up(b->path, err.message);
}

static void run_lookup(struct task *t)
{
	struct lookup_hits hits = {0};
	lookup_run(t->bench->index, str_from(t->text), (UINT32_C(1) << KIND_COUNT) - 1, FIRST_PAGE, &hits, NULL);
	t->hits = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		t->hits += hits.counts[k];
	lookup_release(&hits);
}

static void run_names(struct task *t)
{
	struct lookup_rows rows;
	lookup_find_rows(t->bench->index, str_from(t->text), KIND_PROJECT, LOOKUP_IN_NAMES, &rows, NULL);
	t->hits = rows.n;
	lookup_rows_release(&rows);
}

static void run_query(struct task *t)
{
	struct err err = ERR_INIT;
	struct query_rows rows;
	struct query *query = query_parse(str_from(t->text), KIND_PROJECT, t->bench->index, &err);
	if (!query || !query_run(query, &rows, NULL))
		give_up(t->text, err.message);
	t->hits = rows.n;
	query_rows_release(&rows);
	query_free(query);
}

/* -- passes over all names ------------------------------------------------------------------- */

static void run_memmem(struct task *t)
{
	const struct strbuf *names = &t->bench->names;
	const char *at = names->p, *end = names->p + names->n;
	size_t n = strlen(t->text);
	t->hits = 0;
	while (at < end && (at = memmem(at, (size_t)(end - at), t->text, n)) != NULL) {
		t->hits++;
		at = memchr(at, '\n', (size_t)(end - at));
	}
}

/* Two bytes of the word compared at sixteen places at a time: the last, and the third, where a character differs most. */
static void pass(struct task *t, const struct strbuf *lines)
{
	size_t n = strlen(t->text), probe = n > 2 ? 2 : 0, at = 0;
	const char *p = lines->p;
	t->hits = 0;
#ifdef __SSE2__
	__m128i a = _mm_set1_epi8(t->text[probe]), z = _mm_set1_epi8(t->text[n - 1]);
	while (at + n + 16 <= lines->n) {
		__m128i here = _mm_loadu_si128((const void *)(p + at + probe)), there = _mm_loadu_si128((const void *)(p + at + n - 1));
		unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, a), _mm_cmpeq_epi8(there, z)));
		size_t next = at + 16;
		for (; mask; mask &= mask - 1) {
			size_t found = at + (size_t)__builtin_ctz(mask);
			if (memcmp(p + found, t->text, n) != 0)
				continue;
			t->hits++;
			next = (size_t)((const char *)memchr(p + found, '\n', lines->n - found) - p);
			break;
		}
		at = next;
	}
#endif
	for (; at + n <= lines->n; at++)
		if (p[at] == t->text[0] && memcmp(p + at, t->text, n) == 0) {
			t->hits++;
			at = (size_t)((const char *)memchr(p + at, '\n', lines->n - at) - p);
		}
}

static void run_pass(struct task *t)
{
	pass(t, &t->bench->names);
}

static void run_initials_pass(struct task *t)
{
	pass(t, &t->bench->initials);
}

/* The slow reference of letters: every name by pinyin_match. */
static size_t scan_readings(const struct bench *b, const char *word)
{
	struct strbuf typed = {0};
	struct str rest = strbuf_str(&b->folded), name;
	const syllable *readings = b->readings.v;
	size_t n = 0;
	text_fold(str_from(word), &typed);
	while (rest.n && str_split(&rest, '\n', &name)) {
		struct pinyin_hit hit;
		n += pinyin_match(name, readings, strbuf_str(&typed), &hit);
		readings += utf8_length(name);
	}
	strbuf_release(&typed);
	return n;
}

/* The slow reference of filters: every row by itself. */
static size_t scan_rows(const struct bench *b, const char *text)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(str_from(text), KIND_PROJECT, b->index, &err);
	size_t n = 0;
	for (uint32_t row = 0; query && row < index_count(b->index, KIND_PROJECT); row++)
		n += query_answer(query, ref_make(KIND_PROJECT, row)) != ANSWER_NO;
	query_free(query);
	return n;
}

/* A figure with another number of hits is none. */
static const char *judge(struct bench *b, size_t hits, size_t expected)
{
	b->wrong = b->wrong || hits != expected;
	return hits == expected ? "" : "  WRONG";
}

/* -- SQLite ------------------------------------------------------------------------------------ */

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
	return statement;
}

static void execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
}

/* One number: a count; or rows: how many. */
static void run_statement(struct task *t)
{
	size_t rows = 0;
	sqlite3_int64 first = 0;
	int columns = sqlite3_column_count(t->statement);
	while (sqlite3_step(t->statement) == SQLITE_ROW) {
		first = rows++ ? first : sqlite3_column_int64(t->statement, 0);
		for (int i = 0; i < columns; i++)
			sqlite3_column_text(t->statement, i);
	}
	sqlite3_reset(t->statement);
	t->hits = columns == 1 && rows == 1 ? (size_t)first : rows;
}

static void add_initials(struct strbuf *out, struct str name)
{
	syllable *readings = malloc((name.n + 1) * sizeof *readings);
	size_t n = readings ? pinyin_text(name, readings) : 0, at = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t c = utf8_next(name, &at);
		strbuf_add_byte(out, readings[i] ? syllable_str(readings[i]).p[0] : c < 0x80 && c > ' ' ? (char)(c | 0x20) : '.');
	}
	strbuf_add_byte(out, '\n');
	free(readings);
}

static void add_readings(struct bench *b, struct str name)
{
	size_t start = b->folded.n;
	text_fold(name, &b->folded);
	struct str folded = str_sub(strbuf_str(&b->folded), start, b->folded.n - start);
	array_reserve(&b->readings, b->readings.n + folded.n);
	b->readings.n += pinyin_text(folded, b->readings.v + b->readings.n);
	strbuf_add_byte(&b->folded, '\n');
}

static void read_names(struct bench *b)
{
	sqlite3_stmt *s = prepare(b->db, "SELECT name FROM projects ORDER BY key");
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct str name = {(const char *)sqlite3_column_text(s, 0), (size_t)sqlite3_column_bytes(s, 0)};
		strbuf_add(&b->names, name);
		strbuf_add_byte(&b->names, '\n');
		add_initials(&b->initials, name);
		add_readings(b, name);
		b->n++;
	}
	sqlite3_finalize(s);
}

static void part_characters(struct str text, struct strbuf *out)
{
	for (size_t at = 0, start = 0; at < text.n; start = at) {
		utf8_next(text, &at);
		strbuf_add(out, str_sub(text, start, at - start));
		strbuf_add_byte(out, ' ');
	}
}

/* The investment as the ledger has it: the first cell of the column that the index of investment would take. */
static sqlite3_int64 invest_of(const char *cells, int column)
{
	for (const char *at = cells; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL)
		if (atoi(at) == column && strchr(at, '='))
			return strtoll(strchr(at, '=') + 1, NULL, 10);
	return 0;
}

static void fill_peers(struct bench *b, const char *file)
{
	remove(file);
	if (sqlite3_open(file, &b->peers) != SQLITE_OK)
		give_up(file, "cannot be made");
	execute(b->peers, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN;"
			  "CREATE TABLE p (key INTEGER PRIMARY KEY, name TEXT, status TEXT, updated TEXT, invest INTEGER);"
			  "CREATE VIRTUAL TABLE f USING fts5(name, content='', detail=full)");
	sqlite3_stmt *number = prepare(b->db,
		"SELECT coalesce((SELECT number FROM ledger_columns WHERE indicator = (SELECT key FROM indicators WHERE id = 'indicator:invest') LIMIT 1), 0)");
	sqlite3_step(number);
	int column = sqlite3_column_int(number, 0);
	sqlite3_finalize(number);
	sqlite3_stmt *from = prepare(b->db,
		"SELECT p.key, p.name, p.status, p.updated_on, l.cells FROM projects p LEFT JOIN ledger_rows l ON l.owner = p.key ORDER BY p.key");
	sqlite3_stmt *row = prepare(b->peers, "INSERT OR IGNORE INTO p VALUES (?1, ?2, ?3, ?4, ?5)");
	sqlite3_stmt *text = prepare(b->peers, "INSERT INTO f (rowid, name) VALUES (?1, ?2)");
	struct strbuf parted = {0};
	while (sqlite3_step(from) == SQLITE_ROW) {
		strbuf_clear(&parted);
		part_characters((struct str){(const char *)sqlite3_column_text(from, 1), (size_t)sqlite3_column_bytes(from, 1)}, &parted);
		for (int i = 0; i < 4; i++)
			sqlite3_bind_value(row, i + 1, sqlite3_column_value(from, i));
		sqlite3_bind_int64(row, 5, invest_of((const char *)sqlite3_column_text(from, 4), column));
		sqlite3_bind_int64(text, 1, sqlite3_column_int64(from, 0));
		sqlite3_bind_text(text, 2, parted.p, (int)parted.n, SQLITE_STATIC);
		sqlite3_step(row);
		sqlite3_step(text);
		sqlite3_reset(row);
		sqlite3_reset(text);
	}
	strbuf_release(&parted);
	sqlite3_finalize(from);
	sqlite3_finalize(row);
	sqlite3_finalize(text);
	execute(b->peers, "CREATE INDEX p_status ON p (status, invest DESC); CREATE INDEX p_invest ON p (invest DESC); CREATE INDEX p_updated ON p (updated);"
			  "INSERT INTO f (f) VALUES ('optimize'); COMMIT; ANALYZE");
}

static double timed_sql(struct bench *b, sqlite3 *db, const char *sql, const char *word, size_t *hits)
{
	struct task t = {.bench = b, .statement = prepare(db, sql)};
	if (word)
		sqlite3_bind_text(t.statement, 1, word, -1, SQLITE_TRANSIENT);
	double ms = median(run_statement, &t);
	*hits = t.hits;
	sqlite3_finalize(t.statement);
	return ms;
}

/* A word in a column: Chinese characters are two cells wide. */
static void print_padded(const char *text, size_t cells)
{
	size_t width = width_str(str_from(text), AMBI_NARROW);
	printf("%s%*s", text, width < cells ? (int)(cells - width) : 0, "");
}

/* -- tables -------------------------------------------------------------------------------------- */

static double timed(struct bench *b, void (*run)(struct task *), const char *text, size_t *hits)
{
	struct task t = {.bench = b, .text = text};
	double ms = median(run, &t);
	*hits = t.hits;
	return ms;
}

static void look_up_characters(struct bench *b)
{
	printf("\n%-10s %-14s %9s %9s %9s %9s %9s %9s %9s %9s\n", "class", "word", "in names", "names ms", "all hits", "page ms", "memmem ms", "pass ms", "FTS5 ms",
		"50 by inv");
	fprintf(b->json, ",\n\"characters\": [");
	for (size_t i = 0; i < BENCH_CHARACTERS; i++) {
		const char *text = bench_characters[i].text;
		size_t in_names, all, by_memmem, by_pass, by_fts, page;
		struct strbuf phrase = {0};
		strbuf_add_byte(&phrase, '"');
		part_characters(str_from(text), &phrase);
		strbuf_add_byte(&phrase, '"');
		double names = timed(b, run_names, text, &in_names), look = timed(b, run_lookup, text, &all), mm = timed(b, run_memmem, text, &by_memmem),
		       simd = timed(b, run_pass, text, &by_pass), fts = timed_sql(b, b->peers, "SELECT count(*) FROM f WHERE f MATCH ?1", phrase.p, &by_fts),
		       sorted = timed_sql(b, b->peers,
			       "SELECT p.key, p.name FROM f JOIN p ON p.key = f.rowid WHERE f MATCH ?1 ORDER BY p.invest DESC LIMIT 50", phrase.p, &page);
		const char *verdict = *judge(b, in_names, by_memmem) ? "  WRONG" : judge(b, by_pass, by_memmem);
		b->medians[b->n_medians++] = look;
		printf("%-11s", bench_characters[i].class);
		print_padded(text, 14);
		printf(" %9zu %9.3f %9zu %9.3f %9.3f %9.3f %9.3f %9.3f%s\n", in_names, names, all, look, mm, simd, fts, sorted,
			verdict);
		fprintf(b->json,
			"%s\n{\"class\": \"%s\", \"word\": \"%s\", \"in_names\": %zu, \"names_ms\": %.4f, \"hits\": %zu, \"lookup_ms\": %.4f, \"memmem_hits\": %zu, \"memmem_ms\": %.4f, "
			"\"pass_hits\": %zu, \"pass_ms\": %.4f, \"fts5_hits\": %zu, \"fts5_count_ms\": %.4f, \"fts5_first_50_by_invest_ms\": %.4f}",
			i ? "," : "", bench_characters[i].class, text, in_names, names, all, look, by_memmem, mm, by_pass, simd, by_fts, fts, sorted);
		strbuf_release(&phrase);
	}
	fprintf(b->json, "]");
}

static void look_up_letters(struct bench *b)
{
	printf("\n%-16s %-10s %9s %9s %9s %9s %12s %9s\n", "class", "word", "in names", "names ms", "all hits", "page ms", "pass n", "pass ms");
	fprintf(b->json, ",\n\"letters\": [");
	for (size_t i = 0; i < BENCH_LETTERS; i++) {
		size_t in_names, all, by_pass = 0;
		const char *text = bench_letters[i].text;
		double names = timed(b, run_names, text, &in_names), look = timed(b, run_lookup, text, &all), simd = timed(b, run_initials_pass, text, &by_pass);
		b->medians[b->n_medians++] = look;
		printf("%-17s", bench_letters[i].class);
		print_padded(text, 10);
		size_t scanned = scan_readings(b, text);
		printf(" %9zu %9.3f %9zu %9.3f %12zu %9.3f%s\n", in_names, names, all, look, by_pass, simd, judge(b, in_names, scanned));
		fprintf(b->json,
			"%s\n{\"class\": \"%s\", \"word\": \"%s\", \"in_names\": %zu, \"names_ms\": %.4f, \"hits\": %zu, \"lookup_ms\": %.4f, \"scan_hits\": %zu, \"initials_pass_hits\": %zu, \"initials_pass_ms\": %.4f}",
			i ? "," : "", bench_letters[i].class, text, in_names, names, all, look, scanned, by_pass, simd);
	}
	fprintf(b->json, "]");
}

static void bench_filters(struct bench *b)
{
	size_t rows;
	printf("\n%-30s %9s %9s\n", "filter over projects", "hits", "ms");
	fprintf(b->json, ",\n\"filters\": [");
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		size_t hits;
		double ms = timed(b, run_query, filters[i], &hits);
		print_padded(filters[i], 30);
		printf(" %9zu %9.3f%s\n", hits, ms, judge(b, hits, scan_rows(b, filters[i])));
		fprintf(b->json, "%s\n{\"query\": \"%s\", \"hits\": %zu, \"ms\": %.4f}", i ? "," : "", filters[i], hits, ms);
	}
	double page = timed_sql(b, b->peers, "SELECT key, name FROM p WHERE status = 'producing' ORDER BY invest DESC LIMIT 50", NULL, &rows),
	       count = timed_sql(b, b->peers, "SELECT count(*) FROM p WHERE status = 'producing'", NULL, &rows), like;
	printf("%-30s %9zu %9.3f\n", "SQLite: status, count", rows, count);
	printf("%-30s %9d %9.3f\n", "SQLite: status, 50 by invest", FIRST_PAGE, page);
	like = timed_sql(b, b->peers, "SELECT count(*) FROM p WHERE name LIKE '%' || ?1 || '%'", "电解", &rows);
	print_padded("SQLite: LIKE %电解%", 30);
	printf(" %9zu %9.3f\n", rows, like);
	fprintf(b->json, "],\n\"sqlite\": {\"status_count_ms\": %.4f, \"status_first_50_by_invest_ms\": %.4f, \"like_ms\": %.4f}", count, page, like);
}

/* -- all -------------------------------------------------------------------------------------------- */

static void bench_build(struct bench *b)
{
	struct err err = ERR_INIT;
	struct utsname machine;
	size_t rows;
	b->store = store_open(b->path, STORE_READ, &err);
	if (!b->store)
		give_up(b->path, err.message);
	if (sqlite3_open_v2(b->path, &b->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		give_up(b->path, sqlite3_errmsg(b->db));
	double scan = timed_sql(b, b->db, bench_scan_sql, NULL, &rows);
	long before = status_kib("VmRSS:");
	double start = now_ms();
	build(b);
	double cold = now_ms() - start;
	long after = status_kib("VmRSS:"), peak = status_kib("VmHWM:");
	read_names(b);
	uname(&machine);
	printf("%zu projects, %ld cores, %s %s\n\n", b->n, sysconf(_SC_NPROCESSORS_ONLN), machine.sysname, machine.machine);
	printf("%-44s %9.1f ms\n", "bare scan: column_text of 10 columns", scan);
	printf("%-44s %9.1f ms  %.2f x the scan\n", "the whole catalogue, cold build (no snapshot)", cold, cold / scan);
	printf("%-44s %9.0f bytes a project, peak %.0f\n", "memory of the index", (double)(after - before) * 1024 / (double)b->n,
		(double)(peak - before) * 1024 / (double)b->n);
	fprintf(b->json,
		"{\"projects\": %zu, \"cores\": %ld, \"machine\": \"%s %s\", \"scan_ms\": %.2f, \"cold_build_ms\": %.2f, \"bytes_a_project\": %.1f, \"peak_bytes_a_project\": %.1f",
		b->n, sysconf(_SC_NPROCESSORS_ONLN), machine.sysname, machine.machine, scan, cold, (double)(after - before) * 1024 / (double)b->n,
		(double)(peak - before) * 1024 / (double)b->n);
}

static void sum_up(struct bench *b)
{
	qsort(b->medians, b->n_medians, sizeof *b->medians, by_value);
	double p50 = b->medians[b->n_medians / 2], worst = b->medians[b->n_medians - 1];
	printf("\nlook-ups of %zu words, all hits counted and the first %d ranked: median %.3f ms, slowest %.3f ms\n", b->n_medians, FIRST_PAGE, p50, worst);
	fprintf(b->json, ",\n\"lookup_p50_ms\": %.4f, \"lookup_slowest_ms\": %.4f, \"right\": %s}\n", p50, worst, b->wrong ? "false" : "true");
}

int main(int argc, char **argv)
{
	alloc_keep_some();
	if (argc != 3) {
		fprintf(stderr, "usage: bench_index CATALOGUE OUT.json\n");
		return 2;
	}
	struct bench b = {.path = argv[1], .json = fopen(argv[2], "w")};
	struct strbuf peers = {0};
	if (!b.json)
		give_up(argv[2], "cannot be written");
	strbuf_printf(&peers, "%s.peers.db", argv[2]);
	bench_build(&b);
	fill_peers(&b, peers.p);
	look_up_characters(&b);
	look_up_letters(&b);
	bench_filters(&b);
	sum_up(&b);
	sqlite3_close(b.peers);
	sqlite3_close(b.db);
	index_free(b.index);
	store_close(b.store);
	strbuf_release(&b.names);
	strbuf_release(&b.initials);
	strbuf_release(&b.folded);
	array_release(&b.readings);
	strbuf_release(&peers);
	bool ok = fclose(b.json) == 0 && !b.wrong;
	if (b.wrong)
		fprintf(stderr, "bench_index: hits differ from the pass over all names or rows\n");
	return ok ? 0 : 1;
}
