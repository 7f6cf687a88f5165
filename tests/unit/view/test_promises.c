#include "support/stage.h"

/* A zone that promised: one target kept, one overdue, an expectation without a target; and the zones of its province. */
static void rows(struct catalogue *c)
{
	static const struct {
		const char *id, *subject, *indicator, *item, *value, *unit, *modality, *period, *part_of, *source;
	} claims[] = {
		{"claim:p1", "zone:z", "indicator:output", "", "100", "亿元", "target", "2024", "", "source:old"},
		{"claim:a1", "zone:z", "indicator:output", "", "120", "亿元", "actual", "2025", "", "source:new"},
		{"claim:p2", "zone:z", "indicator:jobs", "", "300", "个", "expected", "", "", "source:old"},
		{"claim:p3", "zone:z", "indicator:capacity", "氢气", "7", "万吨", "expected", "2030", "", "source:old"},
		{"claim:w", "region:p", "indicator:zones", "开发区", "5", "个", "actual", "", "", "source:new"},
		{"claim:w1", "region:p", "indicator:zones", "经济技术开发区", "4", "个", "actual", "", "claim:w", "source:new"},
		{"claim:w2", "region:p", "indicator:zones", "高新技术类开发区", "1", "个", "actual", "", "claim:w", "source:new"},
	};
	static const char *const indicators[] = {"output", "产值", "jobs", "就业岗位", "capacity", "产能", "zones", "开发区数"};
	for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i += 2) {
		char id[40];
		snprintf(id, sizeof id, "indicator:%s", indicators[i]);
		catalogue_add(c, id, "name", indicators[i + 1], NULL);
	}
	catalogue_add(c, "source:old", "name", "旧文", "date", "2023-10", NULL);
	catalogue_add(c, "source:new", "name", "新文", "date", "2026-02", NULL);
	catalogue_add(c, "region:p", "name", "某省", "level", "province", NULL);
	catalogue_add(c, "region:q", "name", "某县", "level", "county", "parent", "region:p", NULL);
	catalogue_add(c, "zone:z", "name", "某县经济技术开发区", "short_names", "某县经开区", "class", "economic", "region", "region:q", NULL);
	catalogue_add(c, "zone:y", "name", "另一经济技术开发区", "class", "economic", "region", "region:p", NULL);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
		catalogue_add(c, claims[i].id, "subject", claims[i].subject, "indicator", claims[i].indicator, "item", claims[i].item, "value",
			claims[i].value, "unit", claims[i].unit, "modality", claims[i].modality, "period", claims[i].period, "part_of", claims[i].part_of,
			"source", claims[i].source, "locator", "old:1:0-1", NULL);
	catalogue_add(c, "target:kept", "name", "产值过百亿", "claim", "claim:p1", "due", "2024", "source", "source:old", NULL);
	catalogue_add(c, "target:late", "name", "岗位三百个", "claim", "claim:p2", "due", "2024-12", "source", "source:old", NULL);
	catalogue_add(c, "target:words", "name", "打造新高地", "source", "source:old", NULL);
}

static void open_at(struct stage *s, const char *screen, const char *id)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = day_number(2026, 3, 1)};
	*s = (struct stage){0};
	rows(&s->catalogue);
	stage_begin(s, screen, &settings);
	stage_draw(s, 100, 40);
	if (id)
		app_go_record(s->app, index_find_id(s->index, str_from(id)));
	stage_draw(s, 100, 40);
}

static void expect_line(const struct stage *s, const char *text, const char *with)
{
	struct str line = stage_line_with(s, text);
	if (str_find(line, str_from(with), 0) < 0)
		fail_msg("found \"%.*s\", expected \"%s\" in it", STR_ARG(line), with);
}

static void test_list(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "targets", NULL);
	expect_line(&s, "产值过百亿", "兑现 ");
	expect_line(&s, "产值过百亿", "某县经开区 100亿元");
	expect_line(&s, "产值过百亿", "某县经开区 120亿元");
	expect_line(&s, "岗位三百个", "未见!");
	expect_line(&s, "打造新高地", "未见 ");
	stage_keys(&s, "/");
	stage_type(&s, "岗位");
	stage_keys(&s, "Enter E");
	stage_expect(&s, "未见 期限 2024-12-31 !逾期");
	stage_keys(&s, "E &");
	stage_type(&s, "verdict:兑现");
	stage_keys(&s, "Enter");
	stage_expect(&s, "1/1(3)");
	stage_keys(&s, "Enter"); /* the target's own page has what follows, too */
	expect_line(&s, "实际", "120亿元");
	stage_expect(&s, "兑现");
	stage_close(&s);
}

static void test_page_of_who_promised(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "home", "zone:z");
	stage_expect(&s, "目标承诺 3");
	expect_line(&s, "产值过百亿", "120亿元 2025");
	expect_line(&s, "产值过百亿", "兑现");
	expect_line(&s, "岗位三百个", "!逾期");
	expect_line(&s, "7万吨    2030 ", "未见"); /* expected without a target */
	stage_close(&s);
}

static void test_zones_of_a_province(void **state)
{
	(void)state;
	struct stage s;
	open_at(&s, "home", "region:p");
	stage_expect(&s, "开发区:印出的与知道的");
	expect_line(&s, "  开发区    ", "5个     2   3");
	expect_line(&s, "  经济技术开发区 ", "4个     2   2");
	expect_line(&s, "  高新技术类开发区 ", "1个     0   1");
	stage_keys(&s, "/");
	stage_type(&s, "经济技术开发区");
	stage_keys(&s, "Enter l l Enter"); /* the number known leads to their list */
	stage_expect(&s, "另一经济技术开发区");
	stage_expect(&s, "/2");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_page_of_who_promised),
		cmocka_unit_test(test_zones_of_a_province),
	};
	return cmocka_run_group_tests_name("view/promises", tests, NULL, NULL);
}
