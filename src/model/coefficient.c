#include "model/coefficient.h"


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

static bool read_parts(const struct str parts[COEFFICIENT_PARTS], struct decimal numbers[COEFFICIENT_PARTS], enum coefficient_part *fault,
	struct err *err)
{
	for (int i = 0; i < COEFFICIENT_PARTS; i++) {
		*fault = (enum coefficient_part)i;
		if (parts[i].n && (!decimal_parse(parts[i], &numbers[i]) || numbers[i].digits <= 0))
			return err_set(err, ERR_DATA, "found \"%.*s\", expected a number above 0", STR_ARG(parts[i]));
	}
	return true;
}

/* Both halves of a quotient or none of them. */
static bool check_halves(const struct str parts[COEFFICIENT_PARTS], enum coefficient_part *fault, struct err *err)
{
	bool numerator = parts[COEFFICIENT_NUMERATOR].n, denominator = parts[COEFFICIENT_DENOMINATOR].n;
	*fault = numerator ? COEFFICIENT_NUMERATOR : COEFFICIENT_DENOMINATOR;
	return numerator == denominator || err_set(err, ERR_DATA, "found a %s alone, expected numerator and denominator",
		numerator ? "numerator" : "denominator");
}

static bool take_quotient(const struct str parts[COEFFICIENT_PARTS], const struct decimal numbers[COEFFICIENT_PARTS], struct coefficient *out,
	enum coefficient_part *fault, struct err *err)
{
	struct decimal least, greatest;
	bool exact;
	*fault = COEFFICIENT_NUMERATOR;
	if (!quotient(numbers[COEFFICIENT_NUMERATOR], numbers[COEFFICIENT_DENOMINATOR], &least, &exact))
		return err_set(err, ERR_DATA, "found %.*s per %.*s, expected a quotient below 10^9", STR_ARG(parts[COEFFICIENT_NUMERATOR]),
			STR_ARG(parts[COEFFICIENT_DENOMINATOR]));
	greatest = least;
	greatest.digits += !exact;
	if (!out->has_low && !out->has_high)
		*out = (struct coefficient){true, true, least, greatest};
	if ((out->has_low && decimal_cmp(greatest, out->low) < 0) || (out->has_high && decimal_cmp(least, out->high) > 0))
		return err_set(err, ERR_DATA, "found %.*s per %.*s outside of %.*s..%.*s, expected a quotient between the bounds",
			STR_ARG(parts[COEFFICIENT_NUMERATOR]), STR_ARG(parts[COEFFICIENT_DENOMINATOR]), STR_ARG(parts[COEFFICIENT_LOW]),
			STR_ARG(parts[COEFFICIENT_HIGH]));
	return true;
}

bool coefficient_read(const struct str parts[COEFFICIENT_PARTS], bool sourced, struct coefficient *out, enum coefficient_part *fault, struct err *err)
{
	struct decimal numbers[COEFFICIENT_PARTS] = {{0, 0}};
	struct coefficient read = {0};
	if (!read_parts(parts, numbers, fault, err) || !check_halves(parts, fault, err))
		return false;
	read.has_low = parts[COEFFICIENT_LOW].n;
	read.has_high = parts[COEFFICIENT_HIGH].n;
	read.low = numbers[COEFFICIENT_LOW];
	read.high = numbers[COEFFICIENT_HIGH];
	*fault = COEFFICIENT_HIGH;
	if (read.has_low && read.has_high && decimal_cmp(read.low, read.high) > 0)
		return err_set(err, ERR_DATA, "found %.*s, expected no less than the lower bound %.*s", STR_ARG(parts[COEFFICIENT_HIGH]),
			STR_ARG(parts[COEFFICIENT_LOW]));
	if (parts[COEFFICIENT_NUMERATOR].n && !take_quotient(parts, numbers, &read, fault, err))
		return false;
	*fault = parts[COEFFICIENT_NUMERATOR].n ? COEFFICIENT_NUMERATOR : read.has_low ? COEFFICIENT_LOW : COEFFICIENT_HIGH;
	if ((read.has_low || read.has_high) && !sourced)
		return err_set(err, ERR_DATA, "found a coefficient without a source, expected one in coefficient_source");
	*out = read;
	return true;
}
