/* Totals of rows that may hang together: phases, parts, the same thing under two names, several claims of one figure. */
#include "total_internal.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "index/verdict.h"
#include "index/read.h"

#include <stdlib.h>

/* What one row adds to one modality. */
struct share {
	bool printed; /* the row has such a figure, counted here or with an earlier row */
	bool has, open_high, about;
	struct decimal low, high;
	uint32_t outer; /* 1 + the row whose figure contains this one; 0: none */
};

struct totalling {
	const struct index *index;
	struct ref *rows;
	size_t n;     /* rows; behind them stand the sides of identities that are none */
	size_t n_all;
	struct ref indicator;
	struct str unit;
	struct share *shares; /* MODALITY_COUNT a row */
	uint32_t *groups;     /* what is, or may be, the same thing: a forest with the first row as root */
	uint64_t *places;     /* ref bits << 32 | row, ascending, n_all of them: finds the first row of a record */
};

/* -- rows by record ---------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return *x < *y ? -1 : *x > *y;
}

static void make_places(struct totalling *t)
{
	for (size_t i = 0; i < t->n_all; i++)
		t->places[i] = (uint64_t)t->rows[i].bits << 32 | i;
	if (t->n_all)
		qsort(t->places, t->n_all, sizeof *t->places, by_number);
}

/* The first row with this record, or, where it is none, where it stands as the side of an identity. */
static bool find_any(const struct totalling *t, struct ref ref, uint32_t *row)
{
	uint64_t wanted = (uint64_t)ref.bits << 32;
	size_t at = 0;
	bisect(at, t->n_all, i, t->places[i] < wanted);
	if (at == t->n_all || t->places[at] >> 32 != ref.bits)
		return false;
	*row = (uint32_t)t->places[at];
	return true;
}

/* The first row with this record; false where it is not among the rows. */
static bool find_row(const struct totalling *t, struct ref ref, uint32_t *row)
{
	return find_any(t, ref, row) && *row < t->n;
}

/* -- figures of a row ------------------------------------------------------------------------- */

static struct ref subject_of(const struct totalling *t, struct ref claim)
{
	return read_ref(t->index, claim, "subject");
}

static int64_t modality_of(const struct totalling *t, struct ref claim)
{
	return read_number(t->index, claim, "modality");
}

/* The row that a claim is counted in: its own, or its subject's. */
static bool row_of_claim(const struct totalling *t, struct ref claim, uint32_t *row)
{
	return find_row(t, claim, row) || find_row(t, subject_of(t, claim), row);
}

/* Whether a claim is part of another one of its modality that is counted in some row; *outer gets that row. */
static bool is_part(const struct totalling *t, struct ref claim, uint32_t *outer)
{
	struct ref whole = claim;
	for (int level = 0; level < TOTAL_LEVELS_MAX; level++) {
		whole = read_ref(t->index, whole, "part_of");
		if (ref_none(whole) || ref_eq(whole, claim))
			return false;
		struct figure f = index_figure(t->index, whole);
		struct str apart = {0};
		if (ref_eq(read_ref(t->index, whole, "indicator"), t->indicator)
			&& modality_of(t, whole) == modality_of(t, claim) && figure_has_number(&f)
			&& total_in_unit(&f, t->unit, &apart) && row_of_claim(t, whole, outer))
			return true;
	}
	return false;
}

static void add_to_share(struct share *s, const struct figure *f)
{
	struct decimal low, high;
	s->open_high |= total_bounds(f, &low, &high);
	if (!s->has || decimal_cmp(low, s->low) < 0)
		s->low = low;
	if (!s->has || decimal_cmp(high, s->high) > 0)
		s->high = high;
	s->has = true;
}

/* Claims as rows: those of the same subject and item are one thing, counted where the first of them stands. */
static uint32_t counting_row(const struct totalling *t, uint32_t row)
{
	struct ref claim = t->rows[row];
	uint32_t least = row, other;
	if (ref_kind(claim) != KIND_CLAIM)
		return row;
	size_t item = field_get(KIND_CLAIM, "item");
	struct refs claims = index_figures(t->index, subject_of(t, claim), t->indicator);
	for (size_t i = 0; i < claims.n; i++)
		if (str_eq(index_text(t->index, claims.v[i], item), index_text(t->index, claim, item))
			&& modality_of(t, claims.v[i]) == modality_of(t, claim) && find_row(t, claims.v[i], &other)
			&& other < least)
			least = other;
	return least;
}

