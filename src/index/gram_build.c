#include "gram_internal.h"

#include "base/array.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
	SLOTS_LEAST = 1 << 8,
	NUMBER_BYTES_MAX = 5,
	DIGIT_BITS = 11,
	KEY_BITS = 44, /* two characters and GRAM_START */
};

static inline size_t slot_of(uint64_t key, size_t n_slots)
{
	return (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (n_slots - 1);
}

/* -- a piece ------------------------------------------------------------------------- */

struct slot {
	uint64_t key;
	uint32_t id;  /* 1 + number of the gram in the piece; 0: free */
	uint32_t row; /* the last that has the gram */
};

/* The rows of one gram in a piece: the first as it is, the others as differences in the bytes of the piece. */
struct run {
	uint64_t key;
	uint32_t n, first, last;
	uint32_t start, end; /* in bytes of the piece */
	uint32_t gram;       /* of all */
	uint32_t before;     /* 1 + the last row of the pieces before; 0: none */
	uint64_t to;         /* where it stands among all bytes */
};

struct gram_piece {
	struct slot *slots;
	size_t n_slots;
	ARRAY(struct run) runs;
	ARRAY(uint32_t) ids;  /* one gram of a row after another */
	ARRAY(uint16_t) rows; /* beside ids */
	uint8_t *bytes;
};

struct gram_piece *gram_piece_new(void)
{
	struct gram_piece *p = xcalloc(1, sizeof *p);
	p->n_slots = SLOTS_LEAST;
	p->slots = xcalloc(p->n_slots, sizeof *p->slots);
	return p;
}

static struct slot *find_slot(struct slot *slots, size_t n, uint64_t key)
{
	size_t i = slot_of(key, n);
	while (slots[i].id && slots[i].key != key)
		i = (i + 1) & (n - 1);
	return &slots[i];
}

static void grow(struct gram_piece *p)
{
	size_t n = p->n_slots * 4;
	struct slot *slots = xcalloc(n, sizeof *slots);
	for (size_t i = 0; i < p->n_slots; i++)
		if (p->slots[i].id)
			*find_slot(slots, n, p->slots[i].key) = p->slots[i];
	free(p->slots);
	p->slots = slots;
	p->n_slots = n;
}

static struct slot *add_slot(struct gram_piece *p, uint64_t key, uint32_t row)
{
	if (p->runs.n * 2 >= p->n_slots)
		grow(p);
	struct slot *slot = find_slot(p->slots, p->n_slots, key);
	array_push(&p->runs, (struct run){.key = key, .first = row});
	*slot = (struct slot){key, (uint32_t)p->runs.n, row};
	return slot;
}

void gram_piece_add(struct gram_piece *p, const uint64_t *keys, size_t n, uint32_t row)
{
	array_reserve(&p->ids, p->ids.n + n);
	array_reserve(&p->rows, p->ids.n + n);
	/* The slots of a text are asked for together, as memory is slower than all that is done here. */
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&p->slots[slot_of(keys[i], p->n_slots)]);
	for (size_t i = 0; i < n; i++) {
		struct slot *slot = find_slot(p->slots, p->n_slots, keys[i]);
		if (!slot->id)
			slot = add_slot(p, keys[i], row);
		else if (slot->row == row)
			continue;
		slot->row = row;
		p->ids.v[p->ids.n] = slot->id - 1;
		p->rows.v[p->ids.n++] = (uint16_t)row;
	}
}

static inline uint8_t *put_number(uint8_t *at, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (uint8_t)(number | 0x80);
	*at++ = (uint8_t)number;
	return at;
}

static inline const uint8_t *take_number(const uint8_t *at, uint32_t *number)
{
	uint32_t x = 0;
	for (unsigned shift = 0;; shift += 7) {
		x |= (uint32_t)(*at & 0x7F) << shift;
		if (!(*at++ & 0x80))
			break;
	}
	*number = x;
	return at;
}

static uint32_t number_width(uint32_t number)
{
	uint32_t n = 1;
	for (; number >= 0x80; number >>= 7)
		n++;
	return n;
}

