#include "number_internal.h"

#include "base/gcd.h"

enum dimension { ALONE, MONEY, AREA, VOLUME, MASS, POWER, ENERGY, LENGTH, TIME, CALENDAR, PRESSURE, SHARE, APPARENT };

/* Units that figures are brought to, and how they compare within a dimension. */
struct base_unit {
	struct str name;
	enum dimension dimension;
	int64_t ratio; /* this many of the dimension's smallest part; 3 亩 = 2000 平方米 */
	bool scales;   /* shown with 万 and 亿 */
};

static const struct base_unit base_units[] = {
	{STR_INIT("元"), MONEY, 1, true},        {STR_INIT("平方米"), AREA, 3, true},
	{STR_INIT("亩"), AREA, 2000, true},      {STR_INIT("立方米"), VOLUME, 1, true},
	{STR_INIT("吨"), MASS, 1, true},         {STR_INIT("千瓦"), POWER, 1, true},
	{STR_INIT("千瓦时"), ENERGY, 1, true},   {STR_INIT("公里"), LENGTH, 1000000000, true},
	{STR_INIT("厘米"), LENGTH, 10000, false}, {STR_INIT("毫米"), LENGTH, 1000, false},
	{STR_INIT("微米"), LENGTH, 1, false},    {STR_INIT("秒"), TIME, 1, false},
	{STR_INIT("分钟"), TIME, 60, false},     {STR_INIT("小时"), TIME, 3600, false},
	{STR_INIT("天"), TIME, 86400, false},    {STR_INIT("周"), TIME, 604800, false},
	{STR_INIT("月"), CALENDAR, 1, false},    {STR_INIT("季度"), CALENDAR, 3, false},
	{STR_INIT("年"), CALENDAR, 12, false},   {STR_INIT("bar"), PRESSURE, 1, false},
	{STR_INIT("兆帕"), PRESSURE, 10, false}, {STR_INIT("%"), SHARE, 1, false},
	{STR_INIT("千伏安"), APPARENT, 1, true}, {STR_INIT("个百分点"), ALONE, 1, false},
	{STR_INIT("倍"), ALONE, 1, false},       {STR_INIT("℃"), ALONE, 1, false},
	{STR_INIT("千伏"), ALONE, 1, false},     {STR_INIT("人"), ALONE, 1, true},
	{STR_INIT("人次"), ALONE, 1, true},      {STR_INIT("美元"), ALONE, 1, true},
	{STR_INIT("家"), ALONE, 1, true},        {STR_INIT("户"), ALONE, 1, true},
	{STR_INIT("个"), ALONE, 1, true},        {STR_INIT("条"), ALONE, 1, true},
	{STR_INIT("项"), ALONE, 1, true},        {STR_INIT("台"), ALONE, 1, true},
	{STR_INIT("套"), ALONE, 1, true},        {STR_INIT("台套"), ALONE, 1, true},
	{STR_INIT("件"), ALONE, 1, true},        {STR_INIT("辆"), ALONE, 1, true},
	{STR_INIT("只"), ALONE, 1, true},        {STR_INIT("头"), ALONE, 1, true},
	{STR_INIT("片"), ALONE, 1, true},        {STR_INIT("块"), ALONE, 1, true},
	{STR_INIT("座"), ALONE, 1, true},        {STR_INIT("棵"), ALONE, 1, true},
	{STR_INIT("次"), ALONE, 1, true},        {STR_INIT("支"), ALONE, 1, true},
	{STR_INIT("瓶"), ALONE, 1, true},        {STR_INIT("标准箱"), ALONE, 1, true},
	{STR_INIT("吨标准煤"), ALONE, 1, true},  {STR_INIT("岁"), ALONE, 1, false},
	{STR_INIT("成"), ALONE, 1, false},
};

/* Other spellings and multiples: one of `name` is factor of the base unit. */
struct unit_name {
	struct str name, base;
	struct decimal factor;
};

