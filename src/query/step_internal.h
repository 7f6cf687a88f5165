/*
 * Which records are one step away: what step.c asks with and step_count.c counts by.
 */
#ifndef QUERY_STEP_INTERNAL_H
#define QUERY_STEP_INTERNAL_H

#include "query_internal.h"

/* The field of a kind that is named like a kind and refers to it; -1. */
int step_field(enum kind kind, enum kind to);

/* Kinds of records that field f of a kind may be to and from which `to` is at hand, or that are it. */
uint32_t step_reached_by(enum kind from, size_t f, enum kind to);

/* The fields of `by` by which its records refer to records of `to`: those of that name, of a relation any that lead there. */
uint32_t step_fields_between(enum kind by, enum kind from, enum kind to);

/* Whether records of `by` refer to rows of `from` and are, or refer to, records of `to`. */
bool step_reaches_back(enum kind from, enum kind by, enum kind to);

/*
 * How many of the rows of `from` that are given as bits (NULL: all) each record of `to` is one step away from, into
 * index_count(to) numbers that are zero: what `to:RECORD` lets through of them.
 */
void step_count(const struct index *index, enum kind from, enum kind to, const uint64_t *rows, uint32_t *out);

#endif
