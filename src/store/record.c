#include "store/record_internal.h"

#include "base/array.h"
#include "store/ledger_internal.h"

#include <inttypes.h>
#include <string.h>

static const char *const origins[] = {[ORIGIN_SEED] = "seed", [ORIGIN_IMPORT] = "import", [ORIGIN_EDIT] = "edit"};

void records_init(struct records *records, struct store *store)
{
	*records = (struct records){.store = store};
}

void records_release(struct records *records)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		struct record_table *t = &records->tables[k];
		sqlite3_finalize(t->key_of_id);
		sqlite3_finalize(t->by_key);
		sqlite3_finalize(t->insert);
		sqlite3_finalize(t->replace);
		for (size_t f = 0; f < FIELDS_MAX; f++) {
			sqlite3_finalize(t->span_read[f]);
			sqlite3_finalize(t->span_clear[f]);
			sqlite3_finalize(t->span_add[f]);
		}
	}
	sqlite3_finalize(records->ledger_cells);
	*records = (struct records){0};
}

void record_columns(enum kind kind, const char *prefix, struct strbuf *out)
{
	const struct fields *fields = &fields_of[kind];
	for (size_t f = 0; f < fields->n; f++)
		if (fields->v[f].type != FIELD_REFS)
			strbuf_printf(out, "%s%s\"%s\"", f ? ", " : "", prefix, fields->v[f].name);
}

bool record_is_integer(enum field_type type)
{
	return type == FIELD_REF || type == FIELD_INTEGER || type == FIELD_BOOL;
}

void record_from_row(enum kind kind, sqlite3_stmt *statement, struct record *out, struct arena *arena)
{
	const struct fields *fields = &fields_of[kind];
	*out = (struct record){.kind = kind, .key = sqlite3_column_int64(statement, 0)};
	struct str origin = sql_text(statement, 1);
	while (out->origin < ORIGIN_EDIT && !str_eq_c(origin, origins[out->origin]))
		out->origin++;
	int column = 2;
	for (size_t f = 0; f < fields->n; f++) {
		struct value *v = &out->values[f];
		if (fields->v[f].type == FIELD_REFS)
			continue;
		v->given = sqlite3_column_type(statement, column) != SQLITE_NULL;
		if (v->given && record_is_integer(fields->v[f].type))
			v->number = sqlite3_column_int64(statement, column);
		else if (v->given)
			v->text = arena_str(arena, sql_text(statement, column));
		column++;
	}
}

static sqlite3_stmt *prepare_by_key(struct store *store, enum kind kind, struct err *err)
{
	struct strbuf columns = {0};
	record_columns(kind, "", &columns);
	sqlite3_stmt *statement = sql_prepare_printf(
		store, err, "SELECT key, origin, %s FROM %s WHERE key = ?1", columns.p, kinds[kind].plural);
	strbuf_release(&columns);
	return statement;
}

/* Parameters: 1 key, 2 origin, then the columns in order. */
static sqlite3_stmt *prepare_change(struct store *store, enum kind kind, bool insert, struct err *err)
{
	const struct fields *fields = &fields_of[kind];
	struct strbuf text = {0};
	if (insert) {
		strbuf_printf(&text, "INSERT INTO %s (key, origin, ", kinds[kind].plural);
		record_columns(kind, "", &text);
		strbuf_add_c(&text, ") VALUES (?1, ?2");
	} else {
		strbuf_printf(&text, "UPDATE %s SET origin = ?2", kinds[kind].plural);
	}
	int parameter = 3;
	for (size_t f = 0; f < fields->n; f++) {
		if (fields->v[f].type == FIELD_REFS)
			continue;
		if (insert)
			strbuf_printf(&text, ", ?%d", parameter++);
		else
			strbuf_printf(&text, ", \"%s\" = ?%d", fields->v[f].name, parameter++);
	}
	strbuf_add_c(&text, insert ? ")" : " WHERE key = ?1");
	return sql_prepare_made(store, &text, err);
}

