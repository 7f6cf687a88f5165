#include "text/figure.h"

#include "number_internal.h"

/* What the words around a number say about it. */
struct words {
	bool low, high, level;
};

static const struct str low_words[] = {
	STR_INIT("余"), STR_INIT("有余"), STR_INIT("多"), STR_INIT("超"), STR_INIT("超过"), STR_INIT("突破"), STR_INIT("以上"),
	STR_INIT("及以上"), STR_INIT("逾"), STR_INIT("至少"), STR_INIT("最少"), STR_INIT("最低"), STR_INIT("不少于"),
	STR_INIT("不低于"), STR_INIT("不小于"), STR_INIT("不下"), STR_INIT("不下于"), STR_INIT("高于"), STR_INIT("大于"),
	STR_INIT("多于"), STR_INIT("过"), STR_INIT("破"), STR_INIT("不止"), STR_INIT("起"), STR_INIT("开外"), STR_INIT("出头"),
	STR_INIT("≥"), STR_INIT(">"), STR_INIT(">="), STR_INIT("+"), STR_INIT("超出"), STR_INIT("已超"), STR_INIT("已超过"),
	STR_INIT("已突破"),
};
static const struct str high_words[] = {
	STR_INIT("近"), STR_INIT("将近"), STR_INIT("接近"), STR_INIT("不超"), STR_INIT("不超过"), STR_INIT("以内"), STR_INIT("内"),
	STR_INIT("不足"), STR_INIT("以下"), STR_INIT("及以下"), STR_INIT("至多"), STR_INIT("最多"), STR_INIT("最高"),
	STR_INIT("不到"), STR_INIT("低于"), STR_INIT("小于"), STR_INIT("少于"), STR_INIT("不高于"), STR_INIT("不大于"),
	STR_INIT("不多于"), STR_INIT("未到"), STR_INIT("前"), STR_INIT("≤"), STR_INIT("<"), STR_INIT("<="),
};
static const struct str level_words[] = {STR_INIT("级"), STR_INIT("级别")};
/* Words that may stand inside the cells of value and unit; others are known only as qualifiers. */
static const struct str words_behind[] = {
	STR_INIT("及以上"), STR_INIT("以上"), STR_INIT("有余"), STR_INIT("余"), STR_INIT("多"), STR_INIT("来"), STR_INIT("左右"),
	STR_INIT("上下"), STR_INIT("及以下"), STR_INIT("以下"), STR_INIT("以内"), STR_INIT("+"),
};
static const struct str words_before[] = {
	STR_INIT("不超过"), STR_INIT("超过"), STR_INIT("突破"), STR_INIT("将近"), STR_INIT("接近"), STR_INIT("至少"),
	STR_INIT("至多"), STR_INIT("不足"), STR_INIT("不到"), STR_INIT("大约"), STR_INIT("不超"), STR_INIT("超"), STR_INIT("近"),
	STR_INIT("约"), STR_INIT("逾"), STR_INIT("过"), STR_INIT("达"),
};

#define COUNT(words) (sizeof words / sizeof words[0])

static bool is_one_of(struct str word, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, words[i]))
			return true;
	return false;
}

static void add_word(struct words *words, struct str word)
{
	words->low = words->low || is_one_of(word, low_words, COUNT(low_words));
	words->high = words->high || is_one_of(word, high_words, COUNT(high_words));
	words->level = words->level || is_one_of(word, level_words, COUNT(level_words));
}

static void add_qualifiers(struct words *words, struct str list)
{
	for (size_t at = 0, start = 0; at <= list.n;) {
		size_t end = at;
		uint32_t c = at < list.n ? number_char(list, &at) : ';';
		if (c == ';' || c == ',' || c == U'、') {
			add_word(words, str_trim(str_sub(list, start, end - start)));
			start = at;
		}
		if (end == list.n)
			break;
	}
}

