/*
 * Numbers and units: what the sources behind text/amount.h and text/figure.h share.
 */
#ifndef TEXT_NUMBER_INTERNAL_H
#define TEXT_NUMBER_INTERNAL_H

#include "text/amount.h"

enum number_reading {
	NUMBER_NONE,      /* not a number */
	NUMBER_READ,
	NUMBER_TOO_LARGE, /* a number that does not fit struct decimal */
};

struct number {
	struct decimal value;
	bool round;      /* 百, 千万: multipliers only, no digit */
	bool multiplied; /* ends with a multiplier: 3万 */
	struct decimal multiplier;
};

/* Whole text, blanks around it aside: Arabic or Chinese, with or without multipliers. */
enum number_reading number_read(struct str text, struct number *out);

/* The character at *at with full-width forms as half-width ones; *at moves behind it. */
uint32_t number_char(struct str s, size_t *at);

/* 10, 100, 1000, 10^4 or 10^8 for a multiplier character, 0 for any other. */
int64_t number_multiplier(uint32_t c);

struct unit {
	struct decimal factor; /* to the base unit */
	struct str base;       /* a literal, or borrowed from the text */
	bool known;            /* in the table, or a rate of such */
};

/* A unit as printed: 亿元 万吨/年 ㎡ MW. One that is not known is its own base unit behind its multipliers. */
bool unit_read(struct str text, struct unit *out); /* false: the multipliers do not fit */

/* 5个亿, 5个亿元: what one says for 5亿, 5亿元. */
bool unit_is_spoken(struct str unit);

/* What can be a unit that no table knows: a short word without digits, blanks or signs of the query language. */
bool unit_is_word(struct str s);

/* Whether numbers of this base unit are shown with 万 and 亿. */
bool unit_scales(struct str base);

#endif
