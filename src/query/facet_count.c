/* Counting rows by their values: blocks of codes, a table of counters for each thread. */
#include "facet_internal.h"

#include "base/parallel.h"

#include <stdlib.h>

enum {
	BLOCK = 4096,          /* codes read at once: they stay in the nearest cache */
	PART = 1 << 16,        /* rows that a thread takes at once; a multiple of 64 and of BLOCK */
	LANES = 4,             /* tables side by side while there are few codes, so that equal neighbours do not wait for one counter */
	LANE_CODES = 2048,     /* … so few */
	COUNTERS_MAX = 1 << 20 /* of one thread; where there are more, one thread counts alone */
};

/* -- which rows ----------------------------------------------------------------------------- */

/* Leave only the codes of the rows of a set, in their order; `kept` gets which of the block they are. */
static size_t keep_set(const uint64_t *set, uint32_t first, size_t n, uint32_t *codes, uint16_t *kept)
{
	size_t m = 0;
	for (size_t word = 0; word * 64 < n; word++) {
		for (uint64_t left = set[first / 64 + word] & bits_below(n - word * 64); left; left &= left - 1) {
			size_t i = word * 64 + bits_lowest(left);
			codes[m] = codes[i];
			kept[m++] = (uint16_t)i;
		}
	}
	return m;
}

/* -- parts ------------------------------------------------------------------------------------- */

/* Work over all rows of a kind, part by part; every worker has counters of its own. */
struct counting {
	const struct axis *a, *b; /* b NULL: codes of a->values are counted, else cells */
	const struct facet_values *values;
	const struct row_set *rows;
	const uint32_t *place_a, *place_b; /* by code: the cell's row and column; NULL where a code has several values */
	uint32_t n_rows;
	size_t n_counters;
	unsigned n_workers;
	uint32_t *counters, *perhaps; /* n_counters for each worker; perhaps NULL: all rows match for certain */
};

/* Of the rows of a set; NULL: of all. */
static void count_codes(const struct counting *c, const uint64_t *set, uint32_t first, size_t n, uint32_t *counters)
{
	uint32_t codes[BLOCK];
	uint16_t kept[BLOCK];
	facet_codes(c->values, first, n, codes);
	if (set)
		n = keep_set(set, first, n, codes, kept);
	size_t i = 0, lane = c->n_counters / LANES;
	if (c->values->n_codes < LANE_CODES)
		for (; i + LANES <= n; i += LANES)
			for (size_t l = 0; l < LANES; l++)
				counters[l * lane + codes[i + l]]++;
	for (; i < n; i++)
		counters[codes[i]]++;
}

static void count_cells(const struct counting *c, uint32_t first, size_t n, uint32_t *counters, uint32_t *perhaps)
{
	uint32_t a[BLOCK], b[BLOCK];
	uint16_t kept[BLOCK];
	size_t columns = c->b->n + 1, m = n;
	facet_codes(c->a->values, first, n, a);
	facet_codes(c->b->values, first, n, b);
	if (c->rows->bits)
		m = keep_set(c->rows->bits, first, n, a, kept);
	for (size_t i = 0; i < m; i++) {
		size_t at = c->rows->bits ? kept[i] : i;
		size_t cell = c->place_a[a[i]] * columns + c->place_b[b[at]];
		counters[cell]++;
		if (perhaps && bits_has(c->rows->perhaps, first + at))
			perhaps[cell]++;
	}
}

/* The same for facets of which a row may have several values. */
static void count_lists(const struct counting *c, uint32_t first, size_t n, uint32_t *counters, uint32_t *perhaps)
{
	uint32_t a[BLOCK], b[BLOCK];
	size_t columns = c->b->n + 1, n_a, n_b;
	facet_codes(c->a->values, first, n, a);
	facet_codes(c->b->values, first, n, b);
	for (size_t i = 0; i < n; i++) {
		uint32_t row = first + (uint32_t)i;
		if (c->rows->bits && !bits_has(c->rows->bits, row))
			continue;
		bool unsure = bits_has(c->rows->perhaps, row) ||
			      facet_code_perhaps(c->a->values, a[i]) || facet_code_perhaps(c->b->values, b[i]);
		const uint32_t *list_a = facet_list(c->a->values, &a[i], &n_a);
		const uint32_t *list_b = facet_list(c->b->values, &b[i], &n_b);
		for (size_t x = 0; x < n_a; x++)
			for (size_t y = 0; y < n_b; y++) {
				size_t cell = c->a->places[list_a[x]] * columns + c->b->places[list_b[y]];
				counters[cell]++;
				perhaps[cell] += unsure;
			}
	}
}

