#include "support/stage.h"

static size_t count(void *self, enum kind kind)
{
	(void)self;
	return kind == KIND_ZONE ? 2606 : kind == KIND_PROJECT ? 85 : kind == KIND_CHAIN ? 2 : 0;
}

static size_t names(void *self, enum kind kind, size_t first, size_t n, struct row_name *out, struct arena *arena)
{
	(void)self, (void)kind, (void)first, (void)n, (void)out, (void)arena;
	return 0;
}

/* A province whose zones are counted in print: 93 = 71 + 14 + 8, 71 = 66 + 5. */
static void province(struct stage *s)
{
	static const char *const rows[][4] = {{"w", "开发区", "93", ""}, {"i", "工业类", "71", "claim:w"}, {"e", "经济技术", "66", "claim:i"},
		{"h", "高新技术", "5", "claim:i"}, {"a", "现代农业", "14", "claim:w"}, {"t", "生态文旅", "8", "claim:w"}};
	catalogue_add(&s->catalogue, "indicator:zones", "name", "开发区数", NULL);
	catalogue_add(&s->catalogue, "region:140000", "name", "山西省", "level", "province", NULL);
	catalogue_add(&s->catalogue, "zone:lvliang", "name", "吕梁经济技术开发区", "region", "region:140000", NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char id[32];
		snprintf(id, sizeof id, "claim:%s", rows[i][0]);
		catalogue_add(&s->catalogue, id, "subject", "region:140000", "indicator", "indicator:zones", "item", rows[i][1], "value", rows[i][2], "unit", "个",
			"modality", "actual", "part_of", rows[i][3], "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	}
}

static void open_home(struct stage *s, bool with_index)
{
	static struct row_source rows = {NULL, count, names};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800, .rows = &rows, .catalogue = STR("/home/u/catalogue.db"), .read_only = true};
	*s = (struct stage){0};
	stage_rows(s);
	province(s);
	catalogue_add(&s->catalogue, "chain:template", "name", "铝链（参照）", NULL);
	catalogue_add(&s->catalogue, "stage:template", "name", "氧化铝", "chain", "chain:template", NULL);
	catalogue_add(&s->catalogue, "chain:real", "name", "甲区铝链", "zone", "zone:lvliang", "template", "chain:template", NULL);
	catalogue_add(&s->catalogue, "stage:real-1", "name", "氧化铝", "chain", "chain:real", NULL);
	catalogue_add(&s->catalogue, "stage:real-2", "name", "电解铝", "chain", "chain:real", NULL);
	catalogue_add(&s->catalogue, "milestone:a", "project", "project:xingmeng", "status", "signed", "date", "2022-04", NULL);
	catalogue_add(&s->catalogue, "milestone:b", "project", "project:xingmeng", "status", "started", "date", "2025-06", NULL);
	catalogue_add(&s->catalogue, "milestone:plan", "project", "project:xingmeng", "status", "producing", "date", "2031-05", NULL);
	catalogue_add(&s->catalogue, "doubt:d", "name", "存疑一则", "about", "zone:xingxian", "rule", "unclear", NULL);
	stage_begin(s, "home", &settings);
	if (!with_index)
		app_set_index(s->app, NULL);
	stage_draw(s, 80, 40);
}

static void what_is_there(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_expect(&s, "2 开发区 5");
	stage_expect(&s, "5 项目 5");
	stage_expect(&s, "8 来源 2");
	/* 5 and 8 亿元 for one project. */
	stage_expect(&s, "  矛盾 2");
	stage_expect(&s, "  存疑 1");
	stage_expect(&s, "/home/u/catalogue.db  只读");
	/* The newest source first. */
	ptrdiff_t newer = str_find(strbuf_str(&s.text), STR("调研 甲"), 0), older = str_find(strbuf_str(&s.text), STR("调研 乙"), 0);
	assert_true(newer > 0 && newer < older);
	stage_close(&s);
}

/* The parts that have no parts, the largest first; what is missing is said. */
static void the_province_adds_up(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_expect(&s, "山西省  开发区 93个  = 经济技术 66个  + 现代农业 14个  + 生态文旅 8个");
	stage_expect(&s, "+ 高新技术 5个  已列 1 缺 92");
	stage_expect_not(&s, "71个");
	stage_close(&s);
}

static void counts_are_doors(void **state)
{
	static const struct {
		const char *keys, *shown;
	} rows[] = {
		{"Enter", "兴县"}, {"l l l Enter", "金通电工圆铝杆项目"}, {"j j Enter", "has:conflict"}, {"j j l Enter", "存疑一则"}, {"j j j l Enter", "开发区数"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		open_home(&s, true);
		stage_keys(&s, rows[i].keys);
		assert_row(stage_shows(&s, rows[i].shown), rows[i].keys);
		stage_keys(&s, "q");
		assert_row(stage_shows(&s, "2 开发区 5"), rows[i].keys);
		stage_close(&s);
	}
}

/* Reference chains are nobody's: told by themselves, not among the chains and stages of the zones. */
static void reference_chains_are_apart(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_expect(&s, "3 产业链 1 ");
	stage_expect(&s, "环节 2 ");
	stage_expect(&s, "参照链 1");
	stage_keys(&s, "l Enter");
	stage_expect(&s, "筛 -is:reference");
	stage_expect_not(&s, "铝链（参照）");
	stage_keys(&s, "q j l l l l l l l Enter");
	stage_expect(&s, "筛 is:reference");
	stage_expect(&s, "铝链（参照）");
	stage_close(&s);
	open_home(&s, false);
	stage_expect(&s, "3 产业链  4");
	stage_close(&s);
}

static void where_one_was(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_expect_not(&s, "上次");
	app_go_record(s.app, index_find_id(s.index, STR("zone:zhangzi")));
	stage_draw(&s, 80, 40);
	stage_keys(&s, "c 1");
	stage_expect(&s, "上次");
	stage_expect(&s, "待比较");
	stage_keys(&s, "/");
	stage_keys(&s, "Esc j j");
	stage_expect_cursor(&s, "长子经开区");
	stage_keys(&s, "Enter");
	stage_expect(&s, "山西长子经济技术开发区");
	stage_close(&s);
}

static void a_figure_has_its_evidence(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_keys(&s, "j j j l E");
	stage_expect(&s, "开发区数 开发区 93个");
	stage_expect(&s, "《调研 甲》");
	stage_close(&s);
}

/* Beside it on a wide screen: both figures with their sources, and what looks odd. */
static void contradictions_stand_side_by_side(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_expect_not(&s, "5亿元");
	stage_draw(&s, 200, 60);
	stage_expect(&s, "矛盾 2");
	stage_expect(&s, "5亿元");
	stage_expect(&s, "8亿元");
	stage_expect(&s, "《调研 甲》");
	stage_expect(&s, "《调研 乙》");
	stage_expect(&s, "存疑 1");
	/* The pair is told once. */
	ptrdiff_t first = str_find(strbuf_str(&s.text), STR("!安徽稳卓"), 0);
	assert_true(first > 0 && str_find(strbuf_str(&s.text), STR("!安徽稳卓"), (size_t)first + 1) < 0);
	stage_keys(&s, "i");
	stage_expect_not(&s, "8亿元");
	stage_close(&s);
}

static void the_newest_milestones(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, true);
	stage_draw(&s, 80, 60);
	stage_expect(&s, "近来节点");
	stage_expect_not(&s, "2031-05"); /* what is planned for later is no news */
	ptrdiff_t newer = str_find(strbuf_str(&s.text), STR("2025-06"), 0), older = str_find(strbuf_str(&s.text), STR("2022-04"), 0);
	assert_true(newer > 0 && newer < older);
	stage_close(&s);
}

/* By the last day that a date may mean, the ten newest of them. */
static void ten_milestones_by_their_last_day(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	for (int day = 1; day <= 12; day++) {
		char id[32], date[32];
		snprintf(id, sizeof id, "milestone:m%d", day);
		snprintf(date, sizeof date, "2021-01-%02d", day);
		catalogue_add(&s.catalogue, id, "project", "project:xingmeng", "status", "signed", "date", date, NULL);
	}
	catalogue_add(&s.catalogue, "milestone:year", "project", "project:xingmeng", "status", "started", "date", "2021", NULL);
	catalogue_add(&s.catalogue, "milestone:undated", "project", "project:xingmeng", "status", "planned", NULL);
	stage_begin(&s, "home", &settings);
	stage_draw(&s, 80, 60);
	int year = stage_line_of(&s, "开工");
	assert_true(year > 0);
	for (int i = 0; i < 9; i++) {
		char date[32];
		snprintf(date, sizeof date, "2021-01-%02d", 12 - i);
		assert_int_equal(stage_line_of(&s, date), year + 1 + i);
	}
	stage_expect_not(&s, "2021-01-03");
	stage_expect_not(&s, "谋划");
	stage_close(&s);
}

/* Most figures first, of so many most projects: where every zone has one figure their order says something, too. */
static void best_documented_zones(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	catalogue_add(&s.catalogue, "indicator:area", "name", "面积", NULL);
	catalogue_add(&s.catalogue, "zone:a", "name", "甲产业园", NULL);
	catalogue_add(&s.catalogue, "zone:b", "name", "乙产业园", NULL);
	catalogue_add(&s.catalogue, "zone:c", "name", "丙产业园", NULL);
	catalogue_add(&s.catalogue, "project:p", "name", "一项目", "zone", "zone:b", NULL);
	stage_claim(&s, "zone:a", "indicator:area", "1", "亩", "2025", "");
	stage_claim(&s, "zone:b", "indicator:area", "2", "亩", "2025", "");
	stage_claim(&s, "zone:c", "indicator:area", "3", "亩", "2024", "");
	stage_claim(&s, "zone:c", "indicator:area", "4", "亩", "2025", "");
	stage_begin(&s, "home", &settings);
	stage_draw(&s, 80, 40);
	int first = stage_line_of(&s, "丙产业园");
	assert_true(first > 0);
	assert_int_equal(stage_line_of(&s, "乙产业园"), first + 1);
	assert_int_equal(stage_line_of(&s, "甲产业园"), first + 2);
	stage_close(&s);
}

/* Before the index: counts from the row source, doors to lists, no word about figures. */
static void useful_before_the_index(void **state)
{
	struct stage s;
	(void)state;
	open_home(&s, false);
	stage_expect(&s, "2 开发区 2606");
	stage_expect(&s, "5 项目 85");
	stage_expect(&s, message(MSG_READING, LANGUAGE_ZH).p);
	stage_expect_not(&s, "矛盾");
	stage_keys(&s, "l l l Enter");
	stage_expect(&s, "项目");
	stage_expect_not(&s, "/home/u/catalogue.db");
	stage_close(&s);
}

static void every_size(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 12}, {200, 60}, {20, 6}, {1, 1}, {2, 30}, {300, 3}};
	struct stage s;
	(void)state;
	for (int with_index = 0; with_index < 2; with_index++) {
		open_home(&s, with_index);
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			stage_draw(&s, sizes[i][0], sizes[i][1]);
			stage_keys(&s, "j j l e G k } E { e ^D ^U");
		}
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there), cmocka_unit_test(the_province_adds_up), cmocka_unit_test(counts_are_doors), cmocka_unit_test(reference_chains_are_apart), cmocka_unit_test(where_one_was),
		cmocka_unit_test(a_figure_has_its_evidence), cmocka_unit_test(contradictions_stand_side_by_side),
		cmocka_unit_test(the_newest_milestones), cmocka_unit_test(ten_milestones_by_their_last_day),
		cmocka_unit_test(best_documented_zones), cmocka_unit_test(useful_before_the_index), cmocka_unit_test(every_size),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
