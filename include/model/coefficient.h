/*
 * How much flows along a link: of an input per unit that the later stage makes, of a by-product per
 * unit that the earlier one makes. The four cells of a link and their source (seeds/README.md).
 *
 * A coefficient without units (1.5 per 1) counts both sides in one unit. One with units (430立方米 per 1吨; bounds
 * in 立方米/吨) says which: it leads from figures in the unit below to those in the unit above.
 */
#ifndef MODEL_COEFFICIENT_H
#define MODEL_COEFFICIENT_H

#include "base/err.h"
#include "text/decimal.h"

enum coefficient_part { COEFFICIENT_NUMERATOR, COEFFICIENT_DENOMINATOR, COEFFICIENT_LOW, COEFFICIENT_HIGH, COEFFICIENT_PARTS };

/* The fields of a link that hold them. */
extern const char *const coefficient_fields[COEFFICIENT_PARTS];

struct coefficient {
	bool has_low, has_high;  /* neither: the link has none */
	struct decimal low, high;
	struct str over, under;  /* base units; both empty: none. Literals, or borrowed from the cells */
};

/*
 * Read the cells of a link; empty texts are absent. Without bounds the quotient is both (one that is no exact decimal
 * lies between its ninth digits); a lower bound alone says "at least". Either all cells carry units that go together, or none.
 * sourced  whether the link names where the coefficient comes from: without that it is refused
 * Errors   ERR_DATA without a place; *fault is the part to blame
 */
bool coefficient_read(const struct str cells[COEFFICIENT_PARTS], bool sourced, struct coefficient *out, enum coefficient_part *fault,
	struct err *err);

#endif
