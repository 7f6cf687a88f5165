/*
 * The median of many numbers that stand in parts. A sample of them says between which two it is to be found; all threads
 * leave out what is below and above those, and among the few that are left it is selected.
 */
#include "total_internal.h"

#include "base/parallel.h"

#include <string.h>

enum { SAMPLE = 1 << 10, SAMPLE_AROUND = SAMPLE / 16, SAMPLE_FROM = 1 << 15 };

struct middling {
	const decimals *parts;
	size_t n_parts;
	struct decimal low, high; /* what is between them, they too, is kept */
	decimals *kept;           /* by part */
	size_t *n_below;
};

static int compare(struct decimal a, struct decimal b)
{
	return a.scale != b.scale ? decimal_cmp(a, b) : a.digits < b.digits ? -1 : a.digits > b.digits;
}

static int by_size(const void *a, const void *b)
{
	return compare(*(const struct decimal *)a, *(const struct decimal *)b);
}

/* The k-th of n by size; the array is put in order as far as that takes. */
static struct decimal select_decimal(struct decimal *v, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;
	while (low < high) {
		struct decimal pivot = v[low + (high - low) / 2];
		size_t i = low, j = high;
		for (;; i++, j--) {
			while (compare(v[i], pivot) < 0)
				i++;
			while (compare(v[j], pivot) > 0)
				j--;
			if (i >= j)
				break;
			struct decimal swap = v[i];
			v[i] = v[j];
			v[j] = swap;
		}
		if (k <= j)
			high = j;
		else
			low = j + 1;
	}
	return v[k];
}

/* -- leaving out ------------------------------------------------------------------------------ */

/* Numbers at even distances. */
static void take_bounds(struct middling *m, size_t n)
{
	struct decimal sample[SAMPLE];
	size_t part = 0, before = 0;
	for (size_t i = 0; i < SAMPLE; i++) {
		size_t at = i * (n / SAMPLE);
		while (at - before >= m->parts[part].n)
			before += m->parts[part++].n;
		sample[i] = m->parts[part].v[at - before];
	}
	qsort(sample, SAMPLE, sizeof *sample, by_size);
	m->low = sample[SAMPLE / 2 - SAMPLE_AROUND];
	m->high = sample[SAMPLE / 2 + SAMPLE_AROUND];
}

static void keep_part(void *context, size_t number)
{
	struct middling *m = context;
	const decimals *part = &m->parts[number];
	for (size_t i = 0; i < part->n; i++) {
		if (compare(part->v[i], m->low) < 0)
			m->n_below[number]++;
		else if (compare(part->v[i], m->high) <= 0)
			array_push(&m->kept[number], part->v[i]);
	}
}

/* -- what is left ------------------------------------------------------------------------------- */

static void join(const decimals *parts, size_t n_parts, decimals *out)
{
	for (size_t i = 0; i < n_parts; i++) {
		array_reserve(out, out->n + parts[i].n);
		if (parts[i].n)
			memcpy(out->v + out->n, parts[i].v, parts[i].n * sizeof *out->v);
		out->n += parts[i].n;
	}
}

/* The median of n numbers, of which those in v have n_below of the others before them. */
static bool middle(const decimals *v, size_t n_below, size_t n, struct decimal *out)
{
	const struct decimal half = {5, 1};
	size_t k = n / 2 - n_below;
	struct decimal below, sum;
	*out = select_decimal(v->v, v->n, k);
	if (n % 2)
		return true;
	/* Before the upper one of the two stand only such as are not greater: the greatest of them is the lower one. */
	below = select_decimal(v->v, v->n, k - 1);
	return decimal_add(below, *out, &sum) && decimal_mul(sum, half, out);
}

/* False: the sample says nothing of where the middle is. */
static bool join_middle(struct middling *m, size_t n, decimals *out, size_t *n_below)
{
	take_bounds(m, n);
	m->kept = xcalloc(m->n_parts, sizeof *m->kept);
	m->n_below = xcalloc(m->n_parts, sizeof *m->n_below);
	parallel_for(m->n_parts, parallel_threads(), keep_part, m);
	*n_below = 0;
	join(m->kept, m->n_parts, out);
	for (size_t i = 0; i < m->n_parts; i++) {
		*n_below += m->n_below[i];
		array_release(&m->kept[i]);
	}
	free(m->kept);
	free(m->n_below);
	return *n_below < n / 2 && n / 2 < *n_below + out->n;
}

bool total_median(const decimals *parts, size_t n_parts, struct decimal *out)
{
	struct middling m = {.parts = parts, .n_parts = n_parts};
	decimals some = {0};
	size_t n = 0, n_below = 0;
	for (size_t i = 0; i < n_parts; i++)
		n += parts[i].n;
	if (n < SAMPLE_FROM || !join_middle(&m, n, &some, &n_below)) {
		some.n = 0;
		n_below = 0;
		join(parts, n_parts, &some);
	}
	bool has = n && middle(&some, n_below, n, out);
	array_release(&some);
	return has;
}
