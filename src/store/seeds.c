#include "store/writer_internal.h"

#include "base/bisect.h"

#include <stdlib.h>

/* The seed rows that did not come this time. */
struct gone {
	ARRAY(int64_t) keys;  /* sorted within a kind and by kind, as they are read */
	bool *referred;       /* per key: a row that stays refers to it */
};

/* A field of one row that leads to a row that is gone. */
struct reference {
	ptrdiff_t owner;  /* index in gone; NOT_GONE: a row that stays */
	ptrdiff_t target; /* index in gone */
};

enum { NOT_GONE = -1 };

struct references {
	ARRAY(struct reference) list;
};

static ptrdiff_t find_gone(const struct gone *gone, int64_t key)
{
	size_t at = 0;
	bisect(at, gone->keys.n, i, gone->keys.v[i] < key);
	return at < gone->keys.n && gone->keys.v[at] == key ? (ptrdiff_t)at : NOT_GONE;
}

static int compare_keys(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static bool collect_gone(struct store_writer *w, struct gone *gone, struct err *err)
{
	bool ok = true;
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		sqlite3_stmt *statement = sql_prepare_printf(w->store, err, "SELECT key, id FROM %s WHERE origin = 'seed'", kinds[k].plural);
		bool row = true;
		ok = statement != NULL;
		while (ok && (ok = sql_step(w->store, statement, &row, err)) && row) {
			uint32_t at;
			if (!map_find(&w->ids, sql_text(statement, 1), &at) || !w->entries.v[at].put)
				array_push(&gone->keys, sqlite3_column_int64(statement, 0));
		}
		sqlite3_finalize(statement);
	}
	if (gone->keys.n)
		qsort(gone->keys.v, gone->keys.n, sizeof *gone->keys.v, compare_keys);
	gone->referred = xcalloc(gone->keys.n, sizeof *gone->referred);
	return ok;
}

static int compare_owners(const void *a, const void *b)
{
	const struct reference *x = a, *y = b;
	return (x->owner > y->owner) - (x->owner < y->owner);
}

/* Note what one reference field says of rows that are gone. */
static bool scan_field(struct store_writer *w, enum kind kind, const struct field *field, const struct gone *gone,
	struct references *references, struct err *err)
{
	struct strbuf text = {0};
	if (field->type == FIELD_REF)
		strbuf_printf(&text, "SELECT key, \"%s\" FROM %s WHERE \"%s\" IS NOT NULL", field->name,
			kinds[kind].plural, field->name);
	else
		strbuf_printf(&text, "SELECT owner, target FROM %s_%s", kinds[kind].plural, field->name);
	sqlite3_stmt *statement = sql_prepare_made(w->store, &text, err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(w->store, statement, &row, err)) && row) {
		struct reference r = {.target = find_gone(gone, sqlite3_column_int64(statement, 1))};
		if (r.target == NOT_GONE)
			continue;
		r.owner = find_gone(gone, sqlite3_column_int64(statement, 0));
		array_push(&references->list, r);
	}
	sqlite3_finalize(statement);
	return ok;
}

/* Ledgers are never seeds: their rows keep whose figures they hold, and what their columns name. */
static bool scan_ledgers(struct store_writer *w, const struct gone *gone, struct references *references, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(w->store,
		"SELECT owner FROM ledger_rows UNION ALL SELECT source FROM ledger_columns UNION ALL "
		"SELECT indicator FROM ledger_columns WHERE indicator IS NOT NULL",
		err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(w->store, statement, &row, err)) && row) {
		struct reference r = {NOT_GONE, find_gone(gone, sqlite3_column_int64(statement, 0))};
		if (r.target != NOT_GONE)
			array_push(&references->list, r);
	}
	sqlite3_finalize(statement);
	return ok;
}

/* The first of the references sorted by owner that has this owner. */
static size_t first_of_owner(const struct references *references, ptrdiff_t owner)
{
	size_t at = 0;
	bisect(at, references->list.n, i, references->list.v[i].owner < owner);
	return at;
}

