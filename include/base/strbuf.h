/*
 * A growing string. Invariants: p is NULL or holds n bytes and a NUL behind them;
 * n < cap where p is set. The buffer owns p.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>

struct strbuf {
	char *p;
	size_t n, cap;
};

void strbuf_release(struct strbuf *sb);
void strbuf_clear(struct strbuf *sb); /* empty, memory kept */
void strbuf_reserve(struct strbuf *sb, size_t extra);
void strbuf_add(struct strbuf *sb, struct str s); /* no part of sb itself */
void strbuf_set(struct strbuf *sb, struct str s); /* in place of what it held, of which s is no part */
void strbuf_add_c(struct strbuf *sb, const char *c_string);
void strbuf_add_byte(struct strbuf *sb, char byte);
void strbuf_add_repeat(struct strbuf *sb, char byte, size_t times);
void strbuf_add_number(struct strbuf *sb, int64_t number); /* in decimal; much quicker than strbuf_printf */
void strbuf_printf(struct strbuf *sb, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *sb, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void strbuf_truncate(struct strbuf *sb, size_t n_bytes); /* n_bytes <= sb->n */
struct str strbuf_str(const struct strbuf *sb);          /* borrowed until the next change */
char *strbuf_detach(struct strbuf *sb);                  /* the caller frees it; never NULL; sb is empty after */

#endif
