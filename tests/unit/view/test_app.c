#include "support/stage.h"

#include "view/command.h"
#include "view/place.h"

/* The same rows in a new index, as another process's change brings them. */
static void renew(struct stage *s)
{
	struct index *fresh = catalogue_index(&s->catalogue);
	app_set_index(s->app, fresh);
	index_free(s->index);
	s->index = fresh;
	stage_draw(s, s->grid.columns, s->grid.rows);
}

/* -- a new index while one types ------------------------------------------------- */

static void a_filter_goes_on_over_a_new_index(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "j &");
	stage_type(&s, "status:");
	renew(&s);
	/* What follows is the rest of the filter: Q as a command would quit. */
	stage_type(&s, "投产");
	stage_expect(&s, "status:投产");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	/* Esc gives back what was there before the prompt, not what was typed when the index came. */
	stage_keys(&s, "Esc");
	stage_expect(&s, "赤泥");
	stage_expect_cursor(&s, "稳卓");
	stage_close(&s);
}

static void a_filter_with_the_caret_inside(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "sta:投产");
	stage_keys(&s, "Left Left Left");
	renew(&s);
	stage_type(&s, "tus");
	stage_keys(&s, "Enter");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	stage_keys(&s, "u");
	stage_expect(&s, "稳卓");
	stage_close(&s);
}

static void finding_goes_on_over_a_new_index(void **state)
{
	static const char *const screens[] = {"projects", "help"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct stage s;
		stage_open(&s, screens[i]);
		stage_keys(&s, "/");
		stage_type(&s, "x");
		renew(&s);
		stage_keys(&s, "Backspace");
		stage_type(&s, i ? "F10" : "赤泥");
		stage_keys(&s, "Enter");
		stage_expect_cursor(&s, i ? "Q, F10" : "赤泥");
		stage_close(&s);
	}
}

static void an_argument_and_a_prefix_outlive_the_index(void **state)
{
	struct stage s;
	struct effect effect;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "F8");
	renew(&s);
	stage_keys(&s, "Enter");
	assert_true(app_effect(s.app, &effect));
	assert_int_equal(effect.type, EFFECT_EXPORT);
	assert_string_equal(effect.path, "projects.csv");
	stage_keys(&s, "g");
	renew(&s);
	stage_keys(&s, "z");
	stage_expect(&s, "晋中农业高新");
	stage_close(&s);
}

static void marks_comparison_and_siblings_outlive_the_index(void **state)
{
	struct stage s;
	struct ref compared[PLACE_REFS], marked[2];
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "Space c j c k Enter");
	/* A row before all others: every number changes. */
	catalogue_add(&s.catalogue, "project:a", "name", "阿项目", NULL);
	renew(&s);
	assert_int_equal(app_marks(s.app, KIND_PROJECT, marked, 2), 1);
	assert_true(str_eq_c(index_id(s.index, marked[0]), "project:xingmeng"));
	assert_int_equal(app_compare_list(s.app, compared), 2);
	assert_true(str_eq_c(index_id(s.index, compared[0]), "project:wenzhuo"));
	stage_keys(&s, "J");
	stage_expect(&s, "金通电工圆铝杆项目");
	stage_close(&s);
}

/* Enterprises in an order that chance makes a little other than that of their numbers; some are not there. */
static struct index *many_enterprises(struct test_random *r, unsigned n, unsigned one_gone_in)
{
	struct catalogue c = {0};
	unsigned held = n; /* a row that comes late */
	for (unsigned i = 0; i < n; i++) {
		char id[32];
		unsigned number = i;
		if (one_gone_in && test_random_below(r, one_gone_in) == 0) {
			number = held;
			held = i;
		}
		snprintf(id, sizeof id, "enterprise:k%u", number);
		if (number < n)
			catalogue_add(&c, id, "name", id, NULL);
	}
	struct index *index = catalogue_index(&c);
	catalogue_release(&c);
	return index;
}

/* Whether rows stand where they stood or not, a mark belongs to its record. */
static void very_many_marks_outlive_the_index(void **state)
{
	(void)state;
	enum { MANY = 40000 };
	const struct settings settings = {.language = LANGUAGE_ZH, .today = 20800};
	struct test_random r = test_random();
	struct app *app = app_new(&settings);
	struct index *old = many_enterprises(&r, MANY, 0);
	app_set_index(app, old);
	for (unsigned round = 0; round < 3; round++) {
		size_t n_before = index_count(old, KIND_ENTERPRISE), n_marked = 0;
		for (uint32_t row = 0; row < n_before; row++)
			app_mark(app, ref_make(KIND_ENTERPRISE, row), test_random_below(&r, 3) == 0);
		bool *marked = calloc(n_before, sizeof *marked);
		for (uint32_t row = 0; row < n_before; row++)
			marked[row] = app_marked(app, ref_make(KIND_ENTERPRISE, row));
		struct index *fresh = many_enterprises(&r, MANY - 9000 * round, round == 1 ? 3 : 9000);
		app_set_index(app, fresh);
		for (uint32_t row = 0; row < index_count(fresh, KIND_ENTERPRISE); row++) {
			struct ref ref = ref_make(KIND_ENTERPRISE, row), before = index_find_id(old, index_id(fresh, ref));
			bool is = !ref_none(before) && marked[ref_row(before)];
			assert_int_equal(app_marked(app, ref), is);
			n_marked += is;
		}
		assert_int_equal(app_marks(app, KIND_ENTERPRISE, NULL, 0), n_marked);
		free(marked);
		index_free(old);
		old = fresh;
	}
	app_free(app);
	index_free(old);
}

