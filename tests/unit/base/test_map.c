#include "support/test.h"

#include "base/arena.h"
#include "base/map.h"

static void test_empty(void **state)
{
	(void)state;
	struct map map = {0};
	uint32_t value = 7;
	assert_false(map_find(&map, STR("a"), &value));
	assert_true(map_add(&map, (struct str){NULL, 0}, &value));
	value = 9;
	assert_false(map_add(&map, STR(""), &value));
	assert_int_equal(value, 7);
	assert_true(map_find(&map, STR(""), NULL));
	map_release(&map);
}

/* Against a list that is searched from the start. */
static void test_against_reference(void **state)
{
	(void)state;
	enum { KEYS = 2000 };
	struct test_random random = test_random();
	struct map map = {0};
	struct arena arena = {0};
	struct str added[KEYS];
	uint32_t values[KEYS];
	size_t n = 0;
	for (uint32_t round = 0; round < KEYS; round++) {
		struct str key = arena_printf(&arena, "k%u", test_random_below(&random, KEYS));
		size_t at = 0;
		while (at < n && !str_eq(added[at], key))
			at++;
		uint32_t value = round;
		assert_int_equal(map_add(&map, key, &value), at == n);
		assert_int_equal(value, at < n ? values[at] : round);
		if (at == n) {
			added[n] = key;
			values[n++] = round;
		}
		assert_int_equal(map.n, n);
		assert_true(map.n * 2 <= map.size);
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t value;
		assert_true(map_find(&map, added[i], &value));
		assert_int_equal(value, values[i]);
	}
	assert_false(map_find(&map, STR("k"), NULL));
	map_release(&map);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_empty), cmocka_unit_test(test_against_reference)};
	return cmocka_run_group_tests_name("base/map", tests, NULL, NULL);
}
