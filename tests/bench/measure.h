/*
 * What the benches share: a clock, quantiles, memory, the bare scan that times stand beside, and a program under a
 * pseudo-terminal whose answer to a key is timed to its last byte.
 */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include <errno.h>
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

static inline double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static inline int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Sorts v. q 0.5: the median. */
static inline double quantile(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return n ? v[(size_t)(q * (double)(n - 1) + 0.5)] : 0;
}

/* A bench that cannot go on: its name, what and why. */
static inline _Noreturn void give_up(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
	exit(70);
}

/* A line of this process's status in KiB: "VmRSS:", "VmHWM:" (the most it ever was). */
static inline long status_kib(const char *field)
{
	char line[256];
	long kib = 0;
	FILE *file = fopen("/proc/self/status", "r");
	while (file && fgets(line, sizeof line, file))
		if (strncmp(line, field, strlen(field)) == 0)
			kib = strtol(line + strlen(field) + 1, NULL, 10);
	if (file)
		fclose(file);
	return kib;
}

/* What no index can be built without: every text of ten columns, read by SQLite. */
static const char bench_scan_sql[] = "SELECT id, name, code, region, zone, park, owner, stage, status, updated_on FROM projects";

/* -- under a pseudo-terminal ------------------------------------------------------------------ */

enum { QUIET_MS = 40, DEADLINE_MS = 3000, MARKER_DEADLINE_MS = 60000, ANSWER_BYTES = 1 << 16 };

struct run {
	pid_t pid;
	int fd;
	int quiet_ms; /* so long nothing comes: the answer is over */
};

struct reply {
	double first_ms, settled_ms; /* to the first and to the last byte */
	double seen_ms;              /* to the last byte of the marker */
	size_t n_bytes;
	bool seen; /* the marker, where one was asked for */
};

static inline struct run run_start(char *const argv[], unsigned short columns, unsigned short rows)
{
	struct winsize size = {.ws_row = rows, .ws_col = columns};
	struct run r = {.quiet_ms = QUIET_MS};
	r.pid = forkpty(&r.fd, NULL, NULL, &size);
	if (r.pid < 0) {
		perror("forkpty");
		exit(1);
	}
	if (r.pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	return r;
}

/* Read until nothing has come for r.quiet_ms; with a marker not before it was seen. */
static inline struct reply run_read(struct run r, const char *marker, double since)
{
	static char buffer[ANSWER_BYTES + 1];
	struct reply a = {0};
	size_t kept = 0;
	double deadline = since + (marker ? MARKER_DEADLINE_MS : DEADLINE_MS);
	a.seen = !marker;
	for (;;) {
		struct pollfd p = {.fd = r.fd, .events = POLLIN};
		int wait = a.seen && a.n_bytes ? r.quiet_ms : (int)(deadline - now_ms());
		if (wait <= 0 || poll(&p, 1, wait) <= 0)
			return a;
		if (kept > ANSWER_BYTES / 2) { /* keep a tail: the marker may be torn */
			memmove(buffer, buffer + kept - 256, 256);
			kept = 256;
		}
		ssize_t n = read(r.fd, buffer + kept, ANSWER_BYTES - kept);
		if (n <= 0)
			return a;
		double t = now_ms() - since;
		if (!a.n_bytes)
			a.first_ms = t;
		a.settled_ms = t;
		a.n_bytes += (size_t)n;
		kept += (size_t)n;
		buffer[kept] = '\0';
		if (!a.seen && memmem(buffer, kept, marker, strlen(marker))) {
			a.seen = true;
			a.seen_ms = t;
		}
	}
}

static inline struct reply run_press(struct run r, const char *keys)
{
	double t = now_ms();
	if (write(r.fd, keys, strlen(keys)) < 0)
		perror("write");
	return run_read(r, NULL, t);
}

static inline void run_stop(struct run r)
{
	kill(r.pid, SIGTERM);
	close(r.fd);
	waitpid(r.pid, NULL, 0);
}

/* -- words ---------------------------------------------------------------------------------------- */

/* The fixed set of look-ups. */
struct bench_word {
	const char *class, *text;
};

static const struct bench_word bench_characters[] = {
	{"frequent", "项"}, {"frequent", "目"}, {"frequent", "项目"}, {"frequent", "年产"}, {"frequent", "智能"}, {"common", "电"}, {"common", "电解"},
	{"common", "光伏"}, {"common", "储能"}, {"common", "扩建"}, {"common", "电解铝"}, {"common", "储能系统"}, {"rare", "醋"}, {"rare", "恒达"},
	{"rare", "硅片"}, {"rare", "晋阳"}, {"rare", "刮板输"}, {"rare", "肉制品加"}, {"absent", "龘"}, {"absent", "火星"}, {"absent", "火星车"}, {"absent", "火星移民"},
};

static const struct bench_word bench_letters[] = {
	{"initials", "xm"}, {"initials", "nc"}, {"initials", "djl"}, {"initials", "gfzj"}, {"initials", "znzzx"}, {"initials", "zq"}, {"absent initials", "vvvv"},
	{"full pinyin", "dianjielv"}, {"full pinyin", "guangfu"}, {"full pinyin", "xiangmu"}, {"full pinyin", "chuneng"}, {"mixed", "电jl"}, {"mixed", "dianjl"},
	{"mixed", "光fzj"},
};

enum {
	BENCH_CHARACTERS = sizeof bench_characters / sizeof *bench_characters,
	BENCH_LETTERS = sizeof bench_letters / sizeof *bench_letters,
};

#endif
