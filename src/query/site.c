#include "query/site.h"

#include "query_internal.h"

#include "base/array.h"
#include "index/lookup.h"
#include "index/read.h"
#include "query/facility.h"
#include "text/figure.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct site_answer_info site_answers[SITE_ANSWERS] = {
	[SITE_UNKNOWN] = {"unknown", "不知", "unknown"},
	[SITE_NO] = {"not_met", "不够", "not enough"},
	[SITE_THERE] = {"there", "有,多少不知", "there, how much is unknown"},
	[SITE_PERHAPS] = {"perhaps", "或许", "perhaps"},
	[SITE_YES] = {"met", "满足", "met"},
};

void site_answer_text(const struct site_find *find, bool chinese, struct strbuf *out)
{
	const struct site_answer_info *info = &site_answers[find->answer];
	strbuf_add_c(out, chinese ? info->zh : info->en);
	if (find->answer == SITE_THERE && find->other_unit)
		strbuf_add_c(out, chinese ? "(单位不同)" : " (other unit)");
}

/* -- needs ------------------------------------------------------------------------------- */

static const struct {
	const char *sign;
	enum site_op op;
} signs[] = {{">=", SITE_AT_LEAST}, {"≥", SITE_AT_LEAST}, {"<=", SITE_AT_MOST}, {"≤", SITE_AT_MOST}, {">", SITE_MORE}, {"<", SITE_LESS}};

/* Split a need at its sign. */
static void split(struct str text, struct site_need *need, struct str *amount)
{
	*amount = STR("");
	need->text = need->word = text;
	for (size_t at = 0; at < text.n; at++)
		for (size_t s = 0; s < sizeof signs / sizeof *signs; s++)
			if (str_starts(str_sub(text, at, text.n), str_from(signs[s].sign))) {
				need->word = str_sub(text, 0, at);
				need->op = signs[s].op;
				*amount = str_sub(text, at + strlen(signs[s].sign), text.n);
				return;
			}
}

static bool parse_need(struct str text, size_t column, struct site_needs *out, struct err *err)
{
	struct site_need need = {.op = SITE_PRESENT};
	struct str amount;
	if (out->n == SITE_NEEDS_MAX) {
		char most[12];
		int n = snprintf(most, sizeof most, "%d", SITE_NEEDS_MAX);
		return FAULT_AT(err, "query", column, FAULT_NEEDS, text, (struct str){most, (size_t)n});
	}
	split(text, &need, &amount);
	if (!need.word.n)
		return FAULT_AT(err, "query", column, FAULT_NEED, text);
	size_t amount_column = column + utf8_length(str_sub(text, 0, text.n - amount.n));
	if (need.op != SITE_PRESENT && !amount.n)
		return FAULT_AT(err, "query", amount_column, FAULT_END, fault_text(err, EXPECT_VALUE));
	if (need.op != SITE_PRESENT && !amount_parse(amount, &need.amount, &need.unit, err))
		return err_place(err, "query", 1, amount_column);
	out->v[out->n++] = need;
	return true;
}

/* Blanks and & in either width part the needs; what folds to them does, too. */
static bool parts(uint32_t c)
{
	c = fold_char(c);
	return c == ' ' || c == '\t' || c == '&'; /* the blank of full width folds to the other */
}

bool site_parse(struct str text, struct site_needs *out, struct arena *arena, struct err *err)
{
	*out = (struct site_needs){0};
	size_t at = 0, start = 0, column = 1, start_column = 1;
	while (at <= text.n) {
		size_t next = at;
		bool end = at == text.n || parts(utf8_next(text, &next));
		if (end && at > start) {
			struct strbuf folded = {0};
			text_fold(str_sub(text, start, at - start), &folded);
			struct str part = arena_take(arena, &folded);
			if (!parse_need(part, start_column, out, err))
				return false;
		}
		column++;
		if (end) {
			start = next;
			start_column = column;
		}
		at = at == text.n ? at + 1 : next;
	}
	return out->n || FAULT_AT(err, "query", 1, FAULT_NO_NEED, {0});
}

/* -- what a zone has ----------------------------------------------------------------------- */