#define NAME(name, base, digits, scale) {STR_INIT(name), STR_INIT(base), {digits, scale}}
static const struct unit_name unit_names[] = {
	NAME("元人民币", "元", 1, 0), NAME("圆", "元", 1, 0), NAME("块钱", "元", 1, 0), NAME("RMB", "元", 1, 0),
	NAME("CNY", "元", 1, 0), NAME("￥", "元", 1, 0), NAME("USD", "美元", 1, 0),
	NAME("平米", "平方米", 1, 0), NAME("平方", "平方米", 1, 0), NAME("㎡", "平方米", 1, 0), NAME("m²", "平方米", 1, 0),
	NAME("m2", "平方米", 1, 0), NAME("M2", "平方米", 1, 0), NAME("M²", "平方米", 1, 0), NAME("公顷", "平方米", 10000, 0),
	NAME("ha", "平方米", 10000, 0), NAME("hm²", "平方米", 10000, 0), NAME("hm2", "平方米", 10000, 0),
	NAME("平方公里", "平方米", 1000000, 0), NAME("平方千米", "平方米", 1000000, 0), NAME("km²", "平方米", 1000000, 0),
	NAME("km2", "平方米", 1000000, 0), NAME("㎢", "平方米", 1000000, 0), NAME("平方厘米", "平方米", 1, 4),
	NAME("平方毫米", "平方米", 1, 6), NAME("畝", "亩", 1, 0),
	NAME("方", "立方米", 1, 0), NAME("立方", "立方米", 1, 0), NAME("m³", "立方米", 1, 0), NAME("m3", "立方米", 1, 0),
	NAME("㎥", "立方米", 1, 0), NAME("M3", "立方米", 1, 0), NAME("Nm³", "立方米", 1, 0), NAME("Nm3", "立方米", 1, 0),
	NAME("标方", "立方米", 1, 0), NAME("标准立方米", "立方米", 1, 0), NAME("标立方米", "立方米", 1, 0),
	NAME("升", "立方米", 1, 3), NAME("L", "立方米", 1, 3), NAME("l", "立方米", 1, 3), NAME("毫升", "立方米", 1, 6),
	NAME("t", "吨", 1, 0), NAME("T", "吨", 1, 0), NAME("公吨", "吨", 1, 0), NAME("公斤", "吨", 1, 3),
	NAME("千克", "吨", 1, 3), NAME("kg", "吨", 1, 3), NAME("KG", "吨", 1, 3), NAME("Kg", "吨", 1, 3), NAME("斤", "吨", 5, 4),
	NAME("克", "吨", 1, 6), NAME("g", "吨", 1, 6), NAME("kt", "吨", 1000, 0), NAME("Mt", "吨", 1000000, 0),
	NAME("吨标煤", "吨标准煤", 1, 0), NAME("tce", "吨标准煤", 1, 0), NAME("千克标准煤", "吨标准煤", 1, 3),
	NAME("公斤标准煤", "吨标准煤", 1, 3), NAME("千克标煤", "吨标准煤", 1, 3), NAME("克标准煤", "吨标准煤", 1, 6),
	NAME("kW", "千瓦", 1, 0), NAME("KW", "千瓦", 1, 0), NAME("kw", "千瓦", 1, 0), NAME("Kw", "千瓦", 1, 0),
	NAME("kWp", "千瓦", 1, 0), NAME("瓦", "千瓦", 1, 3), NAME("W", "千瓦", 1, 3), NAME("w", "千瓦", 1, 3),
	NAME("兆瓦", "千瓦", 1000, 0), NAME("MW", "千瓦", 1000, 0), NAME("mw", "千瓦", 1000, 0), NAME("Mw", "千瓦", 1000, 0),
	NAME("MWp", "千瓦", 1000, 0), NAME("兆瓦级", "千瓦", 1000, 0), NAME("吉瓦", "千瓦", 1000000, 0),
	NAME("GW", "千瓦", 1000000, 0), NAME("gw", "千瓦", 1000000, 0), NAME("Gw", "千瓦", 1000000, 0),
	NAME("GWp", "千瓦", 1000000, 0),
	NAME("度", "千瓦时", 1, 0), NAME("度电", "千瓦时", 1, 0), NAME("kWh", "千瓦时", 1, 0), NAME("KWh", "千瓦时", 1, 0),
	NAME("kwh", "千瓦时", 1, 0), NAME("KWH", "千瓦时", 1, 0), NAME("Kwh", "千瓦时", 1, 0), NAME("kW·h", "千瓦时", 1, 0),
	NAME("千瓦小时", "千瓦时", 1, 0), NAME("瓦时", "千瓦时", 1, 3), NAME("Wh", "千瓦时", 1, 3),
	NAME("兆瓦时", "千瓦时", 1000, 0), NAME("MWh", "千瓦时", 1000, 0), NAME("mwh", "千瓦时", 1000, 0),
	NAME("MWH", "千瓦时", 1000, 0), NAME("吉瓦时", "千瓦时", 1000000, 0), NAME("GWh", "千瓦时", 1000000, 0),
	NAME("gwh", "千瓦时", 1000000, 0), NAME("GWH", "千瓦时", 1000000, 0),
	NAME("千米", "公里", 1, 0), NAME("km", "公里", 1, 0), NAME("KM", "公里", 1, 0), NAME("Km", "公里", 1, 0),
	NAME("㎞", "公里", 1, 0), NAME("米", "公里", 1, 3), NAME("m", "公里", 1, 3), NAME("延米", "公里", 1, 3),
	NAME("延长米", "公里", 1, 3), NAME("cm", "厘米", 1, 0), NAME("mm", "毫米", 1, 0), NAME("㎜", "毫米", 1, 0),
	NAME("μm", "微米", 1, 0), NAME("µm", "微米", 1, 0), NAME("um", "微米", 1, 0), NAME("纳米", "微米", 1, 3),
	NAME("nm", "微米", 1, 3),
	NAME("s", "秒", 1, 0), NAME("秒钟", "秒", 1, 0), NAME("min", "分钟", 1, 0), NAME("h", "小时", 1, 0),
	NAME("H", "小时", 1, 0), NAME("hr", "小时", 1, 0), NAME("时", "小时", 1, 0), NAME("个小时", "小时", 1, 0),
	NAME("d", "天", 1, 0), NAME("日", "天", 1, 0), NAME("a", "年", 1, 0), NAME("个月", "月", 1, 0),
	NAME("个季度", "季度", 1, 0), NAME("周年", "年", 1, 0), NAME("个周", "周", 1, 0), NAME("星期", "周", 1, 0),
	NAME("MPa", "兆帕", 1, 0), NAME("Mpa", "兆帕", 1, 0), NAME("mpa", "兆帕", 1, 0), NAME("MPA", "兆帕", 1, 0),
	NAME("千帕", "兆帕", 1, 3), NAME("kPa", "兆帕", 1, 3), NAME("帕", "兆帕", 1, 6), NAME("Pa", "兆帕", 1, 6),
	NAME("GPa", "兆帕", 1000, 0), NAME("巴", "bar", 1, 0), NAME("Bar", "bar", 1, 0),
	NAME("％", "%", 1, 0), NAME("‰", "%", 1, 1), NAME("百分点", "个百分点", 1, 0), NAME("pct", "个百分点", 1, 0),
	NAME("摄氏度", "℃", 1, 0), NAME("°C", "℃", 1, 0), NAME("ºC", "℃", 1, 0),
	NAME("kV", "千伏", 1, 0), NAME("KV", "千伏", 1, 0), NAME("kv", "千伏", 1, 0), NAME("伏", "千伏", 1, 3),
	NAME("V", "千伏", 1, 3), NAME("kVA", "千伏安", 1, 0), NAME("KVA", "千伏安", 1, 0), NAME("MVA", "千伏安", 1000, 0),
	NAME("兆伏安", "千伏安", 1000, 0), NAME("万伏安", "千伏安", 10, 0), NAME("名", "人", 1, 0), NAME("倍数", "倍", 1, 0),
	NAME("TEU", "标准箱", 1, 0), NAME("标箱", "标准箱", 1, 0),
};

