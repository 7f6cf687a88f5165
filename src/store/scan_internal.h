/*
 * Going through a table in the order of its key, straight from the pages of the file (page_internal.h): without SQLite's
 * machine a row costs a fraction of what it costs with it, and an index is built from millions of them.
 *
 * The same rows come as from SELECT … WHERE KEY BETWEEN ? AND ? ORDER BY KEY; a scan that cannot begin (scan_open) is
 * done that way instead.
 */
#ifndef STORE_SCAN_INTERNAL_H
#define STORE_SCAN_INTERNAL_H

#include "store/page_internal.h"

enum scan_type { SCAN_NULL, SCAN_INTEGER, SCAN_TEXT };

/* Of a STRICT table, whose columns have no others here. */
struct scan_value {
	enum scan_type type;
	int64_t number;
	struct str text; /* as it stands there: perhaps no UTF-8 */
};

/* Takes a row: its values in the order of the columns that were asked for, borrowed for the call. */
struct scan_sink {
	bool (*take)(void *self, const struct scan_value *values, struct err *err);
	void *self;
};

enum { SCAN_COLUMNS_MAX = 64 };

struct scan {
	struct pages pages;
	uint32_t root;
	bool by_rowid;                      /* else WITHOUT ROWID: the key is the record's first column */
	size_t n_columns;                   /* of the table: those of a record, in their order */
	int8_t to[SCAN_COLUMNS_MAX];        /* by column: where its value goes; -1: nobody asks */
	int key_column;                     /* the alias of the rowid */
	int64_t first, last, before;        /* keys that are asked for; before: the last that came, */
	bool begun;                         /* if any did */
	uint32_t n_visited;                 /* pages: a sound tree has each once */
	uint8_t *payload, *overflow;        /* a record that does not stand in one page; owned */
	size_t payload_size;
	struct scan_sink sink;
};

/*
 * Prepare to read columns of a table by its key: the rowid, or the first column of PRIMARY KEY in a table WITHOUT ROWID.
 * False, without an error: SQLite has to read it.
 */
bool scan_open(struct scan *scan, struct store *store, const char *table, const char *const *columns, size_t n_columns);
void scan_close(struct scan *scan);

/* Hand the rows with first <= key <= last to sink, ordered by key. Errors: the sink's; ERR_DATA: a file that contradicts itself */
bool scan_range(struct scan *scan, int64_t first, int64_t last, struct scan_sink sink, struct err *err);

#endif
