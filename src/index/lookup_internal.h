/* A look-up without ready answers. */
#ifndef INDEX_LOOKUP_INTERNAL_H
#define INDEX_LOOKUP_INTERNAL_H

#include "rank_internal.h"

/*
 * The best of what a text finds among a mask of kinds that have rows, best->limit of them, in order, and how many there
 * are of each kind. first gets the first word, folded, of those that do not exclude.
 */
void lookup_find_best(const struct index *index, struct str text, uint32_t mask, struct best *best, size_t counts[KIND_COUNT],
	struct strbuf *first);

/* Kinds of a mask that have rows. */
uint32_t lookup_kinds(const struct index *index, uint32_t mask);

#endif
