#include "section_internal.h"

#include "base/alloc.h"

#include <stdlib.h>

/* The narrowest width whose values, the one of all ones left out, reach up to `range`. */
static uint32_t width_for(uint64_t range, bool has_none)
{
	if (range == 0 && !has_none)
		return 0;
	return range < UINT8_MAX ? 1 : range < UINT16_MAX ? 2 : range < UINT32_MAX ? 4 : 8;
}

static void put(void *v, uint32_t width, size_t i, int64_t number, int64_t base)
{
	uint64_t x = number == NUMBER_NONE ? UINT64_MAX : (uint64_t)number - (uint64_t)base;
	if (width == 1)
		((uint8_t *)v)[i] = (uint8_t)x;
	else if (width == 2)
		((uint16_t *)v)[i] = (uint16_t)x;
	else if (width == 4)
		((uint32_t *)v)[i] = (uint32_t)x;
	else
		((int64_t *)v)[i] = number;
}

struct section section_pack(const int64_t *numbers, size_t n)
{
	struct section s = {.n = n};
	int64_t least = INT64_MAX, most = INT64_MIN;
	bool has_none = false;
	for (size_t i = 0; i < n; i++) {
		if (numbers[i] == NUMBER_NONE) {
			has_none = true;
			continue;
		}
		least = numbers[i] < least ? numbers[i] : least;
		most = numbers[i] > most ? numbers[i] : most;
	}
	if (least > most) { /* nothing but NUMBER_NONE */
		s.base = NUMBER_NONE;
		return s;
	}
	s.width = width_for((uint64_t)most - (uint64_t)least, has_none);
	s.base = s.width == 8 ? 0 : least;
	if (s.width) {
		void *v = xmalloc(n * s.width);
		for (size_t i = 0; i < n; i++)
			put(v, s.width, i, numbers[i], s.base);
		s.v = v;
	}
	return s;
}

void section_free(struct section *section)
{
	free((void *)(uintptr_t)section->v);
	*section = (struct section){0};
}
