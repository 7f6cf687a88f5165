/*
 * Lists under a person's fingers: how long a key takes until the last byte of its answer, and how many bytes travel, at
 * 120 by 40. Runs the real program under a pseudo-terminal.
 *
 * usage: bench_list PROGRAM CATALOGUE OUT.json
 */
#include "figures.h"
#include "measure.h"
#include "terminal.h"

enum { OPENINGS = 11, KEYS = 120, KEYS_SLOW = 48, SLOW_MS = 20 };

static struct figures figures;

/* Several keys in turn, each of which changes the screen; fewer of them where one takes long. */
static void bench_keys(struct run r, const char *key, const char *what, const char *const *keys, size_t n_keys)
{
	char name[64], label[128];
	struct keys_timed k = run_keys(r, keys, n_keys, 2 * n_keys);
	k = run_keys(r, keys, n_keys, k.p50_ms > SLOW_MS ? KEYS_SLOW : KEYS);
	snprintf(name, sizeof name, "%s_p50_ms", key);
	snprintf(label, sizeof label, "%s: key to last byte, p50", what);
	figure(&figures, name, label, k.p50_ms, "ms", HITS_NONE);
	snprintf(name, sizeof name, "%s_p99_ms", key);
	figure(&figures, name, "  p99", k.p99_ms, "ms", HITS_NONE);
	snprintf(name, sizeof name, "%s_bytes", key);
	figure(&figures, name, "  bytes, p50", k.bytes, "bytes", HITS_NONE);
	if (k.n < (k.p50_ms > SLOW_MS ? KEYS_SLOW : KEYS) / 2)
		printf("  (only %zu of these keys were answered)\n", k.n);
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
	bench_moves(r);
	bench_letters_typed(r);
	BENCH(r, "panel", "the facet panel and back", "F", "q");
	run_press(r, "F");
	BENCH(r, "next_facet", "the next facet", "l", "l", "l", "h", "h", "h");
	run_stop(r);
	return figures_close(&figures);
}
