#include "support/test.h"

#include "base/array.h"

struct numbered {
	size_t number, twice;
};

/* What is pushed may speak of the array as it is before: how many there are, which is last. */
static void test_push_reads_the_array(void **state)
{
	(void)state;
	enum { N = 100 };
	ARRAY(struct numbered) all = {0};
	for (size_t i = 0; i < N; i++)
		array_push(&all, (struct numbered){all.n, all.n ? all.v[all.n - 1].twice + 2 : 0});
	assert_int_equal(all.n, N);
	for (size_t i = 0; i < N; i++) {
		assert_int_equal(all.v[i].number, i);
		assert_int_equal(all.v[i].twice, 2 * i);
	}
	array_clear(&all);
	assert_int_equal(all.n, 0);
	assert_true(all.cap >= N);
	array_release(&all);
	assert_null(all.v);
}

static void test_room(void **state)
{
	(void)state;
	assert_int_equal(array_room(0, 1), 8);
	assert_int_equal(array_room(8, 9), 12);
	assert_int_equal(array_room(8, 100), 100);
	assert_true(array_room(SIZE_MAX - 1, SIZE_MAX) == SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push_reads_the_array),
		cmocka_unit_test(test_room),
	};
	return cmocka_run_group_tests_name("base/array", tests, NULL, NULL);
}
