#include "support/catalogue.h"
#include "support/hits.h"

#include "text/pinyin.h"

/* -- what people type -------------------------------------------------------------------- */

struct looking {
	const char *text;
	const char *first;  /* ids that stand first, in this order */
	const char *absent; /* an id that is not found */
};

static const struct looking lookings[] = {
	{"兴县经开区", "zone:xingxian", "zone:zhangzi"},
	{"xx", "zone:xingxian", NULL},
	{"xxjkq", "zone:xingxian", "zone:zhangzi"},
	{"xingxian", "zone:xingxian", "zone:zhangzi"},
	{"兴xjkq", "zone:xingxian", "zone:zhangzi"},
	{"zz", "zone:zhangzi", NULL},
	{"zhangzi", "zone:zhangzi", "zone:changzhi"},
	{"zzjkq", "zone:zhangzi", "zone:xingxian"},
	{"长子jkq", "zone:zhangzi", "zone:changzhi"},
	{"zhangzijkq", "zone:zhangzi", "zone:changzhi"},
	{"cz", "zone:changzhi zone:changzhi-gaoxin region:changzhi zone:zhangzi", NULL},
	{"changzhi", "zone:changzhi region:changzhi zone:changzhi-gaoxin", "zone:zhangzi"},
	{"长治", "region:changzhi zone:changzhi", NULL}, /* a region by its short name, whatever begins with it */
	{"changzi", "zone:zhangzi", NULL},
	{"興縣", "zone:xingxian", NULL},
	{"１４１０１０３０", "zone:xingxian", "zone:zhangzi"},
	{"1411", "region:xingxian region:lvliang", "zone:xingxian"},
	{"c32", "sector:c3216", NULL},
	{"电解铝", "stage:lv-dianjie enterprise:zhonglv", "stage:lv-tukuang"},
	{"djl", "stage:lv-dianjie", "stage:lv-tukuang"},
	{"zcz", "indicator:total-output claim:xx-zcz23", NULL},
	{"铝 兴县", "chain:xingxian-lv", "zone:zhangzi"},
	{"兴县 铝杆", "project:lvgan", "project:chini"},
	{"lg xx", "project:lvgan", NULL},
	{"xx zcz", "claim:xx-zcz23", "zone:xingxian"}, /* a record without a name that says both itself */
	{"xingmeng -一期 -二期", "enterprise:xingmeng project:donggan", "project:donggan-1"},
	{"donggan-1", "project:donggan-1", "project:donggan-2"},
	{"project:donggan-1", "project:donggan-1", "project:donggan"},
	{"代办", "measure:biaozhundi", NULL},
	{"zhangsan", NULL, "project:donggan"},
	{"张三", "project:donggan", NULL},
	{"没有的词", NULL, "zone:xingxian"},
	{"", NULL, "zone:xingxian"},
	{"-兴县", NULL, "zone:xingxian"},
	{"   ", NULL, "zone:xingxian"},
	{"xinxgian", "zone:xingxian", "zone:zhangzi"}, /* one letter wrong */
	{"xingxain", "zone:xingxian", "zone:zhangzi"},
	{"dianjeilv", "stage:lv-dianjie", "stage:lv-tukuang"},
	{"dianjiellv", "stage:lv-dianjie", NULL},
	{"danjielv", "stage:lv-dianjie", NULL},
	{"xnigmeng -一期", "enterprise:xingmeng", "project:donggan-1"},
	{"zhxi", NULL, "zone:zhangzi"}, /* of four letters none may be wrong */
};

static void test_lookings(void **state)
{
	const struct index *index = ((struct sample *)*state)->index;
	for (size_t i = 0; i < sizeof lookings / sizeof *lookings; i++) {
		const struct looking *l = &lookings[i];
		struct lookup_hits hits;
		struct str first = str_from(l->first ? l->first : ""), id;
		lookup_run(index, str_from(l->text), UINT32_MAX, SIZE_MAX, &hits);
		for (size_t at = 0; first.n && str_split(&first, ' ', &id); at++)
			if (at >= hits.n || !str_eq(index_id(index, hits.v[at].ref), id))
				fail_msg("\"%s\": found %.*s at place %zu, expected %.*s", l->text, STR_ARG(at < hits.n ? index_id(index, hits.v[at].ref) : STR("nothing")), at, STR_ARG(id));
		if (l->absent)
			assert_row(!has_hit(&hits, index_find_id(index, str_from(l->absent))), l->text);
		for (size_t at = 1; at < hits.n; at++)
			assert_row(hits.v[at - 1].score >= hits.v[at].score, l->text);
		lookup_release(&hits);
	}
}

