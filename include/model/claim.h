/*
 * What the words of a claim mean in a base unit, and whether the numbers that a
 * row gives beside them agree. Source: contract.md, "Figures".
 */
#ifndef MODEL_CLAIM_H
#define MODEL_CLAIM_H

#include "base/arena.h"
#include "model/value.h"

/* The derived cells of a claim: canonical decimals and a unit, each empty where there is none. */
struct claim_figure {
	struct str value_base, base_unit, value_low, value_high;
};

/*
 * Goes up when the same words come to mean other numbers or units: catalogues then fill their
 * seed rows again.
 */
enum { CLAIM_READING_EDITION = 4 };

enum claim_reading {
	CLAIM_WORDS,     /* the words name no number: the figure is as it was given */
	CLAIM_AGREES,    /* what was given is what the words say */
	CLAIM_DISAGREES, /* it is not, or the words name a number that does not fit: the figure is as it was given */
};

/*
 * Read value, unit, qualifiers and scopes (both joined by ';') as printed, and fill
 * the empty members of *figure from them. Where a member was given and differs from
 * the words nothing is filled: the row knows better or is wrong, and `check` says so. A
 * unit may be given freely where none was printed.
 * Filling a filled figure changes nothing, so that an export reads back the same.
 *
 * A scope that says how often makes a quantity a rate: 年产 年加工 年吞吐 每年 年均 … 吨/年, 日产 日处理 日均 每天 …
 * 吨/天, 每月 吨/月, 每小时 吨/小时; money, percentages, spans of time and rates stay as they are.
 * arena    owns what is filled in
 */
enum claim_reading claim_read(struct str value, struct str unit, struct str qualifiers, struct str scopes,
	struct claim_figure *figure, struct arena *arena);

#endif
