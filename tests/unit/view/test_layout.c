#include "unit/view/random_layout.h"

#include "base/alloc.h"

#include <limits.h>

/* -- boxes ---------------------------------------------------------------------------- */

static bool overlap(const struct layout_box *a, const struct layout_box *b)
{
	return a->column < b->column + b->columns && b->column < a->column + a->columns && a->row < b->row + b->rows &&
		b->row < a->row + a->rows;
}

static void check_boxes(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	for (size_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *box = &layout->boxes[i];
		assert_row(box->columns == graph->sizes[i].columns && box->rows >= graph->sizes[i].rows, name);
		assert_row(box->column >= 0 && box->column + box->columns <= layout->columns, name);
		assert_row(box->row >= 0 && box->row + box->rows <= layout->rows, name);
		assert_row(box->layer >= 0 && (size_t)box->layer < layout->n_layers, name);
		for (size_t k = 0; k < i; k++) {
			const struct layout_box *other = &layout->boxes[k];
			assert_row(!overlap(box, other), name);
			if (box->layer == other->layer)
				assert_row(box->column == other->column && (box->order < other->order) == (box->row < other->row), name);
			else
				assert_row((box->layer < other->layer) == (box->column < other->column), name);
		}
	}
}

static void boxes_stand_apart_in_layers(void **state)
{
	(void)state;
	random_layouts(check_boxes);
}

/* -- lines ----------------------------------------------------------------------------- */

static bool inside(const struct layout_box *box, struct layout_point p)
{
	return p.column >= box->column && p.column < box->column + box->columns && p.row >= box->row && p.row < box->row + box->rows;
}

/* Every cell of a straight stretch: within the picture, outside all boxes. */
static void check_stretch(const struct layout *layout, struct layout_point a, struct layout_point b, const char *name)
{
	int step_column = (b.column > a.column) - (b.column < a.column), step_row = (b.row > a.row) - (b.row < a.row);
	assert_row(a.column == b.column || a.row == b.row, name);
	for (;; a.column += step_column, a.row += step_row) {
		assert_row(a.column >= 0 && a.column < layout->columns && a.row >= 0 && a.row < layout->rows, name);
		for (size_t i = 0; i < layout->n_boxes; i++)
			assert_row(!inside(&layout->boxes[i], a), name);
		if (a.column == b.column && a.row == b.row)
			return;
	}
}

static bool ends_on_row(const struct layout *layout, const struct layout_box *box, int row)
{
	int frame = layout->framed ? 1 : 0;
	return row >= box->row + frame && row < box->row + box->rows - frame;
}

static void check_lines(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	for (size_t i = 0; i < layout->n_links; i++) {
		const struct layout_link *link = &graph->links[i];
		const struct layout_path *path = &layout->paths[i];
		const struct layout_box *from = &layout->boxes[link->from], *to = &layout->boxes[link->to];
		assert_row(path->back == (to->layer <= from->layer), name);
		assert_row(path->n_points >= 2 && path->same_as <= i, name);
		struct layout_point start = path->points[0], end = path->points[path->n_points - 1];
		assert_row(start.column == from->column + from->columns && ends_on_row(layout, from, start.row), name);
		assert_row(end.column == to->column - 1 && ends_on_row(layout, to, end.row), name);
		for (size_t k = 0; k + 1 < path->n_points; k++) {
			check_stretch(layout, path->points[k], path->points[k + 1], name);
			assert_row(path->back || path->points[k].column <= path->points[k + 1].column, name);
		}
		assert_row(path->back || path->label_columns >= link->label_columns, name);
	}
}

/* Whether a stretch of another run comes by where a label stands. */
static bool is_crossed(const struct layout_path *label, const struct layout_path *path)
{
	for (size_t k = 0; k + 1 < path->n_points; k++) {
		struct layout_point a = path->points[k], b = path->points[k + 1];
		int left = a.column < b.column ? a.column : b.column, right = a.column + b.column - left;
		int top = a.row < b.row ? a.row : b.row, bottom = a.row + b.row - top;
		if (label->label.row >= top && label->label.row <= bottom && right >= label->label.column
			&& left < label->label.column + label->label_columns)
			return true;
	}
	return false;
}

static void check_labels(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	(void)graph;
	for (size_t i = 0; i < layout->n_links; i++) {
		const struct layout_path *path = &layout->paths[i];
		if (path->same_as != i || path->label_columns <= 0)
			continue;
		assert_row(is_crossed(path, path), name);
		for (size_t k = 0; k < layout->n_links; k++)
			assert_row(layout->paths[k].same_as != k || k == i || !is_crossed(path, &layout->paths[k]), name);
		for (size_t b = 0; b < layout->n_boxes; b++)
			for (int c = 0; c < path->label_columns; c++)
				assert_row(!inside(&layout->boxes[b], (struct layout_point){path->label.column + c, path->label.row}), name);
		assert_row(!path->back || (path->label.column > path->home.column && path->label.column + path->label_columns <= path->turn.column), name);
	}
}

static void labels_stand_on_their_own_lines(void **state)
{
	(void)state;
	random_layouts(check_labels);
}

