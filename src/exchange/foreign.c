#include "exchange/foreign_internal.h"

#include "text/amount.h"
#include "text/fold.h"
#include "text/utf8.h"

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x00A0 || c == 0x200B || c == 0x3000 || c == 0xFEFF;
}

struct str foreign_trim(struct str cell)
{
	for (size_t at = 0; cell.n && is_blank(utf8_next(cell, &at)); at = 0)
		cell = str_sub(cell, at, cell.n);
	for (size_t n = cell.n; n; cell.n = n) {
		size_t at;
		do
			at = --n;
		while (n && ((unsigned char)cell.p[n] & 0xC0) == 0x80);
		if (!is_blank(utf8_next(cell, &at)))
			break;
	}
	return cell;
}

/* -- words ------------------------------------------------------------------------------- */

struct word {
	char bytes[48];
	size_t n; /* 0: no word */
};

/* The folded form without blanks of a text that is short. */
static struct word short_word(struct str cell)
{
	enum { WORD_MAX = 12 };
	struct word word = {.n = 0};
	for (size_t at = 0; cell.n <= WORD_MAX && at < cell.n;) {
		uint32_t c = fold_char(utf8_next(cell, &at));
		if (c != ' ' && c != 0x3000)
			word.n += utf8_put(c, word.bytes + word.n);
	}
	return word;
}

static bool is_one_of(const struct word *word, const char *const *words)
{
	while (*words && !str_eq_c((struct str){word->bytes, word->n}, *words))
		words++;
	return *words;
}

static bool is_stroke(uint32_t c)
{
	return c == '-' || c == '/' || (c >= U'‐' && c <= U'―') || c == U'−' || c == U'─' || c == U'━';
}

bool foreign_nothing(struct str cell)
{
	static const char *const words[] = {"无", "暂无", "未知", "不详", "待定", "n/a", "na", "null", NULL};
	/* Nearly all cells are numbers and dates. */
	if (cell.n && cell.p[0] >= '0' && cell.p[0] <= '9')
		return false;
	const struct word word = short_word(cell);
	const struct str text = {word.bytes, word.n};
	bool strokes = word.n > 0;
	for (size_t at = 0; strokes && at < text.n;)
		strokes = is_stroke(utf8_next(text, &at));
	return strokes || is_one_of(&word, words);
}

bool foreign_total(struct str cell)
{
	static const char *const words[] = {"合计", "总计", "小计", "共计", "total", NULL};
	const struct word word = short_word(cell);
	return is_one_of(&word, words);
}

bool foreign_note(struct str cell)
{
	static const char *const words[] = {"注", "备注", "说明", "填表人", "制表人", "填报人", "审核人", "填报单位", "填表单位"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct str word = str_from(words[i]), rest = str_sub(cell, word.n, cell.n);
		if (str_starts(cell, word) && (str_starts(rest, STR("：")) || str_starts(rest, STR(":"))))
			return true;
	}
	return false;
}

/* -- dates -------------------------------------------------------------------------- */

/* A number of so many digits that the rest begins with. */
static bool take_digits(struct str *rest, size_t least, size_t most, unsigned *out)
{
	size_t n = 0;
	*out = 0;
	while (n < rest->n && n < most && rest->p[n] >= '0' && rest->p[n] <= '9')
		*out = *out * 10 + (unsigned)(rest->p[n++] - '0');
	*rest = str_sub(*rest, n, rest->n);
	return n >= least;
}

static bool take_word(struct str *rest, const char *word)
{
	struct str w = str_from(word);
	if (!str_starts(*rest, w))
		return false;
	*rest = str_sub(*rest, w.n, rest->n);
	return true;
}

/* The time of day that spreadsheets and databases write behind a date without any. */
static bool is_midnight(struct str text)
{
	return str_eq_c(text, " 0:00") || str_eq_c(text, " 0:00:00") || str_eq_c(text, " 00:00:00") || str_eq_c(text, "T00:00:00");
}

/* ２０２５ as 2025. */
static struct str narrow(struct arena *arena, struct str text)
{
	struct strbuf out = {0};
	for (size_t at = 0; at < text.n;) {
		char c[4];
		strbuf_add(&out, (struct str){c, utf8_put(fold_char(utf8_next(text, &at)), c)});
	}
	return arena_take(arena, &out);
}

