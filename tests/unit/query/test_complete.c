/* What may stand at the cursor of a query, and how many rows each value would give. */
#include "support/random_catalogue.h"

#include "query/complete.h"
#include "query/query_internal.h"

/* "text=n" for each, in order; names without a number. '^' in the text is the cursor. */
static void complete(const struct index *index, enum kind kind, const char *text, size_t most, struct strbuf *out, struct str *replaced)
{
	static char buffer[256];
	struct completions found;
	size_t cursor = strcspn(text, "^");
	snprintf(buffer, sizeof buffer, "%.*s%s", (int)cursor, text, text[cursor] ? text + cursor + 1 : "");
	query_complete(str_from(buffer), cursor, &(struct completion_scope){index, kind, NULL, true}, most, &found);
	for (size_t i = 0; i < found.n; i++) {
		strbuf_printf(out, "%s%.*s", i ? " " : "", STR_ARG(found.v[i].text));
		if (found.v[i].counted)
			strbuf_printf(out, "=%zu", found.v[i].n);
	}
	if (replaced)
		*replaced = str_sub(str_from(buffer), found.start, found.end - found.start);
	completions_release(&found);
}

static void test_completions(void **state)
{
	static const struct {
		enum kind kind;
		const char *text, *found, *replaced;
	} rows[] = {
		/* names: by the beginning in English or Chinese, by pinyin */
		{KIND_PROJECT, "stat", "status:", "stat"},
		{KIND_PROJECT, "兴县 stat", "status:", "stat"},
		{KIND_PROJECT, "-stat", "status:", "stat"},
		{KIND_PROJECT, "(stat", "status:", "stat"},
		{KIND_PROJECT, "状", "状态:", "状"},
		{KIND_PROJECT, "zhuangt", "状态:", "zhuangt"},
		{KIND_PROJECT, "inv", "invest:", "inv"},
		{KIND_PROJECT, "chai", "chain:", "chai"},
		{KIND_PROJECT, "sor", "sort:", "sor"},
		{KIND_PROJECT, "stat^ 兴县", "status:", "stat"},
		{KIND_PROJECT, "铝", "", "铝"},
		/* values of which the field is left out, where rows have them */
		{KIND_PROJECT, "投产", "status:投产=2", "投产"},
		{KIND_PROJECT, "tou", "投资额: status:投产=2", "tou"},
		{KIND_PROJECT, "-qianyue", "status:签约=5", "qianyue"},
		{KIND_PROJECT, "zone:兴县 tc", "status:投产=1", "tc"},
		{KIND_PROJECT, "produc", "status:投产=2", "produc"},
		{KIND_ENTERPRISE, "链主", "classes:链主=1", "链主"},
		{KIND_PROJECT, "投", "投资额:", "投"},
		/* values, those of most rows first */
		{KIND_PROJECT, "status:", "status:签约=2 status:投产=2 status:在建=1 status:停滞=1", "status:"},
		{KIND_PROJECT, "状态：", "状态:签约=2 状态:投产=2 状态:在建=1 状态:停滞=1", "状态："},
		{KIND_PROJECT, "status:tou", "status:投产=2", "status:tou"},
		{KIND_PROJECT, "status:qy", "status:签约=2", "status:qy"},
		{KIND_PROJECT, "-status:tou", "status:投产=5", "status:tou"},
		{KIND_PROJECT, "status:签约,", "签约=2 投产=2 在建=1 停滞=1", ""},
		{KIND_PROJECT, "status:^ zone:兴县", "status:签约=2 status:投产=1", "status:"},
		{KIND_PROJECT, "zone:兴县 status:", "status:签约=2 status:投产=1", "status:"},
		{KIND_PROJECT, "invest>=10亿 status:", "status:签约=1 status:在建=1 status:停滞=1", "status:"},
		{KIND_PROJECT, "zone:", "zone=兴县经开区=4 zone=长子经开区=3", "zone:"},
		{KIND_PROJECT, "zone:zz", "zone=长子经开区=3", "zone:zz"},
		{KIND_PROJECT, "leader:", "leader=张三=1", "leader:"},
		{KIND_ENTERPRISE, "classes:", "classes:链主=1 classes:四上=1", "classes:"},
		/* units of a bare number */
		{KIND_PROJECT, "invest>=5", "invest>=5亿=5 invest>=5万=6", "invest>=5"},
		{KIND_PROJECT, "invest≧5", "invest≧5亿=5 invest≧5万=6", "invest≧5"},
		{KIND_PROJECT, "-status:投产 投资>2.5", "投资>2.5亿=5 投资>2.5万=5", "投资>2.5"},
		{KIND_PROJECT, "投资>5^ zone:兴县", "投资>5亿=3 投资>5万=3", "投资>5"},
		{KIND_PROJECT, "invest:5亿..9", "invest:5亿..9亿=2", "invest:5亿..9"},
		{KIND_PROJECT, "invest:..5", "invest:..5亿=2 invest:..5万=0", "invest:..5"},
		{KIND_ZONE, "area:5000亩..30", "area:5000亩..30平方公里=1", NULL},
		/* words of the language */
		{KIND_CHAIN, "is:", "参照=0", ""},
		{KIND_CHAIN, "-is:ref", "reference=1", "ref"},
		{KIND_PROJECT, "is:", "", ""},
		{KIND_PROJECT, "has:con", "conflict=1", "con"},
		{KIND_PROJECT, "has:ow", "owner=4", "ow"},
		{KIND_PROJECT, "missing:zon", "zone=0", "zon"},
		{KIND_PROJECT, "sort:inv", "invest", "inv"},
		{KIND_PROJECT, "sort:-inv", "invest", "inv"},
		{KIND_PROJECT, "sort:zone,stat", "status", "stat"},
		{KIND_PROJECT, "verdict:conf", "conflict=1", "conf"},
		{KIND_PROJECT, "chain:lv", "chain=铝链=1", "chain:lv"},
		/* nothing to offer */
		{KIND_PROJECT, "invest>=5亿", "", NULL},
		{KIND_PROJECT, "invest>=5.", "", NULL},
		{KIND_PROJECT, "invest:5..", "", NULL},
		{KIND_PROJECT, "name:", "", NULL},
		{KIND_PROJECT, "bananas:x", "", NULL},
		{KIND_PROJECT, "\"sta", "", NULL},
		{KIND_PROJECT, "status:火星", "", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf found = {0};
		struct str replaced;
		complete(sample_index(state), rows[i].kind, rows[i].text, 20, &found, &replaced);
		if (!str_eq_c(strbuf_str(&found), rows[i].found) || (rows[i].replaced && !str_eq_c(replaced, rows[i].replaced)))
			fail_msg("\"%s\": found \"%.*s\" for \"%.*s\", expected \"%s\"", rows[i].text, STR_ARG(strbuf_str(&found)), STR_ARG(replaced), rows[i].found);
		strbuf_release(&found);
	}
}

/* A state stands before indicators whose names begin alike, behind the figures that the list shows. */
static void test_state_before_indicators(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found;
	} rows[] = {
		{"touchan", "status:投产=1 投产项目数:"},
		{"投产", "status:投产=1 投产项目数:"},
		{"tou", "投资额: status:投产=1 投产项目数:"},
	};
	struct catalogue c = {0};
	catalogue_add(&c, "indicator:invest", "name", "投资额", "unit", "元", NULL);
	catalogue_add(&c, "indicator:projects-producing", "name", "投产项目数", "unit", "个", NULL);
	catalogue_add(&c, "project:a", "name", "甲", "status", "producing", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf found = {0};
		complete(index, KIND_PROJECT, rows[i].text, 20, &found, NULL);
		assert_str(strbuf_str(&found), rows[i].found);
		strbuf_release(&found);
	}
	index_free(index);
	catalogue_release(&c);
}

