/* Sums of figures that stand in ledgers. */
#include "support/random_catalogue.h"

#include "query/total.h"

/* yi: 亿元 */
static void assert_planned(const struct totals *totals, int64_t yi)
{
	assert_int_equal(decimal_cmp(totals->of[MODALITY_PLANNED].low, (struct decimal){yi * 100000000, 0}), 0);
}

/* A builder with nothing but `n` projects p0 …, and the columns of random_ledger_columns. */
static struct index_builder *ledger_of_projects(struct catalogue *c, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		catalogue_add(c, id, "name", "某", i == 1 ? "parent" : NULL, "project:p0", NULL);
	}
	catalogue_add(c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:area", "name", "面积", "unit", "平方米", NULL);
	catalogue_add(c, "source:a", "name", "某文", NULL);
	catalogue_add(c, "source:c", "name", "某表", NULL);
	struct index_builder *builder = catalogue_builder(c);
	random_ledger_columns(c, builder);
	return builder;
}

static void add_ledger_figure(struct catalogue *c, struct ledger_sink *sink, unsigned project, char *value)
{
	struct err err = ERR_INIT;
	char id[32];
	snprintf(id, sizeof id, "project:p%u", project);
	int64_t owner = catalogue_key(c, str_from(id));
	uint32_t line = project + 2;
	size_t end = strlen(value), n = 1;
	struct ledger_batch batch = {1, &owner, &line, &n, &(uint16_t){1}, {.ends = &end, .bytes = value}};
	assert_ok(sink->take(sink->self, &batch, &err), err);
}

/* The figure of a phase, as a row, is part of what the whole beside it has. */
static void test_figure_of_a_phase(void **state)
{
	char ten[] = "10", four[] = "4";
	(void)state;
	struct catalogue c = {0};
	struct index_builder *builder = ledger_of_projects(&c, 2);
	struct ledger_sink sink = index_builder_ledger_range(builder);
	add_ledger_figure(&c, &sink, 0, ten);
	add_ledger_figure(&c, &sink, 1, four);
	struct index *index = catalogue_finish(builder);
	const struct ref rows[] = {index_find_id(index, STR("claim:project.p1.1")), index_find_id(index, STR("project:p0"))};
	struct totals totals = total_figures(index, (struct refs){rows, 2}, index_indicator(index, STR("invest")));
	assert_planned(&totals, 10);
	assert_int_equal(totals.of[MODALITY_PLANNED].n_doubles, 1);
	index_free(index);
	catalogue_release(&c);
}

/* A figure that is said to contradict others is counted, and said to. */
static void test_doubted_figure(void **state)
{
	char seven[] = "7";
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "doubt:d", "name", "疑", "about", "claim:project.p3.1", "rule", "sum", NULL);
	struct index_builder *builder = ledger_of_projects(&c, 4);
	struct ledger_sink sink = index_builder_ledger_range(builder);
	add_ledger_figure(&c, &sink, 2, seven);
	add_ledger_figure(&c, &sink, 3, seven);
	struct index *index = catalogue_finish(builder);
	const struct ref rows[] = {index_find_id(index, STR("claim:project.p2.1")), index_find_id(index, STR("claim:project.p3.1"))};
	struct totals totals = total_figures(index, (struct refs){rows, 2}, index_indicator(index, STR("invest")));
	assert_planned(&totals, 14);
	assert_int_equal(totals.of[MODALITY_PLANNED].n_conflicts, 1);
	index_free(index);
	catalogue_release(&c);
}

/* What no number holds is said so, also where sums of a column are taken at once. */
static void test_ledger_too_large(void **state)
{
	static char positive[] = "9000000000", negative[] = "-9000000000", *const values[] = {positive, negative};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct catalogue c = {0};
		struct index_builder *builder = ledger_of_projects(&c, 4);
		struct ledger_sink sink = index_builder_ledger_range(builder);
		add_ledger_figure(&c, &sink, 2, values[i]);
		add_ledger_figure(&c, &sink, 3, values[i]);
		struct index *index = catalogue_finish(builder);
		const struct ref rows[] = {index_find_id(index, STR("project:p2")), index_find_id(index, STR("project:p3"))};
		for (size_t n = 1; n <= 2; n++) {
			struct totals totals = total_figures(index, (struct refs){rows, n}, index_indicator(index, STR("invest")));
			assert_int_equal(totals.of[MODALITY_PLANNED].n_rows, n);
			assert_int_equal(totals.of[MODALITY_PLANNED].overflow, n > 1);
		}
		index_free(index);
		catalogue_release(&c);
	}
}

/* The indicator's own unit, wherever among many rows it is met; where no figure has it that of the first. */
static void test_unit_of_many(void **state)
{
	enum { MANY = 20000, LATE = 15000 };
	char seven[] = "7";
	(void)state;
	for (int own = 0; own < 2; own++) {
		struct catalogue c = {0};
		catalogue_claim(&c, "early", own ? "project:p14999" : "project:p9", "invest", "1", "亿美元", "", "planned", "", "source:a");
		catalogue_claim(&c, "late", "project:p15001", "invest", "1", "亿欧元", "", "planned", "", "source:a");
		struct index_builder *builder = ledger_of_projects(&c, MANY);
		struct ledger_sink sink = index_builder_ledger_range(builder);
		if (own)
			add_ledger_figure(&c, &sink, LATE, seven);
		struct index *index = catalogue_finish(builder);
		struct ref *rows = calloc(MANY, sizeof *rows);
		for (uint32_t row = 0; row < MANY; row++)
			rows[row] = ref_make(KIND_PROJECT, row);
		struct totals totals = total_figures(index, (struct refs){rows, MANY}, index_indicator(index, STR("invest")));
		assert_str(totals.unit, own ? "元" : "美元");
		free(rows);
		index_free(index);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figure_of_a_phase),
		cmocka_unit_test(test_doubted_figure),
		cmocka_unit_test(test_ledger_too_large),
		cmocka_unit_test(test_unit_of_many),
	};
	return cmocka_run_group_tests_name("query/total of ledgers", tests, NULL, NULL);
}
