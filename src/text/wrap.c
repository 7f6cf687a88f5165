#include "text/wrap.h"

#include "text/cut.h"

static const struct str closing = STR_INIT("，。、；：？！）】》〉」』”’〕％‰℃…·～,.;:?!)]}%");
static const struct str opening = STR_INIT("（【《〈「『“‘〔([{￥$");
static const struct str dashes = STR_INIT("—…");
static const struct str range_dashes = STR_INIT("—–-～~");
static const struct str han_like = STR_INIT("“”‘’—…");

/* Units that stay with their number; longer ones before those that begin them. */
static const struct str units[] = {
	STR_INIT("个百分点"), STR_INIT("平方公里"), STR_INIT("平方米"), STR_INIT("立方米"), STR_INIT("千瓦时"), STR_INIT("千瓦"),
	STR_INIT("兆瓦时"), STR_INIT("兆瓦"), STR_INIT("公里"), STR_INIT("千米"), STR_INIT("公顷"), STR_INIT("小时"),
	STR_INIT("分钟"), STR_INIT("人次"), STR_INIT("元"), STR_INIT("吨"), STR_INIT("亩"), STR_INIT("米"), STR_INIT("方"),
	STR_INIT("家"), STR_INIT("个"), STR_INIT("条"), STR_INIT("项"), STR_INIT("户"), STR_INIT("人"), STR_INIT("名"),
	STR_INIT("台"), STR_INIT("套"), STR_INIT("件"), STR_INIT("辆"), STR_INIT("年"), STR_INIT("月"), STR_INIT("日"),
	STR_INIT("天"), STR_INIT("期"), STR_INIT("度"), STR_INIT("倍"), STR_INIT("成"),
};
static const struct str multipliers[] = {
	STR_INIT("余"), STR_INIT("多"), STR_INIT("十"), STR_INIT("百"), STR_INIT("千"), STR_INIT("万"), STR_INIT("亿"),
};

static bool is_one_of(struct str cluster, struct str set)
{
	return str_find(set, cluster, 0) >= 0;
}

static bool is_blank(struct str cluster)
{
	return cluster.n == 1 && cluster.p[0] == ' ';
}

static bool is_digit(struct str cluster)
{
	return cluster.n == 1 && cluster.p[0] >= '0' && cluster.p[0] <= '9';
}

static bool is_han(struct str cluster, int width)
{
	return width == 2 || is_one_of(cluster, han_like);
}

static size_t longest(struct str rest, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(rest, words[i]))
			return words[i].n;
	return 0;
}

/* Bytes of the unit that rest, which follows a digit, begins with. */
static size_t unit_length(struct str rest)
{
	size_t at = 0;
	for (;;) {
		struct str here = str_sub(rest, at, rest.n);
		size_t unit = longest(here, units, sizeof units / sizeof units[0]);
		if (unit)
			return at + unit;
		size_t multiplier = longest(here, multipliers, sizeof multipliers / sizeof multipliers[0]);
		if (!multiplier)
			return at;
		at += multiplier;
	}
}

struct breaker {
	struct str text;
	struct str last; /* the cluster before */
	struct str before_last;
	int last_width;
	size_t glued;    /* no break before this byte: inside a unit */
	size_t range;    /* the byte behind the dash of a range */
};

/* "2021—2025", "47～52亿元", "2025年—2026年": numbers that mean another thing apart. */
static bool is_range_dash(const struct breaker *b, struct str cluster, size_t at)
{
	struct str behind = str_sub(b->text, at + cluster.n, 1);
	return is_one_of(cluster, range_dashes) && is_digit(behind) && (is_digit(b->last) || b->glued == at);
}

/* Whether a line may end before the cluster at byte `at`. */
static bool may_break(struct breaker *b, struct str cluster, int width, size_t at)
{
	struct str last = b->last;
	if (last.n == 0)
		return false;
	if (is_blank(last))
		return !is_blank(cluster);
	/* Behind a blank it is no exclamation: "!缺" is a sign and its word. */
	if (str_eq_c(last, "!") && (b->before_last.n == 0 || is_blank(b->before_last)))
		return false;
	if (is_digit(last)) {
		size_t end = at + unit_length(str_sub(b->text, at, b->text.n));
		b->glued = end > b->glued ? end : b->glued;
	}
	if (is_range_dash(b, cluster, at)) {
		b->range = at + cluster.n;
		return false;
	}
	if (at < b->glued || at == b->range || is_blank(cluster) || is_one_of(cluster, closing) || is_one_of(last, opening))
		return false;
	if (is_one_of(last, dashes) && str_eq(last, cluster))
		return false;
	if (is_han(last, b->last_width) || is_han(cluster, width))
		return true;
	return last.n == 1 && (last.p[0] == '-' || last.p[0] == '/') && !is_digit(cluster);
}

static size_t skip_blanks(struct str s, size_t at)
{
	while (at < s.n && s.p[at] == ' ')
		at++;
	return at;
}

static struct str without_blanks_behind(struct str s)
{
	while (s.n > 0 && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

/* The bytes of s, one paragraph, that stand in its first line; *next gets where the second begins. */
static size_t first_line(struct str s, size_t columns, enum ambi ambi, size_t *next)
{
	struct breaker b = {.text = s};
	struct text_pos pos = {0};
	struct str cluster;
	int width;
	size_t best = 0, torn = 0; /* torn: a range would be */
	for (struct text_pos before = pos; text_next(s, ambi, &pos, &cluster, &width); before = pos) {
		if (may_break(&b, cluster, width, before.bytes))
			best = before.bytes;
		else if (before.bytes && before.bytes == b.range)
			torn = before.bytes;
		if (pos.columns > columns && !is_blank(cluster)) {
			size_t end = best ? best : torn ? torn : before.bytes;
			*next = skip_blanks(s, end);
			return without_blanks_behind(str_sub(s, 0, end)).n;
		}
		b.before_last = b.last;
		b.last = cluster;
		b.last_width = width;
	}
	*next = s.n;
	return text_fit(s, columns, ambi).bytes;
}

size_t text_wrap(struct str s, size_t columns, enum ambi ambi, void (*line)(void *context, struct str line), void *context)
{
	if (columns < 2)
		columns = 2;
	size_t n_lines = 0;
	struct str rest = {s.p ? s.p : "", s.n}, paragraph;
	while (str_split(&rest, '\n', &paragraph)) {
		do {
			size_t next;
			size_t end = first_line(paragraph, columns, ambi, &next);
			line(context, str_sub(paragraph, 0, end));
			n_lines++;
			paragraph = str_sub(paragraph, next, paragraph.n);
		} while (paragraph.n > 0);
	}
	return n_lines;
}
