#include "own_folder_internal.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool home_folder(struct strbuf *out, struct err *err)
{
	const char *home = getenv("HOME");
	if (!home || !*home) {
		const struct passwd *user = getpwuid(getuid());
		home = user ? user->pw_dir : NULL;
	}
	if (!home)
		return err_at(err, ERR_NO_INPUT, "HOME", 0, 0, "found no home folder, expected HOME or --db FILE");
	strbuf_add_c(out, home);
	return true;
}

bool own_folder(struct strbuf *out, struct err *err)
{
	const char *data = getenv("XDG_DATA_HOME");
	/* The base directory specification: a relative path there is to be ignored. */
	if (data && data[0] == '/') {
		strbuf_add_c(out, data);
	} else {
		if (!home_folder(out, err))
			return false;
		strbuf_add_c(out, "/.local/share");
	}
	strbuf_add_c(out, "/yuanlian");
	return true;
}

bool make_folders(char *path)
{
	for (char *at = path + 1; *at; at++)
		if (*at == '/') {
			*at = '\0';
			bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
			*at = '/';
			if (!made)
				return false;
		}
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}
