/*
 * Bytes of a file as UTF-8 text.
 */
#ifndef EXCHANGE_ENCODING_H
#define EXCHANGE_ENCODING_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Make the bytes of a file valid UTF-8 without a byte order mark, in place.
 * A file that is no UTF-8 is read as GB18030 (and so GBK) where it is that as a
 * whole and not a UTF-8 file with damage: *encoding is "GB18030" then, else NULL.
 * Errors: ERR_DATA with line and column (characters, from 1) of the first byte that
 *         is neither, or of a NUL, and without a file; bytes are as they were then.
 *         UTF-16 and XLSX are called by their names
 */
bool encoding_to_utf8(struct strbuf *bytes, const char **encoding, struct err *err);

#endif
