#include "base/bits.h"
#include "support/test.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 40 };

/* Words with none, few, many and all bits. */
static void make_words(struct test_random *r, uint64_t *bits)
{
	for (size_t i = 0; i < WORDS; i++) {
		unsigned way = test_random_below(r, 4);
		bits[i] = way == 0 ? 0 : way == 1 ? UINT64_MAX : 0;
		for (unsigned k = 0; way > 1 && k < (way == 2 ? 3 : 60); k++)
			bits[i] |= UINT64_C(1) << test_random_below(r, 64);
	}
}

/* Each is set, taken away and put by itself, up to the place behind the last. */
static void test_one_by_one(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 200; n++) {
		uint64_t *bits = bits_new(n), *all = bits_new(n);
		assert_int_equal(bits_total(bits, bits_room(n)), 0);
		for (size_t row = 0; row <= n; row += 3)
			bits_set(bits, row);
		for (size_t row = 0; row <= n; row += 2)
			bits_clear(bits, row);
		for (size_t row = 0; row <= n; row += 5)
			bits_put(bits, row, row % 2);
		for (size_t row = 0; row <= n; row++)
			bits_set_if(bits, row, row % 7 == 0);
		for (size_t row = 0; row <= n; row++)
			assert_int_equal(bits_has(bits, row), row % 7 == 0 || (row % 2 && (row % 3 == 0 || row % 5 == 0)));
		bits_set_all(all, n);
		bits_set_all(bits, n);
		assert_int_equal(bits_total(all, bits_room(n)), n);
		assert_memory_equal(bits, all, bits_room(n) * sizeof *bits);
		assert_false(bits_has(all, n));
		for (size_t row = 0; row < n; row++)
			assert_true(bits_has(all, row));
		free(bits);
		free(all);
	}
	assert_false(bits_has(NULL, 7));
}

/* Of one word. */
static void test_a_word(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 64; i++) {
		assert_int_equal(bits_lowest(bits_at(i)), i);
		assert_int_equal(bits_lowest(bits_at(i) | bits_at(63)), i);
		assert_int_equal(bits_at(64 + i), bits_at(i));
		assert_int_equal(bits_below(i), bits_at(i) - 1);
	}
	assert_int_equal(bits_below(64), UINT64_MAX);
	assert_int_equal(bits_below(1000), UINT64_MAX);
}

static size_t slow_total(const uint64_t *bits, uint64_t start, uint64_t end)
{
	size_t n = 0;
	for (uint64_t row = start; row < end; row++)
		n += bits[row / 64] >> row % 64 & 1;
	return n;
}

static void test_ranges(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		uint64_t bits[WORDS], to[WORDS], was[WORDS];
		make_words(&r, bits);
		make_words(&r, to);
		memcpy(was, to, sizeof was);
		uint64_t start = test_random_below(&r, WORDS * 64 + 1), end = test_random_below(&r, WORDS * 64 + 1);
		size_t n = slow_total(bits, start, end), n_words = test_random_below(&r, WORDS + 1);
		assert_int_equal(bits_total(bits, n_words), slow_total(bits, 0, n_words * 64));
		assert_int_equal(bits_total_range(bits, start, end), n);
		assert_int_equal(bits_any_range(bits, start, end), n > 0);
		bits_add_range(to, bits, start, end);
		for (uint64_t row = 0; row < WORDS * 64; row++) {
			bool added = row >= start && row < end && bits_has(bits, (uint32_t)row);
			assert_int_equal(bits_has(to, (uint32_t)row), added || bits_has(was, (uint32_t)row));
		}
	}
}

/* Rows elsewhere, and what stands beside them stays. */
static void test_copies(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 4000; round++) {
		uint64_t bits[WORDS], kept[WORDS], out[2 * WORDS];
		make_words(&r, bits);
		memcpy(kept, bits, sizeof kept);
		uint64_t start = test_random_below(&r, WORDS * 64 + 1), n = test_random_below(&r, (uint32_t)(WORDS * 64 - start + 1));
		uint64_t to = test_random_below(&r, 2) ? test_random_below(&r, WORDS * 64) : test_random_below(&r, WORDS) * 64;
		bits_set_all(out, WORDS * 128 - 1);
		for (uint64_t row = to; row < to + n; row++)
			bits_clear(out, row);
		assert_int_equal(bits_copy_range(bits, WORDS, start, n, out, to), slow_total(bits, start, start + n));
		for (uint64_t row = 0; row < WORDS * 128; row++)
			assert_int_equal(bits_has(out, row), row < to || row >= to + n ? row < WORDS * 128 - 1 : bits_has(bits, start + row - to));
		bits_keep_range(kept, WORDS, start, start + n);
		for (uint64_t row = 0; row < WORDS * 64; row++)
			assert_int_equal(bits_has(kept, (uint32_t)row), row >= start && row < start + n && bits_has(bits, (uint32_t)row));
	}
}

