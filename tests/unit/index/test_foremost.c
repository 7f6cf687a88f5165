/* Foremost rows that follow from those of a base, and where they do not, are those that are found among all rows. */
#include "support/catalogue.h"

#include "index/delta.h"
#include "index/foremost_internal.h"
#include "index/index_internal.h"

struct size {
	unsigned n, n_long, n_long_later; /* projects; one in so many has a name too long to be ranked, 0: none; of those that change */
	size_t kept;
};

/* A project as it is at some time: its name is longer or shorter, it is part of another one or of none. */
static void add_project(struct catalogue *c, struct test_random *r, const struct size *size, unsigned n_long, unsigned i)
{
	char id[32], parent[32] = "", name[300];
	snprintf(id, sizeof id, "project:p%u", i);
	if (!test_random_below(r, 3))
		snprintf(parent, sizeof parent, "project:p%u", test_random_below(r, 40));
	if (i >= size->n) /* of four new ones the first names one that none did, the others name it */
		snprintf(parent, sizeof parent, "project:p%u", i % 4 ? i - i % 4 : i - 1);
	unsigned n = n_long && !test_random_below(r, n_long) ? 280 : 1 + test_random_below(r, 6);
	for (unsigned k = 0; k < n; k++)
		name[k] = (char)('a' + test_random_below(r, 26));
	name[n] = '\0';
	catalogue_add(c, id, "name", name, "parent", parent, NULL);
}

static struct index *change(const struct index *base, struct test_random *r, const struct size *size, unsigned *n_projects)
{
	struct catalogue c = {0};
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	unsigned n_new = *n_projects + test_random_below(r, 9), step = *n_projects / (1 + test_random_below(r, 9));
	for (unsigned i = 0; i < n_new; i++)
		add_project(&c, r, size, size->n_long_later, i);
	struct batch whole = catalogue_batch(&c, KIND_PROJECT);
	for (size_t i = test_random_below(r, step); i < *n_projects; i += step)
		catalogue_take_part(index_builder_range(builder, KIND_COUNT), &whole, i, i + 1);
	for (size_t i = *n_projects; i < n_new; i++)
		catalogue_take_part(index_builder_range(builder, KIND_COUNT), &whole, i, i + 1);
	struct index *delta = index_builder_delta(builder, base, NULL, &err);
	assert_ok(delta, err);
	index_builder_free(builder);
	catalogue_release(&c);
	*n_projects = n_new;
	return delta;
}

/* Renown is the bits of how many name a row. */
static void check_renown(const struct index *index)
{
	size_t n = index_count(index, KIND_PROJECT), parent = field_get(KIND_PROJECT, "parent");
	uint32_t *counts = calloc(n, sizeof *counts);
	for (uint32_t row = 0; row < n; row++) {
		struct ref ref = index_ref(index, ref_make(KIND_PROJECT, row), parent);
		if (!ref_none(ref))
			counts[ref_row(ref)]++;
	}
	for (uint32_t row = 0; row < n; row++) {
		uint32_t bits = 0;
		for (uint32_t rest = counts[row]; rest && bits < RENOWN_MAX; rest /= 2)
			bits++;
		assert_int_equal(index_renown(index, index_global(index, ref_make(KIND_PROJECT, row))), bits);
	}
	free(counts);
}

static void foremost_rows_follow_from_those_before(void **state)
{
	(void)state;
	static const struct size rows[] = {{4090, 0, 0, 0}, {5000, 0, 0, 5000}, {5000, 0, 3, 5000}, {5000, 2, 2, 0}, {5000, 2000, 2000, 0}, {65530, 0, 0, 65530},
		{100000, 0, 0, 65536}};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct catalogue c = {0};
		unsigned n_projects = rows[i].n;
		for (unsigned k = 0; k < n_projects; k++)
			add_project(&c, &r, &rows[i], rows[i].n_long, k);
		struct index *index = catalogue_index_in_batches(&c, 4000, 4);
		assert_true(!rows[i].kept || index->tables[KIND_PROJECT].foremost.n == rows[i].kept);
		for (unsigned round = 0; round < 8; round++) {
			struct index *delta = change(index, &r, &rows[i], &n_projects);
			const char *reason = "";
			assert_row(foremost_validate(delta, &reason), reason);
			check_renown(delta);
			index_free(index);
			index = delta;
		}
		index_free(index);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(foremost_rows_follow_from_those_before)};
	return cmocka_run_group_tests_name("index/foremost", tests, NULL, NULL);
}
