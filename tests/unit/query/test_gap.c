#include "support/catalogue.h"

#include "query/gap.h"

struct fixture {
	struct catalogue catalogue;
	struct index *index;
	struct arena arena;
	struct strbuf text;
};

static void stage(struct catalogue *c, const char *id, const char *name, const char *chain, const char *template)
{
	catalogue_add(c, id, "name", name, "chain", chain, template ? "template" : NULL, template, NULL);
}

/* The reference chain: ore -> alumina -> aluminium -> bars -> parts. Zone A has ore, aluminium and bars; zone B alumina and parts, and wire behind bars. */
static void add_all(struct catalogue *c)
{
	catalogue_add(c, "source:s", "name", "甲报", NULL);
	catalogue_add(c, "source:t", "name", "乙报", NULL);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:reserves", "name", "储量", NULL);
	catalogue_add(c, "region:r", "name", "吕梁", NULL);
	catalogue_add(c, "region:k", "name", "兴县", "parent", "region:r", NULL);
	catalogue_add(c, "zone:a", "name", "甲区", "region", "region:k", NULL);
	catalogue_add(c, "zone:b", "name", "乙区", NULL);
	catalogue_add(c, "chain:t", "name", "铝模板", NULL);
	stage(c, "stage:t1", "铝土矿开采", "chain:t", NULL);
	stage(c, "stage:t2", "氧化铝", "chain:t", NULL);
	stage(c, "stage:t3", "电解铝", "chain:t", NULL);
	stage(c, "stage:t4", "铝杆", "chain:t", NULL);
	stage(c, "stage:t5", "零部件", "chain:t", NULL);
	catalogue_add(c, "link:t1", "from", "stage:t1", "to", "stage:t2", "product", "铝土矿", "role", "input", NULL);
	catalogue_add(c, "link:t2", "from", "stage:t2", "to", "stage:t3", "product", "氧化铝", "role", "input", NULL);
	catalogue_add(c, "link:t3", "from", "stage:t3", "to", "stage:t4", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "link:t4", "from", "stage:t4", "to", "stage:t5", "product", "铝杆", "role", "input", NULL);
	catalogue_add(c, "chain:a", "name", "甲区铝链", "zone", "zone:a", "region", "region:k", "template", "chain:t", NULL);
	stage(c, "stage:a1", "铝土矿", "chain:a", "stage:t1");
	stage(c, "stage:a3", "电解铝", "chain:a", "stage:t3");
	stage(c, "stage:a4", "铝杆", "chain:a", "stage:t4");
	catalogue_add(c, "link:a", "from", "stage:a3", "to", "stage:a4", "product", "铝水", "role", "input", "coefficient_low", "1", "coefficient_high", "1", "coefficient_source", "source:s", NULL);
	catalogue_add(c, "link:a1", "from", "stage:a1", "to", "stage:a3", "product", "铝土矿", "role", "input", NULL);
	catalogue_add(c, "chain:b", "name", "乙区铝链", "zone", "zone:b", "template", "chain:t", NULL);
	stage(c, "stage:b2", "氧化铝", "chain:b", "stage:t2");
	stage(c, "stage:b4", "铝杆", "chain:b", "stage:t4");
	stage(c, "stage:b5", "零部件", "chain:b", "stage:t5");
	stage(c, "stage:b6", "电缆", "chain:b", NULL);
	catalogue_add(c, "link:b", "from", "stage:b4", "to", "stage:b6", "product", "铝线", "role", "input", NULL);
	catalogue_add(c, "enterprise:a1", "name", "甲一厂", "zone", "zone:a", NULL);
	catalogue_add(c, "enterprise:a2", "name", "甲二厂", "zone", "zone:a", NULL);
	catalogue_add(c, "enterprise:a3", "name", "甲三厂", "zone", "zone:a", NULL);
	catalogue_add(c, "enterprise:b2", "name", "乙氧化铝厂", "zone", "zone:b", "source", "source:t", NULL);
	catalogue_add(c, "enterprise:b6", "name", "乙电缆厂", "zone", "zone:b", NULL);
	catalogue_add(c, "enterprise:far", "name", "远方氧化铝公司", NULL);
	catalogue_add(c, "enterprise:shop", "name", "省外公司", "products", "氧化铝;石油", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:a1", "stage", "stage:a3", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:a2", "stage", "stage:a3", NULL);
	catalogue_add(c, "placement:3", "enterprise", "enterprise:a3", "stage", "stage:a4", NULL);
	catalogue_add(c, "placement:4", "enterprise", "enterprise:b2", "stage", "stage:b2", NULL);
	catalogue_add(c, "placement:6", "enterprise", "enterprise:b6", "stage", "stage:b6", NULL);
	catalogue_add(c, "flow:1", "from", "enterprise:far", "to", "enterprise:a1", "product", "氧化铝", "source", "source:s", NULL);
	catalogue_add(c, "project:p", "name", "零部件项目", "zone", "zone:a", "stage", "stage:b5", "status", "signed", NULL);
	catalogue_add(c, "claim:cap3", "subject", "zone:a", "indicator", "indicator:capacity", "item", "电解铝", "value", "50", "unit", "万吨", "modality", "capacity", "source", "source:s", "locator", "s:1:0-5", NULL);
	catalogue_add(c, "claim:cap4", "subject", "zone:a", "indicator", "indicator:capacity", "item", "铝杆", "value", "60", "unit", "万吨", "modality", "capacity", "source", "source:s", "locator", "s:1:0-5", NULL);
	catalogue_add(c, "claim:own", "subject", "zone:b", "indicator", "indicator:reserves", "item", "铝土矿", "value", "1", "unit", "亿吨", "modality", "resource", "source", "source:s", "locator", "s:1:6-9", NULL);
	catalogue_add(c, "claim:res", "subject", "region:k", "indicator", "indicator:reserves", "item", "铝土矿", "value", "2", "unit", "亿吨", "modality", "resource", "source", "source:s", "locator", "s:1:0-5", NULL);
}

