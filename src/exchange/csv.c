#include "exchange/csv.h"

#include "base/array.h"
#include "exchange/figures.h"
#include "text/utf8.h"

#include <csv.h>

/*
 * libcsv calls back when it is given the byte that ends a cell, so the text is fed up
 * to and including each byte that may end one: then the place of every cell is known.
 */
struct csv_reading {
	const char *where;
	struct csv_sink sink;
	struct err *err;
	bool failed;
	bool open; /* bytes of a cell have been fed since the last one ended */

	size_t fed;  /* bytes of it, as they stand in the file */

	struct strbuf bytes; /* cells of the row so far, one behind the other */
	ARRAY(size_t) ends;  /* in bytes */
	ARRAY(uint32_t) lines, columns;
	ARRAY(struct str) cells;
	size_t n_cells;                /* of them the first CSV_COLUMNS_MAX + 1 are kept */
	size_t line, column;           /* where feeding is */
	size_t cell_line, cell_column; /* where the cell being fed begins */

	bool headed;
	size_t n_columns;
};

struct csv_place {
	size_t line, column;
};

static void take_cell(void *text, size_t n, void *self)
{
	struct csv_reading *r = self;
	r->open = false;
	if (r->n_cells++ > CSV_COLUMNS_MAX)
		return;
	strbuf_add(&r->bytes, (struct str){text, n});
	array_push(&r->ends, r->bytes.n);
	array_push(&r->lines, (uint32_t)r->cell_line);
	array_push(&r->columns, (uint32_t)r->cell_column);
}

