#include "tui/pen.h"

#include "text/utf8.h"
#include "text/width.h"

#include <string.h>
#include <wchar.h>

enum {
	NONE = 1000,                 /* dearer than any way there is */
	DOUBT = 2,                   /* so many cells more than ours a terminal may take a character for */
	THROUGH_BYTES = 8,           /* no move along a row is dearer */
	SINGLES = 4,                 /* more line feeds or backspaces are dearer than their sequence */
};

/* -- steps ------------------------------------------------------------------------------- */

/*
 * A control byte: that, `number` times. A letter: CSI number letter; 'H' is the absolute move. CELLS: what stands between
 * column `number` and the target is written once more.
 */
enum { CELLS = '=' };

/* Weighed before anything is written, and few of those weighed are. */
struct step {
	char what;
	short number, bytes;
};

/* Nothing to be done; cannot be done. */
static const struct step stay, no_step = {.bytes = NONE};

static struct step shorter(struct step a, struct step b)
{
	return b.bytes < a.bytes ? b : a;
}

static struct step repeated(char byte, int times)
{
	return times > SINGLES ? no_step : (struct step){byte, (short)times, (short)times};
}

static int digits(int number)
{
	return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}

/* CSI number final; a number of 1 need not be said. */
static struct step sequence(int number, char final)
{
	return (struct step){final, (short)number, (short)(number > 1 ? 3 + digits(number) : 3)};
}

static void add_sequence(struct strbuf *out, int number, char final)
{
	strbuf_add(out, STR("\033["));
	if (number > 1)
		strbuf_add_number(out, number);
	strbuf_add_byte(out, final);
}

/* -- cells -------------------------------------------------------------------------------- */

bool pen_doubts_rare(const struct cell *cell)
{
	size_t at = 0;
	uint32_t c = utf8_next((struct str){cell->bytes, cell->n}, &at);
	return at < cell->n || width_ambiguous(c);
}

/* Whether a cell looks right when it is written in the style that is on. */
static bool suits(const struct pen *pen, const struct cell *cell)
{
	int style = pen_style_of(pen, cell);
	return style == pen->style || (!style && pen_is_blank(cell) && !pen->codes->styles[pen->style].on_blanks);
}

/* A cell's characters in the terminal's character set; '?' for what that lacks. */
static void add_converted(const struct cell *cell, struct strbuf *out)
{
	size_t at = 0;
	while (at < cell->n) {
		char bytes[64];
		mbstate_t state = {0};
		bool base = at == 0;
		size_t n = wcrtomb(bytes, (wchar_t)utf8_next((struct str){cell->bytes, cell->n}, &at), &state);
		if (n != (size_t)-1)
			strbuf_add(out, (struct str){bytes, n});
		else if (base)
			strbuf_add_c(out, cell->width == 2 ? "? " : "?");
	}
}

static void write_cell(struct pen *pen, const struct cell *cell)
{
	if (pen->utf8)
		strbuf_add(pen->out, (struct str){cell->bytes, cell->n});
	else
		add_converted(cell, pen->out);
	pen->column += cell->width;
	if (pen->column >= pen->columns && !pen->codes->wraps_late)
		pen->row = -1;
	if (!pen_doubts(cell))
		return;
	/* A terminal may have gone further, at the edge into the next row. */
	if (pen->column + DOUBT < pen->columns)
		pen->column = -1;
	else
		pen->row = -1;
}

/* -- moving ----------------------------------------------------------------------------------- */

/* Cells written once more: nothing is shorter between words. Only where it takes less than so many bytes. */
static struct step through(const struct pen *pen, int row, int from, int to, int than)
{
	int bytes = 0;
	if (!pen->utf8 || !pen->grid || to - from > THROUGH_BYTES || to - from >= 2 * than)
		return no_step;
	const struct cell *cells = grid_at(pen->grid, row, 0);
	for (int column = from; column < to;) {
		const struct cell *cell = &cells[column];
		bytes += cell->n;
		if (cell->width == 0 || column + cell->width > to || bytes > THROUGH_BYTES || bytes >= than || !suits(pen, cell) || pen_doubts(cell))
			return no_step;
		column += cell->width;
	}
	return (struct step){CELLS, (short)from, (short)bytes};
}

