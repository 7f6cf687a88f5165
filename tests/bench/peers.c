#include "peers.h"

#include "answers.h"
#include "base/alloc.h"
#include "index/order.h"
#include "measure.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>

const char peers_columns[] = "{'key': 'BIGINT', 'name': 'VARCHAR', 'status': 'VARCHAR', 'updated': 'VARCHAR', 'zone': 'BIGINT', "
			     "'province': 'BIGINT', 'chain': 'BIGINT', 'owner': 'BIGINT', 'invest': 'BIGINT'}";

enum { COLUMNS = 9, INVEST = COLUMNS - 1 };

/* The province of every region; the top where none stands above it. */
static const char tops_sql[] =
	"CREATE TEMP TABLE tops AS WITH RECURSIVE above (region, at) AS (SELECT key, key FROM regions UNION ALL"
	" SELECT a.region, r.parent FROM above a JOIN regions r ON r.key = a.at WHERE r.level <> 'province' AND r.parent IS NOT NULL)"
	" SELECT region, at FROM above JOIN regions r ON r.key = at WHERE r.level = 'province' OR r.parent IS NULL;"
	"CREATE INDEX temp.tops_region ON tops (region)";

static const char rows_sql[] =
	"SELECT p.key, p.name, p.status, p.updated_on, p.zone, t.at, s.chain, p.owner FROM projects p"
	" LEFT JOIN stages s ON s.key = p.stage LEFT JOIN tops t ON t.region = p.region ORDER BY p.key";

/* -- sessions ---------------------------------------------------------------------------------- */

void bench_session_open(struct bench_session *s, char *catalogue)
{
	struct err err = ERR_INIT;
	char *words[] = {"yuanlian", "count", "projects", "--db", catalogue, "--seeds", "none"};
	answers_make(catalogue);
	memcpy(s->words, words, sizeof words);
	if (!invocation_parse(7, s->words, &s->invocation, &err) || !session_open(&s->session, &s->invocation, &err) || !session_index(&s->session, &err))
		give_up(catalogue, err.message);
	s->index = s->session.index;
	size_t field = field_get(KIND_PROJECT, "short_names");
	s->short_names = false;
	for (uint32_t row = 0; !s->short_names && row < index_count(s->index, KIND_PROJECT); row++)
		s->short_names = index_text(s->index, ref_make(KIND_PROJECT, row), field).n > 0;
}

void bench_session_close(struct bench_session *s)
{
	session_close(&s->session);
	invocation_release(&s->invocation);
}

/* -- SQLite ------------------------------------------------------------------------------------ */

static void execute(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
}

sqlite3_stmt *peers_prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		give_up(sql, sqlite3_errmsg(db));
	return statement;
}

sqlite3 *peers_open(const char *file)
{
	sqlite3 *db;
	warm(file);
	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		give_up(file, sqlite3_errmsg(db));
	execute(db, "PRAGMA cache_size = -524288; PRAGMA temp_store = MEMORY");
	return db;
}

size_t peers_ask(sqlite3_stmt *statement)
{
	size_t rows = 0;
	sqlite3_int64 number = 0;
	int columns = sqlite3_column_count(statement), told = columns == 3 ? 2 : 0;
	while (sqlite3_step(statement) == SQLITE_ROW) {
		number = rows++ ? number : sqlite3_column_int64(statement, told);
		for (int i = 0; i < columns; i++)
			sqlite3_column_text(statement, i);
	}
	sqlite3_reset(statement);
	return columns == 3 || (columns == 1 && rows == 1) ? (size_t)number : rows;
}

/* -- filling ----------------------------------------------------------------------------------- */

void part_characters(struct str text, struct strbuf *out)
{
	for (size_t at = 0, start = 0; at < text.n; start = at) {
		utf8_next(text, &at);
		strbuf_add(out, str_sub(text, start, at - start));
		strbuf_add_byte(out, ' ');
	}
}

/* A name as tokens, one a character: itself, its initial, its syllable. */
struct tokens {
	struct strbuf characters, initials, syllables;
	syllable *readings;
	size_t room;
};

static void read_tokens(struct tokens *t, struct str name)
{
	if (t->room <= name.n) {
		t->room = 2 * name.n + 64;
		t->readings = xrealloc(t->readings, t->room * sizeof *t->readings);
	}
	size_t n = pinyin_text(name, t->readings), at = 0;
	strbuf_clear(&t->characters);
	strbuf_clear(&t->initials);
	strbuf_clear(&t->syllables);
	part_characters(name, &t->characters);
	for (size_t i = 0; i < n; i++) {
		size_t start = at;
		utf8_next(name, &at);
		struct str own = str_sub(name, start, at - start);
		strbuf_add(&t->initials, t->readings[i] ? str_sub(syllable_str(t->readings[i]), 0, 1) : own);
		strbuf_add(&t->syllables, t->readings[i] ? syllable_str(t->readings[i]) : own);
		strbuf_add_byte(&t->initials, ' ');
		strbuf_add_byte(&t->syllables, ' ');
	}
}

static void add_tokens(sqlite3_stmt *into, sqlite3_int64 key, const struct strbuf *tokens)
{
	sqlite3_bind_int64(into, 1, key);
	sqlite3_bind_text(into, 2, tokens->p, (int)tokens->n, SQLITE_STATIC);
	sqlite3_step(into);
	sqlite3_reset(into);
}

