#include "support/test.h"

#include "tui/codes.h"
#include "tui/curses.h"

#include <locale.h>
#include <string.h>

static void load(const char *term, const char *no_color, struct codes *codes)
{
	struct err err = ERR_INIT;
	struct curses *c = curses_open(&(struct curses_options){.term = term, .columns = 80, .rows = 24, .ambi = AMBI_NARROW}, &err);
	if (!c)
		fail_msg("%s", err.message);
	codes_load(codes, no_color);
	curses_close(c);
}

static const char *on(const struct codes *codes, enum role role)
{
	return codes->styles[codes->style_of[role]].on;
}

static void what_terminals_have(void **state)
{
	(void)state;
	static const struct {
		const char *term, *plain;
		bool column, line_feed, erase, region, scroll, wraps_late;
	} rows[] = {
		{"xterm-256color", "\033[m", true, true, true, true, true, true},
		{"tmux-256color", "\033[m", true, true, false, true, true, true},
		{"screen", "\033[m", true, true, false, true, true, true},
		{"linux", "\033[m", true, true, true, true, false, true},
		{"vt100", "\033[m", false, true, false, true, false, true},
		{"ansi", "\033[0;10m", true, false, true, false, true, false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct codes codes;
		load(rows[i].term, NULL, &codes);
		assert_row(strcmp(codes.plain, rows[i].plain) == 0, rows[i].term);
		assert_row(codes.ecma_plain == (strlen(rows[i].plain) == 3), rows[i].term);
		assert_row(codes.ecma_cup, rows[i].term);
		assert_row(codes.column == rows[i].column, rows[i].term);
		assert_row(codes.line_feed == rows[i].line_feed, rows[i].term);
		assert_row(codes.erase == rows[i].erase, rows[i].term);
		assert_row(codes.region == rows[i].region, rows[i].term);
		assert_row(codes.scroll == rows[i].scroll, rows[i].term);
		assert_row(codes.wraps_late == rows[i].wraps_late, rows[i].term);
	}
}

static void a_style_is_one_sequence(void **state)
{
	(void)state;
	static const struct {
		const char *term, *no_color;
		const char *bar, *match, *dim, *warning;
	} rows[] = {
		{"xterm-256color", NULL, "7", "1;4;38;5;166", "38;5;244", "1;38;5;166"},
		{"xterm-256color", "1", "7", "1;4", "", "1"},
		{"xterm", "", "7", "1;4", "", "1;35"},
		{"vt100", NULL, "7", "1;4", "", "1"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct codes codes;
		load(rows[i].term, rows[i].no_color, &codes);
		assert_string_equal(on(&codes, ROLE_BAR), rows[i].bar);
		assert_string_equal(on(&codes, ROLE_MATCH), rows[i].match);
		assert_string_equal(on(&codes, ROLE_DIM), rows[i].dim);
		assert_string_equal(on(&codes, ROLE_WARNING), rows[i].warning);
	}
}

static void roles_that_look_the_same_share_a_style(void **state)
{
	(void)state;
	struct codes codes;
	load("xterm-256color", NULL, &codes);
	assert_int_equal(codes.style_of[ROLE_TEXT], 0);
	assert_int_equal(codes.style_of[ROLE_NUMBER], 0);
	assert_int_equal(codes.style_of[ROLE_HEADING], codes.style_of[ROLE_KEY]);
	assert_int_not_equal(codes.style_of[ROLE_HEADING], codes.style_of[ROLE_BAR]);
	assert_true(codes.styles[codes.style_of[ROLE_BAR]].on_blanks);
	assert_true(codes.styles[codes.style_of[ROLE_MATCH]].on_blanks);
	assert_false(codes.styles[codes.style_of[ROLE_DIM]].on_blanks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_terminals_have),
		cmocka_unit_test(a_style_is_one_sequence),
		cmocka_unit_test(roles_that_look_the_same_share_a_style),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tui/codes", tests, NULL, NULL);
}