static struct str take_words_behind(struct str s, struct words *words)
{
	for (size_t i = 0; i < COUNT(words_behind); i++)
		if (str_ends(s, words_behind[i])) {
			add_word(words, words_behind[i]);
			return str_trim(str_sub(s, 0, s.n - words_behind[i].n));
		}
	return s;
}

static struct str take_words_before(struct str s, struct words *words)
{
	for (size_t i = 0; i < COUNT(words_before); i++)
		if (str_starts(s, words_before[i])) {
			add_word(words, words_before[i]);
			return str_trim(str_sub(s, words_before[i].n, s.n));
		}
	return s;
}

/* 余万元, 多亩, 亿元以上: the words go, the unit stays. */
static struct str take_unit_words(struct str unit, struct words *words)
{
	static const struct str inner[] = {STR_INIT("余"), STR_INIT("多"), STR_INIT("来")};
	for (size_t i = 0; i < COUNT(inner); i++)
		if (str_starts(unit, inner[i]) && unit.n > inner[i].n) {
			add_word(words, inner[i]);
			unit = str_trim(str_sub(unit, inner[i].n, unit.n));
			break;
		}
	return take_words_behind(unit, words);
}

static bool is_range_sign(uint32_t c)
{
	return c == '-' || c == '~' || c == 0x2010 || c == 0x2012 || c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2212 ||
	       c == U'～' || c == 0x301C || c == 0x223C || c == U'至' || c == U'到';
}

/* 47—52: the two numbers' text; a sign at the start belongs to the first. */
static bool split_range(struct str value, struct str *from, struct str *to)
{
	for (size_t at = 0; at < value.n;) {
		size_t here = at;
		if (!is_range_sign(number_char(value, &at)) || here == 0)
			continue;
		size_t behind = at, next = at;
		while (next < value.n && is_range_sign(number_char(value, &next)))
			behind = next;
		*from = str_trim(str_sub(value, 0, here));
		*to = str_trim(str_sub(value, behind, value.n));
		return from->n > 0 && to->n > 0;
	}
	return false;
}

/* 百分之五十, 三分之一, 2/5: numerator and denominator. */
static bool split_fraction(struct str value, struct str *over, struct str *under)
{
	static const struct str spelt = STR_INIT("分之");
	ptrdiff_t at = str_find(value, spelt, 0);
	if (at > 0) {
		*under = str_sub(value, 0, (size_t)at);
		*over = str_sub(value, (size_t)at + spelt.n, value.n);
		return over->n > 0;
	}
	at = str_find_byte(value, '/', 0);
	*over = str_sub(value, 0, at < 0 ? 0 : (size_t)at);
	*under = str_sub(value, at < 0 ? value.n : (size_t)at + 1, value.n);
	return at > 0 && under->n > 0;
}

/* The quotient where it is a decimal that fits. */
static bool divide(struct decimal over, struct decimal under, struct decimal *out)
{
	struct decimal ten = {10, 0};
	for (; under.scale > 0; under.scale--)
		if (!decimal_mul(over, ten, &over))
			return false;
	for (; over.digits % under.digits != 0; over.scale++)
		if (over.scale == 9 || __builtin_mul_overflow(over.digits, 10, &over.digits))
			return false;
	over.digits /= under.digits;
	return decimal_add(over, (struct decimal){0, 0}, out);
}

struct reading {
	struct words words;
	struct unit unit;
	struct figure *figure;
};

static bool to_base(const struct reading *r, struct decimal *d)
{
	return decimal_mul(*d, r->unit.factor, d);
}

/* One number with the bounds that the words give it. */
static bool set_number(struct reading *r, struct decimal value, bool named)
{
	struct figure *f = r->figure;
	if (!to_base(r, &value))
		return false;
	f->has_base = named && !r->words.level;
	f->has_low = r->words.low || r->words.level;
	f->has_high = r->words.high;
	if (f->has_base)
		f->base = value;
	if (f->has_low)
		f->low = value;
	if (f->has_high)
		f->high = value;
	return true;
}

