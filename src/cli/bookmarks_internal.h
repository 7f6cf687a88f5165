/*
 * The file that bookmarks are kept in from one session to the next: a line for each, as the app gives and reads them.
 */
#ifndef CLI_BOOKMARKS_INTERNAL_H
#define CLI_BOOKMARKS_INTERNAL_H

#include "view/app.h"

/* What is kept there, for app_bookmarks_read, appended; nothing where there is no file. */
void bookmarks_read(struct strbuf *out);

/*
 * Put a line in place of the one that begins with the same letter; the others stay, also those that another session has
 * set meanwhile. Errors: ERR_NO_INPUT (no home folder, or a file that cannot be read), ERR_CREATE, ERR_WRITE
 */
bool bookmarks_keep(struct str line, struct err *err);

#endif
