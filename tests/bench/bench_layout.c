/*
 * How long a map takes: random graphs laid out and drawn into a window of 200 by 60 cells. The graph of issue size is
 * the one of 200 stages and 280 links.
 *
 * usage: bench_layout OUT.json
 */
#include "../unit/view/random_graph.h"
#include "figures.h"
#include "measure.h"

#include <stdio.h>

enum { RUNS = 21 };

static struct figures figures;

static void measure(const char *key, const char *name, const struct random_kind *kind)
{
	double layout_ms[RUNS], draw_ms[RUNS];
	char label[96];
	for (int i = 0; i < RUNS; i++) {
		uint64_t state = 20261122u * 2 + 1;
		struct arena arena = {0};
		struct grid grid;
		grid_init(&grid, 200, 60, AMBI_NARROW, false);
		struct random_graph graph = random_graph(&arena, &state, kind, &grid);
		double start = now_ms();
		struct layout *layout = layout_run(&arena, &graph.input);
		double laid_out = now_ms();
		struct layout_point pan = map_pan_to(layout, 100, 200, 60, (struct layout_point){0, 0});
		map_draw(&grid, (struct area){0, 0, 60, 200}, layout, &graph.texts, 100, pan);
		draw_ms[i] = now_ms() - laid_out;
		layout_ms[i] = laid_out - start;
		grid_release(&grid);
		arena_release(&arena);
	}
	snprintf(label, sizeof label, "layout_%s_ms", key);
	figure(&figures, label, name, quantile(layout_ms, RUNS, 0.5), "ms", HITS_NONE);
	snprintf(label, sizeof label, "draw_%s_ms", key);
	figure(&figures, label, "  drawn", quantile(draw_ms, RUNS, 0.5), "ms", HITS_NONE);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *key, *name;
		struct random_kind kind;
	} rows[] = {
		{"20", "laid out: 20 stages, 26 links", {.n_boxes = 20, .n_links = 26, .reach = 4, .byproducts = 10, .framed = true, .labels = true}},
		{"200", "laid out: 200 stages, 280 links", {.n_boxes = 200, .n_links = 280, .reach = 12, .byproducts = 5, .framed = true, .labels = true}},
		{"200_anywhere", "laid out: 200 stages, 400 links anywhere", {.n_boxes = 200, .n_links = 400, .byproducts = 5, .framed = true}},
		{"1000", "laid out: 1000 stages, 1400 links", {.n_boxes = 1000, .n_links = 1400, .reach = 30, .byproducts = 5, .framed = true}},
	};
	if (argc != 2) {
		fprintf(stderr, "usage: %s OUT.json\n", argv[0]);
		return 2;
	}
	figures_open(&figures, argv[1]);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		measure(rows[i].key, rows[i].name, &rows[i].kind);
	return figures_close(&figures);
}
