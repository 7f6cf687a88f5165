/*
 * A program without a terminal: an app over a small catalogue, keys in, text out. For tests of
 * screens.
 *
 *	struct stage s;
 *	stage_open(&s, "projects");
 *	stage_keys(&s, "j j Enter");
 *	stage_type(&s, "兴县");
 *	stage_draw(&s, 80, 24);
 *	assert_true(stage_shows(&s, "兴县经开区"));
 *	stage_close(&s);
 */
#ifndef TESTS_SUPPORT_STAGE_H
#define TESTS_SUPPORT_STAGE_H

#include "support/catalogue.h"
#include "support/grid.h"

#include "text/utf8.h"
#include "view/app.h"

struct stage {
	struct catalogue catalogue;
	struct index *index;
	struct app *app;
	struct grid grid;
	struct strbuf text;      /* of the last draw */
	uint32_t n_claims;
};

static inline void stage_claim(struct stage *s, const char *subject, const char *indicator, const char *value,
	const char *unit, const char *period, const char *source)
{
	char id[32];
	snprintf(id, sizeof id, "claim:c%u", ++s->n_claims);
	catalogue_add(&s->catalogue, id, "subject", subject, "indicator", indicator, "value", value, "unit", unit,
		"modality", "planned",
		"period", period, "source", source, "locator", "000-1:1:0-5", NULL);
}

/* Four zones, five projects; 稳卓 has two investments that contradict each other, 赤泥堆场 and 白酒 have none. */
static inline void stage_rows(struct stage *s)
{
	struct catalogue *c = &s->catalogue;
	catalogue_add(c, "indicator:invest", "name", "总投资", "unit", "元", NULL);
	catalogue_add(c, "indicator:total-output", "name", "总产值", "unit", "元", NULL);
	catalogue_add(c, "source:000-1", "name", "调研 甲", "title", "调研 甲", "date", "2025-12", NULL);
	catalogue_add(c, "source:001-1", "name", "调研 乙", "title", "调研 乙", "date", "2025-11", NULL);
	catalogue_add(c, "region:xingxian", "name", "兴县", "level", "county", NULL);
	catalogue_add(c, "zone:xingxian", "name", "山西兴县经济技术开发区", "short_names", "兴县经开区", "class", "economic", "level",
		"provincial", "region",
		"region:xingxian", "leading_industries", "铝镁;能源", NULL);
	catalogue_add(c, "zone:zhangzi", "name", "山西长子经济技术开发区", "short_names", "长子经开区", "class", "economic", "level",
		"provincial", NULL);
	catalogue_add(c, "zone:changzhi", "name", "长治高新技术产业开发区", "short_names", "长治高新区", "class", "hightech", "level",
		"national", NULL);
	catalogue_add(c, "zone:jinzhong", "name", "晋中农业高新技术开发区", "class", "agriculture", "level", "national", NULL);
	catalogue_add(c, "project:wenzhuo", "name", "安徽稳卓汽车零部件项目", "zone", "zone:xingxian", "status", "signed", NULL);
	catalogue_add(c, "project:jintong", "name", "金通电工圆铝杆项目", "zone", "zone:xingxian", "status", "producing", NULL);
	catalogue_add(c, "project:chini", "name", "华兴赤泥堆场项目", "zone", "zone:xingxian", "status", "signed", NULL);
	catalogue_add(c, "project:xingmeng", "name", "星萌冻干食品项目", "zone", "zone:zhangzi", "status", "building", NULL);
	catalogue_add(c, "project:baijiu", "name", "白酒项目", "zone", "zone:changzhi", "status", "planned", NULL);
	/* A name full of what means something in a filter. */
	catalogue_add(c, "facility:odd", "name", "甲 (二期) “乙” | 丙：丁 -戊 \"己\" field:x", "zone", "zone:changzhi", "type", "(", NULL);
	catalogue_add(c, "facility:even", "name", "白楼", "zone", "zone:zhangzi", "type", "|", NULL);
	stage_claim(s, "project:wenzhuo", "indicator:invest", "5", "亿元", "2025", "source:000-1");
	stage_claim(s, "project:wenzhuo", "indicator:invest", "8", "亿元", "2025", "source:001-1");
	stage_claim(s, "project:jintong", "indicator:invest", "3.2", "亿元", "2025", "source:000-1");
	stage_claim(s, "project:xingmeng", "indicator:invest", "25.6", "亿元", "2025", "source:000-1");
	stage_claim(s, "zone:xingxian", "indicator:total-output", "275", "亿元", "2025-01/2025-09", "source:000-1");
}

/* An app over the rows that are there, at the screen of that name. */
static inline void stage_begin(struct stage *s, const char *screen, const struct settings *settings)
{
	struct place place;
	s->index = catalogue_index(&s->catalogue);
	s->app = app_new(settings);
	app_set_index(s->app, s->index);
	if (!place_parse(str_from(screen), &place))
		fail_msg("no screen \"%s\"", screen);
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 80, 24, settings->ambi, settings->ascii);
}

