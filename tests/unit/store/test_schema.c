#include "support/test.h"

#include "store/schema_internal.h"
#include "store/store.h"

/* The tables of the file and the tables of the model say the same. */
static void test_columns(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store, err);
	for (int k = 0; k < KIND_COUNT; k++) {
		char text[128];
		snprintf(text, sizeof text, "SELECT name, type, \"notnull\" FROM pragma_table_info('%s') ORDER BY cid", kinds[k].plural);
		sqlite3_stmt *statement = sql_prepare(store, text, &err);
		assert_ok(statement, err);
		const char *first[] = {"key", "origin"};
		bool row;
		for (size_t i = 0; i < 2; i++) {
			assert_ok(sql_step(store, statement, &row, &err), err);
			assert_true(row);
			assert_str(sql_text(statement, 0), first[i]);
		}
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			if (field->type == FIELD_REFS)
				continue;
			assert_ok(sql_step(store, statement, &row, &err), err);
			if (!row)
				fail_msg("%s has no column %s", kinds[k].plural, field->name);
			assert_str(sql_text(statement, 0), field->name);
			bool integer = field->type == FIELD_REF || field->type == FIELD_INTEGER || field->type == FIELD_BOOL;
			assert_str(sql_text(statement, 1), integer ? "INTEGER" : "TEXT");
			bool needed = field->flags & FIELD_REQUIRED || field->type == FIELD_BOOL;
			assert_row(sqlite3_column_int(statement, 2) == needed, field->name);
		}
		assert_ok(sql_step(store, statement, &row, &err), err);
		if (row)
			fail_msg("%s has a column too many: %s", kinds[k].plural, sqlite3_column_text(statement, 0));
		sqlite3_finalize(statement);
	}
	store_close(store);
}

static struct str table_sql(struct store *store, const char *table, struct strbuf *out)
{
	struct err err = ERR_INIT;
	bool row = false;
	char text[160];
	snprintf(text, sizeof text, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = '%s'", table);
	sqlite3_stmt *statement = sql_prepare(store, text, &err);
	assert_ok(statement && sql_step(store, statement, &row, &err), err);
	if (!row)
		fail_msg("no table %s", table);
	strbuf_clear(out);
	strbuf_add(out, sql_text(statement, 0));
	sqlite3_finalize(statement);
	return strbuf_str(out);
}

static void assert_contains(struct str sql, struct strbuf *wanted, const char *what)
{
	if (str_find(sql, strbuf_str(wanted), 0) < 0)
		fail_msg("%s: expected %s", what, wanted->p);
	strbuf_clear(wanted);
}

static void test_constraints(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct store *store = store_open(":memory:", STORE_CREATE, &err);
	assert_ok(store, err);
	struct strbuf sql = {0}, wanted = {0}, side = {0};
	for (int k = 0; k < KIND_COUNT; k++) {
		struct str table = table_sql(store, kinds[k].plural, &sql);
		assert_true(str_ends(table, STR("STRICT")));
		strbuf_printf(&wanted, "CHECK (key > 0 AND key %% 32 = %d)", k);
		assert_contains(table, &wanted, kinds[k].plural);
		strbuf_printf(&wanted, "id GLOB '%s:[a-z0-9]*'", kinds[k].singular);
		assert_contains(table, &wanted, kinds[k].plural);
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			bool one_kind = (field->kinds & (field->kinds - 1)) == 0;
			enum kind target = KIND_REGION;
			while (field->kinds && one_kind && field->kinds != UINT32_C(1) << target)
				target++;
			if (field->type == FIELD_ENUM) {
				strbuf_printf(&wanted, "CHECK (\"%s\" IN (", field->name);
				for (size_t i = 0; i < enums[field->enumeration].n; i++)
					strbuf_printf(&wanted, "%s'%s'", i ? ", " : "", enums[field->enumeration].v[i].code);
				strbuf_add_c(&wanted, "))");
				assert_contains(table, &wanted, field->name);
			} else if (field->type == FIELD_REF && one_kind) {
				strbuf_printf(&wanted, " REFERENCES %s (key) DEFERRABLE INITIALLY DEFERRED", kinds[target].plural);
				assert_contains(table, &wanted, field->name);
			} else if (field->type == FIELD_REFS) {
				char name[64];
				snprintf(name, sizeof name, "%s_%s", kinds[k].plural, field->name);
				strbuf_printf(&wanted, "target INTEGER NOT NULL REFERENCES %s (key)", kinds[target].plural);
				assert_contains(table_sql(store, name, &side), &wanted, name);
			}
		}
	}
	strbuf_release(&sql);
	strbuf_release(&wanted);
	strbuf_release(&side);
	store_close(store);
}

