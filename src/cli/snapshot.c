#include "snapshot_internal.h"

#include "base/map.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* -- where they stand -------------------------------------------------------------------- */

static void path_beside(const char *catalogue, struct strbuf *out)
{
	strbuf_printf(out, "%s-index", catalogue);
}

static bool cache_folder(struct strbuf *out)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	if (cache && cache[0] == '/')
		strbuf_printf(out, "%s/yuanlian", cache);
	else if (home && home[0] == '/')
		strbuf_printf(out, "%s/.cache/yuanlian", home);
	return out->n > 0;
}

static bool path_in_cache(const char *catalogue, struct strbuf *out)
{
	char whole[PATH_MAX];
	if (!realpath(catalogue, whole) || !cache_folder(out))
		return false;
	strbuf_printf(out, "/%016llx-index", (unsigned long long)hash_bytes(whole, strlen(whole), 0));
	return true;
}

static void make_folders(const char *path)
{
	char folder[PATH_MAX];
	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		size_t n = (size_t)(slash - path);
		if (n >= sizeof folder)
			return;
		memcpy(folder, path, n);
		folder[n] = '\0';
		mkdir(folder, 0700);
	}
}

static bool may_write_beside(const char *catalogue, const struct stat *st)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(catalogue, '/');
	size_t n = slash ? (size_t)(slash - catalogue) + 1 : 2;
	if (n >= sizeof folder || st->st_uid != geteuid())
		return false;
	memcpy(folder, slash ? catalogue : "./", n);
	folder[n] = '\0';
	return access(folder, W_OK) == 0;
}

/* -- reading ------------------------------------------------------------------------------- */

static void unmap(const unsigned char *bytes, size_t n)
{
	munmap((void *)(uintptr_t)bytes, n);
}

static bool trusted(const struct stat *snapshot, const struct stat *catalogue)
{
	uid_t owner = snapshot->st_uid;
	return S_ISREG(snapshot->st_mode) && !(snapshot->st_mode & (S_IWGRP | S_IWOTH))
		&& (owner == 0 || owner == geteuid() || owner == catalogue->st_uid);
}

static struct index *open_fd(int fd, const struct stat *catalogue, struct index_stamp wanted)
{
	struct stat st;
	struct index_stamp stamp;
	uint64_t size, head[16];
	struct err ignored = ERR_INIT;
	if (fstat(fd, &st) != 0 || !trusted(&st, catalogue) || pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head
		|| !index_image_peek((struct str){(const char *)head, sizeof head}, &stamp, &size)
		|| stamp.generation != wanted.generation || stamp.changes != wanted.changes || size != (uint64_t)st.st_size)
		return NULL;
	void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	return index_from_image((struct str){bytes, (size_t)size}, unmap, &ignored);
}

static struct index *open_path(const struct strbuf *path, const struct stat *catalogue, struct index_stamp stamp)
{
	/* Not through a link: it could name what another user wrote elsewhere. */
	int fd = open(path->p, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	struct index *index = open_fd(fd, catalogue, stamp);
	close(fd);
	return index;
}

struct index *snapshot_open(const char *catalogue, struct index_stamp stamp)
{
	struct stat st;
	struct strbuf path = {0};
	if (stat(catalogue, &st) != 0)
		return NULL;
	path_beside(catalogue, &path);
	struct index *index = open_path(&path, &st, stamp);
	strbuf_clear(&path);
	if (!index && path_in_cache(catalogue, &path))
		index = open_path(&path, &st, stamp);
	strbuf_release(&path);
	return index;
}

/* -- writing --------------------------------------------------------------------------------- */

static bool write_all(int fd, struct str content)
{
	while (content.n) {
		ssize_t n = write(fd, content.p, content.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		content.p += n;
		content.n -= (size_t)n;
	}
	return true;
}

/*
 * The file that is written before it takes the name, locked; -1 where another process has
 * it. What a killed process left of it is written over.
 */
static int open_new(const char *path)
{
	struct stat mine, named;
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	/* It may have taken its name between opening and locking. */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &mine) == 0 && lstat(path, &named) == 0
		&& mine.st_ino == named.st_ino && mine.st_dev == named.st_dev && mine.st_uid == geteuid()
		&& S_ISREG(mine.st_mode) && ftruncate(fd, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool write_path(const struct strbuf *path, struct str image, mode_t mode)
{
	struct strbuf fresh = {0};
	strbuf_printf(&fresh, "%s.new", path->p);
	int fd = open_new(fresh.p);
	bool ok = fd >= 0 && write_all(fd, image) && fchmod(fd, mode) == 0 && fsync(fd) == 0 && rename(fresh.p, path->p) == 0;
	if (fd >= 0) {
		if (!ok)
			unlink(fresh.p);
		close(fd);
	}
	strbuf_release(&fresh);
	return ok;
}

bool snapshot_write(const char *catalogue, const struct index *index)
{
	struct stat st;
	struct strbuf beside = {0}, cached = {0};
	if (stat(catalogue, &st) != 0)
		return false;
	/* Whoever may read the catalogue may read the snapshot, nobody else. */
	mode_t mode = (st.st_mode & 0444) | S_IRUSR | S_IWUSR;
	bool has_cache = path_in_cache(catalogue, &cached), ok = false;
	path_beside(catalogue, &beside);
	if (may_write_beside(catalogue, &st))
		ok = write_path(&beside, index_image(index), mode);
	if (ok && has_cache) {
		unlink(cached.p);
	} else if (!ok && has_cache) {
		make_folders(cached.p);
		ok = write_path(&cached, index_image(index), S_IRUSR | S_IWUSR);
	}
	strbuf_release(&beside);
	strbuf_release(&cached);
	return ok;
}

void snapshot_remove(const char *catalogue)
{
	struct strbuf path = {0};
	path_beside(catalogue, &path);
	unlink(path.p);
	strbuf_clear(&path);
	if (path_in_cache(catalogue, &path))
		unlink(path.p);
	strbuf_release(&path);
}
