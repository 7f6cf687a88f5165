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
		assert_row(chain_is_reference(index, chain) == rows[i].reference, rows[i].chain);
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
		{"one reference, other names", "stage:a1", "stage:b1", true},
		{"a reference and what follows it", "stage:t1", "stage:b1", true},
		{"other references, one name", "stage:a2", "stage:b2", false},
		{"one without a reference, one name", "stage:a2", "stage:c1", true},
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

/* How strong a stage is, by what is said of it alone. */
static void test_strengths(void **state)
{
	(void)state;
	static const struct {
		const char *stage;
		enum strength strength;
		size_t n_enterprises, n_under_way, n_figures, n_zones;
	} rows[] = {
		{"stage:nothing", STRENGTH_MISSING, 0, 0, 0, 1}, {"stage:made", STRENGTH_MISSING, 0, 0, 0, 1}, {"stage:hoped", STRENGTH_WEAK, 0, 0, 1, 1},
		{"stage:far", STRENGTH_MEDIUM, 0, 0, 1, 0}, {"stage:begun", STRENGTH_WEAK, 0, 2, 2, 1}, {"stage:running", STRENGTH_MEDIUM, 2, 0, 0, 2},
		{"stage:apart", STRENGTH_WEAK, 1, 0, 0, 1}, {"stage:also", STRENGTH_WEAK, 1, 0, 0, 1}, {"stage:waste", STRENGTH_MISSING, 0, 0, 1, 1},
		{"stage:own", STRENGTH_WEAK, 0, 0, 1, 1}, {"stage:parked", STRENGTH_WEAK, 0, 0, 1, 1}, {"stage:both", STRENGTH_MEDIUM, 0, 0, 2, 1},
	};
	/* subject, item, modality, scope */
	static const char *const claims[][4] = {{"zone:z", "已产", "actual", ""}, {"zone:z", "将产", "expected", ""}, {"region:r", "远处", "capacity", ""},
		{"enterprise:several", "铝水", "capacity", ""}, {"zone:z", "赤泥", "capacity", "消纳"},
		{"region:r", "别物", "capacity", ""}, {"park:p", "园中", "expected", ""}, {"park:p", "园外", "expected", ""}, {"stage:own", "", "expected", ""},
		{"zone:z", "两样", "capacity", ""}, {"zone:z", "两样", "expected", ""}, {"project:1", "", "expected", ""}, {"project:2", "", "expected", ""}};
	static const char *const projects[][4] = {{"project:1", "stage:begun", "planned", ""}, {"project:2", "stage:begun", "trial", "enterprise:a"},
		{"project:3", "stage:running", "full", "enterprise:a"}, {"project:4", "stage:running", "producing", "enterprise:b"}};
	static const char *const stages[][3] = {{"stage:nothing", "无", "chain:z"}, {"stage:made", "已产", "chain:z"}, {"stage:hoped", "将产", "chain:z"},
		{"stage:far", "远处", "chain:r"}, {"stage:begun", "在建", "chain:z"}, {"stage:running", "投产", "chain:z"}, {"stage:apart", "一处", "chain:z"},
		{"stage:also", "又一处", "chain:z"}, {"stage:waste", "赤泥", "chain:z"}, {"stage:again", "远处", "chain:r"},
		{"stage:own", "自有", "chain:z"}, {"stage:parked", "园中", "chain:z"}, {"stage:both", "两样", "chain:z"}};
	struct catalogue c = {0};
	catalogue_add(&c, "source:s", "name", "甲报", NULL);
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "zone:z", "name", "某区", NULL);
	catalogue_add(&c, "zone:other", "name", "他区", NULL);
	catalogue_add(&c, "region:r", "name", "某县", NULL);
	catalogue_add(&c, "park:p", "name", "某园", "zone", "zone:z", NULL);
	catalogue_add(&c, "chain:z", "name", "区链", "zone", "zone:z", NULL);
	catalogue_add(&c, "chain:r", "name", "县链", "region", "region:r", NULL);
	catalogue_add(&c, "enterprise:a", "name", "甲", NULL);
	catalogue_add(&c, "enterprise:b", "name", "乙", NULL);
	catalogue_add(&c, "enterprise:several", "name", "丙", "zone", "zone:z", NULL);
	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		catalogue_add(&c, stages[i][0], "name", stages[i][1], "chain", stages[i][2], NULL);
	catalogue_add(&c, "placement:1", "enterprise", "enterprise:several", "stage", "stage:apart", NULL);
	catalogue_add(&c, "placement:2", "enterprise", "enterprise:several", "stage", "stage:also", NULL);
	for (size_t i = 0; i < sizeof projects / sizeof *projects; i++)
		catalogue_add(&c, projects[i][0], "name", projects[i][0], "stage", projects[i][1], "status", projects[i][2], "owner", projects[i][3],
			"zone", i == 3 ? "zone:other" : "", NULL);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		char id[] = "claim:a";
		id[6] = (char)('a' + i);
		catalogue_add(&c, id, "subject", claims[i][0], "indicator", "indicator:capacity", "item", claims[i][1], "value", "5", "unit", "万吨", "modality",
			claims[i][2], "scope", claims[i][3], "source", "source:s", "locator", "s:1:0-5", NULL);
	}
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct standing s;
		standing_make(index, index_find_id(index, str_from(rows[i].stage)), &arena, &s);
		if (s.strength != rows[i].strength || s.n_enterprises != rows[i].n_enterprises || s.n_under_way != rows[i].n_under_way
			|| s.n_figures != rows[i].n_figures || s.n_zones != rows[i].n_zones)
			fail_msg("%s: %s, %zu enterprises, %zu under way, %zu figures, %zu zones", rows[i].stage, strengths[s.strength].code, s.n_enterprises,
				s.n_under_way, s.n_figures, s.n_zones);
		arena_release(&arena);
	}
	/* what a project makes is its owner's, where it has one */
	struct arena arena = {0};
	struct standing begun, both;
	standing_make(index, index_find_id(index, STR("stage:begun")), &arena, &begun);
	for (size_t i = 0; i < begun.n_figures; i++) {
		struct str subject = index_id(index, begun.figures[i].subject), owner = index_id(index, begun.figures[i].owner);
		assert_str(owner, str_eq_c(subject, "project:2") ? "enterprise:a" : "project:1");
	}
	/* what two stages have in common is one figure of both */
	standing_everywhere(index, index_find_id(index, STR("stage:far")), &arena, &both);
	assert_int_equal(both.n_stages, 2);
	assert_int_equal(both.n_figures, 1);
	arena_release(&arena);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reference_chains),
		cmocka_unit_test(test_same_stages),
		cmocka_unit_test(test_strengths),
	};
	return cmocka_run_group_tests_name("query/standing", tests, NULL, NULL);
}