/* The number beside a value is that of the rows when it has been taken. */
static void test_counts_are_right(void **state)
{
	(void)state;
	static const char *const others[] = {"", "invest>=2亿", "leader:张", "-zone:兴县", "updated_on:2024"};
	static const char *const values[] = {"status:", "zone:", "owner:铝", "leader:", "-status:", "stage:", "classes:", "source:", "invest>=2", "-invest>=2", "has:", "missing:", "-has:", "verdict:"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	random_catalogue(&c, &r, 500);
	struct index *index = catalogue_index(&c);
	for (size_t o = 0; o < sizeof others / sizeof *others; o++)
		for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
			struct completions found;
			struct strbuf text = {0};
			strbuf_printf(&text, "%s %s", others[o], values[v]);
			query_complete(strbuf_str(&text), text.n, &(struct completion_scope){index, KIND_PROJECT, NULL, true}, 50, &found);
			for (size_t i = 0; i < found.n; i++) {
				struct strbuf whole = {0};
				struct err err = ERR_INIT;
				struct query_set set;
				strbuf_add(&whole, str_sub(strbuf_str(&text), 0, found.start));
				strbuf_add(&whole, found.v[i].text);
				struct query *query = query_parse(strbuf_str(&whole), KIND_PROJECT, index, &err);
				if (!query)
					fail_msg("\"%.*s\": %s", STR_ARG(strbuf_str(&whole)), err.message);
				query_select(query, &set);
				/* names of two enterprises may be the same, and "source:" looks at figures, too */
				if (set.n != found.v[i].n && !strstr(values[v], "source") && !strstr(values[v], "owner"))
					fail_msg("\"%.*s\": found %zu rows, expected %zu", STR_ARG(strbuf_str(&whole)), set.n, found.v[i].n);
				query_set_release(&set);
				query_free(query);
				strbuf_release(&whole);
			}
			completions_release(&found);
			strbuf_release(&text);
		}
	index_free(index);
	catalogue_release(&c);
}