static void test_limit_and_counts(void **state)
{
	const struct index *index = ((struct sample *)*state)->index;
	struct lookup_hits all, few, zones;
	lookup_run(index, STR("xm"), UINT32_MAX, SIZE_MAX, &all);
	lookup_run(index, STR("xm"), UINT32_MAX, 3, &few);
	lookup_run(index, STR("xx"), 1u << KIND_ZONE, 10, &zones);
	assert_true(all.n > 3);
	assert_int_equal(few.n, 3);
	assert_memory_equal(all.counts, few.counts, sizeof all.counts);
	for (size_t i = 0; i < few.n; i++)
		assert_true(ref_eq(all.v[i].ref, few.v[i].ref));
	for (size_t i = 0; i < zones.n; i++)
		assert_int_equal(ref_kind(zones.v[i].ref), KIND_ZONE);
	lookup_release(&all);
	lookup_release(&few);
	lookup_release(&zones);
}

static void test_highlight(void **state)
{
	static const struct {
		const char *text, *matched;
		unsigned start, end;
	} rows[] = {
		{"xxjkq", "兴县经开区", 0, 5}, {"铝杆", "15万吨高精电工圆铝杆项目", 9, 11}, {"一期", "星萌冻干食品项目（一期）", 9, 11}, {"全代办", "承诺制+标准地+全代办", 8, 11},
		{"新能源", "新能源", 0, 3},
	};
	const struct index *index = ((struct sample *)*state)->index;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lookup_hits hits;
		lookup_run(index, str_from(rows[i].text), UINT32_MAX, 1, &hits);
		assert_int_equal(hits.n, 1);
		assert_str(hits.v[0].text, rows[i].matched);
		assert_row(hits.v[0].start == rows[i].start && hits.v[0].end == rows[i].end, rows[i].text);
		lookup_release(&hits);
	}
}

/* -- REF ------------------------------------------------------------------------------------ */

static void test_references(void **state)
{
	static const struct {
		const char *text, *ids;
	} rows[] = {
		{"zone:xingxian", "zone:xingxian"}, {"兴县经开区", "zone:xingxian"}, {"山西兴县经济技术开发区", "zone:xingxian"}, {"xxjkq", "zone:xingxian"},
		{"xingxianjingkaiqu", "zone:xingxian"}, {"14101030", "zone:xingxian"}, {"兴县", "region:xingxian"}, {"长子县", "region:zhangzi"},
		{"电解铝", "stage:lv-dianjie"}, {"zcz", "indicator:total-output"}, {"投资", "indicator:invest"}, {"changzhi", "zone:changzhi"},
		{"兴", ""}, {"没有", ""}, {"", ""}, {"zone:nowhere", ""},
	};
	const struct index *index = ((struct sample *)*state)->index;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lookup_hits found;
		struct strbuf ids = {0};
		lookup_reference(index, str_from(rows[i].text), UINT32_MAX, &found);
		for (size_t j = 0; j < found.n; j++) {
			strbuf_add_c(&ids, j ? " " : "");
			strbuf_add(&ids, index_id(index, found.v[j].ref));
		}
		if (!str_eq_c(strbuf_str(&ids), rows[i].ids))
			fail_msg("\"%s\": found %.*s, expected %s", rows[i].text, STR_ARG(strbuf_str(&ids)), rows[i].ids);
		strbuf_release(&ids);
		lookup_release(&found);
	}
}

static void test_names_of_texts(void **state)
{
	(void)state;
	assert_int_equal(lookup_names(STR("投产"), STR("投产"), false), PINYIN_LITERAL);
	assert_int_equal(lookup_names(STR("投产"), STR("touchan"), false), PINYIN_FULL);
	assert_int_equal(lookup_names(STR("投产"), STR("tc"), false), PINYIN_INITIALS);
	assert_int_equal(lookup_names(STR("投产"), STR("tou"), false), PINYIN_NONE);
	assert_int_equal(lookup_names(STR("投产"), STR("tou"), true), PINYIN_FULL);
	assert_int_equal(lookup_names(STR("投产"), STR("chan"), true), PINYIN_NONE);
	assert_true(lookup_contains(STR("铝镁新材料"), STR("xincailiao")));
	assert_true(lookup_contains(STR("铝镁新材料"), STR("lm")));
	assert_false(lookup_contains(STR("铝镁新材料"), STR("xcl")));
}

