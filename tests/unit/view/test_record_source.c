/* Where what a page says was printed: sources, the reader, evidence, citations, what is taken along. */
#include "record_world.h"

#include "view/evidence.h"

static void a_source_without_its_file(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "source:000-1", NULL);
	expect_in(&s, "摘要", "讲兴县铝产业");
	expect_in(&s, "日期", "2025-12 推断");
	/* In the order of the text, not of indicators. */
	assert_true(number_of_line(&s, "275亿元") < number_of_line(&s, "2.33亿吨"));
	assert_true(number_of_line(&s, "2.33亿吨") < number_of_line(&s, "50万吨"));
	assert_true(number_of_line(&s, "50万吨") < number_of_line(&s, "22户"));
	stage_expect(&s, "--sources");
	stage_expect_not(&s, "前三季度");
	stage_close(&s);
}

static void a_figure_leads_to_its_sentence(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	/* The source's cell of the figure's row. */
	stage_keys(&s, "/ 2 . 3 3 Enter l l l l Enter");
	stage_expect(&s, "铝土矿储量<2.33亿吨>。");
	stage_expect_cursor(&s, "前三季度");
	stage_expect(&s, "去年10月规划");
	/* And back. */
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "2.33");
	stage_close(&s);
}

static void evidence_tells_all(void **state)
{
	struct stage s;
	(void)state;
	open_page(&s, "zone:xingxian", &articles);
	stage_keys(&s, "/ 2 . 3 3 Enter l E");
	stage_expect(&s, "储量 铝土矿 2.33亿吨");
	stage_expect(&s, "《兴县的铝》 山西日报 2025-12 推断");
	stage_expect(&s, "第2段 字符");
	stage_expect(&s, "<2.33亿吨>");
	stage_expect(&s, "1.86亿吨 资源 2025 《五年之后》");
	stage_expect(&s, "两处所印不同");
	stage_expect(&s, "233000000 吨");
	stage_close(&s);
}

/* F8: the figures as rows, the whole page as text; a record without figures its own row. */
static void a_page_is_taken_along(void **state)
{
	static const struct {
		const char *id, *file, *text;
		enum effect_type type;
		enum kind kind;
	} rows[] = {
		{"project:one", "one.csv", "claim:f7\n", EFFECT_EXPORT, KIND_CLAIM},
		{"zone:xingxian", "xingxian.csv", "claim:f1\n", EFFECT_EXPORT, KIND_CLAIM},
		{"indicator:invest", "invest.csv", "claim:f7\nclaim:f8\n", EFFECT_EXPORT, KIND_CLAIM},
		{"source:001-1", "001-1.csv", "claim:f3\nclaim:f6\n", EFFECT_EXPORT, KIND_CLAIM},
		{"target:t", "t.csv", "target:t", EFFECT_EXPORT, KIND_TARGET},
		{"project:one", "page.txt", "project:one", EFFECT_EXPORT_SHEET, KIND_COUNT},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		struct effect effect;
		open_page(&s, rows[i].id, NULL);
		stage_expect(&s, "F8导出");
		stage_keys(&s, "F8");
		if (rows[i].type == EFFECT_EXPORT) {
			stage_expect(&s, rows[i].file);
			stage_expect(&s, "txt 全文");
		} else {
			stage_keys(&s, "^U");
			stage_type(&s, rows[i].file);
		}
		stage_keys(&s, "Enter");
		assert_true(app_effect(s.app, &effect));
		assert_int_equal(effect.type, rows[i].type);
		assert_int_equal(effect.kind, rows[i].kind);
		assert_string_equal(effect.path, rows[i].file);
		if (!strstr(effect.text, rows[i].text))
			fail_msg("row %zu: %s", i, effect.text);
		stage_close(&s);
	}
}

static void a_citation_says_where(void **state)
{
	struct stage s;
	struct strbuf out = {0};
	(void)state;
	open_page(&s, "zone:xingxian", NULL);
	struct evidence evidence = evidence_claim(s.index, index_find_id(s.index, STR("claim:f1")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_str(strbuf_str(&out), "兴县经济技术开发区 工业总产值 275亿元（2025-01/2025-09；《兴县的铝》山西日报 2025-12 推断，第2段 字符15-20）");
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("zone:xingxian")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_str(strbuf_str(&out), "兴县经济技术开发区（《兴县的铝》山西日报 2025-12 推断，第1段 字符0-2; 001-1 第4段 字符7-9）");
	/* A source is itself; what has none says no more than its name. */
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("source:000-1")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_true(str_ends(strbuf_str(&out), STR("（山西日报 2025-12 推断）")));
	strbuf_clear(&out);
	evidence = evidence_record(index_find_id(s.index, STR("indicator:invest")));
	evidence_cite(&evidence, s.index, LANGUAGE_ZH, &out);
	assert_true(str_find(strbuf_str(&out), STR("（"), 0) < 0);
	strbuf_release(&out);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_source_without_its_file),
		cmocka_unit_test(a_figure_leads_to_its_sentence),
		cmocka_unit_test(evidence_tells_all),
		cmocka_unit_test(a_page_is_taken_along),
		cmocka_unit_test(a_citation_says_where),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
