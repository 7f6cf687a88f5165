#include "support/stage.h"

/* What keys send to the clipboard; NULL: nothing was sent. */
static const char *copied(struct stage *s, const char *keys, struct effect *effect)
{
	stage_keys(s, keys);
	return app_effect(s->app, effect) && effect->type == EFFECT_COPY ? effect->text : NULL;
}

static void expect(struct stage *s, const char *keys, const char *expected)
{
	struct effect effect;
	const char *text = copied(s, keys, &effect);
	if (!text || strcmp(text, expected))
		fail_msg("%s: found \"%s\", expected \"%s\"", keys, text ? text : "nothing", expected);
}

static void rows_and_cells(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	expect(&s, "y y", "星萌冻干食品项目\t长子经开区\t\t在建\t\t25.6亿元");
	expect(&s, "j y y", "安徽稳卓汽车零部件项目\t兴县经开区\t\t签约\t\t5亿元; 8亿元");
	expect(&s, "y c", "安徽稳卓汽车零部件项目");
	expect(&s, "l y c", "签约");
	expect(&s, "l y c", "5亿元; 8亿元"); /* the sign belongs to the screen */
	stage_close(&s);
}

/* What data has in it makes no cell and no row more. */
static void a_tab_in_a_name(void **state)
{
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "project:tab", "name", "阿甲\t乙\n丙", "zone", "zone:xingxian", "status", "signed", NULL);
	stage_begin(&s, "projects", &settings);
	stage_keys(&s, "/");
	stage_type(&s, "阿甲");
	stage_keys(&s, "Enter");
	expect(&s, "y y", "阿甲 乙 丙\t兴县经开区\t\t签约\t\t");
	stage_close(&s);
}

/* Money that a ledger holds in whole yuan is read short, and copied as it is printed: from a list and from a page. */
static void a_figure_as_printed(void **state)
{
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	stage_rows(&s);
	stage_claim(&s, "project:jintong", "indicator:invest", "98700000000", "元", "2025", "source:000-1");
	stage_begin(&s, "projects", &settings);
	stage_keys(&s, "/");
	stage_type(&s, "金通");
	stage_keys(&s, "Enter l l");
	stage_draw(&s, 80, 24);
	stage_expect(&s, "987亿元");
	expect(&s, "y c", "3.2亿元; 98700000000元");
	stage_keys(&s, "Enter");
	stage_draw(&s, 80, 24);
	stage_keys(&s, "}");
	stage_keys(&s, "j l");
	stage_draw(&s, 80, 24);
	stage_expect(&s, "987亿元");
	expect(&s, "y c", "98700000000元");
	stage_close(&s);
}

/* A table with titles, cells parted by tabs, in the order of the catalogue; nothing where nothing is marked. */
static void marked_rows(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	stage_open(&s, "projects");
	assert_null(copied(&s, "y m", &effect));
	stage_expect(&s, "没有标记");
	expect(&s, "Space j Space y m",
		"名称\t开发区\t业主\t状态\t更新\t总投资\n"
		"金通电工圆铝杆项目\t兴县经开区\t\t投产\t\t3.2亿元\n"
		"星萌冻干食品项目\t长子经开区\t\t在建\t\t25.6亿元\n");
	stage_close(&s);
}

static void where_there_is_nothing(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "& z z q q x Enter");
	assert_null(copied(&s, "y y", &effect));
	stage_expect(&s, "此处没有可复制的");
	stage_close(&s);
}

static void a_citation_in_the_language_of_the_screen(void **state)
{
	(void)state;
	for (int english = 0; english < 2; english++) {
		struct settings settings = {.language = english ? LANGUAGE_EN : LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
		struct stage s = {0};
		stage_rows(&s);
		stage_begin(&s, "projects", &settings);
		stage_draw(&s, 80, 24);
		expect(&s, "l l y r", english ? "星萌冻干食品项目 总投资 25.6亿元（2025；《调研 甲》 2025-12，paragraph 1, characters 0-5）" : "星萌冻干食品项目 总投资 25.6亿元（2025；《调研 甲》 2025-12，第1段 字符0-5）");
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_and_cells), cmocka_unit_test(a_tab_in_a_name),
		cmocka_unit_test(a_figure_as_printed),
		cmocka_unit_test(marked_rows), cmocka_unit_test(where_there_is_nothing),
		cmocka_unit_test(a_citation_in_the_language_of_the_screen),
	};
	return cmocka_run_group_tests_name("view/app_copy", tests, NULL, NULL);
}
