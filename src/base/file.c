#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_read(const char *path, struct strbuf *out, struct err *err)
{
	size_t before = out->n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_at(err, ERR_NO_INPUT, path, 0, 0, "%s", strerror(errno));
	for (;;) {
		strbuf_reserve(out, 64 * 1024);
		ssize_t n = read(fd, out->p + out->n, 64 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int cause = errno;
			close(fd);
			strbuf_truncate(out, before);
			return err_at(err, ERR_NO_INPUT, path, 0, 0, "%s", strerror(cause));
		}
		if (n == 0)
			break;
		out->n += (size_t)n;
		out->p[out->n] = '\0';
	}
	close(fd);
	return true;
}

static bool write_all(int fd, struct str content)
{
	while (content.n) {
		ssize_t n = write(fd, content.p, content.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		content.p += n;
		content.n -= (size_t)n;
	}
	return true;
}

bool file_write(const char *path, struct str content, bool replace, struct err *err)
{
	struct strbuf temporary = {0};
	bool ok = false;
	strbuf_printf(&temporary, "%s.XXXXXX", path);
	if (!replace && file_exists(path)) {
		err_at(err, ERR_CREATE, path, 0, 0, "found an existing file, expected none (--force replaces it)");
		goto done;
	}
	int fd = mkstemp(temporary.p);
	if (fd < 0) {
		err_at(err, ERR_CREATE, path, 0, 0, "%s", strerror(errno));
		goto done;
	}
	mode_t mask = umask(0);
	umask(mask);
	bool written = fchmod(fd, 0666 & ~mask) == 0 && write_all(fd, content) && fsync(fd) == 0;
	int cause = errno;
	if (close(fd) != 0 && written) {
		written = false;
		cause = errno;
	}
	/* link() refuses an existing name, which rename() would replace: a file made meanwhile is kept. */
	if (written && (replace ? rename(temporary.p, path) : link(temporary.p, path)) != 0) {
		written = false;
		cause = errno;
	}
	if (!written || !replace)
		unlink(temporary.p);
	if (written)
		ok = true;
	else
		err_at(err, ERR_WRITE, path, 0, 0, "%s", strerror(cause));
done:
	strbuf_release(&temporary);
	return ok;
}

bool file_exists(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
