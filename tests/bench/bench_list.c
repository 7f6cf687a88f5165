/*
 * Lists under a person's fingers: how long a key takes until the last byte of its answer, how many bytes travel, and
 * whether memory grows with scrolling. Runs the real program under a pseudo-terminal of 120 x 40.
 *
 * usage: bench_list PROGRAM SEEDS FOLDER [CATALOGUE]     (without a catalogue: FOLDER/bench.db, made from the seeds)
 *
 * Medians and 99 % quantiles, as a table and as JSON (FOLDER/bench_list.json).
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KEYS = 200, WALK = 400, QUIET_MS = 15, SETTLE_MS = 400, OPEN_MS = 120000, ANSWER_MS = 2000 /* a key that changes nothing sends nothing */, BUFFER = 1 << 16, COLUMNS = 120, ROWS = 40 };

struct session {
	pid_t pid;
	int fd;
};

struct answer {
	double settled_ms; /* to the last byte */
	size_t n_bytes;
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct session start(char *const argv[])
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};
	struct session s;
	s.pid = forkpty(&s.fd, NULL, NULL, &size);
	if (s.pid < 0) {
		perror("forkpty");
		exit(1);
	}
	if (s.pid == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	return s;
}

static void stop(struct session s)
{
	kill(s.pid, SIGTERM);
	close(s.fd);
	waitpid(s.pid, NULL, 0);
}

/* Read until the words have come (none: until something has), then until nothing has come for so long. */
static struct answer read_answer(struct session s, const char *words, int quiet_ms, double since)
{
	static char buffer[BUFFER + 1];
	struct answer a = {0};
	size_t kept = 0;
	bool seen = !words;
	for (;;) {
		struct pollfd p = {.fd = s.fd, .events = POLLIN};
		int wait = seen && a.n_bytes ? quiet_ms : (int)(since + (words ? OPEN_MS : ANSWER_MS) - now_ms());
		if (wait <= 0 || poll(&p, 1, wait) <= 0)
			return a;
		if (kept > BUFFER / 2) { /* a tail is kept: the words may be torn */
			memmove(buffer, buffer + kept - 256, 256);
			kept = 256;
		}
		ssize_t n = read(s.fd, buffer + kept, BUFFER - kept);
		if (n <= 0)
			return a;
		a.settled_ms = now_ms() - since;
		a.n_bytes += (size_t)n;
		kept += (size_t)n;
		seen = seen || memmem(buffer, kept, words, strlen(words));
	}
}

static struct answer press(struct session s, const char *keys, const char *words, int quiet_ms)
{
	double t = now_ms();
	if (write(s.fd, keys, strlen(keys)) < 0)
		perror("write");
	return read_answer(s, words, quiet_ms, t);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double quantile(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return v[(size_t)(q * (double)(n - 1) + 0.5)];
}

struct report {
	FILE *json;
	bool any;
};

static void say(struct report *r, const char *what, double value, const char *unit, double limit)
{
	bool ok = limit <= 0 || value <= limit;
	printf("  %-48s %10.2f %-6s", what, value, unit);
	if (limit > 0)
		printf(" limit %g%s", limit, ok ? "" : " EXCEEDED");
	printf("\n");
	fprintf(r->json, "%s\n  {\"what\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"limit\": %g}", r->any ? "," : "", what, value, unit,
		limit);
	r->any = true;
}

/* Several keys in turn, each of which changes the screen. */
static void bench_keys(struct report *r, struct session s, const char *name, const char *const *keys, size_t n_keys, double limit_ms,
	double limit_bytes)
{
	double ms[KEYS], bytes[KEYS];
	char label[96];
	for (size_t i = 0; i < KEYS; i++) {
		struct answer a = press(s, keys[i % n_keys], NULL, QUIET_MS);
		ms[i] = a.settled_ms;
		bytes[i] = (double)a.n_bytes;
	}
	snprintf(label, sizeof label, "%s: last byte, median", name);
	say(r, label, quantile(ms, KEYS, 0.5), "ms", 0);
	snprintf(label, sizeof label, "%s: last byte, 99 %%", name);
	say(r, label, quantile(ms, KEYS, 0.99), "ms", limit_ms);
	snprintf(label, sizeof label, "%s: bytes, median", name);
	say(r, label, quantile(bytes, KEYS, 0.5), "bytes", limit_bytes);
}

#define BENCH(r, s, name, limit_ms, limit_bytes, ...)                                                        \
	bench_keys(r, s, name, (const char *const[]){__VA_ARGS__},                                           \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *), limit_ms, limit_bytes)

