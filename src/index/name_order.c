/* The order of names: text/pinyin.h. */
#include "name_internal.h"

#include "base/array.h"
#include "parallel_internal.h"

#include <endian.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/*
 * Keys are compared as bytes, sixteen at a time: rows are sorted by the first sixteen, then each
 * run of equal ones by the next, until they differ or end. So a key is fetched from memory once
 * for every sixteen of its bytes that matter, not twice for every comparison.
 */
enum { HEAD_BYTES = 16 };

struct ranking {
	struct index *index;
	enum kind kind;
	const struct composition *composition; /* NULL: the kind has names */
	size_t fields[3], n_fields;
	struct piece *pieces;
	struct sort_item *items;
	uint32_t n;
	struct ref *by_name;
	uint32_t *ranks;
};

/* -- keys ------------------------------------------------------------------------------ */

static struct str key_of(const struct ranking *r, uint32_t row)
{
	const struct piece *piece = &r->pieces[row / ROWS_AT_ONCE];
	uint32_t i = row % ROWS_AT_ONCE, start = i ? piece->ends[i - 1] : 0;
	return str_sub(strbuf_str(&piece->bytes), start, piece->ends[i] - start);
}

static void take_head(struct str key, size_t at, struct sort_item *item)
{
	uint64_t head[2] = {0};
	if (at < key.n)
		memcpy(head, key.p + at, key.n - at < HEAD_BYTES ? key.n - at : HEAD_BYTES);
	item->a = be64toh(head[0]);
	item->b = be64toh(head[1]);
}

/* The key of a composed name from those of its parts: the name's own key but for readings that depend on the neighbour. */
static void add_composed_key(const struct ranking *r, uint32_t row, struct strbuf *text, struct strbuf *out)
{
	for (size_t i = 0; i < r->n_fields; i++) {
		if (i)
			pinyin_sort_key(str_from(i == 1 ? r->composition->middle : " "), out);
		strbuf_clear(text);
		composition_add_part(r->index, ref_make(r->kind, row), r->fields[i], text);
		pinyin_sort_key(strbuf_str(text), out);
	}
}

static void key_piece(void *context, size_t i)
{
	struct ranking *r = context;
	struct piece *piece = &r->pieces[i];
	struct strbuf text = {0};
	uint32_t n = rows_of_piece(r->n, i), first = (uint32_t)(i * ROWS_AT_ONCE);
	piece->ends = xmalloc(n * sizeof *piece->ends);
	for (uint32_t row = 0; row < n; row++) {
		size_t before = piece->bytes.n;
		if (index_stopped(r->index))
			; /* all keys are equal then */
		else if (r->composition)
			add_composed_key(r, first + row, &text, &piece->bytes);
		else
			pinyin_sort_key(index_name(r->index, ref_make(r->kind, first + row)), &piece->bytes);
		piece->ends[row] = (uint32_t)piece->bytes.n;
		r->items[first + row].row = first + row;
		take_head(str_sub(strbuf_str(&piece->bytes), before, piece->bytes.n - before), 0, &r->items[first + row]);
	}
	strbuf_release(&text);
}

/* -- sorting ------------------------------------------------------------------------------ */

static bool heads_equal(const struct sort_item *x, const struct sort_item *y)
{
	return x->a == y->a && x->b == y->b;
}

static int by_head(const void *a, const void *b)
{
	const struct sort_item *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void sort_few(struct sort_item *items, size_t n)
{
	if (n > 16) {
		qsort(items, n, sizeof *items, by_head);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct sort_item item = items[i];
		size_t j = i;
		for (; j && by_head(&items[j - 1], &item) > 0; j--)
			items[j] = items[j - 1];
		items[j] = item;
	}
}

/* Order rows whose keys are equal up to `at`; they are in the order of rows. */
static void sort_equal(const struct ranking *r, struct sort_item *items, size_t n, size_t at)
{
	bool more = false;
	for (size_t i = 0; i < n; i++) {
		struct str key = key_of(r, items[i].row);
		take_head(key, at, &items[i]);
		more |= key.n > at;
	}
	if (!more)
		return;
	sort_few(items, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && heads_equal(&items[i], &items[end]); end++)
			;
		if (end - i > 1)
			sort_equal(r, items + i, end - i, at + HEAD_BYTES);
	}
}

/* Rows whose keys are equal up to `at`. */
struct run {
	uint32_t start, n;
	size_t at;
};

typedef ARRAY(struct run) run_array;

