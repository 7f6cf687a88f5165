#include "support/grid.h"
#include "view/table.h"

/* Rows whose cells say where they stand. */
static const char *const names[] = {"兴县经开区", "清徐经开区", "安徽稳卓汽车零部件制造项目（二期）", "长子"};

static void cell(const void *self, size_t row, size_t column, int columns, struct table_cell *out)
{
	(void)self;
	(void)columns;
	if (column == 0)
		strbuf_add_c(&out->text, names[row % 4]);
	else if (column == 1)
		strbuf_printf(&out->text, "%zu亿元", row * 123456 + 5);
	else
		strbuf_printf(&out->text, "r%zuc%zu", row, column);
	out->sign = column == 1 && row == 1 ? '!' : 0;
}

static void signs(const void *self, size_t row, char *mark, char *third)
{
	(void)self;
	*mark = row == 1 ? '*' : ' ';
	*third = row == 2 ? '?' : ' ';
}

static const struct table_rows rows = {.cell = cell, .signs = signs};

static struct table make(size_t n)
{
	static const struct table_column columns[] = {
		{STR_INIT("名称"), 12, 40, false, false, CUT_MIDDLE, 0, 0}, {STR_INIT("投资"), 11, 11, true, true, CUT_END, 'v', 0},
		{STR_INIT("区"), 8, 8, false, false, CUT_END, 0, 0}, {STR_INIT("期"), 8, 8, false, false, CUT_END, 0, 0},
		{STR_INIT("源"), 8, 8, false, false, CUT_END, 0, 0}, {STR_INIT("注"), 8, 8, false, false, CUT_END, 0, 0},
	};
	struct table table = {.n = n, .frozen = true};
	memcpy(table.v, columns, n * sizeof *columns);
	return table;
}

static void draw(const struct table *table, struct scroll *scroll, int columns, int rows_shown, struct strbuf *out, struct grid *grid)
{
	struct area area = {0, 0, rows_shown, columns};
	grid_init(grid, columns, rows_shown, AMBI_NARROW, false);
	scroll_settle(scroll, rows_shown - 1);
	table_draw(table, scroll, &rows, NULL, grid, area);
	assert_grid(grid);
	strbuf_clear(out);
	grid_dump(grid, out);
}

/* The last column under the cursor: those before it give way, and the frozen one waits with its room. */
static void the_last_column_is_read(void **state)
{
	struct table table = make(6);
	(void)state;
	table.v[5].full = 30;
	table.cell = 5;
	table_settle(&table, 50);
	struct table_layout layout = table_lay_out(&table, 50);
	assert_int_equal(layout.n, 2);
	assert_int_equal(layout.v[1].column, 5);
	assert_int_equal(layout.v[1].columns, 30);
	layout = table_lay_out(&table, 44);
	assert_int_equal(layout.v[0].columns, 12);
	assert_int_equal(layout.v[1].columns, 27);
	/* A step back shows what stands before it. */
	table.cell = 4;
	table_settle(&table, 50);
	layout = table_lay_out(&table, 50);
	assert_true(layout.n > 2);
	/* Where all that it holds is in sight nothing gives way. */
	table = make(6);
	table.cell = 5;
	table_settle(&table, 50);
	layout = table_lay_out(&table, 50);
	assert_true(layout.n > 2);
}

static void lines_up(void **state)
{
	struct table table = make(3);
	struct scroll scroll;
	struct strbuf out = {0};
	struct grid grid;
	(void)state;
	scroll_init(&scroll, 4);
	scroll_to(&scroll, 1);
	draw(&table, &scroll, 40, 5, &out, &grid);
	assert_str(strbuf_str(&out),
		"   名称                  投资v  区\n"
		"   兴县经开区           5亿元   r0c2\n"
		">* 清徐经开区      123461亿元!  r1c2\n"
		"  ?安徽~（二期）   246917亿元   r2c2\n"
		"   长子            370373亿元   r3c2\n");
	assert_int_equal(grid.cursor_row, 2);
	assert_int_equal(grid.cursor_column, 3);
	grid_release(&grid);
	strbuf_release(&out);
}