static uint8_t *put_run(struct run *run, const uint16_t *rows, uint8_t *at, const uint8_t *bytes)
{
	run->start = (uint32_t)(at - bytes);
	for (uint32_t i = 1; i < run->n; i++)
		at = put_number(at, (uint32_t)(rows[i] - rows[i - 1]));
	run->last = rows[run->n - 1];
	run->end = (uint32_t)(at - bytes);
	return at;
}

/* By counting: rows come in order, and stay so within a gram. */
void gram_piece_finish(struct gram_piece *p)
{
	size_t n = p->ids.n, sum = 0;
	uint32_t *at = xcalloc(p->runs.n + 1, sizeof *at);
	uint16_t *sorted = xmalloc(n * sizeof *sorted);
	free(p->slots);
	p->slots = NULL;
	for (size_t i = 0; i < n; i++)
		p->runs.v[p->ids.v[i]].n++;
	for (size_t g = 0; g < p->runs.n; g++) {
		at[g] = (uint32_t)sum;
		sum += p->runs.v[g].n;
	}
	for (size_t i = 0; i < n; i++)
		sorted[at[p->ids.v[i]]++] = p->rows.v[i];
	array_release(&p->ids);
	array_release(&p->rows);
	p->bytes = xmalloc(n * 3 + 1); /* differences within a piece have at most three bytes */
	uint8_t *to = p->bytes;
	for (size_t g = 0; g < p->runs.n; g++)
		to = put_run(&p->runs.v[g], sorted + at[g] - p->runs.v[g].n, to, p->bytes);
	p->bytes = xreallocarray(p->bytes, (size_t)(to - p->bytes) + 1, 1);
	free(sorted);
	free(at);
}

/* -- joining -------------------------------------------------------------------------- */

struct keyed {
	uint64_t key;
	uint32_t id;
};

/* By digits, the lowest first. */
static void sort_keys(struct keyed *v, size_t n)
{
	enum { BUCKETS = 1 << DIGIT_BITS };
	struct keyed *other = xmalloc((n + 1) * sizeof *other), *from = v, *to = other;
	for (unsigned shift = 0; shift < KEY_BITS; shift += DIGIT_BITS) {
		size_t starts[BUCKETS + 1] = {0};
		for (size_t i = 0; i < n; i++)
			starts[(from[i].key >> shift) % BUCKETS + 1]++;
		for (size_t b = 0; b < BUCKETS; b++)
			starts[b + 1] += starts[b];
		for (size_t i = 0; i < n; i++)
			to[starts[(from[i].key >> shift) % BUCKETS]++] = from[i];
		struct keyed *swap = from;
		from = to;
		to = swap;
	}
	_Static_assert(KEY_BITS % DIGIT_BITS == 0 && KEY_BITS / DIGIT_BITS % 2 == 0, "the result stands in v");
	free(other);
}

struct joining {
	struct gram_piece **pieces;
	uint32_t n_rows;
	size_t n_grams;
	uint32_t *counts;
	uint64_t *starts;
	uint8_t *bytes;
};

/* Number the grams of all pieces in their order; their keys, which the caller frees. */
static uint64_t *number_grams(struct joining *j, size_t n_pieces)
{
	struct gram_piece all = {.n_slots = SLOTS_LEAST};
	ARRAY(struct keyed) keys = {0};
	all.slots = xcalloc(all.n_slots, sizeof *all.slots);
	for (size_t i = 0; i < n_pieces; i++)
		for (size_t r = 0; r < j->pieces[i]->runs.n; r++) {
			struct run *run = &j->pieces[i]->runs.v[r];
			struct slot *slot = find_slot(all.slots, all.n_slots, run->key);
			if (!slot->id) {
				if (keys.n * 2 >= all.n_slots) {
					grow(&all);
					slot = find_slot(all.slots, all.n_slots, run->key);
				}
				uint32_t id = (uint32_t)keys.n;
				array_push(&keys, (struct keyed){run->key, id});
				*slot = (struct slot){run->key, id + 1, 0};
			}
			run->gram = slot->id - 1;
		}
	free(all.slots);
	if (keys.n)
		sort_keys(keys.v, keys.n);
	uint32_t *ranks = xmalloc((keys.n + 1) * sizeof *ranks);
	uint64_t *sorted = xmalloc((keys.n + 1) * sizeof *sorted);
	for (size_t g = 0; g < keys.n; g++) {
		ranks[keys.v[g].id] = (uint32_t)g;
		sorted[g] = keys.v[g].key;
	}
	for (size_t i = 0; i < n_pieces; i++)
		for (size_t r = 0; r < j->pieces[i]->runs.n; r++)
			j->pieces[i]->runs.v[r].gram = ranks[j->pieces[i]->runs.v[r].gram];
	j->n_grams = keys.n;
	free(ranks);
	array_release(&keys);
	return sorted;
}

