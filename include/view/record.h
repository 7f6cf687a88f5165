/*
 * A terminal that passes everything on to another one and writes what was typed there
 * in the format of view/script.h (--record FILE): a bug report is a script.
 */
#ifndef VIEW_RECORD_H
#define VIEW_RECORD_H

#include "view/terminal.h"

/*
 * One step a line, written at once, so that a crash loses nothing: the size first, then keys, sizes, ^C, and `wait`
 * where the index came. inner is owned, also on failure; path is borrowed.
 * Errors: ERR_CREATE; NULL is returned, and inner is closed.
 */
struct terminal *record_new(struct terminal *inner, const char *path, struct err *err);

/* Whether all that was typed so far could be written. Errors: ERR_WRITE */
bool record_ok(const struct terminal *recorder, struct err *err);

#endif
