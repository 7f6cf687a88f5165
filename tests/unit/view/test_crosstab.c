/* Groups and the crosstab: what they show is what `count --by` says of the same rows. */
#include "support/stage.h"

#include "query/group.h"
#include "query/total.h"

static void go(struct stage *s, enum screen screen, const char *query, const char *by, const char *figure)
{
	struct place place;
	place_init(&place, screen, KIND_PROJECT);
	place_set(&place.query, str_from(query));
	place_set(&place.by, str_from(by));
	place_set(&place.figure, str_from(figure));
	app_go(s->app, &place);
	place_release(&place);
	stage_draw(s, s->grid.columns, s->grid.rows);
}

static void groups_count_and_sum(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F F");
	stage_expect(&s, "分组 状态");
	stage_expect(&s, "合计 总投资");
	stage_expect_cursor(&s, "合计");
	/* 25.6 + 3.2 + what is printed as 5 and as 8. */
	stage_expect_cursor(&s, "33.8亿元..36.8亿元!");
	stage_keys(&s, "/");
	stage_type(&s, "tc");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "投产");
	stage_expect_cursor(&s, "3.2亿元");
	/* Enter drills, back returns to the same row. */
	stage_keys(&s, "Enter");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "白酒");
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "投产");
	/* $ goes on to the next figure, at the end to counting alone. */
	for (int i = 0; i < 4 && stage_shows(&s, "合计 总投资"); i++)
		stage_keys(&s, "$");
	stage_expect_not(&s, "亿元");
	stage_close(&s);
}

/* Groups of some rows of a list say of which. */
static void groups_of_some_rows(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "! F F");
	stage_expect(&s, "仅矛盾");
	stage_expect_cursor(&s, "1");
	stage_keys(&s, "q q ! j Space \" F F");
	stage_expect(&s, "仅标记");
	stage_expect_cursor(&s, "1");
	stage_close(&s);
}

static void groups_are_sorted(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_GROUPS, "", "zone", "invest");
	stage_keys(&s, "l [");
	stage_expect(&s, "条数^");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "长"); /* one row each, by pinyin: 长治, 长子 before 兴县 with three */
	stage_keys(&s, "[");
	stage_expect(&s, "条数v");
	stage_expect_cursor(&s, "兴县");
	stage_keys(&s, "[");
	stage_expect_not(&s, "条数v");
	/* By what they sum; rows without a figure last in both directions. */
	stage_keys(&s, "l l ]");
	stage_expect_cursor(&s, "长子");
	stage_keys(&s, "]");
	stage_expect_cursor(&s, "兴县");
	stage_keys(&s, "j j");
	stage_expect_cursor(&s, "长治");
	stage_close(&s);
}

/* Many small figures beside a large one: the sum is first here, the median there. */
static void groups_by_their_median(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	stage_claim(&s, "project:chini", "indicator:invest", "30", "亿元", "2025", "source:000-1");
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 120, 24);
	go(&s, SCREEN_GROUPS, "", "zone", "invest");
	stage_expect(&s, " 60.0%");
	stage_keys(&s, "l l l ] j");
	stage_expect_cursor(&s, "兴县");
	stage_expect_cursor(&s, " 5亿元");
	stage_keys(&s, "k l ] j");
	stage_expect_cursor(&s, "长子");
	stage_close(&s);
}

/* Without the rows of a cell those stay that have one of its values; a figure that was chosen is taken back. */
static void a_cell_is_left_out(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "j l ;");
	stage_expect(&s, "-(");
	stage_keys(&s, "$");
	stage_expect(&s, "亿元");
	stage_keys(&s, "u");
	stage_expect_not(&s, "亿元");
	stage_expect(&s, "-(");
	stage_close(&s);
}

static void a_crosstab_counts(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_expect(&s, "状态 \\ 开发区");
	stage_expect_cursor(&s, "合计");
	stage_expect_cursor(&s, "5");
	stage_keys(&s, "/");
	stage_type(&s, "qianyue");
	stage_keys(&s, "Enter l");
	stage_expect(&s, "签约 x 兴县经开区  条数 2  40.0%");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 status:签约 zone=兴县经开区");
	stage_expect(&s, "稳卓");
	stage_expect_not(&s, "金通");
	stage_keys(&s, "q");
	stage_expect(&s, "签约 x 兴县经开区");
	/* , keeps what is under the cursor; W turns rows and columns. */
	stage_keys(&s, ",");
	stage_expect(&s, "2(5)");
	stage_keys(&s, "u W");
	stage_expect(&s, "开发区 \\ 状态");
	stage_close(&s);
}

