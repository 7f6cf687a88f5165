/* floors: exchange model text base */
/*
 * Any bytes as a CSV file, and as JSON: refused with a place, or read; what is read as
 * CSV and written again reads back the same.
 */
#include "../support/records.h"
#include "base/arena.h"
#include "base/array.h"
#include "exchange/csv.h"
#include "exchange/encoding.h"
#include "exchange/json.h"

#include <stdlib.h>

static void demand(bool condition)
{
	if (!condition)
		abort();
}

struct table {
	enum kind kind;
	struct arena arena;
	ARRAY(struct row) rows;
	size_t compared;
};

static bool keep(void *self, const struct row *row, struct err *err)
{
	struct table *table = self;
	struct row copy = *row;
	bool blank = true;
	(void)err;
	demand(row->line >= 1);
	table->kind = row->kind;
	for (size_t f = 0; f < fields_of[row->kind].n; f++) {
		demand(!row->cells[f].n || row->columns[f] >= 1);
		copy.cells[f] = arena_str(&table->arena, row->cells[f]);
		blank = blank && !str_trim(row->cells[f]).n;
	}
	/* Written without its columns for people it is a line without anything in it, which nobody reads. */
	if (!blank)
		array_push(&table->rows, copy);
	return true;
}

static bool compare(void *self, const struct row *row, struct err *err)
{
	struct table *table = self;
	(void)err;
	demand(table->compared < table->rows.n);
	const struct row *before = &table->rows.v[table->compared++];
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		demand(str_eq(before->cells[f], row->cells[f]));
	return true;
}

/* JSON leaves out what is empty, so that rows come back with empty cells for absent ones; lists lose nothing. */
static void write_and_read(struct table *table, enum format format)
{
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	struct writer_column columns[RECORD_COLUMNS_MAX];
	int fields[RECORD_COLUMNS_MAX];
	struct field_cell cells[RECORD_COLUMNS_MAX];
	size_t n = record_columns(table->kind, false, columns, fields);
	struct writer *w = writer_new(format, (struct writer_options){0}, (struct output){.text = &text});
	demand(writer_table(w, STR("x"), columns, n, &err));
	for (size_t i = 0; i < table->rows.n; i++) {
		record_cells(&table->rows.v[i], cells);
		for (size_t f = 0; f < n; f++)
			cells[f].type = CELL_TEXT;
		demand(writer_row(w, cells, &err));
	}
	demand(writer_finish(w, &err));
	struct reading reading = {.has_kind = true, .kind = table->kind};
	struct row_sink sink = {compare, table};
	table->compared = 0;
	if (format == FORMAT_CSV)
		demand(csv_read(strbuf_str(&text), "again", reading, sink, &err));
	else
		demand(json_read(strbuf_str(&text), "again", reading, sink, &err));
	demand(table->compared == table->rows.n);
	strbuf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	struct strbuf bytes = {0};
	struct table table = {0};
	struct err err = ERR_INIT;
	const char *encoding;
	struct reading reading = {.has_kind = true, .kind = (enum kind)(data[0] % KIND_COUNT)};
	strbuf_add(&bytes, (struct str){(const char *)data + 1, size - 1});
	if (encoding_to_utf8(&bytes, &encoding, &err) && csv_read(strbuf_str(&bytes), "input", reading, (struct row_sink){keep, &table}, &err)) {
		if (table.rows.n) {
			write_and_read(&table, FORMAT_CSV);
			write_and_read(&table, FORMAT_JSON);
		}
	} else {
		demand(err.code == ERR_DATA && err.line >= 1 && err.column >= 1);
	}
	struct err json = ERR_INIT;
	struct table other = {0};
	if (!err.code || err.where[0])
		demand(json_read(strbuf_str(&bytes), "input", (struct reading){0}, (struct row_sink){keep, &other}, &json) || (json.code == ERR_DATA && json.line >= 1));
	array_release(&table.rows);
	array_release(&other.rows);
	arena_release(&table.arena);
	arena_release(&other.arena);
	strbuf_release(&bytes);
	return 0;
}
