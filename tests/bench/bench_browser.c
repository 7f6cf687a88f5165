/*
 * What a person at a terminal waits for: the first screen, the answer to a key, and
 * the bytes that travel. Runs the real program under a pseudo-terminal.
 *
 * usage: bench_browser PROGRAM SEEDS FOLDER
 *
 * Medians of many runs, as a table and as JSON (FOLDER/bench_browser.json). The first start makes the
 * catalogue from the seeds; all others find it.
 */
#include "measure.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RUNS = 21, KEYS = 40 };

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
	struct run s = run_start(argv, 80, 24);
	struct reply a = run_read(s, "帮助", t);
	say(r, "first start: first screen", a.first_ms, "ms", 0);
	struct reply filled = run_read(s, NULL, t);
	say(r, "first start: seeds loaded, index ready", filled.n_bytes ? filled.settled_ms : a.settled_ms, "ms", 1000);
	run_stop(s);
	for (int i = 0; i < RUNS; i++) {
		t = now_ms();
		s = run_start(argv, 80, 24);
		a = run_read(s, "帮助", t);
		first[i] = a.first_ms;
		settled[i] = a.settled_ms;
		run_stop(s);
	}
	say(r, "later starts: first byte (median)", quantile(first, RUNS, 0.5), "ms", 50);
	say(r, "later starts: last byte, counts filled in", quantile(settled, RUNS, 0.5), "ms", 0);
}

/* Two keys in turn, each of which changes the screen: down and up again, a letter and its removal. */
static void bench_keys(struct report *r, struct run s, const char *name, const char *keys[2], double limit_ms, double limit_bytes)
{
	double ms[KEYS], bytes[KEYS];
	char label[64];
	for (int i = 0; i < KEYS; i++) {
		struct reply a = run_press(s, keys[i % 2]);
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

	struct run s = run_start(program, 80, 24);
	run_read(s, "帮助", now_ms());
	run_press(s, "5"); /* the project list */
	bench_keys(&r, s, "project list, a move", (const char *[]){"j", "k"}, 5, 150);
	bench_keys(&r, s, "project list, a page", (const char *[]){"\x06", "\x02"}, 5, 0);
	run_press(s, "f");
	bench_keys(&r, s, "search, a letter", (const char *[]){"z", "\x7f"}, 5, 0);
	run_stop(s);
	fprintf(r.json, "\n]\n");
	fclose(r.json);
	return r.failed;
}
