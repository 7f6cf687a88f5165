#include "query/group.h"

#include "base/map.h"
#include "facet_internal.h"

#include <stdlib.h>

/* -- making groups --------------------------------------------------------------------------- */

/* The values of a group by column. */
struct items {
	uint32_t v[BY_MAX];
};

/* Which groups rows are in, while one column after the other tells them apart: each row once, or more often. */
struct parting {
	ARRAY(uint32_t) places;  /* among the rows */
	ARRAY(uint32_t) numbers; /* beside them: the group */
	ARRAY(struct items) groups;
};

static void parting_release(struct parting *p)
{
	array_release(&p->places);
	array_release(&p->numbers);
	array_release(&p->groups);
}

/* Columns of at most so many pairs are told apart by a table, others by a map. */
enum { PAIRS_MAX = 1 << 22 };

struct pairs {
	uint32_t *table; /* 1 + number of the pair; NULL: they are in the map */
	struct map map;
	struct arena arena;
	uint32_t n;
};

static uint32_t number_of(struct pairs *p, uint64_t pair)
{
	uint32_t number = p->n;
	if (p->table) {
		p->n += !p->table[pair];
		p->table[pair] = p->table[pair] ? p->table[pair] : p->n;
		return p->table[pair] - 1;
	}
	struct str key = {(const char *)&pair, sizeof pair};
	if (map_find(&p->map, key, &number))
		return number;
	map_add(&p->map, arena_str(&p->arena, key), &number);
	return p->n++;
}

/* The row's values in the column give each group as many parts. */
static void part(struct parting *p, size_t column, const struct facet_values *values, const struct query_rows *rows)
{
	size_t n_values = facet_values_n(values) + 1, n_lists;
	struct pairs pairs = {0};
	struct parting parts = {0};
	uint32_t *codes = xmalloc(((size_t)values->n_rows + 1) * sizeof *codes);
	if ((uint64_t)p->groups.n * n_values <= PAIRS_MAX)
		pairs.table = xcalloc(p->groups.n * n_values + 1, sizeof *pairs.table);
	facet_codes(values, 0, values->n_rows, codes);
	array_reserve(&parts.places, p->places.n);
	array_reserve(&parts.numbers, p->places.n);
	for (size_t i = 0; i < p->places.n; i++) {
		const uint32_t *list = facet_list(values, &codes[ref_row(rows->v[p->places.v[i]])], &n_lists);
		for (size_t j = 0; j < n_lists; j++) {
			uint32_t number = number_of(&pairs, (uint64_t)p->numbers.v[i] * n_values + list[j]);
			array_push(&parts.places, p->places.v[i]);
			array_push(&parts.numbers, number);
			if (number < parts.groups.n)
				continue;
			struct items items = p->groups.v[p->numbers.v[i]];
			items.v[column] = list[j];
			array_push(&parts.groups, items);
		}
	}
	parting_release(p);
	*p = parts;
	free(codes);
	free(pairs.table);
	map_release(&pairs.map);
	arena_release(&pairs.arena);
}

/* Fields of which a row may have several values; of a source also those of its figures, as a filter has it. */
static bool has_items(const struct field *field)
{
	return field->type == FIELD_LIST || field->type == FIELD_ENUMS || field->type == FIELD_REFS
		|| (field->type == FIELD_REF && str_eq_c(str_from(field->name), "source"));
}

static int compare_groups(const void *a, const void *b, void *context)
{
	const struct group *x = a, *y = b;
	const struct groups *groups = context;
	for (size_t i = 0; i < groups->n_by; i++) {
		struct list_column column = {.type = COLUMN_FIELD, .field = groups->by[i].field};
		int order = groups->items[i] ? facet_compare(groups->items[i], x->items[i], y->items[i]) : column_compare(&column, x->first, y->first, groups->index, false);
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
	return order ? order : ref_cmp(x->first, y->first);
}

/* All rows in one group; none where there is no row to tell apart. */
static void parting_init(struct parting *p, const struct groups *groups, size_t n_rows)
{
	*p = (struct parting){0};
	array_reserve(&p->places, n_rows + 1);
	array_reserve(&p->numbers, n_rows + 1);
	for (uint32_t i = 0; i < n_rows; i++) {
		array_push(&p->places, i);
		array_push(&p->numbers, 0);
	}
	if (n_rows || !groups->n_by)
		array_push(&p->groups, ((struct items){0}));
}

static void fill_groups(struct groups *groups, const struct parting *p, const struct query_rows *rows)
{
	for (size_t g = 0; g < p->groups.n; g++) {
		struct group group = {.first = REF_NONE, .subject = REF_NONE, .indicator = REF_NONE};
		memcpy(group.items, p->groups.v[g].v, sizeof group.items);
		array_push(&groups->groups, group);
	}
	for (size_t i = 0; i < p->places.n; i++) {
		struct group *group = &groups->groups.v[p->numbers.v[i]];
		uint32_t row = p->places.v[i];
		if (!group->rows.n)
			group->first = rows->v[row];
		array_push(&group->rows, rows->v[row]);
		group->n_perhaps += rows->answers[row] != ANSWER_YES;
	}
}

void groups_make(struct groups *groups, const struct query_rows *rows)
{
	struct parting p;
	parting_init(&p, groups, rows->n);
	for (size_t i = 0; i < groups->n_by; i++) {
		struct facet facet = groups->by[i];
		bool items = facet.type != FACET_FIELD || has_items(&fields_of[groups->kind].v[facet.field]);
		facet.type = items ? facet.type : FACET_WHOLE;
		struct facet_values *values = facet_values_new(groups->index, &facet);
		part(&p, i, values, rows);
		groups->items[i] = items ? values : NULL;
		if (!items)
			facet_values_free(values);
	}
	fill_groups(groups, &p, rows);
	parting_release(&p);
	if (groups->n_by && groups->groups.n)
		qsort_r(groups->groups.v, groups->groups.n, sizeof *groups->groups.v, compare_or_first, groups);
}

void groups_release(struct groups *groups)
{
	for (size_t i = 0; i < groups->groups.n; i++)
		array_release(&groups->groups.v[i].rows);
	array_release(&groups->groups);
	for (size_t i = 0; i < groups->n_by; i++) {
		facet_values_free(groups->items[i]);
		groups->items[i] = NULL;
	}
}

void group_item(const struct groups *groups, const struct group *group, size_t column, bool chinese, struct strbuf *code,
	struct strbuf *label)
{
	facet_code(groups->items[column], group->items[column], code);
	facet_label(groups->items[column], group->items[column], chinese, label);
}

struct ref group_item_record(const struct groups *groups, const struct group *group, size_t column)
{
	return facet_record(groups->items[column], group->items[column]);
}

/* -- cells: what is known about whom ------------------------------------------------------------ */

bool groups_are_cells(const struct groups *groups)
{
	if (groups->kind != KIND_CLAIM || groups->n_by != 2 || groups->by[0].type != FACET_FIELD || groups->by[1].type != FACET_FIELD)
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
