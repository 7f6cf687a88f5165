/*
 * Most rows have one figure and nothing to do with each other: they are added up by all threads as they come. Records
 * that have more figures, are part of others, have parts, stand twice or are perhaps the same as others are marked,
 * left aside and summed by total_linked.
 */
#include "total_sum_internal.h"

#include "base/halt.h"
#include "base/parallel.h"
#include "index/codes.h"
#include "index/order.h"
#include "index/read.h"

/* -- the unit ------------------------------------------------------------------------------- */

/* The indicator's own unit where some figure of the rows is in it, else that of the first figure. */
static void find_unit(const struct total_whole *t, struct refs rows, struct total_piece *out)
{
	for (size_t i = 0; i < rows.n && !out->is_own; i++) {
		struct ref storage;
		struct refs claims = index_row_figures(t->index, rows.v[i], t->indicator, &storage, 1);
		for (size_t j = 0; j < claims.n && !out->is_own; j++) {
			struct figure f = index_figure(t->index, claims.v[j]);
			if (!figure_has_number(&f))
				continue;
			out->is_own = str_eq(f.base_unit, t->own_unit);
			if (!out->has_unit || out->is_own)
				out->unit = f.base_unit;
			out->has_unit = true;
		}
	}
}

/* Whether a row may have a figure in the indicator's own unit, or it is not known of any what unit it is in. */
static bool may_tell(const struct total_whole *t, const struct total_piece *p, struct ref row)
{
	return !p->has_unit || t->own_in_ledgers || ref_kind(row) == KIND_CLAIM || index_own_claims(t->index, row).n;
}

static void find_unit_piece(void *context, size_t piece)
{
	struct total_whole *t = context;
	struct total_piece *p = &t->pieces[piece];
	for (size_t i = piece * TOTAL_ROWS_AT_ONCE; i < total_piece_end(t, piece) && !p->is_own; i++)
		if (may_tell(t, p, t->rows.v[i]))
			find_unit(t, (struct refs){t->rows.v + i, 1}, p);
}

static void make_columns(struct total_whole *t)
{
	t->soles = index_soles_new(t->index, t->indicator);
	t->columns = xcalloc((size_t)index_soles_columns_n(t->soles) + 1, sizeof *t->columns);
	for (uint32_t i = 0; i < index_soles_columns_n(t->soles); i++) {
		struct index_soles_column c = index_soles_column(t->soles, i);
		t->columns[i] = (struct sole_column){c, c.modality >= 0 && c.modality < MODALITY_COUNT, false, false};
		t->own_in_ledgers |= c.asked && str_eq(c.unit, t->own_unit);
	}
}

/* The first rows mostly tell; where they do not all of them are looked at. */
static struct str choose_unit(struct total_whole *t)
{
	struct total_piece first = {0};
	size_t n = t->rows.n < TOTAL_ROWS_AT_ONCE ? t->rows.n : TOTAL_ROWS_AT_ONCE;
	find_unit(t, (struct refs){t->rows.v, n}, &first);
	if (first.is_own || n == t->rows.n)
		return first.has_unit ? first.unit : t->own_unit;
	parallel_for(t->n_pieces, parallel_threads(), find_unit_piece, t);
	for (size_t i = 0; i < t->n_pieces; i++) {
		if (t->pieces[i].is_own)
			return t->pieces[i].unit;
		if (!first.has_unit && t->pieces[i].has_unit)
			first = t->pieces[i];
	}
	return first.has_unit ? first.unit : t->own_unit;
}

/* -- adding up ---------------------------------------------------------------------------------- */

static void add_decimal(struct decimal *to, struct decimal d, bool *overflow)
{
	if (!decimal_add(*to, d, to))
		*overflow = true;
}

void total_add_figure(struct total_whole *t, struct total_piece *p, const struct figure *f, int64_t modality, bool about)
{
	if (!figure_has_number(f) || modality < 0 || modality >= MODALITY_COUNT)
		return;
	struct figure own = *f;
	if (!total_in_unit(&own, t->unit, &p->apart)) {
		p->n_other_unit++;
		return;
	}
	struct decimal low, high;
	struct total *total = &p->totals[modality];
	total->n_rows++;
	total->open_high |= total_bounds(&own, &low, &high);
	total->about |= about;
	add_decimal(&total->low, low, &total->overflow);
	add_decimal(&total->high, high, &total->overflow);
	array_push(&p->lows[modality], total_least(low, high));
}

static void add_claim(struct total_whole *t, struct total_piece *p, struct ref claim)
{
	struct figure f = index_figure(t->index, claim);
	total_add_figure(t, p, &f, index_number(t->index, claim, t->fields.modality), total_is_about(t->index, claim,
		t->fields.qualifier));
}

