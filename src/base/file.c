#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
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
	int fd = open(folder.p, O_RDWR | O_TMPFILE | O_CLOEXEC, mode);
	strbuf_release(&folder);
	if (fd >= 0 && access(path_of(fd).text, F_OK) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static bool has_name(int fd, const char *name)
{
	struct stat opened, named;
	return fstat(fd, &opened) == 0 && lstat(name, &named) == 0 && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

/* A draft is locked as long as somebody writes it: one of our own that is not was left by a process that was killed. */
static void remove_left(const char *name)
{
	struct stat st;
	int fd = open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0 && has_name(fd, name))
		unlink(name);
	close(fd);
}

/* -1: errno says why; EEXIST also where it was taken for one that was left. */
static int create_locked(const char *name, mode_t mode)
{
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0 || (flock(fd, LOCK_EX | LOCK_NB) != 0 ? errno != EWOULDBLOCK : has_name(fd, name)))
		return fd;
	close(fd);
	errno = EEXIST;
	return -1;
}

/*
 * A name beside the target that nothing has, for that nameless file, else for a new one; -1: errno says why.
 * The same names each time, so that what was left under them goes. Not mkstemp: that would need the umask, which cannot
 * be read without changing it for every thread.
 */
static int create_beside(const char *target, mode_t mode, int nameless, struct strbuf *temporary)
{
	enum { ATTEMPTS = 1000 };
	int fd = -1;
	errno = EEXIST;
	for (int i = 1; i <= ATTEMPTS && fd < 0 && errno == EEXIST; i++) {
		strbuf_clear(temporary);
		strbuf_printf(temporary, "%s.yuanlian-draft-%d", target, i);
		remove_left(temporary->p);
		fd = nameless < 0                                ? create_locked(temporary->p, mode)
			: give_name(nameless, temporary->p) == 0 ? nameless
								 : -1;
	}
	if (fd < 0)
		strbuf_clear(temporary);
	return fd;
}

bool file_draft_begin(struct file_draft *draft, const char *path, bool replace, struct err *err)
{
	struct stat st;
	*draft = (struct file_draft){.path = path, .replace = replace, .fd = -1};
	if (!replace && file_exists(path))
		return refuse_existing(err, path);
	draft->there = stat(path, &st) == 0;
	char *followed = draft->there ? realpath(path, NULL) : NULL;
	strbuf_add_c(&draft->target, followed ? followed : path);
	free(followed);
	mode_t mode = draft->there ? st.st_mode & 0666 : 0666;
	draft->fd = create_nameless(draft->target.p, mode);
	if (draft->fd >= 0)
		flock(draft->fd, LOCK_EX | LOCK_NB); /* for when it has a name */
	else
		draft->fd = create_beside(draft->target.p, mode, -1, &draft->temporary);
	if (draft->fd >= 0 && (!draft->there || fchmod(draft->fd, st.st_mode & 07777) == 0))
		return true;
	refuse(err, ERR_CREATE, path, errno, "to make a file there");
	file_draft_drop(draft);
	return false;
}

/* Without replacing: what another process made meanwhile is kept. */
static bool take_free_name(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	/* A file system without that call: link() refuses an existing name as well. */
	return (errno == EINVAL || errno == ENOSYS) && link(from, to) == 0 && unlink(from) == 0;
}

static bool exchange(const struct file_draft *draft)
{
	return renameat2(AT_FDCWD, draft->temporary.p, AT_FDCWD, draft->target.p, RENAME_EXCHANGE) == 0;
}

/* What is to replace another file needs a name before; errno says why it has none. */
static bool named(struct file_draft *draft)
{
	return !draft->replace || draft->temporary.n || create_beside(draft->target.p, 0, draft->fd, &draft->temporary) >= 0;
}

/* A draft has what it replaces as its own name from then on, if there may be a way back. errno says why not. */
static bool put(struct file_draft *draft, bool way_back)
{
	const char *target = draft->target.p;
	if (!draft->temporary.n)
		return give_name(draft->fd, target) == 0;
	draft->exchanged = way_back && draft->there && draft->replace && !file_is_folder(target) && exchange(draft);
	if (draft->exchanged)
		return true;
	if (!(draft->replace ? rename(draft->temporary.p, target) == 0 : take_free_name(draft->temporary.p, target)))
		return false;
	strbuf_clear(&draft->temporary);
	return true;
}

static void take_back(const struct file_draft *draft)
{
	if (draft->exchanged)
		exchange(draft);
	else if (!draft->there)
		unlink(draft->target.p);
}

static bool refuse_draft(const struct file_draft *draft, int cause, struct err *err)
{
	if (cause == EEXIST)
		return refuse_existing(err, draft->path);
	return refuse(err, ERR_WRITE, draft->path, cause, "to write this file");
}

/* All have their content; a signal waits until they have their names, too. */
static bool put_all(struct file_draft *drafts, size_t n, struct err *err)
{
	sigset_t all, before;
	size_t ready = 0, done = 0;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (ready < n && named(&drafts[ready]))
		ready++;
	while (ready == n && done < n && put(&drafts[done], done + 1 < n))
		done++;
	if (done < n) {
		refuse_draft(&drafts[ready < n ? ready : done], errno, err);
		for (size_t i = 0; i < done; i++)
			take_back(&drafts[i]);
	}
	for (size_t i = 0; i < n; i++)
		file_draft_drop(&drafts[i]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return done == n;
}

bool file_drafts_place(struct file_draft *drafts, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (fsync(drafts[i].fd) != 0) {
			refuse_draft(&drafts[i], errno, err);
			for (i = 0; i < n; i++)
				file_draft_drop(&drafts[i]);
			return false;
		}
	return put_all(drafts, n, err);
}

bool file_draft_place(struct file_draft *draft, struct err *err)
{
	return file_drafts_place(draft, 1, err);
}

void file_draft_drop(struct file_draft *draft)
{
	if (draft->temporary.n)
		unlink(draft->temporary.p);
	if (draft->fd >= 0)
		close(draft->fd);
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

bool file_same(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_ino == y.st_ino && x.st_dev == y.st_dev;
}

bool file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}
