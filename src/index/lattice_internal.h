/*
 * All ways in which names can be read as a query, found in the pairs of characters that occur: from
 * character to character along pairs, each leading from some places of the query to others
 * (text/pinyin.h). Matches of one or two characters the postings settle; for
 * longer ones they tell which rows may match, and the names of these are read.
 */
#ifndef INDEX_LATTICE_INTERNAL_H
#define INDEX_LATTICE_INTERNAL_H

#include "gram_internal.h"

#include "base/array.h"
#include "base/bits.h"
#include "text/pinyin.h"

/*
 * How a query matches: by some reading of each character; in characters and whole syllables only; by first readings;
 * both. The last is part of the two before, these of the first.
 */
enum lattice_how { LATTICE_ANY, LATTICE_WHOLE, LATTICE_PLAIN, LATTICE_FULL, LATTICE_HOWS };

enum { EVERY_HOW = (1 << LATTICE_HOWS) - 1 };

/*
 * Rows as bits by search row: whose names match so, and do from the beginning. Without letters in the query LATTICE_ANY
 * alone; where it is not asked how they match, that and no heads: all others are NULL.
 */
struct lattice_rows {
	uint64_t *all[LATTICE_HOWS], *heads[LATTICE_HOWS];
	uint64_t *certain; /* of rows that match LATTICE_FULL, or LATTICE_PLAIN from the beginning, those that do so in any context */
	bool any; /* whether some pair leads to the end of the query: without it no set was touched */
};

/* A set of places of the query for each way to be there. */
struct lattice_places {
	uint64_t by[LATTICE_HOWS];
};

enum { LEAP_PLACES = 16, LATTICE_BASIC = 0x10000, LATTICE_LAYERS_MAX = 6, LATTICE_JUMP_MOST = 6 /* letters of a syllable */ };

/* From places so many letters on, for all places at once. */
struct lattice_jump {
	struct lattice_places from;
	unsigned letters;
};

/* How a character leads on in the query. */
struct lattice_move {
	uint32_t c;
	uint32_t first;  /* its number among those that come first in pairs */
	uint64_t from;   /* places that it leads on from */
	bool single;     /* it has no second reading */
	uint32_t jumps, n_jumps;
	/* characters behind it in phrases that it begins and that read some character in their own way: of `odd` */
	uint32_t odd, n_odd;
	bool has_odd;    /* they were asked for */
};

/* The same for a query of fewer than LEAP_PLACES characters: its first jump, the places for all ways side by side in one number. */
struct lattice_leap {
	uint64_t from;
	uint32_t others; /* of its jumps the first of those behind */
	uint8_t letters, n_others;
	bool single;
};

/* Characters that match wherever they stand in a name, and fold to themselves. */
struct lattice_chain {
	char text[4 * (LATTICE_LAYERS_MAX + 1)];
	size_t n;
};

enum { LATTICE_CHAINS_MOST = 2 };

struct lattice {
	const struct postings *postings;
	const struct section *triples; /* of the same names */
	const struct pinyin_query *query;
	bool letters;  /* some character of the query may stand for a reading, be it one by its sound */
	bool whole;    /* nothing but characters and whole syllables counts */
	bool alone;    /* it is not asked how names match: lattice_find tells by its sets */
	unsigned ends; /* bits by enum lattice_how: ways in which names may match; lattice_find tells more closely */
	uint16_t *ids;   /* by character of the basic plane: 1 + its move; 0: it matches nothing */
	uint64_t *known; /* bits: which of these match something; small, as most characters of a text do not */
	ARRAY(struct lattice_move) moves;
	ARRAY(struct lattice_jump) jumps;
	ARRAY(struct lattice_leap) leaps; /* of a short query, by 1 + move; that of 0 leads nowhere */
	ARRAY(uint16_t) odd;
	struct lattice_chain chains[LATTICE_CHAINS_MOST]; /* that many names may have: where `alone` */
	size_t n_chains;
};

void lattice_init(struct lattice *l, const struct postings *postings, const struct section *triples, const struct pinyin_query *query,
	bool whole);
void lattice_release(struct lattice *l);

