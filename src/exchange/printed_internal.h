/*
 * A figure as it stands in a cell, parted into what a claim has of it.
 */
#ifndef EXCHANGE_PRINTED_INTERNAL_H
#define EXCHANGE_PRINTED_INTERNAL_H

#include "base/arena.h"

struct printed {
	struct str value;     /* as printed: 5, 5—6, 3万, 十 */
	struct str unit;      /* with its multiplier: 亿元 */
	struct str qualifier; /* words, joined by ';' as they stand: 约, 约;余 */
};

/*
 * 约5亿元, 10亿以上, 5—6亿元, 1000余亩, 3万余亩, 十多亿元, 不低于3亿元. Borrowed from the texts, or in the arena.
 * unit     in which the column is counted: a cell may say it again, say another one that measures the same, or put a
 *          multiplier before one that has none; empty: the cell says it
 * False    the words name no number, or one that could be meant otherwise; *out untouched
 */
bool printed_read(struct str text, struct str unit, struct printed *out, struct arena *arena);

#endif
