#include "gram_internal.h"

#include "base/array.h"
#include "parallel_internal.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { GRAMS_AT_ONCE = 1 << 17, SHARDS = 64, GROUP = 16 /* shards whose memory is dropped together */, KEY_BITS = 43, SECOND_BITS = 22, ROW_BITS = 15, CHARS = GRAM_START };

/* Greater than the key of any gram. */
static const uint64_t no_key = (UINT64_C(1) << KEY_BITS) - 1;

/* -- a piece ------------------------------------------------------------------------- */

/* The rows of one gram in a piece: the first, then the others as differences in the bytes of the piece from `start` to that of the next run. */
struct run {
	uint64_t key : KEY_BITS;
	uint64_t n_behind : 16; /* rows but the first */
	uint32_t start;
	uint16_t first, last;
};

static_assert(GRAM_PIECE_ROWS <= 1 << ROW_BITS && KEY_BITS + ROW_BITS <= 64 && sizeof(struct run) == 16, "there are many runs");

/*
 * What was read of a piece: its grams, each with its row, which are sorted when there are so many that the room for them
 * is still near, into a part of the piece; parts are joined in the end. Characters are few, so sorting takes two passes: by
 * the place of the second character among all, then of the first. The room stays for the next piece, as fresh memory costs
 * more than what is done in it.
 */
struct gram_filling {
	ARRAY(uint64_t) grams;   /* key, then ROW_BITS of the row; in the order of rows */
	ARRAY(uint64_t) sorted;
	uint8_t *seen;           /* by character: whether a gram has it */
	uint32_t end;            /* behind the greatest of these */
	uint32_t *places;        /* by character that was seen: how many others stand before it */
	ARRAY(uint32_t) counts;  /* by place of the first character, then of the second one, then of one with GRAM_START */
	ARRAY(struct run) runs;  /* of all parts, part after part, each with one more at its end */
	ARRAY(uint8_t) bytes;    /* of all parts */
	ARRAY(size_t) parts;     /* the first run of each */
	ARRAY(struct run) joined;
	ARRAY(uint8_t) joined_bytes;
	uint32_t row;            /* the last one */
};

struct gram_piece {
	struct run *runs; /* by key; one more at the end */
	size_t n_runs;
	uint8_t *bytes;
};

struct gram_filling *gram_filling_new(void)
{
	struct gram_filling *f = xcalloc(1, sizeof *f);
	f->seen = xcalloc(CHARS, sizeof *f->seen);
	f->places = xcalloc(CHARS, sizeof *f->places); /* of which few pages are ever touched */
	return f;
}

static void piece_free(struct gram_piece *p)
{
	free(p->runs);
	free(p->bytes);
	free(p);
}

void gram_filling_free(struct gram_filling *f)
{
	array_release(&f->grams);
	array_release(&f->sorted);
	free(f->seen);
	free(f->places);
	array_release(&f->counts);
	array_release(&f->runs);
	array_release(&f->bytes);
	array_release(&f->parts);
	array_release(&f->joined);
	array_release(&f->joined_bytes);
	free(f);
}

static inline uint32_t first_of(uint64_t key)
{
	return (uint32_t)(key >> SECOND_BITS);
}

static inline uint32_t second_of(uint64_t key)
{
	return (uint32_t)(key & (GRAM_START - 1));
}

static inline bool is_start(uint64_t key)
{
	return key & GRAM_START;
}

static void sort_some(struct gram_filling *f);

