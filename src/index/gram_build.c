#include "gram_internal.h"

#include "base/array.h"
#include "base/radix.h"
#include "parallel_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_LEAST = 1 << 8, SHARDS = 64, KEY_BITS = 43 };

/* Greater than the key of any gram. */
static const uint64_t no_key = (UINT64_C(1) << KEY_BITS) - 1;

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
	uint64_t key : KEY_BITS;
	uint64_t n_behind : 16; /* rows but the first */
	uint32_t start;
	uint16_t first, last;
};

static_assert(GRAM_PIECE_ROWS <= 1 << 16 && sizeof(struct run) == 16, "there are many runs");

/* What was read of a piece; its room stays for the next one, as fresh memory costs more than what is done in it. */
struct gram_filling {
	struct slot *slots;
	size_t n_slots;
	ARRAY(uint64_t) keys; /* by id */
	ARRAY(uint32_t) ids;  /* one gram of a row after another */
	ARRAY(uint16_t) rows; /* beside ids */
	ARRAY(uint16_t) sorted; /* rows, those of one gram after another */
	ARRAY(struct radix_item) order; /* of the grams */
	ARRAY(uint32_t) ends;   /* in sorted, by id */
};

struct gram_piece {
	struct run *runs; /* by key; one more at the end */
	size_t n_runs;
	uint8_t *bytes;
};

struct gram_filling *gram_filling_new(void)
{
	struct gram_filling *f = xcalloc(1, sizeof *f);
	f->n_slots = SLOTS_LEAST;
	f->slots = xcalloc(f->n_slots, sizeof *f->slots);
	return f;
}

void gram_filling_free(struct gram_filling *f)
{
	free(f->slots);
	array_release(&f->keys);
	array_release(&f->ids);
	array_release(&f->rows);
	array_release(&f->sorted);
	array_release(&f->order);
	array_release(&f->ends);
	free(f);
}

static struct slot *find_slot(struct slot *slots, size_t n, uint64_t key)
{
	size_t i = slot_of(key, n);
	while (slots[i].id && slots[i].key != key)
		i = (i + 1) & (n - 1);
	return &slots[i];
}

static void grow(struct gram_filling *f)
{
	size_t n = f->n_slots * 4;
	struct slot *slots = xcalloc(n, sizeof *slots);
	for (size_t i = 0; i < f->n_slots; i++)
		if (f->slots[i].id)
			*find_slot(slots, n, f->slots[i].key) = f->slots[i];
	free(f->slots);
	f->slots = slots;
	f->n_slots = n;
}

static struct slot *add_slot(struct gram_filling *f, uint64_t key, uint32_t row)
{
	if (f->keys.n * 2 >= f->n_slots)
		grow(f);
	struct slot *slot = find_slot(f->slots, f->n_slots, key);
	array_push(&f->keys, key);
	*slot = (struct slot){key, (uint32_t)f->keys.n, row};
	return slot;
}

