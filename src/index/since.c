/* The days of index_since, ready for all rows of the kinds whose day follows from other records. */
#include "index_internal.h"

#include "base/parallel.h"

#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 13 };

static bool has_own_date(enum kind kind)
{
	return kind == KIND_MILESTONE || kind == KIND_CLAIM || kind == KIND_EVENT || kind == KIND_SOURCE;
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
	for (size_t row = piece * ROWS_AT_ONCE; row < (piece + 1) * ROWS_AT_ONCE && row < n && !index_stopped(m->index); row++)
		m->days[row] = since_day(m->index, ref_make(m->kind, (uint32_t)row));
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

void index_since_rows(const struct index *index, enum kind kind, uint32_t first, size_t n, int32_t least,
	const uint64_t *asked, uint64_t *out)
{
	const struct section *days = &index->tables[kind].since;
	for (size_t w = 0; w < (n + 63) / 64; w++)
		for (uint64_t rest = asked[w]; rest; rest &= rest - 1) {
			unsigned bit = (unsigned)__builtin_ctzll(rest);
			uint32_t row = first + (uint32_t)(w * 64) + bit;
			int64_t day = row < days->n ? section_number(days, row) : since_day(index, ref_make(kind, row));
			if (day != NUMBER_NONE && day >= least)
				out[w] |= UINT64_C(1) << bit;
		}
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
