#include "model/coefficient.h"

#include "model/value.h"

const char *const coefficient_fields[COEFFICIENT_PARTS] = {
	[COEFFICIENT_NUMERATOR] = "coefficient_numerator",
	[COEFFICIENT_DENOMINATOR] = "coefficient_denominator",
	[COEFFICIENT_LOW] = "coefficient_low",
	[COEFFICIENT_HIGH] = "coefficient_high",
};

enum { QUOTIENT_SCALE = 9 };
static const int64_t DIGITS_MAX = INT64_C(1000000000000000000);

/* a / b, both above 0, rounded down to nine digits; *exact: nothing was lost. False: too large. */
static bool quotient(struct decimal a, struct decimal b, struct decimal *out, bool *exact)
{
	__extension__ typedef unsigned __int128 wide;
	wide digits = (uint64_t)a.digits, divisor = (uint64_t)b.digits;
	for (int i = 0; i < QUOTIENT_SCALE + b.scale - a.scale; i++)
		digits *= 10;
	*exact = digits % divisor == 0;
	digits /= divisor;
	if (digits + 1 >= (uint64_t)DIGITS_MAX)
		return false;
	*out = (struct decimal){(int64_t)digits, QUOTIENT_SCALE};
	return true;
}

/* A cell with its number and its base unit. */
struct part {
	struct decimal number;
	struct str unit;
};

static bool read_parts(const struct str cells[COEFFICIENT_PARTS], struct part parts[COEFFICIENT_PARTS], enum coefficient_part *fault,
	struct err *err)
{
	for (int i = 0; i < COEFFICIENT_PARTS; i++) {
		*fault = (enum coefficient_part)i;
		if (cells[i].n && (!quantity_read(cells[i], &parts[i].number, &parts[i].unit) || parts[i].number.digits <= 0))
			return err_set(err, ERR_DATA, "found \"%.*s\", expected a number above 0, such as 1.5 or 430立方米", STR_ARG(cells[i]));
	}
	return true;
}

/* -- units ---------------------------------------------------------------------------- */

/* The units above and below of 立方米/吨. */
static bool split_rate(struct str rate, struct str *over, struct str *under)
{
	ptrdiff_t slash = str_find_byte(rate, '/', 0);
	if (slash <= 0 || (size_t)slash + 1 == rate.n)
		return false;
	*over = str_sub(rate, 0, (size_t)slash);
	*under = str_sub(rate, (size_t)slash + 1, rate.n);
	return true;
}

static bool take_rate(struct str rate, struct coefficient *out, struct err *err)
{
	struct str over, under;
	if (!split_rate(rate, &over, &under))
		return err_set(err, ERR_DATA, "found the unit \"%.*s\", expected one of a quotient such as 立方米/吨", STR_ARG(rate));
	if (!out->over.n) {
		out->over = over;
		out->under = under;
	}
	return (str_eq(out->over, over) && str_eq(out->under, under))
		|| err_set(err, ERR_DATA, "found the unit \"%.*s\", expected %.*s/%.*s as in the other cells", STR_ARG(rate), STR_ARG(out->over),
			STR_ARG(out->under));
}

static bool take_units(const struct str cells[COEFFICIENT_PARTS], const struct part parts[COEFFICIENT_PARTS], struct coefficient *out,
	enum coefficient_part *fault, struct err *err)
{
	bool some = false;
	for (int i = 0; i < COEFFICIENT_PARTS; i++)
		some = some || parts[i].unit.n;
	for (int i = 0; some && i < COEFFICIENT_PARTS; i++) {
		*fault = (enum coefficient_part)i;
		if (cells[i].n && !parts[i].unit.n)
			return err_set(err, ERR_DATA, "found \"%.*s\", expected a unit behind it as in the other cells", STR_ARG(cells[i]));
	}
	out->over = parts[COEFFICIENT_NUMERATOR].unit;
	out->under = parts[COEFFICIENT_DENOMINATOR].unit;
	for (int i = 0; i < COEFFICIENT_LOW; i++) {
		*fault = (enum coefficient_part)i;
		if (str_find_byte(parts[i].unit, '/', 0) >= 0)
			return err_set(err, ERR_DATA, "found the unit \"%.*s\", expected no rate", STR_ARG(parts[i].unit));
	}
	for (int i = COEFFICIENT_LOW; i < COEFFICIENT_PARTS; i++) {
		*fault = (enum coefficient_part)i;
		if (parts[i].unit.n && !take_rate(parts[i].unit, out, err))
			return false;
	}
	return true;
}

