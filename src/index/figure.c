#include "index_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "base/strbuf.h"
#include "index/ledgers.h"

#include <stdlib.h>
#include <string.h>

/* -- claims of a subject ------------------------------------------------------------ */

int claims_compare(const void *a, const void *b, void *context)
{
	const struct index *index = context;
	const struct ref x = *(const struct ref *)a, y = *(const struct ref *)b;
	const struct claim_fields *f = &index->claim;
	uint32_t p = index_ref(index, x, f->indicator).bits, q = index_ref(index, y, f->indicator).bits;
	struct period s = {1, 0}, t = {1, 0};
	int order = p < q ? -1 : p > q;
	if (!order)
		order = str_cmp(index_text(index, x, f->item), index_text(index, y, f->item));
	if (!order)
		order = str_cmp(index_text(index, x, f->scope), index_text(index, y, f->scope));
	if (order)
		return order;
	index_period(index, x, f->period, &s);
	index_period(index, y, f->period, &t);
	if (s.first != t.first)
		return s.first < t.first ? -1 : 1;
	if (s.last != t.last)
		return s.last < t.last ? -1 : 1;
	return ref_cmp(x, y);
}

struct ordering {
	struct index *index;
	const uint32_t *starts;
	size_t n; /* subjects */
	struct ref *claims;
	size_t n_claims;
};

enum { SUBJECTS_AT_ONCE = 1 << 13 };

/* Whether claims are some that can be compared: under a delta an image that is wrong may have any. */
static bool are_rows(const struct ordering *o, uint32_t start, uint32_t end)
{
	uint32_t first = ref_make(KIND_CLAIM, 0).bits;
	uint32_t n_rows = o->index->tables[KIND_CLAIM].n;
	bool are = end <= o->n_claims;
	for (uint32_t i = start; are && i < end; i++)
		are = o->claims[i].bits - first < n_rows;
	return are;
}

static void order_piece(void *context, size_t piece)
{
	struct ordering *o = context;
	for (size_t i = piece * SUBJECTS_AT_ONCE; i < (piece + 1) * SUBJECTS_AT_ONCE && i < o->n; i++) {
		uint32_t start = o->starts[i], end = o->starts[i + 1];
		if (start < end && end - start > 1 && are_rows(o, start, end))
			qsort_r(o->claims + start, end - start, sizeof *o->claims, claims_compare, o->index);
	}
}

void index_make_claims(struct index *index)
{
	const struct index_back *b = &index->back[KIND_CLAIM][index->claim.subject];
	size_t n = (size_t)b->refs.n;
	struct ordering o = {index, SECTION_V(uint32_t, b->starts), b->starts.n ? (size_t)b->starts.n - 1 : 0,
		xmalloc(n * sizeof *o.claims), n};
	if (n)
		memcpy(o.claims, b->refs.v, n * sizeof *o.claims);
	parallel_for(o.n / SUBJECTS_AT_ONCE + 1, index->n_threads, order_piece, &o);
	index->claims = section_plain(o.claims, n, sizeof *o.claims);
}

bool index_claims_ascend(const struct index *index, struct refs own)
{
	for (size_t i = 1; i < own.n; i++)
		if (claims_compare(&own.v[i - 1], &own.v[i], (void *)(uintptr_t)index) >= 0)
			return false;
	return true;
}

struct refs index_own_claims(const struct index *index, struct ref subject)
{
	if (!index->claims.n)
		return (struct refs){0};
	const struct section *starts = &index->back[KIND_CLAIM][index->claim.subject].starts;
	uint64_t at = (uint64_t)index_global(index, subject) - (uint64_t)starts->base;
	return index_part_of_kind(index, starts, &index->claims, at, KIND_CLAIM);
}

struct refs index_claims_of(const struct index *index, struct ref subject, struct ref *few, size_t n_few)
{
	struct refs own = index_own_claims(index, subject);
	return index->ledger.n[LEDGER_CLAIM] ? ledger_claims(index, subject, own, few, n_few) : own;
}

struct refs index_claims(const struct index *index, struct ref subject)
{
	return index_claims_of(index, subject, NULL, 0);
}

