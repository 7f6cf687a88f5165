#include "parallel_internal.h"

#include "base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { RUN = 1 << 15 };

struct sorting {
	struct sort_item *from, *to;
	size_t n, width; /* of the runs that are sorted by now */
	int (*tie)(void *context, uint32_t x, uint32_t y);
	void *context;
};

static int compare(const void *a, const void *b, void *context)
{
	const struct sort_item *x = a, *y = b;
	const struct sorting *s = context;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return x->row == y->row ? 0 : s->tie(s->context, x->row, y->row);
}

static void sort_run(void *context, size_t i)
{
	struct sorting *s = context;
	size_t start = i * RUN, n = s->n - start < RUN ? s->n - start : RUN;
	qsort_r(s->from + start, n, sizeof *s->from, compare, s);
}

static void merge(void *context, size_t i)
{
	struct sorting *s = context;
	size_t start = i * 2 * s->width, middle = start + s->width, end = middle + s->width;
	middle = middle < s->n ? middle : s->n;
	end = end < s->n ? end : s->n;
	for (size_t x = start, y = middle, at = start; at < end; at++) {
		bool left = x < middle && (y == end || compare(&s->from[x], &s->from[y], s) <= 0);
		s->to[at] = s->from[left ? x++ : y++];
	}
}

void parallel_sort(struct sort_item *items, size_t n, unsigned n_threads, int (*tie)(void *context, uint32_t x, uint32_t y),
	void *context)
{
	struct sorting s = {.from = items, .n = n, .tie = tie, .context = context};
	parallel_for((n + RUN - 1) / RUN, n_threads, sort_run, &s);
	if (n <= RUN)
		return;
	struct sort_item *other = s.to = xmalloc(n * sizeof *other);
	for (s.width = RUN; s.width < n; s.width *= 2) {
		parallel_for((n + 2 * s.width - 1) / (2 * s.width), n_threads, merge, &s);
		struct sort_item *swap = s.from;
		s.from = s.to;
		s.to = swap;
	}
	if (s.from != items)
		memcpy(items, s.from, n * sizeof *items);
	free(other);
}
