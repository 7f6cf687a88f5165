/*
 * A program under a pseudo-terminal: the answer to a key is timed to its last byte.
 *
 * An answer is over when nothing has come for a while and every thread of the program sleeps: a machine with other work
 * makes it late, not cut short, and a key that sends nothing costs no long wait.
 */
#ifndef TESTS_BENCH_TERMINAL_H
#define TESTS_BENCH_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { QUIET_MS = 20, SCREEN_COLUMNS = 120, SCREEN_ROWS = 40 };

struct run {
	pid_t pid;
	int fd;
	int quiet_ms; /* QUIET_MS, or more for a program that answers by a clock */
};

struct reply {
	double settled_ms; /* to the last byte; 0: none came */
	double seen_ms;    /* to the last byte of the marker */
	size_t n_bytes;
};

/* Whether another program is there to be compared with; else a line says that it was skipped. */
bool run_installed(const char *name);

/* A screen of SCREEN_COLUMNS by SCREEN_ROWS. argv[0] is looked for in PATH; a program that takes a shell's line: {"sh", "-c", "exec …"}. */
struct run run_start(char *const argv[]);

/* The answer that begins at `since`; with a marker it is not over before that was seen. Ends the bench after ten minutes. */
struct reply run_read(struct run r, const char *marker, double since);

/* When the marker was seen: what the program does then is not waited for. */
double run_until(struct run r, const char *marker, double since);

struct reply run_press(struct run r, const char *keys);

/* Of keys that change the screen: a busy machine may hand one over so late that the program slept on till then. */
struct reply run_ask(struct run r, const char *keys);

/* Keys that move over many rows: pressed `times` times, each as soon as something came for the last; to the end where nothing comes. */
void run_walk(struct run r, const char *keys, int times);

void run_stop(struct run r);

/* What the process alone has, in KiB; processor time so far, in ticks. */
long run_private_kib(struct run r);
long run_ticks(struct run r);

#endif
