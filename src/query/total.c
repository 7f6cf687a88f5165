/*
 * Most rows have one figure and nothing to do with each other: they are added up by all threads as they come. Records
 * that have more figures, are part of others, have parts, stand twice or are perhaps the same as others are marked,
 * left aside and summed by total_linked.
 */
#include "total_internal.h"

#include "base/parallel.h"
#include "index/order.h"

#include <stdatomic.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 13, LEVELS_MAX = 16 };

/* Records as bits. */
struct marks {
	_Atomic uint64_t *bits[KIND_COUNT]; /* NULL: none of the kind */
};

/* What some of the rows add up to. */
struct piece {
	struct total totals[N_MODALITIES];
	decimals lows[N_MODALITIES]; /* the least bound of each row, for the median */
	size_t n_other_unit;
	bool has_unit, is_own;
	struct str unit;             /* of its first figure, or the indicator's own */
};

/* Fields by number: looking one up by its name costs more than reading it. */
struct total_fields {
	size_t indicator, modality, qualifier, part_of, subject, parent;
};

/* Rows of a kind, ROWS_AT_ONCE of them. */
struct range {
	enum kind kind;
	uint32_t first;
};

struct totalling {
	const struct index *index;
	struct refs rows;
	struct ref indicator;
	struct str unit;
	struct total_fields fields;
	struct marks linked, seen;
	atomic_bool again; /* some record was marked that may have been added up before */
	struct piece *pieces;
	size_t n_pieces;
	ARRAY(struct range) ranges; /* of the kinds that are among the rows */
};

static size_t piece_end(const struct totalling *t, size_t piece)
{
	return (piece + 1) * ROWS_AT_ONCE < t->rows.n ? (piece + 1) * ROWS_AT_ONCE : t->rows.n;
}

/* -- marks -------------------------------------------------------------------------------- */

/* Whether the record was marked before. */
static bool mark(const struct index *index, struct marks *m, struct ref ref)
{
	enum kind kind = ref_kind(ref);
	uint64_t bit = UINT64_C(1) << (ref_row(ref) % 64);
	return m->bits[kind] && ref_row(ref) < index_count(index, kind)
		&& atomic_fetch_or_explicit(&m->bits[kind][ref_row(ref) / 64], bit, memory_order_relaxed) & bit;
}

static bool is_marked(const struct marks *m, struct ref ref)
{
	const _Atomic uint64_t *bits = m->bits[ref_kind(ref)];
	return bits && atomic_load_explicit(&bits[ref_row(ref) / 64], memory_order_relaxed) >> (ref_row(ref) % 64) & 1;
}

/* Room for the kinds that are among the rows: other records are in no sum. */
static void marks_init(const struct totalling *t, struct marks *m)
{
	*m = (struct marks){0};
	for (size_t i = 0; i < t->rows.n; i++) {
		enum kind kind = ref_kind(t->rows.v[i]);
		if (!m->bits[kind])
			m->bits[kind] = xcalloc(index_count(t->index, kind) / 64 + 1, sizeof *m->bits[kind]);
	}
}

static void marks_release(struct marks *m)
{
	for (int k = 0; k < KIND_COUNT; k++)
		free(m->bits[k]);
}

/* Rows that stand twice; phases and what they are phases of. */
static void mark_piece(void *context, size_t piece)
{
	struct totalling *t = context;
	for (size_t i = piece * ROWS_AT_ONCE; i < piece_end(t, piece); i++) {
		struct ref row = t->rows.v[i], up = row;
		if (mark(t->index, &t->seen, row))
			mark(t->index, &t->linked, row);
		if (ref_kind(row) != KIND_PROJECT)
			continue;
		for (int level = 0; level < LEVELS_MAX; level++) {
			up = index_ref(t->index, up, t->fields.parent);
			if (ref_none(up))
				break;
			mark(t->index, &t->linked, row);
			mark(t->index, &t->linked, up);
		}
	}
}

static void mark_side(struct totalling *t, struct ref side)
{
	mark(t->index, &t->linked, side);
	if (ref_kind(side) == KIND_CLAIM)
		mark(t->index, &t->linked, index_ref(t->index, side, t->fields.subject));
}

