#include "text/period.h"

/* Days from civil and back: proleptic Gregorian, years of 400-year eras that begin in March. */
int32_t day_number(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

void day_date(int32_t day, int *year, int *month, int *date)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int day_of_era = (int)(z - era * 146097);
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int m = (5 * day_of_year + 2) / 153;
	*date = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(year_of_era + era * 400) + (*month <= 2);
}

void day_format(int32_t day, struct strbuf *out)
{
	int year, month, date;
	day_date(day, &year, &month, &date);
	strbuf_printf(out, "%04d-%02d-%02d", year, month, date);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

static bool read_digits(struct str s, size_t at, size_t n, int *out)
{
	*out = 0;
	if (at + n > s.n)
		return false;
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (s.p[i] - '0');
	}
	return true;
}

static struct period months(int year, int first, int last)
{
	return (struct period){day_number(year, first, 1), day_number(year, last, month_days(year, last))};
}

/* 2025  2025-Q3  2025-H1  2025-06  2025-06-30 */
static bool parse_simple(struct str s, struct period *out)
{
	int year, month, day;
	if (!read_digits(s, 0, 4, &year) || year == 0)
		return false;
	if (s.n == 4) {
		*out = months(year, 1, 12);
		return true;
	}
	if (s.n < 7 || s.p[4] != '-')
		return false;
	if (s.n == 7 && s.p[5] == 'Q' && s.p[6] >= '1' && s.p[6] <= '4') {
		int quarter = s.p[6] - '0';
		*out = months(year, quarter * 3 - 2, quarter * 3);
		return true;
	}
	if (s.n == 7 && s.p[5] == 'H' && (s.p[6] == '1' || s.p[6] == '2')) {
		*out = s.p[6] == '1' ? months(year, 1, 6) : months(year, 7, 12);
		return true;
	}
	if (!read_digits(s, 5, 2, &month) || month < 1 || month > 12)
		return false;
	if (s.n == 7) {
		*out = months(year, month, month);
		return true;
	}
	if (s.n != 10 || s.p[7] != '-' || !read_digits(s, 8, 2, &day) || day < 1 || day > month_days(year, month))
		return false;
	out->first = out->last = day_number(year, month, day);
	return true;
}

bool period_parse(struct str text, struct period *out)
{
	ptrdiff_t slash = str_find_byte(text, '/', 0);
	if (slash < 0)
		return parse_simple(text, out);
	struct str left = str_sub(text, 0, (size_t)slash), right = str_sub(text, (size_t)slash + 1, text.n);
	bool open_left = str_eq_c(left, ".."), open_right = str_eq_c(right, "..");
	struct period from = {INT32_MIN, INT32_MIN}, to = {INT32_MAX, INT32_MAX};
	if ((open_left && open_right) || (!open_left && !parse_simple(left, &from)) ||
	    (!open_right && !parse_simple(right, &to)) || from.first > to.last)
		return false;
	*out = (struct period){from.first, to.last};
	return true;
}
