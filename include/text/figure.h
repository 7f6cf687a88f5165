/*
 * Figures as people print them: a number, a range or a share with its unit and the words around it (约, 余, 以上).
 *
 * Source: contract.md, "Figures". Nothing here rounds silently.
 */
#ifndef TEXT_FIGURE_H
#define TEXT_FIGURE_H

#include "text/amount.h"

/*
 * A figure read from what was printed. has_* say which parts the words name.
 *   "461.54" "亿吨" ""     base 46154000000 吨
 *   "1000" "条" "余"       base 1000, low 1000
 *   "47—52" "%" ""         low 47, high 52
 *   "一半" "" ""           base 50 %
 *   "1/3" "" ""            base 33.333… is not exact: low = high = none, base none, ratio kept in text; unit %
 *   "700" "亿元" "突破"    base 70000000000 元, low the same
 *   "" "亿元" "级"         low 100000000 元
 *   "百" "亿元" ""         nothing: a bare multiplier is a word for much ("近千" and "百余" do name their number)
 *   "数十" "家" ""         low 10
 */
struct figure {
	bool has_base, has_low, has_high;
	struct decimal base, low, high; /* in base_unit */
	struct str base_unit;           /* a literal or borrowed from unit; "元" "吨" "家" … */
};

/* Whether the words name a number at all; one, and no bounds. */
static inline bool figure_has_number(const struct figure *f)
{
	return f->has_base || f->has_low || f->has_high;
}

static inline bool figure_is_exact(const struct figure *f)
{
	return f->has_base && !f->has_low && !f->has_high;
}

/*
 * Read value + unit + qualifiers (joined by ';' or ','). unit keeps its multiplier (万 亿) and its rate (吨/年).
 * A value without a readable number is no fault: everything has_* is false then.
 * Returns false only where the number does not fit struct decimal.
 */
bool figure_read(struct str value, struct str unit, struct str qualifiers, struct figure *out);

/* Bring all that a figure says to another base unit, exactly. False, *figure untouched, where amount_convert says so of a part. */
bool figure_convert(struct figure *figure, struct str unit);

/* -- a number that is looked for ------------------------------------------------------------- */

/*
 * A number that somebody has in hand and asks where it was printed: 206.65, 1,500, 约206.65亿元, 12.3%, 1000余家, 5yi.
 * Words around it that say about how much (约, 余) are passed over.
 */
struct sought {
	struct decimal number; /* bare: as it is printed; else in the base unit */
	bool bare;             /* no unit stands behind it */
	struct str unit;       /* base unit, a literal or borrowed from text; empty: a multiplier alone (206.65亿), or bare */
};

bool sought_read(struct str text, struct sought *out); /* false: it is no number, or has no Arabic digit */

/* Whether two words are one such number, typed as they stand side by side: 206.65 亿元. Letters are no unit: they may be initials. */
bool sought_has_unit(struct str number, struct str unit);

/* Whether the number stands in a claim's value as it was printed: it is that number, however written, or an end of that range. */
bool sought_in_value(const struct sought *sought, struct str value);

/*
 * Whether a figure is as much: what it says, or where it names no one number a bound of it. 年产50万吨 is printed 50万吨: a
 * rate is as much as what is made, where no rate is sought.
 */
bool sought_is_figure(const struct sought *sought, const struct figure *figure);

/* The base unit of a figure as it is compared then: without the time, where no rate is sought. */
struct str sought_unit(const struct sought *sought, struct str base_unit);

#endif
