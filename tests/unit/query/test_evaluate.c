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
	assert_true(query_select(query, &set, NULL));
	assert_true(query_run(query, &rows, NULL));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_each_row),
		cmocka_unit_test(test_many_rows),
	};
	return cmocka_run_group_tests_name("query/evaluate", tests, NULL, NULL);
}
