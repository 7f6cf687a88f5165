/*
 * Facets whose values are not the field's own alone: the sources of a record and of its figures, the years of periods.
 * Rows are looked at by all threads; most have one value, which is their code. All others have codes behind those, one
 * for each list of values that occurs.
 */
#include "facet_internal.h"

#include "base/alloc.h"
#include "base/map.h"
#include "base/parallel.h"
#include "index/ledgers.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 15, BLOCK = 1 << 12 };

static size_t pieces_of(const struct facet_values *v)
{
	return v->n_rows / ROWS_AT_ONCE + 1;
}

static uint32_t piece_end(const struct facet_values *v, size_t piece)
{
	size_t end = (piece + 1) * ROWS_AT_ONCE;
	return end < v->n_rows ? (uint32_t)end : v->n_rows;
}

/* -- codes for lists ---------------------------------------------------------------------- */

struct listing {
	struct facet_values *v;
	struct map known; /* a list's values -> its code */
	bool plain;       /* a list of one value is that value's code */
};

/* Value i is code i. */
static void listing_init(struct listing *l, struct facet_values *v, bool plain)
{
	*l = (struct listing){.v = v, .plain = plain};
	for (uint32_t i = 0; i < v->n; i++) {
		array_push(&v->starts, i);
		array_push(&v->lists, i);
	}
	array_push(&v->starts, v->n);
}

/* The code of the values that stand behind the last list. */
static uint32_t close_list(struct listing *l)
{
	struct facet_values *v = l->v;
	uint32_t start = v->starts.v[v->starts.n - 1], n = (uint32_t)v->lists.n - start;
	const uint32_t *values = v->lists.v + start;
	if (l->plain && n == 1 && values[0] < v->n) {
		uint32_t value = values[0];
		v->lists.n = start;
		return value;
	}
	struct str key = {(const char *)values, n * sizeof *values};
	uint32_t code = (uint32_t)v->starts.n - 1;
	if (map_find(&l->known, key, &code)) {
		v->lists.n = start;
		return code;
	}
	map_add(&l->known, arena_str(&v->arena, key), &code);
	v->several |= n > 1;
	array_push(&v->starts, (uint32_t)v->lists.n);
	return code;
}

/* Behind all codes that of the rows without a value. */
static void listing_end(struct listing *l)
{
	struct facet_values *v = l->v;
	v->n_codes = (uint32_t)v->starts.n - 1;
	array_push(&v->lists, v->n);
	array_push(&v->starts, (uint32_t)v->lists.n);
	map_release(&l->known);
}

/* -- sources: a filter `source` also looks at those of a record's figures ------------------------- */

/*
 * What the ledgers that tell of a row add to its own source is one of few sets. A pair of both is own * n_sets + set;
 * own is n where the row has none.
 */
enum { PAIRS_MAX = 1 << 22 };
static const uint32_t by_itself = UINT32_MAX;

struct sourcing {
	struct facet_values *v;
	size_t claim_source;
	uint32_t *set_of;     /* by shape */
	ARRAY(uint32_t) ends; /* by set: its sources in `sources` */
	ARRAY(struct ref) sources;
	uint32_t n_sets;
	_Atomic uint8_t *used; /* by pair; its code when that is known: */
	uint32_t *code_of;
	atomic_bool any_by_itself;
};

static uint32_t set_start(const struct sourcing *s, uint32_t set)
{
	return set ? s->ends.v[set - 1] : 0;
}

/* The shape's sources stand behind those of the last set; the same as an earlier one are taken away again. */
static uint32_t number_of_set(struct sourcing *s, size_t n)
{
	uint32_t start = (uint32_t)(s->sources.n - n);
	for (uint32_t set = 0; set < s->ends.n; set++)
		if (s->ends.v[set] - set_start(s, set) == n
			&& !memcmp(s->sources.v + set_start(s, set), s->sources.v + start, n * sizeof *s->sources.v)) {
			s->sources.n = start;
			return set;
		}
	array_push(&s->ends, (uint32_t)s->sources.n);
	return (uint32_t)s->ends.n - 1;
}

