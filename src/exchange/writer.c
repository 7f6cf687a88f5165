#include "exchange/writer.h"

#include "exchange/writer_internal.h"

#include <errno.h>
#include <string.h>

enum { FLUSH_BYTES = 64 * 1024 };

static const char *const words[FORMAT_COUNT] = {
	[FORMAT_TABLE] = "table",
	[FORMAT_CSV] = "csv",
	[FORMAT_TSV] = "tsv",
	[FORMAT_JSON] = "json",
	[FORMAT_JSONL] = "jsonl",
	[FORMAT_MD] = "md",
	[FORMAT_XLSX] = "xlsx",
};

static const char pipe_closed[] = "the reader went away";

bool format_parse(struct str word, enum format *format)
{
	for (int f = 0; f < FORMAT_COUNT; f++)
		if (str_eq_c(word, words[f])) {
			*format = (enum format)f;
			return true;
		}
	return false;
}

struct writer *writer_new(enum format format, struct writer_options options, struct output output)
{
	static const struct writer_class *const classes[FORMAT_COUNT] = {
		[FORMAT_TABLE] = &writer_table_class, [FORMAT_CSV] = &writer_csv, [FORMAT_TSV] = &writer_tsv,
		[FORMAT_JSON] = &writer_json, [FORMAT_JSONL] = &writer_jsonl, [FORMAT_MD] = &writer_md,
		[FORMAT_XLSX] = &writer_xlsx,
	};
	struct writer *w = xcalloc(1, sizeof *w);
	w->class = classes[format];
	w->options = options;
	if (!w->options.ambi)
		w->options.ambi = AMBI_NARROW;
	w->output = output;
	return w;
}

void writer_free(struct writer *writer)
{
	if (!writer)
		return;
	if (writer->class->drop)
		writer->class->drop(writer);
	strbuf_release(&writer->out);
	array_release(&writer->held);
	arena_release(&writer->arena);
	free(writer);
}

bool writer_pipe_closed(const struct err *err)
{
	return err->code == ERR_WRITE && strcmp(err->message, pipe_closed) == 0;
}

static void fail(struct writer *w)
{
	if (errno == EPIPE)
		err_set(&w->fault, ERR_WRITE, "%s", pipe_closed);
	else
		err_set(&w->fault, ERR_WRITE, "found \"%s\", expected to write it all", strerror(errno));
}

static void write_out(struct writer *w, bool all)
{
	errno = 0;
	if (w->output.text)
		strbuf_add(w->output.text, strbuf_str(&w->out));
	else if (fwrite(w->out.p, 1, w->out.n, w->output.file) != w->out.n || (all && fflush(w->output.file) != 0))
		fail(w);
	strbuf_clear(&w->out);
}

bool writer_hand_over(struct writer *w, bool all, struct err *err)
{
	if (!w->fault.code && w->out.n && (all || w->out.n >= FLUSH_BYTES))
		write_out(w, all);
	if (!w->fault.code)
		return true;
	*err = err->code ? *err : w->fault;
	return false;
}

static void end_table(struct writer *w)
{
	if (w->in_table && w->class->table_end)
		w->class->table_end(w);
	w->in_table = false;
	w->n_rows_before += w->n_rows;
	w->n_rows = 0;
	array_clear(&w->held);
	arena_clear(&w->arena);
}

bool writer_table(struct writer *w, struct str name, const struct writer_column *columns, size_t n, struct err *err)
{
	end_table(w);
	w->columns = arena_calloc(&w->arena, n, sizeof *w->columns);
	w->n_columns = n;
	w->measured = false;
	for (size_t i = 0; i < n; i++) {
		w->columns[i] = columns[i];
		w->columns[i].name = arena_str(&w->arena, columns[i].name);
		w->columns[i].title = arena_str(&w->arena, columns[i].title.n ? columns[i].title : columns[i].name);
		w->columns[i].group = arena_str(&w->arena, columns[i].group);
	}
	w->in_table = true;
	if (w->class->table)
		w->class->table(w, name);
	w->n_tables++;
	return writer_hand_over(w, false, err);
}

bool writer_row(struct writer *w, const struct field_cell *cells, struct err *err)
{
	w->class->row(w, cells);
	w->n_rows++;
	return writer_hand_over(w, false, err);
}

bool writer_finish(struct writer *w, struct err *err)
{
	end_table(w);
	if (w->class->finish)
		w->class->finish(w);
	bool ok = writer_hand_over(w, true, err);
	writer_free(w);
	return ok;
}

/* -- csv and tsv ----------------------------------------------------------------- */

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
