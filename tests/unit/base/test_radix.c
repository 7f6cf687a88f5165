#include "support/test.h"

#include "base/radix.h"

static int by_number(const void *a, const void *b)
{
	const struct radix_item *x = a, *y = b;
	if (x->sort_key != y->sort_key)
		return x->sort_key < y->sort_key ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

/* Rows are numbered as they come, so that the sure order of qsort is the stable one. */
static void check(struct test_random *r, size_t n, unsigned bits, unsigned shift)
{
	struct radix_item *items = calloc(n + 1, sizeof *items), *expected = calloc(n + 1, sizeof *expected);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t wide = (uint64_t)test_random_below(r, UINT32_MAX) << 32 | test_random_below(r, UINT32_MAX);
		items[i] = expected[i] = (struct radix_item){bits == 64 ? wide : (wide & ((UINT64_C(1) << bits) - 1)) << shift, i};
	}
	radix_sort(items, n);
	qsort(expected, n, sizeof *expected, by_number);
	for (size_t i = 0; i < n; i++)
		if (items[i].sort_key != expected[i].sort_key || items[i].row != expected[i].row)
			fail_msg("%zu items of %u bits: item %zu is row %u, expected row %u", n, bits, i, items[i].row, expected[i].row);
	free(items);
	free(expected);
}

static void test_against_qsort(void **state)
{
	(void)state;
	struct test_random r = test_random();
	static const size_t lengths[] = {0, 1, 2, 63, 64, 65, 1000, 20000};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		check(&r, lengths[i], 64, 0);
		check(&r, lengths[i], 1, 63);
		check(&r, lengths[i], 3, 10);
		check(&r, lengths[i], 12, 30);
		check(&r, lengths[i], 0, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_qsort),
	};
	return cmocka_run_group_tests_name("base/radix", tests, NULL, NULL);
}
