#include "exchange/foreign_internal.h"
#include "exchange/mapping_internal.h"

#include "base/file.h"
#include "exchange/csv.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A template with its columns looked up in a file: columns[i] belongs to part i. */
struct bound {
	const struct map_template *template;
	size_t *columns;
	bool id;    /* a column's text becomes part of an id */
	bool exact; /* no text: a column with "—" or 无 in it says nothing */
};

struct mapped_file {
	const struct mapping *mapping;
	const char *path;
	struct str text;
	struct reading reading;
	struct row_sink sink;
};

/* Cells of a column that say nothing, in as many lines. */
struct silence {
	size_t n, line; /* line: the last of them */
};

/* One section being read from one file. */
struct mapped_reading {
	const struct mapped_file *file;
	const struct map_section *section;
	struct arena arena;  /* the section */
	struct arena line;   /* one row */
	bool headed;
	struct bound *fields, *values, *units, only, merged;
	struct strbuf *above;      /* what a merged column said last, by part of its template */
	const struct csv_line *as_it_stands; /* the line that is read */
	struct str slug;     /* of the source, for locators */
	struct str key_column; /* where a row as a whole is said to stand */
	struct row_cell *cells;
	struct str *names;       /* of the columns */
	struct silence *silent;  /* of each column */
	size_t n_columns;
	bool locates;
	size_t source_field, locator_field;
	size_t n_titles;         /* lines above that of the names */
	struct err no_names;     /* what is wrong with the first of them as that line */
};

static bool refuse(const struct mapped_reading *r, const struct csv_line *line, size_t column, struct err *err)
{
	return err_place(err, r->file->path, line->lines[column], line->columns[column]);
}

/* -- the first line ------------------------------------------------------------------------ */

/* A line break in a name only makes the column narrow: the map, which has lines itself, does without. */
static bool is_called(struct str cell, struct str name)
{
	size_t n = 0;
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '\n' || cell.p[i] == '\r')
			continue;
		if (n == name.n || cell.p[i] != name.p[n++])
			return false;
	}
	return n == name.n;
}

static bool find_column(struct mapped_reading *r, const struct csv_line *header, const struct map_part *part, size_t *column, struct err *err)
{
	size_t n_found = 0;
	for (size_t i = 0; i < header->n; i++) {
		if (!is_called(header->cells[i], part->column))
			continue;
		if (n_found++)
			return err_at(err, ERR_DATA, r->file->path, header->lines[i], header->columns[i],
				"found the column \"%.*s\" again, which line %zu of %s names, expected it once", STR_ARG(utf8_start(part->column, 60)), part->line,
				r->file->mapping->where);
		*column = i;
	}
	if (n_found)
		return true;
	if (csv_refuse_separator(header, r->file->path, err))
		return false;
	struct strbuf names = {0};
	/* Blanks around a name are not seen otherwise. */
	for (size_t i = 0; i < header->n; i++) {
		struct str name = header->cells[i];
		strbuf_printf(&names, str_trim(name).n == name.n ? " %.*s" : " \"%.*s\"", STR_ARG(name));
	}
	err_at(err, ERR_DATA, r->file->mapping->where, part->line, part->at, "found the column \"%.*s\", expected one of %s:%s",
		STR_ARG(utf8_start(part->column, 60)), r->file->path, names.p);
	strbuf_release(&names);
	return false;
}

/*
 * "name = 项目名称", the braces forgotten, would give every record that name. What other fields are given may well be
 * called as a column: "item = 氧化铝" beside "value = {氧化铝}".
 */
static bool check_braces(const struct mapped_reading *r, const struct csv_line *header, const struct map_field *m, struct err *err)
{
	const struct map_part *part = m->template.v;
	bool name = str_eq_c(str_from(fields_of[r->section->kind].v[m->field].name), "name");
	struct str text = name && m->template.n == 1 ? str_trim(part->literal) : STR("");
	for (size_t i = 0; text.n && i < header->n; i++)
		if (is_called(header->cells[i], text))
			return err_at(err, ERR_DATA, r->file->mapping->where, part->line, part->at,
				"found \"%.*s\", which is a column of %s, expected {%.*s}", STR_ARG(utf8_start(text, 60)), r->file->path,
				STR_ARG(utf8_start(text, 60)));
	return true;
}

static bool bind(struct mapped_reading *r, const struct csv_line *header, struct bound b, struct bound *out, struct err *err)
{
	const struct map_template *template = b.template;
	*out = b;
	out->columns = arena_calloc(&r->arena, template->n, sizeof *out->columns);
	for (size_t i = 0; i < template->n; i++) {
		const struct map_part *part = &template->v[i];
		if (part->column.n && !find_column(r, header, part, &out->columns[i], err))
			return false;
		if (part->column.n && !r->key_column.n)
			r->key_column = part->column;
	}
	return true;
}

