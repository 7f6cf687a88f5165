#include "store/scan_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum page_type { INTERIOR_KEYS = 2, INTERIOR_TABLE = 5, LEAF_KEYS = 10, LEAF_TABLE = 13 };

enum { DEPTH_MAX = 20 }; /* of a tree, as in SQLite */

/* -- opening --------------------------------------------------------------------------- */

static bool find_root(struct scan *scan, const char *table)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *s = sql_prepare(scan->pages.store,
		"SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?1", &ignored);
	bool row = false;
	if (s)
		sql_bind_text(s, 1, str_from(table));
	if (s && sql_step(scan->pages.store, s, &row, &ignored) && row)
		scan->root = (uint32_t)sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	const uint8_t *page = scan->root > 1 ? pages_get(&scan->pages, scan->root, &ignored) : NULL;
	scan->by_rowid = page && (page[0] == INTERIOR_TABLE || page[0] == LEAF_TABLE);
	return page && (scan->by_rowid || page[0] == INTERIOR_KEYS || page[0] == LEAF_KEYS);
}

static int place_of(const char *const *columns, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(name, columns[i]))
			return (int)i;
	return -1;
}

/* In a table WITHOUT ROWID a record has the columns of the key in front; here they must stand so in the table, too. */
static bool key_fits(const struct scan *scan, sqlite3_stmt *s, size_t column)
{
	int64_t place = sqlite3_column_int64(s, 1);
	if (scan->by_rowid)
		return !place || (place == 1 && scan->key_column < 0);
	return !place || place == (int64_t)column + 1;
}

/*
 * INT PRIMARY KEY and INTEGER PRIMARY KEY DESC are no alias of the rowid: SQLite keeps an index for them; and without
 * rowids DESC turns the order of the table.
 */
static bool key_ascends(const struct scan *scan, const char *table)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *s = sql_prepare(scan->pages.store, scan->by_rowid
		? "SELECT count(*) FROM pragma_index_list(?1) WHERE origin = 'pk'"
		: "SELECT count(*) FROM pragma_index_list(?1) l, pragma_index_xinfo(l.name) x WHERE l.origin = 'pk' AND x.key AND x.desc",
		&ignored);
	bool row = false;
	if (s)
		sql_bind_text(s, 1, str_from(table));
	bool ok = s && sql_step(scan->pages.store, s, &row, &ignored) && row && !sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return ok;
}

static bool find_columns(struct scan *scan, const char *table, const char *const *columns, size_t n)
{
	struct err ignored = ERR_INIT;
	sqlite3_stmt *s = sql_prepare(scan->pages.store,
		"SELECT name, pk, hidden OR dflt_value IS NOT NULL FROM pragma_table_xinfo(?1) ORDER BY cid", &ignored);
	bool row = true, ok = s != NULL;
	size_t n_found = 0;
	if (s)
		sql_bind_text(s, 1, str_from(table));
	while (ok && (ok = sql_step(scan->pages.store, s, &row, &ignored)) && row) {
		size_t column = scan->n_columns++;
		/* what a row from before a column was added lacks is NULL only where the column has no default */
		ok = column < SCAN_COLUMNS_MAX && !sqlite3_column_int64(s, 2) && key_fits(scan, s, column);
		if (!ok)
			break;
		scan->to[column] = (int8_t)place_of(columns, n, sql_text(s, 0));
		n_found += scan->to[column] >= 0;
		if (scan->by_rowid && sqlite3_column_int64(s, 1))
			scan->key_column = (int)column;
	}
	sqlite3_finalize(s);
	return ok && n_found == n && (!scan->by_rowid || scan->key_column >= 0) && key_ascends(scan, table);
}

bool scan_open(struct scan *scan, struct store *store, const char *table, const char *const *columns, size_t n_columns)
{
	*scan = (struct scan){.key_column = -1};
	if (n_columns <= SCAN_COLUMNS_MAX && pages_open(&scan->pages, store) && find_root(scan, table)
		&& find_columns(scan, table, columns, n_columns))
		return true;
	scan_close(scan);
	return false;
}

