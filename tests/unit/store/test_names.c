/* References by name in what is being put. */
#include "catalogue.h"

/* A name of two records is nobody's, also where they are of two kinds, of which a field may name either. */
static void test_of_two_kinds(void **state)
{
	static const struct {
		const char *subject, *message; /* NULL: accepted */
	} rows[] = {{"同名", "which several records are called"}, {"独名", NULL}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct store *store = store_open(":memory:", STORE_CREATE, &err);
		assert_ok(store != NULL, err);
		assert_ok(PUT(store, ORIGIN_SEED, NULL, &err, {KIND_ZONE, "id=zone:x|name=同名"}, {KIND_ENTERPRISE, "id=enterprise:e|name=同名"},
				  {KIND_ENTERPRISE, "id=enterprise:f|name=独名"}, {KIND_INDICATOR, "id=indicator:i|name=产值"}, {KIND_SOURCE, "id=source:s|name=报"}),
			err);
		struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
		struct row row = row_of(KIND_CLAIM, "id=claim:c|subject=~|indicator=indicator:i|value=1|modality=actual|source=source:s|locator=s:1:2-3", 2);
		size_t field = field_get(KIND_CLAIM, "subject");
		row.named = UINT32_C(1) << field;
		row.cells[field] = str_from(rows[i].subject);
		bool ok = store_put(w, &row, &err);
		assert_row(ok == !rows[i].message && (ok || strstr(err.message, rows[i].message)), rows[i].subject);
		store_rollback(w);
		store_close(store);
	}
}

static void test_of_one_kind(void **state)
{
	static const struct {
		const char *name, *zone;
		const char *message; /* NULL: accepted, as zone:x */
	} rows[] = {
		{"the whole name", "兴县经济技术开发区", NULL},
		{"a short name", "兴县经开区", NULL},
		{"an id", "zone:x", NULL},
		{"a name put in the same transaction", "新区", NULL},
		{"unknown", "兴", "which no record is called"},
		{"of two", "双名", "which several records are called"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct store *store = store_open(":memory:", STORE_CREATE, &err);
		assert_ok(store != NULL, err);
		assert_ok(PUT(store, ORIGIN_SEED, NULL, &err, {KIND_ZONE, "id=zone:x|name=兴县经济技术开发区|short_names=兴县经开区;双名"},
				  {KIND_ZONE, "id=zone:y|name=乙|short_names=双名"}),
			err);
		struct store_writer *w = store_begin(store, ORIGIN_IMPORT, &err);
		struct row first = row_of(KIND_PARK, "id=park:o|name=甲|zone=乙", 2), row = row_of(KIND_PARK, "id=park:p|name=甲|zone=~", 3);
		struct row zone = row_of(KIND_ZONE, "id=zone:n|name=新区", 4);
		size_t field = field_get(KIND_PARK, "zone");
		first.named = row.named = UINT32_C(1) << field;
		row.cells[field] = str_from(rows[i].zone);
		assert_ok(store_put(w, &first, &err) && store_put(w, &zone, &err), err);
		bool ok = store_put(w, &row, &err);
		if (rows[i].message) {
			assert_row(!ok && strstr(err.message, rows[i].message) && err.line == 3, rows[i].name);
			store_rollback(w);
		} else {
			assert_ok(ok && store_commit(w, NULL, &err), err);
			struct strbuf found = {0};
			dump_kind(store, KIND_PARK, &found);
			assert_row(strstr(found.p, strcmp(rows[i].zone, "新区") ? "park:p|name=甲|zone=zone:x" : "park:p|name=甲|zone=zone:n"), rows[i].name);
			strbuf_release(&found);
		}
		store_close(store);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_of_one_kind),
		cmocka_unit_test(test_of_two_kinds),
	};
	return cmocka_run_group_tests_name("store/names", tests, NULL, NULL);
}