/* A label longer than its source is wide has the room of its lane. */
static void labels_of_lanes_have_the_lane(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct layout_size sizes[] = {{8, 3, 0}, {8, 3, 0}, {6, 3, 0}};
	struct layout_link links[] = {{0, 1, LAYOUT_INPUT, 0}, {1, 2, LAYOUT_INPUT, 0}, {2, 0, LAYOUT_BYPRODUCT, 14}, {2, 1, LAYOUT_BYPRODUCT, 9}};
	struct layout_input input = {.sizes = sizes, .n_boxes = 3, .links = links, .n_links = 4, .framed = true, .row_gap = 1};
	struct layout *layout = layout_run(&arena, &input);
	assert_int_equal(layout->paths[2].label_columns, 14);
	assert_int_equal(layout->paths[3].label_columns, 9);
	arena_release(&arena);
}

static void lines_run_outside_boxes(void **state)
{
	(void)state;
	random_layouts(check_lines);
}

/* -- layers ------------------------------------------------------------------------------ */

static bool leads_on(const struct layout *layout, uint32_t from, uint32_t to, bool *seen)
{
	if (from == to)
		return true;
	if (seen[from])
		return false;
	seen[from] = true;
	for (size_t i = 0; i < layout->n_links; i++)
		if (!layout->paths[i].back && layout->links[i].from == from && leads_on(layout, layout->links[i].to, to, seen))
			return true;
	return false;
}

/* A link leads back only where its target leads to its source anyway; and an input link only in a ring of input links. */
static void check_back(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	(void)graph;
	bool *seen = xmalloc(layout->n_boxes * sizeof *seen);
	for (size_t i = 0; i < layout->n_links; i++) {
		memset(seen, 0, layout->n_boxes * sizeof *seen);
		if (layout->paths[i].back)
			assert_row(leads_on(layout, layout->links[i].to, layout->links[i].from, seen), name);
	}
	free(seen);
}

static void only_loops_lead_back(void **state)
{
	(void)state;
	random_layouts(check_back);
}

/* The least total length of input links over all layerings: tries them all. */
static int least_length(const struct layout_input *input, int *layers, size_t at)
{
	int best = INT_MAX, n = (int)input->n_boxes;
	if (at < input->n_boxes) {
		for (layers[at] = 0; layers[at] < n; layers[at]++) {
			int length = least_length(input, layers, at + 1);
			best = length < best ? length : best;
		}
		return best;
	}
	int length = 0;
	for (size_t i = 0; i < input->n_links; i++) {
		int span = layers[input->links[i].to] - layers[input->links[i].from];
		if (span < 1)
			return INT_MAX;
		length += span;
	}
	return length;
}

static void links_are_as_short_as_can_be(void **state)
{
	(void)state;
	struct test_random random = test_random();
	struct random_kind kind = {.n_boxes = 6, .once = true};
	for (int i = 0; i < 60; i++) {
		struct arena arena = {0};
		struct grid grid;
		int layers[6], length = 0;
		kind.n_links = 3 + test_random_below(&random, 9);
		grid_init(&grid, 1, 1, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &random.state, &kind, &grid);
		struct layout *layout = layout_run(&arena, &graph.input);
		for (size_t k = 0; k < layout->n_links; k++)
			length += layout->boxes[layout->links[k].to].layer - layout->boxes[layout->links[k].from].layer;
		assert_int_equal(length, least_length(&graph.input, layers, 0));
		grid_release(&grid);
		arena_release(&arena);
	}
}

static void boxes_without_links_stand_where_they_are_wanted(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct layout_size sizes[] = {{5, 3, 40}, {5, 3, -1}, {5, 3, 40}, {5, 3, 7}};
	struct layout_input input = {.sizes = sizes, .n_boxes = 4, .framed = true, .row_gap = 1};
	struct layout *layout = layout_run(&arena, &input);
	static const int layers[] = {2, 0, 2, 1}, rows[] = {0, 0, 4, 0};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(layout->boxes[i].layer, layers[i]);
		assert_int_equal(layout->boxes[i].row, rows[i]);
	}
	arena_release(&arena);
}

static void nothing_to_lay_out(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct layout_input input = {0};
	struct layout *layout = layout_run(&arena, &input);
	assert_int_equal(layout->columns, 0);
	assert_int_equal(layout->rows, 0);
	assert_int_equal(layout_outline(&arena, &input).n_lines, 0);
	arena_release(&arena);
}

/* -- moving --------------------------------------------------------------------------------------- */

static void check_moving(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	(void)graph;
	size_t n = layout->n_boxes, found = 0, n_queue = 0;
	uint32_t *queue = xcalloc(n, sizeof *queue);
	bool *seen = xcalloc(n, sizeof *seen);
	queue[n_queue++] = 0;
	seen[0] = true;
	while (found < n_queue) {
		uint32_t box = queue[found++];
		const struct layout_box *at = &layout->boxes[box];
		for (int d = LAYOUT_LEFT; d <= LAYOUT_DOWN; d++) {
			uint32_t next = layout_neighbour(layout, box, (enum layout_direction)d);
			const struct layout_box *to = &layout->boxes[next];
			assert_row(next < n, name);
			if (next == box)
				continue;
			assert_row(d != LAYOUT_LEFT || to->layer < at->layer, name);
			assert_row(d != LAYOUT_RIGHT || to->layer > at->layer, name);
			assert_row(d != LAYOUT_UP || (to->layer == at->layer && to->row < at->row), name);
			assert_row(d != LAYOUT_DOWN || (to->layer == at->layer && to->row > at->row), name);
			if (!seen[next])
				queue[n_queue++] = next;
			seen[next] = true;
		}
	}
	assert_row(n_queue == n, name);
	free(queue);
	free(seen);
}

