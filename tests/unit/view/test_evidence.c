#include "support/stage.h"

#include "view/evidence.h"
#include "view/screen.h"

/* The first line with this label; fails where there is none. */
static struct str line_of(const struct stage *s, const struct evidence *evidence, bool all, const char *label, struct arena *arena)
{
	struct evidence_line *lines;
	size_t n = evidence_lines(evidence, s->index, app_settings(s->app), all, &lines, arena);
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(lines[i].label, label))
			return lines[i].text;
	fail_msg("no line \"%s\"", label);
	return STR("");
}

static size_t lines_of(const struct stage *s, const struct evidence *evidence, bool all, const char *label, struct arena *arena)
{
	struct evidence_line *lines;
	size_t n = evidence_lines(evidence, s->index, app_settings(s->app), all, &lines, arena), found = 0;
	for (size_t i = 0; i < n; i++)
		found += str_eq_c(lines[i].label, label);
	return found;
}

static struct ref ref_of(const struct stage *s, const char *id)
{
	struct ref ref = index_find_id(s->index, str_from(id));
	assert_false(ref_none(ref));
	return ref;
}

static void a_figure_and_what_speaks_against_it(void **state)
{
	struct stage s;
	struct arena arena = {0};
	(void)state;
	stage_open(&s, "home");
	struct evidence evidence = evidence_claim(s.index, ref_of(&s, "claim:c2"));
	assert_int_equal(evidence.n_claims, 2);
	assert_true(ref_eq(evidence.record, ref_of(&s, "project:wenzhuo")));
	assert_str(line_of(&s, &evidence, false, "数据", &arena), "总投资 8亿元");
	assert_str(line_of(&s, &evidence, false, "来源", &arena), "《调研 乙》 2025-11");
	assert_str(line_of(&s, &evidence, false, "出处", &arena), "000-1 第1段 字符0-5");
	assert_str(line_of(&s, &evidence, false, "判定", &arena), "!矛盾 5亿元 计划 2025 《调研 甲》  同期同口径而不同：8亿元，5亿元，相差 60%");
	assert_str(line_of(&s, &evidence, false, "折算", &arena), "800000000 元");
	assert_int_equal(lines_of(&s, &evidence, false, "数据", &arena), 1);
	assert_int_equal(lines_of(&s, &evidence, true, "数据", &arena), 2);
	arena_release(&arena);
	stage_close(&s);
}

static void a_figure_alone(void **state)
{
	struct stage s;
	struct arena arena = {0};
	(void)state;
	stage_open(&s, "home");
	struct evidence evidence = evidence_claim(s.index, ref_of(&s, "claim:c3"));
	assert_int_equal(evidence.n_claims, 1);
	assert_int_equal(lines_of(&s, &evidence, true, "判定", &arena), 0);
	/* All of an indicator; of none the record's own. */
	evidence = evidence_figures(s.index, ref_of(&s, "project:wenzhuo"), ref_of(&s, "indicator:invest"));
	assert_int_equal(evidence.n_claims, 2);
	evidence = evidence_figures(s.index, ref_of(&s, "project:baijiu"), ref_of(&s, "indicator:invest"));
	assert_int_equal(evidence.n_claims, 0);
	assert_str(line_of(&s, &evidence, true, "记录", &arena), "白酒项目");
	assert_int_equal(lines_of(&s, &evidence, true, "来源", &arena), 0);
	evidence = EVIDENCE_NONE;
	assert_str(line_of(&s, &evidence, true, "出处", &arena), message(MSG_EVIDENCE_NONE, LANGUAGE_ZH).p);
	arena_release(&arena);
	stage_close(&s);
}

static void a_part_names_its_whole(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	struct arena arena = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:part", "subject", "project:jintong", "indicator", "indicator:invest", "value", "1", "unit", "亿元", "modality", "planned", "part_of",
		"claim:c3", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "home", &settings);
	struct evidence evidence = evidence_claim(s.index, ref_of(&s, "claim:part"));
	assert_str(line_of(&s, &evidence, false, "属于", &arena), "金通电工圆铝杆项目 总投资 3.2亿元");
	arena_release(&arena);
	stage_close(&s);
}

