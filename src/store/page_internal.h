/*
 * The pages of a catalogue's file as they stand there (https://sqlite.org/fileformat2.html), read through SQLite's own
 * handle: another one of this process, when closed, would let go of SQLite's locks.
 *
 * That is right only while nobody can write the file and nothing of it stands elsewhere: pages_open says where not.
 */
#ifndef STORE_PAGE_INTERNAL_H
#define STORE_PAGE_INTERNAL_H

#include "store/sql_internal.h"

enum { PAGES_AT_ONCE = 16 };

struct pages {
	struct store *store;
	sqlite3_file *file;
	uint32_t page_size, usable; /* usable: without what is reserved at the end of each page */
	uint32_t n;
	uint8_t *window;            /* PAGES_AT_ONCE pages from number window_first on; owned */
	uint32_t window_first, window_n;
};

/*
 * False, without an error, where the file is not held for reading alone, is none, is in WAL mode, or holds texts that
 * are no UTF-8: then SQLite has to read it.
 */
bool pages_open(struct pages *pages, struct store *store);
void pages_close(struct pages *pages);

/* Page `number` (from 1), until the next one is asked for; neighbours are read with it. NULL with *err. */
const uint8_t *pages_get(struct pages *pages, uint32_t number, struct err *err);

/* The same into a buffer, which leaves the page got last in its place. */
bool pages_copy(struct pages *pages, uint32_t number, uint8_t *out, struct err *err);

/* Say what SQLite says of a file that contradicts itself. Always false. */
bool pages_malformed(const struct pages *pages, struct err *err);

static inline uint32_t page_u16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t page_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

#endif
