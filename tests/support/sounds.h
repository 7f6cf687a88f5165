#ifndef SUPPORT_SOUNDS_H
#define SUPPORT_SOUNDS_H

#include "text/pinyin.h"

/* Whether two characters have a reading that is the same. */
static inline bool sound_alike(uint32_t a, uint32_t b)
{
	const syllable *x, *y;
	size_t n = pinyin_char(a, &x), m = pinyin_char(b, &y);
	bool same = a == b;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			same |= x[i] == y[j];
	return same;
}

#endif
