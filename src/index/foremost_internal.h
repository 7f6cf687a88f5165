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

/* Those of one kind. */
void foremost_make(struct index *index, enum kind kind);

/*
 * The same in an index made from a base, where all rows but n of them (ascending) have the renown, the length and the place
 * among names that they had there. False: the list of the base does not tell; none is made.
 */
bool foremost_patch(const struct index *base, struct index *index, enum kind kind, const uint32_t *rows, size_t n);

/* Number i of them into *row; false behind the last one. */
bool foremost_row(const struct index *index, enum kind kind, size_t i, uint32_t *row);

bool foremost_shape(const struct index *index, const char **reason);
bool foremost_validate(const struct index *index, const char **reason);

#endif
