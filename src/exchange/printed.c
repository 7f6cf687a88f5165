#include "exchange/printed_internal.h"

#include "text/figure.h"
#include "text/utf8.h"

static const struct str before[] = {
	STR_INIT("不超过"), STR_INIT("不少于"), STR_INIT("不低于"), STR_INIT("不小于"), STR_INIT("不高于"), STR_INIT("不大于"), STR_INIT("不多于"),
	STR_INIT("不下于"), STR_INIT("已超过"), STR_INIT("已突破"), STR_INIT("不超"), STR_INIT("不下"), STR_INIT("不止"), STR_INIT("不足"),
	STR_INIT("不到"), STR_INIT("已超"), STR_INIT("超过"), STR_INIT("突破"), STR_INIT("将近"), STR_INIT("接近"), STR_INIT("大约"),
	STR_INIT("至少"), STR_INIT("至多"), STR_INIT("最少"), STR_INIT("最多"), STR_INIT("最低"), STR_INIT("最高"), STR_INIT("高于"),
	STR_INIT("低于"), STR_INIT("大于"), STR_INIT("小于"), STR_INIT("多于"), STR_INIT("少于"), STR_INIT("达到"), STR_INIT("达"),
	STR_INIT("约"), STR_INIT("近"), STR_INIT("超"), STR_INIT("逾"), STR_INIT(">="), STR_INIT("<="), STR_INIT(">"), STR_INIT("<"),
	STR_INIT("≥"), STR_INIT("≤"),
};
static const struct str inner[] = {STR_INIT("余"), STR_INIT("多")};
static const struct str behind[] = {STR_INIT("以上"), STR_INIT("以下"), STR_INIT("以内"), STR_INIT("左右"), STR_INIT("上下"), STR_INIT("级")};

#define COUNT(words) (sizeof words / sizeof words[0])

/* The text without the words around its number. */
struct parting {
	struct str core;
	struct strbuf words; /* of the qualifier */
};

static void add_word(struct parting *p, struct str word)
{
	if (p->words.n)
		strbuf_add_byte(&p->words, ';');
	strbuf_add(&p->words, word);
}

static bool take_before(struct parting *p)
{
	for (size_t i = 0; i < COUNT(before); i++)
		if (str_starts(p->core, before[i])) {
			add_word(p, before[i]);
			p->core = str_trim(str_sub(p->core, before[i].n, p->core.n));
			return true;
		}
	return false;
}

static struct str take_behind(struct parting *p)
{
	for (size_t i = 0; i < COUNT(behind); i++)
		if (str_ends(p->core, behind[i])) {
			p->core = str_trim(str_sub(p->core, 0, p->core.n - behind[i].n));
			return behind[i];
		}
	return STR("");
}

/* -- units ------------------------------------------------------------------------------------ */

static bool is_measure(struct str unit, struct str base)
{
	struct figure one;
	int64_t over, under;
	return amount_is_unit(unit) && figure_read(STR("1"), unit, STR(""), &one) && amount_ratio(one.base_unit, base, &over, &under);
}

static bool is_multiplier(struct str text)
{
	struct figure one;
	return amount_is_unit(text) && figure_read(STR("1"), text, STR(""), &one) && !one.base_unit.n;
}

static bool begins_with_multiplier(struct str unit)
{
	static const struct str multipliers[] = {STR_INIT("十"), STR_INIT("百"), STR_INIT("千"), STR_INIT("万"), STR_INIT("亿")};
	for (size_t i = 0; i < COUNT(multipliers); i++)
		if (str_starts(unit, multipliers[i]))
			return true;
	return false;
}

/* 台, 万台, kVA: no part of the number before it. */
static bool is_count_word(struct str said)
{
	static const uint32_t numerals[] = U"一二三四五六七八九十百千两几数零〇";
	bool first = true;
	for (size_t at = 0; at < said.n; first = false) {
		uint32_t c = utf8_next(said, &at);
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || (c >= 0x4E00 && c <= 0x9FFF);
		for (size_t i = 0; first && numerals[i]; i++)
			word = word && c != numerals[i];
		if (!word)
			return false;
	}
	return true;
}

static const struct str wan = STR_INIT("万"), yi = STR_INIT("亿"), ge_yi = STR_INIT("个亿");

/* Nobody counts in 亿万元 or 亿亿元: of 5亿 in a column of 万元 or 亿元 the one multiplier stands for the other. */
static struct str without_multiplier(struct str unit)
{
	bool has = str_starts(unit, wan) || str_starts(unit, yi);
	return has ? str_sub(unit, wan.n, unit.n) : unit;
}

/* What is counted where the cell has `said` behind its number and the column is counted in `unit`. */
static bool join_unit(struct str said, struct str unit, struct str *out, struct arena *arena)
{
	struct figure one;
	if (str_eq_c(said, "％"))
		said = STR("%");
	*out = said.n ? said : unit;
	if (!said.n || str_eq(said, unit))
		return true;
	if (!unit.n)
		return amount_is_unit(said) || is_count_word(said);
	bool spoken = str_eq(said, ge_yi);
	if (spoken && !str_ends(unit, STR("元"))) /* of money alone */
		return false;
	if (spoken || str_eq(said, yi))
		unit = without_multiplier(unit);
	if (!figure_read(STR("1"), unit, STR(""), &one) || !one.has_base)
		return false;
	bool plain = str_eq(one.base_unit, unit) || !begins_with_multiplier(unit);
	if (is_multiplier(said)) {
		*out = arena_printf(arena, "%.*s%.*s", STR_ARG(said), STR_ARG(unit));
		return plain;
	}
	if (plain && str_ends(said, unit) && is_multiplier(str_sub(said, 0, said.n - unit.n)))
		return true;
	ptrdiff_t slash = str_find_byte(unit, '/', 0), base_slash = str_find_byte(one.base_unit, '/', 0);
	if (slash < 0 || base_slash < 0 || str_find_byte(said, '/', 0) >= 0)
		return is_measure(said, one.base_unit);
	/* 50万吨 in a column of 万吨/年. */
	*out = arena_printf(arena, "%.*s%.*s", STR_ARG(said), STR_ARG(str_sub(unit, (size_t)slash, unit.n)));
	return is_measure(said, str_sub(one.base_unit, 0, (size_t)base_slash));
}

