#include "support/catalogue.h"

#include "query/query.h"

static void test_faults(void **state)
{
	static const struct {
		enum kind kind;
		const char *query;
		size_t column;
		const char *message; /* a part of it */
	} faults[] = {
		{KIND_PROJECT, "stauts:投产", 1, "found \"stauts\", expected a field of projects: \"status\"?"},
		{KIND_PROJECT, "兴县 投資客:5", 4, "\"投资额\"?"},
		{KIND_PROJECT, "开发曲:兴县", 1, "\"开发区\"?"},
		{KIND_PROJECT, "兴县 bananas>5亿", 4, "expected a field of projects (name"},
		{KIND_PROJECT, "兴县 invest>=亿", 12, "found \"亿\", expected a number after \">=\""},
		{KIND_PROJECT, "兴县 invest>=", 12, "found the end, expected a value"},
		{KIND_PROJECT, "invest>=很多", 9, "expected"},
		{KIND_PROJECT, "status:飞行", 8, "found \"飞行\", expected one of planned 谋划"},
		{KIND_PROJECT, "status:fi", 8, "found \"fi\", expected one of planned"},
		{KIND_PROJECT, "status:touchn", 8, "found \"touchn\", expected \"投产\"? or one of planned"},
		{KIND_PROJECT, "status>=停滞", 9, "expected one value that stands in the order"},
		{KIND_ZONE, "class>=经济技术", 8, "not ordered"},
		{KIND_PROJECT, "name>铝", 6, "not ordered"},
		{KIND_CLAIM, "value>=1亿", 8, "amounts are compared by their indicator, such as invest>=1亿"},
		{KIND_PROJECT, "zone>=兴县", 7, "not ordered"},
		{KIND_MILESTONE, "date:昨天", 6, "expected a date or period"},
		{KIND_PROJECT, "invest>5年", 8, "expected an amount in 元"},
		{KIND_PROJECT, "since:昨天", 7, "expected a date or period"},
		{KIND_PROJECT, "since>2025", 7, "not ordered"},
		{KIND_PROJECT, "since:2025-06..2025-07", 7, "expected a date or period"},
		{KIND_PROJECT, "since:..2025-07", 7, "expected a date or period"},
		{KIND_MILESTONE, "inferred:也许", 10, "expected true or false"},
		{KIND_PROJECT, "verdict:好", 9, "expected one of single"},
		{KIND_CHAIN, "is:铝", 4, "found \"铝\", expected reference"},
		{KIND_CHAIN, "is>reference", 4, "not ordered"},
		{KIND_ZONE, "is:reference", 4, "expected it of chains or stages"},
		{KIND_PROJECT, "has:bananas", 5, "found \"bananas\""},
		{KIND_PROJECT, "has:since", 5, "found \"since\", expected a field, an indicator"},
		{KIND_PROJECT, "name:\"\"", 6, "found \"\", expected a value"},
		{KIND_PROJECT, "invest:20至5亿", 8, "found \"20至5亿\", expected not less than 20亿"},
		{KIND_PROJECT, "has:coflict", 5, "found \"coflict\", expected \"conflict\"?"},
		{KIND_PROJECT, "match:yes", 7, "match is a column"},
		{KIND_PROJECT, "(兴县", 1, "found \"(\", expected a closing one"},
		{KIND_PROJECT, "兴县)", 3, "found \")\""},
		{KIND_PROJECT, "兴县 \"铝", 4, "found an opening quote"},
		{KIND_PROJECT, "|", 1, "found \"|\", expected a word"},
		{KIND_PROJECT, "兴县 |", 5, "found the end, expected a word"},
		{KIND_PROJECT, "-", 2, "found the end"},
		{KIND_PROJECT, ":投产", 1, "found \":\", expected a word"},
		{KIND_PROJECT, "()", 2, "found \")\""},
		{KIND_PROJECT, "invest:..", 8, "expected a number"},
		{KIND_PROJECT, "invest>=万", 9, "expected a number"},
		{KIND_PROJECT, "invest:500..1亿", 13, "found \"1亿\", expected not less than 500亿"},
		{KIND_PROJECT, "invest:5亿..2亿", 12, "found \"2亿\", expected not less than 5亿"},
		{KIND_PROJECT, "invest：５亿．．２亿", 12, "found \"２亿\", expected not less than 5亿"},
		{KIND_MILESTONE, "date:2025-06..2025-01", 15, "found \"2025-01\", expected not less than 2025-06"},
		{KIND_PROJECT, "status:投产..签约", 12, "found \"签约\", expected not less than 投产"},
		{KIND_PROJECT, "status:签约..停滞", 12, "expected one value that stands in the order"},
		{KIND_PROJECT, "status:签约,飞行", 11, "found \"飞行\", expected one of planned"},
		{KIND_PROJECT, "status:prodcing", 8, "found \"prodcing\", expected \"producing\"?"},
		{KIND_ZONE, "class:经济..高新", 7, "not ordered"},
		{KIND_PROJECT, "invest=>5亿", 7, "found \"=>\", expected \">=\""},
		{KIND_PROJECT, "invest=<5亿", 7, "found \"=<\", expected \"<=\""},
		{KIND_PROJECT, "status！=投产", 1, "found \"status！=\", expected \"-"},
		{KIND_PROJECT, "status==投产", 7, "found \"==\", expected \"=\""},
		{KIND_PROJECT, "status!=投产", 1, "found \"status!=\", expected \"-"},
		{KIND_PROJECT, "status<>投产", 1, "found \"status<>\", expected \"-"},
		{KIND_PROJECT, "兴县 sort:invst", 9, "\"invest\"?"},
		{KIND_PROJECT, "兴县 sort:name,bananas", 14, "found \"bananas\""},
		{KIND_PROJECT, "兴县 sort:", 9, "expected a value"},
		{KIND_PROJECT, "by:invest", 4, "a figure is no one value"},
		{KIND_PROJECT, "top:0", 5, "expected a whole number from 1"},
		{KIND_PROJECT, "top:many", 5, "expected a whole number from 1"},
		{KIND_PROJECT, "sort>name", 6, "not ordered"},
		{KIND_PROJECT, "-sort:name", 2, "inside another term"},
		{KIND_PROJECT, "(兴县 top:5)", 5, "inside another term"},
		{KIND_PROJECT, "兴县 | top:5", 6, "found \"top:5\" alone"},
		{KIND_PROJECT, "top:5 | 兴县", 1, "found \"top:5\" alone"},
		{KIND_PROJECT, "same:没有的", 6, "expected the id or name of a record"},
		{KIND_PERSON, "same:zone:xingxian", 6, "expected a record that persons refer to"},
		{KIND_PROJECT, "chain>铝", 7, "not ordered"},
		{KIND_ZONE, "milestone:x", 1, "expected a field of zones"},
	};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct err err = ERR_INIT;
		struct query *query = query_parse(str_from(faults[i].query), faults[i].kind, sample_index(state), &err);
		if (query)
			fail_msg("\"%s\" was accepted", faults[i].query);
		if (err.code != ERR_USAGE || strcmp(err.where, "query") != 0 || err.line != 1 || err.column != faults[i].column || !strstr(err.message, faults[i].message))
			fail_msg("\"%s\": found %s:%zu:%zu: %s, expected column %zu and \"%s\"", faults[i].query, err.where, err.line, err.column, err.message, faults[i].column, faults[i].message);
	}
}

