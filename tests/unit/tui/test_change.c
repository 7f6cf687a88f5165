/*
 * How many bytes travel to a terminal of 120 x 40 for what a person does most, over a catalogue of Chinese names that
 * is always the same. The limits are what it takes today, and a little: who exceeds them sees it here. Each answer is
 * also looked at on a terminal of the xterm kind: few bytes of a wrong screen are no feat.
 */
#include "support/stage.h"
#include "support/vt.h"

#include "tui/curses.h"

#include <locale.h>

enum { COLUMNS = 120, ROWS = 40, PROJECTS = 400 };

enum { MOVE_LIMIT = 28, LINE_LIMIT = 172, PAGE_LIMIT = 3100, SEARCH_LIMIT = 1710 }; /* bytes */

static struct desk {
	struct stage stage;
	struct curses *curses;
	struct vt vt;
	struct strbuf bytes;
	size_t text; /* bytes of characters that were not there: what no way of drawing can spare */
} desk;

static const char *const places[] = {"太原", "兴县", "长子", "长治", "平州", "庆阳", "日照", "齐齐哈尔", "大江", "东津", "定山"};
static const char *const trades[] = {"铝镁新材料", "光伏组件", "多式联运", "高端装备", "锂电科技", "现代农业", "氢能产业", "电解铝"};
static const char *const ends[] = {"生产线项目", "扩建项目（二期）", "技改项目", "产业园区", "年产5万吨项目"};
static const char *const units[] = {"亿元", "万元"};

static void add_projects(struct catalogue *c)
{
	catalogue_add(c, "indicator:invest", "name", "总投资", "unit", "元", NULL);
	catalogue_add(c, "source:a", "name", "甲报", NULL);
	for (unsigned i = 0; i < 11; i++) {
		char id[32], name[96];
		snprintf(id, sizeof id, "zone:z%u", i);
		snprintf(name, sizeof name, "%s经济技术开发区", places[i]);
		catalogue_add(c, id, "name", name, "class", "economic", "level", "provincial", NULL);
	}
	for (unsigned i = 0; i < PROJECTS; i++) {
		static const char *const states[] = {"signed", "building", "producing", "planned"};
		char id[32], name[160], zone[32], owner[32], claim[32], value[32];
		/* Numbers without a common divisor: no two rows after one another are alike. */
		snprintf(id, sizeof id, "enterprise:e%u", i);
		snprintf(name, sizeof name, "%s%s有限公司", places[i * 7 % 11], trades[i * 5 % 8]);
		catalogue_add(c, id, "name", name, NULL);
		snprintf(owner, sizeof owner, "enterprise:e%u", i);
		snprintf(zone, sizeof zone, "zone:z%u", i * 3 % 11);
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "%s%s%s", places[i * 3 % 11], trades[i * 3 % 8], ends[i * 2 % 5]);
		catalogue_add(c, id, "name", name, "zone", zone, "owner", owner, "status", states[i % 4], NULL);
		snprintf(claim, sizeof claim, "claim:c%u", i);
		snprintf(value, sizeof value, "%u", 2000 - i * 37 % 1999);
		catalogue_add(c, claim, "subject", id, "indicator", "indicator:invest", "value", value, "unit", units[i % 2], "modality",
			"planned", "source", "source:a", "locator", "a:1:0-3", NULL);
	}
}

/* Draw what stands there now; the bytes it took. */
static size_t draw(void)
{
	const struct grid *grid = &desk.stage.grid;
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++) {
			const struct cell *cell = grid_at(grid, row, column);
			if (!str_eq_c((struct str){cell->bytes, cell->n}, desk.vt.cells[row][column].bytes) && !str_eq_c((struct str){cell->bytes, cell->n}, " "))
				desk.text += cell->n;
		}
	strbuf_clear(&desk.bytes);
	curses_draw(desk.curses, grid, &desk.bytes);
	vt_feed(&desk.vt, strbuf_str(&desk.bytes));
	vt_expect(&desk.vt, grid, 256);
	return desk.bytes.n;
}

static size_t press(const char *keys)
{
	stage_keys(&desk.stage, keys);
	return draw();
}

static int open_desk(void **state)
{
	(void)state;
	struct settings settings = {.language = LANGUAGE_ZH, .ambi = AMBI_NARROW, .today = 20800};
	struct curses_options options = {.term = "xterm-256color", .columns = COLUMNS, .rows = ROWS, .ambi = AMBI_NARROW};
	struct err err = ERR_INIT;
	add_projects(&desk.stage.catalogue);
	stage_begin(&desk.stage, "projects", &settings);
	stage_draw(&desk.stage, COLUMNS, ROWS);
	desk.curses = curses_open(&options, &err);
	assert_non_null(desk.curses);
	vt_init(&desk.vt, COLUMNS, ROWS, AMBI_NARROW);
	draw();
	return 0;
}

static int close_desk(void **state)
{
	(void)state;
	curses_close(desk.curses);
	strbuf_release(&desk.bytes);
	stage_close(&desk.stage);
	return 0;
}

static void at_most(const char *what, size_t found, size_t limit)
{
	printf("# %s: %zu bytes, limit %zu\n", what, found, limit);
	if (found > limit)
		fail_msg("%s: found %zu bytes, expected at most %zu", what, found, limit);
}

/* Moves, styles and blanks beside the characters themselves: so much in a hundred. */
static void at_most_beside(const char *what, size_t found, size_t limit_percent)
{
	size_t percent = (found - desk.text) * 100 / desk.text;
	printf("# %s: %zu bytes, of which %zu are text; beside it %zu %%, limit %zu %%\n", what, found, desk.text, percent, limit_percent);
	if (percent > limit_percent)
		fail_msg("%s: found %zu %% beside the text, expected at most %zu %%", what, percent, limit_percent);
}

