#include "store/stamp.h"

#include "store/schema_internal.h"
#include "store/writer_internal.h"

#include <stdio.h>

/* -- writing ------------------------------------------------------------------------ */

void changes_begin(struct store_writer *w)
{
	struct err none = ERR_INIT;
	/* Before the first change: SQLite may write the new counter to the file at any time after that. */
	w->counted = store_change_counter(w->store, &w->counter, &none);
}

void changes_note(struct store_writer *w, int64_t key)
{
	if (w->changed.n == CHANGES_MAX)
		w->unlisted = true;
	else
		array_push(&w->changed, key);
}

static bool add_keys(struct store_writer *w, int64_t number, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(w->store, "INSERT OR REPLACE INTO changes VALUES (?1, ?2)", err);
	bool ok = statement != NULL;
	for (size_t i = 0; ok && i < w->changed.n; i++) {
		sqlite3_bind_int64(statement, 1, w->changed.v[i]);
		sqlite3_bind_int64(statement, 2, number);
		ok = sql_do(w->store, statement, err);
	}
	sqlite3_finalize(statement);
	return ok;
}

/* Forget what nobody is brought up to date by any more: the older half of too many rows, and commits of long ago. */
static bool forget(struct store_writer *w, int64_t number, struct err *err)
{
	int64_t last = number - CHANGES_MAX, n = 0, half = 0;
	char half_way[96];
	snprintf(half_way, sizeof half_way, "SELECT number FROM changes ORDER BY number DESC LIMIT 1 OFFSET %d", CHANGES_MAX / 2);
	if (!sql_number(w->store, "SELECT count(*) FROM changes", &n, err))
		return false;
	if (n > CHANGES_MAX && !sql_number(w->store, half_way, &half, err))
		return false;
	half = half < number ? half : number - 1;
	last = half > last ? half : last;
	return last <= 0 || (sql_do_once(w->store, sql_prepare(w->store, "DELETE FROM commits WHERE number <= ?1", err), &last, 1, err)
		&& sql_do_once(w->store, sql_prepare(w->store, "DELETE FROM changes WHERE number <= ?1", err), &last, 1, err));
}

bool changes_commit(struct store_writer *w, struct err *err)
{
	int64_t before = 0, number = 0;
	bool ok = sql_number(w->store, "SELECT generation FROM meta", &before, err) && schema_touch(w->store, err);
	/* A catalogue in memory has no counter, nor anybody who would ask. */
	if (!ok || !w->counted)
		return ok;
	if (w->unlisted || w->changes.removed)
		return sql_run(w->store, "DELETE FROM commits; DELETE FROM changes", err);
	if (!sql_number(w->store, "SELECT max(number) FROM commits", &number, err))
		return false;
	const int64_t numbers[] = {++number, before, (int64_t)w->counter + 1};
	return sql_do_once(w->store, sql_prepare(w->store, "INSERT INTO commits SELECT ?1, ?2, generation, ?3 FROM meta", err), numbers, 3, err)
		&& add_keys(w, number, err) && forget(w, number, err);
}

/* -- reading ------------------------------------------------------------------------------- */

struct state {
	int64_t generation, counter;
};

static bool same_state(struct state a, struct state b)
{
	return a.generation == b.generation && a.counter == b.counter;
}

/*
 * Go along the commits from one state to another. *first: the number of the first one between, INT64_MAX where there is
 * none as they are the same; 0: they do not lead there.
 */
static bool follow(struct store *store, struct state at, struct state to, int64_t *first, struct err *err)
{
	bool row = true;
	*first = same_state(at, to) ? INT64_MAX : 0;
	if (*first)
		return true;
	sqlite3_stmt *statement = sql_prepare(store, "SELECT number, before, generation, counter FROM commits ORDER BY number", err);
	bool ok = statement != NULL;
	while (ok && (ok = sql_step(store, statement, &row, err)) && row) {
		struct state left = {sqlite3_column_int64(statement, 2), sqlite3_column_int64(statement, 3)};
		bool leads_on = sqlite3_column_int64(statement, 1) == at.generation && left.counter == at.counter + 1;
		if (leads_on && !*first)
			*first = sqlite3_column_int64(statement, 0);
		if (leads_on)
			at = left;
	}
	/* One that does not lead on from where the last did leads nowhere, as each has a generation of its own. */
	if (!same_state(at, to))
		*first = 0;
	sqlite3_finalize(statement);
	return ok;
}

/* A table that somebody else has written to may hold anything. */
static bool is_key(int64_t key)
{
	return key < LEDGER_KEY_FIRST && key_is_of(key, UINT32_MAX);
}

bool store_changes_since(struct store *store, uint64_t generation, uint64_t changes, struct store_keys *keys, bool *known, struct err *err)
{
	uint64_t now_generation, now_changes;
	int64_t first = 0;
	size_t n_before = keys->n;
	bool row = true, sound = true;
	*known = false;
	if (!store_generation(store, &now_generation, err) || !store_change_counter(store, &now_changes, err)
		|| !follow(store, (struct state){(int64_t)generation, (int64_t)changes},
			(struct state){(int64_t)now_generation, (int64_t)now_changes}, &first, err))
		return false;
	if (!first)
		return true;
	sqlite3_stmt *statement = sql_prepare(store, "SELECT key FROM changes WHERE number >= ?1 ORDER BY key", err);
	bool ok = statement != NULL;
	if (ok)
		sqlite3_bind_int64(statement, 1, first);
	while (ok && sound && (ok = sql_step(store, statement, &row, err)) && row) {
		array_push(keys, sqlite3_column_int64(statement, 0));
		sound = is_key(keys->v[keys->n - 1]);
	}
	sqlite3_finalize(statement);
	*known = ok && sound;
	if (!*known)
		keys->n = n_before;
	return ok;
}
