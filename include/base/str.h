/*
 * A borrowed string: pointer and length, not NUL-terminated.
 *
 * Whoever hands one out says how long its bytes live. Text that has passed a
 * door (seed, argument, key, database) is valid UTF-8; struct str itself does
 * not promise it.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n; /* bytes */
};

/* A literal as a struct str, also in static initialisers. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_INIT(literal) {(literal), sizeof(literal) - 1}

/* For printf: "%.*s" with STR_ARG(s). */
#define STR_ARG(s) ((int)(s).n), ((s).p ? (s).p : "")

struct str str_from(const char *c_string);            /* NULL gives the empty string */
bool str_eq(struct str a, struct str b);
bool str_eq_c(struct str a, const char *c_string);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
int str_cmp(struct str a, struct str b);              /* by bytes: order of code points */
static inline struct str str_sub(struct str s, size_t at, size_t n) /* clipped to s */
{
	at = at < s.n ? at : s.n;
	n = n < s.n - at ? n : s.n - at;
	return (struct str){s.p ? s.p + at : NULL, n};
}
struct str str_trim(struct str s);                     /* ASCII blanks at both ends */
ptrdiff_t str_find(struct str s, struct str needle, size_t from); /* -1: not there; an empty needle is at from */
ptrdiff_t str_find_byte(struct str s, char byte, size_t from);
bool str_has_any(struct str s, const char *const *words, size_t n); /* whether some of n words stands in it */
bool str_meet(struct str a, struct str b);              /* one stands in the other, and neither is empty */

/*
 * Take the part of *rest before the next separator and move *rest behind it.
 * Returns false when *rest was already used up (rest->p == NULL).
 */
bool str_split(struct str *rest, char separator, struct str *part);

#endif
