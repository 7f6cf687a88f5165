#include "support/test.h"

#include "store/graph_internal.h"

struct graph_row {
	const char *name, *edges; /* "a>b b>c" */
	size_t length;            /* of the circle */
};

static const struct graph_row rows[] = {
	{"nothing", "", 0},
	{"a line", "a>b b>c c>d", 0},
	{"a diamond", "a>b a>c b>d c>d", 0},
	{"itself", "a>b b>b", 1},
	{"two", "a>b b>a", 2},
	{"behind a tail", "x>a a>b b>c c>a", 3},
	{"beside a dead end", "a>x a>b x>y b>c c>a", 3},
	{"from the second of three", "c>a a>p a>b a>q b>c", 3},
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct graph graph = {0};
		int64_t *found = NULL;
		for (const char *p = rows[i].edges; *p; p += p[3] ? 4 : 3)
			array_push(&graph.edges, (struct graph_edge){p[0], p[2], p[0] * 256 + p[2]});
		size_t n = graph_cycle(&graph, &found);
		assert_row(n == rows[i].length, rows[i].name);
		for (size_t j = 0; j < n; j++)
			assert_row(found[j] % 256 == found[(j + 1) % n] / 256, rows[i].name);
		free(found);
		graph_release(&graph);
	}
}

/* Slow and obvious: whether a node reaches itself, by squaring the matrix. */
static bool has_circle(const struct graph *graph, int n)
{
	bool reach[16][16] = {{false}};
	for (size_t i = 0; i < graph->edges.n; i++)
		reach[graph->edges.v[i].from][graph->edges.v[i].to] = true;
	for (int k = 0; k < n; k++)
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
	for (int i = 0; i < n; i++)
		if (reach[i][i])
			return true;
	return false;
}

static void test_random_graphs(void **state)
{
	(void)state;
	struct test_random random = test_random();
	int with = 0;
	for (int round = 0; round < 3000; round++) {
		struct graph graph = {0};
		int64_t *found = NULL;
		int n = 1 + (int)test_random_below(&random, 12);
		for (uint32_t edges = test_random_below(&random, 16); edges; edges--) {
			int64_t from = test_random_below(&random, (uint32_t)n), to = test_random_below(&random, (uint32_t)n);
			array_push(&graph.edges, (struct graph_edge){from, to, from * 256 + to});
		}
		size_t length = graph_cycle(&graph, &found);
		assert_int_equal(length > 0, has_circle(&graph, n));
		with += length > 0;
		for (size_t j = 0; j < length; j++)
			assert_int_equal(found[j] % 256, found[(j + 1) % length] / 256);
		free(found);
		graph_release(&graph);
	}
	assert_in_range(with, 300, 2700);
}

/* A long chain needs no deep recursion and no square time. */
static void test_long(void **state)
{
	(void)state;
	struct graph graph = {0};
	int64_t *found = NULL;
	for (int64_t i = 0; i < 1000000; i++)
		array_push(&graph.edges, (struct graph_edge){1000000 - i, 999999 - i, i});
	assert_int_equal(graph_cycle(&graph, &found), 0);
	array_push(&graph.edges, (struct graph_edge){0, 1000000, 7});
	assert_int_equal(graph_cycle(&graph, &found), 1000001);
	free(found);
	graph_release(&graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_random_graphs), cmocka_unit_test(test_long)};
	return cmocka_run_group_tests_name("store/graph", tests, NULL, NULL);
}
