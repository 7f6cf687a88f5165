#include "base/array.h"
#include "store/ledger_internal.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* A batch under construction; its memory is used again for the next one. */
struct making {
	struct store *store;
	enum kind kind;
	struct batch batch;
	struct strbuf bytes[FIELDS_MAX];
	ARRAY(int64_t) keys[FIELDS_MAX];        /* of spans */
	sqlite3_stmt *spans[FIELDS_MAX];        /* rows (owner, target), ordered as the batch is */
	bool span_row[FIELDS_MAX];              /* whether one is waiting */
	struct arena arena;
};

static bool damaged(struct store *store, enum kind kind, const struct field *field, int64_t key, const char *found,
	const char *expected, struct err *err)
{
	return err_at(err, ERR_DATA, store->path, 0, 0, "found %s in %s of %s key %lld, expected %s", found,
		field->name, kinds[kind].singular, (long long)key, expected);
}

static void making_init(struct making *m, struct store *store, enum kind kind, size_t n_rows)
{
	*m = (struct making){.store = store, .kind = kind};
	m->batch.kind = kind;
	m->batch.keys = arena_calloc(&m->arena, n_rows, sizeof *m->batch.keys);
	m->batch.origins = arena_calloc(&m->arena, n_rows, 1);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		struct column *c = &m->batch.columns[f];
		if (column_shape(fields_of[kind].v[f].type) == COLUMN_NUMBERS)
			c->numbers = arena_calloc(&m->arena, n_rows, sizeof *c->numbers);
		else
			c->ends = arena_calloc(&m->arena, n_rows, sizeof *c->ends);
	}
}

static void making_release(struct making *m)
{
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		strbuf_release(&m->bytes[f]);
		array_release(&m->keys[f]);
		sqlite3_finalize(m->spans[f]);
	}
	arena_release(&m->arena);
}

static void making_clear(struct making *m)
{
	m->batch.n_rows = 0;
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		strbuf_clear(&m->bytes[f]);
		array_clear(&m->keys[f]);
	}
}

static bool key_allowed(const struct field *field, int64_t key)
{
	return key > 0 && key % 32 < KIND_COUNT && (field->kinds >> key_kind(key) & 1);
}

/* Only codes stand in the file; -1: none of them. */
static int code_of(enum enumeration enumeration, struct str text)
{
	for (size_t i = 0; i < enums[enumeration].n; i++) {
		const char *code = enums[enumeration].v[i].code;
		if (strncmp(code, text.p, text.n) == 0 && !code[text.n])
			return (int)i;
	}
	return -1;
}

static struct str value_text(sqlite3_value *value)
{
	const unsigned char *p = sqlite3_value_text(value);
	return (struct str){p ? (const char *)p : "", p ? (size_t)sqlite3_value_bytes(value) : 0};
}

static bool take_number(struct making *m, size_t f, sqlite3_value *value, struct err *err)
{
	const struct field *field = &fields_of[m->kind].v[f];
	int64_t *out = &m->batch.columns[f].numbers[m->batch.n_rows], key = m->batch.keys[m->batch.n_rows];
	*out = NUMBER_NONE;
	if (sqlite3_value_type(value) == SQLITE_NULL)
		return true;
	if (field->type == FIELD_ENUM) {
		*out = code_of(field->enumeration, value_text(value));
		return *out >= 0 || damaged(m->store, m->kind, field, key, "an unknown code", "one of the enumeration", err);
	}
	*out = sqlite3_value_int64(value);
	if (field->type == FIELD_BOOL && !*out)
		*out = NUMBER_NONE;
	return field->type != FIELD_REF || key_allowed(field, *out)
		|| damaged(m->store, m->kind, field, key, "a key of a wrong kind", "a reference", err);
}

static void take_text(struct making *m, size_t f, sqlite3_value *value)
{
	if (sqlite3_value_type(value) != SQLITE_NULL)
		strbuf_add(&m->bytes[f], value_text(value));
	m->batch.columns[f].ends[m->batch.n_rows] = m->bytes[f].n;
}

/* All texts of a column at once: what is well-formed together, each beginning with a character, is so one by one. */
static bool check_texts(const struct making *m, size_t f, struct err *err)
{
	const struct column *c = &m->batch.columns[f];
	bool well = utf8_check(strbuf_str(&m->bytes[f]), NULL);
	size_t start = 0, row = 0;
	for (; row < m->batch.n_rows; start = c->ends[row++]) {
		struct str text = str_sub(strbuf_str(&m->bytes[f]), start, c->ends[row] - start);
		bool begins = !text.n || ((unsigned char)text.p[0] & 0xC0) != 0x80;
		if (!begins || (!well && !utf8_check(text, NULL)))
			break;
	}
	return row == m->batch.n_rows
		|| damaged(m->store, m->kind, &fields_of[m->kind].v[f], m->batch.keys[row], "bytes that are no UTF-8", "text", err);
}

