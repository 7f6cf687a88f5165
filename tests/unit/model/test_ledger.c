#include "support/test.h"

#include "model/ledger.h"

/* An id leads back to its owner and number, and nothing else that ends in a number does. */
static void test_ids(void **state)
{
	static const struct {
		const char *id, *owner; /* owner NULL: of another form */
		uint32_t number;
	} rows[] = {
		{"claim:project.a.1", "project:a", 1},
		{"milestone:project.xm-001.65535", "project:xm-001", 65535},
		{"claim:zone.a.b.3.20", "zone:a.b.3", 20},
		{"claim:project.a.65536", NULL, 0},
		{"claim:project.a.100000", NULL, 0},
		{"claim:project.a.01", NULL, 0},
		{"claim:project.a.0", NULL, 0},
		{"claim:project.a.", NULL, 0},
		{"claim:project.a.1b", NULL, 0},
		{"claim:project.a", NULL, 0},
		{"claim:project.1", NULL, 0},
		{"claim:000-1-883", NULL, 0},
		{"claim:1", NULL, 0},
		{"claim:.1", NULL, 0},
		{"", NULL, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str id = str_from(rows[i].id);
		struct strbuf owner = {0}, again = {0};
		enum kind kind;
		uint32_t number = 0;
		bool split = ledger_id_split(id, &owner, &number);
		assert_row(split == (rows[i].owner != NULL), rows[i].id);
		assert_row(ledger_id_number(id, STR("project:b")) == 0, rows[i].id);
		if (split) {
			assert_row(str_eq_c(strbuf_str(&owner), rows[i].owner) && number == rows[i].number, rows[i].id);
			assert_row(ledger_id_number(id, str_from(rows[i].owner)) == rows[i].number, rows[i].id);
			assert_true(kind_of_id(id, &kind));
			ledger_id_add(kind, strbuf_str(&owner), number, &again);
			assert_row(str_eq(strbuf_str(&again), id), rows[i].id);
		}
		strbuf_release(&owner);
		strbuf_release(&again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_ids)};
	return cmocka_run_group_tests_name("model/ledger", tests, NULL, NULL);
}