static bool refuse(struct csv_reading *r, struct csv_place place, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool refuse(struct csv_reading *r, struct csv_place place, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	err_vat(r->err, ERR_DATA, r->where, place.line, place.column, format, args);
	va_end(args);
	r->failed = true;
	return false;
}

/* Nothing in any cell: spreadsheets write the commas of such lines. */
static bool is_blank(const struct csv_reading *r)
{
	size_t n = r->n_cells > r->n_columns ? r->n_cells : r->n_columns;
	return n > 1 && n <= CSV_COLUMNS_MAX && !str_trim(strbuf_str(&r->bytes)).n;
}

static bool take_cells(struct csv_reading *r)
{
	size_t n = r->n_cells;
	if (is_blank(r))
		return true;
	if (!r->headed) {
		r->headed = true;
		r->n_columns = n;
		if (n > CSV_COLUMNS_MAX)
			return refuse(r, (struct csv_place){r->lines.v[CSV_COLUMNS_MAX], r->columns.v[CSV_COLUMNS_MAX]},
				"found %zu columns, expected at most %d", n, CSV_COLUMNS_MAX);
	}
	struct csv_place end = {r->cell_line, r->cell_column};
	if (n > r->n_columns)
		end = (struct csv_place){r->lines.v[r->n_columns], r->columns.v[r->n_columns]};
	if (n != r->n_columns)
		return refuse(r, end, "found %zu cells, expected %zu as in the first line", n, r->n_columns);
	array_clear(&r->cells);
	struct str bytes = strbuf_str(&r->bytes);
	for (size_t i = 0; i < n; i++) {
		size_t start = i ? r->ends.v[i - 1] : 0;
		array_push(&r->cells, str_sub(bytes, start, r->ends.v[i] - start));
	}
	const struct csv_line line = {n ? r->lines.v[0] : 0, r->cells.v, r->lines.v, r->columns.v, n};
	r->failed = !r->sink.take(r->sink.self, &line, r->err);
	return !r->failed;
}

static void take_line(int end, void *self)
{
	struct csv_reading *r = self;
	(void)end;
	if (!r->failed)
		take_cells(r);
	r->n_cells = 0;
	array_clear(&r->ends);
	array_clear(&r->lines);
	array_clear(&r->columns);
	strbuf_clear(&r->bytes);
}

static int is_never(unsigned char byte)
{
	(void)byte;
	return 0;
}

/* Of a cell as it stands in the file, where quotes inside are doubled. */
enum { FED_MAX = 2 * FIELD_BYTES_MAX + 3 };

/* Bytes up to and including the next one that may end a cell, of a very long one as many as say that it is too long. */
static size_t piece_length(struct str text, size_t at)
{
	size_t n = 0;
	while (at + n < text.n && n <= FED_MAX) {
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
	struct csv_place place = {r->line, r->column};
	for (size_t i = 0; i < used; i++)
		place.column += ((unsigned char)piece.p[i] & 0xC0) != 0x80;
	refuse(r, place, "found a quote that does not fit, expected a cell with quotes around it and quotes inside doubled");
}

static void feed(struct csv_reading *r, struct csv_parser *parser, struct str text)
{
	for (size_t at = 0; at < text.n && !r->failed;) {
		struct str piece = str_sub(text, at, piece_length(text, at));
		/* Files one behind the other in one. What nobody sees is no beginning of a name or an id; a text that has it is in quotes. */
		if (!r->open && !r->n_cells && str_starts(piece, STR("\xEF\xBB\xBF"))) {
			refuse(r, (struct csv_place){r->line, r->column}, "found a byte order mark inside the file, expected it at its beginning alone");
			break;
		}
		bool line_end_only = piece.n == 1 && piece.p[0] != ',';
		r->open = r->open || !line_end_only;
		r->fed += piece.n;
		if (r->fed > FED_MAX) {
			refuse(r, (struct csv_place){r->cell_line, r->cell_column}, "found more than %d bytes in a cell, expected at most %d",
				FED_MAX, FIELD_BYTES_MAX);
			break;
		}
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
			r->fed = 0;
		}
	}
	if (r->failed)
		return;
	if (csv_fini(parser, take_cell, take_line, r) != 0 && !r->failed)
		refuse(r, (struct csv_place){r->cell_line, r->cell_column},
			"found the end of the file in a quoted cell, expected a quote");
}

bool csv_lines(struct str text, const char *where, struct csv_sink sink, struct err *err)
{
	struct csv_reading r = {
		.where = where, .sink = sink, .err = err, .line = 1, .column = 1, .cell_line = 1, .cell_column = 1};
	struct csv_parser parser;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		alloc_failed();
	csv_set_space_func(&parser, is_never);
	feed(&r, &parser, text);
	if (!r.failed && !r.headed)
		refuse(&r, (struct csv_place){1, 1}, "found an empty file, expected a line with the names of the columns");
	csv_free(&parser);
	strbuf_release(&r.bytes);
	array_release(&r.ends);
	array_release(&r.lines);
	array_release(&r.columns);
	array_release(&r.cells);
	return !r.failed;
}

bool csv_refuse_separator(const struct csv_line *header, const char *where, struct err *err)
{
	static const char *const separators[] = {"\t", ";", "；", "，", "|"};
	static const char *const names[] = {"tabs", "\";\"", "\"；\"", "\"，\"", "\"|\""};
	for (size_t i = 0; header->n == 1 && i < sizeof separators / sizeof *separators; i++)
		if (str_find(header->cells[0], str_from(separators[i]), 0) >= 0) {
			err_at(err, ERR_DATA, where, header->lines[0], header->columns[0], "found columns parted by %s, expected by commas", names[i]);
			return true;
		}
	return false;
}

/* -- rows of a kind ------------------------------------------------------------------ */

/* Where a figure's parts stand: exchange/figures.h. */
struct figure_columns {
	struct str name;
	size_t columns[FIGURE_PARTS]; /* or no_column */
};

struct row_reading {
	const char *where;
	struct reading reading;
	struct row_sink sink;
	struct arena arena;
	struct csv_line header; /* its own copy */
	bool headed, mapped;
	size_t *fields; /* column -> field, or no_field */
	ARRAY(struct figure_columns) figure_columns;
	struct figures figures; /* of the row */
};

/* A column that is for people, or of a figure. */
static const size_t no_field = SIZE_MAX, no_column = SIZE_MAX;

static bool at_cell(const struct row_reading *r, const struct csv_line *line, size_t i, struct err *err)
{
	return err_place(err, r->where, line->lines[i], line->columns[i]);
}

static void keep_header(struct row_reading *r, const struct csv_line *line)
{
	struct str *cells = arena_alloc(&r->arena, line->n * sizeof *cells);
	uint32_t *places = arena_alloc(&r->arena, 2 * line->n * sizeof *places);
	for (size_t i = 0; i < line->n; i++) {
		cells[i] = arena_str(&r->arena, line->cells[i]);
		places[i] = line->lines[i];
		places[line->n + i] = line->columns[i];
	}
	r->fields = arena_calloc(&r->arena, line->n, sizeof *r->fields);
	r->header = (struct csv_line){line->number, cells, places, places + line->n, line->n};
	r->headed = true;
}

/* Which kind the rows are of, where the file's name does not say it: the first id does. */
static bool find_kind(struct row_reading *r, const struct csv_line *line, struct err *err)
{
	/* Every kind calls its id the same. */
	for (size_t i = 0; i < line->n && !r->reading.has_kind; i++)
		if (field_find(KIND_REGION, r->header.cells[i]) == 0)
			r->reading.has_kind = kind_of_id(line->cells[i], &r->reading.kind);
	if (r->reading.has_kind)
		return true;
	if (csv_refuse_separator(&r->header, r->where, err))
		return false;
	err_set(err, ERR_DATA, "found nothing that says the kind, expected a file name KIND.csv such as zones.csv, or ids, or a map of its columns (--map)");
	return at_cell(r, &r->header, 0, err);
}

static bool refuse_column(struct row_reading *r, size_t i, struct err *err)
{
	struct strbuf names = {0};
	if (csv_refuse_separator(&r->header, r->where, err))
		return false;
	const struct fields *fields = &fields_of[r->reading.kind];
	for (size_t f = 0; f < fields->n; f++)
		strbuf_printf(&names, " %s", fields->v[f].name);
	err_set(err, ERR_DATA, "found the column \"%.*s\", expected one of%s", STR_ARG(utf8_start(r->header.cells[i], 60)), names.p);
	strbuf_release(&names);
	return at_cell(r, &r->header, i, err);
}

static size_t find_column(const struct row_reading *r, struct str name, const char *suffix)
{
	struct str end = str_from(suffix);
	for (size_t i = 0; i < r->header.n; i++) {
		struct str column = r->header.cells[i];
		if (column.n == name.n + end.n && str_starts(column, name) && str_ends(column, end))
			return i;
	}
	return no_column;
}

/* A figure is what has a place: X, X_locator. */
static bool is_figure(const struct row_reading *r, struct str name)
{
	return find_column(r, name, "") != no_column && find_column(r, name, figure_suffixes[FIGURE_LOCATOR]) != no_column
		&& field_find(r->reading.kind, name) < 0;
}

static void map_figures(struct row_reading *r)
{
	for (size_t i = 0; i < r->header.n; i++) {
		struct figure_columns f = {.name = r->header.cells[i]};
		if (!is_figure(r, f.name))
			continue;
		for (int part = 0; part < FIGURE_PARTS; part++)
			f.columns[part] = find_column(r, f.name, figure_suffixes[part]);
		array_push(&r->figure_columns, f);
	}
}

static bool is_of_figure(const struct row_reading *r, size_t column)
{
	for (size_t i = 0; i < r->figure_columns.n; i++)
		for (int part = 0; part < FIGURE_PARTS; part++)
			if (r->figure_columns.v[i].columns[part] != no_column
				&& str_eq(r->header.cells[r->figure_columns.v[i].columns[part]], r->header.cells[column]))
				return true;
	return false;
}

static bool refuse_again(struct row_reading *r, size_t i, struct err *err)
{
	err_set(err, ERR_DATA, "found the column \"%.*s\" again, expected it once", STR_ARG(r->header.cells[i]));
	return at_cell(r, &r->header, i, err);
}

static bool map_columns(struct row_reading *r, const struct csv_line *line, struct err *err)
{
	uint32_t seen = 0;
	if (!find_kind(r, line, err))
		return false;
	map_figures(r);
	for (size_t i = 0; i < r->header.n; i++) {
		int field = field_find(r->reading.kind, r->header.cells[i]);
		r->fields[i] = no_field;
		if (reading_for_people(r->reading.kind, r->header.cells[i]))
			continue;
		if (field < 0 && is_of_figure(r, i)) {
			if (find_column(r, r->header.cells[i], "") != i)
				return refuse_again(r, i, err);
			continue;
		}
		if (field < 0)
			return refuse_column(r, i, err);
		if (seen >> field & 1)
			return refuse_again(r, i, err);
		seen |= UINT32_C(1) << field;
		r->fields[i] = (size_t)field;
	}
	r->mapped = true;
	return true;
}

static size_t count_items(struct str list)
{
	size_t n = list.n > 0;
	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == ';';
	return n;
}

/* As many of each part as there are values; a part that is empty is so for all of them. */
static bool take_figure(struct row_reading *r, const struct figure_columns *f, const struct csv_line *line, struct err *err)
{
	size_t value = f->columns[FIGURE_VALUE], n = count_items(line->cells[value]);
	struct str rest[FIGURE_PARTS], part[FIGURE_PARTS];
	for (int p = 0; p < FIGURE_PARTS; p++) {
		rest[p] = f->columns[p] == no_column ? STR("") : line->cells[f->columns[p]];
		if (n && rest[p].n && count_items(rest[p]) != n) {
			err_set(err, ERR_DATA, "found \"%.*s\", expected as many in it as in %.*s", STR_ARG(utf8_start(rest[p], 90)), STR_ARG(f->name));
			return at_cell(r, line, f->columns[p], err);
		}
	}
	for (size_t i = 0; i < n; i++) {
		for (int p = 0; p < FIGURE_PARTS; p++)
			if (!str_split(&rest[p], ';', &part[p]))
				part[p] = STR("");
		struct figure_text text = {.name = f->name,
			.value = part[FIGURE_VALUE],
			.modality = part[FIGURE_MODALITY],
			.scope = part[FIGURE_SCOPE],
			.period = part[FIGURE_PERIOD],
			.locator = part[FIGURE_LOCATOR],
			.id = part[FIGURE_ID],
			.line = line->lines[value],
			.column = line->columns[value]};
		if (!str_starts(f->name, str_from(figure_milestone)))
			figure_split(part[FIGURE_VALUE], &text, &r->figures.arena);
		array_push(&r->figures.v, text);
	}
	return true;
}

static bool take_figures(struct row_reading *r, const struct csv_line *line, struct row *row, struct err *err)
{
	figures_clear(&r->figures);
	for (size_t i = 0; i < r->figure_columns.n; i++)
		if (!take_figure(r, &r->figure_columns.v[i], line, err))
			return false;
	return figures_ledgers(&r->figures, row->cells[0], &row->ledger, err) || err_place(err, r->where, err->line, err->column);
}

static bool take_row(void *self, const struct csv_line *line, struct err *err)
{
	struct row_reading *r = self;
	if (!r->headed) {
		keep_header(r, line);
		return true;
	}
	if (!r->mapped && !map_columns(r, line, err))
		return false;
	struct row row = {.kind = r->reading.kind, .where = r->where, .line = line->number};
	for (size_t i = 0; i < line->n; i++) {
		if (r->fields[i] == no_field)
			continue;
		row.cells[r->fields[i]] = line->cells[i];
		row.lines[r->fields[i]] = line->lines[i];
		row.columns[r->fields[i]] = line->columns[i];
	}
	return take_figures(r, line, &row, err) && r->sink.take(r->sink.self, &row, err);
}

bool csv_read(struct str text, const char *where, struct reading reading, struct row_sink sink, struct err *err)
{
	struct row_reading r = {.where = where, .reading = reading, .sink = sink};
	bool ok = csv_lines(text, where, (struct csv_sink){take_row, &r}, err);
	if (ok && !r.mapped && r.reading.has_kind)
		ok = map_columns(&r, &r.header, err);
	array_release(&r.figure_columns);
	figures_release(&r.figures);
	arena_release(&r.arena);
	return ok;
}