static void add_runs(const struct ranking *r, size_t start, size_t end, size_t at, run_array *out)
{
	for (size_t i = start, next; i < end; i = next) {
		for (next = i + 1; next < end && heads_equal(&r->items[i], &r->items[next]); next++)
			;
		if (next - i > 1)
			array_push(out, (struct run){(uint32_t)i, (uint32_t)(next - i), at});
	}
}

enum { RUNS_AT_ONCE = 64, LONG_RUN = 1 << 15 };

struct finishing {
	const struct ranking *r;
	run_array runs;
};

static void finish_runs(void *context, size_t piece)
{
	const struct finishing *f = context;
	for (size_t i = piece * RUNS_AT_ONCE; i < (piece + 1) * RUNS_AT_ONCE && i < f->runs.n; i++)
		if (f->runs.v[i].n < LONG_RUN)
			sort_equal(f->r, f->r->items + f->runs.v[i].start, f->runs.v[i].n, f->runs.v[i].at);
}

struct deepening {
	const struct ranking *r;
	struct run run;
	atomic_bool more;
};

static void deepen_piece(void *context, size_t piece)
{
	struct deepening *d = context;
	for (size_t i = piece * ROWS_AT_ONCE, end = i + rows_of_piece(d->run.n, piece); i < end; i++) {
		struct sort_item *item = &d->r->items[d->run.start + i];
		struct str key = key_of(d->r, item->row);
		take_head(key, d->run.at, item);
		if (key.n > d->run.at)
			atomic_store_explicit(&d->more, true, memory_order_relaxed);
	}
}

static int by_row(void *context, uint32_t x, uint32_t y)
{
	(void)context;
	return x < y ? -1 : x > y;
}

/* Long runs by all threads together, which leaves shorter ones; those by one thread each. */
static void sort_names(struct ranking *r)
{
	unsigned n_threads = r->index->n_threads;
	struct finishing f = {.r = r};
	parallel_sort(r->items, r->n, n_threads, by_row, NULL);
	add_runs(r, 0, r->n, HEAD_BYTES, &f.runs);
	for (size_t i = 0; i < f.runs.n; i++) {
		struct deepening d = {.r = r, .run = f.runs.v[i]};
		if (d.run.n < LONG_RUN)
			continue;
		parallel_for((d.run.n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, n_threads, deepen_piece, &d);
		if (!d.more)
			continue;
		parallel_sort(r->items + d.run.start, d.run.n, n_threads, by_row, NULL);
		add_runs(r, d.run.start, (size_t)d.run.start + d.run.n, d.run.at + HEAD_BYTES, &f.runs);
	}
	parallel_for(f.runs.n / RUNS_AT_ONCE + 1, n_threads, finish_runs, &f);
	array_release(&f.runs);
}

/* -- ranks ------------------------------------------------------------------------------------ */

static void rank_piece(void *context, size_t piece)
{
	struct ranking *r = context;
	uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), end = first + rows_of_piece(r->n, piece);
	for (uint32_t i = first; i < end; i++) {
		r->by_name[i] = ref_make(r->kind, r->items[i].row);
		r->ranks[r->items[i].row] = i;
	}
}

void ranks_make(struct index *index, enum kind kind)
{
	struct index_table *t = &index->tables[kind];
	struct ranking r = {.index = index, .kind = kind, .composition = composition_of(kind), .n = t->n};
	size_t n_pieces = (t->n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
	r.n_fields = r.composition ? composition_fields(r.composition, r.fields) : 0;
	r.pieces = xcalloc(n_pieces + 1, sizeof *r.pieces);
	r.items = xcalloc(t->n, sizeof *r.items);
	r.by_name = xmalloc(t->n * sizeof *r.by_name);
	r.ranks = xmalloc(t->n * sizeof *r.ranks);
	parallel_for(n_pieces, index->n_threads, key_piece, &r);
	sort_names(&r);
	parallel_for(n_pieces, index->n_threads, rank_piece, &r);
	t->by_name = section_plain(r.by_name, t->n, sizeof *r.by_name);
	t->name_ranks = section_plain(r.ranks, t->n, sizeof *r.ranks);
	for (size_t i = 0; i < n_pieces; i++) {
		strbuf_release(&r.pieces[i].bytes);
		free(r.pieces[i].ends);
	}
	free(r.pieces);
	free(r.items);
}

void index_make_ranks(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		ranks_make(index, (enum kind)k);
}
