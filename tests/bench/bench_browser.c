/*
 * What a person at a terminal waits for: the first screen, the answer to a key, and
 * the bytes that travel. Runs the real program under a pseudo-terminal.
 *
 * usage: bench_browser PROGRAM SEEDS FOLDER
 *
 * Medians of many runs, as a table and as JSON (FOLDER/bench_browser.json). The first start makes the
 * catalogue from the seeds; all others find it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 21, KEYS = 40, QUIET_MS = 40, DEADLINE_MS = 3000, BUFFER = 1 << 16 };

struct session {
	pid_t pid;
	int fd;
};

struct answer {
	double first_ms, settled_ms; /* to the first and to the last byte */
	size_t n_bytes;
	bool seen; /* the marker, where one was asked for */
};

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static struct session start(char *const argv[], unsigned short columns, unsigned short rows)
{
	struct winsize size = {.ws_row = rows, .ws_col = columns};
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

/* Read until nothing has come for QUIET_MS; with a marker not before it was seen. */
static struct answer read_answer(struct session s, const char *marker, double since)
{
	static char buffer[BUFFER + 1];
	struct answer a = {0};
	size_t kept = 0;
	double deadline = since + DEADLINE_MS;
	a.seen = !marker;
	for (;;) {
		struct pollfd p = {.fd = s.fd, .events = POLLIN};
		int wait = a.seen && a.n_bytes ? QUIET_MS : (int)(deadline - now_ms());
		if (wait <= 0 || poll(&p, 1, wait) <= 0)
			return a;
		if (kept > BUFFER / 2) { /* keep a tail: the marker may be torn */
			memmove(buffer, buffer + kept - 256, 256);
			kept = 256;
		}
		ssize_t n = read(s.fd, buffer + kept, BUFFER - kept);
		if (n <= 0)
			return a;
		double t = now_ms() - since;
		if (!a.n_bytes)
			a.first_ms = t;
		a.settled_ms = t;
		a.n_bytes += (size_t)n;
		kept += (size_t)n;
		buffer[kept] = '\0';
		if (!a.seen && memmem(buffer, kept, marker, strlen(marker)))
			a.seen = true;
	}
}

static struct answer press(struct session s, const char *keys)
{
	double t = now_ms();
	if (write(s.fd, keys, strlen(keys)) < 0)
		perror("write");
	return read_answer(s, NULL, t);
}

static void stop(struct session s)
{
	kill(s.pid, SIGTERM);
	close(s.fd);
	waitpid(s.pid, NULL, 0);
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
	bool any, failed;
};

static void say(struct report *r, const char *what, double value, const char *unit, double limit)
{
	bool ok = limit <= 0 || value <= limit;
	r->failed |= !ok;
	printf("  %-44s %10.2f %-6s", what, value, unit);
	if (limit > 0)
		printf(" limit %.0f %s", limit, ok ? "" : "EXCEEDED");
	printf("\n");
	fprintf(r->json, "%s\n  {\"what\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"limit\": %.0f}", r->any ? "," : "", what, value, unit, limit);
	r->any = true;
}

static void bench_starts(struct report *r, char *const argv[], const char *db)
{
	double first[RUNS], settled[RUNS];
	unlink(db);
	double t = now_ms();
	struct session s = start(argv, 80, 24);
	struct answer a = read_answer(s, "帮助", t);
	say(r, "first start: first screen", a.first_ms, "ms", 0);
	struct answer filled = read_answer(s, NULL, t);
	say(r, "first start: seeds loaded, index ready", filled.n_bytes ? filled.settled_ms : a.settled_ms, "ms", 1000);
	stop(s);
	for (int i = 0; i < RUNS; i++) {
		t = now_ms();
		s = start(argv, 80, 24);
		a = read_answer(s, "帮助", t);
		first[i] = a.first_ms;
		settled[i] = a.settled_ms;
		stop(s);
	}
	say(r, "later starts: first byte (median)", quantile(first, RUNS, 0.5), "ms", 50);
	say(r, "later starts: last byte, counts filled in", quantile(settled, RUNS, 0.5), "ms", 0);
}

/* Two keys in turn, each of which changes the screen: down and up again, a letter and its removal. */
static void bench_keys(struct report *r, struct session s, const char *name, const char *keys[2], double limit_ms, double limit_bytes)
{
	double ms[KEYS], bytes[KEYS];
	char label[64];
	for (int i = 0; i < KEYS; i++) {
		struct answer a = press(s, keys[i % 2]);
		ms[i] = a.settled_ms;
		bytes[i] = (double)a.n_bytes;
	}
	snprintf(label, sizeof label, "%s: last byte, median", name);
	say(r, label, quantile(ms, KEYS, 0.5), "ms", limit_ms);
	snprintf(label, sizeof label, "%s: last byte, 99 %%", name);
	say(r, label, quantile(ms, KEYS, 0.99), "ms", 0);
	snprintf(label, sizeof label, "%s: bytes, median", name);
	say(r, label, quantile(bytes, KEYS, 0.5), "bytes", limit_bytes);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: %s PROGRAM SEEDS FOLDER\n", argv[0]);
		return 2;
	}
	char db[4096], json[4096];
	snprintf(db, sizeof db, "%s/bench.db", argv[3]);
	snprintf(json, sizeof json, "%s/bench_browser.json", argv[3]);
	char *const program[] = {argv[1], "--db", db, "--seeds", argv[2], "--lang", "zh", NULL};
	struct report r = {.json = fopen(json, "we")};
	if (!r.json) {
		perror(json);
		return 1;
	}
	fprintf(r.json, "[");
	bench_starts(&r, program, db);

	struct session s = start(program, 80, 24);
	read_answer(s, "帮助", now_ms());
	press(s, "5"); /* the project list */
	bench_keys(&r, s, "project list, a move", (const char *[]){"j", "k"}, 5, 150);
	bench_keys(&r, s, "project list, a page", (const char *[]){"\x06", "\x02"}, 5, 0);
	press(s, "f");
	bench_keys(&r, s, "search, a letter", (const char *[]){"z", "\x7f"}, 5, 0);
	stop(s);
	fprintf(r.json, "\n]\n");
	fclose(r.json);
	return r.failed;
}