static void add_row(struct totalling *t, uint32_t row, struct totals *totals)
{
	struct ref storage;
	struct refs claims = index_row_figures(t->index, t->rows[row], t->indicator, &storage, 1);
	bool other = false;
	for (size_t i = 0; i < claims.n; i++) {
		struct figure f = index_figure(t->index, claims.v[i]);
		int64_t modality = modality_of(t, claims.v[i]);
		uint32_t outer;
		if (!figure_has_number(&f) || modality < 0 || modality >= MODALITY_COUNT)
			continue;
		if (!total_in_unit(&f, t->unit, &totals->apart)) {
			other = true;
			continue;
		}
		struct share *s = &t->shares[counting_row(t, row) * MODALITY_COUNT + (size_t)modality];
		t->shares[row * MODALITY_COUNT + (size_t)modality].printed = true;
		if (!is_part(t, claims.v[i], &outer)) {
			add_to_share(s, &f);
			s->about |= total_is_about(t->index, claims.v[i], field_get(KIND_CLAIM, "qualifier"));
		} else if (outer != row) {
			s->outer = outer + 1;
		}
	}
	totals->n_other_unit += other;
}

/* -- the same thing twice ------------------------------------------------------------------------ */

static uint32_t root_of(const struct totalling *t, uint32_t row)
{
	while (t->groups[row] != row)
		row = t->groups[row] = t->groups[t->groups[row]];
	return row;
}

static void join(struct totalling *t, uint32_t a, uint32_t b)
{
	a = root_of(t, a);
	b = root_of(t, b);
	t->groups[a > b ? a : b] = a < b ? a : b;
}

/* What a side of an identity speaks of: of a claim with this indicator that is no row its subject. */
static struct ref thing_of_side(const struct totalling *t, struct ref side)
{
	uint32_t row;
	bool figure = !ref_none(side) && ref_kind(side) == KIND_CLAIM && !find_row(t, side, &row)
		&& ref_eq(read_ref(t->index, side, "indicator"), t->indicator);
	return figure ? subject_of(t, side) : side;
}

static struct ref side_of(const struct totalling *t, uint32_t identity, const char *field)
{
	return thing_of_side(t, index_ref(t->index, ref_make(KIND_IDENTITY, identity), field_get(KIND_IDENTITY, field)));
}

/* Two rows may be the same by way of a third record that is none. */
static void add_sides(struct totalling *t)
{
	static const char *const sides[] = {"a", "b"};
	size_t n_all = t->n_all;
	uint32_t row;
	for (uint32_t i = 0; i < index_count(t->index, KIND_IDENTITY); i++)
		for (size_t j = 0; j < 2; j++) {
			struct ref side = side_of(t, i, sides[j]);
			if (!ref_none(side) && !find_row(t, side, &row))
				t->rows[n_all++] = side;
		}
	t->n_all = n_all;
	make_places(t);
}

/* Claims as rows are the same where their subjects are. */
static void join_claims(struct totalling *t, struct ref subject, uint32_t side)
{
	struct refs claims = index_figures(t->index, subject, t->indicator);
	uint32_t row;
	for (size_t i = 0; side >= t->n && i < claims.n; i++)
		if (find_row(t, claims.v[i], &row))
			join(t, side, row);
}

static void make_groups(struct totalling *t)
{
	uint32_t first, second;
	for (uint32_t i = 0; i < t->n_all; i++)
		t->groups[i] = find_any(t, t->rows[i], &first) ? first : i;
	if (t->n < 2)
		return;
	for (uint32_t i = 0; i < index_count(t->index, KIND_IDENTITY); i++) {
		struct ref a = side_of(t, i, "a"), b = side_of(t, i, "b");
		if (!find_any(t, a, &first) || !find_any(t, b, &second))
			continue;
		join(t, first, second);
		join_claims(t, a, first);
		join_claims(t, b, second);
	}
}

/* -- phases ----------------------------------------------------------------------------------------- */

/* Whether a row counts in a modality as another thing than `row`. */
static bool counts_apart(const struct totalling *t, uint32_t outer, uint32_t row, size_t modality)
{
	return t->shares[outer * MODALITY_COUNT + modality].has && root_of(t, outer) != root_of(t, row);
}

