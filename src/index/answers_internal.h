/*
 * Ready answers as they stand in the image (include/index/answers.h): for each word, folded, the number of records by
 * kind and the best of them. Which text of a hit matches, and how, is not kept: word_check finds it again
 * for the hits that are handed out.
 */
#ifndef INDEX_ANSWERS_INTERNAL_H
#define INDEX_ANSWERS_INTERNAL_H

#include "index/answers.h"
#include "section_internal.h"

#include "base/arena.h"
#include "base/array.h"

struct best;

/* Hits of each word: as many as a search shows while somebody types. A word that finds fewer has no ready answer. */
enum { ANSWER_HITS = 50 };

struct answers {
	struct section texts;  /* of the words, ordered by bytes */
	struct section ends;   /* uint32_t by word, in texts */
	struct section counts; /* uint32_t: KIND_COUNT of each word */
	struct section refs;   /* struct ref: ANSWER_HITS of each word, best first */
	struct section rows;   /* uint32_t beside refs: the search row whose text matches, of another record where that lends its name */
	struct section scores; /* uint16_t beside refs */
};

/* Whether a text is a single word that excludes nothing: only such have ready answers. */
bool answers_is_word(struct str text);

/* The best of what a folded word finds, best->limit of them, in order, and the counts. False: no answer stands ready. */
bool answers_find(const struct index *index, struct str folded, struct best *best, size_t counts[KIND_COUNT]);

/* Words that the names and fields of some of the rows, spread over all, say to be frequent; ordered by bytes, in an arena. */
struct frequent_words {
	struct arena arena;
	ARRAY(struct str) words;
};

void frequent_words_find(const struct index *index, const struct answers_rule *rule, struct frequent_words *out);
void frequent_words_release(struct frequent_words *words);

/* Whether the arrays fit each other; and whether all contents stand, and index_answers_compared answers are what look-ups find. */
bool answers_shape(const struct index *index, const char **reason);
bool answers_validate(const struct index *index, const char **reason);

#endif