/* Spelt rates, so that t/h and 吨/小时 are one base unit: RATED over PER. */
#define RATED(row)                                                                                                    \
	row("元") row("吨") row("立方米") row("平方米") row("千瓦时") row("千瓦") row("公里") row("亩") row("家")     \
	row("个") row("台") row("套") row("辆") row("件") row("人") row("人次") row("户") row("只") row("头")         \
	row("美元") row("吨标准煤") row("标准箱")
#define PER(row, over)                                                                                                \
	row(over, "年") row(over, "月") row(over, "天") row(over, "小时") row(over, "分钟") row(over, "秒")           \
	row(over, "吨") row(over, "亩") row(over, "平方米") row(over, "立方米") row(over, "千瓦时") row(over, "千瓦") \
	row(over, "公里") row(over, "人") row(over, "户") row(over, "台")
#define RATE(over, under) STR_INIT(over "/" under),
#define RATES_OF(over) PER(RATE, over)
static const struct str rates[] = {RATED(RATES_OF)};

static const struct base_unit *find_base(struct str name)
{
	for (size_t i = 0; i < sizeof base_units / sizeof base_units[0]; i++)
		if (str_eq(base_units[i].name, name))
			return &base_units[i];
	return NULL;
}

static bool find_plain(struct str name, struct unit *out)
{
	const struct base_unit *base = find_base(name);
	if (base) {
		*out = (struct unit){{1, 0}, base->name, true};
		return true;
	}
	for (size_t i = 0; i < sizeof unit_names / sizeof unit_names[0]; i++)
		if (str_eq(unit_names[i].name, name)) {
			*out = (struct unit){unit_names[i].factor, unit_names[i].base, true};
			return true;
		}
	return false;
}