void gram_filling_add(struct gram_filling *f, const uint64_t *keys, size_t n, uint32_t row)
{
	if (!n)
		return;
	if (f->grams.n >= GRAMS_AT_ONCE && row != f->row) /* all grams of a row are sorted together */
		sort_some(f);
	f->row = row;
	array_reserve(&f->grams, f->grams.n + n);
	uint64_t *to = f->grams.v + f->grams.n;
	uint32_t end = f->end;
	for (size_t i = 0; i < n; i++) {
		uint32_t first = first_of(keys[i]), second = second_of(keys[i]), greater = first > second ? first : second;
		to[i] = keys[i] << ROW_BITS | row;
		f->seen[first] = f->seen[second] = 1;
		end = greater >= end ? greater + 1 : end;
	}
	f->grams.n += n;
	f->end = end;
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

/* Number the characters that were seen; returns how many they are. None is seen then. */
static uint32_t place_chars(struct gram_filling *f)
{
	uint32_t n = 0;
	for (uint32_t c = 0; c < f->end; c++)
		if (f->seen[c]) {
			f->seen[c] = 0;
			f->places[c] = n++;
		}
	f->end = 0;
	return n;
}

static inline uint32_t second_place(const struct gram_filling *f, uint64_t key, uint32_t n_chars)
{
	return f->places[second_of(key)] + (is_start(key) ? n_chars : 0);
}

static void sum_up(uint32_t *counts, size_t n)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t count = counts[i];
		counts[i] = sum;
		sum += count;
	}
}

/* By key; what has the same key stays in the order of rows. */
static void sort_grams(struct gram_filling *f)
{
	if (!f->grams.n)
		return;
	uint32_t n_chars = place_chars(f);
	array_reserve(&f->sorted, f->grams.n);
	array_reserve(&f->counts, (size_t)n_chars * 3);
	uint32_t *firsts = f->counts.v, *seconds = firsts + n_chars;
	uint64_t *grams = f->grams.v, *sorted = f->sorted.v;
	memset(firsts, 0, (size_t)n_chars * 3 * sizeof *firsts);
	for (size_t i = 0; i < f->grams.n; i++) {
		firsts[f->places[first_of(grams[i] >> ROW_BITS)]]++;
		seconds[second_place(f, grams[i] >> ROW_BITS, n_chars)]++;
	}
	sum_up(firsts, n_chars);
	sum_up(seconds, (size_t)n_chars * 2);
	for (size_t i = 0; i < f->grams.n; i++)
		sorted[seconds[second_place(f, grams[i] >> ROW_BITS, n_chars)]++] = grams[i];
	for (size_t i = 0; i < f->grams.n; i++)
		grams[firsts[f->places[first_of(sorted[i] >> ROW_BITS)]]++] = sorted[i];
}

/* Differences within a piece have at most so many bytes. */
enum { DIFFERENCE_MOST = 3 };

/* What was sorted as another part. */
static void put_runs(struct gram_filling *f)
{
	const uint64_t *grams = f->grams.v;
	array_reserve(&f->bytes, f->bytes.n + f->grams.n * DIFFERENCE_MOST + 1);
	uint8_t *to = f->bytes.v + f->bytes.n;
	array_push(&f->parts, f->runs.n);
	for (size_t i = 0; i < f->grams.n;) {
		struct run run = {.key = (grams[i] >> ROW_BITS) & no_key, .start = (uint32_t)(to - f->bytes.v)};
		uint32_t n_behind = 0;
		run.first = run.last = (uint16_t)(grams[i] & (GRAM_PIECE_ROWS - 1));
		for (uint64_t before = grams[i++]; i < f->grams.n && grams[i] >> ROW_BITS == run.key; before = grams[i++])
			if (grams[i] != before) { /* a row may have a gram several times */
				to = put_number(to, (uint32_t)(grams[i] - before));
				run.last = (uint16_t)(grams[i] & (GRAM_PIECE_ROWS - 1));
				n_behind++;
			}
		run.n_behind = n_behind & UINT16_MAX;
		array_push(&f->runs, run);
	}
	f->bytes.n = (size_t)(to - f->bytes.v);
	array_push(&f->runs, (struct run){.key = no_key, .start = (uint32_t)f->bytes.n});
}

static void sort_some(struct gram_filling *f)
{
	sort_grams(f);
	put_runs(f);
	array_clear(&f->grams);
}

static uint32_t run_bytes(const struct run *run)
{
	return run[1].start - run->start;
}

/* The next run of each part; their keys beside, which are looked through for every gram. */
struct part_runs {
	const struct run **next;
	uint64_t *keys;
	size_t n;
};

