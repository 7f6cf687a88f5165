/*
 * The life of an index over a catalogue of many projects: built on one, two and four processors beside the bare scan of
 * the same rows, mapped from its snapshot, and what a person at a terminal sees of it: the first screen beside that of
 * an empty ncurses program, a search key to the last byte of its answer, moves, bytes, memory.
 *
 * usage: bench_life PROGRAM EMPTY CATALOGUE OUT.json
 *
 * Medians on a warm page cache, as a table and as JSON. The catalogue's snapshot is written where it is missing.
 */
#include "base/alloc.h"
#include "cli/catalogue.h"
#include "cli/snapshot_internal.h"
#include "index/lookup.h"
#include "measure.h"

#include <sched.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/utsname.h>

enum { STARTS = 11, BUILDS = 3, MOVES = 40 };

static FILE *json;

static void say(const char *key, const char *what, double value, const char *unit)
{
	printf("  %-56s %12.3f %s\n", what, value, unit);
	fprintf(json, ",\n\"%s\": %.4f", key, value);
}

/* -- building ------------------------------------------------------------------------------------ */

struct built {
	double scan_ms, build_ms;
	double ready_bytes, peak_bytes; /* of the process, without what it had before */
	size_t n_projects, n_hits;
};

static double scan(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *s;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || sqlite3_prepare_v2(db, bench_scan_sql, -1, &s, NULL) != SQLITE_OK)
		give_up(path, sqlite3_errmsg(db));
	double start = now_ms();
	while (sqlite3_step(s) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(s); i++)
			sqlite3_column_text(s, i);
	double ms = now_ms() - start;
	sqlite3_finalize(s);
	sqlite3_close(db);
	return ms;
}

static size_t hits_of(const struct index *index, const char *word)
{
	struct lookup_hits hits;
	size_t n = 0;
	lookup_run(index, str_from(word), (UINT32_C(1) << KIND_COUNT) - 1, 50, &hits, NULL);
	for (int k = 0; k < KIND_COUNT; k++)
		n += hits.counts[k];
	lookup_release(&hits);
	return n;
}

static void use_processors(int n)
{
	cpu_set_t all, some;
	CPU_ZERO(&some);
	if (sched_getaffinity(0, sizeof all, &all) != 0)
		return;
	for (size_t cpu = 0; cpu < CPU_SETSIZE && n > 0; cpu++)
		if (CPU_ISSET(cpu, &all)) {
			CPU_SET(cpu, &some);
			n--;
		}
	sched_setaffinity(0, sizeof some, &some);
}

/* Opened, built or mapped, asked for one word: then every look-up answers. */
static void open_index(const char *path, bool may_map, struct built *out)
{
	struct err err = ERR_INIT;
	bool mapped;
	long before = status_kib("VmRSS:");
	double start = now_ms();
	struct store *store = store_open(path, STORE_READ, &err);
	struct index *index = store ? catalogue_index(store, may_map, &mapped, NULL, &err) : NULL;
	if (!index || mapped != may_map)
		give_up(path, index ? "found no snapshot that fits" : err.message);
	out->n_hits = hits_of(index, "电解");
	out->build_ms = now_ms() - start;
	out->n_projects = index_count(index, KIND_PROJECT);
	out->ready_bytes = (double)(status_kib("VmRSS:") - before) * 1024;
	out->peak_bytes = (double)(status_kib("VmHWM:") - before) * 1024;
	if (!may_map)
		catalogue_keep_index(path, index);
	index_free(index);
	store_close(store);
}

/* In a process of its own: its processors and its memory are its own. */
static struct built measure(const char *path, int processors, bool may_map)
{
	struct built built = {0};
	int fds[2];
	if (pipe(fds) != 0)
		give_up("pipe", "cannot be made");
	pid_t child = fork();
	if (child == 0) {
		use_processors(processors);
		if (!may_map)
			built.scan_ms = scan(path);
		open_index(path, may_map, &built);
		_exit(write(fds[1], &built, sizeof built) == sizeof built ? 0 : 1);
	}
	close(fds[1]);
	if (read(fds[0], &built, sizeof built) != sizeof built)
		give_up(path, "found no answer of the process that measures");
	close(fds[0]);
	waitpid(child, NULL, 0);
	return built;
}

static struct built median_of(const char *path, int processors, bool may_map)
{
	double scans[BUILDS], builds[BUILDS];
	struct built built = {0};
	for (int i = 0; i < BUILDS; i++) {
		built = measure(path, processors, may_map);
		scans[i] = built.scan_ms;
		builds[i] = built.build_ms;
	}
	built.scan_ms = quantile(scans, BUILDS, 0.5);
	built.build_ms = quantile(builds, BUILDS, 0.5);
	return built;
}