/* Texts of plain letters are looked through by themselves: what is found must not depend on it. */
static void test_contained_in_plain(void **state)
{
	(void)state;
	static const struct {
		const char *text, *word;
		bool contains;
	} cases[] = {{"project:p1234", "P12", true}, {"PROJECT:p1234", "project", true}, {"project:p1234", "134", false}, {"project:p1234", "project:p1234", true},
		{"project:p1234", "project:p12345", false}, {"ab c", "abc", true}, {"abc", "a b", true}, {"abc", "a'b", true}, {"it's", "it's", true},
		{"luse", "lü", false}, {"lv", "lü", true}, {"lüse", "lv", false}, {"abc", "铝", false}, {"abc", "a铝", false}, {"abc铝", "c铝", true},
		{"abc铝", "cl", false}, {"铝abc", "lab", true}, {"abc", "", false}, {"", "a", false}, {"abc", "ａｂ", true}, {"ＡＢＣ", "ab", true}, {"a-b_c", "B_", true}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (lookup_contains(str_from(cases[i].text), str_from(cases[i].word)) != cases[i].contains)
			fail_msg("\"%s\" in \"%s\"", cases[i].word, cases[i].text);
}

/* -- one letter wrong, other forms of a character ---------------------------------------- */

/* ü is typed as v or as u, also with a letter wrong; Latin words are no syllables. */
static void test_typing_errors(void **state)
{
	(void)state;
	static const struct {
		const char *text, *id;
	} typed[] = {{"lvgna", "zone:lvgan"}, /* of five letters one may be wrong */
		{"zhanleuchanye", "zone:zhanlve"}, {"zhanlevchanye", "zone:zhanlve"}, {"nextorhc", "zone:latin"}, {"nxetorch", "zone:latin"}, {"nextrch", "zone:latin"}};
	struct catalogue c = {0};
	catalogue_add(&c, "zone:zhanlve", "name", "战略产业园", NULL);
	catalogue_add(&c, "zone:lvgan", "name", "铝杆基地", NULL);
	catalogue_add(&c, "zone:latin", "name", "Nextorch照明园", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		struct lookup_hits hits;
		lookup_run(index, str_from(typed[i].text), UINT32_MAX, SIZE_MAX, &hits);
		assert_row(hits.n == 1 && hits.v[0].how == PINYIN_NEAR && str_eq_c(index_id(index, hits.v[0].ref), typed[i].id), typed[i].text);
		lookup_release(&hits);
	}
	index_free(index);
	catalogue_release(&c);
}

/* A name that the word with one letter wrong is in, in full, beside a short name that begins with its initials. */
static void test_near_beside_initials(void **state)
{
	struct catalogue c = {0};
	struct lookup_hits hits;
	(void)state;
	catalogue_add(&c, "enterprise:e", "name", "西兴子俄5兴长铝女", "short_names", "重行俄", NULL);
	struct index *index = catalogue_index(&c);
	lookup_run(index, STR("nchang"), UINT32_MAX, 10, &hits);
	assert_int_equal(hits.n, 1);
	assert_int_equal(hits.v[0].how, PINYIN_NEAR);
	lookup_release(&hits);
	index_free(index);
	catalogue_release(&c);
}

/* A name that begins with the word only when it is folded comes before one that has it as it is printed, farther back. */
static void test_printed_otherwise(void **state)
{
	struct catalogue c = {0};
	struct lookup_hits hits;
	(void)state;
	catalogue_add(&c, "enterprise:inside", "name", "乐长治县", NULL);
	catalogue_add(&c, "enterprise:head", "name", "長治县长治县", NULL);
	struct index *index = catalogue_index(&c);
	lookup_run(index, STR("长治县"), UINT32_MAX, 1, &hits);
	assert_int_equal(hits.counts[KIND_ENTERPRISE], 2);
	assert_str(index_id(index, hits.v[0].ref), "enterprise:head");
	assert_int_equal(hits.v[0].place, LOOKUP_PREFIX);
	lookup_release(&hits);
	index_free(index);
	catalogue_release(&c);
}

/* The part that was found is told in the text as it is printed, with the blanks that folding drops. */
static void test_highlight_printed(void **state)
{
	static const struct {
		const char *text;
		unsigned start, end;
	} rows[] = {{"兴县铝镁", 2, 8}, {"铝镁", 6, 8}, {"lmxcl", 6, 11}, {"abc", 11, 14}, {"xx", 2, 5}};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "enterprise:e", "name", "晋 兴 县 铝鎂新材料ＡBc公司", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lookup_hits hits;
		lookup_run(index, str_from(rows[i].text), UINT32_MAX, 1, &hits);
		assert_int_equal(hits.n, 1);
		if (hits.v[0].start != rows[i].start || hits.v[0].end != rows[i].end)
			fail_msg("\"%s\": found %u to %u, expected %u to %u", rows[i].text, hits.v[0].start, hits.v[0].end, rows[i].start, rows[i].end);
		lookup_release(&hits);
	}
	index_free(index);
	catalogue_release(&c);
}

