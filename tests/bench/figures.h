/*
 * The figures of one bench over one catalogue: printed as a table, kept as JSON with one object a line, which is what
 * report.awk reads.
 */
#ifndef TESTS_BENCH_FIGURES_H
#define TESTS_BENCH_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct figures {
	FILE *json;
	const char *path;
	bool any, wrong;
};

enum { HITS_NONE = -1 }; /* a figure that is of no number of hits */

/* Ends the program where the file cannot be made. Standard output is flushed line by line from then on. */
void figures_open(struct figures *figures, const char *path);

/* key: what report.awk asks for; what: for people; neither has a quotation mark. unit may be "". */
void figure(struct figures *figures, const char *key, const char *what, double value, const char *unit, long long hits);

/* The same without a word on standard output: for what a bench prints in a table of its own. */
void figures_keep(struct figures *figures, const char *key, const char *what, double value, const char *unit, long long hits);

/* Remembers and says that hits differ from what the slow reference found: the run ends with an error then. */
void figures_judge(struct figures *figures, const char *what, size_t hits, size_t expected);

/* Returns the exit status: 0, or 1 where a number of hits was wrong or the file could not be written. */
int figures_close(struct figures *figures);

/* Text filled up with blanks to so many cells: Chinese characters are two wide. */
void print_padded(const char *text, size_t cells);

#endif
