#include "support/test.h"
#include "view/scroll.h"

/* The promise of the header, after every step. */
static void check(const struct scroll *s, const char *name)
{
	assert_row(s->n ? s->cursor < s->n : s->cursor == 0, name);
	assert_row(s->shown >= 1, name);
	assert_row(s->top <= s->cursor && s->cursor < s->top + s->shown, name);
	assert_row(s->top == 0 || s->top + s->shown <= s->n, name);
}

static void moves(void **state)
{
	static const struct {
		const char *name;
		enum command_id id;
		size_t cursor, top; /* expected, from row 50 of 100 with 10 shown from 45 */
	} rows[] = {
		{"down", CMD_DOWN, 51, 45}, {"up", CMD_UP, 49, 45},
		{"page down keeps the height", CMD_PAGE_DOWN, 59, 54}, {"page up", CMD_PAGE_UP, 41, 36},
		{"half down", CMD_HALF_DOWN, 55, 50}, {"half up", CMD_HALF_UP, 45, 40},
		{"top", CMD_TOP, 0, 0}, {"bottom", CMD_BOTTOM, 99, 90}, {"centre", CMD_CENTRE, 50, 45},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scroll s;
		scroll_init(&s, 100);
		scroll_to(&s, 50);
		s.top = 45;
		scroll_settle(&s, 10);
		assert_row(scroll_command(&s, rows[i].id), rows[i].name);
		scroll_settle(&s, 10);
		check(&s, rows[i].name);
		assert_row(s.cursor == rows[i].cursor && s.top == rows[i].top, rows[i].name);
	}
	struct scroll s;
	scroll_init(&s, 3);
	assert_false(scroll_command(&s, CMD_OPEN));
}

static void rows_by_number(void **state)
{
	static const struct {
		const char *text;
		bool valid;
		size_t row; /* of 200 */
	} rows[] = {
		{"1", true, 0}, {"42", true, 41}, {"0", true, 0}, {"200", true, 199}, {"999", true, 199}, {" 7 ", true, 6},
		{"0%", true, 0}, {"50%", true, 99}, {"100%", true, 199}, {"250%", true, 199},
		{"", false, 0}, {"%", false, 0}, {"4x", false, 0}, {"-3", false, 0}, {"4%2", false, 0}, {"5%%", false, 0},
		{"1234567890", true, 199}, {"99999999999999999999999", true, 199}, {"４２", true, 41}, {"５０％", true, 99}, {"４&", false, 0},
	};
	struct scroll s;
	(void)state;
	scroll_init(&s, 200);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t row = 12345;
		assert_row(scroll_parse(&s, str_from(rows[i].text), &row) == rows[i].valid, rows[i].text);
		assert_row(row == (rows[i].valid ? rows[i].row : 12345), rows[i].text);
	}
	size_t row = 9;
	scroll_init(&s, 0);
	assert_true(scroll_parse(&s, STR("5"), &row));
	assert_int_equal(row, 0);
}

static void any_walk_keeps_the_promise(void **state)
{
	static const enum command_id ids[] = {CMD_DOWN, CMD_UP, CMD_PAGE_DOWN, CMD_PAGE_UP, CMD_HALF_DOWN, CMD_HALF_UP, CMD_TOP, CMD_BOTTOM, CMD_CENTRE};
	struct test_random r = test_random();
	struct scroll s;
	(void)state;
	scroll_init(&s, 30);
	for (int i = 0; i < 20000; i++) {
		switch (test_random_below(&r, 4)) {
		case 0: scroll_resize(&s, test_random_below(&r, 60)); break;
		case 1: scroll_to(&s, test_random_below(&r, 80)); break;
		default: assert_true(scroll_command(&s, ids[test_random_below(&r, sizeof ids / sizeof *ids)])); break;
		}
		scroll_settle(&s, (int)test_random_below(&r, 25) - 2);
		check(&s, "walk");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves),
		cmocka_unit_test(rows_by_number),
		cmocka_unit_test(any_walk_keeps_the_promise),
	};
	return cmocka_run_group_tests_name("view/scroll", tests, NULL, NULL);
}
