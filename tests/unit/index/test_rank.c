/* What a look at renown and length leaves out is none of the best. The seed is printed. */
#include "support/random_catalogue.h"

#include "index/index_internal.h"
#include "index/rank_internal.h"

/* Projects of few lengths, of which some are named by so many that they have all the renown there is. */
static void fill(struct catalogue *c, struct test_random *r, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char id[32], name[16], parent[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "%.*s", (int)(3 + 3 * test_random_below(r, 3)), "电铝园");
		snprintf(parent, sizeof parent, "project:p%u", test_random_below(r, 2) ? test_random_below(r, 3) : test_random_below(r, n));
		catalogue_add(c, id, "name", name, "parent", parent, NULL);
	}
}

static struct found found_of(const struct index *index, uint32_t row, uint32_t score, uint32_t step)
{
	struct ref ref = ref_make(KIND_PROJECT, row);
	return (struct found){.ref = ref, .score = score + index_renown(index, index_global(index, ref)) * step,
		.length = rank_length(index, search_row(index, ref))};
}

static void what_is_left_out_is_none_of_the_best(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_out = 0;
	(void)state;
	fill(&c, &r, 900);
	struct index *index = catalogue_index(&c);
	uint32_t base = index->plan.bases[KIND_PROJECT], n = (uint32_t)index_count(index, KIND_PROJECT);
	for (unsigned i = 0; i < 400; i++) {
		struct best best = {.index = index, .limit = 1 + test_random_below(&r, 4)};
		uint32_t step = 1 + test_random_below(&r, 3);
		for (unsigned k = 0; k < 6; k++)
			best_offer(&best, found_of(index, test_random_below(&r, n), 100 + test_random_below(&r, 20), step));
		for (uint32_t row = base / 64 * 64, score = 90 + test_random_below(&r, 40); row < base + n; row += 64) {
			uint64_t bits = best_filter(&best, KIND_PROJECT, row, score, step);
			for (uint32_t k = row < base ? base - row : 0; k < 64 && row + k < base + n; k++) {
				struct found found = found_of(index, row + k - base, score, step);
				bool may = bits >> k & 1;
				if (!may && best_takes(&best, &found))
					fail_msg("row %u is left out", row + k - base);
				n_out += !may;
			}
		}
		array_release(&best);
	}
	assert_true(n_out > 1000);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_left_out_is_none_of_the_best)};
	return cmocka_run_group_tests_name("index/rank", tests, NULL, NULL);
}
