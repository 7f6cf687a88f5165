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

static struct str line_with(const struct stage *s, const char *text)
{
	struct str rest = strbuf_str(&s->text), line;
	while (str_split(&rest, '\n', &line))
		if (str_find(line, str_from(text), 0) >= 0)
			return line;
	stage_expect(s, text);
	return STR("");
}

/* Each part stands in the line of `label`, one behind the other. */
static void expect_order(const struct stage *s, const char *label, const char *const parts[3])
{
	struct str line = line_with(s, label);
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
	assert_true(str_find(line_with(&s, "企业数 四上"), STR("~"), 0) < 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(side_by_side), cmocka_unit_test(other_kinds_and_more_of_them), cmocka_unit_test(narrow_screens_stack),
		cmocka_unit_test(names_and_figures_are_doors_and_evidence), cmocka_unit_test(too_few_say_what_to_do), cmocka_unit_test(every_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