/* The rows of a whole query. */
static size_t count_query(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query_set set;
	struct query *query = query_parse(text, kind, index, &err);
	if (!query)
		fail_msg("\"%.*s\": %s", STR_ARG(text), err.message);
	query_select(query, &set);
	size_t n = set.n;
	query_set_release(&set);
	query_free(query);
	return n;
}

/* Of every kind and every kind of record one step away: the number beside a record is that of the rows when it is taken, and
 * no record with rows is left out. */
static void steps_are_counted(const struct index *index, enum kind kind, enum kind to, const char *others, size_t *n_counted)
{
	struct completions found;
	struct strbuf text = {0};
	size_t n_records = index_count(index, to), with_rows = 0;
	strbuf_printf(&text, "%s %s:", others, kinds[to].singular);
	query_complete(strbuf_str(&text), text.n, &(struct completion_scope){index, kind, NULL, true}, SIZE_MAX, &found);
	for (size_t i = 0; i < found.n; i++) {
		struct strbuf whole = {0};
		strbuf_printf(&whole, "%.*s%.*s", (int)found.start, text.p, STR_ARG(found.v[i].text));
		assert_true(found.v[i].counted);
		assert_true(!i || found.v[i].n <= found.v[i - 1].n);
		size_t n = count_query(index, kind, strbuf_str(&whole));
		if (n != found.v[i].n)
			fail_msg("%s \"%.*s\": found %zu rows, expected %zu", kinds[kind].plural, STR_ARG(strbuf_str(&whole)), found.v[i].n, n);
		strbuf_release(&whole);
	}
	for (uint32_t row = 0; row < n_records; row++) {
		struct strbuf whole = {0};
		strbuf_printf(&whole, "%.*s=%.*s", (int)text.n - 1, text.p, STR_ARG(index_id(index, ref_make(to, row))));
		with_rows += count_query(index, kind, strbuf_str(&whole)) > 0;
		strbuf_release(&whole);
	}
	if (found.n != with_rows)
		fail_msg("%s \"%.*s\": found %zu records, expected %zu", kinds[kind].plural, STR_ARG(strbuf_str(&text)), found.n, with_rows);
	*n_counted += found.n;
	completions_release(&found);
	strbuf_release(&text);
}

static void test_steps_are_counted(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct catalogue c = {0};
	size_t n_counted = 0;
	random_catalogue(&c, &r, 60);
	struct index *index = catalogue_index(&c);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		for (int to = 0; to < KIND_COUNT; to++)
			if (field_find((enum kind)kind, str_from(kinds[to].singular)) < 0 && step_reaches((enum kind)kind, (enum kind)to)) {
				steps_are_counted(index, (enum kind)kind, (enum kind)to, "", &n_counted);
				steps_are_counted(index, (enum kind)kind, (enum kind)to, "-山", &n_counted);
			}
	assert_true(n_counted > 100);
	index_free(index);
	catalogue_release(&c);
}

