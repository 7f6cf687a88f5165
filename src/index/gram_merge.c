/* Postings in which few rows changed: lists that none of them touches are copied. */
#include "gram_internal.h"

#include "base/array.h"
#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

/* A gram as it will be: of the base (or none), with some changes. */
struct merging {
	uint64_t key;
	uint32_t gram; /* of the base; UINT32_MAX: a new one */
	uint32_t n;    /* changes */
	size_t first;  /* of them */
	uint32_t count;/* rows; 0: nothing is left of it */
	uint64_t size; /* bytes */
};

enum { GRAMS_AT_ONCE = 1 << 10 };

struct piece {
	ARRAY(uint8_t) bytes;
	ARRAY(uint32_t) rows; /* of the gram at hand */
	uint64_t to;          /* where they stand among all */
};

struct merge {
	const struct postings *from;
	const struct gram_changes *changes;
	ARRAY(struct merging) grams;
	struct piece *pieces;
	uint8_t *bytes;
};

static uint32_t moved(const struct gram_changes *c, size_t *move, uint32_t row)
{
	while (*move + 1 < c->n_moves && c->moves[*move + 1].row <= row)
		++*move;
	return row + c->moves[*move].by;
}

/* -- which grams -------------------------------------------------------------------------- */

static void list_grams(struct merge *m)
{
	const uint32_t *firsts = SECTION_V(uint32_t, m->from->firsts);
	const struct gram_change *c = m->changes->v;
	size_t at = 0, n = m->changes->n;
	array_reserve(&m->grams, (size_t)m->from->seconds.n + n);
	for (uint32_t i = 0; i <= m->from->firsts.n; i++) {
		struct gram_span span = i < m->from->firsts.n ? gram_span(m->from, i) : (struct gram_span){0, 1};
		for (uint32_t g = span.first; g < span.end; g++) {
			/* behind the last gram: what is greater than all */
			uint64_t key = i < m->from->firsts.n ? gram_key(firsts[i], gram_second(m->from, g)) : UINT64_MAX;
			while (at < n && c[at].key <= key) {
				size_t first = at;
				while (at < n && c[at].key == c[first].key)
					at++;
				if (c[first].key == key)
					array_push(&m->grams, (struct merging){.key = key, .gram = g, .n = (uint32_t)(at - first), .first = first});
				else
					array_push(&m->grams, (struct merging){.key = c[first].key, .gram = UINT32_MAX, .n = (uint32_t)(at - first), .first = first});
			}
			if (key != UINT64_MAX && (!m->grams.n || m->grams.v[m->grams.n - 1].key != key))
				array_push(&m->grams, (struct merging){.key = key, .gram = g});
		}
	}
}

/* -- one gram ------------------------------------------------------------------------------ */

static struct gram_bytes {
	const uint8_t *at, *end;
} bytes_of(const struct postings *p, uint32_t gram)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	if (gram == UINT32_MAX || starts[gram] >= starts[gram + 1] || starts[gram + 1] > p->bytes.n)
		return (struct gram_bytes){NULL, NULL};
	const uint8_t *bytes = SECTION_V(uint8_t, p->bytes);
	return (struct gram_bytes){bytes + starts[gram], bytes + starts[gram + 1]};
}

static void put_number(struct piece *p, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		array_push(&p->bytes, (uint8_t)(number | 0x80));
	array_push(&p->bytes, (uint8_t)number);
}

/* Rows of a gram of the base, where they stand now. */
static void read_rows(const struct merge *m, const struct merging *g, struct piece *p)
{
	const struct gram_changes *c = m->changes;
	struct gram_bytes b = bytes_of(m->from, g->gram);
	size_t move = 0;
	array_clear(&p->rows);
	if (b.at && gram_is_dense(gram_count(m->from, g->gram), c->n_before)) {
		for (uint32_t row = 0; row < c->n_before && b.at + row / 8 < b.end; row++)
			if (b.at[row / 8] >> (row % 8) & 1)
				array_push(&p->rows, moved(c, &move, row));
		return;
	}
	uint32_t next = 0, difference;
	while (b.at && (difference = gram_next_difference(&b.at, b.end)) != 0 && difference <= c->n_before - next) {
		next += difference;
		array_push(&p->rows, moved(c, &move, next - 1));
	}
}

