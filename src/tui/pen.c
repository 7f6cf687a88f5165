#include "tui/pen.h"

#include "base/alloc.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>
#include <wchar.h>

enum {
	WAY_BYTES = 64,
	NONE = WAY_BYTES + 1,        /* dearer than any way there is */
	DOUBT = 2,                   /* so many cells more than ours a terminal may take a character for */
	THROUGH_BYTES = 8,           /* no move along a row is dearer */
	SINGLES = 4,                 /* more line feeds or backspaces are dearer than their sequence */
};

/* -- ways from here to there ----------------------------------------------------------- */

struct way {
	char bytes[WAY_BYTES];
	int n;
};

/* Nothing to be done: what longer ways begin with. */
static const struct way stay;
static const struct way no_way = {.n = NONE};

static struct way shorter(struct way a, struct way b)
{
	return b.n < a.n ? b : a;
}

static struct way then(struct way first, const struct way *second)
{
	if (first.n + second->n > WAY_BYTES)
		return no_way;
	memcpy(first.bytes + first.n, second->bytes, (size_t)second->n);
	first.n += second->n;
	return first;
}

static struct way repeated(char byte, int times)
{
	struct way way = {.n = times};
	if (times > SINGLES)
		return no_way;
	memset(way.bytes, byte, (size_t)times);
	return way;
}

static void add_number(struct way *way, int number)
{
	char digits[12];
	int n = 0;
	do
		digits[n++] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (n > 0)
		way->bytes[way->n++] = digits[--n];
}

/* CSI number final; a number of 1 need not be said. */
static struct way sequence(int number, char final)
{
	struct way way = {.bytes = "\033[", .n = 2};
	if (number > 1)
		add_number(&way, number);
	way.bytes[way.n++] = final;
	return way;
}

static void send(struct pen *pen, const struct way *way)
{
	strbuf_add(pen->out, (struct str){way->bytes, (size_t)way->n});
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

static bool is_blank(const struct cell *cell)
{
	return cell->n == 1 && cell->bytes[0] == ' ';
}

int pen_style_of(const struct pen *pen, const struct cell *cell)
{
	int style = pen->codes->style_of[cell->role];
	return is_blank(cell) && !pen->codes->styles[style].on_blanks ? 0 : style;
}

/* Whether a cell looks right when it is written in the style that is on. */
static bool suits(const struct pen *pen, const struct cell *cell)
{
	int style = pen_style_of(pen, cell);
	return style == pen->style || (!style && is_blank(cell) && !pen->codes->styles[pen->style].on_blanks);
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
	struct way way = stay;
	if (!pen->utf8)
		return no_way;
	for (int column = from; column < to;) {
		const struct cell *cell = grid_at(pen->grid, row, column);
		if (cell->width == 0 || column + cell->width > to || !suits(pen, cell) || pen_doubts(cell) ||
			way.n + cell->n > THROUGH_BYTES)
			return no_way;
		memcpy(way.bytes + way.n, cell->bytes, cell->n);
		way.n += cell->n;
		column += cell->width;
	}
	return way;
}

static struct way along(const struct pen *pen, int row, int from, int to)
{
	const struct codes *codes = pen->codes;
	if (from == to)
		return stay;
	struct way best = codes->column ? sequence(to + 1, 'G') : no_way;
	if (from < 0)
		return best;
	if (to > from) {
		if (codes->forward)
			best = shorter(best, sequence(to - from, 'C'));
		return shorter(best, through(pen, row, from, to));
	}
	if (codes->backspace)
		best = shorter(best, repeated('\b', from - to));
	return codes->back ? shorter(best, sequence(from - to, 'D')) : best;
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

static struct way absolute(const struct pen *pen, int row, int column)
{
	if (pen->codes->ecma_cup) {
		struct way way = sequence(row + 1, 'H');
		if (column == 0)
			return way;
		way = (struct way){.bytes = "\033[", .n = 2};
		add_number(&way, row + 1);
		way.bytes[way.n++] = ';';
		add_number(&way, column + 1);
		way.bytes[way.n++] = 'H';
		return way;
	}
	struct way way = {0};
	struct strbuf bytes = {0};
	terminfo_move(row, column, &bytes);
	way.n = bytes.n < WAY_BYTES ? (int)bytes.n : 0;
	if (way.n)
		memcpy(way.bytes, bytes.p, bytes.n);
	strbuf_release(&bytes);
	return way;
}

void pen_move(struct pen *pen, int row, int column)
{
	if (row == pen->row && column == pen->column)
		return;
	if (!pen->codes->moves_in_styles)
		pen_style(pen, 0);
	struct way best = absolute(pen, row, column);
	if (pen->row >= 0) {
		struct way rows = across(pen, pen->row, row), columns;
		if (pen->column < pen->columns) {
			columns = along(pen, row, pen->column, column);
			best = shorter(best, then(rows, &columns));
		}
		if (pen->codes->carriage_return) {
			columns = along(pen, row, 0, column);
			rows = then(repeated('\r', 1), &rows);
			best = shorter(best, then(rows, &columns));
		}
	}
	send(pen, &best);
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
		pen_move(pen, row, column);
		write_cell(pen, cell);
		column += cell->width;
	}
}

void pen_erase(struct pen *pen, int row, int from, int to)
{
	pen_style(pen, 0);
	pen_move(pen, row, from);
	struct way way = sequence(to - from, 'X');
	if (to == pen->columns && pen->codes->erase_end)
		strbuf_add_c(pen->out, "\033[K");
	else
		send(pen, &way);
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
		struct way way = sequence(times, by > 0 ? 'S' : 'T');
		send(pen, &way);
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
	if (pen->codes->region)
		strbuf_add_c(pen->out, "\033[r");
	pen->top = 0;
	pen->bottom = pen->rows - 1;
	pen->row = -1;
}
