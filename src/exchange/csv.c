#include "exchange/csv.h"

#include "base/array.h"

#include <csv.h>

enum { COLUMNS_MAX = 64 };

/* In `fields`: a column that is for people. */
static const size_t no_field = SIZE_MAX;

/*
 * libcsv calls back when it is given the byte that ends a cell, so the text is fed up
 * to and including each byte that may end one: then the place of every cell is known.
 */
struct csv_reading {
	const char *where;
	struct reading reading;
	struct row_sink sink;
	struct err *err;
	bool failed;
	bool open; /* bytes of a cell have been fed since the last one ended */

	struct strbuf bytes; /* cells of the row so far, one behind the other */
	ARRAY(struct csv_cell) cells;
	size_t line, column;           /* where feeding is */
	size_t cell_line, cell_column; /* where the cell being fed begins */
	size_t row_line;

	bool headed;
	size_t n_columns;
	ARRAY(struct csv_cell) header; /* texts in header_bytes, until the kind is known */
	struct strbuf header_bytes;
	bool mapped;
	size_t fields[COLUMNS_MAX]; /* column -> field, or no_field */
};

struct csv_cell {
	size_t start, n; /* in bytes */
	size_t line, column;
};

static struct str cell_text(const struct strbuf *bytes, const struct csv_cell *cell)
{
	return str_sub(strbuf_str(bytes), cell->start, cell->n);
}

static void take_cell(void *text, size_t n, void *self)
{
	struct csv_reading *r = self;
	r->open = false;
	struct csv_cell cell = {r->bytes.n, n, r->cell_line, r->cell_column};
	strbuf_add(&r->bytes, (struct str){text, n});
	if (!r->cells.n)
		r->row_line = r->cell_line;
	array_push(&r->cells, cell);
}

static bool refuse(struct csv_reading *r, const struct csv_cell *cell, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static bool refuse(struct csv_reading *r, const struct csv_cell *cell, const char *format, ...)
{
	struct strbuf message = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&message, format, args);
	va_end(args);
	err_at(r->err, ERR_DATA, r->where, cell->line, cell->column, "%s", message.p);
	strbuf_release(&message);
	r->failed = true;
	return false;
}

static bool take_header(struct csv_reading *r)
{
	if (r->cells.n > COLUMNS_MAX)
		return refuse(r, &r->cells.v[COLUMNS_MAX], "found %zu columns, expected at most %d", r->cells.n, COLUMNS_MAX);
	r->headed = true;
	r->n_columns = r->cells.n;
	for (size_t i = 0; i < r->cells.n; i++)
		array_push(&r->header, r->cells.v[i]);
	strbuf_add(&r->header_bytes, strbuf_str(&r->bytes));
	return true;
}

/* Which kind the rows are of, where the file's name does not say it: the first id does. */
static bool find_kind(struct csv_reading *r)
{
	/* Every kind calls its id the same. */
	for (size_t i = 0; i < r->n_columns && i < r->cells.n && !r->reading.has_kind; i++)
		if (field_find(KIND_REGION, cell_text(&r->header_bytes, &r->header.v[i])) == 0)
			r->reading.has_kind = kind_of_id(cell_text(&r->bytes, &r->cells.v[i]), &r->reading.kind);
	return r->reading.has_kind
		|| refuse(r, &r->header.v[0],
			"found nothing that says the kind, expected a file name KIND.csv such as zones.csv, or ids");
}

static bool refuse_column(struct csv_reading *r, const struct csv_cell *cell, struct str name)
{
	struct strbuf names = {0};
	const struct fields *fields = &fields_of[r->reading.kind];
	for (size_t f = 0; f < fields->n; f++)
		strbuf_printf(&names, " %s", fields->v[f].name);
	refuse(r, cell, "found the column \"%.*s\", expected one of%s", STR_ARG(str_sub(name, 0, 60)), names.p);
	strbuf_release(&names);
	return false;
}

static bool map_columns(struct csv_reading *r)
{
	uint32_t seen = 0;
	if (!find_kind(r))
		return false;
	for (size_t i = 0; i < r->n_columns; i++) {
		const struct csv_cell *cell = &r->header.v[i];
		struct str name = cell_text(&r->header_bytes, cell);
		int field = field_find(r->reading.kind, name);
		r->fields[i] = no_field;
		if (reading_for_people(r->reading.kind, name))
			continue;
		if (field < 0)
			return refuse_column(r, cell, name);
		if (seen >> field & 1)
			return refuse(r, cell, "found the column \"%.*s\" again, expected it once", STR_ARG(name));
		seen |= UINT32_C(1) << field;
		r->fields[i] = (size_t)field;
	}
	r->mapped = true;
	return true;
}

