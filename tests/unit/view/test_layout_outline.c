#include "unit/view/random_layout.h"

#include "base/alloc.h"

static void check_outline(const struct random_graph *graph, const struct layout *layout, const char *name)
{
	struct arena arena = {0};
	struct layout_outline outline = layout_outline(&arena, &graph->input);
	size_t n = layout->n_boxes, *line_of = xcalloc(n, sizeof *line_of), n_boxes = 0;
	int *shown = xcalloc(layout->n_links, sizeof *shown);
	for (size_t i = 0; i < outline.n_lines; i++)
		if (!outline.lines[i].reference) {
			n_boxes++;
			line_of[outline.lines[i].box] = i + 1;
		}
	assert_row(n_boxes == n, name);
	for (size_t i = 0; i < n; i++)
		assert_row(line_of[i], name);
	for (size_t i = 0; i < layout->n_links; i++)
		if (!layout->paths[i].back)
			assert_row(line_of[layout->links[i].from] < line_of[layout->links[i].to], name);
	for (size_t i = 0; i < outline.n_lines; i++) {
		const struct layout_line *line = &outline.lines[i];
		assert_row((line->link == LAYOUT_NONE) == (line->depth == 0), name);
		if (line->link == LAYOUT_NONE)
			continue;
		shown[line->link]++;
		assert_row(layout->links[line->link].to == line->box && line->back == layout->paths[line->link].back, name);
		size_t above = i;
		while (outline.lines[above].reference || outline.lines[above].depth >= line->depth)
			above--;
		assert_row(outline.lines[above].depth == line->depth - 1 && outline.lines[above].box == layout->links[line->link].from, name);
	}
	for (size_t i = 0; i < layout->n_links; i++)
		assert_row(shown[i] == 1, name);
	free(line_of);
	free(shown);
	arena_release(&arena);
}

static void outlines_hold_every_box_and_link_once(void **state)
{
	(void)state;
	random_layouts(check_outline);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outlines_hold_every_box_and_link_once),
	};
	return cmocka_run_group_tests_name("view/layout_outline", tests, NULL, NULL);
}
