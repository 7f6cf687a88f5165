/*
 * A ledger that is imported again may have no value any more in a column where it had one, but one in a column that says
 * the same in another unit. What referred to the figure or date that is gone is made to refer to that one.
 */
#include "store/ledger_write_internal.h"

#include "base/array.h"

#include <stdlib.h>

/* The claim and the milestone of a cell differ in their kind alone, and no cell is both. */
static int64_t of_either_kind(int64_t key)
{
	return ledger_is_key(key) ? ledger_key(KIND_CLAIM, ledger_owner(key), ledger_column_number(key)) : key;
}

void gone_note(struct store_writer *w, int64_t key, int64_t owner, uint32_t number)
{
	array_push(&w->gone, (struct gone_figure){of_either_kind(key), owner, number});
}

static int by_key(const void *a, const void *b)
{
	const struct gone_figure *x = a, *y = b;
	return (x->key > y->key) - (x->key < y->key);
}

static const struct gone_figure *find(const struct store_writer *w, int64_t key)
{
	const struct gone_figure wanted = {.key = of_either_kind(key)};
	return bsearch(&wanted, w->gone.v, w->gone.n, sizeof *w->gone.v, by_key);
}

/* The figure with that number, else one of the same column in another unit; *key 0: none. */
static bool find_successor(struct store_writer *w, const struct gone_figure *gone, enum kind kind, struct str owner, int64_t *key, struct err *err)
{
	sqlite3_stmt *s = sql_prepare(w->store,
		"SELECT b.number FROM ledger_columns a JOIN ledger_columns b ON a.source = b.source AND a.name = b.name AND a.indicator IS b.indicator "
		"AND a.modality IS b.modality AND a.scope IS b.scope AND a.period IS b.period AND a.status IS b.status "
		"WHERE a.number = ?1 ORDER BY b.number <> a.number, b.number",
		err);
	bool row = true, ok = s != NULL;
	*key = 0;
	if (ok)
		sqlite3_bind_int64(s, 1, gone->number);
	while (ok && !*key && (ok = sql_step(w->store, s, &row, err)) && row) {
		struct strbuf id = {0};
		ledger_id_add(kind, owner, (uint32_t)sqlite3_column_int64(s, 0), &id);
		ok = record_key(&w->records, kind, strbuf_str(&id), key, err);
		strbuf_release(&id);
	}
	sqlite3_finalize(s);
	return ok;
}

/* A field of a row that refers to what is gone. */
struct referring {
	enum kind kind;
	const struct field *field;
	int64_t row, target;
};

static bool refuse(struct store_writer *w, const struct referring *r, const struct gone_figure *gone, struct str owner, struct err *err)
{
	struct strbuf id = {0}, by = {0};
	size_t index;
	ledger_id_add(key_kind(r->target), owner, gone->number, &id);
	if (store_label(w->store, r->row, &by, NULL, err) && writer_entry(w, owner, &index, err)) {
		const struct entry *e = &w->entries.v[index];
		err_at(err, ERR_DATA, writer_file(w, e->where), e->line, 0, "found no %s any more, which %s refers to, expected a value in its column", id.p,
			by.p);
	}
	strbuf_release(&id);
	strbuf_release(&by);
	return false;
}

static bool set_reference(struct store_writer *w, const struct referring *r, int64_t key, struct err *err)
{
	const int64_t numbers[] = {r->row, key};
	w->dirty = true;
	changes_note(w, r->row);
	return sql_do_once(w->store,
		sql_prepare_printf(w->store, err, "UPDATE %s SET \"%s\" = ?2 WHERE key = ?1", kinds[r->kind].plural, r->field->name), numbers, 2, err);
}

static bool settle(struct store_writer *w, const struct referring *r, struct err *err)
{
	const struct gone_figure *gone = find(w, r->target);
	struct strbuf owner = {0};
	int64_t key;
	bool ok = store_label(w->store, gone->owner, &owner, NULL, err)
		&& find_successor(w, gone, key_kind(r->target), strbuf_str(&owner), &key, err);
	if (ok && !key)
		ok = refuse(w, r, gone, strbuf_str(&owner), err);
	else if (ok && key != r->target)
		ok = set_reference(w, r, key, err);
	strbuf_release(&owner);
	return ok;
}

static bool settle_field(struct store_writer *w, enum kind kind, const struct field *field, struct err *err)
{
	ARRAY(struct referring) list = {0};
	sqlite3_stmt *s = sql_prepare_printf(w->store, err, "SELECT key, \"%s\" FROM %s WHERE \"%s\" %% %d IN (%d, %d)", field->name, kinds[kind].plural, field->name, KEY_STEP,
		KIND_CLAIM, KIND_MILESTONE);
	bool row = true, ok = s != NULL;
	while (ok && (ok = sql_step(w->store, s, &row, err)) && row)
		if (find(w, sqlite3_column_int64(s, 1)))
			array_push(&list, (struct referring){kind, field, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1)});
	sqlite3_finalize(s);
	for (size_t i = 0; ok && i < list.n; i++)
		ok = settle(w, &list.v[i], err);
	array_release(&list);
	return ok;
}

bool gone_settle(struct store_writer *w, struct err *err)
{
	const uint32_t either = UINT32_C(1) << KIND_CLAIM | UINT32_C(1) << KIND_MILESTONE;
	bool ok = true;
	if (!w->gone.n)
		return true;
	qsort(w->gone.v, w->gone.n, sizeof *w->gone.v, by_key);
	for (int k = 0; ok && k < KIND_COUNT; k++)
		for (size_t f = 0; ok && f < fields_of[k].n; f++)
			if (fields_of[k].v[f].type == FIELD_REF && fields_of[k].v[f].kinds & either)
				ok = settle_field(w, (enum kind)k, &fields_of[k].v[f], err);
	return ok;
}