static void keep_names(struct mapped_reading *r, const struct csv_line *header)
{
	r->n_columns = header->n;
	r->names = arena_calloc(&r->arena, header->n, sizeof *r->names);
	r->silent = arena_calloc(&r->arena, header->n, sizeof *r->silent);
	for (size_t i = 0; i < header->n; i++)
		r->names[i] = arena_str(&r->arena, header->cells[i]);
}

static bool take_header(struct mapped_reading *r, const struct csv_line *header, struct err *err)
{
	const struct map_section *s = r->section;
	int source = field_find(s->kind, STR("source")), locator = field_find(s->kind, STR("locator"));
	r->headed = true;
	keep_names(r, header);
	r->fields = arena_calloc(&r->arena, s->fields.n, sizeof *r->fields);
	r->values = arena_calloc(&r->arena, s->figures.n, sizeof *r->values);
	r->units = arena_calloc(&r->arena, s->figures.n, sizeof *r->units);
	r->cells = arena_calloc(&r->arena, s->figures.n, sizeof *r->cells);
	r->locates = source >= 0 && locator >= 0;
	for (size_t i = 0; i < s->fields.n; i++) {
		const struct map_field *m = &s->fields.v[i];
		/* Where words are translated the map has the first word. */
		bool exact = m->field && !m->has_words && fields_of[s->kind].v[m->field].type != FIELD_TEXT;
		if (!check_braces(r, header, m, err)
			|| !bind(r, header, (struct bound){.template = &m->template, .id = m->id, .exact = exact}, &r->fields[i], err))
			return false;
		r->locates = r->locates && m->field != (size_t)source && m->field != (size_t)locator;
	}
	for (size_t i = 0; i < s->figures.n; i++)
		if (!bind(r, header, (struct bound){.template = &s->figures.v[i].value, .exact = true}, &r->values[i], err)
			|| !bind(r, header, (struct bound){.template = &s->figures.v[i].unit}, &r->units[i], err))
			return false;
	if (!bind(r, header, (struct bound){.template = &s->only, .exact = true}, &r->only, err))
		return false;
	if (!bind(r, header, (struct bound){.template = &s->merged}, &r->merged, err))
		return false;
	r->source_field = (size_t)source;
	r->locator_field = (size_t)locator;
	r->locates = r->locates && locator_column(r->key_column);
	return true;
}

/* -- cells ----------------------------------------------------------------------------------- */

static bool says_nothing(struct mapped_reading *r, const struct csv_line *line, size_t column, bool exact)
{
	struct str cell = foreign_trim(line->cells[column]);
	struct silence *silent = &r->silent[column];
	if (!cell.n || !exact || !foreign_nothing(cell))
		return !cell.n;
	silent->n += silent->line != line->number;
	silent->line = line->number;
	return true;
}

static bool refuse_line(struct str found, struct err *err)
{
	return err_set(err, ERR_DATA, "found \"%.*s\", expected the name of a record: only = {COLUMN} leaves out the lines in which a column says nothing",
		STR_ARG(utf8_start(found, 60)));
}

/* A line of sums has its word in the first column, a note below the sheet has nothing else. */
static bool is_no_record(const struct mapped_reading *r, size_t column)
{
	const struct csv_line *line = r->as_it_stands;
	size_t n = 0;
	for (size_t i = 0; i < line->n; i++)
		n += foreign_trim(line->cells[i]).n > 0;
	return n == 1 || foreign_total(foreign_trim(line->cells[column]));
}

/* A column's text inside an id: letters become small, a low line a hyphen. */
static bool add_slug(struct strbuf *out, struct str text, struct err *err)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool upper = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
		if (!upper && !digit && !(c >= 'a' && c <= 'z') && c != '-' && c != '.' && c != '_')
			return err_set(err, ERR_DATA, "found \"%.*s\", expected letters a-z, digits, . or - for an id",
				STR_ARG(utf8_start(text, 60)));
		strbuf_add_byte(out, (char)(upper ? c - 'A' + 'a' : c == '_' ? '-' : c));
	}
	return true;
}

static bool add_id_part(const struct mapped_reading *r, const struct csv_line *line, size_t column, struct strbuf *out, struct err *err)
{
	struct str cell = foreign_trim(line->cells[column]);
	if (add_slug(out, cell, err))
		return true;
	if (is_no_record(r, column)) {
		err_clear(err);
		refuse_line(cell, err);
	}
	return refuse(r, line, column, err);
}

