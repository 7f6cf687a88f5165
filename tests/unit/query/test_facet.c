#include "support/random_catalogue.h"

#include "query/facet.h"
#include "query/facet_internal.h"
#include "query/query.h"

#include <stdlib.h>

/* -- names ------------------------------------------------------------------------------- */

static const struct {
	enum kind kind;
	const char *name, *is, *zh;
} names[] = {
	{KIND_PROJECT, "status", "status", "状态"},
	{KIND_PROJECT, "zt", "status", "状态"},
	{KIND_PROJECT, "province", "province", "省份"},
	{KIND_PROJECT, "省份", "province", "省份"},
	{KIND_PROJECT, "省", "province", "省份"},
	{KIND_PROJECT, "sf", "province", "省份"},
	{KIND_PROJECT, "prov", "province", "省份"},
	{KIND_ZONE, "shengfen", "province", "省份"},
	{KIND_PROJECT, "chain", "chain", "产业链"},
	{KIND_PROJECT, "链", "chain", "产业链"},
	{KIND_STAGE, "链", "chain", "产业链"},
	{KIND_PROJECT, "开发区", "zone", "开发区"},
	{KIND_EVENT, "date", "date", "日期"},
};

static void test_names(void **state)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct facet facet;
		struct err err = ERR_INIT;
		assert_ok(facet_parse(str_from(names[i].name), names[i].kind, sample_index(state), &facet, &err), err);
		assert_str(facet_name(&facet), names[i].is);
		assert_str(facet_title(&facet, true), names[i].zh);
	}
	struct facet facet;
	struct err err = ERR_INIT;
	assert_false(facet_parse(STR("invest"), KIND_PROJECT, sample_index(state), &facet, &err));
	assert_false(facet_parse(STR("statsu"), KIND_PROJECT, sample_index(state), &facet, &err));
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_false(facet_parse(STR("provinse"), KIND_PROJECT, sample_index(state), &facet, &err));
	assert_string_equal(err.message, "found \"provinse\", expected a field of projects: \"province\"?");
	struct err chinese = {.chinese = true};
	assert_false(facet_parse(STR("invest"), KIND_PROJECT, sample_index(state), &facet, &chinese));
	assert_string_equal(chinese.message, "“invest”不是单一的值，应是记录的字段");
}

/* What each kind offers reads back by its name, and no two of them are the same. */
static void test_facets_read_back(void **state)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct facet all[FACETS_MAX], read;
		size_t n = facets_of((enum kind)k, all);
		assert_true(n <= FACETS_MAX);
		for (size_t i = 0; i < n; i++) {
			struct err err = ERR_INIT;
			assert_ok(facet_parse(facet_name(&all[i]), (enum kind)k, sample_index(state), &read, &err), err);
			assert_row(facet_same(&all[i], &read), all[i].field ? fields_of[k].v[all[i].field].name : kinds[k].plural);
		}
	}
}

/* -- values --------------------------------------------------------------------------------- */

static struct facet_values *values_of(const struct index *index, enum kind kind, const char *name)
{
	struct facet facet;
	struct err err = ERR_INIT;
	assert_ok(facet_parse(str_from(name), kind, index, &facet, &err), err);
	return facet_values_new(index, &facet);
}

/* "签约 2; …; - 1" in the order of values, those that occur. */
static void assert_counts(const struct index *index, enum kind kind, const char *name, const char *expected)
{
	struct facet_values *values = values_of(index, kind, name);
	size_t n = facet_values_n(values);
	struct tally *tallies = calloc(n + 1, sizeof *tallies);
	struct strbuf text = {0};
	facet_count(values, &(struct row_set){0}, tallies);
	for (size_t i = 0; i <= n; i++) {
		if (!tallies[i].n)
			continue;
		strbuf_add_c(&text, text.n ? "; " : "");
		facet_label(values, i, true, &text);
		strbuf_printf(&text, "%s %u", i == n ? "-" : "", tallies[i].n);
		if (tallies[i].n_perhaps)
			strbuf_printf(&text, "?%u", tallies[i].n_perhaps);
	}
	assert_str(strbuf_str(&text), expected);
	strbuf_release(&text);
	free(tallies);
	facet_values_free(values);
}

