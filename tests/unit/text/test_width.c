#include "support/test.h"
#include "text/width.h"

struct width_row {
	const char *name;
	uint32_t c;
	int narrow, wide;
};

static const struct width_row rows[] = {
	{"letter", 'a', 1, 1},
	{"escape", 0x1B, -1, -1},
	{"delete", 0x7F, -1, -1},
	{"C1", 0x9B, -1, -1},
	{"no-break space", 0xA0, 1, 1},
	{"soft hyphen", 0xAD, 0, 0},
	{"han", 0x957F, 2, 2},
	{"first han", 0x4E00, 2, 2},
	{"extension A", 0x3400, 2, 2},
	{"extension B", 0x20000, 2, 2},
	{"extension H", 0x31350, 2, 2},
	{"compatibility han", 0xF900, 2, 2},
	{"ideographic space", 0x3000, 2, 2},
	{"comma", 0x3001, 2, 2},
	{"full-width digit", 0xFF11, 2, 2},
	{"half-width kana", 0xFF71, 1, 1},
	{"hangul", 0xAC00, 2, 2},
	{"left quote", 0x201C, 1, 2},
	{"dash", 0x2014, 1, 2},
	{"ellipsis", 0x2026, 1, 2},
	{"circled one", 0x2460, 1, 2},
	{"times", 0xD7, 1, 2},
	{"celsius", 0x2103, 1, 2},
	{"square metre", 0x33A1, 2, 2},
	{"box line", 0x2502, 1, 2},
	{"private", 0xE000, 1, 2},
	{"acute mark", 0x301, 0, 0},
	{"voiced mark", 0x3099, 0, 0},
	{"enclosing keycap", 0x20E3, 0, 0},
	{"zero-width space", 0x200B, 0, 0},
	{"byte order mark", 0xFEFF, 0, 0},
	{"check mark emoji", 0x2705, 2, 2},
	{"grin", 0x1F600, 2, 2},
	{"heart without presentation", 0x2764, 1, 1},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_row(width_char(rows[i].c, AMBI_NARROW) == rows[i].narrow, rows[i].name);
		assert_row(width_char(rows[i].c, AMBI_WIDE) == rows[i].wide, rows[i].name);
		assert_row(width_ambiguous(rows[i].c) == (rows[i].narrow != rows[i].wide), rows[i].name);
	}
}

static void test_every_character_has_a_width(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		int narrow = width_char(c, AMBI_NARROW), wide = width_char(c, AMBI_WIDE);
		bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
		assert_true(control ? narrow == -1 && wide == -1 : narrow >= 0 && narrow <= 2);
		assert_true(wide == narrow || (narrow == 1 && wide == 2));
	}
}

static void test_strings(void **state)
{
	(void)state;
	assert_int_equal(width_str(STR("兴县 5G“铝”"), AMBI_NARROW), 4 + 1 + 2 + 2 + 2);
	assert_int_equal(width_str(STR("兴县 5G“铝”"), AMBI_WIDE), 4 + 1 + 2 + 2 + 4);
	assert_int_equal(width_str(STR(""), AMBI_WIDE), 0);
	assert_int_equal(width_str(STR("e\xCC\x81"), AMBI_NARROW), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_every_character_has_a_width),
		cmocka_unit_test(test_strings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