static void add_list(struct strbuf *out, struct str text, struct str separator)
{
	for (size_t at = 0; at < text.n;) {
		if (str_starts(str_sub(text, at, text.n), separator)) {
			strbuf_add_byte(out, ';');
			at += separator.n;
		} else {
			strbuf_add_byte(out, text.p[at++]);
		}
	}
}

/*
 * What a template gives for a line: nothing where one of its columns is empty.
 * *column is the first column in it, for messages.
 */
static bool fill(struct mapped_reading *r, const struct bound *b, const struct csv_line *line, struct str *out, size_t *column,
	struct err *err)
{
	const struct map_template *t = b->template;
	*out = STR("");
	*column = SIZE_MAX;
	for (size_t i = t->n; i-- > 0;)
		if (t->v[i].column.n) {
			*column = b->columns[i];
			if (says_nothing(r, line, *column, b->exact))
				return true;
		}
	if (t->n == 1 && !t->v[0].column.n) {
		*out = t->v[0].literal;
		return true;
	}
	if (t->n == 1 && !b->id && !t->v[0].separator.n) {
		*out = foreign_trim(line->cells[*column]);
		return true;
	}
	struct strbuf text = {0};
	bool ok = true;
	for (size_t i = 0; ok && i < t->n; i++) {
		const struct map_part *part = &t->v[i];
		struct str cell = part->column.n ? foreign_trim(line->cells[b->columns[i]]) : part->literal;
		if (part->column.n && b->id)
			ok = add_id_part(r, line, b->columns[i], &text, err);
		else if (part->column.n && part->separator.n)
			add_list(&text, cell, part->separator);
		else
			strbuf_add(&text, cell);
	}
	*out = arena_take(&r->line, &text);
	return ok;
}

/* Each element of a list by itself; one that has no translation stays as it is. */
static struct str translate(struct mapped_reading *r, const struct map_field *m, struct str text)
{
	struct strbuf out = {0};
	struct str rest = text, word;
	bool first = true;
	while (text.n && str_split(&rest, ';', &word)) {
		uint32_t at;
		if (!first)
			strbuf_add_byte(&out, ';');
		first = false;
		if (map_find(&m->words, word, &at) || m->has_other)
			strbuf_add(&out, r->file->mapping->words.v[map_find(&m->words, word, &at) ? at : m->other]);
		else
			strbuf_add(&out, word);
	}
	return arena_take(&r->line, &out);
}

/* -- rows -------------------------------------------------------------------------------------- */

/* A line of sums would be one more record with all figures once more; one called "—" would be all that have no name. */
static bool check_name(const struct mapped_reading *r, const struct row *row, struct err *err)
{
	int name = field_find(row->kind, STR("name"));
	if (name < 0 || !(foreign_total(row->cells[name]) || foreign_note(row->cells[name]) || foreign_nothing(row->cells[name])))
		return true;
	refuse_line(row->cells[name], err);
	return err_place(err, r->file->path, row_line(row, (size_t)name), row->columns[name]);
}

static bool take_fields(struct mapped_reading *r, const struct csv_line *line, struct row *row, struct err *err)
{
	const struct map_section *s = r->section;
	for (size_t i = 0; i < s->fields.n; i++) {
		const struct map_field *m = &s->fields.v[i];
		struct str *cell = &row->cells[m->field];
		size_t column;
		enum field_type type = fields_of[s->kind].v[m->field].type;
		if (!fill(r, &r->fields[i], line, cell, &column, err))
			return false;
		if (m->has_words) {
			*cell = translate(r, m, *cell);
			if (column != SIZE_MAX && type != FIELD_TEXT && foreign_nothing(*cell) && says_nothing(r, line, column, true))
				*cell = STR("");
		}
		if (type == FIELD_PERIOD)
			*cell = foreign_date(*cell, &r->line);
		if (m->named)
			row->named |= UINT32_C(1) << m->field;
		if (column != SIZE_MAX) {
			row->lines[m->field] = line->lines[column];
			row->columns[m->field] = line->columns[column];
		}
	}
	if (r->locates) {
		row->cells[r->source_field] = s->source.cells[0];
		row->cells[r->locator_field] = arena_printf(&r->line, "%.*s:%zu:%.*s", STR_ARG(r->slug), line->number, STR_ARG(r->key_column));
	}
	return true;
}