static void a_wider_window_shows_what_a_narrow_one_left_out(void **state)
{
	struct table table = make(6);
	(void)state;
	table.cell = 4;
	table_settle(&table, 30);
	assert_int_equal(table.first, 4);
	table_settle(&table, 46);
	assert_int_equal(table_lay_out(&table, 46).n, 4);
	assert_int_equal(table.first, 3);
	table_settle(&table, 80);
	assert_int_equal(table.first, 0);
	assert_int_equal(table_lay_out(&table, 80).n, 6);
}

static void a_number_is_never_cut(void **state)
{
	struct table table = make(2);
	struct scroll scroll;
	struct strbuf out = {0};
	struct grid grid;
	(void)state;
	table.v[1].width = table.v[1].full = 7;
	table.v[0].full = 12;
	scroll_init(&scroll, 2);
	draw(&table, &scroll, 40, 3, &out, &grid);
	assert_str(strbuf_str(&out),
		"   名称            投资v\n"
		">  兴县经开区     5亿元\n"
		" * 清徐经开区    ######!\n");
	grid_release(&grid);
	strbuf_release(&out);
}

/* Where there is too little room blanks before letters go first, and a value that has no number is cut as any text. */
static void a_value_that_is_long(void **state)
{
	static const struct {
		const char *text, *shown;
		bool whole, ascii;
	} all[] = {
		{"24.01平方公里", "24.01PingFangGongLi", true, true}, {"A95 5万吨", "A95 5WanDun", true, true}, {"24.01平方公里", "24.01平方公里", true, false},
		{"新材料、新能源、节能环保、装备", "新材料、新能源、节~", true, false}, {"1234567890.123456789元", "####################", false, false},
	};
	struct table_column column = {.right = true};
	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct table_cell text = {0};
		struct strbuf out = {0};
		struct grid grid;
		int columns = all[i].ascii && all[i].text[0] == 'A' ? 11 : 20;
		grid_init(&grid, columns, 1, AMBI_NARROW, all[i].ascii);
		strbuf_add_c(&text.text, all[i].text);
		assert_int_equal(table_draw_cell(&column, &text, (struct span){&grid, 0, 0, columns}), all[i].whole);
		grid_dump(&grid, &out);
		assert_str(str_trim(strbuf_str(&out)), all[i].shown);
		strbuf_release(&text.text);
		strbuf_release(&out);
		grid_release(&grid);
	}
}

static void spare_room_goes_to_what_was_cut(void **state)
{
	struct table table = make(2);
	struct scroll scroll;
	struct strbuf out = {0};
	struct grid grid;
	(void)state;
	scroll_init(&scroll, 3);
	draw(&table, &scroll, 70, 4, &out, &grid);
	assert_true(str_find(strbuf_str(&out), STR("安徽稳卓汽车零部件制造项目（二期）"), 0) >= 0);
	grid_release(&grid);
	strbuf_release(&out);
}

/* At whatever width: no half of a title, and the sign that more columns follow stands beside them. */
static void titles_are_whole(void **state)
{
	static const struct str titles[] = {STR_INIT("名称"), STR_INIT("工业总产值"), STR_INIT("性质"), STR_INIT("主导产业"), STR_INIT("期限"), STR_INIT("注")};
	(void)state;
	for (int columns = 24; columns < 90; columns++) {
		struct table table = make(6);
		struct scroll scroll;
		struct strbuf out = {0};
		struct grid grid;
		for (size_t i = 0; i < table.n; i++) {
			table.v[i].title = titles[i];
			table.v[i].least = (int)width_str(titles[i], AMBI_NARROW);
			table.v[i].width = table.v[i].full = i == 2 || i == 4 ? table.v[i].least : i == 3 ? 20 : 12;
		}
		scroll_init(&scroll, 1);
		draw(&table, &scroll, columns, 2, &out, &grid);
		struct str head = str_sub(strbuf_str(&out), 0, (size_t)str_find_byte(strbuf_str(&out), '\n', 0));
		const struct table_layout layout = table_lay_out(&table, columns);
		for (size_t i = 0; i < layout.n; i++)
			if (str_find(head, titles[layout.v[i].column], 0) < 0)
				fail_msg("%d columns: found \"%.*s\", expected \"%s\" whole", columns, STR_ARG(head), titles[layout.v[i].column].p);
		if (layout.more != str_ends(head, STR(">")))
			fail_msg("%d columns: found \"%.*s\", expected %s columns behind it", columns, STR_ARG(head), layout.more ? "a sign of" : "no");
		grid_release(&grid);
		strbuf_release(&out);
	}
}

