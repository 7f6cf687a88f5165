#include "section_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"

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

static uint32_t width_of_rows(uint32_t limit)
{
	return limit < UINT8_MAX ? 1 : limit < UINT16_MAX ? 2 : limit < SECTION_NONE_3 ? 3 : 4;
}

struct section section_rows(size_t n, uint32_t limit)
{
	struct section s = {.n = n, .width = width_of_rows(limit)};
	s.v = xcalloc(n, s.width);
	return s;
}

void section_put_row(struct section *s, size_t i, uint32_t row)
{
	put((void *)(uintptr_t)s->v, s->width, i, row, 0);
}

struct section section_pack_rows(uint32_t *v, size_t n, uint32_t limit)
{
	struct section s = {.n = n, .width = width_of_rows(limit)};
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

/* -- changing ------------------------------------------------------------------------------ */

/* Numbers that stay where they are beyond their line, which has another base or width then. */
struct widening {
	const struct section *from;
	bool none;      /* all of them are NUMBER_NONE */
	uint32_t shift; /* what is added to each */
	struct section to;
	uint8_t *v;
};

enum { WIDENED_AT_ONCE = 1 << 16, RESTS_AT_ONCE = 1 << 9 };

#define READ_RESTS(type)                                                                            \
	do {                                                                                        \
		const type *from_ = SECTION_V(type, *w->from) + first;                              \
		for (size_t i = 0; i < n; i++)                                                      \
			rests[i] = from_[i] == (type)-1 ? UINT32_MAX : (uint32_t)from_[i] + w->shift; \
	} while (0)

static void read_rests(const struct widening *w, size_t first, size_t n, uint32_t *rests)
{
	if (w->from->width == 1)
		READ_RESTS(uint8_t);
	else if (w->from->width == 2)
		READ_RESTS(uint16_t);
	else if (w->from->width == 4)
		READ_RESTS(uint32_t);
	else
		for (size_t i = 0; i < n; i++)
			rests[i] = w->none ? UINT32_MAX : w->shift;
}

#define WRITE_RESTS(type)                                    \
	do {                                                 \
		type *to_ = (type *)(void *)w->v + first;    \
		for (size_t i = 0; i < n; i++)               \
			to_[i] = (type)rests[i];             \
	} while (0)

static void write_rests(const struct widening *w, size_t first, size_t n, const uint32_t *rests)
{
	if (w->to.width == 1)
		WRITE_RESTS(uint8_t);
	else if (w->to.width == 2)
		WRITE_RESTS(uint16_t);
	else
		WRITE_RESTS(uint32_t);
}

static void widen_piece(void *context, size_t piece)
{
	const struct widening *w = context;
	uint32_t rests[RESTS_AT_ONCE];
	size_t first = piece * WIDENED_AT_ONCE, end = first + WIDENED_AT_ONCE;
	end = end < w->from->n ? end : (size_t)w->from->n;
	pages_ready(w->v + first * w->to.width, (end - first) * w->to.width);
	for (size_t i = first; i < end; i += RESTS_AT_ONCE) {
		size_t n = end - i < RESTS_AT_ONCE ? end - i : RESTS_AT_ONCE;
		read_rests(w, i, n, rests);
		write_rests(w, i, n, rests);
	}
}

/*
 * How far the numbers lie from the line of the old ones, from *least to *most. Of those all that their width can say counts,
 * as none is looked at. False: further than four bytes say.
 */
static bool find_rests(const struct widening *w, const struct section_changes *c, int64_t *least, int64_t *most)
{
	const int64_t far = INT64_MAX / 4;
	*least = 0;
	*most = w->from->width ? ((int64_t)1 << w->from->width * 8) - 2 : 0;
	for (size_t i = 0; i < c->n; i++) {
		if (c->numbers[i] == NUMBER_NONE)
			continue;
		int64_t rest = (int64_t)((uint64_t)c->numbers[i] - ((uint64_t)w->to.base + (uint64_t)w->to.slope * c->rows[i]));
		if (rest < -far || rest > far)
			return false;
		*least = rest < *least ? rest : *least;
		*most = rest > *most ? rest : *most;
	}
	return *most - *least < UINT32_MAX;
}

/* On the same line in more bytes, or with another base, where that is possible; false: it is not. */
static bool copy_wider(const struct section *s, const struct section_changes *c, unsigned n_threads, struct section *out)
{
	struct widening w = {.from = s, .none = !s->width && s->base == NUMBER_NONE, .to = {.n = c->n_rows, .base = s->base, .slope = s->slope}};
	int64_t least, most;
	if (!s->n || s->width == 3 || s->width > 4)
		return false;
	for (size_t i = 0; w.none && i < c->n && w.to.base == NUMBER_NONE; i++)
		w.to.base = c->numbers[i];
	if (!find_rests(&w, c, &least, &most))
		return false;
	w.to.width = width_for((uint64_t)(most - least), true);
	/* What leaves a line leaves it further with every row that comes: there is room on both sides. */
	if (s->slope && w.to.width < 4)
		least -= (((int64_t)1 << w.to.width * 8) - 2 - (most - least)) / 2;
	w.to.base = (int64_t)((uint64_t)w.to.base + (uint64_t)least); /* any: it may be that of an image which is wrong */
	w.shift = (uint32_t)-least;
	w.v = xmalloc((size_t)c->n_rows * w.to.width);
	w.to.v = w.v;
	parallel_for(((size_t)s->n + WIDENED_AT_ONCE - 1) / WIDENED_AT_ONCE, n_threads, widen_piece, &w);
	*out = w.to;
	return true;
}

static struct section pack_patched(const struct section *s, const struct section_changes *c)
{
	int64_t *all = xmalloc((size_t)c->n_rows * sizeof *all);
	for (uint64_t i = 0; i < s->n; i++)
		all[i] = section_number(s, i);
	for (size_t i = 0; i < c->n; i++)
		all[c->rows[i]] = c->numbers[i];
	struct section packed = section_pack(all, (size_t)c->n_rows);
	free(all);
	return packed;
}

static struct section copy_longer(const struct section *s, uint64_t n_rows, unsigned n_threads)
{
	void *v = s->width ? xmalloc((size_t)n_rows * s->width) : NULL;
	if (v)
		parallel_copy(v, s->v, (size_t)s->n * s->width, n_threads);
	return (struct section){.v = v, .n = n_rows, .base = s->base, .slope = s->slope, .width = s->width};
}

bool section_patch(const struct section *s, const struct section_changes *c, unsigned n_threads, struct section *out)
{
	bool same = c->n_rows == s->n, fit = s->n > 0;
	for (size_t i = 0; i < c->n; i++) {
		same = same && section_number(s, c->rows[i]) == c->numbers[i];
		fit = fit && fits(s, c->rows[i], c->numbers[i]);
	}
	if (same)
		return false;
	if (fit) {
		*out = copy_longer(s, c->n_rows, n_threads);
	} else if (!copy_wider(s, c, n_threads, out)) {
		*out = pack_patched(s, c);
		return true;
	}
	for (size_t i = 0; out->v && i < c->n; i++)
		put((void *)(uintptr_t)out->v, out->width, c->rows[i], c->numbers[i],
			(int64_t)((uint64_t)out->base + (uint64_t)out->slope * c->rows[i]));
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
