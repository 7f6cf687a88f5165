/* Rules about figures: orders of magnitude, percentages, sums, lists, units. */
#include "index_internal.h"
#include "suspicion_internal.h"

#include <math.h>

static bool is_indicator(const struct index *index, struct ref claim, const char *code)
{
	return str_eq_c(read_slug(index, read_ref(index, claim, "indicator")), code);
}

static void say_printed(struct suspecting *s, struct ref claim)
{
	struct str item = read_text(s->index, claim, "item");
	if (item.n)
		strbuf_printf(&s->message, "%.*s ", STR_ARG(item));
	index_printed(s->index, claim, &s->message);
}

static bool has(struct str text, const char *word)
{
	return str_find(text, str_from(word), 0) >= 0;
}

/* The one number of a figure, or the bound it has. */
static bool number_of(const struct figure *f, struct decimal *out)
{
	*out = f->has_base ? f->base : f->has_low ? f->low : f->high;
	return figure_has_number(f);
}

/* -- orders of magnitude -------------------------------------------------------------- */

static const double magnitude = 300;

/* A figure without its time base. */
struct amount {
	struct decimal printed;
	double value;    /* a year's where per_year */
	struct str unit; /* without "/天" */
	bool rate, yearly; /* yearly: printed without a time base, but it can only be a year's */
};

/* How many such times a year has; 0: the unit is no rate. */
static double times_a_year(struct str base_unit, struct str *unit)
{
	static const struct {
		const char *name;
		double times;
	} bases[] = {{"/年", 1}, {"/月", 12}, {"/天", 365}, {"/小时", 8760}, {"/分钟", 525600}, {"/秒", 31536000}};
	*unit = base_unit;
	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
		if (str_ends(base_unit, str_from(bases[i].name))) {
			*unit = str_sub(base_unit, 0, base_unit.n - str_from(bases[i].name).n);
			return bases[i].times;
		}
	return 0;
}

/* The time base that the scope says instead of the unit: 一天, 每年, 日均. */
static double times_of_scope(struct str scope)
{
	static const struct {
		const char *word;
		double times;
	} words[] = {{"每小时", 8760}, {"每天", 365}, {"一天", 365}, {"每日", 365}, {"日", 365}, {"每月", 12}, {"每年", 1}, {"一年", 1},
		{"全年", 1}, {"年", 1}};
	struct str rest = scope, one;
	while (index_list_next(&rest, &one))
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)
			if (str_starts(one, str_from(words[i].word)))
				return words[i].times;
	return 0;
}

static bool amount_of(const struct index *index, struct ref claim, struct amount *out)
{
	struct figure f = index_figure(index, claim);
	*out = (struct amount){0};
	if (!number_of(&f, &out->printed) || out->printed.digits <= 0 || !f.base_unit.n)
		return false;
	double times = times_a_year(f.base_unit, &out->unit);
	if (times <= 0)
		times = times_of_scope(read_text(index, claim, "scope"));
	out->rate = times > 0;
	out->yearly = !out->rate
		&& (read_number(index, claim, "modality") == MODALITY_CAPACITY
			|| is_indicator(index, claim, "capacity"));
	out->value = decimal_double(out->printed) * (out->rate ? times : 1);
	return true;
}

/* The same thing, or one is a word for a part of the other: 氢气 and 氢气运输. */
static bool same_item(struct str a, struct str b)
{
	return str_eq(a, b) || str_meet(a, b);
}

static void compare_magnitude(struct suspecting *s, struct ref a, struct ref b)
{
	const struct index *index = s->index;
	struct amount x, y;
	if (ref_eq(a, b) || !same_item(read_text(index, a, "item"), read_text(index, b, "item"))
		|| ref_eq(read_ref(index, a, "part_of"), b) || ref_eq(read_ref(index, b, "part_of"), a)
		|| !amount_of(index, a, &x) || !amount_of(index, b, &y) || !str_eq(x.unit, y.unit))
		return;
	if (x.rate != y.rate && !(x.rate ? y.yearly : x.yearly))
		return;
	if (y.value > x.value) {
		compare_magnitude(s, b, a);
		return;
	}
	if (x.value <= magnitude * y.value)
		return;
	say_printed(s, a);
	strbuf_add_c(&s->message, suspicion_words(s, "，另有 ", " against "));
	say_printed(s, b);
	strbuf_printf(&s->message, suspicion_words(s, "：%s相差约 %.0f 倍", ": %s%.0f times as much"),
		x.rate || y.rate ? suspicion_words(s, "都按一年算，", "brought to a year, ") : "", x.value / y.value);
	suspect(s, "order_of_magnitude", a, b);
}