/* A file of a version before is brought up to date, once, with what is in it. */
static void test_upgrade(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	const char *const steps[] = {
		("CREATE TABLE meta (one INTEGER PRIMARY KEY, generation INTEGER, seeds TEXT, created TEXT) STRICT;"
		 "CREATE TABLE zones (key INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO zones VALUES (36, '兴县')"),
		"ALTER TABLE zones ADD COLUMN class TEXT; UPDATE zones SET class = 'economic'",
		"this is no SQL",
	};
	struct store store = {.path = (char[]){":memory:"}};
	int64_t n = 0, version = 0;
	assert_int_equal(sqlite3_open(":memory:", &store.db), SQLITE_OK);
	assert_ok(schema_upgrade(&store, (struct schema_migrations){steps, 1}, &err), err);
	assert_ok(schema_upgrade(&store, (struct schema_migrations){steps, 1}, &err), err);
	assert_ok(schema_upgrade(&store, (struct schema_migrations){steps, 2}, &err), err);
	assert_ok(schema_version(&store, 2, &version, &err), err);
	assert_int_equal(version, 2);
	assert_ok(sql_number(&store, "SELECT count(*) FROM zones WHERE class = 'economic' AND name = '兴县'", &n, &err), err);
	assert_int_equal(n, 1);
	/* A step that fails leaves the version before. */
	assert_false(schema_upgrade(&store, (struct schema_migrations){steps, 3}, &err));
	err_clear(&err);
	assert_ok(schema_version(&store, 2, &version, &err), err);
	assert_int_equal(version, 2);
	/* A newer one is left alone. */
	assert_false(schema_upgrade(&store, (struct schema_migrations){steps, 1}, &err));
	assert_int_equal(err.code, ERR_DATA);
	assert_non_null(strstr(err.message, "found a catalogue of version 2, expected at most 1: a newer yuanlian wrote it"));
	for (int bad = -1; bad <= 0; bad++) {
		char pragma[40];
		snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", bad);
		err_clear(&err);
		assert_true(sql_run(&store, pragma, &err));
		assert_false(schema_version(&store, 2, &version, &err));
		assert_int_equal(err.code, ERR_DATA);
		assert_non_null(strstr(err.message, ", expected 1 to 2: something else changed it"));
	}
	sqlite3_close(store.db);
}

/* A catalogue of version 1, from before ledgers, opens with all that it had and takes a ledger's row. */
static void test_from_version_1(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	char path[600];
	snprintf(path, sizeof path, "%s/version-1.db", getenv("HOME") ? getenv("HOME") : ".");
	remove(path);
	struct store old = {.path = path};
	assert_int_equal(sqlite3_open(path, &old.db), SQLITE_OK);
	assert_ok(schema_upgrade(&old, (struct schema_migrations){schema_migrations.v, 1}, &err), err);
	assert_ok(sql_run(&old, "INSERT INTO zones (key, origin, id, name) VALUES (36, 'edit', 'zone:x', '兴县')", &err), err);
	sqlite3_close(old.db);
	struct store *store = store_open(path, STORE_READ, &err);
	assert_ok(store != NULL, err);
	size_t n;
	assert_ok(store_count(store, KIND_ZONE, &n, &err) && n == 1, err);
	assert_ok(store_count(store, KIND_CLAIM, &n, &err) && n == 0, err);
	int64_t columns = 1;
	assert_ok(sql_number(store, "SELECT count(*) FROM ledger_columns", &columns, &err), err);
	assert_int_equal(columns, 0);
	store_close(store);
	remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns), cmocka_unit_test(test_constraints), cmocka_unit_test(test_upgrade),
		cmocka_unit_test(test_from_version_1),
	};
	return cmocka_run_group_tests_name("store/schema", tests, NULL, NULL);
}
