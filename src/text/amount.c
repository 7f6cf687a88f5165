#include "text/amount.h"

#include "number_internal.h"
#include "text/utf8.h"

/* The number that takes the first `n` bytes, and the unit behind it. */
static bool try_split(struct str text, size_t n, bool known_only, struct decimal *out, struct str *unit_out)
{
	struct number number;
	struct unit unit = {.factor = {1, 0}, .known = true};
	struct str rest = str_trim(str_sub(text, n, text.n));
	if (number_read(str_sub(text, 0, n), &number) != NUMBER_READ)
		return false;
	if (rest.n > 0 && !unit_read(rest, &unit))
		return false;
	if (!unit.known && (known_only || (unit.base.n > 0 && !unit_is_word(unit.base))))
		return false;
	struct decimal value;
	if (!decimal_mul(number.value, unit.factor, &value))
		return false;
	*out = value;
	*unit_out = unit.base;
	return true;
}

/* The longest number wins, first among the readings whose unit is known: 5千瓦 is 5000 瓦, 3百分点 no 300 分点. */
static bool split_amount(struct str text, struct decimal *out, struct str *unit_out)
{
	size_t n_characters = utf8_length(text);
	if (n_characters > 64)
		n_characters = 64;
	for (int known_only = 1; known_only >= 0; known_only--)
		for (size_t n = n_characters; n > 0; n--)
			if (try_split(text, utf8_offset(text, n), known_only, out, unit_out))
				return true;
	return false;
}

/* Multipliers and units by their pinyin, for those who type without an input method. */
static bool read_spelled(struct str text, struct decimal *out, struct str *unit_out)
{
	static const struct {
		struct str letters, unit;
	} spelled[] = {
		{STR_INIT("yi"), STR_INIT("亿")},       {STR_INIT("y"), STR_INIT("亿")},     {STR_INIT("wan"), STR_INIT("万")},
		{STR_INIT("w"), STR_INIT("万")},        {STR_INIT("yiyuan"), STR_INIT("亿元")},
		{STR_INIT("wanyuan"), STR_INIT("万元")}, {STR_INIT("mu"), STR_INIT("亩")},    {STR_INIT("dun"), STR_INIT("吨")},
		{STR_INIT("wandun"), STR_INIT("万吨")}, {STR_INIT("yidun"), STR_INIT("亿吨")},
		{STR_INIT("wanm2"), STR_INIT("万平方米")}, {STR_INIT("pingfangmi"), STR_INIT("平方米")},
		{STR_INIT("wanpingfangmi"), STR_INIT("万平方米")},
	};
	size_t n = 0;
	while (n < text.n && ((text.p[n] >= '0' && text.p[n] <= '9') || text.p[n] == '.' || text.p[n] == ','))
		n++;
	struct str letters = str_trim(str_sub(text, n, text.n));
	struct number number;
	struct unit unit;
	for (size_t i = 0; i < sizeof spelled / sizeof *spelled; i++)
		if (str_eq(letters, spelled[i].letters) && number_read(str_sub(text, 0, n), &number) == NUMBER_READ &&
		    unit_read(spelled[i].unit, &unit) && decimal_mul(number.value, unit.factor, out)) {
			*unit_out = unit.base;
			return true;
		}
	return false;
}

bool amount_parse(struct str text, struct decimal *out, struct str *unit_out, struct err *err)
{
	struct str trimmed = str_trim(text);
	return read_spelled(trimmed, out, unit_out) || split_amount(trimmed, out, unit_out) ||
	       err_set(err, ERR_USAGE, "found \"%.*s\", expected a number with a unit such as 5亿 or 1000亩", STR_ARG(text));
}

bool amount_is_unit(struct str word)
{
	struct unit unit;
	return word.n && unit_read(word, &unit) && (unit.known || !unit.base.n);
}

enum { LIMB = 1000000000 };

