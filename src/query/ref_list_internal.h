/* Records, each once, in the order in which they came first: a stage of the whole country has thousands. */
#ifndef QUERY_REF_LIST_INTERNAL_H
#define QUERY_REF_LIST_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "base/map.h"
#include "index/index.h"

struct ref_list {
	struct arena *arena; /* the records live there, too, when they are kept */
	ARRAY(struct ref) v;
	struct map known;
};

/* False: it is there already, or REF_NONE. */
static inline bool ref_list_add(struct ref_list *list, struct ref ref)
{
	uint32_t value = 0;
	if (ref_none(ref) || map_find(&list->known, (struct str){(const char *)&ref, sizeof ref}, NULL))
		return false;
	const char *key = arena_copy(list->arena, &ref, 1, sizeof ref);
	map_add(&list->known, (struct str){key, sizeof ref}, &value);
	array_push(&list->v, ref);
	return true;
}

static inline void ref_list_release(struct ref_list *list)
{
	array_release(&list->v);
	map_release(&list->known);
}

/* A copy in the arena; the list is released. */
static inline const struct ref *ref_list_keep(struct ref_list *list, size_t *n)
{
	const struct ref *kept = arena_copy(list->arena, list->v.v, list->v.n, sizeof *list->v.v);
	*n = list->v.n;
	ref_list_release(list);
	return kept;
}

#endif