/* 吨/年, 元每吨: where the two parts meet; false for a plain unit. */
static bool split_rate(struct str text, struct str *over, struct str *under)
{
	static const struct str signs[] = {STR_INIT("/"), STR_INIT("／"), STR_INIT("每")};
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		ptrdiff_t at = str_find(text, signs[i], 0);
		if (at > 0 && (size_t)at + signs[i].n < text.n) {
			*over = str_trim(str_sub(text, 0, (size_t)at));
			*under = str_trim(str_sub(text, (size_t)at + signs[i].n, text.n));
			return true;
		}
	}
	return false;
}

static bool find_rate(struct str text, struct unit *out)
{
	struct str over, under;
	struct unit quantity, per;
	if (!split_rate(text, &over, &under) || !find_plain(over, &quantity) || !find_plain(under, &per) ||
	    per.factor.digits != 1 || per.factor.scale != 0)
		return false;
	for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
		struct str rate = rates[i];
		if (rate.n == quantity.base.n + 1 + per.base.n && str_starts(rate, quantity.base) && str_ends(rate, per.base)) {
			*out = (struct unit){quantity.factor, rate, true};
			return true;
		}
	}
	return false;
}

static bool find_unit(struct str name, struct unit *out)
{
	return find_plain(name, out) || find_rate(name, out);
}

/*
 * Whether the multiplier before rest is one: 万 and 亿 always are; 百, 千 and 十 only before
 * what is surely a unit (千户, 百亿元), for 千伏安 and 百强 are words of their own.
 */
static bool is_multiplier(int64_t factor, struct str rest)
{
	struct unit unit;
	if (factor == 0 || factor >= 10000 || rest.n == 0)
		return factor != 0;
	size_t at = 0;
	return number_multiplier(number_char(rest, &at)) || find_unit(rest, &unit);
}

bool unit_is_spoken(struct str unit)
{
	return str_starts(unit, STR("个亿"));
}

bool unit_read(struct str text, struct unit *out)
{
	struct decimal factor = {1, 0};
	text = str_trim(text);
	if (unit_is_spoken(text))
		text = str_sub(text, STR("个").n, text.n);
	for (;;) {
		if (find_unit(text, out))
			return decimal_mul(out->factor, factor, &out->factor);
		size_t at = 0;
		int64_t multiplier = text.n ? number_multiplier(number_char(text, &at)) : 0;
		if (!is_multiplier(multiplier, str_sub(text, at, text.n)))
			break;
		if (!decimal_mul(factor, (struct decimal){multiplier, 0}, &factor))
			return false;
		text = str_trim(str_sub(text, at, text.n));
	}
	*out = (struct unit){factor, text, false};
	return true;
}

bool unit_is_word(struct str s)
{
	if (s.n == 0 || s.n > 48)
		return false;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = number_char(s, &at);
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x4E00 && c <= 0x9FFF);
		if (!letter && c != '/')
			return false;
	}
	return true;
}

