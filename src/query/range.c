/* The forms in which ranges are written. */
#include "query_internal.h"

static bool split_at(struct str text, struct str dots, struct str *low, struct str *high)
{
	for (ptrdiff_t at = 0; (at = str_find(text, dots, (size_t)at)) >= 0; at++) {
		size_t i = (size_t)at, behind = i + dots.n;
		if ((i && text.p[i - 1] == '/') || (behind < text.n && text.p[behind] == '/'))
			continue;
		*low = str_trim(str_sub(text, 0, i));
		*high = str_trim(str_sub(text, behind, text.n));
		return true;
	}
	return false;
}

/* The key of a dot is 。 where an input method is on. */
bool range_split(struct str text, struct str *low, struct str *high)
{
	return split_at(text, STR(".."), low, high) || split_at(text, STR("。。"), low, high);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 5-10亿, 5~10亿, 5至10亿: ranges as people write them, between numbers alone. */
static bool split_written(struct str text, struct str *low, struct str *high)
{
	static const char *const marks[] = {"-", "~", "至", "到", "—", "–"};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct str mark = str_from(marks[i]);
		ptrdiff_t at = str_find(text, mark, 0);
		size_t behind = (size_t)at + mark.n;
		if (at <= 0 || behind >= text.n || !is_digit(text.p[0]) || !is_digit(text.p[behind]))
			continue;
		*low = str_sub(text, 0, (size_t)at);
		*high = str_sub(text, behind, text.n);
		return true;
	}
	return false;
}

/* 5亿以上, 5亿以内: one limit as people write it, which the number itself keeps. */
static bool split_bound(struct str text, struct str *low, struct str *high)
{
	static const char *const words[] = {"以上", "以下", "以内"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ends(text, str_from(words[i]))) {
			*low = *high = (struct str){0};
			*(i ? high : low) = str_sub(text, 0, text.n - str_from(words[i]).n);
			return true;
		}
	return false;
}

bool range_split_amounts(struct str text, struct str *low, struct str *high)
{
	return range_split(text, low, high) || split_bound(text, low, high) || split_written(text, low, high);
}
