#include "unit/view/picture.h"
#include "unit/view/random_graph.h"

/* What a window of 25 by 9 cells would cut is left out, unless it is greater. */
static void blank_cut_boxes(struct grid *whole, const struct layout *layout, struct layout_point pan)
{
	for (size_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *box = &layout->boxes[i];
		bool cut = box->column < pan.column || box->column + box->columns > pan.column + 25 || box->row < pan.row || box->row + box->rows > pan.row + 9;
		bool great = box->columns > 25 || box->rows > 9;
		for (int row = box->row; cut && !great && row < box->row + box->rows; row++)
			grid_blank((struct span){whole, row, box->column, box->columns}, ROLE_TEXT);
	}
}

static void a_window_shows_its_part_of_the_picture(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct random_kind kind = {.n_boxes = 12, .n_links = 18, .byproducts = 20, .framed = true, .labels = true};
	for (int n = 0; n < 200; n++) {
		struct arena arena = {0};
		struct grid whole, expected, window;
		struct strbuf a = {0}, b = {0};
		grid_init(&whole, 1, 1, AMBI_NARROW, false);
		grid_init(&window, 30, 12, AMBI_NARROW, false);
		grid_init(&expected, 30, 12, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &random.state, &kind, &whole);
		struct layout *layout = layout_run(&arena, &graph.input);
		uint32_t selected = test_random_below(&random, 13);
		picture_draw(&whole, layout, &graph.texts, selected);
		struct layout_point pan = {(int)test_random_below(&random, 60) - 10, (int)test_random_below(&random, 40) - 10};
		blank_cut_boxes(&whole, layout, pan);
		grid_copy(&expected, 2 - pan.row, 3 - pan.column, &whole);
		for (int i = 0; i < 12; i++) {
			grid_blank((struct span){&expected, i, 0, i < 2 || i >= 11 ? 30 : 3}, ROLE_TEXT);
			grid_blank((struct span){&expected, i, 28, 2}, ROLE_TEXT);
		}
		map_draw(&window, (struct area){2, 3, 9, 25}, layout, &graph.texts, selected, pan);
		assert_grid(&window);
		grid_dump(&expected, &a);
		grid_dump(&window, &b);
		assert_string_equal(a.p, b.p);
		strbuf_clear(&a);
		strbuf_clear(&b);
		grid_dump_roles(&expected, &a);
		grid_dump_roles(&window, &b);
		assert_string_equal(a.p, b.p);
		strbuf_release(&a);
		strbuf_release(&b);
		grid_release(&whole);
		grid_release(&window);
		grid_release(&expected);
		arena_release(&arena);
	}
}

static void panning_shows_the_selected_box(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct layout_size sizes[] = {{10, 3, 0}, {10, 3, 0}, {10, 3, 0}};
	struct layout_link links[] = {{0, 1, LAYOUT_INPUT, 0}, {1, 2, LAYOUT_INPUT, 0}};
	struct layout_input input = {sizes, 3, links, 2, true, 1};
	struct layout *layout = layout_run(&arena, &input);
	/* Boxes at columns 0, 14 and 28 of 38; 3 rows. */
	static const struct {
		const char *name;
		uint32_t box;
		int columns, rows, pan, expected, cursor;
	} rows[] = {
		{"it fits: no pan", 2, 80, 24, 0, 0, 29}, {"it fits: a pan is taken back", 0, 80, 24, 9, 0, 1}, {"to the right", 2, 20, 5, 0, 18, 11},
		{"no further than needed", 1, 20, 5, 0, 4, 11}, {"shown already", 1, 20, 5, 10, 10, 5}, {"to the left", 0, 20, 5, 18, 0, 1},
		{"narrower than a box: its left part", 1, 6, 5, 0, 14, 1}, {"no box: within the picture", LAYOUT_NONE, 20, 5, 50, 0, -1},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct layout_point pan = map_pan_to(layout, rows[i].box, rows[i].columns, rows[i].rows, (struct layout_point){rows[i].pan, 0});
		int row = -1, column = -1;
		bool shown = map_cursor(layout, rows[i].box, (struct area){3, 0, rows[i].rows, rows[i].columns}, pan, &row, &column);
		if (pan.column != rows[i].expected || pan.row != 0 || column != rows[i].cursor || shown != (rows[i].cursor >= 0) || (shown && row != 4))
			fail_msg("row \"%s\": found pan %d, cursor %d, expected %d and %d", rows[i].name, pan.column, column, rows[i].expected,
				rows[i].cursor);
	}
	arena_release(&arena);
}

/* Boxes of a row and a column of a picture without links. */
struct field {
	struct arena arena;
	struct layout_box boxes[6];
	struct layout layout;
};

/* 10 x 3 boxes at columns 0, 14, 28 of row 0, and of row 5. */
static void field_open(struct field *f)
{
	*f = (struct field){0};
	for (int i = 0; i < 6; i++)
		f->boxes[i] = (struct layout_box){.column = i % 3 * 14, .row = i / 3 * 5, .columns = 10, .rows = 3};
	f->layout = (struct layout){.boxes = f->boxes, .n_boxes = 6, .columns = 38, .rows = 8, .framed = true};
}

