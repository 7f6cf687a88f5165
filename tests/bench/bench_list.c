/*
 * Lists under a person's fingers: how long a key takes until the last byte of its answer, and how many bytes travel, at
 * 120 by 40, beside `less` on the same text where it is installed. Runs the real program under a pseudo-terminal.
 *
 * usage: bench_list PROGRAM CATALOGUE OUT.json
 */
#include "keys.h"
#include "measure.h"

#include <stdlib.h>
#include <unistd.h>

enum { OPENINGS = 11, KEYS = 120, KEYS_SLOW = 48, SLOW_MS = 20 };

enum {
	LIST_ROWS = SCREEN_ROWS - 3, /* beside head, titles and hints */
	TEXT_ROWS = 1000,            /* the tallest screen there is, from which the text for `less` comes */
	TEXT_PAGES = (TEXT_ROWS - SCREEN_ROWS) / LIST_ROWS,
};

static struct figures figures;

/* Fewer keys where one takes long. */
static void bench_keys(struct run r, const char *key, const char *what, const char *const *keys, size_t n_keys)
{
	struct keys_timed first = keys_press(r, keys, n_keys, 2 * n_keys);
	size_t times = first.p50_ms > SLOW_MS ? KEYS_SLOW : KEYS;
	keys_say(&figures, key, what, keys_press(r, keys, n_keys, times), times);
}

#define BENCH(r, key, what, ...)                                                                         \
	bench_keys(r, key, what, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* From the first screen and back. */
static void bench_opening(struct run r)
{
	double ms[OPENINGS];
	for (int i = 0; i < OPENINGS; i++) {
		ms[i] = run_press(r, "5").settled_ms;
		run_press(r, "1");
	}
	run_press(r, "5");
	figure(&figures, "open_list_ms", "the list of projects from the first screen", quantile(ms, OPENINGS, 0.5), "ms", HITS_NONE);
}

/* -- beside less ------------------------------------------------------------------------------------ */

/* The first rows of the list as the screen shows them, without head, titles and hints, into a file. */
static bool write_rows(const char *program, const char *catalogue, const char *file)
{
	char command[8192];
	snprintf(command, sizeof command, "'%s' --db '%s' --seeds none --lang zh render projects --size %dx%d | sed '1,2d;$d' > '%s'",
		program, catalogue, SCREEN_COLUMNS, TEXT_ROWS, file);
	return system(command) == 0;
}

struct rows_written {
	size_t n, n_bytes; /* line breaks do not count */
};

static struct rows_written count_rows(const char *file)
{
	struct rows_written rows = {0};
	FILE *in = fopen(file, "re");
	for (int c; in && (c = getc(in)) != EOF;) {
		rows.n += c == '\n';
		rows.n_bytes += c != '\n';
	}
	if (in)
		fclose(in);
	return rows;
}

/* Bytes of an answer to one key pressed again and again, each of which brings new rows. */
static void bytes_of(struct run r, const char *name, const char *label, const char *key, size_t times, size_t n_rows)
{
	struct keys_timed k = keys_press(r, &key, 1, times);
	figure(&figures, name, label, k.bytes, "bytes", (long long)n_rows);
	keys_note_unanswered(k, times);
}

/* Over rows that fill all the pages, so that both show the same ones. */
static void bench_both(struct run ours, const char *file)
{
	char command[4400];
	char *const argv[] = {"/bin/sh", "-c", command, NULL};
	struct rows_written rows = count_rows(file);
	if (rows.n < TEXT_PAGES * LIST_ROWS + SCREEN_ROWS) {
		printf("  skipped less: the list is too short\n");
		return;
	}
	snprintf(command, sizeof command, "LESS= LESSOPEN= LESSCHARSET=utf-8 exec less -z%d '%s'", LIST_ROWS, file);
	struct run less = run_start(argv);
	run_read(less, NULL, now_ms());
	figure(&figures, "text_page_bytes", "a page of the first rows: its text alone, with blanks", (double)rows.n_bytes * LIST_ROWS / (double)rows.n, "bytes",
		(long long)rows.n);
	bytes_of(less, "less_line_bytes", "  a scrolled line in less, bytes, p50", "j", KEYS, rows.n);
	run_press(less, "g");
	bytes_of(less, "less_page_bytes", "  a page in less, bytes, p50", " ", TEXT_PAGES, rows.n);
	run_stop(less);
	for (int i = 0; i < SCREEN_ROWS; i++)
		run_press(ours, "j");
	bytes_of(ours, "same_line_bytes", "  a scrolled line in ours, bytes, p50", "j", KEYS, rows.n);
	run_press(ours, "gg");
	bytes_of(ours, "same_page_bytes", "  a page in ours, bytes, p50", "\x06", TEXT_PAGES, rows.n);
	run_press(ours, "gg");
}

/* `ours` shows the list of projects from its first row on. */
static void bench_beside_less(struct run ours, const char *program, const char *catalogue, const char *json)
{
	char file[4096];
	snprintf(file, sizeof file, "%s.text", json);
	if (!run_installed("less"))
		return;
	if (!write_rows(program, catalogue, file))
		give_up(file, "cannot be written");
	bench_both(ours, file);
	unlink(file);
}

/* -- keys ---------------------------------------------------------------------------------------------- */

static void bench_moves(struct run r)
{
	run_press(r, "jjjjjjjjjj");
	BENCH(r, "move", "a move", "j", "k");
	run_press(r, ":50%\r");
	run_press(r, "zz");
	for (int i = 0; i < SCREEN_ROWS; i++)
		run_press(r, "j");
	BENCH(r, "line", "a scrolled line", "j");
	BENCH(r, "page", "a page", "\x06");
	BENCH(r, "ends", "first and last row", "G", "gg");
	run_press(r, "jjjjjjjjjj");
	BENCH(r, "side", "a column to the side", "l", "h");
	BENCH(r, "mark", "a mark and back", " ", "k", " ", "k");
}

static void bench_letters_typed(struct run r)
{
	run_press(r, "&");
	BENCH(r, "filter_key", "a letter of the filter", "x", "m", "\x7f", "\x7f");
	run_press(r, "\x1b");
	run_press(r, "f");
	BENCH(r, "search_key", "a letter of the search", "d", "j", "\x7f", "\x7f");
	run_press(r, "\x1b");
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: %s PROGRAM CATALOGUE OUT.json\n", argv[0]);
		return 2;
	}
	char *const program[] = {argv[1], "--db", argv[2], "--seeds", "none", "--lang", "zh", NULL};
	figures_open(&figures, argv[3]);
	struct run r = run_start(program);
	run_read(r, "帮助", now_ms());
	bench_opening(r);
	bench_beside_less(r, argv[1], argv[2], argv[3]);
	bench_moves(r);
	bench_letters_typed(r);
	BENCH(r, "panel", "the facet panel and back", "F", "q");
	run_press(r, "F");
	BENCH(r, "next_facet", "the next facet", "l", "l", "l", "h", "h", "h");
	run_stop(r);
	return figures_close(&figures);
}