/* What may stand behind a year: 第一季度, 3季度, Q3, 上半年. Empty: something else. */
static struct str part_of_year(struct str rest)
{
	static const struct {
		struct str word, part;
	} parts[] = {
		{STR_INIT("一季度"), STR_INIT("Q1")}, {STR_INIT("二季度"), STR_INIT("Q2")}, {STR_INIT("三季度"), STR_INIT("Q3")},
		{STR_INIT("四季度"), STR_INIT("Q4")}, {STR_INIT("1季度"), STR_INIT("Q1")},  {STR_INIT("2季度"), STR_INIT("Q2")},
		{STR_INIT("3季度"), STR_INIT("Q3")},  {STR_INIT("4季度"), STR_INIT("Q4")},  {STR_INIT("上半年"), STR_INIT("H1")},
		{STR_INIT("下半年"), STR_INIT("H2")},
	};
	take_word(&rest, "第");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (str_eq(rest, parts[i].word))
			return parts[i].part;
	return STR("");
}

struct str foreign_date(struct str text, struct arena *arena)
{
	const struct str whole = str_find_byte(text, '\xEF', 0) < 0 ? text : narrow(arena, text);
	struct str rest = whole;
	unsigned year, month, day;
	if (!take_digits(&rest, 4, 4, &year))
		return text;
	if (rest.n == 4 && take_digits(&rest, 2, 2, &month) && take_digits(&rest, 2, 2, &day))
		return arena_printf(arena, "%04u-%02u-%02u", year, month, day);
	rest = str_sub(whole, 4, whole.n);
	bool chinese = take_word(&rest, "年");
	if (!rest.n)
		return str_sub(whole, 0, 4);
	struct str part = part_of_year(rest);
	if (part.n)
		return arena_printf(arena, "%04u-%.*s", year, STR_ARG(part));
	if (!chinese && !take_word(&rest, "-") && !take_word(&rest, "/") && !take_word(&rest, "."))
		return text;
	if (!take_digits(&rest, 1, 2, &month))
		return text;
	chinese = take_word(&rest, "月");
	if (!rest.n)
		return arena_printf(arena, "%04u-%02u", year, month);
	if (!chinese && !take_word(&rest, "-") && !take_word(&rest, "/") && !take_word(&rest, "."))
		return text;
	if (!take_digits(&rest, 1, 2, &day))
		return text;
	if (!take_word(&rest, "日"))
		take_word(&rest, "号");
	return !rest.n || is_midnight(rest) ? arena_printf(arena, "%04u-%02u-%02u", year, month, day) : text;
}

/* -- figures ------------------------------------------------------------------------ */

/* 1,250.5 as 1250.5, where every comma has its three digits, and １２５０ as 1250; empty: another text. */
static struct str plain_digits(struct arena *arena, struct str text)
{
	struct decimal number, read;
	struct strbuf plain = {0};
	if (decimal_parse(text, &number))
		return text;
	if (!number_parse(text, &number))
		return STR("");
	for (size_t at = 0; at < text.n;) {
		char c[4];
		uint32_t folded = fold_char(utf8_next(text, &at));
		if (folded != ',')
			strbuf_add(&plain, (struct str){c, utf8_put(folded, c)});
	}
	/* 1万 is a number, too, but not of these digits. */
	bool ok = decimal_parse(strbuf_str(&plain), &read);
	struct str kept = ok ? arena_str(arena, strbuf_str(&plain)) : STR("");
	strbuf_release(&plain);
	return kept;
}

/* The sign that a spreadsheet's format for money puts before it. */
static void drop_sign(struct printed *figure)
{
	static const struct str yuan = STR_INIT("元"), signs[] = {STR_INIT("￥"), STR_INIT("¥")};
	for (size_t i = 0; str_ends(figure->unit, yuan) && i < sizeof signs / sizeof *signs; i++)
		if (str_starts(figure->value, signs[i]))
			figure->value = foreign_trim(str_sub(figure->value, signs[i].n, figure->value.n));
}

bool foreign_figure(struct printed *figure, struct arena *arena)
{
	const struct str as_it_stands = figure->value;
	drop_sign(figure);
	struct str plain = plain_digits(arena, figure->value);
	bool words = !plain.n && printed_read(figure->value, figure->unit, figure, arena);
	if (words && !figure->qualifier.n)
		plain = plain_digits(arena, figure->value);
	figure->value = plain.n ? plain : words ? figure->value : as_it_stands;
	return plain.n || words;
}