static bool is_dense(const struct joining *j, uint32_t gram)
{
	return (uint64_t)j->counts[gram] * 8 > j->n_rows;
}

/* Where the runs of each gram go, one piece after another. */
static void place_runs(struct joining *j, size_t n_pieces)
{
	uint32_t *before = xcalloc(j->n_grams + 1, sizeof *before);
	j->counts = xcalloc(j->n_grams + 1, sizeof *j->counts);
	j->starts = xcalloc(j->n_grams + 1, sizeof *j->starts);
	for (size_t i = 0; i < n_pieces; i++)
		for (size_t r = 0; r < j->pieces[i]->runs.n; r++) {
			struct run *run = &j->pieces[i]->runs.v[r];
			uint32_t base = (uint32_t)(i * GRAM_PIECE_ROWS);
			run->before = before[run->gram];
			run->to = j->starts[run->gram];
			j->starts[run->gram] += number_width(base + run->first + 1 - run->before) + run->end - run->start;
			j->counts[run->gram] += run->n;
			before[run->gram] = base + run->last + 1;
		}
	uint64_t sum = 0;
	for (uint32_t g = 0; g < j->n_grams; g++) {
		uint64_t size = is_dense(j, g) ? ((uint64_t)j->n_rows + 7) / 8 : j->starts[g];
		j->starts[g] = sum;
		sum += size;
	}
	j->starts[j->n_grams] = sum;
	j->bytes = xcalloc((size_t)sum + 1, 1);
	free(before);
}

static void write_bits(const struct run *run, uint32_t base, const uint8_t *from, uint8_t *to)
{
	uint32_t row = base + run->first, difference;
	for (uint32_t i = 0;;) {
		to[row / 8] |= (uint8_t)(1u << (row % 8));
		if (++i == run->n)
			return;
		from = take_number(from, &difference);
		row += difference;
	}
}

static void write_piece(void *context, size_t i)
{
	struct joining *j = context;
	struct gram_piece *p = j->pieces[i];
	uint32_t base = (uint32_t)(i * GRAM_PIECE_ROWS);
	for (size_t r = 0; r < p->runs.n; r++) {
		const struct run *run = &p->runs.v[r];
		uint8_t *to = j->bytes + j->starts[run->gram];
		if (is_dense(j, run->gram)) {
			write_bits(run, base, p->bytes + run->start, to);
		} else {
			to = put_number(to + run->to, base + run->first + 1 - run->before);
			memcpy(to, p->bytes + run->start, run->end - run->start);
		}
	}
	array_release(&p->runs);
	free(p->bytes);
	free(p);
}

/* The grams by first character. */
void gram_split_keys(const uint64_t *keys, size_t n, struct postings *out)
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

void gram_join(struct gram_piece **pieces, size_t n, uint32_t n_rows, unsigned n_threads, struct postings *out)
{
	struct joining j = {.pieces = pieces, .n_rows = n_rows};
	uint64_t *keys = number_grams(&j, n);
	place_runs(&j, n);
	parallel_for(n, n_threads, write_piece, &j);
	gram_split_keys(keys, j.n_grams, out);
	out->counts = section_plain(j.counts, j.n_grams, sizeof *j.counts);
	out->starts = section_plain(j.starts, j.n_grams + 1, sizeof *j.starts);
	out->bytes = section_plain(j.bytes, (size_t)j.starts[j.n_grams], 1);
	free(keys);
}
