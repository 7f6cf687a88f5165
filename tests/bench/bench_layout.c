/*
 * How long a map takes: random graphs laid out and drawn into a window of 200 by 60 cells.
 *
 * usage: bench_layout [PROGRAM SEEDS FOLDER]
 *
 * The arguments of all benches; none is needed here. Medians of RUNS, in milliseconds; the graph of issue size is the
 * one of 200 stages and 280 links.
 */
#include "../unit/view/random_graph.h"

#include <stdlib.h>
#include <time.h>

enum { RUNS = 21 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare_times(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;
	return (a > b) - (a < b);
}

static double median(double *times)
{
	qsort(times, RUNS, sizeof *times, compare_times);
	return times[RUNS / 2];
}

static void measure(const char *name, const struct random_kind *kind)
{
	double layout_ms[RUNS], draw_ms[RUNS];
	int columns = 0, rows = 0;
	size_t crossings = 0;
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
		columns = layout->columns;
		rows = layout->rows;
		crossings = layout->crossings;
		grid_release(&grid);
		arena_release(&arena);
	}
	printf("%-34s %8.2f %8.2f %6dx%-4d %10zu\n", name, median(layout_ms), median(draw_ms), columns, rows, crossings);
}

int main(void)
{
	printf("%-34s %8s %8s %11s %10s\n", "layout of", "laid out", "drawn", "cells", "crossings");
	static const struct {
		const char *name;
		struct random_kind kind;
	} rows[] = {
		{"20 stages, 26 links", {.n_boxes = 20, .n_links = 26, .reach = 4, .byproducts = 10, .framed = true, .labels = true}},
		{"200 stages, 280 links", {.n_boxes = 200, .n_links = 280, .reach = 12, .byproducts = 5, .framed = true, .labels = true}},
		{"200 stages, 400 links anywhere", {.n_boxes = 200, .n_links = 400, .byproducts = 5, .framed = true}},
		{"1000 stages, 1400 links", {.n_boxes = 1000, .n_links = 1400, .reach = 30, .byproducts = 5, .framed = true}},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		measure(rows[i].name, &rows[i].kind);
	return 0;
}
