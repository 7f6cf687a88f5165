#include "beside.h"

#include <stdlib.h>

void beside_open(struct beside *b, int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: %s CATALOGUE PEERS OUT.json FOLDER\n", argv[0]);
		exit(2);
	}
	*b = (struct beside){.sqlite = peers_open(argv[2]), .duckdb = duckdb_load(argv[4])};
	bench_session_open(&b->session, argv[1]);
	b->index = b->session.index;
	figures_open(&b->figures, argv[3]);
	if (b->duckdb)
		duckdb_fill(b->duckdb, argv[2]);
}

int beside_close(struct beside *b)
{
	duckdb_free(b->duckdb);
	sqlite3_close(b->sqlite);
	bench_session_close(&b->session);
	return figures_close(&b->figures);
}

void beside_say(struct beside *b, const char *key, const char *what, const struct timing timings[TIMED], size_t hits)
{
	static const char *const ends[TIMED] = {"", "_sqlite", "_duckdb"}, *const names[TIMED] = {"", "SQLite", "DuckDB"};
	char own_key[64], text[64];
	snprintf(own_key, sizeof own_key, "%s_ms", key);
	figure(&b->figures, own_key, what, timings[OURS].p50_ms, "ms", (long long)hits);
	for (size_t i = SQLITE; i < TIMED; i++) {
		if (!timings[i].run)
			continue;
		snprintf(own_key, sizeof own_key, "%s%s_ms", key, ends[i]);
		snprintf(text, sizeof text, "  the same by %s", names[i]);
		figure(&b->figures, own_key, text, timings[i].p50_ms, "ms", HITS_NONE);
		snprintf(own_key, sizeof own_key, "%s%s_x", key, ends[i]);
		snprintf(text, sizeof text, "  %s takes so many times as long", names[i]);
		figure(&b->figures, own_key, text, timings[i].p50_ms / timings[OURS].p50_ms, "x", HITS_NONE);
	}
}

bool beside_same(const struct beside *b, const char *query, size_t n_perhaps)
{
	return !n_perhaps && !(b->session.short_names && strstr(query, "name:"));
}