void scan_close(struct scan *scan)
{
	pages_close(&scan->pages);
	free(scan->payload);
	free(scan->overflow);
	scan->payload = scan->overflow = NULL;
}

/* -- records ---------------------------------------------------------------------------- */

/* Seven bits a byte, the ninth has eight. False: it ends outside. */
static inline bool take_varint(const uint8_t **at, const uint8_t *end, uint64_t *out)
{
	const uint8_t *p = *at;
	if (p < end && *p < 0x80) {
		*out = *p;
		*at = p + 1;
		return true;
	}
	uint64_t x = 0;
	for (unsigned i = 0; p < end; i++) {
		if (i == 8) {
			*out = x << 8 | *p++;
			*at = p;
			return true;
		}
		x = x << 7 | (*p & 0x7F);
		if (!(*p++ & 0x80)) {
			*out = x;
			*at = p;
			return true;
		}
	}
	return false;
}

static inline int64_t take_integer(const uint8_t *p, size_t n)
{
	uint64_t x = p[0] & 0x80 ? UINT64_MAX : 0;
	for (size_t i = 0; i < n; i++)
		x = x << 8 | p[i];
	return (int64_t)x;
}

/* The value of a column by its serial type; false: one that no column of a catalogue has, or outside of the record. */
static inline bool take_value(uint64_t serial, const uint8_t **at, const uint8_t *end, struct scan_value *out)
{
	static const uint8_t widths[] = {0, 1, 2, 3, 4, 6, 8};
	const uint8_t *p = *at;
	size_t n = serial <= 6 ? widths[serial] : serial >= 13 && serial & 1 ? (size_t)(serial - 13) / 2 : 0;
	if (n > (size_t)(end - p))
		return false;
	*at = p + n;
	if (serial >= 13 && serial & 1) {
		out->type = SCAN_TEXT;
		out->text = (struct str){(const char *)p, n};
		return true;
	}
	out->type = serial ? SCAN_INTEGER : SCAN_NULL;
	out->number = serial >= 8 ? (int64_t)serial - 8 : n ? take_integer(p, n) : 0;
	return serial <= 6 || serial == 8 || serial == 9;
}

struct record_parts {
	const uint8_t *head, *head_end, *body, *end;
};

static bool split_record(const uint8_t *record, size_t n, struct record_parts *out)
{
	uint64_t n_head;
	const uint8_t *at = record;
	if (!take_varint(&at, record + n, &n_head) || n_head < (size_t)(at - record) || n_head > n)
		return false;
	*out = (struct record_parts){at, record + n_head, record + n_head, record + n};
	return true;
}

static bool take_record(struct scan *scan, int64_t key, const uint8_t *record, size_t n, struct err *err)
{
	struct scan_value values[SCAN_COLUMNS_MAX], value;
	struct record_parts r;
	uint64_t serial;
	if (!split_record(record, n, &r))
		return pages_malformed(&scan->pages, err);
	for (size_t c = 0; c < scan->n_columns; c++) {
		value.type = SCAN_NULL;
		if (r.head < r.head_end
			&& (!take_varint(&r.head, r.head_end, &serial) || !take_value(serial, &r.body, r.end, &value)))
			return pages_malformed(&scan->pages, err);
		if (scan->to[c] >= 0)
			values[scan->to[c]] = value;
	}
	if (scan->by_rowid && scan->to[scan->key_column] >= 0)
		values[scan->to[scan->key_column]] = (struct scan_value){.type = SCAN_INTEGER, .number = key};
	return scan->sink.take(scan->sink.self, values, err);
}

