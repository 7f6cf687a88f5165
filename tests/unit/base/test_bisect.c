#include "base/bisect.h"
#include "support/test.h"

/* As walking does, from any place up to any other; what is asked about stands between them. */
static void test_first_place(void **state)
{
	enum { MOST = 40 };
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 5000; round++) {
		uint32_t v[MOST], last = 0, wanted = test_random_below(&r, 60);
		size_t n = test_random_below(&r, MOST + 1), from = test_random_below(&r, (uint32_t)n + 1);
		for (size_t i = 0; i < n; i++)
			last = v[i] = last + test_random_below(&r, 4);
		size_t found = from, expected = from;
		bisect(found, n, i, (assert_in_range(i, from, n - 1), v[i] < wanted));
		while (expected < n && v[expected] < wanted)
			expected++;
		assert_int_equal(found, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_first_place)};
	return cmocka_run_group_tests_name("base/bisect", tests, NULL, NULL);
}