static bool take_figures(struct mapped_reading *r, const struct csv_line *line, struct row_ledger *ledger, struct err *err)
{
	const struct map_section *s = r->section;
	for (size_t i = 0; i < s->figures.n; i++) {
		const struct map_figure *m = &s->figures.v[i];
		struct printed figure = {0};
		size_t column, unit_column;
		if (!fill(r, &r->values[i], line, &figure.value, &column, err) || !fill(r, &r->units[i], line, &figure.unit, &unit_column, err))
			return false;
		if (!figure.value.n)
			continue;
		bool read = !m->indicator.n || foreign_figure(&figure, &r->line);
		r->cells[ledger->n++] = (struct row_cell){
			.column = m->value.v[0].column,
			.value = m->indicator.n ? figure.value : foreign_date(figure.value, &r->line),
			.qualifier = figure.qualifier,
			.unread = !read,
			.indicator = m->indicator,
			.modality = m->modality,
			.unit = figure.unit,
			.scope = m->scope,
			.period = m->period,
			.status = m->status,
			.line = line->lines[column],
			.at = line->columns[column],
		};
	}
	ledger->cells = r->cells;
	return true;
}

static bool is_in(const struct map_template *template, struct str cell)
{
	for (size_t i = 0; i < template->n; i++)
		if (template->v[i].column.n && is_called(cell, template->v[i].column))
			return true;
	return false;
}

static bool names_column(const struct map_section *s, struct str cell)
{
	bool named = is_in(&s->only, cell) || is_in(&s->merged, cell);
	for (size_t i = 0; !named && i < s->fields.n; i++)
		named = is_in(&s->fields.v[i].template, cell);
	for (size_t i = 0; !named && i < s->figures.n; i++)
		named = is_in(&s->figures.v[i].value, cell) || is_in(&s->figures.v[i].unit, cell);
	return named;
}

static bool has_names(const struct map_section *s, const struct csv_line *line)
{
	for (size_t i = 0; i < line->n; i++)
		if (names_column(s, line->cells[i]))
			return true;
	return false;
}

/* The first line with the name of a column is that of the names. Above it sheets have a title, or what their figures are counted in. */
static bool take_first(struct mapped_reading *r, const struct csv_line *line, struct err *err)
{
	enum { TITLES_MAX = 10 };
	if (has_names(r->section, line))
		return take_header(r, line, err);
	if (!r->n_titles && take_header(r, line, &r->no_names))
		return true;
	r->headed = false;
	r->key_column = STR("");
	if (r->n_titles++ < TITLES_MAX)
		return true;
	*err = r->no_names;
	return false;
}

/* Sheets put one below the other, or with the names on every page. */
static bool is_header(const struct mapped_reading *r, const struct csv_line *line)
{
	for (size_t i = 0; i < line->n; i++)
		if (!str_eq(line->cells[i], r->names[i]))
			return false;
	return true;
}

/* The line with what the cells above its empty ones say, in the columns of cells that were merged. */
static struct csv_line fill_merged(struct mapped_reading *r, const struct csv_line *line)
{
	const struct map_template *t = &r->section->merged;
	struct csv_line filled = *line;
	if (!t->n)
		return filled;
	struct str *cells = arena_alloc(&r->line, line->n * sizeof *cells);
	memcpy(cells, line->cells, line->n * sizeof *cells);
	filled.cells = cells;
	for (size_t i = 0; i < t->n; i++) {
		struct str *cell = &cells[r->merged.columns[i]];
		if (!t->v[i].column.n || foreign_total(foreign_trim(*cell)))
			continue;
		if (foreign_trim(*cell).n) {
			strbuf_clear(&r->above[i]);
			strbuf_add(&r->above[i], *cell);
		} else {
			*cell = strbuf_str(&r->above[i]);
		}
	}
	return filled;
}

static bool take_line(void *self, const struct csv_line *line, struct err *err)
{
	struct mapped_reading *r = self;
	if (!r->headed)
		return take_first(r, line, err);
	if (is_header(r, line))
		return true;
	arena_clear(&r->line);
	r->as_it_stands = line;
	const struct csv_line filled = fill_merged(r, line);
	line = &filled;
	struct str there;
	size_t column;
	if (r->section->only.n && (!fill(r, &r->only, line, &there, &column, err) || !there.n))
		return !err->code;
	struct row row = {.kind = r->section->kind, .where = r->file->path, .line = line->number, .repeats = true};
	struct row_ledger ledger = {.source = r->section->source.cells[0], .line = (uint32_t)line->number};
	if (!take_fields(r, line, &row, err) || !check_name(r, &row, err) || !take_figures(r, line, &ledger, err))
		return false;
	if (r->section->figures.n)
		row.ledger = &ledger;
	return r->file->sink.take(r->file->sink.self, &row, err);
}