static void arrow_keys_reach_every_box(void **state)
{
	(void)state;
	random_layouts(check_moving);
}

static void arrow_keys_follow_links(void **state)
{
	(void)state;
	/* 0 -> 1 -> 3, 0 -> 2 -> 3, 3 -> 0 back, 4 alone */
	struct arena arena = {0};
	struct layout_size sizes[5] = {{6, 3, 0}, {6, 3, 0}, {6, 3, 0}, {6, 3, 0}, {6, 3, 0}};
	struct layout_link links[] = {{0, 1, LAYOUT_INPUT, 0}, {0, 2, LAYOUT_INPUT, 0}, {1, 3, LAYOUT_INPUT, 0}, {2, 3, LAYOUT_INPUT, 0},
		{3, 0, LAYOUT_BYPRODUCT, 0}};
	struct layout_input input = {sizes, 5, links, 5, true, 1};
	struct layout *layout = layout_run(&arena, &input);
	static const struct {
		const char *name;
		uint32_t from;
		enum layout_direction direction;
		uint32_t to;
	} rows[] = {
		{"along a link", 0, LAYOUT_RIGHT, 1}, {"within the layer", 1, LAYOUT_DOWN, 2}, {"back along a link", 2, LAYOUT_LEFT, 0},
		{"on from the other branch", 2, LAYOUT_RIGHT, 3}, {"not along a loop", 3, LAYOUT_RIGHT, 3}, {"to a box alone", 0, LAYOUT_DOWN, 4},
		{"from a box alone", 4, LAYOUT_RIGHT, 2}, {"at the top", 0, LAYOUT_UP, 0}, {"at the left edge", 0, LAYOUT_LEFT, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (layout_neighbour(layout, rows[i].from, rows[i].direction) != rows[i].to)
			fail_msg("row \"%s\": found %u, expected %u", rows[i].name, layout_neighbour(layout, rows[i].from, rows[i].direction),
				rows[i].to);
	arena_release(&arena);
}

/* The main line before by-products, however near these stand; a supply from outside comes last. */
static void arrow_keys_follow_the_main_line(void **state)
{
	(void)state;
	/* 铝土矿 -> 氧化铝 -> 电解铝; 赤泥 -> 选铁 -> back to 铝土矿; 5 supplies 电解铝 */
	struct arena arena = {0};
	struct layout_size sizes[6] = {{8, 3, 0}, {8, 3, 0}, {8, 9, 0}, {8, 3, 0}, {8, 3, 0}, {8, 3, 0}};
	struct layout_link links[] = {{1, 3, LAYOUT_BYPRODUCT, 0}, {0, 1, LAYOUT_INPUT, 0}, {1, 2, LAYOUT_INPUT, 0}, {3, 4, LAYOUT_BYPRODUCT, 0},
		{4, 0, LAYOUT_BYPRODUCT, 0}, {5, 2, LAYOUT_SUPPLY, 0}};
	struct layout_input input = {sizes, 6, links, 6, true, 1};
	struct layout *layout = layout_run(&arena, &input);
	static const struct {
		const char *name;
		uint32_t from;
		enum layout_direction direction;
		uint32_t to;
	} rows[] = {
		{"input before by-product", 1, LAYOUT_RIGHT, 2}, {"by-product where there is no input", 3, LAYOUT_RIGHT, 4},
		{"back to what it is made of, not to the supply", 2, LAYOUT_LEFT, 1}, {"back along a by-product", 3, LAYOUT_LEFT, 1},
		{"from a supply", 5, LAYOUT_RIGHT, 2},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (layout_neighbour(layout, rows[i].from, rows[i].direction) != rows[i].to)
			fail_msg("row \"%s\": found %u, expected %u", rows[i].name, layout_neighbour(layout, rows[i].from, rows[i].direction),
				rows[i].to);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(boxes_stand_apart_in_layers),
		cmocka_unit_test(lines_run_outside_boxes),
		cmocka_unit_test(labels_stand_on_their_own_lines), cmocka_unit_test(labels_of_lanes_have_the_lane),
		cmocka_unit_test(only_loops_lead_back),
		cmocka_unit_test(links_are_as_short_as_can_be),
		cmocka_unit_test(boxes_without_links_stand_where_they_are_wanted),
		cmocka_unit_test(nothing_to_lay_out),
		cmocka_unit_test(arrow_keys_reach_every_box),
		cmocka_unit_test(arrow_keys_follow_links), cmocka_unit_test(arrow_keys_follow_the_main_line),
	};
	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
