/* Sets of rows from the postings of several grams, made by several threads where there are many rows. */
#ifndef INDEX_GRAM_ROWS_INTERNAL_H
#define INDEX_GRAM_ROWS_INTERNAL_H

#include "base/array.h"
#include "gram_internal.h"
#include "triples_internal.h"

/* Numbers of grams. */
typedef ARRAY(uint32_t) gram_list;

/* What it takes to add the rows of all grams of a list, in rows of postings that are differences. */
uint64_t gram_list_cost(const struct postings *p, const gram_list *list, uint32_t n_rows);

/* A set of rows, and the grams whose rows are added to it; a gram may come more than once. */
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
 * Leave of a set the rows that have a gram that leads to a middle and one that leads on from the same middle. Middles are
 * asked in groups: a row whose two grams are of different middles of one group may stay, too.
 */
void gram_rows_join(const struct postings *p, struct gram_joints to, struct gram_joints from, uint32_t n_middles,
	uint32_t n_rows, uint64_t *bits);

/* Three characters or more of a word, and the names of n_rows rows in which it is looked for. */
struct gram_word {
	const struct postings *postings;
	const struct section *triples;
	const uint32_t *characters;
	size_t n;
	uint32_t n_rows;
};

/*
 * Move from `perhaps`, rows that have each pair of neighbours of the word, to `sure` those that have the whole word without
 * their names being read: no other pair that they have could stand between its characters. Where a name begins with the
 * word the row is added to `heads` as well, and a row whose name may be the word and nothing else stays in `perhaps`.
 * heads may be NULL: then neither is asked.
 */
void gram_rows_sure(const struct gram_word *word, uint64_t *perhaps, uint64_t *sure, uint64_t *heads);

/* The same of any rows, of which at most n_most have the word, in one attempt and without heads. */
void gram_rows_chain(const struct gram_word *word, uint64_t n_most, uint64_t *perhaps, uint64_t *sure);

#endif