/* -- history ------------------------------------------------------------------------ */

static void the_palette_leaves_no_trace(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "2 Enter H H");
	stage_expect_cursor(&s, "星萌");
	/* Two steps lie ahead still; the view before this one is the zones. */
	stage_keys(&s, ": Esc");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, "` `");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, ": Esc `");
	stage_expect_cursor(&s, "兴县");
	stage_keys(&s, ": Esc L");
	stage_expect(&s, "铝镁");
	stage_keys(&s, "H H");
	stage_expect_cursor(&s, "星萌");
	/* A command from the palette goes on from the screen below it. */
	stage_keys(&s, ":");
	stage_type(&s, "sources");
	stage_keys(&s, "Enter");
	stage_expect(&s, "调研 甲");
	stage_keys(&s, "q");
	stage_expect_cursor(&s, "星萌");
	stage_close(&s);
}

/* What one is at already is no step; what was undone is gone once something else is changed. */
static void steps_that_are_none(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "2 2 q");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, "&");
	stage_type(&s, "稳卓");
	stage_keys(&s, "Enter u &");
	stage_type(&s, "金通");
	stage_keys(&s, "Enter U");
	stage_expect_cursor(&s, "金通");
	stage_close(&s);
}

/* e shows one place and E all of them, whatever was shown before; where they do not cover the page q leads back from it. */
static void evidence_of_one_and_of_all(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_draw(&s, 120, 30);
	stage_keys(&s, "j e");
	int one = stage_line_of(&s, "记录 安徽稳卓");
	stage_keys(&s, "E");
	assert_in_range(stage_line_of(&s, "记录 安徽稳卓"), 5, one - 1);
	stage_keys(&s, "e e");
	assert_int_equal(stage_line_of(&s, "记录 安徽稳卓"), one);
	stage_keys(&s, "Enter e q"); /* e: it came along */
	stage_expect(&s, "金通");
	stage_draw(&s, 40, 12);
	stage_keys(&s, "E q");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "E");
	stage_expect(&s, "记录 安徽稳卓");
	stage_close(&s);
}

/* The whole lists its phase: the cursor stays in its row and does not run to the record that one came from. */
static void the_next_record_keeps_the_row(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	catalogue_add(&s.catalogue, "project:phase", "name", "分期一", "parent", "project:whole", "status", "signed", NULL);
	catalogue_add(&s.catalogue, "project:whole", "name", "分期总", "status", "signed", NULL);
	renew(&s);
	stage_keys(&s, "&");
	stage_type(&s, "分期");
	stage_keys(&s, "Enter Enter j");
	stage_draw(&s, 80, 40);
	int row = s.grid.cursor_row;
	stage_keys(&s, "J");
	stage_expect(&s, "分期总");
	assert_int_equal(s.grid.cursor_row, row);
	stage_close(&s);
}

/* -- the work on an index ------------------------------------------------------------------ */

static void work_on_the_index_is_told_where_it_is_waited_for(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	app_set_work(s.app, APP_WORKS, 43);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "索引 43%…");
	stage_expect(&s, "金通"); /* the old one goes on answering */
	app_set_work(s.app, APP_STOPPED, 0);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "索引已停,重建按 F5");
	renew(&s);
	stage_expect_not(&s, "索引");
	/* Without an index it stands in the place of "reading". */
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "读取中");
	app_set_work(s.app, APP_WORKS, 7);
	stage_draw(&s, 40, 12);
	stage_expect(&s, "索引 7%…");
	stage_expect_not(&s, "读取中");
	app_set_work(s.app, APP_RESTS, 0);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "读取中");
	stage_close(&s);
}

/* -- the terminal's cursor -------------------------------------------------------------- */