static void finding_goes_on_and_back(void **state)
{
	static const struct {
		const char *keys, *there;
	} steps[] = {{"Enter", "长治高新区"}, {"n", "长子经开区"}, {"n", "长治高新区"}, {"N", "长子经开区"}, {"g g n", "长治高新区"}};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_GROUPS, "", "zone", "");
	stage_keys(&s, "/");
	stage_type(&s, "长");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		stage_keys(&s, steps[i].keys);
		stage_expect_cursor(&s, steps[i].there);
	}
	stage_keys(&s, "/");
	stage_type(&s, "xx");
	stage_expect_cursor(&s, "兴县");
	stage_keys(&s, "Esc");
	stage_expect_cursor(&s, "长治");
	stage_close(&s);
}

/* No row has such a name, so columns are looked at. */
static void columns_are_found_too(void **state)
{
	static const struct {
		const char *keys, *there;
	} steps[] = {{"Enter h h h", "合计 x 合计"}, {"n", "合计 x 长治高新区"}, {"n", "合计 x 长子经开区"}, {"N", "合计 x 长治高新区"},
		{"N", "合计 x 长子经开区"}};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "/");
	stage_type(&s, "长");
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		stage_keys(&s, steps[i].keys);
		stage_expect(&s, steps[i].there);
	}
	/* Each letter looks from where the prompt was opened; Esc goes back there. */
	stage_keys(&s, "N /");
	stage_type(&s, "gao");
	stage_expect(&s, "合计 x 长治高新区");
	stage_type(&s, "xinqu");
	stage_expect(&s, "合计 x 长治高新区");
	stage_keys(&s, "Esc n");
	stage_keys(&s, "/");
	stage_type(&s, "xing");
	stage_expect(&s, "合计 x 兴县经开区");
	stage_keys(&s, "Esc");
	stage_expect(&s, "合计 x 长治高新区");
	stage_keys(&s, "l /");
	stage_type(&s, "龘");
	stage_keys(&s, "Enter");
	stage_expect(&s, "找不到");
	stage_expect(&s, "合计 x 长子经开区");
	stage_close(&s);
}

/* The terminal's cursor tells a braille reader where the selection is: on the number, not in the room before it. */
static void the_cursor_is_on_the_cell(void **state)
{
	static const struct {
		int columns, rows;
	} windows[] = {{80, 24}, {40, 12}, {200, 60}, {24, 8}};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t figure = 0; figure < 2; figure++)
		for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
			go(&s, SCREEN_CROSSTAB, "", "status,zone", figure ? "invest" : "");
			for (int column = 0; column < 4; column++) {
				stage_draw(&s, windows[i].columns, windows[i].rows);
				const struct cell *cell = grid_at(&s.grid, s.grid.cursor_row, s.grid.cursor_column);
				if (cell->role != ROLE_CURSOR || cell->bytes[0] == ' ')
					fail_msg("%d x %d, column %d: cursor at %d,%d in\n%s", windows[i].columns, windows[i].rows, column,
						s.grid.cursor_row, s.grid.cursor_column, s.text.p);
				stage_keys(&s, "j l");
			}
			stage_keys(&s, "q");
		}
	stage_close(&s);
}

/* In 40 columns two values stand beside the total, their titles cut; the line above says them in full. */
static void a_narrow_crosstab_has_columns(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_draw(&s, 40, 12);
	stage_expect(&s, "合计 兴县~区  长治~区 >");
	stage_expect_cursor(&s, "5        3        1");
	stage_keys(&s, "l l");
	stage_expect(&s, "合计 x 长治高新区  条数 1");
	stage_close(&s);
}

