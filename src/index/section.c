#include "section_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* The narrowest width whose values, the one of all ones left out, reach up to `range`. */
static uint32_t width_for(uint64_t range, bool has_none)
{
	if (range == 0 && !has_none)
		return 0;
	return range < UINT8_MAX ? 1 : range < UINT16_MAX ? 2 : range < UINT32_MAX ? 4 : 8;
}

static void put_three(uint8_t *to, uint32_t x)
{
	to[0] = (uint8_t)x;
	to[1] = (uint8_t)(x >> 8);
	to[2] = (uint8_t)(x >> 16);
}

static void put(void *v, uint32_t width, size_t i, int64_t number, int64_t base)
{
	uint64_t x = number == NUMBER_NONE ? UINT64_MAX : (uint64_t)number - (uint64_t)base;
	if (width == 1)
		((uint8_t *)v)[i] = (uint8_t)x;
	else if (width == 2)
		((uint16_t *)v)[i] = (uint16_t)x;
	else if (width == 3)
		put_three((uint8_t *)v + i * 3, (uint32_t)x);
	else if (width == 4)
		((uint32_t *)v)[i] = (uint32_t)x;
	else
		((int64_t *)v)[i] = number;
}

/* How far numbers spread from a line. */
struct spread {
	int64_t slope, least, most;
};

static void widen(struct spread *s, int64_t number, size_t i)
{
	int64_t rest = (int64_t)((uint64_t)number - (uint64_t)s->slope * i);
	s->least = rest < s->least ? rest : s->least;
	s->most = rest > s->most ? rest : s->most;
}

/* The line through the first and the last number; flat where they are few, far apart or one of them is not there. */
static int64_t slope_of(const int64_t *numbers, size_t n)
{
	const int64_t far = INT64_MAX / 4;
	if (n < 2 || numbers[0] < -far || numbers[0] > far || numbers[n - 1] < -far || numbers[n - 1] > far)
		return 0;
	int64_t rise = numbers[n - 1] - numbers[0], run = (int64_t)(n - 1);
	return (rise + (rise < 0 ? -run : run) / 2) / run;
}

/* Some are not there: *has_none. */
static struct spread spread_of(const int64_t *numbers, size_t n, int64_t slope, bool *has_none)
{
	struct spread s = {slope, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < n; i++) {
		if (numbers[i] == NUMBER_NONE)
			*has_none = true;
		else
			widen(&s, numbers[i], i);
	}
	return s;
}

#define PUT_ALL(type)                                                                                         \
	do {                                                                                                  \
		type *to_ = v;                                                                                \
		for (size_t i = 0; i < s->n; i++)                                                             \
			to_[i] = numbers[i] == NUMBER_NONE                                                    \
				? (type)-1                                                                    \
				: (type)((uint64_t)numbers[i] - ((uint64_t)s->base + (uint64_t)s->slope * i)); \
	} while (0)

static void put_all(const struct section *s, const int64_t *numbers, void *v)
{
	if (s->width == 1)
		PUT_ALL(uint8_t);
	else if (s->width == 2)
		PUT_ALL(uint16_t);
	else if (s->width == 4)
		PUT_ALL(uint32_t);
	else
		memcpy(v, numbers, s->n * sizeof *numbers);
}

struct section section_pack(const int64_t *numbers, size_t n)
{
	struct section s = {.n = n};
	bool has_none = false;
	struct spread flat = spread_of(numbers, n, 0, &has_none), line = flat;
	int64_t slope = slope_of(numbers, n);
	if (slope)
		line = spread_of(numbers, n, slope, &has_none);
	if (flat.least > flat.most) { /* nothing but NUMBER_NONE */
		s.base = NUMBER_NONE;
		return s;
	}
	struct spread best = flat;
	s.width = width_for((uint64_t)flat.most - (uint64_t)flat.least, has_none);
	uint32_t width = width_for((uint64_t)line.most - (uint64_t)line.least, has_none);
	if (width < s.width && line.least <= line.most) {
		best = line;
		s.width = width;
	}
	s.base = s.width == 8 ? 0 : best.least;
	s.slope = s.width == 8 ? 0 : best.slope;
	if (s.width) {
		void *v = xmalloc(n * s.width);
		pages_ready(v, n * s.width);
		put_all(&s, numbers, v);
		s.v = v;
	}
	return s;
}