static void test_counts(void **state)
{
	const struct index *index = sample_index(state);
	assert_counts(index, KIND_PROJECT, "status", "签约 2; 在建 1; 投产 2; 停滞 1; - 1");
	assert_counts(index, KIND_PROJECT, "zone", "兴县经开区 4; 长子经开区 3");
	assert_counts(index, KIND_PROJECT, "chain", "铝链 1; - 6");
	assert_counts(index, KIND_ZONE, "province", "山西省 4");
	/* A row stands under each of its classes. */
	assert_counts(index, KIND_ENTERPRISE, "classes", "链主 1; 四上 1; - 2");
	/* 星萌's first phase has no source of its own, but its figures have. */
	assert_counts(index, KIND_PROJECT, "source", "兴县经开区调研 5; 长子经开区纪实 3; - 4");
	assert_counts(index, KIND_MILESTONE, "date", "2022 1; 2023 1; 2025 1");
	assert_counts(index, KIND_CLAIM, "period", "2023 1; 2025 2; - 9");
}

/* A period over several years may lie in any of them. */
static void test_years_between(void **state)
{
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "event:a", "name", "甲", "date", "2024-03", NULL);
	catalogue_add(&c, "event:b", "name", "乙", "date", "2023/2025", NULL);
	catalogue_add(&c, "event:c", "name", "丙", "date", "../2025-12-04", NULL);
	catalogue_add(&c, "event:d", "name", "丁", "date", "2022/..", NULL);
	struct index *index = catalogue_index(&c);
	assert_counts(index, KIND_EVENT, "date", "2022 1?1; 2023 2?2; 2024 3?2; 2025 3?2");
	index_free(index);
	catalogue_release(&c);
}

/* -- against the query language --------------------------------------------------------------- */

static struct query_rows run(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query_rows rows;
	struct query *query = query_parse(text, kind, index, &err);
	if (!query)
		fail_msg("\"%.*s\": %s", STR_ARG(text), err.message);
	query_run(query, &rows);
	query_free(query);
	return rows;
}

struct bits {
	uint64_t *rows, *perhaps;
};

static struct bits bits_of(const struct index *index, enum kind kind, const struct query_rows *rows)
{
	size_t words = index_count(index, kind) / 64 + 1;
	struct bits bits = {calloc(words, sizeof(uint64_t)), calloc(words, sizeof(uint64_t))};
	for (size_t i = 0; i < rows->n; i++) {
		uint32_t row = ref_row(rows->v[i]);
		bits.rows[row / 64] |= UINT64_C(1) << row % 64;
		if (rows->answers[i] == ANSWER_PERHAPS)
			bits.perhaps[row / 64] |= UINT64_C(1) << row % 64;
	}
	/* what stands behind the last row says nothing */
	bits.rows[words - 1] |= UINT64_MAX << index_count(index, kind) % 64;
	bits.perhaps[words - 1] |= UINT64_MAX << index_count(index, kind) % 64;
	return bits;
}

/* The count of every value is that of the rows which its term lets through under the same filter. */
static void compare_terms(const struct index *index, const struct facet *facet, const char *filter)
{
	struct facet_values *values = facet_values_new(index, facet);
	struct query_rows all = run(index, facet->kind, str_from(filter));
	struct bits bits = bits_of(index, facet->kind, &all);
	struct tally *tallies = calloc(facet_values_n(values) + 1, sizeof *tallies);
	facet_count(values, &(struct row_set){bits.rows, bits.perhaps}, tallies);
	for (size_t i = 0; i <= facet_values_n(values); i++)
		for (int chinese = 0; chinese < 2 && tallies[i].n; chinese++) {
			struct strbuf text = {0};
			strbuf_printf(&text, "(%s) ", *filter ? filter : "id");
			if (!*filter)
				strbuf_clear(&text);
			assert_true(facet_term(values, i, chinese, &text));
			struct query_rows rows = run(index, facet->kind, strbuf_str(&text));
			if (rows.n != tallies[i].n || rows.n_perhaps != tallies[i].n_perhaps)
				fail_msg("%s \"%.*s\": %zu rows, %zu perhaps; counted %u, %u", kinds[facet->kind].plural,
					STR_ARG(strbuf_str(&text)), rows.n, rows.n_perhaps, tallies[i].n, tallies[i].n_perhaps);
			query_rows_release(&rows);
			strbuf_release(&text);
		}
	free(tallies);
	free(bits.rows);
	free(bits.perhaps);
	query_rows_release(&all);
	facet_values_free(values);
}

