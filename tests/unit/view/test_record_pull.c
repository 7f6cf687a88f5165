#include "support/stage.h"

static void open_lead(struct stage *s, const char *id)
{
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct catalogue *c = &s->catalogue;
	struct place place;
	catalogue_add(c, "source:000-1", "name", "甲报", "date", "2025-12", NULL);
	catalogue_add(c, "source:001-1", "name", "乙报", "date", "2023-10", NULL);
	catalogue_add(c, "zone:jia", "name", "甲开发区", NULL);
	catalogue_add(c, "chain:lv", "name", "铝链", "zone", "zone:jia", "lead", "enterprise:zhu", NULL);
	catalogue_add(c, "stage:dian", "name", "电解铝", "chain", "chain:lv", "position", "1", NULL);
	catalogue_add(c, "stage:cai", "name", "铝材", "chain", "chain:lv", "position", "2", NULL);
	catalogue_add(c, "enterprise:zhu", "name", "链主铝业", NULL);
	catalogue_add(c, "enterprise:late", "name", "后来公司", "source", "source:000-1", NULL);
	catalogue_add(c, "enterprise:early", "name", "先到公司", "source", "source:000-1", NULL);
	catalogue_add(c, "enterprise:other", "name", "别家公司", NULL);
	catalogue_add(c, "placement:0", "enterprise", "enterprise:zhu", "stage", "stage:dian", NULL);
	catalogue_add(c, "placement:1", "enterprise", "enterprise:late", "stage", "stage:cai", NULL);
	catalogue_add(c, "placement:2", "enterprise", "enterprise:early", "stage", "stage:cai", NULL);
	catalogue_add(c, "project:early", "name", "先到项目", "owner", "enterprise:early", "stage", "stage:cai", "status", "producing", NULL);
	catalogue_add(c, "project:own", "name", "链主自己的项目", "owner", "enterprise:zhu", "stage", "stage:cai", "status", "producing", NULL);
	catalogue_add(c, "milestone:1", "project", "project:early", "status", "producing", "date", "2021-12", "source", "source:001-1", NULL);
	catalogue_add(c, "milestone:2", "project", "project:early", "status", "signed", "date", "2020-03", "source", "source:001-1", NULL);
	catalogue_add(c, "project:elsewhere", "name", "别处项目", "owner", "enterprise:early", "status", "signed", NULL);
	catalogue_add(c, "milestone:3", "project", "project:elsewhere", "status", "signed", "date", "2011-01", "source", "source:001-1", NULL);
	s->index = catalogue_index(c);
	s->app = app_new(&settings);
	app_set_index(s->app, s->index);
	assert_true(place_parse(STR("enterprise"), &place));
	place_set(&place.ids[0], str_from(id));
	app_go(s->app, &place);
	place_release(&place);
	grid_init(&s->grid, 100, 60, settings.ambi, settings.ascii);
	stage_draw(s, 100, 60);
}

/* The rest of the screen behind a text. */
static struct str behind(const struct stage *s, const char *text)
{
	struct str all = strbuf_str(&s->text);
	ptrdiff_t at = str_find(all, str_from(text), 0);
	if (at < 0)
		fail_msg("\"%s\" is not on the screen:\n%s", text, s->text.p);
	return str_sub(all, (size_t)at, all.n);
}

static void test_order_and_dates(void **state)
{
	(void)state;
	struct stage s = {0};
	open_lead(&s, "enterprise:zhu");
	struct str section = behind(&s, "链主带动 ─");
	static const char *const said[] = {"先到公司", "2020-03", "签约", "乙报", "先到项目", "后来公司", "2025-12", "见于来源", "甲报"};
	for (size_t i = 0, at = 0; i < sizeof said / sizeof *said; i++) {
		ptrdiff_t found = str_find(section, str_from(said[i]), at);
		if (found < 0)
			fail_msg("\"%s\" does not follow:\n%.*s", said[i], STR_ARG(section));
		at = (size_t)found;
	}
	/* What a firm did off the chain is no day on which it came. */
	ptrdiff_t elsewhere = str_find(section, STR("2011-01"), 0);
	assert_true(elsewhere < 0);
	/* Its own projects are listed elsewhere on the page. */
	ptrdiff_t own = str_find(section, STR("链主自己的项目"), 0), end = str_find(section, STR("为链主的产业链"), 0);
	assert_true(end > 0 && own > end);
	stage_keys(&s, "} Enter");
	stage_expect(&s, "先到公司");
	stage_close(&s);
}

static void test_no_lead(void **state)
{
	(void)state;
	struct stage s = {0};
	open_lead(&s, "enterprise:late");
	stage_expect_not(&s, "链主带动");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_order_and_dates), cmocka_unit_test(test_no_lead)};
	return cmocka_run_group_tests_name("view/record_pull", tests, NULL, NULL);
}