/* A figure of other kinds may be called as a value that rows have: the value is meant. A figure that lists of the kind show goes first. */
static void test_values_before_rare_figures(void **state)
{
	struct catalogue c = {0};
	struct strbuf found = {0};
	(void)state;
	catalogue_add(&c, "indicator:invest", "name", "投资额", NULL);
	catalogue_add(&c, "indicator:producing-count", "name", "投产项目数", NULL);
	catalogue_add(&c, "project:a", "name", "甲项目", "status", "producing", NULL);
	struct index *index = catalogue_index(&c);
	complete(index, KIND_PROJECT, "tou", 20, &found, NULL);
	assert_string_equal(found.p, "投资额: status:投产=1 投产项目数:");
	strbuf_release(&found);
	index_free(index);
	catalogue_release(&c);
}

/* -- words of a search -------------------------------------------------------------------- */

static void test_query_of_words(void **state)
{
	static const struct {
		enum kind kind;
		const char *words, *query; /* of English names; empty: none */
	} rows[] = {
		{KIND_PROJECT, "兴县 投产", "兴县 status:producing"},
		{KIND_PROJECT, "投产　兴县", "status:producing 兴县"},
		{KIND_PROJECT, "兴县 producing", "兴县 status:producing"},
		{KIND_PROJECT, "兴县", ""},
		{KIND_PROJECT, "兴现 投产", "~兴现 status:producing"},
		{KIND_PROJECT, "投产 -兴现 兴现", "status:producing -兴现 ~兴现"},
		{KIND_PROJECT, "兴现", ""},
		{KIND_PROJECT, "兴现 停滞", ""},
		{KIND_PROJECT, "现 投产", ""},
		{KIND_PROJECT, "兴县 停滞", ""},
		{KIND_PROJECT, "天外 投产", ""},
		{KIND_PROJECT, "status:投产 兴县", ""},
		{KIND_PROJECT, "1万元以上", "invest:1万元以上"},
		{KIND_PROJECT, "1万吨以上", "capacity:1万吨以上"},
		{KIND_PROJECT, "5以上 以上", ""},
		{KIND_PROJECT, "invest1万元以上", "invest:1万元以上"},
		{KIND_PROJECT, "兴县 invest 1万元以上", "兴县 invest:1万元以上"},
		{KIND_PROJECT, "ＩＮＶＥＳＴ１万元以上", "invest:1万元以上"},
		{KIND_PROJECT, "产能1万吨以上 投产", "产能:1万吨以上 status:producing"},
		{KIND_PROJECT, "兴县1万元以上", ""},
		{KIND_PROJECT, "兴县投产", "兴县 status:producing"},
		{KIND_PROJECT, "投产兴县", "status:producing 兴县"},
		{KIND_PROJECT, "县投产", ""},
		{KIND_PROJECT, "天外投产", ""},
		{KIND_PROJECT, "invest 兴县1", ""},
		{KIND_PROJECT, "1024", ""},
		{KIND_PROJECT, "兴县|投产", ""},
		{KIND_PROJECT, "zone:兴县 投产", ""},
		{KIND_ENTERPRISE, "链主 兴县", "classes:chain_lead 兴县"},
		{KIND_CLAIM, "planned", "modality:planned"},
		{KIND_PROJECT, "圆铝 投产", "圆铝 status:producing"},
		{KIND_PROJECT, "投产圆铝", "status:producing 圆铝"},
		{KIND_ZONE, "投产", ""},
	};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct strbuf query = {0};
		size_t n = query_of_words(str_from(rows[i].words), &(struct completion_scope){index, rows[i].kind, NULL, false}, &query);
		assert_str(strbuf_str(&query), rows[i].query);
		assert_int_equal(n > 0, query.n > 0);
		if (n) { /* as many as the list shows */
			struct query *parsed = query_parse(strbuf_str(&query), rows[i].kind, index, &err);
			struct query_set set;
			assert_ok(parsed, err);
			query_select(parsed, &set);
			assert_int_equal(n, set.n);
			query_set_release(&set);
			query_free(parsed);
		}
		strbuf_release(&query);
	}
}