static void make_sets(struct sourcing *s)
{
	uint32_t n_shapes = index_shapes_n(s->v->index);
	s->set_of = xmalloc((n_shapes + (size_t)1) * sizeof *s->set_of);
	array_reserve(&s->sources, 1);
	for (uint32_t shape = 0; shape < n_shapes; shape++) {
		size_t n = index_shape_sources(s->v->index, shape, NULL, 0);
		array_reserve(&s->sources, s->sources.n + n + 1);
		index_shape_sources(s->v->index, shape, s->sources.v + s->sources.n, n);
		s->sources.n += n;
		s->set_of[shape] = number_of_set(s, n);
	}
	s->n_sets = (uint32_t)s->ends.n;
}

/* Whether all claims about a row but those of ledgers have its own source, too. */
static bool only_own(const struct sourcing *s, uint32_t row, uint32_t own)
{
	struct refs claims = index_own_claims(s->v->index, ref_make(s->v->facet.kind, row));
	for (size_t i = 0; i < claims.n; i++) {
		struct ref source = index_ref(s->v->index, claims.v[i], s->claim_source);
		if (ref_none(source) || ref_row(source) != own)
			return false;
	}
	return true;
}

static void pair_rows(void *context, size_t piece)
{
	struct sourcing *s = context;
	const struct facet_values *v = s->v;
	uint32_t shapes[BLOCK], end = piece_end(v, piece);
	bool many = (uint64_t)(v->n + 1) * s->n_sets > PAIRS_MAX;
	for (uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), n; first < end; first += n) {
		uint32_t *codes = v->codes + first;
		n = end - first < BLOCK ? end - first : BLOCK;
		index_codes(v->index, v->facet.kind, v->facet.field, first, n, v->n, codes);
		index_shapes(v->index, v->facet.kind, first, n, shapes);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t pair = codes[i] * s->n_sets + s->set_of[shapes[i]];
			if (many || !only_own(s, first + i, codes[i])) {
				atomic_store_explicit(&s->any_by_itself, true, memory_order_relaxed);
				codes[i] = by_itself;
				continue;
			}
			codes[i] = pair;
			if (!atomic_load_explicit(&s->used[pair], memory_order_relaxed))
				atomic_store_explicit(&s->used[pair], 1, memory_order_relaxed);
		}
	}
}

static void list_set(struct sourcing *s, uint32_t set)
{
	for (uint32_t i = set_start(s, set); i < s->ends.v[set]; i++)
		facet_list_value(s->v, ref_row(s->sources.v[i]));
}

/* Pairs that occur; one of no source at all is the last code, which is not known yet. */
static void number_pairs(struct sourcing *s, struct listing *l)
{
	for (uint32_t own = 0; own <= s->v->n; own++)
		for (uint32_t set = 0; set < s->n_sets; set++) {
			uint32_t pair = own * s->n_sets + set;
			if (!atomic_load(&s->used[pair]))
				continue;
			facet_list_value(s->v, own);
			list_set(s, set);
			s->code_of[pair] = close_list(l);
		}
}

/* Rows with claims of other sources. */
static void list_by_themselves(struct sourcing *s, struct listing *l)
{
	struct facet_values *v = s->v;
	for (uint32_t row = 0; row < v->n_rows; row++) {
		uint32_t shape, own;
		if (v->codes[row] != by_itself)
			continue;
		index_codes(v->index, v->facet.kind, v->facet.field, row, 1, v->n, &own);
		index_shapes(v->index, v->facet.kind, row, 1, &shape);
		struct refs claims = index_own_claims(v->index, ref_make(v->facet.kind, row));
		facet_list_value(v, own);
		for (size_t i = 0; i < claims.n; i++) {
			struct ref source = index_ref(v->index, claims.v[i], s->claim_source);
			if (!ref_none(source))
				facet_list_value(v, ref_row(source));
		}
		list_set(s, s->set_of[shape]);
		v->codes[row] = close_list(l) | UINT32_C(1) << 31;
	}
}

