#include "support/test.h"

#include "base/arena.h"
#include "base/array.h"

/* Pieces keep what was written into them, do not overlap, and are aligned for anything. */
static void test_pieces(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct arena arena = {0};
	ARRAY(unsigned char *) pieces = {0};
	ARRAY(size_t) sizes = {0};
	for (int round = 0; round < 2; round++) {
		size_t total = 0;
		array_clear(&pieces);
		array_clear(&sizes);
		for (int i = 0; i < 2000; i++) {
			size_t n = i % 500 == 7 ? 100000 : test_random_below(&random, 100);
			unsigned char *p = arena_alloc(&arena, n);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			memset(p, i & 0xFF, n);
			array_push(&pieces, p);
			array_push(&sizes, n);
			total += n;
		}
		assert_true(arena.n_bytes >= total);
		for (size_t i = 0; i < pieces.n; i++)
			for (size_t j = 0; j < sizes.v[i]; j++)
				assert_int_equal(pieces.v[i][j], i & 0xFF);
		arena_clear(&arena);
		assert_int_equal(arena.n_bytes, 0);
	}
	arena_release(&arena);
	array_release(&pieces);
	array_release(&sizes);
}

static void test_texts(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct str copy = arena_str(&arena, str_sub(STR("zone:x;zone:y"), 0, 6));
	assert_string_equal(copy.p, "zone:x");
	assert_string_equal(arena_str(&arena, (struct str){NULL, 0}).p, "");
	assert_string_equal(arena_printf(&arena, "%s%04d", "n", 7).p, "n0007");
	const unsigned char *zeros = arena_calloc(&arena, 100, 7);
	for (size_t i = 0; i < 700; i++)
		assert_int_equal(zeros[i], 0);
	assert_string_equal(copy.p, "zone:x");
	arena_release(&arena);
	arena_clear(&arena);
}

/* What two gave out stays as it is, and the one goes on giving. */
static void test_joined(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		struct arena arena = {0}, other = {0}, none = {0};
		struct str own = first ? arena_str(&arena, STR("own")) : STR("own"), more[200];
		for (int i = 0; i < 200; i++) {
			arena_alloc(&other, 1000);
			more[i] = arena_printf(&other, "more %d", i);
		}
		size_t n = arena.n_bytes + other.n_bytes;
		arena_join(&arena, &other);
		arena_join(&arena, &none);
		assert_int_equal(arena.n_bytes, n);
		assert_null(other.blocks);
		assert_string_equal(arena_str(&arena, STR("later")).p, "later");
		memset(arena_alloc(&arena, 50000), 'x', 50000);
		assert_string_equal(own.p, "own");
		for (int i = 0; i < 200; i++)
			assert_int_equal(strtol(more[i].p + 5, NULL, 10), i);
		arena_release(&arena);
	}
}

static void test_copies(void **state)
{
	(void)state;
	struct arena arena = {0};
	int numbers[] = {1, 2, 3};
	int *copy = arena_copy(&arena, numbers, 3, sizeof *numbers);
	numbers[1] = 9;
	assert_true(copy[0] == 1 && copy[1] == 2 && copy[2] == 3);
	assert_non_null(arena_copy(&arena, NULL, 0, sizeof *numbers));
	struct strbuf text = {0};
	strbuf_add_c(&text, "written");
	assert_string_equal(arena_take(&arena, &text).p, "written");
	assert_true(!text.p && !text.n);
	assert_int_equal(arena_take(&arena, &text).n, 0);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces), cmocka_unit_test(test_texts), cmocka_unit_test(test_joined), cmocka_unit_test(test_copies)};
	return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
