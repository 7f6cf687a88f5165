#include "support/catalogue.h"

#include "query/query.h"

/* Whoever mistypes a name is told, though it is no fault. */
static void test_unnamed(void **state)
{
	static const struct {
		const char *query, *said;
	} rows[] = {
		{"zone:xingxain", "nothing is called \"xingxain\": \"山西兴县经济技术开发区\"?"},
		{"zone:兴县,xingxain", "nothing is called \"xingxain\": \"山西兴县经济技术开发区\"?"},
		{"zone=兴县经", "nothing is called \"兴县经\": \"山西兴县经济技术开发区\"?"},
		{"chain:天外", "nothing is called \"天外\""},
		{"-stage:\"\033[2J\"", "nothing is called \"^[[2J\""},
		{"zone:兴县 chain:铝 status:投产", ""},
		{"zone:形现", "nothing is called \"形现\": \"山西兴县经济技术开发区\"?"},
		{"区:形现", "nothing is called \"形现\": \"山西兴县经济技术开发区\"?"},
		{"zone:兴县经开局", "nothing is called \"兴县经开局\": \"山西兴县经济技术开发区\"?"},
		{"zone:山西金通铝业有限公", "nothing is called \"山西金通铝业有限公\""}, /* an enterprise nearly is */
		{"链:铝 县:兴县", ""},
		{"形现", "nothing has \"形现\"; what sounds alike: \"~形现\""},
		{"~形现", ""},
		{"形现 兴县", "nothing has \"形现\"; what sounds alike: \"~形现\""},
		{"天外", ""},
		{"兴县", ""}, /* it sounds like itself */
		{"兴县 or 长子", "\"or\" is looked for as a word; to join terms write \"|\""},
		{"兴县 并且 长子", "\"并且\" is looked for as a word; to join terms write a blank"},
		{"兴县 not 长子", "\"not\" is looked for as a word; to join terms write \"-\" before the term"}, {"或", ""}, /* alone it is a word */
		{"形现 or 长子", "\"or\" is looked for as a word; to join terms write \"|\""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct strbuf said = {0};
		struct query *query = query_parse(str_from(rows[i].query), KIND_PROJECT, sample_index(state), &err);
		assert_ok(query, err);
		assert_int_equal(query_slip(query, false, &said), rows[i].said[0] != 0);
		assert_str(strbuf_str(&said), rows[i].said);
		query_free(query);
		strbuf_release(&said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_unnamed, sample_setup, sample_teardown),
	};
	return cmocka_run_group_tests_name("query/slip", tests, NULL, NULL);
}
