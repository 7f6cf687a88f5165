#include "base/map.h"

#include "base/alloc.h"

#include <stdlib.h>

uint64_t hash_bytes(const void *bytes, size_t n, uint64_t seed)
{
	const unsigned char *p = bytes;
	uint64_t h = 0xcbf29ce484222325u ^ seed;
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ (h >> 32);
}

void map_release(struct map *map)
{
	free(map->slots);
	*map = (struct map){0};
}

/* The slot of key, or the empty slot where it would stand. */
static struct map_slot *slot_of(const struct map *map, struct str key, uint32_t hash)
{
	size_t mask = map->size - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct map_slot *s = &map->slots[i];
		if (!s->key.p || (s->hash == hash && str_eq(s->key, key)))
			return s;
	}
}

static void grow(struct map *map)
{
	struct map old = *map;
	map->size = old.size ? old.size * 2 : 16;
	map->slots = xcalloc(map->size, sizeof *map->slots);
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].key.p)
			*slot_of(map, old.slots[i].key, old.slots[i].hash) = old.slots[i];
	free(old.slots);
}

bool map_add(struct map *map, struct str key, uint32_t *value)
{
	if ((map->n + 1) * 2 > map->size)
		grow(map);
	if (!key.p)
		key.p = "";
	uint32_t hash = (uint32_t)hash_bytes(key.p, key.n, 0);
	struct map_slot *s = slot_of(map, key, hash);
	if (s->key.p) {
		*value = s->value;
		return false;
	}
	*s = (struct map_slot){key, hash, *value};
	map->n++;
	return true;
}

bool map_find(const struct map *map, struct str key, uint32_t *value)
{
	if (!map->size)
		return false;
	if (!key.p)
		key.p = "";
	struct map_slot *s = slot_of(map, key, (uint32_t)hash_bytes(key.p, key.n, 0));
	if (!s->key.p)
		return false;
	if (value)
		*value = s->value;
	return true;
}