static void edges_say_how_many_boxes_lie_beyond(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int columns, rows;
		struct layout_point pan;
		const char *expected;
	} rows[] = {
		{"everything is shown", 38, 8, {0, 0}, ""},
		{"more on the right", 24, 8, {0, 0}, "2 >"},
		{"a cut box counts", 30, 8, {0, 0}, "2 >"},
		{"more on both sides", 12, 8, {13, 0}, "< 2|2 >"},
		{"more below", 38, 5, {0, 0}, "v 3"},
		{"more above", 38, 4, {0, 4}, "^ 3"},
		{"beyond a corner: on the side", 24, 4, {14, 4}, "< 2|^ 2"},
		{"too narrow to say it", 2, 2, {0, 0}, ""},
	};
	static const char *const signs[] = {"<", ">", "^", "v"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct field f;
		struct grid grid;
		struct strbuf sb = {0};
		field_open(&f);
		grid_init(&grid, rows[i].columns, rows[i].rows, AMBI_NARROW, false);
		map_draw_edges(&grid, (struct area){0, 0, rows[i].rows, rows[i].columns}, &f.layout, rows[i].pan);
		assert_grid(&grid);
		grid_dump(&grid, &sb);
		struct str rest = str_from(rows[i].expected), one;
		while (rest.n && str_split(&rest, '|', &one))
			if (str_find(strbuf_str(&sb), one, 0) < 0)
				fail_msg("row \"%s\": \"%.*s\" is not there:\n%s", rows[i].name, STR_ARG(one), sb.p);
		for (size_t k = 0; k < 4; k++)
			if (!strstr(rows[i].expected, signs[k]) && strstr(sb.p, signs[k]))
				fail_msg("row \"%s\": \"%s\" should not be there:\n%s", rows[i].name, signs[k], sb.p);
		strbuf_release(&sb);
		grid_release(&grid);
	}
}

static void panning_goes_by_boxes(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		int columns, rows;
		struct layout_point pan;
		enum layout_direction direction;
		struct layout_point expected;
	} rows[] = {
		{"the next box on the right", 24, 8, {0, 0}, LAYOUT_RIGHT, {14, 0}},
		{"one that was cut", 30, 8, {0, 0}, LAYOUT_RIGHT, {8, 0}},
		{"no further than the picture", 24, 8, {14, 0}, LAYOUT_RIGHT, {14, 0}},
		{"back to the left", 24, 8, {14, 0}, LAYOUT_LEFT, {0, 0}},
		{"down", 38, 4, {0, 0}, LAYOUT_DOWN, {0, 4}},
		{"up", 38, 4, {0, 4}, LAYOUT_UP, {0, 0}},
		{"it fits", 80, 24, {0, 0}, LAYOUT_DOWN, {0, 0}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct field f;
		field_open(&f);
		struct layout_point to = map_pan_by(&f.layout, rows[i].columns, rows[i].rows, rows[i].pan, rows[i].direction);
		if (to.column != rows[i].expected.column || to.row != rows[i].expected.row)
			fail_msg("row \"%s\": found %d, %d, expected %d, %d", rows[i].name, to.column, to.row, rows[i].expected.column,
				rows[i].expected.row);
	}
}

/* A little further, where that cuts fewer boxes; the selected one is always whole. */
static void a_window_that_moves_cuts_few_boxes(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct random_kind kind = {.n_boxes = 30, .n_links = 45, .reach = 4, .byproducts = 20, .framed = true};
	for (int n = 0; n < 100; n++) {
		struct arena arena = {0};
		struct grid grid;
		grid_init(&grid, 1, 1, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &random.state, &kind, &grid);
		struct layout *layout = layout_run(&arena, &graph.input);
		struct layout_point pan = {(int)test_random_below(&random, 60), (int)test_random_below(&random, 30)};
		for (uint32_t box = 0; box < layout->n_boxes; box++) {
			struct layout_point to = map_pan_to(layout, box, 60, 14, pan);
			assert_true(map_shows(&layout->boxes[box], 60, 14, to));
			struct layout_point again = map_pan_to(layout, box, 60, 14, to);
			assert_true(again.column == to.column && again.row == to.row);
			assert_true(to.column >= 0 && to.row >= 0);
			struct layout_point about = map_pan_about(layout, box, 60, 14);
			assert_true(map_shows(&layout->boxes[box], 60, 14, about));
		}
		arena_release(&arena);
		grid_release(&grid);
	}
	struct field f;
	field_open(&f);
	/* 25 columns with 14..24 at the right edge would show 0..9 cut; two more show it whole. */
	struct layout_point to = map_pan_to(&f.layout, 1, 23, 8, (struct layout_point){15, 0});
	assert_int_equal(to.column, 14);
	to = map_pan_to(&f.layout, 2, 27, 8, (struct layout_point){0, 0});
	assert_int_equal(to.column, 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_shows_its_part_of_the_picture),
		cmocka_unit_test(panning_shows_the_selected_box),
		cmocka_unit_test(edges_say_how_many_boxes_lie_beyond),
		cmocka_unit_test(panning_goes_by_boxes),
		cmocka_unit_test(a_window_that_moves_cuts_few_boxes),
	};
	return cmocka_run_group_tests_name("view/map_window", tests, NULL, NULL);
}