/* -- numbers --------------------------------------------------------------------------------- */

/* A date, a telephone number and a part of something are written with digits, too. */
static bool may_be_value(struct str value)
{
	static const struct str half = STR_INIT("半");
	if (!value.n || str_find_byte(value, '/', 0) >= 0 || str_find(value, half, 0) >= 0)
		return false;
	bool digit = false, leading = false, minus = value.p[0] == '-';
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		bool is = c >= '0' && c <= '9';
		if (leading && is)
			return false;
		leading = c == '0' && !digit;
		digit = is || (digit && (c == '.' || c == ','));
	}
	char first = value.p[minus && value.n > 1];
	return (unsigned char)first >= 0x80 || (first >= '0' && first <= '9');
}

/* 1万 and 5千 in a column of 万元 are 1万元 to one and 1亿元 to another; 2亿多 there is 2亿多元, 3亿2000万 is 3亿2000万元. */
static bool fit_multipliers(struct str value, struct str *unit)
{
	static const struct str qian = STR_INIT("千");
	bool arabic = value.p[0] >= '0' && value.p[0] <= '9', has_yi = str_find(value, yi, 0) >= 0;
	bool has_wan = str_find(value, wan, 0) >= 0 || (arabic && str_find(value, qian, 0) >= 0);
	struct decimal number;
	bool whole = str_ends(value, wan) && number_parse(value, &number);
	if (has_yi && (whole || !has_wan))
		*unit = without_multiplier(*unit);
	return !has_wan || !(str_starts(*unit, wan) || str_starts(*unit, yi));
}

/* 5亿万元 was meant as 5亿元 or as 5万元, nobody knows which. */
static bool is_doubled(struct str value, struct str said)
{
	static const struct str pairs[][2] = {{STR_INIT("亿"), STR_INIT("万")}, {STR_INIT("亿"), STR_INIT("亿")}, {STR_INIT("万"), STR_INIT("万")}};
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const struct str *pair = pairs[i];
		if (str_ends(value, pair[0]) && str_starts(said, pair[1]))
			return true;
		for (ptrdiff_t at = str_find(said, pair[0], 0); at >= 0; at = str_find(said, pair[0], (size_t)at + 1))
			if (str_starts(str_sub(said, (size_t)at + pair[0].n, said.n), pair[1]))
				return true;
	}
	return false;
}

/* *unit: what the cell says behind its number; then what is counted. */
static bool names_number(struct parting *p, struct str value, struct str column_unit, struct str *unit, struct arena *arena)
{
	struct figure read;
	return may_be_value(value) && !is_doubled(value, *unit) && join_unit(*unit, column_unit, unit, arena) && fit_multipliers(value, unit)
		&& figure_read(value, *unit, strbuf_str(&p->words), &read) && figure_has_number(&read);
}

/* 1000余亩, 3万余亩, 5个多亿: the word parts number and unit. */
static bool part_by_word(struct str core, size_t at, struct str word, struct str *value, struct str *said)
{
	static const struct str measure = STR_INIT("个");
	struct decimal number;
	*value = str_trim(str_sub(core, 0, at));
	*said = str_trim(str_sub(core, at + word.n, core.n));
	if (str_ends(*value, measure) && str_starts(*said, yi))
		*value = str_sub(*value, 0, value->n - measure.n);
	return number_parse(*value, &number);
}

static bool find_inner(struct parting *p, struct str *value, struct str *said)
{
	for (size_t i = 0; i < COUNT(inner); i++) {
		ptrdiff_t at = str_find(p->core, inner[i], 0);
		if (at > 0 && part_by_word(p->core, (size_t)at, inner[i], value, said)) {
			add_word(p, inner[i]);
			return true;
		}
	}
	return false;
}

/* The shortest number behind which a unit stands: 5亿元 is 5 of 亿元, 2亿—3亿元 are 2亿—3亿 of 元. */
static bool find_unit(struct parting *p, struct str column_unit, struct str *value, struct str *unit, struct arena *arena)
{
	for (size_t at = 0; at < p->core.n;) {
		utf8_next(p->core, &at);
		*value = str_trim(str_sub(p->core, 0, at));
		*unit = str_trim(str_sub(p->core, at, p->core.n));
		if (names_number(p, *value, column_unit, unit, arena))
			return true;
	}
	return false;
}

bool printed_read(struct str text, struct str unit, struct printed *out, struct arena *arena)
{
	struct parting p = {.core = str_trim(text)};
	struct printed found = {0};
	for (int i = 0; i < 2 && take_before(&p); i++)
		;
	struct str last = take_behind(&p);
	bool inside = find_inner(&p, &found.value, &found.unit);
	if (last.n)
		add_word(&p, last);
	bool ok = inside ? names_number(&p, found.value, unit, &found.unit, arena) : find_unit(&p, unit, &found.value, &found.unit, arena);
	found.qualifier = arena_take(arena, &p.words);
	if (ok)
		*out = found;
	return ok;
}
