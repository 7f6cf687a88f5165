#include "support/stage.h"

/* What the catalogue knows: 兴县 two indicators (one contradicted), 长子 one from two sources; the others by name only. */
static void add_claim(struct catalogue *c, const char *id, const char *zone, const char *indicator, const char *value, const char *source)
{
	catalogue_add(c, id, "subject", zone, "indicator", indicator, "value", value, "unit", "家", "modality", "actual", "period", "2025", "source", source,
		"locator", "000-1:1:0-5", NULL);
}

static void open_sized(struct stage *s, int columns, int rows, enum language language)
{
	struct settings settings = {.language = language, .ambi = AMBI_NARROW, .today = 20800};
	*s = (struct stage){0};
	stage_rows(s);
	catalogue_add(&s->catalogue, "indicator:enterprises", "name", "企业数", NULL);
	catalogue_add(&s->catalogue, "indicator:jobs", "name", "就业岗位", NULL);
	add_claim(&s->catalogue, "claim:i1", "zone:xingxian", "indicator:enterprises", "22", "source:000-1");
	add_claim(&s->catalogue, "claim:i2", "zone:xingxian", "indicator:enterprises", "30", "source:001-1");
	add_claim(&s->catalogue, "claim:i3", "zone:zhangzi", "indicator:enterprises", "17", "source:000-1");
	add_claim(&s->catalogue, "claim:i4", "zone:zhangzi", "indicator:enterprises", "17", "source:001-1");
	add_claim(&s->catalogue, "claim:i5", "zone:zhangzi", "indicator:jobs", "5", "source:000-1");
	stage_begin(s, "ignorance", &settings);
	stage_draw(s, columns, rows);
}

static void test_matrix(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_expect(&s, "缺数图");
	stage_expect(&s, "有数 2  只知其名 2");
	stage_expect(&s, ">  兴县经开区             2  !  .  1");
	stage_expect(&s, "   长子经开区             2  =  1  .");
	stage_expect(&s, "晋中农业高新~开发区    0  .  .  .");
	stage_expect(&s, ". 无   1 单源   = 多源不矛盾   ! 矛盾");
	/* names of the columns stand from above to below */
	stage_expect(&s, "企 就 总");
	stage_expect(&s, "业 业 产");
	stage_close(&s);
}

static void test_cursor_says_what_it_is_on(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_expect(&s, "指标 3  有数 2");
	stage_keys(&s, "l");
	stage_expect(&s, "企业数  2/2 区有此数");
	stage_expect(&s, "兴县经开区  ! 矛盾  2 处来源  22家; 30家");
	stage_expect(&s, "[!]");
	stage_keys(&s, "j l");
	stage_expect(&s, "长子经开区  1 单源  5家");
	stage_keys(&s, "l l l l");
	stage_expect(&s, "总产值  1/2 区有此数"); /* the last column holds */
	stage_keys(&s, "e");
	stage_expect(&s, "长子");
	stage_close(&s);
}

static void test_opening(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_keys(&s, "l Enter"); /* a cell with figures: its figures */
	stage_expect(&s, "数据");
	stage_expect(&s, "1/2");
	stage_expect(&s, "30家");
	stage_keys(&s, "q");
	stage_expect(&s, "[!]"); /* back on the same cell */
	stage_keys(&s, "l Enter"); /* an empty one: the zone */
	stage_expect(&s, "山西兴县经济技术开发区");
	stage_keys(&s, "J");
	stage_expect(&s, "山西长子经济技术开发区");
	stage_close(&s);
}

/* The zone in the first row of the matrix. */
static const char *first_zone(struct stage *s)
{
	stage_keys(s, "g g");
	return stage_shows(s, ">  兴县") ? "兴县" : stage_shows(s, ">  长子") ? "长子" : "?";
}

static void test_orders(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_keys(&s, "l l [");
	assert_string_equal(first_zone(&s), "兴县"); /* it lacks jobs */
	stage_expect(&s, "排 jobs");
	stage_keys(&s, "[");
	assert_string_equal(first_zone(&s), "长子");
	stage_expect(&s, "排 -jobs");
	stage_keys(&s, "[");
	assert_false(stage_shows(&s, "jobs"));
	stage_keys(&s, "l ]");
	assert_string_equal(first_zone(&s), "兴县"); /* it has an output */
	stage_keys(&s, "h h h ]");
	stage_expect(&s, "排 -missing");
	stage_close(&s);
}

static void test_filters(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_keys(&s, "!");
	stage_expect(&s, "有数 1  只知其名 0");
	assert_false(stage_shows(&s, "长子"));
	stage_keys(&s, "! &");
	stage_type(&s, "长子");
	stage_keys(&s, "Enter");
	stage_expect(&s, "有数 1  只知其名 0");
	stage_expect(&s, ">  长子经开区");
	stage_keys(&s, "&");
	stage_type(&s, " nofield:1");
	stage_keys(&s, "Enter");
	stage_expect(&s, "nofield"); /* said, and the rows stay */
	stage_expect(&s, ">  长子经开区");
	stage_close(&s);
}

static void test_finding(void **state)
{
	(void)state;
	struct stage s;
	open_sized(&s, 80, 24, LANGUAGE_ZH);
	stage_keys(&s, "/");
	stage_type(&s, "zz");
	stage_keys(&s, "Enter");
	stage_expect(&s, ">  长子经开区");
	stage_keys(&s, "/");
	stage_type(&s, "没有");
	stage_keys(&s, "Enter");
	stage_expect(&s, "找不到");
	stage_keys(&s, "Space k");
	stage_expect(&s, ">* 长子经开区");
	stage_close(&s);
}

static void test_sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{80, 24}, {40, 12}, {200, 60}, {30, 5}, {12, 4}, {5, 3}, {1, 1}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (int language = 0; language < 2; language++) {
			struct stage s;
			open_sized(&s, sizes[i][0], sizes[i][1], (enum language)language);
			stage_keys(&s, "l l l j j j ] e E q"); /* every draw is validated */
			stage_close(&s);
		}
	struct stage s;
	open_sized(&s, 40, 12, LANGUAGE_EN);
	stage_expect(&s, "with figures 2");
	stage_keys(&s, "l");
	stage_expect(&s, "enterprises  2/2 zones have it");
	stage_close(&s);
}

static void test_nothing_known(void **state)
{
	(void)state;
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW};
	struct stage s = {0};
	stage_begin(&s, "ignorance", &settings);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "没有一条开发区的数据");
	stage_keys(&s, "j l Enter [ ! Space n e");
	stage_close(&s);
}

static void test_keys_lead_there(void **state)
{
	(void)state;
	struct stage s;
	stage_open(&s, "home");
	stage_keys(&s, "g i");
	stage_expect(&s, "> 缺数图");
	stage_keys(&s, "7");
	stage_expect(&s, "> 目标承诺");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matrix),
		cmocka_unit_test(test_cursor_says_what_it_is_on),
		cmocka_unit_test(test_opening),
		cmocka_unit_test(test_orders),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_finding),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_nothing_known),
		cmocka_unit_test(test_keys_lead_there),
	};
	return cmocka_run_group_tests_name("view/ignorance", tests, NULL, NULL);
}
