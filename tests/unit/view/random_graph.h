/*
 * Random graphs of stages for the tests and the bench of layouts, and their drawing with
 * plain texts.
 */
#ifndef TESTS_UNIT_VIEW_RANDOM_GRAPH_H
#define TESTS_UNIT_VIEW_RANDOM_GRAPH_H

#include "view/map.h"

struct random_graph {
	struct layout_size *sizes;
	struct layout_link *links;
	struct map_line *lines;
	struct map_text *boxes;
	struct str *labels;
	struct layout_input input;
	struct map_texts texts;
};

/* What a random graph looks like. */
struct random_kind {
	uint32_t n_boxes, n_links;
	uint32_t reach;       /* input links lead at most so far ahead in a hidden order; 0: anywhere ahead */
	uint32_t byproducts;  /* of 100 links, those that lead anywhere, back and to their own source too */
	bool framed, labels, cycles; /* cycles: input links lead anywhere, too */
	bool once;            /* no two links between the same boxes */
};

static inline uint32_t random_graph_below(uint64_t *state, uint32_t n)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return (uint32_t)(((*state * 0x2545F4914F6CDD1Du) >> 33) % n);
}

static inline bool random_graph_has(const struct random_graph *graph, size_t n, struct layout_link link)
{
	for (size_t i = 0; i < n; i++)
		if (graph->links[i].from == link.from && graph->links[i].to == link.to)
			return true;
	return false;
}

static inline struct layout_link random_graph_link(uint64_t *state, const struct random_kind *kind, const uint32_t *order)
{
	uint32_t n = kind->n_boxes;
	struct layout_link link = {.role = random_graph_below(state, 100) < kind->byproducts ? LAYOUT_BYPRODUCT : LAYOUT_INPUT};
	if (link.role == LAYOUT_BYPRODUCT || kind->cycles || n < 2) {
		link.from = random_graph_below(state, n);
		link.to = random_graph_below(state, n);
		if (n < 2)
			link.role = LAYOUT_BYPRODUCT;
		return link;
	}
	uint32_t from = random_graph_below(state, n - 1), ahead = n - 1 - from;
	if (kind->reach && ahead > kind->reach)
		ahead = kind->reach;
	link.from = order[from];
	link.to = order[from + 1 + random_graph_below(state, ahead)];
	return link;
}

/* Boxes of one to three lines: "s17", "capacity 1700", "****". Everything lives in the arena. */
static inline struct random_graph random_graph(struct arena *arena, uint64_t *state, const struct random_kind *kind,
	const struct grid *grid)
{
	struct random_graph graph = {0};
	uint32_t n = kind->n_boxes, *order = arena_calloc(arena, n, sizeof *order);
	graph.sizes = arena_calloc(arena, n, sizeof *graph.sizes);
	graph.links = arena_calloc(arena, kind->n_links, sizeof *graph.links);
	graph.lines = arena_calloc(arena, 3 * (size_t)n, sizeof *graph.lines);
	graph.boxes = arena_calloc(arena, n, sizeof *graph.boxes);
	graph.labels = arena_calloc(arena, kind->n_links, sizeof *graph.labels);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t other = random_graph_below(state, i + 1);
		order[i] = order[other];
		order[other] = i;
		struct map_line *lines = &graph.lines[3 * (size_t)i];
		lines[0] = (struct map_line){arena_printf(arena, "s%u", i), ROLE_LINK};
		lines[1] = (struct map_line){arena_printf(arena, "%u%s", i * 100, i % 3 ? "" : " capacity"), ROLE_NUMBER};
		lines[2] = (struct map_line){arena_printf(arena, "****"), ROLE_WARNING};
		graph.boxes[i] = (struct map_text){.lines = lines, .n = 1 + random_graph_below(state, 3)};
		graph.sizes[i] = map_box_size(grid, &graph.boxes[i], kind->framed, 20);
		graph.sizes[i].layer = (int)random_graph_below(state, 5) * 7;
	}
	size_t n_links = 0;
	for (uint32_t i = 0; n && i < kind->n_links; i++) {
		struct layout_link link = random_graph_link(state, kind, order);
		if (kind->once && random_graph_has(&graph, n_links, link))
			continue;
		if (kind->labels && random_graph_below(state, 3) == 0) {
			graph.labels[n_links] = arena_printf(arena, "by%zu", n_links);
			link.label_columns = map_label_columns(grid, graph.labels[n_links], 8);
		}
		graph.links[n_links++] = link;
	}
	graph.input = (struct layout_input){.sizes = graph.sizes, .n_boxes = n, .links = graph.links, .n_links = n_links,
		.framed = kind->framed, .row_gap = (int)random_graph_below(state, 2)};
	graph.texts = (struct map_texts){.boxes = graph.boxes, .labels = graph.labels};
	return graph;
}

#endif
