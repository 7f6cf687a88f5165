#include "exchange/writer_internal.h"

#include "text/utf8.h"

/* JSON and JSON lines. */

/* DEL, C1 controls and the two separators, harmless to a parser, are not to a terminal. */
static bool needs_escape(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

static void add_string(struct strbuf *out, struct str text)
{
	strbuf_add_byte(out, '"');
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t c = utf8_next(text, &at);
		if (c == '"' || c == '\\')
			strbuf_printf(out, "\\%c", (char)c);
		else if (c == '\n' || c == '\t' || c == '\r')
			strbuf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		else if (needs_escape(c))
			strbuf_printf(out, "\\u%04x", (unsigned)c);
		else
			strbuf_add(out, str_sub(text, start, at - start));
	}
	strbuf_add_byte(out, '"');
}

static void add_array(struct strbuf *out, struct str items)
{
	struct str rest = items, item;
	bool first = true;
	strbuf_add_byte(out, '[');
	while (items.n && str_split(&rest, ';', &item)) {
		if (!first)
			strbuf_add_byte(out, ',');
		first = false;
		add_string(out, item);
	}
	strbuf_add_byte(out, ']');
}

static size_t count_digits(struct str text, size_t at)
{
	size_t n = 0;
	while (at + n < text.n && text.p[at + n] >= '0' && text.p[at + n] <= '9')
		n++;
	return n;
}

/* JSON has none with a unit (FIELD_QUANTITY), nor with a zero before other digits: 06 is a code. */
static bool is_plain_number(struct str text)
{
	size_t first = str_starts(text, STR("-")), n = count_digits(text, first), end = first + n;
	if (!n || (n > 1 && text.p[first] == '0'))
		return false;
	size_t places = end < text.n && text.p[end] == '.' ? count_digits(text, end + 1) : 0;
	return end + (places ? places + 1 : 0) == text.n;
}

static void add_object(struct strbuf *out, const struct writer_column *columns, size_t n, const struct field_cell *cells);

static void add_value(struct strbuf *out, const struct field_cell *cell)
{
	switch (cell->type) {
	case CELL_LIST:
	case CELL_REFS:
		add_array(out, cell->text);
		break;
	case CELL_NUMBER:
		if (is_plain_number(cell->text))
			strbuf_add(out, cell->text);
		else
			add_string(out, cell->text);
		break;
	case CELL_BOOL:
		strbuf_add_c(out, cell->text.n ? "true" : "false");
		break;
	case CELL_RECORDS:
		strbuf_add_byte(out, '[');
		for (size_t i = 0; i < cell->n_records; i++) {
			if (i)
				strbuf_add_byte(out, ',');
			add_object(out, cell->columns, cell->n_columns, cell->cells + i * cell->n_columns);
		}
		strbuf_add_byte(out, ']');
		break;
	default:
		add_string(out, cell->text);
	}
}

static bool has_value(const struct field_cell *cell)
{
	if (cell->type == CELL_RECORDS)
		return cell->n_records > 0;
	return cell->type == CELL_BOOL || (cell->type != CELL_EMPTY && cell->text.n > 0);
}

static void add_member(struct strbuf *out, bool *first, struct str key, const char *suffix)
{
	if (!*first)
		strbuf_add_byte(out, ',');
	*first = false;
	struct strbuf name = {0};
	strbuf_printf(&name, "%.*s%s", STR_ARG(key), suffix);
	add_string(out, strbuf_str(&name));
	strbuf_add_byte(out, ':');
	strbuf_release(&name);
}

static void add_members(struct strbuf *out, const struct writer_column *columns, size_t n, const struct field_cell *cells,
	bool *first, bool grouped)
{
	for (size_t i = 0; i < n; i++) {
		struct str key = grouped ? str_sub(columns[i].name, columns[i].group.n + 1, columns[i].name.n)
					 : columns[i].name;
		bool has = has_value(&cells[i]);
		if (!has && !columns[i].always)
			continue;
		add_member(out, first, key, "");
		if (!has && cells[i].type != CELL_TEXT) {
			strbuf_add_c(out, "null");
			continue;
		}
		add_value(out, &cells[i]);
		if (cells[i].type == CELL_REF || cells[i].type == CELL_REFS) {
			add_member(out, first, key, "_name");
			if (cells[i].type == CELL_REFS)
				add_array(out, cells[i].label);
			else
				add_string(out, cells[i].label);
		}
	}
}

/* Neighbouring columns of one group share an object, which is left out where all are empty. */
static void add_group(struct strbuf *out, const struct writer_column *columns, size_t n, const struct field_cell *cells, bool *first)
{
	bool any = false, first_inside = true;
	for (size_t i = 0; i < n; i++)
		any = any || has_value(&cells[i]);
	if (!any)
		return;
	add_member(out, first, columns[0].group, "");
	strbuf_add_byte(out, '{');
	add_members(out, columns, n, cells, &first_inside, true);
	strbuf_add_byte(out, '}');
}

static void add_object(struct strbuf *out, const struct writer_column *columns, size_t n, const struct field_cell *cells)
{
	bool first = true;
	strbuf_add_byte(out, '{');
	for (size_t i = 0; i < n;) {
		size_t run = 1;
		while (i + run < n && str_eq(columns[i].group, columns[i + run].group))
			run++;
		if (columns[i].group.n)
			add_group(out, columns + i, run, cells + i, &first);
		else
			add_members(out, columns + i, run, cells + i, &first, false);
		i += run;
	}
	strbuf_add_byte(out, '}');
}

static void json_table(struct writer *w, struct str name)
{
	if (w->options.grouped) {
		strbuf_add_c(&w->out, w->n_tables ? ",\n" : "{\n");
		add_string(&w->out, name);
		strbuf_add_c(&w->out, ": [");
	} else if (!w->n_tables) {
		strbuf_add_byte(&w->out, '[');
	}
}

static void json_row(struct writer *w, const struct field_cell *cells)
{
	/* Without groups all tables are one array: its first row may come in any of them. */
	bool first = w->options.grouped ? !w->n_rows : !w->n_rows_before && !w->n_rows;
	strbuf_add_c(&w->out, first ? "\n" : ",\n");
	add_object(&w->out, w->columns, w->n_columns, cells);
}

static void json_table_end(struct writer *w)
{
	if (w->options.grouped)
		strbuf_add_c(&w->out, w->n_rows ? "\n]" : "]");
}

static void json_finish(struct writer *w)
{
	if (w->options.grouped)
		strbuf_add_c(&w->out, w->n_tables ? "\n}\n" : "{}\n");
	else
		strbuf_add_c(&w->out, !w->n_tables ? "[]\n" : w->n_rows_before ? "\n]\n" : "]\n");
}

static void jsonl_row(struct writer *w, const struct field_cell *cells)
{
	add_object(&w->out, w->columns, w->n_columns, cells);
	strbuf_add_byte(&w->out, '\n');
}

const struct writer_class writer_json = {.row = json_row, .table = json_table, .table_end = json_table_end, .finish = json_finish};
const struct writer_class writer_jsonl = {.row = jsonl_row};