/* Whether a figure answers, and how: its bounds against the need. *other_unit: there are bounds, but not in its unit. */
static enum site_answer compare(const struct site_need *need, const struct figure *f, bool *other_unit)
{
	bool bounded = f->has_low || f->has_high;
	const struct decimal *low = f->has_low ? &f->low : !bounded && f->has_base ? &f->base : NULL;
	const struct decimal *high = f->has_high ? &f->high : !bounded && f->has_base ? &f->base : NULL;
	struct str unit = need->unit.n ? need->unit : f->base_unit;
	int order_low = -1, order_high = 1;
	if (!low && !high)
		return SITE_THERE;
	*other_unit = (low && !amount_compare(*low, f->base_unit, need->amount, unit, &order_low))
		|| (high && !amount_compare(*high, f->base_unit, need->amount, unit, &order_high));
	if (*other_unit)
		return SITE_THERE;
	bool strict = need->op == SITE_MORE || need->op == SITE_LESS, least = need->op == SITE_AT_LEAST || need->op == SITE_MORE;
	int sure = least ? order_low : -order_high, open = least ? order_high : -order_low;
	if (sure > 0 || (sure == 0 && !strict))
		return SITE_YES;
	return open > 0 || (open == 0 && !strict) ? SITE_PERHAPS : SITE_NO;
}

static void add_claim(struct site_find *find, struct ref claim, bool first)
{
	if (find->n_claims < SITE_CLAIMS_MAX)
		find->n_claims++;
	else if (!first)
		return;
	size_t place = first ? 0 : find->n_claims - 1;
	for (size_t i = find->n_claims - 1; i > place; i--)
		find->claims[i] = find->claims[i - 1];
	find->claims[place] = claim;
}

/* Of one thing: a figure that says no says more than that the thing is there. */
static int weight(enum site_answer answer)
{
	return answer == SITE_NO ? 3 : answer == SITE_UNKNOWN ? 0 : answer == SITE_THERE ? 2 : 2 * (int)answer;
}

/* What is not there yet meets no need for certain, nor says that there is too little. */
static enum site_answer soften(enum site_answer answer)
{
	return answer == SITE_YES ? SITE_PERHAPS : answer == SITE_NO ? SITE_THERE : answer;
}

static bool is_future(const struct index *index, struct ref claim)
{
	int64_t modality = read_number(index, claim, "modality");
	return modality == MODALITY_EXPECTED || modality == MODALITY_PLANNED || modality == MODALITY_TARGET;
}

static void take(struct site_find *find, enum site_answer answer, struct ref subject, struct ref claim, bool pending, bool other_unit)
{
	if (pending)
		answer = soften(answer);
	bool better = weight(answer) > weight(find->answer);
	if (better) {
		find->answer = answer;
		find->record = subject;
		find->pending = pending;
	}
	find->other_unit = answer == find->answer ? other_unit || (find->other_unit && !better) : find->other_unit;
	if (!ref_none(claim))
		add_claim(find, claim, better);
}

/* Of several things: one that is there in an unknown measure may yet be enough. */
static void merge(struct site_find *all, const struct site_find *one)
{
	bool better = one->answer != SITE_UNKNOWN && (all->answer == SITE_UNKNOWN || one->answer > all->answer);
	if (better) {
		all->answer = one->answer;
		all->record = one->record;
		all->pending = one->pending;
	}
	all->other_unit = one->answer == all->answer ? one->other_unit || (all->other_unit && !better) : all->other_unit;
	for (size_t i = 0; i < one->n_claims; i++)
		add_claim(all, one->claims[i], better && i == 0);
}

/* Figures about a subject; all: its name says already that it is what is needed. */
static void look_at_claims(const struct index *index, struct ref subject, const struct site_need *need, bool all, bool pending,
	struct site_find *find)
{
	struct refs claims = index_claims(index, subject);
	for (size_t i = 0; i < claims.n; i++) {
		struct str item = read_text(index, claims.v[i], "item");
		if (!all && (!item.n || !lookup_contains(item, need->word)))
			continue;
		struct figure f = index_figure(index, claims.v[i]);
		bool other_unit = false;
		/* A figure in another unit is about something else of it: it only says that it is there. */
		enum site_answer answer = need->op == SITE_PRESENT ? SITE_YES : compare(need, &f, &other_unit);
		take(find, answer, subject, claims.v[i], pending || is_future(index, claims.v[i]), other_unit);
	}
}

