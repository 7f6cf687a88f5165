/*
 * Questions asked of us, of SQLite and of DuckDB in turn, over the same rows: what bench_query and bench_facet are made of.
 */
#ifndef TESTS_BENCH_BESIDE_H
#define TESTS_BENCH_BESIDE_H

#include "duckdb.h"
#include "figures.h"
#include "measure.h"
#include "peers.h"

enum { OURS, SQLITE, DUCKDB, TIMED };

struct beside {
	struct bench_session session;
	const struct index *index;
	sqlite3 *sqlite;
	struct duckdb *duckdb; /* NULL: not installed */
	struct figures figures;
};

/* Of the arguments CATALOGUE PEERS OUT.json FOLDER; ends the program where they are others. */
void beside_open(struct beside *b, int argc, char **argv);
int beside_close(struct beside *b); /* the exit status */

/* How long each took, with `hits` beside ours, and how many times as long the others: KEY_ms, KEY_sqlite_ms, KEY_sqlite_x … */
void beside_say(struct beside *b, const char *key, const char *what, const struct timing timings[TIMED], size_t hits);

/* Whether the hits of a query are to be those of SQL, which knows no perhaps and looks through no short names. */
bool beside_same(const struct beside *b, const char *query, size_t n_perhaps);

#endif
