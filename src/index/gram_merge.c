/* Postings in which few rows changed: lists that none of them touches are copied. */
#include "gram_internal.h"

#include "base/alloc.h"
#include "base/array.h"
#include "base/bisect.h"
#include "base/parallel.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* A gram as it will be: of the base (or none), with some changes. */
struct merging {
	uint64_t key;
	uint32_t gram; /* of the base; UINT32_MAX: a new one */
	uint32_t n;    /* changes */
	size_t first;  /* of them */
	uint32_t count;/* rows; 0: nothing is left of it */
	bool moves;    /* some rows may stand elsewhere */
	bool kept;     /* its bytes are those of the base */
	bool bits;     /* a bitmap that remains one: merged where it goes */
	uint64_t size; /* bytes */
};

enum { GRAMS_AT_ONCE = 1 << 10 };

struct piece {
	ARRAY(uint8_t) bytes; /* of grams that are not kept */
	ARRAY(uint32_t) rows; /* of the gram at hand */
	uint64_t to, size;    /* where all of its grams go, and how many bytes they take */
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

/* Which grams have rows that stand elsewhere, and which stay as they are. */
static void mark_grams(struct merge *m)
{
	const struct gram_changes *c = m->changes;
	size_t at = 0;
	for (size_t i = 0; i < m->grams.n; i++) {
		struct merging *g = &m->grams.v[i];
		while (at < c->n_moved && c->moved[at] < g->key)
			at++;
		g->moves = c->n_moves > 1 && (!c->moved || (at < c->n_moved && c->moved[at] == g->key));
		if (g->n || g->moves)
			continue;
		struct gram_bytes b = bytes_of(m->from, g->gram);
		g->count = gram_count(m->from, g->gram);
		g->size = (uint64_t)(b.end - b.at);
		g->kept = c->n_before == c->n_rows || (!gram_is_dense(g->count, c->n_before) && !gram_is_dense(g->count, c->n_rows));
	}
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
		size_t low = 0;
		bisect(low, p->rows.n, at, p->rows.v[at] < c->v[i].row);
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
		if (by == before && border == UINT32_MAX)
			break;
		if (by == before)
			continue;
		add_bytes(p, from, (size_t)(at - from));
		put_number(p, difference + by - before);
		from = b.at;
		before = by;
	}
	add_bytes(p, from, (size_t)(b.end - from));
}

/* Bits to a whole byte from one that is none, as many words as there are; returns how many bits that is. */
static uint64_t shift_words(const uint8_t *from, uint64_t start, uint8_t *to, uint64_t n)
{
	unsigned shift = (unsigned)(start % 8);
	const uint8_t *p = from + start / 8;
	uint64_t done = 0;
	for (; done + 64 <= n; done += 64, p += 8, to += 8) {
		uint64_t word;
		memcpy(&word, p, sizeof word);
		word = htole64(le64toh(word) >> shift | (uint64_t)p[8] << (64 - shift));
		memcpy(to, &word, sizeof word);
	}
	return done;
}

/* Bits from one place to another, of bytes whose bits there are 0. */
static void copy_bits(const uint8_t *from, uint64_t start, uint8_t *to, uint64_t at, uint64_t n)
{
	while (n) {
		uint64_t some = 8 - (start % 8 > at % 8 ? start % 8 : at % 8);
		if (!(start % 8) && !(at % 8) && n >= 8) {
			some = n / 8 * 8;
			memcpy(to + at / 8, from + start / 8, some / 8);
		} else if (!(at % 8) && n >= 64) {
			some = shift_words(from, start, to + at / 8, n);
		} else {
			some = some < n ? some : n;
			to[at / 8] |= (uint8_t)((from[start / 8] >> start % 8 & ((1u << some) - 1)) << at % 8);
		}
		start += some;
		at += some;
		n -= some;
	}
}

/* A bitmap that remains one, and its size and count. */
static bool stays_dense(const struct merge *m, struct merging *g)
{
	const struct gram_changes *c = m->changes;
	struct gram_bytes b = bytes_of(m->from, g->gram);
	uint32_t count = g->gram == UINT32_MAX ? 0 : gram_count(m->from, g->gram);
	if (!gram_is_dense(count, c->n_before) || (size_t)(b.end - b.at) < ((size_t)c->n_before + 7) / 8)
		return false;
	for (size_t i = g->first; i < g->first + g->n; i++)
		count += c->v[i].gone ? UINT32_MAX : 1;
	if (!gram_is_dense(count, c->n_rows))
		return false;
	g->count = count;
	g->size = ((uint64_t)c->n_rows + 7) / 8;
	return true;
}

