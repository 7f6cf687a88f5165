#include "store/draft_database_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct draft_file {
	sqlite3_file base; /* first: SQLite sees nothing else */
	int fd;
};

static int fd_of(const sqlite3_file *file)
{
	return ((const struct draft_file *)file)->fd;
}

static int close_draft(sqlite3_file *file)
{
	(void)file;
	return SQLITE_OK;
}

static int read_draft(sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
	int done = 0;
	while (done < n) {
		ssize_t more = pread(fd_of(file), (char *)bytes + done, (size_t)(n - done), at + done);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return SQLITE_IOERR_READ;
		if (more == 0)
			break;
		done += (int)more;
	}
	memset((char *)bytes + done, 0, (size_t)(n - done)); /* as SQLite wants it behind the end */
	return done == n ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int write_draft(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	for (int done = 0; done < n;) {
		ssize_t more = pwrite(fd_of(file), (const char *)bytes + done, (size_t)(n - done), at + done);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? SQLITE_FULL : SQLITE_IOERR_WRITE;
		done += (int)more;
	}
	return SQLITE_OK;
}

static int truncate_draft(sqlite3_file *file, sqlite3_int64 size)
{
	return ftruncate(fd_of(file), size) == 0 ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

static int size_of_draft(sqlite3_file *file, sqlite3_int64 *size)
{
	struct stat st;
	if (fstat(fd_of(file), &st) != 0)
		return SQLITE_IOERR_FSTAT;
	*size = st.st_size;
	return SQLITE_OK;
}

/* Synchronised when it is placed; nobody else has it: nothing is to be locked. */
static int nothing(sqlite3_file *file, int flags)
{
	(void)file;
	(void)flags;
	return SQLITE_OK;
}

static int not_locked(sqlite3_file *file, int *locked)
{
	(void)file;
	*locked = 0;
	return SQLITE_OK;
}

static int no_control(sqlite3_file *file, int what, void *argument)
{
	(void)file;
	(void)what;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int ordinary(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static const sqlite3_io_methods draft_methods = {
	.iVersion = 1,
	.xClose = close_draft,
	.xRead = read_draft,
	.xWrite = write_draft,
	.xTruncate = truncate_draft,
	.xSync = nothing,
	.xFileSize = size_of_draft,
	.xLock = nothing,
	.xUnlock = nothing,
	.xCheckReservedLock = not_locked,
	.xFileControl = no_control,
	.xSectorSize = ordinary,
	.xDeviceCharacteristics = ordinary,
};

static int open_draft(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct draft_file *draft = (struct draft_file *)file;
	*draft = (struct draft_file){.fd = *(const int *)vfs->pAppData};
	(void)name;
	if (!(flags & SQLITE_OPEN_MAIN_DB))
		return SQLITE_CANTOPEN;
	draft->base.pMethods = &draft_methods;
	if (out_flags)
		*out_flags = flags;
	return SQLITE_OK;
}

/* Nothing stands beside it. */
static int not_there(sqlite3_vfs *vfs, const char *name, int flags, int *there)
{
	(void)vfs;
	(void)name;
	(void)flags;
	*there = 0;
	return SQLITE_OK;
}

static int same_name(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
	(void)vfs;
	sqlite3_snprintf(n, out, "%s", name);
	return SQLITE_OK;
}

int draft_database_open(struct draft_database *draft, int fd)
{
	const sqlite3_vfs *usual = sqlite3_vfs_find(NULL);
	draft->db = NULL;
	draft->fd = fd;
	if (!usual)
		return SQLITE_CANTOPEN;
	snprintf(draft->name, sizeof draft->name, "yuanlian-draft-%d", fd);
	draft->vfs = *usual;
	draft->vfs.pNext = NULL;
	draft->vfs.zName = draft->name;
	draft->vfs.szOsFile = sizeof(struct draft_file);
	draft->vfs.pAppData = &draft->fd;
	draft->vfs.xOpen = open_draft;
	draft->vfs.xAccess = not_there;
	draft->vfs.xFullPathname = same_name;
	int rc = sqlite3_vfs_register(&draft->vfs, 0);
	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2(draft->name, &draft->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, draft->name);
	return rc == SQLITE_OK ? sqlite3_exec(draft->db, "PRAGMA journal_mode = OFF", NULL, NULL, NULL) : rc;
}

void draft_database_close(struct draft_database *draft)
{
	sqlite3_close(draft->db);
	sqlite3_vfs_unregister(&draft->vfs);
}
