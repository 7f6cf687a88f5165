/* Totals of many rows (total.c) and of the few that hang together (total_linked.c). */
#ifndef QUERY_TOTAL_INTERNAL_H
#define QUERY_TOTAL_INTERNAL_H

#include "query/total.h"

#include "base/alloc.h"
#include "base/array.h"

/* How far up wholes and parents are looked for. */
enum { TOTAL_LEVELS_MAX = 16 };

/* The sum over rows of which any may be part of another, or the same; figures in this unit. */
struct totals total_linked(const struct index *index, struct refs rows, struct ref indicator, struct str unit);

/* Whether a claim is printed with 约 or 左右: they name no bound, but a sum of such figures is about as much, too. */
bool total_is_about(const struct index *index, struct ref claim, size_t qualifier_field);

typedef ARRAY(struct decimal) decimals;

/* The median of all numbers in some arrays; false: there is none, or it is beyond what a decimal holds. */
bool total_median(const decimals *parts, size_t n_parts, struct decimal *out);

/* Bring a figure to a unit. False: it cannot be; where it converts, but is no decimal of it, *apart is its own then. */
static inline bool total_in_unit(struct figure *f, struct str unit, struct str *apart)
{
	int64_t over, under;
	if (figure_convert(f, unit))
		return true;
	if (!apart->n && amount_ratio(f->base_unit, unit, &over, &under))
		*apart = f->base_unit;
	return false;
}

/* What a figure with a number adds: from 0 where it has only an upper bound. Whether it is open above, *high then being *low. */
static inline bool total_bounds(const struct figure *f, struct decimal *low, struct decimal *high)
{
	bool point = figure_is_exact(f);
	*low = point ? f->base : f->has_low ? f->low : (struct decimal){0, 0};
	*high = point ? f->base : f->has_high ? f->high : *low;
	return !point && !f->has_high;
}

/* What a median goes by, as sorting does: the least bound; of 近4亿, which counts from 0, the amount that it names. */
static inline struct decimal total_least(struct decimal low, struct decimal high)
{
	return low.digits ? low : high;
}

#endif
