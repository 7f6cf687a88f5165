/*
 * Of many rows those that come first by the codes of a field, in one pass: a sample of the rows tells of which rank the last
 * of them may be, then every row is looked at for whether its rank is before that one, or is it.
 */
#include "sort_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"
#include "base/radix.h"
#include "index/codes.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_WORDS = 64, ROWS_AT_ONCE = 1 << 15, BLOCK = 1 << 12 };
enum { IS_BEFORE = 1, IS_LAST = 2 };

struct splitting {
	const struct index *index;
	const struct sort_bits *rows;
	const struct sort_codes *codes;
	uint8_t *by_code;        /* IS_BEFORE, IS_LAST or nothing */
	struct index_code_bits bits;
	uint64_t *before, *last; /* by row */
	atomic_size_t n_before, n_last;
};

/* -- where the last may be ------------------------------------------------------------------ */

static void add_word(const struct splitting *s, size_t word, struct radix_item *items, size_t *n)
{
	uint32_t codes[64];
	size_t first = word * 64, n_rows = s->rows->n_rows - first < 64 ? s->rows->n_rows - first : 64;
	index_codes(s->index, s->rows->kind, s->codes->field, (uint32_t)first, n_rows, s->codes->n_codes, codes);
	for (uint64_t rest = s->rows->v[word]; rest; rest &= rest - 1) {
		size_t i = bits_lowest(rest);
		items[(*n)++] = (struct radix_item){sort_codes_rank(s->codes, codes[i]), (uint32_t)(first + i)};
	}
}

struct sample {
	struct radix_item items[SAMPLE_WORDS * 64];
	size_t n;
};

/* The ranks of some rows from all over, ascending. */
static void take_sample(const struct splitting *s, struct sample *sample)
{
	size_t n_words = (s->rows->n_rows + 63) / 64;
	sample->n = 0;
	for (size_t i = 0; i < SAMPLE_WORDS; i++)
		add_word(s, n_words * i / SAMPLE_WORDS, sample->items, &sample->n);
	radix_sort(sample->items, sample->n);
}

/* The rank up to which there may be so many rows. */
static uint32_t guess_rank(const struct splitting *s, struct sample *sample, double n)
{
	if (!sample->n)
		take_sample(s, sample);
	double at = n / (double)s->rows->n * (double)sample->n + 1;
	return at < (double)sample->n ? (uint32_t)sample->items[(size_t)at].sort_key : UINT32_MAX;
}

/*
 * The same where the values are records: as if each had as many rows, since of many records a sample says little of the first
 * ones.
 */
static uint32_t guess_record(const struct splitting *s, double n)
{
	double at = n / (double)s->rows->n * s->codes->n_codes + 0.5;
	return at < s->codes->n_codes ? (uint32_t)at : UINT32_MAX;
}

/* -- all rows --------------------------------------------------------------------------------- */

static void split_block(struct splitting *s, size_t first, size_t n)
{
	uint64_t before[BLOCK / 64], last[BLOCK / 64];
	size_t n_before = 0, n_last = 0;
	index_code_bits(&s->bits, (uint32_t)first, n, before, last);
	for (size_t w = 0; w < (n + 63) / 64; w++) {
		uint64_t in = s->rows->v[first / 64 + w];
		s->before[first / 64 + w] = before[w] & in;
		s->last[first / 64 + w] = last[w] & in;
		n_before += bits_count(before[w] & in);
		n_last += bits_count(last[w] & in);
	}
	atomic_fetch_add_explicit(&s->n_before, n_before, memory_order_relaxed);
	atomic_fetch_add_explicit(&s->n_last, n_last, memory_order_relaxed);
}

static void split_piece(void *context, size_t piece)
{
	struct splitting *s = context;
	size_t end = (piece + 1) * ROWS_AT_ONCE < s->rows->n_rows ? (piece + 1) * ROWS_AT_ONCE : s->rows->n_rows;
	for (size_t first = piece * ROWS_AT_ONCE; first < end; first += BLOCK)
		split_block(s, first, end - first < BLOCK ? end - first : BLOCK);
}

