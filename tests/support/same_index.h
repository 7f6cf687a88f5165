/*
 * Whether two indexes of one state of a catalogue give the same answers to everything that the headers of the index
 * offer. Their rows are numbered alike.
 */
#ifndef TESTS_SUPPORT_SAME_INDEX_H
#define TESTS_SUPPORT_SAME_INDEX_H

#include "support/test.h"

#include "index/codes.h"
#include "index/lookup.h"
#include "index/order.h"
#include "index/verdict.h"

#define SAME(condition, index, ref)                                                                               \
	do {                                                                                                      \
		if (!(condition))                                                                                 \
			fail_msg("%.*s: %s (line %d)", STR_ARG(index_id((index), (ref))), #condition, __LINE__);    \
	} while (0)

static inline bool same_refs(struct refs a, struct refs b)
{
	return a.n == b.n && (!a.n || memcmp(a.v, b.v, a.n * sizeof *a.v) == 0);
}

static inline void same_field(const struct index *a, const struct index *b, struct ref ref, size_t f)
{
	struct period p, q;
	bool has_p, has_q;
	switch (fields_of[ref_kind(ref)].v[f].type) {
	case FIELD_ENUM:
	case FIELD_INTEGER:
	case FIELD_BOOL: SAME(index_number(a, ref, f) == index_number(b, ref, f), b, ref); break;
	case FIELD_REF: SAME(ref_eq(index_ref(a, ref, f), index_ref(b, ref, f)), b, ref); break;
	case FIELD_REFS: SAME(same_refs(index_refs(a, ref, f), index_refs(b, ref, f)), b, ref); break;
	case FIELD_PERIOD:
		has_p = index_period(a, ref, f, &p);
		has_q = index_period(b, ref, f, &q);
		SAME(has_p == has_q && (!has_p || (p.first == q.first && p.last == q.last)), b, ref);
		/* fall through */
	default: SAME(str_eq(index_text(a, ref, f), index_text(b, ref, f)), b, ref);
	}
}

static inline bool same_decimal(bool has_a, struct decimal a, bool has_b, struct decimal b)
{
	return has_a == has_b && (!has_a || decimal_cmp(a, b) == 0);
}

static inline void same_claim(const struct index *a, const struct index *b, struct ref claim)
{
	struct figure f = index_figure(a, claim), g = index_figure(b, claim);
	SAME(same_decimal(f.has_base, f.base, g.has_base, g.base) && same_decimal(f.has_low, f.low, g.has_low, g.low)
			&& same_decimal(f.has_high, f.high, g.has_high, g.high) && str_eq(f.base_unit, g.base_unit),
		b, claim);
	SAME(verdict_of_claim(a, claim) == verdict_of_claim(b, claim), b, claim);
}

static inline void same_record(const struct index *a, const struct index *b, struct ref ref)
{
	int32_t p = 0, q = 0;
	SAME(str_eq(index_id(a, ref), index_id(b, ref)), b, ref);
	SAME(ref_eq(index_find_id(a, index_id(b, ref)), ref), b, ref);
	SAME(str_eq(index_name(a, ref), index_name(b, ref)), b, ref);
	SAME(str_eq(index_short_name(a, ref), index_short_name(b, ref)), b, ref);
	SAME(index_name_rank(a, ref) == index_name_rank(b, ref), b, ref);
	SAME(index_since(a, ref, &p) == index_since(b, ref, &q) && p == q, b, ref);
	SAME(same_refs(index_claims(a, ref), index_claims(b, ref)), b, ref);
	for (size_t f = 0; f < fields_of[ref_kind(ref)].n; f++)
		same_field(a, b, ref, f);
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS)
				SAME(same_refs(index_back(a, ref, (enum kind)k, f), index_back(b, ref, (enum kind)k, f))
						&& index_back_n(a, ref, (enum kind)k, f) == index_back_n(b, ref, (enum kind)k, f),
					b, ref);
	if (ref_kind(ref) == KIND_CLAIM)
		same_claim(a, b, ref);
}

static inline void same_orders(const struct index *a, const struct index *b, enum kind kind)
{
	for (size_t i = 0; index_order_figures[kind][i]; i++) {
		struct index_order x, y;
		struct ref indicator = index_indicator(b, str_from(index_order_figures[kind][i]));
		if (ref_none(indicator))
			continue;
		bool has = index_order(b, kind, indicator, &y);
		assert_int_equal(index_order(a, kind, indicator, &x), has);
		if (!has)
			continue;
		assert_int_equal(x.n, y.n);
		assert_int_equal(x.n_present, y.n_present);
		assert_int_equal(x.n_groups, y.n_groups);
		assert_int_equal(x.n_odd, y.n_odd);
		assert_memory_equal(x.rows, y.rows, x.n * sizeof *x.rows);
		assert_memory_equal(x.groups, y.groups, (x.n_groups + 1) * sizeof *x.groups);
		for (size_t at = 0; at < x.n_present; at++)
			assert_int_equal(index_order_starts(&x, at), index_order_starts(&y, at));
		if (x.n_odd)
			assert_memory_equal(x.odd, y.odd, x.n_odd * sizeof *x.odd);
	}
}