/* Rows of the span table follow the order of the batch: take those of this row, drop those of rows that are not there. */
static bool take_span(struct making *m, size_t f, struct err *err)
{
	int64_t key = m->batch.keys[m->batch.n_rows];
	sqlite3_stmt *statement = m->spans[f];
	while (m->span_row[f] && sqlite3_column_int64(statement, 0) <= key) {
		int64_t target = sqlite3_column_int64(statement, 1);
		if (sqlite3_column_int64(statement, 0) == key) {
			if (!key_allowed(&fields_of[m->kind].v[f], target))
				return damaged(m->store, m->kind, &fields_of[m->kind].v[f], key,
					"a key of a wrong kind", "a reference", err);
			array_push(&m->keys[f], target);
		}
		if (!sql_step(m->store, statement, &m->span_row[f], err))
			return false;
	}
	m->batch.columns[f].ends[m->batch.n_rows] = m->keys[f].n;
	return true;
}

static bool take_row(struct making *m, sqlite3_value **values, struct err *err)
{
	const struct fields *fields = &fields_of[m->kind];
	int64_t key = sqlite3_value_int64(values[0]);
	if (key <= 0 || key % 32 != (int64_t)m->kind)
		return err_at(err, ERR_DATA, m->store->path, 0, 0,
			"found the key %lld among the %s, expected 32 n + %d", (long long)key, kinds[m->kind].plural,
			(int)m->kind);
	m->batch.keys[m->batch.n_rows] = key;
	struct str origin = value_text(values[1]);
	enum origin o = ORIGIN_SEED;
	while (o < ORIGIN_EDIT && !str_eq_c(origin, origin_code(o)))
		o++;
	m->batch.origins[m->batch.n_rows] = (uint8_t)o;
	values += 2;
	for (size_t f = 0; f < fields->n; f++) {
		enum column_shape shape = column_shape(fields->v[f].type);
		if (shape == COLUMN_TEXTS)
			take_text(m, f, *values++);
		else if (!(shape == COLUMN_SPANS ? take_span(m, f, err) : take_number(m, f, *values++, err)))
			return false;
	}
	m->batch.n_rows++;
	return true;
}

static bool hand_over(struct making *m, struct batch_sink sink, struct err *err)
{
	bool ok = true;
	if (!m->batch.n_rows)
		return true;
	for (size_t f = 0; ok && f < fields_of[m->kind].n; f++) {
		struct column *c = &m->batch.columns[f];
		enum column_shape shape = column_shape(fields_of[m->kind].v[f].type);
		if (shape == COLUMN_TEXTS) {
			ok = check_texts(m, f, err);
			c->bytes = m->bytes[f].p;
		} else if (shape == COLUMN_SPANS) {
			c->numbers = m->keys[f].v;
		}
	}
	ok = ok && sink.take(sink.self, &m->batch, err);
	making_clear(m);
	return ok;
}

static bool open_spans(struct making *m, int64_t first_key, int64_t last_key, struct err *err)
{
	for (size_t f = 0; f < fields_of[m->kind].n; f++) {
		if (fields_of[m->kind].v[f].type != FIELD_REFS)
			continue;
		char text[256];
		snprintf(text, sizeof text,
			"SELECT owner, target FROM %s_%s WHERE owner BETWEEN ?1 AND ?2 ORDER BY owner, position",
			kinds[m->kind].plural, fields_of[m->kind].v[f].name);
		m->spans[f] = sql_prepare_c(m->store, text, err);
		if (!m->spans[f])
			return false;
		sqlite3_bind_int64(m->spans[f], 1, first_key);
		sqlite3_bind_int64(m->spans[f], 2, last_key);
		if (!sql_step(m->store, m->spans[f], &m->span_row[f], err))
			return false;
	}
	return true;
}

/* -- records of ledgers ------------------------------------------------------------- */

struct taking {
	struct making m;
	size_t batch_rows;
	struct batch_sink sink;
};