static bool has_no_unit(const struct reading *r)
{
	return r->unit.base.n == 0 && decimal_cmp(r->unit.factor, (struct decimal){1, 0}) == 0;
}

static void set_percent(struct reading *r)
{
	r->unit = (struct unit){{1, 0}, STR("%"), true};
}

static enum number_reading read_range(struct reading *r, struct str from, struct str to)
{
	struct number low, high;
	enum number_reading first = number_read(from, &low), second = number_read(to, &high);
	if (first != NUMBER_READ || second != NUMBER_READ)
		return first == NUMBER_TOO_LARGE || second == NUMBER_TOO_LARGE ? NUMBER_TOO_LARGE : NUMBER_NONE;
	/* 2—3万 means 20000 to 30000 */
	struct decimal scaled;
	if (high.multiplied && !low.multiplied && decimal_mul(low.value, high.multiplier, &scaled) &&
	    decimal_cmp(scaled, high.value) <= 0)
		low.value = scaled;
	if (decimal_cmp(low.value, high.value) > 0)
		return NUMBER_NONE;
	if (!to_base(r, &low.value) || !to_base(r, &high.value))
		return NUMBER_TOO_LARGE;
	struct figure *f = r->figure;
	f->has_low = f->has_high = true;
	f->low = low.value;
	f->high = high.value;
	return NUMBER_READ;
}

static enum number_reading read_fraction(struct reading *r, struct str over, struct str under)
{
	struct number top, bottom;
	if (number_read(over, &top) != NUMBER_READ || number_read(under, &bottom) != NUMBER_READ || bottom.value.digits <= 0)
		return NUMBER_NONE;
	struct decimal share = top.value;
	if (has_no_unit(r)) {
		set_percent(r);
		if (!decimal_mul(share, (struct decimal){100, 0}, &share))
			return NUMBER_TOO_LARGE;
	}
	if (!divide(share, bottom.value, &share))
		return NUMBER_NONE;
	return set_number(r, share, true) ? NUMBER_READ : NUMBER_TOO_LARGE;
}

/* 数十, 几百, 十几: at least the multiplier, more is not said. */
static bool read_several(struct str value, struct decimal *least)
{
	static const struct str vague[] = {STR_INIT("数"), STR_INIT("几"), STR_INIT("好几")};
	struct number number;
	for (size_t i = 0; i < COUNT(vague); i++) {
		struct str rest = value;
		if (str_starts(value, vague[i]))
			rest = str_sub(value, vague[i].n, value.n);
		else if (str_ends(value, vague[i]))
			rest = str_sub(value, 0, value.n - vague[i].n);
		if (rest.n < value.n && number_read(rest, &number) == NUMBER_READ && number.multiplied) {
			*least = number.value;
			return true;
		}
	}
	return false;
}

static enum number_reading read_single(struct reading *r, struct str value)
{
	struct decimal least;
	struct number number;
	bool half = str_eq_c(value, "一半") || str_eq_c(value, "半数") || str_eq_c(value, "半");
	if (half && has_no_unit(r)) {
		set_percent(r);
		return set_number(r, (struct decimal){50, 0}, true) ? NUMBER_READ : NUMBER_TOO_LARGE;
	}
	if (read_several(value, &least)) {
		r->words.low = true;
		return set_number(r, least, false) ? NUMBER_READ : NUMBER_TOO_LARGE;
	}
	enum number_reading reading = number_read(half ? STR("半") : value, &number);
	if (reading != NUMBER_READ)
		return reading;
	/* A bare 百亿 is a word for much; 近千 and 百余 do name their number. */
	if (number.round && !r->words.low && !r->words.high && !r->words.level)
		return NUMBER_NONE;
	return set_number(r, number.value, true) ? NUMBER_READ : NUMBER_TOO_LARGE;
}

