#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(struct err *err, enum err_code code, const char *path, int cause, const char *expected)
{
	return err_at(err, code, path, 0, 0, "found \"%s\", expected %s", strerror(cause), expected);
}

static bool refuse_existing(struct err *err, const char *path)
{
	return err_at(err, ERR_CREATE, path, 0, 0, "found an existing file, expected none (--force replaces it)");
}

/* As much of a file as is read, and of what has no length: a device, a pipe. */
static const uint64_t file_most = UINT64_C(4) << 30, stream_most = UINT64_C(256) << 20;

/* -1: an error, errno says which. */
static ssize_t read_some(int fd, struct strbuf *out)
{
	enum { STEP = 64 * 1024 };
	ssize_t n;
	strbuf_reserve(out, STEP);
	do
		n = read(fd, out->p + out->n, STEP);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		out->n += (size_t)n;
		out->p[out->n] = '\0';
	}
	return n;
}

/* A pipe opened without waiting for who writes it: whether somebody does, soon. What is there already is read. */
static bool is_written(int fd, struct strbuf *out)
{
	enum { PATIENCE_MS = 1000 };
	struct pollfd pipe = {.fd = fd, .events = POLLIN};
	return poll(&pipe, 1, PATIENCE_MS) != 0 || read_some(fd, out) != 0;
}

static bool read_fd(int fd, const char *path, struct strbuf *out, struct err *err)
{
	struct stat st;
	size_t before = out->n;
	if (fstat(fd, &st) != 0)
		return refuse(err, ERR_NO_INPUT, path, errno, "a file to read");
	if (S_ISFIFO(st.st_mode) && !is_written(fd, out))
		return err_at(err, ERR_NO_INPUT, path, 0, 0, "found a pipe that nobody writes, expected a file to read");
	fcntl(fd, F_SETFL, 0);
	uint64_t most = S_ISREG(st.st_mode) ? file_most : stream_most, size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	if (size <= most)
		strbuf_reserve(out, (size_t)size + 64 * 1024);
	ssize_t n = 1;
	while (n > 0 && size <= most) {
		n = read_some(fd, out);
		size = out->n - before > size ? out->n - before : size;
	}
	if (n < 0)
		return refuse(err, ERR_NO_INPUT, path, errno, "a file to read");
	return size <= most || err_at(err, ERR_NO_INPUT, path, 0, 0, "found more than %d MB, expected less to read", (int)(most >> 20));
}

bool file_read(const char *path, struct strbuf *out, struct err *err)
{
	size_t before = out->n;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return refuse(err, ERR_NO_INPUT, path, errno, "a file to read");
	bool ok = read_fd(fd, path, out, err);
	close(fd);
	if (!ok)
		strbuf_truncate(out, before);
	return ok;
}

/* Where a file without a name is seen, to give it one. */
struct open_path {
	char text[40];
};

static struct open_path path_of(int fd)
{
	struct open_path path;
	snprintf(path.text, sizeof path.text, "/proc/self/fd/%d", fd);
	return path;
}

