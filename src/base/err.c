#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* snprintf may cut inside a character: drop the torn tail. */
static void drop_torn_character(char *text)
{
	size_t n = strlen(text), back = 0;
	while (back < n && back < 4 && ((unsigned char)text[n - 1 - back] & 0xC0) == 0x80)
		back++;
	if (back >= n)
		return;
	unsigned char lead = (unsigned char)text[n - 1 - back];
	size_t need = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
	if (back < need)
		text[n - 1 - back] = '\0';
}

static void copy_cut(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
	drop_torn_character(to);
}

/* False where an earlier error stays. */
static bool set_first(struct err *err, enum err_code code, const char *format, va_list args)
{
	if (err->code)
		return false;
	err->code = code;
	vsnprintf(err->message, sizeof err->message, format, args);
	drop_torn_character(err->message);
	return true;
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set_first(err, code, format, args);
	va_end(args);
	return false;
}

bool err_at(struct err *err, enum err_code code, const char *where, size_t line, size_t column, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err_vat(err, code, where, line, column, format, args);
	va_end(args);
	return false;
}

bool err_vat(struct err *err, enum err_code code, const char *where, size_t line, size_t column, const char *format, va_list args)
{
	return set_first(err, code, format, args) && err_place(err, where, line, column);
}

bool err_place(struct err *err, const char *where, size_t line, size_t column)
{
	if (where && !err->where[0]) {
		copy_cut(err->where, sizeof err->where, where);
		err->line = line;
		err->column = column;
	}
	return false;
}

void err_clear(struct err *err)
{
	*err = (struct err)ERR_INIT;
}

void err_format(const struct err *err, struct strbuf *out)
{
	if (err->where[0]) {
		strbuf_add_c(out, err->where);
		if (err->line)
			strbuf_printf(out, ":%zu:%zu", err->line, err->column ? err->column : 1);
		strbuf_add_c(out, ": ");
	}
	strbuf_add_c(out, err->message);
}
