#include "tui/pen.h"

#include "base/alloc.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>
#include <wchar.h>

enum {
	NONE = 1000,                 /* dearer than any way there is */
	STEPS = 4,                   /* no way takes more */
	DOUBT = 2,                   /* so many cells more than ours a terminal may take a character for */
	THROUGH_BYTES = 8,           /* no move along a row is dearer */
	SINGLES = 4,                 /* more line feeds or backspaces are dearer than their sequence */
};

/* -- ways from here to there ----------------------------------------------------------- */

/*
 * A control byte: that, `number` times. A letter: CSI number letter; 'H' is the absolute move. CELLS: what stands between
 * column `number` and the target is written once more.
 */
enum { CELLS = '=' };

struct step {
	char what;
	short number, bytes;
};

/* Weighed before anything is written, and few of those weighed are. */
struct way {
	struct step steps[STEPS];
	int n, bytes;
};

/* Nothing to be done: what longer ways begin with. */
static const struct way stay;
static const struct way no_way = {.bytes = NONE};

static struct way shorter(struct way a, struct way b)
{
	return b.bytes < a.bytes ? b : a;
}

static struct way only(struct step step)
{
	return (struct way){.steps = {step}, .n = 1, .bytes = step.bytes};
}

/* Together never more than STEPS. */
static struct way then(struct way first, struct way second)
{
	if (first.bytes + second.bytes >= NONE)
		return no_way;
	for (int i = 0; i < second.n; i++)
		first.steps[first.n++] = second.steps[i];
	first.bytes += second.bytes;
	return first;
}

static struct way repeated(char byte, int times)
{
	return times > SINGLES ? no_way : only((struct step){byte, (short)times, (short)times});
}

static int digits(int number)
{
	return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
}

/* CSI number final; a number of 1 need not be said. */
static struct way sequence(int number, char final)
{
	return only((struct step){final, (short)number, (short)(number > 1 ? 3 + digits(number) : 3)});
}

