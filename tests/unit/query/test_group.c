#include "support/random_catalogue.h"

#include "query/facet.h"
#include "query/group.h"
#include "query/total.h"

static struct query_rows all_rows(const struct index *index, enum kind kind)
{
	struct err err = ERR_INIT;
	struct query_rows rows = {0};
	struct query *query = query_parse(STR(""), kind, index, &err);
	assert_non_null(query);
	query_run(query, &rows);
	query_free(query);
	return rows;
}

static void assert_decimal(struct decimal d, const char *expected)
{
	struct strbuf text = {0};
	decimal_format(d, &text);
	assert_str(strbuf_str(&text), expected);
	strbuf_release(&text);
}

/* Of no rows there is no group of a value, but all of them together are there, as none. */
static void test_no_rows(void **state)
{
	struct query_rows none = {0};
	for (size_t n_by = 0; n_by < 2; n_by++) {
		struct groups groups = {.index = sample_index(state), .kind = KIND_PROJECT, .n_by = n_by};
		groups.by[0] = (struct facet){FACET_FIELD, KIND_PROJECT, field_get(KIND_PROJECT, "zone")};
		groups_make(&groups, &none);
		assert_int_equal(groups.groups.n, n_by ? 0 : 1);
		groups_release(&groups);
	}
}

static void test_groups(void **state)
{
	const struct index *index = sample_index(state);
	struct groups groups = {.index = index, .kind = KIND_PROJECT, .n_by = 1};
	struct query_rows rows = all_rows(index, KIND_PROJECT);
	groups.by[0] = (struct facet){FACET_FIELD, KIND_PROJECT, field_get(KIND_PROJECT, "zone")};
	groups_make(&groups, &rows);
	assert_int_equal(groups.groups.n, 2);
	assert_int_equal(groups.groups.v[0].rows.n, 2);
	assert_int_equal(groups.groups.v[1].rows.n, 1);

	struct totals sums = total_figures(index, (struct refs){groups.groups.v[0].rows.v, groups.groups.v[0].rows.n}, index_indicator(index, STR("invest")));
	assert_decimal(sums.of[MODALITY_PLANNED].low, "1200000000");
	assert_true(sums.of[MODALITY_PLANNED].open_high);
	assert_decimal(sums.of[MODALITY_PLANNED].median, "600000000"); /* between 2 and 10 亿 */
	assert_decimal(sums.of[MODALITY_ACTUAL].low, "300000000"); /* modalities are never mixed */
	assert_false(sums.of[MODALITY_TARGET].has_median);
	groups_release(&groups);
	query_rows_release(&rows);
}

/* A column of which a row may have several values. */
static bool has_items(const struct field *field)
{
	return field->type == FIELD_LIST || field->type == FIELD_ENUMS || field->type == FIELD_REFS || !strcmp(field->name, "source");
}

/* Grouping loses no row, and counts one twice only where it has two values: then as its facet does. */
static void groups_are_whole(const struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			struct groups groups = {.index = index, .kind = (enum kind)k, .n_by = 1, .by = {{FACET_FIELD, (enum kind)k, f}}};
			struct query_rows rows = all_rows(index, (enum kind)k);
			struct facet_values *values = facet_values_new(index, &(struct facet){FACET_FIELD, (enum kind)k, f});
			struct tally *tallies = calloc(facet_values_n(values) + 1, sizeof *tallies);
			size_t n = 0, n_perhaps = 0;
			bool items = has_items(&fields_of[k].v[f]);
			facet_count(values, &(struct row_set){0}, tallies);
			groups_make(&groups, &rows);
			for (size_t g = 0; g < groups.groups.n; g++) {
				n += groups.groups.v[g].rows.n;
				n_perhaps += groups.groups.v[g].n_perhaps;
				if (items)
					assert_int_equal(groups.groups.v[g].rows.n, tallies[groups.groups.v[g].items[0]].n);
			}
			assert_row(items ? n >= rows.n : n == rows.n, fields_of[k].v[f].name);
			assert_row(items || n_perhaps == rows.n_perhaps, fields_of[k].v[f].name);
			assert_row(rows.n || !groups.groups.n, fields_of[k].v[f].name);
			if (f == 0)
				assert_int_equal(groups.groups.n, rows.n); /* ids are unique */
			groups_release(&groups);
			query_rows_release(&rows);
			facet_values_free(values);
			free(tallies);
		}
}

static void test_groups_are_whole(void **state)
{
	struct test_random r = test_random();
	struct catalogue c = {0};
	groups_are_whole(sample_index(state));
	random_catalogue(&c, &r, 60);
	struct index *index = random_index(&c, &r);
	groups_are_whole(index);
	index_free(index);
	catalogue_release(&c);
}

