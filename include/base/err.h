/*
 * The one error value. Whatever can fail takes a struct err * last and returns
 * bool or a pointer; err_set and err_at return false, so that a function can
 *	return err_set(err, ERR_DATA, "found \"%s\", expected a date", text);
 * The first error stays: a later err_set on the same value is ignored, so a
 * clean-up that fails does not hide the cause.
 *
 * Printed as  yuanlian: WHERE:LINE:COLUMN: found X, expected Y
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"
#include "base/strbuf.h"

#include <stdarg.h>

/* The exit status that each kind of fault leads to (contract.md, "Exit status"). */
enum err_code {
	ERR_NONE = 0,
	ERR_NO_MATCH = 1,
	ERR_USAGE = 2,      /* wrong usage, bad query, ambiguous reference */
	ERR_DATA = 65,
	ERR_NO_INPUT = 66,  /* file missing or unreadable */
	ERR_NO_TERMINAL = 69,
	ERR_INTERNAL = 70,
	ERR_CREATE = 73,
	ERR_WRITE = 74,
	ERR_BUSY = 75,
};

struct err {
	enum err_code code;
	size_t line, column; /* from 1; 0: not known. column counts characters */
	char where[160];     /* a file, "query" or "argument"; may be empty */
	char message[400];
	bool chinese;        /* set by the caller: a Chinese message is wanted, where there is one in both languages */
};

#define ERR_INIT {0}

/* Always false. A message that does not fit is cut at a whole character. */
bool err_set(struct err *err, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same with a place. where may be NULL (no place). Always false. */
bool err_at(struct err *err, enum err_code code, const char *where, size_t line, size_t column, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* The same with the arguments of a caller that is such a function itself. */
bool err_vat(struct err *err, enum err_code code, const char *where, size_t line, size_t column, const char *format, va_list args)
	__attribute__((format(printf, 6, 0)));

/* Give an error that has no place one (a file's name, known only further up). Always false. */
bool err_place(struct err *err, const char *where, size_t line, size_t column);

void err_clear(struct err *err);

/*
 * "WHERE:LINE:COLUMN: message", no line end. What is about a whole file has WHERE alone, what is about a whole line its
 * first column.
 */
void err_format(const struct err *err, struct strbuf *out);

#endif