static void tell_silence(const struct mapped_reading *r)
{
	struct strbuf columns = {0};
	for (size_t i = 0; i < r->n_columns; i++)
		if (r->silent[i].n)
			strbuf_printf(&columns, "%s%.*s %zu", columns.n ? ", " : "", STR_ARG(r->names[i]), r->silent[i].n);
	if (columns.n && r->file->reading.silent)
		r->file->reading.silent(r->file->reading.self, r->file->path, r->section->kind, columns.p);
	strbuf_release(&columns);
}

static bool names_file(const struct map_section *s, const char *path)
{
	return str_eq_c(s->file, file_name(path));
}

/* Columns of the file that no section takes. */
static void tell_left(const struct mapped_reading *r)
{
	const struct mapping *mapping = r->file->mapping;
	struct strbuf columns = {0};
	for (size_t i = 0; i < r->n_columns; i++) {
		bool named = !str_trim(r->names[i]).n;
		for (size_t s = 0; !named && s < mapping->sections.n; s++)
			named = names_file(&mapping->sections.v[s], r->file->path) && names_column(&mapping->sections.v[s], r->names[i]);
		if (!named)
			strbuf_printf(&columns, "%s%.*s", columns.n ? ", " : "", STR_ARG(r->names[i]));
	}
	if (columns.n && r->file->reading.left)
		r->file->reading.left(r->file->reading.self, r->file->path, columns.p);
	strbuf_release(&columns);
}

static bool read_section(const struct mapped_file *file, const struct map_section *s, bool first, struct err *err)
{
	struct str id = s->source.cells[0];
	struct mapped_reading r = {.file = file, .section = s};
	r.slug = id_slug(id);
	r.above = xcalloc(s->merged.n, sizeof *r.above);
	bool ok = csv_lines(file->text, file->path, (struct csv_sink){take_line, &r}, err);
	if (ok && !r.headed) {
		*err = r.no_names;
		ok = false;
	}
	if (ok)
		tell_silence(&r);
	if (ok && first)
		tell_left(&r);
	for (size_t i = 0; i < s->merged.n; i++)
		strbuf_release(&r.above[i]);
	free(r.above);
	arena_release(&r.arena);
	arena_release(&r.line);
	return ok;
}

/* -- files --------------------------------------------------------------------------------------- */

static bool seen_before(const struct mapping *mapping, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (str_eq(mapping->sections.v[i].file, mapping->sections.v[at].file))
			return true;
	return false;
}

static bool read_sections(const struct mapped_file *file, struct err *err)
{
	const struct mapping *mapping = file->mapping;
	struct row_sink sink = file->sink;
	bool ok = true;
	for (size_t i = 0; ok && i < mapping->sections.n; i++) {
		const struct map_section *s = &mapping->sections.v[i];
		if (names_file(s, file->path))
			ok = (!s->tells || sink.take(sink.self, &s->source, err)) && read_section(file, s, !seen_before(mapping, i), err);
	}
	return ok;
}

bool mapping_text(const struct mapping *mapping, struct str text, const char *path, struct row_sink sink, struct err *err)
{
	const struct mapped_file file = {mapping, path, text, {0}, sink};
	return read_sections(&file, err);
}

static bool read_file(const struct mapping *mapping, const char *path, struct reading reading, struct row_sink sink, struct err *err)
{
	struct strbuf text = {0};
	bool ok = reading_text(path, reading, &text, err);
	const struct mapped_file file = {mapping, path, strbuf_str(&text), reading, sink};
	ok = ok && read_sections(&file, err);
	strbuf_release(&text);
	return ok;
}

static bool read_folder(const struct mapping *mapping, const char *folder, struct reading reading, struct row_sink sink, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < mapping->sections.n; i++) {
		if (seen_before(mapping, i))
			continue;
		struct strbuf path = {0};
		strbuf_printf(&path, "%s/%.*s", folder, STR_ARG(mapping->sections.v[i].file));
		ok = read_file(mapping, path.p, reading, sink, err);
		strbuf_release(&path);
	}
	return ok;
}

bool mapping_read(const struct mapping *mapping, const char *path, struct reading reading, struct row_sink sink, struct err *err)
{
	if (file_is_folder(path))
		return read_folder(mapping, path, reading, sink, err);
	for (size_t i = 0; i < mapping->sections.n; i++)
		if (names_file(&mapping->sections.v[i], path))
			return read_file(mapping, path, reading, sink, err);
	return err_at(err, ERR_USAGE, path, 0, 0, "found a file that no section of %s names, expected one such as [projects.csv projects]",
		mapping->where);
}