bool record_key(struct records *records, enum kind kind, struct str id, int64_t *key, struct err *err)
{
	sqlite3_stmt **statement = &records->tables[kind].key_of_id;
	if (!*statement
		&& !(*statement = sql_prepare_printf(
			     records->store, err, "SELECT key FROM %s WHERE id = ?1", kinds[kind].plural)))
		return false;
	bool row;
	sql_bind_text(*statement, 1, id);
	bool ok = sql_step(records->store, *statement, &row, err);
	*key = ok && row ? sqlite3_column_int64(*statement, 0) : 0;
	sqlite3_reset(*statement);
	return ok && (row || ledger_find(records, kind, id, key, err));
}

static bool read_span(struct records *records, enum kind kind, size_t f, int64_t owner, struct value *out,
	struct arena *arena, struct err *err)
{
	sqlite3_stmt **statement = &records->tables[kind].span_read[f];
	if (!*statement
		&& !(*statement = sql_prepare_printf(records->store, err,
			     "SELECT target FROM %s_%s WHERE owner = ?1 ORDER BY position", kinds[kind].plural,
			     fields_of[kind].v[f].name)))
		return false;
	ARRAY(int64_t) keys = {0};
	bool row = true, ok = true;
	sqlite3_bind_int64(*statement, 1, owner);
	while (ok && (ok = sql_step(records->store, *statement, &row, err)) && row)
		array_push(&keys, sqlite3_column_int64(*statement, 0));
	out->given = keys.n > 0;
	out->n_keys = keys.n;
	out->keys = arena_copy(arena, keys.v, keys.n, sizeof *keys.v);
	array_release(&keys);
	return ok;
}

bool record_read(struct records *records, int64_t key, struct record *out, struct arena *arena, struct err *err)
{
	if (!key_is_of(key, ALL_KINDS))
		return err_at(err, ERR_NO_MATCH, records->store->path, 0, 0, "found the key %lld of no kind", (long long)key);
	enum kind kind = key_kind(key);
	if (ledger_is_key(key)) {
		bool found;
		return ledger_get(records->store, key, out, &found, arena, err)
			&& (found || err_at(err, ERR_NO_MATCH, records->store->path, 0, 0, "found no record with the key %lld",
				(long long)key));
	}
	sqlite3_stmt **statement = &records->tables[kind].by_key;
	if (!*statement && !(*statement = prepare_by_key(records->store, kind, err)))
		return false;
	bool row;
	sqlite3_bind_int64(*statement, 1, key);
	if (!sql_step(records->store, *statement, &row, err))
		return false;
	if (!row)
		return err_at(err, ERR_NO_MATCH, records->store->path, 0, 0, "found no record with the key %lld",
			(long long)key);
	record_from_row(kind, *statement, out, arena);
	sqlite3_reset(*statement);
	for (size_t f = 0; f < fields_of[kind].n; f++)
		if (fields_of[kind].v[f].type == FIELD_REFS && !read_span(records, kind, f, key, &out->values[f], arena, err))
			return false;
	return true;
}

static void bind_values(sqlite3_stmt *statement, const struct record *record)
{
	const struct fields *fields = &fields_of[record->kind];
	sqlite3_bind_int64(statement, 1, record->key);
	sqlite3_bind_text(statement, 2, origins[record->origin], -1, SQLITE_STATIC);
	int parameter = 3;
	for (size_t f = 0; f < fields->n; f++) {
		const struct value *v = &record->values[f];
		enum field_type type = fields->v[f].type;
		if (type == FIELD_REFS)
			continue;
		if (type == FIELD_BOOL)
			sqlite3_bind_int64(statement, parameter, v->given && v->number);
		else if (!v->given)
			sqlite3_bind_null(statement, parameter);
		else if (record_is_integer(type))
			sqlite3_bind_int64(statement, parameter, v->number);
		else
			sql_bind_text(statement, parameter, v->text);
		parameter++;
	}
}