static const struct gaps *find(struct fixture *f, const char *subject)
{
	add_all(&f->catalogue);
	f->index = catalogue_index(&f->catalogue);
	return gaps_find(f->index, index_find_id(f->index, str_from(subject)), &f->arena);
}

static void release(struct fixture *f)
{
	index_free(f->index);
	catalogue_release(&f->catalogue);
	arena_release(&f->arena);
	strbuf_release(&f->text);
}

static const struct gap *gap_at(const struct fixture *f, const struct gaps *gaps, const char *id)
{
	for (size_t i = 0; i < gaps->n; i++)
		if (str_eq_c(index_id(f->index, gaps->v[i].stage), id))
			return &gaps->v[i];
	return NULL;
}

struct gap_row {
	const char *stage, *types, *ground;
};

/* In this order. */
static const struct gap_row chain_gaps[] = {
	{"stage:a3", "短缺 外购", "缺10万吨 (全链瓶颈); 本区用它的有 铝杆"},
	{"stage:t2", "缺环 外购 相邻", "参照链有此环节,本区未见记载; 本区用它的有 电解铝; 别处1区有"},
	{"stage:a1", "缺环", "没有企业、产能数据和项目; 本区用它的有 电解铝"}, /* its ore lies in the zone's ground: not bought in */
	{"stage:t5", "缺环 相邻", "参照链有此环节,本区未见记载; 与它相邻的本区有 铝杆"},
	{"stage:a4", "薄弱", "只有一家企业 甲三厂"},
	{"stage:b6", "相邻", "与它相邻的本区有 铝杆; 别处1区有"},
};

static void test_gaps(void **state)
{
	(void)state;
	struct fixture f = {0};
	const struct gaps *gaps = find(&f, "chain:a");
	for (size_t i = 0; i < sizeof chain_gaps / sizeof *chain_gaps; i++) {
		const struct gap_row *row = &chain_gaps[i];
		assert_row(i < gaps->n, row->stage);
		assert_str(index_id(f.index, gaps->v[i].stage), row->stage);
		strbuf_clear(&f.text);
		gap_types_text(&gaps->v[i], true, &f.text);
		assert_str(strbuf_str(&f.text), row->types);
		strbuf_clear(&f.text);
		gap_ground(&gaps->v[i], f.index, true, &f.text);
		assert_str(strbuf_str(&f.text), row->ground);
	}
	assert_int_equal(gaps->n, sizeof chain_gaps / sizeof *chain_gaps);
	release(&f);
}