/* Of far more values than there are places those with the most rows have one, wherever they stand in the catalogue. */
static void most_rows_come_first(void **state)
{
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	for (int i = 0; i < 1210; i++) {
		char zone[32], id[32], name[32];
		snprintf(zone, sizeof zone, "zone:z%d", i % 1000);
		snprintf(id, sizeof id, "project:z%d", i);
		snprintf(name, sizeof name, "第%03d区", i % 1000);
		if (i < 1000)
			catalogue_add(&s.catalogue, zone, "name", name, "class", "economic", NULL);
		else
			snprintf(zone, sizeof zone, "zone:z%d", i - 1000 + 600 + (i == 1209) * 190);
		catalogue_add(&s.catalogue, id, "name", id, "zone", zone, "status", "signed", NULL);
	}
	stage_begin(&s, "projects", &settings);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "l");
	stage_expect(&s, "合计 x 第600区  条数 2 ");
	for (int i = 2; i <= 200; i++)
		stage_keys(&s, "l");
	stage_expect(&s, "合计 x 第799区  条数 2 ");
	stage_keys(&s, "l");
	stage_expect(&s, "合计 x 其余  条数 810 "); /* 800 zones, ten of them with two */
	stage_close(&s);
}

/* More values than the table has columns for: the last place cannot be opened, and says how many it holds. */
static void others_say_why_they_do_not_open(void **state)
{
	struct stage s = {0};
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	(void)state;
	stage_rows(&s);
	for (int i = 0; i < 230; i++) {
		char zone[32], id[32], name[32];
		snprintf(zone, sizeof zone, "zone:z%d", i);
		snprintf(id, sizeof id, "project:z%d", i);
		snprintf(name, sizeof name, "第%d区", i);
		catalogue_add(&s.catalogue, zone, "name", name, "class", "economic", NULL);
		catalogue_add(&s.catalogue, id, "name", name, "zone", zone, "status", "signed", NULL);
	}
	stage_begin(&s, "projects", &settings);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	for (int i = 0; i < 201; i++)
		stage_keys(&s, "l");
	stage_expect(&s, "合计 x 其余  条数 33 ");
	stage_keys(&s, "Enter");
	stage_expect(&s, "33种值合为其余");
	stage_expect(&s, "合计 x 其余");
	stage_keys(&s, ",");
	stage_expect(&s, "33种值合为其余");
	/* A group of one value opens as ever. */
	stage_keys(&s, "h Enter");
	stage_expect(&s, "筛 zone=");
	stage_close(&s);
}

/* In the language of the screen, wherever the name of a facet comes from. */
static void a_facet_that_is_none_is_told(void **state)
{
	static const enum screen screens[] = {SCREEN_CROSSTAB, SCREEN_FACETS};
	(void)state;
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		struct stage s;
		stage_open(&s, "projects");
		go(&s, screens[i], "", "bananas", "");
		stage_expect(&s, "没有字段“bananas”");
		stage_close(&s);
	}
}

/* The filter of the screens that count is completed as that of the list. */
static void the_filter_is_completed(void **state)
{
	static const enum screen screens[] = {SCREEN_FACETS, SCREEN_GROUPS, SCREEN_CROSSTAB};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		go(&s, screens[i], "", "", "");
		stage_keys(&s, "&");
		stage_type(&s, "zhuangt");
		stage_keys(&s, "Tab");
		stage_type(&s, "q");
		stage_expect(&s, "Tab 签约 2");
		stage_keys(&s, "Tab");
		stage_expect(&s, "状态:签约");
		stage_keys(&s, "Enter");
		stage_expect_not(&s, "Tab ");
		stage_expect(&s, "2(5)");
		stage_keys(&s, "& Esc");
		stage_expect_not(&s, "Tab ");
	}
	stage_close(&s);
}

static void a_crosstab_sums_one_modality(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "$");
	stage_expect(&s, "合计 总投资 计划");
	stage_expect_cursor(&s, "33.8亿元..36.8亿元!");
	stage_keys(&s, "$");
	stage_expect_not(&s, "合计 总投资");
	stage_close(&s);
}

