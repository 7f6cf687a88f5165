/*
 * The words of a look-up: which rows match all of them, and how well one does.
 */
#ifndef INDEX_TERMS_INTERNAL_H
#define INDEX_TERMS_INTERNAL_H

#include "rank_internal.h"
#include "word_internal.h"

enum { WORDS_MAX = 16 };

struct lent_words;

/* What the name of a lender is worth. */
struct worth {
	uint32_t lender; /* 1 + its row */
	uint8_t points;
};

enum { WORTHS = 1 << 10 };

struct term {
	struct strbuf folded;
	bool excludes;
	struct word_rows rows;
	uint64_t *own;     /* rows that it matches themselves */
	struct near_rows near; /* … only nearly; part of own */
	struct lenders lenders;
	size_t n_lenders;
	unsigned lent_at_most; /* points of a lender's name; 0: none lends */
	uint64_t *lent;    /* rows that belong to lenders; NULL: not asked for */
	struct worth *worth; /* what lenders were found to be worth: WORTHS of them; NULL: of none yet */
};

struct terms {
	const struct index *index;
	struct term v[WORDS_MAX];
	size_t n, n_wanted;
	size_t n_words; /* of sets of the rows that are asked for */
	uint32_t mask;  /* kinds that others lend their names to */
	/* packed rows, of which there may be millions, have no bits where they are found by what lends to them only */
	bool by_owner;
	size_t n_packed[2]; /* by sort: how many these are */
};

/* Find the rows that each word matches themselves. */
void terms_find(struct terms *terms, struct str text);
void terms_release(struct terms *terms);

/*
 * Records of a mask of kinds that match all words, as bits; the caller frees them. Near hits and what the names of
 * others lend are found here.
 */
uint64_t *terms_match(struct terms *terms, uint32_t mask);

/* The words as packed rows go by them. */
struct lent_words terms_lent(const struct terms *terms);

/* -- how well a record matches ---------------------------------------------------------- */

/* Whether a word matches a record itself, not through what it belongs to. */
static inline bool term_owns(const struct term *t, uint32_t row)
{
	return row / 64 < t->rows.n_all && bits_has(t->own, row);
}

/* Of 64 rows those that some word matches itself. */
static inline uint64_t terms_owned(const struct terms *terms, size_t w)
{
	uint64_t own = 0;
	for (size_t i = 0; i < terms->n; i++)
		own |= terms->v[i].excludes ? 0 : terms->v[i].own[w];
	return own;
}

/* The best of `rest` into `best`, those of kinds of the mask; empties rest. */
void weigh_all(struct terms *terms, uint32_t mask, uint64_t *rest, struct best *best);

#endif