static void a_move(void **state)
{
	(void)state;
	size_t worst = 0;
	press("g g");
	for (int i = 0; i < 30; i++) {
		size_t n = press(i % 8 == 7 ? "k" : "j");
		worst = n > worst ? n : worst;
	}
	at_most("a move", worst, MOVE_LIMIT);
}

static void a_scrolled_line(void **state)
{
	(void)state;
	size_t sum = 0;
	press("g g");
	for (int i = 0; i < ROWS; i++)
		press("j");
	for (int i = 0; i < 50; i++)
		sum += press("j");
	at_most("a scrolled line, mean", sum / 50, LINE_LIMIT);
	press("g g");
	press("PgDn");
	press("PgDn");
	for (int i = 0; i < ROWS; i++)
		press("k");
	at_most("a line scrolled back", press("k"), LINE_LIMIT);
}

static void a_page(void **state)
{
	(void)state;
	size_t sum = 0;
	press("g g");
	desk.text = 0;
	for (int i = 0; i < 6; i++)
		sum += press("PgDn");
	at_most("a page, mean", sum / 6, PAGE_LIMIT);
	at_most_beside("six pages", sum, 37);
}

static void letters_of_a_search(void **state)
{
	(void)state;
	static const char *const letters[] = {"d", "j", "l", "Backspace", "Backspace", "t"};
	size_t sum = 0, n = sizeof letters / sizeof *letters;
	press("f");
	desk.text = 0;
	for (size_t i = 0; i < n; i++)
		sum += press(letters[i]);
	at_most("a letter of a search, mean", sum / n, SEARCH_LIMIT);
	at_most_beside("six letters", sum, 57);
	press("Esc");
}

/* A hit as the search shows it: name, reading, remark. */
struct hit {
	const char *name, *reading, *remark;
};

static void draw_hits(struct grid *grid, const char *words, const struct hit *hits, int n)
{
	grid_clear(grid);
	grid_put(grid_row(grid, 1), str_from(words), ROLE_TEXT);
	grid->cursor_row = 1;
	grid->cursor_column = (int)strlen(words);
	for (int row = 3; row < ROWS - 1; row++) {
		const struct hit *hit = &hits[row % n];
		grid_put(span_from(grid_row(grid, row), 4), str_from(hit->name), ROLE_TEXT);
		grid_put(span_from(grid_row(grid, row), 34), str_from(hit->reading), ROLE_DIM);
		grid_put(span_from(grid_row(grid, row), 60), str_from(hit->remark), ROLE_TEXT);
	}
}

/* From one answer of a search to the next; what a row takes that changes. */
static size_t bytes_a_row(const char *first, const struct hit *before, const char *then, const struct hit *after, int n)
{
	struct grid grid;
	grid_init(&grid, COLUMNS, ROWS, AMBI_NARROW, false);
	for (int i = 0; i < 2; i++) {
		draw_hits(&grid, i ? then : first, i ? after : before, n);
		strbuf_clear(&desk.bytes);
		curses_draw(desk.curses, &grid, &desk.bytes);
		vt_feed(&desk.vt, strbuf_str(&desk.bytes));
		vt_expect(&desk.vt, &grid, 256);
	}
	grid_release(&grid);
	return desk.bytes.n / (ROWS - 4);
}

/* One erasing of two columns of blanks, though the reading between them is written once more. */
static void blanks_around_what_stays(void **state)
{
	(void)state;
	const struct hit before = {"山西迪安安防有限公司", "DiAn", "石楼经开区  在建  2019"}, after = {"山西迪安", "DiAn", ""};
	size_t n = bytes_a_row("d", &before, "d", &after, 1);
	printf("# a row with less around its reading: %zu bytes\n", n);
	assert_in_range(n, 1, 14);
	draw();
}

/* Behind a reading the rest of the row is erased without a move, and without an end of its style. */
static void blanks_behind_a_reading(void **state)
{
	(void)state;
	const struct hit before = {"厦门", "XiaMenXiaMenXia", ""}, after = {"厦门", "Xian", ""};
	size_t n = bytes_a_row("x", &before, "x", &after, 1);
	printf("# a row with a shorter reading: %zu bytes\n", n);
	assert_in_range(n, 1, 6);
	draw();
}

/* What is typed in a row that stays comes before the rows are shifted: the cursor is there already. */
static void a_letter_before_a_shift(void **state)
{
	(void)state;
	const struct hit hits[] = {
		{"仙水工业园区", "Xian", "省级  仙水县"}, {"咸阳产业园区", "Xian", "市级  咸阳市"}, {"西安高新区", "XiAn", "国家级  西安市"},
		{"仙水工业园区", "Xian", "省级  仙水县"},
	};
	bytes_a_row("xia", hits, "xian", hits + 1, 3);
	assert_non_null(strstr(desk.bytes.p, "r\033["));
	assert_int_equal(desk.bytes.p[0], 'n');
	draw();
}

static void nothing_new(void **state)
{
	(void)state;
	assert_int_equal(draw(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_move),
		cmocka_unit_test(a_scrolled_line),
		cmocka_unit_test(a_page),
		cmocka_unit_test(letters_of_a_search),
		cmocka_unit_test(blanks_around_what_stays),
		cmocka_unit_test(blanks_behind_a_reading),
		cmocka_unit_test(a_letter_before_a_shift),
		cmocka_unit_test(nothing_new),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tui/change", tests, open_desk, close_desk);
}