static void compare_with(struct suspecting *s, struct ref claim, struct ref subject)
{
	struct refs group = index_figures(s->index, subject, read_ref(s->index, claim, "indicator"));
	for (size_t i = 0; i < group.n; i++)
		compare_magnitude(s, claim, group.v[i]);
}

/* Whose figures are those of the whole that a subject is part of. */
static const struct belonging {
	enum kind kind;
	const char *field;
} belongings[] = {{KIND_PROJECT, "parent"}, {KIND_PROJECT, "owner"}, {KIND_PARK, "zone"}};

void suspect_magnitude(struct suspecting *s, struct ref claim, bool below)
{
	struct ref subject = read_ref(s->index, claim, "subject");
	compare_with(s, claim, subject);
	for (size_t i = 0; i < sizeof belongings / sizeof *belongings; i++) {
		const struct belonging *b = &belongings[i];
		if (ref_kind(subject) == b->kind)
			compare_with(s, claim, read_ref(s->index, subject, b->field));
		if (!below || !(fields_of[b->kind].v[field_get(b->kind, b->field)].kinds >> ref_kind(subject) & 1))
			continue;
		struct refs parts = read_back(s->index, subject, b->kind, b->field);
		for (size_t j = 0; j < parts.n; j++)
			compare_with(s, claim, parts.v[j]);
	}
}

/* -- places in the text ------------------------------------------------------------------ */

/* The least number of characters between the end of one and the start of the other, in that order; -1: never. */
static int64_t distance(const struct index *index, struct ref before, struct ref behind)
{
	struct str rest_a = read_text(index, before, "locator"), one;
	int64_t least = -1;
	struct locator a, b;
	while (str_split(&rest_a, ';', &one)) {
		struct str rest_b = read_text(index, behind, "locator"), other;
		if (!locator_parse(one, &a) || !a.in_text)
			continue;
		while (str_split(&rest_b, ';', &other))
			if (locator_parse(other, &b) && b.in_text && str_eq(a.article, b.article) && a.end <= b.start
				&& (least < 0 || b.start - a.end < least))
				least = b.start - a.end;
	}
	return least;
}

/* Where only one record is asked about: whether a figure that starts close behind `from` may concern it. */
static bool may_concern(const struct suspecting *s, struct ref claim, struct ref from, struct ref to, int64_t most)
{
	if (ref_none(s->only) || ref_eq(s->only, claim))
		return true;
	int64_t away = distance(s->index, from, to);
	return away >= 0 && away <= most;
}

/* -- percentages of tiny counts -------------------------------------------------------------- */

enum { TINY = 20, NEAR_CHARACTERS = 40 };

static bool is_count(const struct index *index, struct ref claim, int64_t *n)
{
	static const char *const words[] = {
		"个", "家", "户", "项", "件", "宗", "条", "座", "名", "人", "位", "台", "套", "只", "辆", "种", NULL};
	struct figure f = index_figure(index, claim);
	bool counted = false;
	for (size_t i = 0; words[i]; i++)
		counted = counted || str_eq_c(f.base_unit, words[i]);
	*n = f.base.digits;
	return counted && figure_is_exact(&f) && f.base.scale == 0 && *n >= 1 && *n <= TINY;
}

