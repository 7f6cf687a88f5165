/* What goes and what comes leaves an order in order, however many walks divide it. The seed is printed. */
#include "support/test.h"

#include "index/merge_internal.h"

enum { OLD_MOST = 24, NEW_MOST = 9 };

/* Numbers in order: the old ones even, those that come odd. */
struct numbers {
	unsigned old[OLD_MOST], new[NEW_MOST];
	size_t n_old, n_new;
};

static bool stands_before(void *context, size_t old_place, size_t new)
{
	const struct numbers *n = context;
	return n->old[old_place] < n->new[new];
}

static void fill(struct test_random *r, struct numbers *n)
{
	n->n_old = test_random_below(r, OLD_MOST + 1);
	n->n_new = test_random_below(r, NEW_MOST + 1);
	for (size_t i = 0; i < n->n_old; i++)
		n->old[i] = 2 * (unsigned)i;
	for (size_t i = 0; i < n->n_new; i++)
		n->new[i] = (i ? n->new[i - 1] : 1) + 2 * test_random_below(r, 8);
}

static unsigned leave_some(struct test_random *r, const struct numbers *n, struct merge *m)
{
	unsigned one_in = 1 + test_random_below(r, 5), left = 0;
	for (size_t i = n->n_old; i-- > 0;)
		if (!test_random_below(r, one_in)) {
			array_push(&m->gone, (uint32_t)i);
			left |= 1u << i;
		}
	merge_gone(m, n->n_old);
	return left;
}

/* One walk's part of the new order, from *at on. */
static void walk(const struct numbers *n, const struct merge *m, size_t first, size_t end, unsigned *out, size_t *at)
{
	for (struct merge_walk w = merge_walk(m, first, end); merge_next(&w);) {
		assert_int_equal(w.to, *at);
		for (size_t i = 0; i < w.n; i++)
			out[(*at)++] = n->old[w.from + i];
		if (!w.n)
			out[(*at)++] = n->new[w.from];
	}
}

static void an_order_stays_in_order(void **state)
{
	struct test_random r = test_random();
	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		struct numbers n;
		struct merge m = {0};
		unsigned out[OLD_MOST + NEW_MOST], left, step = 1 + test_random_below(&r, OLD_MOST);
		size_t n_out = 0;
		fill(&r, &n);
		left = leave_some(&r, &n, &m);
		merge_came(&m, n.n_new, stands_before, &n);
		for (size_t first = 0; !first || first < m.n_stay; first += step)
			walk(&n, &m, first, first + step < m.n_stay ? first + step : m.n_stay, out, &n_out);
		assert_int_equal(n_out, m.n_stay + n.n_new);
		for (size_t k = 0; k < n_out; k++) {
			assert_true(!k || out[k - 1] <= out[k]);
			assert_false(out[k] % 2 == 0 && left >> out[k] / 2 & 1);
		}
		for (size_t k = 0, o = 0; k < n.n_new; k++, o++) {
			while (o < n_out && out[o] != n.new[k])
				o++;
			assert_true(o < n_out);
		}
		merge_release(&m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(an_order_stays_in_order)};
	return cmocka_run_group_tests_name("index/merge", tests, NULL, NULL);
}
