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
	if (i >= size->n) /* the first that names it */
		snprintf(parent, sizeof parent, "project:p%u", i - 1);
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
	unsigned n_new = *n_projects + test_random_below(r, 3), step = *n_projects / (1 + test_random_below(r, 9));
	for (unsigned i = 0; i < n_new; i++)
		add_project(&c, r, size, size->n_long_later, i);
	struct batch whole = catalogue_batch(&c, KIND_PROJECT);
	for (size_t i = test_random_below(r, step); i < *n_projects; i += step)
		catalogue_take_part(index_builder_sink(builder), &whole, i, i + 1);
	for (size_t i = *n_projects; i < n_new; i++)
		catalogue_take_part(index_builder_sink(builder), &whole, i, i + 1);
	struct index *delta = index_builder_delta(builder, base, NULL, &err);
	assert_ok(delta, err);
	index_builder_free(builder);
	catalogue_release(&c);
	*n_projects = n_new;
	return delta;
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