/* |d| * ratio in 10^9-limbs, the last one behind the point; ratio <= 10^9. */
static void multiply(struct decimal d, int64_t ratio, uint64_t limbs[4])
{
	uint64_t digits = d.digits < 0 ? -(uint64_t)d.digits : (uint64_t)d.digits;
	uint64_t unit = 1, fill = LIMB;
	for (unsigned i = 0; i < d.scale; i++) {
		unit *= 10;
		fill /= 10;
	}
	uint64_t whole = digits / unit;
	uint64_t parts[3] = {digits % unit * fill, whole % LIMB, whole / LIMB};
	uint64_t carry = 0;
	for (int i = 0; i < 3; i++) {
		carry += parts[i] * (uint64_t)ratio;
		limbs[i] = carry % LIMB;
		carry /= LIMB;
	}
	limbs[3] = carry;
}

bool amount_compare(struct decimal a, struct str unit_a, struct decimal b, struct str unit_b, int *order)
{
	int64_t ratio_a, ratio_b;
	if (!amount_ratio(unit_a, unit_b, &ratio_a, &ratio_b))
		return false;
	if ((a.digits < 0) != (b.digits < 0)) {
		*order = a.digits < 0 ? -1 : 1;
		return true;
	}
	uint64_t x[4], y[4];
	multiply(a, ratio_a, x);
	multiply(b, ratio_b, y);
	*order = 0;
	for (int i = 3; i >= 0 && *order == 0; i--)
		*order = (x[i] > y[i]) - (x[i] < y[i]);
	if (a.digits < 0)
		*order = -*order;
	return true;
}

int amount_group_cmp(struct unit_group a, struct unit_group b)
{
	int order = str_cmp(a.over, b.over);
	return order ? order : str_cmp(a.under, b.under);
}

bool amount_convert(struct decimal d, struct str from, struct str to, struct decimal *out)
{
	enum { PLACES = 9 };
	const int64_t digits_end = INT64_C(1000000000000000000);
	__extension__ typedef __int128 wide;
	int64_t ratio_from, ratio_to;
	if (!amount_ratio(from, to, &ratio_from, &ratio_to))
		return false;
	wide digits = (wide)d.digits * ratio_from;
	for (int i = d.scale; i < PLACES; i++)
		digits *= 10;
	if (digits % ratio_to)
		return false;
	digits /= ratio_to;
	struct decimal converted = {0, PLACES};
	for (; converted.scale && digits % 10 == 0; converted.scale--)
		digits /= 10;
	if (digits >= digits_end || digits <= -digits_end)
		return false;
	converted.digits = (int64_t)digits;
	*out = converted;
	return true;
}

/* The multiplier that gives the fewest characters, the larger one where two give as many. */
void amount_format(struct decimal d, struct str base_unit, struct strbuf *out)
{
	static const struct {
		struct decimal inverse;
		const char *word;
	} steps[] = {{{1, 8}, "亿"}, {{1, 4}, "万"}, {{1, 0}, ""}};
	const size_t n_steps = sizeof steps / sizeof steps[0];
	const struct decimal one = {1, 0}, threshold = {10000, 0};
	struct decimal size = {d.digits < 0 ? -d.digits : d.digits, d.scale}, best = size;
	size_t best_length = SIZE_MAX, best_step = n_steps - 1;
	struct strbuf text = {0};
	bool scales = unit_scales(base_unit) && decimal_cmp(size, threshold) >= 0;
	for (size_t i = scales ? 0 : n_steps - 1; i < n_steps; i++) {
		struct decimal scaled;
		if (!decimal_mul(size, steps[i].inverse, &scaled) || (scales && decimal_cmp(scaled, one) < 0))
			continue;
		strbuf_clear(&text);
		decimal_format(scaled, &text);
		size_t length = text.n + utf8_length(str_from(steps[i].word));
		if (length < best_length) {
			best_length = length;
			best_step = i;
			best = scaled;
		}
	}
	strbuf_release(&text);
	strbuf_add_c(out, d.digits < 0 ? "-" : "");
	decimal_format(best, out);
	strbuf_add_c(out, steps[best_step].word);
	strbuf_add(out, base_unit);
}
