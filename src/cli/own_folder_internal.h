/*
 * The user's own folders: $XDG_DATA_HOME/yuanlian with his catalogue and his bookmarks, and
 * $XDG_CACHE_HOME/yuanlian with what can be made again.
 */
#ifndef CLI_OWN_FOLDER_INTERNAL_H
#define CLI_OWN_FOLDER_INTERNAL_H

#include "base/err.h"
#include "base/strbuf.h"

/* Its path, appended; it need not be there. Errors: ERR_NO_INPUT: no home folder */
bool own_folder(struct strbuf *out, struct err *err);

bool own_cache(struct strbuf *out); /* likewise; false: no home folder */

/* mkdir -p, for nobody but the user; errno tells why not. `path` is as before afterwards. */
bool make_folders(char *path);

#endif
