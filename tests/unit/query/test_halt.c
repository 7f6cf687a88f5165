/*
 * Answers that are given up at any moment hold their form, which the sanitizers watch, too; those that nobody gave up
 * anything of are whole.
 */
#include "support/random_catalogue.h"

#include "base/halt.h"
#include "query/facet.h"
#include "query/sort.h"
#include "query/total.h"

#include <pthread.h>
#include <sched.h>

enum { PROJECTS = 6000, ROUNDS = 60 };

/* Somebody who changes his mind all the time: whoever asks is told now this, now that. */
struct fickle {
	struct halt halt;
	atomic_bool done;
};

static void *change_mind(void *context)
{
	struct fickle *f = context;
	for (bool wanted = true; !atomic_load(&f->done); wanted = !wanted) {
		atomic_store(&f->halt.wanted, wanted);
		sched_yield();
	}
	return NULL;
}

/* One answer after the other, each in a number; what they are is decided by the round. */
static size_t ask(const struct index *index, unsigned round)
{
	static const char *const queries[] = {"has:conflict", "-since:2024-06 -铝", "invest>=2亿 | leader:张", "missing:capacity verdict:single"};
	static const char *const orders[] = {"-invest", "code", "leader,-capacity", "-updated_on", "owner,jobs"};
	static const char *const facets[] = {"name", "code", "leader", "updated_on", "owner"};
	struct err err = ERR_INIT;
	struct query_set set;
	struct sort_key keys[4];
	struct facet facet;
	struct query *query = query_parse(str_from(queries[round % 4]), KIND_PROJECT, index, &err);
	assert_non_null(query);
	query_select(query, &set);
	size_t answer = set.n, n = 0, n_keys = sort_parse(str_from(orders[round % 5]), KIND_PROJECT, index, keys, 4, &err);
	struct ref *rows = calloc(set.n + 1, sizeof *rows);
	for (uint32_t row = 0; row < set.n_rows; row++)
		if (query_set_has(&set, row))
			rows[n++] = ref_make(KIND_PROJECT, row);
	assert_int_equal(n, set.n);

	struct totals totals = total_figures(index, (struct refs){rows, n}, index_indicator(index, STR("invest")));
	for (size_t m = 0; m < MODALITY_COUNT; m++)
		answer = answer * 31 + totals.of[m].n_rows;
	sort_rows(index, rows, n, keys, n_keys);
	uint64_t *seen = bits_new(set.n_rows);
	for (size_t i = 0; i < n; i++) {
		assert_true(query_set_has(&set, ref_row(rows[i])));
		assert_false(bits_has(seen, ref_row(rows[i])));
		bits_set(seen, ref_row(rows[i]));
		answer = answer * 31 + ref_row(rows[i]);
	}
	assert_true(facet_parse(str_from(facets[round % 5]), KIND_PROJECT, index, &facet, &err));
	struct facet_values *values = facet_values_new(index, &facet);
	struct tally *tallies = calloc(facet_values_n(values) + 1, sizeof *tallies);
	facet_count(values, &(struct row_set){set.yes, NULL}, tallies);
	for (size_t v = 0; v <= facet_values_n(values); v++)
		answer = answer * 31 + tallies[v].n;
	free(tallies);
	facet_values_free(values);
	free(seen);
	free(rows);
	query_set_release(&set);
	query_free(query);
	return answer;
}

static void form_holds(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	struct fickle fickle = {0};
	pthread_t thread;
	size_t whole[20], n_heeded = 0;
	(void)state;
	random_catalogue(&c, &r, PROJECTS);
	struct index *index = random_index(&c, &r);
	for (unsigned round = 0; round < 20; round++)
		whole[round] = ask(index, round);
	assert_int_equal(pthread_create(&thread, NULL, change_mind, &fickle), 0);
	halt_by(&fickle.halt);
	for (unsigned round = 0; round < ROUNDS; round++) {
		atomic_store(&fickle.halt.heeded, false);
		size_t answer = ask(index, round % 20);
		n_heeded += atomic_load(&fickle.halt.heeded);
		if (!atomic_load(&fickle.halt.heeded))
			assert_int_equal(answer, whole[round % 20]);
	}
	halt_by(NULL);
	atomic_store(&fickle.done, true);
	pthread_join(thread, NULL);
	assert_true(n_heeded > 0);
	/* What was given up has left nothing behind. */
	for (unsigned round = 0; round < 20; round++)
		assert_int_equal(ask(index, round), whole[round]);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_holds),
	};
	return cmocka_run_group_tests_name("query/halt", tests, NULL, NULL);
}