static struct step back(const struct pen *pen, int from, int to)
{
	struct step best = pen->codes->backspace ? repeated('\b', from - to) : no_step;
	return pen->codes->back ? shorter(best, sequence(from - to, 'D')) : best;
}

static struct step along(const struct pen *pen, int row, int from, int to)
{
	if (from == to)
		return stay;
	struct step best = pen->codes->column ? sequence(to + 1, 'G') : no_step;
	if (from < 0)
		return best;
	if (to < from)
		return shorter(best, back(pen, from, to));
	if (pen->codes->forward)
		best = shorter(best, sequence(to - from, 'C'));
	return shorter(best, through(pen, row, from, to, best.bytes));
}

/* Above, within or below the rows that scroll: moves by rows do not cross. */
static int part_of(const struct pen *pen, int row)
{
	return row < pen->top ? 0 : row <= pen->bottom ? 1 : 2;
}

static struct step across(const struct pen *pen, int from, int to)
{
	const struct codes *codes = pen->codes;
	if (from == to)
		return stay;
	struct step best = codes->row ? sequence(to + 1, 'd') : no_step;
	if (part_of(pen, from) != part_of(pen, to))
		return best;
	if (to > from && codes->line_feed)
		best = shorter(best, repeated('\n', to - from));
	if (to > from ? codes->down : codes->up)
		best = shorter(best, sequence(to > from ? to - from : from - to, to > from ? 'B' : 'A'));
	return best;
}

/* A terminal with another form of it is so rare that its own is only built where it is sent. */
static int absolute_bytes(const struct pen *pen, int row, int column)
{
	if (column == 0 && pen->codes->ecma_cup)
		return sequence(row + 1, 'H').bytes;
	return 4 + digits(column + 1) + (row > 0 || !pen->codes->ecma_cup ? digits(row + 1) : 0);
}

static void add_absolute(const struct pen *pen, int row, int column)
{
	if (!pen->codes->ecma_cup) {
		terminfo_move(row, column, pen->out);
	} else if (column == 0) {
		add_sequence(pen->out, row + 1, 'H');
	} else {
		strbuf_add(pen->out, STR("\033["));
		if (row > 0)
			strbuf_add_number(pen->out, row + 1);
		strbuf_add_byte(pen->out, ';');
		strbuf_add_number(pen->out, column + 1);
		strbuf_add_byte(pen->out, 'H');
	}
}

static void add_cells(const struct pen *pen, int row, int from, int to)
{
	for (int column = from; column < to; column++) {
		const struct cell *cell = grid_at(pen->grid, row, column);
		strbuf_add(pen->out, (struct str){cell->bytes, cell->n});
	}
}

static void go(const struct pen *pen, struct step step, int row, int column)
{
	if (step.what == CELLS)
		add_cells(pen, row, step.number, column);
	else if (step.what >= ' ')
		add_sequence(pen->out, step.number, step.what);
	else
		for (int n = 0; n < step.number; n++)
			strbuf_add_byte(pen->out, step.what);
}

void pen_move(struct pen *pen, int row, int column)
{
	if (row == pen->row && column == pen->column)
		return;
	if (!pen->codes->moves_in_styles)
		pen_style(pen, 0);
	struct step rows = no_step, columns = no_step;
	int best = absolute_bytes(pen, row, column);
	bool absolute = true, to_edge = false;
	if (pen->row >= 0) {
		rows = across(pen, pen->row, row);
		/* Behind the last column only the row is certain: terminals count on from there, or from the one before. */
		columns = along(pen, row, pen->column < pen->columns ? pen->column : -1, column);
		if (rows.bytes + columns.bytes < best) {
			best = rows.bytes + columns.bytes;
			absolute = false;
		}
		if (pen->codes->carriage_return && best > 1 + rows.bytes + (column > 0)) {
			struct step from_edge = along(pen, row, 0, column);
			to_edge = 1 + rows.bytes + from_edge.bytes < best;
			columns = to_edge ? from_edge : columns;
		}
	}
	if (absolute && !to_edge) {
		add_absolute(pen, row, column);
	} else {
		if (to_edge)
			strbuf_add_byte(pen->out, '\r');
		go(pen, rows, row, column);
		go(pen, columns, row, column);
	}
	pen->row = row;
	pen->column = column;
}