static void add_number(struct strbuf *out, int number)
{
	char text[12];
	size_t at = sizeof text;
	do
		text[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	strbuf_add(out, (struct str){text + at, sizeof text - at});
}

static void add_sequence(struct strbuf *out, int number, char final)
{
	strbuf_add_c(out, "\033[");
	if (number > 1)
		add_number(out, number);
	strbuf_add_byte(out, final);
}

/* -- cells -------------------------------------------------------------------------------- */

bool pen_doubts(const struct cell *cell)
{
	unsigned char lead = (unsigned char)cell->bytes[0];
	/* ASCII; and U+4000–9FFF, of which nothing is ambiguous. */
	if (cell->n < 2 || (cell->n == 3 && lead >= 0xE4 && lead <= 0xE9))
		return false;
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

/* Cells written once more: nothing is shorter between words. */
static struct way through(const struct pen *pen, int row, int from, int to)
{
	int bytes = 0;
	if (!pen->utf8 || !pen->grid || to - from > THROUGH_BYTES)
		return no_way;
	for (int column = from; column < to;) {
		const struct cell *cell = grid_at(pen->grid, row, column);
		bytes += cell->n;
		if (cell->width == 0 || column + cell->width > to || bytes > THROUGH_BYTES || !suits(pen, cell) || pen_doubts(cell))
			return no_way;
		column += cell->width;
	}
	return only((struct step){CELLS, (short)from, (short)bytes});
}

static struct way forward(const struct pen *pen, int row, int from, int to)
{
	struct way best = pen->codes->forward ? sequence(to - from, 'C') : no_way;
	return shorter(best, through(pen, row, from, to));
}

static struct way back(const struct pen *pen, int from, int to)
{
	struct way best = pen->codes->backspace ? repeated('\b', from - to) : no_way;
	return pen->codes->back ? shorter(best, sequence(from - to, 'D')) : best;
}

static struct way along(const struct pen *pen, int row, int from, int to)
{
	if (from == to)
		return stay;
	struct way best = pen->codes->column ? sequence(to + 1, 'G') : no_way;
	if (from < 0)
		return best;
	return shorter(best, to > from ? forward(pen, row, from, to) : back(pen, from, to));
}

/* Above, within or below the rows that scroll: moves by rows do not cross. */
static int part_of(const struct pen *pen, int row)
{
	return row < pen->top ? 0 : row <= pen->bottom ? 1 : 2;
}

static struct way across(const struct pen *pen, int from, int to)
{
	const struct codes *codes = pen->codes;
	if (from == to)
		return stay;
	struct way best = codes->row ? sequence(to + 1, 'd') : no_way;
	if (part_of(pen, from) != part_of(pen, to))
		return best;
	if (to > from && codes->line_feed)
		best = shorter(best, repeated('\n', to - from));
	if (to > from ? codes->down : codes->up)
		best = shorter(best, sequence(to > from ? to - from : from - to, to > from ? 'B' : 'A'));
	return best;
}

/* A terminal with another form of it is so rare that its own is only built where it is sent. */
static struct way absolute(const struct pen *pen, int row, int column)
{
	struct way way = sequence(row + 1, 'H');
	if (column > 0 || !pen->codes->ecma_cup)
		way.bytes = way.steps[0].bytes = (short)(4 + digits(row + 1) + digits(column + 1));
	return way;
}

static void add_absolute(const struct pen *pen, int row, int column)
{
	if (!pen->codes->ecma_cup) {
		terminfo_move(row, column, pen->out);
	} else if (column == 0) {
		add_sequence(pen->out, row + 1, 'H');
	} else {
		strbuf_add_c(pen->out, "\033[");
		add_number(pen->out, row + 1);
		strbuf_add_byte(pen->out, ';');
		add_number(pen->out, column + 1);
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

static void go(const struct pen *pen, const struct way *way, int row, int column)
{
	for (int i = 0; i < way->n; i++) {
		const struct step *step = &way->steps[i];
		if (step->what == 'H')
			add_absolute(pen, row, column);
		else if (step->what == CELLS)
			add_cells(pen, row, step->number, column);
		else if (step->what >= ' ')
			add_sequence(pen->out, step->number, step->what);
		else
			for (int n = 0; n < step->number; n++)
				strbuf_add_byte(pen->out, step->what);
	}
}

void pen_move(struct pen *pen, int row, int column)
{
	if (row == pen->row && column == pen->column)
		return;
	if (!pen->codes->moves_in_styles)
		pen_style(pen, 0);
	struct way best = absolute(pen, row, column);
	if (pen->row >= 0) {
		struct way rows = across(pen, pen->row, row);
		if (pen->column < pen->columns)
			best = shorter(best, then(rows, along(pen, row, pen->column, column)));
		if (pen->codes->carriage_return && best.bytes > 1 + rows.bytes + (column > 0))
			best = shorter(best, then(then(repeated('\r', 1), rows), along(pen, row, 0, column)));
	}
	go(pen, &best, row, column);
	pen->row = row;
	pen->column = column;
}

/* -- writing ---------------------------------------------------------------------------------- */

void pen_style(struct pen *pen, int style)
{
	const struct codes *codes = pen->codes;
	if (style == pen->style)
		return;
	bool at_once = style && pen->style && codes->ecma_plain && codes->styles[style].sgr;
	if (pen->style && !at_once)
		strbuf_add_c(pen->out, codes->plain);
	if (style && codes->styles[style].sgr)
		strbuf_printf(pen->out, "\033[%s%sm", at_once ? "0;" : "", codes->styles[style].on);
	else if (style)
		strbuf_add_c(pen->out, codes->styles[style].on);
	pen->style = style;
}

int pen_limit(const struct pen *pen, int row)
{
	return row == pen->rows - 1 ? pen->columns - 1 : pen->columns;
}

void pen_write(struct pen *pen, int row, int from, int to)
{
	for (int column = from; column < to;) {
		static const struct cell blank = {.bytes = " ", .n = 1, .width = 1};
		const struct cell *cell = grid_at(pen->grid, row, column);
		/* Half of a wide character, at the edge or before the corner that is never written. */
		if (column + cell->width > pen_limit(pen, row))
			cell = &blank;
		if (pen->row != row || pen->column != column)
			pen_move(pen, row, column);
		write_cell(pen, cell);
		column += cell->width;
	}
}

void pen_erase(struct pen *pen, int row, int from, int to)
{
	pen_style(pen, 0);
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