/* One character that is the whole of a short name comes before all names that begin with it, however short these are. */
static void test_one_character(void **state)
{
	struct catalogue c = {0};
	struct lookup_hits hits;
	char id[32];
	(void)state;
	for (unsigned i = 0; i < 300; i++) {
		snprintf(id, sizeof id, "enterprise:e%u", i);
		catalogue_add(&c, id, "name", i == 200 ? "一家名字很长的山西的企业" : i % 2 ? "晋中" : "晋城", "short_names", i == 200 ? "山西企业;晋" : "", NULL);
	}
	struct index *index = catalogue_index(&c);
	lookup_run(index, STR("晋"), UINT32_MAX, 5, &hits);
	assert_int_equal(hits.counts[KIND_ENTERPRISE], 300);
	assert_str(index_id(index, hits.v[0].ref), "enterprise:e200");
	lookup_release(&hits);
	index_free(index);
	catalogue_release(&c);
}

/* A chain that nobody has is a reference: whoever looks for a stage means one that is somewhere, however much refers to that. */
static void test_references_come_last(void **state)
{
	struct catalogue c = {0};
	struct lookup_hits hits;
	char id[32];
	(void)state;
	catalogue_add(&c, "zone:z", "name", "兴县经开区", NULL);
	catalogue_add(&c, "chain:reference", "name", "铝产业链", NULL);
	catalogue_add(&c, "chain:real", "name", "铝产业链", "zone", "zone:z", "template", "chain:reference", NULL);
	catalogue_add(&c, "stage:reference", "name", "电解铝", "chain", "chain:reference", NULL);
	catalogue_add(&c, "stage:real", "name", "电解铝", "chain", "chain:real", "template", "stage:reference", NULL);
	for (unsigned i = 0; i < 40; i++) {
		snprintf(id, sizeof id, "link:l%u", i);
		catalogue_add(&c, id, "from", "stage:reference", "to", "stage:reference", NULL);
		snprintf(id, sizeof id, "chain:c%u", i);
		catalogue_add(&c, id, "name", "光伏链", "zone", "zone:z", "template", "chain:reference", NULL);
	}
	struct index *index = catalogue_index(&c);
	lookup_run(index, STR("djl"), UINT32_C(1) << KIND_STAGE, 2, &hits);
	assert_str(index_id(index, hits.v[0].ref), "stage:real");
	assert_str(index_id(index, hits.v[1].ref), "stage:reference");
	lookup_release(&hits);
	lookup_run(index, STR("铝产业链"), UINT32_C(1) << KIND_CHAIN, 1, &hits);
	assert_int_equal(hits.counts[KIND_CHAIN], 2);
	assert_str(index_id(index, hits.v[0].ref), "chain:real");
	lookup_release(&hits);
	index_free(index);
	catalogue_release(&c);
}

/* A region by its short name is worth more than an id that is the word, and is not passed over where only one is asked for. */
static void test_region_is_the_one(void **state)
{
	(void)state;
	struct catalogue c = {0};
	struct lookup_hits hits;
	catalogue_add(&c, "region:r", "name", "长治市", "short_names", "长治", "level", "prefecture", NULL);
	catalogue_add(&c, "indicator:changzhi", "name", "产值", NULL);
	struct index *index = catalogue_index(&c);
	lookup_run(index, STR("changzhi"), UINT32_MAX, 1, &hits);
	assert_int_equal(hits.n, 1);
	assert_true(str_eq(index_id(index, hits.v[0].ref), STR("region:r")));
	lookup_release(&hits);
	index_free(index);
	catalogue_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_lookings, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_limit_and_counts, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_highlight, sample_setup, sample_teardown),
		cmocka_unit_test_setup_teardown(test_references, sample_setup, sample_teardown),
		cmocka_unit_test(test_names_of_texts),
		cmocka_unit_test(test_contained_in_plain),
		cmocka_unit_test(test_typing_errors),
		cmocka_unit_test(test_near_beside_initials),
		cmocka_unit_test(test_printed_otherwise),
		cmocka_unit_test(test_highlight_printed),
		cmocka_unit_test(test_one_character),
		cmocka_unit_test(test_references_come_last),
		cmocka_unit_test(test_region_is_the_one),
	};
	return cmocka_run_group_tests_name("index/lookup", tests, NULL, NULL);
}