/* A row of which there is more to say than one figure of a ledger. */
static void add_row(struct total_whole *t, struct total_piece *p, struct ref row)
{
	struct ref storage;
	struct refs claims = index_row_figures(t->index, row, t->indicator, &storage, 1);
	bool alone = claims.n == 1 && ref_none(index_ref(t->index, claims.v[0], t->fields.part_of));
	if (alone && !total_is_marked(&t->linked, row))
		add_claim(t, p, claims.v[0]);
	if (alone)
		return;
	for (size_t j = 0; j < claims.n; j++)
		total_mark_wholes(t, claims.v[j]);
	if (claims.n)
		total_mark(t->index, &t->linked, row);
}

/* A record as a row. */
static void add_record(struct total_whole *t, struct total_piece *p, struct ref row, struct index_place *place)
{
	struct figure f;
	int64_t modality;
	if (!index_sole_figure(t->index, row, t->indicator, &f, &modality, place))
		add_row(t, p, row);
	else if (!total_is_marked(&t->linked, row))
		total_add_figure(t, p, &f, modality, false);
}

/*
 * A claim that is a row itself: most are the only figure of their subject, and nothing else is about it; they are added
 * up as that figure. The others stand together with claims of their subject, and of records above it.
 */
static void add_claim_as_row(struct total_whole *t, struct total_piece *p, struct ref claim, struct index_place *place)
{
	struct figure f;
	int64_t modality;
	struct ref subject = index_ref(t->index, claim, t->fields.subject);
	if (!total_is_marked(&t->linked, claim) && !ref_none(subject) && index_sole_figure(t->index, subject, t->indicator, &f, &modality, place)
		&& !total_is_entangled(t, claim, subject)) {
		total_add_figure(t, p, &f, modality, false);
		return;
	}
	total_mark(t->index, &t->linked, claim);
	total_mark_wholes(t, claim);
	total_mark_above(t, subject);
}

void total_add_row(struct total_whole *t, struct total_piece *p, struct ref row, struct index_place *place)
{
	if (ref_kind(row) != KIND_CLAIM)
		add_record(t, p, row, place);
	else if (ref_eq(index_ref(t->index, row, t->fields.indicator), t->indicator))
		add_claim_as_row(t, p, row, place);
}

/* A range of rows of a kind, as it is read. */
struct reading {
	struct total_piece *piece;
	struct column_sum *sums; /* by column */
	size_t n_in;             /* rows of the range that are in the sum */
	uint32_t columns[TOTAL_ROWS_AT_ONCE];
	int64_t digits[TOTAL_ROWS_AT_ONCE];
};

static void add_sole(struct total_whole *t, struct reading *r, uint32_t column, int64_t digits)
{
	const struct sole_column *c = &t->columns[column];
	if (!c->counts)
		return;
	struct decimal number = {digits, c->is.scale};
	if (c->converts) {
		total_add_figure(t, r->piece, &(struct figure){.has_base = true, .base = number, .base_unit = c->is.unit}, c->is.modality, false);
		return;
	}
	if (!c->in_unit) {
		r->piece->n_other_unit++;
		return;
	}
	r->sums[column].digits += digits;
	r->sums[column].n++;
	decimals *lows = &r->piece->lows[c->is.modality];
	if (!lows->n)
		array_reserve(lows, r->n_in);
	array_push(lows, number);
}

static void add_sums(const struct total_whole *t, struct total_piece *p, const struct column_sum *sums)
{
	const __int128 end = 1000000000000000000;
	for (uint32_t i = 0; i < index_soles_columns_n(t->soles); i++) {
		const struct sole_column *c = &t->columns[i];
		if (!sums[i].n)
			continue;
		struct total *total = &p->totals[c->is.modality];
		total->n_rows += sums[i].n;
		if (sums[i].digits <= -end || sums[i].digits >= end) {
			total->overflow = true;
			continue;
		}
		struct decimal sum = {(int64_t)sums[i].digits, c->is.scale};
		add_decimal(&total->low, sum, &total->overflow);
		add_decimal(&total->high, sum, &total->overflow);
	}
}

static void add_all_of_range(struct total_whole *t, struct total_range range, size_t n, size_t n_in, struct total_piece *p)
{
	struct reading *r = xmalloc(sizeof *r);
	r->piece = p;
	r->n_in = n_in;
	r->sums = xcalloc((size_t)index_soles_columns_n(t->soles) + 1, sizeof *r->sums);
	index_soles_read(t->soles, range.kind, range.first, n, r->columns, r->digits);
	for (size_t w = 0; w * 64 < n; w++)
		for (uint64_t rest = total_range_word(t, range, w); rest; rest &= rest - 1) {
			size_t i = w * 64 + bits_lowest(rest);
			struct ref row = ref_make(range.kind, range.first + (uint32_t)i);
			if (r->columns[i] == SOLES_ASK)
				add_row(t, p, row);
			else if (r->columns[i] != SOLES_NONE && !total_is_marked(&t->linked, row))
				add_sole(t, r, r->columns[i], r->digits[i]);
		}
	add_sums(t, p, r->sums);
	free(r->sums);
	free(r);
}