size_t index_claims_n(const struct index *index, struct ref subject)
{
	return index_back_n(index, subject, KIND_CLAIM, index->claim.subject);
}

/* The first of claims whose indicator is not before `bits`. */
static size_t lower_bound(const struct index *index, struct refs claims, uint64_t bits)
{
	size_t at = 0;
	bisect(at, claims.n, i, index_ref(index, claims.v[i], index->claim.indicator).bits < bits);
	return at;
}

struct refs index_figures_of(const struct index *index, struct ref subject, struct ref indicator, struct ref *few, size_t n_few)
{
	struct refs claims = index_own_claims(index, subject);
	if (index->ledger.n[LEDGER_CLAIM] && !claims.n)
		return ledger_figures(index, subject, indicator, few, n_few);
	claims = index_claims(index, subject);
	size_t from = lower_bound(index, claims, indicator.bits), to = lower_bound(index, claims, (uint64_t)indicator.bits + 1);
	return to > from ? (struct refs){claims.v + from, to - from} : (struct refs){0};
}

struct refs index_figures(const struct index *index, struct ref subject, struct ref indicator)
{
	return index_figures_of(index, subject, indicator, NULL, 0);
}

struct refs index_row_figures(const struct index *index, struct ref row, struct ref indicator, struct ref *few, size_t n_few)
{
	if (ref_kind(row) != KIND_CLAIM)
		return index_figures_of(index, row, indicator, few, n_few);
	*few = row;
	return (struct refs){few, ref_eq(index_ref(index, row, index->claim.indicator), indicator)};
}

/* -- one claim ------------------------------------------------------------------------- */

struct figure index_figure(const struct index *index, struct ref claim)
{
	if (index_is_packed(index, claim))
		return ledger_figure(index, claim);
	struct figure f = {.base_unit = index_text(index, claim, index->claim.base_unit)};
	f.has_base = decimal_parse(index_text(index, claim, index->claim.value_base), &f.base);
	f.has_low = decimal_parse(index_text(index, claim, index->claim.value_low), &f.low);
	f.has_high = decimal_parse(index_text(index, claim, index->claim.value_high), &f.high);
	return f;
}

static size_t add_unit(struct str unit, struct str *units, size_t n)
{
	size_t i = 0;
	while (i < n && !str_eq(units[i], unit))
		i++;
	for (size_t j = 0; i == n && j < n; j++)
		if (!amount_group_cmp(amount_group(units[j]), amount_group(unit)))
			return n;
	if (i == n && unit.n)
		units[n++] = unit;
	return n;
}

size_t index_printed_units(const struct index *index, struct ref indicator, struct str *out, size_t max)
{
	const struct ledger_head *heads = SECTION_V(struct ledger_head, index->ledger.heads);
	struct refs own = back_own(index, indicator, KIND_CLAIM, index->claim.indicator);
	size_t n = 0;
	for (uint64_t i = 0; i < index->ledger.heads.n && n < max; i++)
		if (heads[i].sort == LEDGER_CLAIM && heads[i].indicator == indicator.bits)
			n = add_unit(ledger_head_text(&index->ledger, &heads[i], LEDGER_BASE_UNIT), out, n);
	for (size_t i = 0; i < own.n && n < max; i++)
		n = add_unit(index_text(index, own.v[i], index->claim.base_unit), out, n);
	return n;
}

static bool among(struct str word, const char *const *words)
{
	for (; *words; words++)
		if (str_eq_c(word, *words))
			return true;
	return false;
}

/* Append the qualifiers that stand in one place (0 before the number, 1 between number and unit, 2 behind the unit). */
static void add_qualifiers(struct str list, int place, struct strbuf *out)
{
	static const char *const inner[] = {"余", "多", NULL};
	static const char *const behind[] = {"以上", "以下", "以内", "之内", "左右", "上下", "级", "不等", "等", NULL};
	struct str word;
	while (index_list_next(&list, &word)) {
		int own = among(word, inner) ? 1 : among(word, behind) ? 2 : 0;
		if (own == place)
			strbuf_add(out, word);
	}
}

