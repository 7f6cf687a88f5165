#include "groups_internal.h"

#include "base/map.h"
#include "query/promise.h"

#include <assert.h>

/* -- making groups --------------------------------------------------------------------------- */

/* What a row has in a column, as text that is equal where the values are. */
static void key_of(const struct groups *groups, const struct list_column *column, struct ref row, struct strbuf *out)
{
	const struct field *field = &fields_of[groups->kind].v[column->field];
	if (column->field == 0) {
		strbuf_add(out, index_id(groups->index, row));
		return;
	}
	switch (column_shape(field->type)) {
	case COLUMN_TEXTS: strbuf_add(out, index_text(groups->index, row, column->field)); break;
	case COLUMN_NUMBERS:
		if (field->type == FIELD_REF)
			strbuf_printf(out, "%u", index_ref(groups->index, row, column->field).bits);
		else
			strbuf_printf(out, "%lld", (long long)promise_number(groups->index, row, column->field));
		break;
	case COLUMN_SPANS: {
		struct refs refs = index_refs(groups->index, row, column->field);
		for (size_t i = 0; i < refs.n; i++)
			strbuf_printf(out, "%u ", refs.v[i].bits);
		break;
	}
	}
}

static struct group *group_of(struct groups *groups, struct map *known, struct arena *arena, struct ref row)
{
	struct strbuf key = {0};
	for (size_t i = 0; i < groups->n_by; i++) {
		key_of(groups, &groups->by[i], row, &key);
		strbuf_add_byte(&key, '\0'); /* no text holds one */
	}
	uint32_t number = (uint32_t)groups->groups.n;
	if (map_add(known, arena_str(arena, strbuf_str(&key)), &number)) {
		struct group group = {.first = row, .subject = REF_NONE, .indicator = REF_NONE};
		array_push(&groups->groups, group);
	}
	strbuf_release(&key);
	return &groups->groups.v[number];
}

static int compare_groups(const void *a, const void *b, void *context)
{
	const struct group *x = a, *y = b;
	const struct groups *groups = context;
	for (size_t i = 0; i < groups->n_by; i++) {
		int order = column_compare(&groups->by[i], x->first, y->first, groups->index, false);
		if (order)
			return order;
	}
	return 0;
}

void groups_make(struct groups *groups, const struct query_rows *rows)
{
	struct map known = {0};
	struct arena arena = {0};
	for (size_t i = 0; i < rows->n; i++) {
		struct group *group = group_of(groups, &known, &arena, rows->v[i]);
		array_push(&group->rows, rows->v[i]);
		group->n_perhaps += rows->answers[i] != ANSWER_YES;
	}
	map_release(&known);
	arena_release(&arena);
	if (!groups->n_by && !groups->groups.n) {
		struct group none = {.first = REF_NONE, .subject = REF_NONE, .indicator = REF_NONE};
		array_push(&groups->groups, none);
	}
	if (groups->n_by && groups->groups.n)
		qsort_r(groups->groups.v, groups->groups.n, sizeof *groups->groups.v, compare_groups, groups);
}

void groups_release(struct groups *groups)
{
	for (size_t i = 0; i < groups->groups.n; i++)
		array_release(&groups->groups.v[i].rows);
	array_release(&groups->groups);
}

/* -- cells: what is known about whom ------------------------------------------------------------ */

bool groups_are_cells(const struct groups *groups)
{
	if (groups->kind != KIND_CLAIM || groups->n_by != 2)
		return false;
	size_t subject = field_get(KIND_CLAIM, "subject"), indicator = field_get(KIND_CLAIM, "indicator");
	size_t a = groups->by[0].field, b = groups->by[1].field;
	return (a == subject && b == indicator) || (a == indicator && b == subject);
}

/* Which zones and indicators have a figure, and which pairs of them. */
struct seen {
	bool *zones, *indicators, *pairs;
	size_t n_zones, n_indicators;
};

