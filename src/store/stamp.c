#include "store/stamp.h"

#include "store/sql_internal.h"

/* https://sqlite.org/fileformat2.html, "The Database Header" */
enum { HEAD_FROM = 18, WRITE_VERSION = 0, READ_VERSION = 1, COUNTER = 6, HEAD_BYTES = 10, WAL = 2 };

static uint64_t number_of_its_own(void)
{
	uint64_t number;
	sqlite3_randomness((int)sizeof number, &number);
	return number >> 2 | UINT64_C(1) << 61;
}

struct head {
	unsigned char v[HEAD_BYTES];
};

/* An SQLite code. Through SQLite's own file: to open and close it once more would drop the locks of this process. */
static int read_head(struct store *store, struct head *out)
{
	sqlite3_file *file = NULL;
	int rc = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (rc == SQLITE_OK && (!file || !file->pMethods))
		rc = SQLITE_MISUSE;
	return rc == SQLITE_OK ? file->pMethods->xRead(file, out->v, HEAD_BYTES, HEAD_FROM) : rc;
}

static bool is_wal(const struct head *head)
{
	return head->v[WRITE_VERSION] == WAL || head->v[READ_VERSION] == WAL;
}

bool sql_is_wal(struct store *store)
{
	struct head head;
	return store->db && read_head(store, &head) == SQLITE_OK && is_wal(&head);
}

bool store_change_counter(struct store *store, uint64_t *changes, struct err *err)
{
	struct head head;
	int rc = read_head(store, &head);
	if (rc != SQLITE_OK)
		return sql_fail(store, rc, err);
	*changes = is_wal(&head) ? number_of_its_own()
		: (uint64_t)head.v[COUNTER] << 24 | (uint64_t)head.v[COUNTER + 1] << 16 | (uint64_t)head.v[COUNTER + 2] << 8 | head.v[COUNTER + 3];
	return true;
}