/* A sign of per cent, 成 or ‰ printed with the value rather than in the unit. */
static struct str take_value_unit(struct str value, struct str unit)
{
	static const struct str signs[] = {STR_INIT("%"), STR_INIT("％"), STR_INIT("‰"), STR_INIT("成")};
	for (size_t i = 0; i < COUNT(signs); i++)
		if (value.n > signs[i].n && str_ends(value, signs[i]) && (unit.n == 0 || str_eq(unit, signs[i])))
			return signs[i];
	return (struct str){NULL, 0};
}

/* 47%—52%: the sign of the first number, too, when it is that of the second. */
static struct str without_behind(struct str s, struct str sign)
{
	return sign.n && str_ends(s, sign) ? str_sub(s, 0, s.n - sign.n) : s;
}

static enum number_reading read_value(struct reading *r, struct str value, struct str sign)
{
	struct str first, second;
	if (split_fraction(value, &first, &second))
		return read_fraction(r, first, second);
	if (split_range(value, &first, &second))
		return read_range(r, without_behind(first, sign), second);
	return read_single(r, value);
}

/* 级 says the order of size only: "" 百亿元 级, and 亿元级 as a unit. */
static struct str take_level(struct str value, struct str unit, struct words *words)
{
	for (size_t i = 0; value.n == 0 && i < COUNT(level_words); i++)
		if (str_ends(unit, level_words[i]) && unit.n > level_words[i].n) {
			words->level = true;
			return str_sub(unit, 0, unit.n - level_words[i].n);
		}
	return unit;
}

static void rank_within(struct figure *out)
{
	out->base_unit = STR("位");
	if (!out->has_base)
		return;
	out->high = out->base;
	out->has_high = true;
	out->has_base = out->has_low = false;
}

bool figure_read(struct str value, struct str unit, struct str qualifiers, struct figure *out)
{
	*out = (struct figure){0};
	struct reading r = {.figure = out};
	add_qualifiers(&r.words, qualifiers);
	value = take_words_behind(take_words_before(str_trim(value), &r.words), &r.words);
	unit = take_unit_words(take_level(value, str_trim(unit), &r.words), &r.words);
	struct str sign = take_value_unit(value, unit);
	value = without_behind(value, sign);
	if (sign.n)
		unit = sign;
	bool half_more = str_ends(unit, STR("年半")) || str_ends(unit, STR("天半"));
	if (half_more)
		unit = str_sub(unit, 0, unit.n - STR("半").n);
	if (!unit_read(unit, &r.unit))
		return false;
	if (str_eq_c(r.unit.base, "成"))
		r.unit = (struct unit){{10, 0}, STR("%"), true};
	enum number_reading reading = NUMBER_NONE;
	if (unit_is_spoken(unit) && r.words.level)
		reading = NUMBER_NONE; /* 5个亿级 are five, each of that size */
	else if (value.n > 0)
		reading = read_value(&r, value, sign);
	else if (r.words.level && decimal_cmp(r.unit.factor, (struct decimal){1, 0}) > 0)
		reading = set_number(&r, (struct decimal){1, 0}, false) ? NUMBER_READ : NUMBER_TOO_LARGE;
	if (half_more && out->has_base && !decimal_add(out->base, (struct decimal){5, 1}, &out->base))
		reading = NUMBER_TOO_LARGE;
	out->base_unit = r.unit.base;
	if (str_eq_c(out->base_unit, "强")) /* 500强: one of the first 500 places, not the 500th */
		rank_within(out);
	if (reading != NUMBER_READ)
		out->has_base = out->has_low = out->has_high = false;
	return reading != NUMBER_TOO_LARGE;
}

bool figure_convert(struct figure *figure, struct str unit)
{
	struct figure f = *figure;
	if (str_eq(f.base_unit, unit))
		return true;
	if ((f.has_base && !amount_convert(f.base, f.base_unit, unit, &f.base)) || (f.has_low && !amount_convert(f.low, f.base_unit, unit, &f.low))
		|| (f.has_high && !amount_convert(f.high, f.base_unit, unit, &f.high)))
		return false;
	f.base_unit = unit;
	*figure = f;
	return true;
}

