#include "snapshot_internal.h"

#include "base/file.h"
#include "base/map.h"
#include "own_folder_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* -- where they stand -------------------------------------------------------------------- */

enum { HASH_DIGITS = 16, DAY_SECONDS = 86400 };

static const char index_end[] = "-index", new_end[] = "-index.new", link_end[] = "-catalogue";
static const char *const ends[] = {index_end, new_end, link_end};

/* Beside the file itself: whoever comes to it through a link finds what the others have, too. */
static bool path_beside(const char *catalogue, struct strbuf *out)
{
	char whole[PATH_MAX];
	if (!realpath(catalogue, whole))
		return false;
	strbuf_printf(out, "%s%s", whole, index_end);
	return true;
}

/* Where it cannot be made, writing there fails. */
static void make_cache(void)
{
	struct strbuf folder = {0};
	if (own_cache(&folder))
		make_folders(folder.p);
	strbuf_release(&folder);
}

static bool path_in_cache(const char *catalogue, struct strbuf *out)
{
	char whole[PATH_MAX];
	if (!realpath(catalogue, whole) || !own_cache(out))
		return false;
	strbuf_printf(out, "/%0*llx%s", HASH_DIGITS, (unsigned long long)hash_bytes(whole, strlen(whole), 0), index_end);
	return true;
}

