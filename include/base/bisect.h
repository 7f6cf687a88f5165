/*
 * Binary search: the first place for which a condition does not hold, where it holds for all before and for none behind:
 *
 *	size_t at = 0;
 *	bisect(at, n, i, rows[i] < row);
 *
 * at is where the search begins, and in the end the place that was found, at most `end`; the condition names a place i.
 */
#ifndef BASE_BISECT_H
#define BASE_BISECT_H

#include <stddef.h>

#define bisect(at, end, i, holds)                                   \
	do {                                                        \
		for (size_t bisect_end_ = (end), i; (at) < bisect_end_;) { \
			i = (at) + (bisect_end_ - (at)) / 2;        \
			if (holds)                                  \
				(at) = i + 1;                       \
			else                                        \
				bisect_end_ = i;                    \
		}                                                   \
	} while (0)

#endif
