#include "support/grid.h"

#include "view/edit.h"

static void assert_valid(const struct edit *edit)
{
	const char *reason;
	if (!edit_validate(edit, &reason))
		fail_msg("edit is broken: %s", reason);
}

/* Type a sequence: written keys separated by blanks. Returns the last result. */
static enum edit_result type(struct edit *edit, const char *keys)
{
	enum edit_result result = EDIT_IGNORED;
	struct str rest = str_from(keys), part;
	while (str_split(&rest, ' ', &part)) {
		key k;
		assert_row(key_parse(part, &k), keys);
		result = edit_key(edit, k);
		assert_valid(edit);
	}
	return result;
}

static void an_offered_text(void **state)
{
	(void)state;
	static const struct {
		const char *name, *initial, *keys, *text;
		bool offered;
	} rows[] = {
		{"the first letter takes its place", "zz.csv", "a b", "ab", false},
		{"a character of an input method, too", "zz", "兴 县", "兴县", false},
		{"a blank adds a word", "zz", "Space x", "zz x", false},
		{"the wide blank adds a word", "zz", "\xE3\x80\x80 x", "zz\xE3\x80\x80x", false},
		{"Left changes it", "zz", "Left a", "zaz", false},
		{"End changes it", "zz", "End a", "zza", false},
		{"Backspace changes it", "zz", "Backspace a", "za", false},
		{"what is no key of the line leaves it offered", "zz", "F8 Tab", "zz", true},
		{"what cannot be shown does not take its place", "zz", "\xE2\x80\xAE", "zz", false},
		{"nothing is not offered", "", "F8", "", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct edit edit;
		edit_init(&edit);
		edit_set(&edit, str_from(rows[i].initial));
		edit_offer(&edit);
		type(&edit, rows[i].keys);
		if (!str_eq_c(edit_text(&edit), rows[i].text) || edit.offered != rows[i].offered)
			fail_msg("row \"%s\": found \"%.*s\", %d", rows[i].name, STR_ARG(edit_text(&edit)), edit.offered);
		edit_release(&edit);
	}
}

/* A full line takes the letter that takes its place. */
static void an_offered_text_may_be_as_long_as_any(void **state)
{
	char text[EDIT_BYTES_MAX + 1];
	struct edit edit;
	(void)state;
	memset(text, 'z', EDIT_BYTES_MAX);
	text[EDIT_BYTES_MAX] = '\0';
	edit_init(&edit);
	edit_set(&edit, str_from(text));
	edit_offer(&edit);
	type(&edit, "a");
	assert_true(str_eq_c(edit_text(&edit), "a"));
	edit_release(&edit);
}

static void typing(void **state)
{
	(void)state;
	static const struct {
		const char *name, *initial, *keys, *text;
		size_t caret;
	} rows[] = {
		{"insert", "", "a 兴 b", "a兴b", 5},
		{"in the middle", "兴县", "Left x", "兴x县", 4},
		{"backspace takes a character", "兴县", "Backspace", "兴", 3},
		{"backspace takes a cluster", "aq\xCC\x81", "Backspace", "a", 1},
		{"backspace at the start", "兴", "Home Backspace", "兴", 0},
		{"delete", "兴县", "Home Delete", "县", 0},
		{"delete at the end", "兴", "Delete", "兴", 3},
		{"home end", "abc", "Home x End y", "xabcy", 5},
		{"^A ^E", "abc", "^A x ^E y", "xabcy", 5},
		{"^U", "abc def", "Left ^U", "f", 0},
		{"^K", "abc", "Home Right ^K", "a", 1},
		{"^W takes a word and the blanks before it", "兴县 铝  ", "^W", "兴县 ", 7},
		{"^W in the middle", "ab cd", "Left ^W", "ab d", 3},
		{"words", "ab cd ef", "Home Alt-f Alt-f x Alt-b y", "ab ycdx ef", 4},
		{"left and right stop at the ends", "a", "Left Left Left Right Right Right b", "ab", 2},
		{"what cannot be shown is not taken in", "a", "\xE2\x80\xAE \xF0\x9F\xAB\xA8 b", "ab", 2},
		{"full-width is text", "", "Ａ ： ，", "Ａ：，", 9},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct edit edit;
		edit_init(&edit);
		edit_set(&edit, str_from(rows[i].initial));
		type(&edit, rows[i].keys);
		if (!str_eq_c(edit_text(&edit), rows[i].text) || edit.caret != rows[i].caret)
			fail_msg("row \"%s\": found \"%.*s\" at %zu, expected \"%s\" at %zu", rows[i].name, STR_ARG(edit_text(&edit)),
				edit.caret, rows[i].text, rows[i].caret);
		edit_release(&edit);
	}
}

static void results(void **state)
{
	(void)state;
	struct edit edit;
	edit_init(&edit);
	assert_int_equal(type(&edit, "a"), EDIT_CHANGED);
	assert_int_equal(type(&edit, "Left"), EDIT_MOVED);
	assert_int_equal(type(&edit, "Backspace"), EDIT_MOVED);
	assert_int_equal(type(&edit, "Delete"), EDIT_CHANGED);
	assert_int_equal(type(&edit, "Enter"), EDIT_IGNORED);
	assert_int_equal(type(&edit, "Esc"), EDIT_IGNORED);
	assert_int_equal(type(&edit, "Tab"), EDIT_IGNORED);
	assert_int_equal(type(&edit, "F3"), EDIT_IGNORED);
	assert_int_equal(type(&edit, "Alt-x"), EDIT_IGNORED);
	assert_str(edit_text(&edit), "");
	edit_release(&edit);
}

static void initial_text_is_cleaned(void **state)
{
	(void)state;
	struct edit edit;
	edit_init(&edit);
	edit_set(&edit, STR("a\033[2J\nb\xFF"));
	assert_valid(&edit);
	assert_str(edit_text(&edit), "a^[[2J b?");
	edit_release(&edit);
}

static void history(void **state)
{
	(void)state;
	struct edit edit;
	edit_init(&edit);
	static const char *const entries[] = {"兴县", "铝", "铝", ""};
	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
		edit_set(&edit, str_from(entries[i]));
		edit_remember(&edit);
	}
	assert_int_equal(edit.history.n, 2);
	edit_set(&edit, STR("new"));
	type(&edit, "Up");
	assert_str(edit_text(&edit), "铝");
	type(&edit, "Up Up Up");
	assert_str(edit_text(&edit), "兴县");
	type(&edit, "Down Down");
	assert_str(edit_text(&edit), "new");
	assert_int_equal(type(&edit, "Down"), EDIT_MOVED);
	type(&edit, "Up x Up");
	assert_str(edit_text(&edit), "铝");
	type(&edit, "Down");
	assert_str(edit_text(&edit), "铝x");
	for (int i = 0; i < EDIT_HISTORY_MAX + 5; i++) {
		char text[16];
		snprintf(text, sizeof text, "entry %d", i);
		edit_set(&edit, str_from(text));
		edit_remember(&edit);
	}
	assert_int_equal(edit.history.n, EDIT_HISTORY_MAX);
	assert_string_equal(edit.history.v[0], "entry 5");
	assert_valid(&edit);
	edit_release(&edit);
}

