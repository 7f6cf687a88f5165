/*
 * An order made from an older one: some of its elements go, others come. What stays keeps its order.
 *
 *	… array_push(&m.gone, place) for each that goes …
 *	merge_gone(&m, n_old);
 *	merge_came(&m, n_new, stands_before, context);
 *	for (struct merge_walk w = merge_walk(&m, 0, m.n_stay); merge_next(&w);)
 *		w.n ? <old elements from w.from on go to w.to> : <new element w.from goes there>;
 *	merge_release(&m);
 */
#ifndef INDEX_MERGE_INTERNAL_H
#define INDEX_MERGE_INTERNAL_H

#include "base/array.h"

#include <stdbool.h>
#include <stdint.h>

typedef ARRAY(uint32_t) place_array;

/* Sort places, each once. */
void place_array_sort(place_array *places);

struct merge {
	place_array gone; /* places of the older order that are left */
	size_t n_stay;
	place_array came; /* of each new element: how many of those that stay are before it */
};

/* All that go are known, of n. */
void merge_gone(struct merge *merge, size_t n);

/* Find where n new elements come to stand, which are in order: behind all old ones that stand before them. */
void merge_came(struct merge *merge, size_t n, bool (*stands_before)(void *context, size_t old_place, size_t new), void *context);

/* Going along the new order. */
struct merge_walk {
	const struct merge *merge;
	size_t stay, end, gone, came; /* the next of those that stay, where to stop; how many went and came */
	size_t to, from, n; /* place `to` of the new order on: n old ones side by side, from a place of theirs on; n 0: new element `from` */
};

/*
 * Those that stay from number `first` to before `end` and what comes in front of each; behind the last one of all what
 * comes there, too.
 */
struct merge_walk merge_walk(const struct merge *merge, size_t first, size_t end);
bool merge_next(struct merge_walk *walk); /* false: there is no more */

void merge_release(struct merge *merge);

#endif