void index_printed(const struct index *index, struct ref claim, struct strbuf *out)
{
	struct str qualifiers = index_text(index, claim, index->claim.qualifier);
	add_qualifiers(qualifiers, 0, out);
	if (index_is_packed(index, claim))
		ledger_add_value(index, claim, out);
	else
		strbuf_add(out, index_text(index, claim, index->claim.value));
	add_qualifiers(qualifiers, 1, out);
	strbuf_add(out, index_text(index, claim, index->claim.unit));
	add_qualifiers(qualifiers, 2, out);
}

/* -- indicators --------------------------------------------------------------------------- */

static bool names_record(const struct index *index, struct ref ref, struct str word)
{
	struct str rest = index_text(index, ref, field_get(ref_kind(ref), "short_names")), element;
	if (str_eq(index_name(index, ref), word))
		return true;
	while (index_list_next(&rest, &element))
		if (str_eq(element, word))
			return true;
	return false;
}

struct ref index_indicator(const struct index *index, struct str name)
{
	for (uint32_t row = 0; row < index->tables[KIND_INDICATOR].n; row++) {
		struct ref ref = ref_make(KIND_INDICATOR, row);
		struct str id = index_id(index, ref);
		if (str_eq(id, name) || str_eq(id_slug(id), name))
			return ref;
	}
	for (uint32_t row = 0; row < index->tables[KIND_INDICATOR].n; row++)
		if (names_record(index, ref_make(KIND_INDICATOR, row), name))
			return ref_make(KIND_INDICATOR, row);
	return REF_NONE;
}

/* -- dates ----------------------------------------------------------------------------------- */

static void later(bool *has, int32_t *day, int32_t candidate)
{
	if (!*has || candidate > *day)
		*day = candidate;
	*has = true;
}

struct newest {
	const struct index *index;
	size_t date; /* of sources */
	bool has;
	int32_t *day;
};

static void source_day(void *context, struct ref source)
{
	struct newest *n = context;
	struct period date;
	if (!ref_none(source) && index_period(n->index, source, n->date, &date))
		later(&n->has, n->day, date.last);
}

/* The newest of the record's own source and those of the claims about it. */
static bool newest_source(const struct index *index, struct ref ref, struct index_place *place, int32_t *day)
{
	struct newest n = {index, index->source_date, false, day};
	int own = index->source_of[ref_kind(ref)];
	if (own >= 0)
		source_day(&n, index_ref(index, ref, (size_t)own));
	struct refs claims = index_own_claims(index, ref);
	for (size_t i = 0; i < claims.n; i++)
		source_day(&n, index_ref(index, claims.v[i], index->claim.source));
	ledger_each_source(index, ref, place, source_day, &n);
	return n.has;
}

size_t index_since_field(enum kind kind)
{
	static const char *const own_dates[KIND_COUNT] = {
		[KIND_MILESTONE] = "date", [KIND_CLAIM] = "period", [KIND_EVENT] = "date", [KIND_SOURCE] = "date",
	};
	return own_dates[kind] ? field_get(kind, own_dates[kind]) : 0;
}

bool index_since(const struct index *index, struct ref ref, int32_t *day)
{
	struct index_place place = {0};
	return !ref_none(ref) && since_find(index, ref, &place, day);
}

bool since_find(const struct index *index, struct ref ref, struct index_place *place, int32_t *day)
{
	struct period period;
	enum kind kind = ref_kind(ref);
	size_t date = index_since_field(kind);
	if (date && index_period(index, ref, date, &period)) {
		*day = period.last;
		return true;
	}
	if (kind == KIND_PROJECT) {
		bool has = ledger_latest(index, ref, place, day);
		struct refs steps = back_own(index, ref, KIND_MILESTONE, index->milestone.project);
		for (size_t i = 0; i < steps.n; i++)
			if (index_period(index, steps.v[i], index->milestone.date, &period))
				later(&has, day, period.last);
		if (has)
			return true;
	}
	return newest_source(index, ref, place, day);
}
