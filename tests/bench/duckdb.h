/*
 * DuckDB, where its library is there: that of npm's @duckdb/node-api (make bench-peers), loaded by itself so that no
 * interpreter stands between it and the clock. All its threads, everything in memory.
 */
#ifndef TESTS_BENCH_DUCKDB_H
#define TESTS_BENCH_DUCKDB_H

#include <stddef.h>

struct duckdb;

/* FOLDER/node_modules is looked through. NULL, with a word on standard output, where there is none. */
struct duckdb *duckdb_load(const char *folder);
void duckdb_free(struct duckdb *d);

/* The table p from FILE.tsv (peers.h). */
void duckdb_fill(struct duckdb *d, const char *file);

/* What peers_ask says of the same statement; of one that makes a table, how many rows that has. */
size_t duckdb_ask(struct duckdb *d, const char *sql);

#endif
