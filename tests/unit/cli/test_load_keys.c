/* Catalogues with keys that the program never writes. */
#include "support/test.h"

#include "cli/load_internal.h"
#include "store/store.h"

#include <sqlite3.h>
#include <unistd.h>

/* Whatever keys somebody has written, reading comes to an end. */
static void any_keys_come_to_an_end(void **state)
{
	static const char *const rows[] = {
		"(9223372036854775780, 'edit', 'zone:last', 'x')",
		"(-9223372036854775808, 'edit', 'zone:first', 'x'), (36, 'edit', 'zone:x', 'x')",
		"(-60, 'edit', 'zone:first', 'x'), (9223372036854775780, 'edit', 'zone:last', 'x')",
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char path[300], text[300];
		struct err err = ERR_INIT;
		struct index_stamp stamp = {0};
		sqlite3 *db;
		snprintf(path, sizeof path, "%s/keys.db", getenv("HOME"));
		unlink(path);
		store_close(store_open(path, STORE_CREATE, &err));
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		snprintf(text, sizeof text, "PRAGMA ignore_check_constraints = 1; INSERT INTO zones (key, origin, id, name) VALUES %s", rows[i]);
		assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		struct store *store = store_open(path, STORE_READ, &err);
		assert_ok(store && store_hold(store, &stamp.generation, &err), err);
		alarm(20);
		struct index *index = load_index(store, stamp, &(struct build_watch){0}, &err);
		alarm(0);
		assert_true(index ? i == 0 : err.code == ERR_DATA);
		index_free(index);
		store_close(store);
		unlink(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_keys_come_to_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
