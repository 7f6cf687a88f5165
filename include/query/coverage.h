/*
 * The map of ignorance: what is known about which zone, by how many sources, and whether
 * they agree (product.md, section 2; contract.md, `count claims --by subject,indicator`).
 */
#ifndef QUERY_COVERAGE_H
#define QUERY_COVERAGE_H

#include "index/index.h"

enum coverage { COVERAGE_NONE, COVERAGE_ONE, COVERAGE_AGREE, COVERAGE_CONFLICT, COVERAGE_COUNT };

struct coverage_info {
	const char *code;    /* "none one agree conflict": contract.md */
	const char *zh, *en;
	char sign;           /* ASCII: . 1 = ! */
};

extern const struct coverage_info coverages[COVERAGE_COUNT];

/* The claims of one subject and indicator: none, of one source, of several, or in contradiction. */
enum coverage coverage_of(const struct index *index, struct refs claims, size_t *n_sources);

struct coverage_cell {
	uint8_t coverage;
	uint16_t n_sources;
};

/*
 * Zones against indicators. Zones with figures stand first, each part in the order of names;
 * indicators are those that some zone has, the most frequent first.
 */
struct coverage_map {
	const struct index *index;
	struct ref *zones;
	size_t n_zones, n_known; /* the first n_known have figures */
	struct ref *indicators;
	size_t *n_zones_with;    /* beside each indicator: zones that have it */
	size_t n_indicators;
	struct coverage_cell *cells; /* n_known rows of n_indicators */
};

void coverage_map_make(struct coverage_map *map, const struct index *index);
void coverage_map_release(struct coverage_map *map);

/* What is known of an indicator about a zone; zone and indicator count in the map's order. */
struct coverage_cell coverage_map_cell(const struct coverage_map *map, size_t zone, size_t indicator);

/* How many of the indicators are known of a zone. */
size_t coverage_map_filled(const struct coverage_map *map, size_t zone);

#endif