/* A screen reader reads what is under the cursor: on every screen it stands on something, or it is a caret. */
static void the_cursor_stands_on_something(void **state)
{
	static const int sizes[][2] = {{80, 24}, {40, 12}, {200, 60}};
	static const char *const ways[] = {"1", "2", "3", "4", "5", "g t", "g s", "g i", "g i l", "?", ":", "f", "F", "F F", "F F F", "W",
		"W l j", "Enter", "Enter j j", "Enter e", "5 j e", "5 j l l", "5 & Esc", "c j c C", "g z j Enter E"};
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
			struct stage s;
			stage_open(&s, "projects");
			stage_draw(&s, sizes[i][0], sizes[i][1]);
			stage_keys(&s, ways[w]);
			const struct cell *cell = grid_at(&s.grid, s.grid.cursor_row, s.grid.cursor_column);
			if (!s.grid.cursor_shown && (!s.grid.cursor_row || cell->bytes[0] == ' '))
				fail_msg("%d x %d, %s: the cursor is at %d,%d of\n%s", sizes[i][0], sizes[i][1], ways[w], s.grid.cursor_row,
					s.grid.cursor_column, s.text.p);
			stage_close(&s);
		}
}

/* What a key cannot do on this screen it says; an argument is not asked for in vain. */
static void no_key_is_dropped_without_a_word(void **state)
{
	static const struct {
		const char *screen, *keys, *expected;
	} rows[] = {
		{"home", "+", "此处不能用"},
		{"help", "r", "此处不能用"},
		{"home", "/ x i n g x i a n Enter", "> 兴县经开区"},
		{"home", "/ q q q Enter", "找不到"},
		{"compare", "/ q Enter", "找不到"},
		{"projects", "J", "此处不能用 J (列表中的下一条)"},
		{"projects", "X", "没有这个键"},
		{"gaps", "F8", "xlsx): gaps.csv"},
		{"crosstab", "F8", "xlsx): crosstab.csv"},
		{"facilities", "F8", "xlsx): facilities.csv"},
		{"targets", "i", "侧栏要宽 160 列的窗口"},
		{"home", "n", "先用 / 找"},
		{"zones", "$", "合计 总产值"},
		{"projects", "$", "合计 总投资"},
		{"projects", "& z z q Enter l l $", "合计 总投资"},
		{"parks", "$", "此处不能用"},
		{"help", "J", "此处不能用"},
		{"home", "L", "没有别的页面了"},
		{"home", "H", "没有别的页面了"},
		{"home", "`", "没有别的页面了"},
		{"zones", "Enter Enter", "光标处没有可打开的"},
		{"projects", "F F ,", "合计不能作筛选"},
		{"chains", "O = +", "此处不能用"},
		{"home", "!", "筛 has:conflict"},
		{"projects", "Tab ,", "筛 status:"},
		{"zones", "Enter !", "筛 subject:"},
		{"help", "!", "此处不能用 ! (只看有矛盾的"},
		{"home", ": l i s t Space c l a i m s Space h a s : c o n f l i c t Enter", "筛 has:conflict"},
		{"home", ": p r o j e c t s Space x x Enter", "筛 xx"},
		{"home", ": l i s t Space x x Enter", "没有这种记录: xx"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct stage s;
		stage_open(&s, rows[i].screen);
		stage_keys(&s, rows[i].keys);
		if (!stage_shows(&s, rows[i].expected))
			fail_msg("%s on %s:\n%s", rows[i].keys, rows[i].screen, s.text.p);
		stage_close(&s);
	}
}

/* From the palette, with an argument and without, with rows and without: nothing breaks, and what is drawn is whole. */
static void every_command_on_every_screen(void **state)
{
	static const char *const ids[] = {"", "zone:xingxian", "nobody"};
	struct stage s;
	(void)state;
	stage_open(&s, "home");
	for (size_t i = 0; place_nth_name(i); i++)
		for (size_t with_id = 0; with_id < sizeof ids / sizeof *ids; with_id++) {
			struct place place;
			assert_true(place_parse(str_from(place_nth_name(i)), &place));
			place_set(&place.query, str_from(with_id % 2 ? "铝" : ""));
			if (ids[with_id][0])
				place_set(&place.ids[0], str_from(ids[with_id]));
			for (int c = 0; c < CMD_COUNT; c++) {
				app_go(s.app, &place);
				stage_draw(&s, 80, 24);
				if (c != CMD_PALETTE)
					app_run(s.app, CMD_PALETTE, STR("")); /* from which the command runs without a drawing before it */
				app_run(s.app, (enum command_id)c, STR(""));
				if (commands[c].argument == ARGUMENT_TEXT)
					app_run(s.app, (enum command_id)c, STR("invest"));
				stage_draw(&s, c % 2 ? 80 : 40, 12);
			}
			place_release(&place);
		}
	stage_close(&s);
}

/* Over a slow line Esc and what is typed behind it arrive together, as Alt and that key. */
static void escape_and_the_key_behind_it(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "赤泥");
	stage_keys(&s, "Alt-j");
	stage_expect_cursor(&s, "稳卓"); /* the filter was given up, then j */
	stage_keys(&s, "' Alt-k");
	stage_expect_cursor(&s, "星萌"); /* no bookmark was asked for */
	stage_close(&s);
}

