/*
 * The projects of a catalogue as other programs read them. FILE is an SQLite database:
 *
 *	p      key (number of the row), name, status, updated, zone, province, chain, owner (keys of the catalogue),
 *	       invest (the least bound in yuan; NULL: none); with an index for each question of the benches
 *	f      FTS5 over the names, a token a character; rowid: key
 *	f_initials, f_syllables
 *	       FTS5 over the pinyin of the names, a token a character: no tokenizer for pinyin is packaged
 *
 * FILE.tsv has the columns of p for DuckDB, FILE.names a name a line for programs that find lines.
 * All but the investment comes from the catalogue by SQL alone, so numbers of hits are compared with something of another make.
 */
#ifndef TESTS_BENCH_PEERS_H
#define TESTS_BENCH_PEERS_H

#include "cli/session.h"

#include <sqlite3.h>

/* The columns of FILE.tsv, as DuckDB's read_csv wants them. */
extern const char peers_columns[];

/* A session over a catalogue whose index is ready, as every command opens it. Ends the program where that fails. */
struct bench_session {
	struct invocation invocation;
	struct session session;
	const struct index *index;
	bool short_names; /* some project has other names, which we look through and the peers do not have: hits in names differ */
	char *words[7];
};

void bench_session_open(struct bench_session *s, char *catalogue);
void bench_session_close(struct bench_session *s);

void peers_fill(sqlite3 *catalogue, const struct index *index, const char *file);

/* For reading, with much cache. */
sqlite3 *peers_open(const char *file);

sqlite3_stmt *peers_prepare(sqlite3 *db, const char *sql);

/*
 * Runs a statement to its end and reads every text of it. The answer of one row and one column is its number; else the
 * third column of the first row, where there are three; else how many rows there are.
 */
size_t peers_ask(sqlite3_stmt *statement);

/* Characters parted by blanks, appended. */
void part_characters(struct str text, struct strbuf *out);

#endif
