/* Layouts of random graphs of many shapes, for what holds of every layout. */
#ifndef TESTS_UNIT_VIEW_RANDOM_LAYOUT_H
#define TESTS_UNIT_VIEW_RANDOM_LAYOUT_H

#include "support/test.h"

#include "unit/view/random_graph.h"

enum { RANDOM_LAYOUTS = 150 }; /* of a shape */

/* Shapes of random graphs; the number of boxes and links varies below what stands here. */
static const struct {
	const char *name;
	struct random_kind kind;
} random_layout_shapes[] = {
	{"few boxes, all kinds of links", {.n_boxes = 6, .n_links = 12, .byproducts = 40, .framed = true}},
	{"a chain with loops", {.n_boxes = 20, .n_links = 28, .reach = 3, .byproducts = 15, .framed = true, .labels = true}},
	{"input links in rings", {.n_boxes = 15, .n_links = 30, .cycles = true}},
	{"wide and crossed", {.n_boxes = 40, .n_links = 70, .byproducts = 5, .framed = true}},
	{"hardly linked", {.n_boxes = 40, .n_links = 10, .byproducts = 20, .labels = true}},
	{"dense", {.n_boxes = 12, .n_links = 66, .framed = true}},
};

static inline struct random_graph random_layout_graph(struct arena *arena, struct test_random *random, size_t shape)
{
	struct random_kind kind = random_layout_shapes[shape].kind;
	kind.n_boxes = 1 + test_random_below(random, kind.n_boxes);
	kind.n_links = test_random_below(random, kind.n_links + 1);
	struct grid grid;
	grid_init(&grid, 1, 1, AMBI_NARROW, false);
	struct random_graph graph = random_graph(arena, &random->state, &kind, &grid);
	grid_release(&grid);
	return graph;
}

/* Call a check for many graphs of every shape; a failure says which. */
static inline void random_layouts(void (*check)(const struct random_graph *, const struct layout *, const char *name))
{
	struct test_random random = test_random();
	for (size_t shape = 0; shape < sizeof random_layout_shapes / sizeof *random_layout_shapes; shape++)
		for (int i = 0; i < RANDOM_LAYOUTS; i++) {
			char name[100];
			struct arena arena = {0};
			snprintf(name, sizeof name, "%s, graph %d", random_layout_shapes[shape].name, i);
			struct random_graph graph = random_layout_graph(&arena, &random, shape);
			check(&graph, layout_run(&arena, &graph.input), name);
			arena_release(&arena);
		}
}

#endif