static void code_rows(void *context, size_t piece)
{
	const struct sourcing *s = context;
	const uint32_t done = UINT32_C(1) << 31;
	uint32_t *codes = s->v->codes;
	for (uint32_t row = (uint32_t)(piece * ROWS_AT_ONCE); row < piece_end(s->v, piece); row++)
		codes[row] = codes[row] & done ? codes[row] & ~done : s->code_of[codes[row]];
}

void facet_make_sources(struct facet_values *v)
{
	struct sourcing s = {.v = v, .claim_source = field_get(KIND_CLAIM, "source")};
	struct listing l;
	v->n = (uint32_t)index_count(v->index, KIND_SOURCE);
	for (uint32_t i = 0; i < v->n; i++)
		array_push(&v->values, (struct facet_value){.ref = ref_make(KIND_SOURCE, i)});
	v->codes = xmalloc(((size_t)v->n_rows + 1) * sizeof *v->codes);
	make_sets(&s);
	bool few = (uint64_t)(v->n + 1) * s.n_sets <= PAIRS_MAX;
	size_t n_pairs = few ? (size_t)(v->n + 1) * s.n_sets : 0;
	s.used = xcalloc(n_pairs + 1, sizeof *s.used);
	s.code_of = xcalloc(n_pairs + 1, sizeof *s.code_of);
	parallel_for(pieces_of(v), parallel_threads(), pair_rows, &s);
	listing_init(&l, v, true);
	if (few)
		number_pairs(&s, &l);
	if (atomic_load(&s.any_by_itself))
		list_by_themselves(&s, &l);
	parallel_for(pieces_of(v), parallel_threads(), code_rows, &s);
	listing_end(&l);
	free((void *)s.used);
	free(s.code_of);
	free(s.set_of);
	array_release(&s.ends);
	array_release(&s.sources);
}

/* -- years: a period of several lies in each of them, in which it does not say ---------------------- */

/* First and last of a period's years in one number; no_years: no period. */
enum { YEARS = 10000 /* the calendar's, and what is open */ };
static const uint32_t no_years = UINT32_MAX;

static uint32_t year_of(int32_t day)
{
	int year = YEARS - 1, month, date;
	if (day != INT32_MAX)
		day_date(day, &year, &month, &date);
	return year < 0 ? 0 : year < YEARS ? (uint32_t)year : YEARS - 1;
}

/* "As of" a day is that day, as the query language has it. */
static uint32_t years_of(struct period period)
{
	if (period.first > period.last)
		return no_years;
	uint32_t last = year_of(period.last);
	bool day = period.first == INT32_MIN || period.first == period.last;
	return (day ? last : year_of(period.first)) * YEARS + last;
}

struct dating {
	struct facet_values *v;
	uint8_t *places;    /* by year: some period begins or ends in it */
	uint32_t *place_of; /* by year: its value */
};

/* A year that is open is none of the values unless a period begins in it. */
static void see_years(struct dating *d, uint32_t years)
{
	if (years == no_years)
		return;
	d->places[years / YEARS] = 1;
	if (years % YEARS < YEARS - 1)
		d->places[years % YEARS] = 1;
}

static void number_years(struct dating *d)
{
	for (uint32_t year = 0; year < YEARS; year++)
		if (d->places[year]) {
			d->place_of[year] = (uint32_t)d->v->values.n;
			array_push(&d->v->values, (struct facet_value){.number = year, .ref = REF_NONE});
		}
	d->v->n = (uint32_t)d->v->values.n;
}

/* The values from the first to the last year. */
static void list_years(const struct dating *d, uint32_t years)
{
	uint32_t last = years % YEARS;
	for (uint32_t i = d->place_of[years / YEARS]; i < d->v->n && d->v->values.v[i].number <= last; i++)
		facet_list_value(d->v, i);
}

static bool are_several(uint32_t years)
{
	return years / YEARS != years % YEARS;
}

/* -- years by the codes of the index */

