/*
 * What people write into the cells of a spreadsheet, as the catalogue writes it.
 */
#ifndef EXCHANGE_FOREIGN_INTERNAL_H
#define EXCHANGE_FOREIGN_INTERNAL_H

#include "exchange/printed_internal.h"

/* Without the blanks around it, those that nobody sees as such (U+3000, U+00A0, U+200B, U+FEFF) as well. */
struct str foreign_trim(struct str cell);

/* Whether a trimmed cell stands for none: a dash, 无, N/A. */
bool foreign_nothing(struct str cell);

/* Whether it names a line of sums: 合计, 小　计. */
bool foreign_total(struct str cell);

/* Whether it is a line below a sheet: 注：…, 填表人：…. */
bool foreign_note(struct str cell);

/* 2025/6/3, 2025.6.3, 20250603, 2025年6月3日, 2025-6, 2025年第一季度, ２０２５ as a period (text/period.h), in the arena; anything else stays as it is. */
struct str foreign_date(struct str cell, struct arena *arena);

/*
 * What a cell says in the column's unit, which figure->value and figure->unit are before: 1,250, ￥1,250 of 元 and １２５０ as a plain
 * decimal, else as printed_internal.h has it. False, and as it was: it is no figure.
 */
bool foreign_figure(struct printed *figure, struct arena *arena);

#endif
