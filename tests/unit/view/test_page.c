#include "support/grid.h"

#include "view/page.h"

static const struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW};

/* Two sections: fields and a table of three rows, the second of which repeats its first cell. */
static void fill(struct page *page)
{
	static const char *const rows[][3] = {{"总产值", "275亿元", "2025-01/2025-09"}, {"总产值", "388.33亿元", "2023"}, {"四上企业", "22户", "-"}};
	page_init(page, &settings, NULL);
	page_section(page, STR("概况"), PAGE_FIELDS);
	page_row(page, STR("名称"), REF_NONE);
	page_cell(page, STR("兴县经济技术开发区"), ROLE_TEXT);
	page_row(page, STR("主导产业"), REF_NONE);
	page_cell(page, STR("材料"), ROLE_TEXT);
	page_cell(page, STR("能源"), ROLE_TEXT);
	page_cell(page, STR("废弃资源综合利用"), ROLE_TEXT);
	page_section(page, STR("数据"), PAGE_TABLE)->count = 3;
	page_column(page, STR("指标"), 0, 0);
	page_column(page, STR("值"), COLUMN_RIGHT, 0);
	page_column(page, STR("时期"), 0, 0);
	for (size_t i = 0; i < 3; i++) {
		page_row(page, STR(""), ref_make(KIND_CLAIM, (uint32_t)i));
		for (size_t c = 0; c < 3; c++)
			page_cell(page, str_from(rows[i][c]), ROLE_TEXT);
		page->cells.v[page->cells.n - 3].repeated = i == 1;
	}
}

struct shown {
	struct grid grid;
	struct strbuf text;
};

static void show(struct shown *s, struct page *page, int columns, int rows)
{
	grid_init(&s->grid, columns, rows, AMBI_NARROW, false);
	page_settle(page, columns, rows);
	page_draw(page, &s->grid, (struct area){0, 0, rows, columns}, true);
	assert_grid(&s->grid);
	s->text = (struct strbuf){0};
	grid_dump(&s->grid, &s->text);
}

static void hide(struct shown *s)
{
	grid_release(&s->grid);
	strbuf_release(&s->text);
}

static void expect(struct page *page, int columns, int rows, const char *expected)
{
	struct shown s;
	show(&s, page, columns, rows);
	assert_str(strbuf_str(&s.text), expected);
	hide(&s);
}

static void wide_enough_for_a_table(void **state)
{
	struct page page;
	(void)state;
	fill(&page);
	expect(&page, 60, 9,
		"概况 ───────────────────────────────────────────────────────\n"
		"> 名称      兴县经济技术开发区\n"
		"  主导产业  材料  能源  废弃资源综合利用\n"
		"数据 3 ─────────────────────────────────────────────────────\n"
		"  指标              值  时期\n"
		"  总产值       275亿元  2025-01/2025-09\n"
		"            388.33亿元  2023\n"
		"  四上企业        22户  -\n"
		"\n");
	page_release(&page);
}

/* On a card nothing is left out: the repeated heading stands there again, what is unknown does not. */
static void cards_where_there_is_no_room(void **state)
{
	struct page page;
	(void)state;
	fill(&page);
	expect(&page, 24, 14,
		"概况 ───────────────────\n"
		"> 名称     兴县经济技术\n"
		"           开发区\n"
		"  主导产~  材料  能源\n"
		"           废弃资源综合\n"
		"           利用\n"
		"数据 3 ─────────────────\n"
		"  总产值\n"
		"    275亿元\n"
		"    2025-01/2025-09\n"
		"  总产值\n"
		"    388.33亿元  2023\n"
		"  四上企业\n"
		"    22户\n");
	page_release(&page);
}

/* Long words on both sides of it: the number is what must be read at a glance. */
static void a_number_stands_in_one_line(void **state)
{
	static const char *const titles[] = {"甲", "值", "乙", "丙", "丁"};
	static const char *const words = "招商引资产业集群建设规模与进展情况汇总";
	struct page page;
	struct shown s;
	(void)state;
	page_init(&page, &settings, NULL);
	page_section(&page, STR("数据"), PAGE_TABLE);
	for (size_t i = 0; i < 5; i++)
		page_column(&page, str_from(titles[i]), 0, 0);
	page_row(&page, STR(""), REF_NONE);
	for (size_t i = 0; i < 5; i++)
		page_cell(&page, str_from(i == 1 ? "206.6581平方公里" : words), i == 1 ? ROLE_NUMBER : ROLE_TEXT);
	/* Words that a number is a part of are no number: they make the column one that has to give way. */
	page_row(&page, STR(""), REF_NONE);
	for (size_t i = 0; i < 5; i++)
		page_cell(&page, str_from(words), ROLE_TEXT);
	show(&s, &page, 80, 20);
	assert_non_null(strstr(s.text.p, "206.6581平方公里"));
	hide(&s);
	page_release(&page);
}