/* Memory of its own, in KiB. */
static double private_memory(pid_t pid)
{
	char path[64], line[256];
	long kib = 0;
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file))
		sscanf(line, "RssAnon: %ld", &kib);
	if (file)
		fclose(file);
	return (double)kib;
}

static void bench_memory(struct report *r, struct session s)
{
	double before = private_memory(s.pid);
	for (int i = 0; i < WALK; i++)
		press(s, i % 2 ? "\x06" : "\x04", NULL, 1);
	press(s, "G", NULL, QUIET_MS);
	press(s, "gg", NULL, QUIET_MS);
	say(r, "private memory of the list", before / 1024, "MiB", 0);
	say(r, "what 400 pages of scrolling add", (private_memory(s.pid) - before) / 1024, "MiB", 1);
}

static void bench_list(struct report *r, struct session s)
{
	press(s, "5", "状态", SETTLE_MS);
	press(s, "1", "去处", SETTLE_MS);
	struct answer a = press(s, "5", "状态", SETTLE_MS);
	say(r, "the list of projects from the first screen", a.settled_ms, "ms", 50);
	bench_memory(r, s);
	press(s, "jjjjjjjjjj", NULL, SETTLE_MS);
	BENCH(r, s, "a move", 1.5, 60, "j", "k");
	press(s, ":50%\r", NULL, SETTLE_MS);
	press(s, "zz", NULL, SETTLE_MS);
	for (int i = 0; i < ROWS; i++)
		press(s, "j", NULL, QUIET_MS);
	BENCH(r, s, "a scrolled line", 1.5, 150, "j");
	BENCH(r, s, "a page", 1.5, 2388, "\x06");
	BENCH(r, s, "first and last row", 1.5, 0, "G", "gg");
	press(s, ":", NULL, SETTLE_MS);
	press(s, "\x1b", NULL, SETTLE_MS);
	BENCH(r, s, "a column to the side", 1.5, 0, "l", "h");
	press(s, "/", NULL, SETTLE_MS);
	press(s, "\x1b", NULL, SETTLE_MS);
	BENCH(r, s, "a mark and back", 1.5, 0, " ", "k", " ", "k");
	BENCH(r, s, "jump by pinyin", 0, 0, "ga", "x", "\r");
	press(s, "&", NULL, SETTLE_MS);
	BENCH(r, s, "a letter of the filter", 0, 2600, "x", "m", "\x7f", "\x7f");
	press(s, "\x1b", NULL, SETTLE_MS);
	press(s, "f", NULL, SETTLE_MS);
	BENCH(r, s, "a letter of the search", 0, 2600, "d", "j", "\x7f", "\x7f");
	press(s, "\x1b", NULL, SETTLE_MS);
	BENCH(r, s, "the facet panel and back", 0, 0, "F", "q");
	press(s, "F", NULL, SETTLE_MS);
	BENCH(r, s, "the next facet", 0, 0, "l", "l", "l", "h", "h", "h");
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: %s PROGRAM SEEDS FOLDER [CATALOGUE]\n", argv[0]);
		return 2;
	}
	char own[4096], json[4096];
	snprintf(own, sizeof own, "%s/bench.db", argv[3]);
	snprintf(json, sizeof json, "%s/bench_list.json", argv[3]);
	char *const program[] = {argv[1], "--db", argc == 5 ? argv[4] : own, "--seeds", argv[2], "--lang", "zh", NULL};
	struct report r = {.json = fopen(json, "we")};
	if (!r.json) {
		perror(json);
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); /* who waits sees how far it is */
	fprintf(r.json, "[");
	struct session s = start(program);
	read_answer(s, "帮助", SETTLE_MS, now_ms());
	bench_list(&r, s);
	stop(s);
	fprintf(r.json, "\n]\n");
	fclose(r.json);
	return 0;
}
