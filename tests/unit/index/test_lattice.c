/* How many names are left to be read where pairs of characters tell the others: what is found is asked in test_lookup.c. */
#include "support/catalogue.h"

#include "base/bits.h"
#include "index/index_internal.h"
#include "index/lattice_internal.h"

struct names {
	const char *name;
	unsigned n;
};

static void fill(struct catalogue *c, const struct names *names, size_t n)
{
	unsigned number = 0;
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < names[i].n; k++) {
			char id[32];
			snprintf(id, sizeof id, "project:p%u", number++);
			catalogue_add(c, id, "name", names[i].name, NULL);
		}
}

struct found {
	size_t sure, left;
};

static struct found find(const struct index *index, struct str word)
{
	struct pinyin_query query;
	struct lattice lattice;
	size_t n_words = index->plan.n_named / 64 + 1;
	struct lattice_rows rows = {.certain = calloc(n_words, 8)};
	for (int how = 0; how < LATTICE_HOWS; how++) {
		rows.all[how] = calloc(n_words, 8);
		rows.heads[how] = calloc(n_words, 8);
	}
	assert_true(pinyin_query_read(word, &query));
	lattice_init(&lattice, &index->search.names, &index->search.triples, &query, false);
	uint64_t *perhaps = lattice_find(&lattice, index->plan.n_named, &rows);
	struct found found = {bits_total(rows.all[LATTICE_ANY], n_words), perhaps ? bits_total(perhaps, n_words) : 0};
	for (int how = 0; how < LATTICE_HOWS; how++) {
		free(rows.all[how]);
		free(rows.heads[how]);
	}
	free(rows.certain);
	free(perhaps);
	lattice_release(&lattice);
	return found;
}

/* A character that few names have a second time, and then lead nowhere, does not spoil what the many have there once. */
static void a_character_that_comes_again_leaves_the_many_sure(void **state)
{
	static const struct names names[] = {{"新科电模动器", 1000}, {"新科电模电体", 100}, {"新模电模体", 3}};
	struct catalogue c = {0};
	(void)state;
	fill(&c, names, 3);
	struct index *index = catalogue_index(&c);
	struct found found = find(index, STR("kdmdq"));
	assert_int_equal(found.sure, 1000);
	assert_true(found.left <= 103);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_character_that_comes_again_leaves_the_many_sure)};
	return cmocka_run_group_tests_name("index/lattice", tests, NULL, NULL);
}
