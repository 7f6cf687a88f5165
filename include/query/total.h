/*
 * The sum of a figure over rows: never mixes modalities, never adds a phase to the total that
 * contains it (parent project, part_of), never adds the same thing twice (identities same or
 * maybe: only the first counts). Source: contract.md, "Figures"; design.md, section 2.
 */
#ifndef QUERY_TOTAL_H
#define QUERY_TOTAL_H

#include "index/index.h"

/*
 * A row with several figures of one modality counts from the least to the greatest of them; a
 * figure that is part of another one of the row not at all. A figure with only an upper bound
 * counts from 0, one with only a lower bound makes the sum open.
 * Claims may be rows themselves: those of one subject and item count as one thing.
 */
struct total {
	size_t n_rows;       /* rows that had a figure of this modality */
	size_t n_doubles;    /* left out as contained or possibly the same */
	size_t n_conflicts;  /* rows whose sources disagree */
	bool open_high;      /* some row has no upper bound */
	bool about;          /* some figure in it is printed with 约 or 左右 */
	struct decimal low, high; /* base unit */
	bool overflow;
	bool has_median;     /* the middle of the least bounds of rows that have a figure, each by itself; of one with only an upper bound that */
	struct decimal median;
};

struct totals {
	struct total of[MODALITY_COUNT]; /* by enum modality */
	/*
	 * The base unit of all: the indicator's own where some figure is in it, else that of the first; where others convert
	 * into it but some is no decimal of it (1 亩 of 平方米), that one's.
	 */
	struct str unit;
	size_t n_other_unit; /* figures that do not convert, or are no decimal of it: they are in no total */
	struct str apart;    /* the unit of one that converts and is no decimal of it; empty: there is none */
};

struct totals total_figures(const struct index *index, struct refs rows, struct ref indicator);

/*
 * Rows of which parts are to be added up as well, each without a look at the others: which of them hang together is found
 * out once. The rows are borrowed until it is made, the index as long as it is there.
 */
struct total_whole;
struct total_whole *total_whole_new(const struct index *index, struct refs rows, struct ref indicator);
void total_whole_free(struct total_whole *whole); /* NULL is fine */
struct totals total_whole_sum(const struct total_whole *whole); /* as total_figures */

/*
 * Of some of its rows, in their order (one may stand twice, and counts once), in the unit of the whole: what that left out
 * is left out. Where no figure of theirs is in it, in one of their own.
 */
struct totals total_part(struct total_whole *whole, struct refs rows);

/* The same of n parts, by all threads; out: as many. Takes 12 bytes for each record of the catalogue while it works. */
void total_parts(struct total_whole *whole, const struct refs *parts, size_t n, struct totals *out);

#endif