static void mark_identities(struct totalling *t)
{
	size_t a = field_get(KIND_IDENTITY, "a"), b = field_get(KIND_IDENTITY, "b");
	for (uint32_t i = 0; i < index_count(t->index, KIND_IDENTITY); i++) {
		mark_side(t, index_ref(t->index, ref_make(KIND_IDENTITY, i), a));
		mark_side(t, index_ref(t->index, ref_make(KIND_IDENTITY, i), b));
	}
}

/* A figure that is part of others: what those belong to. A record that was not marked may have been added up by now. */
static void mark_wholes(struct totalling *t, struct ref claim)
{
	struct ref whole = claim;
	for (int level = 0; level < LEVELS_MAX; level++) {
		whole = index_ref(t->index, whole, t->fields.part_of);
		if (ref_none(whole) || ref_eq(whole, claim))
			return;
		struct ref subject = index_ref(t->index, whole, t->fields.subject);
		if (t->linked.bits[ref_kind(subject)] && !mark(t->index, &t->linked, subject))
			atomic_store(&t->again, true);
	}
}

/* -- the unit ------------------------------------------------------------------------------- */

static struct refs claims_of(const struct totalling *t, struct ref row, struct ref *storage)
{
	*storage = row;
	if (ref_kind(row) != KIND_CLAIM)
		return index_figures_of(t->index, row, t->indicator, storage);
	return (struct refs){storage, ref_eq(index_ref(t->index, row, t->fields.indicator), t->indicator)};
}

/* The indicator's own unit where some figure of the rows is in it, else that of the first figure. */
static void find_unit(const struct totalling *t, struct refs rows, struct str own, struct piece *out)
{
	for (size_t i = 0; i < rows.n && !out->is_own; i++) {
		struct ref storage;
		struct refs claims = claims_of(t, rows.v[i], &storage);
		for (size_t j = 0; j < claims.n && !out->is_own; j++) {
			struct figure f = index_figure(t->index, claims.v[j]);
			if (!total_has_number(&f))
				continue;
			out->is_own = str_eq(f.base_unit, own);
			if (!out->has_unit || out->is_own)
				out->unit = f.base_unit;
			out->has_unit = true;
		}
	}
}

static struct str own_unit(const struct totalling *t)
{
	return index_text(t->index, t->indicator, field_get(KIND_INDICATOR, "unit"));
}

static void find_unit_piece(void *context, size_t piece)
{
	struct totalling *t = context;
	size_t start = piece * ROWS_AT_ONCE;
	find_unit(t, (struct refs){t->rows.v + start, piece_end(t, piece) - start}, own_unit(t), &t->pieces[piece]);
}

/* The first rows mostly tell; where they do not all of them are looked at. */
static struct str choose_unit(struct totalling *t)
{
	struct str own = own_unit(t);
	struct piece first = {0};
	size_t n = t->rows.n < ROWS_AT_ONCE ? t->rows.n : ROWS_AT_ONCE;
	find_unit(t, (struct refs){t->rows.v, n}, own, &first);
	if (first.is_own || n == t->rows.n)
		return first.has_unit ? first.unit : own;
	parallel_for(t->n_pieces, parallel_threads(), find_unit_piece, t);
	for (size_t i = 0; i < t->n_pieces; i++) {
		if (t->pieces[i].is_own)
			return t->pieces[i].unit;
		if (!first.has_unit && t->pieces[i].has_unit)
			first = t->pieces[i];
	}
	return first.has_unit ? first.unit : own;
}

/* -- adding up ---------------------------------------------------------------------------------- */

static void add_decimal(struct decimal *to, struct decimal d, bool *overflow)
{
	if (!decimal_add(*to, d, to))
		*overflow = true;
}

