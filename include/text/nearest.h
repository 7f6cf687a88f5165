/*
 * Which of some words somebody meant who mistyped one: the one that the fewest edits lead to, where they are few.
 * An edit changes, inserts or deletes a character, or swaps two neighbours.
 */
#ifndef TEXT_NEAREST_H
#define TEXT_NEAREST_H

#include "base/str.h"

struct text_nearest {
	struct str word; /* borrowed, as all names are */
	struct str name; /* the nearest so far, of equally near ones the first; n = 0: none is near */
	size_t edits;    /* that lead to it */
};

void text_nearest_init(struct text_nearest *nearest, struct str word);
void text_nearest_try(struct text_nearest *nearest, struct str name);

#endif
