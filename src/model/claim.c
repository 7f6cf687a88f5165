#include "model/claim.h"

#include "text/figure.h"

/* What a printed scope says about the time in which a quantity comes: whole words, or how they begin. */
struct pace {
	struct str word;
	bool begins;
	const char *suffix;
};

static const struct pace paces[] = {
	{STR_INIT("年产"), true, "/年"},     {STR_INIT("年处理"), true, "/年"}, {STR_INIT("年加工"), true, "/年"},
	{STR_INIT("年吞吐"), true, "/年"},   {STR_INIT("年供"), true, "/年"},   {STR_INIT("年发电"), true, "/年"},
	{STR_INIT("年货运"), true, "/年"},   {STR_INIT("年输"), true, "/年"},   {STR_INIT("年消"), true, "/年"},
	{STR_INIT("年用"), true, "/年"},     {STR_INIT("年均"), true, "/年"},   {STR_INIT("每年"), false, "/年"},
	{STR_INIT("一年"), false, "/年"},    {STR_INIT("年"), false, "/年"},    {STR_INIT("每月"), false, "/月"},
	{STR_INIT("月产"), true, "/月"},     {STR_INIT("月均"), true, "/月"},   {STR_INIT("日产"), true, "/天"},
	{STR_INIT("日处理"), true, "/天"},   {STR_INIT("日加工"), true, "/天"}, {STR_INIT("日吞吐"), true, "/天"},
	{STR_INIT("日供"), true, "/天"},     {STR_INIT("日发电"), true, "/天"}, {STR_INIT("日输"), true, "/天"},
	{STR_INIT("日消"), true, "/天"},     {STR_INIT("日用"), true, "/天"},   {STR_INIT("日均"), true, "/天"},
	{STR_INIT("每天"), false, "/天"},    {STR_INIT("每日"), false, "/天"},  {STR_INIT("一天"), false, "/天"},
	{STR_INIT("每小时"), false, "/小时"}, {STR_INIT("小时产"), true, "/小时"},
};

static const char *pace_of(struct str scope)
{
	for (size_t i = 0; i < sizeof paces / sizeof *paces; i++)
		if (paces[i].begins ? str_starts(scope, paces[i].word) : str_eq(scope, paces[i].word))
			return paces[i].suffix;
	return NULL;
}

/* Units whose numbers do not add up over time: money is of its period, a share and a span are what they are. */
static bool has_no_pace(struct str base_unit)
{
	static const char *const units[] = {"元", "美元", "%", "个百分点", "倍", "年", "月", "季度", "周", "天", "小时", "分钟", "秒"};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq_c(base_unit, units[i]))
			return true;
	return !base_unit.n || str_find_byte(base_unit, '/', 0) >= 0;
}

static const char *rate_suffix(struct str base_unit, struct str scopes)
{
	const char *suffix = NULL;
	struct str rest = scopes, scope;
	while (!suffix && !has_no_pace(base_unit) && str_split(&rest, ';', &scope))
		suffix = pace_of(scope);
	return suffix ? suffix : "";
}

static struct str decimal_text(bool has, struct decimal d, struct arena *arena)
{
	if (!has)
		return (struct str){"", 0};
	struct strbuf text = {0};
	decimal_format(d, &text);
	return arena_take(arena, &text);
}

/* Whether a given member may stand beside what was read. Numbers by value: 10 and 10.0 are the same. */
static bool number_agrees(struct str given, bool has, struct decimal read)
{
	struct decimal d;
	return !given.n || (has && decimal_parse(given, &d) && decimal_cmp(d, read) == 0);
}

enum claim_reading claim_read(struct str value, struct str unit, struct str qualifiers, struct str scopes,
	struct claim_figure *figure, struct arena *arena)
{
	struct figure read;
	if (!figure_read(value, unit, qualifiers, &read))
		return CLAIM_DISAGREES;
	if (!read.has_base && !read.has_low && !read.has_high)
		return CLAIM_WORDS;
	struct str base_unit = arena_printf(arena, "%.*s%s", STR_ARG(read.base_unit), rate_suffix(read.base_unit, scopes));
	if (!number_agrees(figure->value_base, read.has_base, read.base)
		|| !number_agrees(figure->value_low, read.has_low, read.low)
		|| !number_agrees(figure->value_high, read.has_high, read.high)
		|| (figure->base_unit.n && base_unit.n && !str_eq(figure->base_unit, base_unit)))
		return CLAIM_DISAGREES;
	if (!figure->value_base.n)
		figure->value_base = decimal_text(read.has_base, read.base, arena);
	if (!figure->base_unit.n)
		figure->base_unit = base_unit;
	if (!figure->value_low.n)
		figure->value_low = decimal_text(read.has_low, read.low, arena);
	if (!figure->value_high.n)
		figure->value_high = decimal_text(read.has_high, read.high, arena);
	return CLAIM_AGREES;
}
