#include "support/catalogue.h"

#include "query/standing.h"

/* Chains that nobody has, and those that somebody has by one thing alone. */
static void test_reference_chains(void **state)
{
	(void)state;
	static const struct {
		const char *chain;
		bool reference;
	} rows[] = {{"chain:nobody", true}, {"chain:empty", true}, {"chain:zone", false}, {"chain:region", false}, {"chain:lead", false}, {"chain:enterprise", false},
		{"chain:project", false}};
	struct catalogue c = {0};
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	catalogue_add(&c, "region:r", "name", "某县", NULL);
	catalogue_add(&c, "enterprise:e", "name", "某公司", NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (i != 2 && i != 3 && i != 4)
			catalogue_add(&c, rows[i].chain, "name", rows[i].chain, NULL);
	catalogue_add(&c, "chain:zone", "name", "有区", "zone", "zone:z", NULL);
	catalogue_add(&c, "chain:region", "name", "有县", "region", "region:r", NULL);
	catalogue_add(&c, "chain:lead", "name", "有链主", "lead", "enterprise:e", NULL);
	catalogue_add(&c, "stage:nobody", "name", "甲", "chain", "chain:nobody", NULL);
	catalogue_add(&c, "stage:enterprise", "name", "乙", "chain", "chain:enterprise", NULL);
	catalogue_add(&c, "stage:project", "name", "丙", "chain", "chain:project", NULL);
	catalogue_add(&c, "placement:p", "enterprise", "enterprise:e", "stage", "stage:enterprise", NULL);
	catalogue_add(&c, "project:p", "name", "某项目", "stage", "stage:project", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ref chain = index_find_id(index, str_from(rows[i].chain));
		assert_row(chain_is_template(index, chain) == rows[i].reference, rows[i].chain);
		assert_row(standing_is_reference(index, chain) == rows[i].reference, rows[i].chain);
	}
	assert_true(standing_is_reference(index, index_find_id(index, STR("stage:nobody"))));
	assert_false(standing_is_reference(index, index_find_id(index, STR("stage:project"))));
	assert_false(standing_is_reference(index, index_find_id(index, STR("zone:z"))));
	assert_int_equal(standing_references(index, KIND_CHAIN), 2);
	assert_int_equal(standing_references(index, KIND_STAGE), 1);
	index_free(index);
	catalogue_release(&c);
}

/* A taxonomy decides where both follow one; else a name in common. */
static void test_same_stages(void **state)
{
	(void)state;
	static const struct {
		const char *name, *a, *b;
		bool same;
	} pairs[] = {
		{"itself", "stage:a1", "stage:a1", true},
		{"one template, other names", "stage:a1", "stage:b1", true},
		{"a template and what follows it", "stage:t1", "stage:b1", true},
		{"other templates, one name", "stage:a2", "stage:b2", false},
		{"one without a template, one name", "stage:a2", "stage:c1", true},
		{"short names meet", "stage:c2", "stage:d1", true},
		{"a name is a short name", "stage:c2", "stage:d2", true},
		{"nothing in common", "stage:c1", "stage:c2", false},
		{"a product is no name", "stage:c1", "stage:d3", false},
	};
	static const char *const rows[][5] = { /* id, chain, name, short names, template */
		{"stage:t1", "chain:t", "氧化铝", "", ""}, {"stage:t2", "chain:t", "电解铝", "", ""}, {"stage:a1", "chain:a", "炼铝", "", "stage:t1"},
		{"stage:a2", "chain:a", "加工", "", "stage:t1"}, {"stage:b1", "chain:b", "制铝", "", "stage:t1"}, {"stage:b2", "chain:b", "加工", "", "stage:t2"},
		{"stage:c1", "chain:c", "加工", "", ""}, {"stage:c2", "chain:c", "铝棒铸造", "铝棒;棒", ""}, {"stage:d1", "chain:d", "圆棒", "棒", ""},
		{"stage:d2", "chain:d", "铝棒", "", ""},
	};
	struct catalogue c = {0};
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	catalogue_add(&c, "chain:t", "name", "参照", NULL);
	for (char id[] = "chain:a"; id[6] <= 'd'; id[6]++)
		catalogue_add(&c, id, "name", id, "zone", "zone:z", NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		catalogue_add(&c, rows[i][0], "chain", rows[i][1], "name", rows[i][2], "short_names", rows[i][3], "template", rows[i][4], NULL);
	catalogue_add(&c, "stage:d3", "chain", "chain:d", "name", "型材", "products", "加工", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct ref a = index_find_id(index, str_from(pairs[i].a)), b = index_find_id(index, str_from(pairs[i].b));
		assert_row(stage_same(index, a, b) == pairs[i].same && stage_same(index, b, a) == pairs[i].same, pairs[i].name);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reference_chains),
		cmocka_unit_test(test_same_stages),
	};
	return cmocka_run_group_tests_name("query/standing", tests, NULL, NULL);
}
