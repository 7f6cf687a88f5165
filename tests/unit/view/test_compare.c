#include "support/stage.h"

#include "view/place.h"

static void claim(struct stage *s, const char *subject, const char *indicator, const char *item, const char *value, const char *unit, const char *modality,
	const char *period)
{
	char id[32];
	snprintf(id, sizeof id, "claim:x%u", ++s->n_claims);
	catalogue_add(&s->catalogue, id, "subject", subject, "indicator", indicator, "item", item, "value", value, "unit", unit, "modality", modality,
		"period", period, "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
}

static void open_comparison(struct stage *s, const char *ids)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct place place;
	struct str rest = str_from(ids), id;
	*s = (struct stage){0};
	stage_rows(s);
	catalogue_add(&s->catalogue, "indicator:enterprises", "name", "企业数", NULL);
	catalogue_add(&s->catalogue, "indicator:land", "name", "用地", NULL);
	claim(s, "zone:zhangzi", "indicator:total-output", "", "100", "亿元", "planned", "2024");
	claim(s, "zone:xingxian", "indicator:enterprises", "四上", "22", "户", "actual", "2025");
	claim(s, "zone:zhangzi", "indicator:enterprises", "四上", "17", "户", "actual", "2025");
	claim(s, "zone:xingxian", "indicator:enterprises", "高新", "6", "户", "actual", "2025");
	claim(s, "zone:zhangzi", "indicator:enterprises", "高新", "6", "户", "target", "2025");
	claim(s, "zone:xingxian", "indicator:land", "标准地", "22.16", "亩", "actual", "2025");
	claim(s, "zone:xingxian", "indicator:land", "园区", "2", "平方公里", "actual", "2025");
	claim(s, "zone:zhangzi", "indicator:land", "园区", "300", "亩", "actual", "2025");
	stage_begin(s, "home", &settings);
	place_init(&place, SCREEN_COMPARE, KIND_COUNT);
	for (size_t i = 0; str_split(&rest, ' ', &id); i++)
		place_set(&place.ids[i], id);
	app_go(s->app, &place);
	place_release(&place);
	stage_draw(s, 100, 40);
}

/* Each part stands in the line of `label`, one behind the other. */
static void expect_order(const struct stage *s, const char *label, const char *const parts[3])
{
	struct str line = stage_line_with(s, label);
	ptrdiff_t at = 0;
	for (size_t i = 0; i < 3 && parts[i]; i++) {
		at = str_find(line, str_from(parts[i]), (size_t)at);
		if (at < 0)
			fail_msg("row \"%s\" lacks \"%s\":\n%.*s", label, parts[i], STR_ARG(strbuf_str(&s->text)));
		at++;
	}
}

static void side_by_side(void **state)
{
	static const struct {
		const char *label, *parts[3];
	} rows[] = {
		{"名称", {"山西兴县经济技术开发区", "山西长子经济技术开发区"}},
		{"类别", {"经济技术", "经济技术"}},
		{"行政区", {"兴县", "-"}},
		{"总产值", {"275亿元 (2025-01/2025-09 计划)", "100亿元 (2024 计划)", "~期不同"}},
		{"企业数 四上", {"22户 (2025)", "17户 (2025)"}},
		{"企业数 高新", {"6户 (2025)", "6户 (2025 目标)", "~口径不同"}},
		{"用地 园区", {"2平方公里", "300亩", "~单位不同"}},
		{"用地 标准地", {"22.16亩", "-"}},
	};
	struct stage s;
	(void)state;
	open_comparison(&s, "zone:xingxian zone:zhangzi");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect_order(&s, rows[i].label, rows[i].parts);
	/* Where nothing differs but the number there is nothing to note. */
	assert_true(str_find(stage_line_with(&s, "企业数 四上"), STR("~"), 0) < 0);
	/* What both have stands before what one has. */
	assert_true(str_find(strbuf_str(&s.text), STR("用地 园区"), 0) < str_find(strbuf_str(&s.text), STR("用地 标准地"), 0));
	stage_close(&s);
}

static void other_kinds_and_more_of_them(void **state)
{
	struct stage s;
	(void)state;
	open_comparison(&s, "zone:xingxian project:wenzhuo zone:zhangzi project:jintong");
	expect_order(&s, "状态", (const char *const[3]){"签约", "投产", NULL});
	stage_expect(&s, "5亿元");
	stage_expect(&s, "8亿元");
	stage_close(&s);
}

