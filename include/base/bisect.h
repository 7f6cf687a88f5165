/*
 * The first place for which something does not hold, where it holds for all before and for none behind it:
 *
 *	size_t at = 0;
 *	bisect(at, n, i, rows[i] < row);
 *
 * at goes up from where it is, at most to `end`; i names the place that is asked about.
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