/* What is not known leaves neither a blank nor a mark behind. */
static void a_citation_of_little(void **state)
{
	static const struct {
		const char *claim, *expected;
	} rows[] = {{"claim:p", "甲公司 产能 60万吨（《调研 丙》，第7行 列产能）"}, {"claim:q", "甲公司 产能 70万吨（2025；《调研 丁》日报 2025-11-03，第2段 字符5-9）"}};
	struct catalogue c = {0};
	(void)state;
	catalogue_add(&c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(&c, "enterprise:a", "name", "甲公司", NULL);
	catalogue_add(&c, "source:002-1", "name", "调研 丙", NULL);
	catalogue_add(&c, "source:003-1", "name", "丁", "title", "调研 丁", "publication", "日报", "date", "2025-11-03", NULL);
	catalogue_add(&c, "claim:p", "subject", "enterprise:a", "indicator", "indicator:capacity", "value", "60", "unit", "万吨", "modality", "actual", "source",
		"source:002-1", "locator", "002-1:7:产能", NULL);
	catalogue_add(&c, "claim:q", "subject", "enterprise:a", "indicator", "indicator:capacity", "value", "70", "unit", "万吨", "modality", "actual", "period",
		"2025", "source", "source:003-1", "locator", "003-1:2:5-9", NULL);
	struct index *index = catalogue_index(&c);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = {0};
		struct evidence evidence = evidence_claim(index, index_find_id(index, str_from(rows[i].claim)));
		evidence_cite(&evidence, index, LANGUAGE_ZH, &out);
		assert_str(strbuf_str(&out), rows[i].expected);
		strbuf_release(&out);
	}
	index_free(index);
	catalogue_release(&c);
}

/* In any area nothing is written outside of it, and what does not fit is announced by '~'. */
static void any_area(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	struct evidence evidence = evidence_claim(s.index, ref_of(&s, "claim:c2"));
	struct strbuf whole = {0};
	for (int columns = 1; columns < 90; columns++)
		for (int rows = 1; rows < 12; rows++) {
			struct grid grid;
			grid_init(&grid, columns + 4, rows + 2, AMBI_NARROW, false);
			evidence_draw(s.app, &grid, (struct area){1, 2, rows, columns}, &evidence, true);
			assert_grid(&grid);
			for (int r = 0; r < rows + 2; r++)
				for (int c = 0; c < columns + 4; c++)
					if (r < 1 || r > rows || c < 2 || c >= columns + 2)
						assert_int_equal(grid_at(&grid, r, c)->bytes[0], ' ');
			strbuf_clear(&whole);
			grid_dump(&grid, &whole);
			bool complete = str_find(strbuf_str(&whole), STR("500000000"), 0) >= 0 && str_find(strbuf_str(&whole), STR("800000000"), 0) >= 0;
			if (!complete && str_find_byte(strbuf_str(&whole), '~', 0) < 0)
				fail_msg("%d x %d: something is left out silently:\n%.*s", columns, rows, STR_ARG(strbuf_str(&whole)));
			grid_release(&grid);
		}
	strbuf_release(&whole);
	stage_close(&s);
}

/* The drawer of five rows holds the whole evidence of a plain figure at 80 columns. */
static void the_drawer_is_enough(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	app_go_record(s.app, ref_of(&s, "project:wenzhuo"));
	stage_draw(&s, 80, 24);
	stage_keys(&s, "} l e");
	stage_expect(&s, "数据 总投资 5亿元  主体 安徽稳卓汽车零部件项目  时期 2025");
	stage_expect(&s, "判定 !矛盾 8亿元");
	stage_keys(&s, "e");
	stage_expect_not(&s, "判定 !矛盾 8亿元");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_figure_and_what_speaks_against_it), cmocka_unit_test(a_figure_alone), cmocka_unit_test(a_part_names_its_whole), cmocka_unit_test(a_citation_of_little), cmocka_unit_test(any_area), cmocka_unit_test(the_drawer_is_enough),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
