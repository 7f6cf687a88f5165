#include "unit/view/random_layout.h"

#include "base/alloc.h"

#include <unistd.h>

/* The row on which a path stands in a column; false where it does not pass it. A vertical run counts by its lower end. */
static bool row_at(const struct layout_path *path, int column, int *row)
{
	for (size_t i = 0; i + 1 < path->n_points; i++) {
		const struct layout_point *a = &path->points[i], *b = &path->points[i + 1];
		if (a->row == b->row && a->column <= column && column <= b->column) {
			*row = a->row;
			return true;
		}
	}
	return false;
}

/* A box stands for all lines that end on it. */
static int level(const struct layout *layout, int layer, int row)
{
	for (size_t i = 0; i < layout->n_boxes; i++)
		if (layout->boxes[i].layer == layer && row >= layout->boxes[i].row && row < layout->boxes[i].row + layout->boxes[i].rows)
			return layout->boxes[i].row;
	return row;
}

/* Crossings as a reader finds them: two lines whose order right of a layer is not that left of the next one. */
static size_t count_crossings(const struct layout *layout)
{
	size_t n = 0;
	int *right_edge = xcalloc(layout->n_layers, sizeof *right_edge), *left_edge = xcalloc(layout->n_layers, sizeof *left_edge);
	for (size_t i = 0; i < layout->n_boxes; i++) {
		const struct layout_box *box = &layout->boxes[i];
		left_edge[box->layer] = box->column;
		if (box->column + box->columns > right_edge[box->layer])
			right_edge[box->layer] = box->column + box->columns;
	}
	for (int layer = 0; layer + 1 < (int)layout->n_layers; layer++)
		for (size_t i = 0; i < layout->n_links; i++)
			for (size_t k = 0; k < i; k++) {
				int a, b, c, d;
				const struct layout_path *x = &layout->paths[i], *y = &layout->paths[k];
				if (x->back || y->back || x->same_as != i || y->same_as != k || !row_at(x, right_edge[layer], &a) ||
					!row_at(y, right_edge[layer], &b) || !row_at(x, left_edge[layer + 1] - 1, &c) ||
					!row_at(y, left_edge[layer + 1] - 1, &d))
					continue;
				a = level(layout, layer, a) - level(layout, layer, b);
				c = level(layout, layer + 1, c) - level(layout, layer + 1, d);
				n += (a < 0 && c > 0) || (a > 0 && c < 0);
			}
	free(right_edge);
	free(left_edge);
	return n;
}

static void check_crossings(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	(void)graph;
	if (layout->crossings != count_crossings(layout))
		fail_msg("row \"%s\": found %zu crossings, expected %zu", name, layout->crossings, count_crossings(layout));
}

static void crossings_are_counted(void **state)
{
	(void)state;
	random_layouts(check_crossings);
}

static void planar_graphs_have_no_crossing(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t n_boxes, n_links;
		uint32_t links[8][2];
	} rows[] = {
		{"swapped pair", 4, 2, {{0, 3}, {1, 2}}},
		{"tree", 7, 6, {{0, 4}, {4, 1}, {0, 5}, {5, 2}, {4, 3}, {5, 6}}},
		{"diamond with a long side", 5, 6, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}, {0, 4}}},
		{"comb", 8, 7, {{0, 1}, {1, 2}, {2, 3}, {0, 4}, {1, 5}, {2, 6}, {3, 7}}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena arena = {0};
		struct layout_size sizes[8];
		struct layout_link links[8];
		for (size_t k = 0; k < 8; k++) {
			sizes[k] = (struct layout_size){6, 3, 0};
			links[k] = (struct layout_link){rows[i].links[k][0], rows[i].links[k][1], LAYOUT_INPUT, 0};
		}
		struct layout_input input = {sizes, rows[i].n_boxes, links, rows[i].n_links, true, 1};
		assert_row(layout_run(&arena, &input)->crossings == 0, rows[i].name);
		arena_release(&arena);
	}
}

/* What Graphviz says it could not avoid; -1 where it does not say. */
static long crossings_of_dot(const struct layout *layout, const char *path)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "digraph g {\nrankdir=LR; splines=false;\n");
	for (size_t i = 0; i < layout->n_boxes; i++)
		fprintf(f, "n%zu;\n", i);
	for (size_t i = 0; i < layout->n_links; i++)
		fprintf(f, "n%u -> n%u;\n", layout->links[i].from, layout->links[i].to);
	fprintf(f, "}\n");
	assert_int_equal(fclose(f), 0);
	char command[600], line[400];
	snprintf(command, sizeof command, "dot -v -Tdot -o /dev/null '%s' 2>&1", path);
	FILE *p = popen(command, "r");
	assert_non_null(p);
	long crossings = -1;
	while (fgets(line, sizeof line, p))
		if (strncmp(line, "mincross g: ", 12) == 0 && strstr(line, " crossings"))
			crossings = strtol(line + 12, NULL, 10);
	pclose(p);
	return crossings;
}

static int compare_ratios(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static void about_as_few_crossings_as_graphviz(void **state)
{
	(void)state;
	if (system("command -v dot >/dev/null 2>&1") != 0) {
		print_message("skipped: no dot (Graphviz) here\n");
		skip();
	}
	static const struct random_kind kinds[] = {
		{.n_boxes = 20, .n_links = 30, .once = true}, {.n_boxes = 40, .n_links = 60, .once = true},
		{.n_boxes = 60, .n_links = 90, .reach = 8, .once = true}, {.n_boxes = 100, .n_links = 150, .reach = 10, .once = true},
		{.n_boxes = 200, .n_links = 280, .reach = 12, .once = true}, {.n_boxes = 120, .n_links = 180, .once = true},
	};
	enum { KINDS = sizeof kinds / sizeof *kinds, EACH = 5 };
	struct test_random random = test_random();
	char path[512];
	double ratios[KINDS * EACH];
	snprintf(path, sizeof path, "%s/layout-XXXXXX", getenv("HOME"));
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	for (size_t i = 0; i < KINDS * EACH; i++) {
		struct arena arena = {0};
		struct grid grid;
		grid_init(&grid, 1, 1, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &random.state, &kinds[i / EACH], &grid);
		struct layout *layout = layout_run(&arena, &graph.input);
		long theirs = crossings_of_dot(layout, path);
		assert_true(theirs >= 0);
		/* One more each, so that none against none is a ratio, too. */
		ratios[i] = ((double)layout->crossings + 1) / ((double)theirs + 1);
		grid_release(&grid);
		arena_release(&arena);
	}
	unlink(path);
	qsort(ratios, KINDS * EACH, sizeof *ratios, compare_ratios);
	printf("# crossings against dot: median %.2f, greatest %.2f\n", ratios[KINDS * EACH / 2], ratios[KINDS * EACH - 1]);
	assert_true(ratios[KINDS * EACH / 2] <= 1.2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crossings_are_counted),
		cmocka_unit_test(planar_graphs_have_no_crossing),
		cmocka_unit_test(about_as_few_crossings_as_graphviz),
	};
	return cmocka_run_group_tests_name("view/layout_crossings", tests, NULL, NULL);
}
