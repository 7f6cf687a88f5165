/*
 * Ready answers: what the words find that many names have, counts by kind and the best records, found beforehand. The
 * first keys of a search say least and find most: a letter, the beginning of a syllable, two initials, a frequent
 * character. Their answers grow with the catalogue, but there are few of them, so a catalogue of many rows keeps them:
 * lookup_run hands out the same as it would without.
 *
 * An index is built without them: they are made when nobody waits, over the image of a snapshot, which is written anew
 * with them (index_image_write). A delta has none, as its rows are others, nor has what it is merged into.
 */
#ifndef INDEX_ANSWERS_H
#define INDEX_ANSWERS_H

#include "index/index.h"

/* For which words. */
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
