#include "support/catalogue.h"

#include "index/read.h"
#include "query/delivery.h"

static void add_all(struct catalogue *c)
{
	catalogue_add(c, "indicator:consumption", "name", "消耗量", NULL);
	catalogue_add(c, "indicator:output", "name", "产量", NULL);
	catalogue_add(c, "indicator:count", "name", "数量", NULL);
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "chain:t", "name", "模板", NULL);
	catalogue_add(c, "stage:t-jiao", "name", "焦化", "chain", "chain:t", NULL);
	catalogue_add(c, "stage:t-qi", "name", "净化", "chain", "chain:t", NULL);
	catalogue_add(c, "link:t", "from", "stage:t-jiao", "to", "stage:t-qi", "product", "焦炉煤气", "role", "byproduct", NULL);
	catalogue_add(c, "chain:c", "name", "链", "region", "region:k", NULL);
	catalogue_add(c, "region:k", "name", "县", NULL);
	catalogue_add(c, "stage:jiao", "name", "焦化", "chain", "chain:c", "template", "stage:t-jiao", NULL);
	catalogue_add(c, "stage:lv", "name", "电解铝", "chain", "chain:c", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:c", NULL);
	catalogue_add(c, "link:1", "from", "stage:lv", "to", "stage:cai", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "enterprise:jiao", "name", "焦化厂", NULL);
	catalogue_add(c, "enterprise:lv", "name", "铝厂", NULL);
	catalogue_add(c, "enterprise:cai", "name", "铝材厂", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:jiao", "stage", "stage:jiao", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:lv", "stage", "stage:lv", NULL);
	catalogue_add(c, "flow:gas", "from", "enterprise:jiao", "to", "enterprise:lv", "product", "焦炉煤气", NULL);
	catalogue_add(c, "flow:coke", "from", "enterprise:jiao", "to", "enterprise:lv", "product", "焦炭", NULL);
	catalogue_add(c, "flow:melt", "from", "enterprise:lv", "to", "enterprise:cai", "product", "铝水", NULL);
	catalogue_add(c, "flow:steam", "from", "enterprise:lv", "to", "enterprise:cai", "product", "工业蒸汽", NULL);
	catalogue_add(c, "flow:blank", "from", "enterprise:lv", "to", "enterprise:cai", NULL);
	static const char *const claims[][6] = {
		{"claim:1", "enterprise:cai", "indicator:consumption", "铝水", "300", "吨"}, {"claim:2", "enterprise:cai", "indicator:consumption", "天然气", "80", "立方米"},
		{"claim:3", "enterprise:lv", "indicator:output", "铝水", "50", "万吨"}, {"claim:4", "enterprise:cai", "indicator:output", "铝水", "9", "吨"},
		{"claim:5", "flow:coke", "indicator:count", "", "7", "万吨"}};
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
		catalogue_add(c, claims[i][0], "subject", claims[i][1], "indicator", claims[i][2], "item", claims[i][3], "value", claims[i][4], "unit", claims[i][5], "modality", "actual",
			"source", "source:s", "locator", "s:1:0-5", NULL);
}

struct delivery_row {
	const char *flow;
	bool byproduct, energy;
	const char *values;
};

static const struct delivery_row rows[] = {
	{"flow:gas", true, true, ""},        /* by the reference stage's link */
	{"flow:coke", false, false, "7 "},   /* a figure of the flow itself */
	{"flow:melt", false, false, "300 50 "}, /* what is taken, what is made; not what the customer makes */
	{"flow:steam", false, true, ""},
	{"flow:blank", false, false, ""},
};

static void test_rows(void **state)
{
	(void)state;
	struct catalogue c = {0};
	add_all(&c);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct strbuf values = {0};
		struct delivery d = delivery_of(index, index_find_id(index, str_from(rows[i].flow)), &arena);
		for (size_t k = 0; k < d.n_claims; k++)
			strbuf_printf(&values, "%.*s ", STR_ARG(read_text(index, d.claims[k], "value")));
		if (d.byproduct != rows[i].byproduct || d.energy != rows[i].energy || !str_eq_c(strbuf_str(&values), rows[i].values))
			fail_msg("row %s: found %d %d \"%.*s\"", rows[i].flow, d.byproduct, d.energy, STR_ARG(strbuf_str(&values)));
		strbuf_release(&values);
		arena_release(&arena);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows)};
	return cmocka_run_group_tests_name("query/delivery", tests, NULL, NULL);
}
