/* Which rows have which codes, as bits, against the codes of each row. */
#include "support/random_catalogue.h"

#include "base/alloc.h"
#include "index/codes.h"

/* What is known of codes: of one, a few next to each other, most, each by chance, a few anywhere. */
static void random_known(struct test_random *r, uint32_t n_codes, uint8_t *known)
{
	uint32_t how = test_random_below(r, 5), first = test_random_below(r, n_codes + 1);
	for (uint32_t code = 0; code <= n_codes; code++)
		known[code] = how == 0 ? (code == first) : how == 1 ? (uint8_t)(code >= first && code < first + 4 ? 1 + code % 3 : 0)
			: how == 2 ? 3 * (code != first) : how == 3 ? (uint8_t)test_random_below(r, 4) : 0;
	for (unsigned i = 0; how == 4 && i < 20; i++)
		known[test_random_below(r, n_codes + 1)] = (uint8_t)(1 + i % 3);
}

static void compare(const struct index *index, enum kind kind, size_t field, const uint8_t *known, uint32_t first, size_t n)
{
	uint32_t n_codes = index_codes_n(index, kind, field), *codes = xcalloc(n + 1, sizeof *codes);
	uint64_t *low = xcalloc(n / 64 + 1, sizeof *low), *high = xcalloc(n / 64 + 1, sizeof *high);
	struct index_code_bits bits = index_code_bits_make(index, kind, field, known);
	index_codes(index, kind, field, first, n, n_codes, codes);
	index_code_bits(&bits, first, n, low, high);
	for (size_t i = 0; i < (n + 63) / 64 * 64; i++) {
		unsigned found = (unsigned)(low[i / 64] >> (i % 64) & 1) | (unsigned)(high[i / 64] >> (i % 64) & 1) << 1;
		if (found != (i < n ? known[codes[i]] : 0))
			fail_msg("%s %s: row %zu of %u … %zu: found %u, expected %u", kinds[kind].plural, fields_of[kind].v[field].name, i, first, n, found,
				i < n ? known[codes[i]] : 0);
	}
	free(codes);
	free(low);
	free(high);
}

static void compare_field(const struct index *index, struct test_random *r, enum kind kind, size_t field)
{
	uint32_t n_codes = index_codes_n(index, kind, field), n_rows = (uint32_t)index_count(index, kind);
	uint8_t *known = xcalloc((size_t)n_codes + 1, 1);
	for (unsigned round = 0; round < 12; round++) {
		uint32_t first = round < 4 ? 0 : test_random_below(r, n_rows + 1) / 64 * 64;
		random_known(r, n_codes, known);
		compare(index, kind, field, known, first, round < 4 ? n_rows : test_random_below(r, n_rows - first + 1));
	}
	free(known);
}

/* Every field that has codes; rows with columns of each width, and packed rows behind them. */
static void test_against_codes(void **state)
{
	(void)state;
	static const unsigned sizes[] = {1, 70, 500, 3000, 70000};
	struct test_random r = test_random();
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct catalogue c = {0};
		random_catalogue(&c, &r, sizes[i]);
		struct index *index = random_index(&c, &r);
		for (int k = 0; k < KIND_COUNT; k++)
			for (size_t field = 0; field < fields_of[k].n; field++)
				if (index_codes_n(index, (enum kind)k, field))
					compare_field(index, &r, (enum kind)k, field);
		index_free(index);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_codes),
	};
	return cmocka_run_group_tests_name("index/code_bits", tests, NULL, NULL);
}