static void work(void *context, size_t worker)
{
	const struct counting *c = context;
	uint32_t *counters = c->counters + worker * c->n_counters;
	uint32_t *perhaps = c->perhaps ? c->perhaps + worker * c->n_counters : NULL;
	for (size_t part = worker; part * PART < c->n_rows; part += c->n_workers)
		for (uint32_t first = (uint32_t)(part * PART); first < (part + 1) * PART && first < c->n_rows; first += BLOCK) {
			size_t n = c->n_rows - first < BLOCK ? c->n_rows - first : BLOCK;
			if (c->b && c->place_a)
				count_cells(c, first, n, counters, perhaps);
			else if (c->b)
				count_lists(c, first, n, counters, perhaps);
			else
				count_codes(c, c->rows->bits, first, n, counters);
			if (!c->b && perhaps) /* rows that only perhaps match are few: counted once more, by themselves */
				count_codes(c, c->rows->perhaps, first, n, perhaps);
		}
}

/* Count with as many workers as pay, and add up what they counted in the first one's counters. */
static void run(struct counting *c, bool perhaps)
{
	size_t n_parts = c->n_rows / PART + 1;
	c->n_workers = c->n_counters > COUNTERS_MAX ? 1 : parallel_threads();
	if (c->n_workers > n_parts)
		c->n_workers = (unsigned)n_parts;
	c->counters = xcalloc(c->n_workers * c->n_counters, sizeof *c->counters);
	c->perhaps = perhaps ? xcalloc(c->n_workers * c->n_counters, sizeof *c->perhaps) : NULL;
	parallel_for(c->n_workers, c->n_workers, work, c);
	for (size_t w = 1; w < c->n_workers; w++)
		for (size_t i = 0; i < c->n_counters; i++) {
			c->counters[i] += c->counters[w * c->n_counters + i];
			if (c->perhaps)
				c->perhaps[i] += c->perhaps[w * c->n_counters + i];
		}
}

/* -- one facet ------------------------------------------------------------------------------------ */

/* What all lanes have counted of a code. */
static uint32_t count_of(const struct counting *c, const uint32_t *counters, uint32_t code)
{
	uint32_t count = 0;
	for (size_t l = 0; l < c->n_counters; l += (size_t)c->values->n_codes + 1)
		count += counters[l + code];
	return count;
}

void facet_count(const struct facet_values *values, const struct row_set *rows, struct tally *out)
{
	size_t lane = (size_t)values->n_codes + 1, n;
	struct counting c = {.values = values, .rows = rows, .n_rows = values->n_rows, .n_counters = lane * LANES};
	if (values->n_codes >= LANE_CODES)
		c.n_counters = lane;
	run(&c, rows->perhaps != NULL);
	memset(out, 0, ((size_t)values->n + 1) * sizeof *out);
	for (uint32_t code = 0; code <= values->n_codes; code++) {
		uint32_t count = count_of(&c, c.counters, code);
		const uint32_t *list = facet_list(values, &code, &n);
		uint32_t unsure = facet_code_perhaps(values, code) ? count : c.perhaps ? count_of(&c, c.perhaps, code) : 0;
		for (size_t i = 0; count && i < n; i++) {
			out[list[i]].n += count;
			out[list[i]].n_perhaps += unsure;
		}
	}
	free(c.counters);
	free(c.perhaps);
}

/* -- two facets ------------------------------------------------------------------------------------ */

/* The place of each code; NULL where one code has several values or is uncertain. */
static uint32_t *places_of_codes(const struct axis *axis)
{
	const struct facet_values *v = axis->values;
	if (v->several || v->perhaps)
		return NULL;
	uint32_t *places = xmalloc(((size_t)v->n_codes + 1) * sizeof *places);
	for (uint32_t code = 0; code <= v->n_codes; code++) {
		size_t n;
		places[code] = axis->places[facet_list(v, &code, &n)[0]];
	}
	return places;
}

