/*
 * The life of an index over a catalogue of many projects: built on one, two and four processors beside the bare scan of
 * the same rows, mapped from its snapshot, and what a person at a terminal sees of it: the first screen beside that of
 * an empty ncurses program, a search key to the last byte of its answer, memory, what happens at rest.
 *
 * usage: bench_life PROGRAM EMPTY CATALOGUE OUT.json
 *
 * Medians on a warm page cache. The catalogue's snapshot is written where it is missing.
 */
#include "answers.h"
#include "base/alloc.h"
#include "cli/catalogue.h"
#include "figures.h"
#include "index/lookup.h"
#include "measure.h"
#include "terminal.h"

#include <poll.h>
#include <sched.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTS = 11, BUILDS_MOST = 5, BUILDS_MS = 8000, SETTLE_MS = 500, REST_MS = 5000, WALK_ROWS = 100000 };

static struct figures figures;

static void say(const char *key, const char *what, double value, const char *unit)
{
	figure(&figures, key, what, value, unit, HITS_NONE);
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
	lookup_run(index, str_from(word), ALL_KINDS, 50, &hits);
	size_t n = lookup_count(&hits);
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
	struct index_request request = {.may_map = may_map};
	long before = status_kib("VmRSS:");
	double start = now_ms();
	struct store *store = store_open(path, STORE_READ, &err);
	struct index *index = store ? catalogue_index(store, &request, NULL, &err) : NULL;
	if (!index || (request.origin == INDEX_MAPPED) != may_map)
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

/* Of several runs; the ratio is that of a build to the scan just before it, so *ratio is not that of the medians. */
static struct built median_of(const char *path, int processors, bool may_map, double *ratio)
{
	double scans[BUILDS_MOST], builds[BUILDS_MOST], ratios[BUILDS_MOST], begun = now_ms();
	struct built built = {0};
	size_t n = 0;
	do {
		built = measure(path, processors, may_map);
		scans[n] = built.scan_ms;
		builds[n] = built.build_ms;
		ratios[n++] = built.scan_ms > 0 ? built.build_ms / built.scan_ms : 0;
	} while (n < BUILDS_MOST && now_ms() - begun < BUILDS_MS);
	built.scan_ms = quantile(scans, n, 0.5);
	built.build_ms = quantile(builds, n, 0.5);
	*ratio = quantile(ratios, n, 0.5);
	return built;
}

static void bench_builds(const char *path, const char *snapshot)
{
	static const int processors[] = {1, 2, 4};
	struct built built = {0};
	char key[64], what[96];
	double ratio;
	warm(path);
	for (size_t i = 0; i < sizeof processors / sizeof *processors; i++) {
		built = median_of(path, processors[i], false, &ratio);
		if (!i) {
			say("projects", "projects", (double)built.n_projects, "");
			say("scan_ms", "bare scan: column_text of 10 columns, one thread", built.scan_ms, "ms");
		}
		snprintf(key, sizeof key, "build_%d_ms", processors[i]);
		snprintf(what, sizeof what, "every look-up answers, cold build, %d processors", processors[i]);
		figure(&figures, key, what, built.build_ms, "ms", (long long)built.n_hits);
		snprintf(key, sizeof key, "build_%d_scans", processors[i]);
		say(key, "  the same by the bare scan before it", ratio, "x");
	}
	say("ready_bytes", "memory when ready, for a project", built.ready_bytes / (double)built.n_projects, "bytes");
	say("ready_mib", "memory when ready, of all", built.ready_bytes / (1 << 20), "MiB");
	say("peak_bytes", "memory at the peak, for a project", built.peak_bytes / (double)built.n_projects, "bytes");
	if (access(snapshot, R_OK) != 0) {
		printf("  skipped the snapshot: so small a catalogue has none\n");
		return;
	}
	struct built mapped = median_of(path, 4, true, &ratio);
	figure(&figures, "mapped_ms", "every look-up answers, from the snapshot", mapped.build_ms, "ms", (long long)mapped.n_hits);
	figures_judge(&figures, "from the snapshot", mapped.n_hits, built.n_hits);
}

/* What a session makes when it stays quiet: those that follow have it. */
static void bench_answers(const char *path)
{
	struct answers_made made = answers_make(path);
	say("answers_words", "frequent words that have ready answers", (double)made.n_words, "");
	if (made.processor_ms > 0)
		say("answers_ms", "  made in the background, of one processor", made.processor_ms, "ms");
}

/* -- first screens --------------------------------------------------------------------------------- */

static double first_screen(char *const argv[], const char *marker)
{
	double t = now_ms();
	struct run r = run_start(argv);
	double ms = run_until(r, marker, t);
	run_stop(r);
	return ms;
}

/*
 * In turn, so that what else the machine does meets all. Without a snapshot nothing may help the first screen; what
 * such a start leaves is removed, and the old one put back.
 */
static void bench_first_screen(char *const program[], char *const empty[], const char *snapshot)
{
	double ours[STARTS], cold[STARTS], theirs[STARTS], ratios[STARTS];
	char aside[4200];
	snprintf(aside, sizeof aside, "%s.aside", snapshot);
	for (int i = 0; i < STARTS; i++) {
		theirs[i] = first_screen(empty, "empty");
		ours[i] = first_screen(program, "帮助");
		bool had = rename(snapshot, aside) == 0;
		cold[i] = first_screen(program, "帮助");
		if (had && rename(aside, snapshot) != 0)
			give_up(snapshot, "cannot be put back");
		ratios[i] = cold[i] / theirs[i];
	}
	say("empty_ms", "first screen of an empty ncurses program", quantile(theirs, STARTS, 0.5), "ms");
	say("first_screen_ms", "first screen, with a snapshot", quantile(ours, STARTS, 0.5), "ms");
	say("first_screen_cold_ms", "first screen, without one", quantile(cold, STARTS, 0.5), "ms");
	say("first_screen_ratio", "  by the empty program's beside it", quantile(ratios, STARTS, 0.5), "x");
}

/* -- a session ---------------------------------------------------------------------------------------- */

/* Each key is asked in so many sessions: one that the machine held up says nothing of the program. */
enum { SESSIONS = 5, KEYS_MOST = 400 };

struct searched {
	double ms[KEYS_MOST][SESSIONS], bytes[KEYS_MOST];
	size_t n; /* keys answered */
};

/* Each character of each word of the fixed set is a key; the line is emptied between words, which is not measured. */
static void search_all(struct run r, size_t session, struct searched *s)
{
	size_t n = 0;
	run_ask(r, "f");
	for (size_t w = 0; w < bench_n_characters + bench_n_letters; w++) {
		const char *at = w < bench_n_characters ? bench_characters[w].text : bench_letters[w - bench_n_characters].text;
		while (*at && n < KEYS_MOST) {
			char one[8] = {0};
			size_t length = (unsigned char)*at < 0x80 ? 1 : (unsigned char)*at < 0xE0 ? 2 : (unsigned char)*at < 0xF0 ? 3 : 4;
			memcpy(one, at, length);
			at += length;
			struct reply a = run_ask(r, one);
			s->ms[n][session] = a.settled_ms;
			s->bytes[n++] = (double)a.n_bytes;
		}
		run_ask(r, "\x15");
	}
	run_ask(r, "\x1b");
	s->n = n;
}

static void say_private(struct run r, const char *key, const char *where)
{
	char what[96];
	snprintf(what, sizeof what, "private memory of a session, %s", where);
	say(key, what, (double)run_private_kib(r) / 1024, "MiB");
}

/* r: the first of the sessions. */
static void bench_search(struct run r, char *const program[], long long hits)
{
	static struct searched s;
	double median[KEYS_MOST], slowest[KEYS_MOST];
	search_all(r, 0, &s);
	say_private(r, "private_search_mib", "after searching"); /* before it rests, while the others are asked */
	for (size_t i = 1; i < SESSIONS; i++) {
		struct run other = run_start(program);
		run_read(other, "帮助", now_ms());
		run_ask(other, "5");
		search_all(other, i, &s);
		run_stop(other);
	}
	for (size_t k = 0; k < s.n; k++) {
		median[k] = quantile(s.ms[k], SESSIONS, 0.5);
		slowest[k] = quantile(s.ms[k], SESSIONS, 1);
	}
	say("search_keys", "search keys answered", (double)s.n, "");
	figure(&figures, "search_p50_ms", "search, key to last byte, p50 (hits of all words)", quantile(median, s.n, 0.5), "ms", hits);
	figure(&figures, "search_p99_ms", "search, key to last byte, p99", quantile(median, s.n, 0.99), "ms", hits);
	figure(&figures, "search_slowest_ms", "  p99 of each key's slowest session", quantile(slowest, s.n, 0.99), "ms", hits);
	say("search_bytes", "search, bytes of an answer, p50", quantile(s.bytes, s.n, 0.5), "bytes");
}

static void bench_rest(struct run r)
{
	struct pollfd p = {.fd = r.fd, .events = POLLIN};
	poll(NULL, 0, SETTLE_MS);
	run_read(r, NULL, now_ms());
	long before = run_ticks(r);
	bool bytes = poll(&p, 1, REST_MS) > 0;
	say("rest_ticks", "at rest for five seconds: processor time", (double)(run_ticks(r) - before), "ticks");
	say("rest_bytes", "at rest for five seconds: answers that nobody asked for", bytes ? 1 : 0, "");
}

static void bench_session(char *const program[], long long hits)
{
	struct run r = run_start(program);
	run_read(r, "帮助", now_ms());
	say_private(r, "private_home_mib", "first screen");
	run_ask(r, "5");
	say_private(r, "private_list_mib", "list of projects");
	run_walk(r, "\x06", WALK_ROWS / (SCREEN_ROWS - 4));
	say_private(r, "private_walk_mib", "100,000 rows scrolled (or all)");
	bench_search(r, program, hits);
	bench_rest(r);
	say_private(r, "private_rest_mib", "at rest");
	run_stop(r);
}

/* All hits of the words that are searched for, for the figures to stand beside. */
static long long count_hits(const char *path)
{
	struct err err = ERR_INIT;
	struct index_request request = {.may_map = true};
	long long n = 0;
	struct store *store = store_open(path, STORE_READ, &err);
	struct index *index = store ? catalogue_index(store, &request, NULL, &err) : NULL;
	if (!index)
		give_up(path, err.message);
	for (size_t i = 0; i < bench_n_characters; i++)
		n += (long long)hits_of(index, bench_characters[i].text);
	for (size_t i = 0; i < bench_n_letters; i++)
		n += (long long)hits_of(index, bench_letters[i].text);
	index_free(index);
	store_close(store);
	return n;
}

int main(int argc, char **argv)
{
	alloc_keep(0);
	if (argc != 5) {
		fprintf(stderr, "usage: %s PROGRAM EMPTY CATALOGUE OUT.json\n", argv[0]);
		return 2;
	}
	char snapshot[4100];
	char *const program[] = {argv[1], "--db", argv[3], "--seeds", "none", "--lang", "zh", NULL};
	char *const empty[] = {argv[2], NULL};
	snprintf(snapshot, sizeof snapshot, "%s-index", argv[3]);
	figures_open(&figures, argv[4]);
	bench_builds(argv[3], snapshot);
	bench_answers(argv[3]);
	bench_first_screen(program, empty, snapshot);
	bench_session(program, count_hits(argv[3]));
	return figures_close(&figures);
}
