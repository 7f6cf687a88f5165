/*
 * Dates and periods with the precision they were printed with.
 *
 * Written forms (contract.md, "Figures"): 2025  2025-Q3  2025-H1  2025-06  2025-06-30
 * 2025-01/2025-09 (from/to)  ../2025-12-04 (as of)  2022/.. (since).
 */
#ifndef TEXT_PERIOD_H
#define TEXT_PERIOD_H

#include "base/strbuf.h"

struct period {
	int32_t first, last; /* days since 1970-01-01, both inclusive; INT32_MIN / INT32_MAX where open */
};

bool period_parse(struct str text, struct period *out);  /* whole text used; false: not a period, *out untouched */

/* Days since 1970-01-01 of a calendar date, and back. */
int32_t day_number(int year, int month, int day);
void day_date(int32_t day, int *year, int *month, int *date);
void day_format(int32_t day, struct strbuf *out); /* 2025-06-30 */

#endif
