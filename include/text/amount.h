/*
 * Numbers as people print them: Chinese numerals, fractions, ranges, qualifiers,
 * units with multipliers; and exact decimals.
 *
 * Source: contract.md, "Figures". Nothing here rounds silently.
 */
#ifndef TEXT_AMOUNT_H
#define TEXT_AMOUNT_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * An exact decimal: digits * 10^-scale, |digits| < 10^18, 0 <= scale <= 9.
 * Enough for whole 元 up to 10^18 and for what articles print.
 */
struct decimal {
	int64_t digits;
	uint8_t scale;
};

bool decimal_parse(struct str text, struct decimal *out);    /* -?digits[.digits]; false, *out untouched, if not, or too large */
void decimal_format(struct decimal d, struct strbuf *out);   /* appended, canonical: no trailing zeros, no exponent */
int decimal_cmp(struct decimal a, struct decimal b);         /* <0, 0, >0, by value: 1.0 and 1 are equal */

/* Exact; false, *out untouched, where the result is no struct decimal: too large, or of more than nine places. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out);
double decimal_double(struct decimal d);                     /* near it: for drawing and ranking, not for answers */

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

/*
 * An amount in a query or on the command line: "5亿" "5亿元" "1000亩" "3.2" "50万吨" "10万平方米" "5000万"; the
 * commonest units by their pinyin, too: "5yi" "3.2wan" "5yiyuan" "500mu" "50wandun" ("y" and "w" are 亿 and 万).
 * out        value in the base unit; unit_out the base unit (a literal or borrowed from text), empty where none was given
 * Errors     ERR_USAGE "found X, expected a number with a unit such as 5亿 or 1000亩"
 */
bool amount_parse(struct str text, struct decimal *out, struct str *unit_out, struct err *err);

/* Whether a word can be nothing but the unit of a number before it: 亿, 亿元, 万吨, 公顷; 电池 is none, though 5电池 is an amount. */
bool amount_is_unit(struct str word);

/*
 * Exact conversion between base units that measure the same (亩 -> 平方米 is 2000/3: kept exact
 * by comparing cross-multiplied). Returns false where they do not convert.
 *   compares a in unit_a with b in unit_b; *order is <0, 0, >0.
 */
bool amount_compare(struct decimal a, struct str unit_a, struct decimal b, struct str unit_b, int *order);

/*
 * What a base unit measures, a rate a quantity in a time or by another one: units of equal groups convert. A group says
 * nothing of other units, so that orders by groups are the same whatever else stands in them. Literals, or borrowed.
 */
struct unit_group {
	struct str over, under; /* under: of rates */
};

struct unit_group amount_group(struct str unit);
int amount_group_cmp(struct unit_group a, struct unit_group b);

/*
 * One of a unit is over / under of another one: 2000 / 3 平方米 are 1 亩. Both are from 1 to 10^9. False: they do not convert.
 */
bool amount_ratio(struct str unit, struct str other, int64_t *over, int64_t *under);

/*
 * The same amount in another base unit: 5 吨/月 are 60 吨/年, 2 吨/小时 are 48 吨/天. A day is no part of a year: how many
 * of them a plant runs is for its source to say.
 * Returns false, *out untouched, where they do not convert or the number is no decimal of nine places (1 亩).
 */
bool amount_convert(struct decimal d, struct str from, struct str to, struct decimal *out);

/* The same of all that a figure says. */
bool figure_convert(struct figure *figure, struct str unit);

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

/*
 * For people: 27500000000 元 -> "275亿元"; unit as the base unit; never rounds: as many digits as needed, with
 * whichever of 亿, 万 or none takes the fewest characters (27512345678元). Appended.
 */
void amount_format(struct decimal d, struct str base_unit, struct strbuf *out);

/*
 * A Chinese numeral or Arabic number: 一百二十 两 半 十五 百 3.5 1,500 1.5万. Whole text used, blanks around it aside.
 * What leaves something unsaid is none: 一百二, 3万5, 七八百, 数十. False: it is none, or too large; *out untouched.
 */
bool number_parse(struct str text, struct decimal *out);

#endif
