/*
 * Derived numbers that show their work: a tree whose leaves are figures as printed and
 * coefficients of links. Every number is an interval; nothing is rounded.
 *
 * Everything lives in the arena that made it; records are those of the index.
 */
#ifndef QUERY_FORMULA_H
#define QUERY_FORMULA_H

#include "base/arena.h"
#include "index/index.h"
#include "index/ledgers.h"
#include "model/coefficient.h"

/* Both ends included; an end that is not there is open. */
struct interval {
	bool has_low, has_high;
	struct decimal low, high;
};

enum formula_type {
	FORMULA_FIGURE,      /* record: a claim */
	FORMULA_COEFFICIENT, /* record: a link */
	FORMULA_RUNNING,     /* how long a plant runs in a year; record: the claim whose scope says so */
	FORMULA_CONVERTED,   /* one part, the same number in another unit */
	FORMULA_SPAN,        /* figures of the same thing that differ: from the least to the greatest */
	FORMULA_SUM,
	FORMULA_ITEMS,       /* things that may contain each other: from the greatest single one to the sum */
	FORMULA_PRODUCT,     /* of two */
	FORMULA_DIFFERENCE,  /* first less second */
};

/* What a number stands for; a word in front of its line. */
enum formula_meaning { MEANING_NONE, MEANING_CAPACITY, MEANING_NEED, MEANING_INTAKE, MEANING_BYPRODUCT, MEANING_REST, MEANING_CLAIMED, MEANING_COUNT };

struct formula {
	enum formula_type type;
	enum formula_meaning meaning;
	struct interval value;
	struct str unit;           /* base unit without its "/年"; a coefficient's is a quotient: 立方米/吨; empty: a bare number */
	struct ref record;         /* figure or link of a leaf; of others the stage or link they are about; may be REF_NONE */
	bool year_assumed;         /* a figure without a word of time, read as per year */
	const struct formula **parts;
	size_t n_parts;
};

/*
 * A figure: the numbers of the claim, upper bounds alone counted from 0. NULL where the words name no number.
 * A quantity "per year" loses that word; one without any word of time counts as per year (year_assumed). What is printed
 * per month or quarter is brought to the year, per hour to the day; from days or hours to the year it goes only by a
 * printed number of them, in the scope of the figure (年330天) or in a claim about the same thing or its owner (330 天/年;
 * 年运行 8000 小时). Without one the day stays in the unit, so that the number meets nothing annual.
 */
const struct formula *formula_figure(const struct index *index, struct ref claim, struct arena *arena);

/* The same of the claim that a ledger's cell is. */
const struct formula *formula_of_cell(const struct index *index, const struct index_cell *cell, struct arena *arena);

/* The coefficient of a link; NULL: it has none. */
const struct formula *formula_coefficient(const struct index *index, struct ref link, struct arena *arena);

/* The same number in another unit; itself where it is the same one. NULL where that is not exact. */
const struct formula *formula_convert(const struct formula *formula, struct str unit, struct arena *arena);

/* The unit of a coefficient's lower side, in which it wants what it is applied to; empty where it has none. */
struct str formula_under(const struct formula *coefficient);

/*
 * A quantity times a coefficient, in the unit of the coefficient's upper side where it has units. NULL where the number
 * would not fit, or, *units then false, where the quantity does not convert to the lower side.
 */
const struct formula *formula_times(const struct formula *quantity, const struct formula *coefficient, bool *units, struct arena *arena);

/*
 * Put numbers together. Parts are of one unit (SPAN, SUM, ITEMS, DIFFERENCE), or a quantity and a bare number (PRODUCT).
 * One part of SPAN, SUM or ITEMS is the part itself. NULL where a number would not fit.
 */
const struct formula *formula_make(enum formula_type type, const struct formula *const *parts, size_t n, struct arena *arena);

/* The same number under a name of its own. */
const struct formula *formula_named(const struct formula *formula, enum formula_meaning meaning, struct ref record, struct arena *arena);

/* "50万吨", "96.5万吨..97.5万吨", "10万吨以上". Appended. */
void formula_value(const struct formula *formula, bool chinese, struct strbuf *out);

/* The same of a difference: "余12万吨", "缺3万吨..余5万吨". Appended. */
void formula_rest(const struct formula *formula, bool chinese, struct strbuf *out);

/* Whether a difference is below 0 for certain, or may be. */
enum formula_sign { SIGN_ENOUGH, SIGN_SHORT, SIGN_OPEN };
enum formula_sign formula_sign(const struct formula *formula);

/* One line of the tree for people: indented by its depth, text raw. */
struct formula_line {
	int depth;
	struct str text;
	struct ref record; /* what it leads to: figure or link; REF_NONE */
};
typedef void formula_line_fn(void *self, const struct formula_line *line);

/* The formula from its result to its leaves; leaves say where they were printed. Texts live for the call. */
void formula_lines(const struct formula *formula, const struct index *index, bool chinese, formula_line_fn *take, void *self);

/* The claims at the leaves, each once; the first `max` of them in out. Returns how many those are. */
size_t formula_claims(const struct formula *formula, struct ref *out, size_t max);

#endif
