/* What the benches share: a clock, quantiles, memory, the fixed set of look-ups. */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

double now_ms(void);

/* Sorts v. q 0.5: the median. 0 for none. */
double quantile(double *v, size_t n, double q);

/* A bench that cannot go on: its name, what and why. */
_Noreturn void give_up(const char *what, const char *why);

/* Read a file whole, so that nobody is measured who waits for a disk. */
void warm(const char *path);

/* A line of /proc/self/status in KiB: "VmRSS:", "VmHWM:" (the most it ever was). */
long status_kib(const char *field);

/*
 * Several things in turn, so that whatever else the machine does meets them all: as many rounds as fit into the time,
 * at least five, at least three where they take long. What alone has taken twice the time is asked no more: the others
 * need not wait for it. A slow machine makes fewer rounds, never an error.
 */
enum { RUNS_LEAST = 3, RUNS_USUAL = 5, RUNS_MOST = 51 };

struct timing {
	void (*run)(void *context); /* NULL: not timed */
	void *context;
	double p50_ms, p99_ms; /* out */
};

void time_in_turn(struct timing *v, size_t n, double budget_ms);

/* -- words ---------------------------------------------------------------------------------------- */

/* The fixed set of look-ups: characters, then letters. */
struct bench_word {
	const char *class, *text;
	const char *parted; /* letters only: as the tokens of an index of initials or of syllables; NULL: neither has it */
};

extern const struct bench_word bench_characters[], bench_letters[];
extern const size_t bench_n_characters, bench_n_letters;

/* What no index can be built without: every text of ten columns, read by SQLite. */
extern const char bench_scan_sql[];

#endif
