#include "support/stage.h"

static void rows(struct catalogue *c)
{
	catalogue_add(c, "indicator:floor-area", "name", "建筑面积", NULL);
	catalogue_add(c, "source:000-1", "name", "甲报", "date", "2025-12", NULL);
	catalogue_add(c, "zone:jia", "name", "甲开发区", "short_names", "甲区", NULL);
	catalogue_add(c, "zone:yi", "name", "乙开发区", "short_names", "乙区", NULL);
	catalogue_add(c, "facility:jia", "name", "标准厂房", "zone", "zone:jia", NULL);
	catalogue_add(c, "facility:yi", "name", "乙厂房", "zone", "zone:yi", NULL);
	catalogue_add(c, "facility:pipe", "name", "蒸汽管网", "zone", "zone:jia", NULL);
	catalogue_add(c, "claim:1", "subject", "facility:jia", "indicator", "indicator:floor-area", "item", "标准厂房", "value", "2", "unit", "万平方米", "modality", "actual", "source", "source:000-1",
		"locator", "000-1:1:0-5", NULL);
}

static void open_at(struct stage *s, const char *screen, const char *needs)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct place place;
	*s = (struct stage){0};
	rows(&s->catalogue);
	s->index = catalogue_index(&s->catalogue);
	s->app = app_new(&settings);
	app_set_index(s->app, s->index);
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.query, str_from(needs));
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 100, 24, settings.ambi, settings.ascii);
	stage_draw(s, 100, 24);
}

static void test_zones(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "site", "厂房>=1万平方米 蒸汽");
	stage_expect_cursor(&s, "甲区");
	stage_expect(&s, "标准厂房 2万平方米");
	stage_expect(&s, "蒸汽管网");
	stage_expect(&s, "?有,多少不知 乙厂房");
	stage_expect(&s, "- 不知");
	stage_expect(&s, "2区");
	stage_keys(&s, "l e");
	stage_expect(&s, "甲报");
	stage_keys(&s, "e Enter");
	stage_expect(&s, "标准厂房");
	stage_keys(&s, "q h Enter");
	stage_expect(&s, "甲开发区");
	stage_keys(&s, "q /");
	stage_type(&s, "乙");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "乙区");
	stage_close(&s);
}

static void test_left_out(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "site", "厂房>=5万平方米");
	stage_expect_cursor(&s, "乙区");
	stage_expect(&s, "数据说不够的 1");
	stage_close(&s);
	open_at(&s, "site", "码头");
	stage_expect(&s, "没有一个区有这方面的记载");
	stage_keys(&s, "j Enter e / x Enter");
	stage_expect(&s, "找不到");
	stage_close(&s);
	open_at(&s, "site", "厂房>=许多");
	stage_expect(&s, "query:1:5: found");
	stage_keys(&s, "j / Esc");
	stage_close(&s);
}

static void test_palette(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "home", "");
	stage_keys(&s, ":");
	stage_type(&s, "site");
	stage_keys(&s, "Enter");
	stage_expect(&s, "选址 (厂房>=1万m2 蒸汽 铁路):");
	stage_keys(&s, "Esc :");
	stage_type(&s, "site 厂房 蒸汽");
	stage_keys(&s, "Enter");
	stage_expect(&s, "选址: 厂房 蒸汽");
	stage_expect_cursor(&s, "甲区");
	stage_close(&s);
}

static void test_fault_in_the_language_of_the_screen(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "site", ">=5亩");
	stage_expect(&s, "“>=5亩”没说要什么");
	stage_close(&s);
}

static void test_taken_along(void **state)
{
	(void)state;
	struct stage s;
	struct effect effect;
	open_at(&s, "site", "厂房>=1万平方米 蒸汽");
	stage_keys(&s, "F8");
	stage_expect(&s, "site.csv");
	stage_keys(&s, "Enter");
	assert_true(app_effect(s.app, &effect));
	assert_int_equal(effect.type, EFFECT_EXPORT_TABLE);
	assert_non_null(strstr(effect.text, "节\t开发区\t厂房>=1万平方米\t蒸汽\n"));
	assert_non_null(strstr(effect.text, "\t甲区\t标准厂房 建筑面积 标准厂房 2万平方米\t蒸汽管网"));
	stage_close(&s);
	open_at(&s, "site", "码头");
	stage_keys(&s, "F8");
	stage_expect(&s, "没有符合的记录");
	assert_false(app_effect(s.app, &effect));
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_zones), cmocka_unit_test(test_left_out), cmocka_unit_test(test_palette),
		cmocka_unit_test(test_taken_along),
		cmocka_unit_test(test_fault_in_the_language_of_the_screen)};
	return cmocka_run_group_tests_name("view/site_screen", tests, NULL, NULL);
}