static void every_size_is_valid(void **state)
{
	(void)state;
	for (int columns = 1; columns < 130; columns += columns < 30 ? 1 : 7)
		for (int rows = 1; rows < 12; rows++) {
			struct page page;
			struct shown s;
			fill(&page);
			for (size_t row = 0; row < page.rows.n; row++) {
				page.row = row;
				show(&s, &page, columns, rows);
				assert_in_range(s.grid.cursor_row, 0, rows - 1);
				assert_in_range(s.grid.cursor_column, 0, columns > 2 ? columns - 1 : 2);
				assert_true(str_find_byte(strbuf_str(&s.text), '>', 0) >= 0);
				hide(&s);
			}
			page_release(&page);
		}
}

static void only_the_window_is_drawn(void **state)
{
	struct page page;
	struct shown s;
	(void)state;
	fill(&page);
	page.row = 4;
	show(&s, &page, 60, 3);
	assert_true(str_find(strbuf_str(&s.text), STR("> 四上企业"), 0) >= 0);
	assert_true(str_find(strbuf_str(&s.text), STR("名称"), 0) < 0);
	assert_int_equal(s.grid.cursor_row, 2);
	hide(&s);
	/* Back at the first row of a section its title stands above it. */
	page.row = 2;
	show(&s, &page, 60, 3);
	assert_true(str_starts(strbuf_str(&s.text), STR("数据 3")));
	hide(&s);
	page_release(&page);
}

/* -- moving: rows of commands and where the cursor is then ------------------------------ */