/* The modality that most rows have comes first, then each of the others in turn. */
static void a_crosstab_goes_on_to_the_next_modality(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:done", "subject", "project:jintong", "indicator", "indicator:invest", "value", "2", "unit", "亿元", "modality", "actual",
		"source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "$");
	stage_expect(&s, "合计 总投资 计划");
	stage_keys(&s, "$");
	stage_expect(&s, "合计 总投资 实际");
	stage_keys(&s, "$");
	stage_expect_not(&s, "合计 总投资");
	stage_close(&s);
}

/* Effects of the last key, the texts of those of one type. */
static struct str effect_text(struct stage *s, enum effect_type type, struct str *path)
{
	struct effect effect;
	while (app_effect(s->app, &effect))
		if (effect.type == type) {
			*path = str_from(effect.path);
			return str_from(effect.text);
		}
	fail_msg("no effect %d", type);
	return STR("");
}

static void tables_are_taken_along(void **state)
{
	struct stage s;
	struct str path;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "y m");
	assert_str(effect_text(&s, EFFECT_COPY, &path),
		"status/zone\t兴县经开区\t长治高新区\t长子经开区\t合计\n谋划\t0\t1\t0\t1\n签约\t2\t0\t0\t2\n在建\t0\t0\t1\t1\n投产\t1\t0\t0\t1\n合计\t3\t1\t1\t5\n");
	stage_keys(&s, "j y y");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "谋划\t0\t1\t0\t1");
	stage_keys(&s, "F8 ^U");
	stage_type(&s, "a.csv");
	stage_keys(&s, "Enter");
	assert_true(effect_text(&s, EFFECT_EXPORT_TABLE, &path).n > 0);
	assert_str(path, "a.csv");
	go(&s, SCREEN_GROUPS, "", "zone", "invest");
	stage_keys(&s, "y m");
	assert_str(effect_text(&s, EFFECT_COPY, &path),
		"zone\tcount\tperhaps\tplanned_low\tplanned_high\tplanned_median\tunit\n"
		"兴县经开区\t3\t0\t820000000\t1120000000\t410000000\t元\n"
		"长治高新区\t1\t0\t\t\t\t元\n长子经开区\t1\t0\t2560000000\t2560000000\t2560000000\t元\n"
		"合计\t5\t0\t3380000000\t3680000000\t500000000\t元\n");
	stage_close(&s);
}

/* Where a window has no room for all sums beside each group: one of them there, all of one group below; taken along as count has them. */
static void sums_in_a_small_window(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	struct str path;
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:done", "subject", "project:chini", "indicator", "indicator:invest", "value", "1.5", "unit", "亿元",
		"modality", "actual", "period", "2025", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 40, 12);
	go(&s, SCREEN_GROUPS, "", "zone", "invest");
	stage_expect(&s, "计划 合计");
	stage_expect(&s, "实际 合计 1.5亿元");
	stage_keys(&s, "/");
	stage_type(&s, "changz");
	stage_keys(&s, "Enter");
	stage_expect(&s, "实际 合计 -");
	stage_keys(&s, "/");
	stage_type(&s, "zhangzi");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "25.6亿元");
	stage_expect(&s, "计划 合计 25.6亿元");
	stage_keys(&s, "l l l");
	stage_expect_cursor(&s, "-");
	stage_expect_not(&s, "33.8亿元");
	stage_keys(&s, "y m");
	assert_str(effect_text(&s, EFFECT_COPY, &path),
		"zone\tcount\tperhaps\tactual_low\tactual_high\tactual_median\tplanned_low\tplanned_high\tplanned_median\tunit\n"
		"兴县经开区\t3\t0\t150000000\t150000000\t150000000\t820000000\t1120000000\t410000000\t元\n"
		"长治高新区\t1\t0\t\t\t\t\t\t\t元\n长子经开区\t1\t0\t\t\t\t2560000000\t2560000000\t2560000000\t元\n"
		"合计\t5\t0\t150000000\t150000000\t150000000\t3380000000\t3680000000\t500000000\t元\n");
	/* where all of one group have no room either, its sum stands beside its name still */
	stage_keys(&s, "h h h");
	stage_draw(&s, 36, 7);
	stage_expect_cursor(&s, "25.6亿元");
	stage_every_size(&s);
	stage_close(&s);
}