/* What one figure adds; a row without another one. */
static void add_figure(struct totalling *t, struct piece *p, const struct figure *f, int64_t modality, bool about)
{
	if (!total_has_number(f) || modality < 0 || modality >= N_MODALITIES)
		return;
	if (!str_eq(f->base_unit, t->unit)) {
		p->n_other_unit++;
		return;
	}
	bool point = f->has_base && !f->has_low && !f->has_high;
	struct decimal low = point ? f->base : f->has_low ? f->low : (struct decimal){0, 0};
	struct total *total = &p->totals[modality];
	total->n_rows++;
	total->open_high |= !point && !f->has_high;
	total->about |= about;
	add_decimal(&total->low, low, &total->overflow);
	add_decimal(&total->high, point ? f->base : f->has_high ? f->high : low, &total->overflow);
	array_push(&p->lows[modality], low);
}

static void add_claim(struct totalling *t, struct piece *p, struct ref claim)
{
	struct figure f = index_figure(t->index, claim);
	add_figure(t, p, &f, index_number(t->index, claim, t->fields.modality), total_is_about(t->index, claim,
		t->fields.qualifier));
}

static void add_row(struct totalling *t, struct piece *p, struct ref row, struct index_place *place)
{
	struct ref storage;
	struct figure f;
	int64_t modality;
	if (index_sole_figure(t->index, row, t->indicator, &f, &modality, place)) {
		if (!is_marked(&t->linked, row))
			add_figure(t, p, &f, modality, false);
		return;
	}
	struct refs claims = claims_of(t, row, &storage);
	bool alone = claims.n == 1 && ref_none(index_ref(t->index, claims.v[0], t->fields.part_of));
	if (alone && !is_marked(&t->linked, row))
		add_claim(t, p, claims.v[0]);
	if (alone)
		return;
	for (size_t j = 0; j < claims.n; j++)
		mark_wholes(t, claims.v[j]);
	if (claims.n)
		mark(t->index, &t->linked, row);
}

/* The rows of a range as the catalogue has them, not as they are listed: figures are read one behind the other. */
static void add_range(void *context, size_t number)
{
	struct totalling *t = context;
	struct range range = t->ranges.v[number];
	struct index_place place = {0};
	const _Atomic uint64_t *seen = t->seen.bits[range.kind];
	size_t n_words = index_count(t->index, range.kind) / 64 + 1, end = range.first / 64 + ROWS_AT_ONCE / 64;
	for (size_t w = range.first / 64; w < end && w < n_words; w++)
		for (uint64_t rest = atomic_load_explicit(&seen[w], memory_order_relaxed); rest; rest &= rest - 1)
			add_row(t, &t->pieces[number], ref_make(range.kind, (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(rest)),
				&place);
}

static void make_ranges(struct totalling *t)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t first = 0; t->seen.bits[k] && first < index_count(t->index, (enum kind)k); first += ROWS_AT_ONCE)
			array_push(&t->ranges, ((struct range){(enum kind)k, (uint32_t)first}));
}

static size_t pieces_max(const struct totalling *t)
{
	return t->n_pieces > t->ranges.n ? t->n_pieces : t->ranges.n;
}

static void pieces_clear(struct totalling *t)
{
	for (size_t i = 0; i < pieces_max(t); i++) {
		for (size_t m = 0; m < N_MODALITIES; m++)
			array_release(&t->pieces[i].lows[m]);
		t->pieces[i] = (struct piece){0};
	}
}

/* Claims that are rows themselves stand together with others of their subject, and with records above it: all are linked. */
static void mark_claims(struct totalling *t)
{
	for (size_t i = 0; t->linked.bits[KIND_CLAIM] && i < t->rows.n; i++)
		mark(t->index, &t->linked, t->rows.v[i]);
}

static void add_total(struct total *to, const struct total *from)
{
	to->n_rows += from->n_rows;
	to->n_doubles += from->n_doubles;
	to->n_conflicts += from->n_conflicts;
	to->open_high |= from->open_high;
	to->about |= from->about;
	to->overflow |= from->overflow;
	add_decimal(&to->low, from->low, &to->overflow);
	add_decimal(&to->high, from->high, &to->overflow);
}

/* -- medians ---------------------------------------------------------------------------------------- */