/* -- the whole --------------------------------------------------------------------------- */

/* Both halves of a quotient or none of them. */
static bool check_halves(const struct str cells[COEFFICIENT_PARTS], enum coefficient_part *fault, struct err *err)
{
	bool numerator = cells[COEFFICIENT_NUMERATOR].n, denominator = cells[COEFFICIENT_DENOMINATOR].n;
	*fault = numerator ? COEFFICIENT_NUMERATOR : COEFFICIENT_DENOMINATOR;
	return numerator == denominator || err_set(err, ERR_DATA, "found a %s alone, expected numerator and denominator",
		numerator ? "numerator" : "denominator");
}

static bool take_quotient(const struct str cells[COEFFICIENT_PARTS], const struct part parts[COEFFICIENT_PARTS], struct coefficient *out,
	enum coefficient_part *fault, struct err *err)
{
	struct decimal least, greatest;
	bool exact;
	*fault = COEFFICIENT_NUMERATOR;
	if (!quotient(parts[COEFFICIENT_NUMERATOR].number, parts[COEFFICIENT_DENOMINATOR].number, &least, &exact))
		return err_set(err, ERR_DATA, "found %.*s per %.*s, expected a quotient below 10^9", STR_ARG(cells[COEFFICIENT_NUMERATOR]),
			STR_ARG(cells[COEFFICIENT_DENOMINATOR]));
	greatest = least;
	greatest.digits += !exact;
	if (!out->has_low && !out->has_high) {
		out->has_low = out->has_high = true;
		out->low = least;
		out->high = greatest;
	}
	if ((out->has_low && decimal_cmp(greatest, out->low) < 0) || (out->has_high && decimal_cmp(least, out->high) > 0))
		return err_set(err, ERR_DATA, "found %.*s per %.*s outside of %.*s..%.*s, expected a quotient between the bounds",
			STR_ARG(cells[COEFFICIENT_NUMERATOR]), STR_ARG(cells[COEFFICIENT_DENOMINATOR]), STR_ARG(cells[COEFFICIENT_LOW]),
			STR_ARG(cells[COEFFICIENT_HIGH]));
	return true;
}

bool coefficient_read(const struct str cells[COEFFICIENT_PARTS], bool sourced, struct coefficient *out, enum coefficient_part *fault, struct err *err)
{
	struct part parts[COEFFICIENT_PARTS] = {{{0, 0}, {NULL, 0}}};
	struct coefficient read = {0};
	if (!read_parts(cells, parts, fault, err) || !check_halves(cells, fault, err) || !take_units(cells, parts, &read, fault, err))
		return false;
	read.has_low = cells[COEFFICIENT_LOW].n;
	read.has_high = cells[COEFFICIENT_HIGH].n;
	read.low = parts[COEFFICIENT_LOW].number;
	read.high = parts[COEFFICIENT_HIGH].number;
	*fault = COEFFICIENT_HIGH;
	if (read.has_low && read.has_high && decimal_cmp(read.low, read.high) > 0)
		return err_set(err, ERR_DATA, "found %.*s, expected no less than the lower bound %.*s", STR_ARG(cells[COEFFICIENT_HIGH]),
			STR_ARG(cells[COEFFICIENT_LOW]));
	if (cells[COEFFICIENT_NUMERATOR].n && !take_quotient(cells, parts, &read, fault, err))
		return false;
	*fault = cells[COEFFICIENT_NUMERATOR].n ? COEFFICIENT_NUMERATOR : read.has_low ? COEFFICIENT_LOW : COEFFICIENT_HIGH;
	if ((read.has_low || read.has_high) && !sourced)
		return err_set(err, ERR_DATA, "found a coefficient without a source, expected one in coefficient_source");
	*out = read;
	return true;
}
