/* What a term says of one row. */
#include "query_internal.h"
#include "index/read.h"

#include "base/strbuf.h"
#include "query/promise.h"
#include "query/standing.h"
#include "text/fold.h"

/* -- numbers and limits -------------------------------------------------------------------- */

/* A number between low and high; either may be open. */
struct span {
	bool has_low, has_high;
	struct decimal low, high;
	struct str unit;
};

/* 年产50万吨 is printed 50万吨 and asked for so: what is said of a year, or of no time at all, is the same. */
static void take_year(struct decimal *x, struct str *unit)
{
	struct decimal amount;
	int64_t of_year, parts;
	ptrdiff_t slash = str_find_byte(*unit, '/', 0);
	if (slash <= 0 || !amount_ratio(str_sub(*unit, (size_t)slash + 1, unit->n), STR("年"), &of_year, &parts)
		|| of_year != 1 || !decimal_mul(*x, (struct decimal){parts, 0}, &amount))
		return;
	*x = amount;
	*unit = str_sub(*unit, 0, (size_t)slash);
}

bool limit_order(struct decimal x, struct str unit, const struct limit *limit, int *order)
{
	struct decimal number = limit->number;
	struct str limit_unit = limit->unit;
	if (!limit_unit.n || str_eq(limit_unit, unit)) {
		*order = decimal_cmp(x, number);
		return true;
	}
	if (amount_compare(x, unit, number, limit_unit, order))
		return true;
	take_year(&x, &unit);
	take_year(&number, &limit_unit);
	return amount_compare(x, unit, number, limit_unit, order);
}

/* The answer for one end, from the orders of the near and the far bound of the span against the limit (towards yes: positive). */
static enum answer end_answer(bool has_near, int near, bool has_far, int far, bool strict)
{
	if (has_near && (near > 0 || (near == 0 && !strict)))
		return ANSWER_YES;
	if (has_far && (far < 0 || (far == 0 && strict)))
		return ANSWER_NO;
	return ANSWER_PERHAPS;
}

static enum answer least_of(enum answer a, enum answer b)
{
	return a < b ? a : b;
}

static enum answer span_answer(const struct span *span, const struct limit *least, const struct limit *greatest)
{
	int low = 0, high = 0;
	enum answer answer = ANSWER_YES;
	if (!span->has_low && !span->has_high)
		return ANSWER_NO;
	for (int end = 0; end < 2; end++) {
		const struct limit *limit = end ? greatest : least;
		if (!limit->set)
			continue;
		if ((span->has_low && !limit_order(span->low, span->unit, limit, &low))
			|| (span->has_high && !limit_order(span->high, span->unit, limit, &high)))
			return ANSWER_NO;
		answer = least_of(answer, end ? end_answer(span->has_high, -high, span->has_low, -low, limit->strict)
			: end_answer(span->has_low, low, span->has_high, high, limit->strict));
	}
	return answer;
}

static enum answer claim_answer(const struct index *index, const struct term *term, struct ref claim)
{
	struct figure f = index_figure(index, claim);
	bool point = figure_is_exact(&f);
	struct span span = {
		f.has_low || point, f.has_high || point, point ? f.base : f.low, point ? f.base : f.high, f.base_unit};
	return span_answer(&span, &term->least, &term->greatest);
}

/* contract.md: yes where all claims say yes, no where all say no or there is none, else perhaps. */
static enum answer figure_answer(const struct index *index, const struct term *term, struct ref ref)
{
	struct ref few[INDEX_FEW];
	struct refs claims = index_row_figures(index, ref, term->indicator, few, INDEX_FEW);
	enum answer all = claims.n ? claim_answer(index, term, claims.v[0]) : ANSWER_NO;
	for (size_t i = 1; i < claims.n; i++)
		if (claim_answer(index, term, claims.v[i]) != all)
			return ANSWER_PERHAPS;
	return all;
}

enum answer term_number_answer(const struct term *term, struct decimal number, struct str unit)
{
	struct span span = {true, true, number, number, unit};
	return span_answer(&span, &term->least, &term->greatest);
}