static struct seen look(const struct groups *groups)
{
	struct seen seen = {.n_zones = index_count(groups->index, KIND_ZONE),
		.n_indicators = index_count(groups->index, KIND_INDICATOR)};
	size_t subject = field_get(KIND_CLAIM, "subject"), indicator = field_get(KIND_CLAIM, "indicator");
	seen.zones = xcalloc(seen.n_zones + 1, sizeof *seen.zones);
	seen.indicators = xcalloc(seen.n_indicators + 1, sizeof *seen.indicators);
	seen.pairs = xcalloc(seen.n_zones * seen.n_indicators + 1, sizeof *seen.pairs);
	for (size_t i = 0; i < groups->groups.n; i++) {
		struct ref zone = index_ref(groups->index, groups->groups.v[i].first, subject);
		struct ref what = index_ref(groups->index, groups->groups.v[i].first, indicator);
		if (ref_none(zone) || ref_none(what) || ref_kind(zone) != KIND_ZONE)
			continue;
		seen.zones[ref_row(zone)] = seen.indicators[ref_row(what)] = true;
		seen.pairs[ref_row(zone) * seen.n_indicators + ref_row(what)] = true;
	}
	return seen;
}

void groups_add_empty_cells(struct groups *groups, bool all_zones)
{
	struct seen seen = look(groups);
	struct refs zones = index_by_name(groups->index, KIND_ZONE),
		    indicators = index_by_name(groups->index, KIND_INDICATOR);
	for (size_t z = 0; z < zones.n; z++)
		for (size_t i = 0; i < indicators.n; i++) {
			size_t zone = ref_row(zones.v[z]), indicator = ref_row(indicators.v[i]);
			if ((!all_zones && !seen.zones[zone]) || !seen.indicators[indicator] ||
				seen.pairs[zone * seen.n_indicators + indicator])
				continue;
			struct group empty = {.first = REF_NONE, .subject = zones.v[z], .indicator = indicators.v[i]};
			array_push(&groups->groups, empty);
		}
	free(seen.zones);
	free(seen.indicators);
	free(seen.pairs);
}

enum coverage group_coverage(const struct groups *groups, const struct group *group, size_t *n_sources)
{
	return coverage_of(groups->index, (struct refs){group->rows.v, group->rows.n}, n_sources);
}

/* -- sums ------------------------------------------------------------------------------------------ */

static int compare_decimals(const void *a, const void *b)
{
	return decimal_cmp(*(const struct decimal *)a, *(const struct decimal *)b);
}

static bool middle(struct decimal *v, size_t n, struct decimal *out)
{
	if (!n)
		return false;
	qsort(v, n, sizeof *v, compare_decimals);
	if (n % 2) {
		*out = v[n / 2];
		return true;
	}
	const struct decimal half = {5, 1};
	struct decimal sum;
	return decimal_add(v[n / 2 - 1], v[n / 2], &sum) && decimal_mul(sum, half, out);
}

/* Rows in the unit of the group's sum only: the middle of different things means nothing. */
static void take_medians(
	const struct groups *groups, const struct group *group, struct ref indicator, struct group_sums *out)
{
	ARRAY(struct decimal) lows[MODALITIES] = {{0}};
	for (size_t i = 0; i < group->rows.n; i++) {
		struct total totals[MODALITIES];
		struct str unit;
		size_t n_other;
		total_figures(groups->index, &group->rows.v[i], 1, indicator, totals, &unit, &n_other);
		for (size_t m = 0; m < MODALITIES; m++)
			if (totals[m].n_rows && !totals[m].overflow && str_eq(unit, out->unit))
				array_push(&lows[m], totals[m].low);
	}
	for (size_t m = 0; m < MODALITIES; m++) {
		out->has_median[m] = middle(lows[m].v, lows[m].n, &out->medians[m]);
		array_release(&lows[m]);
	}
}

void group_sum(const struct groups *groups, const struct group *group, struct ref indicator, struct group_sums *out)
{
	*out = (struct group_sums){0};
	total_figures(
		groups->index, group->rows.v, group->rows.n, indicator, out->totals, &out->unit, &out->n_other_unit);
	take_medians(groups, group, indicator, out);
}
