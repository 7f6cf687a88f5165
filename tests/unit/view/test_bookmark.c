#include "support/stage.h"

#include "view/place.h"

/* A second session with what the first one kept. */
static void come_back(struct stage *next, const char *screen, const char *kept)
{
	stage_open(next, "home");
	app_bookmarks_read(next->app, str_from(kept));
	struct place place;
	assert_true(place_parse(str_from(screen), &place));
	app_go(next->app, &place);
	place_release(&place);
	stage_draw(next, 80, 24);
}

static char *kept_by(struct stage *s)
{
	struct effect effect;
	assert_true(app_effect(s->app, &effect));
	assert_int_equal(effect.type, EFFECT_BOOKMARK);
	return strdup(effect.text);
}

static void a_bookmark_outlives_the_session(void **state)
{
	struct stage s, next;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "总投资>=5亿");
	stage_keys(&s, "Enter j l m a");
	stage_expect(&s, "已设书签");
	char *kept = kept_by(&s);
	stage_close(&s);
	come_back(&next, "zones", kept);
	stage_keys(&next, "' a");
	stage_expect(&next, "筛 总投资>=5亿");
	stage_expect_cursor(&next, "稳卓");
	stage_expect_not(&next, "金通");
	/* It is a step of the history as any other. */
	stage_keys(&next, "q");
	stage_expect(&next, "开发区");
	stage_expect_not(&next, "稳卓");
	stage_close(&next);
	free(kept);
}

/* A search of yesterday is not what is being typed. */
static void a_search_is_offered(void **state)
{
	struct stage s;
	(void)state;
	come_back(&s, "zones", "a\tsearch\tquery=xm\ttitle=搜索 xm");
	stage_keys(&s, "' a");
	stage_expect(&s, "搜> xm ");
	stage_type(&s, "zz");
	assert_true(str_eq_c(str_trim(stage_line(&s, 1)), "搜> zz"));
	stage_close(&s);
}

/* In the list that is shown it leads to its row. */
static void a_bookmark_in_the_same_list(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j j m a G");
	stage_expect_cursor(&s, "赤泥");
	stage_keys(&s, "' a");
	stage_expect_cursor(&s, "金通");
	stage_keys(&s, "q");
	stage_expect(&s, "已到首页"); /* no step of the history */
	/* nor does it take one's changes away */
	stage_keys(&s, "] m b G ' b");
	stage_expect(&s, "名称v");
	stage_keys(&s, "u");
	stage_expect_not(&s, "名称v");
	/* Under another filter it is another view, and this one is behind it. */
	stage_keys(&s, "&");
	stage_type(&s, "赤泥");
	stage_keys(&s, "Enter ' a");
	stage_expect_cursor(&s, "金通");
	stage_keys(&s, "q");
	stage_expect(&s, "筛 赤泥");
	stage_close(&s);
}

static void the_letters_that_are_taken_are_shown(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "'");
	stage_expect(&s, "'-  到书签 (加一字母)");
	stage_keys(&s, "Esc m b 2 m a F m c '");
	stage_expect(&s, "a 开发区 b 项目 c 开发区 分面");
	stage_keys(&s, "b");
	stage_expect(&s, "星萌");
	stage_keys(&s, "m");
	stage_expect(&s, "a 开发区 b 项目");
	stage_close(&s);
}

static void the_first_screen_leads_to_them(void **state)
{
	struct stage s;
	(void)state;
	come_back(&s, "projects", "x\tzone\tid=zone:zhangzi\ttitle=长子经开区\nb\tprojects\tquery=投资>=5亿\ttitle=项目\n");
	stage_keys(&s, "1");
	stage_expect(&s, "'b 项目 投资>=5亿  'x 长子经开区");
	while (!strstr(strbuf_str(&s.text).p, "> 书签"))
		stage_keys(&s, "j");
	stage_keys(&s, "l Enter");
	stage_expect(&s, "园链 > 首页 > 长子经开区");
	stage_close(&s);
}

static void the_palette_takes_the_letter(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "bookmark b");
	stage_keys(&s, "Enter 2 :");
	stage_type(&s, "go-bookmark b");
	stage_keys(&s, "Enter");
	stage_expect(&s, "星萌");
	stage_close(&s);
}

/* Every screen comes back as it was; its marks, which only the session knows, do not. */
static void every_place_is_a_line(void **state)
{
	const char *name;
	(void)state;
	for (size_t i = 0; (name = place_nth_name(i)); i++) {
		struct place place, again;
		struct strbuf line = {0};
		assert_true(place_parse(str_from(name), &place));
		if (place.screen == SCREEN_PALETTE) {
			place_release(&place);
			continue;
		}
		if (place_counts(place.screen))
			place.kind = KIND_PROJECT;
		if (place.screen == SCREEN_RECORD && place.kind == KIND_COUNT)
			place.kind = KIND_FACILITY;
		if (place.screen == SCREEN_RECORD) {
			struct strbuf id = {0};
			strbuf_printf(&id, "%s:x", kinds[place.kind].singular);
			place_set(&place.ids[0], strbuf_str(&id));
			strbuf_release(&id);
		} else {
			place_set(&place.ids[0], STR("zone:a"));
			place_set(&place.ids[1], STR("zone:b"));
		}
		place_set(&place.query, STR("投资>=5亿 \"a=b\""));
		place_set(&place.sort, STR("-invest,name"));
		place_set(&place.by, STR("status,zone"));
		place_set(&place.figure, STR("invest/planned"));
		place_set(&place.hidden, STR("unit,name:30,~"));
		place_set(&place.selected, STR("zone:c"));
		place.only_conflicts = true;
		place.row = 1203;
		place.cell = 3;
		place_line_add(&place, &line);
		assert_true(place_line_read(strbuf_str(&line), &again));
		assert_true(place_same(&place, &again));
		assert_string_equal(place.selected, again.selected);
		assert_int_equal(place.row, again.row);
		assert_int_equal(place.cell, again.cell);
		place_release(&place);
		place_release(&again);
		strbuf_release(&line);
	}
}

