#include "query/promise.h"

#include "index/read.h"

#include <assert.h>

static_assert((int)PROMISE_MISSED == 2, "the codes of ENUM_VERDICT: kept unseen missed");

bool promise_is(const struct index *index, struct ref claim)
{
	int64_t modality = read_number(index, claim, "modality");
	return modality == MODALITY_EXPECTED || modality == MODALITY_TARGET;
}

/* -- days ------------------------------------------------------------------------------ */

/* The day as of which a figure holds: the end of its period, else its source's date. */
static bool as_of(const struct index *index, struct ref claim, int32_t *day)
{
	struct period period;
	if ((!read_period(index, claim, "period", &period) || period.last == INT32_MAX)
		&& !read_source_date(index, claim, &period))
		return false;
	*day = period.last;
	return true;
}

/* -- comparing ---------------------------------------------------------------------------- */

enum reached { REACHED_UNKNOWN, REACHED_NOT, REACHED };

static enum reached compare(const struct figure *promised, const struct figure *actual)
{
	struct decimal bound = promised->has_low ? promised->low : promised->high;
	struct decimal wanted = promised->has_base ? promised->base : bound;
	bool has_least = actual->has_low || (actual->has_base && !actual->has_high);
	bool has_most = actual->has_high || (actual->has_base && !actual->has_low);
	int order;
	if (!figure_has_number(promised))
		return REACHED_UNKNOWN;
	if (has_least
		&& amount_compare(actual->has_low ? actual->low : actual->base, actual->base_unit, wanted,
			promised->base_unit, &order)
		&& order >= 0)
		return REACHED;
	if (has_most
		&& amount_compare(actual->has_high ? actual->high : actual->base, actual->base_unit, wanted,
			promised->base_unit, &order)
		&& order < 0)
		return REACHED_NOT;
	return REACHED_UNKNOWN;
}

/* The first of a ranking is less than the second: numbers of ranks say nothing here. */
static bool is_rank(const struct index *index, struct ref claim)
{
	return str_eq_c(index_id(index, read_ref(index, claim, "indicator")), "indicator:rank");
}

static enum reached reach(const struct index *index, struct ref promised, struct ref actual)
{
	struct figure wanted = index_figure(index, promised), found = index_figure(index, actual);
	return is_rank(index, promised) ? REACHED_UNKNOWN : compare(&wanted, &found);
}

/* -- looking for what became of it ------------------------------------------------------------ */

static bool is_answer(const struct index *index, struct ref claim, struct ref other)
{
	int64_t modality = read_number(index, other, "modality");
	return (modality == MODALITY_ACTUAL || modality == MODALITY_CAPACITY)
		&& str_eq(read_text(index, claim, "item"), read_text(index, other, "item"));
}

/* The first later figure that reaches it, else the last one as of the due date or later that does not. */
static void search(const struct index *index, struct promise *promise)
{
	struct refs group = index_figures(
		index, read_ref(index, promise->claim, "subject"), read_ref(index, promise->claim, "indicator"));
	struct period told;
	int32_t day, kept = INT32_MAX, missed = INT32_MIN;
	if (!read_source_date(index, promise->claim, &told))
		return;
	for (size_t i = 0; i < group.n; i++) {
		if (!is_answer(index, promise->claim, group.v[i]) || !as_of(index, group.v[i], &day)
			|| day <= told.last)
			continue;
		enum reached reached = reach(index, promise->claim, group.v[i]);
		if (reached == REACHED && day < kept) {
			kept = day;
			promise->verdict = PROMISE_KEPT;
			promise->actual = group.v[i];
		} else if (reached == REACHED_NOT && kept == INT32_MAX && promise->has_due && day >= promise->due.last
			&& day > missed) {
			missed = day;
			promise->verdict = PROMISE_MISSED;
			promise->actual = group.v[i];
		}
	}
}

/* -- promises ------------------------------------------------------------------------------------ */

static void take_due(const struct index *index, struct ref ref, const char *field, struct promise *out)
{
	struct period due;
	if (out->has_due || !read_period(index, ref, field, &due) || due.last == INT32_MAX)
		return;
	out->has_due = true;
	out->due = due;
}

static void judge(const struct index *index, struct promise *promise)
{
	if (ref_none(promise->actual)) {
		search(index, promise);
		return;
	}
	enum reached reached = reach(index, promise->claim, promise->actual);
	promise->verdict = reached == REACHED ? PROMISE_KEPT : reached == REACHED_NOT ? PROMISE_MISSED : PROMISE_UNSEEN;
}

static struct promise of_target(const struct index *index, struct ref target)
{
	struct promise promise = {.claim = read_ref(index, target, "claim"),
		.actual = read_ref(index, target, "actual"),
		.verdict = PROMISE_UNSEEN};
	int64_t verdict = read_number(index, target, "verdict");
	take_due(index, target, "due", &promise);
	if (promise_is(index, promise.claim))
		take_due(index, promise.claim, "period", &promise);
	promise.printed = verdict != NUMBER_NONE;
	if (promise.printed)
		promise.verdict = (enum promise_verdict)verdict;
	else
		judge(index, &promise);
	return promise;
}

struct promise promise_of(const struct index *index, struct ref ref)
{
	if (ref_kind(ref) == KIND_TARGET)
		return of_target(index, ref);
	struct refs targets = read_back(index, ref, KIND_TARGET, "claim");
	if (targets.n)
		return of_target(index, targets.v[0]);
	struct promise promise = {.claim = ref, .actual = REF_NONE, .verdict = PROMISE_UNSEEN};
	take_due(index, ref, "period", &promise);
	judge(index, &promise);
	return promise;
}

bool promise_overdue(const struct promise *promise, int32_t today)
{
	return promise->has_due && promise->verdict == PROMISE_UNSEEN && promise->due.last < today;
}

/* -- fields ------------------------------------------------------------------------------------------ */

static bool is_field(struct ref ref, size_t field, const char *name)
{
	return ref_kind(ref) == KIND_TARGET && str_eq_c(str_from(fields_of[KIND_TARGET].v[field].name), name);
}

int64_t promise_number(const struct index *index, struct ref ref, size_t field)
{
	int64_t number = index_number(index, ref, field);
	bool derived = number == NUMBER_NONE && is_field(ref, field, "verdict");
	return derived ? (int64_t)of_target(index, ref).verdict : number;
}

struct ref promise_ref(const struct index *index, struct ref ref, size_t field)
{
	struct ref found = index_ref(index, ref, field);
	return ref_none(found) && is_field(ref, field, "actual") ? of_target(index, ref).actual : found;
}
