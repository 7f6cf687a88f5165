#include "store/ledger_internal.h"

#include "base/array.h"
#include "store/scan_internal.h"

#include <inttypes.h>
#include <string.h>

static bool damaged(struct store *store, int64_t owner, struct err *err)
{
	return err_at(err, ERR_DATA, store->path, 0, 0,
		"found cells of a ledger that do not fit its columns at key %" PRId64 ", expected NUMBER=VALUE", owner);
}

static const struct ledger_column *column_at(const struct ledger_columns *columns, uint32_t number)
{
	return number < columns->n && columns->v[number].kind != KIND_COUNT ? &columns->v[number] : NULL;
}

/* Rows (owner, line, cells, owner's id) of owners between ?1 and ?2. */
static sqlite3_stmt *prepare_rows(struct store *store, struct err *err)
{
	struct strbuf text = {0};
	strbuf_printf(&text, "SELECT l.owner, l.line, l.cells, CASE l.owner %% %d", KEY_STEP);
	for (int k = 0; k < KIND_COUNT; k++)
		strbuf_printf(&text, " WHEN %d THEN (SELECT r.id FROM %s r WHERE r.key = l.owner)", k, kinds[k].plural);
	strbuf_add_c(&text, " END FROM ledger_rows l WHERE l.owner BETWEEN ?1 AND ?2 ORDER BY l.owner, l.source");
	return sql_prepare_made(store, &text, err);
}

/* -- records ------------------------------------------------------------------------ */

struct cell {
	uint32_t number, line;
	struct str value; /* in the arena of the owner */
};

struct walking {
	struct store *store;
	const struct ledger_range *range;
	struct record_sink sink;
	struct ledger_columns columns;
	struct arena of_owner, scratch;
	ARRAY(struct cell) cells; /* of one owner, of all its ledgers */
	int64_t owner;
	struct str owner_id;
	size_t seen;
};