/* What stays keeps what it refers to; that stays then, too, and keeps what it refers to. */
static void spread(struct gone *gone, struct references *references)
{
	ARRAY(ptrdiff_t) staying = {0};
	qsort(references->list.v, references->list.n, sizeof *references->list.v, compare_owners);
	array_push(&staying, NOT_GONE);
	while (staying.n) {
		ptrdiff_t owner = staying.v[--staying.n];
		for (size_t i = first_of_owner(references, owner);
			i < references->list.n && references->list.v[i].owner == owner; i++) {
			ptrdiff_t target = references->list.v[i].target;
			if (gone->referred[target])
				continue;
			gone->referred[target] = true;
			array_push(&staying, target);
		}
	}
	array_release(&staying);
}

static bool mark_referred(struct store_writer *w, struct gone *gone, struct err *err)
{
	struct references references = {0};
	bool ok = scan_ledgers(w, gone, &references, err);
	for (int k = 0; ok && k < KIND_COUNT; k++)
		for (size_t f = 0; ok && f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS)
				ok = scan_field(w, (enum kind)k, &fields_of[k].v[f], gone, &references, err);
	if (ok && references.list.n)
		spread(gone, &references);
	array_release(&references.list);
	return ok;
}

static bool remove_row(struct store_writer *w, int64_t key, struct err *err)
{
	enum kind kind = key_kind(key);
	const char *plural = kinds[kind].plural;
	for (size_t f = 0; f <= fields_of[kind].n; f++) {
		bool own = f == fields_of[kind].n;
		if (!own && fields_of[kind].v[f].type != FIELD_REFS)
			continue;
		sqlite3_stmt *statement = own ? sql_prepare_printf(w->store, err, "DELETE FROM %s WHERE key = ?1", plural)
			: sql_prepare_printf(w->store, err, "DELETE FROM %s_%s WHERE owner = ?1", plural, fields_of[kind].v[f].name);
		if (!sql_do_once(w->store, statement, &key, 1, err))
			return false;
	}
	w->dirty = true;
	w->changes.removed++;
	return true;
}

static bool note_kept(struct store_writer *w, int64_t key, const char *reason, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(w->store, "INSERT OR IGNORE INTO kept VALUES (?1, ?2)", err);
	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, key);
	sql_bind_text(statement, 2, str_from(reason));
	bool ok = sql_do(w->store, statement, err);
	sqlite3_finalize(statement);
	return ok;
}

static bool set_signature(struct store_writer *w, struct err *err)
{
	struct strbuf old = {0};
	bool ok = store_seeds(w->store, &old, err);
	sqlite3_stmt *statement = NULL;
	if (ok && !str_eq(strbuf_str(&old), w->signature)) {
		w->dirty = true;
		statement = sql_prepare(w->store, "UPDATE meta SET seeds = ?1", err);
		ok = statement != NULL;
		if (ok) {
			sql_bind_text(statement, 1, w->signature);
			ok = sql_do(w->store, statement, err);
		}
	}
	sqlite3_finalize(statement);
	strbuf_release(&old);
	return ok;
}

bool seeds_finish(struct store_writer *w, struct err *err)
{
	struct gone gone = {0};
	bool ok = sql_run(w->store, "DELETE FROM kept", err) && collect_gone(w, &gone, err)
		&& (!gone.keys.n || mark_referred(w, &gone, err));
	for (size_t i = 0; ok && i < w->changed_here.n; i++)
		ok = note_kept(w, w->changed_here.v[i], "changed", err);
	for (size_t i = 0; ok && i < gone.keys.n; i++) {
		if (gone.referred[i]) {
			ok = note_kept(w, gone.keys.v[i], "gone", err);
			w->changes.kept++;
		} else {
			ok = remove_row(w, gone.keys.v[i], err);
		}
	}
	ok = ok && set_signature(w, err);
	array_release(&gone.keys);
	free(gone.referred);
	return ok;
}
