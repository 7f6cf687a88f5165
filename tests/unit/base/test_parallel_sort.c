/* Sorting with several threads gives what comparing list by list gives. */
#include "base/parallel_sort.h"
#include "support/test.h"

#include "base/alloc.h"

enum { ROWS = 40000, LENGTH_MAX = 6 };

struct lists {
	uint64_t v[ROWS][LENGTH_MAX + 1]; /* 0 at the end */
};

static uint64_t head(const void *context, uint32_t row, size_t i)
{
	const struct lists *lists = context;
	for (size_t k = 0; k < i; k++)
		if (!lists->v[row][k])
			return 0;
	return lists->v[row][i];
}

static void heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = head(context, items[k].row, i);
}

static const struct lists *compared;

static int by_list(const void *a, const void *b)
{
	const struct radix_item *x = a, *y = b;
	for (size_t i = 0; i <= LENGTH_MAX; i++) {
		uint64_t p = head(compared, x->row, i), q = head(compared, y->row, i);
		if (p != q)
			return p < q ? -1 : 1;
		if (!p)
			break;
	}
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Few different numbers make long runs, many make none. */
static void make_lists(struct test_random *r, struct lists *lists, size_t n, uint32_t different)
{
	for (size_t row = 0; row < n; row++) {
		size_t length = test_random_below(r, LENGTH_MAX + 1);
		memset(lists->v[row], 0, sizeof lists->v[row]);
		for (size_t i = 0; i < length; i++)
			lists->v[row][i] = ((uint64_t)test_random_below(r, different) + 1) << (different < 100 ? 40 : 0);
	}
}

static void fill(const struct lists *lists, struct radix_item *items, size_t n)
{
	for (uint32_t row = 0; row < n; row++)
		items[row] = (struct radix_item){lists->v[row][0], row};
}

static void test_sorts_like_comparing(void **state)
{
	(void)state;
	static const struct {
		size_t n;
		uint32_t different;
	} rows[] = {{0, 1}, {1, 1}, {2, 1}, {500, 3}, {ROWS, 1}, {ROWS, 2}, {ROWS, 5}, {ROWS, 4000}, {ROWS, UINT32_MAX / 2}, {8191, 30}, {8192, 30}};
	struct test_random r = test_random();
	struct lists *lists = xcalloc(1, sizeof *lists);
	struct radix_item *wanted = xcalloc(ROWS, sizeof *wanted), *found = xcalloc(ROWS, sizeof *found);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (unsigned n_threads = 1; n_threads <= 4; n_threads += 3) {
			make_lists(&r, lists, rows[i].n, rows[i].different);
			fill(lists, wanted, rows[i].n);
			fill(lists, found, rows[i].n);
			compared = lists;
			qsort(wanted, rows[i].n, sizeof *wanted, by_list);
			parallel_sort(found, NULL, rows[i].n, n_threads, (struct sort_keys){heads, lists});
			for (size_t k = 0; k < rows[i].n; k++) {
				assert_int_equal(found[k].row, wanted[k].row);
				assert_true(found[k].sort_key == lists->v[found[k].row][0]);
			}
		}
	free(lists);
	free(wanted);
	free(found);
}

static void endless(const void *context, struct radix_item *items, size_t n, size_t i)
{
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = i < *(const size_t *)context ? 7 : 0;
}

/* So many that they are shared out to more buckets: in order, equal ones in that of their rows, each once. */
static void test_very_many(void **state)
{
	(void)state;
	static const uint32_t different[] = {3, 100000, UINT32_MAX};
	const uint32_t n = 4500000;
	struct test_random r = test_random();
	struct radix_item *items = xcalloc(n, sizeof *items);
	for (size_t d = 0; d < sizeof different / sizeof *different; d++) {
		uint64_t *of_row = xcalloc(n, sizeof *of_row);
		for (uint32_t row = 0; row < n; row++)
			items[row] = (struct radix_item){of_row[row] = (uint64_t)test_random_below(&r, different[d]) << 20, row};
		parallel_sort(items, NULL, n, 4, (struct sort_keys){0});
		for (uint32_t i = 0; i < n; i++) {
			assert_true(items[i].sort_key == of_row[items[i].row]);
			of_row[items[i].row] = UINT64_MAX;
			if (i)
				assert_true(items[i - 1].sort_key < items[i].sort_key
					|| (items[i - 1].sort_key == items[i].sort_key && items[i - 1].row < items[i].row));
		}
		free(of_row);
	}
	free(items);
}

/* Equal lists of any length need no stack. */
static void test_long_lists(void **state)
{
	(void)state;
	size_t length = 2000000;
	struct radix_item items[3] = {{7, 0}, {7, 1}, {7, 2}};
	parallel_sort(items, NULL, 3, 4, (struct sort_keys){endless, &length});
	for (uint32_t i = 0; i < 3; i++)
		assert_int_equal(items[i].row, i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_sorts_like_comparing), cmocka_unit_test(test_very_many),
		cmocka_unit_test(test_long_lists)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