static bool take_cells(struct csv_reading *r)
{
	if (!r->mapped && !map_columns(r))
		return false;
	if (r->cells.n > r->n_columns)
		return refuse(r, &r->cells.v[r->n_columns], "found %zu cells, expected %zu as in the first line",
			r->cells.n, r->n_columns);
	if (r->cells.n < r->n_columns)
		return refuse(r, &(struct csv_cell){.line = r->cell_line, .column = r->cell_column},
			"found %zu cells, expected %zu as in the first line", r->cells.n, r->n_columns);
	struct row row = {.kind = r->reading.kind, .where = r->where, .line = r->row_line};
	for (size_t i = 0; i < r->n_columns; i++) {
		if (r->fields[i] == no_field)
			continue;
		row.cells[r->fields[i]] = cell_text(&r->bytes, &r->cells.v[i]);
		row.lines[r->fields[i]] = (uint32_t)r->cells.v[i].line;
		row.columns[r->fields[i]] = (uint32_t)r->cells.v[i].column;
	}
	r->failed = !r->sink.take(r->sink.self, &row, r->err);
	return !r->failed;
}

static void take_line(int end, void *self)
{
	struct csv_reading *r = self;
	(void)end;
	if (!r->failed) {
		if (r->headed)
			take_cells(r);
		else
			take_header(r);
	}
	array_clear(&r->cells);
	strbuf_clear(&r->bytes);
}

static int is_never(unsigned char byte)
{
	(void)byte;
	return 0;
}

/* Bytes up to and including the next one that may end a cell. */
static size_t piece_length(struct str text, size_t at)
{
	size_t n = 0;
	while (at + n < text.n) {
		char c = text.p[at + n++];
		if (c == ',' || c == '\n' || c == '\r')
			break;
	}
	return n;
}

static void move_place(struct csv_reading *r, struct str piece, char following)
{
	for (size_t i = 0; i < piece.n; i++)
		r->column += ((unsigned char)piece.p[i] & 0xC0) != 0x80;
	char last = piece.n ? piece.p[piece.n - 1] : '\0';
	if (last == '\n' || (last == '\r' && following != '\n')) {
		r->line++;
		r->column = 1;
	}
}

/* Where in a piece that libcsv refused the byte stands that it refused. */
static void refuse_quotes(struct csv_reading *r, struct str piece, size_t used)
{
	struct csv_cell place = {.line = r->line, .column = r->column};
	for (size_t i = 0; i < used; i++)
		place.column += ((unsigned char)piece.p[i] & 0xC0) != 0x80;
	refuse(r, &place, "found a quote that does not fit, expected a cell with quotes around it and quotes inside doubled");
}

static void feed(struct csv_reading *r, struct csv_parser *parser, struct str text)
{
	for (size_t at = 0; at < text.n && !r->failed;) {
		struct str piece = str_sub(text, at, piece_length(text, at));
		bool line_end_only = piece.n == 1 && piece.p[0] != ',';
		r->open = r->open || !line_end_only;
		size_t used = csv_parse(parser, piece.p, piece.n, take_cell, take_line, r);
		if (used < piece.n && !r->failed) {
			refuse_quotes(r, piece, used);
			break;
		}
		at += piece.n;
		move_place(r, piece, at < text.n ? text.p[at] : '\0');
		if (!r->open) {
			r->cell_line = r->line;
			r->cell_column = r->column;
		}
	}
	if (r->failed)
		return;
	if (csv_fini(parser, take_cell, take_line, r) != 0 && !r->failed)
		refuse(r, &(struct csv_cell){.line = r->cell_line, .column = r->cell_column},
			"found the end of the file in a quoted cell, expected a quote");
}

bool csv_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err)
{
	struct csv_reading r = {.where = where,
		.reading = reading,
		.sink = sink,
		.err = err,
		.line = 1,
		.column = 1,
		.cell_line = 1,
		.cell_column = 1};
	struct csv_parser parser;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		alloc_failed();
	csv_set_space_func(&parser, is_never);
	feed(&r, &parser, text);
	if (!r.failed && !r.headed)
		refuse(&r, &(struct csv_cell){.line = 1, .column = 1},
			"found an empty file, expected a line with the names of the columns");
	if (!r.failed && !r.mapped && r.reading.has_kind)
		map_columns(&r);
	csv_free(&parser);
	strbuf_release(&r.bytes);
	strbuf_release(&r.header_bytes);
	array_release(&r.cells);
	array_release(&r.header);
	return !r.failed;
}
