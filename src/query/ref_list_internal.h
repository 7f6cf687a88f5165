/* Records, each once, in the order in which they came first: a stage of the whole country has hundreds of thousands. */
#ifndef QUERY_REF_LIST_INTERNAL_H
#define QUERY_REF_LIST_INTERNAL_H

#include "base/alloc.h"
#include "base/arena.h"
#include "base/array.h"
#include "index/index.h"

#include <stdlib.h>

/* Which records are there: each at the first free place from its own on, at most half of them taken. */
struct ref_set {
	struct ref *places; /* REF_NONE: free */
	uint32_t n;
	unsigned n_bits;    /* of the number of places; 0: none yet */
};

/* The place of a record, or the free one where it would be; places: some. */
static inline struct ref *ref_set_place(const struct ref_set *set, struct ref ref)
{
	uint32_t at = ref.bits * UINT32_C(2654435769) >> (32 - set->n_bits);
	while (!ref_none(set->places[at]) && !ref_eq(set->places[at], ref))
		at = (at + 1) & ((UINT32_C(1) << set->n_bits) - 1);
	return &set->places[at];
}

static inline bool ref_set_has(const struct ref_set *set, struct ref ref)
{
	return set->n && !ref_none(ref) && !ref_none(*ref_set_place(set, ref));
}

static inline void ref_set_grow(struct ref_set *set)
{
	struct ref_set wider = {.n_bits = set->n_bits ? set->n_bits + 1 : 6};
	size_t before = set->n_bits ? (size_t)1 << set->n_bits : 0, n = (size_t)1 << wider.n_bits;
	wider.places = xmalloc(n * sizeof *wider.places);
	for (size_t i = 0; i < n; i++)
		wider.places[i] = REF_NONE;
	for (size_t i = 0; i < before; i++)
		if (!ref_none(set->places[i]))
			*ref_set_place(&wider, set->places[i]) = set->places[i];
	wider.n = set->n;
	free(set->places);
	*set = wider;
}

/* False: it is there already, or REF_NONE. */
static inline bool ref_set_add(struct ref_set *set, struct ref ref)
{
	if (ref_none(ref))
		return false;
	if (!set->n_bits || set->n >= UINT32_C(1) << (set->n_bits - 1))
		ref_set_grow(set);
	struct ref *place = ref_set_place(set, ref);
	if (!ref_none(*place))
		return false;
	*place = ref;
	set->n++;
	return true;
}

static inline void ref_set_release(struct ref_set *set)
{
	free(set->places);
	*set = (struct ref_set){0};
}

struct ref_list {
	struct arena *arena; /* the records live there when they are kept */
	ARRAY(struct ref) v;
	struct ref_set known;
};

/* False: it is there already, or REF_NONE. */
static inline bool ref_list_add(struct ref_list *list, struct ref ref)
{
	if (!ref_set_add(&list->known, ref))
		return false;
	array_push(&list->v, ref);
	return true;
}

static inline void ref_list_release(struct ref_list *list)
{
	array_release(&list->v);
	ref_set_release(&list->known);
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
