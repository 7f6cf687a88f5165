/*
 * Which of the records that match are the best: what one is worth, and bounds that spare looking at most of them.
 */
#ifndef INDEX_WEIGH_INTERNAL_H
#define INDEX_WEIGH_INTERNAL_H

#include "index_internal.h"
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
	struct words_of_set sets[SETS_MAX]; /* those that were asked for */
	size_t n_sets;
	size_t done;     /* words of rest that are known to be empty: the first ones */
	uint64_t *words; /* where the rows of the class stand that is looked at */
};

/* Who lends a record their names: those that it names itself first. */
struct lending_to {
	struct ref v[CONTEXT_MAX];
	size_t n, n_direct;
	bool known;
};

/*
 * What a record is worth; false where it does not match. A lent name counts a quarter, but in full where a record without a
 * name refers by itself to all that two or more words name: then it is what they ask for. Lenders are found where they are
 * needed and not known.
 */
bool weigh(struct terms *terms, struct ref ref, struct lending_to *lenders, struct found *found);

/* Whether a row, and so what stands behind it among the foremost, could be among the best if it had `most` and its renown. */
bool weigh_has_place(const struct ranking *ranking, struct ref ref, uint32_t row, uint32_t most);

void weigh_find_lenders(const struct index *index, struct ref ref, struct lending_to *lenders);

/* Points of a lender's name that a word was found to be worth before; false: it is not known. */
bool weigh_known(const struct term *term, uint32_t lender, unsigned *points);

/* What a record of a kind is worth without its renown that has so many points over all words. */
uint32_t weigh_worth(const struct terms *terms, enum kind kind, uint32_t points);

/* Many rows of a kind that can be worth the same are looked for among the foremost first. */
enum { MANY_ROWS = 1 << 11 };

/* Some rows: as bits, n words of a set from word `first` on. */
struct some_rows {
	const uint64_t *bits;
	size_t first, n;
};

/* The most points that one of some records can lend to what belongs to it; 0: none of them lends. */
unsigned lends_at_most(const struct index *index, const struct term *term, struct some_rows some);

/* Find what the names of all of a word's lenders can be worth at most. */
void bound_lenders(const struct index *index, struct term *term);

/* Weigh rows of a kind: of several words, or without names. */
void weigh_each(struct ranking *ranking, enum kind kind);

/* Weigh packed rows (weigh_packed.c). */
void weigh_packed(struct ranking *ranking);

#endif