/* So many values of two columns that no table holds their pairs. */
static void test_many_pairs(void **state)
{
	enum { ROWS = 4400 };
	struct catalogue c = {0};
	(void)state;
	for (unsigned i = 0; i < ROWS; i++) {
		char id[32], name[32];
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "n%u", i / 2);
		catalogue_add(&c, id, "name", name, "code", name, NULL);
	}
	struct index *index = catalogue_index(&c);
	struct groups groups = {.index = index, .kind = KIND_PROJECT, .n_by = 2, .by = {{FACET_FIELD, KIND_PROJECT, field_get(KIND_PROJECT, "code")},
		{FACET_FIELD, KIND_PROJECT, 0}}};
	struct query_rows rows = all_rows(index, KIND_PROJECT);
	for (size_t n_each = 1; n_each <= 2; n_each++) {
		groups.by[1].field = n_each == 2 ? field_get(KIND_PROJECT, "name") : 0;
		groups_make(&groups, &rows);
		assert_int_equal(groups.groups.n, ROWS / n_each);
		for (size_t g = 0; g < ROWS / n_each; g++)
			assert_int_equal(groups.groups.v[g].rows.n, n_each);
		groups_release(&groups);
	}
	query_rows_release(&rows);
	index_free(index);
	catalogue_release(&c);
}

static void assert_group(const struct groups *groups, size_t number, const char *codes, const char *labels, size_t n)
{
	struct strbuf code = {0}, label = {0};
	for (size_t i = 0; i < groups->n_by; i++) {
		strbuf_add_c(&code, i ? " " : "");
		strbuf_add_c(&label, i ? " " : "");
		group_item(groups, &groups->groups.v[number], i, true, &code, &label);
	}
	assert_str(strbuf_str(&code), codes);
	assert_str(strbuf_str(&label), labels);
	assert_int_equal(groups->groups.v[number].rows.n, n);
	strbuf_release(&code);
	strbuf_release(&label);
}

/* Each class of an enterprise and each of its products; both: each pair. */
static void test_items(void **state)
{
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "enterprise:a", "name", "甲", "classes", "chain_lead;four_above", "products", "铝;LED", NULL);
	catalogue_add(&c, "enterprise:b", "name", "乙", "classes", "four_above", "products", "led", NULL);
	catalogue_add(&c, "enterprise:c", "name", "丙", "products", "铝", NULL);
	struct index *index = catalogue_index(&c);
	struct groups groups = {.index = index, .kind = KIND_ENTERPRISE, .n_by = 1};
	struct query_rows rows = all_rows(index, KIND_ENTERPRISE);
	groups.by[0] = (struct facet){FACET_FIELD, KIND_ENTERPRISE, field_get(KIND_ENTERPRISE, "classes")};
	groups_make(&groups, &rows);
	assert_int_equal(groups.groups.n, 3);
	assert_group(&groups, 0, "chain_lead", "链主", 1);
	assert_group(&groups, 1, "four_above", "四上", 2);
	assert_group(&groups, 2, "", "", 1);
	groups_release(&groups);
	groups.n_by = 2;
	groups.by[1] = (struct facet){FACET_FIELD, KIND_ENTERPRISE, field_get(KIND_ENTERPRISE, "products")};
	groups_make(&groups, &rows);
	assert_int_equal(groups.groups.n, 5);
	assert_group(&groups, 0, "chain_lead LED", "链主 LED", 1);
	assert_group(&groups, 1, "chain_lead 铝", "链主 铝", 1);
	assert_group(&groups, 2, "four_above LED", "四上 LED", 2); /* a filter takes LED and led for the same */
	assert_group(&groups, 3, "four_above 铝", "四上 铝", 1);
	assert_group(&groups, 4, " 铝", " 铝", 1);
	groups_release(&groups);
	query_rows_release(&rows);
	index_free(index);
	catalogue_release(&c);
}

/* By what is no field of the records: of projects the chain of their stage, the province of their region. */
static void test_derived(void **state)
{
	(void)state;
	struct catalogue c = {0};
	catalogue_add(&c, "region:140000", "code", "140000", "name", "山西省", NULL);
	catalogue_add(&c, "region:141123", "code", "141123", "name", "兴县", "parent", "region:140000", NULL);
	catalogue_add(&c, "chain:lv", "name", "铝产业链", NULL);
	catalogue_add(&c, "stage:a", "name", "电解铝", "chain", "chain:lv", NULL);
	catalogue_add(&c, "stage:b", "name", "铝杆", "chain", "chain:lv", NULL);
	catalogue_add(&c, "project:a", "name", "甲", "stage", "stage:a", "region", "region:141123", NULL);
	catalogue_add(&c, "project:b", "name", "乙", "stage", "stage:b", "region", "region:140000", NULL);
	catalogue_add(&c, "project:c", "name", "丙", NULL);
	struct index *index = catalogue_index(&c);
	struct groups groups = {.index = index, .kind = KIND_PROJECT, .n_by = 1};
	struct query_rows rows = all_rows(index, KIND_PROJECT);
	static const struct {
		const char *name, *code, *label;
	} facets[] = {{"chain", "chain:lv", "铝产业链"}, {"province", "region:140000", "山西省"}};
	for (size_t i = 0; i < 2; i++) {
		struct err err = ERR_INIT;
		assert_ok(facet_parse(str_from(facets[i].name), KIND_PROJECT, index, &groups.by[0], &err), err);
		groups_make(&groups, &rows);
		assert_int_equal(groups.groups.n, 2);
		assert_group(&groups, 0, facets[i].code, facets[i].label, 2);
		assert_group(&groups, 1, "", "", 1);
		groups_release(&groups);
	}
	query_rows_release(&rows);
	index_free(index);
	catalogue_release(&c);
}