static void test_terms(void **state)
{
	const struct index *index = sample_index(state);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct facet all[FACETS_MAX];
		size_t n = facets_of((enum kind)k, all);
		for (size_t i = 0; i < n; i++) {
			compare_terms(index, &all[i], "");
			if (k == KIND_PROJECT) {
				compare_terms(index, &all[i], "invest>=5亿");
				compare_terms(index, &all[i], "星萌 | status:签约");
				compare_terms(index, &all[i], "没有");
			}
		}
	}
}

/* Texts that look like something else in a query: the term of each is of its row alone, or there is none. */
static void test_terms_of_odd_texts(void **state)
{
	static const char *const texts[] = {"-张", "张-", ":张", "张:三", ".5", "5.", "张..王", "张 王", "张,王", "a|b", "(张)", "=张", ">5", "true", "5亿", "2025",
		"张\"三\"", "“张”三", "「张」", "*", "#张", "张~"};
	enum { TEXTS = sizeof texts / sizeof *texts };
	struct catalogue c = {0};
	size_t n_terms = 0;
	(void)state;
	for (size_t i = 0; i < TEXTS; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:p%zu", i);
		catalogue_add(&c, id, "name", "甲", "leader", texts[i], NULL);
	}
	struct index *index = catalogue_index(&c);
	struct facet_values *values = values_of(index, KIND_PROJECT, "leader");
	assert_int_equal(facet_values_n(values), TEXTS);
	for (size_t i = 0; i < TEXTS; i++) {
		struct strbuf term = {0};
		if (facet_term(values, i, true, &term)) {
			struct query_rows rows = run(index, KIND_PROJECT, strbuf_str(&term));
			assert_row(rows.n == 1, term.p);
			query_rows_release(&rows);
			n_terms++;
		} else {
			assert_int_equal(term.n, 0);
		}
		strbuf_release(&term);
	}
	assert_in_range(n_terms, TEXTS - 2, TEXTS - 1); /* what has an ASCII quote in it cannot be said */
	facet_values_free(values);
	index_free(index);
	catalogue_release(&c);
}

/* A value goes by the whole name of its record, too. */
static void test_matches(void **state)
{
	const struct index *index = sample_index(state);
	struct facet_values *values = values_of(index, KIND_PROJECT, "zone");
	for (size_t i = 0; i < facet_values_n(values); i++) {
		struct ref zone = facet_record(values, i);
		assert_true(facet_matches(values, i, true, index_name(index, zone)) && facet_matches(values, i, true, index_short_name(index, zone)));
		assert_false(facet_matches(values, i, true, STR("")) || facet_matches(values, i, true, STR("没有")));
	}
	facet_values_free(values);
}

/* Rows of several ledgers, with figures of other sources and periods over years. */
static void test_terms_of_ledgers(void **state)
{
	static const enum kind of[] = {KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM, KIND_MILESTONE};
	struct test_random r = test_random();
	(void)state;
	for (unsigned round = 0; round < 4; round++) {
		struct catalogue c = {0};
		random_catalogue(&c, &r, 20 + round * 30);
		struct index *index = random_index(&c, &r);
		for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
			struct facet all[FACETS_MAX];
			struct strbuf filter = {0};
			size_t n = facets_of(of[k], all);
			random_query(&r, of[k], 1, &filter);
			for (size_t i = 0; i < n; i++) {
				compare_terms(index, &all[i], "");
				compare_terms(index, &all[i], filter.p);
			}
			strbuf_release(&filter);
		}
		index_free(index);
		catalogue_release(&c);
	}
}

/* -- against a plain loop ----------------------------------------------------------------------- */

enum { MANY = 70001 /* more than one part of a thread, and no round number */ };

/* Texts of few and of many kinds, lists, references, periods; whole texts and single items of them. */
static void add_random(struct catalogue *c, struct test_random *random)
{
	static const char *const classes[] = {"", "chain_lead", "four_above", "chain_lead;four_above", "hightech"};
	static const char *const dates[] = {"", "2024", "2025-06", "2023/2025", "2022-01/2022-03"};
	static const char *const statuses[] = {"", "signed", "building", "producing", "ended"};
	char id[32], zone[32];
	for (unsigned i = 0; i < 300; i++) {
		snprintf(id, sizeof id, "zone:z%u", i);
		catalogue_add(c, id, "name", id, NULL);
	}
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(zone, sizeof zone, "zone:z%u", test_random_below(random, 300));
		catalogue_add(c, id, "name", "甲", "zone", test_random_below(random, 9) ? zone : "", "status",
			statuses[test_random_below(random, 5)], "updated_on", dates[test_random_below(random, 5)], NULL);
	}
	for (unsigned i = 0; i < 500; i++) {
		snprintf(id, sizeof id, "enterprise:e%u", i);
		catalogue_add(c, id, "name", id, "classes", classes[test_random_below(random, 5)], NULL);
	}
}

