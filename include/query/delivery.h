/*
 * What a flow between two enterprises carries: whether it is a by-product or energy, and how much of it was printed.
 */
#ifndef QUERY_DELIVERY_H
#define QUERY_DELIVERY_H

#include "base/arena.h"
#include "index/index.h"

struct delivery {
	bool byproduct;           /* a by-product link of a stage at which the supplier stands carries it */
	bool energy;              /* power, steam, heat, fuel gas */
	const struct ref *claims; /* figures of the flow itself, of what the customer takes of it, of what the supplier makes of it; in the arena */
	size_t n_claims;
};

struct delivery delivery_of(const struct index *index, struct ref flow, struct arena *arena);

#endif