static int give_name(int fd, const char *name)
{
	return linkat(AT_FDCWD, path_of(fd).text, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

/* In the folder of target, without a name: whoever ends the program leaves nothing behind. -1 where that cannot be had. */
static int create_nameless(const char *target, mode_t mode)
{
	struct strbuf folder = {0};
	file_folder(target, &folder);
	int fd = open(folder.p, O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
	strbuf_release(&folder);
	if (fd >= 0 && access(path_of(fd).text, F_OK) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/*
 * A name beside the target that nothing has. nameless: for that file, else for a new one; -1: errno says why.
 * Not mkstemp: that would need the umask, which cannot be read without changing it for every thread.
 */
static int create_beside(const char *target, mode_t mode, int nameless, struct strbuf *temporary)
{
	for (unsigned attempt = 0;; attempt++) {
		strbuf_clear(temporary);
		strbuf_printf(temporary, "%s.%ld-%u", target, (long)getpid(), attempt);
		int fd = nameless < 0                              ? open(temporary->p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
			: give_name(nameless, temporary->p) == 0 ? nameless
								 : -1;
		if (fd >= 0 || errno != EEXIST || attempt == 1000)
			return fd;
	}
}

bool file_draft_begin(struct file_draft *draft, const char *path, bool replace, struct err *err)
{
	struct stat st;
	*draft = (struct file_draft){.path = path, .replace = replace, .fd = -1};
	if (!replace && file_exists(path))
		return refuse_existing(err, path);
	bool there = stat(path, &st) == 0;
	char *followed = there ? realpath(path, NULL) : NULL;
	strbuf_add_c(&draft->target, followed ? followed : path);
	free(followed);
	mode_t mode = there ? st.st_mode & 0666 : 0666;
	draft->fd = create_nameless(draft->target.p, mode);
	if (draft->fd < 0)
		draft->fd = create_beside(draft->target.p, mode, -1, &draft->temporary);
	if (draft->fd >= 0 && (!there || fchmod(draft->fd, st.st_mode & 07777) == 0))
		return true;
	refuse(err, ERR_CREATE, path, errno, "to make a file there");
	if (draft->fd < 0)
		strbuf_clear(&draft->temporary);
	file_draft_drop(draft);
	return false;
}

bool file_draft_name(struct file_draft *draft, struct err *err)
{
	if (draft->temporary.n || create_beside(draft->target.p, 0, draft->fd, &draft->temporary) >= 0)
		return true;
	int cause = errno;
	strbuf_clear(&draft->temporary);
	return refuse(err, ERR_CREATE, draft->path, cause, "to make a file there");
}

/* Without replacing: what another process made meanwhile is kept. 0, or the cause. */
static int take_free_name(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	/* A file system without that call: link() refuses an existing name as well. */
	if (link(from, to) != 0)
		return errno;
	unlink(from);
	return 0;
}

bool file_draft_place(struct file_draft *draft, struct err *err)
{
	bool nameless = !draft->temporary.n, ok = fsync(draft->fd) == 0;
	if (ok && nameless && draft->replace && !file_draft_name(draft, err)) {
		file_draft_drop(draft);
		return false;
	}
	ok = ok && (!nameless || draft->replace || give_name(draft->fd, draft->target.p) == 0);
	int cause = errno;
	if (close(draft->fd) != 0 && ok) {
		ok = false;
		cause = errno;
	}
	draft->fd = -1;
	if (ok && draft->temporary.n) {
		cause = !draft->replace ? take_free_name(draft->temporary.p, draft->target.p)
			: rename(draft->temporary.p, draft->target.p) == 0 ? 0 : errno;
		ok = cause == 0;
	}
	if (!ok && cause == EEXIST)
		refuse_existing(err, draft->path);
	else if (!ok)
		refuse(err, ERR_WRITE, draft->path, cause, "to write this file");
	if (ok)
		strbuf_clear(&draft->temporary);
	file_draft_drop(draft);
	return ok;
}

void file_draft_drop(struct file_draft *draft)
{
	if (draft->fd >= 0)
		close(draft->fd);
	if (draft->temporary.n)
		unlink(draft->temporary.p);
	strbuf_release(&draft->temporary);
	strbuf_release(&draft->target);
	draft->fd = -1;
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
	struct file_draft draft;
	if (!file_draft_begin(&draft, path, replace, err))
		return false;
	if (write_all(draft.fd, content))
		return file_draft_place(&draft, err);
	refuse(err, ERR_WRITE, path, errno, "to write this file");
	file_draft_drop(&draft);
	return false;
}

const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

void file_folder(const char *path, struct strbuf *out)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		strbuf_add_c(out, ".");
	else
		strbuf_add(out, slash == path ? STR("/") : (struct str){path, (size_t)(slash - path)});
}

bool file_ends(const char *path, const char *ending)
{
	size_t n = strlen(path), m = strlen(ending);
	return n >= m && !strcasecmp(path + n - m, ending);
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
