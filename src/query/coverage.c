#include "query/coverage.h"

#include "index/verdict.h"

#include <stdlib.h>

const struct coverage_info coverages[COVERAGE_COUNT] = {
	[COVERAGE_NONE] = {"none", "无", "none", '.'},
	[COVERAGE_ONE] = {"one", "单源", "one source", '1'},
	[COVERAGE_AGREE] = {"agree", "多源不矛盾", "several, no contradiction", '='},
	[COVERAGE_CONFLICT] = {"conflict", "矛盾", "contradiction", '!'},
};

enum coverage coverage_of(const struct index *index, struct refs claims, size_t *n_sources)
{
	size_t source = field_get(KIND_CLAIM, "source");
	*n_sources = 0;
	for (size_t i = 0; i < claims.n; i++) {
		struct ref mine = index_ref(index, claims.v[i], source);
		size_t j = 0;
		while (j < i && !ref_eq(index_ref(index, claims.v[j], source), mine))
			j++;
		*n_sources += j == i;
	}
	if (!claims.n)
		return COVERAGE_NONE;
	if (verdict_contradicts(verdict_among(index, claims)))
		return COVERAGE_CONFLICT;
	return *n_sources == 1 ? COVERAGE_ONE : COVERAGE_AGREE;
}

/* -- the map -------------------------------------------------------------------------- */

struct counted {
	struct ref indicator;
	size_t n;
};

static int most_first(const void *a, const void *b, void *context)
{
	const struct counted *x = a, *y = b;
	const struct index *index = context;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	uint32_t i = index_name_rank(index, x->indicator), j = index_name_rank(index, y->indicator);
	return i < j ? -1 : i > j;
}

static void take_zones(struct coverage_map *map)
{
	struct refs zones = index_by_name(map->index, KIND_ZONE);
	map->zones = xmalloc((zones.n + 1) * sizeof *map->zones);
	for (int known = 1; known >= 0; known--) {
		for (size_t i = 0; i < zones.n; i++)
			if ((index_claims(map->index, zones.v[i]).n > 0) == known)
				map->zones[map->n_zones++] = zones.v[i];
		if (known)
			map->n_known = map->n_zones;
	}
}

static void take_indicators(struct coverage_map *map)
{
	size_t n = index_count(map->index, KIND_INDICATOR), indicator = field_get(KIND_CLAIM, "indicator");
	struct counted *counted = xcalloc(n + 1, sizeof *counted);
	for (uint32_t i = 0; i < n; i++)
		counted[i].indicator = ref_make(KIND_INDICATOR, i);
	for (size_t z = 0; z < map->n_known; z++) {
		struct refs claims = index_claims(map->index, map->zones[z]);
		struct ref before = REF_NONE;
		for (size_t i = 0; i < claims.n; i++) {
			struct ref ref = index_ref(map->index, claims.v[i], indicator);
			if (!ref_none(ref) && !ref_eq(ref, before)) /* claims stand ordered by indicator */
				counted[ref_row(ref)].n++;
			before = ref;
		}
	}
	qsort_r(counted, n, sizeof *counted, most_first, (void *)(uintptr_t)map->index);
	map->indicators = xmalloc((n + 1) * sizeof *map->indicators);
	map->n_zones_with = xmalloc((n + 1) * sizeof *map->n_zones_with);
	for (; map->n_indicators < n && counted[map->n_indicators].n; map->n_indicators++) {
		map->indicators[map->n_indicators] = counted[map->n_indicators].indicator;
		map->n_zones_with[map->n_indicators] = counted[map->n_indicators].n;
	}
	free(counted);
}

static void fill(struct coverage_map *map)
{
	map->cells = xcalloc(map->n_known * map->n_indicators + 1, sizeof *map->cells);
	for (size_t z = 0; z < map->n_known; z++)
		for (size_t i = 0; i < map->n_indicators; i++) {
			size_t n;
			struct refs claims = index_figures(map->index, map->zones[z], map->indicators[i]);
			struct coverage_cell *cell = &map->cells[z * map->n_indicators + i];
			cell->coverage = (uint8_t)coverage_of(map->index, claims, &n);
			cell->n_sources = (uint16_t)(n < UINT16_MAX ? n : UINT16_MAX);
		}
}

void coverage_map_make(struct coverage_map *map, const struct index *index)
{
	*map = (struct coverage_map){.index = index};
	take_zones(map);
	take_indicators(map);
	fill(map);
}

void coverage_map_release(struct coverage_map *map)
{
	free(map->zones);
	free(map->indicators);
	free(map->n_zones_with);
	free(map->cells);
	*map = (struct coverage_map){0};
}

struct coverage_cell coverage_map_cell(const struct coverage_map *map, size_t zone, size_t indicator)
{
	return zone < map->n_known ? map->cells[zone * map->n_indicators + indicator] : (struct coverage_cell){0};
}

size_t coverage_map_filled(const struct coverage_map *map, size_t zone)
{
	size_t n = 0;
	for (size_t i = 0; zone < map->n_known && i < map->n_indicators; i++)
		n += coverage_map_cell(map, zone, i).coverage != COVERAGE_NONE;
	return n;
}
