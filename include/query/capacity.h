/*
 * What a stage can make, put together from the figures that were printed, with every step shown.
 *
 * Only modality capacity; per product; never a part beside the total that contains it (part_of, parent project), never an
 * enterprise's figure beside the zone's, never one thing under two names twice (identities). Different figures of one
 * thing stay a range. Figures about several products that may be made one into the other go from the greatest one to
 * their sum.
 */
#ifndef QUERY_CAPACITY_H
#define QUERY_CAPACITY_H

#include "query/formula.h"
#include "query/standing.h"

/*
 * What the stage makes of `product`: the figures that name it, else (also where product is empty) those that
 * name the stage, else all. NULL: nothing printed.
 * unit          the unit wanted where some figure comes in it or converts to it; empty: whichever the first annual one has
 * *other_units  counts figures left out for their unit
 */
const struct formula *capacity_make(const struct index *index, const struct standing *standing, struct str product, struct str unit,
	struct arena *arena, size_t *other_units);

/*
 * Whether capacity_make for this product and unit is sure to give what it gave for an empty product and unit. False also
 * where that is not known without asking it.
 * made   what it gave for these; NULL: nothing
 */
bool capacity_is(const struct formula *made, const struct standing *standing, struct str product, struct str unit, struct arena *arena);

/* How many figures of present capacity of what is made name no number, or one too large: they are there and count for nothing. */
size_t capacity_unread(const struct standing *standing);

/*
 * What enterprises at a stage are said to take in of a product (indicator consumption, of modality capacity or actual;
 * capacities of 消纳 or 处理): at least so much, since others may take more. words: the names of the product. NULL: nothing.
 */
const struct formula *capacity_intake(const struct index *index, const struct standing *standing, const struct str *words, size_t n_words,
	struct arena *arena);

#endif
