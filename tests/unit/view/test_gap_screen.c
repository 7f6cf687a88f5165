#include "support/stage.h"

/* A chain that lacks alumina and parts, thin at bars, short of ore; somebody elsewhere has them; several: somebody has both. */
static void rows(struct catalogue *c, bool several)
{
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "source:000-1", "name", "甲报", "date", "2025-12", NULL);
	catalogue_add(c, "source:001-1", "name", "乙报", "date", "2024-07", NULL);
	catalogue_add(c, "zone:jia", "name", "甲开发区", "short_names", "甲区", NULL);
	catalogue_add(c, "zone:yi", "name", "乙开发区", "short_names", "乙区", NULL);
	catalogue_add(c, "chain:lv", "name", "甲区铝链", "zone", "zone:jia", NULL);
	catalogue_add(c, "stage:yang", "name", "氧化铝", "chain", "chain:lv", "position", "1", NULL);
	catalogue_add(c, "stage:dian", "name", "电解铝", "chain", "chain:lv", "position", "2", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:lv", "position", "3", NULL);
	catalogue_add(c, "link:1", "from", "stage:yang", "to", "stage:dian", "product", "氧化铝", "role", "input", "coefficient_low", "2", "coefficient_high", "2", "coefficient_source", "source:000-1", NULL);
	catalogue_add(c, "link:2", "from", "stage:dian", "to", "stage:cai", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "chain:yi", "name", "乙区铝链", "zone", "zone:yi", NULL);
	catalogue_add(c, "stage:yi-yang", "name", "氧化铝", "chain", "chain:yi", "position", "1", NULL);
	catalogue_add(c, "enterprise:jia", "name", "甲区电解公司", "short_names", "甲电解", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:jia2", "name", "甲区电解二公司", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:yi", "name", "乙区氧化铝公司", "short_names", "乙氧化铝", "zone", "zone:yi", NULL);
	catalogue_add(c, "enterprise:bing", "name", "丙氧化铝公司", "products", "氧化铝", "source", "source:001-1", NULL);
	if (several)
		catalogue_add(c, "enterprise:ding", "name", "丁铝业公司", "products", "氧化铝;铝材", "source", "source:001-1", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:jia", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:jia2", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:3", "enterprise", "enterprise:yi", "stage", "stage:yi-yang", "source", "source:000-1", NULL);
	catalogue_add(c, "claim:1", "subject", "zone:jia", "indicator", "indicator:capacity", "item", "氧化铝", "value", "80", "unit", "万吨", "modality", "capacity", "source", "source:000-1", "locator",
		"000-1:1:0-5", NULL);
	catalogue_add(c, "claim:2", "subject", "zone:jia", "indicator", "indicator:capacity", "item", "电解铝", "value", "50", "unit", "万吨", "modality", "capacity", "source", "source:000-1", "locator",
		"000-1:1:7-9", NULL);
}

static void open_with(struct stage *s, const char *screen, const char *id, enum language language, bool several)
{
	struct settings settings = {.language = language, .ambi = AMBI_NARROW, .today = 20800};
	struct place place;
	*s = (struct stage){0};
	rows(&s->catalogue, several);
	s->index = catalogue_index(&s->catalogue);
	s->app = app_new(&settings);
	app_set_index(s->app, s->index);
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.ids[0], str_from(id));
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 100, 24, settings.ambi, settings.ascii);
	stage_draw(s, 100, 24);
}

static void open_as(struct stage *s, const char *screen, const char *id, enum language language)
{
	open_with(s, screen, id, language, false);
}

static void test_rows(void **state)
{
	(void)state;
	struct stage s;
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	stage_expect_cursor(&s, "氧化铝");
	stage_expect_cursor(&s, "短缺");
	stage_expect_cursor(&s, "乙氧化铝");
	stage_expect_cursor(&s, "乙区");
	stage_expect(&s, "依据 缺20万吨 (全链瓶颈); 本区用它的有 电解铝");
	stage_expect(&s, "同环节: 乙区铝链 氧化铝");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "丙氧化铝公司");
	stage_expect(&s, "产品: 氧化铝  <- 乙报");
	stage_keys(&s, "j");
	stage_expect_cursor(&s, "铝材");
	stage_expect_cursor(&s, "暂无候选");
	stage_expect(&s, "缺口 2  候选 2");
	stage_close(&s);
}