void gram_filling_add(struct gram_filling *f, const uint64_t *keys, size_t n, uint32_t row)
{
	array_reserve(&f->ids, f->ids.n + n);
	array_reserve(&f->rows, f->ids.n + n);
	/* The slots of a text are asked for together, as memory is slower than all that is done here. */
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&f->slots[slot_of(keys[i], f->n_slots)]);
	for (size_t i = 0; i < n; i++) {
		struct slot *slot = find_slot(f->slots, f->n_slots, keys[i]);
		if (!slot->id)
			slot = add_slot(f, keys[i], row);
		else if (slot->row == row)
			continue;
		slot->row = row;
		f->ids.v[f->ids.n] = slot->id - 1;
		f->rows.v[f->ids.n++] = (uint16_t)row;
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

static void sort_runs(struct gram_filling *f)
{
	array_reserve(&f->order, f->keys.n);
	for (uint32_t id = 0; id < f->keys.n; id++)
		f->order.v[id] = (struct radix_item){f->keys.v[id], id};
	radix_sort(f->order.v, f->keys.n);
}

/* By counting: rows come in order, and stay so within a gram. */
static void sort_rows(struct gram_filling *f, struct run *runs)
{
	array_reserve(&f->sorted, f->ids.n);
	array_reserve(&f->ends, f->keys.n + 1);
	uint32_t *at = f->ends.v, sum = 0;
	memset(at, 0, f->keys.n * sizeof *at);
	for (size_t i = 0; i < f->ids.n; i++)
		at[f->ids.v[i]]++;
	for (size_t r = 0; r < f->keys.n; r++) {
		uint32_t id = f->order.v[r].row, n = at[id];
		runs[r] = (struct run){.key = f->order.v[r].sort_key & no_key, .n_behind = (n - 1) & UINT16_MAX};
		at[id] = sum;
		sum += n;
	}
	for (size_t i = 0; i < f->ids.n; i++)
		f->sorted.v[at[f->ids.v[i]]++] = f->rows.v[i];
}

/* Differences within a piece have at most three bytes: they have room where the ids were, which are not needed any more. */
static void put_runs(struct gram_filling *f, struct gram_piece *p)
{
	const uint16_t *sorted = f->sorted.v;
	array_reserve(&f->ids, f->ids.n + 1);
	uint8_t *bytes = (uint8_t *)f->ids.v, *to = bytes;
	for (size_t r = 0; r < p->n_runs; r++) {
		struct run *run = &p->runs[r];
		run->start = (uint32_t)(to - bytes);
		run->first = sorted[0];
		run->last = sorted[run->n_behind];
		for (uint32_t i = 1; i <= run->n_behind; i++)
			to = put_number(to, (uint32_t)(sorted[i] - sorted[i - 1]));
		sorted += run->n_behind + 1;
	}
	size_t n = (size_t)(to - bytes);
	p->runs[p->n_runs] = (struct run){.key = no_key, .start = (uint32_t)n};
	p->bytes = xmalloc(n);
	memcpy(p->bytes, bytes, n);
}

static void empty(struct gram_filling *f)
{
	memset(f->slots, 0, f->n_slots * sizeof *f->slots);
	array_clear(&f->keys);
	array_clear(&f->ids);
	array_clear(&f->rows);
}

struct gram_piece *gram_filling_finish(struct gram_filling *f)
{
	struct gram_piece *p = xmalloc(sizeof *p);
	*p = (struct gram_piece){.runs = xmalloc((f->keys.n + 1) * sizeof *p->runs), .n_runs = f->keys.n};
	sort_runs(f);
	sort_rows(f, p->runs);
	put_runs(f, p);
	empty(f);
	return p;
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
	const struct run **runs; /* by piece: the next; their keys beside, which are looked through for every gram */
	uint64_t *keys;
	uint64_t key;
};

static struct merge merge_start(const struct joining *j, const struct shard *shard)
{
	struct merge m = {.j = j, .shard = shard};
	m.runs = xmalloc(j->n_pieces * sizeof *m.runs);
	m.keys = xmalloc(j->n_pieces * sizeof *m.keys);
	for (size_t i = 0; i < j->n_pieces; i++) {
		m.runs[i] = j->pieces[i]->runs + first_run(j->pieces[i], shard->first_key);
		m.keys[i] = m.runs[i]->key;
	}
	return m;
}

static void merge_end(struct merge *m)
{
	free(m->runs);
	free(m->keys);
}

/* The next gram; false behind the last one. */
static bool merge_next(struct merge *m)
{
	uint64_t least = no_key;
	for (size_t i = 0; i < m->j->n_pieces; i++)
		least = m->keys[i] < least ? m->keys[i] : least;
	m->key = least;
	return least < m->shard->end_key;
}

/* The run of the gram in a piece, which is passed over; NULL: it has none. */
static const struct run *merge_take(struct merge *m, size_t piece)
{
	if (m->keys[piece] != m->key)
		return NULL;
	m->keys[piece] = m->runs[piece][1].key;
	return m->runs[piece]++;
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
			count += (uint64_t)run->n_behind + 1;
			size += number_width(base_of(i) + run->first + 1 - before) + run[1].start - run->start;
			before = base_of(i) + run->last + 1;
		}
		array_push(&shard->keys, m.key);
		array_push(&shard->counts, (uint32_t)count);
		array_push(&shard->sizes, gram_is_dense(count, j->n_rows) ? ((uint64_t)j->n_rows + 7) / 8 : size);
	}
	merge_end(&m);
}

static void write_bits(const struct run *run, uint32_t base, const uint8_t *from, uint8_t *to)
{
	uint32_t row = base + run->first, difference;
	for (uint32_t i = 0;;) {
		to[row / 8] |= (uint8_t)(1u << (row % 8));
		if (i++ == run->n_behind)
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
		write_gram(&m, gram_is_dense(shard->counts.v[g], j->n_rows), j->bytes + at);
		at += shard->sizes.v[g];
	}
	merge_end(&m);
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
	j->shards[SHARDS - 1].end_key = no_key;
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