/* Initials that two names have are told with both; spelt out either is meant. */
static void test_initials_of_two_names(void **state)
{
	struct catalogue c = {0};
	struct err err = ERR_INIT;
	(void)state;
	catalogue_add(&c, "indicator:rise", "name", "增收", NULL);
	catalogue_add(&c, "indicator:length", "name", "字数", NULL);
	catalogue_add(&c, "indicator:turnover", "name", "营业额", "short_names", "营业额度;盈余额", NULL);
	struct index *index = catalogue_index(&c);
	assert_null(query_parse(STR("zs>5"), KIND_PROJECT, index, &err));
	assert_string_equal(err.message, "found \"zs\", which is both \"增收\" and \"字数\", expected one field");
	struct query *query = query_parse(STR("zishu>5"), KIND_PROJECT, index, &err);
	assert_non_null(query);
	query_free(query);
	query = query_parse(STR("yye>5"), KIND_PROJECT, index, &err); /* two names of one */
	assert_non_null(query);
	query_free(query);
	index_free(index);
	catalogue_release(&c);
}

/* The same faults in Chinese, for a screen in Chinese. */
static void test_faults_in_chinese(void **state)
{
	static const struct {
		const char *query;
		const char *message;
	} faults[] = {
		{"stauts:投产", "没有字段“stauts”，是不是“status”？"},
		{"bananas:5", "没有字段“bananas”，可用 名称 "},
		{"invest:5亿..2亿", "“2亿”应不小于“5亿”"},
		{"invest>=亿", "\">=\" 后面是“亿”，应是数"},
		{"status:投餐", "没有“投餐”，是不是“投产”？可用planned 谋划"},
		{"(兴县", "括号有头无尾"},
		{"invest>=", "到末尾了，应有运算符后面的值"},
		{"|", "此处是“|”，应是词、字段或“(”"},
	};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct err err = {.chinese = true};
		if (query_parse(str_from(faults[i].query), KIND_PROJECT, sample_index(state), &err))
			fail_msg("\"%s\" was accepted", faults[i].query);
		if (!strstr(err.message, faults[i].message))
			fail_msg("\"%s\": found %s, expected %s", faults[i].query, err.message, faults[i].message);
	}
}

static void test_depth(void **state)
{
	char text[4096];
	struct err err = ERR_INIT;
	memset(text, '(', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_null(query_parse(str_from(text), KIND_PROJECT, sample_index(state), &err));
	assert_int_equal(err.code, ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_faults, sample_setup, sample_teardown),
		cmocka_unit_test(test_initials_of_two_names),
		cmocka_unit_test_setup_teardown(test_faults_in_chinese, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_depth, sample_setup, sample_teardown),
	};
	return cmocka_run_group_tests_name("query/fault", tests, NULL, NULL);
}
