#include "own_folder_internal.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_absolute(const char *path)
{
	return path && path[0] == '/';
}

/* A relative path is as good as none: the base directory specification says so of its variables. */
static bool base_folder(const char *variable, const char *in_home, struct strbuf *out)
{
	const char *base = getenv(variable), *home = getenv("HOME");
	char entry[4096];
	struct passwd user, *found = NULL;
	if (is_absolute(base)) {
		strbuf_printf(out, "%s/yuanlian", base);
		return true;
	}
	if (!is_absolute(home))
		home = getpwuid_r(getuid(), &user, entry, sizeof entry, &found) == 0 && found ? user.pw_dir : NULL;
	if (is_absolute(home))
		strbuf_printf(out, "%s/%s/yuanlian", home, in_home);
	return is_absolute(home);
}

bool own_folder(struct strbuf *out, struct err *err)
{
	return base_folder("XDG_DATA_HOME", ".local/share", out)
		|| err_at(err, ERR_NO_INPUT, "HOME", 0, 0, "found no home folder, expected HOME or --db FILE");
}

bool own_cache(struct strbuf *out)
{
	return base_folder("XDG_CACHE_HOME", ".cache", out);
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