static void add_claims_of_range(struct total_whole *t, struct total_range range, size_t n, struct total_piece *p)
{
	uint32_t indicators[64];
	struct index_place place = {0};
	for (size_t w = 0; w * 64 < n; w++) {
		uint64_t in = total_range_word(t, range, w);
		uint32_t first = range.first + (uint32_t)(w * 64);
		if (in)
			index_codes(t->index, KIND_CLAIM, t->fields.indicator, first, n - w * 64 < 64 ? n - w * 64 : 64, UINT32_MAX, indicators);
		for (; in; in &= in - 1)
			if (indicators[bits_lowest(in)] == ref_row(t->indicator))
				add_claim_as_row(t, p, ref_make(KIND_CLAIM, first + bits_lowest(in)), &place);
	}
}

static void add_few_of_range(struct total_whole *t, struct total_range range, size_t n, struct total_piece *p)
{
	struct index_place place = {0};
	for (size_t w = 0; w * 64 < n; w++)
		for (uint64_t rest = total_range_word(t, range, w); rest; rest &= rest - 1)
			total_add_row(t, p, ref_make(range.kind, range.first + (uint32_t)(w * 64) + bits_lowest(rest)), &place);
}

/*
 * The rows of a range as the catalogue has them, not as they are listed: figures are read one behind the other, all of
 * the range where many of its rows are in the sum.
 */
static void add_range(void *context, size_t number)
{
	enum { MANY = 8 };
	struct total_whole *t = context;
	struct total_range range = t->ranges.v[number];
	size_t n = index_count(t->index, range.kind) - range.first, n_in = 0;
	n = n < TOTAL_ROWS_AT_ONCE ? n : TOTAL_ROWS_AT_ONCE;
	for (size_t w = 0; w * 64 < n; w++)
		n_in += bits_count(total_range_word(t, range, w));
	if (halt_now())
		return;
	if (range.kind == KIND_CLAIM)
		add_claims_of_range(t, range, n, &t->pieces[number]);
	else if (n_in > n / MANY)
		add_all_of_range(t, range, n, n_in, &t->pieces[number]);
	else if (n_in)
		add_few_of_range(t, range, n, &t->pieces[number]);
}

static void make_ranges(struct total_whole *t)
{
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t first = 0; t->seen.bits[k] && first < index_count(t->index, (enum kind)k); first += TOTAL_ROWS_AT_ONCE)
			array_push(&t->ranges, ((struct total_range){(enum kind)k, (uint32_t)first}));
}

static size_t pieces_max(const struct total_whole *t)
{
	return t->n_pieces > t->ranges.n ? t->n_pieces : t->ranges.n;
}

void total_pieces_clear(struct total_piece *pieces, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t m = 0; m < MODALITY_COUNT; m++)
			array_release(&pieces[i].lows[m]);
		pieces[i] = (struct total_piece){0};
	}
}

static void add_total(struct total *to, const struct total *from)
{
	to->n_rows += from->n_rows;
	to->open_high |= from->open_high;
	to->about |= from->about;
	to->overflow |= from->overflow;
	add_decimal(&to->low, from->low, &to->overflow);
	add_decimal(&to->high, from->high, &to->overflow);
}

/* -- medians ---------------------------------------------------------------------------------------- */

/* What a linked row would add alone. */
static void add_alone(const struct total_whole *t, struct ref row, decimals lows[MODALITY_COUNT])
{
	struct totals totals = total_linked(t->index, (struct refs){&row, 1}, t->indicator, t->unit);
	for (size_t m = 0; m < MODALITY_COUNT; m++)
		if (totals.of[m].n_rows)
			array_push(&lows[m], total_least(totals.of[m].low, totals.of[m].high));
}

static void take_medians(const struct total_whole *t, const struct total_piece *pieces, size_t n_pieces, struct refs linked, struct totals *totals)
{
	decimals *parts = xcalloc(n_pieces + 1, sizeof *parts), alone[MODALITY_COUNT] = {{0}};
	for (size_t i = 0; i < linked.n; i++)
		add_alone(t, linked.v[i], alone);
	for (size_t m = 0; m < MODALITY_COUNT; m++) {
		for (size_t i = 0; i < n_pieces; i++)
			parts[i] = pieces[i].lows[m];
		parts[n_pieces] = alone[m];
		totals->of[m].has_median = total_median(parts, n_pieces + 1, &totals->of[m].median);
		array_release(&alone[m]);
	}
	free(parts);
}