static void split(struct splitting *s, uint32_t last)
{
	size_t n_codes = (size_t)s->codes->n_codes + 1;
	memset(s->by_code, 0, n_codes);
	sort_codes_mark(s->codes, last, IS_BEFORE, IS_LAST, s->by_code);
	s->bits = index_code_bits_make(s->index, s->rows->kind, s->codes->field, s->by_code);
	atomic_store(&s->n_before, 0);
	atomic_store(&s->n_last, 0);
	parallel_for((s->rows->n_rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, parallel_threads(), split_piece, s);
}

/* -- those before the last ------------------------------------------------------------------------ */

static size_t list_before(const struct splitting *s, struct radix_item *items)
{
	size_t n = 0;
	uint32_t code;
	for (size_t w = 0; w < (s->rows->n_rows + 63) / 64; w++)
		for (uint64_t rest = s->before[w]; rest; rest &= rest - 1) {
			uint32_t row = (uint32_t)(w * 64) + bits_lowest(rest);
			index_codes(s->index, s->rows->kind, s->codes->field, row, 1, s->codes->n_codes, &code);
			items[n++] = (struct radix_item){sort_codes_rank(s->codes, code), row};
		}
	return n;
}

/* The guess was too high: there are enough rows before it, so that the rank is one of theirs. */
static void split_before(struct splitting *s, struct radix_item *items, size_t n, size_t limit)
{
	uint64_t rank = items[limit - 1].sort_key;
	size_t start = limit - 1, end = limit;
	for (; start && items[start - 1].sort_key == rank; start--)
		;
	for (; end < n && items[end].sort_key == rank; end++)
		;
	memset(s->last, 0, ((s->rows->n_rows + 63) / 64) * sizeof *s->last);
	for (size_t i = start; i < end; i++)
		bits_set(s->last, items[i].row);
	atomic_store(&s->n_before, start);
	atomic_store(&s->n_last, end - start);
}

static void take_before(struct splitting *s, size_t limit, struct ref *out)
{
	size_t n = atomic_load(&s->n_before);
	struct radix_item *items = xmalloc((n + 1) * sizeof *items);
	n = list_before(s, items);
	if (n >= limit) {
		radix_sort(items, n);
		split_before(s, items, n, limit);
	}
	for (size_t i = 0; i < atomic_load(&s->n_before); i++)
		out[i] = ref_make(s->rows->kind, items[i].row);
	free(items);
}

/*
 * The guess aims at twice as many rows as are asked for, so that chance leaves enough; where it does not, at far more, in the end
 * at all.
 */
struct sort_parted sort_split(const struct sort_firsts *f, const struct sort_bits *rows, const struct sort_codes *codes)
{
	enum { MOST = 64 };
	static const double times = 2, far_more = 16;
	struct sample sample = {.n = 0};
	size_t n_words = bits_room(rows->n_rows);
	struct splitting s = {.index = f->index, .rows = rows, .codes = codes};
	double n = (double)f->limit * times;
	bool enough = false;
	s.by_code = xmalloc((size_t)codes->n_codes + 1);
	s.before = xmalloc(n_words * sizeof *s.before);
	s.last = xmalloc(n_words * sizeof *s.last);
	if (!codes->ranks) {
		split(&s, guess_record(&s, n));
		enough = atomic_load(&s.n_before) + atomic_load(&s.n_last) >= f->limit
			&& atomic_load(&s.n_before) < MOST * f->limit;
	}
	for (; !enough; n *= far_more) {
		split(&s, guess_rank(&s, &sample, n));
		enough = atomic_load(&s.n_before) + atomic_load(&s.n_last) >= f->limit;
	}
	take_before(&s, f->limit, f->out);
	free(s.by_code);
	free(s.before);
	return (struct sort_parted){atomic_load(&s.n_before), s.last, atomic_load(&s.n_last)};
}