/* The years of a code of the index. */
static uint32_t years_of_code(const struct facet_values *v, uint32_t code)
{
	struct period period;
	bool has = period_parse(index_code_text(v->index, v->facet.kind, v->facet.field, code), &period);
	return has ? years_of(period) : no_years;
}

static void make_by_code(struct dating *d)
{
	struct facet_values *v = d->v;
	uint32_t *years = xmalloc(v->n_codes * sizeof *years);
	for (uint32_t code = 0; code < v->n_codes; code++) {
		years[code] = years_of_code(v, code);
		see_years(d, years[code]);
	}
	number_years(d);
	v->perhaps = xcalloc((size_t)v->n_codes + 1, 1);
	array_push(&v->starts, 0);
	for (uint32_t code = 0; code < v->n_codes; code++) {
		uint32_t before = (uint32_t)v->lists.n;
		if (years[code] == no_years)
			array_push(&v->lists, v->n);
		else
			list_years(d, years[code]);
		v->perhaps[code] = years[code] != no_years && are_several(years[code]);
		v->several |= v->lists.n > before + (size_t)1;
		array_push(&v->starts, (uint32_t)v->lists.n);
	}
	array_push(&v->lists, v->n);
	array_push(&v->starts, (uint32_t)v->lists.n);
	free(years);
}

/* -- years row by row */

/* Of several years, that there is but one value among them is only perhaps so: they have a code of their own. */
static uint32_t code_of_years(struct dating *d, struct listing *l, uint32_t years)
{
	if (!are_several(years))
		return d->place_of[years / YEARS];
	list_years(d, years);
	return close_list(l);
}

static void mark_perhaps(struct facet_values *v)
{
	if (v->n_codes == v->n)
		return;
	v->perhaps = xcalloc((size_t)v->n_codes + 1, 1);
	memset(v->perhaps + v->n, 1, v->n_codes - v->n);
}

static void date_rows(void *context, size_t piece)
{
	const struct facet_values *v = ((const struct dating *)context)->v;
	struct period periods[BLOCK];
	for (uint32_t first = (uint32_t)(piece * ROWS_AT_ONCE), end = piece_end(v, piece), n; first < end; first += n) {
		n = end - first < BLOCK ? end - first : BLOCK;
		index_periods(v->index, v->facet.kind, v->facet.field, first, n, periods);
		for (uint32_t i = 0; i < n; i++)
			v->codes[first + i] = years_of(periods[i]);
	}
}

/* The years of each row become its code; neighbours often have the same. */
static void code_years(struct dating *d, struct listing *l)
{
	struct facet_values *v = d->v;
	for (uint32_t row = 0, last = no_years, code = no_years; row < v->n_rows; row++) {
		if (v->codes[row] == no_years)
			continue;
		if (v->codes[row] != last) {
			last = v->codes[row];
			code = code_of_years(d, l, last);
		}
		v->codes[row] = code;
	}
}

static void make_by_row(struct dating *d)
{
	struct facet_values *v = d->v;
	struct listing l;
	v->codes = xmalloc(((size_t)v->n_rows + 1) * sizeof *v->codes);
	parallel_for(pieces_of(v), parallel_threads(), date_rows, d);
	for (uint32_t row = 0; row < v->n_rows; row++)
		see_years(d, v->codes[row]);
	number_years(d);
	listing_init(&l, v, false);
	code_years(d, &l);
	listing_end(&l);
	for (uint32_t row = 0; row < v->n_rows; row++)
		if (v->codes[row] == no_years)
			v->codes[row] = v->n_codes;
	mark_perhaps(v);
}

void facet_make_years(struct facet_values *v)
{
	struct dating d = {v, xcalloc(YEARS, sizeof *d.places), xcalloc(YEARS, sizeof *d.place_of)};
	v->n_codes = index_codes_n(v->index, v->facet.kind, v->facet.field);
	if (v->n_codes)
		make_by_code(&d);
	else
		make_by_row(&d);
	free(d.places);
	free(d.place_of);
}