/* A tab in a value is no cell more, or the counts behind it would stand below other titles. */
static void a_tab_in_a_value(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	struct str path;
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "project:tab", "name", "甲", "zone", "zone:xingxian", "phase", "一\t期", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	go(&s, SCREEN_CROSSTAB, "name:甲", "phase,phase", "");
	stage_keys(&s, "y m");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "phase/phase\t一 期\t合计\n一 期\t1\t1\n合计\t1\t1\n");
	go(&s, SCREEN_GROUPS, "name:甲", "phase", "");
	stage_keys(&s, "j y y");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "一 期\t1\t0");
	stage_close(&s);
}

/* By the number of rows, of all or of a column; two values are enough to be sorted. */
static void a_crosstab_is_sorted(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "] j");
	stage_expect_cursor(&s, "签约");
	stage_keys(&s, "j l l l ]");
	stage_keys(&s, "g g j");
	stage_expect_cursor(&s, "在建");
	go(&s, SCREEN_CROSSTAB, "status:签约|status:投产", "status,zone", "");
	stage_keys(&s, "[ j");
	stage_expect_cursor(&s, "投产");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "签约");
	stage_close(&s);
}

/* Of three columns that are found the one before is another than the one behind. */
static void columns_are_found_backwards(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "/");
	stage_type(&s, "区");
	stage_keys(&s, "Enter");
	stage_expect(&s, "合计 x 兴县经开区");
	stage_keys(&s, "N");
	stage_expect(&s, "合计 x 长子经开区");
	stage_keys(&s, "N");
	stage_expect(&s, "合计 x 长治高新区");
	stage_close(&s);
}

/* A filter may leave fewer columns than the cursor stood in. */
static void the_cursor_stays_in_the_table(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	stage_keys(&s, "l l l");
	stage_expect(&s, "合计 x 长子经开区");
	stage_keys(&s, "&");
	stage_type(&s, "status:投产");
	stage_keys(&s, "Enter");
	stage_expect(&s, "合计 x 合计  条数 1");
	stage_close(&s);
}

/* Sums leave whole, also those that no window has shown: ranges with both ends, what is open without one, none as nothing. */
static void sums_are_taken_along(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	struct str path;
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "claim:more", "subject", "project:baijiu", "indicator", "indicator:invest", "value", "4", "qualifier", "余",
		"unit", "亿元", "modality", "planned", "source", "source:000-1", "locator", "000-1:1:0-5", NULL);
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 24, 8);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "invest");
	stage_keys(&s, "j y y");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "谋划\t\t400000000..\t\t400000000..\t元");
	stage_keys(&s, "j y y");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "签约\t500000000..800000000\t\t\t500000000..800000000\t元");
	stage_keys(&s, "j y y");
	assert_str(effect_text(&s, EFFECT_COPY, &path), "在建\t\t\t2560000000\t2560000000\t元");
	stage_close(&s);
}

/* What a sum leaves out, as it is counted in another unit, is marked in its cell. */
static void a_sum_of_one_unit_is_marked(void **state)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct stage s = {0};
	struct str path;
	(void)state;
	stage_rows(&s);
	catalogue_add(&s.catalogue, "indicator:capacity", "name", "产能", "unit", "吨", NULL);
	stage_claim(&s, "project:wenzhuo", "indicator:capacity", "30", "万吨", "2025", "source:000-1");
	stage_claim(&s, "project:jintong", "indicator:capacity", "20", "万吨", "2025", "source:000-1");
	stage_claim(&s, "project:chini", "indicator:capacity", "700", "片", "2025", "source:000-1");
	stage_claim(&s, "project:baijiu", "indicator:capacity", "5", "台", "2025", "source:000-1");
	stage_begin(&s, "projects", &settings);
	stage_draw(&s, 80, 24);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "capacity");
	stage_expect_cursor(&s, "50万吨~");
	stage_keys(&s, "j j");
	stage_expect_cursor(&s, "签约               30万吨~      30万吨~");
	stage_keys(&s, "j j");
	stage_expect_cursor(&s, "投产               20万吨       20万吨 ");
	stage_keys(&s, "y m");
	assert_str(effect_text(&s, EFFECT_COPY, &path),
		"status/zone capacity/planned\t兴县经开区\t长治高新区\t长子经开区\t合计\tunit\n谋划\t\t5台\t\t5台\t吨\n签约\t300000\t\t\t300000\t吨\n"
		"在建\t\t\t\t\t吨\n投产\t200000\t\t\t200000\t吨\n合计\t500000\t5台\t\t500000\t吨\n");
	stage_close(&s);
}

