#include "front_internal.h"

#include "base/parallel.h"
#include "index/codes.h"
#include "index_internal.h"
#include "require_internal.h"

#include "base/radix.h"

#include <stdlib.h>
#include <string.h>

/*
 * So many rows are kept of each end of an order: enough for the first page of what one row in twenty passes. Of a kind of
 * few rows fewer, of one of very few none: there all are sorted as fast.
 */
enum { KEPT = 1 << 10, ONE_IN = 1 << 5, FEW_ROWS = 1 << 11 };

size_t front_most(const struct index *index, enum kind kind)
{
	size_t n = index->tables[kind].n / ONE_IN;
	return n < KEPT ? n : KEPT;
}

size_t front_least(const struct index *index, enum kind kind)
{
	return front_most(index, kind) * 3 / 4;
}

bool front_is(const struct index *index, enum kind kind, size_t field)
{
	const struct field *f = &fields_of[kind].v[field];
	bool ordered = f->type == FIELD_ENUM || f->type == FIELD_BOOL || f->type == FIELD_PERIOD;
	/* of packed rows names have no order yet */
	if (f->type == FIELD_REF)
		ordered = f->kinds && !index->tables[__builtin_ctz(f->kinds)].packed;
	return ordered && index->tables[kind].n >= FEW_ROWS && !index->tables[kind].packed && index_codes_n(index, kind, field) > 0;
}

/* -- codes in the order of their values ------------------------------------------------------ */

/* By code its rank; UINT32_MAX: it is no value. */
struct ranking {
	uint32_t *ranks; /* owned */
	uint32_t n_codes, n_ranks;
};

/* Days that come to the same are one value, however they are written. */
static void rank_periods(const struct index *index, enum kind kind, size_t field, struct ranking *r)
{
	struct radix_item *items = xmalloc(((size_t)r->n_codes + 1) * sizeof *items);
	struct period period;
	size_t n = 0;
	for (uint32_t code = 0; code < r->n_codes; code++) {
		r->ranks[code] = UINT32_MAX;
		if (index_code_period(index, kind, field, code, &period))
			items[n++] = (struct radix_item){index_period_order(period), code};
	}
	radix_sort(items, n);
	for (size_t i = 0; i < n; i++) {
		r->n_ranks += !i || items[i].sort_key != items[i - 1].sort_key;
		r->ranks[items[i].row] = r->n_ranks - 1;
	}
	free(items);
}

static struct ranking rank_codes(const struct index *index, enum kind kind, size_t field)
{
	const struct field *f = &fields_of[kind].v[field];
	struct ranking r = {.n_codes = index_codes_n(index, kind, field)};
	r.ranks = xmalloc(((size_t)r.n_codes + 1) * sizeof *r.ranks);
	if (f->type == FIELD_PERIOD) {
		rank_periods(index, kind, field, &r);
		return r;
	}
	r.n_ranks = r.n_codes;
	for (uint32_t code = 0; code < r.n_codes; code++)
		r.ranks[code] = f->type == FIELD_REF ? index_name_rank(index, ref_make((enum kind)__builtin_ctz(f->kinds), code)) : code;
	return r;
}

/* -- the first of many ------------------------------------------------------------------------ */

/* The least of all items that were added: twice as many and more are held before those that are too great are dropped. */
struct least {
	size_t most, n;
	uint64_t below; /* greater ones are not looked at */
	struct radix_item items[8 * KEPT];
};

static void keep_least(struct least *l)
{
	radix_sort(l->items, l->n);
	if (l->n >= l->most) {
		l->n = l->most;
		l->below = l->items[l->n - 1].sort_key;
	}
}

static inline void add_item(struct least *l, uint64_t sort_key, uint32_t row)
{
	if (l->n == sizeof l->items / sizeof *l->items)
		keep_least(l);
	l->items[l->n++] = (struct radix_item){sort_key, row};
}

/* Of each end of the order as many as are kept; fewer where fewer rows have a value. */
struct ends {
	struct least up, down;
};

