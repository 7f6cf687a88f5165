/*
 * Ready answers: for each word that very many names have, what it finds, computed beforehand: the counts by kind and the
 * best records. Such words are the first keys of a search: a letter, the beginning of a syllable, two initials, a frequent
 * character. To find them takes longer the larger the catalogue is, but there are few of them, so the index of a large
 * catalogue keeps their answers. lookup_run returns the same as without.
 *
 * An index is built without them: they are made when nobody waits, over the image of a snapshot, which is written anew
 * with them (index_image_write). A delta has none, as its rows are others, nor has what it is merged into.
 */
#ifndef INDEX_ANSWERS_H
#define INDEX_ANSWERS_H

#include "index/index.h"

/* Which words have one. */
struct answers_rule {
	uint32_t least_rows;    /* with names; an index of fewer keeps no answers */
	uint32_t share;         /* words that one of so many names has, or more */
	uint32_t rows_of_each;  /* at most one word for so many rows with names, the most frequent ones */
};

extern const struct answers_rule answers_usual;

size_t index_answers_n(const struct index *index);

/* How many of them, spread over all, index_validate compares with what look-ups find: of very many rows not all. */
size_t index_answers_compared(const struct index *index);

/* Whether the index is one that is to have ready answers and has none. */
bool index_wants_answers(const struct index *index, const struct answers_rule *rule);

/*
 * Make them, on an index of an image that nobody else uses yet; it is one to be written after that. False when
 * cancelled (between two words; cancel may be NULL), or where no word is worth it: the index is as it was.
 */
bool index_make_answers(struct index *index, const struct answers_rule *rule, const atomic_bool *cancel);

#endif
