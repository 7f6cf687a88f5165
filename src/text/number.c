#include "number_internal.h"

#include "text/utf8.h"

uint32_t number_char(struct str s, size_t *at)
{
	uint32_t c = utf8_next(s, at);
	return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

int64_t number_multiplier(uint32_t c)
{
	switch (c) {
	case U'十': case U'拾':
		return 10;
	case U'百': case U'佰':
		return 100;
	case U'千': case U'仟':
		return 1000;
	case U'万': case U'萬':
		return 10000;
	case U'亿': case U'億':
		return 100000000;
	default:
		return 0;
	}
}

/* 0 to 9, -1 for any other character. */
static int numeral(uint32_t c)
{
	static const uint32_t numerals[][10] = {
		{U'零', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'},
		{U'〇', U'壹', U'贰', U'叁', U'肆', U'伍', U'陆', U'柒', U'捌', U'玖'},
		{U'○', U'幺', U'两', U'仨', 0, 0, 0, 0, 0, 0},
	};
	for (size_t row = 0; c != 0 && row < sizeof numerals / sizeof numerals[0]; row++)
		for (int i = 0; i < 10; i++)
			if (numerals[row][i] == c)
				return i;
	return -1;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* 1,500.25 -> 1500.25 in place; false where the commas do not part groups of three. */
static bool drop_commas(char *digits, size_t *n)
{
	size_t kept = 0, group = 0;
	bool grouped = false, point = false;
	for (size_t i = 0; i < *n; i++) {
		char c = digits[i];
		if (c == ',' || (c == '.' && grouped && !point)) {
			if (point || (grouped ? group != 3 : group == 0 || group > 3))
				return false;
			grouped = grouped || c == ',';
			group = 0;
		} else {
			group++;
		}
		point = point || c == '.';
		if (c != ',')
			digits[kept++] = c;
	}
	*n = kept;
	return !grouped || point || group == 3;
}

/* Digits, commas between groups of three, a point. *at moves behind them. */
static enum number_reading read_arabic(struct str s, size_t *at, struct decimal *out)
{
	char digits[64];
	size_t n = 0;
	for (size_t next = *at; next < s.n; *at = next) {
		uint32_t c = number_char(s, &next);
		if (!is_digit(c) && c != ',' && c != '.')
			break;
		if (n == sizeof digits)
			return NUMBER_TOO_LARGE;
		digits[n++] = (char)c;
	}
	size_t points = 0;
	for (size_t i = 0; i < n; i++)
		points += digits[i] == '.';
	if (n == 0 || points > 1 || !is_digit((unsigned char)digits[0]) || !is_digit((unsigned char)digits[n - 1]) ||
	    !drop_commas(digits, &n))
		return NUMBER_NONE;
	return decimal_parse((struct str){digits, n}, out) ? NUMBER_READ : NUMBER_TOO_LARGE;
}

/* 二〇二五, and what follows 点: numerals in a row, as digits. Returns how many. */
static size_t read_numerals(struct str s, size_t at, char *digits, size_t room)
{
	size_t n = 0;
	while (at < s.n && n < room) {
		int digit = numeral(number_char(s, &at));
		if (digit < 0)
			break;
		digits[n++] = (char)('0' + digit);
	}
	return n;
}

/* 亿 sections hold 万 sections hold 千 百 十 ones. */
struct numerals {
	struct decimal total, section, current;
	bool has_current;
	bool has_section, zero;
	int64_t last;            /* the last multiplier, 0 for none */
	bool wan, yi;            /* seen */
	bool bare;               /* 百 without a digit before it */
};

static bool add_to(struct decimal *sum, struct decimal d)
{
	return decimal_add(*sum, d, sum);
}

static bool scale_by(struct decimal *d, int64_t factor)
{
	return decimal_mul(*d, (struct decimal){factor, 0}, d);
}

static enum number_reading take_multiplier(struct numerals *n, int64_t factor, bool first)
{
	const struct decimal one = {1, 0};
	if (factor < 10000) {
		if (n->last && n->last < 10000 && factor >= n->last)
			return NUMBER_NONE;
		if (!n->has_current) {
			if (!first && (factor != 10 || n->bare))
				return NUMBER_NONE;
			n->current = one;
			n->bare = factor != 10;
		}
		if (!scale_by(&n->current, factor) || !add_to(&n->section, n->current))
			return NUMBER_TOO_LARGE;
		n->has_section = true;
	} else {
		bool wan = factor == 10000;
		if ((wan && n->wan) || (!wan && n->yi) || (!n->has_current && !n->has_section && !first && !n->wan))
			return NUMBER_NONE;
		struct decimal part = first ? one : n->section;
		if (n->has_current && !add_to(&part, n->current))
			return NUMBER_TOO_LARGE;
		if (!wan && (!add_to(&part, n->total) || !scale_by(&part, factor)))
			return NUMBER_TOO_LARGE;
		if (wan && (!scale_by(&part, factor) || !add_to(&part, n->total)))
			return NUMBER_TOO_LARGE;
		n->total = part;
		n->section = (struct decimal){0, 0};
		n->has_section = false;
		n->wan = wan;
		n->yi = n->yi || !wan;
	}
	n->has_current = n->zero = false;
	n->last = factor;
	return NUMBER_READ;
}

/* A numeral, with 点 and the digits behind it where they follow. */
static enum number_reading take_numeral(struct numerals *n, struct str s, size_t *at, int digit)
{
	size_t behind = *at;
	bool point = behind < s.n && number_char(s, &behind) == U'点';
	if (n->has_current)
		return NUMBER_NONE;
	if (digit == 0 && !point && *at < s.n) {
		n->zero = true;
		return n->last ? NUMBER_READ : NUMBER_NONE;
	}
	n->current = (struct decimal){digit, 0};
	n->has_current = true;
	if (point) {
		char digits[16] = "0.";
		size_t n_digits = read_numerals(s, behind, digits + 2, sizeof digits - 2);
		struct decimal part;
		if (n_digits == 0)
			return NUMBER_NONE;
		if (!decimal_parse((struct str){digits, n_digits + 2}, &part) || !add_to(&n->current, part))
			return NUMBER_TOO_LARGE;
		*at = utf8_offset(s, utf8_length(str_sub(s, 0, behind)) + n_digits);
	}
	return NUMBER_READ;
}

/* 一万二 and 3万5 leave the last digit's place unsaid: no number. */
static bool is_elliptic(const struct numerals *n)
{
	if (!n->has_current || n->last <= 10 || n->zero)
		return false;
	struct decimal tenth = {n->last / 10, 0};
	return decimal_cmp(n->current, tenth) < 0;
}

static enum number_reading take(struct numerals *n, struct str s, size_t *at)
{
	size_t here = *at;
	uint32_t c = number_char(s, at);
	int64_t factor = number_multiplier(c);
	if (factor)
		return take_multiplier(n, factor, here == 0);
	int digit = numeral(c);
	if (digit >= 0)
		return take_numeral(n, s, at, digit);
	if (!is_digit(c) || n->has_current)
		return NUMBER_NONE;
	*at = here;
	n->has_current = true;
	return read_arabic(s, at, &n->current);
}

static enum number_reading read_mixed(struct str s, struct number *out)
{
	struct numerals n = {0};
	out->round = true;
	for (size_t at = 0; at < s.n;) {
		size_t here = at;
		int64_t factor = number_multiplier(number_char(s, &here));
		enum number_reading reading = take(&n, s, &at);
		if (reading != NUMBER_READ)
			return reading;
		out->multiplied = factor != 0;
		out->round = out->round && factor != 0 && factor != 10;
	}
	if (is_elliptic(&n))
		return NUMBER_NONE;
	if (n.last)
		out->multiplier = (struct decimal){n.last, 0};
	if (!add_to(&n.total, n.section) || (n.has_current && !add_to(&n.total, n.current)))
		return NUMBER_TOO_LARGE;
	out->value = n.total;
	return NUMBER_READ;
}

enum number_reading number_read(struct str text, struct number *out)
{
	text = str_trim(text);
	*out = (struct number){.multiplier = {1, 0}};
	if (text.n == 0)
		return NUMBER_NONE;
	size_t at = 0;
	uint32_t first = number_char(text, &at);
	bool negative = first == '-' || first == 0x2212;
	if (negative || first == '+')
		text = str_sub(text, at, text.n);
	if (str_eq_c(text, "半")) {
		out->value = (struct decimal){negative ? -5 : 5, 1};
		return NUMBER_READ;
	}
	char digits[32];
	size_t n = read_numerals(text, 0, digits, sizeof digits);
	enum number_reading reading;
	if (n >= 3 && n == utf8_length(text))
		reading = decimal_parse((struct str){digits, n}, &out->value) ? NUMBER_READ : NUMBER_TOO_LARGE;
	else
		reading = text.n ? read_mixed(text, out) : NUMBER_NONE;
	if (negative)
		out->value.digits = -out->value.digits;
	return reading;
}

bool number_parse(struct str text, struct decimal *out)
{
	struct number number;
	if (number_read(text, &number) != NUMBER_READ)
		return false;
	*out = number.value;
	return true;
}