static void test_next(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		uint64_t bits[WORDS];
		make_words(&r, bits);
		size_t from = test_random_below(&r, WORDS * 64 + 1), end = test_random_below(&r, WORDS * 64 + 1), next = from;
		while (next < end && !bits_has(bits, (uint32_t)next))
			next++;
		assert_int_equal(bits_next(bits, from, end), next < end ? next : end);
	}
}

static void test_words(void **state)
{
	enum { MANY = 5 * WORDS }; /* more than 64 */
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		uint64_t bits[MANY], words[MANY / 64 + 1] = {0};
		size_t n_words = test_random_below(&r, MANY + 1);
		for (size_t i = 0; i < MANY; i += WORDS)
			make_words(&r, bits + i);
		bits_words(bits, n_words, words);
		for (size_t i = 0; i < sizeof words / sizeof *words * 64; i++)
			assert_int_equal(bits_has(words, (uint32_t)i), i < n_words && bits[i]);
	}
}

static void test_sets_that_meet(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		uint64_t sets[3][WORDS];
		size_t n_words = test_random_below(&r, WORDS + 1);
		bool meet = false;
		for (size_t i = 0; i < 3; i++)
			make_words(&r, sets[i]);
		if (round % 2) { /* few rows, which may stand anywhere */
			memset(sets[2], 0, sizeof sets[2]);
			bits_set(sets[2], test_random_below(&r, WORDS * 64));
		}
		for (size_t i = 0; i < n_words * 64; i++)
			meet |= bits_has(sets[0], (uint32_t)i) && bits_has(sets[1], (uint32_t)i) && bits_has(sets[2], (uint32_t)i);
		assert_int_equal(bits_meet(sets[0], sets[1], sets[2], n_words), meet);
	}
}

/* Words behind those that are asked for stay as they are. */
static void test_sets_left(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		uint64_t a[WORDS], b[WORDS], kept[WORDS], dropped[WORDS];
		size_t n_words = test_random_below(&r, WORDS + 1);
		make_words(&r, a);
		make_words(&r, b);
		memcpy(kept, a, sizeof a);
		memcpy(dropped, a, sizeof a);
		bits_keep(kept, b, n_words);
		bits_drop(dropped, b, n_words);
		for (size_t i = 0; i < WORDS; i++) {
			assert_int_equal(kept[i], i < n_words ? a[i] & b[i] : a[i]);
			assert_int_equal(dropped[i], i < n_words ? a[i] & ~b[i] : a[i]);
		}
	}
}

static void test_packed_bytes(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		uint8_t bytes[64];
		for (size_t i = 0; i < 64; i++)
			bytes[i] = (uint8_t)test_random_below(&r, 2);
		uint64_t bits = bits_pack(bytes);
		for (size_t i = 0; i < 64; i++)
			assert_int_equal(bits >> i & 1, bytes[i]);
	}
}

static void test_rows_of_a_word(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 500; round++) {
		uint64_t bits[WORDS];
		uint32_t rows[64 + BITS_ROWS_SPARE], row = test_random_below(&r, WORDS * 64);
		size_t n_words = test_random_below(&r, WORDS + 1), k = 0;
		make_words(&r, bits);
		uint64_t word = bits_from(bits, n_words, row);
		bits_rows(word, bits_count(word), row, rows);
		for (uint32_t i = row; i < row + 64; i++) {
			bool is = i / 64 < n_words && bits_has(bits, i);
			assert_int_equal(word >> (i - row) & 1, is);
			if (is)
				assert_int_equal(rows[k++], i);
		}
		assert_int_equal(k, bits_count(word));
	}
	assert_int_equal(bits_from(NULL, WORDS, 7), 0);
}

static void count_up(void *context, size_t first, size_t end)
{
	uint64_t *words = context;
	for (size_t w = first; w < end; w++)
		words[w]++;
}

/* Each word is passed over once, whether by one thread or by several. */
static void passes_over_each_word(void **state)
{
	static const size_t sizes[] = {0, 1, 2047, 2048, 2049, 300001};
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t n_sets = 1; n_sets <= 1000; n_sets *= 1000) {
			uint64_t *words = xcalloc(sizes[i] + 1, sizeof *words);
			bits_pass(sizes[i], n_sets, count_up, words);
			for (size_t w = 0; w <= sizes[i]; w++)
				assert_int_equal(words[w], w < sizes[i]);
			free(words);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_by_one),
		cmocka_unit_test(test_a_word),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_next),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_sets_that_meet),
		cmocka_unit_test(test_sets_left),
		cmocka_unit_test(test_packed_bytes),
		cmocka_unit_test(test_rows_of_a_word),
		cmocka_unit_test(passes_over_each_word),
	};
	return cmocka_run_group_tests_name("base/bits", tests, NULL, NULL);
}
