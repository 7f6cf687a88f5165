#include "query/group.h"

#include "base/map.h"
#include "query/facet.h"

#include <stdlib.h>

/* -- making groups --------------------------------------------------------------------------- */

/* Which group each row is in, while one column after the other tells them apart. */
struct parting {
	uint32_t *numbers; /* by place among the rows */
	uint32_t n;        /* groups so far */
};

/* Columns of at most so many pairs are told apart by a table, others by a map. */
enum { PAIRS_MAX = 1 << 22 };

/* The row's values in the column give each group as many parts. */
static void part(struct parting *p, const struct facet_values *values, const struct query_rows *rows)
{
	size_t n_values = facet_values_n(values) + 1;
	bool small = (uint64_t)p->n * n_values <= PAIRS_MAX;
	uint32_t *table = small ? xcalloc(p->n * n_values + 1, sizeof *table) : NULL; /* 1 + number of the pair */
	uint64_t *keys = small ? NULL : xmalloc((rows->n + 1) * sizeof *keys);
	struct map known = {0};
	uint32_t n = 0;
	for (size_t i = 0; i < rows->n; i++) {
		uint32_t value, number = n;
		facet_of_row(values, ref_row(rows->v[i]), &value, 1);
		uint64_t pair = (uint64_t)p->numbers[i] * n_values + value;
		if (small) {
			n += !table[pair];
			table[pair] = table[pair] ? table[pair] : n;
			number = table[pair] - 1;
		} else {
			keys[i] = pair;
			n += map_add(&known, (struct str){(const char *)&keys[i], sizeof keys[i]}, &number);
		}
		p->numbers[i] = number;
	}
	p->n = n;
	map_release(&known);
	free(keys);
	free(table);
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

/* Equal by all columns' order (two records of one name): as their rows come. */
static int compare_or_first(const void *a, const void *b, void *context)
{
	const struct group *x = a, *y = b;
	int order = compare_groups(a, b, context);
	return order ? order : x->first.bits < y->first.bits ? -1 : x->first.bits > y->first.bits;
}

void groups_make(struct groups *groups, const struct query_rows *rows)
{
	struct parting p = {xcalloc(rows->n + 1, sizeof *p.numbers), rows->n || !groups->n_by};
	for (size_t i = 0; i < groups->n_by; i++) {
		struct facet facet = {FACET_WHOLE, groups->kind, groups->by[i].field};
		struct facet_values *values = facet_values_new(groups->index, &facet);
		part(&p, values, rows);
		facet_values_free(values);
	}
	for (uint32_t g = 0; g < p.n; g++) {
		struct group group = {.first = REF_NONE, .subject = REF_NONE, .indicator = REF_NONE};
		array_push(&groups->groups, group);
	}
	for (size_t i = 0; i < rows->n; i++) {
		struct group *group = &groups->groups.v[p.numbers[i]];
		if (!group->rows.n)
			group->first = rows->v[i];
		array_push(&group->rows, rows->v[i]);
		group->n_perhaps += rows->answers[i] != ANSWER_YES;
	}
	free(p.numbers);
	if (groups->n_by && groups->groups.n)
		qsort_r(groups->groups.v, groups->groups.n, sizeof *groups->groups.v, compare_or_first, groups);
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

void group_sum(const struct index *index, struct refs rows, struct ref indicator, struct group_sums *out)
{
	*out = (struct group_sums){0};
	total_figures(index, rows.v, rows.n, indicator, out->totals, &out->unit, &out->n_other_unit);
	for (size_t m = 0; m < MODALITIES; m++) {
		out->has_median[m] = out->totals[m].has_median;
		out->medians[m] = out->totals[m].median;
	}
}