static void merge_bits(const struct merge *m, const struct merging *g, uint8_t *to)
{
	const struct gram_changes *c = m->changes;
	struct gram_bytes b = bytes_of(m->from, g->gram);
	memset(to, 0, (size_t)g->size);
	for (size_t i = 0; i < c->n_moves && c->moves[i].row < c->n_before; i++) {
		uint32_t end = i + 1 < c->n_moves && c->moves[i + 1].row < c->n_before ? c->moves[i + 1].row : c->n_before;
		copy_bits(b.at, c->moves[i].row, to, (uint64_t)c->moves[i].row + c->moves[i].by, end - c->moves[i].row);
	}
	for (size_t i = g->first; i < g->first + g->n; i++) {
		uint8_t *byte = to + c->v[i].row / 8, bit = (uint8_t)(1u << (c->v[i].row % 8));
		*byte = c->v[i].gone ? *byte & (uint8_t)~bit : *byte | bit;
	}
}

static void merge_gram(const struct merge *m, struct merging *g, struct piece *p)
{
	const struct gram_changes *c = m->changes;
	size_t before = p->bytes.n;
	uint32_t count = g->gram == UINT32_MAX ? 0 : gram_count(m->from, g->gram);
	g->bits = stays_dense(m, g);
	if (g->bits)
		return;
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

static size_t piece_end(const struct merge *m, size_t i)
{
	return (i + 1) * GRAMS_AT_ONCE < m->grams.n ? (i + 1) * GRAMS_AT_ONCE : m->grams.n;
}

static void merge_piece(void *context, size_t i)
{
	struct merge *m = context;
	for (size_t g = i * GRAMS_AT_ONCE; g < piece_end(m, i); g++)
		if (!m->grams.v[g].kept)
			merge_gram(m, &m->grams.v[g], &m->pieces[i]);
	array_release(&m->pieces[i].rows);
}

/* -- all of them ------------------------------------------------------------------------------ */

/* Grams that are kept and stand side by side are copied at once. */
static void copy_piece(void *context, size_t i)
{
	struct merge *m = context;
	struct piece *p = &m->pieces[i];
	uint8_t *to = m->bytes + p->to;
	const uint8_t *own = p->bytes.v, *run = NULL, *end = NULL;
	pages_ready(to, (size_t)p->size);
	for (size_t k = i * GRAMS_AT_ONCE; k < piece_end(m, i); k++) {
		const struct merging *g = &m->grams.v[k];
		const uint8_t *from = g->bits ? NULL : g->kept ? bytes_of(m->from, g->gram).at : own;
		if (!g->size)
			continue;
		if (run && from != end) {
			memcpy(to, run, (size_t)(end - run));
			to += end - run;
			run = NULL;
		}
		if (g->bits) {
			merge_bits(m, g, to);
			to += g->size;
			continue;
		}
		run = run ? run : from;
		end = from + g->size;
		if (!g->kept)
			own += g->size;
	}
	if (run)
		memcpy(to, run, (size_t)(end - run));
	array_release(&p->bytes);
}

/* The grams by first character. */
static void split_keys(const uint64_t *keys, size_t n, struct postings *out)
{
	uint32_t *seconds = xmalloc((n + 1) * sizeof *seconds);
	ARRAY(uint32_t) firsts = {0}, spans = {0};
	for (size_t g = 0; g < n; g++) {
		uint32_t first = (uint32_t)(keys[g] >> GRAM_SECOND_BITS);
		if (!firsts.n || firsts.v[firsts.n - 1] != first) {
			array_push(&firsts, first);
			array_push(&spans, (uint32_t)g);
		}
		seconds[g] = (uint32_t)(keys[g] & ((1u << GRAM_SECOND_BITS) - 1));
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
	mark_grams(&m);
	size_t n_pieces = (m.grams.n + GRAMS_AT_ONCE - 1) / GRAMS_AT_ONCE;
	m.pieces = xcalloc(n_pieces + 1, sizeof *m.pieces);
	parallel_for(n_pieces, n_threads, merge_piece, &m);
	for (size_t i = 0; i < n_pieces; i++) {
		m.pieces[i].to = sum;
		for (size_t g = i * GRAMS_AT_ONCE; g < piece_end(&m, i); g++)
			sum += m.grams.v[g].size;
		m.pieces[i].size = sum - m.pieces[i].to;
	}
	number_grams(&m, out);
	parallel_for(n_pieces, n_threads, copy_piece, &m);
	array_release(&m.grams);
	free(m.pieces);
}