/* -- all ----------------------------------------------------------------------------------------------- */

struct totals total_join(const struct total_whole *t, const struct total_piece *pieces, size_t n_pieces, struct refs linked)
{
	struct totals totals = total_linked(t->index, linked, t->indicator, t->unit);
	for (size_t i = 0; i < n_pieces; i++) {
		totals.n_other_unit += pieces[i].n_other_unit;
		totals.apart = totals.apart.n ? totals.apart : pieces[i].apart;
		for (size_t m = 0; m < MODALITY_COUNT; m++)
			add_total(&totals.of[m], &pieces[i].totals[m]);
	}
	take_medians(t, pieces, n_pieces, linked, &totals);
	return totals;
}

static struct totals add_all(struct total_whole *t)
{
	unsigned n_threads = t->n_pieces > 1 ? parallel_threads() : 1;
	total_list linked = {0};
	do {
		total_pieces_clear(t->pieces, pieces_max(t));
		atomic_store(&t->again, false);
		parallel_for(t->ranges.n, n_threads, add_range, t);
	} while (atomic_load(&t->again));
	bool any = total_any_marked(t->index, &t->linked);
	for (size_t i = 0; any && i < t->rows.n; i++)
		if (total_is_marked(&t->linked, t->rows.v[i]))
			array_push(&linked, t->rows.v[i]);
	struct totals totals = total_join(t, t->pieces, t->ranges.n, (struct refs){linked.v, linked.n});
	array_release(&linked);
	return totals;
}

static struct totals add_in_unit(struct total_whole *t, struct str unit)
{
	int64_t over, under;
	t->unit = unit;
	for (uint32_t i = 0; i < index_soles_columns_n(t->soles); i++) {
		struct sole_column *c = &t->columns[i];
		c->in_unit = str_eq(c->is.unit, unit);
		c->converts = !c->in_unit && c->is.asked && amount_ratio(c->is.unit, unit, &over, &under);
	}
	return add_all(t);
}

bool total_is_about(const struct index *index, struct ref claim, size_t qualifier)
{
	struct str rest = index_text(index, claim, qualifier), word;
	while (rest.n && str_split(&rest, ';', &word))
		if (str_eq_c(word, "约") || str_eq_c(word, "左右") || str_eq_c(word, "大约") || str_eq_c(word, "差不多"))
			return true;
	return false;
}

static void choose_sum(struct total_whole *t)
{
	enum { UNITS_TRIED = 4 };
	t->sum = add_in_unit(t, choose_unit(t));
	struct str apart = t->sum.apart;
	for (int tries = 0; apart.n && tries < UNITS_TRIED; tries++) {
		struct totals other = add_in_unit(t, apart);
		apart = other.apart;
		/* One that holds all that converts is the best, also where as many rows as before have a figure that never does. */
		if (!apart.n || other.n_other_unit < t->sum.n_other_unit)
			t->sum = other;
	}
	t->unit = t->sum.unit;
}

struct total_whole *total_whole_new(const struct index *index, struct refs rows, struct ref indicator)
{
	struct total_whole *t = xmalloc(sizeof *t);
	*t = (struct total_whole){.index = index, .rows = rows, .indicator = indicator,
		.own_unit = read_text(index, indicator, "unit"), .n_pieces = (rows.n + TOTAL_ROWS_AT_ONCE - 1) / TOTAL_ROWS_AT_ONCE};
	t->fields = (struct total_fields){field_get(KIND_CLAIM, "indicator"), field_get(KIND_CLAIM, "modality"),
		field_get(KIND_CLAIM, "qualifier"), field_get(KIND_CLAIM, "part_of"), field_get(KIND_CLAIM, "subject"),
		field_get(KIND_PROJECT, "parent"), field_get(KIND_DOUBT, "about")};
	total_marks_init(t, &t->linked);
	total_marks_init(t, &t->seen);
	make_ranges(t);
	t->pieces = xcalloc(pieces_max(t) + 1, sizeof *t->pieces);
	make_columns(t);
	total_mark_rows(t);
	choose_sum(t);
	total_pieces_clear(t->pieces, pieces_max(t));
	return t;
}

void total_whole_free(struct total_whole *t)
{
	if (!t)
		return;
	total_marks_release(&t->linked);
	total_marks_release(&t->seen);
	total_marks_release(&t->same);
	array_release(&t->ranges);
	index_soles_free(t->soles);
	free(t->columns);
	free(t->pieces);
	free(t);
}

struct totals total_whole_sum(const struct total_whole *whole)
{
	return whole->sum;
}

struct totals total_figures(const struct index *index, struct refs rows, struct ref indicator)
{
	struct total_whole *whole = total_whole_new(index, rows, indicator);
	struct totals totals = whole->sum;
	total_whole_free(whole);
	return totals;
}
