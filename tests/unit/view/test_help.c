#include "support/stage.h"

/* Every command with its keys and its words stands on the page, whatever the table holds. */
static void says_every_command(void **state)
{
	struct stage s;
	struct strbuf keys = {0};
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "?");
	stage_draw(&s, 120, 200);
	for (int c = 0; c < CMD_COUNT; c++) {
		strbuf_clear(&keys);
		command_keys(&commands[c], &keys);
		if (keys.n)
			stage_expect(&s, keys.p);
		stage_expect(&s, commands[c].zh);
	}
	for (int g = 0; g < GROUP_COUNT; g++)
		stage_expect(&s, command_group_title((enum command_group)g, LANGUAGE_ZH).p);
	stage_expect(&s, "invest>=5亿");
	strbuf_release(&keys);
	stage_close(&s);
}

static void finds_and_walks(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "? /");
	stage_type(&s, "剪贴");
	stage_keys(&s, "Esc /");
	stage_type(&s, "撤销");
	stage_expect_cursor(&s, "撤销");
	stage_keys(&s, "Enter n N");
	stage_expect_cursor(&s, "撤销");
	stage_keys(&s, "g g Tab Tab");
	stage_expect_cursor(&s, "打开与返回");
	stage_keys(&s, "G");
	stage_expect(&s, "全角");
	stage_expect(&s, "存疑或只是或许");
	/* ? again leads back. */
	stage_keys(&s, "?");
	stage_expect_cursor(&s, "星萌");
	stage_close(&s);
}

/* What is written there behind & can be typed so, in either language, and filters. */
static void what_it_tells_to_type_is_understood(void **state)
{
	static const enum message rows[] = {MSG_HELP_TASK_LIST, MSG_HELP_TASK_STALLED, MSG_HELP_BELONGS, MSG_HELP_ORDER};
	(void)state;
	for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
		struct str rest = message(rows[i / 2], i % 2 ? LANGUAGE_EN : LANGUAGE_ZH), keys, text;
		assert_true(str_split(&rest, '\t', &keys));
		text = keys;
		while (str_split(&keys, '&', &text))
			continue;
		struct stage s;
		struct strbuf typed = {0};
		stage_open(&s, "projects");
		strbuf_add(&typed, str_trim(text));
		stage_keys(&s, "&");
		stage_type(&s, typed.p);
		stage_keys(&s, "Enter");
		if (!stage_shows(&s, "筛 ") || stage_shows(&s, "没有字段") || stage_shows(&s, "应为"))
			fail_msg("%s:\n%s", typed.p, s.text.p);
		strbuf_release(&typed);
		stage_close(&s);
	}
}

/* Without an input method words are found by their sound; letters that stand there as they are come first. */
static void finds_by_pinyin(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "? /");
	stage_type(&s, "fahuiyige");
	stage_keys(&s, "Enter");
	stage_expect(&s, "找不到");
	stage_keys(&s, "/");
	stage_type(&s, "daochu");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, "导出");
	stage_keys(&s, "g g /");
	stage_type(&s, "xlsx");
	stage_keys(&s, "Enter");
	stage_expect_cursor(&s, ".xlsx");
	stage_keys(&s, "G /");
	stage_type(&s, "daochu");
	stage_keys(&s, "Enter n n N N");
	stage_expect_cursor(&s, "导出");
	stage_close(&s);
}

static void in_english(void **state)
{
	struct settings settings = {.language = LANGUAGE_EN, .ambi = AMBI_NARROW};
	struct stage s = {0};
	(void)state;
	stage_rows(&s);
	stage_begin(&s, "help", &settings);
	stage_draw(&s, 80, 24);
	stage_expect(&s, "next row");
	stage_expect_not(&s, "下一行");
	stage_close(&s);
}

static void every_size_holds(void **state)
{
	struct stage s;
	(void)state;
	stage_open(&s, "projects");
	stage_keys(&s, "?");
	stage_every_size(&s);
	stage_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_every_command),
		cmocka_unit_test(finds_and_walks),
		cmocka_unit_test(finds_by_pinyin),
		cmocka_unit_test(what_it_tells_to_type_is_understood),
		cmocka_unit_test(in_english),
		cmocka_unit_test(every_size_holds),
	};
	return cmocka_run_group_tests_name("view/help", tests, NULL, NULL);
}
