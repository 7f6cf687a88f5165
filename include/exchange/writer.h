/*
 * Tables out, in every format, through one door: list, count, find and export give
 * columns and rows of cells, and the format is chosen by one argument.
 *
 *	struct writer *w = writer_new(FORMAT_CSV, &options, output);
 *	writer_table(w, "zones", columns, n, &err) … writer_row(w, cells, &err) …
 *	writer_finish(w, &err)   also frees it
 *
 * csv tsv json jsonl hold the raw text; table and md hold cleaned text for people.
 *   csv    RFC 4180, LF, quotes only where needed; reads back as it was
 *   tsv    tab, line break, carriage return and backslash as \t \n \r \\
 *   json   an array of objects, or (grouped) an object with an array per table
 *   jsonl  an object per line
 *   md     a GitHub table
 *   xlsx   a workbook, a sheet per table, further ones (`projects-2`) where a sheet is full;
 *          the header bold, frozen, with a filter. Texts are never formulas or links; characters that
 *          XML cannot hold are _xHHHH_, as spreadsheets write and read them. A number is one where
 *          a spreadsheet keeps and shows all its digits (at most 15), else text. A text of more than
 *          32,767 characters is cut with a mark, and said in `notices`. The same tables give the
 *          same bytes
 *   table  columns aligned by width, two blanks between them; widths are those of the
 *          first TABLE_ROWS_LOOKED_AT rows, so that it begins soon and needs no more memory
 */
#ifndef EXCHANGE_WRITER_H
#define EXCHANGE_WRITER_H

#include "base/err.h"
#include "base/strbuf.h"
#include "model/value.h"
#include "text/width.h"

#include <stdio.h>

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON, FORMAT_JSONL, FORMAT_MD, FORMAT_XLSX, FORMAT_COUNT };

/* The word of --format: "table", "csv" …; also a file's ending. */
bool format_parse(struct str word, enum format *format);

/* Whether people read it; whether its cells have no labels, so that the name of a reference needs a column of its own; whether it is JSON. */
bool format_for_people(enum format format);
bool format_is_bare(enum format format);
bool format_is_json(enum format format);

enum { TABLE_ROWS_LOOKED_AT = 1000 };

enum cell_type {
	CELL_EMPTY,   /* JSON: the key is left out */
	CELL_TEXT,
	CELL_LIST,    /* items joined by ';': a JSON array */
	CELL_NUMBER,  /* text is a canonical integer or decimal: a JSON number with these digits */
	CELL_BOOL,    /* text is "true", or empty for false */
	CELL_REF,     /* text is an id, label its name: JSON has NAME and NAME_name */
	CELL_REFS,    /* ids and names, each joined by ';': two JSON arrays */
	CELL_RECORDS, /* rows of a table inside: a JSON array of objects; text for the other formats */
};

struct writer_column {
	struct str name;  /* CSV header, JSON key */
	struct str title; /* for people; empty: name */
	struct str group; /* JSON: the object that holds it ("coefficient"); its key is name without group_ */
	bool right;       /* aligned to the right for people */
	bool always;      /* JSON: the key stands also where there is no value: "" for text, null for the rest */
};

struct field_cell {
	enum cell_type type;
	struct str text;  /* what csv, tsv and JSON hold */
	struct str label; /* what people read instead (a label, a name); empty: text */
	const struct writer_column *columns; /* CELL_RECORDS */
	const struct field_cell *cells;            /* n_records rows of n_columns cells */
	size_t n_columns, n_records;
};

static inline struct field_cell field_cell_text(struct str text)
{
	return (struct field_cell){.type = text.n ? CELL_TEXT : CELL_EMPTY, .text = text};
}

/* Where it goes: exactly one of the two. */
struct output {
	FILE *file;
	struct strbuf *text;
};

/* Who waits for a file whose end takes as long as all its rows (xlsx): asked now and then; false gives it up. */
struct writer_watch {
	bool (*go_on)(void *self);
	void *self;
};

struct writer_options {
	bool excel;     /* csv: byte order mark, CRLF, and cells that a spreadsheet would run get a leading ' */
	bool grouped;   /* json: an object with a key per table */
	bool no_header; /* csv, tsv, table, md: rows only */
	enum ambi ambi; /* table; 0 is AMBI_NARROW */
	bool labels;    /* xlsx: titles and labels, as for people; long texts wrap */
	int64_t created; /* xlsx: seconds since 1970 when the workbook is said to be made; 0: a fixed day */
	struct strbuf *notices; /* xlsx: a line for each cell that was cut, appended; NULL: not wanted */
	const struct writer_watch *watch; /* NULL: nobody waits */
};

struct writer;

/* The texts of columns and cells are borrowed for the call only. */
struct writer *writer_new(enum format format, struct writer_options options, struct output output);

/*
 * Begin a table. name is the JSON key in a grouped export; md and table put it above
 * every table but the first.
 * Errors of these three: ERR_WRITE with the system's words, without a place; what is
 * written after one goes nowhere. xlsx gives nothing to the output before writer_finish.
 */
bool writer_table(struct writer *writer, struct str name, const struct writer_column *columns, size_t n, struct err *err);
bool writer_row(struct writer *writer, const struct field_cell *cells, struct err *err);
bool writer_finish(struct writer *writer, struct err *err); /* frees the writer, also on failure */

void writer_free(struct writer *writer); /* give up; NULL is fine */

/* Whether the reader of a pipe went away: the program ends quietly then. */
bool writer_pipe_closed(const struct err *err);

/* The cell type in which the value of a field goes out. */
enum cell_type writer_cell_type(const struct field *field);

#endif