/* The path beside a catalogue, where its owner asks and may write there. */
static bool own_path_beside(const char *catalogue, const struct stat *st, struct strbuf *out)
{
	struct strbuf folder = {0};
	if (st->st_uid != geteuid() || !path_beside(catalogue, out))
		return false;
	file_folder(out->p, &folder);
	bool may_write = access(folder.p, W_OK) == 0;
	strbuf_release(&folder);
	return may_write;
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

/* wanted NULL: of whatever state. */
static struct index *open_fd(int fd, const struct stat *catalogue, const struct index_stamp *wanted)
{
	struct stat st;
	struct index_stamp stamp;
	uint64_t size, head[16];
	struct err ignored = ERR_INIT;
	if (fstat(fd, &st) != 0 || !trusted(&st, catalogue) || pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head
		|| !index_image_peek((struct str){(const char *)head, sizeof head}, &stamp, &size)
		|| (wanted && (stamp.generation != wanted->generation || stamp.changes != wanted->changes)) || size != (uint64_t)st.st_size)
		return NULL;
	void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		return NULL;
	return index_from_image((struct str){bytes, (size_t)size}, unmap, &ignored);
}

/* Not through a link: it could name what another user wrote elsewhere. */
static int open_file(const struct strbuf *path)
{
	return open(path->p, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

static struct index *open_path(const struct strbuf *path, const struct stat *catalogue, const struct index_stamp *stamp)
{
	int fd = open_file(path);
	if (fd < 0)
		return NULL;
	struct index *index = open_fd(fd, catalogue, stamp);
	close(fd);
	return index;
}

/* The time of the file says when it was last of use. */
static void note_use(const char *path)
{
	utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
}

/* Something else may have the name. */
static void remove_path(const struct strbuf *path)
{
	struct index_stamp stamp;
	uint64_t size, head[16];
	int fd = open_file(path);
	if (fd < 0)
		return;
	if (pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head && index_image_peek((struct str){(const char *)head, sizeof head}, &stamp, &size))
		unlink(path->p);
	close(fd);
}

/* Where there is one beside the catalogue nobody will read it. */
static void remove_cached(const char *catalogue)
{
	struct strbuf path = {0};
	if (path_in_cache(catalogue, &path)) {
		remove_path(&path);
		strbuf_truncate(&path, path.n - (sizeof index_end - 1));
		strbuf_add_c(&path, link_end);
		unlink(path.p);
	}
	strbuf_release(&path);
}

static struct index *open_any(const char *catalogue, const struct index_stamp *stamp)
{
	struct stat st;
	struct strbuf path = {0};
	if (stat(catalogue, &st) != 0 || !path_beside(catalogue, &path))
		return NULL;
	struct index *index = open_path(&path, &st, stamp);
	strbuf_clear(&path);
	if (index && stamp)
		remove_cached(catalogue);
	else if (!index && path_in_cache(catalogue, &path) && (index = open_path(&path, &st, stamp)))
		note_use(path.p);
	strbuf_release(&path);
	return index;
}

struct index *snapshot_open(const char *catalogue, struct index_stamp stamp)
{
	return open_any(catalogue, &stamp);
}

struct index *snapshot_open_older(const char *catalogue)
{
	return open_any(catalogue, NULL);
}

/* -- writing --------------------------------------------------------------------------------- */

struct writing {
	int fd;
	const atomic_bool *cancel; /* NULL: nobody cancels */
};

static bool write_some(void *context, struct str bytes)
{
	enum { STEP = 1 << 22 };
	const struct writing *w = context;
	while (bytes.n) {
		if (w->cancel && atomic_load(w->cancel))
			return false;
		ssize_t n = write(w->fd, bytes.p, bytes.n < STEP ? bytes.n : STEP);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return true;
}

/*
 * The file that is written before it takes the name, locked; -1 where that cannot be had, *taken: as another process has
 * it, or just had. What a killed process left of it is written over.
 */
static int open_new(const char *path, bool *taken)
{
	struct stat mine = {0}, named;
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	bool locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
	*taken = !locked && errno == EWOULDBLOCK;
	/* It may have taken its name between opening and locking. */
	if (locked && fstat(fd, &mine) == 0)
		*taken = lstat(path, &named) != 0 || mine.st_ino != named.st_ino || mine.st_dev != named.st_dev;
	if (locked && !*taken && mine.st_uid == geteuid() && S_ISREG(mine.st_mode) && ftruncate(fd, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Whoever may read the catalogue may read the snapshot, nobody else; NULL: oneself alone. */
static bool open_for(int fd, const struct stat *catalogue)
{
	mode_t mode = S_IRUSR | S_IWUSR, all = catalogue ? catalogue->st_mode & 0444 : 0;
	/* Where the group cannot be that of the catalogue, whoever is in it is one of the others. */
	if (all && fchown(fd, (uid_t)-1, catalogue->st_gid) != 0)
		all = all & S_IROTH ? S_IRGRP | S_IROTH : 0;
	return fchmod(fd, mode | all) == 0;
}

static enum snapshot_result write_path(const struct strbuf *path, const struct index *index, const struct stat *catalogue, const atomic_bool *cancel)
{
	struct strbuf fresh = {0};
	bool taken = false;
	strbuf_printf(&fresh, "%s.new", path->p);
	int fd = open_new(fresh.p, &taken);
	struct writing w = {fd, cancel};
	bool ok = fd >= 0 && index_image_write(index, write_some, &w) && open_for(fd, catalogue) && fsync(fd) == 0 && rename(fresh.p, path->p) == 0;
	if (fd >= 0) {
		if (!ok)
			unlink(fresh.p);
		close(fd);
	}
	strbuf_release(&fresh);
	return ok ? SNAPSHOT_WRITTEN : taken ? SNAPSHOT_ELSEWHERE : SNAPSHOT_NONE;
}

/* Say beside a snapshot in the cache what it is of. */
static bool link_to(const char *catalogue, const struct strbuf *cached)
{
	char whole[PATH_MAX];
	struct strbuf path = {0};
	strbuf_add(&path, str_sub(strbuf_str(cached), 0, cached->n - (sizeof index_end - 1)));
	strbuf_add_c(&path, link_end);
	bool ok = realpath(catalogue, whole) && (symlink(whole, path.p) == 0 || errno == EEXIST);
	strbuf_release(&path);
	return ok;
}

enum snapshot_result snapshot_write(const char *catalogue, const struct index *index, const atomic_bool *cancel)
{
	struct stat st;
	struct strbuf beside = {0}, cached = {0};
	enum snapshot_result result = SNAPSHOT_NONE;
	if (stat(catalogue, &st) != 0)
		return result;
	bool has_cache = path_in_cache(catalogue, &cached);
	if (own_path_beside(catalogue, &st, &beside))
		result = write_path(&beside, index, &st, cancel);
	if (result == SNAPSHOT_WRITTEN) {
		remove_cached(catalogue);
	} else if (result == SNAPSHOT_NONE && has_cache && !(cancel && atomic_load(cancel))) {
		make_cache();
		if (link_to(catalogue, &cached))
			result = write_path(&cached, index, NULL, cancel);
	}
	strbuf_release(&beside);
	strbuf_release(&cached);
	return result;
}

/*
 * The lock is on the file that is to be replaced: what replaces it is another file, and whoever waited finds that there.
 * Where files cannot be locked several sessions may do the same work; each result is right.
 */
struct index *snapshot_claim(const char *catalogue, struct index_stamp stamp, int *lock, bool *taken)
{
	struct stat st;
	struct strbuf path = {0};
	struct index *index = NULL;
	*taken = false;
	*lock = -1;
	bool known = stat(catalogue, &st) == 0;
	if (known && !own_path_beside(catalogue, &st, &path)) {
		strbuf_clear(&path);
		known = path_in_cache(catalogue, &path);
	}
	if (known)
		*lock = open_file(&path);
	if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) != 0)
		*taken = errno == EWOULDBLOCK;
	if (*lock >= 0 && !*taken)
		index = open_path(&path, &st, &stamp); /* by name: it is that of the file that was locked, or already another */
	if (!index && *lock >= 0) {
		close(*lock);
		*lock = -1;
	}
	strbuf_release(&path);
	return index;
}

void snapshot_remove(const char *catalogue)
{
	struct strbuf path = {0};
	if (path_beside(catalogue, &path))
		remove_path(&path);
	strbuf_release(&path);
	remove_cached(catalogue);
}

/* -- tidying the cache ------------------------------------------------------------------------- */

/* 16 digits and one of our ends: nothing else in the folder is ours. */
static bool is_ours(struct str name, struct str *hash)
{
	*hash = str_sub(name, 0, HASH_DIGITS);
	if (name.n <= HASH_DIGITS || strspn(name.p, "0123456789abcdef") < HASH_DIGITS)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_eq_c(str_sub(name, HASH_DIGITS, name.n), ends[i]))
			return true;
	return false;
}

static void set_name(struct str hash, const char *end, struct strbuf *out)
{
	strbuf_set(out, hash);
	strbuf_add_c(out, end);
}

/* A snapshot is kept as long as its link leads to a catalogue and somebody has opened it not too long ago. */
static bool is_of_use(int folder, struct str hash)
{
	struct strbuf name = {0};
	struct stat st;
	set_name(hash, link_end, &name);
	bool gone = fstatat(folder, name.p, &st, 0) != 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP);
	set_name(hash, index_end, &name);
	/* One that is being written has no name yet, and what it replaces may be old: its first day is left to it. */
	bool recent = fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) == 0 && time(NULL) - st.st_mtime < (time_t)CACHE_DAYS * DAY_SECONDS;
	if (!recent) {
		set_name(hash, new_end, &name);
		recent = fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) == 0 && time(NULL) - st.st_mtime < DAY_SECONDS;
	}
	strbuf_release(&name);
	return recent && !gone;
}

void snapshot_tidy(void)
{
	struct strbuf path = {0}, name = {0};
	struct str hash;
	DIR *folder = own_cache(&path) ? opendir(path.p) : NULL;
	for (const struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
		if (!is_ours(str_from(entry->d_name), &hash) || is_of_use(dirfd(folder), hash))
			continue;
		for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
			set_name(hash, ends[i], &name);
			unlinkat(dirfd(folder), name.p, 0);
		}
	}
	if (folder)
		closedir(folder);
	strbuf_release(&path);
	strbuf_release(&name);
}
