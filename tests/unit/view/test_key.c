#include "support/test.h"

#include "view/key.h"

static void written_forms(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		key key;
		const char *canonical; /* NULL: as read */
	} rows[] = {
		{"j", 'j', NULL}, {"?", '?', NULL}, {"Space", ' ', NULL}, {"兴", 0x5174, NULL}, {"^", '^', NULL}, {"F", 'F', NULL},
		{"Enter", KEY_ENTER, NULL}, {"Return", KEY_ENTER, "Enter"}, {"^M", KEY_ENTER, "Enter"}, {"^J", KEY_ENTER, "Enter"},
		{"Tab", KEY_TAB, NULL}, {"^I", KEY_TAB, "Tab"}, {"S-Tab", KEY_BACK_TAB, NULL},
		{"Esc", KEY_ESCAPE, NULL}, {"^[", KEY_ESCAPE, "Esc"}, {"Backspace", KEY_BACKSPACE, NULL}, {"^H", KEY_BACKSPACE, "Backspace"},
		{"^?", KEY_BACKSPACE, "Backspace"}, {"^F", 6, NULL}, {"^f", 6, "^F"}, {"^\\", 28, NULL}, {"^@", 0, NULL},
		{"PgDn", KEY_PAGE_DOWN, NULL}, {"PageUp", KEY_PAGE_UP, "PgUp"}, {"Del", KEY_DELETE, "Delete"},
		{"F1", KEY_F1, NULL}, {"F9", KEY_F1 + 8, NULL}, {"F12", KEY_F12, NULL},
		{"Alt-Left", KEY_ALT | KEY_LEFT, NULL}, {"Alt-x", KEY_ALT | 'x', NULL}, {"Alt--", KEY_ALT | '-', NULL}, {"Alt-^A", KEY_ALT | 1, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		key k = 0xFFFFFFFF;
		assert_row(key_parse(str_from(rows[i].text), &k), rows[i].text);
		if (k != rows[i].key)
			fail_msg("row \"%s\": found %x, expected %x", rows[i].text, k, rows[i].key);
		struct strbuf written = {0};
		key_format(k, &written);
		assert_str(strbuf_str(&written), rows[i].canonical ? rows[i].canonical : rows[i].text);
		strbuf_release(&written);
	}
}

static void no_keys(void **state)
{
	(void)state;
	static const char *const rows[] = {"", "jj", "F0", "F13", "F123", "enter", "Alt-", "Alt-Alt-x", "g p", "^é", "\033", "\x7F", "\xC2\x9B", "\xFF", "^AB"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		key k = 12345;
		assert_row(!key_parse(str_from(rows[i]), &k), rows[i]);
		assert_int_equal(k, 12345);
	}
}

static void every_key_round_trips(void **state)
{
	(void)state;
	struct strbuf written = {0};
	for (key k = 0; k < KEY_NAMED_END; k++) {
		bool control = k < 0x20 || k == 0x7F;
		if ((k >= 0x80 && k < 0xA0) || (k >= 0xD800 && k <= 0xDFFF) || (control && key_control((unsigned char)k) != k))
			continue;
		for (key alt = 0; alt <= KEY_ALT; alt += KEY_ALT) {
			key back = 0;
			strbuf_clear(&written);
			key_format(k | alt, &written);
			if (!key_parse(strbuf_str(&written), &back) || back != (k | alt))
				fail_msg("key %x was written \"%s\" and read as %x", k | alt, written.p, back);
		}
	}
	strbuf_release(&written);
}

static void full_width_keys(void **state)
{
	(void)state;
	static const struct {
		uint32_t typed;
		char plain;
	} rows[] = {
		{0xFF01, '!'}, {0xFF1F, '?'}, {0xFF4A, 'j'}, {0xFF27, 'G'}, {0xFF11, '1'}, {0xFF5E, '~'}, {0xFF1A, ':'}, {0xFF1B, ';'},
		{0xFF0C, ','}, {0xFF0F, '/'}, {0x3000, ' '}, {0x3001, '/'}, {0x3002, '.'}, {0x3010, '['}, {0x3011, ']'}, {0x300A, '<'},
		{0x300B, '>'}, {0x00B7, '`'}, {0x201C, '"'}, {0x201D, '"'}, {0x2018, '\''}, {0x2019, '\''}, {0xFFE5, '$'}, {0x300C, '{'},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (key_plain(rows[i].typed) != (key)rows[i].plain)
			fail_msg("U+%04X: found %x, expected %c", rows[i].typed, key_plain(rows[i].typed), rows[i].plain);
	static const key stay[] = {'j', 0x5174, 0x2014, 0x2026, KEY_UP, KEY_ALT | 'x', 0xFF5F, 0xE9};
	for (size_t i = 0; i < sizeof stay / sizeof *stay; i++)
		assert_int_equal(key_plain(stay[i]), stay[i]);
}

static void text_keys(void **state)
{
	(void)state;
	static const key text[] = {0x5174, 0x9FFF, 0x20000, 0xE9, 0x01CE, 0x3007, 0x0416};
	static const key not_text[] = {'j', ' ', 0x3001, 0xFF4A, KEY_UP, KEY_ALT | 0x5174, 0xD7, 0x2014, 0x3000, 1, 0x1F600};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (!key_is_text(text[i]))
			fail_msg("U+%04X is text", text[i]);
	for (size_t i = 0; i < sizeof not_text / sizeof *not_text; i++)
		if (key_is_text(not_text[i]))
			fail_msg("%x is no text", not_text[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_forms),
		cmocka_unit_test(no_keys),
		cmocka_unit_test(every_key_round_trips),
		cmocka_unit_test(full_width_keys),
		cmocka_unit_test(text_keys),
	};
	return cmocka_run_group_tests_name("view/key", tests, NULL, NULL);
}
