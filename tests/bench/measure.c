#include "measure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

const char bench_scan_sql[] = "SELECT id, name, code, region, zone, park, owner, stage, status, updated_on FROM projects";

const struct bench_word bench_characters[] = {
	{"frequent", "项", NULL}, {"frequent", "项目", NULL}, {"frequent", "年产", NULL}, {"frequent", "智能", NULL}, {"frequent", "生产线", NULL},
	{"frequent", "建设项目", NULL}, {"common", "电", NULL}, {"common", "电解", NULL}, {"common", "光伏", NULL}, {"common", "储能", NULL},
	{"common", "扩建", NULL}, {"common", "电解铝", NULL}, {"common", "扩建项目", NULL}, {"rare", "醋", NULL}, {"rare", "恒达", NULL},
	{"rare", "硅片", NULL}, {"rare", "晋阳", NULL}, {"rare", "刮板输", NULL}, {"rare", "储能系统", NULL}, {"absent", "龘", NULL},
	{"absent", "火星", NULL}, {"absent", "火星车", NULL}, {"absent", "火星移民", NULL},
};
const size_t bench_n_characters = sizeof bench_characters / sizeof *bench_characters;

const struct bench_word bench_letters[] = {
	{"initials", "xm", "x m"}, {"initials", "nc", "n c"}, {"initials", "zq", "z q"}, {"initials", "djl", "d j l"}, {"initials", "gfzj", "g f z j"},
	{"initials", "znzzx", "z n z z x"}, {"absent initials", "vvvv", "v v v v"}, {"full pinyin", "xiangmu", "xiang mu"},
	{"full pinyin", "guangfu", "guang fu"}, {"full pinyin", "chuneng", "chu neng"}, {"full pinyin", "dianjielv", "dian jie lv"},
	{"mixed", "电jl", NULL}, {"mixed", "dianjl", NULL}, {"mixed", "光fzj", NULL},
};
const size_t bench_n_letters = sizeof bench_letters / sizeof *bench_letters;

double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void warm(const char *path)
{
	static char room[1 << 20];
	FILE *file = fopen(path, "r");
	if (!file)
		give_up(path, strerror(errno));
	while (fread(room, 1, sizeof room, file) == sizeof room)
		;
	fclose(file);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double quantile(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return n ? v[(size_t)(q * (double)(n - 1) + 0.5)] : 0;
}

void give_up(const char *what, const char *why)
{
	fflush(stdout);
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
	exit(70);
}

long status_kib(const char *field)
{
	char line[256];
	long kib = 0;
	FILE *file = fopen("/proc/self/status", "re");
	while (file && fgets(line, sizeof line, file))
		if (strncmp(line, field, strlen(field)) == 0)
			kib = strtol(line + strlen(field) + 1, NULL, 10);
	if (file)
		fclose(file);
	return kib;
}

void time_in_turn(struct timing *v, size_t n, double budget_ms)
{
	enum { MOST = 8 };
	double times[MOST][RUNS_MOST], spent[MOST] = {0}, begun = now_ms();
	size_t runs[MOST] = {0};
	if (n > MOST)
		give_up("time_in_turn", "found too many things");
	for (size_t round = 0; round < RUNS_MOST; round++) {
		double past = now_ms() - begun;
		size_t least = past < budget_ms * RUNS_LEAST ? RUNS_USUAL : RUNS_LEAST;
		if (round >= least && past >= budget_ms)
			break;
		for (size_t i = 0; i < n; i++) {
			if (!v[i].run || spent[i] > 2 * budget_ms)
				continue;
			double start = now_ms();
			v[i].run(v[i].context);
			spent[i] += times[i][runs[i]++] = now_ms() - start;
		}
	}
	for (size_t i = 0; i < n; i++) {
		v[i].p50_ms = quantile(times[i], runs[i], 0.5);
		v[i].p99_ms = quantile(times[i], runs[i], 0.99);
	}
}
