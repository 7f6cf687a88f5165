/* The first rows by fields after changes: as an index that was built anew has them, as far as they are known. */
#include "changing.h"
#include "support/same_index.h"

/* A row that stands among the first ones of its kind by a field; false: there are none. */
static bool first_row(struct fixture *f, const struct index *index, size_t field, uint32_t *row)
{
	struct index_front front;
	if (!index_front(index, KIND_PROJECT, field, test_random_below(&f->random, 2), &front))
		return false;
	*row = front.rows[test_random_below(&f->random, (unsigned)front.n)];
	return true;
}

/* A transaction that changes what stands first: rows leave, others come, some have no value any more. */
static void edit_first(struct fixture *f, const struct index *index)
{
	static const char *const fields[] = {"status", "zone", "owner", "parent", "updated_on", "stage"};
	static const char *const statuses[] = {"negotiating", "planned", "building", "ended", ""}, *const zones[] = {"zone:a", "zone:b", "zone:c", ""};
	static const char *const names[] = {"阿一", "中 项目", "座电站"}, *const days[] = {"1949", "1950-01-01", "1990", "2031-05-02", "2031-05", ""};
	struct err err = ERR_INIT;
	struct store *store = open_store(f, STORE_WRITE);
	struct store_writer *writer = store_begin(store, ORIGIN_EDIT, &err);
	for (unsigned n = 1 + test_random_below(&f->random, 12); n > 0; n--) {
		char id[64], other[64];
		uint32_t row;
		size_t field = field_get(KIND_PROJECT, PICK(&f->random, fields));
		if (!first_row(f, index, field, &row) || !test_random_below(&f->random, 4))
			row = test_random_below(&f->random, (unsigned)index_count(index, KIND_PROJECT));
		snprintf(id, sizeof id, "%.*s", STR_ARG(index_id(index, ref_make(KIND_PROJECT, row))));
		switch (test_random_below(&f->random, 8)) {
		case 0: put(writer, id, "status", PICK(&f->random, statuses), NULL); break;
		case 1: put(writer, id, "zone", PICK(&f->random, zones), NULL); break;
		case 2:
			snprintf(other, sizeof other, "enterprise:e%u", test_random_below(&f->random, f->n_projects / 5 + 1));
			put(writer, id, "owner", test_random_below(&f->random, 3) ? other : "", NULL);
			break;
		case 3: put(writer, id, "parent", test_random_below(&f->random, 2) ? "project:p7" : "", NULL); break;
		case 4: put(writer, new_project(f), "name", PICK(&f->random, names), "status", PICK(&f->random, statuses), "updated_on", PICK(&f->random, days), NULL); break;
		case 5:
			snprintf(other, sizeof other, "enterprise:e%u", test_random_below(&f->random, f->n_projects / 5 + 1));
			if (!test_random_below(&f->random, 6))
				put(writer, test_random_below(&f->random, 2) ? id : test_random_below(&f->random, 2) ? other : "zone:b", "name", PICK(&f->random, names), NULL);
			break;
		default: put(writer, id, "updated_on", PICK(&f->random, days), NULL);
		}
		f->n_edits++;
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
}

/* First rows are known as far as no other row has to be looked at; where too few are left they are sought among all. */
static void test_first_rows(void **state)
{
	struct fixture *f = *state;
	size_t n_rows, field = field_get(KIND_PROJECT, "updated_on");
	bool fewer = false, all_again = false;
	f->random = test_random();
	f->few_days = true;
	for (unsigned n = 0; n < n_catalogues(); n++) {
		f->n_new = 0;
		remove(f->db);
		fill(f, 2200 + test_random_below(&f->random, 1500));
		struct index *index = build(f);
		for (unsigned i = 0; i < 50; i++) {
			struct index_front before, front, all;
			edit_first(f, index);
			struct index *delta = bring_up(f, index, &n_rows), *anew = build(f);
			const char *reason = "";
			assert_non_null(delta);
			same_fronts(delta, anew, KIND_PROJECT);
			if (!index_validate(delta, &reason))
				fail_msg("the index is broken: %s", reason);
			assert_true(index_front(index, KIND_PROJECT, field, false, &before) && index_front(delta, KIND_PROJECT, field, false, &front)
				&& index_front(anew, KIND_PROJECT, field, false, &all));
			fewer |= front.n < all.n;
			all_again |= before.n < front.n && front.n == all.n;
			index_free(index);
			index_free(anew);
			index = delta;
		}
		index_free(index);
	}
	assert_true(fewer && all_again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_first_rows, setup, teardown)};
	return cmocka_run_group_tests_name("cli/delta_front", tests, NULL, NULL);
}
