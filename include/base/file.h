/*
 * Whole files, in and out.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * Read a whole file and append it to out.
 * Errors: ERR_NO_INPUT (with the path as place); out is as before.
 */
bool file_read(const char *path, struct strbuf *out, struct err *err);

/*
 * Write a whole file so that a reader sees the old one or the new one, never a
 * part: a temporary file in the same folder, synchronised, then renamed.
 * replace: whether an existing file may be overwritten.
 * Errors: ERR_CREATE (exists, folder missing or not writable), ERR_WRITE.
 */
bool file_write(const char *path, struct str content, bool replace, struct err *err);

bool file_exists(const char *path);
bool file_is_folder(const char *path);

#endif