static bool has(const uint64_t *bits, uint32_t row)
{
	return bits[row / 64] >> row % 64 & 1;
}

/* Row by row: what facet_cross must say. */
static struct tally *cross_slowly(const struct axis *a, const struct axis *b, const struct row_set *rows, uint32_t n_rows)
{
	struct tally *cells = calloc((a->n + 1) * (b->n + 1), sizeof *cells);
	for (uint32_t row = 0; row < n_rows; row++) {
		if (rows->bits && !has(rows->bits, row))
			continue;
		uint32_t p, q;
		size_t n_x, n_y;
		facet_codes(a->values, row, 1, &p);
		facet_codes(b->values, row, 1, &q);
		const uint32_t *x = facet_list(a->values, &p, &n_x), *y = facet_list(b->values, &q, &n_y);
		bool unsure = (rows->perhaps && has(rows->perhaps, row)) || facet_code_perhaps(a->values, p) || facet_code_perhaps(b->values, q);
		for (size_t i = 0; i < n_x; i++)
			for (size_t j = 0; j < n_y; j++) {
				struct tally *cell = &cells[a->places[x[i]] * (b->n + 1) + b->places[y[j]]];
				cell->n++;
				cell->n_perhaps += unsure;
			}
	}
	return cells;
}

/* Every value has a place, but for each seventh. */
static struct axis axis_of(const struct facet_values *values)
{
	size_t n = facet_values_n(values) + 1;
	uint32_t *places = calloc(n, sizeof *places), used = 0;
	for (size_t i = 0; i < n; i++)
		places[i] = i % 7 == 6 ? UINT32_MAX : used++;
	for (size_t i = 0; i < n; i++)
		places[i] = places[i] == UINT32_MAX ? used : places[i];
	return (struct axis){values, places, used};
}

/* That a facet knows whether some row has several of its values. */
static void compare_several(const struct index *index, enum kind kind, const struct facet_values *values)
{
	bool several = false;
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		uint32_t code;
		size_t n;
		facet_codes(values, row, 1, &code);
		facet_list(values, &code, &n);
		several |= n > 1;
	}
	assert_int_equal(facet_values_several(values), several);
}

static void compare_cross(const struct index *index, enum kind kind, const char *a, const char *b, const struct row_set *rows)
{
	struct facet_values *values[] = {values_of(index, kind, a), values_of(index, kind, b)};
	struct axis x = axis_of(values[0]), y = axis_of(values[1]);
	size_t n = (x.n + 1) * (y.n + 1);
	struct tally *slow = cross_slowly(&x, &y, rows, (uint32_t)index_count(index, kind)), *fast = calloc(n, sizeof *fast);
	uint32_t *starts;
	struct ref *refs;
	compare_several(index, kind, values[0]);
	facet_cross(&x, &y, rows, fast);
	facet_cross_rows(&x, &y, rows, &starts, &refs);
	for (size_t i = 0; i < n; i++) {
		if (slow[i].n != fast[i].n || slow[i].n_perhaps != fast[i].n_perhaps)
			fail_msg("%s x %s, cell %zu: %u?%u, expected %u?%u", a, b, i, fast[i].n, fast[i].n_perhaps, slow[i].n,
				slow[i].n_perhaps);
		assert_int_equal(starts[i + 1] - starts[i], slow[i].n);
		for (uint32_t r = starts[i]; r + 1 < starts[i + 1]; r++)
			assert_true(refs[r].bits < refs[r + 1].bits);
	}
	/* One axis alone: the same as its sums where no row stands in two columns. */
	struct tally *one = calloc(x.n + 1, sizeof *one);
	facet_cross(&x, NULL, rows, one);
	for (size_t i = 0; i <= x.n && !facet_values_several(values[1]); i++) {
		struct tally sum = {0};
		for (size_t j = 0; j <= y.n; j++) {
			sum.n += slow[i * (y.n + 1) + j].n;
			sum.n_perhaps += slow[i * (y.n + 1) + j].n_perhaps;
		}
		assert_true(one[i].n == sum.n && one[i].n_perhaps == sum.n_perhaps);
	}
	free(one);
	free(slow);
	free(fast);
	free(starts);
	free(refs);
	free((void *)(uintptr_t)x.places);
	free((void *)(uintptr_t)y.places);
	facet_values_free(values[0]);
	facet_values_free(values[1]);
}