struct filling {
	const struct index *index;
	struct ref invest;
	sqlite3_stmt *from, *row, *characters, *initials, *syllables;
	FILE *tsv, *names;
	struct tokens tokens;
};

/* A column of the row, into the table and the file. */
static void put_column(struct filling *f, int i, sqlite3_value *value)
{
	const char *text = value ? (const char *)sqlite3_value_text(value) : NULL;
	if (value)
		sqlite3_bind_value(f->row, i + 1, value);
	else
		sqlite3_bind_null(f->row, i + 1);
	fprintf(f->tsv, "%s%c", text ? text : "", '\t');
}

static void put_row(struct filling *f, uint32_t row)
{
	struct ref ref = ref_make(KIND_PROJECT, row);
	struct str name = {(const char *)sqlite3_column_text(f->from, 1), (size_t)sqlite3_column_bytes(f->from, 1)};
	struct index_bounds bounds = ref_none(f->invest) ? (struct index_bounds){0} : index_bounds_of(f->index, index_figures(f->index, ref, f->invest));
	if (!str_eq(name, index_name(f->index, ref)))
		give_up("peers", "found another row in the index than in the catalogue");
	sqlite3_bind_int64(f->row, 1, row);
	fprintf(f->tsv, "%u\t", row);
	for (int i = 1; i < INVEST; i++)
		put_column(f, i, sqlite3_column_value(f->from, i));
	if (bounds.has_least) {
		sqlite3_int64 least = (sqlite3_int64)decimal_double(bounds.least);
		sqlite3_bind_int64(f->row, INVEST + 1, least);
		fprintf(f->tsv, "%lld", (long long)least);
	} else {
		sqlite3_bind_null(f->row, INVEST + 1);
	}
	fprintf(f->tsv, "\n");
	fprintf(f->names, "%.*s\n", STR_ARG(name));
	sqlite3_step(f->row);
	sqlite3_reset(f->row);
	read_tokens(&f->tokens, name);
	add_tokens(f->characters, row, &f->tokens.characters);
	add_tokens(f->initials, row, &f->tokens.initials);
	add_tokens(f->syllables, row, &f->tokens.syllables);
}

static FILE *open_beside(const char *file, const char *ending)
{
	struct strbuf path = {0};
	strbuf_printf(&path, "%s.%s", file, ending);
	FILE *out = fopen(path.p, "we");
	if (!out)
		give_up(path.p, "cannot be written");
	strbuf_release(&path);
	return out;
}

static void put_rows(struct filling *f, sqlite3 *db)
{
	uint32_t n = 0;
	f->row = peers_prepare(db, "INSERT INTO p VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	f->characters = peers_prepare(db, "INSERT INTO f (rowid, name) VALUES (?1, ?2)");
	f->initials = peers_prepare(db, "INSERT INTO f_initials (rowid, name) VALUES (?1, ?2)");
	f->syllables = peers_prepare(db, "INSERT INTO f_syllables (rowid, name) VALUES (?1, ?2)");
	while (sqlite3_step(f->from) == SQLITE_ROW)
		put_row(f, n++);
	if (n != index_count(f->index, KIND_PROJECT))
		give_up("peers", "found another number of rows in the index than in the catalogue");
	sqlite3_finalize(f->row);
	sqlite3_finalize(f->characters);
	sqlite3_finalize(f->initials);
	sqlite3_finalize(f->syllables);
}

void peers_fill(sqlite3 *catalogue, const struct index *index, const char *file)
{
	sqlite3 *db;
	struct filling f = {.index = index, .invest = index_indicator(index, STR("invest"))};
	remove(file);
	if (sqlite3_open(file, &db) != SQLITE_OK)
		give_up(file, sqlite3_errmsg(db));
	f.tsv = open_beside(file, "tsv");
	f.names = open_beside(file, "names");
	execute(catalogue, tops_sql);
	f.from = peers_prepare(catalogue, rows_sql);
	execute(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -524288; BEGIN;"
		    "CREATE TABLE p (key INTEGER PRIMARY KEY, name TEXT, status TEXT, updated TEXT, zone INTEGER, province INTEGER, chain INTEGER,"
		    " owner INTEGER, invest INTEGER);"
		    "CREATE VIRTUAL TABLE f USING fts5(name, content='', detail=full);"
		    "CREATE VIRTUAL TABLE f_initials USING fts5(name, content='', detail=full);"
		    "CREATE VIRTUAL TABLE f_syllables USING fts5(name, content='', detail=full)");
	put_rows(&f, db);
	execute(db, "CREATE INDEX p_status ON p (status, invest DESC); CREATE INDEX p_invest ON p (invest DESC); CREATE INDEX p_updated ON p (updated);"
		    "CREATE INDEX p_zone ON p (zone, status); CREATE INDEX p_owner ON p (owner); CREATE INDEX p_province ON p (province, status);"
		    "CREATE INDEX p_chain ON p (chain, status); INSERT INTO f (f) VALUES ('optimize');"
		    "INSERT INTO f_initials (f_initials) VALUES ('optimize'); INSERT INTO f_syllables (f_syllables) VALUES ('optimize'); COMMIT; ANALYZE");
	sqlite3_finalize(f.from);
	strbuf_release(&f.tokens.characters);
	strbuf_release(&f.tokens.initials);
	strbuf_release(&f.tokens.syllables);
	free(f.tokens.readings);
	if (fclose(f.tsv) != 0 || fclose(f.names) != 0 || sqlite3_close(db) != SQLITE_OK)
		give_up(file, "cannot be written");
}