/* A time is the date of what has one, else since when something is known. */
static void test_times_of_words(void **state)
{
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "event:a", "name", "开工仪式", "date", "2024-06", NULL);
	catalogue_add(&c, "event:b", "name", "签约仪式", "date", "2025-03", NULL);
	catalogue_add(&c, "event:c", "name", "奠基仪式", "date", "1998-10", NULL);
	catalogue_add(&c, "project:p", "name", "铝杆", "status", "building", NULL);
	catalogue_add(&c, "project:q", "name", "在建铝杆厂", "status", "signed", NULL);
	catalogue_add(&c, "request:r", "name", "缺电", "opened", "2025-04", NULL);
	catalogue_add(&c, "milestone:m", "project", "project:p", "status", "started", "date", "2025-05", NULL);
	struct index *index = catalogue_index(&c);
	static const struct {
		enum kind kind;
		const char *words, *query;
	} rows[] = {
		{KIND_EVENT, "仪式 2025", "仪式 日期:2025"},
		{KIND_EVENT, "2024年 仪式", "日期:2024年 仪式"},
		{KIND_EVENT, "1998 仪式", "日期:1998 仪式"},
		{KIND_EVENT, "仪式 2023", ""},
		{KIND_EVENT, "仪式 1234", ""},
		{KIND_PROJECT, "铝杆 2025", "铝杆 自:2025"},
		{KIND_PROJECT, "铝杆 2026", ""},
		{KIND_REQUEST, "2025", "提出:2025"},
		{KIND_MILESTONE, "开工", "status:开工"},
		{KIND_PROJECT, "在建铝杆", ""}, /* something is called so */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf query = {0};
		size_t n = query_of_words(str_from(rows[i].words), &(struct completion_scope){index, rows[i].kind, NULL, true}, &query);
		assert_str(strbuf_str(&query), rows[i].query);
		assert_int_equal(n, query.n > 0);
		strbuf_release(&query);
	}
	index_free(index);
	catalogue_release(&c);
}

/* As officers say it: other words for a status, and 项目 among projects. */
static void test_statuses_of_words(void **state)
{
	static const char *const statuses[] = {"negotiating", "signed", "building", "trial", "stalled", "ended"};
	static const struct {
		enum kind kind;
		const char *words, *query;
	} rows[] = {
		{KIND_PROJECT, "在谈", "status:洽谈"},
		{KIND_PROJECT, "试生产", "status:试产"},
		{KIND_PROJECT, "停工", "status:停滞"},
		{KIND_PROJECT, "停建", "status:停滞,终止"},
		{KIND_PROJECT, "长子烂尾", "长子 status:停滞,终止"},
		{KIND_PROJECT, "下马", "status:终止"},
		{KIND_PROJECT, "终止", "status:终止"},
		{KIND_PROJECT, "已终止", "status:终止"},
		{KIND_PROJECT, "已停工", "status:停滞"},
		{KIND_PROJECT, "未停工", ""},
		{KIND_PROJECT, "未签约", "status<签约"},
		{KIND_PROJECT, "在建项目", "status:在建"},
		{KIND_PROJECT, "在建的项目", "status:在建"},
		{KIND_PROJECT, "长子在建项目", "长子 status:在建"},
		{KIND_PROJECT, "长子 项目 在建", "长子 status:在建"},
		{KIND_PROJECT, "长子项目", ""},
		{KIND_PROJECT, "项目", ""},
		{KIND_MILESTONE, "停工", "status:停滞"},
		{KIND_FACILITY, "停工", ""}, /* its status is a text */
		{KIND_PROJECT, "竣工", ""},
	};
	struct catalogue c = {0};
	(void)state;
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		char id[] = "project:0";
		id[8] = (char)('0' + i);
		catalogue_add(&c, id, "name", "长子铝杆", "status", statuses[i], NULL);
	}
	catalogue_add(&c, "milestone:m", "project", "project:4", "status", "stalled", "date", "2025-05", NULL);
	catalogue_add(&c, "facility:f", "name", "中试基地", "status", "停滞", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf query = {0};
		query_of_words(str_from(rows[i].words), &(struct completion_scope){index, rows[i].kind, NULL, true}, &query);
		assert_str(strbuf_str(&query), rows[i].query);
		strbuf_release(&query);
	}
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_completions, sample_setup, sample_teardown),
		cmocka_unit_test(test_state_before_indicators),
		cmocka_unit_test(test_counts_are_right),
		cmocka_unit_test(test_steps_are_counted),
		cmocka_unit_test(test_values_before_rare_figures),
		cmocka_unit_test_setup_teardown(test_query_of_words, sample_setup, sample_teardown),
		cmocka_unit_test(test_times_of_words),
		cmocka_unit_test(test_statuses_of_words),
	};
	return cmocka_run_group_tests_name("query/complete", tests, NULL, NULL);
}