static enum answer number_answer(const struct query *query, const struct term *term, struct ref ref)
{
	const struct field *field = &fields_of[query->kind].v[term->field];
	struct decimal number = {0};
	struct str unit = {0};
	if (field->flags & FIELD_QUANTITY)
		return quantity_read(index_text(query->index, ref, term->field), &number, &unit)
			? term_number_answer(term, number, unit)
			: ANSWER_NO;
	if (field->type == FIELD_INTEGER) {
		number.digits = index_number(query->index, ref, term->field);
		return number.digits == NUMBER_NONE ? ANSWER_NO : term_number_answer(term, number, unit);
	}
	if (query->kind == KIND_CLAIM)
		unit = read_text(query->index, ref, "base_unit");
	return decimal_parse(index_text(query->index, ref, term->field), &number) ? term_number_answer(term, number, unit)
										  : ANSWER_NO;
}

static int order_of_days(int32_t a, int32_t b)
{
	return a < b ? -1 : a > b;
}

enum answer term_period_answer(const struct term *term, struct period period)
{
	enum answer answer = ANSWER_YES;
	if (period.first == INT32_MIN)
		period.first = period.last;
	if (term->least.set)
		answer = end_answer(true, order_of_days(period.first, term->least.day), true,
			order_of_days(period.last, term->least.day), term->least.strict);
	if (term->greatest.set)
		answer = least_of(answer,
			end_answer(true, order_of_days(term->greatest.day, period.last), true,
				order_of_days(term->greatest.day, period.first), term->greatest.strict));
	return answer;
}

static enum answer period_answer(const struct query *query, const struct term *term, struct ref ref)
{
	struct period period;
	return index_period(query->index, ref, term->field, &period) ? term_period_answer(term, period) : ANSWER_NO;
}

/* -- texts, codes, references ------------------------------------------------------------------ */

static bool is_whole(struct str text, struct str folded)
{
	struct strbuf own = {0};
	text_fold(text, &own);
	bool same = str_eq(strbuf_str(&own), folded);
	strbuf_release(&own);
	return same;
}

bool term_text_matches(const struct term *term, const struct field *field, struct str text)
{
	struct str rest = text, element;
	if (field->type != FIELD_LIST)
		return rest.n && (term->whole ? is_whole(rest, term->value) : lookup_contains(rest, term->value));
	while (str_split(&rest, ';', &element))
		if (element.n && (term->whole ? is_whole(element, term->value) : lookup_contains(element, term->value)))
			return true;
	return false;
}

bool term_codes_match(const struct term *term, const struct field *field, struct str codes)
{
	struct str rest = codes, word;
	while (str_split(&rest, ';', &word)) {
		int code = enum_parse(field->enumeration, word);
		if (code >= 0 && term->codes >> code & 1)
			return true;
	}
	return false;
}

static bool text_matches(const struct query *query, const struct term *term, struct ref ref)
{
	struct strbuf buffer = {0}; /* of very many rows: the index would keep each that it makes */
	struct str text = index_read_text(query->index, ref, term->field, &buffer);
	bool matches = term_text_matches(term, &fields_of[query->kind].v[term->field], text);
	strbuf_release(&buffer);
	return matches;
}

static bool code_matches(const struct query *query, const struct term *term, struct ref ref)
{
	const struct field *field = &fields_of[query->kind].v[term->field];
	if (field->type == FIELD_ENUMS)
		return term_codes_match(term, field, index_text(query->index, ref, term->field));
	int64_t code = promise_number(query->index, ref, term->field);
	if (field->type == FIELD_BOOL && code == NUMBER_NONE)
		code = 0;
	return code >= 0 && code < 64 && term->codes >> code & 1;
}

bool term_in_targets(const struct term *term, struct ref target)
{
	return !ref_none(target) && term->rows[ref_kind(target)].bits
		&& lookup_rows_has(&term->rows[ref_kind(target)], target);
}

static bool target_matches(const struct query *query, const struct term *term, struct ref ref)
{
	if (fields_of[query->kind].v[term->field].type == FIELD_REF) {
		if (term_in_targets(term, index_ref(query->index, ref, term->field)))
			return true;
	} else {
		struct refs refs = index_refs(query->index, ref, term->field);
		for (size_t i = 0; i < refs.n; i++)
			if (term_in_targets(term, refs.v[i]))
				return true;
	}
	struct ref few[INDEX_FEW];
	struct refs claims = term->with_figures ? index_claims_of(query->index, ref, few, INDEX_FEW) : (struct refs){0};
	for (size_t i = 0; i < claims.n; i++)
		if (term_in_targets(term, read_ref(query->index, claims.v[i], "source")))
			return true;
	return false;
}