/* The count that stands next before the percentage. */
static struct ref count_before(const struct index *index, struct ref claim, int64_t *n)
{
	struct refs siblings = index_claims(index, read_ref(index, claim, "subject"));
	struct ref nearest = REF_NONE;
	int64_t least = NEAR_CHARACTERS + 1, found;
	for (size_t i = 0; i < siblings.n; i++) {
		int64_t away = distance(index, siblings.v[i], claim);
		if (away >= 0 && away < least && is_count(index, siblings.v[i], &found)) {
			least = away;
			nearest = siblings.v[i];
			*n = found;
		}
	}
	return nearest;
}

/* Half of the last digit that is printed. */
static double half_digit(struct str value)
{
	ptrdiff_t point = str_find_byte(value, '.', 0);
	double half = 0.5;
	for (size_t i = point < 0 ? value.n : (size_t)point + 1; i < value.n; i++)
		half /= 10;
	return half + 1e-9;
}

/* Whether k of n is p % for some k; of a share: whether n of some N is. */
static bool is_possible(int64_t n, double percent, double half, bool share)
{
	int64_t last = share ? (int64_t)(100.0 * (double)n / (percent > 1 ? percent - half : 0.5)) + 1 : n;
	for (int64_t k = share ? n : 0; k <= last; k++)
		if (fabs((share ? 100.0 * (double)n / (double)k : 100.0 * (double)k / (double)n) - percent) <= half)
			return true;
	return false;
}

void suspect_percentage(struct suspecting *s, struct ref claim)
{
	const struct index *index = s->index;
	struct str item = read_text(index, claim, "item"), value = read_text(index, claim, "value");
	struct figure f = index_figure(index, claim);
	bool share = is_indicator(index, claim, "share"),
	     rate = is_indicator(index, claim, "rate") || str_ends(item, STR("率"));
	int64_t n = 0;
	if (!str_eq_c(f.base_unit, "%") || !figure_is_exact(&f) || (!share && !rate) || has(item, "增"))
		return;
	if (!may_concern(s, claim, s->only, claim, NEAR_CHARACTERS))
		return;
	struct ref count = count_before(index, claim, &n);
	double percent = decimal_double(f.base);
	if (ref_none(count) || percent <= 0 || is_possible(n, percent, half_digit(value), share))
		return;
	say_printed(s, count);
	strbuf_add_c(&s->message, suspicion_words(s, "，其后 ", ", then "));
	say_printed(s, claim);
	strbuf_printf(&s->message,
		share ? suspicion_words(s, "：没有一个整数的 %g%% 是 %lld", ": of no whole number are %g %% %lld")
		      : suspicion_words(s, "：%g%% 乘以 %lld 不是整数，相近的整数也不合",
			      ": %g %% of %lld is no whole number, nor does one near it fit"),
		percent, (long long)n);
	suspect(s, "tiny_percent", claim, count);
}

/* -- parts and wholes ------------------------------------------------------------------------- */

/* What is sure of a figure: not below, not above. */
static bool bound(const struct figure *f, bool high, struct decimal *out)
{
	if (high ? f->has_high : f->has_low)
		*out = high ? f->high : f->low;
	else if (figure_is_exact(f))
		*out = f->base;
	else
		return false;
	return true;
}

static void compare_part(struct suspecting *s, struct ref whole, struct ref part)
{
	struct figure w = index_figure(s->index, whole), p = index_figure(s->index, part);
	struct decimal most, least;
	int order;
	bool vague = has(read_text(s->index, whole, "qualifier"), "约")
		|| has(read_text(s->index, whole, "qualifier"), "左右");
	if (vague || !bound(&w, true, &most) || !bound(&p, false, &least)
		|| !amount_compare(least, p.base_unit, most, w.base_unit, &order) || order <= 0)
		return;
	say_printed(s, part);
	strbuf_add_c(&s->message, suspicion_words(s, " 记为 ", " is entered as a part of "));
	say_printed(s, whole);
	strbuf_add_c(&s->message, suspicion_words(s, " 的一部分，却比它大", ", but is more than that"));
	suspect(s, "sum", part, whole);
}

/* Words for sorts of enterprises that overlap: their numbers need not make the whole. */
static bool overlaps(struct str item)
{
	for (size_t i = 0; i < enums[ENUM_ENTERPRISE_CLASS].n; i++)
		if (has(item, enums[ENUM_ENTERPRISE_CLASS].v[i].zh))
			return true;
	return false;
}

