/*
 * The version of the catalogue file, and how older ones become newer ones.
 */
#ifndef STORE_SCHEMA_INTERNAL_H
#define STORE_SCHEMA_INTERNAL_H

#include "store/sql_internal.h"

/* "ylcg": at offset 68 of the file, so that file(1) and we know it. */
enum { SCHEMA_APPLICATION_ID = 0x796c6367 };

struct schema_migrations {
	const char *const *v; /* v[i] brings version i to i + 1; v[0] makes an empty file a catalogue */
	size_t n;             /* also the newest version */
};

extern const struct schema_migrations schema_migrations;

/* Bring the file to the newest version of migrations, in one transaction; nothing where it is there already. */
bool schema_upgrade(struct store *store, struct schema_migrations migrations, struct err *err);

/*
 * Whether the file is a catalogue, and of which version.
 * An empty file gives version 0 and no error.
 * Errors: ERR_DATA for another application's file or a version newer than `newest`
 */
bool schema_version(struct store *store, size_t newest, int64_t *version, struct err *err);

/* Set a new random generation, inside a transaction. */
bool schema_touch(struct store *store, struct err *err);

#endif