static bool take_record(void *self, const struct record *record, struct err *err)
{
	struct taking *t = self;
	struct making *m = &t->m;
	const struct fields *fields = &fields_of[m->kind];
	m->batch.keys[m->batch.n_rows] = record->key;
	m->batch.origins[m->batch.n_rows] = (uint8_t)record->origin;
	for (size_t f = 0; f < fields->n; f++) {
		const struct value *v = &record->values[f];
		struct column *c = &m->batch.columns[f];
		if (column_shape(fields->v[f].type) == COLUMN_TEXTS) {
			strbuf_add(&m->bytes[f], v->text);
			c->ends[m->batch.n_rows] = m->bytes[f].n;
		} else if (fields->v[f].type == FIELD_ENUM && v->given) {
			c->numbers[m->batch.n_rows] = enum_parse(fields->v[f].enumeration, v->text);
		} else {
			c->numbers[m->batch.n_rows] = v->given ? v->number : NUMBER_NONE;
		}
	}
	return ++m->batch.n_rows < t->batch_rows || hand_over(m, t->sink, err);
}

static bool read_ledger(struct store *store, struct ledger_range range, size_t batch_rows, struct batch_sink sink, struct err *err)
{
	if (!ledger_has(range.kind) || !ledger_is_key(range.last_key))
		return true;
	struct taking t = {.batch_rows = batch_rows, .sink = sink};
	making_init(&t.m, store, range.kind, batch_rows);
	bool ok = ledger_read(store, &range, (struct record_sink){take_record, &t}, err) && hand_over(&t.m, sink, err);
	making_release(&t.m);
	return ok;
}

/* -- rows of a table ------------------------------------------------------------------ */

/*
 * Every row is one call of an SQL function that takes all columns: that saves a call into
 * SQLite and back by row, and some by column. It gives 1 while all is well.
 */
struct store_reading {
	struct making m;
	size_t batch_rows;
	struct batch_sink sink;
	struct err *err;
	bool stopped; /* by the sink, or with *err set */
};