static void bench_builds(const char *path, const char *snapshot)
{
	static const int processors[] = {1, 2, 4};
	struct built built = {0};
	char key[64], what[96];
	for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
		built = median_of(path, processors[i], false);
		if (!i) {
			printf("%zu projects\n\n", built.n_projects);
			fprintf(json, "{\"projects\": %zu", built.n_projects);
			say("scan_ms", "bare scan: column_text of 10 columns, one thread", built.scan_ms, "ms");
		}
		snprintf(key, sizeof key, "build_%d_ms", processors[i]);
		snprintf(what, sizeof what, "every look-up answers, cold build, %d processors", processors[i]);
		say(key, what, built.build_ms, "ms");
		snprintf(key, sizeof key, "build_%d_scans", processors[i]);
		say(key, "  the same by the bare scan beside it", built.build_ms / built.scan_ms, "x");
	}
	say("ready_bytes", "memory when ready, for a project", built.ready_bytes / (double)built.n_projects, "bytes");
	say("peak_bytes", "memory at the peak, for a project", built.peak_bytes / (double)built.n_projects, "bytes");
	fprintf(json, ",\n\"hits\": %zu", built.n_hits);
	if (access(snapshot, R_OK) != 0) {
		printf("  skipped the snapshot: so small a catalogue has none\n");
		return;
	}
	struct built mapped = median_of(path, 4, true);
	say("mapped_ms", "every look-up answers, from the snapshot", mapped.build_ms, "ms");
	if (mapped.n_hits != built.n_hits)
		give_up(path, "the snapshot answers otherwise than the index that was built");
}

/* -- first screens --------------------------------------------------------------------------------- */

static double first_screen(char *const argv[], const char *marker)
{
	double t = now_ms();
	struct run r = run_start(argv, 120, 40);
	struct reply a = run_read(r, marker, t);
	run_stop(r);
	return a.seen_ms;
}

/* In turn, so that what else the machine does meets both. Without a snapshot: nothing may help the first screen. */
static void bench_first_screen(char *const program[], char *const empty[], const char *snapshot)
{
	double ours[STARTS], cold[STARTS], theirs[STARTS];
	char aside[4200];
	snprintf(aside, sizeof aside, "%s.aside", snapshot);
	for (int i = 0; i < STARTS; i++) {
		theirs[i] = first_screen(empty, "empty");
		ours[i] = first_screen(program, "帮助");
	}
	bool had = rename(snapshot, aside) == 0;
	for (int i = 0; i < STARTS; i++) {
		cold[i] = first_screen(program, "帮助");
		unlink(snapshot);
	}
	if (had && rename(aside, snapshot) != 0)
		give_up(snapshot, "cannot be put back");
	double base = quantile(theirs, STARTS, 0.5);
	say("empty_ms", "first screen of an empty ncurses program", base, "ms");
	say("first_screen_ms", "first screen, with a snapshot", quantile(ours, STARTS, 0.5), "ms");
	say("first_screen_cold_ms", "first screen, without one", quantile(cold, STARTS, 0.5), "ms");
	say("first_screen_ratio", "  by the empty program's", quantile(cold, STARTS, 0.5) / base, "x");
}

/* -- keys -------------------------------------------------------------------------------------------- */

/* Two keys in turn, each of which changes the screen: down and up again, a page down and up. */
static void bench_moves(struct run r, const char *key, const char *what, const char *there, const char *back)
{
	double ms[MOVES], bytes[MOVES];
	char name[96], json_key[64];
	for (int i = 0; i < MOVES; i++) {
		struct reply a = run_press(r, i % 2 ? back : there);
		ms[i] = a.settled_ms;
		bytes[i] = (double)a.n_bytes;
	}
	static const struct {
		const char *key, *what;
		double q;
	} quantiles[] = {{"p50", "p50", 0.5}, {"p99", "p99", 0.99}};
	for (size_t i = 0; i < 2; i++) {
		snprintf(json_key, sizeof json_key, "%s_%s_ms", key, quantiles[i].key);
		snprintf(name, sizeof name, "%s, key to last byte, %s", what, quantiles[i].what);
		say(json_key, name, quantile(ms, MOVES, quantiles[i].q), "ms");
	}
	snprintf(json_key, sizeof json_key, "%s_bytes", key);
	snprintf(name, sizeof name, "%s, bytes", what);
	say(json_key, name, quantile(bytes, MOVES, 0.5), "bytes");
}