static void a_name_with_a_line_break_is_one_line(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	catalogue_add(&s.catalogue, "zone:odd", "name", "两\n行\t区", NULL);
	struct index *fresh = catalogue_index(&s.catalogue);
	app_set_index(s.app, fresh);
	index_free(s.index);
	s.index = fresh;
	app_go_record(s.app, index_find_id(fresh, STR("zone:odd")));
	stage_draw(&s, 80, 24);
	stage_keys(&s, "m a");
	char *kept = kept_by(&s);
	assert_null(strchr(kept, '\n'));
	assert_non_null(strstr(kept, "title=两 行 区"));
	free(kept);
	stage_close(&s);
}

/* The file is a person's: what stands there may be anything. */
static void what_is_no_bookmark_is_passed_over(void **state)
{
	static const char kept[] =
		"\n\t\na\nb\tno-such-screen\nc\trecord\nd\tzone\tid=\ne\tzone\tid=zone\nf\tcompare\tid=zone:xingxian\ng\tfacets\n"
		"h\tpalette\ni\tmap\nj\tgaps\tid2=zone:xingxian\nLongName\tzones\nk\t\xFF\xFE\nm\tzones\tquery=\xFF\n=\n"
		"1\tzone\tid=zone:nobody\ttitle=无\n2\tfacets\tkind=projects\tby=a,b,c\tfigure=///\trow=999999999\tcell=88888888888888888888\n"
		"3\tcrosstab\tkind=projects\tby=,\n4\tgroups\tkind=projects\tby=status\tfigure=nothing\n5\tprojects\tsort=nothing\tcolumns=~,~,x:y\n"
		"6\tprojects\tquery=(((\tselected=zone:xingxian\n7\tcompare\tid=zone:nobody\tid2=zone:xingxian\tid4=x\n8\tmap\tid=project:jintong\n"
		"9\tgaps\tid=claim:none\n0\tsearch\tquery=\trow=77\tunknown=1\ttitle=";
	struct stage s;
	(void)state;
	come_back(&s, "zones", kept);
	stage_keys(&s, "'");
	for (const char *c = "abcdefghijkm"; *c; c++) {
		stage_keys(&s, "Esc '");
		stage_type(&s, (char[]){*c, '\0'});
		stage_expect(&s, "没有这个书签");
		stage_keys(&s, "'");
	}
	stage_keys(&s, "Esc");
	for (const char *c = "1234567890"; *c; c++) {
		stage_keys(&s, "'");
		stage_type(&s, (char[]){*c, '\0'});
		stage_expect_not(&s, "没有这个书签");
		stage_draw(&s, 200, 60);
		stage_draw(&s, 40, 12);
		stage_keys(&s, "j G l k e e");
		stage_draw(&s, 80, 24);
		stage_keys(&s, "1");
	}
	stage_close(&s);
}

/* What may follow a prefix stands there whole, on as many lines as that takes. */
static void no_choice_is_cut_off(void **state)
{
	static const int widths[] = {40, 60, 80, 200};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		stage_draw(&s, widths[i], 24);
		stage_keys(&s, "g");
		stage_expect(&s, "g-  g 到首行");
		stage_expect(&s, "a 跳到名称拼音以此开头的一行");
		stage_expect(&s, "t 目标承诺");
		stage_expect(&s, "i 缺数图");
		stage_keys(&s, "Esc");
	}
	for (int rows = 1; rows < 5; rows++) {
		stage_draw(&s, 12, rows);
		stage_keys(&s, "g Esc");
	}
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bookmark_outlives_the_session),
		cmocka_unit_test(a_search_is_offered),
		cmocka_unit_test(a_bookmark_in_the_same_list),
		cmocka_unit_test(the_letters_that_are_taken_are_shown),
		cmocka_unit_test(the_first_screen_leads_to_them),
		cmocka_unit_test(the_palette_takes_the_letter),
		cmocka_unit_test(every_place_is_a_line),
		cmocka_unit_test(a_name_with_a_line_break_is_one_line),
		cmocka_unit_test(what_is_no_bookmark_is_passed_over),
		cmocka_unit_test(no_choice_is_cut_off),
	};
	return cmocka_run_group_tests_name("view/bookmark", tests, NULL, NULL);
}