/*
 * Set the bits of the rows that surely match. Returns those that may match, for the caller to check and to free;
 * NULL: none.
 */
uint64_t *lattice_find(struct lattice *l, uint32_t n_rows, struct lattice_rows *rows);

/* A pair that leads on from character to character (numbers of moves). */
struct lattice_edge {
	uint32_t gram;
	uint16_t from, to;
	bool ends; /* the query may end here */
	bool goes; /* or go on */
};

typedef ARRAY(struct lattice_edge) lattice_edges;

/* The move of a character: 1 + its number, 0: none. */
static inline size_t lattice_move_of(const struct lattice *l, uint32_t c)
{
	if (c < LATTICE_BASIC)
		return bits_has(l->known, c) ? l->ids[c] : 0;
	/* those beyond the basic plane come last, where there are many */
	for (size_t m = l->moves.n; m > 0 && (!l->letters || l->moves.v[m - 1].c >= LATTICE_BASIC); m--)
		if (l->moves.v[m - 1].c == c)
			return m;
	return 0;
}

/* -- places ---------------------------------------------------------------------------- */

static const struct lattice_places lattice_start = {{1, 1, 1, 1}};

static inline uint64_t lattice_end(const struct lattice *l)
{
	return UINT64_C(1) << l->query->n;
}

static inline bool lattice_is_nowhere(struct lattice_places at)
{
	return !at.by[LATTICE_ANY];
}

static inline void lattice_leave(struct lattice_places *at, uint64_t places)
{
	for (int how = 0; how < LATTICE_HOWS; how++)
		at->by[how] &= ~places;
}

static inline void lattice_join(struct lattice_places *to, struct lattice_places from)
{
	for (int how = 0; how < LATTICE_HOWS; how++)
		to->by[how] |= from.by[how];
}

static inline struct lattice_places lattice_step(const struct lattice *l, struct lattice_places at, const struct lattice_move *move)
{
	struct lattice_places to = {{0}};
	for (uint32_t i = 0; i < move->n_jumps; i++) {
		const struct lattice_jump *jump = &l->jumps.v[move->jumps + i];
		for (int how = 0; how < LATTICE_HOWS; how++)
			to.by[how] |= (at.by[how] & jump->from.by[how]) << jump->letters;
	}
	return to;
}

/* The places of a short query that a jump leads on from, those for all ways side by side in one number. */
static inline uint64_t lattice_ways(const struct lattice_jump *jump)
{
	uint64_t from = 0;
	for (int how = 0; how < LATTICE_HOWS; how++)
		from |= jump->from.by[how] << how * LEAP_PLACES;
	return from;
}

/*
 * Of the rows that may match with so many characters, at least, move those that do for sure to the sets of rows; `edges`
 * are all pairs that a match may begin with. Names that may match from their beginning stay.
 */
void lattice_find_sure(const struct lattice *l, size_t n_characters, const struct lattice_edge *edges, size_t n_edges, uint32_t n_rows,
	uint64_t *perhaps, const struct lattice_rows *rows);

/*
 * Where it is not asked how names match: of the rows that may match move those that surely have one of the chains that many
 * names have. `layers` are the pairs that can be number 0, 1, … of a match, and a match of so many may end in the last.
 * Returns how many rows are left; the lattice holds the chains that at least half of them may have.
 */
uint64_t lattice_find_chained(struct lattice *l, const lattice_edges *layers, size_t n_layers, uint32_t n_rows, uint64_t *perhaps,
	uint64_t *sure);

/*
 * Of the rows that are found to match LATTICE_FULL, or LATTICE_PLAIN from the beginning, add to the certain ones those
 * without a phrase that reads a character of a match otherwise; from the beginning: without a doubtful pair.
 */
void lattice_add_certain(const struct lattice *l, const uint32_t *doubtful, size_t n_doubtful, uint32_t n_rows,
	const struct lattice_rows *rows);

/* How the query matches one folded text: the same answers. */
struct lattice_match {
	uint8_t all, heads; /* bits by enum lattice_how */
	bool certain;
	bool complete; /* the text is all of a match */
};

struct lattice_match lattice_check(const struct lattice *l, struct str folded);

#endif