/* Columns are as wide as what stands in them: in 80 columns no type of a gap is cut beside a column that is half empty. */
static void test_columns(void **state)
{
	(void)state;
	struct stage s;
	static const enum language languages[] = {LANGUAGE_ZH, LANGUAGE_EN};
	for (size_t i = 0; i < 2; i++) {
		open_as(&s, "gaps", "chain:lv", languages[i]);
		stage_draw(&s, 80, 24);
		stage_expect(&s, i ? "!short dependent" : "!短缺 外购");
		stage_expect(&s, "丙氧化铝公司");
		/* The widths are those of all rows, whatever is filtered. */
		int zone = -1;
		for (int filtered = 0; filtered < 2; filtered++) {
			stage_keys(&s, "g g h h h h l l l");
			int at = s.grid.cursor_column;
			zone = filtered ? zone : at;
			assert_int_equal(at, zone);
			stage_keys(&s, "&");
			stage_type(&s, "乙区");
			stage_keys(&s, "Enter");
		}
		stage_close(&s);
	}
}

static void test_doors(void **state)
{
	(void)state;
	struct stage s;
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	stage_keys(&s, "Enter");
	stage_expect(&s, "环节");
	stage_expect(&s, "氧化铝");
	stage_keys(&s, "q l l Enter");
	stage_expect(&s, "乙区氧化铝公司");
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "乙氧化铝");
	stage_keys(&s, "O");
	stage_expect(&s, "*本链*");
	stage_keys(&s, "x");
	stage_expect(&s, "缺口 2");
	stage_close(&s);
}

static void test_evidence(void **state)
{
	(void)state;
	struct stage s;
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	stage_keys(&s, "e");
	stage_expect(&s, "氧化铝 80万吨"); /* the balance */
	stage_keys(&s, "l l j");
	stage_expect(&s, "乙报"); /* the reason */
	stage_close(&s);
}

static void test_filter_and_find(void **state)
{
	(void)state;
	struct stage s;
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	stage_keys(&s, "&");
	stage_type(&s, "bing");
	stage_expect(&s, "候选 1");
	stage_expect_cursor(&s, "丙氧化铝公司");
	stage_keys(&s, "Esc");
	stage_expect(&s, "候选 2");
	stage_keys(&s, "&");
	stage_type(&s, "氧化铝 乙区");
	stage_keys(&s, "Enter");
	stage_expect(&s, "候选 1");
	stage_keys(&s, "Enter q");
	stage_expect(&s, "筛 氧化铝 乙区");
	stage_keys(&s, "&");
	for (int i = 0; i < 10; i++)
		stage_keys(&s, "Backspace");
	stage_type(&s, "nothing");
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有符合的记录");
	stage_close(&s);
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	stage_keys(&s, "/");
	stage_type(&s, "铝材");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "铝材");
	stage_keys(&s, "n");
	stage_expect_cursor(&s, "铝材");
	stage_close(&s);
}

static void test_order(void **state)
{
	(void)state;
	struct stage s;
	static const struct {
		const char *keys, *first, *title;
	} rows[] = {
		{"l l [", "丙氧化铝公司", "候选^"}, {"[", "乙氧化铝", "候选v"}, {"[", "乙氧化铝", "候选 "}, {"l ]", "乙氧化铝", "所在v"},
		{"l [", "丙氧化铝公司", "理由^"}, {"h h h h [", "铝材", "环节^"},
	};
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		stage_keys(&s, rows[i].keys);
		stage_keys(&s, "g g");
		stage_expect_cursor(&s, rows[i].first);
		stage_expect(&s, rows[i].title);
	}
	/* The order is a part of the place. */
	stage_keys(&s, "Enter q");
	stage_expect(&s, "环节^");
	stage_close(&s);
}

static struct effect effect_of(struct stage *s)
{
	struct effect effect = {0};
	assert_true(app_effect(s->app, &effect));
	return effect;
}

