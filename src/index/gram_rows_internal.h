/* Sets of rows that postings of several grams tell: by several threads where there are many rows. */
#ifndef INDEX_GRAM_ROWS_INTERNAL_H
#define INDEX_GRAM_ROWS_INTERNAL_H

#include "gram_internal.h"
#include "triples_internal.h"

/* What it takes to add the rows of a gram, in rows of a list. */
uint64_t gram_cost(const struct postings *p, uint32_t gram, uint32_t n_rows);

/* A set that the rows of all these grams, which may come more than once, are added to. Bits there are for n_rows. */
struct gram_union {
	const uint32_t *grams;
	size_t n;
	unsigned parts; /* bits: unions before it that are added to it as well */
	uint64_t *bits;
};

enum { GRAM_UNIONS_MAX = 16 };

/* At most GRAM_UNIONS_MAX of them. */
void gram_rows_unite(const struct postings *p, const struct gram_union *unions, size_t n, uint32_t n_rows);

/* One of them. */
void gram_rows_add(const struct postings *p, const uint32_t *grams, size_t n, uint32_t n_rows, uint64_t *bits);

/* A gram and the character, by some number, that it shares with others. */
struct gram_joint {
	uint32_t gram, middle;
};

struct gram_joints {
	const struct gram_joint *v;
	size_t n;
};

/*
 * Leave of a set the rows that have a gram that leads to a middle and one that leads on from it. They are told for groups
 * of middles at once, so some stay that have two grams of different middles; none is left out that has two of the same.
 */
void gram_rows_join(const struct postings *p, struct gram_joints to, struct gram_joints from, uint32_t n_middles,
	uint32_t n_rows, uint64_t *bits);

/*
 * Of rows that have each pair of neighbours of three or more characters: those that surely have all of these in a row.
 * From one of the pairs on, in them each character to the right of it is followed by nothing but the next one, or by what
 * no text has behind it and the one before; and the same backwards to the left. Moved from `perhaps` to `sure`, and those
 * of which a text begins so to `heads`, too. Rows of which the text may be all stay. heads NULL: that is not asked, and
 * none stays for it.
 */
void gram_rows_sure(const struct postings *p, const struct section *triples, const uint32_t *characters, size_t n, uint32_t n_rows,
	uint64_t *perhaps, uint64_t *sure, uint64_t *heads);

/* The same of any rows, of which at most n_most have the characters in a row, once, where it is not asked what begins so. */
void gram_rows_chain(const struct postings *p, const struct section *triples, const uint32_t *characters, size_t n, uint32_t n_rows,
	uint64_t n_most, uint64_t *perhaps, uint64_t *sure);

#endif
