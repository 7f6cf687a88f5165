/*
 * Which of the records that match are the best: what one is worth, and bounds that spare looking at most of them.
 */
#ifndef INDEX_WEIGH_INTERNAL_H
#define INDEX_WEIGH_INTERNAL_H

#include "terms_internal.h"

/* A record counts SCORE_EXACT where no word is nearly matched only; STEP for a point. */
enum { STEP = 16, SCORE_EXACT = 1 << 15 };

/* Most words of most sets are empty. */
struct words_of_set {
	const uint64_t *set;
	uint64_t *words; /* those that are not, as bits */
};

enum { SETS_MAX = 16 }; /* that one word has */

struct ranking {
	struct terms *terms;
	uint64_t *rest; /* records that match and are not weighed yet */
	uint32_t mask;
	struct best *best;
	bool one_character; /* the word is one, and so is what it can be the whole of */
	bool lenders_bound; /* it is known what these can be worth */
	struct words_of_set sets[SETS_MAX]; /* those that were asked for */
	size_t n_sets;
	size_t done;     /* words of rest that are known to be empty: the first ones */
	uint64_t *words; /* where the rows of the class stand that is looked at */
};

/*
 * What a record is worth; false where it does not match. A record without a name that names by itself all that two
 * or more words say is what these ask for; else the name of another one is worth a quarter.
 */
bool weigh(struct terms *terms, struct ref ref, struct found *found);

/* At most so many points of some rows, of word w of a set, by what a word matches of them themselves. */
unsigned own_at_most(const struct index *index, const struct term *term, size_t w, uint64_t some);

/* Weigh packed rows (weigh_packed.c). */
void weigh_packed(struct ranking *ranking);

#endif
