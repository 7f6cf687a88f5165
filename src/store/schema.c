#include "store/schema_internal.h"

#include <inttypes.h>
#include <stdio.h>

static const char schema_sql[] =
#include "store/schema.inc"
	;

static const char ledger_sql[] =
#include "store/ledger.inc"
	;

static const char changes_sql[] =
#include "store/changes.inc"
	;

static const char *const steps[] = {
	schema_sql,
	ledger_sql,
	changes_sql,
};

const struct schema_migrations schema_migrations = {steps, sizeof steps / sizeof *steps};

static bool read_version(struct store *store, int64_t *application, int64_t *version, int64_t *tables, struct err *err)
{
	return sql_number(store, "PRAGMA application_id", application, err)
		&& sql_number(store, "PRAGMA user_version", version, err)
		&& sql_number(store, "SELECT count(*) FROM sqlite_schema", tables, err);
}

bool schema_version(struct store *store, size_t newest, int64_t *version, struct err *err)
{
	int64_t application = 0, tables = 0;
	/* One look: another process may just be making the catalogue. */
	bool alone = sqlite3_get_autocommit(store->db);
	bool ok = (!alone || sql_run(store, "BEGIN", err)) && read_version(store, &application, version, &tables, err);
	if (alone)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	if (!ok)
		return false;
	if (!tables && !application && !*version)
		return true;
	if (application != SCHEMA_APPLICATION_ID)
		return err_at(err, ERR_DATA, store->path, 0, 0,
			"found an SQLite file of another program, expected a catalogue of yuanlian");
	if (*version < 1)
		return err_at(err, ERR_DATA, store->path, 0, 0,
			"found a catalogue of version %" PRId64 ", expected 1 to %zu: something else changed it", *version, newest);
	if (*version > (int64_t)newest)
		return err_at(err, ERR_DATA, store->path, 0, 0,
			"found a catalogue of version %" PRId64 ", expected at most %zu: a newer yuanlian wrote it",
			*version, newest);
	return true;
}

bool schema_touch(struct store *store, struct err *err)
{
	int64_t generation;
	sqlite3_randomness((int)sizeof generation, &generation);
	return sql_do_once(store, sql_prepare(store, "UPDATE meta SET generation = ?1", err), &generation, 1, err);
}

static bool apply(struct store *store, struct schema_migrations migrations, struct err *err)
{
	int64_t version = 0;
	if (!schema_version(store, migrations.n, &version, err))
		return false;
	/* Another process has done it meanwhile. */
	if (version == (int64_t)migrations.n)
		return true;
	for (; version < (int64_t)migrations.n; version++) {
		char mark[96];
		snprintf(mark, sizeof mark, "PRAGMA user_version = %" PRId64 "; PRAGMA application_id = %d",
			version + 1, SCHEMA_APPLICATION_ID);
		if (!sql_run(store, migrations.v[version], err) || !sql_run(store, mark, err))
			return false;
		if (version == 0
			&& !sql_run(store, "INSERT INTO meta VALUES (1, 0, '', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))",
				err))
			return false;
	}
	return schema_touch(store, err);
}

bool schema_upgrade(struct store *store, struct schema_migrations migrations, struct err *err)
{
	int64_t version = 0;
	int enforced = 0;
	if (!schema_version(store, migrations.n, &version, err))
		return false;
	if (version == (int64_t)migrations.n)
		return true;
	/* Migrations may rebuild tables, which enforced references would not let them. */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &enforced);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	bool ok = sql_run(store, "BEGIN EXCLUSIVE", err);
	if (ok) {
		ok = apply(store, migrations, err) && sql_run(store, "COMMIT", err);
		if (!ok)
			sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	}
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, enforced, NULL);
	return ok;
}
