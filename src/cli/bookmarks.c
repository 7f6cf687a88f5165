#include "bookmarks_internal.h"

#include "base/file.h"
#include "own_folder_internal.h"

#include <unistd.h>

static const char bookmarks_file[] = "/bookmarks";

void bookmarks_read(struct strbuf *out)
{
	struct strbuf path = {0};
	struct err none = ERR_INIT; /* most people have none */
	if (own_folder(&path, &none)) {
		strbuf_add_c(&path, bookmarks_file);
		file_read(path.p, out, &none);
	}
	strbuf_release(&path);
}

static struct str letter_of(struct str line)
{
	struct str letter = STR("");
	str_split(&line, '\t', &letter);
	return letter;
}

bool bookmarks_keep(struct str line, struct err *err)
{
	struct strbuf path = {0}, old = {0}, kept = {0};
	bool ok = own_folder(&path, err);
	if (ok) {
		make_folders(path.p); /* where it cannot be made, writing says so */
		strbuf_add_c(&path, bookmarks_file);
		/* What cannot be read is not to be written over. */
		ok = access(path.p, F_OK) != 0 || file_read(path.p, &old, err);
	}
	if (ok) {
		struct str rest = strbuf_str(&old), one;
		while (rest.p && str_split(&rest, '\n', &one))
			if (one.n && !str_eq(letter_of(one), letter_of(line)))
				strbuf_printf(&kept, "%.*s\n", STR_ARG(one));
		strbuf_printf(&kept, "%.*s\n", STR_ARG(line));
		ok = file_write(path.p, strbuf_str(&kept), true, err);
	}
	strbuf_release(&path);
	strbuf_release(&old);
	strbuf_release(&kept);
	return ok;
}
