#include "support/catalogue.h"
#include "support/slugs.h"

/* -- what queries find ------------------------------------------------------------------- */

#define ALL_PROJECTS "lvgan chini donggan donggan-1 donggan-2 tiqing tiqing-b"

static const struct finding {
	enum kind kind;
	const char *query, *rows;
} findings[] = {
	{KIND_PROJECT, "", ALL_PROJECTS},
	{KIND_PROJECT, "  ", ALL_PROJECTS},
	/* words */
	{KIND_PROJECT, "冻干", "donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "xmdg", "donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "兴县", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "兴县 铝", "lvgan"},
	{KIND_PROJECT, "\"圆铝杆 项目\"", "lvgan"},
	{KIND_PROJECT, "“圆铝杆项目”", "lvgan"},
	{KIND_PROJECT, "张三", "donggan"},
	{KIND_PROJECT, "zhangsan", ""},
	{KIND_PROJECT, "没有", ""},
	/* and, or, not */
	{KIND_PROJECT, "星萌 -一期", "donggan donggan-2"},
	{KIND_PROJECT, "一期|二期", "donggan-1 donggan-2"},
	{KIND_PROJECT, "一期 | 二期", "donggan-1 donggan-2"},
	{KIND_PROJECT, "一期 || 二期", "donggan-1 donggan-2"},
	{KIND_PROJECT, "星萌 -(一期|二期)", "donggan"},
	{KIND_PROJECT, "星萌　－（一期｜二期）", "donggan"},
	{KIND_PROJECT, "星萌 −一期", "donggan donggan-2"},
	{KIND_PROJECT, "paixu:name 一期", "donggan-1"},
	{KIND_PROJECT, "--一期", "donggan-1"},
	{KIND_PROJECT, "一期 二期 | 赤泥", "chini"},
	/* enumerations */
	{KIND_PROJECT, "status:signed", "chini tiqing"},
	{KIND_PROJECT, "status:签约", "chini tiqing"},
	{KIND_PROJECT, "状态：签约", "chini tiqing"},
	{KIND_PROJECT, "阶段：签约", "chini tiqing"},
	{KIND_PROJECT, "zt:qy", "chini tiqing"},
	{KIND_PROJECT, "zhuangtai:qianyue", "chini tiqing"},
	{KIND_PROJECT, "STATUS:signed", "chini tiqing"},
	{KIND_PROJECT, "status=投产", "lvgan donggan-1"},
	{KIND_PROJECT, "status>=在建", "lvgan donggan donggan-1"},
	{KIND_PROJECT, "status:>=在建", "lvgan donggan donggan-1"},
	{KIND_PROJECT, "status>在建", "lvgan donggan-1"},
	{KIND_PROJECT, "status≤在建", "chini donggan tiqing"},
	{KIND_PROJECT, "status<在建", "chini tiqing"},
	{KIND_PROJECT, "status:停滞", "donggan-2"},
	{KIND_PROJECT, "-status>=在建", "chini donggan-2 tiqing tiqing-b"},
	{KIND_ZONE, "class:经济技术 level>省级", "changzhi"},
	{KIND_ENTERPRISE, "classes:链主", "zhonglv"},
	{KIND_ENTERPRISE, "classes:规上", ""},
	/* references */
	{KIND_PROJECT, "zone:兴县", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "zone:xx", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "zone:zone:xingxian", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "zone=兴县", ""},
	{KIND_PROJECT, "zone=兴县经开区", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "zone:zz", "donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "parent:donggan", "donggan-1 donggan-2"},
	{KIND_PROJECT, "source:000-1", "lvgan chini donggan-1 tiqing tiqing-b"},
	{KIND_ZONE, "region:山西", "xingxian zhangzi changzhi changzhi-gaoxin"},
	{KIND_ZONE, "region:吕梁", "xingxian"},
	{KIND_ZONE, "region=长治", "changzhi changzhi-gaoxin"},
	{KIND_EVENT, "projects:冻干", "qianyue"},
	{KIND_CLAIM, "subject:兴县 indicator:总产值", "xx-zcz xx-zcz23"},
	{KIND_CLAIM, "subject=zone:xingxian", "xx-zcz xx-zcz23 xx-zy"},
	{KIND_CLAIM, "indicator:invest source:004-1", "dg dg1 dg2"},
	/* texts and lists */
	{KIND_PROJECT, "leader:zhangsan", "donggan"},
	{KIND_PROJECT, "leader=张", ""},
	{KIND_PROJECT, "leader:张", "donggan"},
	{KIND_PROJECT, "phase:yq", "donggan-1"},
	{KIND_PROJECT, "name:铝杆", "lvgan"},
	{KIND_PROJECT, "项目:铝杆", "lvgan"},
	{KIND_ZONE, "zone:xingxian", "xingxian"},
	{KIND_STAGE, "products=铝板带", "lv-jiagong"},
	{KIND_STAGE, "products=铝板", ""},
	{KIND_ENTERPRISE, "products:铝", "zhonglv jintong"},
	{KIND_ENTERPRISE, "products=电解铝", "zhonglv"},
	{KIND_ENTERPRISE, "code:9114", "zhonglv"},
	{KIND_ZONE, "leading_industries:xinnengyuan", "xingxian"},
	{KIND_STAGE, "产品:铝杆", "lv-jiagong"},
	/* numbers and periods */
	{KIND_STAGE, "position=2", "lv-dianjie"},
	{KIND_STAGE, "position:2..3", "lv-jiagong lv-dianjie"},
	{KIND_STAGE, "position<2", "lv-tukuang"},
	{KIND_LINK, "coefficient_low>=1.5", "lv-2"},
	{KIND_MILESTONE, "date:2023", "donggan-1b"},
	{KIND_MILESTONE, "date<2023", "donggan-1a"},
	{KIND_MILESTONE, "date<=2023-05", "donggan-1a donggan-1b"},
	{KIND_MILESTONE, "date<2023-05-15", "donggan-1a donggan-1b?"},
	{KIND_MILESTONE, "date:2022-01..2023-12", "donggan-1a donggan-1b"},
	{KIND_MILESTONE, "date:2023/..", "donggan-1b lvgan"},
	{KIND_MILESTONE, "date:../2022-12", "donggan-1a"},
	{KIND_ZONE, "area:29700..29700亩", ""},
	{KIND_MILESTONE, "date:2025年9月", "lvgan"},
	{KIND_MILESTONE, "date:2025-Q3", "lvgan"},
	{KIND_MILESTONE, "date>2022-04", "donggan-1b lvgan"},
	{KIND_MILESTONE, "inferred:true", "donggan-1a"},
	{KIND_MILESTONE, "inferred:YES", "donggan-1a"},
	{KIND_MILESTONE, "inferred:1", "donggan-1a"},
	{KIND_MILESTONE, "inferred:是", "donggan-1a"},
	{KIND_MILESTONE, "inferred:shi", "donggan-1a"},
	{KIND_MILESTONE, "inferred:有", "donggan-1a"},
	{KIND_MILESTONE, "推断：false", "donggan-1b lvgan"},
	{KIND_MILESTONE, "推断：no", "donggan-1b lvgan"},
	{KIND_MILESTONE, "推断：０", "donggan-1b lvgan"},
	{KIND_MILESTONE, "推断：否", "donggan-1b lvgan"},
	{KIND_MILESTONE, "推断：不是", "donggan-1b lvgan"},
	{KIND_MILESTONE, "推断：无", "donggan-1b lvgan"},
	{KIND_CLAIM, "period:2025", "xx-zcz cn"},
	{KIND_CLAIM, "period:2025-09", "xx-zcz? cn?"},
	{KIND_ZONE, "approved_on:2017", "xingxian"},
	/* figures */
	{KIND_PROJECT, "invest>=5亿", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest:>=5亿", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest：＞＝５亿元", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "投资>=50000万", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "tze>=5亿", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest>5亿", "chini donggan donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest>20亿", "donggan donggan-2?"},
	{KIND_PROJECT, "-invest>20亿", "lvgan chini donggan-1 donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest<5亿", "donggan-1"},
	{KIND_PROJECT, "invest>=3.3亿", "chini donggan donggan-1? donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5亿..20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:..5亿", "donggan-1 donggan-2?"},
	{KIND_PROJECT, "invest:5..20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest：５．．２０亿元", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5亿以下", "donggan-1 donggan-2?"},
	{KIND_PROJECT, "invest:5亿以内", "donggan-1 donggan-2?"},
	{KIND_PROJECT, "invest:5亿以上", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5到20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:0..5亿", "donggan-1 donggan-2?"},
	{KIND_PROJECT, "invest:5-20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "投资：5亿—20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "投资:5至20亿元", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5～20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5－20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:5–20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest >= 5亿", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "投资 >= 5 亿元", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "invest:５..２０　亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "(invest:5..20 亿) 兴县", "chini tiqing tiqing-b"},
	{KIND_PROJECT, "invest>=5亿 元", ""},
	{KIND_PROJECT, "invest>=500000000 铝", ""},
	{KIND_PROJECT, "invest>=500000000 \"亿\"", ""},
	{KIND_PROJECT, "invest>= 5亿 兴县", "chini tiqing tiqing-b"},
	{KIND_PROJECT, "兴县 invest <5亿", ""},
	{KIND_PROJECT, "status: 投产", "lvgan donggan-1"},
	{KIND_PROJECT, "\f\v", ALL_PROJECTS},
	{KIND_PROJECT, "兴县\f铝", "lvgan"},
	{KIND_PROJECT, "invest:5y..20yi", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest:500000000..2000000000", "chini donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "投资》=5亿", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "投资《＝5亿", "donggan-1 donggan-2?"},
	{KIND_PROJECT, "《5亿》", ""},
	{KIND_PROJECT, "invest:20亿..", "donggan donggan-2?"},
	{KIND_PROJECT, "invest=11.5亿", "donggan-2? tiqing tiqing-b"},
	{KIND_PROJECT, "invest>=500000000", "chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "capacity>=10万吨/年", "lvgan"},
	{KIND_PROJECT, "capacity>=10万吨", "lvgan"},
	{KIND_PROJECT, "capacity>=20万吨", ""},
	{KIND_PROJECT, "capacity>=10万吨/天", ""},
	{KIND_ZONE, "area>=1000亩", "zhangzi"},
	{KIND_ZONE, "area>30000亩", ""},
	{KIND_ZONE, "area:5000..30000亩", "zhangzi"},
	{KIND_ZONE, "area:29700..30000亩", ""},
	{KIND_CLAIM, "invest>=20亿", "dg dg2?"},
	{KIND_CLAIM, "value_base>=25亿元 indicator:invest", "dg"},
	/* one of several; ranges of codes */
	{KIND_PROJECT, "status:签约,投产", "lvgan chini donggan-1 tiqing"},
	{KIND_PROJECT, "状态：签约，tc", "lvgan chini donggan-1 tiqing"},
	{KIND_PROJECT, "zone:xx,长子", "lvgan chini donggan donggan-1 donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "zone=兴县经开区,长子经开区", "lvgan chini donggan donggan-1 donggan-2 tiqing tiqing-b"},
	{KIND_PROJECT, "status:签约..在建", "chini donggan tiqing"},
	{KIND_PROJECT, "status:在建..", "lvgan donggan donggan-1"},
	/* as the keys come with an input method on */
	{KIND_PROJECT, "状态：在建。。", "lvgan donggan donggan-1"},
	{KIND_PROJECT, "投资：5亿。。20亿", "chini donggan-2? tiqing tiqing-b"},
	{KIND_MILESTONE, "date:2022-01。。2023-12", "donggan-1a donggan-1b"},
	{KIND_PROJECT, "status:..签约", "chini tiqing"},
	{KIND_ZONE, "level:省级..", "xingxian zhangzi changzhi changzhi-gaoxin"},
	/* records one step away */
	{KIND_PROJECT, "chain:铝", "lvgan"},
	{KIND_PROJECT, "产业链:lv", "lvgan"},
	{KIND_PROJECT, "cyl:lvlian", "lvgan"},
	{KIND_PROJECT, "chain=chain:xingxian-lv", "lvgan"},
	{KIND_PROJECT, "chain:没有", ""},
	{KIND_PROJECT, "enterprise:金通", "lvgan"},
	{KIND_ENTERPRISE, "stage:电解", "zhonglv"},
	{KIND_ENTERPRISE, "chain:铝", "zhonglv"},
	{KIND_ENTERPRISE, "-stage:电解", "jintong xingmeng"},
	{KIND_STAGE, "zone:兴县", "lv-jiagong lv-tukuang lv-dianjie"},
	{KIND_STAGE, "enterprise:中铝", "lv-dianjie"},
	{KIND_ZONE, "chain:铝", "xingxian"},
	{KIND_ZONE, "project:冻干", "zhangzi"},
	{KIND_MILESTONE, "zone:兴县", "lvgan"},
	{KIND_CLAIM, "zone:长子", "zz-area dg dg1 dg1b dg2"},
	/* as another record */
	{KIND_PROJECT, "same:project:donggan-1", "donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "same:lvgan", "lvgan"},
	{KIND_PROJECT, "同:星萌冻干食品项目", "donggan donggan-1 donggan-2"},
	{KIND_ZONE, "same:xingxian", "xingxian"},
	{KIND_ENTERPRISE, "same:enterprise:jintong", "zhonglv jintong"},
	{KIND_PROJECT, "same:zone:zhangzi", "donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "same:chain:xingxian-lv", "lvgan"},
	{KIND_CLAIM, "same:claim:dg1", "dg1 dg1b"},
	{KIND_ENTERPRISE, "same:zhonglv", "zhonglv"},
	{KIND_INDICATOR, "same:indicator:invest", "invest total-output"},
	{KIND_LINK, "same:link:lv-1", "lv-1"},
	/* how the answer stands is no term */
	{KIND_PROJECT, "sort:-invest", ALL_PROJECTS},
	{KIND_PROJECT, "zone:xx sort:-invest,name by:status top:2", "lvgan chini tiqing tiqing-b"},
	{KIND_PROJECT, "top:1 一期|二期 排序:名称", "donggan-1 donggan-2"},
	{KIND_PROJECT, "分组：状态 前：三", ALL_PROJECTS},
	/* since, has, missing, verdict */
	{KIND_PROJECT, "since:2025-12-05", "donggan donggan-2"},
	{KIND_PROJECT, "since:2025-12-05..", "donggan donggan-2"},
	{KIND_PROJECT, "自:2025-09", "lvgan chini donggan donggan-2 tiqing tiqing-b"},
	{KIND_EVENT, "since:2025-06-30", "qianyue"},
	{KIND_EVENT, "since:2025-07-01", ""},
	{KIND_PROJECT, "has:owner", "lvgan donggan donggan-1 donggan-2"},
	{KIND_PROJECT, "missing:owner", "chini tiqing tiqing-b"},
	{KIND_PROJECT, "缺:投资额", "lvgan"},
	{KIND_PROJECT, "has:capacity", "lvgan"},
	{KIND_PROJECT, "has:conflict", "donggan-1"},
	{KIND_CLAIM, "has:conflict", "dg1 dg1b"},
	{KIND_ZONE, "has:doubt", "xingxian"},
	{KIND_CLAIM, "has:疑点", "xx-zcz23"},
	{KIND_DOUBT, "has:疑点", "output"},
	{KIND_ZONE, "verdict:other_period", "xingxian"},
	{KIND_CLAIM, "判定:不同期", "xx-zcz xx-zcz23"},
};

static void test_findings(void **state)
{
	for (size_t i = 0; i < sizeof findings / sizeof *findings; i++) {
		struct strbuf rows = {0};
		find_slugs(sample_index(state), findings[i].kind, findings[i].query, &rows);
		if (!str_eq_c(strbuf_str(&rows), findings[i].rows))
			fail_msg("\"%s\": found \"%.*s\", expected \"%s\"", findings[i].query, STR_ARG(strbuf_str(&rows)), findings[i].rows);
		strbuf_release(&rows);
	}
}

/* -- what else they say ------------------------------------------------------------------- */

static void test_form(void **state)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(STR("zone:xx sort:-invest,名称 by:status,zone top:20"), KIND_PROJECT, sample_index(state), &err);
	assert_non_null(query);
	const struct query_form *form = query_form(query);
	assert_int_equal(form->n_keys, 2);
	assert_int_equal(form->keys[0].column.type, COLUMN_FIGURE);
	assert_true(form->keys[0].down);
	assert_int_equal(form->keys[1].column.field, field_get(KIND_PROJECT, "name"));
	assert_false(form->keys[1].down);
	assert_int_equal(form->n_by, 2);
	assert_int_equal(form->by[0].field, field_get(KIND_PROJECT, "status"));
	assert_int_equal(form->by[1].field, field_get(KIND_PROJECT, "zone"));
	assert_int_equal(form->top, 20);
	struct strbuf rest = {0};
	query_without_order(query, &rest);
	assert_str(strbuf_str(&rest), "zone:xx top:20");
	struct strbuf terms = {0}, order = {0}, top = {0};
	query_parts(query, &terms, &order, &top);
	assert_str(strbuf_str(&terms), "zone:xx");
	assert_str(strbuf_str(&order), "sort:-invest,名称 by:status,zone");
	assert_str(strbuf_str(&top), "top:20");
	strbuf_release(&terms);
	strbuf_release(&order);
	strbuf_release(&top);
	strbuf_release(&rest);
	query_free(query);
	query = query_parse(STR("兴县"), KIND_PROJECT, sample_index(state), &err);
	form = query_form(query);
	assert_int_equal(form->n_keys + form->n_by + form->top, 0);
	query_free(query);
	query = query_parse(STR("\u3000 \u3000"), KIND_PROJECT, sample_index(state), &err);
	struct strbuf parts[3] = {{0}};
	query_parts(query, &parts[0], &parts[1], &parts[2]);
	assert_int_equal(parts[0].n + parts[1].n + parts[2].n, 0);
	for (int i = 0; i < 3; i++)
		strbuf_release(&parts[i]);
	query_free(query);
}

/* Terms in parentheses mean what they mean alone, whatever parentheses their values have. */
static void test_grouped(void **state)
{
	static const char *const rows[] = {"zone:xx", "zone:xx | 兴", "(zone:xx)", "name:\"(\"", "name:(", "name:a(b", "name:a（b", "-name:( | zone:xx",
		"name:\")\" | name:(", "name:a(b) zone:xx | 兴"};
	const struct index *index = sample_index(state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf grouped = {0};
		struct err err = ERR_INIT;
		query_group(str_from(rows[i]), &grouped);
		struct query *alone = query_parse(str_from(rows[i]), KIND_PROJECT, index, &err);
		struct query *query = query_parse(strbuf_str(&grouped), KIND_PROJECT, index, &err);
		assert_row(alone && query, rows[i]);
		for (uint32_t row = 0; row < index_count(index, KIND_PROJECT); row++)
			assert_row(query_answer(alone, ref_make(KIND_PROJECT, row)) == query_answer(query, ref_make(KIND_PROJECT, row)), rows[i]);
		query_free(alone);
		query_free(query);
		strbuf_release(&grouped);
	}
}

static void test_explaining(void **state)
{
	struct err err = ERR_INIT;
	struct strbuf out = {0};
	struct query *query = query_parse(STR("leader:张 invest>20亿 status:在建"), KIND_PROJECT, sample_index(state), &err);
	query_explain(query, &out);
	/* cheap steps go first */
	assert_str(strbuf_str(&out),
		"and (1 of 7 yes, 0 perhaps)\n"
		"  status:在建 (set of codes: 1 of 7 yes, 0 perhaps)\n"
		"  invest>20亿 (figures: 1 of 7 yes, 1 perhaps)\n"
		"  leader:张 (text of each row: 1 of 7 yes, 0 perhaps)\n");
	strbuf_release(&out);
	query_free(query);
}

/* Each kind of step says how its rows are found. */
static void test_ways(void **state)
{
	static const struct {
		enum kind kind;
		const char *query, *plan;
	} rows[] = {
		{KIND_PROJECT, "铝", "铝 (postings: 1 of 7 yes, 0 perhaps)\n"},
		{KIND_PROJECT, "zone:兴县", "zone:兴县 (set of records: 4 of 7 yes, 0 perhaps)\n"},
		{KIND_MILESTONE, "date:2025", "date:2025 (period: 1 of 3 yes, 0 perhaps)\n"},
		{KIND_STAGE, "position>=2", "position>=2 (number: 2 of 3 yes, 0 perhaps)\n"},
		{KIND_PROJECT, "since:2026", "since:2026 (newest date: 2 of 7 yes, 0 perhaps)\n"},
		{KIND_PROJECT, "has:leader", "has:leader (presence: 1 of 7 yes, 0 perhaps)\n"},
		{KIND_PROJECT, "missing:invest", "not (1 of 7 yes, 0 perhaps)\n  missing:invest (presence: 6 of 7 yes, 0 perhaps)\n"},
		{KIND_PROJECT, "has:conflict", "has:conflict (verdict among figures: 1 of 7 yes, 0 perhaps)\n"},
		{KIND_CLAIM, "has:doubt", "has:doubt (doubts: 1 of 12 yes, 0 perhaps)\n"},
		{KIND_CHAIN, "is:reference", "is:reference (reference chains: 0 of 1 yes, 0 perhaps)\n"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err = ERR_INIT;
		struct strbuf out = {0};
		struct query *query = query_parse(str_from(rows[i].query), rows[i].kind, sample_index(state), &err);
		assert_non_null(query);
		query_explain(query, &out);
		assert_str(strbuf_str(&out), rows[i].plan);
		strbuf_release(&out);
		query_free(query);
	}
}

/* -- three-valued logic against the words of contract.md ------------------------------------------- */

struct interval {
	int64_t low, high; /* INT64_MIN, INT64_MAX: open */
};

static enum answer claim_says(struct interval claim, int op, int64_t n)
{
	/* what some number of the interval would say, and whether all say the same; numbers are small, so that all can be tried */
	bool some_yes = false, some_no = false;
	for (int64_t x = -40; x <= 60; x++) {
		if ((claim.low != INT64_MIN && x < claim.low) || (claim.high != INT64_MAX && x > claim.high))
			continue;
		bool yes = op == 0 ? x < n : op == 1 ? x <= n : op == 2 ? x > n : op == 3 ? x >= n : x == n;
		some_yes |= yes;
		some_no |= !yes;
	}
	return some_yes && some_no ? ANSWER_PERHAPS : some_yes ? ANSWER_YES : ANSWER_NO;
}

static enum answer record_says(const struct interval *claims, size_t n, int op, int64_t number)
{
	size_t yes = 0, no = 0;
	for (size_t i = 0; i < n; i++) {
		enum answer answer = claim_says(claims[i], op, number);
		yes += answer == ANSWER_YES;
		no += answer == ANSWER_NO;
	}
	return n && yes == n ? ANSWER_YES : no == n ? ANSWER_NO : ANSWER_PERHAPS;
}

static void add_interval(struct catalogue *c, unsigned project, unsigned number, struct interval *out, struct test_random *r)
{
	char id[32], subject[32], value[32];
	unsigned shape = test_random_below(r, 4);
	int64_t x = test_random_below(r, 20), y = x + 1 + test_random_below(r, 5);
	snprintf(id, sizeof id, "p%u-%u", project, number);
	snprintf(subject, sizeof subject, "project:p%u", project);
	if (shape == 3)
		snprintf(value, sizeof value, "%lld—%lld", (long long)x, (long long)y);
	else
		snprintf(value, sizeof value, "%lld", (long long)x);
	*out = (struct interval){shape == 2 ? INT64_MIN : x, shape == 1 ? INT64_MAX : shape == 3 ? y : x};
	catalogue_claim(c, id, subject, "jobs", value, test_random_below(r, 2) ? "人" : "个", shape == 1 ? "余" : shape == 2 ? "不超" : "", "actual", "", "source:s");
}

static void test_answers_against_trying(void **state)
{
	(void)state;
	enum { PROJECTS = 300, CLAIMS = 3 };
	/* people are counted with several words, in what is printed and in what is asked */
	static const char *const ops[] = {"<", "<=", ">", ">=", "="}, *const units[] = {"", "人", "个", "名"};
	struct test_random r = test_random();
	struct catalogue c = {0};
	struct interval claims[PROJECTS][CLAIMS];
	size_t n_claims[PROJECTS];
	catalogue_add(&c, "indicator:jobs", "name", "就业岗位", "unit", "人", NULL);
	catalogue_add(&c, "source:s", "name", "某文", NULL);
	for (unsigned i = 0; i < PROJECTS; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:p%u", i);
		catalogue_add(&c, id, "name", "某项目", NULL);
		n_claims[i] = test_random_below(&r, CLAIMS + 1);
		for (unsigned j = 0; j < n_claims[i]; j++)
			add_interval(&c, i, j, &claims[i][j], &r);
	}
	struct index *index = catalogue_index(&c);
	for (int op = 0; op < 5; op++)
		for (int64_t n = 0; n < 26; n += 3) {
			char text[64], not_text[80];
			struct err err = ERR_INIT;
			snprintf(text, sizeof text, "jobs%s%lld%s", ops[op], (long long)n, units[test_random_below(&r, 4)]);
			snprintf(not_text, sizeof not_text, "-%s", text);
			struct query *query = query_parse(str_from(text), KIND_PROJECT, index, &err), *opposite = query_parse(str_from(not_text), KIND_PROJECT, index, &err);
			for (uint32_t i = 0; i < PROJECTS; i++) {
				enum answer expected = record_says(claims[i], n_claims[i], op, n), found = query_answer(query, ref_make(KIND_PROJECT, i));
				if (found != expected)
					fail_msg("%s of p%u: found %d, expected %d", text, i, found, expected);
				assert_int_equal(query_answer(opposite, ref_make(KIND_PROJECT, i)), ANSWER_YES - expected);
			}
			query_free(query);
			query_free(opposite);
		}
	index_free(index);
	catalogue_release(&c);
}

static void assert_found(const struct index *index, enum kind kind, const char *query, const char *expected)
{
	struct strbuf found = {0};
	find_slugs(index, kind, query, &found);
	if (!str_eq_c(strbuf_str(&found), expected))
		fail_msg("\"%s\": found \"%.*s\", expected \"%s\"", query, STR_ARG(strbuf_str(&found)), expected);
	strbuf_release(&found);
}

/* A title with quotes in it, between quotes. */
static void test_quotes(void **state)
{
	static const struct {
		const char *query, *rows;
	} rows[] = {
		{"\"聚“链”成势 向“新”\"", "a"}, {"name:\"聚“链”成势 向“新”攀高\"", "a"}, {"name=\"聚“链”成势 向“新”攀高\" -\"向“旧”\"", "a"},
		{"\"聚“链”成风\"", ""}, {"聚“链”成势 \"向“新”\"", "a"}, {"“链”", "a b"}, {"\"链”", "a b"}, {"“链\" \"b\"", "b"},
	};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "source:a", "name", "聚“链”成势 向“新”攀高", NULL);
	catalogue_add(&c, "source:b", "name", "链 b", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_found(index, KIND_SOURCE, rows[i].query, rows[i].rows);
	index_free(index);
	catalogue_release(&c);
}

/* A reference chain is nobody's: no zone, region, lead, and nobody at its own stages. */
static void test_reference_chains(void **state)
{
	static const struct finding_row {
		enum kind kind;
		const char *query, *rows;
	} rows[] = {
		{KIND_CHAIN, "is:reference", "t"}, {KIND_CHAIN, "-is:reference", "a r"}, {KIND_CHAIN, "是:参照", "t"}, {KIND_CHAIN, "IS:模板 铝", "t"},
		{KIND_STAGE, "is:reference", "t1"}, {KIND_STAGE, "-is:reference", "a1"}, {KIND_CHAIN, "template:参照", "a"},
	};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "region:r", "name", "吕梁", NULL);
	catalogue_add(&c, "zone:a", "name", "甲区", NULL);
	catalogue_add(&c, "chain:t", "name", "铝链（参照）", NULL);
	catalogue_add(&c, "chain:a", "name", "甲区铝链", "zone", "zone:a", "template", "chain:t", NULL);
	catalogue_add(&c, "chain:r", "name", "吕梁铝链", "region", "region:r", NULL);
	catalogue_add(&c, "stage:t1", "name", "电解铝", "chain", "chain:t", NULL);
	catalogue_add(&c, "stage:a1", "name", "电解铝", "chain", "chain:a", "template", "stage:t1", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_found(index, rows[i].kind, rows[i].query, rows[i].rows);
	index_free(index);
	catalogue_release(&c);
}

/* A code is asked for by itself, by its label in either language or in pinyin, or by the beginning of one of these. */
static void test_codes(void **state)
{
	static const struct {
		const char *query, *rows;
	} rows[] = {
		{"classes:链主", "lead"}, {"classes:lianzhu", "lead"}, {"classes:chain_lead", "lead"}, {"classes:\"Chain lead\"", "lead"},
		{"classes:\"emerging chain lead\"", "embryo"}, {"classes:lianzhuchu", "embryo"}, {"classes:cha", "lead embryo"},
		{"classes:\"tech SME\"", "small"}, {"classes:keji", "small"}, {"classes:科技", "small"},
	};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "enterprise:lead", "name", "甲", "classes", "chain_lead", NULL);
	catalogue_add(&c, "enterprise:embryo", "name", "乙", "classes", "chain_lead_embryo", NULL);
	catalogue_add(&c, "enterprise:small", "name", "丙", "classes", "tech_sme", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_found(index, KIND_ENTERPRISE, rows[i].query, rows[i].rows);
	index_free(index);
	catalogue_release(&c);
}

/* As another that is due in some year: whatever is due in it. */
static void test_same_values(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct strbuf found = {0};
	catalogue_add(&c, "target:a", "name", "a", "due", "2026", NULL);
	catalogue_add(&c, "target:b", "name", "b", "due", "2026-06", NULL);
	catalogue_add(&c, "target:c", "name", "c", "due", "2027", NULL);
	catalogue_add(&c, "indicator:a", "name", "甲", "unit", "元", NULL);
	catalogue_add(&c, "indicator:b", "name", "乙", "unit", "元/吨", NULL);
	struct index *index = catalogue_index(&c);
	find_slugs(index, KIND_TARGET, "same:target:a", &found);
	assert_str(strbuf_str(&found), "a b");
	strbuf_clear(&found);
	find_slugs(index, KIND_INDICATOR, "same:indicator:a", &found);
	assert_str(strbuf_str(&found), "a");
	strbuf_release(&found);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_findings, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_form, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_grouped, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_explaining, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_ways, sample_setup, sample_teardown),
		cmocka_unit_test(test_answers_against_trying),
		cmocka_unit_test(test_reference_chains),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_same_values),
	};
	return cmocka_run_group_tests_name("query/query", tests, NULL, NULL);
}