/* The runs of a gram as one, behind what was joined before. Parts are of ascending rows. */
static void join_runs(struct gram_filling *f, const struct part_runs *parts, uint64_t key)
{
	uint8_t *to = f->joined_bytes.v + f->joined_bytes.n;
	struct run run = {.key = key & no_key, .start = (uint32_t)f->joined_bytes.n};
	uint32_t n = 0;
	for (size_t i = 0; i < parts->n; i++) {
		if (parts->keys[i] != key)
			continue;
		const struct run *part = parts->next[i]++;
		parts->keys[i] = part[1].key;
		if (n)
			to = put_number(to, (uint32_t)(part->first - run.last));
		else
			run.first = part->first;
		memcpy(to, f->bytes.v + part->start, run_bytes(part));
		to += run_bytes(part);
		run.last = part->last;
		n += part->n_behind + 1u;
	}
	run.n_behind = (n - 1) & UINT16_MAX;
	array_push(&f->joined, run);
	f->joined_bytes.n = (size_t)(to - f->joined_bytes.v);
}

static void join_parts(struct gram_filling *f)
{
	struct part_runs parts = {.n = f->parts.n};
	parts.next = xmalloc(parts.n * sizeof *parts.next);
	parts.keys = xmalloc(parts.n * sizeof *parts.keys);
	for (size_t i = 0; i < parts.n; i++) {
		parts.next[i] = f->runs.v + f->parts.v[i];
		parts.keys[i] = parts.next[i]->key;
	}
	array_clear(&f->joined);
	array_clear(&f->joined_bytes);
	array_reserve(&f->joined_bytes, f->bytes.n + f->runs.n * DIFFERENCE_MOST + 1);
	for (;;) {
		uint64_t least = no_key;
		for (size_t i = 0; i < parts.n; i++)
			least = parts.keys[i] < least ? parts.keys[i] : least;
		if (least == no_key)
			break;
		join_runs(f, &parts, least);
	}
	array_push(&f->joined, (struct run){.key = no_key, .start = (uint32_t)f->joined_bytes.n});
	free(parts.next);
	free(parts.keys);
}

/* In memory of just its size. */
static struct gram_piece *new_piece(const struct run *runs, size_t n_runs, const uint8_t *bytes)
{
	struct gram_piece *p = xmalloc(sizeof *p);
	size_t n = runs[n_runs].start;
	*p = (struct gram_piece){.runs = xmalloc((n_runs + 1) * sizeof *runs), .n_runs = n_runs, .bytes = xmalloc(n)};
	pages_ready(p->runs, (n_runs + 1) * sizeof *runs);
	pages_ready(p->bytes, n);
	memcpy(p->runs, runs, (n_runs + 1) * sizeof *runs);
	if (n)
		memcpy(p->bytes, bytes, n);
	return p;
}

struct gram_piece *gram_filling_finish(struct gram_filling *f)
{
	struct gram_piece *p;
	sort_some(f);
	if (f->parts.n > 1) {
		join_parts(f);
		p = new_piece(f->joined.v, f->joined.n - 1, f->joined_bytes.v);
	} else {
		p = new_piece(f->runs.v, f->runs.n - 1, f->bytes.v);
	}
	array_clear(&f->runs);
	array_clear(&f->bytes);
	array_clear(&f->parts);
	return p;
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

static uint32_t place_of(const struct joining *j, size_t shard, size_t piece)
{
	return j->places[shard * j->n_pieces + piece];
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
		j->seconds[gram] = (uint32_t)(m.key & ((1u << SECOND_BITS) - 1));
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
	j->shards[SHARDS - 1].end_key = no_key;
	j->places = xmalloc((SHARDS + 1) * j->n_pieces * sizeof *j->places);
	for (size_t s = 0; s <= SHARDS; s++)
		for (size_t i = 0; i < j->n_pieces; i++)
			j->places[s * j->n_pieces + i] = (uint32_t)first_run(j->pieces[i], s < SHARDS ? j->shards[s].first_key : no_key);
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
			uint32_t first = first_of(j->shards[s].keys.v[g]);
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