/* Bytes that both texts end with, whole characters. */
static size_t common_end(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.n && n < b.n && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
		n++;
	while (n && ((unsigned char)a.p[a.n - n] & 0xC0) == 0x80)
		n--;
	return n;
}

enum { COMMON_BYTES = 6 /* two characters of Han */, LISTED_CHARACTERS = 60, DEPTH = 4 };

/* Where the least parts of a part stand in the text of the whole's source. */
struct stretch {
	int64_t first, last;
	size_t n;
	bool elsewhere;
};

static void stretch_over(const struct index *index, struct ref part, struct str article, int depth, struct stretch *out)
{
	struct refs own = read_back(index, part, KIND_CLAIM, "part_of");
	struct str rest = read_text(index, part, "locator"), one;
	struct locator l;
	for (size_t i = 0; i < own.n && depth; i++)
		stretch_over(index, own.v[i], article, depth - 1, out);
	if (own.n)
		return;
	if (!str_split(&rest, ';', &one) || !locator_parse(one, &l) || !l.in_text || !str_eq(l.article, article)) {
		out->elsewhere = true;
		return;
	}
	out->first = out->n && out->first < l.start ? out->first : l.start;
	out->last = out->n && out->last > l.start ? out->last : l.start;
	out->n++;
}

/* Whether a part is of the same sort as its whole by its last words, counted exactly and in the same way. */
static bool is_of_a_kind(const struct index *index, struct ref whole, struct ref part)
{
	struct figure f = index_figure(index, part);
	struct str item = read_text(index, part, "item"), of = read_text(index, whole, "item");
	return figure_is_exact(&f) && !overlaps(item) && !str_eq(item, of) && common_end(item, of) >= COMMON_BYTES
		&& ref_eq(read_ref(index, part, "source"), read_ref(index, whole, "source"))
		&& ref_eq(read_ref(index, part, "subject"), read_ref(index, whole, "subject"))
		&& ref_eq(read_ref(index, part, "indicator"), read_ref(index, whole, "indicator"))
		&& str_eq(read_text(index, part, "scope"), read_text(index, whole, "scope"));
}

/* Whether the text lists the parts to the end: 93个开发区: 经济技术开发区66个, 高新技术类开发区5个 and so on, one behind the other. */
static bool lists_all(const struct index *index, struct ref whole, struct refs parts)
{
	struct stretch stretch = {0};
	struct str article = read_slug(index, read_ref(index, whole, "source"));
	for (size_t i = 0; i < parts.n; i++) {
		if (!is_of_a_kind(index, whole, parts.v[i]))
			return false;
		stretch_over(index, parts.v[i], article, DEPTH, &stretch);
	}
	return parts.n > 1 && !stretch.elsewhere
		&& stretch.last - stretch.first <= (int64_t)(LISTED_CHARACTERS * stretch.n);
}

static void compare_sum(struct suspecting *s, struct ref whole, struct refs parts)
{
	struct figure w = index_figure(s->index, whole);
	struct decimal sum = {0, 0};
	for (size_t i = 0; i < parts.n; i++) {
		struct figure f = index_figure(s->index, parts.v[i]);
		if (!str_eq(f.base_unit, w.base_unit) || !decimal_add(sum, f.base, &sum))
			return;
	}
	if (decimal_cmp(sum, w.base) == 0)
		return;
	for (size_t i = 0; i < parts.n; i++) {
		strbuf_add_c(&s->message, i ? " + " : "");
		say_printed(s, parts.v[i]);
	}
	strbuf_add_c(&s->message, suspicion_words(s, " 共 ", " make "));
	decimal_format(sum, &s->message);
	strbuf_add_c(&s->message, suspicion_words(s, "，与 ", ", not "));
	say_printed(s, whole);
	strbuf_add_c(&s->message, suspicion_words(s, " 不符", ""));
	suspect(s, "sum", whole, parts.v[0]);
}

