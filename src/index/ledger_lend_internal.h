/*
 * Packed rows that belong to what the words of a look-up name, told by owner: the rows that an owner has match alike but
 * for the indicators that their heads name. Rows of heads that name the same words make a class.
 */
#ifndef INDEX_LEDGER_LEND_INTERNAL_H
#define INDEX_LEDGER_LEND_INTERNAL_H

#include "terms_internal.h"

/* Words of which all must lend to a row, but for the excluded ones, of which none may. */
struct lent_words {
	struct {
		const struct lenders *lenders;
		bool excludes;
	} v[WORDS_MAX];
	size_t n;
};

struct ledger_lending {
	const struct index *index;
	const struct lent_words *words;
	bool asked[2];       /* by sort */
	uint16_t *class_of;  /* by head */
	uint16_t *masks;     /* by class: the words that its heads name. Class 0, that of milestones: none */
	uint16_t excluded;   /* words, as such a mask */
	size_t n_classes;
	uint64_t *owners;    /* room for a set of rows with columns */
	size_t n_words;      /* of it */
};

/* False: no packed rows can match. Else release it; the words are kept by address. */
bool ledger_lending_init(struct ledger_lending *lending, const struct index *index, const struct lent_words *words, uint32_t kinds_asked);
void ledger_lending_release(struct ledger_lending *lending);

/* The rows that make the rows of a class that they own match, as bits by search row, until the next call. */
const uint64_t *ledger_lending_owners(struct ledger_lending *lending, size_t class);

/* How many packed rows match, by sort: counted by what the owners have, not row by row. */
void ledger_count_lent(const struct index *index, const struct lent_words *words, uint32_t kinds_asked, size_t n[2]);

#endif