static void test_marks_and_export(void **state)
{
	(void)state;
	struct stage s;
	open_as(&s, "gaps", "chain:lv", LANGUAGE_ZH);
	app_run(s.app, CMD_EXPORT, STR("all.csv"));
	struct effect effect = effect_of(&s);
	assert_int_equal(effect.type, EFFECT_EXPORT_GAPS);
	assert_string_equal(effect.path, "all.csv");
	assert_string_equal(effect.text, "chain:lv\nstage:yang enterprise:yi\nstage:yang enterprise:bing\nstage:cai");
	stage_keys(&s, "j Space");
	stage_expect(&s, "标1");
	app_run(s.app, CMD_EXPORT, STR("some.md"));
	while (app_effect(s.app, &effect))
		;
	assert_string_equal(effect.text, "chain:lv\nstage:yang enterprise:bing");
	stage_keys(&s, "\"");
	stage_expect(&s, "候选 1");
	stage_keys(&s, "\" *");
	stage_expect(&s, "标2");
	stage_keys(&s, "y m");
	effect = effect_of(&s);
	assert_int_equal(effect.type, EFFECT_COPY);
	assert_non_null(strstr(effect.text, "乙氧化铝"));
	assert_null(strstr(effect.text, "丙氧化铝公司"));
	stage_close(&s);
}

static const char *export_text(struct stage *s)
{
	struct effect effect = {0};
	app_run(s->app, CMD_EXPORT, STR("some.csv"));
	while (app_effect(s->app, &effect))
		;
	assert_int_equal(effect.type, EFFECT_EXPORT_GAPS);
	return effect.text;
}

/* Somebody who fits two gaps is chosen for one of them. */
static void test_marks_of_pairs(void **state)
{
	(void)state;
	static const char all[] = "chain:lv\nstage:yang enterprise:yi\nstage:yang enterprise:bing\nstage:yang enterprise:ding\nstage:cai enterprise:ding";
	static const struct {
		const char *name, *keys, *text;
	} rows[] = {
		{"none", "g g", all},
		{"one gap of two", "j j Space", "chain:lv\nstage:yang enterprise:ding"},
		{"both", "G Space", "chain:lv\nstage:yang enterprise:ding\nstage:cai enterprise:ding"},
		{"the first no longer", "g g j j Space", "chain:lv\nstage:cai enterprise:ding"},
		{"there and back", "Enter q", "chain:lv\nstage:cai enterprise:ding"},
		{"sorted", "h h h h ]", "chain:lv\nstage:cai enterprise:ding"},
		{"only what is marked", "\"", "chain:lv\nstage:cai enterprise:ding"},
		{"all others", "\" *", "chain:lv\nstage:yang enterprise:yi\nstage:yang enterprise:bing\nstage:yang enterprise:ding"},
	};
	struct stage s;
	open_with(&s, "gaps", "chain:lv", LANGUAGE_ZH, true);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		stage_keys(&s, rows[i].keys);
		const char *text = export_text(&s);
		if (strcmp(text, rows[i].text))
			fail_msg("row \"%s\": %s", rows[i].name, text);
	}
	stage_expect(&s, "标3");
	app_run(s.app, CMD_FILTER, STR("铝材 丁"));
	stage_draw(&s, 100, 24);
	stage_expect_cursor(&s, "铝材");
	stage_expect(&s, "标3"); /* what is marked is not lost from sight in the count, nor from the file */
	assert_non_null(strstr(export_text(&s), "stage:yang enterprise:yi"));
	app_run(s.app, CMD_UNMARK_MATCHING, STR("氧化铝"));
	assert_non_null(strstr(export_text(&s), "stage:yang enterprise:yi")); /* hidden rows keep theirs */
	app_run(s.app, CMD_FILTER, STR("氧化铝"));
	app_run(s.app, CMD_UNMARK_MATCHING, STR("氧化铝"));
	app_run(s.app, CMD_FILTER, STR("铝材 丁"));
	stage_draw(&s, 100, 24);
	assert_string_equal(export_text(&s), "chain:lv\nstage:cai enterprise:ding");
	assert_false(stage_shows(&s, "| 标"));
	/* No row, no file. */
	app_run(s.app, CMD_FILTER, STR("没有这样的"));
	stage_draw(&s, 100, 24);
	stage_keys(&s, "F8");
	stage_expect(&s, "没有符合的记录");
	stage_close(&s);
}