void suspect_parts(struct suspecting *s, struct ref claim)
{
	struct refs parts = read_back(s->index, claim, KIND_CLAIM, "part_of");
	struct figure f = index_figure(s->index, claim);
	for (size_t i = 0; i < parts.n; i++)
		compare_part(s, claim, parts.v[i]);
	if (figure_is_exact(&f) && lists_all(s->index, claim, parts))
		compare_sum(s, claim, parts);
}

/* -- a list and its number --------------------------------------------------------------------- */

/* Elements of a list as printed; soft: 和 and its like part them, too. */
static int64_t count_elements(struct str list, bool soft)
{
	static const char *const hard_marks[] = {"、", "，", ";", "；", "|", NULL},
				 *const soft_marks[] = {"以及", "和", "及", "与", "+", NULL};
	int64_t n = 1;
	for (size_t i = 0; hard_marks[i]; i++)
		for (ptrdiff_t at = 0; (at = str_find(list, str_from(hard_marks[i]), (size_t)at)) >= 0; at++)
			n++;
	for (size_t i = 0; soft && soft_marks[i]; i++)
		for (ptrdiff_t at = 0; (at = str_find(list, str_from(soft_marks[i]), (size_t)at)) >= 0; at++)
			n++;
	return n;
}

static void compare_list(struct suspecting *s, struct ref list, struct ref number)
{
	struct figure f = index_figure(s->index, number);
	struct str words = read_text(s->index, list, "value");
	int64_t hard = count_elements(words, false), most = count_elements(words, true);
	if (!figure_is_exact(&f) || f.base.scale || f.base.digits < 2 || (f.base.digits >= hard && f.base.digits <= most))
		return;
	strbuf_printf(&s->message,
		suspicion_words(s, "“%.*s”数出 %lld 项，其后却印 ", "\"%.*s\" are %lld, but behind it stands "),
		STR_ARG(words), (long long)hard);
	say_printed(s, number);
	suspect(s, "sum", number, list);
}

enum { LIST_CHARACTERS = 2 }; /* between a list and its number */

void suspect_list(struct suspecting *s, struct ref claim)
{
	struct figure f = index_figure(s->index, claim);
	struct decimal number;
	struct str value = read_text(s->index, claim, "value");
	if (number_of(&f, &number) || has(read_text(s->index, claim, "qualifier"), "等")
		|| count_elements(value, false) < 2 || !may_concern(s, claim, claim, s->only, LIST_CHARACTERS))
		return;
	struct refs siblings = index_claims(s->index, read_ref(s->index, claim, "subject"));
	for (size_t i = 0; i < siblings.n; i++) {
		int64_t away = distance(s->index, claim, siblings.v[i]);
		struct str a = read_text(s->index, claim, "item"), b = read_text(s->index, siblings.v[i], "item");
		if (away >= 0 && away <= LIST_CHARACTERS && (!a.n || !b.n || same_item(a, b)))
			compare_list(s, claim, siblings.v[i]);
	}
}

/* -- units ------------------------------------------------------------------------------------------ */

void suspect_unit(struct suspecting *s, struct ref claim)
{
	struct str value = read_text(s->index, claim, "value"), unit = read_text(s->index, claim, "unit");
	struct str expected = read_text(s->index, read_ref(s->index, claim, "indicator"), "unit");
	struct decimal number;
	struct figure f = index_figure(s->index, claim);
	bool bare = str_eq_c(value, "亿") || str_eq_c(value, "万");
	if (!str_eq_c(expected, "元") || !(number_of(&f, &number) || bare))
		return;
	if (!has(unit, "元") && !has(unit, "圆") && !has(unit, "￥")) {
		index_printed(s->index, claim, &s->message);
		strbuf_add_c(&s->message, suspicion_words(s, "：是钱却没有印“元”", ": money, but without 元"));
	} else if (bare) {
		index_printed(s->index, claim, &s->message);
		strbuf_add_c(&s->message, suspicion_words(s, "：只有单位，没有数目", ": a unit without a number"));
	}
	if (s->message.n)
		suspect(s, "missing_unit", claim, REF_NONE);
}
