#include "base/strbuf.h"

#include "base/alloc.h"
#include "base/array.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_release(struct strbuf *sb)
{
	free(sb->p);
	*sb = (struct strbuf){0};
}

void strbuf_clear(struct strbuf *sb)
{
	sb->n = 0;
	if (sb->p)
		sb->p[0] = '\0';
}

void strbuf_reserve(struct strbuf *sb, size_t extra)
{
	if (extra >= SIZE_MAX - sb->n)
		alloc_failed();
	size_t need = sb->n + extra + 1;
	if (need <= sb->cap)
		return;
	sb->cap = array_room(sb->cap, need);
	sb->p = xrealloc(sb->p, sb->cap);
	sb->p[sb->n] = '\0';
}

void strbuf_add(struct strbuf *sb, struct str s)
{
	strbuf_reserve(sb, s.n);
	if (s.n)
		memcpy(sb->p + sb->n, s.p, s.n);
	sb->n += s.n;
	sb->p[sb->n] = '\0';
}

void strbuf_set(struct strbuf *sb, struct str s)
{
	strbuf_clear(sb);
	strbuf_add(sb, s);
}

void strbuf_add_c(struct strbuf *sb, const char *c_string)
{
	strbuf_add(sb, str_from(c_string));
}

void strbuf_add_byte(struct strbuf *sb, char byte)
{
	strbuf_add(sb, (struct str){&byte, 1});
}

void strbuf_add_repeat(struct strbuf *sb, char byte, size_t times)
{
	strbuf_reserve(sb, times);
	memset(sb->p + sb->n, byte, times);
	sb->n += times;
	sb->p[sb->n] = '\0';
}

void strbuf_vprintf(struct strbuf *sb, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	size_t room = sb->cap > sb->n ? sb->cap - sb->n : 0;
	int n = vsnprintf(room ? sb->p + sb->n : NULL, room, format, again);
	va_end(again);
	if (n < 0)
		alloc_failed();
	if ((size_t)n >= room) {
		strbuf_reserve(sb, (size_t)n);
		vsnprintf(sb->p + sb->n, (size_t)n + 1, format, args);
	}
	sb->n += (size_t)n;
}

void strbuf_add_number(struct strbuf *sb, int64_t number)
{
	char digits[20];
	size_t n = sizeof digits;
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do
		digits[--n] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[--n] = '-';
	strbuf_add(sb, (struct str){digits + n, sizeof digits - n});
}

void strbuf_printf(struct strbuf *sb, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	strbuf_vprintf(sb, format, args);
	va_end(args);
}

void strbuf_truncate(struct strbuf *sb, size_t n_bytes)
{
	assert(n_bytes <= sb->n);
	sb->n = n_bytes;
	if (sb->p)
		sb->p[n_bytes] = '\0';
}

struct str strbuf_str(const struct strbuf *sb)
{
	return (struct str){sb->p ? sb->p : "", sb->n};
}

char *strbuf_detach(struct strbuf *sb)
{
	strbuf_reserve(sb, 0);
	char *p = sb->p;
	*sb = (struct strbuf){0};
	return p;
}