static void narrow_screens_stack(void **state)
{
	struct stage s;
	(void)state;
	open_comparison(&s, "zone:xingxian zone:zhangzi");
	stage_draw(&s, 40, 60);
	expect_order(&s, "兴县经开区  2", (const char *const[3]){"22户 (2025)", NULL, NULL});
	stage_expect(&s, "长子经开区  17户 (2025)");
	/* Nothing is left out silently: what is missing is '-' here, too. */
	stage_expect(&s, "长子经开区  -");
	stage_close(&s);
}

static void names_and_figures_are_doors_and_evidence(void **state)
{
	struct stage s;
	(void)state;
	open_comparison(&s, "zone:xingxian zone:zhangzi");
	stage_keys(&s, "l l Enter");
	stage_expect(&s, "概况");
	stage_expect(&s, "> 名称  山西长子经济技术开发区");
	stage_keys(&s, "q } h E");
	stage_expect(&s, "275亿元");
	stage_expect(&s, "《调研 甲》");
	stage_close(&s);
}

static void too_few_say_what_to_do(void **state)
{
	static const char *const ids[] = {"zone:xingxian", "zone:xingxian zone:nowhere"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct stage s;
		open_comparison(&s, ids[i]);
		stage_expect(&s, message(MSG_COMPARE_EMPTY, LANGUAGE_ZH).p);
		assert_row(stage_shows(&s, "zone:nowhere") == (i == 1), ids[i]);
		stage_keys(&s, "j Enter e l c");
		stage_close(&s);
	}
}

static void every_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 12}, {200, 60}, {20, 6}, {1, 1}, {4, 9}};
	struct stage s;
	(void)state;
	open_comparison(&s, "zone:xingxian project:wenzhuo zone:zhangzi project:jintong");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		stage_draw(&s, sizes[i][0], sizes[i][1]);
		stage_keys(&s, "j l l e G k } E { e ^D ^U");
	}
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "j l Enter e c");
	stage_close(&s);
}

/* A zone's chain beside its reference chain: ore, alumina, aluminium, bars; it has alumina under another name, bars in its other chain. */
static void open_chains(struct stage *s, const char *screen, const char *id)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct place place;
	struct catalogue *c = &s->catalogue;
	*s = (struct stage){0};
	stage_rows(s);
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "sector:c3216", "name", "铝冶炼", "code", "C3216", NULL);
	catalogue_add(c, "chain:t", "name", "铝链（参照）", "short_names", "铝模板", NULL);
	catalogue_add(c, "stage:t1", "name", "铝土矿", "chain", "chain:t", "position", "1", NULL);
	catalogue_add(c, "stage:t2", "name", "氧化铝", "chain", "chain:t", "position", "2", "sector", "sector:c3216", NULL);
	catalogue_add(c, "stage:t3", "name", "电解铝", "chain", "chain:t", "position", "3", NULL);
	catalogue_add(c, "stage:t4", "name", "铝杆", "chain", "chain:t", "position", "4", NULL);
	catalogue_add(c, "chain:a", "name", "兴县铝链", "zone", "zone:xingxian", "template", "chain:t", NULL);
	catalogue_add(c, "stage:a2", "name", "氧化铝厂", "chain", "chain:a", "position", "1", "template", "stage:t2", NULL);
	catalogue_add(c, "stage:a5", "name", "镓", "chain", "chain:a", "position", "2", NULL);
	catalogue_add(c, "stage:a3", "name", "电解铝", "chain", "chain:a", "position", "3", "template", "stage:t3", NULL);
	catalogue_add(c, "chain:b", "name", "兴县线缆链", "zone", "zone:xingxian", NULL);
	catalogue_add(c, "stage:b4", "name", "铝杆", "chain", "chain:b", "template", "stage:t4", NULL);
	catalogue_add(c, "enterprise:x", "name", "铝杆厂", NULL);
	catalogue_add(c, "placement:x1", "enterprise", "enterprise:x", "stage", "stage:b4", NULL);
	catalogue_add(c, "claim:cap", "subject", "zone:xingxian", "indicator", "indicator:capacity", "item", "氧化铝厂", "value", "200", "unit", "万吨", "modality", "capacity", "source",
		"source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(s, "home", &settings);
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.ids[0], str_from(id));
	if (place.screen == SCREEN_COMPARE)
		place_set(&place.ids[1], STR("chain:t"));
	app_go(s->app, &place);
	place_release(&place);
	stage_draw(s, 100, 40);
}