/* Whether a record above this one (parent project, or that of a claim's subject) counts in the same modality. */
static bool parent_counts(const struct totalling *t, uint32_t row, size_t modality)
{
	struct ref ref = t->rows[row];
	bool claim = ref_kind(ref) == KIND_CLAIM;
	if (claim)
		ref = subject_of(t, ref);
	for (int level = 0; level < TOTAL_LEVELS_MAX && ref_kind(ref) == KIND_PROJECT; level++) {
		uint32_t outer;
		ref = read_ref(t->index, ref, "parent");
		if (ref_none(ref))
			return false;
		if (find_row(t, ref, &outer) && counts_apart(t, outer, row, modality))
			return true;
		struct refs claims = claim || row >= t->n ? index_figures(t->index, ref, t->indicator) : (struct refs){0};
		for (size_t i = 0; i < claims.n; i++)
			if (find_row(t, claims.v[i], &outer) && counts_apart(t, outer, row, modality))
				return true;
	}
	return false;
}

/* -- sums --------------------------------------------------------------------------------------------- */

static bool conflicts(const struct totalling *t, uint32_t row, size_t modality)
{
	struct ref storage;
	struct refs claims = index_row_figures(t->index, t->rows[row], t->indicator, &storage, 1);
	if (ref_kind(t->rows[row]) == KIND_CLAIM)
		return verdict_contradicts(verdict_of_claim(t->index, t->rows[row]));
	for (size_t i = 0; i < claims.n; i++)
		for (size_t j = i + 1; j < claims.n; j++)
			if (modality_of(t, claims.v[i]) == (int64_t)modality
				&& modality_of(t, claims.v[j]) == (int64_t)modality
				&& verdict_contradicts(verdict_of(t->index, claims.v[i], claims.v[j])))
				return true;
	return false;
}

/* Mark the groups that are not to be counted: something in them is contained in something outside. */
static void mark_contained(const struct totalling *t, size_t modality, bool *done)
{
	for (uint32_t row = 0; row < t->n_all; row++) {
		const struct share *s = &t->shares[row * MODALITY_COUNT + modality];
		bool part = s->outer && root_of(t, s->outer - 1) != root_of(t, row);
		if (part || parent_counts(t, row, modality))
			done[root_of(t, row)] = true;
	}
}

static void sum(const struct totalling *t, size_t modality, struct total *total)
{
	bool *done = xcalloc(t->n_all + 1, sizeof *done); /* by group root: counted, or not to be */
	mark_contained(t, modality, done);
	for (uint32_t row = 0; row < t->n; row++) {
		const struct share *s = &t->shares[row * MODALITY_COUNT + modality];
		if (!s->printed)
			continue;
		total->n_rows++;
		if (!s->has && counting_row(t, row) != row)
			continue;
		if (!s->has || done[root_of(t, row)]) {
			total->n_doubles++;
			continue;
		}
		done[root_of(t, row)] = true;
		total->n_conflicts += conflicts(t, row, modality);
		total->open_high |= s->open_high;
		total->about |= s->about;
		if (!decimal_add(total->low, s->low, &total->low) || !decimal_add(total->high, s->high, &total->high))
			total->overflow = true;
	}
	free(done);
}

struct totals total_linked(const struct index *index, struct refs rows, struct ref indicator, struct str unit)
{
	struct totalling t = {.index = index, .n = rows.n, .n_all = rows.n, .indicator = indicator, .unit = unit};
	struct totals totals = {.unit = unit};
	size_t n_max = rows.n < 2 ? rows.n : rows.n + 2 * (size_t)index_count(index, KIND_IDENTITY);
	t.rows = xmalloc(n_max * sizeof *t.rows);
	t.places = xmalloc(n_max * sizeof *t.places);
	for (size_t i = 0; i < rows.n; i++)
		t.rows[i] = rows.v[i];
	make_places(&t);
	if (t.n > 1)
		add_sides(&t);
	t.shares = xcalloc(t.n_all * MODALITY_COUNT, sizeof *t.shares);
	t.groups = xmalloc(t.n_all * sizeof *t.groups);
	make_groups(&t);
	for (uint32_t row = 0; row < t.n; row++)
		add_row(&t, row, &totals);
	for (size_t modality = 0; modality < MODALITY_COUNT; modality++)
		sum(&t, modality, &totals.of[modality]);
	free(t.rows);
	free(t.places);
	free(t.shares);
	free(t.groups);
	return totals;
}