static void test_marks_in_another_index(void **state)
{
	(void)state;
	struct stage s;
	open_with(&s, "gaps", "chain:lv", LANGUAGE_ZH, true);
	stage_keys(&s, "G Space");
	struct catalogue more = {0};
	/* Rows move: somebody stands before them. */
	catalogue_add(&more, "enterprise:aaa", "name", "阿公司", NULL);
	rows(&more, true);
	struct index *index = catalogue_index(&more);
	app_set_index(s.app, index);
	assert_string_equal(export_text(&s), "chain:lv\nstage:cai enterprise:ding");
	struct catalogue fewer = {0};
	rows(&fewer, false);
	struct index *last = catalogue_index(&fewer);
	app_set_index(s.app, last);
	assert_string_equal(export_text(&s), "chain:lv\nstage:yang enterprise:yi\nstage:yang enterprise:bing\nstage:cai");
	app_set_index(s.app, NULL);
	index_free(index);
	index_free(last);
	catalogue_release(&more);
	catalogue_release(&fewer);
	stage_close(&s);
}

struct way {
	const char *name, *screen, *id, *keys, *expected;
};

static const struct way ways[] = {
	{"from a chain's page", "chain", "chain:lv", "x", "缺口 2"},
	{"from a stage's page", "record", "stage:cai", "x", "缺口 2"},
	{"from a zone's page", "zone", "zone:jia", "x", "甲区 缺口"},
	{"from an enterprise: none", "enterprise", "enterprise:jia", "x", "缺口只对产业链和开发区而言"},
	{"a chain without gaps but thin ones", "chain", "chain:yi", "x", "薄弱"},
	{"unknown", "gaps", "chain:none", "j Enter x O Space", "缺口只对产业链和开发区而言"},
};

static void test_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		struct stage s;
		open_as(&s, ways[i].screen, ways[i].id, LANGUAGE_ZH);
		stage_keys(&s, ways[i].keys);
		if (!stage_shows(&s, ways[i].expected))
			fail_msg("row \"%s\": \"%s\" is not on the screen:\n%s", ways[i].name, ways[i].expected, s.text.p);
		stage_close(&s);
	}
}

static void test_sizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{1, 1}, {4, 3}, {20, 5}, {40, 12}, {80, 24}, {200, 60}};
	for (int language = 0; language < 2; language++)
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			struct stage s;
			open_as(&s, "gaps", "zone:jia", (enum language)language);
			stage_draw(&s, sizes[i][0], sizes[i][1]);
			stage_keys(&s, "j l l l l e e G");
			stage_close(&s);
		}
}

/* No gaps are said to be none only where a chain could have some. */
static void test_none(void **state)
{
	static const struct {
		const char *id, *text;
	} cases[] = {{"chain:whole", "没有缺口"}, {"zone:bare", "本区没有产业链"}, {"chain:reference", "参照链不是哪个区的链"}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct stage s = {0};
		catalogue_add(&s.catalogue, "zone:bare", "name", "丙开发区", NULL);
		catalogue_add(&s.catalogue, "zone:jia", "name", "甲开发区", NULL);
		catalogue_add(&s.catalogue, "chain:reference", "name", "铝链（参照）", NULL);
		catalogue_add(&s.catalogue, "stage:reference", "name", "氧化铝", "chain", "chain:reference", NULL);
		catalogue_add(&s.catalogue, "chain:follows", "name", "甲区铝链", "zone", "zone:jia", "template", "chain:reference", NULL);
		catalogue_add(&s.catalogue, "chain:whole", "name", "甲区镁链", "zone", "zone:jia", NULL);
		stage_begin(&s, "home", &(struct settings){.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800});
		struct place place;
		assert_true(place_parse(STR("gaps"), &place));
		place_set(&place.ids[0], str_from(cases[i].id));
		app_go(s.app, &place);
		place_release(&place);
		stage_draw(&s, 80, 24);
		stage_expect(&s, cases[i].text);
		stage_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_columns), cmocka_unit_test(test_doors), cmocka_unit_test(test_evidence), cmocka_unit_test(test_order),
		cmocka_unit_test(test_filter_and_find),
		cmocka_unit_test(test_marks_and_export), cmocka_unit_test(test_marks_of_pairs),
		cmocka_unit_test(test_marks_in_another_index), cmocka_unit_test(test_ways), cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_none),
	};
	return cmocka_run_group_tests_name("view/gap_screen", tests, NULL, NULL);
}
