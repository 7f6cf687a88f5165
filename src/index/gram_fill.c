/* Pieces of postings from the grams of rows, one after another. */
#include "gram_piece_internal.h"

#include "base/array.h"
#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

/* Letters are characters, alone or with GRAM_START. They are few, and numbered as they come, from 1 on. */
enum { GRAMS_AT_ONCE = 1 << 17, LETTERS_END = 1 << GRAM_SECOND_BITS, NUMBER_BITS = 16, LETTERS_MAX = (1 << NUMBER_BITS) - 1 };

static_assert(GRAM_PIECE_ROWS <= 1 << NUMBER_BITS, "a row stands beside a letter's number");

/*
 * What was read of a piece: grams, which are sorted when there are so many that the room for them is still near, into a
 * part of the piece; parts are joined in the end. Sorting takes two passes: by the second letter, then by the first one.
 * The room stays for the next piece, as fresh memory costs more than what is done in it.
 */
struct gram_filling {
	size_t n;
	uint32_t grams[GRAMS_AT_ONCE];  /* in the order of rows: the numbers of both letters; sorted: of the second one, and the row */
	uint32_t halfway[GRAMS_AT_ONCE]; /* by the second letter: the number of the first one, and the row */
	uint16_t rows[GRAMS_AT_ONCE];
	uint16_t *numbers;              /* by letter; 0: none. Few of its pages are ever touched */
	ARRAY(uint32_t) letters;        /* by number less 1 */
	ARRAY(struct radix_item) order; /* of them: ascending, with their numbers */
	uint32_t firsts[LETTERS_MAX + 1], seconds[LETTERS_MAX + 1]; /* by number: how many grams have it; then where these end */
	ARRAY(struct gram_run) runs;    /* of all parts, part after part, each with one more at its end */
	ARRAY(uint8_t) bytes;           /* of all parts */
	ARRAY(size_t) parts;            /* the first run of each */
	ARRAY(struct gram_run) joined;
	ARRAY(uint8_t) joined_bytes;
};

struct gram_filling *gram_filling_new(void)
{
	struct gram_filling *f = xcalloc(1, sizeof *f);
	f->numbers = xcalloc(LETTERS_END, sizeof *f->numbers);
	return f;
}

void gram_filling_free(struct gram_filling *f)
{
	free(f->numbers);
	array_release(&f->letters);
	array_release(&f->order);
	array_release(&f->runs);
	array_release(&f->bytes);
	array_release(&f->parts);
	array_release(&f->joined);
	array_release(&f->joined_bytes);
	free(f);
}

/* -- adding ---------------------------------------------------------------------------- */

static void sort_some(struct gram_filling *f);

static void number_letter(struct gram_filling *f, uint32_t letter)
{
	if (f->numbers[letter])
		return;
	array_push(&f->letters, letter);
	f->numbers[letter] = (uint16_t)f->letters.n;
}

/* Where there are too many, all are numbered anew. */
static void number_letters(struct gram_filling *f, uint32_t first, uint32_t second)
{
	if (f->letters.n + 2 > LETTERS_MAX) {
		sort_some(f);
		for (size_t i = 0; i < f->letters.n; i++)
			f->numbers[f->letters.v[i]] = 0;
		array_clear(&f->letters);
	}
	number_letter(f, first);
	number_letter(f, second);
}

void gram_filling_add(struct gram_filling *f, const uint32_t *letters, size_t n, uint32_t row)
{
	uint32_t a = 0; /* the number of the letter before; 0: not asked for yet */
	for (size_t i = 1; i < n; i++) {
		uint32_t b = f->numbers[letters[i]];
		if (f->n == GRAMS_AT_ONCE)
			sort_some(f);
		if (!a || !b) {
			number_letters(f, letters[i - 1], letters[i]);
			a = f->numbers[letters[i - 1]];
			b = f->numbers[letters[i]];
		}
		f->firsts[a]++;
		f->seconds[b]++;
		f->grams[f->n] = a << NUMBER_BITS | b;
		f->rows[f->n++] = (uint16_t)row;
		a = b;
	}
}

/* -- finishing a piece ------------------------------------------------------------------ */

/* The letters in their order, and where the grams of each begin. */
static void place_letters(struct gram_filling *f)
{
	uint32_t first = 0, second = 0;
	array_clear(&f->order);
	for (size_t i = 0; i < f->letters.n; i++)
		array_push(&f->order, (struct radix_item){f->letters.v[i], (uint32_t)i + 1});
	radix_sort(f->order.v, f->order.n);
	for (size_t i = 0; i < f->order.n; i++) {
		uint32_t number = f->order.v[i].row, n_first = f->firsts[number], n_second = f->seconds[number];
		f->firsts[number] = first;
		f->seconds[number] = second;
		first += n_first;
		second += n_second;
	}
}