static bool write_span(struct records *records, const struct record *record, size_t f, bool replace, struct err *err)
{
	struct record_table *t = &records->tables[record->kind];
	const char *plural = kinds[record->kind].plural, *name = fields_of[record->kind].v[f].name;
	const struct value *v = &record->values[f];
	if (replace) {
		if (!t->span_clear[f]
			&& !(t->span_clear[f] = sql_prepare_printf(
				     records->store, err, "DELETE FROM %s_%s WHERE owner = ?1", plural, name)))
			return false;
		sqlite3_bind_int64(t->span_clear[f], 1, record->key);
		if (!sql_do(records->store, t->span_clear[f], err))
			return false;
	}
	if (v->n_keys && !t->span_add[f]
		&& !(t->span_add[f] = sql_prepare_printf(
			     records->store, err, "INSERT INTO %s_%s VALUES (?1, ?2, ?3)", plural, name)))
		return false;
	for (size_t i = 0; i < v->n_keys; i++) {
		sqlite3_bind_int64(t->span_add[f], 1, record->key);
		sqlite3_bind_int64(t->span_add[f], 2, (int64_t)i);
		sqlite3_bind_int64(t->span_add[f], 3, v->keys[i]);
		if (!sql_do(records->store, t->span_add[f], err))
			return false;
	}
	return true;
}

static bool write_record(struct records *records, const struct record *record, bool replace, struct err *err)
{
	struct record_table *t = &records->tables[record->kind];
	sqlite3_stmt **statement = replace ? &t->replace : &t->insert;
	if (!*statement && !(*statement = prepare_change(records->store, record->kind, !replace, err)))
		return false;
	bind_values(*statement, record);
	if (!sql_do(records->store, *statement, err))
		return false;
	for (size_t f = 0; f < fields_of[record->kind].n; f++)
		if (fields_of[record->kind].v[f].type == FIELD_REFS && !write_span(records, record, f, replace, err))
			return false;
	return true;
}

bool record_insert(struct records *records, const struct record *record, struct err *err)
{
	return write_record(records, record, false, err);
}

bool record_replace(struct records *records, const struct record *record, struct err *err)
{
	return write_record(records, record, true, err);
}

static bool value_same(enum field_type type, const struct value *a, const struct value *b)
{
	if (type == FIELD_BOOL)
		return (a->given && a->number) == (b->given && b->number);
	if (a->given != b->given)
		return false;
	if (!a->given)
		return true;
	if (type == FIELD_REFS)
		return a->n_keys == b->n_keys && memcmp(a->keys, b->keys, a->n_keys * sizeof *a->keys) == 0;
	return record_is_integer(type) ? a->number == b->number : str_eq(a->text, b->text);
}

bool record_field_same(const struct record *a, const struct record *b, size_t field)
{
	return value_same(fields_of[a->kind].v[field].type, &a->values[field], &b->values[field]);
}

bool record_same(const struct record *a, const struct record *b)
{
	for (size_t f = 0; f < fields_of[a->kind].n; f++)
		if (!record_field_same(a, b, f))
			return false;
	return true;
}

/* Lengths before texts: no two rows share a signature by accident of their separators. */
void record_signature(const struct record *record, uint32_t wanted, struct strbuf *out)
{
	const struct fields *fields = &fields_of[record->kind];
	for (size_t f = 0; f < fields->n; f++) {
		const struct value *v = &record->values[f];
		if (!(wanted >> f & 1))
			continue;
		if (fields->v[f].type == FIELD_REFS) {
			strbuf_printf(out, "%zu:", v->n_keys);
			strbuf_add(out, (struct str){(const char *)v->keys, v->n_keys * sizeof *v->keys});
		} else if (!v->given || (fields->v[f].type == FIELD_BOOL && !v->number)) {
			strbuf_add_byte(out, '-');
		} else if (record_is_integer(fields->v[f].type)) {
			strbuf_printf(out, "%" PRId64 ",", v->number);
		} else {
			strbuf_printf(out, "%zu:", v->text.n);
			strbuf_add(out, v->text);
		}
	}
}