static int by_number(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool hand_over(struct walking *w, struct err *err)
{
	if (w->cells.n > 1)
		qsort(w->cells.v, w->cells.n, sizeof *w->cells.v, by_number);
	bool ok = true;
	for (size_t i = 0; ok && i < w->cells.n; i++) {
		const struct cell *c = &w->cells.v[i];
		int64_t key = ledger_key(w->range->kind, w->owner, c->number);
		if (key < w->range->first_key || key > w->range->last_key || w->seen++ < w->range->skip
			|| w->seen - w->range->skip > w->range->limit)
			continue;
		struct record record;
		struct ledger_item item = {w->owner, w->owner_id, c->number, c->line, c->value};
		arena_clear(&w->scratch);
		ledger_record(&w->columns.v[c->number], &item, &record, &w->scratch);
		ok = w->sink.take(w->sink.self, &record, err);
	}
	array_clear(&w->cells);
	arena_clear(&w->of_owner);
	return ok;
}

static bool take_row(struct walking *w, sqlite3_stmt *s, struct err *err)
{
	int64_t owner = sqlite3_column_int64(s, 0);
	if (owner != w->owner) {
		if (!hand_over(w, err))
			return false;
		w->owner = owner;
		w->owner_id = arena_str(&w->of_owner, sql_text(s, 3));
		if (!id_valid(w->owner_id))
			return damaged(w->store, owner, err);
	}
	struct str cells = arena_str(&w->of_owner, sql_text(s, 2));
	uint32_t line = (uint32_t)sqlite3_column_int64(s, 1), number;
	struct str value;
	while (cells.n) {
		bool read = ledger_next(&cells, &number, &value);
		const struct ledger_column *column = read ? column_at(&w->columns, number) : NULL;
		if (!column)
			return damaged(w->store, owner, err);
		if (column->kind == w->range->kind)
			array_push(&w->cells, (struct cell){number, line, value});
	}
	return true;
}

bool ledger_read(struct store *store, const struct ledger_range *range, struct record_sink sink, struct err *err)
{
	struct walking w = {.store = store, .range = range, .sink = sink};
	bool row = true, ok = store_ledger_columns(store, &w.of_owner, &w.columns, err);
	struct arena columns = w.of_owner;
	w.of_owner = (struct arena){0};
	sqlite3_stmt *s = ok && w.columns.n ? prepare_rows(store, err) : NULL;
	ok = ok && (s || !w.columns.n);
	if (s) {
		int64_t first = range->first_key < LEDGER_KEY_FIRST ? LEDGER_KEY_FIRST : range->first_key;
		sqlite3_bind_int64(s, 1, ledger_owner(first));
		sqlite3_bind_int64(s, 2, ledger_owner(range->last_key));
	}
	while (s && ok && (range->limit == SIZE_MAX || w.seen < range->skip + range->limit)
		&& (ok = sql_step(store, s, &row, err)) && row)
		ok = take_row(&w, s, err);
	ok = ok && hand_over(&w, err);
	sqlite3_finalize(s);
	array_release(&w.cells);
	arena_release(&w.of_owner);
	arena_release(&w.scratch);
	arena_release(&columns);
	return ok;
}

bool ledger_count(struct store *store, enum kind kind, size_t *n, struct err *err)
{
	int64_t sum = 0;
	*n = 0;
	if (ledger_has(kind)
		&& !sql_number(store, kind == KIND_CLAIM ? "SELECT total(figures) FROM ledger_rows" : "SELECT total(dates) FROM ledger_rows",
			&sum, err))
		return false;
	*n = sum > 0 ? (size_t)sum : 0; /* a file that somebody else wrote may say anything */
	return true;
}

bool ledger_last(struct store *store, enum kind kind, int64_t *last, struct err *err)
{
	int64_t owner = 0;
	*last = 0;
	if (ledger_has(kind)
		&& !sql_number(store,
			kind == KIND_CLAIM ? "SELECT max(owner) FROM ledger_rows WHERE figures > 0"
					   : "SELECT max(owner) FROM ledger_rows WHERE dates > 0",
			&owner, err))
		return false;
	if (owner)
		*last = ledger_key(kind, owner, LEDGER_COLUMNS_MAX);
	return true;
}

/* -- one record ------------------------------------------------------------------------ */

static bool has_cell(struct str cells, uint32_t wanted)
{
	uint32_t number;
	struct str value;
	while (cells.n)
		if (ledger_next(&cells, &number, &value) && number == wanted)
			return true;
	return false;
}

static bool find_cell(struct records *records, enum kind kind, int64_t owner, uint32_t number, bool *found, struct err *err)
{
	sqlite3_stmt **s = &records->ledger_cells;
	if (!*s
		&& !(*s = sql_prepare(records->store,
			     "SELECT l.cells FROM ledger_columns c, ledger_rows l "
			     "WHERE l.owner = ?1 AND c.number = ?2 AND (c.indicator IS NOT NULL) = ?3",
			     err)))
		return false;
	bool row = true, ok = true;
	sqlite3_bind_int64(*s, 1, owner);
	sqlite3_bind_int64(*s, 2, number);
	sqlite3_bind_int64(*s, 3, kind == KIND_CLAIM);
	while (!*found && (ok = sql_step(records->store, *s, &row, err)) && row)
		*found = has_cell(sql_text(*s, 0), number);
	sqlite3_reset(*s);
	return ok;
}

bool ledger_find(struct records *records, enum kind kind, struct str id, int64_t *key, struct err *err)
{
	struct strbuf owner_id = {0};
	enum kind owner_kind;
	uint32_t number = 0;
	int64_t owner = 0;
	bool found = false, ok = true;
	*key = 0;
	if (ledger_has(kind) && ledger_id_split(id, &owner_id, &number) && kind_of_id(strbuf_str(&owner_id), &owner_kind))
		ok = record_key(records, owner_kind, strbuf_str(&owner_id), &owner, err);
	if (ok && owner && !ledger_is_key(owner))
		ok = find_cell(records, kind, owner, number, &found, err);
	if (found)
		*key = ledger_key(kind, owner, number);
	strbuf_release(&owner_id);
	return ok;
}

struct getting {
	struct record *out;
	struct arena *arena;
	bool found;
};

static bool keep(void *self, const struct record *record, struct err *err)
{
	struct getting *g = self;
	(void)err;
	*g->out = *record;
	for (size_t f = 0; f < fields_of[record->kind].n; f++)
		g->out->values[f].text = arena_str(g->arena, record->values[f].text);
	g->found = true;
	return true;
}

bool ledger_get(struct store *store, int64_t key, struct record *out, bool *found, struct arena *arena, struct err *err)
{
	struct getting g = {out, arena, false};
	*found = false;
	if (!ledger_has(key_kind(key)))
		return true;
	struct ledger_range range = {key_kind(key), key, key, 0, SIZE_MAX};
	bool ok = ledger_read(store, &range, (struct record_sink){keep, &g}, err);
	*found = g.found;
	return ok;
}

/* -- packed ------------------------------------------------------------------------------ */

bool store_ledger_range(struct store *store, int64_t *first_owner, int64_t *last_owner, struct err *err)
{
	return sql_number(store, "SELECT min(owner) FROM ledger_rows", first_owner, err)
		&& sql_number(store, "SELECT max(owner) FROM ledger_rows", last_owner, err);
}

struct packing {
	struct store *store;
	struct ledger_sink sink;
	ARRAY(int64_t) owners;
	ARRAY(uint32_t) lines;
	ARRAY(size_t) ends;
	ARRAY(uint16_t) columns;
	ARRAY(size_t) value_ends;
	struct strbuf values;
};

static bool pack_row(struct packing *p, int64_t owner, int64_t line, struct str cells, struct err *err)
{
	struct str value;
	uint32_t number;
	enum { CELL_LEAST = 3 }; /* bytes of a cell; behind all but the last a semicolon */
	size_t most = p->columns.n + cells.n / CELL_LEAST + 1;
	array_push(&p->owners, owner);
	array_push(&p->lines, (uint32_t)line);
	array_reserve(&p->columns, most);
	array_reserve(&p->value_ends, most);
	strbuf_reserve(&p->values, cells.n);
	while (cells.n) {
		if (!ledger_next(&cells, &number, &value) || number > LEDGER_COLUMNS_MAX)
			return damaged(p->store, owner, err);
		p->columns.v[p->columns.n++] = (uint16_t)number;
		memcpy(p->values.p + p->values.n, value.p, value.n);
		p->values.n += value.n;
		p->value_ends.v[p->value_ends.n++] = p->values.n;
	}
	array_push(&p->ends, p->columns.n);
	return true;
}

static bool hand_packed(struct packing *p, struct err *err)
{
	const struct ledger_batch batch = {p->owners.n, p->owners.v, p->lines.v, p->ends.v, p->columns.v,
		{.ends = p->value_ends.v, .bytes = p->values.p}};
	bool ok = !batch.n_rows || p->sink.take(p->sink.self, &batch, err);
	array_clear(&p->owners);
	array_clear(&p->lines);
	array_clear(&p->ends);
	array_clear(&p->columns);
	array_clear(&p->value_ends);
	strbuf_clear(&p->values);
	return ok;
}

static void packing_release(struct packing *p)
{
	array_release(&p->owners);
	array_release(&p->lines);
	array_release(&p->ends);
	array_release(&p->columns);
	array_release(&p->value_ends);
	strbuf_release(&p->values);
}

static bool pack_values(void *self, const struct scan_value *values, struct err *err)
{
	struct packing *p = self;
	if (values[0].type != SCAN_INTEGER || values[1].type != SCAN_INTEGER || values[2].type != SCAN_TEXT)
		return damaged(p->store, values[0].type == SCAN_INTEGER ? values[0].number : 0, err);
	return pack_row(p, values[0].number, values[1].number, values[2].text, err)
		&& (p->owners.n < STORE_BATCH_ROWS || hand_packed(p, err));
}

static bool pack_by_sql(struct packing *p, int64_t first_owner, int64_t last_owner, struct err *err)
{
	struct store *store = p->store;
	sqlite3_stmt *s = sql_prepare(store,
		"SELECT owner, line, cells FROM ledger_rows WHERE owner BETWEEN ?1 AND ?2 ORDER BY owner, source", err);
	bool row = true, ok = s != NULL;
	if (ok) {
		sqlite3_bind_int64(s, 1, first_owner);
		sqlite3_bind_int64(s, 2, last_owner);
	}
	while (ok && (ok = sql_step(store, s, &row, err)) && row)
		ok = pack_row(p, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), sql_text(s, 2), err)
			&& (p->owners.n < STORE_BATCH_ROWS || hand_packed(p, err));
	sqlite3_finalize(s);
	return ok;
}

bool store_read_ledger(struct store *store, int64_t first_owner, int64_t last_owner, struct ledger_sink sink, struct err *err)
{
	static const char *const columns[] = {"owner", "line", "cells"};
	struct packing p = {.store = store, .sink = sink};
	struct scan scan;
	bool ok;
	if (scan_open(&scan, store, "ledger_rows", columns, 3)) {
		ok = scan_range(&scan, first_owner, last_owner, (struct scan_sink){pack_values, &p}, err);
		scan_close(&scan);
	} else {
		ok = pack_by_sql(&p, first_owner, last_owner, err);
	}
	ok = ok && hand_packed(&p, err);
	packing_release(&p);
	return ok;
}