/* Each character of each word of the fixed set is a key; the line is emptied between words, which is not measured. */
static void bench_search(struct run r)
{
	enum { KEYS_MOST = 400 };
	static double ms[KEYS_MOST], bytes[KEYS_MOST];
	size_t n = 0;
	run_press(r, "f");
	for (size_t w = 0; w < BENCH_CHARACTERS + BENCH_LETTERS; w++) {
		const char *at = w < BENCH_CHARACTERS ? bench_characters[w].text : bench_letters[w - BENCH_CHARACTERS].text;
		while (*at && n < KEYS_MOST) {
			char one[8] = {0};
			size_t length = (unsigned char)*at < 0x80 ? 1 : (unsigned char)*at < 0xE0 ? 2 : (unsigned char)*at < 0xF0 ? 3 : 4;
			memcpy(one, at, length);
			at += length;
			struct reply a = run_press(r, one);
			ms[n] = a.settled_ms;
			bytes[n++] = (double)a.n_bytes;
		}
		run_press(r, "\x15");
	}
	say("search_keys", "search keys pressed", (double)n, "");
	say("search_p50_ms", "search, key to last byte, p50", quantile(ms, n, 0.5), "ms");
	say("search_p99_ms", "search, key to last byte, p99", quantile(ms, n, 0.99), "ms");
	say("search_bytes", "search, bytes of an answer, p50", quantile(bytes, n, 0.5), "bytes");
}

/* -- at rest ------------------------------------------------------------------------------------------- */

static long private_kib(pid_t pid)
{
	char path[64], line[256];
	long kib = 0, value;
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	FILE *file = fopen(path, "r");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "Private_Dirty: %ld", &value) == 1)
			kib += value;
	if (file)
		fclose(file);
	return kib;
}

static long ticks(pid_t pid)
{
	char path[64];
	long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	if (file) {
		if (fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
			user = system = 0;
		fclose(file);
	}
	return user + system;
}

static void bench_rest(struct run r)
{
	struct pollfd p = {.fd = r.fd, .events = POLLIN};
	long before = ticks(r.pid);
	bool bytes = poll(&p, 1, 2000) > 0;
	say("rest_ticks", "at rest for two seconds: processor time", (double)(ticks(r.pid) - before), "ticks");
	say("rest_bytes", "at rest for two seconds: bytes", bytes ? 1 : 0, "");
}

static void bench_session(char *const program[])
{
	double t = now_ms();
	struct run r = run_start(program, 120, 40);
	run_read(r, "帮助", t);
	run_read(r, NULL, now_ms()); /* the index, where it came later */
	say("private_start_mib", "private memory of a session on a mapped snapshot", (double)private_kib(r.pid) / 1024, "MiB");
	run_press(r, "5");
	say("list_private_mib", "  with the list of projects open", (double)private_kib(r.pid) / 1024, "MiB");
	bench_moves(r, "move", "a move in the list of projects", "j", "k");
	run_press(r, "L");
	for (int i = 0; i < 40; i++)
		run_press(r, "j");
	bench_moves(r, "page", "a page", "\x06", "\x02");
	bench_search(r);
	say("search_private_mib", "private memory after searching", (double)private_kib(r.pid) / 1024, "MiB");
	bench_rest(r);
	run_stop(r);
}

int main(int argc, char **argv)
{
	alloc_keep_some();
	if (argc != 5) {
		fprintf(stderr, "usage: %s PROGRAM EMPTY CATALOGUE OUT.json\n", argv[0]);
		return 2;
	}
	char snapshot[4100];
	struct utsname machine;
	char *const program[] = {argv[1], "--db", argv[3], "--seeds", "none", "--lang", "zh", NULL};
	char *const empty[] = {argv[2], NULL};
	snprintf(snapshot, sizeof snapshot, "%s-index", argv[3]);
	json = fopen(argv[4], "we");
	if (!json)
		give_up(argv[4], "cannot be written");
	uname(&machine);
	setvbuf(stdout, NULL, _IOLBF, 0);
	bench_builds(argv[3], snapshot);
	bench_first_screen(program, empty, snapshot);
	bench_session(program);
	fprintf(json, ",\n\"processors\": %ld, \"machine\": \"%s %s\"}\n", sysconf(_SC_NPROCESSORS_ONLN), machine.sysname, machine.machine);
	return fclose(json) == 0 ? 0 : 1;
}
