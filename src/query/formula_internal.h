/*
 * What formula.c (putting together, showing) and rate.c (per year, per day, per hour) share.
 */
#ifndef QUERY_FORMULA_INTERNAL_H
#define QUERY_FORMULA_INTERNAL_H

#include "query/formula.h"

/*
 * The unit of a figure with its time: what the base unit says, else the scope (日产: 吨/天). Per year is the unit alone, so is
 * no time at all (*assumed). Words that name no one time stay behind the slash as they stand, and convert to nothing.
 */
struct str rate_unit(struct str scope, struct str base_unit, bool *assumed, struct arena *arena);

/* A figure brought to the year, or as far as it goes. */
const struct formula *rate_per_year(const struct index *index, const struct formula *figure, struct arena *arena);

/* The numbers of a figure as an interval; false: none. */
bool formula_numbers(const struct figure *f, struct interval *out);

#endif