/* One that has begun and has no end says of no year that it is the one, also where there is no other. */
static void test_years_without_end(void **state)
{
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "event:a", "name", "甲", "date", "2022/..", NULL);
	catalogue_add(&c, "event:b", "name", "乙", "date", "2022-05", NULL);
	catalogue_add(&c, "event:c", "name", "丙", NULL);
	struct index *index = catalogue_index(&c);
	assert_counts(index, KIND_EVENT, "date", "2022 2?1; - 1");
	compare_cross(index, KIND_EVENT, "date", "name", &(struct row_set){0});
	index_free(index);
	catalogue_release(&c);
}

/* In all tests above a row may have three: two are several, too. */
static void test_two_values(void **state)
{
	static const char *const by[] = {"date", "source"};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "source:a", "name", "甲", NULL);
	catalogue_add(&c, "source:b", "name", "乙", NULL);
	catalogue_add(&c, "indicator:jobs", "name", "用工", "unit", "人", NULL);
	catalogue_add(&c, "event:a", "name", "甲", "date", "2022/2023", "source", "source:a", NULL);
	catalogue_add(&c, "event:b", "name", "乙", "date", "2022-05", NULL);
	catalogue_add(&c, "claim:a", "subject", "event:a", "indicator", "indicator:jobs", "value", "3", "source", "source:b", NULL);
	catalogue_add(&c, "claim:b", "subject", "event:b", "indicator", "indicator:jobs", "value", "3", NULL);
	struct index *index = catalogue_index(&c);
	assert_counts(index, KIND_EVENT, "source", "甲 1; 乙 1; - 1");
	for (size_t i = 0; i < sizeof by / sizeof *by; i++)
		compare_cross(index, KIND_EVENT, by[i], "name", &(struct row_set){0});
	index_free(index);
	catalogue_release(&c);
}

/* What tells most stands first; the parent of each record, of which there are as many as records, tells nothing. */
static void test_order(void **state)
{
	struct facet all[FACETS_MAX];
	struct strbuf found = {0};
	(void)state;
	for (size_t i = 0, n = facets_of(KIND_PROJECT, all); i < n; i++)
		strbuf_printf(&found, "%.*s ", STR_ARG(facet_name(&all[i])));
	assert_string_equal(found.p, "status zone province region chain stage park owner team updated_on source ");
	strbuf_release(&found);
}

static void test_cross(void **state)
{
	struct catalogue c = {0};
	struct test_random random = test_random();
	(void)state;
	add_random(&c, &random);
	struct index *index = catalogue_index(&c);
	size_t words = MANY / 64 + 1;
	uint64_t *bits = calloc(words, sizeof *bits), *perhaps = calloc(words, sizeof *perhaps);
	for (uint32_t row = 0; row < MANY; row++)
		if (test_random_below(&random, 3)) {
			bits[row / 64] |= UINT64_C(1) << row % 64;
			perhaps[row / 64] |= (uint64_t)!test_random_below(&random, 5) << row % 64;
		}
	static const char *const pairs[][2] = {{"status", "zone"}, {"zone", "status"}, {"zone", "updated_on"}, {"updated_on", "status"},
		{"name", "status"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		compare_cross(index, KIND_PROJECT, pairs[i][0], pairs[i][1], &(struct row_set){0});
		compare_cross(index, KIND_PROJECT, pairs[i][0], pairs[i][1], &(struct row_set){bits, NULL});
		compare_cross(index, KIND_PROJECT, pairs[i][0], pairs[i][1], &(struct row_set){bits, perhaps});
	}
	compare_cross(index, KIND_ENTERPRISE, "classes", "classes", &(struct row_set){0});
	free(bits);
	free(perhaps);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_facets_read_back),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_years_between),
		cmocka_unit_test(test_years_without_end),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_terms_of_ledgers),
		cmocka_unit_test(test_terms_of_odd_texts),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_two_values),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_cross),
	};
	return cmocka_run_group_tests_name("query/facet", tests, sample_setup, sample_teardown);
}