/* One step further: what more zones have comes first, what nobody has anywhere is no gap. */
static void test_beside(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct catalogue *c = &f.catalogue;
	catalogue_add(c, "zone:c", "name", "丙区", NULL);
	catalogue_add(c, "chain:c", "name", "丙区铝链", "zone", "zone:c", NULL);
	stage(c, "stage:c8", "铝箔", "chain:c", NULL);
	stage(c, "stage:b7", "漆包线", "chain:b", NULL);
	stage(c, "stage:b8", "铝箔", "chain:b", NULL);
	stage(c, "stage:b9", "铜箔", "chain:b", NULL);
	catalogue_add(c, "link:b9", "from", "stage:b4", "to", "stage:b9", "product", "铝线", "role", "input", NULL);
	catalogue_add(c, "enterprise:b7", "name", "乙漆包线厂", "zone", "zone:b", NULL);
	catalogue_add(c, "placement:b7", "enterprise", "enterprise:b7", "stage", "stage:b7", NULL);
	catalogue_add(c, "link:b7", "from", "stage:b4", "to", "stage:b7", "product", "铝线", "role", "input", NULL);
	catalogue_add(c, "link:b8", "from", "stage:b4", "to", "stage:b8", "product", "铝杆", "role", "input", NULL);
	catalogue_add(c, "enterprise:b8", "name", "乙铝箔厂", "zone", "zone:b", NULL);
	catalogue_add(c, "enterprise:c8", "name", "丙铝箔厂", "zone", "zone:c", NULL);
	catalogue_add(c, "placement:b8", "enterprise", "enterprise:b8", "stage", "stage:b8", NULL);
	catalogue_add(c, "placement:c8", "enterprise", "enterprise:c8", "stage", "stage:c8", NULL);
	const struct gaps *gaps = find(&f, "chain:a");
	const struct gap *of_two = gap_at(&f, gaps, "stage:b8"), *of_one = gap_at(&f, gaps, "stage:b7"); /* found before the other */
	assert_true(of_two && of_one && of_two < of_one);
	assert_int_equal(of_two->n_zones, 2);
	assert_int_equal(of_one->n_zones, 1);
	assert_null(gap_at(&f, gaps, "stage:b9"));
	release(&f);
}

static void expect_candidates(struct fixture *f, const struct gap *gap, const char *expected)
{
	assert_non_null(gap);
	strbuf_clear(&f->text);
	for (size_t i = 0; i < gap->n_candidates; i++) {
		const struct candidate *c = &gap->candidates[i];
		strbuf_printf(&f->text, "%.*s %d:", STR_ARG(index_name(f->index, c->who)), c->weight);
		for (size_t r = 0; r < c->n_reasons; r++) {
			strbuf_add_c(&f->text, r ? "; " : " ");
			reason_text(&c->reasons[r], f->index, true, &f->text);
		}
		strbuf_add_c(&f->text, "\n");
	}
	assert_str(strbuf_str(&f->text), expected);
}

static void test_candidates(void **state)
{
	(void)state;
	struct fixture f = {0};
	const struct gaps *gaps = find(&f, "chain:a");
	expect_candidates(&f, gap_at(&f, gaps, "stage:t2"),
		"远方氧化铝公司 4: 已供给甲一厂: 氧化铝\n"
		"乙氧化铝厂 3: 同环节: 乙区铝链 氧化铝\n"
		"省外公司 2: 产品: 氧化铝\n");
	expect_candidates(&f, gap_at(&f, gaps, "stage:a1"), "甲区 1: 资源: 兴县 铝土矿 2亿吨\n乙区 1: 资源: 乙区 铝土矿 1亿吨\n");
	expect_candidates(&f, gap_at(&f, gaps, "stage:t5"), "零部件项目 5: 在谈在建项目: 零部件项目 (签约) 甲区\n");
	expect_candidates(&f, gap_at(&f, gaps, "stage:b6"), "乙电缆厂 3: 同环节: 乙区铝链 电缆\n");
	/* Who stands there already is no candidate. */
	expect_candidates(&f, gap_at(&f, gaps, "stage:a3"), "");
	const struct reason *reason = &gap_at(&f, gaps, "stage:t2")->candidates[0].reasons[0];
	assert_str(index_id(f.index, reason_source(reason, f.index)), "source:s");
	release(&f);
}

static void test_subjects(void **state)
{
	(void)state;
	struct fixture f = {0};
	const struct gaps *zone = find(&f, "zone:a"), *none;
	assert_int_equal(zone->n, sizeof chain_gaps / sizeof *chain_gaps);
	none = gaps_find(f.index, index_find_id(f.index, STR("chain:t")), &f.arena);
	assert_int_equal(none->n, 0);
	release(&f);
}

/* A regional chain without a zone counts what the zones of the region have. */
static void test_region(void **state)
{
	(void)state;
	struct fixture f = {0};
	catalogue_add(&f.catalogue, "chain:r", "name", "吕梁铝链", "region", "region:r", "template", "chain:t", NULL);
	const struct gaps *gaps = find(&f, "chain:r");
	assert_non_null(gap_at(&f, gaps, "stage:t2"));
	assert_non_null(gap_at(&f, gaps, "stage:t5"));
	assert_null(gap_at(&f, gaps, "stage:t3"));
	assert_null(gap_at(&f, gaps, "stage:t4"));
	release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_gaps), cmocka_unit_test(test_beside), cmocka_unit_test(test_candidates), cmocka_unit_test(test_subjects), cmocka_unit_test(test_region)};
	return cmocka_run_group_tests_name("query/gap", tests, NULL, NULL);
}
