/* Orders of many rows, however they are come by, against comparing rows two by two. */
#include "support/random_catalogue.h"

#include "query/sort.h"

struct reference {
	const struct index *index;
	const struct sort_key *keys;
	size_t n_keys;
};

static int by_columns(const void *a, const void *b, void *context)
{
	const struct reference *s = context;
	const struct ref *x = a, *y = b;
	for (size_t k = 0; k < s->n_keys; k++) {
		int order = column_compare(&s->keys[k].column, *x, *y, s->index, s->keys[k].down);
		if (order)
			return order;
	}
	uint32_t p = index_name_rank(s->index, *x), q = index_name_rank(s->index, *y);
	return p < q ? -1 : p > q;
}

static const char *const orders[] = {"", "name", "-name", "invest", "-invest", "capacity", "-capacity", "area", "-jobs", "other", "status", "-status,invest", "zone", "-zone,-name",
	"updated_on", "-updated_on,status", "owner", "leader", "-leader,-invest,zone", "stage,-capacity", "id", "source"};

static void compare(const struct index *index, struct str query_text, const char *order, size_t limit)
{
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct query_set set;
	size_t n_keys = *order ? sort_parse(str_from(order), KIND_PROJECT, index, keys, 4, &err) : 0;
	struct query *query = query_parse(query_text, KIND_PROJECT, index, &err);
	if (err.code)
		fail_msg("\"%.*s\" by %s: %s", STR_ARG(query_text), order, err.message);
	assert_true(query_select(query, &set, NULL));
	struct ref *expected = calloc(set.n + 1, sizeof *expected), *found = calloc(set.n + 1, sizeof *found), *sorted = calloc(set.n + 1, sizeof *sorted);
	size_t n = 0;
	for (uint32_t row = 0; row < set.n_rows; row++)
		if (query_set_has(&set, row))
			expected[n++] = ref_make(KIND_PROJECT, row);
	qsort_r(expected, n, sizeof *expected, by_columns, &(struct reference){index, keys, n_keys});
	size_t n_found = sort_set(index, KIND_PROJECT, &set, keys, n_keys, limit, found);
	assert_int_equal(n_found, limit < n ? limit : n);
	for (size_t i = 0; i < n_found; i++)
		if (!ref_eq(found[i], expected[i]))
			fail_msg("\"%.*s\" by %s, %zu of %zu: place %zu has %.*s, expected %.*s", STR_ARG(query_text), order, limit, n, i,
				STR_ARG(index_id(index, found[i])), STR_ARG(index_id(index, expected[i])));
	/* sorting what stands by name gives the same */
	n = 0;
	for (size_t i = 0; n_keys && i < set.n_rows; i++) {
		struct ref ref = index_by_name(index, KIND_PROJECT).v[i];
		if (query_set_has(&set, ref_row(ref)))
			sorted[n++] = ref;
	}
	if (n_keys)
		sort_rows(index, sorted, n, keys, n_keys);
	for (size_t i = 0; i < n; i++)
		if (!ref_eq(sorted[i], expected[i]))
			fail_msg("\"%.*s\" by %s: sorted place %zu has %.*s, expected %.*s", STR_ARG(query_text), order, i,
				STR_ARG(index_id(index, sorted[i])), STR_ARG(index_id(index, expected[i])));
	free(sorted);
	free(expected);
	free(found);
	query_set_release(&set);
	query_free(query);
}

static void test_against_comparing(void **state)
{
	(void)state;
	struct test_random r = test_random();
	/* fewer rows than ranks pay for, and more */
	static const unsigned sizes[] = {1, 50, 700, 9000};
	unsigned rounds = getenv("YUANLIAN_LONG") ? 200 : 3;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct catalogue c = {0};
		random_catalogue(&c, &r, sizes[i]);
		struct index *index = catalogue_index(&c);
		for (unsigned round = 0; round < (sizes[i] > 1000 ? rounds / 3 : rounds); round++)
			for (size_t o = 0; o < sizeof orders / sizeof *orders; o++) {
				struct strbuf text = {0};
				if (test_random_below(&r, 2) && sizes[i] > 1)
					random_query(&r, KIND_PROJECT, 1, &text);
				compare(index, strbuf_str(&text), orders[o], test_random_below(&r, 2) ? SIZE_MAX : test_random_below(&r, 60));
				strbuf_release(&text);
			}
		index_free(index);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_comparing),
	};
	return cmocka_run_group_tests_name("query/sort", tests, NULL, NULL);
}
