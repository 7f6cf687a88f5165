/*
 * The shipped facts at a terminal: the first start, which makes the catalogue from them, later starts, and the answers
 * to keys. Runs the real program under a pseudo-terminal.
 *
 * usage: bench_browser PROGRAM SEEDS FOLDER OUT.json
 */
#include "keys.h"
#include "measure.h"

#include <unistd.h>

enum { STARTS = 21, KEYS = 60 };

static struct figures figures;

static void bench_starts(char *const argv[], const char *db)
{
	double first[STARTS], settled[STARTS];
	unlink(db);
	double t = now_ms();
	struct run r = run_start(argv);
	struct reply a = run_read(r, "帮助", t);
	figure(&figures, "first_start_ms", "first start: first screen", a.seen_ms, "ms", HITS_NONE);
	figure(&figures, "seeds_loaded_ms", "first start: seeds loaded, index ready", a.settled_ms, "ms", HITS_NONE);
	run_stop(r);
	for (int i = 0; i < STARTS; i++) {
		t = now_ms();
		r = run_start(argv);
		a = run_read(r, "帮助", t);
		first[i] = a.seen_ms;
		settled[i] = a.settled_ms;
		run_stop(r);
	}
	figure(&figures, "start_ms", "later starts: first screen", quantile(first, STARTS, 0.5), "ms", HITS_NONE);
	figure(&figures, "start_filled_ms", "later starts: last byte, counts filled in", quantile(settled, STARTS, 0.5), "ms", HITS_NONE);
}

static void bench_keys(struct run r, const char *key, const char *what, const char *const keys[2])
{
	keys_say(&figures, key, what, keys_press(r, keys, 2, KEYS), KEYS);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: %s PROGRAM SEEDS FOLDER OUT.json\n", argv[0]);
		return 2;
	}
	char db[4096];
	snprintf(db, sizeof db, "%s/bench.db", argv[3]);
	char *const program[] = {argv[1], "--db", db, "--seeds", argv[2], "--lang", "zh", NULL};
	figures_open(&figures, argv[4]);
	bench_starts(program, db);
	struct run r = run_start(program);
	run_read(r, "帮助", now_ms());
	run_press(r, "5");
	bench_keys(r, "move", "project list, a move", (const char *const[]){"j", "k"});
	bench_keys(r, "page", "project list, a page", (const char *const[]){"\x06", "\x02"});
	run_press(r, "f");
	bench_keys(r, "search_key", "search, a letter", (const char *const[]){"z", "\x7f"});
	run_stop(r);
	return figures_close(&figures);
}