static void test_empty_cells(void **state)
{
	const struct index *index = sample_index(state);
	struct groups groups = {.index = index, .kind = KIND_CLAIM, .n_by = 2};
	struct query_rows rows = all_rows(index, KIND_CLAIM);
	groups.by[0] = (struct facet){FACET_FIELD, KIND_CLAIM, field_get(KIND_CLAIM, "subject")};
	groups.by[1] = (struct facet){FACET_FIELD, KIND_CLAIM, field_get(KIND_CLAIM, "indicator")};
	assert_true(groups_are_cells(&groups));
	struct facet province = {FACET_PROVINCE, KIND_CLAIM, groups.by[0].field};
	assert_false(groups_are_cells(&(struct groups){.index = index, .kind = KIND_CLAIM, .n_by = 2, .by = {province, groups.by[1]}}));
	assert_true(groups_are_cells(&(struct groups){.index = index, .kind = KIND_CLAIM, .n_by = 2, .by = {groups.by[1], groups.by[0]}}));
	groups_make(&groups, &rows);
	assert_int_equal(groups.groups.n, 3); /* a invest, b invest, x area */
	groups_add_empty_cells(&groups, true);
	assert_int_equal(groups.groups.n, 4); /* and y area; nobody knows a zone's investment at all */
	size_t n_sources;
	assert_int_equal(group_coverage(&groups, &groups.groups.v[3], &n_sources), COVERAGE_NONE);
	assert_str(index_id(index, groups.groups.v[3].subject), "zone:y");
	groups_release(&groups);

	groups_make(&groups, &rows);
	groups_add_empty_cells(&groups, false);
	assert_int_equal(groups.groups.n, 3);
	for (size_t g = 0; g < groups.groups.n; g++) {
		bool both = groups.groups.v[g].rows.n == 2;
		assert_int_equal(group_coverage(&groups, &groups.groups.v[g], &n_sources), both ? COVERAGE_AGREE : COVERAGE_ONE);
		assert_int_equal(n_sources, both ? 2 : 1);
	}
	groups_release(&groups);
	query_rows_release(&rows);
}


/* -- the middle of many --------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

/* Against sorting, for odd and even numbers of rows, many of them equal. */
static void test_medians(void **state)
{
	struct test_random random = test_random();
	(void)state;
	for (uint32_t n = 1; n <= 40; n++) {
		struct catalogue c = {0};
		uint64_t values[40];
		ARRAY(struct ref) rows = {0};
		catalogue_add(&c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
		catalogue_add(&c, "source:a", "name", "甲报", NULL);
		for (uint32_t i = 0; i < n; i++) {
			char project[16], claim[16], value[16];
			values[i] = test_random_below(&random, n < 20 ? 5 : 1000);
			snprintf(project, sizeof project, "project:p%u", i);
			snprintf(claim, sizeof claim, "claim:c%u", i);
			snprintf(value, sizeof value, "%u", (unsigned)values[i]);
			catalogue_add(&c, project, "name", project, NULL);
			catalogue_add(&c, claim, "subject", project, "indicator", "indicator:invest", "value", value, "unit", "元",
				"modality", "planned", "source", "source:a", "locator", "a:1:0-3", NULL);
			array_push(&rows, ref_make(KIND_PROJECT, i));
		}
		struct index *index = catalogue_index(&c);
		struct totals sums = total_figures(index, (struct refs){rows.v, rows.n}, index_indicator(index, STR("invest")));
		qsort(values, n, sizeof *values, by_value);
		uint64_t twice = n % 2 ? 2 * values[n / 2] : values[n / 2 - 1] + values[n / 2];
		assert_true(sums.of[MODALITY_PLANNED].has_median);
		assert_int_equal(decimal_cmp(sums.of[MODALITY_PLANNED].median, (struct decimal){(int64_t)twice * 5, 1}), 0);
		array_release(&rows);
		index_free(index);
		catalogue_release(&c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_groups_are_whole),
		cmocka_unit_test(test_many_pairs),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_derived),
		cmocka_unit_test(test_empty_cells),
		cmocka_unit_test(test_medians),
	};
	return cmocka_run_group_tests_name("query/group", tests, sample_setup_few, sample_teardown);
}
