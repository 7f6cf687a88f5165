/*
 * Amounts: a number and a unit with its multiplier (5亿元, 50万吨/年), their base units, and which of these convert.
 *
 * Source: contract.md, "Figures". Nothing here rounds silently.
 */
#ifndef TEXT_AMOUNT_H
#define TEXT_AMOUNT_H

#include "base/err.h"
#include "text/decimal.h"

/*
 * An amount in a query or on the command line: "5亿" "5亿元" "1000亩" "3.2" "50万吨" "10万平方米" "5000万"; the
 * commonest units by their pinyin, too: "5yi" "3.2wan" "5yiyuan" "500mu" "50wandun" ("y" and "w" are 亿 and 万).
 * out        value in the base unit; unit_out the base unit (a literal or borrowed from text), empty where none was given
 * Errors     ERR_USAGE "found X, expected a number with a unit such as 5亿 or 1000亩"
 */
bool amount_parse(struct str text, struct decimal *out, struct str *unit_out, struct err *err);

/* Whether a word can be nothing but the unit of a number before it: 亿, 亿元, 万吨, 公顷; 电池 is none, though 5电池 is an amount. */
bool amount_is_unit(struct str word);

/* Compare a in unit_a with b in unit_b, exactly; *order is <0, 0, >0. False, *order untouched: the units do not convert. */
bool amount_compare(struct decimal a, struct str unit_a, struct decimal b, struct str unit_b, int *order);

/*
 * The group that a base unit converts within: 平方米 and 亩 are of one, 吨/月 and 吨/年 of another. Units of equal groups
 * convert. A group follows from its unit alone, so that what is ordered by groups stays so whatever units come.
 */
struct unit_group {
	struct str over, under; /* what stands above and below the stroke of a rate; under is empty for others. Literals, or borrowed */
};

struct unit_group amount_group(struct str unit);
int amount_group_cmp(struct unit_group a, struct unit_group b);

/* One of `unit` is over / under of `other`: 1 亩 is 2000 / 3 平方米. Both are from 1 to 10^9. False: they do not convert. */
bool amount_ratio(struct str unit, struct str other, int64_t *over, int64_t *under);

/*
 * The same amount in another base unit: 5 吨/月 are 60 吨/年, 2 吨/小时 are 48 吨/天. A day is no part of a year: how many
 * of them a plant runs is for its source to say.
 * Returns false, *out untouched, where they do not convert or the number is no decimal of nine places (1 亩).
 */
bool amount_convert(struct decimal d, struct str from, struct str to, struct decimal *out);

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
