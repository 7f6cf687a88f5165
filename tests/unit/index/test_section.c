/* Packed numbers in which some change, and go on behind the end: whatever line and width they stand in. */
#include "support/test.h"

#include "index/section_internal.h"

#include <stdlib.h>

enum { N_MOST = 70000, CHANGES_MOST = 40 };

/* What numbers lie beyond their line by; 0: none of them is there. */
static const int64_t spreads[] = {0, 1, 2, 200, 254, 255, 60000, 65535, 1 << 20, INT64_C(1) << 33};

static int64_t random_number(struct test_random *r, int64_t spread)
{
	return spread > 1 ? (int64_t)(((uint64_t)test_random_below(r, UINT32_MAX) << 8 | test_random_below(r, 256)) % (uint64_t)spread) : 0;
}

static int64_t number_at(struct test_random *r, int64_t base, int64_t slope, int64_t spread, size_t i)
{
	return !spread || (spread > 2 && !test_random_below(r, 9)) ? NUMBER_NONE : base + slope * (int64_t)i + random_number(r, spread);
}

static void check_all(const struct section *s, const int64_t *numbers, size_t n)
{
	assert_int_equal(s->n, n);
	for (size_t i = 0; i < n; i++)
		if (section_number(s, i) != numbers[i])
			fail_msg("number %zu of %zu in %u bytes: found %lld, expected %lld", i, n, s->width, (long long)section_number(s, i), (long long)numbers[i]);
}

/* Some rows, ascending, and `more` behind the last one. */
static size_t choose_rows(struct test_random *r, size_t n, size_t more, uint32_t *rows)
{
	size_t n_rows = 0;
	for (uint32_t row = 0; n && n_rows < CHANGES_MOST / 2; n_rows++) {
		row += test_random_below(r, (uint32_t)n / 5 + 2);
		if (row >= n)
			break;
		rows[n_rows] = row++;
	}
	for (size_t i = 0; i < more; i++)
		rows[n_rows++] = (uint32_t)(n + i);
	return n_rows;
}

/* Several times one after another, as deltas follow each other. */
static void change(struct test_random *r, int64_t *numbers, size_t n, int64_t slope)
{
	struct section s = section_pack(numbers, n);
	check_all(&s, numbers, n);
	for (unsigned round = 0; round < 4; round++) {
		uint32_t rows[CHANGES_MOST];
		int64_t others[CHANGES_MOST], spread = spreads[test_random_below(r, sizeof spreads / sizeof *spreads)], base = 1000 - (int64_t)test_random_below(r, 2) * 1500;
		size_t n_new = n + test_random_below(r, CHANGES_MOST / 2), n_rows = choose_rows(r, n, n_new - n, rows);
		bool same = n_new == n;
		for (size_t i = 0; i < n_rows; i++) {
			others[i] = number_at(r, base, slope + (round == 3), spread, rows[i]);
			same = same && numbers[rows[i]] == others[i];
			numbers[rows[i]] = others[i];
		}
		struct section patched = {0};
		assert_int_equal(section_patch(&s, &(struct section_changes){rows, others, n_rows, n_new}, 1 + test_random_below(r, 3), &patched), !same);
		if (same)
			continue;
		check_all(&patched, numbers, n_new);
		section_free(&s);
		s = patched;
		n = n_new;
	}
	section_free(&s);
}

static void changed_numbers_are_those_put_in(void **state)
{
	(void)state;
	static const int64_t slopes[] = {0, 0, 1, 32, -7};
	struct test_random r = test_random();
	int64_t *numbers = malloc((N_MOST + 4 * CHANGES_MOST) * sizeof *numbers);
	for (unsigned i = 0; i < (getenv("YUANLIAN_LONG") ? 20000 : 2000); i++) {
		size_t n = i % 100 ? test_random_below(&r, 300) : N_MOST - 40 + test_random_below(&r, 40);
		int64_t spread = spreads[test_random_below(&r, sizeof spreads / sizeof *spreads)], slope = slopes[test_random_below(&r, 5)];
		for (size_t k = 0; k < n; k++)
			numbers[k] = number_at(&r, 1000, slope, spread, k);
		change(&r, numbers, n, slope);
	}
	free(numbers);
}

/* What follows a line that the old ones stand on takes a byte each, and goes on to as it leaves it further. */
static void a_line_that_is_left_has_room(void **state)
{
	(void)state;
	enum { N = 1000, LAST = 999, MORE = 100 };
	int64_t numbers[N];
	for (size_t i = 0; i < N; i++)
		numbers[i] = 7 + (int64_t)i;
	struct section s = section_pack(numbers, N);
	assert_int_equal(s.width, 0);
	for (uint32_t row = N; row < N + MORE; row++) {
		struct section patched;
		assert_true(section_patch(&s, &(struct section_changes){&row, &numbers[LAST], 1, row + 1}, 1, &patched));
		assert_int_equal(patched.width, 1);
		assert_true(s.width == 0 || patched.base == s.base);
		section_free(&s);
		s = patched;
	}
	for (size_t i = 0; i < N + MORE; i++)
		assert_int_equal(section_number(&s, i), numbers[i < N ? i : LAST]);
	section_free(&s);
}

/* An image that is wrong may have any line: the room below one of the least numbers is beyond all numbers. */
static void a_line_of_the_least_numbers_is_left(void **state)
{
	(void)state;
	enum { N = 10, CHANGED = 3 };
	int64_t numbers[N];
	for (size_t i = 0; i < N; i++)
		numbers[i] = INT64_MIN + 1 + (int64_t)i;
	struct section s = {.n = N, .base = numbers[0], .slope = 1}, patched;
	check_all(&s, numbers, N);
	numbers[CHANGED] += 300;
	assert_true(section_patch(&s, &(struct section_changes){&(uint32_t){CHANGED}, &numbers[CHANGED], 1, N}, 1, &patched));
	check_all(&patched, numbers, N);
	section_free(&patched);
}

/* Rows put in one by one, in as few bytes as their limit needs. */
static void rows_are_put_in(void **state)
{
	(void)state;
	static const uint32_t limits[] = {3, 255, 65535, 0xFFFFFF, UINT32_MAX};
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		struct section s = section_rows(50, limits[i]);
		for (size_t k = 0; k < 49; k++)
			section_put_row(&s, 48 - k, limits[i] - 1 - (uint32_t)k % 3);
		for (size_t k = 0; k < 49; k++)
			assert_int_equal(section_number(&s, 48 - k), limits[i] - 1 - (uint32_t)k % 3);
		assert_int_equal(section_number(&s, 49), 0);
		section_free(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(changed_numbers_are_those_put_in), cmocka_unit_test(a_line_that_is_left_has_room),
		cmocka_unit_test(a_line_of_the_least_numbers_is_left), cmocka_unit_test(rows_are_put_in)};
	return cmocka_run_group_tests_name("index/section", tests, NULL, NULL);
}
