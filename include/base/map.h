/*
 * A map from strings to 32-bit numbers (open addressing, linear probing).
 * The keys are borrowed: they must live as long as the map.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot {
	struct str key; /* p == NULL: empty */
	uint32_t hash, value;
};

struct map {
	struct map_slot *slots;
	size_t n, size; /* size is 0 or a power of two, n <= size / 2 */
};

void map_release(struct map *map);

/* Add key with *value where key is new; else leave it and return false (*value gets what is there). */
bool map_add(struct map *map, struct str key, uint32_t *value);
bool map_find(const struct map *map, struct str key, uint32_t *value); /* value may be NULL */

/* FNV-1a over bytes, finished by a mixer. */
uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed);

#endif