static void step_row(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	struct store *store = sqlite3_user_data(context);
	struct store_reading *r = store->reading;
	if (r->stopped)
		return;
	bool ok = take_row(&r->m, values, r->err);
	if (ok && r->m.batch.n_rows == r->batch_rows)
		ok = hand_over(&r->m, r->sink, r->err);
	if (ok)
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

/* rest stands behind FROM TABLE: a range of keys (which come in their order), or an order and a limit, with ?1 and ?2. */
static bool read_batches(struct store *store, enum kind kind, const char *rest, int64_t first, int64_t second,
	int64_t first_key, int64_t last_key, size_t batch_rows, struct batch_sink sink, struct err *err)
{
	struct store_reading r = {.batch_rows = batch_rows, .sink = sink, .err = err};
	struct strbuf text = {0};
	making_init(&r.m, store, kind, batch_rows);
	strbuf_add_c(&text, "SELECT take_row(key, origin, ");
	record_columns(kind, "", &text);
	bool ordered = strncmp(rest, "ORDER", 5) == 0;
	strbuf_printf(&text, ") FROM %s%s %s%s", ordered ? "(SELECT * FROM " : "", kinds[kind].plural, rest, ordered ? ")" : "");
	sqlite3_stmt *statement = sql_prepare(store, strbuf_str(&text), err);
	strbuf_release(&text);
	bool row = true, ok = statement != NULL;
	if (ok) {
		sqlite3_bind_int64(statement, 1, first);
		sqlite3_bind_int64(statement, 2, second);
		ok = open_spans(&r.m, first_key, last_key, err);
	}
	if (ok) {
		struct err own = ERR_INIT; /* what SQLite says where we stopped it ourselves is no news */
		store->reading = &r;
		ok = sql_step(store, statement, &row, &own) && !r.stopped;
		store->reading = NULL;
		if (!ok && !r.stopped)
			*err = own;
	}
	ok = ok && hand_over(&r.m, sink, err);
	sqlite3_finalize(statement);
	making_release(&r.m);
	return ok;
}

bool store_read(struct store *store, enum kind kind, int64_t first_key, int64_t last_key, struct batch_sink sink,
	struct err *err)
{
	return read_batches(store, kind, "WHERE key BETWEEN ?1 AND ?2", first_key, last_key, first_key,
		       last_key, STORE_BATCH_ROWS, sink, err)
		&& read_ledger(store, (struct ledger_range){kind, first_key, last_key, 0, SIZE_MAX}, STORE_BATCH_ROWS, sink, err);
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
	if (!ledger_has(kind) || offset + limit <= n)
		return read_batches(store, kind, "ORDER BY key LIMIT ?1 OFFSET ?2", (int64_t)limit, (int64_t)offset, 0,
			INT64_MAX, limit, sink, err);
	/* A page across the end of the table is two batches. */
	size_t own = offset < n ? n - offset : 0;
	struct ledger_range rest = {kind, LEDGER_KEY_FIRST, INT64_MAX, offset > n ? offset - n : 0, limit - own};
	return (!own || read_batches(store, kind, "ORDER BY key LIMIT ?1 OFFSET ?2", (int64_t)own, (int64_t)offset, 0, INT64_MAX,
				own, sink, err))
		&& read_ledger(store, rest, limit, sink, err);
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
	} else if (key > 0 && key % 32 < KIND_COUNT) {
		enum kind kind = key_kind(key);
		sqlite3_stmt **statement = &store->labels[kind];
		if (!*statement) {
			char text[96];
			snprintf(text, sizeof text, "SELECT id, %s FROM %s WHERE key = ?1",
				kind_has_name(kind) ? "name" : "id", kinds[kind].plural);
			if (!(*statement = sql_prepare_c(store, text, err)))
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

/* An expression for the id that the key in `column` leads to. */
static void add_id_of(struct strbuf *text, const struct field *field, const char *column)
{
	bool several = (field->kinds & (field->kinds - 1)) != 0;
	if (several)
		strbuf_printf(text, "CASE %s %% 32", column);
	for (int k = 0; k < KIND_COUNT; k++) {
		if (!(field->kinds >> k & 1))
			continue;
		if (several)
			strbuf_printf(text, " WHEN %d THEN ", k);
		strbuf_printf(text, "(SELECT r.id FROM %s r WHERE r.key = %s)", kinds[k].plural, column);
	}
	if (several)
		strbuf_add_c(text, " END");
}

/* Every field as text, in the form in which a row gives it. */
static void add_text_columns(struct strbuf *text, enum kind kind)
{
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		const struct field *field = &fields_of[kind].v[f];
		char column[64];
		snprintf(column, sizeof column, "t.\"%s\"", field->name);
		if (f)
			strbuf_add_c(text, ", ");
		if (field->type == FIELD_REF) {
			add_id_of(text, field, column);
		} else if (field->type == FIELD_REFS) {
			strbuf_add_c(text, "(SELECT group_concat(i, ';') FROM (SELECT ");
			add_id_of(text, field, "s.target");
			strbuf_printf(text, " AS i FROM %s_%s s WHERE s.owner = t.key ORDER BY s.position))",
				kinds[kind].plural, field->name);
		} else if (field->type == FIELD_BOOL) {
			strbuf_printf(text, "CASE %s WHEN 1 THEN 'true' END", column);
		} else {
			strbuf_add_c(text, column);
		}
	}
}

struct rows {
	struct store *store;
	struct row_sink sink;
};

static bool take_as_row(void *self, const struct record *record, struct err *err)
{
	struct rows *rows = self;
	struct row row = {.kind = record->kind, .where = rows->store->path};
	for (size_t f = 0; f < fields_of[record->kind].n; f++)
		row.cells[f] = record->values[f].given ? record->values[f].text : STR("");
	return rows->sink.take(rows->sink.self, &row, err);
}

bool store_rows(struct store *store, enum kind kind, struct row_sink sink, struct err *err)
{
	struct strbuf text = {0};
	strbuf_add_c(&text, "SELECT ");
	add_text_columns(&text, kind);
	strbuf_printf(&text, " FROM %s t ORDER BY t.id", kinds[kind].plural);
	sqlite3_stmt *statement = sql_prepare(store, strbuf_str(&text), err);
	strbuf_release(&text);
	bool more = true, ok = statement != NULL;
	while (ok && (ok = sql_step(store, statement, &more, err)) && more) {
		struct row row = {.kind = kind, .where = store->path};
		for (size_t f = 0; ok && f < fields_of[kind].n; f++) {
			row.cells[f] = sql_text(statement, (int)f);
			ok = utf8_check(row.cells[f], NULL)
				|| err_at(err, ERR_DATA, store->path, 0, 0,
					"found bytes that are no UTF-8 in %s of a %s, expected text",
					fields_of[kind].v[f].name, kinds[kind].singular);
		}
		ok = ok && sink.take(sink.self, &row, err);
	}
	sqlite3_finalize(statement);
	struct rows rows = {store, sink};
	struct ledger_range all = {kind, LEDGER_KEY_FIRST, INT64_MAX, 0, SIZE_MAX};
	return ok && (!ledger_has(kind) || ledger_read(store, &all, (struct record_sink){take_as_row, &rows}, err));
}
