/*
 * Exact decimals. Nothing here rounds: what does not fit is told.
 */
#ifndef TEXT_DECIMAL_H
#define TEXT_DECIMAL_H

#include "base/strbuf.h"

/*
 * An exact decimal: digits * 10^-scale, |digits| < 10^18, 0 <= scale <= 9.
 * Enough for whole 元 up to 10^18 and for what articles print.
 */
struct decimal {
	int64_t digits;
	uint8_t scale;
};

/* "-?digits[.digits]", the whole text. False, *out untouched: another form, or one that does not fit. */
bool decimal_parse(struct str text, struct decimal *out);

void decimal_format(struct decimal d, struct strbuf *out); /* appended, canonical: no trailing zeros, no exponent */
int decimal_cmp(struct decimal a, struct decimal b);       /* <0, 0, >0, by value: 1.0 and 1 are equal */

/* Exact; false, *out untouched, where the result is no struct decimal: too large, or of more than nine places. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out);

double decimal_double(struct decimal d); /* near it: for drawing and ranking, not for answers */

#endif