static bool has_text(const struct index *index, struct ref ref, size_t field)
{
	struct strbuf buffer = {0};
	bool has = index_read_text(index, ref, field, &buffer).n > 0;
	strbuf_release(&buffer);
	return has;
}

static bool is_present(const struct query *query, const struct term *term, struct ref ref)
{
	switch (fields_of[query->kind].v[term->field].type) {
	case FIELD_REF: return !ref_none(promise_ref(query->index, ref, term->field));
	case FIELD_REFS: return index_refs(query->index, ref, term->field).n > 0;
	case FIELD_ENUM: case FIELD_INTEGER: return promise_number(query->index, ref, term->field) != NUMBER_NONE;
	case FIELD_BOOL: return index_number(query->index, ref, term->field) > 0;
	default: return has_text(query->index, ref, term->field);
	}
}

/* -- verdicts and doubts --------------------------------------------------------------------------- */

static enum verdict weightiest(const struct index *index, struct ref ref)
{
	if (ref_kind(ref) == KIND_CLAIM)
		return verdict_of_claim(index, ref);
	struct ref few[INDEX_FEW];
	struct refs claims = index_claims_of(index, ref, few, INDEX_FEW);
	size_t indicator = field_get(KIND_CLAIM, "indicator");
	enum verdict verdict = VERDICT_SINGLE;
	for (size_t i = 0, end; i < claims.n; i = end) {
		for (end = i + 1; end < claims.n
			&& ref_eq(
				index_ref(index, claims.v[i], indicator), index_ref(index, claims.v[end], indicator));)
			end++;
		verdict = verdict_weightier(verdict, verdict_among(index, (struct refs){claims.v + i, end - i}));
	}
	return verdict;
}

static bool has_doubt(const struct index *index, struct ref ref)
{
	size_t about = field_get(KIND_DOUBT, "about");
	struct ref few[INDEX_FEW];
	struct refs claims = index_claims_of(index, ref, few, INDEX_FEW);
	if (index_back(index, ref, KIND_DOUBT, about).n)
		return true;
	for (size_t i = 0; i < claims.n; i++)
		if (index_back(index, claims.v[i], KIND_DOUBT, about).n)
			return true;
	return false;
}

static bool is_since(const struct index *index, const struct term *term, struct ref ref)
{
	int32_t day;
	return index_since(index, ref, &day) && day >= term->least.day;
}

static bool has_figures(const struct index *index, const struct term *term, struct ref ref)
{
	struct ref few[INDEX_FEW];
	return index_row_figures(index, ref, term->indicator, few, INDEX_FEW).n > 0;
}

enum answer term_answer(const struct query *query, const struct term *term, struct ref ref)
{
	bool yes = false;
	switch (term->type) {
	case TERM_PERIOD: return period_answer(query, term, ref);
	case TERM_NUMBER: return number_answer(query, term, ref);
	case TERM_FIGURE: return figure_answer(query->index, term, ref);
	case TERM_ROWS: yes = lookup_rows_has(term->rows, ref); break;
	case TERM_TEXT: yes = text_matches(query, term, ref); break;
	case TERM_TARGET: yes = target_matches(query, term, ref); break;
	case TERM_CODES: yes = code_matches(query, term, ref); break;
	case TERM_SINCE: yes = is_since(query->index, term, ref); break;
	case TERM_PRESENT: yes = is_present(query, term, ref); break;
	case TERM_FIGURES: yes = has_figures(query->index, term, ref); break;
	case TERM_VERDICT: yes = term->codes >> weightiest(query->index, ref) & 1; break;
	case TERM_DOUBT: yes = has_doubt(query->index, ref); break;
	case TERM_REFERENCE: yes = standing_is_reference(query->index, ref); break;
	}
	return yes ? ANSWER_YES : ANSWER_NO;
}
