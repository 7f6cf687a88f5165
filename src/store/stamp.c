#include "store/stamp.h"

#include "store/sql_internal.h"

bool store_change_counter(struct store *store, uint64_t *changes, struct err *err)
{
	enum { OFFSET = 24 }; /* fileformat2.html, "The Database Header" */
	unsigned char bytes[4];
	sqlite3_file *file = NULL;
	/* Through SQLite's own file: to open and close it once more would drop the locks of this process. */
	int rc = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (rc == SQLITE_OK && (!file || !file->pMethods))
		rc = SQLITE_MISUSE;
	if (rc == SQLITE_OK)
		rc = file->pMethods->xRead(file, bytes, sizeof bytes, OFFSET);
	if (rc != SQLITE_OK)
		return sql_fail(store, rc, err);
	*changes = (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8 | bytes[3];
	return true;
}
