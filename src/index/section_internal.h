/*
 * An array of the image: where it stands, how many elements it has and how wide each is.
 * A zeroed one is an array of no elements.
 */
#ifndef INDEX_SECTION_INTERNAL_H
#define INDEX_SECTION_INTERNAL_H

#include "model/value.h"

#include <stdbool.h>

struct held;

struct section {
	const void *v;
	struct held *held; /* what it stands in where several indexes share that; NULL: in its index's own image, or by itself */
	uint64_t n;
	int64_t base;   /* packed numbers: what is added to each; other arrays: a number that belongs to them */
	int64_t slope;  /* packed numbers: what is added to element i, i times */
	uint32_t width; /* bytes of an element */
};

/* The elements of an array that is not packed. */
#define SECTION_V(type, section) ((const type *)(section).v)

enum { SECTION_NONE_3 = 0xFFFFFF };

/*
 * Packed numbers: what they are beyond a line, base + slope * i, in `width` bytes each (0: they
 * stand on it; 1 to 4: unsigned, the lowest of 3 first, all ones for NUMBER_NONE; 8: as they are).
 */
static inline int64_t section_number(const struct section *s, uint64_t i)
{
	uint64_t base = (uint64_t)s->base + (uint64_t)s->slope * i;
	switch (s->width) {
	case 0:
		return (int64_t)base;
	case 1: {
		uint8_t x = SECTION_V(uint8_t, *s)[i];
		return x == UINT8_MAX ? NUMBER_NONE : (int64_t)(base + x);
	}
	case 2: {
		uint16_t x = SECTION_V(uint16_t, *s)[i];
		return x == UINT16_MAX ? NUMBER_NONE : (int64_t)(base + x);
	}
	case 3: {
		const uint8_t *p = SECTION_V(uint8_t, *s) + i * 3;
		uint32_t x = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
		return x == SECTION_NONE_3 ? NUMBER_NONE : (int64_t)(base + x);
	}
	case 4: {
		uint32_t x = SECTION_V(uint32_t, *s)[i];
		return x == UINT32_MAX ? NUMBER_NONE : (int64_t)(base + x);
	}
	default:
		return SECTION_V(int64_t, *s)[i];
	}
}

/* The narrowest packed numbers that say the same; the caller frees v. */
struct section section_pack(const int64_t *numbers, size_t n);

/*
 * Numbers below a limit, asked for one by one: packed, in three bytes where these are enough. Loops over many rows go faster
 * along what section_pack makes. Takes v over.
 */
struct section section_pack_rows(uint32_t *v, size_t n, uint32_t limit);

/* Room for such numbers, which are put in one by one, by several threads if need be; those that are not are 0. */
struct section section_rows(size_t n, uint32_t limit);
void section_put_row(struct section *s, size_t i, uint32_t row);

/* What some rows have instead: ascending, each once; they may go on behind the end, of n_rows then. */
struct section_changes {
	const uint32_t *rows;
	const int64_t *numbers; /* beside rows */
	size_t n;
	uint64_t n_rows;
};

/* The same numbers with changes, on the same line, in the same width where all fit it. False: it would be the same, *out is left alone. */
bool section_patch(const struct section *s, const struct section_changes *changes, unsigned n_threads, struct section *out);

/* The first of packed numbers from `from` on that is `number`, not NUMBER_NONE; their n where there is none. */
uint64_t section_find(const struct section *s, uint64_t from, int64_t number);

/* An array as it is; takes v over. */
static inline struct section section_plain(void *v, size_t n, size_t width)
{
	return (struct section){.v = v, .n = n, .width = (uint32_t)width};
}

/* Free the elements of a section that stands in memory of its own. */
void section_free(struct section *section);

#endif
