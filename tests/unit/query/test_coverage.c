#include "support/catalogue.h"

#include "query/coverage.h"

/* Zones a and b are documented, c and d only named. */
static struct index *sample(struct catalogue *c)
{
	static const struct {
		const char *id, *zone, *indicator, *value, *source;
	} claims[] = {
		{"claim:1", "zone:b", "indicator:area", "7", "source:s"},
		{"claim:2", "zone:b", "indicator:output", "275", "source:s"}, {"claim:3", "zone:b", "indicator:output", "275", "source:t"},
		{"claim:4", "zone:a", "indicator:output", "30", "source:s"},  {"claim:5", "zone:a", "indicator:output", "40", "source:t"},
		{"claim:6", "zone:b", "indicator:jobs", "5", "source:t"},     {"claim:7", "zone:b", "indicator:jobs", "6", "source:t"},
	};
	catalogue_add(c, "source:s", "name", "甲文", NULL);
	catalogue_add(c, "source:t", "name", "乙文", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", NULL);
	catalogue_add(c, "indicator:output", "name", "产值", NULL);
	catalogue_add(c, "indicator:jobs", "name", "岗位", NULL);
	catalogue_add(c, "indicator:unused", "name", "闲置", NULL);
	catalogue_add(c, "zone:d", "name", "丁区", NULL);
	catalogue_add(c, "zone:c", "name", "丙区", NULL);
	catalogue_add(c, "zone:b", "name", "乙区", NULL);
	catalogue_add(c, "zone:a", "name", "甲区", NULL);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
		catalogue_add(c, claims[i].id, "subject", claims[i].zone, "indicator", claims[i].indicator, "value", claims[i].value, "unit", "个",
			"modality", "actual", "period", "2025", "source", claims[i].source, "locator", "s:1:0-1", NULL);
	return catalogue_index(c);
}

static void test_map(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct index *index = sample(&c);
	struct coverage_map map;
	coverage_map_make(&map, index);
	/* documented zones in the order of their names (jia, yi), then the others (bing, ding) */
	static const char *const zones[] = {"zone:a", "zone:b", "zone:c", "zone:d"};
	assert_int_equal(map.n_zones, 4);
	assert_int_equal(map.n_known, 2);
	for (size_t z = 0; z < 4; z++)
		assert_str(index_id(index, map.zones[z]), zones[z]);
	/* the indicator of two zones, then those of one in the order of their names; none that no zone has */
	static const char *const indicators[] = {"indicator:output", "indicator:jobs", "indicator:area"};
	assert_int_equal(map.n_indicators, 3);
	for (size_t i = 0; i < 3; i++)
		assert_str(index_id(index, map.indicators[i]), indicators[i]);
	assert_int_equal(map.n_zones_with[0], 2);
	static const struct {
		enum coverage coverage;
		unsigned n_sources;
	} cells[4][3] = {
		{{COVERAGE_CONFLICT, 2}, {COVERAGE_NONE, 0}, {COVERAGE_NONE, 0}},
		{{COVERAGE_AGREE, 2}, {COVERAGE_CONFLICT, 1}, {COVERAGE_ONE, 1}},
		{{COVERAGE_NONE, 0}, {COVERAGE_NONE, 0}, {COVERAGE_NONE, 0}},
		{{COVERAGE_NONE, 0}, {COVERAGE_NONE, 0}, {COVERAGE_NONE, 0}},
	};
	for (size_t z = 0; z < 4; z++)
		for (size_t i = 0; i < 3; i++) {
			struct coverage_cell cell = coverage_map_cell(&map, z, i);
			if (cell.coverage != cells[z][i].coverage || cell.n_sources != cells[z][i].n_sources)
				fail_msg("%s %s: found %s of %u, expected %s of %u", zones[z], indicators[i], coverages[cell.coverage].code, cell.n_sources,
					coverages[cells[z][i].coverage].code, cells[z][i].n_sources);
		}
	assert_int_equal(coverage_map_filled(&map, 0), 1);
	assert_int_equal(coverage_map_filled(&map, 1), 3);
	assert_int_equal(coverage_map_filled(&map, 3), 0);
	coverage_map_release(&map);
	index_free(index);
	catalogue_release(&c);
}

static void test_empty(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct index *index = catalogue_index(&c);
	struct coverage_map map;
	coverage_map_make(&map, index);
	assert_int_equal(map.n_zones, 0);
	assert_int_equal(map.n_indicators, 0);
	coverage_map_release(&map);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_empty),
	};
	return cmocka_run_group_tests_name("query/coverage", tests, NULL, NULL);
}