bool unit_scales(struct str base)
{
	struct str over, under;
	const struct base_unit *unit = find_base(split_rate(base, &over, &under) ? over : base);
	return unit && unit->scales;
}

/* The ratio of a plain unit or of a rate of two: over/under, both as ratios of their dimensions. */
struct measure {
	enum dimension dimension, per;
	int64_t ratio, per_ratio;
};

static bool find_measure(struct str name, struct measure *out)
{
	struct str over = name, under;
	*out = (struct measure){.per_ratio = 1};
	if (split_rate(name, &over, &under)) {
		const struct base_unit *per = find_base(under);
		if (!per || per->dimension == ALONE)
			return false;
		out->per = per->dimension;
		out->per_ratio = per->ratio;
	}
	const struct base_unit *unit = find_base(over);
	if (!unit || unit->dimension == ALONE)
		return false;
	out->dimension = unit->dimension;
	out->ratio = unit->ratio;
	return true;
}

/* Rates of one thing, whatever it is: 只/小时 and 只/天. */
static bool same_over(struct str base_a, struct str base_b, struct measure *a, struct measure *b)
{
	struct str over_a, over_b, under_a, under_b;
	if (!split_rate(base_a, &over_a, &under_a) || !split_rate(base_b, &over_b, &under_b) || !str_eq(over_a, over_b))
		return false;
	const struct base_unit *per_a = find_base(under_a), *per_b = find_base(under_b);
	if (!per_a || !per_b || per_a->dimension == ALONE)
		return false;
	*a = (struct measure){ALONE, per_a->dimension, 1, per_a->ratio};
	*b = (struct measure){ALONE, per_b->dimension, 1, per_b->ratio};
	return true;
}

bool amount_ratio(struct str base_a, struct str base_b, int64_t *ratio_a, int64_t *ratio_b)
{
	*ratio_a = *ratio_b = 1;
	if (str_eq(base_a, base_b))
		return true;
	struct measure a, b;
	bool found = (find_measure(base_a, &a) && find_measure(base_b, &b)) || same_over(base_a, base_b, &a, &b);
	if (!found || a.dimension != b.dimension || a.per != b.per)
		return false;
	int64_t x, y;
	if (__builtin_mul_overflow(a.ratio, b.per_ratio, &x) || __builtin_mul_overflow(b.ratio, a.per_ratio, &y))
		return false;
	int64_t divisor = (int64_t)gcd((uint64_t)x, (uint64_t)y); /* ratios are above 0 */
	*ratio_a = x / divisor;
	*ratio_b = y / divisor;
	return *ratio_a <= 1000000000 && *ratio_b <= 1000000000;
}

/* The unit that stands for its dimension. */
static const struct str dimension_units[] = {
	[MONEY] = STR_INIT("元"), [AREA] = STR_INIT("平方米"), [VOLUME] = STR_INIT("立方米"), [MASS] = STR_INIT("吨"),
	[POWER] = STR_INIT("千瓦"), [ENERGY] = STR_INIT("千瓦时"), [LENGTH] = STR_INIT("公里"), [TIME] = STR_INIT("小时"),
	[CALENDAR] = STR_INIT("年"), [PRESSURE] = STR_INIT("兆帕"), [SHARE] = STR_INIT("%"), [APPARENT] = STR_INIT("千伏安"),
};

struct unit_group amount_group(struct str base)
{
	enum { NEAR = 31622 }; /* the root of 10^9: two rates as near to that of their group have a ratio */
	const struct unit_group alone = {.over = base};
	struct str over = base, under = {0};
	bool rate = split_rate(base, &over, &under);
	const struct base_unit *unit = find_base(over), *per = rate ? find_base(under) : NULL;
	bool measured = unit && unit->dimension != ALONE;
	if (rate && (!per || per->dimension == ALONE))
		return alone;
	struct unit_group group = {measured ? dimension_units[unit->dimension] : over, rate ? dimension_units[per->dimension] : under};
	if (!rate)
		return group;
	int64_t over_a, over_b, under_a, under_b;
	bool near = amount_ratio(over, group.over, &over_a, &over_b) && amount_ratio(under, group.under, &under_a, &under_b)
		&& over_a * under_b <= NEAR && over_b * under_a <= NEAR;
	return near ? group : alone;
}
