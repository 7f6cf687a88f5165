/*
 * How much flows along a link: of an input per unit that the later stage makes, of a by-product per
 * unit that the earlier one makes. The four decimals of a link and their source (seeds/README.md).
 */
#ifndef MODEL_COEFFICIENT_H
#define MODEL_COEFFICIENT_H

#include "base/err.h"
#include "text/amount.h"

enum coefficient_part { COEFFICIENT_NUMERATOR, COEFFICIENT_DENOMINATOR, COEFFICIENT_LOW, COEFFICIENT_HIGH, COEFFICIENT_PARTS };

/* The fields of a link that hold them. */
extern const char *const coefficient_fields[COEFFICIENT_PARTS];

struct coefficient {
	bool has_low, has_high; /* neither: the link has none */
	struct decimal low, high;
};

/*
 * Read the decimals of a link; empty texts are absent. Without bounds the quotient is both (one that is no exact decimal
 * lies between its ninth digits); a lower bound alone says "at least".
 * sourced  whether the link names where the coefficient comes from: without that it is refused
 * Errors   ERR_DATA without a place; *fault is the part to blame
 */
bool coefficient_read(const struct str parts[COEFFICIENT_PARTS], bool sourced, struct coefficient *out, enum coefficient_part *fault,
	struct err *err);

#endif