/* Codes may be other numbers; what they stand for is the same, and equal texts have one code. */
static inline void same_codes(const struct index *a, const struct index *b, enum kind kind)
{
	size_t n = index_count(b, kind);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		enum field_type type = fields_of[kind].v[f].type;
		if (!index_codes_n(a, kind, f) || !index_codes_n(b, kind, f))
			continue;
		uint32_t *x = calloc(n + 1, sizeof *x), *y = calloc(n + 1, sizeof *y);
		index_codes(a, kind, f, 0, n, UINT32_MAX, x);
		index_codes(b, kind, f, 0, n, UINT32_MAX, y);
		bool number = type == FIELD_ENUM || type == FIELD_BOOL || type == FIELD_REF;
		uint32_t *of = calloc(index_codes_n(b, kind, f), sizeof *of); /* 1 + the code of a for one of b */
		for (size_t i = 0; i < n; i++) {
			SAME(number || x[i] == UINT32_MAX ? x[i] == y[i]
							  : str_eq(index_code_text(a, kind, f, x[i]), index_code_text(b, kind, f, y[i])),
				b, ref_make(kind, (uint32_t)i));
			if (y[i] == UINT32_MAX)
				continue;
			SAME(!of[y[i]] || of[y[i]] == x[i] + 1, b, ref_make(kind, (uint32_t)i));
			of[y[i]] = x[i] + 1;
		}
		free(of);
		free(x);
		free(y);
	}
}

/* Where rows have changed since a build fewer first rows may be known than of one that was built anew. */
static inline void same_fronts(const struct index *a, const struct index *b, enum kind kind)
{
	for (size_t f = 0; f < fields_of[kind].n; f++)
		for (int down = 0; down < 2; down++) {
			struct index_front x, y;
			bool has = index_front(b, kind, f, down, &y);
			assert_int_equal(index_front(a, kind, f, down, &x), has);
			assert_in_range(x.n, y.n * 3 / 4, y.n);
			if (has)
				assert_memory_equal(x.rows, y.rows, x.n * sizeof *x.rows);
		}
}

static inline void same_index(const struct index *a, const struct index *b)
{
	const char *reason = "";
	if (!index_validate(a, &reason))
		fail_msg("the index is broken: %s", reason);
	for (int k = 0; k < KIND_COUNT; k++) {
		enum kind kind = (enum kind)k;
		assert_int_equal(index_count(a, kind), index_count(b, kind));
		for (uint32_t row = 0; row < index_count(b, kind); row++)
			same_record(a, b, ref_make(kind, row));
		assert_true(same_refs(index_by_name(a, kind), index_by_name(b, kind)));
		same_orders(a, b, kind);
		same_fronts(a, b, kind);
		same_codes(a, b, kind);
	}
}

/* What a look-up finds, in which order and with which worth. */
static inline void same_lookup(const struct index *a, const struct index *b, struct str text)
{
	struct lookup_hits x, y;
	lookup_run(a, text, UINT32_MAX >> (32 - KIND_COUNT), 40, &x);
	lookup_run(b, text, UINT32_MAX >> (32 - KIND_COUNT), 40, &y);
	for (int k = 0; k < KIND_COUNT; k++)
		if (x.counts[k] != y.counts[k])
			fail_msg("\"%.*s\": found %zu %s, expected %zu", STR_ARG(text), x.counts[k], kinds[k].plural, y.counts[k]);
	assert_int_equal(x.n, y.n);
	for (size_t i = 0; i < x.n; i++)
		if (!ref_eq(x.v[i].ref, y.v[i].ref) || x.v[i].score != y.v[i].score || x.v[i].how != y.v[i].how || x.v[i].place != y.v[i].place
			|| !str_eq(x.v[i].text, y.v[i].text))
			fail_msg("\"%.*s\": hit %zu is %.*s, expected %.*s", STR_ARG(text), i, STR_ARG(index_id(a, x.v[i].ref)),
				STR_ARG(index_id(b, y.v[i].ref)));
	lookup_release(&x);
	lookup_release(&y);
	for (int k = 0; k < KIND_COUNT; k++)
		for (unsigned where = 1; where <= LOOKUP_EVERYWHERE; where = where * 2 + 1) {
			struct lookup_rows p, q;
			lookup_find_rows(a, text, (enum kind)k, where, &p);
			lookup_find_rows(b, text, (enum kind)k, where, &q);
			assert_int_equal(p.n, q.n);
			assert_memory_equal(p.bits, q.bits, (p.n_rows + 63) / 64 * 8);
			lookup_rows_release(&p);
			lookup_rows_release(&q);
		}
}

#endif
