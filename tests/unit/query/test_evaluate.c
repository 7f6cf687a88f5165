/* What a query says of all rows at once against what it says of each one. */
#include "support/random_catalogue.h"

#include "query/query.h"

static const enum kind asked[] = {KIND_PROJECT, KIND_PROJECT, KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM, KIND_MILESTONE};

static void compare(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query_set set;
	struct query_rows rows;
	size_t n = 0, n_perhaps = 0;
	struct query *query = query_parse(text, kind, index, &err);
	if (!query)
		fail_msg("%s \"%.*s\": %s", kinds[kind].plural, STR_ARG(text), err.message);
	query_select(query, &set);
	query_run(query, &rows);
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		enum answer expected = query_answer(query, ref_make(kind, row)), found = query_set_answer(&set, row);
		if (found != expected)
			fail_msg("%s \"%.*s\": row %u says %d, expected %d", kinds[kind].plural, STR_ARG(text), row, found, expected);
		if (expected == ANSWER_NO)
			continue;
		assert_true(query_set_has(&set, row));
		assert_int_equal(rows.v[n].bits, ref_make(kind, row).bits);
		assert_int_equal(rows.answers[n++], expected);
		n_perhaps += expected == ANSWER_PERHAPS;
	}
	assert_int_equal(set.n, n);
	assert_int_equal(set.n_perhaps, n_perhaps);
	assert_int_equal(rows.n, n);
	assert_int_equal(rows.n_perhaps, n_perhaps);
	query_set_release(&set);
	query_rows_release(&rows);
	query_free(query);
}

/* A thousand queries; a hundred thousand with YUANLIAN_LONG. */
static void test_against_each_row(void **state)
{
	(void)state;
	struct test_random r = test_random();
	/* empty, less than a word, less than a block, across blocks and words */
	static const unsigned sizes[] = {0, 3, 60, 400, 4500};
	unsigned n_queries = getenv("YUANLIAN_LONG") ? 25000 : 250;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct catalogue c = {0};
		random_catalogue(&c, &r, sizes[i]);
		struct index *index = random_index(&c, &r);
		for (unsigned q = 0; q < (sizes[i] > 1000 ? n_queries / 10 : n_queries); q++) {
			struct strbuf text = {0};
			enum kind kind = PICK(&r, asked);
			random_query(&r, kind, 3, &text);
			if (sizes[i] > 1 || !strstr(text.p, "same:"))
				compare(index, kind, strbuf_str(&text));
			strbuf_release(&text);
		}
		index_free(index);
		catalogue_release(&c);
	}
}

/* So many rows that several threads share them. */
static void test_many_rows(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct catalogue c = {0};
	random_catalogue(&c, &r, 40000);
	struct index *index = random_index(&c, &r);
	static const char *const texts[] = {"", "status>=签约 invest>=2亿", "-zone:兴县 | updated_on:2024", "leader:张 -status:在建", "铝 invest<3亿"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		compare(index, KIND_PROJECT, str_from(texts[i]));
	index_free(index);
	catalogue_release(&c);
}

/* Days that lie so near that one byte, then two tell them apart: asked for each of them, the one before and behind. */
static void test_days(void **state)
{
	(void)state;
	enum { PROJECTS = 150, YEAR_FIRST = 2020 };
	static const unsigned years[] = {1, 4};
	struct test_random r = test_random();
	for (size_t spread = 0; spread < 2; spread++) {
		struct catalogue c = {0};
		for (unsigned i = 0; i < PROJECTS; i++) {
			char id[32], step[32], date[64];
			snprintf(id, sizeof id, "project:p%u", i);
			snprintf(step, sizeof step, "milestone:m%u", i);
			snprintf(date, sizeof date, "%u-%02u-%02u", YEAR_FIRST + test_random_below(&r, years[spread]), 1 + test_random_below(&r, 6),
				1 + test_random_below(&r, 28));
			catalogue_add(&c, id, "name", id, NULL);
			if (i % 10)
				catalogue_add(&c, step, "project", id, "status", "signed", "date", date, NULL);
		}
		struct index *index = catalogue_index(&c);
		for (unsigned day = 0; day < years[spread] * 365; day += (unsigned)(1 + spread)) {
			char text[64];
			int year, month, date;
			day_date(day_number(YEAR_FIRST, 1, 1) + (int32_t)day - 3, &year, &month, &date);
			snprintf(text, sizeof text, "since:%04d-%02d-%02d", year, month, date);
			compare(index, KIND_PROJECT, str_from(text));
		}
		index_free(index);
		catalogue_release(&c);
	}
}

/* Doubts about rows, and about their figures by rules that set them against others: in an index in which ledgers say more. */
static void test_doubts(void **state)
{
	(void)state;
	enum { PROJECTS = 300, DOUBTS = 60 };
	static const char *const rules[] = {"sum", "order_of_magnitude", "unclear"};
	static const char *const texts[] = {"has:doubt", "-has:doubt", "has:conflict", "verdict:single", "verdict:against_figures", "verdict:single | verdict:agree",
		"source:乙文", "-source:丙账", "source:甲 zone:兴县", "source:丙 has:conflict", "has:source"};
	static const enum kind of[] = {KIND_PROJECT, KIND_ENTERPRISE, KIND_CLAIM, KIND_ZONE};
	struct test_random r = test_random();
	struct catalogue c = {0};
	random_catalogue(&c, &r, PROJECTS);
	for (unsigned i = 0; i < DOUBTS; i++) {
		char id[32], about[32];
		snprintf(id, sizeof id, "doubt:x%u", i);
		snprintf(about, sizeof about, test_random_below(&r, 3) ? "claim:c%u" : "project:p%u", test_random_below(&r, PROJECTS / 2));
		catalogue_add(&c, id, "name", "疑", "about", about, "rule", PICK(&r, rules), NULL);
	}
	struct index *index = random_index(&c, &r);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (size_t k = 0; k < sizeof of / sizeof *of; k++)
			if (of[k] != KIND_ZONE || !strstr(texts[i], "zone:"))
				compare(index, of[k], str_from(texts[i]));
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_each_row),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_doubts),
	};
	return cmocka_run_group_tests_name("query/evaluate", tests, NULL, NULL);
}