static void length_is_bounded(void **state)
{
	(void)state;
	struct edit edit;
	edit_init(&edit);
	for (int i = 0; i < EDIT_BYTES_MAX; i++)
		edit_key(&edit, 0x5174);
	assert_valid(&edit);
	assert_int_equal(edit_text(&edit).n, EDIT_BYTES_MAX / 3 * 3);
	edit_release(&edit);
}

static void drawing(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text, *keys;
		int columns;
		const char *row;
		int caret;
	} rows[] = {
		{"short", "兴县", "", 8, "搜兴县", 6},
		{"caret inside", "兴县", "Left", 8, "搜兴县", 4},
		{"exactly one free cell", "abcdefg", "", 8, "搜abcdefg", 9},
		{"too long", "abcdefghij", "", 8, "搜<fghij", 8},
		{"too long, from the start", "abcdefghij", "Home", 8, "搜abcdefg>", 2},
		{"the middle", "abcdefghijklmnopqrst", "Left Left Left Left Left Left Left Left Left Left", 8, "搜<fghijk>", 8},
		{"wide at the cut", "a兴县经开区", "", 8, "搜<经开区", 9},
		{"one column", "abc", "", 1, "搜", 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct edit edit;
		struct grid grid;
		struct strbuf sb = {0};
		edit_init(&edit);
		edit_set(&edit, str_from(rows[i].text));
		if (rows[i].keys[0])
			type(&edit, rows[i].keys);
		grid_init(&grid, 12, 1, AMBI_NARROW, false);
		grid_put((struct span){&grid, 0, 0, 2}, STR("搜"), ROLE_TEXT);
		edit_draw(&edit, (struct span){&grid, 0, 2, rows[i].columns});
		assert_grid(&grid);
		grid_dump(&grid, &sb);
		strbuf_truncate(&sb, sb.n - 1);
		if (strcmp(sb.p, rows[i].row) != 0 || grid.cursor_column != rows[i].caret || !grid.cursor_shown)
			fail_msg("row \"%s\": found \"%s\" at %d, expected \"%s\" at %d", rows[i].name, sb.p, grid.cursor_column, rows[i].row,
				rows[i].caret);
		strbuf_release(&sb);
		grid_release(&grid);
		edit_release(&edit);
	}
}

/* Whatever is typed, the line stays whole and the caret in sight. */
static void random_typing(void **state)
{
	(void)state;
	struct test_random r = test_random();
	struct edit edit;
	edit_init(&edit);
	for (int i = 0; i < 20000; i++) {
		static const uint32_t some[] = {'a', ' ', 0x5174, 0x301, 0x200D, 0x1F600, 0xFF0C, 0x2014, 0xE9, 0x1112, 0x1161};
		uint32_t pick = test_random_below(&r, 40);
		key k = pick < 11 ? some[pick] : pick < 26 ? KEY_NAMED + pick - 11 : pick < 38 ? pick - 11 : KEY_ALT | 'b';
		edit_key(&edit, k);
		if (test_random_below(&r, 100) == 0)
			edit_remember(&edit);
		assert_valid(&edit);
		struct grid grid;
		int columns = 1 + (int)test_random_below(&r, 12);
		grid_init(&grid, columns, 1, test_random_below(&r, 2) ? AMBI_WIDE : AMBI_NARROW, false);
		edit_draw(&edit, (struct span){&grid, 0, 0, columns});
		assert_grid(&grid);
		grid_release(&grid);
	}
	edit_release(&edit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing),
		cmocka_unit_test(an_offered_text),
		cmocka_unit_test(an_offered_text_may_be_as_long_as_any),
		cmocka_unit_test(results),
		cmocka_unit_test(initial_text_is_cleaned),
		cmocka_unit_test(history),
		cmocka_unit_test(length_is_bounded),
		cmocka_unit_test(drawing),
		cmocka_unit_test(random_typing),
	};
	return cmocka_run_group_tests_name("view/edit", tests, NULL, NULL);
}