/* In a line of text Alt-b and Alt-f are its own. */
/* A prefix is taken back by Esc, and by a paste, whose letters are none of a command; ^C closes a line as Esc does. */
static void what_ends_a_key_half_typed(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "g Esc");
	stage_expect(&s, "Enter开");
	stage_keys(&s, "&");
	stage_type(&s, "稳卓");
	app_handle(s.app, (struct event){.type = EVENT_INTERRUPT});
	stage_keys(&s, "j");
	stage_expect(&s, "金通");
	stage_expect_cursor(&s, "稳卓");
	stage_keys(&s, "f F9");
	stage_type(&s, "bookmark");
	stage_keys(&s, "Enter");
	app_handle(s.app, (struct event){.type = EVENT_KEY, .key = KEY_PASTE});
	stage_type(&s, "xy");
	stage_expect(&s, "xy");
	stage_close(&s);
}

/* Without an index it is said what is waited for, not that a key does nothing here. */
static void a_key_that_waits_for_the_index(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	app_set_index(s.app, NULL);
	stage_draw(&s, 80, 24);
	stage_keys(&s, "n");
	stage_expect_not(&s, message(MSG_NOT_HERE, LANGUAGE_ZH).p);
	stage_close(&s);
}

static void alt_in_a_line_of_text(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "&");
	stage_type(&s, "status:投产 xm");
	stage_keys(&s, "Alt-b");
	stage_type(&s, "zone:兴县 ");
	stage_keys(&s, "Enter");
	stage_expect(&s, "筛 status:投产 zone:兴县 xm");
	stage_keys(&s, "f");
	stage_type(&s, "长子");
	stage_keys(&s, "Alt-2");
	stage_expect(&s, "园链 > 开发区 ");
	stage_keys(&s, "g Alt-5");
	stage_expect(&s, "园链 > 项目 ");
	stage_close(&s);
}

/* The crumbs say where one is: a whole list is of no page before it. Back leads there all the same. */
static void crumbs_begin_with_a_whole_list(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "G Enter 2 1 2");
	stage_expect(&s, "园链 > 开发区 ");
	stage_keys(&s, "Enter g p");
	stage_expect(&s, "园链 > 开发区 > ");
	stage_expect(&s, " > 项目 ");
	stage_keys(&s, "q q q");
	stage_expect(&s, "园链 > 首页");
	stage_keys(&s, "q q");
	stage_expect(&s, "园链 > 项目 > ");
	stage_close(&s);
}

/* The last line offers the way to the gaps where there are stages that could have some. */
static void hints_of_what_there_is(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "zones");
	catalogue_add(&s.catalogue, "chain:lv", "name", "铝产业链", "zone", "zone:xingxian", NULL);
	renew(&s);
	app_go_record(s.app, index_find_id(s.index, STR("zone:xingxian")));
	stage_draw(&s, 80, 24);
	stage_expect(&s, "O图  x缺口");
	app_go_record(s.app, index_find_id(s.index, STR("chain:lv")));
	stage_draw(&s, 80, 24);
	stage_expect(&s, "O图  x缺口");
	app_go_record(s.app, index_find_id(s.index, STR("zone:zhangzi")));
	stage_draw(&s, 80, 24);
	stage_expect_not(&s, "缺口");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_stands_on_something),
		cmocka_unit_test(no_key_is_dropped_without_a_word),
		cmocka_unit_test(every_command_on_every_screen),
		cmocka_unit_test(a_filter_goes_on_over_a_new_index),
		cmocka_unit_test(a_filter_with_the_caret_inside),
		cmocka_unit_test(finding_goes_on_over_a_new_index),
		cmocka_unit_test(an_argument_and_a_prefix_outlive_the_index),
		cmocka_unit_test(marks_comparison_and_siblings_outlive_the_index),
		cmocka_unit_test(very_many_marks_outlive_the_index),
		cmocka_unit_test(escape_and_the_key_behind_it),
		cmocka_unit_test(hints_of_what_there_is),
		cmocka_unit_test(what_ends_a_key_half_typed),
		cmocka_unit_test(a_key_that_waits_for_the_index),
		cmocka_unit_test(alt_in_a_line_of_text),
		cmocka_unit_test(crumbs_begin_with_a_whole_list),
		cmocka_unit_test(the_palette_leaves_no_trace),
		cmocka_unit_test(steps_that_are_none),
		cmocka_unit_test(evidence_of_one_and_of_all),
		cmocka_unit_test(the_next_record_keeps_the_row),
		cmocka_unit_test(work_on_the_index_is_told_where_it_is_waited_for),
	};
	return cmocka_run_group_tests_name("view/app", tests, NULL, NULL);
}
