#include "store/ledger_internal.h"
#include "store/batch_builder_internal.h"

#include <stdio.h>

/* -- records of ledgers ------------------------------------------------------------- */

struct taking {
	struct batch_builder builder;
	size_t batch_rows;
	struct batch_sink sink;
};

static bool take_record(void *self, const struct record *record, struct err *err)
{
	struct taking *t = self;
	struct batch_builder *b = &t->builder;
	const struct fields *fields = &fields_of[b->kind];
	b->batch.keys[b->batch.n_rows] = record->key;
	for (size_t f = 0; f < fields->n; f++) {
		const struct value *v = &record->values[f];
		struct column *c = &b->batch.columns[f];
		if (column_shape(fields->v[f].type) == COLUMN_TEXTS) {
			strbuf_add(&b->bytes[f], v->text);
			c->ends[b->batch.n_rows] = b->bytes[f].n;
		} else if (fields->v[f].type == FIELD_ENUM && v->given) {
			c->numbers[b->batch.n_rows] = enum_parse(fields->v[f].enumeration, v->text);
		} else {
			c->numbers[b->batch.n_rows] = v->given ? v->number : NUMBER_NONE;
		}
	}
	return ++b->batch.n_rows < t->batch_rows || batch_builder_hand_over(b, t->sink, err);
}

static bool read_ledger(struct store *store, struct ledger_range range, size_t batch_rows, struct batch_sink sink, struct err *err)
{
	if (!ledger_has(range.kind) || !ledger_is_key(range.last_key))
		return true;
	struct taking t = {.batch_rows = batch_rows, .sink = sink};
	batch_builder_init(&t.builder, store, range.kind, batch_rows);
	bool ok = ledger_read(store, &range, (struct record_sink){take_record, &t}, err) && batch_builder_hand_over(&t.builder, sink, err);
	batch_builder_release(&t.builder);
	return ok;
}

/* -- rows of a table ------------------------------------------------------------------ */

struct store_reading {
	struct batch_builder builder;
	size_t batch_rows;
	struct batch_sink sink;
	struct err *err;
	bool stopped; /* by the sink, or with *err set */
};

static bool take_row(void *self, const struct scan_value *values, struct err *err)
{
	struct store_reading *r = self;
	return batch_builder_take(&r->builder, values, err)
		&& (r->builder.batch.n_rows < r->batch_rows || batch_builder_hand_over(&r->builder, r->sink, err));
}

/* Straight from the file (scan_internal.h). *can false: SQLite has to read it. */
static bool scan_batches(struct store *store, enum kind kind, int64_t first_key, int64_t last_key, struct batch_sink sink, bool *can,
	struct err *err)
{
	struct scan scan;
	struct store_reading r = {.batch_rows = STORE_BATCH_ROWS, .sink = sink};
	const char *columns[FIELDS_MAX + 2] = {"key", "origin"};
	size_t n = 2;
	for (size_t f = 0; f < fields_of[kind].n; f++)
		if (fields_of[kind].v[f].type != FIELD_REFS)
			columns[n++] = fields_of[kind].v[f].name;
	*can = scan_open(&scan, store, kinds[kind].plural, columns, n);
	if (!*can)
		return false;
	batch_builder_init(&r.builder, store, kind, r.batch_rows);
	bool ok = batch_builder_open_spans(&r.builder, first_key, last_key, err)
		&& scan_range(&scan, first_key, last_key, (struct scan_sink){take_row, &r}, err)
		&& batch_builder_hand_over(&r.builder, sink, err);
	scan_close(&scan);
	batch_builder_release(&r.builder);
	return ok;
}

/*
 * By SQLite, every row is one call of an SQL function that takes all columns: that saves a call into it and back by row,
 * and some by column. It gives 1 while all is well.
 */
