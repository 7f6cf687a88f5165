/* The days of index_since, ready for all rows of the kinds whose day follows from other records. */
#include "index_internal.h"

#include "base/parallel.h"
#include "index/codes.h"

#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 13 };

static bool has_own_date(enum kind kind)
{
	return index_since_field(kind) > 0;
}

int64_t since_day(const struct index *index, struct ref ref)
{
	int32_t day;
	return index_since(index, ref, &day) ? day : NUMBER_NONE;
}

/* -- building --------------------------------------------------------------------------- */

struct making {
	const struct index *index;
	enum kind kind;
	int64_t *days;
};

static void make_piece(void *context, size_t piece)
{
	const struct making *m = context;
	uint32_t n = m->index->tables[m->kind].n;
	struct index_place place = {0};
	for (size_t row = piece * ROWS_AT_ONCE; row < (piece + 1) * ROWS_AT_ONCE && row < n && !index_stopped(m->index); row++) {
		int32_t day;
		m->days[row] = since_find(m->index, ref_make(m->kind, (uint32_t)row), &place, &day) ? day : NUMBER_NONE;
	}
}

void since_make(struct index *index, enum kind kind)
{
	struct index_table *t = &index->tables[kind];
	struct making m = {index, kind, NULL};
	if (!t->n || has_own_date(kind))
		return;
	m.days = xcalloc(t->n, sizeof *m.days);
	parallel_for(t->n / ROWS_AT_ONCE + 1, index->n_threads, make_piece, &m);
	t->since = section_pack(m.days, t->n);
	free(m.days);
}

void index_make_since(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		since_make(index, (enum kind)k);
}

/* -- asking -------------------------------------------------------------------------------- */

struct asking {
	const struct index *index;
	enum kind kind;
	uint32_t first;
	int32_t least;
	const uint64_t *asked;
	uint64_t *out;
};

static bool is_since(const struct asking *a, uint32_t row)
{
	int64_t day = since_day(a->index, ref_make(a->kind, row));
	return day != NUMBER_NONE && day >= a->least;
}

static size_t left_of(size_t n, size_t word)
{
	return n - word * 64 < 64 ? n - word * 64 : 64;
}

/* Bits of the numbers i … i + n that are `least` or more: a loop without branches. */
#define SINCE_BITS(type, v, n, least, bits)                                                \
	do {                                                                               \
		const type *since_v_ = (v), since_x_ = (type)(least), since_none_ = (type)-1; \
		for (size_t since_i_ = 0; since_i_ < (n); since_i_++)                      \
			(bits) |= (uint64_t)((since_v_[since_i_] >= since_x_) & (since_v_[since_i_] != since_none_)) << since_i_; \
	} while (0)

/* Days that stand ready, in the unsigned numbers that they are packed in: the limit is brought there, too. */
static uint64_t ready_bits(const struct section *days, uint64_t row, size_t n, int32_t least)
{
	uint64_t bits = 0;
	bool flat = days->slope == 0 && (days->width == 1 || days->width == 2);
	int64_t from = flat ? (int64_t)least - days->base : 0;
	if (flat && from > (days->width == 1 ? UINT8_MAX : UINT16_MAX))
		return 0;
	from = from < 0 ? 0 : from;
	if (flat && days->width == 1)
		SINCE_BITS(uint8_t, SECTION_V(uint8_t, *days) + row, n, from, bits);
	else if (flat)
		SINCE_BITS(uint16_t, SECTION_V(uint16_t, *days) + row, n, from, bits);
	for (size_t i = 0; !flat && i < n; i++) {
		int64_t day = section_number(days, row + i);
		bits |= (uint64_t)(day != NUMBER_NONE && day >= least) << i;
	}
	return bits;
}

static void ask_ready(const struct asking *a, const struct section *days, size_t n)
{
	for (size_t w = 0; w < (n + 63) / 64; w++)
		if (a->asked[w])
			a->out[w] |= ready_bits(days, a->first + w * 64, left_of(n, w), a->least) & a->asked[w];
}

/* What a ledger brought has nothing but its source to go by where it has no date: the source's last day or later. */
static bool source_is_since(const struct asking *a, uint32_t source)
{
	struct period date;
	return source < index_count(a->index, KIND_SOURCE)
		&& index_period(a->index, ref_make(KIND_SOURCE, source), a->index->source_date, &date) && date.last >= a->least;
}

/* Rows with a date of their own; one without it goes by its source. */
static void ask_dates(const struct asking *a, size_t n)
{
	enum { AT_ONCE = 1 << 8 };
	struct period periods[AT_ONCE];
	uint32_t sources[AT_ONCE], n_columns = a->index->tables[a->kind].n;
	size_t field = index_since_field(a->kind);
	for (size_t at = 0; at < n; at += AT_ONCE) {
		size_t some = n - at < AT_ONCE ? n - at : AT_ONCE;
		uint32_t row = a->first + (uint32_t)at;
		index_periods(a->index, a->kind, field, row, some, periods);
		if (row + some > n_columns && a->index->tables[a->kind].packed)
			index_codes(a->index, a->kind, (size_t)a->index->source_of[a->kind], row, some, UINT32_MAX, sources);
		for (size_t i = 0; i < some; i++, row++) {
			struct period p = periods[i];
			if (!bits_has(a->asked, at + i))
				continue;
			bool since = p.first <= p.last ? p.last >= a->least : row < n_columns ? is_since(a, row) :
				source_is_since(a, sources[i]);
			bits_set_if(a->out, at + i, since);
		}
	}
}

void index_since_rows(const struct index *index, enum kind kind, uint32_t first, size_t n, int32_t least,
	const uint64_t *asked, uint64_t *out)
{
	const struct section *days = &index->tables[kind].since;
	const struct asking a = {index, kind, first, least, asked, out};
	if (has_own_date(kind))
		ask_dates(&a, n);
	else if (first + n <= days->n)
		ask_ready(&a, days, n);
	else
		for (size_t i = 0; i < n; i++)
			if (bits_has(asked, i) && is_since(&a, first + (uint32_t)i))
				bits_set(out, i);
}

/* -- checking ------------------------------------------------------------------------------ */

bool index_since_shape(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &index->tables[k];
		if (t->since.n == (has_own_date((enum kind)k) ? 0 : t->n) && t->since.width <= 8)
			continue;
		*reason = "days of another number of rows";
		return false;
	}
	return true;
}

bool index_since_validate(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index->tables[k].since.n; row++)
			if (section_number(&index->tables[k].since, row) != since_day(index, ref_make((enum kind)k, row))) {
				*reason = "a day that is not that of its record";
				return false;
			}
	return true;
}
