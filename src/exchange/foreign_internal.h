/*
 * What people write into the cells of a spreadsheet, as the catalogue writes it.
 */
#ifndef EXCHANGE_FOREIGN_INTERNAL_H
#define EXCHANGE_FOREIGN_INTERNAL_H

#include "base/arena.h"

/* Without the blanks around it, those that nobody sees as such (U+3000, U+00A0, U+200B, U+FEFF) as well. */
struct str foreign_trim(struct str cell);

/* Whether a trimmed cell stands for none: a dash, 无, N/A. */
bool foreign_nothing(struct str cell);

/* Whether it names a line of sums: 合计, 小　计. */
bool foreign_total(struct str cell);

/* 2025/6/3, 2025.6.3, 20250603, 2025年6月3日, 2025-6, ２０２５ as a period (text/period.h), in the arena; anything else stays as it is. */
struct str foreign_date(struct str cell, struct arena *arena);

/*
 * *value as a plain decimal in *unit: 1,250 and １２５０; with the unit once more in the cell, 12.5% under %; with a
 * multiplier that the unit lacks, 3万 and 3万元 under 元 as 3 and 万元. Both stay as they are where that cannot be.
 */
void foreign_figure(struct str *value, struct str *unit, struct arena *arena);

#endif