static void moving(void **state)
{
	static const struct {
		const char *name;
		enum command_id commands[4];
		size_t n, row, cell;
	} rows[] = {
		{"down", {CMD_DOWN}, 1, 1, 0},
		{"up at the top stays", {CMD_UP}, 1, 0, 0},
		{"right stops at the last cell", {CMD_DOWN, CMD_RIGHT, CMD_RIGHT, CMD_RIGHT}, 4, 1, 2},
		{"left again", {CMD_DOWN, CMD_RIGHT, CMD_RIGHT, CMD_LEFT}, 4, 1, 1},
		{"next section", {CMD_SECTION_NEXT}, 1, 2, 0},
		{"Tab as well", {CMD_PANE_NEXT}, 1, 2, 0},
		{"no section behind the last: its end", {CMD_SECTION_NEXT, CMD_SECTION_NEXT}, 2, 4, 0},
		{"to the section's begin first", {CMD_BOTTOM, CMD_SECTION_PREVIOUS}, 2, 2, 0},
		{"then to the one before", {CMD_BOTTOM, CMD_SECTION_PREVIOUS, CMD_SECTION_PREVIOUS}, 3, 0, 0},
		{"bottom", {CMD_BOTTOM}, 1, 4, 0},
		{"a page down", {CMD_PAGE_DOWN}, 1, 2, 0},
		{"and up", {CMD_PAGE_DOWN, CMD_PAGE_UP}, 2, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct page page;
		fill(&page);
		page_settle(&page, 60, 4);
		for (size_t c = 0; c < rows[i].n; c++) {
			assert_row(page_command(&page, NULL, rows[i].commands[c]), rows[i].name);
			page_settle(&page, 60, 4);
		}
		assert_row(page.row == rows[i].row, rows[i].name);
		assert_row(page.cell == rows[i].cell, rows[i].name);
		page_release(&page);
	}
}

/* A text taller than the window is shown to its last line before the cursor moves on. */
static void nothing_of_a_tall_row_is_skipped(void **state)
{
	struct page page;
	struct strbuf seen = {0}, text = {0};
	(void)state;
	page_init(&page, &settings, NULL);
	page_section(&page, STR("原文"), PAGE_TEXT);
	for (int i = 0; i < 40; i++)
		strbuf_printf(&text, "（%02d）", i);
	page_row(&page, STR("1"), REF_NONE);
	page_cell(&page, strbuf_str(&text), ROLE_TEXT);
	page_row(&page, STR("2"), REF_NONE);
	page_cell(&page, STR("末段"), ROLE_TEXT);
	for (int i = 0; i < 30 && page.row == 0; i++) {
		struct shown s;
		show(&s, &page, 30, 5);
		strbuf_add(&seen, strbuf_str(&s.text));
		hide(&s);
		page_command(&page, NULL, CMD_DOWN);
	}
	assert_int_equal(page.row, 1);
	for (int i = 0; i < 40; i++) {
		char part[16];
		snprintf(part, sizeof part, "%02d", i);
		assert_row(str_find(strbuf_str(&seen), str_from(part), 0) >= 0, part);
	}
	strbuf_release(&seen);
	strbuf_release(&text);
	page_release(&page);
}

static void the_chosen_part_is_bracketed(void **state)
{
	struct page page;
	struct shown s;
	struct page_mark marks[] = {{6, 15, ROLE_NUMBER}, {18, 27, ROLE_MATCH}};
	(void)state;
	page_init(&page, &settings, NULL);
	page_section(&page, STR("原文"), PAGE_TEXT);
	page_row(&page, STR("3"), REF_NONE);
	struct page_cell *cell = page_cell(&page, STR("产值二百亿，九千吨铝。"), ROLE_TEXT);
	cell->marks = marks;
	cell->n_marks = 2;
	show(&s, &page, 40, 3);
	assert_true(str_find(strbuf_str(&s.text), STR("产值二百亿，<九千吨>铝。"), 0) >= 0);
	struct strbuf roles = {0};
	grid_dump_roles(&s.grid, &roles);
	/* Four columns before 二: gutter 2, label 1, blank 1, 产值 4. */
	assert_int_equal(grid_at(&s.grid, 1, 7)->role, ROLE_TEXT);
	assert_int_equal(grid_at(&s.grid, 1, 8)->role, ROLE_NUMBER);
	assert_int_equal(grid_at(&s.grid, 1, 13)->role, ROLE_NUMBER);
	assert_int_equal(grid_at(&s.grid, 1, 14)->role, ROLE_TEXT);
	assert_int_equal(grid_at(&s.grid, 1, 16)->role, ROLE_MATCH);
	assert_int_equal(grid_at(&s.grid, 1, 23)->role, ROLE_MATCH);
	assert_int_equal(grid_at(&s.grid, 1, 24)->role, ROLE_TEXT);
	strbuf_release(&roles);
	hide(&s);
	page_release(&page);
}

/* Only what the cursor has moved sideways to is coloured: '>' points at the first cell. */
static void the_cursor_costs_little(void **state)
{
	struct page page;
	struct shown s;
	(void)state;
	fill(&page);
	page.row = 2;
	show(&s, &page, 60, 9);
	for (int c = 1; c < 60; c++)
		assert_int_not_equal(grid_at(&s.grid, 5, c)->role, ROLE_CURSOR);
	assert_int_equal(s.grid.cursor_column, 2);
	hide(&s);
	page_command(&page, NULL, CMD_RIGHT);
	show(&s, &page, 60, 9);
	assert_int_equal(grid_at(&s.grid, 5, 15)->role, ROLE_CURSOR);
	assert_int_equal(s.grid.cursor_column, 15);
	hide(&s);
	page_release(&page);
}

static void finding(void **state)
{
	static const struct {
		const char *text;
		int step;
		bool found;
		size_t row;
	} rows[] = {{"四上", 1, true, 4}, {"ssqy", 1, true, 4}, {"388", 1, true, 3}, {"名称", -1, true, 0}, {"zdcy", 1, true, 1}, {"没有", 1, false, 0}, {"", 1, false, 0}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct page page;
		fill(&page);
		assert_row(page_find(&page, str_from(rows[i].text), rows[i].step, false) == rows[i].found, rows[i].text);
		assert_row(page.row == rows[i].row, rows[i].text);
		page_release(&page);
	}
}

static void nothing_is_found_on_an_empty_page(void **state)
{
	struct page page = {0};
	(void)state;
	for (int step = -1; step <= 1; step += 2)
		for (int here = 0; here < 2; here++)
			assert_false(page_find(&page, STR("甲"), step, here));
}

static void blank_columns_go(void **state)
{
	struct page page;
	(void)state;
	fill(&page);
	for (size_t r = 2; r < 5; r++)
		page.cells.v[page.rows.v[r].first + 1].text = STR("-");
	page_end_table(&page, 1);
	assert_int_equal(page.sections.v[1].n_columns, 2);
	assert_str(page.sections.v[1].columns[1].title, "时期");
	assert_int_equal(page.rows.v[3].n_cells, 2);
	assert_str(page.cells.v[page.rows.v[3].first + 1].text, "2023");
	page_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wide_enough_for_a_table), cmocka_unit_test(cards_where_there_is_no_room),
		cmocka_unit_test(a_number_stands_in_one_line), cmocka_unit_test(every_size_is_valid),
		cmocka_unit_test(only_the_window_is_drawn), cmocka_unit_test(moving), cmocka_unit_test(nothing_of_a_tall_row_is_skipped),
		cmocka_unit_test(the_chosen_part_is_bracketed), cmocka_unit_test(the_cursor_costs_little), cmocka_unit_test(finding),
		cmocka_unit_test(nothing_is_found_on_an_empty_page), cmocka_unit_test(blank_columns_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
