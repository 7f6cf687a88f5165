#include "text/decimal.h"

static const int64_t LIMIT = 1000000000000000000; /* 10^18 */
enum { SCALE_MAX = 9 };

static int64_t power_of_ten(unsigned n)
{
	int64_t power = 1;
	while (n-- > 0)
		power *= 10;
	return power;
}

static bool fits(int64_t digits)
{
	return digits > -LIMIT && digits < LIMIT;
}

static struct decimal shortest(struct decimal d)
{
	while (d.scale > 0 && d.digits % 10 == 0) {
		d.digits /= 10;
		d.scale--;
	}
	return d;
}

bool decimal_parse(struct str text, struct decimal *out)
{
	bool negative = text.n > 0 && text.p[0] == '-', point = false;
	struct decimal d = {0, 0};
	unsigned scale = 0, pending = 0; /* zeros behind the point count only when a digit follows */
	size_t i = negative, n_digits = 0;
	for (; i < text.n; i++) {
		char c = text.p[i];
		if (c == '.' && !point && n_digits > 0) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		n_digits++;
		if (point && c == '0') {
			pending++;
			continue;
		}
		unsigned shift = pending + 1;
		pending = 0;
		if (point && (scale += shift) > SCALE_MAX)
			return false;
		if (d.digits > (LIMIT - 1) / power_of_ten(shift))
			return false;
		d.digits = d.digits * power_of_ten(shift) + (c - '0');
		if (!fits(d.digits))
			return false;
	}
	if (n_digits == 0 || text.p[text.n - 1] == '.')
		return false;
	d.scale = (uint8_t)scale;
	if (negative)
		d.digits = -d.digits;
	*out = d;
	return true;
}

void decimal_format(struct decimal d, struct strbuf *out)
{
	d = shortest(d);
	uint64_t digits = d.digits < 0 ? -(uint64_t)d.digits : (uint64_t)d.digits;
	uint64_t unit = (uint64_t)power_of_ten(d.scale);
	strbuf_printf(out, "%s%llu", d.digits < 0 ? "-" : "", (unsigned long long)(digits / unit));
	if (d.scale > 0)
		strbuf_printf(out, ".%0*llu", (int)d.scale, (unsigned long long)(digits % unit));
}

int decimal_cmp(struct decimal a, struct decimal b)
{
	int64_t unit_a = power_of_ten(a.scale), unit_b = power_of_ten(b.scale);
	int64_t whole_a = a.digits / unit_a, whole_b = b.digits / unit_b;
	if (whole_a != whole_b)
		return whole_a < whole_b ? -1 : 1;
	int64_t part_a = a.digits % unit_a * power_of_ten(SCALE_MAX - a.scale);
	int64_t part_b = b.digits % unit_b * power_of_ten(SCALE_MAX - b.scale);
	return (part_a > part_b) - (part_a < part_b);
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out)
{
	a = shortest(a);
	b = shortest(b);
	uint8_t scale = a.scale > b.scale ? a.scale : b.scale;
	struct decimal sum = {0, scale};
	int64_t x, y;
	if (__builtin_mul_overflow(a.digits, power_of_ten(scale - a.scale), &x) ||
	    __builtin_mul_overflow(b.digits, power_of_ten(scale - b.scale), &y) ||
	    __builtin_add_overflow(x, y, &sum.digits))
		return false;
	sum = shortest(sum);
	if (!fits(sum.digits))
		return false;
	*out = sum;
	return true;
}

/* 2 and 5 of one factor meet in the other: 0.00000002 * 500000000 fits though its scales do not. */
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *out)
{
	a = shortest(a);
	b = shortest(b);
	for (int i = 0; i < 2; i++) {
		struct decimal *scaled = i ? &b : &a, *other = i ? &a : &b;
		while (scaled->scale > 0 && other->digits % 10 == 0 && other->digits != 0) {
			other->digits /= 10;
			scaled->scale--;
		}
	}
	struct decimal product;
	if (__builtin_mul_overflow(a.digits, b.digits, &product.digits))
		return false;
	unsigned scale = (unsigned)a.scale + b.scale;
	while (scale > 0 && product.digits % 10 == 0) {
		product.digits /= 10;
		scale--;
	}
	if (scale > SCALE_MAX || !fits(product.digits))
		return false;
	product.scale = (uint8_t)scale;
	*out = product;
	return true;
}

double decimal_double(struct decimal d)
{
	return (double)d.digits / (double)power_of_ten(d.scale);
}
