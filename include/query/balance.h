/*
 * The balance of a chain: what each stage can make against what the stages behind it take, along the links by
 * coefficients that have a source. Nothing is guessed: what is missing is named.
 *
 *	input       need = what `to` makes x coefficient     rest = what `from` makes - need
 *	by-product  made = what `from` makes x coefficient   rest = made - what `to` is said to take in
 *	stage       rest = what it makes - all that its users need
 *	claim       a printed 消纳 of a product against the capacities of the stages that work it up
 *
 * Everything lives in the arena. A reference chain has no balance: its stages have no figures.
 */
#ifndef QUERY_BALANCE_H
#define QUERY_BALANCE_H

#include "query/formula.h"
#include "query/standing.h"

enum balance_fault {
	BALANCE_DONE,
	BALANCE_NO_COEFFICIENT,
	BALANCE_NO_SUPPLY, /* no figure of what `from` makes */
	BALANCE_NO_DEMAND, /* no figure of what `to` makes or takes in */
	BALANCE_SUPPLY_UNREAD, /* `from` has figures, but no number can be read from them */
	BALANCE_DEMAND_UNREAD,
	BALANCE_OTHER_UNIT,
	BALANCE_TOO_LARGE,
	BALANCE_FAULTS
};

/* "系数缺", "coefficient missing". */
struct balance_fault_info {
	const char *zh, *en;
};
extern const struct balance_fault_info balance_faults[BALANCE_FAULTS];

struct balance_flow {
	struct ref link, from, to;
	bool byproduct;
	const struct formula *have, *need; /* NULL: not known */
	const struct formula *rest;        /* NULL: fault says why */
	enum balance_fault fault;
};

struct balance_stage {
	struct ref stage;
	struct standing standing;
	const struct formula *capacity;    /* NULL: no figure */
	size_t other_units;                /* figures left out for their unit */
	size_t n_unread;                   /* figures whose number cannot be read */
	const struct formula *demand;      /* what the users whose need is known take together; NULL: none */
	const struct formula *rest;        /* NULL: not known; without a lower end where some user's need is not known */
	size_t n_users, n_unknown;         /* input links that leave it; those whose need is not known */
	bool bottleneck;                   /* covers the least part of what is needed of it, for certain too little */
};

/* A claim that a product is taken in, against what the stages that work it up are printed to make. */
struct balance_claim {
	struct ref claim, stage;           /* the stage whose product it is */
	const struct formula *claimed;
	const struct formula *printed;     /* NULL: no capacity is printed, or in other units */
	const struct formula *rest;        /* printed - claimed; NULL as well */
};

struct balance {
	struct ref chain;
	const struct balance_stage *stages; /* in the chain's order */
	const struct balance_flow *flows;
	const struct balance_claim *claims;
	size_t n_stages, n_flows, n_claims;
};

const struct balance *balance_make(const struct index *index, struct ref chain, struct arena *arena);

/* The part of a stage, or NULL where it is not of this chain. */
const struct balance_stage *balance_stage(const struct balance *balance, struct ref stage);

#endif