static void find_ends(const struct index *index, enum kind kind, size_t field, struct ends *ends)
{
	enum { AT_ONCE = 1 << 10 };
	uint32_t codes[AT_ONCE], n_rows = index->tables[kind].n;
	struct ranking r = rank_codes(index, kind, field);
	for (uint32_t first = 0; first < n_rows && !index_stopped(index); first += AT_ONCE) {
		uint32_t n = n_rows - first < AT_ONCE ? n_rows - first : AT_ONCE;
		index_codes(index, kind, field, first, n, r.n_codes, codes);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t rank = codes[i] < r.n_codes ? r.ranks[codes[i]] : UINT32_MAX;
			if (rank >= r.n_ranks)
				continue;
			uint64_t up = (uint64_t)rank << 32, down = (uint64_t)(r.n_ranks - 1 - rank) << 32;
			if (up > ends->up.below && down > ends->down.below)
				continue;
			uint32_t name = index_own_rank(index, kind, first + i);
			if ((up | name) < ends->up.below)
				add_item(&ends->up, up | name, first + i);
			if ((down | name) < ends->down.below)
				add_item(&ends->down, down | name, first + i);
		}
	}
	keep_least(&ends->up);
	keep_least(&ends->down);
	free(r.ranks);
}

/* The rows of both ends, one behind the other; *n of them. */
static uint32_t *find_rows(const struct index *index, enum kind kind, size_t field, size_t *n)
{
	size_t most = front_most(index, kind);
	struct ends *ends = xmalloc(sizeof *ends);
	ends->up.n = ends->down.n = 0;
	ends->up.most = ends->down.most = most;
	ends->up.below = ends->down.below = UINT64_MAX;
	find_ends(index, kind, field, ends);
	/* of an order of names that is wrong, one may have fewer */
	size_t n_end = ends->up.n < ends->down.n ? ends->up.n : ends->down.n;
	uint32_t *rows = xmalloc((2 * n_end + 1) * sizeof *rows);
	for (size_t i = 0; i < n_end; i++) {
		rows[i] = ends->up.items[i].row;
		rows[n_end + i] = ends->down.items[i].row;
	}
	free(ends);
	*n = 2 * n_end;
	return rows;
}

/* -- building ------------------------------------------------------------------------------------- */

void front_make(struct index *index, enum kind kind, size_t field)
{
	size_t n;
	if (!front_is(index, kind, field) || index_stopped(index))
		return;
	uint32_t *rows = find_rows(index, kind, field, &n);
	index->fronts[kind][field] = section_plain(rows, n, sizeof *rows);
}

static void make_one(void *context, size_t i)
{
	size_t kind = i / FIELDS_MAX, field = i % FIELDS_MAX;
	if (field < fields_of[kind].n)
		front_make(context, (enum kind)kind, field);
}

void index_make_fronts(struct index *index)
{
	parallel_for((size_t)KIND_COUNT * FIELDS_MAX, index->n_threads, make_one, index);
}

bool front_shape(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++) {
			const struct section *s = &index->fronts[k][f];
			REQUIRE(section_is_of(s, sizeof(uint32_t)) && s->n % 2 == 0 && s->n <= 2 * KEPT, "first rows of another width or number");
		}
	return true;
}

/* As many as there are, or enough of them. */
static bool validate_one(const struct index *index, enum kind kind, size_t field)
{
	const struct section *s = &index->fronts[kind][field];
	const uint32_t *v = SECTION_V(uint32_t, *s);
	size_t n = (size_t)s->n / 2, n_found = 0;
	uint32_t *rows = field < fields_of[kind].n && front_is(index, kind, field) ? find_rows(index, kind, field, &n_found) : NULL;
	n_found /= 2;
	bool same = n == n_found || (n < n_found && n >= front_least(index, kind));
	same = same && (!n || (!memcmp(v, rows, n * sizeof *v) && !memcmp(v + n, rows + n_found, n * sizeof *v)));
	free(rows);
	return same;
}

bool front_validate(const struct index *index, const char **reason)
{
	for (size_t i = 0; i < (size_t)KIND_COUNT * FIELDS_MAX; i++)
		REQUIRE(validate_one(index, (enum kind)(i / FIELDS_MAX), i % FIELDS_MAX), "first rows that are others");
	return true;
}

/* -- asking ------------------------------------------------------------------------------------------ */

bool index_front(const struct index *index, enum kind kind, size_t field, bool down, struct index_front *out)
{
	const struct section *s = &index->fronts[kind][field];
	size_t n = (size_t)s->n / 2;
	*out = (struct index_front){.n = n};
	if (n)
		out->rows = SECTION_V(uint32_t, *s) + (down ? n : 0);
	return n > 0;
}
