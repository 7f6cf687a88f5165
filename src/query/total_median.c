/*
 * The median of many numbers that stand in parts. A sample of them says between which two it is to be found; all threads
 * leave out what is below and above those, again where many are left, and among the few at last it is selected.
 */
#include "total_internal.h"

#include "base/parallel.h"

#include <string.h>

enum { SAMPLE = 1 << 10, SAMPLE_AROUND = SAMPLE / 16, SAMPLE_FROM = 1 << 15 };

struct middling {
	const decimals *parts;
	size_t n_parts, n; /* numbers in them */
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

/* Two numbers of a sample at even distances, around where the k-th of all is to be expected. */
static void take_bounds(struct middling *m, size_t k)
{
	struct decimal sample[SAMPLE];
	size_t part = 0, before = 0, expected = (size_t)((double)k / (double)m->n * (double)SAMPLE);
	for (size_t i = 0; i < SAMPLE; i++) {
		size_t at = i * (m->n / SAMPLE);
		while (at - before >= m->parts[part].n)
			before += m->parts[part++].n;
		sample[i] = m->parts[part].v[at - before];
	}
	qsort(sample, SAMPLE, sizeof *sample, by_size);
	m->low = sample[expected > SAMPLE_AROUND ? expected - SAMPLE_AROUND : 0];
	m->high = sample[expected + SAMPLE_AROUND < SAMPLE ? expected + SAMPLE_AROUND : SAMPLE - 1];
}

/* Numbers of the scale of both bounds: where they stand is chance, so that nothing branches on it. */
static void keep_plain(const struct middling *m, const decimals *part, decimals *kept, size_t *n_below)
{
	const int64_t low = m->low.digits, high = m->high.digits;
	size_t below = 0, above = 0, n = 0;
	for (size_t i = 0; i < part->n; i++) {
		below += part->v[i].digits < low;
		above += part->v[i].digits > high;
	}
	array_reserve(kept, part->n - below - above + 1);
	for (size_t i = 0; i < part->n && n < part->n - below - above; i++) {
		kept->v[n] = part->v[i];
		n += (part->v[i].digits >= low) & (part->v[i].digits <= high);
	}
	kept->n = n;
	*n_below = below;
}

static void keep_part(void *context, size_t number)
{
	struct middling *m = context;
	const decimals *part = &m->parts[number];
	unsigned others = m->low.scale ^ m->high.scale;
	for (size_t i = 0; i < part->n; i++)
		others |= (unsigned)(part->v[i].scale ^ m->low.scale);
	if (!others) {
		keep_plain(m, part, &m->kept[number], &m->n_below[number]);
		return;
	}
	for (size_t i = 0; i < part->n; i++) {
		if (compare(part->v[i], m->low) < 0)
			m->n_below[number]++;
		else if (compare(part->v[i], m->high) <= 0)
			array_push(&m->kept[number], part->v[i]);
	}
}

static void release_parts(decimals *parts, size_t n_parts)
{
	for (size_t i = 0; parts && i < n_parts; i++)
		array_release(&parts[i]);
	free(parts);
}

/*
 * Leave out of the parts what is surely not the k-th of all numbers or the one before it; k becomes its place among those that
 * are left, which the caller owns. NULL: the sample says nothing of where it is.
 */
static decimals *narrow(struct middling *m, size_t *k)
{
	size_t n = 0, n_below = 0;
	take_bounds(m, *k);
	m->kept = xcalloc(m->n_parts, sizeof *m->kept);
	m->n_below = xcalloc(m->n_parts, sizeof *m->n_below);
	parallel_for(m->n_parts, parallel_threads(), keep_part, m);
	for (size_t i = 0; i < m->n_parts; i++) {
		n_below += m->n_below[i];
		n += m->kept[i].n;
	}
	free(m->n_below);
	if (n_below >= *k || *k >= n_below + n || n == m->n) {
		release_parts(m->kept, m->n_parts);
		return NULL;
	}
	*k -= n_below;
	m->n = n;
	return m->kept;
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

/* The median of n numbers, the upper one of the two in the middle being the k-th of those in v. */
static bool middle(const decimals *v, size_t k, size_t n, struct decimal *out)
{
	const struct decimal half = {5, 1};
	struct decimal below, sum;
	*out = select_decimal(v->v, v->n, k);
	if (n % 2)
		return true;
	/* Before the upper one of the two stand only such as are not greater: the greatest of them is the lower one. */
	below = select_decimal(v->v, v->n, k - 1);
	return decimal_add(below, *out, &sum) && decimal_mul(sum, half, out);
}

bool total_median(const decimals *parts, size_t n_parts, struct decimal *out)
{
	struct middling m = {.parts = parts, .n_parts = n_parts};
	decimals some = {0}, *owned = NULL, *kept;
	for (size_t i = 0; i < n_parts; i++)
		m.n += parts[i].n;
	size_t n = m.n, k = n / 2;
	while (m.n >= SAMPLE_FROM && (kept = narrow(&m, &k)) != NULL) {
		release_parts(owned, n_parts);
		m.parts = owned = kept;
	}
	join(m.parts, n_parts, &some);
	bool has = n && middle(&some, k, n, out);
	array_release(&some);
	release_parts(owned, n_parts);
	return has;
}