static struct scan_value value_of(sqlite3_value *value)
{
	int type = sqlite3_value_type(value);
	if (type == SQLITE_NULL)
		return (struct scan_value){.type = SCAN_NULL};
	if (type == SQLITE_INTEGER)
		return (struct scan_value){.type = SCAN_INTEGER, .number = sqlite3_value_int64(value)};
	const unsigned char *p = sqlite3_value_text(value);
	return (struct scan_value){.type = SCAN_TEXT,
		.text = {p ? (const char *)p : "", p ? (size_t)sqlite3_value_bytes(value) : 0}};
}

static void step_row(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct store *store = sqlite3_user_data(context);
	struct store_reading *r = store->reading;
	struct scan_value row[FIELDS_MAX + 2];
	if (r->stopped || n > FIELDS_MAX + 2)
		return;
	for (int i = 0; i < n; i++)
		row[i] = value_of(values[i]);
	if (take_row(r, row, r->err))
		return;
	r->stopped = true;
	sqlite3_result_error(context, "stopped", -1);
}

static void end_rows(sqlite3_context *context)
{
	sqlite3_result_int(context, 1);
}

bool read_register(struct store *store, struct err *err)
{
	int rc = sqlite3_create_function_v2(store->db, "take_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, store, NULL, step_row, end_rows, NULL);
	return rc == SQLITE_OK || sql_fail(store, rc, err);
}

/* Rows of a table in the order of their keys. */
struct table_rows {
	enum kind kind;
	int64_t first_key, last_key;
	size_t skip, limit; /* a page, of all keys; limit 0: all rows of the range */
};

/* An aggregate takes rows in the order in which they come: those of a range by their keys, a page from inside brackets. */
static sqlite3_stmt *select_rows(struct store *store, const struct table_rows *rows, struct err *err)
{
	struct strbuf text = {0};
	const char *table = kinds[rows->kind].plural;
	strbuf_add_c(&text, "SELECT take_row(key, origin, ");
	record_columns(rows->kind, "", &text);
	strbuf_printf(&text, rows->limit ? ") FROM (SELECT * FROM %s ORDER BY key LIMIT ?1 OFFSET ?2)" : ") FROM %s WHERE key BETWEEN ?1 AND ?2", table);
	sqlite3_stmt *statement = sql_prepare_made(store, &text, err);
	if (!statement)
		return NULL;
	sqlite3_bind_int64(statement, 1, rows->limit ? (int64_t)rows->limit : rows->first_key);
	sqlite3_bind_int64(statement, 2, rows->limit ? (int64_t)rows->skip : rows->last_key);
	return statement;
}

static bool read_batches(struct store *store, const struct table_rows *rows, struct batch_sink sink, struct err *err)
{
	struct store_reading r = {.batch_rows = rows->limit ? rows->limit : STORE_BATCH_ROWS, .sink = sink, .err = err};
	batch_builder_init(&r.builder, store, rows->kind, r.batch_rows);
	sqlite3_stmt *statement = select_rows(store, rows, err);
	bool row = true, ok = statement && batch_builder_open_spans(&r.builder, rows->first_key, rows->last_key, err);
	if (ok) {
		struct err own = ERR_INIT; /* what SQLite says where we stopped it ourselves is no news */
		store->reading = &r;
		ok = sql_step(store, statement, &row, &own) && !r.stopped;
		store->reading = NULL;
		if (!ok && !r.stopped)
			*err = own;
	}
	ok = ok && batch_builder_hand_over(&r.builder, sink, err);
	sqlite3_finalize(statement);
	batch_builder_release(&r.builder);
	return ok;
}

bool store_read(struct store *store, enum kind kind, int64_t first_key, int64_t last_key, struct batch_sink sink,
	struct err *err)
{
	bool can, ok = scan_batches(store, kind, first_key, last_key, sink, &can, err);
	if (!can)
		ok = read_batches(store, &(struct table_rows){kind, first_key, last_key, 0, 0}, sink, err);
	return ok && read_ledger(store, (struct ledger_range){kind, first_key, last_key, 0, SIZE_MAX}, STORE_BATCH_ROWS, sink, err);
}

static bool count_table(struct store *store, enum kind kind, size_t *n, struct err *err)
{
	char text[64];
	int64_t count = 0;
	snprintf(text, sizeof text, "SELECT count(*) FROM %s", kinds[kind].plural);
	bool ok = sql_number(store, text, &count, err);
	*n = (size_t)count;
	return ok;
}

bool store_page(struct store *store, enum kind kind, size_t offset, size_t limit, struct batch_sink sink, struct err *err)
{
	if (limit > STORE_BATCH_ROWS)
		limit = STORE_BATCH_ROWS;
	if (!limit)
		return true;
	size_t n = 0;
	if (ledger_has(kind) && !count_table(store, kind, &n, err))
		return false;
	struct table_rows page = {kind, 0, INT64_MAX, offset, limit};
	if (!ledger_has(kind) || offset + limit <= n)
		return read_batches(store, &page, sink, err);
	/* A page across the end of the table is two batches. */
	size_t own = offset < n ? n - offset : 0;
	struct ledger_range rest = {kind, LEDGER_KEY_FIRST, INT64_MAX, offset > n ? offset - n : 0, limit - own};
	page.limit = own;
	return (!own || read_batches(store, &page, sink, err)) && read_ledger(store, rest, limit, sink, err);
}

bool store_count(struct store *store, enum kind kind, size_t *n, struct err *err)
{
	size_t of_ledgers;
	if (!count_table(store, kind, n, err) || !ledger_count(store, kind, &of_ledgers, err))
		return false;
	*n += of_ledgers;
	return true;
}

bool store_record_range(struct store *store, enum kind kind, int64_t *first, int64_t *last, struct err *err)
{
	char text[64];
	*first = *last = 0;
	snprintf(text, sizeof text, "SELECT min(key) FROM %s", kinds[kind].plural);
	if (!sql_number(store, text, first, err))
		return false;
	snprintf(text, sizeof text, "SELECT max(key) FROM %s", kinds[kind].plural);
	return sql_number(store, text, last, err);
}

bool store_key_range(struct store *store, enum kind kind, int64_t *first, int64_t *last, struct err *err)
{
	int64_t of_ledgers;
	if (!store_record_range(store, kind, first, last, err) || !ledger_last(store, kind, &of_ledgers, err))
		return false;
	if (of_ledgers) {
		*first = *first ? *first : LEDGER_KEY_FIRST;
		*last = of_ledgers;
	}
	return true;
}

bool store_key(struct store *store, struct str id, int64_t *key, struct err *err)
{
	enum kind kind;
	*key = 0;
	if (!kind_of_id(id, &kind))
		return true;
	struct records records;
	records_init(&records, store);
	bool ok = record_key(&records, kind, id, key, err);
	records_release(&records);
	return ok;
}

bool store_label(struct store *store, int64_t key, struct strbuf *id, struct strbuf *name, struct err *err)
{
	bool row = false;
	if (ledger_is_key(key)) {
		struct arena arena = {0};
		struct record record;
		bool ok = ledger_get(store, key, &record, &row, &arena, err);
		if (row && id)
			strbuf_add(id, record.values[0].text);
		if (row && name)
			strbuf_add(name, record.values[0].text);
		arena_release(&arena);
		if (!ok)
			return false;
	} else if (key_is_of(key, ALL_KINDS)) {
		enum kind kind = key_kind(key);
		sqlite3_stmt **statement = &store->labels[kind];
		if (!*statement) {
			if (!(*statement = sql_prepare_printf(store, err, "SELECT id, %s FROM %s WHERE key = ?1",
				kind_has_name(kind) ? "name" : "id", kinds[kind].plural)))
				return false;
		}
		sqlite3_bind_int64(*statement, 1, key);
		if (!sql_step(store, *statement, &row, err))
			return false;
		if (row && id)
			strbuf_add(id, sql_text(*statement, 0));
		if (row && name)
			strbuf_add(name, sql_text(*statement, 1));
		sqlite3_reset(*statement);
	}
	return row || err_at(err, ERR_NO_MATCH, store->path, 0, 0, "found no record with the key %lld", (long long)key);
}