/* The groups of the screen are those of count --by, and so are the crosstab's cells. */
static void screens_and_count_agree(void **state)
{
	struct stage s;
	struct str path;
	struct err err = ERR_INIT;
	(void)state;
	stage_open(&s, "projects");
	struct groups groups = {.index = s.index, .kind = KIND_PROJECT, .n_by = 2};
	assert_true(facet_parse(STR("status"), KIND_PROJECT, s.index, &groups.by[0], &err));
	assert_true(facet_parse(STR("zone"), KIND_PROJECT, s.index, &groups.by[1], &err));
	struct query *query = query_parse(STR(""), KIND_PROJECT, s.index, &err);
	struct query_rows rows;
	query_run(query, &rows);
	groups_make(&groups, &rows);
	go(&s, SCREEN_CROSSTAB, "", "status,zone", "");
	for (size_t g = 0; g < groups.groups.n; g++) {
		struct strbuf wanted = {0};
		struct group *group = &groups.groups.v[g];
		struct totals sums = total_figures(s.index, (struct refs){group->rows.v, group->rows.n}, index_indicator(s.index, STR("invest")));
		strbuf_add_c(&wanted, "status:");
		column_format(&(struct list_column){.field = groups.by[0].field}, group->first, s.index, true, &wanted);
		strbuf_add_c(&wanted, " zone=");
		column_format(&(struct list_column){.field = groups.by[1].field}, group->first, s.index, true, &wanted);
		go(&s, SCREEN_GROUPS, wanted.p, "status", "invest");
		stage_keys(&s, "y y");
		struct str text = effect_text(&s, EFFECT_COPY, &path), cell;
		str_split(&text, '\t', &cell);
		str_split(&text, '\t', &cell);
		char number[32];
		snprintf(number, sizeof number, "%zu", group->rows.n);
		assert_str(cell, number);
		str_split(&text, '\t', &cell);
		if (sums.of[MODALITY_PLANNED].n_rows) {
			struct strbuf low = {0};
			str_split(&text, '\t', &cell);
			decimal_format(sums.of[MODALITY_PLANNED].low, &low);
			assert_str(cell, low.p);
			strbuf_release(&low);
		}
		strbuf_release(&wanted);
	}
	groups_release(&groups);
	query_rows_release(&rows);
	query_free(query);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_count_and_sum),
		cmocka_unit_test(groups_of_some_rows),
		cmocka_unit_test(groups_are_sorted),
		cmocka_unit_test(groups_by_their_median),
		cmocka_unit_test(sums_in_a_small_window),
		cmocka_unit_test(a_cell_is_left_out),
		cmocka_unit_test(a_crosstab_counts),
		cmocka_unit_test(finding_goes_on_and_back),
		cmocka_unit_test(columns_are_found_too),
		cmocka_unit_test(the_cursor_is_on_the_cell),
		cmocka_unit_test(most_rows_come_first),
		cmocka_unit_test(others_say_why_they_do_not_open),
		cmocka_unit_test(a_narrow_crosstab_has_columns),
		cmocka_unit_test(a_facet_that_is_none_is_told),
		cmocka_unit_test(the_filter_is_completed),
		cmocka_unit_test(a_crosstab_sums_one_modality),
		cmocka_unit_test(a_crosstab_goes_on_to_the_next_modality),
		cmocka_unit_test(tables_are_taken_along),
		cmocka_unit_test(a_tab_in_a_value),
		cmocka_unit_test(sums_are_taken_along),
		cmocka_unit_test(a_crosstab_is_sorted),
		cmocka_unit_test(columns_are_found_backwards),
		cmocka_unit_test(the_cursor_stays_in_the_table),
		cmocka_unit_test(a_sum_of_one_unit_is_marked),
		cmocka_unit_test(screens_and_count_agree),
	};
	return cmocka_run_group_tests_name("view/crosstab", tests, NULL, NULL);
}
