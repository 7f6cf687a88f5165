/*
 * What a catalogue holds as rows, references as ids: read in batches, as the program reads it.
 */
#ifndef TESTS_SUPPORT_STORE_ROWS_H
#define TESTS_SUPPORT_STORE_ROWS_H

#include "base/array.h"
#include "model/ledger.h"
#include "store/store.h"

#include <stdlib.h>

struct stored_row {
	int64_t key;
	struct row row;
};

struct stored_rows {
	struct store *store;
	struct arena arena;
	ARRAY(struct stored_row) list;
};

static inline bool stored_add_ids(struct stored_rows *rows, const int64_t *keys, size_t n, struct strbuf *out, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++) {
		strbuf_add_c(out, i ? ";" : "");
		ok = store_label(rows->store, keys[i], out, NULL, err);
	}
	return ok;
}

static inline bool stored_cell(struct stored_rows *rows, const struct field *field, const struct column *column, size_t row, struct str *out, struct err *err)
{
	struct strbuf text = {0};
	bool ok = true, numbers = column_shape(field->type) == COLUMN_NUMBERS, given = numbers && column->numbers[row] != NUMBER_NONE;
	size_t start = numbers || !row ? 0 : column->ends[row - 1];
	if (column_shape(field->type) == COLUMN_TEXTS)
		strbuf_add(&text, column_text(column, row));
	else if (!numbers && column->ends[row] > start)
		ok = stored_add_ids(rows, column->numbers + start, column->ends[row] - start, &text, err);
	else if (given && field->type == FIELD_REF)
		ok = stored_add_ids(rows, &column->numbers[row], 1, &text, err);
	else if (given && field->type == FIELD_ENUM)
		strbuf_add_c(&text, enums[field->enumeration].v[column->numbers[row]].code);
	else if (given && field->type == FIELD_INTEGER)
		strbuf_printf(&text, "%lld", (long long)column->numbers[row]);
	else if (given && column->numbers[row])
		strbuf_add_c(&text, "true");
	*out = arena_take(&rows->arena, &text);
	return ok;
}

static inline bool stored_take(void *self, const struct batch *batch, struct err *err)
{
	struct stored_rows *rows = self;
	bool ok = true;
	for (size_t i = 0; ok && i < batch->n_rows; i++) {
		struct stored_row stored = {batch->keys[i], {.kind = batch->kind, .where = "a catalogue"}};
		for (size_t f = 0; ok && f < fields_of[batch->kind].n; f++)
			ok = stored_cell(rows, &fields_of[batch->kind].v[f], &batch->columns[f], i, &stored.row.cells[f], err);
		array_push(&rows->list, stored);
	}
	return ok;
}

static inline int stored_compare(const void *a, const void *b)
{
	const struct stored_row *x = a, *y = b;
	if (ledger_is_key(x->key) && ledger_is_key(y->key))
		return x->key < y->key ? -1 : x->key > y->key;
	if (ledger_is_key(x->key) != ledger_is_key(y->key))
		return ledger_is_key(x->key) ? 1 : -1;
	return str_cmp(x->row.cells[0], y->row.cells[0]);
}

/* Ordered by id, so that two catalogues with the same rows give the same; those of ledgers follow, ordered by key. */
static inline bool store_rows(struct store *store, enum kind kind, struct row_sink sink, struct err *err)
{
	struct stored_rows rows = {.store = store};
	bool ok = store_read(store, kind, 1, INT64_MAX, (struct batch_sink){stored_take, &rows}, err);
	if (rows.list.n)
		qsort(rows.list.v, rows.list.n, sizeof *rows.list.v, stored_compare);
	for (size_t i = 0; ok && i < rows.list.n; i++)
		ok = sink.take(sink.self, &rows.list.v[i].row, err);
	array_release(&rows.list);
	arena_release(&rows.arena);
	return ok;
}

#endif
