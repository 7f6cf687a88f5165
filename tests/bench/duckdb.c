#include "duckdb.h"

#include "measure.h"
#include "peers.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Of DuckDB's C interface, which is stable: what is asked of it here. A result is six words, all but the last out of use. */
struct duckdb_result {
	void *words[6];
};

struct duckdb {
	void *library, *database, *connection;
	int (*open)(const char *path, void **database);
	int (*connect)(void *database, void **connection);
	int (*query)(void *connection, const char *sql, struct duckdb_result *out);
	const char *(*error)(struct duckdb_result *result);
	uint64_t (*rows)(struct duckdb_result *result);
	uint64_t (*columns)(struct duckdb_result *result);
	int64_t (*number)(struct duckdb_result *result, uint64_t column, uint64_t row);
	void (*release)(struct duckdb_result *result);
	void (*disconnect)(void **connection);
	void (*close)(void **database);
};

static void *open_library(const char *folder)
{
	char pattern[4200];
	glob_t found;
	void *library = NULL;
	snprintf(pattern, sizeof pattern, "%s/node_modules/@duckdb/node-bindings-*/libduckdb.*", folder);
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; !library && i < found.gl_pathc; i++)
			library = dlopen(found.gl_pathv[i], RTLD_NOW | RTLD_LOCAL);
	globfree(&found);
	return library;
}

/* POSIX has functions and objects of one size; C does not say so. */
static void find(struct duckdb *d, void *function, const char *name)
{
	void *symbol = dlsym(d->library, name);
	if (!symbol)
		give_up("libduckdb", name);
	memcpy(function, &symbol, sizeof symbol);
}

struct duckdb *duckdb_load(const char *folder)
{
	void *library = open_library(folder);
	if (!library) {
		printf("  skipped DuckDB: not installed (make bench-peers)\n");
		return NULL;
	}
	struct duckdb *d = xcalloc(1, sizeof *d);
	d->library = library;
	find(d, &d->open, "duckdb_open");
	find(d, &d->connect, "duckdb_connect");
	find(d, &d->query, "duckdb_query");
	find(d, &d->error, "duckdb_result_error");
	find(d, &d->rows, "duckdb_row_count");
	find(d, &d->columns, "duckdb_column_count");
	find(d, &d->number, "duckdb_value_int64");
	find(d, &d->release, "duckdb_destroy_result");
	find(d, &d->disconnect, "duckdb_disconnect");
	find(d, &d->close, "duckdb_close");
	if (d->open(NULL, &d->database) != 0 || d->connect(d->database, &d->connection) != 0)
		give_up("libduckdb", "cannot open a database in memory");
	return d;
}

void duckdb_free(struct duckdb *d)
{
	if (!d)
		return;
	d->disconnect(&d->connection);
	d->close(&d->database);
	free(d); /* the library stays: its threads may still be ending */
}

size_t duckdb_ask(struct duckdb *d, const char *sql)
{
	struct duckdb_result result;
	if (d->query(d->connection, sql, &result) != 0)
		give_up(sql, d->error(&result));
	uint64_t rows = d->rows(&result), columns = d->columns(&result);
	bool told = columns == 3 || (columns == 1 && rows == 1);
	size_t hits = told && rows ? (size_t)d->number(&result, columns - 1, 0) : (size_t)rows;
	d->release(&result);
	return hits;
}

void duckdb_fill(struct duckdb *d, const char *file)
{
	struct strbuf sql = {0};
	strbuf_printf(&sql, "CREATE TABLE p AS SELECT * FROM read_csv('%s.tsv', delim = '\t', header = false, quote = '', columns = %s)", file, peers_columns);
	duckdb_ask(d, sql.p);
	strbuf_release(&sql);
}
