#include "exchange/writer_internal.h"

/* CSV and TSV. */

static void add_quoted(struct strbuf *out, struct str text)
{
	strbuf_add_byte(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			strbuf_add_byte(out, '"');
		strbuf_add_byte(out, text.p[i]);
	}
	strbuf_add_byte(out, '"');
}

/* A mark at the beginning of a line would be one of the file. */
static bool needs_quotes(struct str text)
{
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		return true;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == ',' || text.p[i] == '"' || text.p[i] == '\n' || text.p[i] == '\r')
			return true;
	return false;
}

/* Beginnings by which a spreadsheet takes a text for a formula; full-width ones are read so in East Asian versions. */
static bool is_formula(const struct field_cell *cell)
{
	static const char *const beginnings[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
		if (cell->type != CELL_NUMBER && str_starts(cell->text, str_from(beginnings[i])))
			return true;
	return false;
}

static void add_csv_cell(struct writer *w, const struct field_cell *cell)
{
	if (w->options.excel && is_formula(cell)) {
		struct strbuf marked = {0};
		strbuf_printf(&marked, "'%.*s", STR_ARG(cell->text));
		add_quoted(&w->out, strbuf_str(&marked));
		strbuf_release(&marked);
	} else if (needs_quotes(cell->text) || (w->n_columns == 1 && !cell->text.n)) {
		/* A line with nothing on it would be no row. */
		add_quoted(&w->out, cell->text);
	} else {
		strbuf_add(&w->out, cell->text);
	}
}

static void csv_row(struct writer *w, const struct field_cell *cells)
{
	for (size_t i = 0; i < w->n_columns; i++) {
		if (i)
			strbuf_add_byte(&w->out, ',');
		add_csv_cell(w, &cells[i]);
	}
	strbuf_add_c(&w->out, w->options.excel ? "\r\n" : "\n");
}

static void write_header(struct writer *w)
{
	struct field_cell *header = arena_calloc(&w->arena, w->n_columns, sizeof *header);
	for (size_t i = 0; i < w->n_columns; i++)
		header[i] = (struct field_cell){.type = CELL_TEXT, .text = w->columns[i].name};
	if (!w->options.no_header)
		w->class->row(w, header);
}

static void csv_table(struct writer *w, struct str name)
{
	(void)name;
	if (w->options.excel && !w->n_tables)
		strbuf_add_c(&w->out, "\xEF\xBB\xBF");
	write_header(w);
}

static void tsv_row(struct writer *w, const struct field_cell *cells)
{
	for (size_t i = 0; i < w->n_columns; i++) {
		if (i)
			strbuf_add_byte(&w->out, '\t');
		for (size_t b = 0; b < cells[i].text.n; b++) {
			char c = cells[i].text.p[b];
			if (c == '\t' || c == '\n' || c == '\r' || c == '\\') {
				strbuf_add_byte(&w->out, '\\');
				c = c == '\t' ? 't' : c == '\n' ? 'n' : c == '\r' ? 'r' : '\\';
			}
			strbuf_add_byte(&w->out, c);
		}
	}
	strbuf_add_byte(&w->out, '\n');
}

static void tsv_table(struct writer *w, struct str name)
{
	(void)name;
	write_header(w);
}

const struct writer_class writer_csv = {.row = csv_row, .table = csv_table};
const struct writer_class writer_tsv = {.row = tsv_row, .table = tsv_table};