static void cross_one(const struct axis *a, const struct row_set *rows, struct tally *out)
{
	struct tally *by_value = xmalloc(((size_t)a->values->n + 1) * sizeof *by_value);
	facet_count(a->values, rows, by_value);
	memset(out, 0, (a->n + 1) * sizeof *out);
	for (uint32_t value = 0; value <= a->values->n; value++) {
		out[a->places[value]].n += by_value[value].n;
		out[a->places[value]].n_perhaps += by_value[value].n_perhaps;
	}
	free(by_value);
}

void facet_cross(const struct axis *a, const struct axis *b, const struct row_set *rows, struct tally *out)
{
	if (!b) {
		cross_one(a, rows, out);
		return;
	}
	uint32_t *place_a = places_of_codes(a), *place_b = places_of_codes(b);
	bool simple = place_a && place_b;
	struct counting c = {.a = a, .b = b, .rows = rows, .n_rows = a->values->n_rows,
		.place_a = simple ? place_a : NULL, .place_b = place_b, .n_counters = (a->n + 1) * (b->n + 1)};
	run(&c, !simple || rows->perhaps);
	for (size_t i = 0; i < c.n_counters; i++)
		out[i] = (struct tally){c.counters[i], c.perhaps ? c.perhaps[i] : 0};
	free(c.counters);
	free(c.perhaps);
	free(place_a);
	free(place_b);
}

/* -- the rows of each cell ----------------------------------------------------------------------------- */

/* Every cell that a row stands in. */
static void each_cell(const struct axis *a, const struct axis *b, const struct row_set *rows,
	void (*each)(void *context, size_t cell, uint32_t row), void *context)
{
	uint32_t codes_a[BLOCK], codes_b[BLOCK];
	size_t columns = b ? b->n + 1 : 1, n_a, n_b = 1;
	for (uint32_t first = 0; first < a->values->n_rows; first += BLOCK) {
		size_t n = a->values->n_rows - first < BLOCK ? a->values->n_rows - first : BLOCK;
		facet_codes(a->values, first, n, codes_a);
		if (b)
			facet_codes(b->values, first, n, codes_b);
		for (size_t i = 0; i < n; i++) {
			if (rows->bits && !bits_has(rows->bits, first + (uint32_t)i))
				continue;
			const uint32_t *list_a = facet_list(a->values, &codes_a[i], &n_a);
			const uint32_t *list_b = b ? facet_list(b->values, &codes_b[i], &n_b) : NULL;
			for (size_t x = 0; x < n_a; x++)
				for (size_t y = 0; y < n_b; y++)
					each(context, a->places[list_a[x]] * columns + (b ? b->places[list_b[y]] : 0),
						first + (uint32_t)i);
		}
	}
}

struct placing {
	enum kind kind;
	uint32_t *starts;
	struct ref *refs;
};

static void count_cell(void *context, size_t cell, uint32_t row)
{
	(void)row;
	((struct placing *)context)->starts[cell + 1]++;
}

static void place_row(void *context, size_t cell, uint32_t row)
{
	struct placing *p = context;
	p->refs[p->starts[cell]++] = ref_make(p->kind, row);
}

void facet_cross_rows(const struct axis *a, const struct axis *b, const struct row_set *rows, uint32_t **starts,
	struct ref **refs)
{
	size_t n = (a->n + 1) * (b ? b->n + 1 : 1);
	struct placing p = {a->values->facet.kind, xcalloc(n + 2, sizeof *p.starts), NULL};
	each_cell(a, b, rows, count_cell, &p);
	for (size_t i = 0; i < n; i++)
		p.starts[i + 1] += p.starts[i];
	p.refs = xmalloc(((size_t)p.starts[n] + 1) * sizeof *p.refs);
	each_cell(a, b, rows, place_row, &p);
	/* Every cell's start has moved on to its end, which is the next one's start. */
	memmove(p.starts + 1, p.starts, n * sizeof *p.starts);
	p.starts[0] = 0;
	*starts = p.starts;
	*refs = p.refs;
}
