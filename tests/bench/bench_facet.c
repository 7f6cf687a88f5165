/*
 * Counting over a whole catalogue: every facet of the projects, under several filters, and
 * crosstabs. In this process, over the index as the program opens it.
 *
 * usage: bench_facet PROGRAM SEEDS FOLDER [CATALOGUE]     (PROGRAM is not used; without a catalogue: one of the seeds)
 *
 * Medians of many runs, as a table and as JSON (FOLDER/bench_facet.json).
 */
#include "cli/option.h"
#include "cli/session.h"
#include "query/facet.h"
#include "query/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 41 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double v[RUNS])
{
	qsort(v, RUNS, sizeof *v, by_value);
	return v[RUNS / 2];
}

struct bench {
	const struct index *index;
	FILE *json;
	bool any;
};

static void say(struct bench *b, const char *filter, const char *what, double ms, size_t hits)
{
	printf("  %-24s %-24s %10.3f ms   %zu rows\n", filter, what, ms, hits);
	fprintf(b->json, "%s\n  {\"filter\": \"%s\", \"what\": \"%s\", \"ms\": %.4f, \"rows\": %zu}", b->any ? "," : "", filter,
		what, ms, hits);
	b->any = true;
}

/* The rows that a filter lets through, as bits; false: no such words here. */
static bool find_rows(struct bench *b, const char *filter, struct row_set *out, size_t *n)
{
	struct err err = ERR_INIT;
	struct query *query = query_parse(str_from(filter), KIND_PROJECT, b->index, &err);
	struct query_rows rows;
	*out = (struct row_set){0};
	if (!query)
		return false;
	query_run(query, &rows, NULL);
	query_free(query);
	*n = rows.n;
	if (*filter) {
		uint64_t *bits = xcalloc(index_count(b->index, KIND_PROJECT) / 64 + 1, sizeof *bits);
		for (size_t i = 0; i < rows.n; i++)
			bits[ref_row(rows.v[i]) / 64] |= UINT64_C(1) << ref_row(rows.v[i]) % 64;
		out->bits = bits;
	}
	query_rows_release(&rows);
	return true;
}

/* The first screen of a facet: its values are looked for, then counted. */
static double bench_facet(struct bench *b, const char *filter, const struct facet *facet, const struct row_set *rows, size_t n)
{
	double open[RUNS], count[RUNS];
	char name[64];
	for (int i = 0; i < RUNS; i++) {
		double t = now_ms();
		struct facet_values *values = facet_values_new(b->index, facet);
		struct tally *tallies = xcalloc(facet_values_n(values) + 1, sizeof *tallies);
		open[i] = now_ms() - t;
		t = now_ms();
		facet_count(values, rows, tallies);
		count[i] = now_ms() - t;
		free(tallies);
		facet_values_free(values);
	}
	double first = median(open), again = median(count);
	snprintf(name, sizeof name, "%.*s", STR_ARG(facet_name(facet)));
	say(b, filter, name, again, n);
	if (first > 0.1) {
		snprintf(name, sizeof name, "%.*s, its values", STR_ARG(facet_name(facet)));
		say(b, filter, name, first, n);
	}
	return first + again;
}

/* All values that occur get a place, as on the screen. */
static struct axis axis_of(const struct facet_values *values)
{
	size_t n = facet_values_n(values) + 1;
	uint32_t *places = xmalloc(n * sizeof *places);
	for (uint32_t i = 0; i < n; i++)
		places[i] = i;
	return (struct axis){values, places, n};
}

static void bench_cross(struct bench *b, const char *filter, const char *names[2], const struct row_set *rows, size_t n)
{
	struct facet_values *values[2];
	struct axis axes[2];
	double ms[RUNS];
	char name[64];
	for (int i = 0; i < 2; i++) {
		struct facet facet;
		struct err err = ERR_INIT;
		if (!facet_parse(str_from(names[i]), KIND_PROJECT, b->index, &facet, &err))
			exit(1);
		values[i] = facet_values_new(b->index, &facet);
		axes[i] = axis_of(values[i]);
	}
	struct tally *cells = xcalloc((axes[0].n + 1) * (axes[1].n + 1), sizeof *cells);
	for (int i = 0; i < RUNS; i++) {
		double t = now_ms();
		facet_cross(&axes[0], &axes[1], rows, cells);
		ms[i] = now_ms() - t;
	}
	snprintf(name, sizeof name, "%s x %s", names[0], names[1]);
	say(b, filter, name, median(ms), n);
	for (int i = 0; i < 2; i++) {
		free((void *)(uintptr_t)axes[i].places);
		facet_values_free(values[i]);
	}
	free(cells);
}

static void bench_all(struct bench *b)
{
	static const char *const filters[] = {"", "status:producing", "name:xm", "invest>=50000000"};
	static const char *const crossed[][2] = {{"status", "province"}, {"status", "zone"}, {"chain", "province"}};
	struct facet facets[FACETS_MAX];
	size_t n_facets = facets_of(KIND_PROJECT, facets);
	for (size_t f = 0; f < sizeof filters / sizeof *filters; f++) {
		struct row_set rows;
		size_t n;
		double panel = 0;
		if (!find_rows(b, filters[f], &rows, &n))
			continue;
		for (size_t i = 0; i < n_facets; i++) {
			double ms = bench_facet(b, filters[f], &facets[i], &rows, n);
			panel += i < 6 ? ms : 0;
		}
		say(b, filters[f], "the first six together", panel, n);
		for (size_t i = 0; i < sizeof crossed / sizeof *crossed; i++)
			bench_cross(b, filters[f], (const char *[]){crossed[i][0], crossed[i][1]}, &rows, n);
		free((void *)(uintptr_t)rows.bits);
	}
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: %s PROGRAM SEEDS FOLDER [CATALOGUE]\n", argv[0]);
		return 2;
	}
	char path[4096], json[4096];
	snprintf(path, sizeof path, "%s/bench.db", argv[3]);
	snprintf(json, sizeof json, "%s/bench_facet.json", argv[3]);
	char *words[] = {"yuanlian", "count", "projects", "--db", argc == 5 ? argv[4] : path, "--seeds", argc == 5 ? "none" : argv[2], NULL};
	struct invocation invocation;
	struct session session;
	struct err err = ERR_INIT;
	if (!invocation_parse(7, words, &invocation, &err) || !session_open(&session, &invocation, &err) ||
		!session_index(&session, &err)) {
		fprintf(stderr, "%s\n", err.message);
		return 1;
	}
	struct bench b = {.index = session.index, .json = fopen(json, "we")};
	if (!b.json) {
		perror(json);
		return 1;
	}
	fprintf(b.json, "[");
	bench_all(&b);
	fprintf(b.json, "\n]\n");
	fclose(b.json);
	session_close(&session);
	invocation_release(&invocation);
	return 0;
}