struct section section_pack_rows(uint32_t *v, size_t n, uint32_t limit)
{
	struct section s = {.n = n, .width = limit < UINT8_MAX ? 1 : limit < UINT16_MAX ? 2 : limit < SECTION_NONE_3 ? 3 : 4};
	uint8_t *to = (uint8_t *)v; /* in place: none is written before it is read */
	for (size_t i = 0; s.width == 1 && i < n; i++)
		to[i] = (uint8_t)v[i];
	for (size_t i = 0; s.width == 2 && i < n; i++)
		memcpy(to + i * 2, &(uint16_t){(uint16_t)v[i]}, 2);
	for (size_t i = 0; s.width == 3 && i < n; i++)
		put_three(to + i * 3, v[i]);
	s.v = s.width == 4 || !n ? v : xrealloc(v, n * s.width);
	return s;
}

/* What a number is beyond the line of packed numbers where their width can say it. */
static bool fits(const struct section *s, uint64_t i, int64_t number)
{
	uint64_t rest = (uint64_t)number - ((uint64_t)s->base + (uint64_t)s->slope * i);
	switch (s->width) {
	case 0: return rest == 0;
	case 1: return number == NUMBER_NONE || rest < UINT8_MAX;
	case 2: return number == NUMBER_NONE || rest < UINT16_MAX;
	case 3: return number == NUMBER_NONE || rest < SECTION_NONE_3;
	case 4: return number == NUMBER_NONE || rest < UINT32_MAX;
	default: return true;
	}
}

static struct section pack_patched(const struct section *s, const uint32_t *rows, const int64_t *numbers, size_t n, uint64_t n_rows)
{
	int64_t *all = xmalloc((size_t)n_rows * sizeof *all);
	for (uint64_t i = 0; i < n_rows; i++)
		all[i] = i < s->n ? section_number(s, i) : NUMBER_NONE;
	for (size_t i = 0; i < n; i++)
		all[rows[i]] = numbers[i];
	struct section packed = section_pack(all, (size_t)n_rows);
	free(all);
	return packed;
}

bool section_patch(const struct section *s, const uint32_t *rows, const int64_t *numbers, size_t n, uint64_t n_rows, struct section *out)
{
	bool same = n_rows == s->n, fit = s->n > 0;
	for (size_t i = 0; i < n; i++) {
		same = same && section_number(s, rows[i]) == numbers[i];
		fit = fit && fits(s, rows[i], numbers[i]);
	}
	if (same)
		return false;
	if (!fit) {
		*out = pack_patched(s, rows, numbers, n, n_rows);
		return true;
	}
	void *v = s->width ? xmalloc((size_t)n_rows * s->width) : NULL;
	if (v) {
		pages_ready(v, (size_t)n_rows * s->width);
		memcpy(v, s->v, (size_t)s->n * s->width);
		for (size_t i = 0; i < n; i++)
			put(v, s->width, rows[i], numbers[i], (int64_t)((uint64_t)s->base + (uint64_t)s->slope * rows[i]));
	}
	*out = (struct section){.v = v, .n = n_rows, .base = s->base, .slope = s->slope, .width = s->width};
	return true;
}

/* Elements at once: a run without the number is passed over without a branch by element. */
enum { AT_ONCE = 256 };

#define FIND_IN(type, s, from, x)                                                  \
	do {                                                                       \
		const type *find_v_ = (s)->v, find_x_ = (type)(x);                 \
		uint64_t find_i_ = (from);                                         \
		for (; find_i_ + AT_ONCE <= (s)->n; find_i_ += AT_ONCE) {          \
			unsigned find_any_ = 0;                                    \
			for (unsigned find_j_ = 0; find_j_ < AT_ONCE; find_j_++)   \
				find_any_ |= find_v_[find_i_ + find_j_] == find_x_; \
			if (find_any_)                                             \
				break;                                             \
		}                                                                  \
		while (find_i_ < (s)->n && find_v_[find_i_] != find_x_)            \
			find_i_++;                                                 \
		return find_i_;                                                    \
	} while (0)

uint64_t section_find(const struct section *s, uint64_t from, int64_t number)
{
	uint64_t x = (uint64_t)number - (uint64_t)s->base;
	if (s->slope == 0 && s->width == 1 && x < UINT8_MAX)
		FIND_IN(uint8_t, s, from, x);
	if (s->slope == 0 && s->width == 2 && x < UINT16_MAX)
		FIND_IN(uint16_t, s, from, x);
	if (s->slope == 0 && s->width == 4 && x < UINT32_MAX)
		FIND_IN(uint32_t, s, from, x);
	if (s->slope == 0 && s->width && s->width < 8) /* beyond what the width can say */
		return s->n;
	while (from < s->n && section_number(s, from) != number)
		from++;
	return from;
}

void section_free(struct section *section)
{
	free((void *)(uintptr_t)section->v);
	*section = (struct section){0};
}