static inline void stage_draw(struct stage *s, int columns, int rows)
{
	grid_resize(&s->grid, columns, rows);
	app_draw(s->app, &s->grid);
	assert_grid(&s->grid);
	assert_in_range(s->grid.cursor_row, 0, rows - 1);
	assert_in_range(s->grid.cursor_column, 0, columns - 1);
	strbuf_clear(&s->text);
	grid_dump(&s->grid, &s->text);
}

static inline void stage_open(struct stage *s, const char *screen)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	*s = (struct stage){0};
	stage_rows(s);
	stage_begin(s, screen, &settings);
	stage_draw(s, 80, 24);
}

static inline void stage_close(struct stage *s)
{
	app_free(s->app);
	index_free(s->index);
	catalogue_release(&s->catalogue);
	grid_release(&s->grid);
	strbuf_release(&s->text);
}

/* Keys by their written names, separated by blanks; drawn after each, as a terminal would. */
static inline void stage_keys(struct stage *s, const char *names)
{
	struct str rest = str_from(names), name;
	while (str_split(&rest, ' ', &name)) {
		struct event event = {.type = EVENT_KEY};
		if (!key_parse(name, &event.key))
			fail_msg("\"%.*s\" is no key", STR_ARG(name));
		app_handle(s->app, event);
		stage_draw(s, s->grid.columns, s->grid.rows);
	}
}

/* Text character by character, as typed or as an input method delivers it. */
static inline void stage_type(struct stage *s, const char *text)
{
	struct str str = str_from(text);
	for (size_t at = 0; at < str.n;) {
		app_handle(s->app, (struct event){.type = EVENT_KEY, .key = utf8_next(str, &at)});
		stage_draw(s, s->grid.columns, s->grid.rows);
	}
}

/* Text that is there before it is taken, as pasted. */
static inline void stage_paste(struct stage *s, const char *text)
{
	struct str str = str_from(text);
	for (size_t at = 0; at < str.n;) {
		struct event event = {.type = EVENT_KEY, .key = utf8_next(str, &at)};
		event.more = at < str.n;
		app_handle(s->app, event);
	}
	stage_draw(s, s->grid.columns, s->grid.rows);
}

static inline bool stage_shows(const struct stage *s, const char *text)
{
	return str_find(strbuf_str(&s->text), str_from(text), 0) >= 0;
}

static inline void stage_expect(const struct stage *s, const char *text)
{
	if (!stage_shows(s, text))
		fail_msg("\"%s\" is not on the screen:\n%.*s", text, STR_ARG(strbuf_str(&s->text)));
}

static inline void stage_expect_not(const struct stage *s, const char *text)
{
	if (stage_shows(s, text))
		fail_msg("\"%s\" is on the screen:\n%.*s", text, STR_ARG(strbuf_str(&s->text)));
}

/* Row `row` of the last draw, without its line end. */
static inline struct str stage_line(const struct stage *s, int row)
{
	struct str rest = strbuf_str(&s->text), line = {0};
	for (int i = 0; i <= row; i++)
		if (!str_split(&rest, '\n', &line))
			fail_msg("no row %d", row);
	return line;
}

/* The first row that holds `text`; -1: none. */
static inline int stage_line_of(const struct stage *s, const char *text)
{
	struct str rest = strbuf_str(&s->text), line;
	for (int i = 0; str_split(&rest, '\n', &line); i++)
		if (str_find(line, str_from(text), 0) >= 0)
			return i;
	return -1;
}

/* That row; fails where there is none. */
static inline struct str stage_line_with(const struct stage *s, const char *text)
{
	stage_expect(s, text);
	return stage_line(s, stage_line_of(s, text));
}

/* What is shown now can be drawn at any size. */
static inline void stage_every_size(struct stage *s)
{
	for (int columns = 1; columns < 130; columns += columns < 20 ? 1 : 13)
		for (int rows = 1; rows < 30; rows += rows < 8 ? 1 : 5)
			stage_draw(s, columns, rows);
}

/* The row with the cursor's sign; empty where there is none. */
static inline struct str stage_cursor_line(const struct stage *s)
{
	struct str rest = strbuf_str(&s->text), line;
	while (str_split(&rest, '\n', &line))
		if (str_starts(line, STR(">")))
			return line;
	return STR("");
}

static inline void stage_expect_cursor(const struct stage *s, const char *text)
{
	struct str line = stage_cursor_line(s);
	if (!line.n || str_find(line, str_from(text), 0) < 0)
		fail_msg("the cursor's row is \"%.*s\", expected \"%s\":\n%.*s", STR_ARG(line), text,
			STR_ARG(strbuf_str(&s->text)));
}

#endif
