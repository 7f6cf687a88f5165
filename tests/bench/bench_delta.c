/*
 * From a commit to an index that shows it: rows of projects changed in a copy of a catalogue, each time brought up to
 * date from the index before, as a session does; and what that index holds of its own.
 *
 * usage: bench_delta CATALOGUE OUT.json
 *
 * The copy stands beside OUT.json and is removed again. Medians of several commits; the first line is a build of all
 * rows, for comparison.
 */
#include "cli/catalogue.h"
#include "figures.h"
#include "index/delta.h"
#include "index/lookup.h"
#include "measure.h"
#include "store/writer.h"

#include <unistd.h>

enum { COMMITS = 9, LEAST_PROJECTS = 9000 }; /* a catalogue has at least so many */

static _Noreturn void fail(const struct err *err)
{
	give_up("a catalogue", err->message);
}

enum change { STATUS, NAME, NEW, HUNDRED, HUNDRED_NEW, ENTERPRISE, CHANGES };

static const struct {
	const char *key, *name;
} changes[CHANGES] = {
	{"status", "one project's status"}, {"name", "one project's name"}, {"new", "one new project"},
	{"hundred", "100 projects' status"}, {"hundred_new", "100 new projects"}, {"enterprise", "one new enterprise"}};

static void put(struct store_writer *writer, const char *id, const char *field, const char *value, struct err *err)
{
	struct row row = {.where = "bench"};
	kind_of_id(str_from(id), &row.kind);
	row.cells[0] = str_from(id);
	row.cells[field_get(row.kind, field)] = str_from(value);
	if (!store_put(writer, &row, err))
		fail(err);
}

static void commit(const char *path, enum change change, unsigned number)
{
	static const char *const statuses[] = {"building", "producing", "signed"};
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_WRITE, &err);
	struct store_writer *writer = store ? store_begin(store, ORIGIN_EDIT, &err) : NULL;
	if (!writer)
		fail(&err);
	unsigned n = change == HUNDRED || change == HUNDRED_NEW ? 100 : 1;
	for (unsigned i = 0; i < n; i++) {
		char id[48], name[64];
		bool new = change == NEW || change == HUNDRED_NEW || change == ENTERPRISE;
		if (new)
			snprintf(id, sizeof id, "%s:bench-%u-%u-%u", change == ENTERPRISE ? "enterprise" : "project", (unsigned)change, number, i);
		else
			snprintf(id, sizeof id, "project:p%u", 1 + (number * 977 + i * 31) % LEAST_PROJECTS);
		snprintf(name, sizeof name, "第%u号储能电站%u", number, i);
		put(writer, id, new || change == NAME ? "name" : "status", new || change == NAME ? name : statuses[(number + change) % 3], &err);
	}
	if (!store_commit(writer, NULL, &err))
		fail(&err);
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
		fail(&err);
	*ms = now_ms() - start;
	store_close(store);
	if (request.origin != expected)
		give_up("an index", expected == INDEX_CHANGED ? "was built anew" : "was not built");
	return index;
}

static size_t hits_of(const struct index *index, const char *word)
{
	struct lookup_hits hits;
	lookup_run(index, str_from(word), UINT32_C(1) << KIND_PROJECT, 50, &hits);
	size_t n = hits.counts[KIND_PROJECT];
	lookup_release(&hits);
	return n;
}

/* What the first commit takes more is made once for all that follow it. */
static void say(struct figures *figures, enum change change, double *times, const struct index *index)
{
	char key[64], what[128];
	snprintf(key, sizeof key, "%s_first_ms", changes[change].key);
	snprintf(what, sizeof what, "%s, the first time", changes[change].name);
	figure(figures, key, what, times[0], "ms", HITS_NONE);
	snprintf(key, sizeof key, "%s_ms", changes[change].key);
	snprintf(what, sizeof what, "%s, from the commit on", changes[change].name);
	figure(figures, key, what, quantile(times, COMMITS, 0.5), "ms", (long long)hits_of(index, "储能电站"));
	snprintf(key, sizeof key, "%s_mib", changes[change].key);
	figure(figures, key, "  memory of its own by now", (double)index_delta_size(index).own / (1 << 20), "MiB", HITS_NONE);
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct figures figures;
	char path[4096];
	double ms, times[COMMITS];
	if (argc != 3) {
		fprintf(stderr, "usage: %s CATALOGUE OUT.json\n", argv[0]);
		return 2;
	}
	snprintf(path, sizeof path, "%s.copy", argv[2]);
	struct store *store = store_open(argv[1], STORE_READ, &err);
	if (!store || !store_copy(store, path, true, &err))
		fail(&err);
	store_close(store);
	figures_open(&figures, argv[2]);
	struct index *index = bring_up(path, NULL, INDEX_BUILT, &ms);
	figure(&figures, "built_ms", "all rows read and built", ms, "ms", (long long)index_count(index, KIND_PROJECT));
	for (int c = 0; c < CHANGES; c++) {
		for (unsigned i = 0; i < COMMITS; i++) {
			commit(path, (enum change)c, i);
			struct index *delta = bring_up(path, index, INDEX_CHANGED, &times[i]);
			index_free(index);
			index = delta;
		}
		say(&figures, (enum change)c, times, index);
	}
	index_free(index);
	unlink(path);
	return figures_close(&figures);
}