/* Put a record together that goes on in other pages: what stands here, then a chain of them. */
static bool join_payload(struct scan *scan, const uint8_t *local, size_t n_local, uint64_t n, struct err *err)
{
	struct pages *p = &scan->pages;
	uint32_t next = page_u32(local + n_local);
	if (n > TEXT_BYTES_MAX)
		return pages_malformed(p, err);
	if (n > scan->payload_size) {
		scan->payload = xreallocarray(scan->payload, (size_t)n, 1);
		scan->payload_size = (size_t)n;
	}
	if (!scan->overflow)
		scan->overflow = xmalloc(p->page_size);
	memcpy(scan->payload, local, n_local);
	for (size_t at = n_local; at < n;) {
		size_t rest = (size_t)n - at, room = p->usable - 4;
		if (!pages_copy(p, next, scan->overflow, err))
			return false;
		memcpy(scan->payload + at, scan->overflow + 4, rest < room ? rest : room);
		at += rest < room ? rest : room;
		next = page_u32(scan->overflow);
	}
	return true;
}

/* How much of a payload of n bytes stands in its page. */
static size_t local_bytes(const struct scan *scan, uint64_t n)
{
	uint64_t usable = scan->pages.usable, most = scan->by_rowid ? usable - 35 : (usable - 12) * 64 / 255 - 23;
	uint64_t least = (usable - 12) * 32 / 255 - 23, local = n <= most ? n : least + (n - least) % (usable - 4);
	return (size_t)(local <= most ? local : least);
}

struct cell {
	int64_t key;
	uint64_t n;           /* bytes of its record */
	const uint8_t *local; /* the first n_local of them; behind them, where that is not all, the page where they go on */
	size_t n_local;
};

/* The first column of a record, which the key of a table WITHOUT ROWID begins with: a number, and never in another page. */
static bool first_column(const struct cell *cell, int64_t *out)
{
	struct record_parts r;
	struct scan_value value;
	uint64_t serial;
	if (!split_record(cell->local, cell->n_local, &r) || !take_varint(&r.head, r.head_end, &serial)
		|| !take_value(serial, &r.body, r.end, &value) || value.type != SCAN_INTEGER)
		return false;
	*out = value.number;
	return true;
}

static bool read_cell(struct scan *scan, const uint8_t *at, const uint8_t *end, struct cell *cell, struct err *err)
{
	uint64_t rowid = 0;
	bool fits = take_varint(&at, end, &cell->n) && (!scan->by_rowid || take_varint(&at, end, &rowid));
	if (!fits)
		return pages_malformed(&scan->pages, err);
	cell->key = (int64_t)rowid;
	cell->local = at;
	cell->n_local = local_bytes(scan, cell->n);
	fits = (size_t)(end - at) >= cell->n_local + (cell->n_local < cell->n ? 4 : 0);
	return (fits && (scan->by_rowid || first_column(cell, &cell->key))) || pages_malformed(&scan->pages, err);
}

/* Hand a cell over where its key is asked for; keys that do not ascend are those of no tree. */
static bool take_cell(struct scan *scan, const struct cell *cell, struct err *err)
{
	const uint8_t *record = cell->local;
	if (cell->key < scan->first || cell->key > scan->last)
		return true;
	if (scan->begun && (cell->key < scan->before || (scan->by_rowid && cell->key == scan->before)))
		return pages_malformed(&scan->pages, err);
	scan->before = cell->key;
	scan->begun = true;
	if (cell->n_local < cell->n) {
		if (!join_payload(scan, cell->local, cell->n_local, cell->n, err))
			return false;
		record = scan->payload;
	}
	return take_record(scan, cell->key, record, (size_t)cell->n, err);
}

/* -- the tree ------------------------------------------------------------------------------ */

struct tree_page {
	const uint8_t *bytes, *end;
	enum page_type type;
	uint32_t n_cells;
	const uint8_t *cells; /* places of the cells */
};

