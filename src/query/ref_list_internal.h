/* A growing list of records, some of which are kept in an arena at last. */
#ifndef QUERY_REF_LIST_INTERNAL_H
#define QUERY_REF_LIST_INTERNAL_H

#include "base/arena.h"
#include "base/array.h"
#include "index/index.h"

typedef ARRAY(struct ref) ref_list;

/* Unless it is there already, or REF_NONE. */
static inline void ref_list_add(ref_list *list, struct ref ref)
{
	for (size_t i = 0; i < list->n; i++)
		if (ref_eq(list->v[i], ref))
			return;
	if (!ref_none(ref))
		array_push(list, ref);
}

/* A copy in the arena; the list is released. */
static inline const struct ref *ref_list_keep(ref_list *list, struct arena *arena, size_t *n)
{
	const struct ref *kept = arena_copy(arena, list->v, list->n, sizeof *list->v);
	*n = list->n;
	array_release(list);
	return kept;
}

#endif