static void change_rows(const struct gram_changes *c, const struct merging *g, struct piece *p)
{
	for (size_t i = g->first; i < g->first + g->n; i++) {
		size_t low = 0, high = p->rows.n;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (p->rows.v[middle] < c->v[i].row)
				low = middle + 1;
			else
				high = middle;
		}
		bool has = low < p->rows.n && p->rows.v[low] == c->v[i].row;
		if (has == !c->v[i].gone)
			continue;
		if (has) {
			memmove(p->rows.v + low, p->rows.v + low + 1, (p->rows.n - low - 1) * sizeof *p->rows.v);
			p->rows.n--;
		} else {
			array_push(&p->rows, 0);
			memmove(p->rows.v + low + 1, p->rows.v + low, (p->rows.n - low - 1) * sizeof *p->rows.v);
			p->rows.v[low] = c->v[i].row;
		}
	}
}

static void write_rows(uint32_t n_rows, struct piece *p)
{
	if (gram_is_dense((uint32_t)p->rows.n, n_rows)) {
		size_t n = ((size_t)n_rows + 7) / 8, from = p->bytes.n;
		array_reserve(&p->bytes, from + n);
		memset(p->bytes.v + from, 0, n);
		p->bytes.n += n;
		for (size_t i = 0; i < p->rows.n; i++)
			if (p->rows.v[i] < n_rows)
				p->bytes.v[from + p->rows.v[i] / 8] |= (uint8_t)(1u << (p->rows.v[i] % 8));
		return;
	}
	array_reserve(&p->bytes, p->bytes.n + p->rows.n * 2);
	for (size_t i = 0; i < p->rows.n; i++)
		put_number(p, p->rows.v[i] - (i ? p->rows.v[i - 1] : UINT32_MAX));
}

static void add_bytes(struct piece *p, const uint8_t *bytes, size_t n)
{
	array_reserve(&p->bytes, p->bytes.n + n);
	if (n)
		memcpy(p->bytes.v + p->bytes.n, bytes, n);
	p->bytes.n += n;
}

/* A list whose rows only moved: but for the differences over which they move apart, its bytes stay. */
static void move_list(const struct merge *m, uint32_t gram, struct piece *p)
{
	const struct gram_changes *c = m->changes;
	struct gram_bytes b = bytes_of(m->from, gram);
	const uint8_t *from = b.at;
	uint32_t next = 0, difference, by = c->moves[0].by, before = 0; /* before: how far the row before moved */
	size_t move = 0;
	uint32_t border = c->n_moves > 1 ? c->moves[1].row : UINT32_MAX;
	for (const uint8_t *at = b.at; at && (difference = gram_next_difference(&b.at, b.end)) != 0; at = b.at) {
		next += difference;
		if (next - 1 >= border) {
			by = moved(c, &move, next - 1) - (next - 1);
			border = move + 1 < c->n_moves ? c->moves[move + 1].row : UINT32_MAX;
		}
		if (by == before)
			continue;
		add_bytes(p, from, (size_t)(at - from));
		put_number(p, difference + by - before);
		from = b.at;
		before = by;
	}
	add_bytes(p, from, (size_t)(b.end - from));
}

static void merge_gram(const struct merge *m, struct merging *g, struct piece *p)
{
	const struct gram_changes *c = m->changes;
	size_t before = p->bytes.n;
	uint32_t count = g->gram == UINT32_MAX ? 0 : gram_count(m->from, g->gram);
	bool sparse = !gram_is_dense(count, c->n_before) && !gram_is_dense(count, c->n_rows);
	if (!g->n && sparse) {
		move_list(m, g->gram, p);
		g->count = count;
	} else {
		read_rows(m, g, p);
		change_rows(c, g, p);
		write_rows(c->n_rows, p);
		g->count = (uint32_t)p->rows.n;
	}
	g->size = p->bytes.n - before;
}

static bool stays(const struct merge *m, const struct merging *g)
{
	return !g->n && m->changes->n_moves == 1 && m->changes->n_before == m->changes->n_rows;
}