/* A linked row's own least bound: what it would add alone. Rows in another unit are in no median. */
static void add_alone(const struct totalling *t, struct ref row, decimals lows[N_MODALITIES])
{
	struct total totals[N_MODALITIES];
	struct piece unit = {0};
	size_t n_other;
	find_unit(t, (struct refs){&row, 1}, own_unit(t), &unit);
	if (!unit.has_unit || !str_eq(unit.unit, t->unit))
		return;
	total_linked(t->index, (struct refs){&row, 1}, t->indicator, t->unit, totals, &n_other);
	for (size_t m = 0; m < N_MODALITIES; m++)
		if (totals[m].n_rows && !totals[m].overflow)
			array_push(&lows[m], totals[m].low);
}

static void take_medians(struct totalling *t, struct refs linked, struct total totals[N_MODALITIES])
{
	decimals *parts = xcalloc(t->ranges.n + 1, sizeof *parts), alone[N_MODALITIES] = {{0}};
	for (size_t i = 0; i < linked.n; i++)
		add_alone(t, linked.v[i], alone);
	for (size_t m = 0; m < N_MODALITIES; m++) {
		for (size_t i = 0; i < t->ranges.n; i++)
			parts[i] = t->pieces[i].lows[m];
		parts[t->ranges.n] = alone[m];
		totals[m].has_median = total_median(parts, t->ranges.n + 1, &totals[m].median);
		array_release(&alone[m]);
	}
	free(parts);
}

/* -- all ----------------------------------------------------------------------------------------------- */

static void add_all(struct totalling *t, struct total totals[N_MODALITIES], size_t *n_other_unit)
{
	unsigned n_threads = t->n_pieces > 1 ? parallel_threads() : 1;
	ARRAY(struct ref) linked = {0};
	parallel_for(t->n_pieces, n_threads, mark_piece, t);
	mark_identities(t);
	mark_claims(t);
	do {
		pieces_clear(t);
		atomic_store(&t->again, false);
		parallel_for(t->ranges.n, n_threads, add_range, t);
	} while (atomic_load(&t->again));
	for (size_t i = 0; i < t->rows.n; i++)
		if (is_marked(&t->linked, t->rows.v[i]))
			array_push(&linked, t->rows.v[i]);
	total_linked(t->index, (struct refs){linked.v, linked.n}, t->indicator, t->unit, totals, n_other_unit);
	for (size_t i = 0; i < t->ranges.n; i++) {
		*n_other_unit += t->pieces[i].n_other_unit;
		for (size_t m = 0; m < N_MODALITIES; m++)
			add_total(&totals[m], &t->pieces[i].totals[m]);
	}
	take_medians(t, (struct refs){linked.v, linked.n}, totals);
	array_release(&linked);
}

bool total_is_about(const struct index *index, struct ref claim, size_t qualifier)
{
	struct str rest = index_text(index, claim, qualifier), word;
	while (rest.n && str_split(&rest, ';', &word))
		if (str_eq_c(word, "约") || str_eq_c(word, "左右") || str_eq_c(word, "大约") || str_eq_c(word, "差不多"))
			return true;
	return false;
}

void total_figures(const struct index *index, const struct ref *rows, size_t n, struct ref indicator,
	struct total totals[6], struct str *unit, size_t *n_other_unit)
{
	struct totalling t = {.index = index, .rows = {rows, n}, .indicator = indicator,
		.n_pieces = (n + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE};
	t.fields = (struct total_fields){field_get(KIND_CLAIM, "indicator"), field_get(KIND_CLAIM, "modality"),
		field_get(KIND_CLAIM, "qualifier"), field_get(KIND_CLAIM, "part_of"), field_get(KIND_CLAIM, "subject"),
		field_get(KIND_PROJECT, "parent")};
	marks_init(&t, &t.linked);
	marks_init(&t, &t.seen);
	make_ranges(&t);
	t.pieces = xcalloc(pieces_max(&t) + 1, sizeof *t.pieces);
	t.unit = *unit = choose_unit(&t);
	add_all(&t, totals, n_other_unit);
	pieces_clear(&t);
	marks_release(&t.linked);
	marks_release(&t.seen);
	array_release(&t.ranges);
	free(t.pieces);
}
