/*
 * An SQLite file that has no name yet.
 */
#ifndef STORE_DRAFT_DATABASE_INTERNAL_H
#define STORE_DRAFT_DATABASE_INTERNAL_H

#include <sqlite3.h>

struct draft_database {
	sqlite3 *db;
	int fd;
	sqlite3_vfs vfs; /* while it is open SQLite knows it by this name */
	char name[32];
};

/*
 * A connection to the file of a descriptor, for the one who writes it: without locks and without a journal, as a draft
 * that comes to nothing goes as a whole. The descriptor stays the caller's, and `draft` its place until it is closed, which
 * it is to be in any case. An SQLite result.
 */
int draft_database_open(struct draft_database *draft, int fd);
void draft_database_close(struct draft_database *draft);

#endif
