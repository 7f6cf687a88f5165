#include "exchange/writer_internal.h"

#include "text/clean.h"

#include <string.h>

/* Tables for people: cleaned text, labels instead of codes. */

static struct str shown(const struct field_cell *cell)
{
	return cell->label.n ? cell->label : cell->text;
}

/* -- md ---------------------------------------------------------------------------- */

static void add_escaped(struct strbuf *out, struct str raw)
{
	struct strbuf clean = {0};
	text_clean(raw, &clean);
	for (size_t i = 0; i < clean.n; i++) {
		if (memchr("|\\<[`*~&", clean.p[i], 8))
			strbuf_add_byte(out, '\\');
		strbuf_add_byte(out, clean.p[i]);
	}
	strbuf_release(&clean);
}

static void md_row(struct writer *w, const struct field_cell *cells)
{
	for (size_t i = 0; i < w->n_columns; i++) {
		strbuf_add_c(&w->out, i ? " | " : "| ");
		add_escaped(&w->out, shown(&cells[i]));
	}
	strbuf_add_c(&w->out, " |\n");
}

/* A table of markdown has a header always: no_header leaves its cells empty. */
static void md_table(struct writer *w, struct str name)
{
	if (w->n_tables) {
		strbuf_add_c(&w->out, "\n## ");
		add_escaped(&w->out, name);
		strbuf_add_c(&w->out, "\n\n");
	}
	for (size_t i = 0; i < w->n_columns; i++) {
		strbuf_add_c(&w->out, i ? " | " : "| ");
		if (!w->options.no_header)
			add_escaped(&w->out, w->columns[i].title);
	}
	strbuf_add_c(&w->out, " |\n");
	for (size_t i = 0; i < w->n_columns; i++)
		strbuf_add_c(&w->out, w->columns[i].right ? "|---:" : "|---");
	strbuf_add_c(&w->out, "|\n");
}

const struct writer_class writer_md = {.row = md_row, .table = md_table};

/* -- table ------------------------------------------------------------------------- */

static void add_line(struct writer *w, const struct str *cells)
{
	size_t pending = 0;
	for (size_t i = 0; i < w->n_columns; i++) {
		size_t width = width_str(cells[i], w->options.ambi);
		size_t room = w->widths[i] > width ? w->widths[i] - width : 0;
		if (w->columns[i].right)
			pending += room;
		/* Blanks wait until something follows them: no line ends in one. */
		if (cells[i].n) {
			strbuf_add_repeat(&w->out, ' ', pending);
			strbuf_add(&w->out, cells[i]);
			pending = 0;
		}
		pending += (w->columns[i].right ? 0 : room) + 2;
	}
	strbuf_add_byte(&w->out, '\n');
}

static void measure(struct writer *w)
{
	w->widths = arena_calloc(&w->arena, w->n_columns, sizeof *w->widths);
	for (size_t i = 0; i < w->held.n; i++) {
		size_t width = width_str(w->held.v[i], w->options.ambi);
		if (width > w->widths[i % w->n_columns])
			w->widths[i % w->n_columns] = width;
	}
	w->measured = true;
	for (size_t i = 0; i + w->n_columns <= w->held.n; i += w->n_columns)
		add_line(w, w->held.v + i);
	array_clear(&w->held);
}

static struct str cleaned(struct str raw, struct arena *arena)
{
	struct strbuf text = {0};
	text_clean(raw, &text);
	return arena_take(arena, &text);
}

static void table_table(struct writer *w, struct str name)
{
	if (w->n_tables) {
		strbuf_add_byte(&w->out, '\n');
		text_clean(name, &w->out);
		strbuf_add_byte(&w->out, '\n');
	}
	for (size_t i = 0; i < w->n_columns && !w->options.no_header; i++)
		array_push(&w->held, cleaned(w->columns[i].title, &w->arena));
}

static void table_row(struct writer *w, const struct field_cell *cells)
{
	struct arena line = {0};
	struct arena *arena = w->measured ? &line : &w->arena;
	struct str *texts = arena_calloc(arena, w->n_columns, sizeof *texts);
	for (size_t i = 0; i < w->n_columns; i++)
		texts[i] = cleaned(shown(&cells[i]), arena);
	if (w->measured) {
		add_line(w, texts);
	} else {
		for (size_t i = 0; i < w->n_columns; i++)
			array_push(&w->held, texts[i]);
		if (w->n_rows + 1 == TABLE_ROWS_LOOKED_AT)
			measure(w);
	}
	arena_release(&line);
}

static void table_end(struct writer *w)
{
	if (!w->measured)
		measure(w);
}

const struct writer_class writer_table_class = {.row = table_row, .table = table_table, .table_end = table_end};
