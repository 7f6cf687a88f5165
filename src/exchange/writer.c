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

bool format_for_people(enum format format)
{
	return format == FORMAT_TABLE || format == FORMAT_MD;
}

bool format_is_bare(enum format format)
{
	return format == FORMAT_CSV || format == FORMAT_TSV;
}

bool format_is_json(enum format format)
{
	return format == FORMAT_JSON || format == FORMAT_JSONL;
}

enum cell_type writer_cell_type(const struct field *field)
{
	switch (field->type) {
	case FIELD_LIST:
	case FIELD_ENUMS:
		return CELL_LIST;
	case FIELD_REF:
		return CELL_REF;
	case FIELD_REFS:
		return CELL_REFS;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
		return CELL_NUMBER;
	case FIELD_BOOL:
		return CELL_BOOL;
	default:
		return CELL_TEXT;
	}
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
