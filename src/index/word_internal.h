/*
 * One word of a look-up: the rows that it matches, and how well it matches one of them.
 */
#ifndef INDEX_WORD_INTERNAL_H
#define INDEX_WORD_INTERNAL_H

#include "index/index.h"
#include "index/lookup.h"
#include "base/bits.h"
#include "lattice_internal.h"
#include "search_internal.h"

#include "base/array.h"
#include "text/fold.h"

/* Where a hit stands, besides enum text_type. */
enum { TEXT_ID = TEXT_FIELD + 1, TEXT_VALUE /* a claim's, which the word is as a number */ };

struct word_hit {
	uint32_t row;
	uint16_t start, end; /* characters of the folded text */
	uint8_t how, place, type;
	struct str text;     /* raw; of a code or value none, as it may be made only for reading: index_text has it */
};

/* The rows that a word matches, as bits by search row, 64 a word. */
struct word_rows {
	size_t n_words; /* of the sets of names */
	size_t n_all;   /* of fields and codes: of all rows with columns, after word_reach_packed of packed ones too */
	uint64_t *names;          /* in a name or short name */
	uint64_t *heads;          /* …, perhaps from its beginning */
	uint64_t *wholes, *whole_heads; /* …, they may be in characters and whole syllables only */
	/* by the readings that the names have, but for the rows that a phrase reads in its own way: these by any readings */
	uint64_t *plains, *plain_heads; /* where the word has no letters all these are names and heads themselves */
	uint64_t *fulls, *full_heads;   /* … in characters and whole syllables only */
	uint64_t *certain;        /* of fulls and plain_heads, whatever a phrase reads; NULL: the word has no letters */
	uint64_t *literals;       /* in a name, perhaps as it stands; may be names itself; NULL: none */
	uint64_t *literal_heads;  /* … from its beginning; may be heads itself; NULL: none */
	uint64_t *completes;      /* of the names that were read: all of one; NULL: none was */
	uint64_t *fields;         /* in a searched field, or a claim's value is the word as a number; NULL: in none */
	uint64_t *codes;          /* whose code begins with it; NULL: none */
	uint64_t *values;         /* packed claims that are the word as a number, by search row of all; NULL: none */
	bool *scopes;             /* by head of the ledger: whether it stands in the scope; NULL: in none */
	ARRAY(uint32_t) others;   /* whose whole code or id it is; a row may come twice */
};

/* Find them. */
void word_find(const struct index *index, struct str folded, struct word_rows *rows);

/* Find names alone, all other sets NULL: of the rows from start to before end all, there may be others. */
void word_find_named(const struct index *index, struct str folded, uint64_t start, uint64_t end, struct word_rows *rows);

/* Find codes and others. */
void word_find_codes(const struct index *index, struct str folded, struct word_rows *rows);

void word_release(struct word_rows *rows);

/* Of 64 rows those with a name or short name that the word may be as a whole, if it matches. */
uint64_t word_wholes(const struct index *index, const struct word_rows *rows, size_t w);

/* Whether packed rows are among those that a word matches themselves. */
bool word_has_packed(const struct index *index, const struct word_rows *rows);

/* Give packed rows bits as well: there may be many times as many of them as of others. */
void word_reach_packed(const struct index *index, struct word_rows *rows);

/* Add the rows of which a name is read as the word in characters and whole syllables only. */
void word_find_whole(const struct index *index, struct str folded, struct word_rows *rows);

/* The best hit of a word on a row's own texts. */
bool word_check(const struct index *index, uint32_t row, struct str folded, struct word_hit *hit);

/*
 * The same on its names and short names, of hits that match at least so well. With PINYIN_FULL neither an id is the better
 * hit, which is spelled like the name, nor initials where a short name begins.
 */
bool word_check_names(const struct index *index, uint32_t row, struct str folded, enum pinyin_how least, struct word_hit *hit);

/* Whether the word is the whole id of a row, or the whole part of it behind the colon. */
bool word_is_id(const struct index *index, uint32_t row, struct str word, struct word_hit *hit);

/* Add the claims with columns that are the word as a number to fields, the packed ones as values. */
void word_find_values(const struct index *index, struct str folded, struct word_rows *rows);

/* Whether a row is a claim that the word is as a number (sought_read). */
bool word_is_value(const struct index *index, uint32_t row, struct str folded, struct word_hit *hit);

/* A word of letters with one letter too many, too few, another one, or two in the wrong order. */
struct near_word {
	char letters[PINYIN_QUERY_MAX];
	size_t n;
};

/* What somebody perhaps meant: the words that stand in names in full, and the rows that have them. */
struct near_rows {
	uint64_t *rows, *heads; /* as names and heads of struct word_rows; NULL: none */
	ARRAY(struct near_word) words;
};

/* Whether a word is one of five letters or more (and not of too many): of others nothing is near. */
bool near_possible(struct str folded);

void near_find(const struct index *index, struct str folded, struct near_rows *near);
void near_release(struct near_rows *near);

/* The best hit of these words on a row's names: PINYIN_NEAR. */
bool near_check(const struct index *index, uint32_t row, const struct near_rows *near, struct word_hit *hit);

/* Whether a character is one of those that most names are written in; and one that folding leaves as it is. */
enum { HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };

static inline bool word_is_han(uint32_t c)
{
	return c >= HAN_FIRST && c <= HAN_LAST;
}

static inline bool word_is_folded(uint32_t c)
{
	return word_is_han(c) && fold_char(c) == c;
}

/* How a name is to match: in characters or full pinyin; or from its beginning by initials; or so by any reading. */
enum naming { NAMING_FULL, NAMING_SURE, NAMING_RARE };

/* Whether a row has a name or short name that a word matches like this. */
bool word_names(const struct index *index, uint32_t row, struct str folded, enum naming naming);

/* Leave of a set of rows that match those that the word names like this. */
void word_keep_named(const struct index *index, struct str folded, enum naming naming, const struct word_rows *rows, uint64_t *bits);

/* What a hit is worth by how and where: at most WORD_POINTS_MAX. */
enum { WORD_POINTS_MAX = 76 };
unsigned word_points(enum lookup_place place, enum pinyin_how how);

/* Rows that lend others their names. */
struct lenders {
	uint64_t *bits; /* NULL: none */
	size_t n_words; /* of each set; rows behind do not lend */
	/* rows with columns that name a zone, or a chain, that lends: it also lends to what belongs to them; NULL: none */
	uint64_t *by_zone, *by_chain;
	uint32_t led; /* mask of the kinds of these rows */
};

static inline bool lenders_has(const struct lenders *lenders, uint32_t row)
{
	return row / 64 < lenders->n_words && bits_has(lenders->bits, row);
}

/*
 * The rows that a word names so well that it finds the records of these kinds that belong to them (lend_find); sets of
 * n_all words.
 */
struct lenders word_lenders(const struct index *index, struct str folded, const struct word_rows *rows, uint32_t kinds_asked);

void lenders_release(struct lenders *lenders);

/* Set the bits of the rows of these kinds that belong to a lender. */
void lend_find(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits);

/* The same of rows with columns alone (of packed ones: ledger_lend); with `among` of those of its rows. */
void lend_find_own(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, const uint64_t *among, uint64_t *bits);

/* The same of the rows of `among` only, from one word of it to before another, row by row: where these are few. */
void lend_find_among(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, const uint64_t *among,
	size_t first, size_t end, uint64_t *bits);

/* Whether a row lends its name to those that belong to it. */
bool word_lends(const struct index *index, uint32_t row, struct str folded);

#endif
