#include "support/stage.h"

/* The entry that Enter would run. */
static void expect_first(struct stage *s, const char *typed, const char *name)
{
	stage_keys(s, ":");
	stage_type(s, typed);
	struct str line = stage_line(s, 2);
	if (!str_starts(line, STR("> ")) || !str_starts(str_sub(line, 2, line.n), str_from(name)))
		fail_msg("\"%s\" gives \"%.*s\", expected \"%s\"", typed, STR_ARG(line), name);
	stage_keys(s, "Esc");
}

static void commands_are_found(void **state)
{
	static const struct {
		const char *typed, *name;
	} rows[] = {
		{"undo", "undo"}, {"und", "undo"}, {"fil", "filter"}, {"quit", "quit"}, {"J", "next-record"},
		{"yy", "copy-row"}, {"F8", "export"}, {"退出", "quit"}, {"tuichu", "quit"}, {"反转", "mark-invert"},
		{"parks", "parks"}, {"园区", "parks"}, {"zones", "zones"}, {"42", "42"}, {"50%", "50%"},
		{"export a.csv", "export a.csv"}, {"list parks", "list parks"}, {"filter invest>=5亿", "filter invest>=5亿"},
	};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		expect_first(&s, rows[i].typed, rows[i].name);
	stage_close(&s);
}

static void enter_runs_on_the_screen_below(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "filter status:投产");
	stage_keys(&s, "Enter");
	stage_expect(&s, "金通");
	stage_expect_not(&s, "稳卓");
	stage_keys(&s, ":");
	stage_type(&s, "zones");
	stage_keys(&s, "Enter");
	stage_expect(&s, "长子");
	/* The palette is no place to come back to. */
	stage_keys(&s, "q");
	stage_expect(&s, "金通");
	stage_close(&s);
}

/* By the words that sort: of the query knows; a word that is none says what was expected. */
static void the_order_is_named(void **state)
{
	static const struct {
		const char *typed, *told, *first;
	} rows[] = {
		{"sort name", "排 名称^", "安徽稳卓"}, {"sort -name", "排 名称v", "星萌"}, {"sort 名称", "排 名称^", "安徽稳卓"},
		{"sort -总投资,名称", "排 总投资v 名称^", "星萌"}, {"sort mc", "排 名称^", "安徽稳卓"}, {"sort stat", "排 状态^", "白酒"},
		{"sort -figures", "排 数据v", "安徽稳卓"}, {"sort figures", "排 数据^", "白酒"},
	};
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		stage_keys(&s, ":");
		stage_type(&s, rows[i].typed);
		stage_keys(&s, "Enter g g");
		stage_expect(&s, rows[i].told);
		stage_expect_cursor(&s, rows[i].first);
	}
	stage_keys(&s, ":");
	stage_type(&s, "sort naem");
	stage_keys(&s, "Enter");
	stage_expect(&s, "没有字段“naem”");
	stage_expect(&s, "排 数据^");
	stage_keys(&s, "u");
	stage_expect(&s, "排 数据v");
	/* Without a word it is asked for. */
	stage_keys(&s, ":");
	stage_type(&s, "sort");
	stage_keys(&s, "Enter");
	stage_expect(&s, "按字段排序 (-投资,名称):");
	stage_type(&s, "-name");
	stage_keys(&s, "Enter");
	stage_expect(&s, "排 名称v");
	stage_close(&s);
}

static void every_command_is_there(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_draw(&s, 120, 200);
	for (int c = 0; c < CMD_COUNT; c++)
		stage_expect(&s, commands[c].name);
	for (int k = 0; k < KIND_COUNT; k++)
		stage_expect(&s, kinds[k].plural);
	stage_close(&s);
}

/* What is no command may be the name of a record: Enter looks for it. */
static void no_such_command(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "xyzzyx");
	stage_expect(&s, "没有这个命令");
	stage_keys(&s, "Down Tab");
	stage_expect(&s, ":search xyzzyx");
	stage_keys(&s, "^U Tab");
	stage_keys(&s, "Esc");
	stage_expect_cursor(&s, "星萌");
	stage_keys(&s, ":");
	stage_type(&s, "兴县");
	stage_expect(&s, "没有这个命令");
	stage_keys(&s, "Enter");
	stage_expect(&s, "搜> 兴县");
	stage_close(&s);
}

static void every_size_holds(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_every_size(&s);
	stage_close(&s);
}

/* A bookmark's letter is typed behind the command, as it is behind the key. */
static void a_command_waits_for_its_key(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, ":");
	stage_type(&s, "bookmark");
	stage_keys(&s, "Enter");
	stage_expect(&s, "m-  设书签 (加一字母)");
	stage_keys(&s, "b 2");
	stage_expect_not(&s, "星萌");
	stage_keys(&s, "' b");
	stage_expect(&s, "星萌");
	stage_keys(&s, "2 :");
	stage_type(&s, "go-bookmark");
	stage_keys(&s, "Enter b");
	stage_expect(&s, "星萌");
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commands_are_found),
		cmocka_unit_test(enter_runs_on_the_screen_below),
		cmocka_unit_test(the_order_is_named),
		cmocka_unit_test(every_command_is_there),
		cmocka_unit_test(no_such_command),
		cmocka_unit_test(a_command_waits_for_its_key),
		cmocka_unit_test(every_size_holds),
	};
	return cmocka_run_group_tests_name("view/palette", tests, NULL, NULL);
}