static void look_at(const struct index *index, struct ref subject, const struct site_need *need, struct site_find *all)
{
	struct site_find one = {.answer = SITE_UNKNOWN, .record = REF_NONE};
	look_at_claims(index, subject, need, false, false, &one);
	merge(all, &one);
}

static void look_at_facilities(const struct index *index, struct ref zone, const struct site_need *need, struct site_find *all)
{
	struct refs facilities = read_back(index, zone, KIND_FACILITY, "zone");
	for (size_t i = 0; i < facilities.n; i++) {
		struct ref facility = facilities.v[i];
		struct site_find one = {.answer = SITE_UNKNOWN, .record = REF_NONE};
		bool named = lookup_contains(index_name(index, facility), need->word) || lookup_contains(read_text(index, facility, "type"), need->word);
		bool pending = facility_state(index, facility) == FACILITY_COMING;
		if (named)
			take(&one, need->op == SITE_PRESENT ? SITE_YES : SITE_THERE, facility, REF_NONE, pending, false);
		look_at_claims(index, facility, need, named, pending, &one);
		merge(all, &one);
	}
}

static struct site_find look(const struct index *index, struct ref zone, const struct site_need *need)
{
	struct site_find find = {.answer = SITE_UNKNOWN, .record = REF_NONE};
	struct refs parks = read_back(index, zone, KIND_PARK, "zone");
	look_at_facilities(index, zone, need, &find);
	look_at(index, zone, need, &find);
	for (size_t i = 0; i < parks.n; i++)
		look_at(index, parks.v[i], need, &find);
	/* What lies in the county: coal, railways. */
	look_at(index, read_ref(index, zone, "region"), need, &find);
	return find;
}

/* -- all zones -------------------------------------------------------------------------------- */

static int compare_zones(const void *a, const void *b, void *index)
{
	const struct site_zone *x = a, *y = b;
	if (x->n_known != y->n_known)
		return x->n_known > y->n_known ? -1 : 1;
	uint32_t p = index_name_rank(index, x->zone), q = index_name_rank(index, y->zone);
	return p < q ? -1 : p > q;
}

/* Whether any need is answered; *refused: some need is answered with no. */
static bool look_at_zone(const struct index *index, const struct site_needs *needs, struct site_zone *zone, struct site_find *finds, bool *refused)
{
	bool some = false;
	*refused = false;
	for (size_t i = 0; i < needs->n; i++) {
		finds[i] = look(index, zone->zone, &needs->v[i]);
		some = some || finds[i].answer != SITE_UNKNOWN;
		zone->n_known += finds[i].answer >= SITE_PERHAPS;
		zone->n_unknown += finds[i].answer == SITE_UNKNOWN;
		*refused = *refused || finds[i].answer == SITE_NO;
	}
	return some;
}

typedef ARRAY(struct site_zone) zone_list;

static const struct site_zone *keep(zone_list *zones, const struct index *index, struct arena *arena)
{
	if (zones->n)
		qsort_r(zones->v, zones->n, sizeof *zones->v, compare_zones, (void *)(uintptr_t)index);
	const struct site_zone *kept = arena_copy(arena, zones->v, zones->n, sizeof *zones->v);
	array_release(zones);
	return kept;
}

struct site_zones site_find(const struct index *index, const struct site_needs *needs, struct arena *arena)
{
	zone_list zones = {0}, left_out = {0};
	size_t n = index_count(index, KIND_ZONE);
	for (uint32_t row = 0; row < n; row++) {
		struct site_zone zone = {.zone = ref_make(KIND_ZONE, row)};
		struct site_find finds[SITE_NEEDS_MAX];
		bool refused;
		if (!look_at_zone(index, needs, &zone, finds, &refused))
			continue;
		zone.finds = arena_copy(arena, finds, needs->n, sizeof *finds);
		if (refused)
			array_push(&left_out, zone);
		else
			array_push(&zones, zone);
	}
	struct site_zones out = {.n = zones.n, .n_left_out = left_out.n};
	out.v = keep(&zones, index, arena);
	out.left_out = keep(&left_out, index, arena);
	return out;
}
