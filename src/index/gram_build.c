/* Postings joined from pieces. */
#include "gram_piece_internal.h"

#include "base/array.h"
#include "base/bisect.h"
#include "base/parallel.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SHARDS = 64, GROUP = 16 /* shards whose memory is dropped together */ };

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

static void piece_free(struct gram_piece *p)
{
	free(p->runs);
	free(p->bytes);
	free(p);
}

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
	uint32_t *places; /* by shard and piece, one shard more: the first run */
	struct shard shards[SHARDS];
	atomic_uint unwritten[SHARDS / GROUP]; /* shards by group */
	size_t n_grams;
	uint32_t *counts;
	uint64_t *starts;
	uint32_t *seconds;
	uint8_t *bytes;
};

static size_t first_run(const struct gram_piece *p, uint64_t key)
{
	size_t at = 0;
	bisect(at, p->n_runs, i, p->runs[i].key < key);
	return at;
}

static uint32_t place_of(const struct joining *j, size_t shard, size_t piece)
{
	return j->places[shard * j->n_pieces + piece];
}

/* Going through the grams of a shard: the runs of each are those at the places of the pieces whose key it is. */
struct merge {
	const struct joining *j;
	const struct shard *shard;
	const struct gram_run **runs; /* by piece: the next; their keys beside, which are looked through for every gram */
	uint64_t *keys;
	uint64_t key;
};

static struct merge merge_start(const struct joining *j, const struct shard *shard)
{
	struct merge m = {.j = j, .shard = shard};
	m.runs = xmalloc(j->n_pieces * sizeof *m.runs);
	m.keys = xmalloc(j->n_pieces * sizeof *m.keys);
	for (size_t i = 0; i < j->n_pieces; i++) {
		m.runs[i] = j->pieces[i]->runs + place_of(j, (size_t)(shard - j->shards), i);
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
	uint64_t least = gram_no_key;
	for (size_t i = 0; i < m->j->n_pieces; i++)
		least = m->keys[i] < least ? m->keys[i] : least;
	m->key = least;
	return least < m->shard->end_key;
}

/* The run of the gram in a piece, which is passed over; NULL: it has none. */
static const struct gram_run *merge_take(struct merge *m, size_t piece)
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
			const struct gram_run *run = merge_take(&m, i);
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

static void write_bits(const struct gram_run *run, uint32_t base, const uint8_t *from, uint8_t *to)
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
		const struct gram_run *run = merge_take(m, i);
		if (!run)
			continue;
		const uint8_t *from = m->j->pieces[i]->bytes + run->start;
		if (dense) {
			write_bits(run, base_of(i), from, to);
			continue;
		}
		to = gram_put_number(to, base_of(i) + run->first + 1 - before);
		memcpy(to, from, run[1].start - run->start);
		to += run[1].start - run->start;
		before = base_of(i) + run->last + 1;
	}
}

/*
 * Of shards that are written nothing is read any more but the first run, at which the shard before them ends. Each call
 * for it interrupts all threads: so it is done for many at once.
 */
static void drop_group(const struct joining *j, size_t group)
{
	for (size_t i = 0; i < j->n_pieces; i++) {
		struct gram_piece *p = j->pieces[i];
		uint32_t first = place_of(j, group * GROUP, i), end = place_of(j, (group + 1) * GROUP, i);
		if (first == end)
			continue;
		pages_drop(p->bytes + p->runs[first].start, p->runs[end].start - p->runs[first].start);
		pages_drop(p->runs + first + 1, (end - first - 1) * sizeof *p->runs);
	}
}

static void write_shard(void *context, size_t number)
{
	struct joining *j = context;
	struct shard *shard = &j->shards[number];
	struct merge m = merge_start(j, shard);
	uint64_t at = shard->first_byte;
	pages_ready(j->bytes + at, (size_t)((number + 1 < SHARDS ? shard[1].first_byte : j->starts[j->n_grams]) - at));
	for (size_t g = 0; merge_next(&m); g++) {
		size_t gram = shard->first_gram + g;
		j->counts[gram] = shard->counts.v[g];
		j->starts[gram] = at;
		j->seconds[gram] = (uint32_t)(m.key & ((1u << GRAM_SECOND_BITS) - 1));
		write_gram(&m, gram_is_dense(shard->counts.v[g], j->n_rows), j->bytes + at);
		at += shard->sizes.v[g];
	}
	merge_end(&m);
	if (atomic_fetch_sub(&j->unwritten[number / GROUP], 1) == 1)
		drop_group(j, number / GROUP);
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
	j->shards[SHARDS - 1].end_key = gram_no_key;
	j->places = xmalloc((SHARDS + 1) * j->n_pieces * sizeof *j->places);
	for (size_t s = 0; s <= SHARDS; s++)
		for (size_t i = 0; i < j->n_pieces; i++)
			j->places[s * j->n_pieces + i] = (uint32_t)first_run(j->pieces[i], s < SHARDS ? j->shards[s].first_key : gram_no_key);
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
			uint32_t first = (uint32_t)(j->shards[s].keys.v[g] >> GRAM_SECOND_BITS);
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
	for (size_t i = 0; i < SHARDS / GROUP; i++)
		atomic_init(&j->unwritten[i], GROUP);
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
	free(j->places);
	free(j);
}