/* Every column can be reached at every width, with and without the frozen name, and the cell under the cursor is shown. */
static void every_column_can_be_reached(void **state)
{
	(void)state;
	for (int frozen = 0; frozen < 2; frozen++)
		for (int columns = 1; columns < 90; columns++) {
			struct table table = make(6);
			table.frozen = frozen;
			for (int step = 0; step < 12; step++) {
				bool shown = false, name = false;
				table_settle(&table, columns);
				const struct table_layout layout = table_lay_out(&table, columns);
				const struct table_slot *slots = layout.v;
				for (size_t i = 0; i < layout.n; i++) {
					shown |= slots[i].column == table.cell;
					name |= slots[i].column == 0;
					assert_true(slots[i].at >= 0 && slots[i].columns > 0 && slots[i].at + slots[i].columns <= columns);
					assert_true(i == 0 || slots[i].at >= slots[i - 1].at + slots[i - 1].columns + TABLE_GAP);
				}
				if (columns >= 30 && !shown)
					fail_msg("%d columns: column %zu is not shown", columns, table.cell);
				if (columns >= 30 && frozen && !name)
					fail_msg("%d columns: the frozen name is gone at column %zu", columns, table.cell);
				table_command(&table, step < 6 ? CMD_RIGHT : CMD_LEFT);
			}
		}
}

static void any_size_holds(void **state)
{
	(void)state;
	for (int columns = 1; columns < 50; columns++)
		for (int height = 1; height < 8; height++) {
			struct table table = make(6);
			struct scroll scroll;
			struct strbuf out = {0};
			struct grid grid;
			scroll_init(&scroll, 4);
			scroll_to(&scroll, (size_t)columns % 4);
			table.cell = (size_t)height % 6;
			table_settle(&table, columns);
			draw(&table, &scroll, columns, height, &out, &grid);
			grid_release(&grid);
			strbuf_release(&out);
		}
}

/* Moving down changes two cells of the gutter and nothing else. */
static void a_move_changes_two_cells(void **state)
{
	struct table table = make(6);
	struct scroll scroll;
	struct strbuf out = {0};
	struct grid before, after;
	size_t changed = 0;
	(void)state;
	scroll_init(&scroll, 4);
	draw(&table, &scroll, 80, 10, &out, &before);
	scroll_command(&scroll, CMD_DOWN);
	draw(&table, &scroll, 80, 10, &out, &after);
	for (int row = 0; row < 10; row++)
		for (int column = 0; column < 80; column++)
			changed += memcmp(grid_at(&before, row, column), grid_at(&after, row, column), sizeof(struct cell)) != 0;
	assert_int_equal(changed, 2);
	grid_release(&before);
	grid_release(&after);
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_up),
		cmocka_unit_test(the_last_column_is_read),
		cmocka_unit_test(a_wider_window_shows_what_a_narrow_one_left_out),
		cmocka_unit_test(a_number_is_never_cut),
		cmocka_unit_test(titles_are_whole),
		cmocka_unit_test(a_value_that_is_long),
		cmocka_unit_test(spare_room_goes_to_what_was_cut),
		cmocka_unit_test(every_column_can_be_reached),
		cmocka_unit_test(any_size_holds),
		cmocka_unit_test(a_move_changes_two_cells),
	};
	return cmocka_run_group_tests_name("view/table", tests, NULL, NULL);
}