/* -- a number that is looked for ------------------------------------------------------------- */

/* Digits, commas and points from *at on; *at moves behind them. */
static struct str take_digits(struct str text, size_t *at)
{
	size_t start = *at;
	for (size_t next = *at; next < text.n; *at = next) {
		uint32_t c = number_char(text, &next);
		if (!(c >= '0' && c <= '9') && c != ',' && c != '.')
			break;
	}
	return str_sub(text, start, *at);
}

static bool is_spelled(struct str unit)
{
	for (size_t i = 0; i < unit.n; i++)
		if (unit.p[i] < 'a' || unit.p[i] > 'z')
			return false;
	return unit.n > 0;
}

bool sought_read(struct str text, struct sought *out)
{
	struct words words = {0};
	struct number number;
	struct unit unit = {.factor = {1, 0}, .known = true};
	struct err err = ERR_INIT;
	text = take_words_before(str_trim(text), &words);
	size_t at = 0;
	struct str digits = take_digits(text, &at), behind = str_sub(text, at, text.n);
	*out = (struct sought){.unit = STR("")};
	if (is_spelled(behind))
		return digits.n && amount_parse(text, &out->number, &out->unit, &err);
	behind = str_starts(behind, STR("余")) || str_starts(behind, STR("多")) ? str_sub(behind, STR("余").n, behind.n) : behind;
	behind = take_words_behind(behind, &words);
	if (number_read(digits, &number) != NUMBER_READ || (behind.n && !unit_read(behind, &unit)))
		return false;
	if (!unit.known && unit.base.n && !unit_is_word(unit.base))
		return false;
	out->bare = !behind.n;
	out->unit = unit.base;
	return decimal_mul(number.value, unit.factor, &out->number);
}

bool sought_has_unit(struct str number, struct str unit)
{
	struct sought sought;
	struct unit read;
	bool letters = !unit.n || ((unsigned char)unit.p[0] < 0x80 && unit.p[0] != '%');
	return !letters && sought_read(number, &sought) && sought.bare && unit_read(unit, &read) && (read.known || !read.base.n);
}

static bool is_number(struct str text, struct decimal wanted)
{
	struct number number;
	return number_read(text, &number) == NUMBER_READ && !number.round && decimal_cmp(number.value, wanted) == 0;
}

bool sought_in_value(const struct sought *sought, struct str value)
{
	struct words words = {0};
	struct str first, second;
	value = take_words_behind(take_words_before(str_trim(value), &words), &words);
	struct str sign = take_value_unit(value, STR(""));
	value = without_behind(value, sign);
	if (split_range(value, &first, &second))
		return is_number(without_behind(first, sign), sought->number) || is_number(second, sought->number);
	return is_number(value, sought->number);
}

struct str sought_unit(const struct sought *sought, struct str base_unit)
{
	ptrdiff_t slash = str_find_byte(base_unit, '/', 0);
	bool cut = slash > 0 && sought->unit.n && str_find_byte(sought->unit, '/', 0) < 0;
	return cut ? str_sub(base_unit, 0, (size_t)slash) : base_unit;
}

static bool is_amount(const struct sought *sought, struct decimal amount, struct str base_unit)
{
	int order;
	if (!sought->unit.n)
		return decimal_cmp(amount, sought->number) == 0;
	return amount_compare(amount, sought_unit(sought, base_unit), sought->number, sought->unit, &order) && order == 0;
}

bool sought_is_figure(const struct sought *sought, const struct figure *f)
{
	if (f->has_base)
		return is_amount(sought, f->base, f->base_unit);
	return (f->has_low && is_amount(sought, f->low, f->base_unit)) || (f->has_high && is_amount(sought, f->high, f->base_unit));
}