static bool read_page(struct scan *scan, const uint8_t *bytes, struct tree_page *out)
{
	out->bytes = bytes;
	out->end = bytes + scan->pages.usable;
	out->type = bytes[0];
	out->n_cells = page_u16(bytes + 3);
	bool leaf = out->type == LEAF_KEYS || out->type == LEAF_TABLE;
	out->cells = bytes + (leaf ? 8 : 12);
	bool fits = scan->by_rowid ? out->type == LEAF_TABLE || out->type == INTERIOR_TABLE
				   : out->type == LEAF_KEYS || out->type == INTERIOR_KEYS;
	return fits && (size_t)(out->end - out->cells) >= (size_t)out->n_cells * 2;
}

/* Where cell i starts; what stands before the cells is none. */
static const uint8_t *cell_at(const struct tree_page *page, uint32_t i)
{
	const uint8_t *at = page->bytes + page_u16(page->cells + (size_t)i * 2);
	return at >= page->cells && at + 4 <= page->end ? at : page->end;
}

static bool walk(struct scan *scan, uint32_t number, unsigned depth, struct err *err);

static bool walk_leaf(struct scan *scan, const struct tree_page *page, struct err *err)
{
	struct cell cell = {.key = INT64_MIN};
	for (uint32_t i = 0; i < page->n_cells && cell.key <= scan->last; i++)
		if (!read_cell(scan, cell_at(page, i), page->end, &cell, err) || !take_cell(scan, &cell, err))
			return false;
	return true;
}

/* The cell that stands behind its child: of a table with rowids only a key, the greatest that the child can have. */
static bool interior_cell(struct scan *scan, const uint8_t *at, const uint8_t *end, struct cell *cell, struct err *err)
{
	uint64_t rowid;
	if (!scan->by_rowid)
		return read_cell(scan, at, end, cell, err);
	if (!take_varint(&at, end, &rowid))
		return pages_malformed(&scan->pages, err);
	cell->key = (int64_t)rowid;
	return true;
}

static bool walk_interior(struct scan *scan, const struct tree_page *page, unsigned depth, struct err *err)
{
	for (uint32_t i = 0; i < page->n_cells; i++) {
		const uint8_t *at = cell_at(page, i);
		struct cell cell;
		if (at == page->end || !interior_cell(scan, at + 4, page->end, &cell, err))
			return at == page->end ? pages_malformed(&scan->pages, err) : false;
		if (cell.key < scan->first)
			continue;
		if (!walk(scan, page_u32(at), depth + 1, err) || (!scan->by_rowid && !take_cell(scan, &cell, err)))
			return false;
		if (cell.key > scan->last || (scan->by_rowid && cell.key == scan->last))
			return true;
	}
	return walk(scan, page_u32(page->bytes + 8), depth + 1, err);
}

static bool walk(struct scan *scan, uint32_t number, unsigned depth, struct err *err)
{
	struct pages *p = &scan->pages;
	struct tree_page page;
	if (depth > DEPTH_MAX || ++scan->n_visited > p->n)
		return pages_malformed(p, err);
	const uint8_t *bytes = pages_get(p, number, err);
	if (!bytes)
		return false;
	if (!read_page(scan, bytes, &page))
		return pages_malformed(p, err);
	if (page.type == LEAF_TABLE || page.type == LEAF_KEYS)
		return walk_leaf(scan, &page, err);
	/* its children come to where it stands */
	uint8_t *kept = xmalloc(p->page_size);
	memcpy(kept, bytes, p->page_size);
	read_page(scan, kept, &page);
	bool ok = walk_interior(scan, &page, depth, err);
	free(kept);
	return ok;
}

bool scan_range(struct scan *scan, int64_t first, int64_t last, struct scan_sink sink, struct err *err)
{
	scan->first = first;
	scan->last = last;
	scan->begun = false;
	scan->n_visited = 0;
	scan->sink = sink;
	return first > last || walk(scan, scan->root, 0, err);
}
