/*
 * From a commit to an index that shows it: rows of projects changed in a copy of a catalogue, each time brought up to
 * date from the index before, as a session does; and what that index holds of its own.
 *
 * usage: bench_delta CATALOGUE
 *
 * The copy stands beside the catalogue and is removed again. Medians of several commits; the first line is a build of
 * all rows, for comparison.
 */
#include "base/file.h"
#include "cli/catalogue.h"
#include "index/delta.h"
#include "index/lookup.h"
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COMMITS = 9 };

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static _Noreturn void give_up(const struct err *err)
{
	fprintf(stderr, "bench_delta: %s\n", err->message);
	exit(70);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

enum change { STATUS, NAME, NEW, HUNDRED, HUNDRED_NEW, CHANGES };

static const char *const names[CHANGES] = {
	"one project's status", "one project's name", "one new project", "100 projects' status", "100 new projects"};

static void put(struct store_writer *writer, const char *id, const char *field, const char *value, struct err *err)
{
	struct row row = {.kind = KIND_PROJECT, .where = "bench"};
	row.cells[0] = str_from(id);
	row.cells[field_get(KIND_PROJECT, field)] = str_from(value);
	if (!store_put(writer, &row, err))
		give_up(err);
}

static void commit(const char *path, enum change change, unsigned number)
{
	static const char *const statuses[] = {"building", "producing", "signed"};
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_WRITE, &err);
	struct store_writer *writer = store ? store_begin(store, ORIGIN_EDIT, &err) : NULL;
	if (!writer)
		give_up(&err);
	unsigned n = change == HUNDRED || change == HUNDRED_NEW ? 100 : 1;
	for (unsigned i = 0; i < n; i++) {
		char id[48], name[64];
		bool new = change == NEW || change == HUNDRED_NEW;
		snprintf(id, sizeof id, new ? "project:bench-%u-%u-%u" : "project:p%u", new ? (unsigned)change : 1 + number * 977 + i * 31, number, i);
		snprintf(name, sizeof name, "第%u号储能电站%u", number, i);
		put(writer, id, new || change == NAME ? "name" : "status", new || change == NAME ? name : statuses[(number + change) % 3], &err);
	}
	if (!store_commit(writer, NULL, &err))
		give_up(&err);
	store_close(store);
}

static struct index *bring_up(const char *path, const struct index *base, enum index_origin expected, double *ms)
{
	struct err err = ERR_INIT;
	struct index_request request = {.base = base};
	double start = now_ms();
	struct store *store = store_open(path, STORE_READ, &err);
	struct index *index = store ? catalogue_index(store, &request, NULL, &err) : NULL;
	if (!index)
		give_up(&err);
	*ms = now_ms() - start;
	store_close(store);
	if (request.origin != expected) {
		fprintf(stderr, "bench_delta: found an index that was made otherwise\n");
		exit(70);
	}
	return index;
}

static size_t hits_of(const struct index *index, const char *word)
{
	struct lookup_hits hits;
	lookup_run(index, str_from(word), UINT32_C(1) << KIND_PROJECT, 50, &hits, NULL);
	size_t n = hits.counts[KIND_PROJECT];
	lookup_release(&hits);
	return n;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	char path[4096];
	double ms, times[COMMITS];
	if (argc < 2) {
		fprintf(stderr, "usage: %s CATALOGUE\n", argv[0]);
		return 2;
	}
	snprintf(path, sizeof path, "%s.delta", argv[1]);
	struct store *store = store_open(argv[1], STORE_READ, &err);
	if (!store || !store_copy(store, path, true, &err))
		give_up(&err);
	store_close(store);
	struct index *index = bring_up(path, NULL, INDEX_BUILT, &ms);
	printf("%zu projects\n  %-28s %9.1f ms\n", index_count(index, KIND_PROJECT), "all rows read and built", ms);
	for (int c = 0; c < CHANGES; c++) {
		for (unsigned i = 0; i < COMMITS; i++) {
			commit(path, (enum change)c, i);
			struct index *delta = bring_up(path, index, INDEX_CHANGED, &times[i]);
			index_free(index);
			index = delta;
		}
		qsort(times, COMMITS, sizeof *times, by_value);
		printf("  %-28s %9.1f ms %9.1f least %9.1f most %8.1f MiB of its own, %zu hits\n", names[c], times[COMMITS / 2], times[0],
			times[COMMITS - 1], (double)index_delta_size(index).own / (1 << 20), hits_of(index, "储能电站"));
	}
	index_free(index);
	unlink(path);
	return 0;
}
