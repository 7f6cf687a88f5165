/*
 * libxlsxwriter, loaded when the first workbook is made: it brings libcrypto along, and so much linking would be most
 * of the time that every start of the program takes.
 */
#ifndef EXCHANGE_XLSX_LIBRARY_INTERNAL_H
#define EXCHANGE_XLSX_LIBRARY_INTERNAL_H

#include "base/err.h"

#include <xlsxwriter.h>

#define XLSX_FUNCTIONS(X)            \
	X(format_set_align)          \
	X(format_set_bold)           \
	X(format_set_num_format)     \
	X(format_set_text_wrap)      \
	X(lxw_strerror)              \
	X(lxw_workbook_free)         \
	X(workbook_add_format)       \
	X(workbook_add_worksheet)    \
	X(workbook_close)            \
	X(workbook_new_opt)          \
	X(workbook_set_properties)   \
	X(worksheet_autofilter)      \
	X(worksheet_freeze_panes)    \
	X(worksheet_ignore_errors)   \
	X(worksheet_set_column)      \
	X(worksheet_write_number)    \
	X(worksheet_write_string)

/* The functions under their own names; handle NULL: not open. */
struct xlsx_library {
	void *handle;
#define XLSX_POINTER(name) __typeof__(&name) name;
	XLSX_FUNCTIONS(XLSX_POINTER)
#undef XLSX_POINTER
};

/* Errors: ERR_INTERNAL: the library is not installed, or is another one */
bool xlsx_library_open(struct xlsx_library *library, struct err *err);
void xlsx_library_close(struct xlsx_library *library);

#endif
