/*
 * Promises: targets, and figures that are only expected or aimed at, with what became of
 * them (product.md, row 31).
 *
 * What the row says holds. Where it says nothing:
 *	kept    the actual figure, the row's or a later one of the same subject, indicator and
 *	        item, reaches what was promised
 *	missed  a figure as of the due date or later does not
 *	unseen  there is no such figure; also where the promise is in words only, is about a
 *	        rank, or the figure cannot be compared
 * Later means: as of a day behind the source of the promise. Capacity that is there counts
 * as actual.
 */
#ifndef QUERY_PROMISE_H
#define QUERY_PROMISE_H

#include "index/index.h"

/* In the order of ENUM_VERDICT. */
enum promise_verdict { PROMISE_KEPT, PROMISE_UNSEEN, PROMISE_MISSED };

struct promise {
	struct ref claim;  /* the promised figure; REF_NONE: words only */
	struct ref actual; /* the figure that decides; REF_NONE */
	enum promise_verdict verdict;
	bool printed;      /* the verdict stands in the row */
	bool has_due;
	struct period due; /* of the target, else the period of the promised figure */
};

/* Whether a claim promises: expected or target. Plans are not promises: they say what is meant to be done. */
bool promise_is(const struct index *index, struct ref claim);

/* The promise of a target, or of a claim of which promise_is is true. */
struct promise promise_of(const struct index *index, struct ref ref);

/* Whether it is due before that day and nothing was seen of it. */
bool promise_overdue(const struct promise *promise, int32_t today);

/* index_number and index_ref, but where a target's verdict or actual figure is not given, the one that follows. */
int64_t promise_number(const struct index *index, struct ref ref, size_t field);
struct ref promise_ref(const struct index *index, struct ref ref, size_t field);

#endif