static void expect_stages(const struct stage *s)
{
	stage_expect(s, "逐环节对照 5");
	expect_order(s, "铝土矿", (const char *const[3]){"铝土矿", "!没有此环节"});
	expect_order(s, "铝冶炼", (const char *const[3]){"氧化铝", "氧化铝厂 中 200万吨", "C3216 铝冶炼"});
	expect_order(s, "(兴县线缆链)", (const char *const[3]){"铝杆", "(兴县线缆链) 弱 1企"});
	expect_order(s, "镓", (const char *const[3]){"镓", "!缺", "参照链没有"});
}

static void chains_stage_by_stage(void **state)
{
	static const struct {
		const char *name, *screen, *id, *keys;
	} ways[] = {
		{"both named", "compare", "chain:a", "g g"},
		{"from the chain's page", "chain", "chain:a", "C"},
		{"from a row of its page", "chain", "chain:a", "} } j C"},
		{"from a stage's page", "record", "stage:a2", "C"},
		{"from its map", "map", "chain:a", "C"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct stage s;
		open_chains(&s, ways[i].screen, ways[i].id);
		stage_keys(&s, ways[i].keys);
		if (!stage_shows(&s, "比较 兴县铝链/铝模板"))
			fail_msg("row \"%s\":\n%s", ways[i].name, s.text.p);
		expect_stages(&s);
		stage_keys(&s, "j l e");
		stage_expect(&s, "氧化铝厂 200万吨");
		stage_keys(&s, "e Enter");
		stage_expect(&s, "环节");
		stage_close(&s);
	}
}

static void a_chain_without_reference_waits_for_another(void **state)
{
	struct stage s;
	(void)state;
	open_chains(&s, "chain", "chain:b");
	stage_expect_not(&s, "与参照链对照");
	stage_keys(&s, "C");
	stage_expect(&s, "兴县线缆链");
	stage_expect_not(&s, "逐环节对照");
	stage_keys(&s, "c q");
	stage_close(&s);
	open_chains(&s, "chain", "chain:a");
	stage_expect(&s, "与参照链对照 (C)");
	stage_close(&s);
}

/* Two to four marked rows of a list are compared where nothing was put aside. */
static void marked_rows_stand_side_by_side(void **state)
{
	static const struct {
		const char *name, *keys, *expected;
	} rows[] = {
		{"none", "C", "先用 c 放入两条以上"},
		{"one", "Space C", "先用 c 放入两条以上"},
		{"two", "Space Space C", "比较 兴县经开区/"},
		{"put aside goes before marked", "Space Space g g c C", "先用 c 放入两条以上"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		stage_open(&s, "zones");
		stage_keys(&s, rows[i].keys);
		if (!stage_shows(&s, rows[i].expected))
			fail_msg("row \"%s\":\n%s", rows[i].name, s.text.p);
		stage_close(&s);
	}
}

/* What stands side by side is taken along as one table. */
static void a_comparison_is_exported(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	open_comparison(&s, "zone:xingxian zone:zhangzi");
	stage_keys(&s, "F8");
	stage_expect(&s, "compare.csv");
	stage_keys(&s, "Enter");
	assert_true(app_effect(s.app, &effect));
	assert_int_equal(effect.type, EFFECT_EXPORT_TABLE);
	assert_string_equal(effect.path, "compare.csv");
	static const char *const lines[] = {"节\t项\t兴县经开区\t长子经开区\t注\n",
		"概况\t名称\t山西兴县经济技术开发区\t山西长子经济技术开发区\t\n", "数据\t用地 标准地\t22.16亩 (2025)\t\t\n"};
	for (size_t i = 0; i < 3; i++)
		if (!strstr(effect.text, lines[i]))
			fail_msg("no line \"%s\" in\n%s", lines[i], effect.text);
	/* A page that is no table says at once that it cannot be exported. */
	stage_keys(&s, "? F8");
	stage_expect(&s, "此处不能用");
	stage_close(&s);
}

/* Two records of one name are two columns. */
static void namesakes_stay_apart(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	open_comparison(&s, "zone:xingxian zone:xingxian");
	stage_keys(&s, "F8 Enter");
	assert_true(app_effect(s.app, &effect));
	assert_non_null(strstr(effect.text, "节\t项\t兴县经开区\t兴县经开区"));
	assert_non_null(strstr(effect.text, "概况\t名称\t山西兴县经济技术开发区\t山西兴县经济技术开发区"));
	stage_close(&s);
}

static void what_is_put_aside_is_taken_back(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	stage_keys(&s, "c");
	stage_expect(&s, "已放入比较,C 并排看 1/4");
	stage_keys(&s, "c");
	stage_expect(&s, "已从比较中取出 0/4");
	stage_keys(&s, "C");
	stage_expect(&s, "先用 c 放入两条以上");
	stage_close(&s);
}

static void a_fifth_is_refused(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "c j c j c j c");
	stage_expect(&s, "已放入比较,C 并排看 4/4");
	stage_keys(&s, "j c");
	stage_expect(&s, "比较已满四条,C 并排看,:compare-clear 清空 4/4");
	stage_close(&s);
}

/* What was compared stays put aside: one comes back to it, adds to it, empties it; what was marked since goes before it. */
static void what_was_compared_stays(void **state)
{
	static const struct {
		const char *name, *keys, *expected, *not_expected;
	} rows[] = {
		{"once more", "c j c C q j j C", "比较 兴县经开区/", "先用 c"},
		{"one more", "c j c C q j c", "已放入比较,C 并排看 3/4", NULL},
		{"the cursor's own column", "c j c C j l c", "已从比较中取出 1/4", NULL},
		{"another kind", "c j c C q 5 c", "已放入比较,C 并排看 1/4", NULL},
		{"another kind before C", "c j c 5 c", "已放入比较,C 并排看 3/4", NULL},
		{"emptied", "c j c C q : c o m p a r e - c l e a r Enter C", "先用 c 放入两条以上", NULL},
		{"marked since", "c j c C q j Space Space C", "比较 ", "兴县"},
		{"marked before", "j j Space Space g g c j c C q C", "比较 兴县经开区/", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		stage_open(&s, "zones");
		stage_keys(&s, rows[i].keys);
		if (!stage_shows(&s, rows[i].expected) || (rows[i].not_expected && stage_shows(&s, rows[i].not_expected)))
			fail_msg("row \"%s\":\n%s", rows[i].name, s.text.p);
		stage_close(&s);
	}
}

/* A comparison of other things is not in the way of a chain and its reference chain. */
static void a_chain_goes_before_what_was_compared(void **state)
{
	struct stage s;
	(void)state;
	open_chains(&s, "chain", "chain:a");
	stage_keys(&s, "2 c j c C");
	stage_expect_not(&s, "逐环节对照");
	stage_keys(&s, "q H C");
	stage_expect(&s, "逐环节对照");
	stage_close(&s);
}

/* A refused name is there to be mended, a good one is forgotten. */
static void a_refused_file_name_is_offered_again(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	app_export_failed(s.app, STR("/nowhere/名单.xlsx"));
	stage_keys(&s, "F8");
	stage_expect(&s, "/nowhere/名单.xlsx");
	stage_keys(&s, "Enter F8");
	stage_expect(&s, "projects.csv");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comparison_is_exported),
		cmocka_unit_test(namesakes_stay_apart),
		cmocka_unit_test(what_is_put_aside_is_taken_back),
		cmocka_unit_test(a_fifth_is_refused),
		cmocka_unit_test(what_was_compared_stays),
		cmocka_unit_test(a_chain_goes_before_what_was_compared),
		cmocka_unit_test(a_refused_file_name_is_offered_again),
		cmocka_unit_test(side_by_side), cmocka_unit_test(other_kinds_and_more_of_them), cmocka_unit_test(narrow_screens_stack),
		cmocka_unit_test(names_and_figures_are_doors_and_evidence), cmocka_unit_test(too_few_say_what_to_do), cmocka_unit_test(every_size),
		cmocka_unit_test(chains_stage_by_stage), cmocka_unit_test(a_chain_without_reference_waits_for_another),
		cmocka_unit_test(marked_rows_stand_side_by_side),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