/* -- writing ---------------------------------------------------------------------------------- */

void pen_style(struct pen *pen, int style)
{
	const struct codes *codes = pen->codes;
	if (style == pen->style)
		return;
	bool at_once = style && pen->style && codes->ecma_plain && codes->styles[style].sgr, sgr = style && codes->styles[style].sgr;
	if (pen->style && !at_once)
		strbuf_add_c(pen->out, codes->plain);
	if (sgr)
		strbuf_add(pen->out, at_once ? STR("\033[0;") : STR("\033["));
	if (style)
		strbuf_add_c(pen->out, codes->styles[style].on);
	if (sgr)
		strbuf_add_byte(pen->out, 'm');
	pen->style = style;
}

int pen_limit(const struct pen *pen, int row)
{
	return row == pen->rows - 1 ? pen->columns - 1 : pen->columns;
}

/* Cells about whose width nobody doubts, one after another, up to a column: returns the one behind them. */
static int write_certain(struct pen *pen, const struct cell *cells, int column, int to)
{
	strbuf_reserve(pen->out, (size_t)(to - column) * CELL_BYTES);
	char *at = pen->out->p + pen->out->n;
	for (; column < to && column + cells[column].width <= to && !pen_doubts(&cells[column]); column += cells[column].width) {
		memcpy(at, cells[column].bytes, CELL_BYTES); /* those behind them are written over */
		at += cells[column].n;
	}
	*at = '\0';
	pen->out->n = (size_t)(at - pen->out->p);
	pen->column = column;
	if (column >= pen->columns && !pen->codes->wraps_late)
		pen->row = -1;
	return column;
}

void pen_write(struct pen *pen, int row, int from, int to)
{
	const struct cell *cells = grid_at(pen->grid, row, 0);
	for (int column = from; column < to;) {
		static const struct cell blank = {.bytes = " ", .n = 1, .width = 1};
		const struct cell *cell = &cells[column];
		bool cut = column + cell->width > pen_limit(pen, row);
		if (pen->row != row || pen->column != column)
			pen_move(pen, row, column);
		if (pen->utf8 && !cut && column + cell->width <= to && !pen_doubts(cell)) {
			column = write_certain(pen, cells, column, to);
			continue;
		}
		/* Half of a wide character, at the edge or before the corner that is never written, is left out. */
		write_cell(pen, cut ? &blank : cell);
		column += cut ? 1 : cell->width;
	}
}

void pen_erase(struct pen *pen, int row, int from, int to)
{
	pen_move(pen, row, from);
	if (to == pen->columns && pen->codes->erase_end)
		strbuf_add_c(pen->out, "\033[K");
	else
		add_sequence(pen->out, to - from, 'X');
}

void pen_blank(struct pen *pen, int row, int from, int to)
{
	const struct grid *grid = pen->grid;
	pen_style(pen, 0);
	pen->grid = NULL;
	pen_move(pen, row, from);
	pen->grid = grid;
	strbuf_add_repeat(pen->out, ' ', (size_t)(to - from));
	pen->column = to;
}

/* -- rows that scroll --------------------------------------------------------------------------- */

void pen_scroll(struct pen *pen, int top, int bottom, int by)
{
	int times = by > 0 ? by : -by;
	pen_style(pen, 0); /* rows that come in are not to be painted */
	if (top != pen->top || bottom != pen->bottom) {
		strbuf_printf(pen->out, "\033[%d;%dr", top + 1, bottom + 1);
		pen->top = top;
		pen->bottom = bottom;
		pen->row = -1;
	}
	if (times > SINGLES && pen->codes->scroll) {
		add_sequence(pen->out, times, by > 0 ? 'S' : 'T');
		return;
	}
	int edge = by > 0 ? bottom : top;
	if (pen->row != edge)
		pen_move(pen, edge, 0);
	for (int i = 0; i < times; i++)
		strbuf_add_c(pen->out, by > 0 ? "\n" : "\033M");
}

void pen_end_region(struct pen *pen)
{
	terminfo_scroll_all(pen->rows, pen->out);
	pen->top = 0;
	pen->bottom = pen->rows - 1;
	pen->row = -1;
}