/* Grams from one on that nothing happened to and that stand side by side: their lists at once. Returns how many. */
static size_t copy_grams(const struct merge *m, struct merging *g, size_t n, struct piece *p)
{
	size_t i = 0;
	const uint8_t *from = NULL, *end = NULL;
	for (; i < n && stays(m, &g[i]); i++) {
		struct gram_bytes b = bytes_of(m->from, g[i].gram);
		if (i && b.at != end)
			break;
		from = i ? from : b.at;
		end = b.end;
		g[i].count = gram_count(m->from, g[i].gram);
		g[i].size = (uint64_t)(b.end - b.at);
	}
	if (from)
		add_bytes(p, from, (size_t)(end - from));
	return i;
}

static void merge_piece(void *context, size_t i)
{
	struct merge *m = context;
	size_t end = (i + 1) * GRAMS_AT_ONCE < m->grams.n ? (i + 1) * GRAMS_AT_ONCE : m->grams.n;
	for (size_t g = i * GRAMS_AT_ONCE; g < end;) {
		size_t n = copy_grams(m, &m->grams.v[g], end - g, &m->pieces[i]);
		if (!n)
			merge_gram(m, &m->grams.v[g++], &m->pieces[i]);
		g += n;
	}
	array_release(&m->pieces[i].rows);
}

/* -- all of them ------------------------------------------------------------------------------ */

static void copy_piece(void *context, size_t i)
{
	struct merge *m = context;
	if (m->pieces[i].bytes.n)
		memcpy(m->bytes + m->pieces[i].to, m->pieces[i].bytes.v, m->pieces[i].bytes.n);
	array_release(&m->pieces[i].bytes);
}

/* The grams by first character. */
static void split_keys(const uint64_t *keys, size_t n, struct postings *out)
{
	uint32_t *seconds = xmalloc((n + 1) * sizeof *seconds);
	ARRAY(uint32_t) firsts = {0}, spans = {0};
	for (size_t g = 0; g < n; g++) {
		uint32_t first = (uint32_t)(keys[g] >> 22);
		if (!firsts.n || firsts.v[firsts.n - 1] != first) {
			array_push(&firsts, first);
			array_push(&spans, (uint32_t)g);
		}
		seconds[g] = (uint32_t)(keys[g] & ((1u << 22) - 1));
	}
	array_push(&spans, (uint32_t)n);
	out->firsts = section_plain(firsts.v, firsts.n, sizeof *firsts.v);
	out->spans = section_plain(spans.v, spans.n, sizeof *spans.v);
	out->seconds = section_plain(seconds, n, sizeof *seconds);
}

/* Grams that no row has any more are left out. */
static void number_grams(struct merge *m, struct postings *out)
{
	size_t n = 0;
	uint64_t sum = 0;
	uint64_t *keys = xmalloc((m->grams.n + 1) * sizeof *keys), *starts = xmalloc((m->grams.n + 1) * sizeof *starts);
	uint32_t *counts = xmalloc((m->grams.n + 1) * sizeof *counts);
	for (size_t g = 0; g < m->grams.n; g++) {
		if (!m->grams.v[g].size)
			continue;
		keys[n] = m->grams.v[g].key;
		counts[n] = m->grams.v[g].count;
		starts[n++] = sum;
		sum += m->grams.v[g].size;
	}
	starts[n] = sum;
	split_keys(keys, n, out);
	out->counts = section_plain(counts, n, sizeof *counts);
	out->starts = section_plain(starts, n + 1, sizeof *starts);
	m->bytes = xmalloc((size_t)sum + 1);
	out->bytes = section_plain(m->bytes, (size_t)sum, 1);
	free(keys);
}

void gram_merge(const struct postings *from, const struct gram_changes *changes, unsigned n_threads, struct postings *out)
{
	struct merge m = {.from = from, .changes = changes};
	uint64_t sum = 0;
	list_grams(&m);
	size_t n_pieces = (m.grams.n + GRAMS_AT_ONCE - 1) / GRAMS_AT_ONCE;
	m.pieces = xcalloc(n_pieces + 1, sizeof *m.pieces);
	parallel_for(n_pieces, n_threads, merge_piece, &m);
	for (size_t i = 0; i < n_pieces; i++) {
		m.pieces[i].to = sum;
		sum += m.pieces[i].bytes.n;
	}
	number_grams(&m, out);
	parallel_for(n_pieces, n_threads, copy_piece, &m);
	array_release(&m.grams);
	free(m.pieces);
}
