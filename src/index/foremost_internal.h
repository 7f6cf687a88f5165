/*
 * The rows of a kind that come first where all match a word alike: those of more renown, of these the shorter names, of
 * these in the order of names. A word that many have finds its best among them at once.
 */
#ifndef INDEX_FOREMOST_INTERNAL_H
#define INDEX_FOREMOST_INTERNAL_H

#include "section_internal.h"

#include "model/kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index;

/* Behind names, renown and lengths. */
void index_make_foremost(struct index *index);

/*
 * Those of one kind; and those of an index made from another one, where all rows but some, ascending, have the renown and length
 * that they had and stand in the same order of names. False: they do not follow from the base's, none are made.
 */
void foremost_make(struct index *index, enum kind kind);
bool foremost_patch(const struct index *base, struct index *index, enum kind kind, const uint32_t *rows, size_t n);

/* Number i of them into *row; false behind the last one. */
bool foremost_row(const struct index *index, enum kind kind, size_t i, uint32_t *row);

bool foremost_shape(const struct index *index, const char **reason);
bool foremost_validate(const struct index *index, const char **reason);

#endif
