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

bool store_change_counter(struct store *store, uint64_t *changes, struct err *err)
{
	unsigned char head[HEAD_BYTES];
	sqlite3_file *file = NULL;
	/* Through SQLite's own file: to open and close it once more would drop the locks of this process. */
	int rc = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (rc == SQLITE_OK && (!file || !file->pMethods))
		rc = SQLITE_MISUSE;
	if (rc == SQLITE_OK)
		rc = file->pMethods->xRead(file, head, sizeof head, HEAD_FROM);
	if (rc != SQLITE_OK)
		return sql_fail(store, rc, err);
	*changes = head[WRITE_VERSION] == WAL || head[READ_VERSION] == WAL ? number_of_its_own()
		: (uint64_t)head[COUNTER] << 24 | (uint64_t)head[COUNTER + 1] << 16 | (uint64_t)head[COUNTER + 2] << 8 | head[COUNTER + 3];
	return true;
}
