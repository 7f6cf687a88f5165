#include "support/grid.h"

#include "view/paint.h"

struct drawn {
	struct grid grid;
	struct strbuf text;
};

static void begin(struct drawn *d, int columns, int rows, bool ascii)
{
	grid_init(&d->grid, columns, rows, AMBI_NARROW, ascii);
	d->text = (struct strbuf){0};
}

static const char *shown(struct drawn *d)
{
	assert_grid(&d->grid);
	strbuf_clear(&d->text);
	grid_dump(&d->grid, &d->text);
	strbuf_truncate(&d->text, d->text.n - 1);
	return d->text.p;
}

static void end(struct drawn *d)
{
	grid_release(&d->grid);
	strbuf_release(&d->text);
}

static void one_line(void **state)
{
	(void)state;
	static const struct {
		const char *name, *raw;
		int columns;
		enum cut cut;
		const char *row;
		int used;
	} rows[] = {
		{"fits", "兴县", 10, CUT_END, "兴县", 4},
		{"cut", "兴县经开区", 6, CUT_END, "兴县~", 5},
		{"cut plain", "abcdefgh", 6, CUT_END, "abcde~", 6},
		{"cut by the grid's edge", "abcdefghijklm", 99, CUT_END, "abcdefghi~", 10},
		{"the tail tells phases apart", "星萌新材料（二）", 10, CUT_MIDDLE, "星~（二）", 9},
		{"line breaks and tabs are blanks", "a\nb\tc", 10, CUT_END, "a b c", 5},
		{"escapes are visible", "a\033]0;x\007", 10, CUT_END, "a^[]0;x^G", 9},
		{"bytes that are no UTF-8", "a\xFF\xFE", 10, CUT_END, "a??", 3},
		{"bidi and zero width vanish", "a\xE2\x80\xAE" "b\xE2\x80\x8B" "c", 10, CUT_END, "abc", 3},
		{"C1 vanishes or shows, but is no control", "a\xC2\x9B" "2Jb", 10, CUT_END, "a2Jb", 4},
		{"nothing", "", 10, CUT_END, "", 0},
		{"no room", "abc", 0, CUT_END, "", 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct drawn d;
		begin(&d, 10, 1, false);
		int used = paint_cut((struct span){&d.grid, 0, 0, rows[i].columns}, str_from(rows[i].raw), ROLE_TEXT, rows[i].cut);
		if (strcmp(shown(&d), rows[i].row) != 0 || used != rows[i].used)
			fail_msg("row \"%s\": found %d \"%s\", expected %d \"%s\"", rows[i].name, used, d.text.p, rows[i].used, rows[i].row);
		end(&d);
	}
}

static void flush_right(void **state)
{
	(void)state;
	struct drawn d;
	begin(&d, 10, 3, false);
	assert_int_equal(paint_right((struct span){&d.grid, 0, 2, 8}, STR("12.5"), ROLE_NUMBER), 4);
	assert_int_equal(paint_right((struct span){&d.grid, 1, 2, 99}, STR("兴县"), ROLE_TEXT), 4);
	assert_int_equal(paint_right((struct span){&d.grid, 2, 2, 4}, STR("123456"), ROLE_NUMBER), 4);
	assert_string_equal(shown(&d), "      12.5\n      兴县\n  123~");
	end(&d);
}

static void ascii_terminals_get_pinyin(void **state)
{
	(void)state;
	struct drawn d;
	begin(&d, 40, 2, true);
	paint((struct span){&d.grid, 0, 0, 40}, STR("兴县 A—1"), ROLE_TEXT);
	assert_int_equal(paint_wrapped(&d.grid, (struct area){1, 0, 1, 40}, STR("兴\n县"), ROLE_TEXT), 1);
	shown(&d);
	assert_non_null(strstr(d.text.p, "Xing Xian"));
	for (size_t i = 0; i < d.text.n; i++)
		assert_true((unsigned char)d.text.p[i] < 0x80);
	assert_non_null(strstr(d.text.p, "\nXing~"));
	assert_int_equal(paint_width(&d.grid, STR("兴")), 4);
	end(&d);
}

static void width_is_what_paint_uses(void **state)
{
	(void)state;
	static const char *const rows[] = {"", "abc", "兴县", "a\033b", "“x”", "a\nb", "\xFF", "👨‍👩‍👧", "q\xCC\x81"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct drawn d;
		begin(&d, 40, 1, false);
		int used = paint((struct span){&d.grid, 0, 0, 40}, str_from(rows[i]), ROLE_TEXT);
		assert_row(used == paint_width(&d.grid, str_from(rows[i])), rows[i]);
		end(&d);
	}
}

static void formatted(void **state)
{
	(void)state;
	struct drawn d;
	begin(&d, 20, 1, false);
	assert_int_equal(paintf((struct span){&d.grid, 0, 1, 10}, ROLE_NUMBER, "%d/%s", 12, "兴县"), 7);
	assert_string_equal(shown(&d), " 12/兴县");
	end(&d);
}

static void wrapped(void **state)
{
	(void)state;
	static const struct {
		const char *name, *raw;
		int columns, rows;
		const char *screen;
		int used, all; /* rows; all: uncut */
	} rows[] = {
		{"whole", "兴县经开区", 6, 4, "兴县经\n开区\n\n", 2, 2},
		{"cut in the last row", "兴县经开区一区两园", 6, 2, "兴县经\n开区~\n\n", 2, 3},
		{"cut although the last line would fit", "ab\ncd\nef", 6, 2, "ab\ncd~\n\n", 2, 3},
		{"exactly", "ab\ncd", 6, 2, "ab\ncd\n\n", 2, 2},
		{"one empty line", "", 6, 2, "\n\n\n", 1, 1},
		{"escapes", "a\033[m\nb", 6, 4, "a^[[m\nb\n\n", 2, 2},
		{"no rows", "兴县经开区一区两园", 6, 0, "\n\n\n", 0, 3},
		{"no columns", "兴县", 0, 4, "\n\n\n", 0, 0},
		{"one column of wide text", "兴县", 1, 4, "", -1, 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct drawn d;
		begin(&d, 8, 4, false);
		int used = paint_wrapped(&d.grid, (struct area){0, 0, rows[i].rows, rows[i].columns}, str_from(rows[i].raw), ROLE_TEXT);
		int all = paint_rows(&d.grid, rows[i].columns, str_from(rows[i].raw));
		shown(&d);
		if (rows[i].used >= 0 && (strcmp(d.text.p, rows[i].screen) != 0 || used != rows[i].used))
			fail_msg("row \"%s\": found %d \"%s\", expected %d \"%s\"", rows[i].name, used, d.text.p, rows[i].used, rows[i].screen);
		if (all != rows[i].all)
			fail_msg("row \"%s\": found %d rows in all, expected %d", rows[i].name, all, rows[i].all);
		end(&d);
	}
}

/* Text behind text, then a field, then its sign: nothing is put beyond the span, though the grid goes on. */
static void one_behind_the_other(void **state)
{
	(void)state;
	struct drawn d;
	begin(&d, 20, 1, false);
	struct span left = span_from(grid_row(&d.grid, 0), 1);
	left.columns = 15;
	paint_on(&left, STR("状态"), ROLE_KEY);
	span_skip(&left, 1);
	struct span field = span_take(&left, 4);
	assert_int_equal(field.columns, 4);
	paint_right(field, STR("12"), ROLE_NUMBER);
	grid_sign(field, 0, '!', ROLE_WARNING);
	assert_int_equal(left.columns, 6);
	paint_on(&left, STR("兴县经开区"), ROLE_TEXT);
	assert_int_equal(span_take(&left, 9).columns, 1); /* as many as there are */
	paint_on(&left, STR("x"), ROLE_TEXT);
	shown(&d);
	assert_string_equal(d.text.p, " 状态 ! 12兴县~");
	end(&d);
}

static void outside_is_harmless(void **state)
{
	(void)state;
	struct drawn d;
	begin(&d, 4, 2, false);
	for (int row = -2; row < 4; row++) {
		for (int column = -6; column < 7; column++) {
			paint((struct span){&d.grid, row, column, 6}, STR("兴县经开区"), ROLE_TEXT);
			paint_right((struct span){&d.grid, row, column, 3}, STR("兴县"), ROLE_TEXT);
			paint_wrapped(&d.grid, (struct area){row, column, 3, 5}, STR("兴县经开区"), ROLE_TEXT);
			shown(&d);
		}
	}
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_line),
		cmocka_unit_test(flush_right),
		cmocka_unit_test(ascii_terminals_get_pinyin),
		cmocka_unit_test(width_is_what_paint_uses),
		cmocka_unit_test(formatted),
		cmocka_unit_test(wrapped),
		cmocka_unit_test(one_behind_the_other),
		cmocka_unit_test(outside_is_harmless),
	};
	return cmocka_run_group_tests_name("view/paint", tests, NULL, NULL);
}
