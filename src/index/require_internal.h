/*
 * For what checks an image: functions that return false with a reason, a string that
 * lives as long as the program, at the first thing that is wrong.
 */
#ifndef INDEX_REQUIRE_INTERNAL_H
#define INDEX_REQUIRE_INTERNAL_H

#include "section_internal.h"

/* In a function that returns bool and has `const char **reason`. */
#define REQUIRE(condition, text)        \
	do {                            \
		if (!(condition)) {     \
			*reason = text; \
			return false;   \
		}                       \
	} while (0)

/* Elements of `width` bytes each; none are of any width. */
static inline bool section_is_of(const struct section *s, size_t width)
{
	return !s->n || s->width == width;
}

/* n of them. */
static inline bool section_is_plain(const struct section *s, uint64_t n, size_t width)
{
	return s->n == n && section_is_of(s, width);
}

/* n packed numbers. */
static inline bool section_is_packed(const struct section *s, uint64_t n)
{
	return s->n == n && s->width <= 8;
}

#endif
