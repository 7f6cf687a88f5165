#include "store/page_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 100, LEGACY = 1, UTF8 = 1, USABLE_LEAST = 480 };

static bool read_head(struct pages *p)
{
	uint8_t head[HEAD_BYTES];
	sqlite3_int64 size;
	if (p->file->pMethods->xRead(p->file, head, sizeof head, 0) != SQLITE_OK || memcmp(head, "SQLite format 3", 16) != 0
		|| p->file->pMethods->xFileSize(p->file, &size) != SQLITE_OK)
		return false;
	p->page_size = page_u16(head + 16) == 1 ? 65536 : page_u16(head + 16);
	p->usable = p->page_size - head[20];
	if (p->page_size < 512 || (p->page_size & (p->page_size - 1)) || p->usable < USABLE_LEAST)
		return false;
	p->n = (uint64_t)size / p->page_size < UINT32_MAX ? (uint32_t)((uint64_t)size / p->page_size) : 0;
	return head[18] == LEGACY && head[19] == LEGACY && page_u32(head + 56) == UTF8 && p->n;
}

bool pages_open(struct pages *p, struct store *store)
{
	*p = (struct pages){.store = store};
	/* A transaction that only reads has written nothing itself; it has the shared lock, so nobody else writes the file either. */
	if (!store->held || sqlite3_txn_state(store->db, "main") != SQLITE_TXN_READ
		|| sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &p->file) != SQLITE_OK
		|| !p->file || !p->file->pMethods || !read_head(p))
		return false;
	p->window = xmalloc((size_t)p->page_size * PAGES_AT_ONCE);
	return true;
}

void pages_close(struct pages *p)
{
	free(p->window);
	p->window = NULL;
}

static bool read_pages(struct pages *p, uint32_t first, uint32_t n, uint8_t *out, struct err *err)
{
	int rc = p->file->pMethods->xRead(p->file, out, (int)(n * p->page_size), ((sqlite3_int64)first - 1) * p->page_size);
	/* shorter than it was: whoever cut it off knows nothing of locks */
	if (rc == SQLITE_IOERR_SHORT_READ)
		return pages_malformed(p, err);
	return rc == SQLITE_OK || sql_fail(p->store, rc, err);
}

const uint8_t *pages_get(struct pages *p, uint32_t number, struct err *err)
{
	if (!number || number > p->n) {
		pages_malformed(p, err);
		return NULL;
	}
	if (number - p->window_first >= p->window_n) {
		/* Pages that follow one another are read by ever more at once, others one by one. */
		uint32_t rest = p->n - number + 1, gap = number - p->window_first - p->window_n;
		uint32_t n = gap < PAGES_AT_ONCE ? p->window_n * 2 : 1;
		n = n < 1 ? 1 : n < PAGES_AT_ONCE ? n : PAGES_AT_ONCE;
		n = n < rest ? n : rest;
		p->window_first = number;
		p->window_n = 0; /* should it fail */
		if (!read_pages(p, number, n, p->window, err))
			return NULL;
		p->window_n = n;
	}
	return p->window + (size_t)(number - p->window_first) * p->page_size;
}

bool pages_copy(struct pages *p, uint32_t number, uint8_t *out, struct err *err)
{
	if (!number || number > p->n)
		return pages_malformed(p, err);
	if (number - p->window_first >= p->window_n)
		return read_pages(p, number, 1, out, err);
	memcpy(out, p->window + (size_t)(number - p->window_first) * p->page_size, p->page_size);
	return true;
}

bool pages_malformed(const struct pages *p, struct err *err)
{
	return err_at(err, ERR_DATA, p->store->path, 0, 0, "found \"%s\", expected a sound catalogue of yuanlian",
		sqlite3_errstr(SQLITE_CORRUPT));
}
