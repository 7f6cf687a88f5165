/*
 * Two zones, their chains of aluminium, a reference chain, who makes and delivers what: for tests of the map of a chain.
 */
#ifndef TESTS_UNIT_VIEW_MAP_WORLD_H
#define TESTS_UNIT_VIEW_MAP_WORLD_H

#include "support/stage.h"

static inline void chains(struct catalogue *c)
{
	catalogue_add(c, "indicator:capacity", "name", "产能", NULL);
	catalogue_add(c, "indicator:consumption", "name", "消耗量", NULL);
	catalogue_add(c, "source:000-1", "name", "甲报", "date", "2025-12", NULL);
	catalogue_add(c, "zone:jia", "name", "甲开发区", "short_names", "甲区", NULL);
	catalogue_add(c, "zone:yi", "name", "乙开发区", "short_names", "乙区", NULL);
	catalogue_add(c, "zone:bing", "name", "丙开发区", NULL);
	catalogue_add(c, "chain:t", "name", "铝模板", NULL);
	catalogue_add(c, "stage:t-dian", "name", "电解", "chain", "chain:t", "position", "1", NULL);
	catalogue_add(c, "chain:lv", "name", "甲区铝链", "zone", "zone:jia", "lead", "enterprise:zhu", NULL);
	catalogue_add(c, "stage:kuang", "name", "铝土矿", "chain", "chain:lv", "position", "1", NULL);
	catalogue_add(c, "stage:yang", "name", "氧化铝", "chain", "chain:lv", "position", "2", NULL);
	catalogue_add(c, "stage:dian", "name", "电解铝", "chain", "chain:lv", "position", "3", "products", "铝水", "template", "stage:t-dian", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:lv", "position", "4", NULL);
	catalogue_add(c, "stage:tie", "name", "赤泥选铁", "chain", "chain:lv", "position", "5", NULL);
	catalogue_add(c, "link:1", "from", "stage:kuang", "to", "stage:yang", "product", "铝土矿", "role", "input", "coefficient_low", "2.2", "coefficient_source", "source:000-1", NULL);
	catalogue_add(c, "link:2", "from", "stage:yang", "to", "stage:dian", "product", "氧化铝", "role", "input", NULL);
	catalogue_add(c, "link:3", "from", "stage:dian", "to", "stage:cai", "product", "铝水", "role", "input", NULL);
	catalogue_add(c, "link:4", "from", "stage:yang", "to", "stage:tie", "product", "赤泥", "role", "byproduct", NULL);
	catalogue_add(c, "link:5", "from", "stage:tie", "to", "stage:kuang", "product", "回水", "role", "byproduct", NULL);
	catalogue_add(c, "chain:yi", "name", "乙区铝链", "zone", "zone:yi", NULL);
	catalogue_add(c, "stage:yi-dian", "name", "铝电解", "chain", "chain:yi", "position", "1", "template", "stage:t-dian", NULL);
	catalogue_add(c, "enterprise:zhu", "name", "甲区链主铝业公司", "short_names", "链主铝业", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:cai", "name", "甲区铝材公司", "short_names", "铝材公司", "zone", "zone:jia", NULL);
	catalogue_add(c, "enterprise:yi", "name", "乙区电解公司", "short_names", "乙电解", "zone", "zone:yi", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:zhu", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:cai", "stage", "stage:cai", NULL);
	catalogue_add(c, "placement:3", "enterprise", "enterprise:yi", "stage", "stage:yi-dian", NULL);
	catalogue_add(c, "project:p", "name", "汽车铝材项目", "stage", "stage:cai", "zone", "zone:jia", "status", "signed", NULL);
	catalogue_add(c, "flow:1", "from", "enterprise:zhu", "to", "enterprise:cai", "product", "铝水", NULL);
	catalogue_add(c, "flow:2", "from", "enterprise:cai", "to", "enterprise:cai", "product", "边角料", NULL);
}

static inline void claim(struct catalogue *c, const char *id, const char *item, const char *value, const char *scope)
{
	catalogue_add(c, id, "subject", "zone:jia", "indicator", "indicator:capacity", "item", item, "value", value, "unit", "万吨", "modality", "capacity", "scope", scope, "source",
		"source:000-1", "locator", "000-1:1:0-5", NULL);
}

static inline void nothing_more(struct catalogue *c)
{
	(void)c;
}

/* An app at a place, not drawn yet. */
static inline void begin_with(struct stage *s, const char *screen, const char *id, const char *query, enum language language, bool ascii, void (*more)(struct catalogue *))
{
	struct settings settings = {.language = language, .ambi = AMBI_NARROW, .ascii = ascii, .today = 20800};
	struct place place;
	*s = (struct stage){0};
	chains(&s->catalogue);
	claim(&s->catalogue, "claim:1", "铝土矿", "66", "年产");
	claim(&s->catalogue, "claim:2", "氧化铝", "200", "年产");
	claim(&s->catalogue, "claim:3", "电解铝", "50", "年产");
	claim(&s->catalogue, "claim:4", "电解铝", "50", "消纳");
	more(&s->catalogue);
	s->index = catalogue_index(&s->catalogue);
	s->app = app_new(&settings);
	app_set_index(s->app, s->index);
	assert_true(place_parse(str_from(screen), &place));
	place_set(&place.ids[0], str_from(id));
	place_set(&place.query, str_from(query));
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 100, 30, settings.ambi, settings.ascii);
}

static inline void open_with(struct stage *s, const char *screen, const char *id, const char *query, enum language language, bool ascii, void (*more)(struct catalogue *))
{
	begin_with(s, screen, id, query, language, ascii, more);
	stage_draw(s, 100, 30);
}

static inline void open_as(struct stage *s, const char *screen, const char *id, enum language language, bool ascii)
{
	open_with(s, screen, id, "", language, ascii, nothing_more);
}

static inline void open_map(struct stage *s, const char *id)
{
	open_as(s, "map", id, LANGUAGE_ZH, false);
}

/* What is said below the map about the selected box. */
static inline void expect_selected(const struct stage *s, const char *name)
{
	struct strbuf text = {0};
	strbuf_printf(&text, "环节  %s", name);
	stage_expect(s, text.p);
	strbuf_release(&text);
}

#endif
