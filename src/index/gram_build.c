#include "gram_internal.h"

#include "base/array.h"
#include "base/radix.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_LEAST = 1 << 8, SHARDS = 64 };

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

/* The rows of one gram in a piece: the first, then the others as differences in the bytes of the piece from `start` to that of the next run. */
struct run {
	uint64_t key;
	uint32_t n, start;
	uint16_t first, last;
};

struct gram_piece {
	struct slot *slots;
	size_t n_slots;
	ARRAY(uint64_t) keys; /* by id */
	ARRAY(uint32_t) ids;  /* one gram of a row after another */
	ARRAY(uint16_t) rows; /* beside ids */
	struct run *runs;     /* finished: by key; one more at the end */
	size_t n_runs;
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
	if (p->keys.n * 2 >= p->n_slots)
		grow(p);
	struct slot *slot = find_slot(p->slots, p->n_slots, key);
	array_push(&p->keys, key);
	*slot = (struct slot){key, (uint32_t)p->keys.n, row};
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

/* -- finishing a piece ------------------------------------------------------------------ */

static void sort_runs(struct gram_piece *p, struct radix_item *order)
{
	for (uint32_t id = 0; id < p->keys.n; id++)
		order[id] = (struct radix_item){p->keys.v[id], id};
	radix_sort(order, p->keys.n);
}

/* By counting: rows come in order, and stay so within a gram. at[id] becomes the end of those of a gram. */
static uint16_t *sort_rows(struct gram_piece *p, const struct radix_item *order, uint32_t *at)
{
	uint16_t *sorted = xmalloc(p->ids.n * sizeof *sorted);
	uint32_t sum = 0;
	for (size_t i = 0; i < p->ids.n; i++)
		at[p->ids.v[i]]++;
	for (size_t r = 0; r < p->keys.n; r++) {
		uint32_t id = order[r].row, n = at[id];
		p->runs[r] = (struct run){.key = order[r].sort_key, .n = n};
		at[id] = sum;
		sum += n;
	}
	for (size_t i = 0; i < p->ids.n; i++)
		sorted[at[p->ids.v[i]]++] = p->rows.v[i];
	return sorted;
}

static void put_runs(struct gram_piece *p, const uint16_t *sorted)
{
	p->bytes = xmalloc(p->ids.n * 3 + 1); /* differences within a piece have at most three bytes */
	uint8_t *to = p->bytes;
	for (size_t r = 0; r < p->n_runs; r++) {
		struct run *run = &p->runs[r];
		run->start = (uint32_t)(to - p->bytes);
		run->first = sorted[0];
		run->last = sorted[run->n - 1];
		for (uint32_t i = 1; i < run->n; i++)
			to = put_number(to, (uint32_t)(sorted[i] - sorted[i - 1]));
		sorted += run->n;
	}
	p->runs[p->n_runs] = (struct run){.key = UINT64_MAX, .start = (uint32_t)(to - p->bytes)};
	p->bytes = xreallocarray(p->bytes, (size_t)(to - p->bytes) + 1, 1);
}

void gram_piece_finish(struct gram_piece *p)
{
	struct radix_item *order = xmalloc((p->keys.n + 1) * sizeof *order);
	uint32_t *at = xcalloc(p->keys.n + 1, sizeof *at);
	free(p->slots);
	p->slots = NULL;
	sort_runs(p, order);
	p->n_runs = p->keys.n;
	p->runs = xmalloc((p->n_runs + 1) * sizeof *p->runs);
	uint16_t *sorted = sort_rows(p, order, at);
	free(order);
	free(at);
	array_release(&p->keys);
	array_release(&p->rows);
	put_runs(p, sorted);
	array_release(&p->ids);
	free(sorted);
}

static void piece_free(struct gram_piece *p)
{
	free(p->runs);
	free(p->bytes);
	free(p);
}

/* -- joining -------------------------------------------------------------------------- */

/* Grams from one key to before another: what one thread joins. */
struct shard {
	uint64_t first_key, end_key;
	ARRAY(uint64_t) keys;   /* ascending */
	ARRAY(uint32_t) counts; /* rows of each */
	ARRAY(uint64_t) sizes;  /* bytes of each */
	size_t first_gram;      /* among all */
	uint64_t first_byte;
};

struct joining {
	struct gram_piece **pieces;
	size_t n_pieces;
	uint32_t n_rows;
	struct shard shards[SHARDS];
	size_t n_grams;
	uint32_t *counts;
	uint64_t *starts;
	uint32_t *seconds;
	uint8_t *bytes;
};

static bool is_dense(const struct joining *j, uint64_t count)
{
	return count * 8 > j->n_rows;
}

static size_t first_run(const struct gram_piece *p, uint64_t key)
{
	size_t low = 0, high = p->n_runs;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->runs[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Going through the grams of a shard: the runs of each are those at the places of the pieces whose key it is. */
struct merge {
	const struct joining *j;
	const struct shard *shard;
	size_t *places; /* by piece */
	uint64_t key;
};

static struct merge merge_start(const struct joining *j, const struct shard *shard)
{
	struct merge m = {.j = j, .shard = shard, .places = xmalloc((j->n_pieces + 1) * sizeof *m.places)};
	for (size_t i = 0; i < j->n_pieces; i++)
		m.places[i] = first_run(j->pieces[i], shard->first_key);
	return m;
}

/* The next gram; false behind the last one. */
static bool merge_next(struct merge *m)
{
	uint64_t least = UINT64_MAX;
	for (size_t i = 0; i < m->j->n_pieces; i++) {
		uint64_t key = m->j->pieces[i]->runs[m->places[i]].key;
		least = key < least ? key : least;
	}
	m->key = least;
	return least < m->shard->end_key;
}

/* The run of the gram in a piece, which is passed over; NULL: it has none. */
static const struct run *merge_take(struct merge *m, size_t piece)
{
	const struct run *run = &m->j->pieces[piece]->runs[m->places[piece]];
	if (run->key != m->key)
		return NULL;
	m->places[piece]++;
	return run;
}

static uint32_t base_of(size_t piece)
{
	return (uint32_t)(piece * GRAM_PIECE_ROWS);
}

static void measure_shard(void *context, size_t number)
{
	struct joining *j = context;
	struct shard *shard = &j->shards[number];
	struct merge m = merge_start(j, shard);
	while (merge_next(&m)) {
		uint64_t count = 0, size = 0;
		uint32_t before = 0; /* 1 + the last row of the pieces before */
		for (size_t i = 0; i < j->n_pieces; i++) {
			const struct run *run = merge_take(&m, i);
			if (!run)
				continue;
			count += run->n;
			size += number_width(base_of(i) + run->first + 1 - before) + run[1].start - run->start;
			before = base_of(i) + run->last + 1;
		}
		array_push(&shard->keys, m.key);
		array_push(&shard->counts, (uint32_t)count);
		array_push(&shard->sizes, is_dense(j, count) ? ((uint64_t)j->n_rows + 7) / 8 : size);
	}
	free(m.places);
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

static void write_gram(struct merge *m, bool dense, uint8_t *to)
{
	uint32_t before = 0;
	for (size_t i = 0; i < m->j->n_pieces; i++) {
		const struct run *run = merge_take(m, i);
		if (!run)
			continue;
		const uint8_t *from = m->j->pieces[i]->bytes + run->start;
		if (dense) {
			write_bits(run, base_of(i), from, to);
			continue;
		}
		to = put_number(to, base_of(i) + run->first + 1 - before);
		memcpy(to, from, run[1].start - run->start);
		to += run[1].start - run->start;
		before = base_of(i) + run->last + 1;
	}
}

static void write_shard(void *context, size_t number)
{
	struct joining *j = context;
	struct shard *shard = &j->shards[number];
	struct merge m = merge_start(j, shard);
	uint64_t at = shard->first_byte;
	for (size_t g = 0; merge_next(&m); g++) {
		size_t gram = shard->first_gram + g;
		j->counts[gram] = shard->counts.v[g];
		j->starts[gram] = at;
		j->seconds[gram] = (uint32_t)(m.key & ((1u << 22) - 1));
		write_gram(&m, is_dense(j, shard->counts.v[g]), j->bytes + at);
		at += shard->sizes.v[g];
	}
	free(m.places);
}

/* Shards of about as many runs each, by the keys of the piece that has most. */
static void divide(struct joining *j)
{
	const struct gram_piece *largest = j->pieces[0];
	for (size_t i = 1; i < j->n_pieces; i++)
		if (j->pieces[i]->n_runs > largest->n_runs)
			largest = j->pieces[i];
	for (size_t s = 0; s < SHARDS; s++) {
		j->shards[s].first_key = s ? largest->runs[s * largest->n_runs / SHARDS].key : 0;
		if (s)
			j->shards[s - 1].end_key = j->shards[s].first_key;
	}
	j->shards[SHARDS - 1].end_key = UINT64_MAX;
}

/* Where the grams and the bytes of each shard go. */
static void place_shards(struct joining *j)
{
	uint64_t n_bytes = 0;
	for (size_t s = 0; s < SHARDS; s++) {
		struct shard *shard = &j->shards[s];
		shard->first_gram = j->n_grams;
		shard->first_byte = n_bytes;
		j->n_grams += shard->keys.n;
		for (size_t g = 0; g < shard->sizes.n; g++)
			n_bytes += shard->sizes.v[g];
	}
	j->counts = xmalloc((j->n_grams + 1) * sizeof *j->counts);
	j->starts = xmalloc((j->n_grams + 1) * sizeof *j->starts);
	j->seconds = xmalloc((j->n_grams + 1) * sizeof *j->seconds);
	j->bytes = xcalloc((size_t)n_bytes + 1, 1);
	j->starts[j->n_grams] = n_bytes;
}

/* The first characters and where the grams of each start. */
static void list_firsts(const struct joining *j, struct postings *out)
{
	ARRAY(uint32_t) firsts = {0}, spans = {0};
	for (size_t s = 0; s < SHARDS; s++)
		for (size_t g = 0; g < j->shards[s].keys.n; g++) {
			uint32_t first = (uint32_t)(j->shards[s].keys.v[g] >> 22);
			if (firsts.n && firsts.v[firsts.n - 1] == first)
				continue;
			array_push(&firsts, first);
			array_push(&spans, (uint32_t)(j->shards[s].first_gram + g));
		}
	array_push(&spans, (uint32_t)j->n_grams);
	out->firsts = section_plain(firsts.v, firsts.n, sizeof *firsts.v);
	out->spans = section_plain(spans.v, spans.n, sizeof *spans.v);
}

void gram_join(struct gram_piece **pieces, size_t n, uint32_t n_rows, unsigned n_threads, struct postings *out)
{
	struct joining *j = xcalloc(1, sizeof *j);
	*j = (struct joining){.pieces = pieces, .n_pieces = n, .n_rows = n_rows};
	divide(j);
	parallel_for(SHARDS, n_threads, measure_shard, j);
	place_shards(j);
	parallel_for(SHARDS, n_threads, write_shard, j);
	list_firsts(j, out);
	out->seconds = section_plain(j->seconds, j->n_grams, sizeof *j->seconds);
	out->counts = section_plain(j->counts, j->n_grams, sizeof *j->counts);
	out->starts = section_plain(j->starts, j->n_grams + 1, sizeof *j->starts);
	out->bytes = section_plain(j->bytes, (size_t)j->starts[j->n_grams], 1);
	for (size_t s = 0; s < SHARDS; s++) {
		array_release(&j->shards[s].keys);
		array_release(&j->shards[s].counts);
		array_release(&j->shards[s].sizes);
	}
	for (size_t i = 0; i < n; i++)
		piece_free(pieces[i]);
	free(j);
}