/* By first letter, then second one; what has the same two stays in the order of rows. */
static void sort_grams(struct gram_filling *f)
{
	const uint32_t low = (1u << NUMBER_BITS) - 1;
	place_letters(f);
	for (size_t i = 0; i < f->n; i++)
		f->halfway[f->seconds[f->grams[i] & low]++] = (f->grams[i] & ~low) | f->rows[i];
	for (size_t i = 0, at = 0; i < f->order.n; i++) {
		uint32_t second = f->order.v[i].row;
		for (; at < f->seconds[second]; at++)
			f->grams[f->firsts[f->halfway[at] >> NUMBER_BITS]++] = second << NUMBER_BITS | (f->halfway[at] & low);
	}
}

/* Differences within a piece have at most so many bytes. */
enum { DIFFERENCE_MOST = 3 };

/* The run that begins with the sorted gram `at`, whose first letter has grams up to `end`. Returns where the next one begins. */
static size_t put_run(struct gram_filling *f, uint32_t first, size_t at, size_t end)
{
	const uint32_t low = (1u << NUMBER_BITS) - 1, *grams = f->grams;
	uint32_t second = grams[at] >> NUMBER_BITS, before = grams[at] & low, n_behind = 0;
	uint8_t *to = f->bytes.v + f->bytes.n;
	struct gram_run run = {.key = gram_key(first, f->letters.v[second - 1]) & gram_no_key, .start = (uint32_t)f->bytes.n,
		.first = (uint16_t)before};
	for (at++; at < end && grams[at] >> NUMBER_BITS == second; at++) {
		uint32_t row = grams[at] & low;
		if (row == before) /* a row may have a gram several times */
			continue;
		to = gram_put_number(to, row - before);
		before = row;
		n_behind++;
	}
	run.last = (uint16_t)before;
	run.n_behind = n_behind & UINT16_MAX;
	array_push(&f->runs, run);
	f->bytes.n = (size_t)(to - f->bytes.v);
	return at;
}

/* What was sorted as another part. */
static void put_runs(struct gram_filling *f)
{
	array_reserve(&f->bytes, f->bytes.n + f->n * DIFFERENCE_MOST + 1);
	array_push(&f->parts, f->runs.n);
	for (size_t i = 0, at = 0; i < f->order.n; i++) {
		uint32_t number = f->order.v[i].row, end = f->firsts[number];
		while (at < end)
			at = put_run(f, (uint32_t)f->order.v[i].sort_key, at, end);
		f->firsts[number] = f->seconds[number] = 0;
	}
	array_push(&f->runs, (struct gram_run){.key = gram_no_key, .start = (uint32_t)f->bytes.n});
}

static void sort_some(struct gram_filling *f)
{
	sort_grams(f);
	put_runs(f);
	f->n = 0;
}

static uint32_t run_bytes(const struct gram_run *run)
{
	return run[1].start - run->start;
}

/* The next run of each part; their keys beside, which are looked through for every gram. */
struct part_runs {
	const struct gram_run **next;
	uint64_t *keys;
	size_t n;
};

/* The runs of a gram as one, behind what was joined before. Parts are of ascending rows. */
static void join_runs(struct gram_filling *f, const struct part_runs *parts, uint64_t key)
{
	uint8_t *to = f->joined_bytes.v + f->joined_bytes.n;
	struct gram_run run = {.key = key & gram_no_key, .start = (uint32_t)f->joined_bytes.n};
	uint32_t n = 0;
	for (size_t i = 0; i < parts->n; i++) {
		if (parts->keys[i] != key)
			continue;
		const struct gram_run *part = parts->next[i]++;
		parts->keys[i] = part[1].key;
		bool again = n && part->first == run.last; /* the row's grams are in both */
		if (!n)
			run.first = part->first;
		else if (!again)
			to = gram_put_number(to, (uint32_t)(part->first - run.last));
		memcpy(to, f->bytes.v + part->start, run_bytes(part));
		to += run_bytes(part);
		run.last = part->last;
		n += part->n_behind + (again ? 0u : 1u);
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
		uint64_t least = gram_no_key;
		for (size_t i = 0; i < parts.n; i++)
			least = parts.keys[i] < least ? parts.keys[i] : least;
		if (least == gram_no_key)
			break;
		join_runs(f, &parts, least);
	}
	array_push(&f->joined, (struct gram_run){.key = gram_no_key, .start = (uint32_t)f->joined_bytes.n});
	free(parts.next);
	free(parts.keys);
}

/* In memory of just its size. */
static struct gram_piece *new_piece(const struct gram_run *runs, size_t n_runs, const uint8_t *bytes)
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
